//! The load generator finds what it looks for: every visit that head office acknowledged, and one that it has not got.

use tests::clock::TestClock;
use tests::load;
use tests::office::HeadOffice;
use tokio::task::spawn_blocking;

use crate::http::Served;

#[tokio::test]
async fn the_load_generator_misses_nothing_that_is_there_and_whatever_is_not() {
    let mut office = HeadOffice::new(90);
    office.clock = TestClock::at(&jiff::Zoned::now().to_string());
    let another = HeadOffice::new(91);
    let served = Served::start_within(sync_server::door::Limits::default(), office);
    let (address, data) = (served.address.clone(), served.dir.path().to_owned());
    let looked = spawn_blocking(move || {
        let words = ["load", &address, "--data", &data.display().to_string()].map(str::to_owned);
        let few =
            ["--branches", "6", "--visits", "20", "--exchanges", "2", "--at-once", "3"].map(str::to_owned);
        let driven = load::driven(words.into_iter().chain(few).map(Into::into)).unwrap();
        (driven.look_for(&data).map_err(|e| e.to_string()), driven.look_for(another.dir()).is_err())
    });
    assert_eq!(looked.await.unwrap(), (Ok(120), true));
    served.stop().await;
}

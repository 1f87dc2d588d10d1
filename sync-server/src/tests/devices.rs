//! The devices page.

use shared::replica::Rows;
use shared::store::Part;

use super::harness::{Server, visit};

#[tokio::test]
async fn a_device_is_listed_with_its_last_exchange_and_what_waits() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    let empty = server.get("/devices?lang=en", &cookie).await.body;
    assert!(empty.contains("No device is enrolled yet"), "{empty}");
    let mut kiosk = server.kiosk("riyadh", "a").await;
    let quiet = server.get("/devices?lang=en", &cookie).await.body;
    assert!(quiet.contains("Riyadh branch") && quiet.contains("No sync yet"), "{quiet}");
    kiosk.deliver(&server, &[visit(1, 2, "interview", r#""support""#)]).await;
    server.pass(3 * 60_000);
    let heard = shared::locale::without_marks(&server.get("/devices?lang=en", &cookie).await.body);
    assert!(heard.contains("3 minutes ago") && heard.contains("Working"), "{heard}");
    let id = kiosk.kiosk.device().unwrap().to_string();
    assert!(heard.contains(&id[..8]), "{heard}");
}

#[tokio::test]
async fn a_device_that_waits_to_be_confirmed_is_marked_in_both_languages() {
    let server = Server::start();
    let mut kiosk = server.kiosk("riyadh", "a").await;
    kiosk.deliver(&server, &[visit(1, 2, "interview", r#""support""#)]).await;
    let cookie = server.sign_in().await;
    let words = [("en", "Newer than the restored backup"), ("ar", "أحدث من النسخة الاحتياطية")];
    for (language, word) in words {
        assert!(!server.get(&format!("/devices?lang={language}"), &cookie).await.body.contains(word));
    }
    Rows::of(&server.data(), Part::Office).run("UPDATE device SET unconfirmed_millis = 1", &[]);
    for (language, word) in words {
        let body = server.get(&format!("/devices?lang={language}"), &cookie).await.body;
        assert!(body.contains(word), "{body}");
    }
}

#[tokio::test]
async fn a_silent_device_and_a_revoked_one_are_told_apart() {
    let server = Server::start();
    let mut kiosk = server.kiosk("riyadh", "a").await;
    kiosk.deliver(&server, &[visit(1, 2, "interview", r#""support""#)]).await;
    server.pass(25 * 60 * 60_000);
    let cookie = server.sign_in().await;
    assert!(server.get("/devices?lang=en", &cookie).await.body.contains("No sync for more than a day"));
    let device = kiosk.kiosk.device().unwrap();
    let revoked = server.state.write(move |office, act| office.revoke_device(device, act.now.unix_millis()));
    assert!(revoked.await.unwrap().unwrap());
    let body = server.get("/devices?lang=en", &cookie).await.body;
    assert!(body.contains("Revoked") && !body.contains("No sync for more"), "{body}");
}

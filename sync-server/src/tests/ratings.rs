//! The ratings page and its hiding rule (P-11).

use super::harness::{Server, rating};

async fn with_ratings(lines: &[String]) -> String {
    let server = Server::start();
    server.kiosk("riyadh", "a").await.deliver(&server, lines).await;
    let cookie = server.sign_in().await;
    shared::locale::without_marks(&server.get("/ratings?lang=en", &cookie).await.body)
}

/// Returns the rows of a group, one for each table that it stands in.
fn row<'a>(page: &'a str, group: &str) -> &'a str {
    let start = page.find(&format!("<bdi>{group}</bdi>")).unwrap_or_else(|| panic!("{group} in {page}"));
    let rest = &page[start..];
    &rest[..rest.find("</tr>").unwrap()]
}

#[tokio::test]
async fn nine_ratings_show_their_count_alone_and_the_next_larger_group_hides_for_their_sake() {
    let nine = (0..9).map(|number| rating(number, "support", "very_bad", "null"));
    let ten = (100..110).map(|number| rating(number, "enquiry", "bad", "null"));
    let twenty = (200..220)
        .map(|number| rating(number, "volunteering", if number < 214 { "good" } else { "bad" }, "null"));
    let page = with_ratings(&nine.chain(ten).chain(twenty).collect::<Vec<_>>()).await;
    let hidden = row(&page, "Request for support");
    assert!(hidden.contains(">9<") && hidden.contains("Fewer than 10 ratings"), "{hidden}");
    assert!(!hidden.contains('%') && !hidden.contains("share-"), "{hidden}");
    let hidden = row(&page, "Enquiry");
    assert!(hidden.contains(">10<") && hidden.contains("those of a smaller group"), "{hidden}");
    assert!(!hidden.contains('%') && !hidden.contains("share-"), "{hidden}");
    let shown = row(&page, "Volunteering");
    assert!(shown.contains("70%") && shown.contains("30%") && shown.contains("share-70"), "{shown}");
}

#[tokio::test]
async fn what_the_catalog_does_not_know_is_one_row_however_many_codes_a_device_names() {
    let lines: Vec<String> =
        (0..40).map(|number| rating(number, &format!("made-up-{number}"), "good", "null")).collect();
    let page = with_ratings(&lines).await;
    let others = row(&page, "Others, unknown here");
    assert!(others.contains(">40<") && others.contains("share-100"), "{others}");
    assert!(!page.contains("made-up"), "{page}");
}

#[tokio::test]
async fn the_provider_has_shares_of_its_own_and_is_never_named() {
    let lines: Vec<String> = (0..20)
        .map(|number| {
            let line = rating(number, "support", "excellent", if number < 10 { "\"bad\"" } else { "null" });
            line.replace("\"channel\"", "\"provider\":\"staff-03\",\"channel\"")
        })
        .collect();
    let page = with_ratings(&lines).await;
    let row = row(&page, "Request for support");
    assert!(row.contains("10 people answered this") && row.contains("share-100"), "{row}");
    assert!(!page.contains("staff-03") && !page.contains("تعليق خاص"), "{page}");
}

#[tokio::test]
async fn what_ratings_are_for_stands_on_top() {
    let page = with_ratings(&[]).await;
    assert!(page.contains("not to punish or defame"), "{page}");
    assert!(page.contains("No ratings yet"), "{page}");
}

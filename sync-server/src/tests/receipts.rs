//! The page that checks receipts.

use shared::domain::{FactId, SignedReceipt, reference_of};

use super::harness::{Server, visit};

fn fact(line: &str) -> FactId {
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    FactId::parse(line["id"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn a_receipt_is_told_real_before_its_record_arrived_and_after_and_a_made_up_one_is_told() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    let page = server.get("/receipts?lang=en", &cookie).await.body;
    assert!(page.contains("Check a receipt") && page.contains("name=\"text\""), "{page}");
    let mut kiosk = server.kiosk("riyadh", "a").await;
    let line = visit(1, 2, "interview", r#""support""#);
    let day = jiff::civil::date(2026, 11, 2);
    let receipt = kiosk.kiosk.receipt(fact(&line), day).unwrap();
    let check =
        async |text: &str| server.post_form("/receipts?lang=en", &cookie, &[("text", text)]).await.body;

    let early = check(&receipt.to_text()).await;
    assert!(early.contains("Its record has not arrived yet") && early.contains("Riyadh branch"), "{early}");
    kiosk.deliver(&server, std::slice::from_ref(&line)).await;
    let late = check(&receipt.to_text()).await;
    assert!(late.contains("Its record has arrived"), "{late}");
    let known = check(&reference_of(fact(&line))).await;
    assert!(known.contains("Known reference number"), "{known}");

    let forged = SignedReceipt::new(receipt.device, fact(&line), day, |_| [1; 64]).to_text();
    assert!(check(&forged).await.contains("Not a genuine receipt"));
    assert!(check("00000-00000").await.contains("No record with this number has arrived"));
    assert!(check("<script>").await.contains("&#60;script&#62;"), "what was typed is shown as it is");
}

#[tokio::test]
async fn a_receipt_of_a_device_that_was_shut_out_counts_where_its_record_arrived_before() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    let mut kiosk = server.kiosk("riyadh", "a").await;
    let lines = [visit(1, 2, "interview", r#""support""#), visit(2, 2, "interview", r#""support""#)];
    let day = jiff::civil::date(2026, 11, 2);
    let [arrived, made_later] =
        [&lines[0], &lines[1]].map(|line| kiosk.kiosk.receipt(fact(line), day).unwrap().to_text());
    kiosk.deliver(&server, &lines[..1]).await;
    let device = kiosk.kiosk.device().unwrap();
    let revoked = server.state.write(move |office, act| office.revoke_device(device, act.now.unix_millis()));
    assert!(revoked.await.unwrap().unwrap());
    let check =
        async |text: &str| server.post_form("/receipts?lang=en", &cookie, &[("text", text)]).await.body;
    assert!(check(&arrived).await.contains("Its record has arrived"));
    assert!(check(&made_later).await.contains("it proves nothing by itself"));
}

#[tokio::test]
async fn nobody_checks_receipts_who_is_not_signed_in() {
    let server = Server::start();
    let answer = server.get("/receipts", "").await;
    assert!(answer.status.is_redirection(), "{:?}", answer.status);
}

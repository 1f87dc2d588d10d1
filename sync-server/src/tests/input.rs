//! What the pages do with an address or a form that they cannot understand: a page that says so, in the viewer's language.

use axum::http::StatusCode;

use super::harness::Server;

#[tokio::test]
async fn an_address_that_is_not_understood_is_answered_with_what_is_wrong_in_both_languages() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    let long = format!("/visits?branch={}", "x".repeat(121));
    for (address, english, arabic) in [
        (
            "/visits?page=x",
            "The page number in the address is not a number",
            "رقم الصفحة في العنوان ليس رقمًا",
        ),
        ("/suggestions?page=1.5", "The page number in the address", "رقم الصفحة في العنوان"),
        (long.as_str(), "longer than any code", "أطول من أي رمز"),
        ("/visits?page=1&page=2", "cannot be understood", "ما لا يُفهم"),
        ("/sign-in?next=/a&next=/b", "cannot be understood", "ما لا يُفهم"),
    ] {
        for (language, said) in [("en", english), ("ar", arabic)] {
            let answer = server.get(&format!("{address}&lang={language}"), &cookie).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
            assert!(answer.body.contains(said), "{address}: {}", answer.body);
            assert!(answer.body.contains(&format!("<html lang=\"{language}\"")), "{address}");
        }
    }
}

#[tokio::test]
async fn a_language_that_nobody_speaks_is_said_so_in_the_language_of_before_and_not_remembered() {
    let server = Server::start();
    for (before, said) in [("", "لا تُعرض بها هذه الصفحات"), ("sila-language=en", "do not speak")]
    {
        let answer = server.get("/sign-in?lang=fr", before).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.body.contains(said), "{}", answer.body);
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[tokio::test]
async fn a_form_that_is_none_is_not_taken() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    let form = |content: &'static str, body: &'static str| {
        server.post_body("/receipts?lang=en", &cookie, content, body)
    };
    for (content, body) in
        [("application/json", "{}"), ("application/x-www-form-urlencoded", "text=a&text=b")]
    {
        let answer = form(content, body).await;
        assert!(answer.status.is_client_error(), "{content}: {}", answer.status);
        assert!(answer.body.contains("cannot be understood"), "{content}: {}", answer.body);
    }
}

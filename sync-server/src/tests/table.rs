//! The table of pages, walked: each page is routed, has its words in both languages, and is open to those alone who have
//! its right.

use axum::http::StatusCode;
use shared::domain::Role;
use shared::locale::{Language, without_marks};

use super::harness::Server;
use crate::access::may;
use crate::pages::{PAGES, Page};
use crate::words::messages;

/// The known roles and one of a newer version.
fn roles() -> Vec<Role> {
    Role::KNOWN.iter().cloned().chain([Role::from_code("astronaut")]).collect()
}

fn leads_to(body: &str, page: &Page) -> bool {
    body.contains(&format!(r#"<li><a href="{}""#, page.path))
}

#[test]
fn each_page_is_for_the_roles_that_the_policy_gives_it_to() {
    let everyone =
        "representative relations social_research committee improvement content auditor administrator";
    let decided = [
        ("/today", everyone),
        ("/visits", everyone),
        ("/requests", "relations social_research committee auditor administrator"),
        ("/request", "relations social_research committee auditor administrator"),
        ("/sessions", "relations social_research committee auditor administrator"),
        ("/session", "relations social_research committee auditor administrator"),
        ("/ratings", everyone),
        ("/waits", everyone),
        ("/suggestions", "relations improvement administrator"),
        ("/devices", everyone),
        ("/held", everyone),
        ("/receipts", everyone),
    ];
    let open = |page: &Page| {
        let roles = roles().into_iter().filter(|role| page.is_open_to(role));
        roles.map(|role| role.code().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let table: Vec<_> = PAGES.iter().map(|page| (page.path, open(page))).collect();
    assert_eq!(table, decided.map(|(path, roles)| (path, roles.to_owned())));
}

#[tokio::test]
async fn a_page_opens_for_those_alone_who_have_its_right_and_the_navigation_leads_nobody_else_there() {
    let server = Server::start();
    for role in roles() {
        let cookie = server.sign_in_in_role(&role).await;
        for page in &PAGES {
            let answer = server.get(page.path, &cookie).await;
            let opens = answer.status == StatusCode::OK;
            assert!(
                opens || answer.status == StatusCode::FORBIDDEN,
                "{role} {}: {}",
                page.path,
                answer.status
            );
            assert_eq!(opens, may(&role, page.right), "{role} {}", page.path);
            for other in &PAGES {
                let leads = opens && other.section.is_some() && may(&role, other.right);
                assert_eq!(
                    leads_to(&answer.body, other),
                    leads,
                    "{role} from {} to {}",
                    page.path,
                    other.path
                );
            }
        }
    }
}

#[tokio::test]
async fn a_form_is_taken_from_those_alone_who_have_its_right_and_only_where_a_page_has_one() {
    let server = Server::start();
    for role in roles() {
        let cookie = server.sign_in_in_role(&role).await;
        for page in &PAGES {
            let status = server.post_form(page.path, &cookie, &[]).await.status;
            match page.takes_form_of(&role) {
                Some(taken) => assert_eq!(status == StatusCode::FORBIDDEN, !taken, "{role} {}", page.path),
                None => assert_eq!(status, StatusCode::NOT_FOUND, "{role} {}", page.path),
            }
        }
    }
}

#[tokio::test]
async fn every_page_has_its_heading_and_its_place_in_both_languages() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    for page in &PAGES {
        for language in Language::ALL {
            let words = messages(language);
            let body = server.get(&format!("{}?lang={}", page.path, language.code()), &cookie).await.body;
            assert!(words.has(page.title), "{}", page.title);
            assert!(body.contains(&format!("<h1>{}</h1>", words.text(page.title))), "{body}");
            assert!(body.contains(&format!("<title>{}", without_marks(&words.text(page.title)))), "{body}");
            if let Some(section) = page.section {
                let place =
                    format!(r#"<a href="{}" aria-current="page">{}</a>"#, page.path, words.text(section));
                assert!(words.has(section) && body.contains(&place), "{body}");
            }
        }
    }
}

#[tokio::test]
async fn anyone_who_is_not_signed_in_is_led_from_every_page_and_form_to_the_sign_in() {
    let server = Server::start();
    for page in &PAGES {
        let mut answers = vec![server.get(page.path, "").await];
        if page.takes_form_of(&Role::Administrator).is_some() {
            answers.push(server.post_form(page.path, "", &[]).await);
        }
        for answer in answers {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", page.path);
            assert!(answer.header("location").starts_with("/sign-in?next="), "{}", page.path);
        }
    }
}

//! Which role may see which page. One table, so that it can be read and tested as a whole.
//!
//! Most pages hold no personal data of a beneficiary and change nothing, so every role that this version knows may see
//! them: whoever serves beneficiaries sees what was recorded, how the service is rated (P-8, P-12) and whether a branch
//! has fallen silent. Suggestions are in people's own words, which may name somebody: those alone see them who turn them
//! into improvements (P-13) or answer them (P-2). A role of a newer version sees nothing here until this one knows
//! what it stands for. Users, branches and devices are changed on the server's own command line, by nobody's role.

use shared::domain::Role;

/// A page of head office that asks for a right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Page {
    /// The list of contacts.
    Visits,
    /// The shares of scores.
    Ratings,
    /// The suggestions.
    Suggestions,
    /// The branches' devices.
    Devices,
    /// Whether a receipt is real.
    Receipts,
}

impl Page {
    /// Lists every page.
    pub const ALL: [Page; 5] =
        [Page::Visits, Page::Ratings, Page::Suggestions, Page::Devices, Page::Receipts];
}

/// Tells whether a role may see a page.
pub fn may_see(role: &Role, page: Page) -> bool {
    match (role, page) {
        (
            Role::Representative
            | Role::Relations
            | Role::SocialResearch
            | Role::Committee
            | Role::Improvement
            | Role::Content
            | Role::Auditor
            | Role::Administrator,
            Page::Visits | Page::Ratings | Page::Devices | Page::Receipts,
        )
        | (Role::Relations | Role::Improvement | Role::Administrator, Page::Suggestions) => true,
        (
            Role::Representative | Role::SocialResearch | Role::Committee | Role::Content | Role::Auditor,
            Page::Suggestions,
        )
        | (
            Role::Other(_),
            Page::Visits | Page::Ratings | Page::Suggestions | Page::Devices | Page::Receipts,
        ) => false,
    }
}

/// Tells whether a role answers those who left a number with a suggestion (P-2), and so may see it.
pub fn may_reply(role: &Role) -> bool {
    match role {
        Role::Relations | Role::Administrator => true,
        Role::Representative
        | Role::SocialResearch
        | Role::Committee
        | Role::Improvement
        | Role::Content
        | Role::Auditor
        | Role::Other(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_role_sees_what_names_nobody_and_an_unknown_one_sees_nothing() {
        for page in Page::ALL {
            let every = Role::KNOWN.iter().all(|role| may_see(role, page));
            assert_eq!(every, page != Page::Suggestions);
            assert!(!may_see(&Role::from_code("superuser"), page));
        }
    }

    #[test]
    fn suggestions_are_for_those_who_improve_and_answer_and_numbers_for_those_who_answer() {
        let seen = |may: &dyn Fn(&Role) -> bool| -> Vec<&str> {
            Role::KNOWN.iter().filter(|role| may(role)).map(Role::code).collect()
        };
        let readers = seen(&|role| may_see(role, Page::Suggestions));
        assert_eq!(readers, ["relations", "improvement", "administrator"]);
        assert_eq!(seen(&may_reply), ["relations", "administrator"]);
    }
}

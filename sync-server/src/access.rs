//! Which role may see which page. One table, so that it can be read and tested as a whole.
//!
//! The pages of today hold no personal data of a beneficiary and change nothing, so every role that this version
//! knows may see all of them: whoever serves beneficiaries sees what was recorded, how the service is rated (P-8,
//! P-12) and whether a branch has fallen silent. A role of a newer version sees nothing here until this one knows
//! what it stands for. Users, branches and devices are changed on the server's own command line, by nobody's role.

use shared::domain::Role;

/// A page of head office that asks for a right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Page {
    /// The list of contacts.
    Visits,
    /// The shares of scores.
    Ratings,
    /// The branches' devices.
    Devices,
}

impl Page {
    /// Lists every page.
    pub const ALL: [Page; 3] = [Page::Visits, Page::Ratings, Page::Devices];
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
            Page::Visits | Page::Ratings | Page::Devices,
        ) => true,
        (Role::Other(_), Page::Visits | Page::Ratings | Page::Devices) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_role_sees_every_page_and_an_unknown_one_sees_none() {
        for page in Page::ALL {
            assert!(Role::KNOWN.iter().all(|role| may_see(role, page)));
            assert!(!may_see(&Role::from_code("superuser"), page));
        }
    }
}

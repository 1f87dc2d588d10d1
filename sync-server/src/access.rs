//! What each role may do. One table of roles and rights, which can be read and tested as a whole; which page takes which
//! right stands in the table of pages.
//!
//! Most pages hold no personal data of a beneficiary and change nothing, so every role that this version knows may open
//! them: anyone who serves beneficiaries sees what was recorded, how the service is rated (P-8, P-12) and whether a branch
//! has fallen silent. Suggestions are in people's own words, which may name somebody: those alone read them who turn them
//! into improvements (P-13) or answer them (P-2). Support requests are for those who work on them or check the work; which step a role
//! may do stands in `shared::domain::request`. A role of a newer version may do nothing here until this one knows
//! what it stands for. Users, branches and devices are changed on the server's own command line, by nobody's role.

use shared::domain::Role;

/// Something that a page lets a person do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Right {
    /// See what names no beneficiary: contacts, shares of scores, devices.
    See,
    /// Ask whether a receipt is real.
    CheckReceipts,
    /// See support requests, and do of them what the table of steps lets a role do.
    SeeRequests,
    /// Read suggestions in people's own words.
    ReadSuggestions,
    /// Answer those who left a number with a suggestion, and so see the number.
    Reply,
}

/// Returns what a role may do.
pub fn rights_of(role: &Role) -> &'static [Right] {
    use Right::{CheckReceipts, ReadSuggestions, Reply, See, SeeRequests};
    match role {
        Role::Representative => &[See, CheckReceipts],
        Role::Relations => &[See, CheckReceipts, SeeRequests, ReadSuggestions, Reply],
        Role::SocialResearch => &[See, CheckReceipts, SeeRequests],
        Role::Committee => &[See, CheckReceipts, SeeRequests],
        Role::Improvement => &[See, CheckReceipts, ReadSuggestions],
        Role::Content => &[See, CheckReceipts],
        Role::Auditor => &[See, CheckReceipts, SeeRequests],
        Role::Administrator => &[See, CheckReceipts, SeeRequests, ReadSuggestions, Reply],
        Role::Other(_) => &[],
    }
}

/// Returns whether a role has a right.
pub fn may(role: &Role, right: Right) -> bool {
    rights_of(role).contains(&right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(right: Right) -> Vec<&'static str> {
        Role::KNOWN.iter().filter(|role| may(role, right)).map(Role::code).collect()
    }

    #[test]
    fn every_known_role_sees_what_names_nobody_and_an_unknown_one_may_do_nothing() {
        let every: Vec<_> = Role::KNOWN.iter().map(Role::code).collect();
        assert_eq!((with(Right::See), with(Right::CheckReceipts)), (every.clone(), every));
        assert!(rights_of(&Role::from_code("superuser")).is_empty());
    }

    #[test]
    fn suggestions_are_for_those_who_improve_and_answer_and_numbers_for_those_who_answer() {
        assert_eq!(with(Right::ReadSuggestions), ["relations", "improvement", "administrator"]);
        assert_eq!(with(Right::Reply), ["relations", "administrator"]);
    }

    #[test]
    fn requests_are_for_those_who_work_on_them_or_check_the_work() {
        let those = ["relations", "social_research", "committee", "auditor", "administrator"];
        assert_eq!(with(Right::SeeRequests), those);
    }
}

//! Finding a person by a number without showing it: a sure national id, and the blind index.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{Hash, index_form_of_mobile, index_form_of_national_id, national_id_doubt};

/// A national id or iqama number that looks like one, in the form in which ids are compared: ten ASCII digits. It alone
/// decides whose file is whose; a doubtful one never does.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SureId(String);

impl SureId {
    /// Reads an id as it was given, with digits of either kind; `None` for one that looks doubtful.
    pub fn parse(given: &str) -> Option<Self> {
        let is_sure = national_id_doubt(given).is_none();
        is_sure.then(|| index_form_of_national_id(given)).flatten().map(Self)
    }

    /// Returns the ten digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SureId {
    /// Shows nothing of the id: it is a person's, and debug output ends up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SureId")
    }
}

/// The association's key of the blind index: whoever holds it can ask which file a number leads to. It seals nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct IndexKey([u8; 32]);

/// What a number is looked up by: a keyed hash of its kind and its index form. Frozen since version 1; the test
/// `the_digests_of_version_1_are_frozen` holds it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct IndexDigest(pub Hash);

impl IndexKey {
    /// Takes the secret as it is kept.
    pub fn from_secret(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// Returns the secret, for a key table.
    pub fn secret(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns what a national id is looked up by, a doubtful one too; `None` where nothing of it can be compared.
    pub fn of_national_id(&self, given: &str) -> Option<IndexDigest> {
        Some(self.digest("national_id", &index_form_of_national_id(given)?))
    }

    /// Returns what a mobile is looked up by; `None` where it is no valid number.
    pub fn of_mobile(&self, given: &str) -> Option<IndexDigest> {
        Some(self.digest("mobile", &index_form_of_mobile(given)?))
    }

    fn digest(&self, kind: &str, form: &str) -> IndexDigest {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        for part in ["sila/1 index\0", kind, "\0", form] {
            mac.update(part.as_bytes());
        }
        IndexDigest(Hash(mac.finalize().into_bytes().into()))
    }
}

impl fmt::Debug for IndexKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IndexKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_sure_once_and_compared_in_one_form() {
        let sure = SureId::parse("1000000008");
        assert_eq!(sure.as_ref().map(SureId::as_str), Some("1000000008"));
        assert_eq!(SureId::parse(" ١٠٠٠٠٠٠٠٠٨ "), sure);
        for doubtful in ["", "none", "1000000000", "A1000000008", "100000000"] {
            assert_eq!(SureId::parse(doubtful), None, "{doubtful}");
        }
    }

    #[test]
    fn the_digests_of_version_1_are_frozen() {
        let key = IndexKey::from_secret([7; 32]);
        let id = key.of_national_id("١٠٠٠٠٠٠٠٠٨").unwrap();
        assert_eq!(id.0.to_string(), "168063bdfd22b9796449e91d4678369fb9c543a182d0ab54224101f09188b83c");
        let mobile = key.of_mobile("055 688 0045").unwrap();
        assert_eq!(mobile.0.to_string(), "8e5b5a9a02a638b7bede3bb71f44e5325e35d2eb058ec5807b2f22890db0a393");
    }

    #[test]
    fn a_number_leads_to_a_digest_of_its_kind_and_key_alone() {
        let (key, other) = (IndexKey::from_secret([7; 32]), IndexKey::from_secret([8; 32]));
        let digest = key.of_national_id("0556880045");
        assert!(digest.is_some());
        assert_ne!(digest, key.of_mobile("0556880045"));
        assert_ne!(digest, other.of_national_id("0556880045"));
        assert!(key.of_national_id("none").is_some(), "a doubtful id can be looked up");
        assert_eq!((key.of_national_id(" "), key.of_mobile("12")), (None, None));
    }

    #[test]
    fn neither_an_id_nor_a_key_shows_in_debug_output() {
        let shown = format!("{:?} {:?}", SureId::parse("1000000008"), IndexKey::from_secret([7; 32]));
        assert_eq!(shown, "Some(SureId) IndexKey");
    }
}

//! Following requests up at a device: what head office tells of them is kept as it comes, and opened for whoever brings a code. No
//! PIN opens it, and without a code nothing does.

use super::pulled::{move_cursor, query_of, without_of};
use super::{Kiosk, KioskError, SyncStep};
use crate::doc::{follow_address, open_follow_up};
use crate::domain::request::day_of;
use crate::domain::{FollowCode, FollowUp, UnixMillis};
use crate::replica::Reading;
use crate::store::{StoreError, follow, meta};
use crate::sync::http::PullQuery;
use crate::sync::{FollowRecord, LogEnd, PullReply};

/// When all that head office told was here last, in milliseconds since 1970.
const AS_OF: &str = "follow_as_of";

/// Longest record that is kept: 32 papers with codes of 64 letters, twice over.
const RECORD_BYTES_MAX: usize = 8 * 1024;

impl Kiosk {
    /// Returns what this device knows of the request with a code; `None` for a code that it does not know, and for a request that
    /// ended too long ago.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn follow_up(&self, now: &Reading, code: &FollowCode) -> Result<Option<FollowUp>, StoreError> {
        let sealed = self.db.read(|tx| follow::find(tx, &follow_address(code)))?;
        let told = sealed.and_then(|sealed| open_follow_up(code, &sealed));
        Ok(told.filter(|told| told.is_told(day_of(&now.moment()))))
    }

    /// Returns when head office told all that this device knows of requests with codes; `None` where it never did.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn follow_ups_as_of(&self) -> Result<Option<UnixMillis>, StoreError> {
        Ok(self.db.read(|tx| meta::get_number(tx, AS_OF))?.map(UnixMillis))
    }

    /// Takes what head office tells of its branch's requests.
    pub(super) fn take_follow_ups(
        &self,
        asked: &PullQuery,
        reply: &PullReply,
        now: UnixMillis,
    ) -> Result<SyncStep, KioskError> {
        let PullReply { reset, position, checksum, more, follow_ups, .. } = reply;
        let from = if *reset { 0 } else { asked.position };
        let Some(rows) = follow_ups.as_ref().filter(|_| *position > from || !*more) else {
            return Err(KioskError::BadReply("follow-ups"));
        };
        self.db.write::<_, KioskError>(|tx| {
            if query_of(tx, &asked.scope)? != *asked {
                return Ok(SyncStep::Again);
            }
            if *reset {
                follow::clear(tx)?;
            }
            for FollowRecord { address, sealed } in rows {
                match sealed.len() {
                    0 => follow::remove(tx, address.as_slice())?,
                    1..=RECORD_BYTES_MAX => follow::put_pulled(tx, address.as_slice(), sealed)?,
                    _ => return Err(KioskError::BadReply("follow-ups")),
                }
            }
            move_cursor(tx, &asked.scope, &LogEnd { position: *position, checksum: *checksum })?;
            meta::remove(tx, &without_of(&asked.scope))?;
            if *more {
                return Ok(SyncStep::Again);
            }
            meta::set(tx, AS_OF, now.0.to_string())?;
            Ok(SyncStep::Done)
        })
    }
}

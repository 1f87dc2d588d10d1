//! Following requests up at head office: what is told of each is made whenever something is done about it, kept sealed, handed to
//! the devices of its branch, and opened for whoever brings its code.

use jiff::civil::Date;

use super::{Office, OfficeError};
use crate::doc::{FOLLOW_ADDRESS_BYTES, follow_address, open_follow_up, seal_follow_up};
use crate::domain::request::day_of;
use crate::domain::{BranchId, FOLLOW_DAYS, FollowCode, FollowUp};
use crate::replica::facts::Facts;
use crate::replica::log::start_of;
use crate::replica::{Act, OpenedRequest};
use crate::store::follow::FollowRow;
use crate::store::scope::{self, follow_of};
use crate::store::{Damage, StoreError, Tx, follow};
use crate::sync::http::PullQuery;
use crate::sync::{FollowRecord, PullReply};

/// Most records that are let go of with one that is made: there are fewer ends of requests than steps.
const LET_GO_AT_ONCE: u64 = 20;

/// What is opened for a code that nobody has, so that it takes as long as one that somebody has.
const NOBODYS: [u8; 144] = [0; 144];

impl Office {
    /// Returns what is told of the request with a code on a day; `None` for a code of none, and of one that ended too long ago.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn follow_up(&self, today: Date, code: &FollowCode) -> Result<Option<FollowUp>, StoreError> {
        let sealed = self.db.read(|tx| follow::find(tx, &follow_address(code)))?;
        let told = open_follow_up(code, sealed.as_deref().unwrap_or(&NOBODYS));
        Ok(told.filter(|told| told.is_told(today)))
    }

    /// Makes what is told of a request again. Where that is another now, the devices of its branch pull it.
    pub(super) fn note_follow_up(
        &self,
        facts: &Facts<'_>,
        act: &Act,
        opened: &OpenedRequest,
    ) -> Result<(), OfficeError> {
        let (tx, today) = (facts.tx, day_of(&act.now.moment()));
        let Some(branch) = opened.fact.branch.as_ref().map(BranchId::as_str) else { return Ok(()) };
        let days = match opened.case.state.is_open() {
            true => FOLLOW_DAYS,
            false => facts.catalog()?.branding().map_or(FOLLOW_DAYS, |branding| branding.follow_days),
        };
        let follow_up = FollowUp::of(&opened.case, opened.changed(), today, days);
        let code = opened.follow_code();
        let (address, sealed) = (follow_address(&code), seal_follow_up(&code, &follow_up));
        if follow::find(tx, &address)?.as_ref() == Some(&sealed) {
            return Ok(());
        }
        let name = follow_of(branch);
        // several branches may do something about a request of one
        tx.hold("scope", "name", [name.as_str().into()])?;
        let mut end = match scope::end(tx, &name)? {
            Some(end) => end,
            None => scope::begin(tx, &name, &start_of(&name, Self::epoch(tx)?))?,
        };
        follow::put(tx, &mut end, (&address, &sealed), follow_up.until)?;
        for past in follow::past(tx, end.id, today, LET_GO_AT_ONCE)? {
            follow::put(tx, &mut end, (&past, &[]), None)?;
        }
        Ok(scope::add(tx, &[], std::iter::once(&end))?)
    }

    /// Answers a pull of what is told of a branch's requests. A cursor of another life of the database begins again.
    pub(super) fn follow_reply(
        tx: &Tx<'_>,
        query: &PullQuery,
        at_most: u64,
    ) -> Result<PullReply, StoreError> {
        let PullQuery { scope: name, position, checksum, .. } = query;
        let (epoch, log) = (Self::epoch(tx)?, scope::end(tx, name)?);
        let start = start_of(name, epoch);
        let end = log.as_ref().map_or(0, |log| log.position);
        let agrees = *checksum == Some(start) && *position <= end;
        let from = if agrees { *position } else { 0 };
        let rows = log.map_or(Ok(Vec::new()), |log| follow::after(tx, log.id, from, at_most))?;
        let is_all = (rows.len() as u64) < at_most;
        let position = if is_all { end } else { rows.last().map_or(end, |row| row.place) };
        let told = |row: FollowRow| {
            let address = <[u8; FOLLOW_ADDRESS_BYTES]>::try_from(row.address);
            let address = address.map_err(|_| Damage::Row("the address of a follow-up".to_owned()))?;
            Ok(FollowRecord { address: address.into(), sealed: row.sealed.into() })
        };
        let follow_ups = rows.into_iter().map(told).collect::<Result<_, StoreError>>()?;
        Ok(PullReply {
            epoch: epoch.0.into(),
            reset: !agrees,
            changes: Vec::new(),
            writers: Vec::new(),
            sessions: Vec::new(),
            keys: Vec::new(),
            position,
            checksum: start.into(),
            more: position < end,
            scopes: None,
            end,
            passed_over: Vec::new(),
            since: None,
            left: Vec::new(),
            follow_ups: Some(follow_ups),
        })
    }
}

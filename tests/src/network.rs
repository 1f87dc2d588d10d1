//! The network between branches and head office, in one process: it loses what it is told to lose.

use std::collections::BTreeSet;
use std::path::Path;

use ed25519_dalek::SigningKey;
use shared::hex::{from_hex, to_hex};
use shared::replica::{ExchangeError, KioskError, PullQuery, SyncStep};

use shared::sync::{PushRequest, from_cbor, pack, push_statement, sign, to_cbor, unpack};

use crate::branch::{Branch, PROGRAM};
use crate::office::HeadOffice;

/// More rounds than any exchange of these tests can need: one that goes on longer never ends.
const ROUNDS_MAX: usize = 100;

/// What becomes of one request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is answered.
    Arrives,
    /// It never reaches head office.
    RequestLost,
    /// Head office takes it in; the answer is lost.
    ReplyLost,
    /// It reaches head office twice; the second answer counts.
    Twice,
}

/// Why an exchange ended early.
#[derive(Debug)]
pub enum Fault {
    /// The request or its answer was lost.
    Lost,
    /// Head office refused it.
    Refused(ExchangeError),
    /// The device could not go on.
    Kiosk(KioskError),
}

impl From<ExchangeError> for Fault {
    fn from(error: ExchangeError) -> Self {
        Self::Refused(error)
    }
}

impl From<KioskError> for Fault {
    fn from(error: KioskError) -> Self {
        Self::Kiosk(error)
    }
}

/// The network; branches that are cut off reach nobody.
#[derive(Default)]
pub struct Network {
    cut_off: BTreeSet<String>,
    /// Every push that went out, as bytes: what an eavesdropper behind TLS would have.
    pub pushes: Vec<Vec<u8>>,
}

impl Network {
    /// Cuts a branch off.
    pub fn cut(&mut self, branch: &str) {
        self.cut_off.insert(branch.to_owned());
    }

    /// Joins all branches again.
    pub fn heal(&mut self) {
        self.cut_off.clear();
    }

    /// Exchanges until nothing is left to do, as `kiosk sync` does. Returns the number of pushes.
    ///
    /// # Errors
    /// [`Fault`] where the branch is cut off or one side refuses.
    ///
    /// # Panics
    /// Where the exchange does not come to an end.
    pub fn sync(&mut self, branch: &mut Branch, office: &mut HeadOffice) -> Result<usize, Fault> {
        branch.kiosk.move_due_ratings(&branch.clock.reading(), &mut branch.dice)?;
        let (mut pushes, mut pulls) = (0, 0);
        loop {
            pushes += 1;
            assert!(pushes < ROUNDS_MAX, "{} pushes without an end", branch.name);
            if self.push(branch, office, Fate::Arrives)? == SyncStep::Again {
                continue;
            }
            loop {
                pulls += 1;
                assert!(pulls < ROUNDS_MAX, "{} pulls without an end", branch.name);
                if self.pull(branch, office, Fate::Arrives)? == SyncStep::Done {
                    break;
                }
            }
            if !branch.kiosk.has_something_to_push()? {
                return Ok(pushes);
            }
        }
    }

    /// Pushes once.
    ///
    /// # Errors
    /// [`Fault`] where something was lost or one side refuses.
    pub fn push(
        &mut self,
        branch: &mut Branch,
        office: &mut HeadOffice,
        fate: Fate,
    ) -> Result<SyncStep, Fault> {
        let reading = branch.clock.reading();
        let (body, signature, _) = branch.kiosk.next_push(&reading, &mut branch.dice, PROGRAM)?;
        self.pushes.push(body.clone());
        let token = branch.kiosk.token()?.to_owned();
        let reply = self.carry(&branch.name, fate, || {
            let now = office.clock.unix_millis();
            office.replica.push(now, &mut office.dice, &token, &signature, &body)
        })?;
        Ok(branch.kiosk.take_push_reply(&reading, &mut branch.dice, &body, &reply)?)
    }

    /// Pushes once; what head office gets was tampered with on the way and signed again with the device's own key.
    ///
    /// # Errors
    /// [`Fault`] where one side refuses.
    ///
    /// # Panics
    /// Where the push or the device's key can't be read.
    pub fn push_tampered(
        &mut self,
        branch: &mut Branch,
        office: &mut HeadOffice,
        tamper: impl FnOnce(&mut PushRequest),
    ) -> Result<SyncStep, Fault> {
        let reading = branch.clock.reading();
        let (body, _, _) = branch.kiosk.next_push(&reading, &mut branch.dice, PROGRAM)?;
        let inflated = unpack(&body).expect("a push inflates");
        let mut request: PushRequest = from_cbor(&inflated).expect("a push is a message");
        tamper(&mut request);
        let sent = pack(&to_cbor(&request));
        let signature = to_hex(&sign(&signing_key_in(branch.dir()), &push_statement(&sent)));
        let now = office.clock.unix_millis();
        let reply = office.replica.push(now, &mut office.dice, branch.kiosk.token()?, &signature, &sent)?;
        Ok(branch.kiosk.take_push_reply(&reading, &mut branch.dice, &body, &reply)?)
    }

    /// Pulls once of every scope.
    ///
    /// # Errors
    /// [`Fault`] where something was lost or one side refuses.
    pub fn pull(
        &mut self,
        branch: &mut Branch,
        office: &mut HeadOffice,
        fate: Fate,
    ) -> Result<SyncStep, Fault> {
        let mut outcome = SyncStep::Done;
        let mut next = Some(branch.kiosk.pull_query()?);
        while let Some(query) = next {
            if self.pull_scope(branch, office, fate, &query)? == SyncStep::Again {
                outcome = SyncStep::Again;
            }
            next = branch.kiosk.pull_query_after(&query)?;
        }
        Ok(outcome)
    }

    fn pull_scope(
        &self,
        branch: &mut Branch,
        office: &mut HeadOffice,
        fate: Fate,
        query: &PullQuery,
    ) -> Result<SyncStep, Fault> {
        let PullQuery { scope, position, checksum } = query;
        let token = branch.kiosk.token()?.to_owned();
        let reply = self.carry(&branch.name, fate, || {
            let now = office.clock.unix_millis();
            office.replica.pull(now, &mut office.dice, &token, scope, *position, checksum)
        })?;
        let reading = branch.clock.reading();
        Ok(branch.kiosk.take_pull_reply(&reading, &mut branch.dice, query, &reply)?)
    }

    fn carry(
        &self,
        from: &str,
        fate: Fate,
        mut ask: impl FnMut() -> Result<Vec<u8>, ExchangeError>,
    ) -> Result<Vec<u8>, Fault> {
        if self.cut_off.contains(from) {
            return Err(Fault::Lost);
        }
        match fate {
            Fate::Arrives => Ok(ask()?),
            Fate::RequestLost => Err(Fault::Lost),
            Fate::ReplyLost => {
                ask()?;
                Err(Fault::Lost)
            }
            Fate::Twice => {
                ask()?;
                Ok(ask()?)
            }
        }
    }
}

/// Reads a device's signing key out of its secret file.
///
/// # Panics
/// Where there is no such file.
pub fn signing_key_in(dir: &Path) -> SigningKey {
    let text = std::fs::read_to_string(dir.join("secret.key")).expect("the secret file can be read");
    let secrets = from_hex(text.trim_end()).expect("the secret file holds hexadecimal digits");
    SigningKey::from_bytes(secrets.first_chunk().expect("the signing key comes first"))
}

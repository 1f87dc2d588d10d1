//! One contact with a party, in or out, through one channel (تواصل).

use uuid::Uuid;

use super::{
    Channel, Code, Direction, FactId, Moment, Origin, Party, Person, Place, Signature, Text, UnixMillis,
    WaitingNumber,
};

/// Most services of a visit and most reasons of a rating: more than any catalog shows on one screen.
pub const LIST_ITEMS_MAX: usize = 32;

/// Most things that a visit led to: more than one conversation brings about.
pub const LED_TO_MAX: usize = 8;

/// Most places of a visit's signature; [`Signature::thinned`] brings a longer one down to it. As bytes it takes at most
/// 1,000 × (3 + 3 + 5) + 64 strokes × 2 + 16 = 11,144: beside three texts of 4,000 four-byte characters (48,000) that
/// leaves 10 KB of a change's 68 KiB (69,632) for keys, names and numbers. A written one takes some 6 bytes a place.
pub const VISIT_SIGNATURE_POINTS_MAX: usize = 1_000;

/// A visit as it was stated (P-1, P-4, P-20, P-41, P-43).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Visit {
    /// Its id on every replica.
    pub id: FactId,
    /// When it began.
    pub at: Moment,
    /// When it ended; `None` where nobody noted it.
    pub ended_at: Option<Moment>,
    /// The kind of party.
    pub party: Party,
    /// The channel.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// What was asked for: one or several services, 1 to 32.
    pub services: Vec<Code>,
    /// The department concerned.
    pub department: Option<Code>,
    /// Who received the visitor.
    pub received_by: Option<Code>,
    /// What was given of the person; `None` where nothing was.
    pub beneficiary: Option<Person>,
    /// What they came for, in words. Sealed.
    pub purpose: Option<Text>,
    /// What they were told. Sealed.
    pub answers: Option<Text>,
    /// A note of staff. Sealed.
    pub note: Option<Text>,
    /// Entered after the day it happened on.
    pub late: bool,
    /// The visitor acts for someone else. Always so where `acting` says how.
    pub for_other: bool,
    /// In what capacity the visitor acts for someone else, where it was told. Sealed.
    pub acting: Option<Acting>,
    /// A woman was asked for to serve.
    pub asks_for_woman: bool,
    /// Where it took place, where that is not the office. Sealed.
    pub place: Option<Place>,
    /// The report of a home visit (تقرير الزيارة المنزلية). Sealed.
    pub report: Option<Text>,
    /// Who was visited, or who acts for them, signed for what was written down at this contact. At most
    /// [`VISIT_SIGNATURE_POINTS_MAX`] places. It attests no request for support: that signature (P-44) is another one,
    /// under a sentence of its own. Sealed.
    pub signature: Option<Box<Signature>>,
    /// What it led to, 0 to 8: codes of the catalog, or free ones.
    pub led_to: Vec<Code>,
    /// Why they were referred to social research: what was not clear to them (سبب الإحالة, P-43). Sealed.
    pub referral_reason: Option<Text>,
    /// The planned visit that this one carries out.
    pub planned: Option<FactId>,
    /// The visit that this one corrects; both are kept.
    pub supersedes: Option<FactId>,
    /// The number that the visitor was given to wait; `None` where nobody waited.
    pub ticket: Option<WaitingNumber>,
    /// When it was given.
    pub ticket_at: Option<Moment>,
    /// When they were first called. It is known later than the visit and kept as a fact of its own ([`Called`]): a line says it, an
    /// entry of the visit does not.
    pub called_at: Option<Moment>,
    /// Where it was entered.
    pub origin: Origin,
}

/// A visitor who waited was called for the first time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Called {
    /// The visit that they registered.
    pub visit: FactId,
    /// When they were called.
    pub at: Moment,
}

impl Visit {
    /// Returns a visit of which no more is stated: somebody came.
    pub fn begun(id: FactId, at: Moment, party: Party, channel: Channel, origin: Origin) -> Self {
        Self {
            id,
            at,
            ended_at: None,
            party,
            channel,
            direction: Direction::In,
            services: Vec::new(),
            department: None,
            received_by: None,
            beneficiary: None,
            purpose: None,
            answers: None,
            note: None,
            late: false,
            for_other: false,
            acting: None,
            asks_for_woman: false,
            place: None,
            report: None,
            signature: None,
            led_to: Vec::new(),
            referral_reason: None,
            planned: None,
            supersedes: None,
            ticket: None,
            ticket_at: None,
            called_at: None,
            origin,
        }
    }
}

/// How a visitor acts for someone else (P-44: the attestation names the capacity).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Acting {
    /// In what capacity: parent, agent, neighbour … Never empty.
    pub capacity: Text,
    /// What proves it, such as the number of a power of attorney; `None` where nothing was shown.
    pub proof: Option<Text>,
}

/// When and in which run of the machine a device wrote a fact. Data, never an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// The device's wall clock.
    pub wall: UnixMillis,
    /// Milliseconds since the machine started.
    pub monotonic_millis: i64,
    /// The machine's run; a new one at each start.
    pub boot: Uuid,
}

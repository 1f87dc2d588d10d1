//! Keys wrapped for a receiver of whom only an X25519 public key is known: one agreement, many wraps, and a key for each
//! wrap that the sender forgets at once.
//!
//! The sender goes one way: with each wrap its chain moves on, and no chain leads back. Whoever takes over a sender opens
//! nothing that it wrapped before. After [`STEPS_MAX`] wraps a session is over and another one is agreed on, so that a
//! receiver works out no more steps than that for any one key.
//!
//! ```text
//! chain 0         = HKDF-SHA-256(salt = sender ‖ receiver, X25519, "sila/1 session")
//! wrapping key n  = HMAC-SHA-256(chain n, 1)
//! chain n + 1     = HMAC-SHA-256(chain n, 2)                        n < 256
//! wrapped key     = ciphertext (32) ‖ tag (16), under wrapping key n
//!   nonce         = first 12 bytes of SHA-256("sila/1 wrap nonce\0" ‖ key (16) ‖ owner); not stored
//!   bound to      = "sila/1 key\0" ‖ key (16) ‖ owner
//! sealed bytes    = sender (32) ‖ ciphertext ‖ tag (16), under wrapping key 0 of a session of their own
//!   nonce         = 12 zero bytes
//!   bound to      = "sila/1 bytes\0" ‖ label
//! ```
//!
//! The sender's public half and the step travel beside a wrapped key. Frozen with version 1 (2026-11); the test
//! `golden_wraps_are_frozen` holds it.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroize;

use super::sealing::{
    KEY_BYTES, NONCE_BYTES, OpenError, SealingKey, TAG_BYTES, first_of_hash, open, put_encrypted,
};
use super::{Dice, random};
use crate::domain::KeyId;

/// Most keys that are wrapped under one session: a receiver works out 256 steps at most for one key (some 0.2 ms), and a
/// sender agrees on a session for every 256th key alone.
pub const STEPS_MAX: u32 = 256;

/// A wrapped key: ciphertext and tag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wrapped(pub [u8; KEY_BYTES + TAG_BYTES]);

/// A wrapped key and what its receiver needs beside the receiver's own secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WrappedKey {
    /// The sender's public key for the session.
    pub sender: [u8; 32],
    /// Which of the session's wraps it is.
    pub step: u32,
    /// The wrapped secret.
    pub wrapped: Wrapped,
}

/// The sender's side: wraps keys for one receiver, and can open none of them.
pub struct Sending {
    receiver: [u8; 32],
    session: Option<Chain>,
}

/// Where a sender's session is now. The secret that it began with is gone.
struct Chain {
    sender: [u8; 32],
    chain: [u8; KEY_BYTES],
    step: u32,
}

/// The receiver's side of one session.
pub struct Receiving {
    chains: Vec<[u8; KEY_BYTES]>,
}

impl Sending {
    /// Begins to wrap for a receiver. The first wrap agrees on a session.
    pub fn to(receiver: [u8; 32]) -> Self {
        Self { receiver, session: None }
    }

    /// Wraps a key; `owner` says whose it is, such as a file's id.
    pub fn wrap(&mut self, dice: &mut Dice, key: &SealingKey, owner: &[u8]) -> WrappedKey {
        let receiver = self.receiver;
        let session = match &mut self.session {
            Some(session) if session.step < STEPS_MAX => session,
            session => session.insert(Chain::start(dice, &receiver)),
        };
        let (sender, step) = (session.sender, session.step);
        let mut wrapping = session.advance();
        let mut out = Vec::with_capacity(KEY_BYTES + TAG_BYTES);
        put_encrypted(
            &mut out,
            &wrapping,
            wrap_nonce(key.id, owner),
            &wrap_place(key.id, owner),
            key.secret(),
        );
        wrapping.zeroize();
        WrappedKey {
            sender,
            step,
            wrapped: Wrapped(out.try_into().expect("32 bytes and a tag of 16 are 48")),
        }
    }
}

impl Chain {
    fn start(dice: &mut Dice, receiver: &[u8; 32]) -> Self {
        let ephemeral = StaticSecret::from(random::<32>(dice));
        let shared = ephemeral.diffie_hellman(&PublicKey::from(*receiver));
        let sender = *PublicKey::from(&ephemeral).as_bytes();
        Self { sender, chain: first_chain(shared.as_bytes(), &sender, receiver), step: 0 }
    }

    /// Moves on, and returns the wrapping key of the step that was left.
    fn advance(&mut self) -> [u8; KEY_BYTES] {
        let wrapping = wrapping_key(&self.chain);
        let next = next_chain(&self.chain);
        self.chain.zeroize();
        self.chain = next;
        self.step += 1;
        wrapping
    }
}

impl Drop for Chain {
    fn drop(&mut self) {
        self.chain.zeroize();
    }
}

impl Receiving {
    /// Agrees on the same session as the sender, with the receiver's X25519 secret.
    ///
    /// # Errors
    /// [`OpenError`] for a sender's key with which every secret agrees on one and the same key.
    pub fn join(receiver_secret: &[u8; 32], sender: [u8; 32]) -> Result<Self, OpenError> {
        let secret = StaticSecret::from(*receiver_secret);
        let shared = secret.diffie_hellman(&PublicKey::from(sender));
        let receiver = PublicKey::from(&secret);
        let first = first_chain(shared.as_bytes(), &sender, receiver.as_bytes());
        shared.was_contributory().then(|| Self { chains: vec![first] }).ok_or(OpenError)
    }

    /// Unwraps a key.
    ///
    /// # Errors
    /// [`OpenError`] where it was wrapped under another session or step, or for another id or owner.
    pub fn unwrap(
        &mut self,
        step: u32,
        wrapped: &Wrapped,
        id: KeyId,
        owner: &[u8],
    ) -> Result<SealingKey, OpenError> {
        let wrapping = self.wrapping_key(step)?;
        let opened = open(&wrapping, wrap_nonce(id, owner), &wrap_place(id, owner), &wrapped.0)?;
        Ok(SealingKey::from_parts(id, opened.try_into().map_err(|_| OpenError)?))
    }

    fn wrapping_key(&mut self, step: u32) -> Result<[u8; KEY_BYTES], OpenError> {
        if step >= STEPS_MAX {
            return Err(OpenError);
        }
        let at = usize::try_from(step).map_err(|_| OpenError)?;
        while self.chains.len() <= at {
            let last = self.chains.last().ok_or(OpenError)?;
            self.chains.push(next_chain(last));
        }
        Ok(wrapping_key(&self.chains[at]))
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        self.chains.iter_mut().for_each(Zeroize::zeroize);
    }
}

/// Seals bytes for a receiver; `label` says what they are.
pub fn seal_bytes(dice: &mut Dice, receiver: &[u8; 32], label: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut session = Chain::start(dice, receiver);
    let mut out = Vec::with_capacity(session.sender.len() + bytes.len() + TAG_BYTES);
    out.extend_from_slice(&session.sender);
    put_encrypted(&mut out, &session.advance(), [0; NONCE_BYTES], &bytes_place(label), bytes);
    out
}

/// Opens bytes that were sealed for a receiver.
///
/// # Errors
/// [`OpenError`] for another receiver or label, or damage.
pub fn open_bytes(receiver_secret: &[u8; 32], label: &[u8], sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
    let (sender, ciphertext) = sealed.split_first_chunk::<32>().ok_or(OpenError)?;
    let key = Receiving::join(receiver_secret, *sender)?.wrapping_key(0)?;
    open(&key, [0; NONCE_BYTES], &bytes_place(label), ciphertext)
}

fn first_chain(shared: &[u8; 32], sender: &[u8; 32], receiver: &[u8; 32]) -> [u8; KEY_BYTES] {
    let salt = [*sender, *receiver].concat();
    let mut chain = [0; KEY_BYTES];
    Hkdf::<Sha256>::new(Some(&salt), shared)
        .expand(b"sila/1 session", &mut chain)
        .expect("32 bytes is a length that HKDF-SHA-256 gives");
    chain
}

fn wrapping_key(chain: &[u8; KEY_BYTES]) -> [u8; KEY_BYTES] {
    derived(chain, 1)
}

fn next_chain(chain: &[u8; KEY_BYTES]) -> [u8; KEY_BYTES] {
    derived(chain, 2)
}

fn derived(chain: &[u8; KEY_BYTES], what: u8) -> [u8; KEY_BYTES] {
    let mac = Hmac::<Sha256>::new_from_slice(chain).expect("HMAC takes a key of any length");
    mac.chain_update([what]).finalize().into_bytes().into()
}

fn wrap_nonce(key: KeyId, owner: &[u8]) -> [u8; NONCE_BYTES] {
    first_of_hash(&[b"sila/1 wrap nonce\0", key.as_bytes(), owner])
}

fn wrap_place(key: KeyId, owner: &[u8]) -> Vec<u8> {
    [b"sila/1 key\0", &key.as_bytes()[..], owner].concat()
}

fn bytes_place(label: &[u8]) -> Vec<u8> {
    [b"sila/1 bytes\0", label].concat()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;

    use super::*;
    use crate::hex::to_hex;

    fn key(n: u8) -> SealingKey {
        SealingKey::from_parts(KeyId::from_random([n; 16]), [n; 32])
    }

    fn public(secret: [u8; 32]) -> [u8; 32] {
        *PublicKey::from(&StaticSecret::from(secret)).as_bytes()
    }

    const SECRET: [u8; 32] = [3; 32];

    fn sending() -> (Sending, Dice) {
        (Sending::to(public(SECRET)), Dice::seed_from_u64(2))
    }

    #[test]
    fn golden_wraps_are_frozen() {
        let chain = first_chain(&[7; 32], &[5; 32], &[6; 32]);
        let mut session = Chain { sender: [5; 32], chain, step: 0 };
        assert_eq!(to_hex(&chain), GOLDEN_CHAIN);
        let keys = [session.advance(), session.advance()];
        assert_eq!(keys.map(|key| to_hex(&key)), GOLDEN_KEYS);
        let mut sending =
            Sending { receiver: [6; 32], session: Some(Chain { sender: [5; 32], chain, step: 1 }) };
        let wrapped = sending.wrap(&mut Dice::seed_from_u64(1), &key(1), b"f/x");
        assert_eq!((wrapped.step, to_hex(&wrapped.wrapped.0)), (1, GOLDEN_WRAPPED.to_owned()));
        let sealed = format!("{}{GOLDEN_BYTES}", to_hex(&public([5; 32])));
        let sealed = crate::hex::from_hex(&sealed).unwrap();
        assert_eq!(open_bytes(&SECRET, b"draft", &sealed), Ok(b"x".to_vec()));
    }

    #[test]
    fn keys_wrapped_under_a_session_open_for_its_receiver_at_their_own_place_alone() {
        let (mut sending, mut dice) = sending();
        let first = sending.wrap(&mut dice, &key(0), b"f/x");
        let mut receiving = Receiving::join(&SECRET, first.sender).unwrap();
        for n in 1..4 {
            let WrappedKey { sender, step, wrapped } = sending.wrap(&mut dice, &key(n), b"f/x");
            assert_eq!((sender, step), (first.sender, u32::from(n)));
            assert_eq!(receiving.unwrap(step, &wrapped, key(n).id, b"f/x"), Ok(key(n)));
            assert_eq!(receiving.unwrap(step + 1, &wrapped, key(n).id, b"f/x"), Err(OpenError));
            assert_eq!(receiving.unwrap(step, &wrapped, key(n + 1).id, b"f/x"), Err(OpenError));
            assert_eq!(receiving.unwrap(step, &wrapped, key(n).id, b"f/y"), Err(OpenError));
        }
        // the steps may come in any order
        assert_eq!(receiving.unwrap(0, &first.wrapped, key(0).id, b"f/x"), Ok(key(0)));
        let mut eavesdropper = Receiving::join(&[4; 32], first.sender).unwrap();
        assert_eq!(eavesdropper.unwrap(0, &first.wrapped, key(0).id, b"f/x"), Err(OpenError));
        for at in 0..first.wrapped.0.len() {
            let mut damaged = first.wrapped;
            damaged.0[at] ^= 1;
            assert_eq!(receiving.unwrap(0, &damaged, key(0).id, b"f/x"), Err(OpenError), "byte {at}");
        }
    }

    #[test]
    fn a_session_ends_after_its_last_step_and_no_step_behind_it_is_worked_out() {
        let (mut sending, mut dice) = sending();
        let wraps: Vec<WrappedKey> =
            (0..=STEPS_MAX).map(|_| sending.wrap(&mut dice, &key(1), b"f/x")).collect();
        let (last, next) = (&wraps[255], &wraps[256]);
        assert_eq!((last.step, next.step), (STEPS_MAX - 1, 0));
        assert_eq!(last.sender, wraps[0].sender);
        assert_ne!(next.sender, last.sender);
        let mut receiving = Receiving::join(&SECRET, last.sender).unwrap();
        assert_eq!(receiving.unwrap(last.step, &last.wrapped, key(1).id, b"f/x"), Ok(key(1)));
        assert_eq!(receiving.unwrap(STEPS_MAX, &last.wrapped, key(1).id, b"f/x"), Err(OpenError));
        assert_eq!(receiving.unwrap(u32::MAX, &last.wrapped, key(1).id, b"f/x"), Err(OpenError));
        assert_eq!(receiving.chains.len(), 256);
    }

    /// Whatever follows from where a sender is now, as far as a session goes.
    fn opens_with_what_is_left(sender: &Chain, wrap: &WrappedKey, key: &SealingKey) -> bool {
        let mut left = Receiving { chains: vec![sender.chain] };
        (0..STEPS_MAX).any(|step| left.unwrap(step, &wrap.wrapped, key.id, b"f/x").is_ok())
    }

    #[test]
    fn whoever_takes_over_a_sender_opens_nothing_that_it_wrapped_before() {
        let (mut sending, mut dice) = sending();
        let wraps: Vec<WrappedKey> = (0..5).map(|n| sending.wrap(&mut dice, &key(n), b"f/x")).collect();
        let taken_over = sending.session.as_ref().unwrap();
        for (n, wrap) in (0..).zip(&wraps) {
            assert!(!opens_with_what_is_left(taken_over, wrap, &key(n)), "wrap {n}");
        }
        // the control: a sender that had stayed where it was would give its last wrap away
        let mut session = Receiving::join(&SECRET, wraps[0].sender).unwrap();
        session.wrapping_key(4).unwrap();
        let stayed = Chain { sender: wraps[0].sender, chain: session.chains[4], step: 4 };
        assert!(opens_with_what_is_left(&stayed, &wraps[4], &key(4)));
    }

    #[test]
    fn a_sender_whose_key_agrees_with_everybody_is_refused() {
        assert!(Receiving::join(&SECRET, [0; 32]).is_err());
    }

    #[test]
    fn sealed_bytes_open_for_their_receiver_under_their_label_alone() {
        let mut dice = Dice::seed_from_u64(3);
        let sealed = seal_bytes(&mut dice, &public(SECRET), b"draft", b"text");
        assert_eq!(open_bytes(&SECRET, b"draft", &sealed), Ok(b"text".to_vec()));
        assert_eq!(open_bytes(&[4; 32], b"draft", &sealed), Err(OpenError));
        assert_eq!(open_bytes(&SECRET, b"other", &sealed), Err(OpenError));
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert_eq!(open_bytes(&SECRET, b"draft", &damaged), Err(OpenError), "byte {at}");
            assert_eq!(open_bytes(&SECRET, b"draft", &sealed[..at]), Err(OpenError), "{at} bytes");
        }
    }

    const GOLDEN_CHAIN: &str = "ee0366f93a4946bfc1700f4fd9b5c6810d367b94d6564e8ff4f5811f0fc0cd69";
    const GOLDEN_KEYS: [&str; 2] = [
        "5cb2a7f3db959a36774317ec16b6e5903ec8d7b5437954b3f0ac972737f30129",
        "797c4e6240366187cef651a4addd05d582a6a77a617c842fc1ec44f3a53fd3d4",
    ];
    const GOLDEN_WRAPPED: &str =
        "1bac6de255352a2d5ba4874f057231f90e1a3524cb207837f43711f0b5c5995dc7bf4685df8b85f197a4dc48332966c4";
    const GOLDEN_BYTES: &str = "82a0de0feccb68152070f22758d62ebd5a";
}

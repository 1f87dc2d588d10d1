//! Head office in this process: its data, its accounts, and its server on a thread of its own.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::thread::JoinHandle;

use anyhow::{Context as _, anyhow};
use jiff::Timestamp;
use rand::seq::IndexedRandom as _;
use shared::doc::Dice;
use shared::domain::{DeviceMode, Role, UnixMillis};
use shared::replica::{Act, Office};
use sync_server::auth::Password;
use sync_server::{AppState, Clock, Transport, serve};
use tokio::sync::oneshot;

use super::sample::Sample;

/// Letters and digits that nobody takes for one another.
const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// How to sign in to head office's pages.
pub(super) struct SignIn {
    pub(super) name: String,
    pub(super) password: String,
    /// The first and the last account of the staff, where this demo made them.
    pub(super) others: Option<(String, String)>,
}

/// Head office's running server.
pub(super) struct HeadOffice {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<anyhow::Result<()>>,
}

impl HeadOffice {
    /// Opens head office's data, making them with the sample's catalog where there are none, adds an administrator of
    /// random name and password, and serves. Returns enrolment codes too, one a branch, for new data.
    ///
    /// # Errors
    /// The data or the port can't be had.
    pub(super) fn start(
        root: &Path,
        port: Option<u16>,
        sample: &Sample,
    ) -> anyhow::Result<(Self, SignIn, Vec<String>)> {
        let taken = || match port {
            Some(port) => format!(
                "listen on port {port}, which the kiosks of this demo know: end the other program on it, or name another --data"
            ),
            None => "listen on this machine".to_owned(),
        };
        let address = (Ipv4Addr::LOCALHOST, port.unwrap_or(0));
        let listener = TcpListener::bind(address).with_context(taken)?;
        let mut dice: Dice = rand::make_rng();
        let mut act = Act::new(UnixMillis(Timestamp::now().as_millisecond()), &mut dice);
        let office = Office::open_or_create(&root.join("head-office"), &mut act)?;
        let codes = if port.is_none() { fill(&office, sample, &mut act)? } else { Vec::new() };
        let sign_in = add_accounts(&office, sample, &mut dice, port.is_none())?;
        let address = listener.local_addr()?;
        let door = office.door()?;
        let state = AppState::new(office, door, dice, Clock::system(), Transport::of(address, false));
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Runtime::new().context("start the server")?;
        let served = move || {
            // nothing is ever sent: it ends when the other end is dropped
            let until = async move { drop(stopped.await) };
            runtime.block_on(serve(listener, state, None, until)).map_err(anyhow::Error::from)
        };
        let thread = std::thread::Builder::new().name("server".to_owned()).spawn(served)?;
        Ok((Self { address, stop, thread }, sign_in, codes))
    }

    /// Returns the server's address without a path.
    pub(super) fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops the server and waits until its requests have ended.
    ///
    /// # Errors
    /// What it ended with.
    pub(super) fn stop(self) -> anyhow::Result<()> {
        drop(self.stop);
        self.thread.join().map_err(|_| anyhow!("the server stopped after a fault: see above"))?
    }
}

/// Adds the sample's branches and catalog; returns an enrolment code for each branch.
fn fill(office: &Office, sample: &Sample, act: &mut Act) -> anyhow::Result<Vec<String>> {
    for branch in &sample.branches {
        office.add_branch(act, &branch.branch_id(), &branch.ar, &branch.en)?;
    }
    office.publish(act, &sample.entries())?;
    let code = |branch: &super::sample::SampleBranch| {
        Ok(office.new_enrolment_code(act, &branch.branch_id(), &DeviceMode::Branch)?.text)
    };
    sample.branches.iter().map(code).collect()
}

/// Adds an administrator and, to new data, an account for each member of staff.
fn add_accounts(
    office: &Office,
    sample: &Sample,
    dice: &mut Dice,
    with_staff: bool,
) -> anyhow::Result<SignIn> {
    let name = format!("demo-{}", letters(dice, 5));
    let password = [4, 4, 4].map(|n| letters(dice, n)).join("-");
    let hash = Password::new(password.clone(), &Role::Administrator, &[&name])?.hash(dice);
    office.add_user(&name, &Role::Administrator, &hash)?;
    if with_staff {
        for member in &sample.staff {
            office.add_user(&member.code, &member.role(), &hash)?;
        }
    }
    let ends = sample.staff.first().zip(sample.staff.last()).filter(|_| with_staff);
    let others = ends.map(|(first, last)| (first.code.clone(), last.code.clone()));
    Ok(SignIn { name, password, others })
}

fn letters(dice: &mut Dice, n: usize) -> String {
    let letter = || char::from(*ALPHABET.choose(dice).expect("the alphabet is not empty"));
    std::iter::repeat_with(letter).take(n).collect()
}

//! The demonstration: head office on loopback, three branches that recorded offline and were then merged, and the
//! kiosk's window. Nothing in it is a shortcut: devices are enrolled, record and exchange as they do anywhere.
//!
//! Refuses to hold anything that the programs themselves lack, and any real person.

mod branches;
pub mod clerk;
mod head_office;
mod home;
mod people;
mod plans;
mod register;
mod requests;
pub mod sample;
mod show;
mod signals;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use anyhow::Context as _;
use clap::Parser;

use self::branches::Branch;
use self::head_office::{HeadOffice, SignIn};
use self::home::Home;
use self::sample::Sample;
use self::signals::Running;

/// Head office, three branches and the kiosk's window, on this machine, from made-up data.
#[derive(Parser, Debug)]
#[command(name = "demo")]
struct Arguments {
    /// Keeps the data in DIR and reuses it next time, instead of a directory that is removed at the end.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Runs only the server: no window, no pictures.
    #[arg(long)]
    no_window: bool,
}

/// Runs the demonstration with its arguments and returns its exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(usage) => return wrong_use(&usage),
    };
    kiosk::telemetry::install();
    let running: Running = Arc::new(Mutex::new(None));
    let shown = carry_out(arguments, &running);
    match shown.and(signals::end(&running)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo: {}", format!("{error:#}").replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

/// Prints the usage, or the help that was asked for: 2 for wrong use, 0 for help.
fn wrong_use(usage: &clap::Error) -> ExitCode {
    match usage.print() {
        Ok(()) if !usage.use_stderr() => ExitCode::SUCCESS,
        Ok(()) | Err(_) => ExitCode::from(2),
    }
}

fn carry_out(arguments: Arguments, running: &Running) -> anyhow::Result<()> {
    let started = Instant::now();
    let sample = Sample::built_in();
    signals::end_on_signal(running.clone())?;
    let home = Home::prepare(arguments.data)?;
    let (root, is_new, is_kept) = (home.root().to_owned(), home.is_new(), home.is_kept());
    let port = home.port();
    signals::hold(running, |parts| parts.home = Some(home));
    let (server, sign_in, codes) = HeadOffice::start(&root, port, &sample)?;
    let address = server.address();
    signals::hold(running, |parts| parts.server = Some(server));
    let branches = if is_new {
        let merged = branches::merge(&root, &address, &sample, codes)?;
        requests::record(&root, &sample)?;
        merged
    } else {
        branches::open(&root, &sample)?
    };
    if is_new {
        signals::finish_home(running, &address).context("note that the sample data are complete")?;
    }
    let seconds = started.elapsed().as_secs_f64();
    say(&welcome(&branches, is_new, seconds, &address, &sign_in));
    let end = if is_kept { "kept" } else { "removed at the end; --data DIR keeps it" };
    say(&format!("Data         {} ({end})", root.display()));
    show_until_the_end(&branches[0], arguments.no_window)
}

/// What the demo did and where to look, in few lines.
fn welcome(branches: &[Branch], is_new: bool, seconds: f64, address: &str, sign_in: &SignIn) -> String {
    let done = if is_new {
        let sum = |count: fn(&Branch) -> usize| branches.iter().map(count).sum::<usize>();
        let (visits, ratings) = (sum(|b| b.visits), sum(|b| b.ratings));
        let n = branches.len();
        format!(
            "{n} branches recorded {visits} visits and {ratings} ratings offline, and {} support requests; head office merged them",
            requests::REQUESTS
        )
    } else {
        "reusing the sample data of an earlier demo".to_owned()
    };
    let mut text = format!("Sila demo: {done} (ready in {seconds:.1} s)\n");
    text += &format!("Head office  {address}/\n");
    text += &format!(
        "Requests     {address}/requests, in every state: sign in as staff-03 to study, staff-08 and staff-09 to decide\n"
    );
    text += &format!(
        "Sessions     {address}/sessions, one signed and one open: staff-08 writes and staff-09 chairs\n"
    );
    text += &format!("Sign in      name {}  password {}\n", sign_in.name, sign_in.password);
    if let Some((first, last)) = &sign_in.others {
        text +=
            &format!("             and each member of staff, {first} to {last}, with the same password\n");
    }
    for branch in branches {
        text += &format!("Staff PIN    {} at the kiosk of the {}\n", branch.pin, branch.name);
    }
    text.trim_end().to_owned()
}

fn show_until_the_end(branch: &Branch, no_window: bool) -> anyhow::Result<()> {
    if no_window {
        say("Serving until Ctrl-C");
        signals::wait_for_the_end();
    }
    match show::window(&branch.dir) {
        Ok(()) => {
            say("The kiosk's window was closed. The demo ends.");
            Ok(())
        }
        Err(reason) => {
            say(&format!("No window    {reason}"));
            let dir = show::pictures_dir()?;
            say("Pictures of the kiosk's main screens:");
            show::paint(&dir, |path| say(&format!("  {}", path.display())))?;
            say("Serving until Ctrl-C");
            signals::wait_for_the_end();
        }
    }
}

/// Prints lines. Where nobody reads them any more, the demo goes on all the same.
fn say(lines: &str) {
    let mut out = std::io::stdout().lock();
    drop(writeln!(out, "{lines}").and_then(|()| out.flush()));
}

#[cfg(test)]
mod tests {
    use shared::domain::request::State;
    use shared::domain::{LineKind, UnixMillis};
    use shared::replica::{Act, Kiosk, Office, PinOutcome, Progress, Session, Whose};
    use shared::store::StoreError;
    use sync_server::auth::is_right;

    use super::*;

    fn exchange(kiosk: &mut Kiosk, office: &mut Office, act: &mut Act) {
        let token = kiosk.token().unwrap().to_owned();
        let (mut session, mut request) = Session::begin(kiosk, act, "tests").unwrap();
        loop {
            let answer = office.answer(act, &token, &request).unwrap();
            match session.take(kiosk, act, &answer).unwrap() {
                Progress::Next(next) => request = next,
                Progress::Done | Progress::Undone => return,
            }
        }
    }

    #[test]
    fn the_sample_reaches_head_office_whole_and_its_sign_in_is_right() {
        let (dir, sample) = (tempfile::tempdir().unwrap(), Sample::built_in());
        let (server, sign_in, codes) = HeadOffice::start(dir.path(), None, &sample).unwrap();
        let address = server.address();
        let branches = branches::merge(dir.path(), &address, &sample, codes).unwrap();
        requests::record(dir.path(), &sample).unwrap();
        server.stop().unwrap();
        assert_eq!(
            branches.iter().map(|b| (b.visits, b.ratings)).collect::<Vec<_>>(),
            [(220, 140), (170, 110), (110, 70)]
        );
        let mut dice = rand::make_rng();
        let mut office =
            Office::open(&dir.path().join("head-office"), &mut Act::new(UnixMillis(0), &mut dice)).unwrap();
        let count = |kind| {
            let mut lines = 0;
            let each = |_| {
                lines += 1;
                Ok::<_, StoreError>(())
            };
            office.export(kind, each).unwrap();
            lines
        };
        assert_eq!([LineKind::Visit, LineKind::Rating, LineKind::Suggestion].map(count), [500, 320, 7]);
        let states = office.count_requests(None).unwrap();
        assert_eq!(states.values().sum::<u64>(), requests::REQUESTS as u64);
        assert_eq!(states.len(), State::ALL.len() - 1, "{states:?}");
        assert_eq!(states[&State::NeedsSettling], 4, "{states:?}");
        let user = office.user_named(&sign_in.name).unwrap().unwrap();
        assert!(is_right(&sign_in.password, Some(&user.password_hash)));
        let opened = branches::open(dir.path(), &sample).unwrap();
        assert_eq!(opened.len(), 3);
        let (mut kiosk, _) = Kiosk::open(&opened[0].dir, &mut dice).unwrap();
        exchange(&mut kiosk, &mut office, &mut Act::new(kiosk::clock::reading(), &mut dice));
        let now = kiosk::clock::reading().unix_millis();
        assert_eq!(kiosk.check_pin(now, Whose::Device, &opened[0].pin).unwrap(), PinOutcome::Right);
        let late: Vec<bool> =
            kiosk.planned(kiosk::clock::now().date()).unwrap().iter().map(|row| row.overdue).collect();
        assert_eq!(late, [true, false, false]);
    }
}

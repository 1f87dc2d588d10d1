//! The command line. Its words and exit statuses are stable: 0 done, 2 wrong use, 1 anything else with one line on
//! standard error that says what to do next.

mod board;
mod export;
mod out_of_order;
mod record;
mod rescue;
mod say;
mod set_aside;
mod status;
mod sync;
mod verify;
mod window;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand, ValueEnum};
use rand::SeedableRng as _;
use shared::doc::Dice;
use shared::domain::{Code, DeviceMode, is_pin, is_tried_first};
use shared::io_words::worded;
use shared::locale::{fold_number, fold_signs};
use shared::memory::keep_to_this_program;
use shared::replica::{
    Act, Copies, EnrolledAgain, Kiosk, KioskError, Locked, NewIncarnation, NewPin, PinCost, PinOutcome,
    Whose, generate_pin, restore,
};
use shared::store::Part;
use shared::sync::EnrolmentCode;

use crate::config::{self, Config, Inches};
use crate::{clock, enrol, server};
use say::{print, tell};

/// The kiosk: its window, and the same replica from the command line.
#[derive(Parser, Debug)]
#[command(
    name = "kiosk",
    version,
    about = "Sila kiosk: record visits and ratings, offline for weeks if need be"
)]
struct Arguments {
    /// The data directory [default: the platform's own place for program data].
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    window: WindowOptions,
    #[command(subcommand)]
    command: Option<Task>,
}

/// How a window is shown.
#[derive(Args, Clone, Copy, Debug)]
struct WindowOptions {
    /// Show the window in a plain frame instead of the whole screen.
    #[arg(long)]
    windowed: bool,
    /// The screen's diagonal in inches instead of the one in kiosk.toml.
    #[arg(long, value_name = "INCHES", value_parser = inches)]
    screen_inches: Option<f64>,
}

impl WindowOptions {
    /// These options, and where they say nothing, those.
    fn or(self, other: Self) -> Self {
        Self {
            windowed: self.windowed || other.windowed,
            screen_inches: self.screen_inches.or(other.screen_inches),
        }
    }
}

#[derive(Subcommand, Debug)]
enum Task {
    /// Enrol this device with a code from head office and set the staff PIN.
    Enrol {
        /// The server's address, such as https://head.example:8443.
        #[arg(long, value_name = "URL")]
        server: String,
        /// The code that `sync-server enrol` printed.
        #[arg(long)]
        code: String,
        /// Read the staff PIN (4 to 8 digits) from standard input; otherwise one is made and printed.
        #[arg(long)]
        pin_stdin: bool,
        /// Enrol an enrolled device again: new keys, a new id, all its records kept. --pin-stdin gives its PIN, which stays. Close
        /// the window first.
        #[arg(long)]
        again: bool,
        /// With --again: continue even if reading cannot be opened; earlier records can no longer be read here.
        #[arg(long, requires = "again")]
        without_reading: bool,
    },
    /// Set a PIN of one's own, with the code that came with a pass from head office (sync-server pass issue).
    Pass {
        /// Who: the code that the pass names.
        #[arg(long = "as", value_name = "STAFF", value_parser = staff)]
        staff: Code,
        /// The code that `sync-server pass issue` printed.
        #[arg(long)]
        code: String,
        /// A file with the new PIN (4 to 8 digits), on one line.
        #[arg(long, value_name = "FILE")]
        pin_file: PathBuf,
        /// Read the staff PIN from standard input: with it the new PIN opens reading, too.
        #[arg(long)]
        pin_stdin: bool,
    },
    /// Record visits, ratings, suggestions, support requests and their steps, one JSON object per line, and print each id once it is
    /// safely stored.
    ///
    /// Takes what `export` writes, too. Sealed lines of another device are kept unopened and go to head office with the next sync.
    /// Whoever records requests and their steps does it under their own name (--as).
    Record {
        /// Who records: everything is recorded in this name.
        #[arg(long = "as", value_name = "STAFF", value_parser = staff, requires = "pin_file", conflicts_with = "pin_stdin")]
        staff: Option<Code>,
        /// A file with that person's own PIN, on one line.
        #[arg(long, value_name = "FILE", requires = "staff")]
        pin_file: Option<PathBuf>,
        /// Read the staff PIN from the first line of standard input, so that people who were here before are recognised.
        #[arg(long)]
        pin_stdin: bool,
        /// The file, or - for standard input.
        file: PathBuf,
    },
    /// Show the numbers called last, in a window for a second screen of this device.
    ///
    /// The kiosk's own window runs beside it. The board writes nothing and opens nothing of what was recorded.
    Board(WindowOptions),
    /// Sync with head office until everything due is received.
    Sync,
    /// Move to head office's new address, after head office has proved its identity there.
    Server {
        /// The new address, such as https://head.example:8443.
        url: String,
    },
    /// Show what is saved, received and waiting.
    Status {
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// List what could be neither sent nor received, and mark it as looked at.
    #[command(subcommand)]
    SetAside(SetAside),
    /// Check all stored data and report inconsistencies. Changes nothing.
    Verify,
    /// Replace a lost or damaged database with a copy; close the window first.
    Restore {
        /// The copy, such as kiosk-1a2b3c4d-2026-11-27.db.
        copy: PathBuf,
    },
    /// Copy whatever can still be read of a damaged data directory into a new one for the same device.
    Rescue {
        /// The new directory; the damaged one stays as it is.
        out: PathBuf,
        /// Read the staff PIN from standard input: it opens the records if the device's identity is lost.
        #[arg(long)]
        pin_stdin: bool,
    },
    /// Write what this device holds, for other programs.
    #[command(group = clap::ArgGroup::new("what").required(true))]
    Export {
        /// The records, one JSON object per line, to standard output. The PIN opens them (--pin-stdin); without it, and on a
        /// self-service kiosk, the same as --sealed.
        #[arg(long, group = "what")]
        format: Option<ExportFormat>,
        /// What head office has not received, as sealed lines to standard output: any device of the association can take
        /// them (kiosk record FILE), and only head office opens them.
        #[arg(long, group = "what")]
        sealed: bool,
        /// Read the staff PIN, which opens what is sealed, from standard input.
        #[arg(long)]
        pin_stdin: bool,
        /// The documents, as files that any automerge loads, into a directory.
        #[arg(long, group = "what", value_name = "OUTDIR")]
        automerge: Option<PathBuf>,
    },
}

#[derive(Subcommand, Debug)]
enum SetAside {
    /// List it with the reasons.
    ///
    /// damaged, full (the person's file takes no more), foreign (a file of another branch), in_the_way, key, unfit, too_large; for a
    /// sealed line, with the device that wrote it: gap or chain (an earlier line is missing: record the whole file again), forked,
    /// revoked_device, unknown_device, signature, malformed.
    List,
    /// Mark it as looked at: sync exits with 0 again, and it is kept.
    Seen {
        /// Numbers of the list.
        #[arg(required_unless_present = "all", value_parser = number)]
        numbers: Vec<i64>,
        /// Everything on the list.
        #[arg(long, conflicts_with = "numbers")]
        all: bool,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ExportFormat {
    /// One JSON object per line.
    Ndjson,
}

/// Returns the command line as it is understood, for whoever checks what documents say of it.
pub fn command() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}

/// Runs the program with its arguments and returns its exit status.
pub fn run<I, T>(arguments: I) -> ExitCode
where
    I: IntoIterator<Item = T>,
    T: Into<std::ffi::OsString> + Clone,
{
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(e) => return wrong_use(&e),
    };
    if let Err(e) = keep_to_this_program() {
        tell(format_args!("kiosk: warning: {e}"));
    }
    match carry_out(arguments) {
        Ok(code) => code,
        Err(e) => {
            tell(format_args!("kiosk: {}", one_line(&e)));
            ExitCode::FAILURE
        }
    }
}

/// Writes an error and its causes on one line, leaving out causes that the error quotes already.
fn one_line(error: &anyhow::Error) -> String {
    let mut line = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !line.contains(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    worded(line, error.as_ref()).replace('\n', " ")
}

/// Help and version go to standard output with status 0, wrong use to standard error with status 2.
fn wrong_use(error: &clap::Error) -> ExitCode {
    match error.print() {
        Ok(()) => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
        Err(_) => ExitCode::FAILURE,
    }
}

fn carry_out(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { data, window, command } = arguments;
    let dir = data.map_or_else(default_dir, Ok)?;
    match command {
        None => window::show(dir, window),
        Some(Task::Enrol { server, code, pin_stdin, again: false, .. }) => {
            enrol_device(dir, &server, &code, pin_stdin)
        }
        Some(Task::Enrol { server, code, pin_stdin, again: true, without_reading }) => {
            // whoever has it open would go on under the old identity
            let mut opened = opened(&dir, Kiosk::open_alone)?;
            opened.move_due_ratings()?;
            let pin = if pin_stdin { Some(pin_from_stdin()?) } else { None };
            opened.enrol_again((&server, &code), pin.as_deref(), without_reading)
        }
        Some(Task::Pass { staff, code, pin_file, pin_stdin }) => {
            let mut opened = open(&dir)?;
            opened.read_with(pin_stdin)?;
            opened.take_pass(&staff, &code, &pin_in(&pin_file)?)
        }
        Some(Task::Record { file, pin_stdin, staff, pin_file }) => {
            let mut opened = open(&dir)?;
            opened.read_with(pin_stdin)?;
            if let (Some(staff), Some(pin_file)) = (&staff, &pin_file) {
                opened.sign_in_as(staff, &pin_in(pin_file)?)?;
            }
            record::record(&mut opened, staff, &file)
        }
        Some(Task::Board(own)) => board::show(dir, own.or(window)),
        Some(Task::Sync) => {
            let mut opened = open(&dir)?;
            copy(&dir);
            sync::sync(&mut opened)
        }
        Some(Task::Server { url }) => {
            let mut opened = open(&dir)?;
            runtime()?.block_on(server::move_to(&mut opened.kiosk, &mut opened.dice, &url))?;
            print(format_args!("head office is at {} now", opened.kiosk.server()?.0))?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Task::Status { json }) => status::status(&mut open_to_look(&dir)?, json),
        Some(Task::SetAside(SetAside::List)) => set_aside::list(&mut open_to_look(&dir)?),
        Some(Task::SetAside(SetAside::Seen { numbers, .. })) => set_aside::seen(&mut open(&dir)?, &numbers),
        Some(Task::Restore { copy }) => {
            restore(&dir, Part::Kiosk, &copy)?;
            tell(
                "kiosk: the copy is in place, and what was there before is kept beside it; now run kiosk sync",
            );
            Ok(ExitCode::SUCCESS)
        }
        Some(Task::Rescue { out, pin_stdin }) => {
            let pin = if pin_stdin { Some(pin_from_stdin()?) } else { None };
            rescue::rescue(&dir, &out, pin.as_deref())
        }
        Some(Task::Verify) => verify::verify(&dir),
        Some(Task::Export { automerge, sealed, pin_stdin, .. }) => {
            let mut opened = open_to_look(&dir)?;
            opened.read_with(pin_stdin)?;
            match automerge {
                Some(out) => export::automerge(&mut opened, &out),
                None if sealed || opened.kiosk.is_locked() => export::sealed(&mut opened),
                None => export::ndjson(&mut opened),
            }
        }
    }
}

/// The settings, with the screen's diagonal of the command line where it names one.
fn of_screen(mut config: Config, screen_inches: Option<f64>) -> anyhow::Result<Config> {
    if let Some(inches) = screen_inches {
        config.screen.diagonal_inches = Inches::try_from(inches)?;
    }
    Ok(config)
}

/// A replica with the randomness that goes with it.
struct Opened {
    kiosk: Kiosk,
    dice: Dice,
}

impl Opened {
    /// A step of now: nobody signs in at the command line.
    fn act(&mut self) -> Act {
        Act::new(crate::clock::reading(), &mut self.dice)
    }

    /// Opens reading with the staff PIN on standard input, where it was asked for. Head office's share is fetched where it is
    /// not kept on this device.
    fn read_with(&mut self, pin_stdin: bool) -> anyhow::Result<()> {
        if !pin_stdin {
            return Ok(());
        }
        let pin = pin_from_stdin()?;
        if self.kiosk.mode()? == &DeviceMode::SelfService {
            anyhow::bail!(
                "a self-service kiosk opens nothing of what it records: leave --pin-stdin out; kiosk export --sealed writes what waits for another device to carry"
            );
        }
        self.read_with_pin(&pin)
    }

    /// Signs a person in with their own PIN: what they may do under their own name is looked up as they do it.
    fn sign_in_as(&mut self, staff: &Code, pin: &str) -> anyhow::Result<()> {
        let now = clock::reading().unix_millis();
        self.kiosk.mind_share(now)?;
        if !self.kiosk.has_share()
            && let Err(e) = sync::exchange(&mut self.kiosk, &mut self.dice)
        {
            tell(format_args!("kiosk: people who were here before are not recognised: {e:#}"));
        }
        self.check(Whose::Representative(staff), pin)?;
        self.kiosk.role_of(now, staff)?;
        Ok(())
    }

    /// Sets the PIN of a person who has a pass.
    fn take_pass(&mut self, staff: &Code, code: &str, pin: &str) -> anyhow::Result<ExitCode> {
        let code = EnrolmentCode::parse(code)?;
        if is_tried_first(pin) {
            anyhow::bail!("this PIN is one of those that are tried first: choose another");
        }
        let now = clock::reading().unix_millis();
        let new = NewPin::new(&mut self.dice, pin, PinCost::STAFF);
        self.kiosk.set_pin_with_pass(now, staff, &code, new)?;
        print(format_args!("{staff} can work here under their own name"))?;
        if self.kiosk.is_locked() {
            tell(
                "kiosk: the PIN lets them record, but opens nothing: to have it open reading, give --pin-stdin and the staff PIN",
            );
        }
        Ok(ExitCode::SUCCESS)
    }

    fn read_with_pin(&mut self, pin: &str) -> anyhow::Result<()> {
        self.kiosk.mind_share(clock::reading().unix_millis())?;
        if !self.kiosk.has_share() {
            let fetched = sync::exchange(&mut self.kiosk, &mut self.dice);
            fetched.context("fetch head office's share, which opens reading along with the PIN")?;
        }
        self.check(Whose::Device, pin)?;
        let now = clock::reading().unix_millis();
        let why = match self.kiosk.locked(now)? {
            None => return Ok(()),
            Some(Locked::Pin) => "the PIN opens nothing any more: ask head office (sync-server device open)",
            Some(Locked::Share) => "head office's share did not arrive: sync, then try again",
            Some(Locked::Clock) => "this device's date is wrong: set it, or sync",
            Some(Locked::Revoked) => "head office revoked this device, and its keys were destroyed",
            Some(Locked::WriteOnly) => "a self-service kiosk opens nothing of what it records",
        };
        anyhow::bail!("reading is locked: {why}")
    }

    fn check(&mut self, whose: Whose<'_>, pin: &str) -> anyhow::Result<()> {
        match self.kiosk.check_pin(clock::reading().unix_millis(), whose, pin)? {
            PinOutcome::Right => Ok(()),
            PinOutcome::Wrong => anyhow::bail!("the PIN is not right"),
            PinOutcome::Wait { seconds } => {
                anyhow::bail!("too many wrong PINs: try again in {seconds} seconds")
            }
        }
    }

    /// Enrols this device anew, and sends what head office has not got.
    fn enrol_again(
        &mut self,
        code: (&str, &str),
        pin: Option<&str>,
        without_reading: bool,
    ) -> anyhow::Result<ExitCode> {
        let reads = *self.kiosk.mode()? != DeviceMode::SelfService && !self.kiosk.is_revoked()?;
        match pin {
            Some(pin) if reads && !without_reading => self.read_with_pin(pin)?,
            Some(pin) => self.check(Whose::Device, pin)?,
            None => {}
        }
        let Self { kiosk, dice } = self;
        let enrolled = runtime()?.block_on(enrol::enrol_again(kiosk, dice, code, pin, without_reading))?;
        let EnrolledAgain { waiting, set_aside } = enrolled;
        print(format_args!("enrolled at branch {} as device {}", kiosk.branch()?, kiosk.device()?))?;
        print(format_args!("{waiting} records wait to be sent under the new id"))?;
        if set_aside > 0 {
            tell(format_args!(
                "kiosk: {set_aside} records can be opened neither here nor at this head office: see kiosk set-aside list"
            ));
        }
        if !kiosk.representatives()?.is_empty() {
            tell("kiosk: representatives' PINs no longer open anything: set them again in the window");
        }
        if let Err(e) = sync::exchange(kiosk, dice) {
            tell(format_args!("kiosk: enrolled, but not everything was synced ({e:#}): run kiosk sync"));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn move_due_ratings(&mut self) -> Result<usize, KioskError> {
        let mut act = self.act();
        self.kiosk.move_due_ratings(&mut act)
    }
}

/// Opens the replica for a command that writes: due ratings have been moved.
fn open(dir: &Path) -> anyhow::Result<Opened> {
    let mut opened = open_as_it_stands(dir)?;
    opened.move_due_ratings()?;
    Ok(opened)
}

/// Opens the replica for a command that looks: where due ratings can't be moved, as on a full disk, it looks all the
/// same, since that is when somebody wants to know how things stand, or to get the records out.
fn open_to_look(dir: &Path) -> anyhow::Result<Opened> {
    let mut opened = match open_as_it_stands(dir) {
        Ok(opened) => opened,
        Err(e) => {
            // whatever keeps it from being opened to write, it may be read
            let Ok(kiosk) = Kiosk::look(dir) else { return Err(e) };
            tell(format_args!(
                "kiosk: warning: {}; what can be read follows, and nothing is written",
                one_line(&e)
            ));
            return Ok(Opened { kiosk, dice: dice() });
        }
    };
    if let Err(e) = opened.move_due_ratings() {
        let e = one_line(&e.into());
        tell(format_args!("kiosk: warning: due ratings could not be moved; they wait on this device: {e}"));
    }
    Ok(opened)
}

/// Makes today's copy where settings name a second place. What keeps it from being made is told, and keeps back nothing else.
fn copy(dir: &Path) {
    let place = match config::load(dir) {
        Ok(config) => config.copy.place(),
        Err(e) => return tell(format_args!("kiosk: warning: {e}")),
    };
    if let Err(e) = Copies::new(dir, Part::Kiosk, place).keep(&crate::clock::reading()) {
        tell(format_args!("kiosk: warning: the database was not copied: {e}"));
    }
}

fn open_as_it_stands(dir: &Path) -> anyhow::Result<Opened> {
    opened(dir, Kiosk::open)
}

/// Opens the replica in one way or the other.
fn opened(
    dir: &Path,
    open: impl FnOnce(&Path, &mut Dice) -> Result<(Kiosk, Option<NewIncarnation>), KioskError>,
) -> anyhow::Result<Opened> {
    let mut dice = dice();
    let (mut kiosk, news) = open(dir, &mut dice)?;
    // what is wrong in the settings is told by the window; a record is kept all the same
    config::load(dir).unwrap_or_default().reading.apply(&mut kiosk)?;
    if news.is_some() {
        tell(
            "kiosk: this data directory was copied or restored; it continues under a new identity, and nothing is lost",
        );
    }
    Ok(Opened { kiosk, dice })
}

/// Randomness seeded by the operating system.
fn dice() -> Dice {
    Dice::from_rng(&mut rand::rng())
}

fn enrol_device(dir: PathBuf, server: &str, code: &str, pin_stdin: bool) -> anyhow::Result<ExitCode> {
    let mut dice = dice();
    let staff_pin = if pin_stdin { pin_from_stdin()? } else { generate_pin(&mut dice) };
    let (mut kiosk, _) = Kiosk::open_or_create(&dir, &mut dice)?;
    runtime()?.block_on(enrol::enrol(&mut kiosk, &mut dice, server, code, Some(&staff_pin)))?;
    print(format_args!("enrolled at branch {} as device {}", kiosk.branch()?, kiosk.device()?))?;
    if !pin_stdin {
        print(format_args!("staff PIN: {staff_pin}"))?;
    }
    config::load(&dir).unwrap_or_default().reading.apply(&mut kiosk)?;
    if let Err(e) = sync::exchange(&mut kiosk, &mut dice) {
        tell(format_args!("kiosk: enrolled, but the catalog has not arrived yet ({e:#}): run kiosk sync"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads inches with any decimal mark, in digits of any set.
fn inches(text: &str) -> Result<f64, String> {
    let plain = fold_signs(text).replace([',', '\u{66B}'], ".");
    plain.trim().parse().map_err(|_| "is not a number of inches such as 23.8".to_owned())
}

/// Reads a whole number, in digits of any set.
fn number(text: &str) -> Result<i64, String> {
    fold_signs(text)
        .trim()
        .parse()
        .map_err(|_| "is not a number of the list (kiosk set-aside list)".to_owned())
}

fn pin_from_stdin() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("read the PIN from standard input")?;
    Ok(fold_number(&line))
}

/// Reads the PIN in a file.
fn pin_in(file: &Path) -> anyhow::Result<String> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("read the PIN in {}", file.display()))?;
    let pin = fold_number(text.lines().next().unwrap_or_default());
    anyhow::ensure!(is_pin(&pin), "{} holds no PIN of 4 to 8 digits on its first line", file.display());
    Ok(pin)
}

/// Reads the code of a member of staff.
fn staff(text: &str) -> Result<Code, String> {
    Code::new(text.trim()).map_err(|fault| fault.to_string())
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().context("start the network")
}

fn default_dir() -> anyhow::Result<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "sila-kiosk");
    Ok(dirs.context("this platform has no data directory: name one with --data")?.data_dir().to_owned())
}

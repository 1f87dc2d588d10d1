//! `keys`: head office's own keys, and the recovery code that is kept on paper.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use shared::io_words::io_words;
use shared::replica::{Act, Home, Office, Recovered, SealingKeyState, recover_secrets};
use shared::store::door::EventKind;
use shared::sync::RecoveryCode;

use super::device::instant;
use super::progress::Progress;
use super::say::tell;
use super::{Data, Failure};

/// Largest file that is read as a recovery code, in bytes.
const CODE_BYTES_MAX: u64 = 4 * 1024;

/// Head office's own keys.
#[derive(Subcommand)]
pub(super) enum Keys {
    /// List the sealing keys and the recovery key, one per line, tab-separated, under a line of field names
    ///
    /// A sealing key is in_use, older (it opens what was sealed for it) or lost: its secret is not here, `waiting` keys of the
    /// `devices` named are kept as they came, and `keys recover` opens them.
    List(Plain),
    /// Replace the sealing key; devices use the new one from their next sync. Stop the server first
    Rotate(Plain),
    /// Make a new recovery key and print its code, which is stored nowhere: write it on paper
    ///
    /// The code before it still opens copies that were made before; keep its paper as long as such copies are kept.
    NewRecovery(Plain),
    /// Check whether a recovery code opens what is here; do it twice a year
    Check(WithCode),
    /// Make missing secret.key and read.key again with the recovery code. Stop the server first
    Recover(WithCode),
}

/// A data directory.
#[derive(Args)]
pub(super) struct Plain {
    #[command(flatten)]
    data: Data,
}

/// A data directory and a recovery code.
#[derive(Args)]
pub(super) struct WithCode {
    #[command(flatten)]
    data: Data,
    /// A file with the recovery code; - for standard input
    #[arg(long, value_name = "FILE")]
    recovery_key: PathBuf,
}

impl Keys {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        match self {
            Self::List(plain) => list(&plain.data.look()?),
            Self::Rotate(plain) => {
                let mut office = plain.data.open(act)?;
                let _progress = Progress::of_work();
                let key = office.rotate_key(act)?;
                office.door()?.note(act.now.unix_millis(), EventKind::KeyReplaced, None, None)?;
                tell(format_args!("devices use key {key} from their next sync; start the server"));
                Ok(())
            }
            Self::NewRecovery(plain) => {
                let office = plain.data.open(act)?;
                let code = office.new_recovery_key(act)?;
                office.door()?.note(act.now.unix_millis(), EventKind::RecoveryKeyMade, None, None)?;
                show(&office, &code)
            }
            Self::Check(with) => with.check(),
            Self::Recover(with) => recover(&with.data.home()?, None, &with.recovery_key),
        }
    }
}

impl WithCode {
    fn check(&self) -> Result<(), Failure> {
        let code = code_in(&self.recovery_key)?;
        let office = self.data.look()?;
        if !office.opens_with(&code)? {
            return Err(Failure::new(
                "this code does not open all that is here: look for the paper with the recovery key's id (keys list), or make another one (keys new-recovery)",
            ));
        }
        tell("the code is right: it opens head office's secrets, here and as every device keeps them");
        Ok(())
    }
}

fn list(office: &Office) -> Result<(), Failure> {
    let Some(keys) = office.office_keys()? else {
        return Err(Failure::new(
            "the list of head office's keys is damaged: it comes back with the next sync of any device, or make it again with keys new-recovery",
        ));
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "kind\tid\tsince\tstate\twaiting\tdevices")?;
    let newest_lost = keys.keys.iter().rposition(|(_, _, state)| *state == SealingKeyState::Lost);
    for (at, (id, since, state)) in keys.keys.iter().enumerate() {
        let state = match state {
            SealingKeyState::InUse => "in_use",
            SealingKeyState::Older => "older",
            SealingKeyState::Lost => "lost",
        };
        // for which of several lost ones something waits is known once it opens
        let waits = (newest_lost == Some(at)).then_some(&keys.waiting);
        let waiting: u64 = waits.into_iter().flat_map(|waits| waits.values()).sum();
        let devices: Vec<String> =
            waits.into_iter().flat_map(|waits| waits.keys()).map(ToString::to_string).collect();
        let devices = if devices.is_empty() { "-".to_owned() } else { devices.join(" ") };
        writeln!(out, "sealing\t{id}\t{}\t{state}\t{waiting}\t{devices}", instant(Some(*since)))?;
    }
    let (id, since) = &keys.recovery;
    writeln!(out, "recovery\t{id}\t{}\tin_use\t0\t-", instant(Some(*since)))?;
    Ok(())
}

/// Shows a recovery code that was just made: the one time that anybody can.
pub(super) fn show(office: &Office, code: &RecoveryCode) -> Result<(), Failure> {
    let id = office.office_keys()?.map(|keys| keys.recovery.0.to_string()).unwrap_or_default();
    // in one piece: a script that reads the first line alone may be gone before a second write
    let text = format!(
        "recovery code: {}\n\
         Write it on paper now, with the name of its key ({id}) and the date; it is shown once and stored nowhere.\n\
         If secret.key and read.key are lost, it makes them again from any copy of the database. Anyone who has it and a\n\
         copy can read everything: lock it away in two places, apart from the copies.\n",
        code.to_text()
    );
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

/// Makes the secret files again out of a database.
pub(super) fn recover(home: &Home, copy: Option<&Path>, file: &Path) -> Result<(), Failure> {
    let Recovered { found, lost, has_made_identity } = recover_secrets(home, copy, &code_in(file)?)?;
    if has_made_identity {
        tell("secret.key was made again");
    }
    for key in found {
        tell(format_args!("read.key has the secret of sealing key {key} again"));
    }
    for key in lost {
        tell(format_args!(
            "sealing key {key} stays lost: its secret is wrapped for another recovery key; use the code of that one too"
        ));
    }
    Ok(())
}

/// Reads a recovery code; its check characters are looked at before anything is tried with it.
fn code_in(file: &Path) -> Result<RecoveryCode, Failure> {
    let read = |from: &mut dyn std::io::Read| {
        let mut text = String::new();
        from.take(CODE_BYTES_MAX).read_to_string(&mut text).map(|_| text)
    };
    let text = match file.as_os_str() == "-" {
        true => read(&mut std::io::stdin().lock()),
        false => std::fs::File::open(file).and_then(|mut file| read(&mut file)),
    };
    let text =
        text.map_err(|fault| Failure::new(format!("reading the recovery code: {}", io_words(&fault))))?;
    let text = text.trim_start_matches('\u{FEFF}');
    // whoever kept what was printed may give it as it is
    let line = text.lines().next().unwrap_or_default();
    Ok(RecoveryCode::parse(line.strip_prefix("recovery code:").unwrap_or(text))?)
}

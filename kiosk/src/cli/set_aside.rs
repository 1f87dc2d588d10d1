//! `kiosk set-aside`: what could be neither sent nor received, each alone, until somebody has looked at it.

use std::process::ExitCode;

use shared::domain::FactId;
use shared::store::{SetAsideRow, Way};

use super::Opened;
use super::say::{print, tell};

/// Lists what nobody has looked at.
pub(super) fn list(opened: &mut Opened) -> anyhow::Result<ExitCode> {
    print("number\twhen\tway\treason\trecord\tdocument\tplace")?;
    for row in opened.kiosk.set_aside()? {
        let SetAsideRow { id, way, document, seq, fact, reason, at } = row;
        let when = jiff::Timestamp::from_millisecond(at.0).map(|at| at.to_string()).unwrap_or_default();
        let way = match way {
            Way::Out => "to head office",
            Way::In => "from head office",
        };
        let fact = fact.as_ref().map(FactId::to_string).unwrap_or_default();
        print(format_args!("{id}\t{when}\t{way}\t{reason}\t{fact}\t{document}\t{seq}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Notes that somebody has looked at these; all of them where none is named.
pub(super) fn seen(opened: &mut Opened, numbers: &[i64]) -> anyhow::Result<ExitCode> {
    let all: Vec<i64> = opened.kiosk.set_aside()?.iter().map(|row| row.id).collect();
    let mut code = ExitCode::SUCCESS;
    for number in if numbers.is_empty() { &all } else { numbers } {
        if !opened.kiosk.note_seen(*number)? {
            tell(format_args!(
                "kiosk: nothing is set aside under the number {number}: see kiosk set-aside list"
            ));
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

//! Looks for what must not be left after a reset: 50 texts that the monkey typed, and what staff were shown.

use crate::stand::{Fault, Stand};

/// How many texts the monkey types.
pub const PLANTED: usize = 50;

/// What staff see of visitors in the sample.
const STAFFS: [&str; 3] = ["محمد بن عبد الله", "1000000008", "0556880045"];

/// Returns one of the planted texts: Arabic, Latin, numbers.
pub fn planted_text(number: usize) -> String {
    match number % 5 {
        0 => format!("سرّ{number:02}القلعة"),
        1 => format!("Zebra{number:02}Quartz"),
        2 => format!("1{number:02}7354{number:02}9"),
        3 => format!("05{number:02}718{number:02}3"),
        _ => format!("نورة{number:02} Smith"),
    }
}

/// Looks everywhere.
pub fn nothing_is_left(stand: &Stand) -> Result<(), Fault> {
    let (event, shown) = (stand.events, stand.shown());
    let tree = format!("{:?}", stand.nodes());
    let planted = (0..PLANTED).map(planted_text).chain(STAFFS.map(str::to_owned));
    for what in planted {
        let places = [
            ("the accessibility tree", tree.contains(&what)),
            ("the clipboard", stand.clipboard.contains(&what)),
            ("the fields and what was laid out", stand.app().still_holds(&what)),
        ];
        if let Some((wher, _)) = places.into_iter().find(|(_, found)| *found) {
            return Err(Fault::Left { event, what, wher, shown });
        }
    }
    if stand.app().still_holds_strokes() {
        return Err(Fault::Left { event, what: "a signature".to_owned(), wher: "the pad", shown });
    }
    // egui's own text fields would keep their undo steps in its memory; there are none
    let kept = stand.ctx().data(|data| data.count::<egui::text_edit::TextEditState>());
    if kept > 0 {
        let what = format!("{kept} text fields of egui's");
        return Err(Fault::Left { event, what, wher: "egui's memory", shown });
    }
    Ok(())
}

//! The settings of one kiosk: `kiosk.toml` in its data directory. What a setting means stands in `docs/kiosk.toml`,
//! which a test reads and compares with the defaults here. Opens no file but that one.

mod bounded;
mod file;
mod look;
mod sections;

pub use bounded::{Bounded, Inches, OutOfRange};
pub use file::{CONFIG_FILE, ConfigError, DOCUMENTED, load, parse, save};
pub use sections::{
    AppearanceSettings, Config, ContrastSetting, CopySettings, DESK_CHARS_MAX, IdleSettings, PaperWidth,
    PrinterKind, PrinterSettings, QueueSettings, RatingSettings, ReaderKind, ReaderSettings, ReadingSettings,
    ScreenSettings, ShareSetting, SpeechMode, SpeechSettings, TextSetting, ThemeSetting,
};

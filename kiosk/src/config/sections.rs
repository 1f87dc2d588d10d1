//! The sections of `kiosk.toml` and what stands where nothing is said.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use shared::domain::{Code, DeviceDigit, DeviceMode};
use shared::locale::Language;
use shared::replica::{Kiosk, KioskError, ShareKept};

use super::bounded::{Bounded, Inches};

/// All settings of one kiosk. A missing file, section or line means the default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The screen.
    pub screen: ScreenSettings,
    /// What every visitor begins with.
    pub appearance: AppearanceSettings,
    /// The idle guard (P-41).
    pub idle: IdleSettings,
    /// Spoken prompts.
    pub speech: SpeechSettings,
    /// The receipt printer.
    pub printer: PrinterSettings,
    /// What reads cards and codes.
    pub reader: ReaderSettings,
    /// Numbers for those who wait, and calling them.
    pub queue: QueueSettings,
    /// Rating in passing.
    pub rating: RatingSettings,
    /// What opens reading.
    pub reading: ReadingSettings,
    /// Copies of the database.
    pub copy: CopySettings,
}

/// Copies of the database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CopySettings {
    /// The directory of a second place that gets one a day; empty for none.
    pub dir: PathBuf,
}

impl CopySettings {
    /// Returns the second place; `None` where none is named.
    pub fn place(&self) -> Option<PathBuf> {
        Some(self.dir.clone()).filter(|dir| !dir.as_os_str().is_empty())
    }
}

/// The screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScreenSettings {
    /// The diagonal, from which sizes in millimetres are derived.
    pub diagonal_inches: Inches,
    /// Height of the screen's lower edge above the floor in centimetres, from which follows what is within reach; 0: not
    /// known.
    pub reach: Bounded<0, 200>,
    /// Whether the window takes the whole screen and closes for staff alone.
    pub fullscreen: bool,
}

impl Default for ScreenSettings {
    fn default() -> Self {
        Self { diagonal_inches: Inches::default(), reach: Bounded::nearest(0), fullscreen: true }
    }
}

/// What every visitor begins with; a visitor's own choices end with the visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AppearanceSettings {
    /// The language.
    #[serde(with = "language")]
    pub language: Language,
    /// Light or dark.
    pub theme: ThemeSetting,
    /// Normal or high contrast.
    pub contrast: ContrastSetting,
    /// Normal or large text.
    pub text: TextSetting,
    /// Simple words with pictures.
    pub simple_words: bool,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeSetting {
    /// Dark ink on a light ground.
    #[default]
    Light,
    /// Light ink on a dark ground.
    Dark,
}

/// The contrast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContrastSetting {
    /// At least 7:1.
    #[default]
    Normal,
    /// Higher, with thick borders.
    High,
}

/// The size of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextSetting {
    /// As designed.
    #[default]
    Normal,
    /// One and a half times.
    Large,
}

/// When the idle guard asks and when it wipes (P-41: it asks first).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IdleSettings {
    /// How long a visitor may do nothing before the question.
    pub visitor_seconds: Bounded<30, 600>,
    /// How long staff may do nothing before the question.
    pub staff_seconds: Bounded<60, 1800>,
    /// How long the question stands.
    pub grace_seconds: Bounded<10, 120>,
    /// How long nobody may touch the welcome before the screen shows what was done for visitors; 0: it stays.
    pub attract_seconds: Bounded<0, 3600>,
}

impl Default for IdleSettings {
    fn default() -> Self {
        Self {
            visitor_seconds: Bounded::nearest(60),
            staff_seconds: Bounded::nearest(180),
            grace_seconds: Bounded::nearest(20),
            attract_seconds: Bounded::nearest(120),
        }
    }
}

/// What speaks the screens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SpeechSettings {
    /// Nothing, a program or clips.
    pub mode: SpeechMode,
    /// The speech program, which gets the text on its standard input.
    pub program: String,
    /// Its arguments for Arabic.
    pub arguments_ar: Vec<String>,
    /// Its arguments for English.
    pub arguments_en: Vec<String>,
    /// The directory of recorded clips.
    pub clips: PathBuf,
    /// The program that plays a clip.
    pub player: String,
}

impl Default for SpeechSettings {
    fn default() -> Self {
        let arguments = |voice: &str| vec!["-v".to_owned(), voice.to_owned()];
        Self {
            mode: SpeechMode::Program,
            program: "espeak-ng".to_owned(),
            arguments_ar: arguments("ar"),
            arguments_en: arguments("en"),
            clips: PathBuf::new(),
            player: "aplay".to_owned(),
        }
    }
}

/// How the screens are spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeechMode {
    /// Not at all: no button is shown.
    Off,
    /// By a speech program, where it is installed.
    #[default]
    Program,
    /// From recorded clips.
    Clips,
}

/// The receipt printer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PrinterSettings {
    /// Where pages go.
    pub kind: PrinterKind,
    /// The device or the file.
    pub path: PathBuf,
    /// The paper's width.
    pub width_dots: PaperWidth,
    /// Whether the paper is cut after each page.
    pub cut: bool,
}

impl PrinterSettings {
    /// Tells whether pages can be printed at all.
    pub fn is_set(&self) -> bool {
        self.kind != PrinterKind::None
    }
}

impl Default for PrinterSettings {
    fn default() -> Self {
        Self { kind: PrinterKind::None, path: PathBuf::new(), width_dots: PaperWidth::Wide, cut: true }
    }
}

/// Where pages are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrinterKind {
    /// Nowhere: no button is shown.
    #[default]
    None,
    /// To a printer's device.
    Device,
    /// To the end of a file, for another program to take.
    File,
}

/// The paper's width in dots of an eighth of a millimetre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub enum PaperWidth {
    /// 384 dots: paper of 58 mm.
    Narrow,
    /// 576 dots: paper of 80 mm.
    #[default]
    Wide,
}

impl PaperWidth {
    /// Returns the dots.
    pub const fn dots(self) -> u32 {
        match self {
            Self::Narrow => 384,
            Self::Wide => 576,
        }
    }
}

impl TryFrom<u32> for PaperWidth {
    type Error = String;

    fn try_from(dots: u32) -> Result<Self, String> {
        match dots {
            384 => Ok(Self::Narrow),
            576 => Ok(Self::Wide),
            other => Err(format!("{other} is no width of paper: write 384 (58 mm) or 576 (80 mm)")),
        }
    }
}

impl From<PaperWidth> for u32 {
    fn from(width: PaperWidth) -> Self {
        width.dots()
    }
}

/// What reads cards and codes: it types like a keyboard, so that nothing else has to be known of it, and it cannot be found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReaderSettings {
    /// What stands before the visitor.
    pub kind: ReaderKind,
}

/// What reads cards and codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReaderKind {
    /// Nothing that visitors are told of. What one reads is understood all the same.
    #[default]
    None,
    /// A scanner, before which a card or a receipt is held.
    Scanner,
    /// A reader on which a card is laid.
    Card,
}

/// Most characters of a desk's name: what a board shows beside a number.
pub const DESK_CHARS_MAX: usize = 24;

/// Numbers for those who wait, and calling them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QueueSettings {
    /// Whether visitors get a number, where the device stands at a branch.
    pub tickets: bool,
    /// The first digit of this device's numbers; 0 where no other device of the branch gives any.
    pub device: Bounded<0, 9>,
    /// The desk to which visitors are called; empty for none.
    pub desk: String,
    /// Whether a board is shown on this machine, which says the numbers in the window's place.
    pub board: bool,
    /// How long after a call the next may be called without the PIN.
    pub next_without_pin_seconds: Bounded<0, 3600>,
    /// Whether a ticket is printed by itself, where a printer is set.
    pub print: bool,
}

impl QueueSettings {
    /// Tells whether visitors who register on a device of this mode get a number: only where staff call them from it.
    pub fn gives(&self, mode: &DeviceMode) -> bool {
        self.tickets && *mode == DeviceMode::Branch
    }

    /// Returns the first digit of the numbers.
    pub fn digit(&self) -> DeviceDigit {
        DeviceDigit::new(self.device.get()).unwrap_or(DeviceDigit::FIRST)
    }

    /// Tells whether this device knows everybody who waits at the branch.
    pub fn knows_all(&self) -> bool {
        self.device.get() == 0
    }
}

impl Default for QueueSettings {
    fn default() -> Self {
        Self {
            tickets: true,
            device: Bounded::nearest(0),
            desk: String::new(),
            board: false,
            next_without_pin_seconds: Bounded::nearest(60),
            print: true,
        }
    }
}

/// Rating in passing, at the way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RatingSettings {
    /// Whether the four faces are the welcome.
    pub exit: bool,
    /// The code of the service that is rated there.
    #[serde(with = "code")]
    pub service: Code,
    /// Scores in a minute; what is more is play.
    pub plays_a_minute: Bounded<1, 60>,
}

impl Default for RatingSettings {
    fn default() -> Self {
        let service = Code::new("overall").expect("a short word is a code");
        Self { exit: false, service, plays_a_minute: Bounded::nearest(12) }
    }
}

/// What opens reading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadingSettings {
    /// Where head office's share of it is kept.
    pub share: ShareSetting,
}

impl ReadingSettings {
    /// Has a device keep head office's share where the setting says.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn apply(&self, kiosk: &mut Kiosk) -> Result<(), KioskError> {
        let by_mode = kiosk.mode().map_or(ShareKept::Memory, ShareKept::of);
        match self.share {
            ShareSetting::Mode if !kiosk.is_enrolled() => Ok(()),
            ShareSetting::Mode => kiosk.keep_share(by_mode),
            ShareSetting::Disk => kiosk.keep_share(ShareKept::Disk),
            ShareSetting::Memory => kiosk.keep_share(ShareKept::Memory),
        }
    }
}

/// Where head office's share of what opens reading is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareSetting {
    /// As the device is used: in the field on the disk, at a branch in memory.
    #[default]
    Mode,
    /// On the disk.
    Disk,
    /// In memory alone.
    Memory,
}

/// A code as its text.
mod code {
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};
    use shared::domain::Code;

    pub fn serialize<S: Serializer>(code: &Code, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(code.as_str())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Code, D::Error> {
        Code::new(String::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// A language as its code.
mod language {
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};
    use shared::locale::Language;

    pub fn serialize<S: Serializer>(language: &Language, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(language.code())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Language, D::Error> {
        let code = String::deserialize(from)?;
        let known = Language::ALL.into_iter().find(|language| language.code() == code);
        known.ok_or_else(|| D::Error::custom(format!("{code} is no language: write \"ar\" or \"en\"")))
    }
}

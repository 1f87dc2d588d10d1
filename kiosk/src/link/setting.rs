//! Who this device is, and how far its first start has come.

use shared::domain::{Catalog, CatalogKind, Code, Described, DeviceId, DeviceMode};
use shared::replica::{Kiosk, KioskError, Locked};

use crate::guide::GuideIndex;

/// A step of the first start at which a restart goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupStep {
    /// Enrolling, or trying it on sample data.
    Choose,
    /// Address and code.
    Connect,
    /// The screen's size: the device is enrolled from here on.
    Screen,
    /// The printer.
    Printer,
    /// The staff PIN.
    Pin,
}

impl SetupStep {
    /// Every step, in order.
    pub const ALL: [Self; 5] = [Self::Choose, Self::Connect, Self::Screen, Self::Printer, Self::Pin];

    /// Tells whether a device at this step has its identity.
    pub fn is_after_enrolment(self) -> bool {
        match self {
            Self::Choose | Self::Connect => false,
            Self::Screen | Self::Printer | Self::Pin => true,
        }
    }

    /// Returns the word that is kept for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Choose => "choose",
            Self::Connect => "connect",
            Self::Screen => "screen",
            Self::Printer => "printer",
            Self::Pin => "pin",
        }
    }
}

/// Who this device is and what it shows.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The device's id.
    pub device: DeviceId,
    /// How it is used.
    pub mode: DeviceMode,
    /// The branch's id.
    pub branch: String,
    /// The catalog as last pulled; the branch's names are among its entries.
    pub catalog: Catalog,
    /// What the service guide's search looks through, made of the catalog.
    pub guide: GuideIndex,
    /// The codes of the members of staff who sign in here with a PIN of their own.
    pub representatives: Vec<Code>,
    /// The staff PIN, where this is a trial on sample data.
    pub trial_pin: Option<&'static str>,
    /// Head office told where requests of the branch are: they can be followed up here.
    pub follows: bool,
    /// Why nothing that is sealed can be shown, and nobody be found; `None` while reading is open.
    pub locked: Option<Locked>,
}

impl Setting {
    /// Reads who a device is, as far as it stands in clear: without representatives, and not on trial.
    ///
    /// # Errors
    /// [`KioskError`] where it is not enrolled, or the database cannot be read.
    pub fn of(kiosk: &Kiosk) -> Result<Self, KioskError> {
        let catalog = kiosk.catalog()?;
        Ok(Self {
            device: kiosk.device()?,
            mode: kiosk.mode()?.clone(),
            branch: kiosk.branch()?.to_string(),
            guide: GuideIndex::new(&catalog),
            catalog,
            representatives: Vec::new(),
            trial_pin: None,
            follows: kiosk.follow_ups_as_of()?.is_some(),
            locked: None,
        })
    }

    /// Returns the representatives who may sign in: those who, as the catalog says, still work for the association.
    pub fn signing_in(&self) -> Vec<&Code> {
        let works = |code: &&Code| {
            self.catalog.find(&CatalogKind::Staff, code.as_str()).is_none_or(|entry| entry.active)
        };
        self.representatives.iter().filter(works).collect()
    }

    /// Returns the department that all of the services belong to, if it is one.
    pub fn department_of(&self, services: &[Code]) -> Option<Code> {
        let mut departments = services.iter().map(|code| {
            match &self.catalog.find(&CatalogKind::Service, code.as_str())?.what {
                Described::Service { department, .. } => department.clone(),
                _ => None,
            }
        });
        let first = departments.next()??;
        departments.all(|department| department.as_ref() == Some(&first)).then_some(first)
    }
}

//! What the demo shows: the kiosk's window or, without a display, pictures of its main screens.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use kiosk::app::AppSettings;
use kiosk::config::Config;
use kiosk::gallery::{PICTURE_SIZE, Scene, Stage};
use kiosk::link::link;
use kiosk::worker::{self, WorkerSettings};
use kiosk::{clock, display, window as kiosk_window};
use shared::locale::Language;

/// Where the pictures go, beside the program that paints them.
const PICTURES: &str = "demo-pictures";

/// The main screens, in the order in which people meet them.
const MAIN: [Scene; 9] = [
    Scene::Welcome,
    Scene::Need,
    Scene::Who,
    Scene::Summary,
    Scene::Receipt,
    Scene::ServiceScore,
    Scene::Thanks,
    Scene::Today,
    Scene::FormContact,
];

const LANGUAGES: [Language; 2] = [Language::Arabic, Language::English];

/// Shows the kiosk's window over a branch's data until it is closed.
///
/// # Errors
/// No window can be shown here: what is missing, and which package brings it.
pub(super) fn window(dir: &Path) -> anyhow::Result<()> {
    display::check()?;
    let config = Config::default();
    let settings = AppSettings { config, seed: rand::random(), clock: Box::new(clock::now) };
    let (to_worker, to_window) = link();
    let mut started = Ok(());
    let shown = kiosk_window::Shown { windowed: true, wrong_line: None, gives_way: false };
    kiosk_window::run(settings, shown, |wake| {
        let dir = dir.to_owned();
        let config = Config::default();
        let settings = WorkerSettings { dir, seed: rand::random(), clock: clock::reading, config, wake };
        started = worker::start(settings, to_window).map(drop);
        to_worker
    })
    .map_err(|error| anyhow!("{error}"))?;
    Ok(started?)
}

/// Makes the directory for the pictures.
///
/// # Errors
/// It can't be made.
pub(super) fn pictures_dir() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe().context("find the program's own directory")?;
    let dir = program.with_file_name(PICTURES);
    std::fs::create_dir_all(&dir).with_context(|| format!("make {}", dir.display()))?;
    Ok(dir)
}

/// Paints the main screens in both languages; `painted` is told each file.
///
/// # Errors
/// A file can't be written.
pub(super) fn paint(dir: &Path, painted: impl Fn(&Path)) -> anyhow::Result<()> {
    for language in LANGUAGES {
        for scene in MAIN {
            let path = dir.join(format!("{}-{}.png", scene.name(), language.code()));
            let mut stage = Stage::new(language, PICTURE_SIZE);
            scene.play(&mut stage);
            stage.picture(&path)?;
            painted(&path);
        }
    }
    Ok(())
}

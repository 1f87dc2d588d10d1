//! A minute in which nobody does anything: how often a screen has itself painted anew, and what that costs.

use std::time::Duration;

use kiosk::config::TextSetting;
use kiosk::gallery::{SCENES, Stage};
use shared::locale::Language;

use crate::clock::thread_cpu;
use crate::frames::{BEGIN_SECONDS, Shown, USUAL};

/// Seconds that are watched.
const MINUTE: f64 = 60.0;
/// Frames of a minute beyond which a screen is called restless: a window that is always painted makes 3,600.
const RESTLESS: usize = 100;

/// A screen's still minute.
pub struct Minute {
    pub name: String,
    pub frames: usize,
    pub cpu: Duration,
}

/// Watches every screen in Arabic, most frames first.
pub fn every_screen() -> Vec<Minute> {
    let shown = |scene: &_| Shown {
        scene: *scene,
        language: Language::Arabic,
        text: TextSetting::Normal,
        panel: USUAL,
    };
    let mut minutes: Vec<Minute> = SCENES.iter().map(|scene| watch(shown(scene))).collect();
    minutes.sort_by(|a, b| b.frames.cmp(&a.frames).then(b.cpu.cmp(&a.cpu)));
    minutes
}

fn watch(shown: Shown) -> Minute {
    let mut stage = shown.stage();
    let began = settle(&mut stage);
    let (mut now, mut frames) = (began, 0);
    let before = thread_cpu();
    while frames < RESTLESS {
        let after = stage.frame(now, Vec::new()).repaint_after;
        frames += 1;
        now += after.as_secs_f64().max(1.0 / 60.0);
        if now >= began + MINUTE {
            break;
        }
    }
    Minute { name: shown.scene.name().to_owned(), frames, cpu: thread_cpu() - before }
}

/// Lets animations end, and returns the time then.
fn settle(stage: &mut Stage) -> f64 {
    let mut now = BEGIN_SECONDS;
    for _ in 0..30 {
        stage.frame(now, Vec::new());
        now += 1.0 / 30.0;
    }
    now
}

//! Paints every screen into a folder, without a display: `cargo run -p kiosk --example pictures -- DIR [SCENE…]`. In both
//! languages, in normal and large text, in both themes, in high contrast and in simple words; on another screen with
//! `--screen 10.1` (see `--help`), or with `--size 1920x1080 --diagonal 15.6`; on each of them with `--screen all`, a folder each.

use std::path::PathBuf;

use clap::Parser;
use egui::Vec2;
use kiosk::config::AppearanceSettings;
use kiosk::gallery::{PANELS, PICTURE_SIZE, Panel, SCENES, Scene, appearances, paint_all};
use kiosk::theme::DEFAULT_DIAGONAL_INCHES;
use shared::locale::Language;

#[derive(Parser)]
struct Arguments {
    /// The folder, made where it is missing.
    dir: PathBuf,
    /// Scenes to paint; all when none is named.
    scenes: Vec<String>,
    /// Size in points, WIDTHxHEIGHT.
    #[arg(long, value_parser = size)]
    size: Option<Vec2>,
    /// Diagonal in inches.
    #[arg(long, default_value_t = DEFAULT_DIAGONAL_INCHES)]
    diagonal: f32,
    /// A screen by its name, or "all".
    #[arg(long, value_parser = panels)]
    screen: Option<Panels>,
    /// Usual appearance alone.
    #[arg(long)]
    plain: bool,
    /// Normal and large text alone.
    #[arg(long)]
    texts: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    std::fs::create_dir_all(&arguments.dir)?;
    let wanted = |scene: &&Scene| {
        arguments.scenes.is_empty() || arguments.scenes.iter().any(|name| name == scene.name())
    };
    let scenes: Vec<Scene> = SCENES.iter().filter(wanted).copied().collect();
    let mut appearances = if arguments.plain { vec![Default::default()] } else { appearances() };
    if arguments.texts {
        appearances.retain(|look| AppearanceSettings { text: look.text, ..Default::default() } == *look);
    }
    let usual = Panel { name: "", size: arguments.size.unwrap_or(PICTURE_SIZE), inches: arguments.diagonal };
    let panels = arguments.screen.map_or_else(|| vec![usual], |Panels(panels)| panels);
    for panel in panels {
        let dir = arguments.dir.join(panel.name);
        std::fs::create_dir_all(&dir)?;
        for path in paint_all(&dir, &Language::ALL, &appearances, &scenes, &panel)? {
            println!("{}", path.display());
        }
    }
    Ok(())
}

#[derive(Clone)]
struct Panels(Vec<Panel>);

fn panels(name: &str) -> Result<Panels, String> {
    if name == "all" {
        return Ok(Panels(PANELS.to_vec()));
    }
    let names = || PANELS.map(|panel| panel.name).join(", ");
    Panel::named(name)
        .map(|panel| Panels(vec![panel]))
        .ok_or_else(|| format!("write one of: all, {}", names()))
}

fn size(text: &str) -> Result<Vec2, String> {
    let (width, height) = text.split_once('x').ok_or("write WIDTHxHEIGHT, such as 1920x1080")?;
    let side = |text: &str| text.parse::<f32>().map_err(|fault| format!("{text}: {fault}"));
    Ok(Vec2::new(side(width)?, side(height)?))
}

//! Paints every screen into a folder, without a display: `cargo run -p kiosk --example pictures -- DIR [SCENE…]`. In both
//! languages, in normal and large text, in both themes, in high contrast and in simple words; at another size with
//! `--size 1920x1080`.

use std::path::PathBuf;

use clap::Parser;
use egui::Vec2;
use kiosk::gallery::{PICTURE_SIZE, SCENES, Scene, appearances, paint_all};
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
    /// Usual appearance alone.
    #[arg(long)]
    plain: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    std::fs::create_dir_all(&arguments.dir)?;
    let wanted = |scene: &&Scene| {
        arguments.scenes.is_empty() || arguments.scenes.iter().any(|name| name == scene.name())
    };
    let scenes: Vec<Scene> = SCENES.iter().filter(wanted).copied().collect();
    let appearances = if arguments.plain { vec![Default::default()] } else { appearances() };
    let size = arguments.size.unwrap_or(PICTURE_SIZE);
    for path in paint_all(&arguments.dir, &Language::ALL, &appearances, &scenes, size)? {
        println!("{}", path.display());
    }
    Ok(())
}

fn size(text: &str) -> Result<Vec2, String> {
    let (width, height) = text.split_once('x').ok_or("write WIDTHxHEIGHT, such as 1920x1080")?;
    let side = |text: &str| text.parse::<f32>().map_err(|fault| format!("{text}: {fault}"));
    Ok(Vec2::new(side(width)?, side(height)?))
}

//! The kiosk's window: what starting, a frame, a touch, a still minute and 20,000 beneficiaries take, beside a floor measured in
//! the same run. Run it with `cargo bench -p tests --bench window`.
//!
//! Frames are what a window does on the processor up to the triangles; the graphics driver has no part in them. Nothing
//! here is asserted: the numbers are for people.

mod begin;
mod child;
mod clock;
mod frames;
mod idle;
mod people;
mod report;
mod screen;
mod start;
mod touch;

use std::path::Path;

use anyhow::bail;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let told = match words.as_slice() {
        ["--child", "empty"] => start::paint_nothing(),
        ["--child", "start", dir] => start::start(Path::new(dir))?,
        ["--child", "people", dir] => people::look(Path::new(dir))?,
        ["--child", other, ..] => bail!("there is no child {other}"),
        // cargo itself passes --bench; names of benches mean nothing here, there is one
        _ => return measure_all(),
    };
    println!("{told}");
    Ok(())
}

fn measure_all() -> anyhow::Result<()> {
    println!("{}", report::machine());
    let screens = frames::all_screens(frames::USUAL);
    let (heaviest, upright) = (screens[0].0, frames::all_screens(frames::UPRIGHT_4K)[0].0);
    let touches = touch::every_part(frames::USUAL);
    let [still, changed] = [frames::still, frames::changed];
    let shown = [still(heaviest), changed(heaviest), still(upright), changed(upright)];
    let cases = std::iter::once(frames::empty()).chain(shown);
    println!("{}", report::frames(cases.chain([touches.frames])));
    println!("{}", report::touches(&touches.after, &touches.never));
    println!("{}", report::screens(&screens));
    println!("{}", report::minutes(&idle::every_screen()));
    let branch = people::record()?;
    println!("{}", report::starts(&start::all(branch.dir())?));
    println!("{}", report::known(&people::measure(branch.dir())?));
    for (name, window) in [("welcome", screen::KIOSK), ("board", screen::BOARD)] {
        println!("{}", report::window(name, screen::watch(branch.dir(), window)?.as_ref()));
    }
    Ok(())
}

//! Support requests: what folding a request, a page of head office's work list, starting a kiosk with 20,000 families and keeping a
//! case take, each beside a floor measured in the same run. Run it with `cargo bench -p tests --bench requests`; words after `--` name
//! parts: `fold`, `list`, `start`, `size`.
//!
//! The list is on SQLite, and on PostgreSQL too where `SILA_TEST_POSTGRES` names a server for tests. Nothing here is asserted: the
//! numbers are for people.

#[path = "../window/begin.rs"]
mod begin;
mod cases;
#[path = "../window/child.rs"]
mod child;
mod figures;
mod fold;
mod list;
mod size;
mod start;

use std::path::Path;

use anyhow::bail;

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--child", "empty"] => println!("{}", start::nothing()?),
        ["--child", "start", dir] => println!("{}", start::start(Path::new(dir))?),
        ["--child", "requests", dir] => println!("{}", start::look(Path::new(dir))?),
        ["--child", other, ..] => bail!("there is no child {other}"),
        _ => return measure(|part| words.is_empty() || words.contains(&part)),
    }
    Ok(())
}

fn measure(is_wanted: impl Fn(&str) -> bool) -> anyhow::Result<()> {
    println!("{}", figures::machine());
    if is_wanted("fold") {
        println!("{}", fold::table());
    }
    if is_wanted("size") {
        println!("{}", size::table()?);
    }
    if is_wanted("start") {
        println!("{}", start::table()?);
    }
    if is_wanted("list") {
        list::print()?;
    }
    Ok(())
}

//! Workload W: what a day of many branches costs both sides, beside a floor measured in the same run by the same code.
//! `docs/bench/0001-workload-w.md` says what each figure is. Run it with
//! `cargo bench -p tests --bench exchange -- --branches 30 --visits 1000`. Nothing is asserted: the numbers are for people.

mod child;
mod drive;
mod figures;
mod floor;
mod phases;
mod wire;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;

use drive::Sila;
use floor::Plain;
use phases::Setting;
use tests::measured::Cluster;
use tests::workload::Workload;

/// The environment's variable that names a PostgreSQL cluster on this machine.
const POSTGRES: &str = "SILA_BENCH_POSTGRES";

/// Measures the exchange.
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    workload: Workload,
    /// Writes every figure, as totals, to a file too
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Cargo's own
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> anyhow::Result<ExitCode> {
    let words: Vec<String> = std::env::args().collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.get(1..).unwrap_or_default() {
        [child::FLAG, "office", words @ ..] => return Ok(drive::office(words)),
        [child::FLAG, "serve", words @ ..] => {
            child::answer_asks();
            return Ok(drive::office(words));
        }
        [child::FLAG, "floor", dir, listen] => {
            child::answer_asks();
            floor::serve(Path::new(dir), listen)?;
        }
        [child::FLAG, "wire", server, listen] => {
            child::answer_asks();
            wire::carry(server, listen)?;
        }
        _ => measure(Arguments::parse())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(Arguments { workload, json, .. }: Arguments) -> anyhow::Result<()> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("{}", workload.described());
    println!("{cores} cores, {}, {}\n", std::env::consts::ARCH, jiff::Zoned::now().date());
    let cluster = std::env::var(POSTGRES).ok().map(|server| Cluster::at(&server)).transpose()?;
    let setting = Setting { name: "floor", workload: &workload, cluster: None, servers: 1 };
    let floor = phases::run::<Plain>(setting).context("the floor")?;
    let file = phases::run::<Sila>(Setting { name: "Sila", ..setting }).context("Sila")?;
    println!("{}", figures::table(&workload, &file, &floor));
    let mut sides = vec![("sila", file), ("floor", floor)];
    match &cluster {
        None => println!("PostgreSQL was not run: {POSTGRES} names none"),
        Some(_) => {
            for (name, servers) in [("one server", 1), ("two servers", 2)] {
                let setting = Setting { name, cluster: cluster.as_ref(), servers, ..setting };
                sides.push((name, phases::run::<Sila>(setting).context(name)?));
            }
            let [(_, file), (_, floor), (_, one), (_, two)] = &sides[..] else { return Ok(()) };
            println!("{}", figures::servers_table(&workload, floor, [file, one, two]));
            println!("{}", figures::throughput(one, two, cores));
        }
    }
    if let Some(path) = json {
        std::fs::write(&path, figures::json(&workload, &sides)?)
            .with_context(|| format!("write {}", path.display()))?;
    }
    Ok(())
}

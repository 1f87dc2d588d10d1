//! Trains the dictionary that sealed values are compressed with, on made-up texts of visits, and measures it on others.
//!
//! `cargo run --release -p shared --example dictionary` prints what sizes and levels give; with `write` after `--` it
//! writes `src/doc/dictionary/1.zdict`. That file is frozen since version 1: a new training is a dictionary with a new
//! number.

mod words;

use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result};
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use shared::doc::{Dice, Fields, Scalar};
use words::*;

const SAMPLES: usize = 40_000;
const CHOSEN_BYTES: usize = 32 * 1024;

fn main() -> Result<()> {
    let mut dice = Dice::seed_from_u64(1);
    let samples: Vec<Vec<u8>> = (0..SAMPLES).map(|_| sample(&mut dice).to_bytes()).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    if std::env::args().nth(1).as_deref() == Some("write") {
        let trained = zstd::dict::from_samples(&samples, CHOSEN_BYTES).context("train")?;
        return std::fs::write(folder.join("src/doc/dictionary/1.zdict"), trained).context("write");
    }
    let held_out = held_out(&folder.join("../tests/src/demo/sample.json"))?;
    let total: usize = held_out.iter().map(Vec::len).sum();
    println!("{} held-out values, {:.1} bytes each", held_out.len(), per(total, held_out.len()));
    for kib in [0, 4, 8, 16, 24, 32, 48, 64] {
        let trained = match kib {
            0 => Vec::new(),
            _ => zstd::dict::from_samples(&samples, kib * 1024).context("train")?,
        };
        for level in [1, 3, 6, 9, 12, 19] {
            let mut compressor = zstd::bulk::Compressor::with_dictionary(level, &trained)?;
            compressor.include_magicbytes(false)?;
            compressor.include_contentsize(false)?;
            compressor.include_dictid(false)?;
            let start = Instant::now();
            let mut bytes = 0;
            for value in &held_out {
                bytes += compressor.compress(value)?.len().min(value.len());
            }
            let micros = start.elapsed().as_secs_f64() * 1e6 / held_out.len() as f64;
            println!(
                "{kib:>3} KiB  level {level:>2}  {:>6.1} bytes  {micros:>6.1} µs",
                per(bytes, held_out.len())
            );
        }
    }
    Ok(())
}

fn per(total: usize, count: usize) -> f64 {
    total as f64 / count as f64
}

/// Makes what is sealed of one fact.
fn sample(dice: &mut Dice) -> Fields {
    let mut values = Fields::default();
    let mut put = |name: &str, text: String| {
        values.insert(name, Scalar::Text(text));
    };
    match dice.random_range(0..20) {
        0 => put("comment", one_of(dice, SUGGESTIONS).to_owned()),
        1 => {
            put("text", [one_of(dice, SUGGESTIONS), one_of(dice, SUGGESTIONS)].join(" "));
            put("mobile", mobile(dice));
        }
        2 => {
            put("name_ar", format!("{} {}", one_of(dice, MEN), one_of(dice, FAMILIES)));
            put("name_en", one_of(dice, ENGLISH).to_owned());
        }
        3 => {
            person(dice, &mut put);
            put("reason", purpose(dice));
            put("national_address", address(dice));
        }
        4 => {
            put("latitude", format!("{:.5}", dice.random_range(17.0..31.0)));
            put("longitude", format!("{:.5}", dice.random_range(36.0..51.0)));
            let sentences: Vec<&str> = (0..dice.random_range(3..9)).map(|_| one_of(dice, REPORTS)).collect();
            put("report", sentences.join([" ", "\n"][dice.random_range(0..2)]));
            person(dice, &mut put);
        }
        5 => {
            put("purpose", one_of(dice, ENGLISH).to_owned());
            put("answers", one_of(dice, ENGLISH).to_owned());
        }
        kind => {
            if kind % 3 > 0 {
                person(dice, &mut put);
            }
            put("purpose", purpose(dice));
            if dice.random_range(0..4) > 0 {
                put("answers", answer(dice));
            }
            if dice.random_range(0..3) == 0 {
                put("note", note(dice));
            }
            if dice.random_range(0..8) == 0 {
                put("capacity", one_of(dice, CAPACITIES).to_owned());
                put("proof", format!("{}{}", one_of(dice, PROOFS), dice.random_range(10_000..99_999_999)));
            }
        }
    }
    values
}

fn person(dice: &mut Dice, put: &mut impl FnMut(&str, String)) {
    let woman = dice.random();
    let first = one_of(dice, if woman { WOMEN } else { MEN });
    let link = match dice.random_range(0..3) {
        0 => "",
        _ if woman => "بنت ",
        _ => "بن ",
    };
    let father = one_of(dice, MEN);
    let grandfather =
        if dice.random_range(0..3) == 0 { format!("{link}{} ", one_of(dice, MEN)) } else { String::new() };
    put("name", format!("{first} {link}{father} {grandfather}{}", one_of(dice, FAMILIES)));
    put("mobile", mobile(dice));
    put("national_id", format!("{}{:09}", dice.random_range(1..3), dice.random_range(0..1_000_000_000_u64)));
    if dice.random_range(0..3) == 0 {
        put("birth", date(dice));
    }
    if dice.random_range(0..6) == 0 {
        put("id_expiry", date(dice));
    }
    if dice.random_range(0..4) == 0 {
        put("address", address(dice));
    }
}

fn purpose(dice: &mut Dice) -> String {
    let verb = one_of(dice, PURPOSE_VERBS);
    let gap = if verb.ends_with('ـ') { "" } else { " " };
    let end = one_of(dice, PURPOSE_ENDS);
    let mut text = format!("{verb}{gap}{}", one_of(dice, PURPOSE_OBJECTS));
    if !end.is_empty() {
        text = format!("{text} {end}");
    }
    if dice.random_range(0..6) == 0 {
        text = format!("{text}، و{}", one_of(dice, PURPOSE_OBJECTS));
    }
    text
}

fn answer(dice: &mut Dice) -> String {
    let mut text = format!("{} {}", one_of(dice, ANSWER_STARTS), one_of(dice, ANSWER_OBJECTS));
    if dice.random_range(0..3) == 0 {
        text = format!("{text}، و{} {}", one_of(dice, ANSWER_STARTS), one_of(dice, ANSWER_OBJECTS));
    }
    text
}

fn note(dice: &mut Dice) -> String {
    let first = one_of(dice, NOTES);
    if dice.random_range(0..3) == 0 { format!("{first}، {}", one_of(dice, NOTES)) } else { first.to_owned() }
}

fn mobile(dice: &mut Dice) -> String {
    let number = dice.random_range(0..100_000_000);
    match dice.random_range(0..5) {
        0 => format!("+9665{number:08}"),
        _ => format!("05{number:08}"),
    }
}

fn date(dice: &mut Dice) -> String {
    let (month, day) = (dice.random_range(1..13), dice.random_range(1..29));
    match dice.random_range(0..3) {
        0 => format!("h{}-{month:02}-{day:02}", dice.random_range(1360..1450)),
        1 => format!("g{}", dice.random_range(1940..2020)),
        _ => format!("g{}-{month:02}-{day:02}", dice.random_range(1940..2036)),
    }
}

fn address(dice: &mut Dice) -> String {
    let (city, district) = (one_of(dice, CITIES), one_of(dice, DISTRICTS));
    match dice.random_range(0..4) {
        0 => district.to_owned(),
        1 => format!("{city}، {district}، {}", one_of(dice, STREETS)),
        2 => {
            let letters: String = (0..4).map(|_| char::from(dice.random_range(b'A'..=b'Z'))).collect();
            format!("{letters}{}", dice.random_range(1_000..9_999))
        }
        _ => format!("{city} - {district}"),
    }
}

fn one_of<'a>(dice: &mut Dice, words: &[&'a str]) -> &'a str {
    words.choose(dice).copied().unwrap_or_default()
}

/// Makes values of the sample branches' texts, which the dictionary was not trained on.
fn held_out(sample: &Path) -> Result<Vec<Vec<u8>>> {
    let text = std::fs::read_to_string(sample).with_context(|| format!("read {}", sample.display()))?;
    let sample: serde_json::Value = serde_json::from_str(&text).context("read the sample")?;
    let words = |list: &serde_json::Value| -> Vec<String> {
        list.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
    };
    let (men, fathers, families) =
        (words(&sample["first_names_men"]), words(&sample["fathers"]), words(&sample["families"]));
    let notes = words(&sample["notes"]);
    let mut dice = Dice::seed_from_u64(2);
    let mut values = Vec::new();
    for need in sample["needs"].as_array().into_iter().flatten().cycle().take(900) {
        let mut one = |list: &[String]| list.choose(&mut dice).cloned().unwrap_or_default();
        let mut fields = Fields::default();
        fields.insert("purpose", Scalar::Text(one(&words(&need["purposes"]))));
        fields.insert("answers", Scalar::Text(one(&words(&need["answers"]))));
        let name = format!("{} بن {} {}", one(&men), one(&fathers), one(&families));
        let note = one(&notes);
        if values.len() % 3 > 0 {
            fields.insert("name", Scalar::Text(name));
            fields.insert("mobile", Scalar::Text(mobile(&mut dice)));
            fields.insert(
                "national_id",
                Scalar::Text(format!("1{:09}", dice.random_range(0..1_000_000_000_u64))),
            );
        }
        if values.len() % 5 == 0 {
            fields.insert("note", Scalar::Text(note));
        }
        values.push(fields.to_bytes());
    }
    Ok(values)
}

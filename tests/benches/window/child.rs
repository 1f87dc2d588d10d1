//! A child process of this bench: it is told words and answers with one line of JSON.

use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use serde_json::Value;

/// Runs this program again as a child and returns its answer.
pub fn run(words: &[String]) -> anyhow::Result<Value> {
    let mut child = Command::new(std::env::current_exe()?);
    let output =
        child.arg("--child").args(words).stderr(Stdio::inherit()).output().context("start a child")?;
    ensure!(output.status.success(), "a child failed: {}", output.status);
    serde_json::from_slice(&output.stdout).context("a child's answer")
}

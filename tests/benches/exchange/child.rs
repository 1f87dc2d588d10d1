//! A child process of this bench: it is told words and answers in JSON, a line each.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, ensure};
use serde_json::Value;

/// A case's clients or its server.
pub struct Child {
    process: std::process::Child,
    told: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Child {
    /// Starts this program again as a child.
    pub fn start(words: &[String]) -> anyhow::Result<Self> {
        let program = std::env::current_exe()?;
        let mut process = Command::new(program)
            .arg("--child")
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("start a child")?;
        let told = process.stdin.take().context("a child's standard input")?;
        let answers = BufReader::new(process.stdout.take().context("a child's standard output")?);
        Ok(Self { process, told, answers })
    }

    /// Waits for its next answer.
    pub fn hear(&mut self) -> anyhow::Result<Value> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        serde_json::from_str(&line).context("a child ended early: see above")
    }

    /// Tells it a word and waits for the answer.
    pub fn ask(&mut self, word: &str) -> anyhow::Result<Value> {
        writeln!(self.told, "{word}")?;
        self.hear()
    }

    /// Waits until it has ended.
    pub fn end(mut self) -> anyhow::Result<()> {
        drop(self.told);
        let status = self.process.wait()?;
        ensure!(status.success(), "a child failed: {status}");
        Ok(())
    }
}

/// Waits, in a child, for the next word.
pub fn wait_for(word: &str) -> anyhow::Result<()> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    ensure!(line.trim_end() == word, "this child waits for {word}");
    Ok(())
}

/// Answers, from a child.
pub fn answer(value: &Value) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{value}")?;
    Ok(out.flush()?)
}

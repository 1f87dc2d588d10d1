//! `user add`: an account for the pages. The password comes from a prompt or from standard input, never from the
//! command line, where other users of the machine would see it.

use std::io::{IsTerminal, Read};

use clap::{Args, Subcommand};
use shared::domain::{Code, Role};
use shared::replica::Act;

use super::{Data, Failure};
use crate::auth::Password;

/// Most bytes read as a password from standard input: more than 256 characters of 4 bytes.
const STDIN_BYTES_MAX: u64 = 2048;

/// People who sign in to the pages.
#[derive(Subcommand)]
pub(super) enum User {
    /// Add a person who may sign in
    Add(Add),
}

/// Adds an account.
#[derive(Args)]
pub(super) struct Add {
    #[command(flatten)]
    data: Data,
    /// The name to sign in with
    #[arg(long, value_parser = parse_name)]
    name: Code,
    /// representative, relations, social_research, committee, improvement, content, auditor or administrator
    #[arg(long, value_parser = parse_role)]
    role: Role,
    /// Read the password from standard input instead of asking for it
    #[arg(long)]
    password_stdin: bool,
}

impl User {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        let Self::Add(add) = self;
        add.run(act)
    }
}

impl Add {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let typed = if self.password_stdin { from_stdin()? } else { from_prompt()? };
        let hash = Password::new(typed)?.hash(&mut act.dice);
        if office.add_user(self.name.as_str(), &self.role, &hash)? {
            Ok(())
        } else {
            Err(Failure::new(format!("the name {} is taken: choose another with --name", self.name)))
        }
    }
}

fn parse_name(text: &str) -> Result<Code, String> {
    if text.trim() != text {
        return Err("begins or ends with a space".to_owned());
    }
    Code::new(text).map_err(|fault| fault.to_string())
}

fn parse_role(text: &str) -> Result<Role, String> {
    let roles = || Role::KNOWN.iter().map(Role::code).collect::<Vec<_>>().join(", ");
    Role::known(text).ok_or_else(|| format!("is none of {}", roles()))
}

fn from_stdin() -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin().take(STDIN_BYTES_MAX).read_to_string(&mut text)?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

fn from_prompt() -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new("there is no terminal to ask for a password on: use --password-stdin"));
    }
    let first = rpassword::prompt_password("Password: ")?;
    let again = rpassword::prompt_password("The same again: ")?;
    if first == again {
        Ok(first)
    } else {
        Err(Failure::new("the two passwords differ: run the command again"))
    }
}

//! `user …`: accounts for the pages. A password comes from a prompt or from standard input, never from the command line, where
//! other users of the machine would see it.

use std::io::{IsTerminal, Read, Write};

use clap::{Args, Subcommand};
use shared::domain::{CatalogKind, Code, Role, UnixMillis};
use shared::replica::{Act, Office};
use shared::store::door::EventKind;
use shared::store::office::UserRow;

use super::arguments::account_name;
use super::device::instant;
use super::say::tell;
use super::{Data, Failure};
use crate::auth::{ABSOLUTE_MILLIS, IDLE_MILLIS, Password, name_hash};

/// Most bytes read as a password from standard input: more than 256 characters of 4 bytes.
const STDIN_BYTES_MAX: u64 = 2048;

/// People who sign in to the pages.
#[derive(Subcommand)]
pub(super) enum User {
    /// Add a person who may sign in
    Add(Add),
    /// List the accounts, one per line, tab-separated, under a line of field names
    List(List),
    /// Change an account's password; its sessions end
    Password(NewPassword),
    /// Change an account's role; its sessions end
    Role(NewRole),
    /// Shut an account out at once
    Disable(Named),
    /// Let a disabled account in again
    Enable(Named),
    /// End an account's wait after wrong passwords
    Unlock(Named),
    /// End every session of an account, in all browsers
    SignOut(Named),
}

/// Adds an account.
#[derive(Args)]
pub(super) struct Add {
    #[command(flatten)]
    data: Data,
    /// The name to sign in with
    #[arg(long, value_parser = account_name)]
    name: Code,
    /// representative, relations, social_research, committee, improvement, content, auditor or administrator
    #[arg(long, value_parser = parse_role)]
    role: Role,
    /// Read the password from standard input instead of asking for it
    #[arg(long)]
    password_stdin: bool,
}

/// Lists the accounts.
#[derive(Args)]
pub(super) struct List {
    #[command(flatten)]
    data: Data,
}

/// Names an account.
#[derive(Args)]
pub(super) struct Named {
    #[command(flatten)]
    data: Data,
    /// The name that the person signs in with
    name: String,
}

/// Changes a password.
#[derive(Args)]
pub(super) struct NewPassword {
    #[command(flatten)]
    named: Named,
    /// Read the password from standard input instead of asking for it
    #[arg(long)]
    password_stdin: bool,
}

/// Changes a role.
#[derive(Args)]
pub(super) struct NewRole {
    #[command(flatten)]
    named: Named,
    /// representative, relations, social_research, committee, improvement, content, auditor or administrator
    #[arg(value_parser = parse_role)]
    role: Role,
}

impl User {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        let now = act.now.unix_millis();
        match self {
            Self::Add(add) => add.run(act),
            Self::List(list) => list.run(act),
            Self::Password(password) => password.run(act),
            Self::Role(NewRole { named, role }) => named.change(
                act,
                EventKind::RoleChanged,
                |user| user.role == role,
                |user| user.role = role.clone(),
            ),
            Self::Disable(named) => {
                let is_so = |user: &UserRow| user.disabled.is_some();
                named.change(act, EventKind::Disabled, is_so, |user| user.disabled = Some(now))
            }
            Self::Enable(named) => {
                let is_so = |user: &UserRow| user.disabled.is_none();
                named.change(act, EventKind::Enabled, is_so, |user| user.disabled = None)
            }
            Self::Unlock(named) => {
                let office = named.data.open(act)?;
                let user = named.find(&office)?;
                Ok(office.door()?.unlock(now, EventKind::Unlocked, user.id, &name_hash(&user.name))?)
            }
            Self::SignOut(named) => named.change(act, EventKind::SessionsEnded, |_| false, |_| {}),
        }
    }
}

impl Add {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let password = ask(&office, self.name.as_str(), &self.role, self.password_stdin)?;
        match office.add_user(self.name.as_str(), &self.role, &password.hash(&mut act.dice))? {
            Some(id) => Ok(office.door()?.note(act.now.unix_millis(), EventKind::Added, Some(id), None)?),
            None => Err(Failure::new(format!("the name {} is taken: choose another with --name", self.name))),
        }
    }
}

impl List {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let (door, now) = (office.door()?, act.now.unix_millis());
        let last = door.last_signed_in()?;
        let open =
            door.open_sessions(UnixMillis(now.0 - ABSOLUTE_MILLIS), UnixMillis(now.0 - IDLE_MILLIS))?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "name\trole\tstate\tlast_sign_in\tsessions")?;
        for UserRow { id, name, role, password_hash: _, disabled, generation } in office.users()? {
            let state = if disabled.is_some() { "disabled" } else { "active" };
            let open =
                open.get(&(id, generation)).filter(|_| disabled.is_none()).copied().unwrap_or_default();
            writeln!(out, "{name}\t{}\t{state}\t{}\t{open}", role.code(), instant(last.get(&id).copied()))?;
        }
        Ok(())
    }
}

impl NewPassword {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.named.data.open(act)?;
        let user = self.named.find(&office)?;
        let password = ask(&office, &user.name, &user.role, self.password_stdin)?;
        let hash = password.hash(&mut act.dice);
        let door = office.door()?;
        let user = office.change_user(&user.name, |user| user.password_hash = hash)?;
        let now = act.now.unix_millis();
        Ok(door.unlock(now, EventKind::PasswordChanged, user.id, &name_hash(&user.name))?)
    }
}

impl Named {
    fn find(&self, office: &Office) -> Result<UserRow, Failure> {
        let unknown =
            || Failure::new(format!("there is no account {}: see sync-server user list", self.name));
        office.user_named(&self.name)?.ok_or_else(unknown)
    }

    /// Changes an account and notes that, unless it is so already.
    fn change(
        self,
        act: &mut Act,
        kind: EventKind,
        is_so: impl FnOnce(&UserRow) -> bool,
        change: impl FnOnce(&mut UserRow),
    ) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let user = self.find(&office)?;
        if is_so(&user) {
            tell(format_args!("{} already was: nothing was changed", user.name));
            return Ok(());
        }
        let door = office.door()?;
        let user = office.change_user(&self.name, change)?;
        Ok(door.note(act.now.unix_millis(), kind, Some(user.id), None)?)
    }
}

/// Asks for a new password that is good enough for an account.
fn ask(office: &Office, name: &str, role: &Role, stdin: bool) -> Result<Password, Failure> {
    let typed = if stdin { from_stdin()? } else { from_prompt()? };
    let catalog = office.catalog()?;
    let names = catalog.all(&CatalogKind::Association);
    let names: Vec<&str> = names.flat_map(|entry| [entry.name_ar.as_str(), entry.name_en.as_str()]).collect();
    let words = names.iter().flat_map(|name| name.split_whitespace()).chain(names.iter().copied());
    let known: Vec<&str> = words.chain([name]).collect();
    Ok(Password::new(typed, role, &known)?)
}

pub(super) fn parse_role(text: &str) -> Result<Role, String> {
    let roles = || Role::KNOWN.iter().map(Role::code).collect::<Vec<_>>().join(", ");
    Role::known(text).ok_or_else(|| format!("is none of {}", roles()))
}

fn from_stdin() -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin().take(STDIN_BYTES_MAX).read_to_string(&mut text)?;
    one_line(&text)
}

/// Reads the password of a file or a pipe: its one line, without the mark that editors put in front of a file.
pub(super) fn one_line(text: &str) -> Result<String, Failure> {
    let line = text.trim_start_matches('\u{FEFF}').trim_end_matches(['\r', '\n']);
    if line.contains(['\r', '\n']) {
        return Err(Failure::new(
            "the password has more than one line: give only the password, on one line (printf %s PASSWORD | ...)",
        ));
    }
    Ok(line.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_one_line_whatever_editor_saved_it() {
        for text in ["a b", "a b\n", "a b\r\n", "\u{FEFF}a b\n", "a b\n\n"] {
            assert_eq!(one_line(text).ok().as_deref(), Some("a b"), "{text:?}");
        }
        for text in ["a\nb", "a\r\nb\n", "\na", "a\rb"] {
            assert!(one_line(text).is_err(), "{text:?}");
        }
    }
}

//! Where a PostgreSQL database is: an address, as it stands on a command line, in the environment or in a file.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

/// The address of a PostgreSQL database: `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=…`. Printed, it shows no
/// password.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    pub(super) config: Config,
    encrypted: bool,
    roots: Option<PathBuf>,
}

impl Address {
    /// Returns what the driver connects with.
    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// Tells whether the connection is encrypted, and the server's certificate looked at.
    pub(super) fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Returns the file of the certificates that are trusted; `None` for those that the system trusts.
    pub(super) fn roots(&self) -> Option<&PathBuf> {
        self.roots.as_ref()
    }

    /// Tells whether a password stands in the address itself.
    pub fn has_password(&self) -> bool {
        self.config.get_password().is_some()
    }

    /// Returns the same server's address of another database.
    #[must_use]
    pub fn of_database(&self, name: &str) -> Self {
        let mut other = self.clone();
        other.config.dbname(name);
        other
    }
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if !["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Err("is not the address of a database: write postgres://USER@HOST/DATABASE".to_owned());
        }
        // what the driver knows nothing of is read here
        let (address, query) = text.split_once('?').unwrap_or((text, ""));
        let (mut mode, mut roots, mut rest) = (None, None, Vec::new());
        for part in query.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some(("sslmode", value)) => mode = Some(value),
                Some(("sslrootcert", value)) => roots = Some(PathBuf::from(value)),
                _ => rest.push(part),
            }
        }
        let address =
            if rest.is_empty() { address.to_owned() } else { format!("{address}?{}", rest.join("&")) };
        let mut config: Config = address.parse().map_err(|fault: tokio_postgres::Error| {
            let why =
                std::error::Error::source(&fault).map_or_else(|| fault.to_string(), ToString::to_string);
            format!("cannot be read as an address: {why}; write postgres://USER@HOST/DATABASE")
        })?;
        if config.get_hosts().is_empty() || config.get_user().is_none() {
            return Err("names no user or no server: write postgres://USER@HOST/DATABASE".to_owned());
        }
        let encrypted = match mode {
            Some("disable") => false,
            Some("require" | "verify-ca" | "verify-full") => true,
            None => !config.get_hosts().iter().all(is_this_machine),
            Some(_) => {
                return Err("has an sslmode that is unknown here: write verify-full, or disable".to_owned());
            }
        };
        config.ssl_mode(if encrypted { SslMode::Require } else { SslMode::Disable });
        if config.get_dbname().is_none() {
            config.dbname("sila");
        }
        Ok(Self { config, encrypted, roots })
    }
}

fn is_this_machine(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => ["localhost", "127.0.0.1", "::1"].contains(&name.as_str()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ports = self.config.get_ports();
        let servers: Vec<String> = self
            .config
            .get_hosts()
            .iter()
            .enumerate()
            .map(|(at, host)| {
                let port = ports.get(at).or(ports.first()).copied().unwrap_or(5432);
                match host {
                    Host::Tcp(name) => format!("{name}:{port}"),
                    #[cfg(unix)]
                    Host::Unix(path) => format!("{}:{port}", path.display()),
                }
            })
            .collect();
        write!(f, "postgres://{}/{}", servers.join(","), self.config.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_no_password_and_says_what_is_wrong_with_it() {
        let address: Address =
            "postgres://sila:secret@db.example:5433/office?sslmode=verify-full".parse().unwrap();
        assert_eq!(address.to_string(), "postgres://db.example:5433/office");
        assert!(!format!("{address:?}").contains("secret"));
        for text in [
            "",
            "office.db",
            "mysql://a@b/c",
            "postgres://",
            "postgres://sila@h/o?sslmode=maybe",
            "postgres://sila@h:x/o",
        ] {
            let told = text.parse::<Address>().unwrap_err();
            assert!(told.contains("write "), "{text}: {told}");
        }
    }

    #[test]
    fn what_leaves_the_machine_is_encrypted_unless_somebody_says_otherwise() {
        for (text, encrypted) in [
            ("postgres://sila@db.example/office", true),
            ("postgres://sila@10.0.0.7,127.0.0.1/office", true),
            ("postgres://sila@db.example/office?sslmode=disable", false),
            ("postgres://sila@localhost/office", false),
            ("postgres://sila@127.0.0.1:5433/office?application_name=x", false),
            ("postgres://sila@127.0.0.1/office?sslmode=require&sslrootcert=/etc/ca.pem", true),
            ("postgres://sila@%2Frun%2Fpostgresql/office", false),
        ] {
            let address: Address = text.parse().unwrap();
            assert_eq!(address.is_encrypted(), encrypted, "{text}");
        }
    }
}

//! Connections: a few that are kept and lent out, each looked at before its first use.

use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use deadpool_postgres::{
    ClientWrapper, Connect, Hook, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime,
    TimeoutType, Timeouts,
};
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use tokio_postgres::{AsyncMessage, Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::fault::Fault;
use super::{Address, Part, wait};
use crate::store::{ServerFault, StoreError};

/// The oldest PostgreSQL that is used: `MERGE`, public schemas that are the owner's alone, and statistics as they are looked at here.
const OLDEST: u32 = 150_000;

/// How long a connection may take to be made, and how long one of those lent out is waited for.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);

/// After how long a server that says nothing more counts as gone: kiosks wait 90 s for an answer.
const GONE_AFTER: Duration = Duration::from_secs(15);

/// How statements are planned: by an index wherever there is one, also while nobody has counted the rows of tables that grow fast;
/// a plan that was made for an empty table is kept for as long. No statement is worth being compiled.
const PLANS: &str = "SET enable_seqscan = off; SET jit = off";

/// A commit that gave up waiting for its standby says so in a warning ([`serve`]).
const WARNINGS: &str = "SET client_min_messages = warning";

/// What a program that hangs may keep from the others: for how long a lock is waited for, and for how long one is held by a transaction
/// of which nothing is heard. Who runs the server may have set others.
const LIMITS: &str = "SELECT set_config(name, text, false)
    FROM (VALUES ('lock_timeout', '20s'), ('idle_in_transaction_session_timeout', '60s')) AS wanted (name, text)
    WHERE current_setting(name) = '0'";

/// The connections of one program to one database.
pub(super) struct Connections {
    pool: Pool,
    address: Box<Address>,
    looks: bool,
    life: Mutex<Option<String>>,
    refused: OnceLock<Refused>,
}

/// A setting of the database where no more connections are made, and what it means.
struct Refused {
    name: &'static str,
    refusal: fn(&str) -> StoreError,
}

/// A connection, until it is dropped.
pub(super) struct Held(Box<Object>);

impl Held {
    /// Ends the connection instead of giving it back.
    pub fn discard(self) {
        drop(Object::take(*self.0));
    }

    /// Tells whether nobody has used the connection yet.
    pub fn is_new(&self) -> bool {
        Object::metrics(&self.0).recycled.is_none()
    }

    /// Forgets statements that were prepared.
    pub fn forget_statements(&self) {
        self.0.statement_cache.clear();
    }
}

impl Deref for Held {
    type Target = ClientWrapper;

    fn deref(&self) -> &ClientWrapper {
        &self.0
    }
}

impl Part {
    /// How many connections are kept at most: whoever reads, writes or looks something up at once at a server (`state.rs`), and
    /// one more for what a write reads beside itself.
    fn connections_max(self) -> usize {
        match self {
            Self::Kiosk | Self::Office => 12,
            Self::Door => 6,
        }
    }
}

impl Connections {
    pub fn new(address: &Address, part: Part, looks: bool) -> Result<Self, StoreError> {
        let mut config = address.config().clone();
        config.application_name("sila");
        // one host of several that is cut off leaves time for the others
        let hosts = u32::try_from(config.get_hosts().len()).unwrap_or(u32::MAX).max(1);
        config.connect_timeout(CONNECT_WITHIN / hosts).tcp_user_timeout(GONE_AFTER);
        config.keepalives_idle(GONE_AFTER).keepalives_interval(Duration::from_secs(5)).keepalives_retries(2);
        let tls = address.is_encrypted().then(|| encryption(address)).transpose()?;
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_connect(config, Connector { tls }, recycling);
        let timeouts = Timeouts {
            wait: Some(CONNECT_WITHIN),
            create: Some(CONNECT_WITHIN),
            recycle: Some(CONNECT_WITHIN),
        };
        let writes = if looks { "; SET default_transaction_read_only = on" } else { "" };
        let settings = format!("{PLANS}; {WARNINGS}; {LIMITS}{writes}");
        let settle = Hook::async_fn(move |client: &mut ClientWrapper, _| {
            let settings = settings.clone();
            Box::pin(async move {
                client.batch_execute(&settings).await.map_err(deadpool_postgres::HookError::Backend)
            })
        });
        let pool = Pool::builder(manager)
            .max_size(part.connections_max())
            .timeouts(timeouts)
            .runtime(Runtime::Tokio1)
            .post_create(settle)
            .build()
            .map_err(|e| StoreError::Refused(Box::new(e)))?;
        Ok(Self {
            pool,
            address: Box::new(address.clone()),
            looks,
            life: Mutex::default(),
            refused: OnceLock::new(),
        })
    }

    pub fn address(&self) -> &Address {
        &self.address
    }

    pub fn looks(&self) -> bool {
        self.looks
    }

    pub fn refuse_where_set(&self, name: &'static str, refusal: fn(&str) -> StoreError) {
        self.refused.get_or_init(|| Refused { name, refusal });
    }

    /// Lends a connection. One that is new is looked at first.
    pub fn take(&self) -> Result<Held, StoreError> {
        let held = wait(self.pool.get()).map(|lent| Held(Box::new(lent))).map_err(|e| self.pool_fault(e))?;
        if held.is_new() {
            match self.look_at(&held) {
                Ok(life) => *self.life.lock().unwrap_or_else(PoisonError::into_inner) = Some(life),
                Err(unfit) => {
                    held.discard();
                    return Err(unfit);
                }
            }
        }
        Ok(held)
    }

    /// Returns the life of the database that the newest connection leads to: that of its cluster, and its own number there.
    pub fn life(&self) -> Option<String> {
        self.life.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn pool_fault(&self, error: PoolError) -> StoreError {
        match error {
            PoolError::Backend(error) => Fault::of(error).into_store(&self.address),
            PoolError::Timeout(TimeoutType::Wait) => StoreError::Busy,
            PoolError::Timeout(TimeoutType::Create | TimeoutType::Recycle) => {
                self.unusable(ServerFault::Unreachable("it does not answer".to_owned()))
            }
            PoolError::PostCreateHook(hook) => match hook {
                deadpool_postgres::HookError::Backend(error) => Fault::of(error).into_store(&self.address),
                other => Fault::unreachable(other.to_string()).into_store(&self.address),
            },
            PoolError::Closed | PoolError::NoRuntimeSpecified => {
                Fault::unreachable(error.to_string()).into_store(&self.address)
            }
        }
    }

    /// Says that the server is a standby.
    pub fn standby(&self) -> StoreError {
        self.unusable(ServerFault::Standby)
    }

    fn unusable(&self, fault: ServerFault) -> StoreError {
        StoreError::Server { server: self.address.to_string(), fault }
    }

    /// Looks whether what lies behind a connection keeps what it is given, and tells no more than it should; returns its life.
    fn look_at(&self, held: &Held) -> Result<String, StoreError> {
        let said = self.ask_one(held, SETTINGS)?;
        let life = judge(&said, self.looks).map_err(|fault| self.unusable(fault))?;
        let Some(Refused { name, refusal }) = self.refused.get() else { return Ok(life) };
        let sql = format!("SELECT convert_from(value, 'UTF8') FROM meta WHERE name = '{name}'");
        match super::tables::ask(held, self, &sql)?.first() {
            Some(set) => Err(refusal(&set.concat())),
            None => Ok(life),
        }
    }

    /// Asks something that is answered with one row.
    fn ask_one(&self, held: &Held, sql: &str) -> Result<Vec<String>, StoreError> {
        let rows = super::tables::ask(held, self, sql)?;
        rows.into_iter()
            .next()
            .ok_or_else(|| Fault::unreachable("it gave no answer").into_store(&self.address))
    }

    /// Tells what of the server's settings somebody who runs it should know.
    pub fn remarks(&self) -> Result<Vec<String>, StoreError> {
        let held = self.take()?;
        let sql = "SELECT current_setting('server_version'), current_setting('synchronous_standby_names'),
            (SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')),
            current_setting('data_checksums'), pg_has_role('pg_read_all_stats', 'USAGE')::int";
        let said = self.ask_one(&held, sql)?;
        let said = |at: usize| said.get(at).map(String::as_str).unwrap_or_default();
        let standby = match (said(1), said(2)) {
            ("", _) => "no standby is configured: what is acknowledged is on this server's disk alone".to_owned(),
            // who may not read statistics sees standbys without their state
            _ if said(4) == "0" => {
                "every acknowledgement waits for a synchronous standby; to see here whether one is connected, grant \
                 pg_read_all_stats to this user"
                    .to_owned()
            }
            (_, "0") => {
                "a synchronous standby is configured and none is connected: everything that writes waits for it"
                    .to_owned()
            }
            (_, n) => format!("every acknowledgement waits for a synchronous standby ({n} connected)"),
        };
        let checksums = match said(3) {
            "on" => "pages have checksums",
            _ => "pages have no checksums: a flipped byte may go unnoticed (pg_checksums --enable)",
        };
        Ok(vec![format!("PostgreSQL {}", said(0)), standby, checksums.to_owned()])
    }
}

/// What is asked of a server before a connection to it is used, in the order in which [`judge`] takes it.
const SETTINGS: &str = "SELECT current_setting('server_version_num'), current_setting('server_version'),
    current_setting('server_encoding'), current_setting('synchronous_commit'), current_setting('fsync'),
    current_setting('track_commit_timestamp'), pg_is_in_recovery()::int,
    (SELECT system_identifier FROM pg_control_system()),
    CASE WHEN pg_is_in_recovery() THEN '' ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END,
    current_setting('transaction_read_only'), (SELECT oid FROM pg_database WHERE datname = current_database())";

/// Judges what a server says of itself; returns its life. Who `looks` alone needs less of it.
fn judge(said: &[String], looks: bool) -> Result<String, ServerFault> {
    let said = |at: usize| said.get(at).map(String::as_str).unwrap_or_default();
    let unfit = |what: String, next_step| Err(ServerFault::Unfit { what, next_step });
    if said(0).parse().unwrap_or(0) < OLDEST {
        return unfit(format!("is kept by PostgreSQL {}", said(1)), "install version 15 or newer");
    }
    if said(2) != "UTF8" {
        let what = format!("has the encoding {}", said(2));
        return unfit(what, "make one of UTF8 (createdb --encoding UTF8 --template template0)");
    }
    if looks {
        return Ok(String::new());
    }
    if said(6) != "0" || said(9) != "off" {
        return Err(ServerFault::Standby);
    }
    if !["on", "remote_apply"].contains(&said(3)) {
        let what = format!("has synchronous_commit = {}, and would lose what was acknowledged", said(3));
        return unfit(what, "set it to on, for the server, the database and the user");
    }
    // a cluster for tests lies in memory
    if said(4) != "on" && !cfg!(feature = "checks") {
        return unfit("has fsync = off, and would lose what was acknowledged".to_owned(), "set it to on");
    }
    if said(5) != "off" {
        let what = "has track_commit_timestamp = on, and would note when a rating came".to_owned();
        return unfit(what, "set it to off and restart PostgreSQL");
    }
    Ok([said(7), said(10), said(8)].join("/"))
}

/// Returns what the server's certificate is looked at with: by the given authorities, or those that the system trusts.
fn encryption(address: &Address) -> Result<MakeRustlsConnect, StoreError> {
    let mut roots = RootCertStore::empty();
    match address.roots() {
        Some(path) => {
            let unread = |why: String| StoreError::File {
                operation: "read the certificates in",
                path: path.display().to_string(),
                source: std::io::Error::other(why),
            };
            let certificates = CertificateDer::pem_file_iter(path).map_err(|e| unread(e.to_string()))?;
            for certificate in certificates {
                let certificate = certificate.map_err(|e| unread(e.to_string()))?;
                roots.add(certificate).map_err(|e| unread(e.to_string()))?;
            }
            if roots.is_empty() {
                return Err(unread("it holds no certificate (PEM)".to_owned()));
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = versions.expect("ring has them all").with_root_certificates(roots).with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// Makes connections.
struct Connector {
    tls: Option<MakeRustlsConnect>,
}

type Making<'a> = std::pin::Pin<
    Box<
        dyn Future<Output = Result<(Client, tokio::task::JoinHandle<()>), tokio_postgres::Error>> + Send + 'a,
    >,
>;

impl Connect for Connector {
    fn connect(&self, config: &Config) -> Making<'_> {
        let config = config.clone();
        Box::pin(async move {
            match &self.tls {
                Some(tls) => {
                    let (client, connection) = config.connect(tls.clone()).await?;
                    Ok((client, tokio::spawn(serve(connection))))
                }
                None => {
                    let (client, connection) = config.connect(NoTls).await?;
                    Ok((client, tokio::spawn(serve(connection))))
                }
            }
        })
    }
}

/// Moves what a connection sends and receives, until it ends. A commit that was made to stop waiting for the standby is reported as
/// made, behind a warning: the connection ends with the warning, so that nobody hears of a commit.
async fn serve<S, T>(mut connection: tokio_postgres::Connection<S, T>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    while let Some(Ok(message)) = std::future::poll_fn(|context| connection.poll_message(context)).await {
        if let AsyncMessage::Notice(notice) = message
            && notice.routine() == Some("SyncRepWaitForLSN")
        {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIT: [&str; 11] =
        ["150018", "15.18", "UTF8", "on", "on", "off", "0", "77", "00000001", "off", "16384"];

    fn judged(at: usize, other: &str, looks: bool) -> Result<String, ServerFault> {
        let mut said = FIT.map(str::to_owned);
        said[at] = other.to_owned();
        judge(&said, looks)
    }

    #[test]
    fn a_server_is_used_only_where_it_keeps_what_it_is_given_and_tells_no_more_than_it_should() {
        assert_eq!(judged(0, "180001", false).unwrap(), "77/16384/00000001");
        assert_eq!(judged(3, "remote_apply", false).unwrap(), "77/16384/00000001");
        for (at, other, told) in [
            (0, "140012", "install version 15"),
            (2, "SQL_ASCII", "createdb --encoding UTF8"),
            (3, "off", "synchronous_commit = off"),
            (3, "local", "set it to on"),
            (3, "remote_write", "would lose what was acknowledged"),
            (5, "on", "set it to off and restart"),
            (6, "1", "target_session_attrs=read-write"),
            (9, "on", "can only be read"),
        ] {
            let fault = judged(at, other, false).unwrap_err().to_string();
            assert!(fault.contains(told), "{other}: {fault}");
        }
        for (at, other) in [(3, "off"), (5, "on"), (6, "1"), (9, "on")] {
            assert!(judged(at, other, true).is_ok(), "it is looked at all the same: {other}");
        }
        assert!(judged(0, "140012", true).is_err() && judged(2, "LATIN1", true).is_err());
    }
}

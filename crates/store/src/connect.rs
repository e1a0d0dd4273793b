//! From a data source name to connections: parsing, TLS, session settings, pools.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Metrics, Pool, RecyclingMethod, Runtime};
use parking_lot::Mutex;
use tokio_postgres::SimpleQueryMessage;
use tokio_postgres::config::{SslMode, TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::StoreError;
use crate::db::Db;

/// The server has this long to say that it cancelled a statement. After that it does not answer at all.
const ANSWER_MARGIN_MS: u64 = 500;

/// Time for a connection to a replica.
const REPLICA_WAIT_MS: u64 = 250;

/// Limits of every session, from `SqlSettings` and ours.
#[derive(Clone, Debug)]
pub struct PoolOptions {
    /// libpq URL or `key=value` list.
    pub dsn: String,
    /// Connections of this pool.
    pub connections_max: usize,
    /// A statement running longer is cancelled by the server.
    pub statement_timeout_ms: u64,
    /// A statement that waits longer for a lock is cancelled by the server.
    pub lock_timeout_ms: u64,
    /// A transaction left open by a frozen process is ended by the server, so that its row locks end.
    pub idle_in_transaction_timeout_ms: u64,
    /// How long a request waits for a free connection or a new one.
    pub wait_ms: u64,
    /// How long a request goes on trying to reach the database while it cannot be reached: long enough for another server
    /// to take its place. 0: not at all.
    pub hold_ms: u64,
    /// Which connections are too old to be used.
    pub renewal: Arc<Renewal>,
    /// Any server will do, also one that takes no writes.
    pub is_replica: bool,
}

/// A moment before which no connection counts: the server at its other end is not the primary any more, or an administrator
/// wants new ones.
#[derive(Debug, Default)]
pub struct Renewal(Mutex<Option<std::time::Instant>>);

impl Renewal {
    /// Every connection that exists now is given up when it comes back to its pool.
    #[expect(clippy::disallowed_methods, reason = "compared with the pool's own clock")]
    pub fn renew(&self) {
        *self.0.lock() = Some(std::time::Instant::now());
    }

    fn is_old(&self, created: std::time::Instant) -> bool {
        self.0.lock().is_some_and(|since| created <= since)
    }
}

impl PoolOptions {
    pub fn new(dsn: &str, connections_max: usize) -> Self {
        Self {
            dsn: dsn.to_owned(),
            connections_max: connections_max.max(1),
            statement_timeout_ms: 30_000,
            lock_timeout_ms: 10_000,
            idle_in_transaction_timeout_ms: 5_000,
            wait_ms: 5_000,
            hold_ms: 0,
            renewal: Arc::default(),
            is_replica: false,
        }
    }

    /// For a replica. Nobody waits for one that is slow to connect: the primary has it too.
    pub(crate) fn for_replica(&self, dsn: &str) -> Self {
        Self { dsn: dsn.to_owned(), wait_ms: REPLICA_WAIT_MS, hold_ms: 0, is_replica: true, ..self.clone() }
    }

    fn config(&self) -> Result<tokio_postgres::Config, StoreError> {
        let mut config = parse_dsn(&self.dsn)?;
        config.application_name("roost");
        config.connect_timeout(Duration::from_millis(self.wait_ms));
        if config.get_hosts().len() > 1 && !self.is_replica {
            // Whichever of them is the primary now.
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
            // One that vanished with its machine must not use up the time in which the next one would answer.
            config.connect_timeout(Duration::from_millis(self.wait_ms / 3));
        }
        config.keepalives_idle(Duration::from_secs(10));
        config.tcp_user_timeout(Duration::from_millis(self.statement_timeout_ms));
        config.options(format!(
            "-c statement_timeout={} -c lock_timeout={} -c idle_in_transaction_session_timeout={} -c timezone=UTC \
             -c default_transaction_isolation=read\\ committed",
            self.statement_timeout_ms, self.lock_timeout_ms, self.idle_in_transaction_timeout_ms
        ));
        Ok(config)
    }
}

/// Opens a pool. Its connections' tasks run on the runtime that first asks, so a pool belongs to one runtime.
pub fn pool(options: &PoolOptions) -> Result<Db, StoreError> {
    let patience = Duration::from_millis(options.statement_timeout_ms + ANSWER_MARGIN_MS);
    Ok(Db::new(raw_pool(options)?, patience, Duration::from_millis(options.hold_ms)))
}

pub(crate) fn raw_pool(options: &PoolOptions) -> Result<Pool, StoreError> {
    let config = options.config()?;
    let manager_config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = match config.get_ssl_mode() {
        SslMode::Disable => Manager::from_config(config, tokio_postgres::NoTls, manager_config),
        _ => Manager::from_config(config, MakeRustlsConnect::new(tls_config()?), manager_config),
    };
    let wait = Some(Duration::from_millis(options.wait_ms));
    let renewal = options.renewal.clone();
    let is_current = Hook::sync_fn(move |_, metrics: &Metrics| {
        if renewal.is_old(metrics.created) { Err(HookError::message("older connections are given up")) } else { Ok(()) }
    });
    Pool::builder(manager)
        .max_size(options.connections_max)
        .wait_timeout(wait)
        .create_timeout(wait)
        .recycle_timeout(wait)
        .pre_recycle(is_current)
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|e| StoreError::Bug(e.to_string()))
}

/// One connection outside any pool, for migrations. The second value must be polled for the first to work.
pub async fn single(
    dsn: &str,
) -> Result<(tokio_postgres::Client, impl Future<Output = ()> + Send + use<>), StoreError> {
    let mut config = parse_dsn(dsn)?;
    config.application_name("roost migrate");
    config.connect_timeout(Duration::from_secs(10));
    let (client, connection) = if config.get_ssl_mode() == SslMode::Disable {
        let (client, connection) = config.connect(tokio_postgres::NoTls).await?;
        (client, futures_util::future::Either::Left(connection))
    } else {
        let (client, connection) = config.connect(MakeRustlsConnect::new(tls_config()?)).await?;
        (client, futures_util::future::Either::Right(connection))
    };
    let drive = async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a single database connection ended");
        }
    };
    Ok((client, drive))
}

/// Runs `work` on one connection outside any pool, and closes it.
pub async fn with_single<T>(
    dsn: &str,
    work: impl AsyncFnOnce(&mut tokio_postgres::Client) -> T,
) -> Result<T, StoreError> {
    let (mut client, connection) = single(dsn).await?;
    let work = async {
        let done = work(&mut client).await;
        // Ends the connection, and with it the other future.
        drop(client);
        done
    };
    Ok(futures_util::future::join(work, connection).await.0)
}

/// The rows of an operator's own question: a name and a number. Others are left out, and so is an empty question.
pub async fn named_numbers(dsn: &str, question: &str) -> Result<Vec<(String, f64)>, StoreError> {
    if question.trim().is_empty() {
        return Ok(Vec::new());
    }
    let rows = with_single(dsn, async |client| client.simple_query(question).await).await??;
    let numbers = rows.into_iter().filter_map(|message| {
        let SimpleQueryMessage::Row(row) = message else { return None };
        let (name, number) = (row.try_get(0).ok()??, row.try_get(1).ok()??);
        Some((name.to_owned(), number.parse().ok()?))
    });
    Ok(numbers.collect())
}

/// Reads a data source name as the original writes it: options that only its driver knows are left out.
fn parse_dsn(dsn: &str) -> Result<tokio_postgres::Config, StoreError> {
    let cleaned = without_foreign_options(dsn);
    cleaned.parse().map_err(|e| StoreError::Bug(format!("SqlSettings.DataSource cannot be read: {e}")))
}

/// Query parameters that the original's driver understands and ours does not.
const FOREIGN: &[&str] = &["binary_parameters", "sslrootcert", "sslcert", "sslkey", "fallback_application_name"];

fn without_foreign_options(dsn: &str) -> String {
    let Some((base, query)) = dsn.split_once('?') else { return dsn.to_owned() };
    if !base.contains("://") {
        return dsn.to_owned();
    }
    let kept: Vec<String> = query
        .split('&')
        .filter(|pair| !FOREIGN.contains(&pair.split('=').next().unwrap_or_default()))
        // `verify-full` and `verify-ca` are what `require` does here: our TLS always checks the certificate.
        .map(|pair| if pair.starts_with("sslmode=verify") { "sslmode=require".to_owned() } else { pair.to_owned() })
        .collect();
    if kept.is_empty() { base.to_owned() } else { format!("{base}?{}", kept.join("&")) }
}

fn tls_config() -> Result<rustls::ClientConfig, StoreError> {
    let mut roots = rustls::RootCertStore::empty();
    for certificate in rustls_native_certs::load_native_certs().certs {
        // A certificate in the system's folder that cannot be read is the system's affair; the others still count.
        if let Err(error) = roots.add(certificate) {
            tracing::debug!(%error, "a system certificate was left out");
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| StoreError::Bug(e.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_the_other_driver_are_left_out() {
        let dsn = "postgres://u:p@h/db?sslmode=disable&connect_timeout=10&binary_parameters=yes";
        assert_eq!(without_foreign_options(dsn), "postgres://u:p@h/db?sslmode=disable&connect_timeout=10");
        assert_eq!(without_foreign_options("postgres://h/db?sslmode=verify-full"), "postgres://h/db?sslmode=require");
        assert_eq!(without_foreign_options("host=/tmp dbname=x"), "host=/tmp dbname=x");
    }
}

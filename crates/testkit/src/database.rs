//! A database per test.

use roost_app::clock::Random;
use roost_server::system::SystemRandom;
use roost_store::connect::{single, with_single};
use roost_store::migrate::{CREATE_DATABASE_OPTIONS, Defaults, Mode, fingerprint, migrate};
use tokio_postgres::config::Host;
use tokio_postgres::{Client, Config};

/// Key of the lock under which the template is made.
const TEMPLATE_LOCK: i64 = 0x726f_6f73_7474_706c;

/// Time at which the template's rows of a first start were made, in milliseconds since 1970.
const TEMPLATE_NOW_MS: i64 = 1_700_000_000_000;

/// A database of its own, dropped with this value.
pub struct TestDatabase {
    pub name: String,
}

impl TestDatabase {
    /// A fresh clone of the migrated template.
    pub async fn migrated() -> Self {
        let template = template().await;
        Self::create(&format!("template {template} strategy file_copy")).await
    }

    /// An empty database.
    pub async fn empty() -> Self {
        Self::create(CREATE_DATABASE_OPTIONS).await
    }

    async fn create(options: &str) -> Self {
        let name = format!("t_{}", SystemRandom.id());
        let admin = connect(&dsn_of("postgres")).await;
        admin.batch_execute(&format!("create database {name} {options}")).await.unwrap();
        Self { name }
    }

    /// Connection string for nodes.
    pub fn dsn(&self) -> String {
        dsn_of(&self.name)
    }

    /// A connection beside the nodes, to look at what they wrote.
    pub async fn client(&self) -> Client {
        connect(&self.dsn()).await
    }

    /// A hash of the rows of every table, the log, `sessions` and `audits` included, a line each: two equal digests mean
    /// that nothing was written between them.
    pub async fn digest(&self) -> String {
        let client = self.client().await;
        let tables = client
            .query(
                "select format('%I.%I', schemaname, tablename) from pg_tables
                 where schemaname in ('public', 'roost') order by 1",
                &[],
            )
            .await
            .unwrap();
        // One statement: the digest of all tables is of one moment, and takes one trip.
        let of_table = tables.iter().map(|row| {
            let name: String = row.get(0);
            format!("select '{name}', coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from {name} t")
        });
        let rows = client.query(&of_table.collect::<Vec<_>>().join(" union all "), &[]).await.unwrap();
        let mut parts: Vec<String> =
            rows.iter().map(|row| format!("{} {}", row.get::<_, &str>(0), row.get::<_, &str>(1))).collect();
        parts.sort();
        parts.join("\n")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let name = std::mem::take(&mut self.name);
        // A thread of its own, because a runtime cannot be entered from within another.
        let dropper = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let admin = connect(&dsn_of("postgres")).await;
                admin.batch_execute(&format!("drop database if exists {name} with (force)")).await.unwrap();
            });
        });
        let ended = dropper.join();
        if !std::thread::panicking() {
            ended.unwrap();
        }
    }
}

/// The configuration behind `ROOST_TEST_PG`.
pub(crate) fn server() -> Config {
    let url = std::env::var("ROOST_TEST_PG")
        .expect("ROOST_TEST_PG names a PostgreSQL for tests; run `make test` or scripts/with-test-pg.sh COMMAND");
    url.parse().unwrap()
}

fn dsn_of(database: &str) -> String {
    let config = server();
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        Some(Host::Unix(path)) => path.display().to_string(),
        None => "localhost".to_owned(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let user = config.get_user().unwrap_or("postgres");
    format!("host={host} port={port} user={user} dbname={database} sslmode=disable")
}

/// A connection beside the nodes.
pub async fn connect(dsn: &str) -> Client {
    let (client, connection) = single(dsn).await.unwrap_or_else(|e| panic!("{dsn}: {e}"));
    tokio::spawn(connection);
    client
}

/// Name of the template for these migrations; made by whoever comes first.
async fn template() -> String {
    let name = format!("roost_template_{}", fingerprint());
    let admin = connect(&dsn_of("postgres")).await;
    admin.execute("select pg_advisory_lock($1)", &[&TEMPLATE_LOCK]).await.unwrap();
    let known = admin.query("select 1 from pg_database where datname = $1", &[&name]).await.unwrap();
    if known.is_empty() {
        let building = format!("{name}_new");
        let create = format!("create database {building} {CREATE_DATABASE_OPTIONS}");
        admin.batch_execute(&format!("drop database if exists {building} with (force)")).await.unwrap();
        admin.batch_execute(&create).await.unwrap();
        let defaults = Defaults::generate(&mut || SystemRandom.id().to_string(), TEMPLATE_NOW_MS);
        let made = with_single(&dsn_of(&building), async |client| migrate(client, Mode::Apply, &defaults).await).await;
        made.unwrap().unwrap();
        admin.batch_execute(&format!("alter database {building} rename to {name}")).await.unwrap();
    }
    admin.execute("select pg_advisory_unlock($1)", &[&TEMPLATE_LOCK]).await.unwrap();
    name
}

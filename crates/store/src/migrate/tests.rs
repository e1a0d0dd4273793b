//! The migrator on real databases. `ROOST_TEST_PG` names a throwaway cluster; each test makes and drops a database.

use std::io::Read as _;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::{FutureExt as _, SinkExt as _};
use tokio::time::Instant;
use tokio_postgres::config::Host;
use tokio_postgres::{Client, Config, NoTls};

use super::*;

/// Names of the files that ran, in their order.
const RECORDED: &str = "select array_agg(name order by applied_at) from roost.migrations";

const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../facts");

fn cluster() -> Config {
    let url = std::env::var("ROOST_TEST_PG")
        .expect("ROOST_TEST_PG must hold the URL of a PostgreSQL cluster in which databases may be created");
    url.parse().expect("ROOST_TEST_PG is a libpq URL or key=value list")
}

async fn connect(config: &Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::runtime::Handle::current().spawn(connection);
    client
}

/// Runs a test on an empty database of its own, which is dropped whatever the outcome.
async fn on_database<F: Future<Output = ()>>(name: &str, test: impl FnOnce(Config) -> F) {
    let name = format!("roost_migrate_{name}_{}", std::process::id());
    let admin = connect(&cluster()).await;
    admin.batch_execute(&format!("create database {name} {CREATE_DATABASE_OPTIONS}")).await.unwrap();
    let mut config = cluster();
    config.dbname(&name);
    let outcome = AssertUnwindSafe(test(config)).catch_unwind().await;
    admin.batch_execute(&format!("drop database {name} with (force)")).await.unwrap();
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

fn defaults() -> Defaults {
    let mut count = 0;
    Defaults::generate(
        &mut || {
            count += 1;
            format!("{count:026}")
        },
        1_700_000_000_000,
    )
}

async fn migrate_once(config: &Config) -> Result<Report, MigrateError> {
    migrate(&mut connect(config).await, Mode::Apply, &defaults()).await
}

async fn one<T: for<'a> tokio_postgres::types::FromSql<'a>>(client: &Client, sql: &str) -> T {
    client.query_one(sql, &[]).await.unwrap().get(0)
}

/// Asks until the answer is true.
async fn until(client: &Client, sql: &str, what: &str) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !one::<Option<bool>>(client, sql).await.unwrap_or_default() {
        assert!(Instant::now() < deadline, "it never came to this: {what}");
    }
}

fn all_names() -> Vec<&'static str> {
    files::ALL.iter().map(|file| file.name).collect()
}

fn recording(name: &str) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(format!("{FACTS}/golden/{name}")).unwrap()).unwrap()
}

#[tokio::test]
async fn three_at_once_on_an_empty_database() {
    on_database("three", |config| async move {
        let (a, b, c) = tokio::join!(migrate_once(&config), migrate_once(&config), migrate_once(&config));
        let reports = [a.unwrap(), b.unwrap(), c.unwrap()];
        let mut ran: Vec<_> = reports.iter().map(|report| report.files.clone()).collect();
        ran.sort();
        assert_eq!(ran, [vec![], vec![], all_names()]);
        assert_eq!(reports.iter().filter(|report| report.rows_seeded > 0).count(), 1);

        let client = connect(&config).await;
        assert_eq!(one::<Vec<String>>(&client, RECORDED).await, all_names());
        let locks = "select count(*) from pg_locks l join pg_database d on d.oid = l.database
            where l.locktype = 'advisory' and d.datname = current_database()";
        assert_eq!(one::<i64>(&client, locks).await, 0);
        assert_eq!(one::<String>(&client, "show lc_collate").await, "C.UTF-8");
        assert_eq!(one::<i64>(&client, "insert into roost.log (body) values ('') returning g").await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_schema_is_that_of_the_original() {
    on_database("catalogue", |config| async move {
        migrate_once(&config).await.unwrap();
        // The description leaves out the two tables of the original's own migrator; everything else has to be in it.
        connect(&config).await.batch_execute("drop table db_migrations, db_lock").await.unwrap();
        let output = std::process::Command::new("python3")
            .args([&format!("{FACTS}/schema/catalogue.py"), "check"])
            .args([&conninfo(&config), &format!("{FACTS}/schema/mattermost-11.6.json")])
            .output()
            .expect("python3 is installed");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
        assert!(text.trim_end().ends_with("0 missing or different, 0 extra"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn the_rows_are_those_of_a_fresh_original() {
    on_database("rows", |config| async move {
        assert_eq!(migrate_once(&config).await.unwrap().rows_seeded, 25 + 2 + 11 + 72 + 1);
        let client = connect(&config).await;
        let roles = "select json_agg(json_build_object('name', name, 'display_name', displayname,
                'description', description, 'scheme_managed', schememanaged, 'built_in', builtin,
                'deleted', deleteat > 0,
                'permissions', array_remove(string_to_array(permissions, ' '), '')) order by name) from roles";
        assert_eq!(one::<serde_json::Value>(&client, roles).await, recording("roles-default.json")["roles"]);
        let versions = "select json_agg(json_build_object('version', version, 'name', name) order by version)
            from db_migrations";
        assert_eq!(one::<serde_json::Value>(&client, versions).await, recording("db-migrations.json"));
        let done = "select data ->> 'migration_key' from jobs where type = 'migrations' and status = 'success'";
        let done = one::<String>(&client, done).await;
        let others = "select name, value from systems where name <> $1 order by name";
        let rows = client.query(others, &[&done]).await.unwrap();
        let recorded = recording("systems-default.json");
        let mut recorded: Vec<_> = recorded["fresh_boot"].as_array().unwrap().iter().collect();
        recorded.sort_by_key(|row| row["name"].as_str().unwrap());
        assert_eq!(rows.len(), recorded.len());
        for (row, recorded) in rows.iter().zip(recorded) {
            let (name, value): (&str, &str) = (row.get(0), row.get(1));
            assert_eq!(name, recorded["name"].as_str().unwrap());
            match recorded["value"].as_str().unwrap() {
                "{{id}}" => assert_eq!(value.len(), 26, "{name}"),
                "{{ms}}" => assert_eq!(value, "1700000000000", "{name}"),
                "{{secret}}" => {
                    let start = if name == "AsymmetricSigningKey" { r#"{"ecdsa_key":{"# } else { r#"{"key":""# };
                    assert!(value.starts_with(start), "{name}");
                }
                exact => assert_eq!(value, exact, "{name}"),
            }
        }
        assert_eq!(migrate_once(&config).await.unwrap().rows_seeded, 0);
    })
    .await;
}

#[tokio::test]
async fn an_interrupted_migration_resumes() {
    on_database("interrupted", |config| async move {
        // An open transaction that makes a table posts holds the migrator in the middle of its seventh file.
        let blocker = connect(&config).await;
        blocker.batch_execute("begin; create table posts (x int)").await.unwrap();
        let mut migrator = connect(&config).await;
        let pid: i32 = one(&migrator, "select pg_backend_pid()").await;
        let defaults = defaults();
        let (outcome, ()) = tokio::join!(migrate(&mut migrator, Mode::Apply, &defaults), async {
            let watcher = connect(&config).await;
            let blocked = format!("select wait_event_type = 'Lock' is true from pg_stat_activity where pid = {pid}");
            until(&watcher, &blocked, "the migrator waits for the table posts").await;
            assert!(one::<bool>(&watcher, &format!("select pg_terminate_backend({pid})")).await);
        });
        let refused = outcome.unwrap_err();
        assert!(refused.to_string().starts_with("migration public/0006_posts failed: "), "{refused}");
        blocker.batch_execute("rollback").await.unwrap();

        assert_eq!(one::<Vec<String>>(&blocker, RECORDED).await, all_names()[..6]);
        assert_eq!(migrate_once(&config).await.unwrap().files, all_names()[6..]);
        assert_eq!(one::<Vec<String>>(&blocker, RECORDED).await, all_names());
        let columns = look(&blocker).await.unwrap().public_columns;
        assert_eq!(columns, files::public_columns(files::ALL).into_iter().collect());
    })
    .await;
}

#[tokio::test]
async fn a_file_without_transaction_runs_while_others_wait_and_resumes() {
    const FIRST: Migration = files::ALL[0];
    const BROKEN: &str = "-- no transaction
create table if not exists t (a int);
create index concurrently i on t (b);
";
    // Stops at a lock of the test, so that the others are surely waiting when the index is built.
    const MENDED: &str = "-- no transaction
create table if not exists t (a int);
select pg_advisory_lock(7);
create index concurrently i on t (a);
";
    on_database("concurrently", |config| async move {
        let once = |sql| {
            let config = &config;
            let files = [FIRST, Migration { name: "roost/0002_index", sql }];
            async move { run(&mut connect(config).await, &files, Mode::Apply, None).await }
        };
        let refused = once(BROKEN).await.unwrap_err();
        assert!(refused.to_string().starts_with("migration roost/0002_index failed: "), "{refused}");
        let client = connect(&config).await;
        assert_eq!(one::<Vec<String>>(&client, RECORDED).await, [FIRST.name]);

        client.batch_execute("select pg_advisory_lock(7)").await.unwrap();
        // The table stands already: the file begins again from its start.
        let (a, b, c, ()) = tokio::join!(once(MENDED), once(MENDED), once(MENDED), async {
            let asked = "select count(*) from pg_stat_activity
                where datname = current_database() and query like 'select pg\\_%advisory\\_lock($1)'";
            until(&client, &format!("select ({asked}) = 2"), "two migrators wait for the third").await;
            client.batch_execute("select pg_advisory_unlock(7)").await.unwrap();
        });
        let ran: usize = [a, b, c].into_iter().map(|report| report.unwrap().files.len()).sum();
        assert_eq!(ran, 1);
        assert!(one::<bool>(&client, "select indisvalid from pg_index where indexrelid = 'i'::regclass").await);
    })
    .await;
}

#[tokio::test]
async fn newer_changed_and_foreign_databases_are_left_alone() {
    on_database("refused", |config| async move {
        migrate_once(&config).await.unwrap();
        let client = connect(&config).await;
        for (spoil, mend, words) in [
            (
                "insert into roost.migrations (name, checksum) values ('roost/0999_later', 'x')",
                "delete from roost.migrations where name = 'roost/0999_later'",
                "newer than this binary: it has the migration roost/0999_later",
            ),
            (
                "insert into db_migrations values (160, 'later')",
                "delete from db_migrations where version = 160",
                "newer than this binary: public.db_migrations has version 160, the newest known here is 159",
            ),
            (
                "update roost.migrations set checksum = 'x' || checksum where name = 'public/0004_teams'",
                "update roost.migrations set checksum = substr(checksum, 2) where name = 'public/0004_teams'",
                "the file of migration public/0004_teams differs",
            ),
        ] {
            client.batch_execute(spoil).await.unwrap();
            for mode in [Mode::Apply, Mode::DryRun] {
                let refused = migrate(&mut connect(&config).await, mode, &defaults()).await.unwrap_err();
                assert!(refused.to_string().contains(words), "{refused}");
            }
            client.batch_execute(mend).await.unwrap();
            assert!(migrate_once(&config).await.unwrap().files.is_empty());
        }
    })
    .await;
    on_database("foreign", |config| async move {
        let client = connect(&config).await;
        client.batch_execute("create table users (uid int)").await.unwrap();
        let refused = migrate_once(&config).await.unwrap_err();
        assert!(refused.to_string().contains("already has a table users"), "{refused}");
        assert!(!exists(&client, "roost.migrations").await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_prints_what_an_apply_does_and_changes_nothing() {
    on_database("dry", |config| async move {
        let mut client = connect(&config).await;
        let dry = migrate(&mut client, Mode::DryRun, &defaults()).await.unwrap();
        assert_eq!(dry.files, all_names());
        assert!(look(&client).await.unwrap().public_columns.is_empty());
        assert!(!exists(&client, "roost.migrations").await.unwrap());
        // The text by itself leads to a database on which nothing is left to do.
        client.batch_execute(&dry.sql).await.unwrap();
        let after = migrate_once(&config).await.unwrap();
        assert!(after.files.is_empty());
        assert!(after.rows_seeded > 0);
        assert!(migrate(&mut client, Mode::DryRun, &defaults()).await.unwrap().files.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_database_of_an_original_is_taken_over_as_it_is() {
    on_database("takeover", |config| async move {
        let mut client = connect(&config).await;
        client.batch_execute(&public_schema_sql()).await.unwrap();
        let refused = migrate_once(&config).await.unwrap_err();
        assert!(refused.to_string().contains("lacks 158 of the migrations"), "{refused}");
        load_takeover(&client).await;

        let before = digest(&client).await;
        let dry = migrate(&mut client, Mode::DryRun, &defaults()).await.unwrap();
        assert!(dry.adopted && !dry.sql.contains("create table posts"));
        let report = migrate_once(&config).await.unwrap();
        assert!(report.adopted);
        assert_eq!(
            report.files,
            [
                "roost/0001_migrations",
                "roost/0002_log",
                "roost/0003_post_dedupe",
                "roost/0004_member",
                "roost/0005_cluster_secret",
                "roost/0006_gossip",
                "roost/0007_notification_mail",
                "roost/0008_timelines"
            ]
        );
        let after = digest(&client).await;
        // The recorded server had not made its first security check yet: the one row that a fresh one has beside.
        assert_eq!(report.rows_seeded, 1);
        let changed: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).map(|(_, b)| b.0.as_str()).collect();
        assert_eq!(changed, ["systems"]);
        assert_eq!(one::<i64>(&client, "select count(*) from roost.migrations where adopted").await, 15);

        let again = migrate_once(&config).await.unwrap();
        assert!(again.files.is_empty() && !again.adopted && again.rows_seeded == 0);
    })
    .await;
}

#[tokio::test]
async fn an_original_of_another_release_is_refused() {
    on_database("other_release", |config| async move {
        let client = connect(&config).await;
        client.batch_execute(&public_schema_sql()).await.unwrap();
        load_takeover(&client).await;
        for (spoil, words) in [
            ("alter table posts drop column remoteid", "lacks 1 of its columns, the first is posts.remoteid"),
            (
                "delete from db_migrations where version = 159",
                "lacks 1 of the migrations of an 11.6 server, the first is version 159",
            ),
            ("insert into db_migrations values (161, 'later')", "has version 161"),
        ] {
            client.batch_execute(spoil).await.unwrap();
            let refused = migrate_once(&config).await.unwrap_err();
            assert!(refused.to_string().contains(words), "{refused}");
            assert!(!exists(&client, "roost.migrations").await.unwrap());
        }
    })
    .await;
}

/// Loads the recorded data of an 11.6 server, a dump of `copy` blocks.
async fn load_takeover(client: &Client) {
    let packed = std::fs::File::open(format!("{FACTS}/golden/takeover/data.sql.gz")).unwrap();
    let mut dump = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut dump).unwrap();
    let mut lines = dump.split_inclusive('\n');
    let mut tables = 0;
    while let Some(line) = lines.next() {
        if !line.starts_with("COPY ") {
            continue;
        }
        let rows: String = lines.by_ref().take_while(|line| *line != "\\.\n").collect();
        let mut sink = Box::pin(client.copy_in::<_, bytes::Bytes>(line.trim_end()).await.unwrap());
        sink.send(bytes::Bytes::from(rows)).await.unwrap();
        sink.as_mut().finish().await.unwrap();
        tables += 1;
    }
    assert_eq!(tables, 81);
}

/// A hash of all rows of each table of schema `public`.
async fn digest(client: &Client) -> Vec<(String, String)> {
    let tables: Vec<String> =
        one(client, "select array_agg(tablename::text order by tablename) from pg_tables where schemaname = 'public'")
            .await;
    let mut digests = Vec::new();
    for table in tables {
        let sql = format!("select coalesce(md5(string_agg(t::text, '' order by t::text)), '') from public.{table} t");
        let value = one(client, &sql).await;
        digests.push((table, value));
    }
    digests
}

/// The configuration in the form that psql takes.
fn conninfo(config: &Config) -> String {
    let host = match &config.get_hosts()[0] {
        Host::Tcp(name) => name.clone(),
        Host::Unix(path) => path.display().to_string(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let password = config.get_password().map_or_else(String::new, |p| String::from_utf8_lossy(p).into_owned());
    let user = config.get_user().unwrap_or("postgres");
    let name = config.get_dbname().unwrap();
    format!("host='{host}' port={port} user='{user}' password='{password}' dbname='{name}'")
}

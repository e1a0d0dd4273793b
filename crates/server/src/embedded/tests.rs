//! The supervisor against the real PostgreSQL, each test on a data folder of its own.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use super::postmaster::Postmaster;
use super::{EmbeddedError, EmbeddedPostgres, Options, connection_string, default_data};

/// A data folder that goes away with the test, and with it whatever PostgreSQL still runs there.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("roost-embedded-{}-{name}", std::process::id()));
        fs::create_dir(&path).expect("the name is unused");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("the folder is ours");
        Self(path)
    }

    fn options(&self) -> Options {
        Options::new(&self.0)
    }

    fn pgdata(&self) -> PathBuf {
        self.0.join("postgres")
    }

    fn postmaster(&self) -> Option<Postmaster> {
        Postmaster::read(&self.pgdata()).unwrap().filter(|found| found.is_alive(&self.pgdata()))
    }

    /// `kill -9` of the postmaster.
    fn kill(&self) -> u32 {
        let pid = self.postmaster().expect("PostgreSQL runs").pid;
        assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
        pid
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Some(left) = self.postmaster() {
            Command::new("kill").args(["-9", &left.pid.to_string()]).status().ok();
        }
        fs::remove_dir_all(&self.0).ok();
    }
}

/// Runs SQL by psql and returns the one value it prints.
fn sql(dsn: &str, text: &str) -> String {
    let output = Command::new("psql").args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text, dsn]).output().unwrap();
    assert!(output.status.success(), "{text}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

async fn start(folder: &Folder) -> EmbeddedPostgres {
    EmbeddedPostgres::start(folder.options()).await.unwrap_or_else(|error| panic!("{error}"))
}

#[tokio::test]
async fn a_fresh_start_makes_the_database_and_a_stop_keeps_it() {
    let folder = Folder::new("fresh");
    assert!(matches!(connection_string(&folder.0), Err(EmbeddedError::NotRunning { .. })));
    let first = start(&folder).await;
    assert_eq!(connection_string(&folder.0).unwrap(), first.dsn());
    let described = "select current_user, pg_encoding_to_char(encoding), datcollate, datctype, \
                     current_setting('listen_addresses'), current_setting('max_connections'), current_setting('fsync') \
                     from pg_database where datname = current_database() and datname = 'roost'";
    assert_eq!(sql(first.dsn(), described), "roost|UTF8|C.UTF-8|C.UTF-8||200|on");
    sql(first.dsn(), "create table kept as select 7 as n");
    first.stop().await.unwrap();
    assert_eq!(folder.postmaster(), None);
    assert!(matches!(connection_string(&folder.0), Err(EmbeddedError::NotRunning { .. })));

    let second = start(&folder).await;
    assert_eq!(sql(second.dsn(), "select n from kept"), "7");
    second.stop().await.unwrap();
}

#[tokio::test]
async fn what_a_killed_server_left_running_is_adopted_watched_and_stopped() {
    let folder = Folder::new("adopt");
    let vanished = start(&folder).await;
    sql(vanished.dsn(), "create table kept as select 7 as n");
    let pid = folder.postmaster().unwrap().pid;
    drop(vanished);
    assert_eq!(folder.postmaster().expect("left running").pid, pid);

    let mut adopter = start(&folder).await;
    assert_eq!(folder.postmaster().unwrap().pid, pid, "the same process serves on");
    assert_eq!(sql(adopter.dsn(), "select n from kept"), "7");
    folder.kill();
    tokio::time::timeout(Duration::from_secs(30), adopter.wait_exit()).await.expect("the end is noticed");
    adopter.restart().await.unwrap();
    assert_eq!(sql(adopter.dsn(), "select n from kept"), "7");
    adopter.stop().await.unwrap();
    assert_eq!(folder.postmaster(), None);
}

#[tokio::test]
async fn a_postgres_that_dies_is_reported_and_restarted_at_the_same_address() {
    let folder = Folder::new("crash");
    let mut postgres = start(&folder).await;
    let dsn = postgres.dsn().to_owned();
    sql(&dsn, "create table kept as select 7 as n");
    let killed = folder.kill();
    let reason = tokio::time::timeout(Duration::from_secs(30), postgres.wait_exit()).await.expect("the end is noticed");
    assert!(reason.contains("signal: 9"), "{reason}");
    postgres.restart().await.unwrap();
    assert_ne!(folder.postmaster().unwrap().pid, killed);
    assert_eq!(postgres.dsn(), dsn);
    assert_eq!(sql(&dsn, "select n from kept"), "7");
    postgres.stop().await.unwrap();
}

/// The stranger is a process of the same user, for which PostgreSQL itself would refuse to start.
#[tokio::test]
async fn a_stale_process_number_does_not_keep_the_database_down() {
    let (folder, other) = (Folder::new("stale"), Folder::new("stranger"));
    start(&folder).await.stop().await.unwrap();
    let stranger = start(&other).await;
    let pid = other.postmaster().unwrap().pid;
    let stale = format!("{pid}\n{}\n1764079000\n5432\n\n\n", folder.pgdata().display());
    fs::write(folder.pgdata().join("postmaster.pid"), stale).unwrap();
    start(&folder).await.stop().await.unwrap();
    assert_eq!(other.postmaster().unwrap().pid, pid, "the stranger is left alone");
    stranger.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_server_on_the_same_folder_is_refused() {
    let folder = Folder::new("twice");
    let first = start(&folder).await;
    let error = EmbeddedPostgres::start(folder.options()).await.expect_err("the folder is taken");
    assert!(error.to_string().starts_with("another roost server is using"), "{error}");
    first.stop().await.unwrap();
}

#[tokio::test]
async fn data_of_another_major_version_is_refused_untouched() {
    let folder = Folder::new("version");
    fs::create_dir(folder.pgdata()).unwrap();
    fs::write(folder.pgdata().join("PG_VERSION"), "9\n").unwrap();
    let error = EmbeddedPostgres::start(folder.options()).await.expect_err("nobody has version 9");
    let text = error.to_string();
    assert!(matches!(error, EmbeddedError::WrongVersion { .. }), "{text}");
    assert!(text.contains("was made by PostgreSQL 9") && text.contains("install postgresql-9"), "{text}");
    assert_eq!(fs::read_dir(folder.pgdata()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_folder_with_other_files_is_refused_untouched() {
    let folder = Folder::new("other");
    fs::create_dir(folder.pgdata()).unwrap();
    fs::write(folder.pgdata().join("photo.jpg"), "not a database").unwrap();
    let error = EmbeddedPostgres::start(folder.options()).await.expect_err("this is no database");
    assert!(matches!(error, EmbeddedError::NotADatabase { .. }), "{error}");
    assert_eq!(fs::read_to_string(folder.pgdata().join("photo.jpg")).unwrap(), "not a database");
}

#[tokio::test]
async fn an_interrupted_initialisation_is_begun_again() {
    let folder = Folder::new("again");
    let half = folder.0.join("postgres.new-1");
    fs::create_dir(&half).unwrap();
    fs::write(half.join("PG_VERSION"), "15\n").unwrap();
    let postgres = start(&folder).await;
    assert_eq!(sql(postgres.dsn(), "select 1"), "1");
    assert!(!half.exists());
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn missing_binaries_are_named() {
    let folder = Folder::new("binaries");
    let options = Options { bin_dir: Some(folder.0.join("bin")), ..folder.options() };
    let error = EmbeddedPostgres::start(options).await.expect_err("the folder does not exist");
    let text = error.to_string();
    assert!(text.contains(&format!("searched: {}", folder.0.join("bin").display())), "{text}");
    assert!(!folder.pgdata().exists());
}

#[tokio::test]
async fn a_long_path_still_gets_a_socket() {
    let mut folder = Folder::new("long");
    let short = folder.0.clone();
    folder.0 = folder.0.join("a".repeat(60)).join("b".repeat(60));
    let postgres = start(&folder).await;
    assert_eq!(sql(postgres.dsn(), "select 1"), "1");
    let socket_dir = postgres.running.socket_dir.clone();
    assert!(!socket_dir.starts_with(&short), "{}", socket_dir.display());
    postgres.stop().await.unwrap();
    assert!(!socket_dir.exists());
    folder.0 = short;
}

/// Only root changes users, so only a server started as root can meet a folder that PostgreSQL cannot enter.
#[tokio::test]
async fn a_folder_that_the_unprivileged_user_cannot_enter_is_named() {
    let folder = Folder::new("closed");
    let closed = folder.0.join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let started = EmbeddedPostgres::start(Options::new(closed.join("data"))).await;
    let root = is_root();
    match started {
        Err(error) if root => {
            assert!(error.to_string().contains(&format!("chmod o+x {}", closed.display())), "{error}");
        }
        Err(error) => panic!("{error}"),
        Ok(postgres) => {
            assert!(!root, "root's own folder was entered by another user");
            postgres.stop().await.unwrap();
        }
    }
}

#[test]
fn the_default_folder_is_one_that_the_unprivileged_user_can_enter() {
    let folder = Folder::new("default");
    assert_eq!(default_data(&folder.0), folder.0.join("data"));
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700)).unwrap();
    let expected = if is_root() { PathBuf::from("/var/lib/roost") } else { folder.0.join("data") };
    assert_eq!(default_data(&folder.0), expected);
}

fn is_root() -> bool {
    fs::metadata("/proc/self").map(|meta| std::os::unix::fs::MetadataExt::uid(&meta)).unwrap() == 0
}

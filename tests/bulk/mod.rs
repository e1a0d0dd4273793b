//! Loading bulk files.

mod broken;
mod command;
mod everything;
mod export;
mod golden;
mod interrupted;
mod takeover;

use std::io::Read;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::read::GzDecoder;
use roost_app::bulk::{Failure, Files, Importer, Refusals, Report, Source, Watch, validate};
use roost_blob::Blobs;
use roost_server::system::{SystemClock, SystemRandom};
use roost_store::connect::{PoolOptions, pool};
use roost_testkit::{TestDatabase, TestNode};
use serde_json::Value;
use tempfile::TempDir;

/// A database with a folder for files, and what loads into them.
pub struct Load {
    pub database: Arc<TestDatabase>,
    pub importer: Importer,
    home: TempDir,
}

impl Load {
    pub async fn new() -> Self {
        Self::on(Arc::new(TestDatabase::migrated().await))
    }

    pub fn on(database: Arc<TestDatabase>) -> Self {
        let home = tempfile::tempdir().unwrap();
        let importer = Importer {
            db: pool(&PoolOptions::new(&database.dsn(), Importer::CONNECTIONS_MAX)).unwrap(),
            blobs: Blobs::local(&home.path().join("files")).unwrap(),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            password_work_factor: NonZeroU32::new(1_000).unwrap(),
            file_size_max: 1_000_000,
            locale: "en".to_owned(),
            member: 1,
        };
        Self { database, importer, home }
    }

    /// Writes a file of these lines, each a JSON object without its braces.
    pub fn file(&self, lines: &[&str]) -> PathBuf {
        let path = self.home.path().join("import.jsonl");
        let text: String = lines.iter().flat_map(|line| ["{", line, "}\n"]).collect();
        std::fs::write(&path, format!("{{\"type\":\"version\",\"version\":1}}\n{text}")).unwrap();
        path
    }

    /// A file beside the lines.
    pub fn beside(&self, name: &str, bytes: &[u8]) {
        let path = self.home.path().join("data").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub async fn validate(&self, path: &Path) -> Refusals {
        let source = Arc::new(Source::open(path).unwrap());
        validate(&self.importer.db, &source, Files::Demanded, |_| {}).await.unwrap().1
    }

    pub async fn load(&self, path: &Path) -> Result<Report, Failure> {
        let source = Arc::new(Source::open(path).unwrap());
        let (mut report, watch) = (Report::default(), Watch { progress: &|_| {}, stopped: &|| false });
        self.importer.load(&source, Files::Optional, &mut report, &watch).await.map(|()| report)
    }

    /// One value of the database.
    pub async fn number(&self, sql: &str) -> i64 {
        self.database.client().await.query_one(sql, &[]).await.unwrap().get(0)
    }

    pub async fn text(&self, sql: &str) -> String {
        self.database.client().await.query_one(sql, &[]).await.unwrap().get(0)
    }
}

pub fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../facts/golden").join(name)
}

pub fn golden_json(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(golden(name)).unwrap()).unwrap()
}

pub fn gunzipped(name: &str) -> String {
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(golden(name)).unwrap()).read_to_string(&mut text).unwrap();
    text
}

/// What users see after the recorded load: the recording is replayed against the node, and passes but for the steps in
/// `differing`.
pub async fn replay_expected(node: &TestNode, differing: &[&str]) {
    let report = tempfile::NamedTempFile::new().unwrap();
    let mut command = std::process::Command::new("python3");
    command.arg(golden("replay.py")).arg("--dir").arg(golden("bulk")).arg("--base-url").arg(node.base());
    command.arg("--report").arg(report.path());
    let done = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    let report: Value = serde_json::from_slice(&std::fs::read(report.path()).unwrap())
        .unwrap_or_else(|error| panic!("{error}: {said}"));
    let area = &report["areas"]["http/bulk-expected"];
    let failed: Vec<&str> =
        area["failures"].as_array().unwrap().iter().map(|step| step["name"].as_str().unwrap()).collect();
    assert_eq!(failed, differing, "{:#}", area["failures"]);
    assert!(area["passed"].as_u64().unwrap() >= 15, "{said}");
}

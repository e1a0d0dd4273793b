//! An S3 server: moto, run by `tests/s3_server.py`.

use std::path::Path;
use std::process::Stdio;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use crate::{DEADLINE, Tuning};

/// The server, in a process of its own; it ends when this value goes.
pub struct S3Server {
    _child: Child,
    asks: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    line: Line,
}

#[derive(Deserialize)]
struct Line {
    port: u16,
    key: String,
    secret: String,
    poor_key: String,
    poor_secret: String,
    role: Value,
}

impl S3Server {
    /// A server with these buckets.
    pub async fn start(buckets: &[&str]) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/s3_server.py");
        let mut command = Command::new("python3");
        // An open input: the server ends with this process, however that ends.
        command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        for bucket in buckets {
            command.args(["--bucket", bucket]);
        }
        let mut child = command.spawn().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
        let asks = child.stdin.take().unwrap();
        let first = timeout(DEADLINE, answers.next_line()).await.expect("the S3 server does not start").unwrap();
        let line = serde_json::from_str(&first.expect("moto is missing: scripts/bootstrap.sh")).unwrap();
        Self { _child: child, asks, answers, line }
    }

    /// Host and port.
    pub fn endpoint(&self) -> String {
        format!("127.0.0.1:{}", self.line.port)
    }

    /// Key and secret of who may do everything.
    pub fn keeper(&self) -> (&str, &str) {
        (&self.line.key, &self.line.secret)
    }

    /// Key and secret of who may do nothing.
    pub fn nobody(&self) -> (&str, &str) {
        (&self.line.poor_key, &self.line.poor_secret)
    }

    /// What a container that has the role of who may do everything is told of it.
    pub fn role(&self) -> Value {
        self.line.role.clone()
    }

    /// What the server says of a file beside its bytes: `encryption`, `storage_class`, `etag`.
    pub async fn describe(&mut self, bucket: &str, key: &str) -> Value {
        let asked = json!({"bucket": bucket, "key": key}).to_string() + "\n";
        self.asks.write_all(asked.as_bytes()).await.unwrap();
        let said = timeout(DEADLINE, self.answers.next_line()).await.expect("the S3 server says nothing").unwrap();
        serde_json::from_str(&said.expect("the S3 server ended")).unwrap()
    }

    /// A node whose files are in a bucket of this server.
    pub fn tuning(&self, bucket: &str) -> Tuning {
        let (key, secret) = self.keeper();
        Tuning::default()
            .with("MM_FILESETTINGS_DRIVERNAME", "amazons3")
            .with("MM_FILESETTINGS_AMAZONS3ENDPOINT", self.endpoint())
            .with("MM_FILESETTINGS_AMAZONS3SSL", "false")
            .with("MM_FILESETTINGS_AMAZONS3BUCKET", bucket)
            .with("MM_FILESETTINGS_AMAZONS3ACCESSKEYID", key)
            .with("MM_FILESETTINGS_AMAZONS3SECRETACCESSKEY", secret)
    }
}

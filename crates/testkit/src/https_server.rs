//! A web server whose certificate nobody knows, run by `tests/https_server.py`.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::DEADLINE;

/// The server, in a process of its own; it ends when this value goes.
pub struct HttpsServer {
    _child: Child,
    port: u16,
    home: TempDir,
}

impl HttpsServer {
    pub async fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (cert, key) = (home.path().join("cert.pem"), home.path().join("key.pem"));
        std::fs::write(&cert, made.cert.pem()).unwrap();
        std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/https_server.py");
        let mut command = Command::new("python3");
        // An open input: the server ends with this process, however that ends.
        command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        command.arg("--cert").arg(cert).arg("--key").arg(key);
        let mut child = command.spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = timeout(DEADLINE, said.next_line()).await.expect("the web server does not start").unwrap();
        Self { _child: child, port: first.unwrap().parse().unwrap(), home }
    }

    pub fn url(&self) -> String {
        format!("https://localhost:{}/", self.port)
    }

    /// Its certificate, in PEM.
    pub fn certificate(&self) -> PathBuf {
        self.home.path().join("cert.pem")
    }
}

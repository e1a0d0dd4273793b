//! A mail server: aiosmtpd, run by `tests/mail_server.py`.

use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::{DEADLINE, Tuning};

/// How a mail server is to be spoken to.
#[derive(Clone, Copy, Debug, Default)]
pub struct MailRules {
    /// `plain`, `starttls` or `tls`; empty for plain.
    pub security: &'static str,
    /// Name and password without which nothing is taken.
    pub account: Option<(&'static str, &'static str)>,
}

/// The server, in a process of its own; it ends when this value goes. Its certificate is signed by nobody known.
pub struct MailServer {
    _child: Child,
    port: u16,
    mails: Lines<BufReader<ChildStdout>>,
    /// Mails that nobody has asked for yet.
    kept: Vec<Value>,
    _home: TempDir,
}

impl MailServer {
    pub async fn start() -> Self {
        Self::with(MailRules::default()).await
    }

    pub async fn with(rules: MailRules) -> Self {
        let home = tempfile::tempdir().unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/mail_server.py");
        let mut command = Command::new("python3");
        command.arg(script).stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
        if !rules.security.is_empty() {
            let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
            let (cert, key) = (home.path().join("cert.pem"), home.path().join("key.pem"));
            std::fs::write(&cert, made.cert.pem()).unwrap();
            std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
            command.args(["--security", rules.security]).arg("--cert").arg(cert).arg("--key").arg(key);
        }
        if let Some((user, password)) = rules.account {
            command.args(["--user", user, "--password", password]);
        }
        let mut child = command.spawn().unwrap();
        let mut mails = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = timeout(DEADLINE, mails.next_line()).await.expect("the mail server does not start").unwrap();
        let port = first.expect("aiosmtpd is missing: scripts/bootstrap.sh").parse().unwrap();
        Self { _child: child, port, mails, kept: Vec::new(), _home: home }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// A node that hands its mail to this server in the clear.
    pub fn tuning(&self) -> Tuning {
        Tuning::default()
            .with("MM_EMAILSETTINGS_SMTPPORT", self.port.to_string())
            .with("MM_EMAILSETTINGS_SMTPSERVER", "localhost")
            .with("MM_SERVICESETTINGS_SITEURL", "https://chat.example.com")
    }

    /// The next mail to an address whose subject contains a text, as `tests/mail_server.py` tells it; others are kept.
    pub async fn mail(&mut self, to: &str, subject: &str) -> Value {
        let fits = |mail: &Value| {
            mail["to"][0] == to && mail["headers"]["subject"].as_str().is_some_and(|text| text.contains(subject))
        };
        if let Some(at) = self.kept.iter().position(fits) {
            return self.kept.remove(at);
        }
        loop {
            let line = timeout(DEADLINE, self.mails.next_line()).await;
            let line = line.unwrap_or_else(|_| panic!("no mail to {to} about {subject}, but {:?}", self.kept));
            let mail: Value = serde_json::from_str(&line.unwrap().expect("the mail server ended")).unwrap();
            if fits(&mail) {
                return mail;
            }
            self.kept.push(mail);
        }
    }

    /// Mails that came beside those that were asked for.
    pub fn others(&self) -> &[Value] {
        &self.kept
    }
}

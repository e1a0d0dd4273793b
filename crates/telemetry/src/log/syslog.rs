//! How a line of syslog begins, in the form of the original: one that is between those of RFC 3164 and 5424. Collectors have
//! rules for it.

use std::fmt::Write as _;

use tracing::Level;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};

/// Who logs.
#[derive(Debug)]
pub struct Syslog {
    host: String,
    tag: String,
    process: u32,
}

impl Syslog {
    pub fn new(tag: &str) -> Self {
        Self { host: host(), tag: tag.to_owned(), process: std::process::id() }
    }

    /// Severity, time, host, tag and process. The facility is 0, as the original's.
    pub fn begin(&self, line: &mut String, level: Level) {
        let severity = match level {
            Level::ERROR => 3,
            Level::WARN => 4,
            Level::INFO => 6,
            Level::DEBUG | Level::TRACE => 7,
        };
        let mut now = String::with_capacity(32);
        // Writing into a text does not fail.
        let _ = SystemTime.format_time(&mut Writer::new(&mut now));
        let second = now.get(.."2026-01-02T03:04:05".len()).unwrap_or_default();
        let Self { host, tag, process } = self;
        let _ = write!(line, "<{severity}> {second}Z {host} {tag}[{process}]: ");
    }
}

/// The name of this machine.
pub fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = name.trim();
    if name.is_empty() { "localhost".to_owned() } else { name.to_owned() }
}

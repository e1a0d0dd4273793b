//! The running PostgreSQL as its own `postmaster.pid` describes it. The file survives `kill -9` of anybody, so it is
//! what a new start, and `roost db-url`, go by.

use std::fs;
use std::path::{Path, PathBuf};

use super::EmbeddedError;

/// What `postmaster.pid` says. Its later lines are filled in while PostgreSQL starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Postmaster {
    pub(super) pid: u32,
    pub(super) port: Option<u16>,
    pub(super) socket_dir: Option<PathBuf>,
    /// `starting`, `stopping` or `ready`.
    pub(super) status: String,
}

impl Postmaster {
    /// Reads the file; `None` when there is none, or none with a process number.
    pub(super) fn read(pgdata: &Path) -> Result<Option<Self>, EmbeddedError> {
        let path = pgdata.join("postmaster.pid");
        match fs::read_to_string(&path) {
            Ok(text) => Ok(parse(&text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(EmbeddedError::io("read", &path, error)),
        }
    }

    /// Whether the process is alive and really is the PostgreSQL of this data: after a crash of the machine the number
    /// may belong to anything. The command line is compared because other users may not see the working folder.
    pub(super) fn is_alive(&self, pgdata: &Path) -> bool {
        let command_line = fs::read(format!("/proc/{}/cmdline", self.pid)).unwrap_or_default();
        command_line.split(|byte| *byte == 0).any(|argument| argument == pgdata.as_os_str().as_encoded_bytes())
    }

    /// Whether connections are accepted.
    pub(super) fn is_ready(&self) -> bool {
        self.status == "ready" && self.port.is_some() && self.socket_dir.is_some()
    }

    /// Whether it is on its way out.
    pub(super) fn is_stopping(&self) -> bool {
        self.status == "stopping"
    }
}

fn parse(text: &str) -> Option<Postmaster> {
    let mut lines = text.lines();
    let pid = lines.next()?.trim().parse().ok()?;
    let mut rest = lines.skip(2);
    let port = rest.next().and_then(|line| line.trim().parse().ok());
    let socket_dir = rest.next().filter(|line| !line.is_empty()).map(PathBuf::from);
    let status = rest.nth(2).map(|line| line.trim().to_owned()).unwrap_or_default();
    Some(Postmaster { pid, port, socket_dir, status })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_a_running_server_is_read_line_by_line() {
        let text =
            "4711\n/srv/data/postgres\n1764079000\n5432\n/srv/data/postgres/run\n\n  5432001    131072\nready   \n";
        let postmaster = parse(text).expect("the first line is a number");
        assert_eq!(postmaster.port, Some(5432));
        assert_eq!(postmaster.socket_dir, Some(PathBuf::from("/srv/data/postgres/run")));
        assert!(postmaster.is_ready());
    }

    #[test]
    fn the_file_of_a_starting_server_is_incomplete() {
        let postmaster = parse("4711\n/srv/data/postgres\n1764079000\n5432\n").expect("the first line is a number");
        assert_eq!((postmaster.pid, postmaster.socket_dir.clone()), (4711, None));
        assert!(!postmaster.is_ready());
        assert_eq!(parse(""), None);
    }

    #[test]
    fn another_process_with_the_same_number_is_not_ours() {
        let us = Postmaster { pid: std::process::id(), port: None, socket_dir: None, status: String::new() };
        assert!(!us.is_alive(Path::new("/srv/data/postgres")));
    }
}

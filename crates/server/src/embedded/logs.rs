//! Reads what PostgreSQL said and finds the reason in it.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;

use super::EmbeddedError;

/// How much of the end of a log is looked at, in bytes.
const TAIL_BYTES: usize = 16 * 1024;

/// What PostgreSQL prints before its own log collector runs; a new file at every start.
const START_LOG: &str = "start.log";

/// Makes a new start log and returns its two ends for standard output and error.
pub(super) fn new_start_log(pgdata: &Path) -> Result<(File, File), EmbeddedError> {
    let path = pgdata.join(START_LOG);
    // The one of the last start may belong to another user; the folder lets us replace it.
    let removed = fs::remove_file(&path);
    removed
        .or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })
        .and_then(|()| File::create(&path))
        .and_then(|file| Ok((file.try_clone()?, file)))
        .map_err(|error| EmbeddedError::io("create", &path, error))
}

/// What PostgreSQL said since its last start: the start log when it holds the reason, else the newest collected log.
pub(super) fn said(pgdata: &Path) -> String {
    let early = tail(&pgdata.join(START_LOG));
    if reason(&early).is_some() {
        return early;
    }
    let newest = fs::read_dir(pgdata.join("log"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .max();
    let late = newest.map(|(_, path)| tail(&path)).unwrap_or_default();
    match late.rfind("starting PostgreSQL") {
        Some(start) => late.get(start..).unwrap_or_default().to_owned(),
        None => format!("{early}{late}"),
    }
}

/// Sorts the output of a failed program into the cases an operator can act on.
pub(super) fn classify(step: &'static str, said: &str, dir: &Path) -> EmbeddedError {
    let detail = reason(said).unwrap_or_else(|| last_lines(said));
    if said.contains("No space left on device") || said.contains("Disk quota exceeded") {
        return EmbeddedError::DiskFull { path: dir.to_path_buf(), detail };
    }
    if said.contains("Permission denied") {
        return EmbeddedError::NoPermission { path: dir.to_path_buf(), detail };
    }
    EmbeddedError::Failed { step, detail }
}

/// Whether the processes of a killed PostgreSQL are still letting go of its shared memory.
pub(super) fn is_still_in_use(said: &str) -> bool {
    said.contains("is still in use")
}

/// The last line that says why PostgreSQL gave up.
fn reason(said: &str) -> Option<String> {
    let fatal = |line: &&str| line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:");
    said.lines().rfind(fatal).map(|line| line.trim().to_owned())
}

/// The last three lines, for output without a telling one.
fn last_lines(said: &str) -> String {
    let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
    match lines.get(lines.len().saturating_sub(3)..) {
        Some([]) | None => "it said nothing".to_owned(),
        Some(last) => last.join(" / "),
    }
}

fn tail(path: &Path) -> String {
    let bytes = fs::read(path).unwrap_or_default();
    let from = bytes.len().saturating_sub(TAIL_BYTES);
    String::from_utf8_lossy(bytes.get(from..).unwrap_or_default()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_recognised_in_what_initdb_says() {
        let said = "creating configuration files ... ok\nrunning bootstrap script ... initdb: error: could not write to \
                    file \"/srv/postgres.new/base/1/1255\": No space left on device\nchild process exited with exit code 1";
        let error = classify("initdb", said, Path::new("/srv/postgres"));
        let text = error.to_string();
        assert!(matches!(error, EmbeddedError::DiskFull { .. }), "{text}");
        assert!(text.starts_with("the disk that holds /srv/postgres is full"), "{text}");
    }

    #[test]
    fn the_last_fatal_line_is_the_reason() {
        let said = "LOG:  starting PostgreSQL 15.18\nFATAL:  lock file \"/srv/run/.s.PGSQL.5432.lock\" already exists\n\
                    HINT:  Is another postmaster (PID 7) using socket file?\nLOG:  database system is shut down\n";
        let EmbeddedError::Failed { detail, .. } = classify("postgres", said, Path::new("/srv")) else {
            panic!("neither disk nor permission");
        };
        assert_eq!(detail, "FATAL:  lock file \"/srv/run/.s.PGSQL.5432.lock\" already exists");
    }

    #[test]
    fn silence_is_said_too() {
        assert_eq!(last_lines("\n\n"), "it said nothing");
        assert_eq!(last_lines("a\nb\n\nc\nd\n"), "b / c / d");
    }
}

//! The last lines of the log, for administrators who look at them from afar.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Bytes of lines that are kept at most.
const BYTES_MAX: usize = 4 * 1024 * 1024;
/// Lines that are kept at most.
const LINES_MAX: usize = 10_000;

/// Keeps the newest lines.
#[derive(Debug, Default)]
pub struct LogLines {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    lines: VecDeque<Box<str>>,
    bytes: usize,
}

impl LogLines {
    /// Adds a line, and lets go of the oldest that no longer fit.
    pub fn push(&self, line: &str) {
        let line = line.trim_end();
        if line.is_empty() || line.len() > BYTES_MAX {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += line.len();
        kept.lines.push_back(line.into());
        while kept.bytes > BYTES_MAX || kept.lines.len() > LINES_MAX {
            let gone = kept.lines.pop_front();
            kept.bytes -= gone.map_or(0, |line| line.len());
        }
    }

    /// The kept lines, the oldest first.
    pub fn all(&self) -> Vec<Box<str>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).lines.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_lines_are_kept() {
        let lines = LogLines::default();
        for n in 0..LINES_MAX + 5 {
            lines.push(&format!("line {n}\n"));
        }
        let all = lines.all();
        assert_eq!((all.len(), &*all[0], &**all.last().unwrap()), (LINES_MAX, "line 5", "line 10004"));
        let long = "x".repeat(BYTES_MAX / 2);
        for _ in 0..3 {
            lines.push(&long);
        }
        assert_eq!(lines.all().len(), 2);
        lines.push("");
        lines.push(&"x".repeat(BYTES_MAX + 1));
        assert_eq!(lines.all().len(), 2);
    }
}

//! What became of the lines.

use std::collections::BTreeMap;

use super::line::Kind;
use super::refusal::Refusal;

/// Refusals that a report keeps; beyond it they are only counted.
pub const REFUSALS_MAX: usize = 100;

/// Numbers of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub read: u64,
    /// Made or brought up to date.
    pub written: u64,
    /// Left alone, by reason.
    pub skipped: BTreeMap<&'static str, u64>,
}

/// Numbers of all kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Lines of the file, empty ones not counted.
    pub lines: u64,
    pub kinds: BTreeMap<Kind, Tally>,
}

/// Why lines are skipped.
pub mod reason {
    pub const THERE: &str = "there already";
    pub const TWICE: &str = "twice in the file";
    pub const EDITED: &str = "changed on the server since";
    pub const NO_FILE: &str = "file missing";
    pub const TOO_MANY: &str = "more than a post can have";
    pub const TOO_LARGE: &str = "larger than the server allows";
}

impl Report {
    fn tally(&mut self, kind: Kind) -> &mut Tally {
        self.kinds.entry(kind).or_default()
    }

    pub fn read(&mut self, kind: Kind, count: usize) {
        self.tally(kind).read += count as u64;
    }

    pub fn written(&mut self, kind: Kind, count: usize) {
        self.tally(kind).written += count as u64;
    }

    pub fn skipped(&mut self, kind: Kind, reason: &'static str, count: usize) {
        if count > 0 {
            *self.tally(kind).skipped.entry(reason).or_default() += count as u64;
        }
    }

    /// Of `read` things `written` were written and the rest was there.
    pub fn settled(&mut self, kind: Kind, read: usize, written: usize) {
        self.read(kind, read);
        self.written(kind, written);
        self.skipped(kind, reason::THERE, read.saturating_sub(written));
    }

    /// Of what was counted as there already, some was brought up to date.
    pub fn corrected(&mut self, kind: Kind, count: usize) {
        let tally = self.tally(kind);
        tally.written += count as u64;
        if let Some(there) = tally.skipped.get_mut(reason::THERE) {
            *there = there.saturating_sub(count as u64);
        }
    }

    /// Adds the numbers of another one.
    pub fn add(&mut self, other: Self) {
        self.lines += other.lines;
        for (kind, theirs) in other.kinds {
            let tally = self.tally(kind);
            tally.read += theirs.read;
            tally.written += theirs.written;
            for (why, count) in theirs.skipped {
                *tally.skipped.entry(why).or_default() += count;
            }
        }
    }

    /// Things written, of all kinds.
    pub fn written_total(&self) -> u64 {
        self.kinds.values().map(|tally| tally.written).sum()
    }

    /// Things read, of all kinds.
    pub fn read_total(&self) -> u64 {
        self.kinds.values().map(|tally| tally.read).sum()
    }

    pub fn of(&self, kind: Kind) -> Tally {
        self.kinds.get(&kind).cloned().unwrap_or_default()
    }
}

/// Why a file is not taken: at which lines what is wrong.
#[derive(Clone, Debug, Default)]
pub struct Refusals {
    /// By line number, at most [`REFUSALS_MAX`]; line 0 is the file as a whole.
    pub list: Vec<(u64, Refusal)>,
    pub count: u64,
}

impl Refusals {
    pub fn push(&mut self, line: u64, refusal: Refusal) {
        self.count += 1;
        if self.list.len() < REFUSALS_MAX {
            self.list.push((line, refusal));
        }
    }
}

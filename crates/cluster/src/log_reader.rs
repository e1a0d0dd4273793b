//! Puts the records of the numbered log in order on one node.
//!
//! Copies arrive from this node's own commits and from PostgreSQL, in any order and any number of times; they leave in
//! strict order, each once. A number that does not come is read from PostgreSQL after 20 ms; when PostgreSQL does not
//! have it at 50 ms either, a void row is put in its place, which waits for a transaction that still holds the number.
//! Neighbouring holes are closed together: a database that was killed may skip 32 numbers of a sequence.
//! The machine has no clock and no I/O: the driver tells it the time and carries out what it asks for.

use std::collections::BTreeMap;

/// Periods of the machine; tests shrink them.
#[derive(Clone, Copy, Debug)]
pub struct Timings {
    /// A hole older than this is looked for in PostgreSQL.
    pub hole_read_ms: u64,
    /// A hole older than this, and not in PostgreSQL, is closed by a void row.
    pub hole_void_ms: u64,
    /// PostgreSQL is asked for newer rows this often even when nothing is missing.
    pub poll_ms: u64,
}

impl Default for Timings {
    fn default() -> Self {
        Self { hole_read_ms: 20, hole_void_ms: 50, poll_ms: 1_000 }
    }
}

/// What the driver has to do next.
#[derive(Debug, PartialEq, Eq)]
pub enum Ask {
    /// Read rows above this position and hand them to [`LogReader::rows`].
    Read { above: i64 },
    /// Insert void rows at these numbers (waits for open holders), then read as for `Read`.
    Void { from: i64, to: i64 },
    /// Nothing; ask again in this many milliseconds, or when something arrives.
    Wait { ms: u64 },
}

/// The machine; `R` is a record, `None` stands for a void row.
#[derive(Debug)]
pub struct LogReader<R> {
    applied: i64,
    pending: BTreeMap<i64, Option<R>>,
    timings: Timings,
    /// When the hole just above `applied` was first seen, and whether PostgreSQL was asked since.
    hole: Option<Hole>,
    last_read_ms: u64,
    holes: u64,
}

#[derive(Debug, Clone, Copy)]
struct Hole {
    since_ms: u64,
    read: bool,
    voided: bool,
}

impl<R> LogReader<R> {
    /// Starts above `applied`: everything up to it counts as seen.
    pub fn new(applied: i64, timings: Timings, now_ms: u64) -> Self {
        Self { applied, pending: BTreeMap::new(), timings, hole: None, last_read_ms: now_ms, holes: 0 }
    }

    /// The highest number of which it and all below have left the machine.
    pub fn applied(&self) -> i64 {
        self.applied
    }

    /// How often a number was missing in its turn.
    pub fn holes(&self) -> u64 {
        self.holes
    }

    /// A copy of the record with number `g`; duplicates are dropped.
    pub fn arrived(&mut self, g: i64, record: Option<R>) {
        if g > self.applied {
            self.pending.entry(g).or_insert(record);
        }
    }

    /// The answer to [`Ask::Read`].
    pub fn rows(&mut self, rows: impl IntoIterator<Item = (i64, Option<R>)>, now_ms: u64) {
        for (g, record) in rows {
            self.arrived(g, record);
        }
        self.last_read_ms = now_ms;
        if let Some(hole) = &mut self.hole {
            hole.read = true;
        }
    }

    /// The void row of [`Ask::Void`] is in place, or its number turned out to be taken.
    pub fn voided(&mut self) {
        if let Some(hole) = &mut self.hole {
            hole.voided = true;
        }
    }

    /// The next record in order, if it is there. Void rows are passed over.
    pub fn next_ready(&mut self) -> Option<(i64, R)> {
        while let Some(record) = self.pending.remove(&(self.applied + 1)) {
            self.applied += 1;
            self.hole = None;
            if let Some(record) = record {
                return Some((self.applied, record));
            }
        }
        None
    }

    /// What to do now; call after [`LogReader::next_ready`] has said `None`.
    pub fn ask(&mut self, now_ms: u64) -> Ask {
        let poll_in = (self.last_read_ms + self.timings.poll_ms).saturating_sub(now_ms);
        if self.pending.is_empty() {
            self.hole = None;
            return if poll_in == 0 { Ask::Read { above: self.applied } } else { Ask::Wait { ms: poll_in } };
        }
        let holes = &mut self.holes;
        let hole = *self.hole.get_or_insert_with(|| {
            *holes += 1;
            Hole { since_ms: now_ms, read: false, voided: false }
        });
        let age_ms = now_ms.saturating_sub(hole.since_ms);
        if hole.voided {
            // The place is taken now, by the void row or by the record: reading finds which.
            return Ask::Read { above: self.applied };
        }
        if hole.read && age_ms >= self.timings.hole_void_ms {
            let next = self.pending.first_key_value().map_or(self.applied + 2, |(g, _)| *g);
            return Ask::Void { from: self.applied + 1, to: next - 1 };
        }
        if !hole.read && age_ms >= self.timings.hole_read_ms {
            return Ask::Read { above: self.applied };
        }
        let due = if hole.read { self.timings.hole_void_ms } else { self.timings.hole_read_ms };
        Ask::Wait { ms: due.saturating_sub(age_ms).min(poll_in).max(1) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn drain(reader: &mut LogReader<i64>) -> Vec<i64> {
        std::iter::from_fn(|| reader.next_ready())
            .map(|(g, record)| {
                assert_eq!(g, record);
                g
            })
            .collect()
    }

    #[test]
    fn records_leave_in_order_whatever_order_they_come_in() {
        let mut reader = LogReader::new(0, Timings::default(), 0);
        for g in [3, 1, 1, 2] {
            reader.arrived(g, Some(g));
        }
        assert_eq!(drain(&mut reader), [1, 2, 3]);
        reader.arrived(2, Some(2));
        assert_eq!(drain(&mut reader), [] as [i64; 0]);
    }

    #[test]
    fn a_hole_is_read_then_voided_then_passed_over() {
        let mut reader = LogReader::new(0, Timings::default(), 0);
        reader.arrived(2, Some(2));
        assert_eq!(drain(&mut reader), [] as [i64; 0]);
        assert_eq!(reader.ask(0), Ask::Wait { ms: 20 });
        assert_eq!(reader.ask(20), Ask::Read { above: 0 });
        reader.rows([(2, Some(2))], 21);
        assert_eq!(reader.ask(21), Ask::Wait { ms: 29 });
        assert_eq!(reader.ask(50), Ask::Void { from: 1, to: 1 });
        reader.voided();
        assert_eq!(reader.ask(51), Ask::Read { above: 0 });
        reader.rows([(1, None), (2, Some(2))], 52);
        assert_eq!(drain(&mut reader), [2]);
        assert_eq!(reader.holes(), 1);
    }

    #[test]
    fn an_idle_reader_polls_once_per_period() {
        let mut reader: LogReader<i64> = LogReader::new(5, Timings::default(), 0);
        assert_eq!(reader.ask(400), Ask::Wait { ms: 600 });
        assert_eq!(reader.ask(1_000), Ask::Read { above: 5 });
        reader.rows([], 1_000);
        assert_eq!(reader.ask(1_001), Ask::Wait { ms: 999 });
    }

    /// A database in which numbers are taken, committed and aborted, and a node that hears of some of the commits.
    #[derive(Debug, Clone)]
    enum Step {
        Take,
        Commit(usize),
        Abort(usize),
        Hear(usize),
        Time(u64),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            3 => Just(Step::Take),
            3 => (0usize..8).prop_map(Step::Commit),
            1 => (0usize..8).prop_map(Step::Abort),
            3 => (0usize..64).prop_map(Step::Hear),
            4 => (1u64..400).prop_map(Step::Time),
        ];
        prop::collection::vec(step, 1..120)
    }

    proptest! {
        #[test]
        fn every_committed_record_is_applied_once_and_in_order(steps in steps()) {
            let mut reader = LogReader::new(0, Timings::default(), 0);
            let (mut next, mut open, mut table, mut now, mut seen) = (1i64, Vec::new(), BTreeMap::new(), 0u64, Vec::new());
            let turn = |reader: &mut LogReader<i64>, open: &[i64], table: &mut BTreeMap<i64, Option<i64>>, now, seen: &mut Vec<i64>| {
                for _ in 0..4 {
                    seen.extend(drain(reader));
                    match reader.ask(now) {
                        Ask::Wait { .. } => break,
                        Ask::Read { above } => {
                            let rows: Vec<_> = table.range(above + 1..).map(|(g, r)| (*g, *r)).collect();
                            reader.rows(rows, now);
                        }
                        // The insert waits while the holder is open: the driver would hang here, so do other steps.
                        Ask::Void { from, to } if open.iter().any(|g| (from..=to).contains(g)) => break,
                        Ask::Void { from, to } => {
                            for g in from..=to { table.entry(g).or_insert(None); }
                            reader.voided();
                        }
                    }
                }
            };
            for step in steps {
                match step {
                    Step::Take => { open.push(next); next += 1; }
                    Step::Commit(i) if i < open.len() => { let g = open.remove(i); table.insert(g, Some(g)); }
                    Step::Abort(i) if i < open.len() => { open.remove(i); }
                    Step::Hear(i) => {
                        if let Some((g, r)) = table.iter().nth(i).filter(|(_, r)| r.is_some()) { reader.arrived(*g, *r); }
                    }
                    Step::Time(ms) => now += ms,
                    Step::Commit(_) | Step::Abort(_) => {}
                }
                turn(&mut reader, &open, &mut table, now, &mut seen);
            }
            for g in open.drain(..) { table.insert(g, Some(g)); }
            for _ in 0..200 { now += 1_000; turn(&mut reader, &[], &mut table, now, &mut seen); }
            let committed: Vec<i64> = table.values().filter_map(|r| *r).collect();
            // Numbers that were taken and aborted at the very end leave no row and no hole to close: nothing follows them.
            prop_assert_eq!(seen, committed);
        }
    }
}

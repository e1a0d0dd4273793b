//! The numbered events of one connection: those that wait, and the last that were sent.

use std::collections::VecDeque;
use std::rc::Rc;

use crate::limits::{QUEUE_BYTES_MAX, QUEUE_BYTES_SHED, QUEUE_LEN_MAX, QUEUE_LEN_SHED, SENT_BYTES_MAX, SENT_LEN_MAX};
use crate::prepared::Sealed;

/// A window of consecutive numbers `first..next`. Everything below `cursor` was handed to the present socket, everything
/// below `high` to some socket; after a rewind `cursor` is below `high`.
#[derive(Debug, Default)]
pub(crate) struct History {
    entries: VecDeque<Rc<Sealed>>,
    first: u64,
    cursor: u64,
    high: u64,
    waiting_bytes: usize,
    sent_bytes: usize,
}

/// What became of an event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Push {
    Queued,
    /// Left out, because the queue is half full and the event can be missed.
    Shed,
    /// There is no room: the connection must end.
    Full,
}

impl History {
    /// Begins with this number.
    pub(crate) fn starting_at(next: u64) -> Self {
        Self { first: next, cursor: next, high: next, ..Self::default() }
    }

    pub(crate) fn push(&mut self, event: Rc<Sealed>, can_shed: bool) -> Push {
        let waiting = self.waiting();
        if can_shed && (waiting >= QUEUE_LEN_SHED || self.waiting_bytes >= QUEUE_BYTES_SHED) {
            return Push::Shed;
        }
        let bytes = event.len();
        if waiting >= QUEUE_LEN_MAX || (waiting > 0 && self.waiting_bytes + bytes > QUEUE_BYTES_MAX) {
            return Push::Full;
        }
        self.waiting_bytes += bytes;
        self.entries.push_back(event);
        Push::Queued
    }

    /// Number and bytes of the next event for the socket.
    pub(crate) fn peek(&self) -> Option<(u64, &Rc<Sealed>)> {
        let index = usize::try_from(self.cursor - self.first).ok()?;
        self.entries.get(index).map(|event| (self.cursor, event))
    }

    /// The event of [`History::peek`] was handed to the socket.
    pub(crate) fn advance(&mut self) {
        let Some((_, event)) = self.peek() else { return };
        let bytes = event.len();
        self.cursor += 1;
        if self.cursor > self.high {
            self.high = self.cursor;
            self.waiting_bytes -= bytes;
            self.sent_bytes += bytes;
        }
        while self.cursor - self.first > SENT_LEN_MAX as u64
            || (self.sent_bytes > SENT_BYTES_MAX && self.first < self.cursor)
        {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.first += 1;
            self.sent_bytes -= oldest.len();
        }
        if self.waiting() == 0 && self.entries.capacity() > 2 * SENT_LEN_MAX {
            self.entries.shrink_to(SENT_LEN_MAX);
        }
    }

    /// Goes on at number `next` on a new socket. False if that is not possible without a gap or an invention.
    pub(crate) fn rewind(&mut self, next: i64) -> bool {
        let Ok(next) = u64::try_from(next) else { return false };
        let possible = (self.first..=self.high).contains(&next);
        if possible {
            self.cursor = next;
        }
        possible
    }

    /// Forgets all events. The numbers are not used again, since the connection ends.
    pub(crate) fn clear(&mut self) {
        *self = Self::starting_at(self.next());
    }

    /// Events that were never handed to a socket.
    pub(crate) fn waiting(&self) -> usize {
        usize::try_from(self.next() - self.high).unwrap_or(usize::MAX)
    }

    /// The number of the next event.
    pub(crate) fn next(&self) -> u64 {
        self.first + self.entries.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;

    fn event(bytes: usize) -> Rc<Sealed> {
        Rc::new(Sealed::shared(Bytes::from(vec![b'x'; bytes])))
    }

    fn numbered(n: u64) -> Rc<Sealed> {
        Rc::new(Sealed::shared(Bytes::from(n.to_string())))
    }

    fn send_all(history: &mut History) -> Vec<u64> {
        let mut sent = Vec::new();
        while let Some((seq, _)) = history.peek() {
            sent.push(seq);
            history.advance();
        }
        sent
    }

    #[test]
    fn half_a_queue_sheds_and_a_whole_one_is_full() {
        let mut history = History::default();
        for _ in 0..QUEUE_LEN_SHED {
            assert_eq!(history.push(event(1), true), Push::Queued);
        }
        assert_eq!(history.push(event(1), true), Push::Shed);
        for _ in QUEUE_LEN_SHED..QUEUE_LEN_MAX {
            assert_eq!(history.push(event(1), false), Push::Queued);
        }
        assert_eq!(history.push(event(1), false), Push::Full);
        assert_eq!(send_all(&mut history).len(), QUEUE_LEN_MAX);
    }

    #[test]
    fn bytes_are_limited_too_but_one_large_event_passes() {
        let mut history = History::default();
        assert_eq!(history.push(event(QUEUE_BYTES_MAX + 1), false), Push::Queued);
        assert_eq!(history.push(event(1), true), Push::Shed);
        assert_eq!(history.push(event(1), false), Push::Full);
        send_all(&mut history);
        assert!(!history.rewind(0), "a sent event above the limit is not kept");
        assert!(history.rewind(1));
    }

    #[test]
    fn a_rewind_does_not_use_up_the_queue() {
        let mut history = History::default();
        for _ in 0..SENT_LEN_MAX {
            history.push(event(1), false);
        }
        send_all(&mut history);
        assert!(history.rewind(0));
        for _ in 0..QUEUE_LEN_MAX {
            assert_eq!(history.push(event(1), false), Push::Queued);
        }
        assert_eq!(history.push(event(1), false), Push::Full);
        assert_eq!(send_all(&mut history), (0..(SENT_LEN_MAX + QUEUE_LEN_MAX) as u64).collect::<Vec<_>>());
    }

    #[derive(Clone, Debug)]
    enum Op {
        Push,
        Send(u8),
        Rewind(i64),
    }

    fn op() -> impl Strategy<Value = Op> {
        prop_oneof![
            3 => Just(Op::Push),
            3 => (1..40_u8).prop_map(Op::Send),
            1 => (-2..140_i64).prop_map(Op::Rewind),
        ]
    }

    proptest! {
        // 128 is the kept length
        /// Against the plain model: a list of all events, and how many the last socket was given.
        #[test]
        fn every_accepted_resume_continues_without_gap_or_repeat(ops in prop::collection::vec(op(), 1..600)) {
            let (mut history, mut pushed, mut high, mut expected) = (History::default(), 0_u64, 0_u64, 0_u64);
            for op in ops {
                match op {
                    Op::Push => match history.push(numbered(pushed), false) {
                        Push::Queued => pushed += 1,
                        other => prop_assert!(other == Push::Full && pushed - high == QUEUE_LEN_MAX as u64),
                    },
                    Op::Send(count) => for _ in 0..count {
                        let Some((seq, event)) = history.peek() else {
                            prop_assert_eq!(expected, pushed);
                            break;
                        };
                        prop_assert_eq!(seq, expected);
                        prop_assert_eq!(event.head.clone(), Bytes::from(expected.to_string()));
                        history.advance();
                        expected += 1;
                        high = high.max(expected);
                    },
                    Op::Rewind(back) => {
                        let next = i64::try_from(high).unwrap() - back;
                        let accepted = history.rewind(next);
                        prop_assert_eq!(accepted, next >= 0 && (0..=128).contains(&back));
                        if accepted {
                            expected = next.unsigned_abs();
                        }
                    }
                }
            }
        }
    }
}

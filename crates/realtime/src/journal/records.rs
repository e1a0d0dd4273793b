//! The records of a connection's numbers, in few bytes: every node keeps them for the connections of all.

use std::collections::VecDeque;

/// A list of records of the log, which rise, with 0 for what is in no log. One takes a byte or two in place of eight.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    /// Per entry a varint: 0, or one more than what the record is above the last one that is not 0.
    bytes: VecDeque<u8>,
    len: usize,
    /// The last record that is not 0 among those that were taken away in front, and among all.
    before: u64,
    last: u64,
}

impl Records {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn push(&mut self, record: u64) {
        let mut rest = if record == 0 { 0 } else { u128::from(record.wrapping_sub(self.last)) + 1 };
        while rest >= 0x80 {
            self.bytes.push_back(u8::try_from(rest & 0x7f).unwrap_or(0) | 0x80);
            rest >>= 7;
        }
        self.bytes.push_back(u8::try_from(rest).unwrap_or(0));
        self.len += 1;
        if record > 0 {
            self.last = record;
        }
    }

    pub(super) fn pop_front(&mut self) {
        let (mut iter, before) = (self.iter(), self.before);
        let Some(first) = iter.next() else { return };
        let read = iter.at;
        self.bytes.drain(..read);
        self.len -= 1;
        self.before = if first > 0 { first } else { before };
    }

    pub(super) fn iter(&self) -> Iter<'_> {
        Iter { records: self, at: 0, last: self.before }
    }
}

impl FromIterator<u64> for Records {
    fn from_iter<T: IntoIterator<Item = u64>>(records: T) -> Self {
        let mut list = Self::default();
        records.into_iter().for_each(|record| list.push(record));
        list.bytes.shrink_to_fit();
        list
    }
}

pub(super) struct Iter<'a> {
    records: &'a Records,
    /// The next byte.
    at: usize,
    last: u64,
}

impl Iterator for Iter<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let (mut value, mut shift) = (0_u128, 0);
        loop {
            let byte = *self.records.bytes.get(self.at)?;
            self.at += 1;
            value |= u128::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let Some(above) = value.checked_sub(1) else { return Some(0) };
        self.last = self.last.wrapping_add(u64::try_from(above).unwrap_or(u64::MAX));
        Some(self.last)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_busy_connection_has_is_small() {
        let records: Records = (1..=384).map(|n| 1_000_000_000 + n * 60).collect();
        assert!(records.bytes.len() < 2 * 384, "{} bytes", records.bytes.len());
    }

    proptest! {
        #[test]
        fn it_is_a_list(ops in prop::collection::vec(prop_oneof![
            3 => (1..5_000_u64).prop_map(Some),
            1 => Just(Some(0)),
            1 => any::<u64>().prop_map(Some),
            2 => Just(None),
        ], 0..300)) {
            let (mut records, mut plain, mut g) = (Records::default(), VecDeque::new(), 0_u64);
            for op in ops {
                match op {
                    None => {
                        records.pop_front();
                        plain.pop_front();
                    }
                    Some(step) => {
                        // Rising as the log does, or anything at all, as somebody might say.
                        g = if step < 5_000 { g.wrapping_add(step) } else { step };
                        let record = if step == 0 { 0 } else { g };
                        records.push(record);
                        plain.push_back(record);
                    }
                }
                prop_assert_eq!(records.len(), plain.len());
                prop_assert_eq!(records.iter().collect::<VecDeque<_>>(), plain.clone());
            }
        }
    }
}

//! Counting and cutting text in runes, as the wire does, and small helpers for lists.

use std::collections::HashSet;
use std::hash::Hash;

/// Longest message of a post, in runes.
pub const MESSAGE_RUNES_MAX: usize = 16_383;

/// Number of runes (Unicode scalar values).
pub fn count(text: &str) -> usize {
    text.chars().count()
}

/// True when the text has more than `max` runes. Looks at no more than it must.
pub fn exceed(text: &str, max: usize) -> bool {
    text.len() > max && text.chars().nth(max).is_some()
}

/// The first `max` runes.
pub fn truncated(text: &str, max: usize) -> &str {
    let end = text.char_indices().nth(max).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// The list with the first of each equal items, in order.
pub fn without_duplicates<T: Clone + Eq + Hash>(mut items: Vec<T>) -> Vec<T> {
    let mut seen = HashSet::with_capacity(items.len());
    items.retain(|item| seen.insert(item.clone()));
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runes_are_not_bytes() {
        assert_eq!(count("aä漢🎉"), 4);
        assert_eq!(count("e\u{301}"), 2);
        for (text, max, over) in
            [("", 0, false), ("a", 0, true), ("äöü", 3, false), ("äöü", 2, true), ("abc", 3, false)]
        {
            assert_eq!(exceed(text, max), over, "{text}");
        }
        assert_eq!(truncated("äöü", 2), "äö");
        assert_eq!(truncated("äöü", 3), "äöü");
        assert_eq!(truncated("äöü", 0), "");
    }

    #[test]
    fn duplicates_go_and_order_stays() {
        assert_eq!(without_duplicates(vec!["b", "a", "b", "c", "a"]), ["b", "a", "c"]);
    }
}

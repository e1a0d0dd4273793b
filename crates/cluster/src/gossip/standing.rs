//! Whether a node fits to the others, by its clock and its keys. Every node judges itself, by what all of them have written
//! into PostgreSQL, so that this works where no datagram passes.

use super::SKEW_MS_MAX;
use super::keys::rings_agree;

/// A node, as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How much its clock is ahead of PostgreSQL's; `None`: not known.
    pub skew_ms: Option<i64>,
    /// The ids of its keys, the one that seals first; empty: not known.
    pub keys: Vec<String>,
}

/// How a node does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// Its clock is so much ahead of PostgreSQL's.
    #[error("the clock of this node is {} ms off; the others agree on another time: set it right", .0)]
    Clock(i64),
    #[error("the gossip keys of this node are not those of the others: compare what --gossip-keys names on each")]
    Keys,
}

/// How a node does not fit: when more of the others agree with one another than with it. So it is never most nodes that do
/// not fit, and never all of them. With `belongs` the node counts itself; one that is about to join does not.
pub fn misfit(own: &Standing, others: &[Standing], belongs: bool) -> Option<Misfit> {
    let near = |one: &i64, other: &i64| one.saturating_sub(*other).saturating_abs() <= SKEW_MS_MAX;
    if let Some(skew_ms) = own.skew_ms.filter(|_| !others.is_empty()) {
        // PostgreSQL has a clock too.
        let clocks: Vec<i64> = others.iter().filter_map(|other| other.skew_ms).chain([0]).collect();
        if is_odd(&skew_ms, &clocks, near, belongs) {
            return Some(Misfit::Clock(skew_ms));
        }
    }
    let rings: Vec<&Vec<String>> = others.iter().map(|other| &other.keys).filter(|keys| !keys.is_empty()).collect();
    is_odd(&&own.keys, &rings, |one, other| rings_agree(one, other), belongs).then_some(Misfit::Keys)
}

fn is_odd<T>(own: &T, others: &[T], agree: impl Fn(&T, &T) -> bool, belongs: bool) -> bool {
    let with_own = others.iter().filter(|other| agree(own, other)).count() + usize::from(belongs);
    let against: Vec<&T> = others.iter().filter(|other| !agree(own, other)).collect();
    let largest = against.iter().map(|one| against.iter().filter(|other| agree(one, other)).count()).max();
    largest.is_some_and(|largest| largest > with_own)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn clock(skew_ms: i64) -> Standing {
        Standing { skew_ms: Some(skew_ms), ..Standing::default() }
    }

    fn keys(ids: &[&str]) -> Standing {
        Standing { keys: ids.iter().map(|id| (*id).to_owned()).collect(), ..Standing::default() }
    }

    #[test]
    fn a_clock_that_most_others_contradict_is_wrong() {
        assert_eq!(misfit(&clock(5_001), &[clock(0)], true), Some(Misfit::Clock(5_001)));
        assert_eq!(misfit(&clock(5_000), &[clock(0)], true), None);
        assert_eq!(misfit(&clock(-9_000), &[clock(10), clock(-20)], true), Some(Misfit::Clock(-9_000)));
        assert_eq!(misfit(&clock(10), &[clock(-9_000), clock(-20)], true), None);
    }

    #[test]
    fn the_clock_of_the_database_may_be_the_wrong_one() {
        assert_eq!(misfit(&clock(9_000), &[clock(9_010)], true), None);
        assert_eq!(misfit(&clock(9_000), &[clock(9_010)], false), None, "one more of them may join");
        assert_eq!(misfit(&clock(9_000), &[], false), None, "nobody else says which one it is");
        assert_eq!(misfit(&clock(9_000), &[Standing::default()], false), Some(Misfit::Clock(9_000)));
    }

    #[test]
    fn who_joins_has_the_keys_of_those_who_are_there() {
        assert_eq!(misfit(&keys(&["b"]), &[keys(&["a"])], false), Some(Misfit::Keys));
        assert_eq!(misfit(&keys(&["b"]), &[keys(&["a"])], true), None, "of two nobody knows which one is right");
        assert_eq!(misfit(&keys(&["b"]), &[keys(&["a"]), keys(&["a"])], true), Some(Misfit::Keys));
        assert_eq!(misfit(&keys(&["b", "a"]), &[keys(&["a", "b"])], false), None, "in the midst of a change");
        assert_eq!(misfit(&keys(&["b"]), &[keys(&[])], false), None, "an older node tells none");
    }

    proptest! {
        /// However clocks and keys differ, nodes that do not fit are fewer than those that do.
        #[test]
        fn most_nodes_fit(nodes in prop::collection::vec((-20_000i64..20_000, 0usize..3), 1..8)) {
            let names = ["a", "b", "c"];
            let of_clocks: Vec<Standing> = nodes.iter().map(|(skew_ms, _)| clock(*skew_ms)).collect();
            let of_keys: Vec<Standing> = nodes.iter().map(|(_, key)| keys(&[names[*key]])).collect();
            for standings in [of_clocks, of_keys] {
                let odd = (0..standings.len()).filter(|at| {
                    let mut others = standings.clone();
                    let own = others.remove(*at);
                    misfit(&own, &others, true).is_some()
                });
                prop_assert!(odd.count() < standings.len(), "{:?}", standings);
            }
        }
    }
}

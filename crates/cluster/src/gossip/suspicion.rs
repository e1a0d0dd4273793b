//! Alive or suspect: what gossip makes of another member. It fences nobody; that is decided in PostgreSQL.

use std::time::Duration;

/// What gossip knows of a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing was ever heard of it: it may be new, or gossip may be blocked.
    #[default]
    Unheard,
    Alive,
    /// It was heard, and is not any more.
    Suspect,
}

impl State {
    /// The next state: by whether others vouch for the member, for how long it was silent towards this node, and how long
    /// that may be.
    #[must_use]
    pub fn next(self, vouched: bool, silent: Option<Duration>, silence_max: Duration) -> Self {
        if vouched || silent.is_some_and(|silent| silent < silence_max) {
            Self::Alive
        } else if self == Self::Unheard {
            Self::Unheard
        } else {
            Self::Suspect
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAX: Duration = Duration::from_millis(1_500);

    fn next(state: State, vouched: bool, silent_ms: u64) -> State {
        state.next(vouched, Some(Duration::from_millis(silent_ms)), MAX)
    }

    #[test]
    fn only_who_was_heard_is_suspected() {
        assert_eq!(State::default().next(false, None, MAX), State::Unheard);
        let alive = next(State::default(), false, 0);
        assert_eq!(alive, State::Alive);
        assert_eq!(next(alive, false, 1_499), State::Alive);
        let suspect = next(alive, false, 1_500);
        assert_eq!(suspect, State::Suspect);
        assert_eq!(next(suspect, false, 9_000), State::Suspect);
        assert_eq!(next(suspect, false, 1), State::Alive);
    }

    #[test]
    fn who_is_heard_by_others_or_by_this_node_is_alive() {
        assert_eq!(next(State::Alive, true, 60_000), State::Alive);
        assert_eq!(State::Suspect.next(true, None, MAX), State::Alive);
    }
}

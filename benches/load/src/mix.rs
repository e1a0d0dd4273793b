//! What people do, and how often.

use std::str::FromStr;

use crate::dice::Dice;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    View,
    Post,
    React,
    Reply,
    Type,
    Search,
    SwitchTeam,
    Reconnect,
}

/// All of them with the names of `--mix` and of reports. An action's place is its number.
pub const ACTIONS: [(Action, &str); 8] = [
    (Action::View, "view"),
    (Action::Post, "post"),
    (Action::React, "react"),
    (Action::Reply, "reply"),
    (Action::Type, "type"),
    (Action::Search, "search"),
    (Action::SwitchTeam, "switch-team"),
    (Action::Reconnect, "reconnect"),
];

impl Action {
    /// Place in `ACTIONS`.
    pub fn number(self) -> usize {
        ACTIONS.iter().position(|(action, _)| *action == self).unwrap_or(0)
    }
}

/// How often each action is taken, relative to the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mix([u64; ACTIONS.len()]);

impl Default for Mix {
    /// People read more than they write, and search and reconnect now and then.
    fn default() -> Self {
        Self([42, 14, 8, 8, 14, 3, 9, 2])
    }
}

impl FromStr for Mix {
    type Err = String;

    /// `view=40,post=10`: those that are not named are not done.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut weights = [0; ACTIONS.len()];
        for part in text.split(',') {
            let (name, weight) = part.split_once('=').ok_or_else(|| format!("{part}: not NAME=WEIGHT"))?;
            let known = || ACTIONS.map(|(_, name)| name).join(", ");
            let place = ACTIONS.iter().position(|(_, known)| *known == name.trim());
            let slot = place.and_then(|place| weights.get_mut(place));
            let slot = slot.ok_or_else(|| format!("{name}: no such action; there are {}", known()))?;
            *slot = weight.trim().parse::<u32>().map_err(|_| format!("{part}: the weight is no number"))?.into();
        }
        if weights.iter().all(|weight| *weight == 0) {
            return Err("a mix in which nothing is done".to_owned());
        }
        Ok(Self(weights))
    }
}

impl Mix {
    pub fn draw(&self, dice: &mut Dice) -> Action {
        let mut left = dice.below(self.0.iter().sum());
        for ((action, _), weight) in ACTIONS.iter().zip(self.0) {
            if left < weight {
                return *action;
            }
            left -= weight;
        }
        Action::View
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_come_as_often_as_the_mix_says_and_in_the_same_order_from_a_seed() {
        let mix: Mix = "view=3,post=1".parse().unwrap();
        let draw = |seed| {
            let mut dice = Dice(seed);
            (0..4_000).map(|_| mix.draw(&mut dice)).collect::<Vec<_>>()
        };
        let first = draw(7);
        assert_eq!(first, draw(7));
        assert_ne!(first, draw(8));
        let posts = first.iter().filter(|action| **action == Action::Post).count();
        assert!((900..1_100).contains(&posts), "{posts}");
        assert!(first.iter().all(|action| matches!(action, Action::View | Action::Post)));
    }

    #[test]
    fn a_mix_that_says_nothing_is_refused() {
        for wrong in ["", "view", "view=x", "sing=1", "view=0", "view=-1"] {
            assert!(wrong.parse::<Mix>().is_err(), "{wrong}");
        }
    }
}

//! Names of the emoji that every client draws itself. No custom emoji may have one of them.

use std::collections::HashMap;
use std::sync::LazyLock;

/// One name a line, in the order of their bytes; `*` marks those that come in several skin tones.
const NAMES: &str = include_str!("../../data/system_emoji.txt");

const TONES: [&str; 5] =
    ["_light_skin_tone", "_medium_light_skin_tone", "_medium_skin_tone", "_medium_dark_skin_tone", "_dark_skin_tone"];

/// Whether each name comes in several skin tones.
static TONED: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    NAMES.lines().map(|line| line.strip_suffix('*').map_or((line, false), |name| (name, true))).collect()
});

/// Whether an emoji of the system has this name: plain, or with one skin tone for each person that it shows.
pub fn is_system_name(name: &str) -> bool {
    if TONED.contains_key(name) {
        return true;
    }
    let toned = |name: &str| TONED.get(name) == Some(&true);
    let without = |name: &str| -> Vec<String> {
        TONES.iter().filter_map(|tone| name.strip_suffix(tone)).map(str::to_owned).collect()
    };
    without(name).iter().any(|once| toned(once) || without(once).iter().any(|twice| toned(twice)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_clients() {
        for name in ["smile", "+1", "thumbsup", "-1", "heart", "flag-de", "wave_medium_light_skin_tone"] {
            assert!(is_system_name(name), "{name}");
        }
        for name in ["", "party_parrot", "smile_dark_skin_tone", "_dark_skin_tone", "wave_skin_tone"] {
            assert!(!is_system_name(name), "{name}");
        }
        assert!(
            is_system_name("+1_dark_skin_tone")
                && is_system_name("people_holding_hands_dark_skin_tone_light_skin_tone")
        );
    }

    #[test]
    fn every_name_is_a_valid_one_and_stands_once() {
        let names: Vec<&str> = NAMES.lines().map(|line| line.trim_end_matches('*')).collect();
        assert!(names.len() > 1_800 && names.is_sorted());
        assert_eq!(names.len(), TONED.len());
        assert!(names.iter().all(|name| crate::emoji::is_valid_name(name)));
    }
}

//! Every key as documentation and an administrator's page want it.

use std::sync::OnceLock;

use serde_json::Value;

use crate::config::Config;
use crate::schema::{self, Kind, Leaf, Secret};
use crate::validate::validate;

/// Numbers beyond these are no limits: programs in other languages cannot tell them apart.
const FAR: i64 = 1 << 53;

/// What is known of a key.
#[derive(Debug, Clone)]
pub struct Description {
    /// `ServiceSettings.SiteURL`.
    pub path: String,
    pub kind: Kind,
    pub default: Value,
    pub restart: bool,
    pub secret: Secret,
    /// What its values mean, in a few words; empty when the name says it.
    pub note: String,
    /// The smallest number that the rules accept, all other settings being at their defaults.
    pub min: Option<i64>,
    /// The largest.
    pub max: Option<i64>,
    /// The only values of a text; none when any will do.
    pub choices: Vec<String>,
}

/// All keys in the order of the file.
pub fn describe() -> &'static [Description] {
    static ALL: OnceLock<Vec<Description>> = OnceLock::new();
    ALL.get_or_init(|| {
        let defaults = Config::default().to_json();
        schema::leaves().iter().map(|leaf| description(leaf, &defaults)).collect()
    })
}

fn description(leaf: &Leaf, defaults: &Value) -> Description {
    let default = schema::at(defaults, &leaf.path).cloned().unwrap_or_default();
    let note = leaf.key.note.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let (min, max) = match (leaf.key.kind, default.as_i64()) {
        (Kind::Int, Some(number)) => (limit(leaf, number, -FAR), limit(leaf, number, FAR)),
        _ => (None, None),
    };
    let choices = if leaf.key.kind == Kind::Text { choices(&note) } else { Vec::new() };
    Description {
        path: leaf.dotted(),
        kind: leaf.key.kind,
        default,
        restart: leaf.key.restart,
        secret: leaf.key.secret,
        note,
        min,
        max,
        choices,
    }
}

/// The last accepted number on the way from an accepted one to `far`: found by asking the rules, so that it is theirs.
fn limit(leaf: &Leaf, accepted: i64, far: i64) -> Option<i64> {
    if !accepts(leaf, accepted) || accepts(leaf, far) {
        return None;
    }
    let (mut good, mut bad) = (accepted, far);
    while good.abs_diff(bad) > 1 {
        let middle = good.midpoint(bad);
        if accepts(leaf, middle) { good = middle } else { bad = middle }
    }
    Some(good)
}

fn accepts(leaf: &Leaf, number: i64) -> bool {
    let mut wish = Value::Null;
    schema::put(&mut wish, &leaf.path, number.into());
    let mut config = Config::default();
    let path = leaf.dotted();
    config.merge_json(&wish).is_ok() && validate(&config, i64::MAX).iter().all(|invalid| invalid.key != path)
}

/// The values out of a note such as "Empty, `TLS` or `STARTTLS`."; none out of any other.
fn choices(note: &str) -> Vec<String> {
    let list = note.trim_end_matches('.').replace(" or ", ", ");
    let value = |part: &str| match part {
        "Empty" => Some(String::new()),
        _ => part.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).map(str::to_owned),
    };
    let found: Option<Vec<String>> = list.split(", ").map(value).collect();
    found.filter(|found| found.len() > 1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(path: &str) -> &'static Description {
        describe().iter().find(|one| one.path == path).unwrap()
    }

    #[test]
    fn limits_are_those_of_the_rules() {
        for (path, min, max) in [
            ("TeamSettings.MaxUsersPerTeam", Some(1), None),
            ("EmailSettings.EmailBatchingInterval", Some(30), None),
            ("PasswordSettings.MinimumLength", Some(5), Some(72)),
            ("FileSettings.MaxImageDecoderConcurrency", Some(-1), None),
            ("ServiceSettings.WebsocketPort", None, None),
        ] {
            let found = described(path);
            assert_eq!((found.min, found.max), (min, max), "{path}");
        }
    }

    #[test]
    fn every_limit_is_accepted_and_what_is_beyond_is_refused() {
        for leaf in schema::leaves() {
            let found = described(&leaf.dotted());
            for (limit, beyond) in [(found.min, -1), (found.max, 1)] {
                let Some(limit) = limit else { continue };
                assert!(accepts(&leaf, limit) && !accepts(&leaf, limit + beyond), "{}: {limit}", found.path);
            }
        }
    }

    #[test]
    fn a_note_that_lists_values_gives_the_choices_and_the_rules_accept_each() {
        assert_eq!(described("EmailSettings.ConnectionSecurity").choices, ["", "PLAIN", "TLS", "STARTTLS"]);
        assert_eq!(described("FileSettings.MaxFileSize").note, "Bytes.");
        assert!(described("FileSettings.MaxFileSize").choices.is_empty());
        assert!(choices("Hosts and networks, separated by spaces or commas.").is_empty());
        for found in describe() {
            for choice in &found.choices {
                let names: Vec<&str> = found.path.split('.').collect();
                let mut wish = Value::Null;
                schema::put(&mut wish, &names, choice.as_str().into());
                let mut config = Config::default();
                config.merge_json(&wish).unwrap();
                let refused: Vec<_> =
                    validate(&config, i64::MAX).into_iter().filter(|one| one.key == found.path).collect();
                assert!(refused.is_empty(), "{}: {choice}: {refused:?}", found.path);
            }
            let default = found.default.as_str().unwrap_or_default();
            assert!(found.choices.is_empty() || found.choices.iter().any(|one| one == default), "{}", found.path);
        }
    }
}

//! Names of users, teams, channels and emoji: what is allowed, and how to make one from any text.

/// Longest name of a user, team, channel or emoji, in bytes (all their characters are ASCII).
pub const NAME_LEN_MAX: usize = 64;
/// Shortest name of a team.
pub const TEAM_NAME_LEN_MIN: usize = 2;

const RESERVED_USERNAMES: [&str; 4] = ["all", "channel", "matterbot", "system"];

/// First parts of paths that belong to the server. No team name may start with one.
const RESERVED_TEAM_PREFIXES: [&str; 17] = [
    "admin",
    "api",
    "boards",
    "channel",
    "claim",
    "error",
    "files",
    "help",
    "landing",
    "login",
    "mfa",
    "oauth",
    "playbooks",
    "plug",
    "plugins",
    "post",
    "signup",
];

/// Lower-case letters, digits, `.`, `-` and `_`; not a word that mentions everybody or names the system.
pub fn is_username(name: &str) -> bool {
    has_length(name, 1)
        && name.bytes().all(|b| is_lower_alnum(b) || matches!(b, b'.' | b'-' | b'_'))
        && !RESERVED_USERNAMES.contains(&name)
}

/// Makes a username of any text, or takes `fallback`, which the caller makes unique.
pub fn username_from(text: &str, fallback: &str) -> String {
    let name: String = text.trim().to_lowercase().chars().map(|c| if is_username_char(c) { c } else { '-' }).collect();
    let name = cut(name.trim_matches('-'));
    if is_username(name) { name.to_owned() } else { fallback.to_owned() }
}

/// Why a team may not have this name, as an error id.
pub fn team_name_violation(name: &str) -> Option<&'static str> {
    if name.len() > NAME_LEN_MAX {
        Some("model.team.is_valid.url.app_error")
    } else if is_reserved_team_name(name) {
        Some("model.team.is_valid.reserved.app_error")
    } else if !is_team_name(name) {
        Some("model.team.is_valid.characters.app_error")
    } else {
        None
    }
}

/// Lower-case letters, digits and inner dashes, at least two of them.
pub fn is_team_name(name: &str) -> bool {
    has_length(name, TEAM_NAME_LEN_MIN)
        && name.bytes().all(|b| is_lower_alnum(b) || b == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
}

pub fn is_reserved_team_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    RESERVED_TEAM_PREFIXES.iter().any(|reserved| name.starts_with(reserved))
}

/// Makes a team name of any text, or takes `fallback`, which the caller makes unique.
pub fn team_name_from(text: &str, fallback: &str) -> String {
    let name: String = text.trim().to_lowercase().chars().map(|c| if c.is_whitespace() { '-' } else { c }).collect();
    let mut name: String = name.chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-').collect();
    while let Some(rest) = RESERVED_TEAM_PREFIXES.iter().find_map(|reserved| name.strip_prefix(reserved)) {
        name = rest.trim_start_matches('-').to_owned();
    }
    let name = cut(name.trim_matches('-'));
    if is_team_name(name) { name.to_owned() } else { fallback.to_owned() }
}

/// Why an open or private channel may not have this name, as an error id.
pub fn channel_name_violation(name: &str) -> Option<&'static str> {
    if !is_channel_name(name) {
        Some("model.channel.is_valid.1_or_more.app_error")
    } else if is_direct_channel_name(name) {
        Some("model.channel.is_valid.name.app_error")
    } else {
        None
    }
}

/// Lower-case letters, digits, `-` and `_`, starting with a letter or digit.
pub fn is_channel_name(name: &str) -> bool {
    has_length(name, 1)
        && name.bytes().all(|b| is_lower_alnum(b) || matches!(b, b'-' | b'_'))
        && !name.starts_with(['-', '_'])
}

/// The name of a direct channel: the ids of its two members with `__` between them.
pub fn is_direct_channel_name(name: &str) -> bool {
    let is_id = |id: &str| id.len() == 26 && id.bytes().all(is_lower_alnum);
    name.split_once("__").is_some_and(|(one, other)| is_id(one) && is_id(other))
}

/// Makes a channel name of any text, or takes `fallback`, which the caller makes unique.
pub fn channel_name_from(text: &str, fallback: &str) -> String {
    let mut name = String::new();
    for c in text.trim().to_lowercase().chars() {
        let c = if c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' { c } else { '-' };
        if c != '-' || !name.ends_with('-') {
            name.push(c);
        }
    }
    let name = cut(name.trim_matches(['-', '_']));
    if channel_name_violation(name).is_none() { name.to_owned() } else { fallback.to_owned() }
}

/// Letters of both cases, digits, `-`, `_` and `+`. Whether a system emoji has the name already is another question.
pub fn is_emoji_name(name: &str) -> bool {
    has_length(name, 1) && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+'))
}

fn has_length(name: &str, min: usize) -> bool {
    (min..=NAME_LEN_MAX).contains(&name.len())
}

fn is_lower_alnum(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

fn is_username_char(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_')
}

/// The longest allowed start of a name, which is ASCII by now.
fn cut(name: &str) -> &str {
    name.get(..NAME_LEN_MAX).unwrap_or(name).trim_end_matches('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames() {
        for good in ["a", "ann", "8x-abc", "a.b-c_d", "-a", "all1", "here", &"a".repeat(64)] {
            assert!(is_username(good), "{good}");
        }
        for bad in ["", "Ann", "x 7!", "ü", "a@b", "a:b", "all", "channel", "system", "matterbot", &"a".repeat(65)] {
            assert!(!is_username(bad), "{bad}");
        }
    }

    #[test]
    fn usernames_from_text() {
        for (text, expected) in [
            ("Ann Smith", "ann-smith"),
            ("  ann  ", "ann"),
            ("--ann--", "ann"),
            ("José", "jos"),
            ("ann@x", "ann-x"),
            ("all", "fallback"),
            ("李四", "fallback"),
            ("", "fallback"),
            (&*"A".repeat(99), &*"a".repeat(64)),
        ] {
            assert_eq!(username_from(text, "fallback"), expected, "{text}");
        }
    }

    #[test]
    fn team_names() {
        let (characters, reserved, url) = (
            Some("model.team.is_valid.characters.app_error"),
            Some("model.team.is_valid.reserved.app_error"),
            Some("model.team.is_valid.url.app_error"),
        );
        for (name, expected) in [
            ("one-abc", None),
            ("ab", None),
            ("a--b", None),
            ("12", None),
            (&*"d".repeat(64), None),
            (&*"d".repeat(65), url),
            ("", characters),
            ("x", characters),
            ("ONE-x", characters),
            ("-ab", characters),
            ("ab-", characters),
            ("a_b", characters),
            ("a b", characters),
            ("api-x", reserved),
            ("Admin", reserved),
            ("postal", reserved),
        ] {
            assert_eq!(team_name_violation(name), expected, "{name}");
        }
    }

    #[test]
    fn team_names_from_text() {
        for (text, expected) in [
            ("Core Team", "core-team"),
            ("API Gateway", "gateway"),
            ("api-admin-x1", "x1"),
            ("Größe!", "gre"),
            ("a", "fallback"),
            ("login", "fallback"),
        ] {
            assert_eq!(team_name_from(text, "fallback"), expected, "{text}");
        }
    }

    #[test]
    fn channel_names() {
        let id = "abcdefghij0123456789abcdef";
        let format = Some("model.channel.is_valid.1_or_more.app_error");
        for (name, expected) in [
            ("x", None),
            ("town-square", None),
            ("a_b-", None),
            ("9", None),
            ("", format),
            ("Bad Name!", format),
            ("Upper", format),
            ("-x", format),
            ("_x", format),
            (&*"a".repeat(65), format),
            (&format!("{id}__{id}"), Some("model.channel.is_valid.name.app_error")),
            (&format!("{id}__x"), None),
        ] {
            assert_eq!(channel_name_violation(name), expected, "{name}");
        }
    }

    #[test]
    fn channel_names_from_text() {
        let id = "abcdefghij0123456789abcdef";
        for (text, expected) in [
            ("Town Square", "town-square"),
            ("Q&A: today?", "q-a-today"),
            ("_x_", "x"),
            ("日本", "fallback"),
            (&format!("{id}__{id}"), "fallback"),
        ] {
            assert_eq!(channel_name_from(text, "fallback"), expected, "{text}");
        }
    }

    #[test]
    fn emoji_names() {
        for (name, good) in [("smile", true), ("+1", true), ("A_b-C", true), ("", false), ("a b", false), ("ü", false)]
        {
            assert_eq!(is_emoji_name(name), good, "{name}");
        }
        assert!(!is_emoji_name(&"e".repeat(65)));
    }
}

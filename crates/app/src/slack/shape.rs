//! What stands in an export of Slack. Everything may be missing: exports have changed over the years.

use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SlackUser {
    pub id: String,
    pub name: String,
    pub deleted: bool,
    pub is_bot: bool,
    pub profile: SlackProfile,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SlackProfile {
    pub email: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub real_name: Option<String>,
    pub title: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SlackChannel {
    pub id: String,
    /// Missing in conversations of two.
    pub name: String,
    pub is_archived: bool,
    pub members: Vec<String>,
    pub purpose: SlackText,
    pub topic: SlackText,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SlackText {
    pub value: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SlackMessage {
    #[serde(rename = "type")]
    pub kind: String,
    pub subtype: String,
    pub user: Option<String>,
    pub bot_id: Option<String>,
    /// What a bot calls itself.
    pub username: Option<String>,
    pub text: String,
    /// Seconds with a fraction, which tells messages of one second apart.
    pub ts: String,
    /// Of the message that began the thread.
    pub thread_ts: Option<String>,
    pub files: Vec<SlackFile>,
    /// Older exports have one.
    pub file: Option<SlackFile>,
    pub reactions: Vec<SlackReaction>,
    /// The channels where it is pinned.
    pub pinned_to: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SlackReaction {
    /// An emoji, with its tone as `::skin-tone-2` to `::skin-tone-6`.
    pub name: String,
    pub users: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SlackFile {
    pub id: String,
    pub name: Option<String>,
}

impl SlackMessage {
    /// When it was written, in Unix milliseconds.
    pub fn at_ms(&self) -> Option<i64> {
        ms(&self.ts)
    }

    pub fn all_files(&self) -> impl Iterator<Item = &SlackFile> {
        self.files.iter().chain(&self.file).filter(|file| !file.id.is_empty())
    }
}

/// Seconds with a fraction in milliseconds.
fn ms(ts: &str) -> Option<i64> {
    let (seconds, fraction) = ts.split_once('.').unwrap_or((ts, ""));
    let seconds: i64 = seconds.parse().ok().filter(|seconds| *seconds > 0)?;
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    seconds.checked_mul(1_000)?.checked_add(digits.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_milliseconds() {
        for (ts, expected) in [
            ("1580000000.000200", Some(1_580_000_000_000)),
            ("1580000000.9", Some(1_580_000_000_900)),
            ("1580000000", Some(1_580_000_000_000)),
            ("", None),
            ("now", None),
            ("0.1", None),
        ] {
            assert_eq!(ms(ts), expected, "{ts}");
        }
    }
}

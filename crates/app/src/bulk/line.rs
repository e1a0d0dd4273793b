//! One line of a bulk file.

use roost_model::ErrorId;
use roost_model::errors::import as errors;
use serde::Deserialize;

use super::refusal::Refusal;
use super::shape::{
    BotLine, ChannelLine, DirectChannelLine, EmojiLine, PostLine, RoleLine, SchemeLine, TeamLine, UserLine,
};

/// The version of the format that is read.
pub const VERSION: i64 = 1;

/// What lines are counted as; some kinds stand inside lines of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Version,
    Role,
    Scheme,
    Emoji,
    Team,
    Channel,
    User,
    Member,
    Bot,
    Post,
    DirectChannel,
    DirectPost,
    Reply,
    Reaction,
    Attachment,
    Flag,
}

impl Kind {
    /// The word of the file for it, or ours where it has none.
    pub fn name(self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::Role => "role",
            Self::Scheme => "scheme",
            Self::Emoji => "emoji",
            Self::Team => "team",
            Self::Channel => "channel",
            Self::User => "user",
            Self::Member => "membership",
            Self::Bot => "bot",
            Self::Post => "post",
            Self::DirectChannel => "direct_channel",
            Self::DirectPost => "direct_post",
            Self::Reply => "reply",
            Self::Reaction => "reaction",
            Self::Attachment => "attachment",
            Self::Flag => "flag",
        }
    }
}

/// A line that could be read. Whether its values are allowed is asked by [`super::check`].
#[derive(Clone, Debug)]
pub enum Line {
    Version,
    Role(Box<RoleLine>),
    Scheme(Box<SchemeLine>),
    Emoji(Box<EmojiLine>),
    Team(Box<TeamLine>),
    Channel(Box<ChannelLine>),
    User(Box<UserLine>),
    Bot(Box<BotLine>),
    Post(Box<PostLine>),
    DirectChannel(Box<DirectChannelLine>),
    DirectPost(Box<PostLine>),
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    #[serde(rename = "type")]
    kind: Option<String>,
    version: Option<i64>,
    role: Option<Box<RoleLine>>,
    scheme: Option<Box<SchemeLine>>,
    emoji: Option<Box<EmojiLine>>,
    team: Option<Box<TeamLine>>,
    channel: Option<Box<ChannelLine>>,
    user: Option<Box<UserLine>>,
    bot: Option<Box<BotLine>>,
    post: Option<Box<PostLine>>,
    direct_channel: Option<Box<DirectChannelLine>>,
    direct_post: Option<Box<PostLine>>,
}

impl Line {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Version => Kind::Version,
            Self::Role(_) => Kind::Role,
            Self::Scheme(_) => Kind::Scheme,
            Self::Emoji(_) => Kind::Emoji,
            Self::Team(_) => Kind::Team,
            Self::Channel(_) => Kind::Channel,
            Self::User(_) => Kind::User,
            Self::Bot(_) => Kind::Bot,
            Self::Post(_) => Kind::Post,
            Self::DirectChannel(_) => Kind::DirectChannel,
            Self::DirectPost(_) => Kind::DirectPost,
        }
    }

    /// Reads one line. Invalid UTF-8 becomes U+FFFD.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let text = String::from_utf8_lossy(bytes);
        let raw: Raw = serde_json::from_str(&text)
            .map_err(|error| Refusal::new(errors::LINE_NOT_JSON).with("why", error.to_string()))?;
        if holds_nul(&text) {
            return Err(Refusal::new(errors::LINE_NOT_JSON).with("why", "a text holds a NUL character"));
        }
        raw.line()
    }
}

/// Reads one line and asks whether its values are allowed, looking at nothing else.
pub fn check_line(bytes: &[u8]) -> Result<(), Refusal> {
    super::check::check(&Line::parse(bytes)?)
}

impl Raw {
    fn line(self) -> Result<Line, Refusal> {
        let kind = self.kind.unwrap_or_default();
        match kind.as_str() {
            "version" if self.version == Some(VERSION) => Ok(Line::Version),
            "version" => Err(Refusal::new(errors::VERSION_UNSUPPORTED)
                .with("version", self.version.map_or_else(|| "(none)".to_owned(), |v| v.to_string()))),
            "role" => body(self.role, "role", errors::NULL_ROLE).map(Line::Role),
            "scheme" => body(self.scheme, "scheme", errors::NULL_SCHEME).map(Line::Scheme),
            "emoji" => body(self.emoji, "emoji", errors::NULL_EMOJI).map(Line::Emoji),
            "team" => body(self.team, "team", errors::NULL_TEAM).map(Line::Team),
            "channel" => body(self.channel, "channel", errors::NULL_CHANNEL).map(Line::Channel),
            "user" => body(self.user, "user", errors::NULL_USER).map(Line::User),
            "bot" => body(self.bot, "bot", errors::NULL_BOT).map(Line::Bot),
            "post" => body(self.post, "post", errors::NULL_POST).map(Line::Post),
            "direct_channel" => {
                body(self.direct_channel, "direct_channel", errors::NULL_DIRECT_CHANNEL).map(Line::DirectChannel)
            }
            "direct_post" => body(self.direct_post, "direct_post", errors::NULL_DIRECT_POST).map(Line::DirectPost),
            _ => Err(Refusal::new(errors::UNKNOWN_TYPE).with("type", kind).at("type")),
        }
    }
}

fn body<T>(body: Option<Box<T>>, field: &str, error: &'static ErrorId) -> Result<Box<T>, Refusal> {
    body.ok_or_else(|| Refusal::new(error).at(field))
}

/// Whether a string of the JSON text holds U+0000, which PostgreSQL cannot store. It can only stand there escaped: with
/// an odd number of backslashes before it.
fn holds_nul(text: &str) -> bool {
    text.match_indices("\\u0000").any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(line: &str) -> &'static str {
        Line::parse(line.as_bytes()).unwrap_err().error.id
    }

    #[test]
    fn a_line_is_what_its_type_says() {
        let line = Line::parse(br#"{"type":"post","post":{"message":"m","extra":1,"props":null},"team":null}"#);
        assert!(matches!(line.unwrap(), Line::Post(post) if post.message.as_deref() == Some("m")));
        assert!(matches!(Line::parse(br#"{"type":"version","version":1}"#).unwrap(), Line::Version));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        assert_eq!(refused(r#"{"type":"team","team":{"name":"#), errors::LINE_NOT_JSON.id);
        assert_eq!(refused(r#"{"type":"team","team":{"name":1}}"#), errors::LINE_NOT_JSON.id);
        assert_eq!(refused(r#"{"type":"gizmo","gizmo":{}}"#), errors::UNKNOWN_TYPE.id);
        assert_eq!(refused(r#"{"team":{}}"#), errors::UNKNOWN_TYPE.id);
        assert_eq!(refused(r#"{"type":"team"}"#), errors::NULL_TEAM.id);
        assert_eq!(refused(r#"{"type":"version","version":2}"#), errors::VERSION_UNSUPPORTED.id);
    }

    #[test]
    fn nul_is_refused_and_a_text_about_it_is_not() {
        assert_eq!(refused(r#"{"type":"post","post":{"message":"a\u0000b"}}"#), errors::LINE_NOT_JSON.id);
        let about = Line::parse(br#"{"type":"post","post":{"message":"a\\u0000b"}}"#).unwrap();
        assert!(matches!(about, Line::Post(post) if post.message.as_deref() == Some("a\\u0000b")));
        let invalid = Line::parse(b"{\"type\":\"post\",\"post\":{\"message\":\"a\xff\"}}").unwrap();
        assert!(matches!(invalid, Line::Post(post) if post.message.as_deref() == Some("a\u{fffd}")));
    }

    #[test]
    fn deep_nesting_is_refused_without_a_deep_stack() {
        let deep =
            format!(r#"{{"type":"post","post":{{"props":{}1{}}}}}"#, r#"{"a":"#.repeat(5_000), "}".repeat(5_000));
        assert_eq!(refused(&deep), errors::LINE_NOT_JSON.id);
    }
}

//! What a line must be by itself, without looking at anything else. One function per type of line, all pure.

mod people;
mod places;
mod talk;
#[cfg(test)]
mod tests;

use super::line::Line;
use super::refusal::Refusal;

/// The first thing that is wrong with a line.
pub fn check(line: &Line) -> Result<(), Refusal> {
    match line {
        Line::Version => Ok(()),
        Line::Role(role) => places::role(role).map_err(|refusal| within("role", refusal)),
        Line::Scheme(scheme) => places::scheme(scheme).map_err(|refusal| within("scheme", refusal)),
        Line::Emoji(emoji) => places::emoji(emoji).map_err(|refusal| within("emoji", refusal)),
        Line::Team(team) => places::team(team).map_err(|refusal| within("team", refusal)),
        Line::Channel(channel) => places::channel(channel).map_err(|refusal| within("channel", refusal)),
        Line::User(user) => people::user(user).map_err(|refusal| within("user", refusal)),
        Line::Bot(bot) => people::bot(bot).map_err(|refusal| within("bot", refusal)),
        Line::Post(post) => talk::post(post).map_err(|refusal| within("post", refusal)),
        Line::DirectChannel(channel) => {
            talk::direct_channel(channel).map_err(|refusal| within("direct_channel", refusal))
        }
        Line::DirectPost(post) => talk::direct_post(post).map_err(|refusal| within("direct_post", refusal)),
    }
}

/// Puts the type of the line before what the refusal is about.
fn within(kind: &str, refusal: Refusal) -> Refusal {
    let field = if refusal.field.is_empty() { kind.to_owned() } else { format!("{kind}.{}", refusal.field) };
    refusal.at(field)
}

/// `null` and empty are the same here, as in the original.
fn given(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.is_empty())
}

//! Posts, replies, reactions, and direct channels.

use roost_model::ErrorId;
use roost_model::errors::import as errors;
use roost_model::limits::{
    CHANNEL_GROUP_MEMBERS_MAX, CHANNEL_HEADER_RUNES_MAX, EMOJI_NAME_LEN_MAX, POST_MESSAGE_RUNES_MAX,
    POST_PROPS_RUNES_MAX, exceeds_runes,
};

use super::given;
use super::people::channel_notify;
use super::places::fits;
use crate::bulk::refusal::{Refusal, demand};
use crate::bulk::shape::{DirectChannelLine, PostLine, ReactionLine};

/// Fewest members of a direct channel; somebody alone stands there twice.
const DIRECT_MEMBERS_MIN: usize = 2;

/// What the three places where a post may stand call their errors.
struct Words {
    user: &'static ErrorId,
    message: &'static ErrorId,
    length: &'static ErrorId,
    create_at: &'static ErrorId,
    create_at_zero: &'static ErrorId,
    follower: &'static ErrorId,
}

const POST: Words = Words {
    user: errors::POST_NO_USER,
    message: errors::POST_NO_MESSAGE,
    length: errors::POST_MESSAGE_LENGTH,
    create_at: errors::POST_NO_CREATE_AT,
    create_at_zero: errors::POST_CREATE_AT,
    follower: errors::POST_FOLLOWER,
};
const DIRECT_POST: Words = Words {
    user: errors::DIRECT_POST_NO_USER,
    message: errors::DIRECT_POST_NO_MESSAGE,
    length: errors::DIRECT_POST_MESSAGE_LENGTH,
    create_at: errors::DIRECT_POST_NO_CREATE_AT,
    create_at_zero: errors::DIRECT_POST_CREATE_AT,
    follower: errors::DIRECT_POST_FOLLOWER,
};
const REPLY: Words = Words {
    user: errors::REPLY_NO_USER,
    message: errors::REPLY_NO_MESSAGE,
    length: errors::REPLY_MESSAGE_LENGTH,
    create_at: errors::REPLY_NO_CREATE_AT,
    create_at_zero: errors::REPLY_CREATE_AT,
    follower: errors::POST_FOLLOWER,
};

pub(super) fn post(post: &PostLine) -> Result<(), Refusal> {
    demand(given(post.team.as_ref()).is_some(), errors::POST_NO_TEAM)?;
    demand(given(post.channel.as_ref()).is_some(), errors::POST_NO_CHANNEL)?;
    content(post, &POST)?;
    replies(post)
}

pub(super) fn direct_post(post: &PostLine) -> Result<(), Refusal> {
    let members = post.channel_members.as_ref().ok_or(Refusal::new(errors::DIRECT_POST_NO_MEMBERS))?;
    demand(members.len() >= DIRECT_MEMBERS_MIN, errors::DIRECT_POST_FEW_MEMBERS)?;
    demand(members.len() <= CHANNEL_GROUP_MEMBERS_MAX, errors::DIRECT_POST_MANY_MEMBERS)?;
    content(post, &DIRECT_POST)?;
    for flagger in post.flagged_by.iter().flatten() {
        if !members.contains(flagger) {
            return Err(Refusal::new(errors::DIRECT_POST_FLAG).with("name", flagger));
        }
    }
    replies(post)
}

fn replies(post: &PostLine) -> Result<(), Refusal> {
    for (index, reply) in post.replies.iter().flatten().enumerate() {
        content(reply, &REPLY).map_err(|refusal| {
            let field = format!("replies[{index}]");
            refusal.at(field)
        })?;
    }
    Ok(())
}

fn content(post: &PostLine, words: &Words) -> Result<(), Refusal> {
    demand(given(post.user.as_ref()).is_some(), words.user)?;
    let message = post.message.as_deref().ok_or(Refusal::new(words.message))?;
    demand(!exceeds_runes(message, POST_MESSAGE_RUNES_MAX), words.length)?;
    let create_at = post.create_at.ok_or(Refusal::new(words.create_at))?;
    demand(create_at > 0, words.create_at_zero)?;
    if let Some(props) = post.props.as_ref().filter(|props| !props.is_empty()) {
        let text = serde_json::to_string(props).unwrap_or_default();
        demand(!exceeds_runes(&text, POST_PROPS_RUNES_MAX), errors::POST_PROPS)?;
    }
    for one in post.reactions.iter().flatten() {
        reaction(one, create_at)?;
    }
    for follower in post.thread_followers.iter().flatten() {
        demand(given(follower.user.as_ref()).is_some(), words.follower)?;
    }
    Ok(())
}

fn reaction(reaction: &ReactionLine, post_create_at: i64) -> Result<(), Refusal> {
    demand(given(reaction.user.as_ref()).is_some(), errors::REACTION_NO_USER)?;
    let emoji = given(reaction.emoji_name.as_ref()).ok_or(Refusal::new(errors::REACTION_NO_EMOJI))?;
    demand(emoji.len() <= EMOJI_NAME_LEN_MAX, errors::REACTION_EMOJI_LENGTH)?;
    let create_at = reaction.create_at.ok_or(Refusal::new(errors::REACTION_NO_CREATE_AT))?;
    demand(create_at > 0, errors::REACTION_CREATE_AT)?;
    demand(create_at >= post_create_at, errors::REACTION_TOO_EARLY)
}

pub(super) fn direct_channel(channel: &DirectChannelLine) -> Result<(), Refusal> {
    demand(channel.members.is_some() || channel.participants.is_some(), errors::DIRECT_NO_MEMBERS)?;
    let members = channel.member_names();
    demand(members.len() >= DIRECT_MEMBERS_MIN, errors::DIRECT_FEW_MEMBERS)?;
    demand(members.len() <= CHANNEL_GROUP_MEMBERS_MAX, errors::DIRECT_MANY_MEMBERS)?;
    demand(fits(channel.header.as_ref(), CHANNEL_HEADER_RUNES_MAX), errors::DIRECT_HEADER_LENGTH)?;
    for favorite in channel.favorited_by.iter().flatten() {
        if !members.contains(&favorite.as_str()) {
            return Err(Refusal::new(errors::DIRECT_FAVORITE).with("name", favorite));
        }
    }
    for participant in channel.participants.iter().flatten() {
        participant.notify_props.as_ref().map_or(Ok(()), channel_notify)?;
    }
    Ok(())
}

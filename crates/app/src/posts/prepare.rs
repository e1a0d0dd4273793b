//! From what a client sent to the post as it will be stored. No data is asked.

use std::sync::Arc;

use roost_model::errors::post as errors;
use roost_model::limits::POST_FILES_MAX;
use roost_model::post::{Post, PostDraft, PostMetadata, kind};
use roost_model::session::{Session, props as session_props};
use roost_model::user::User;
use roost_model::{Id, error as ids};
use serde_json::{Map, Value};

use super::attachments;
use crate::text::runes::without_duplicates;
use crate::text::{self, runes};
use crate::{AppError, Ctx};

/// Properties that only the server sets.
const SERVER_PROPS: [&str; 5] = ["add_channel_member", "deleteBy", "from_bot", "previewed_post", "channel_mentions"];

/// Properties by which a post looks as if a program had written it.
const PROGRAM_PROPS: [&str; 5] =
    ["from_webhook", "override_username", "override_icon_url", "override_icon_emoji", "webhook_display_name"];

/// In hardened mode only programs say that a program speaks: bots, access tokens and applications.
pub fn require_own_voice(ctx: &Ctx, props: &Map<String, Value>) -> Result<(), AppError> {
    let is_program = |session: &Arc<Session>| {
        session.is_oauth || session.is_user_access_token() || session.prop(session_props::IS_BOT) == "true"
    };
    let pretends = ctx.config().service.experimental_enable_hardened_mode
        && PROGRAM_PROPS.iter().any(|name| props.contains_key(*name))
        && !ctx.session().is_some_and(is_program);
    if pretends { Err(AppError::invalid_body("props")) } else { Ok(()) }
}

/// The post that a draft asks for. Times are not set: the channel gives them.
pub fn post_from(draft: &PostDraft, id: Id, author: &User, message_runes_max: usize) -> Result<Post, AppError> {
    if kind::is_system(&draft.post_type) {
        return Err(AppError::new(ids::INVALID_PARAM).with("name", "post.type"));
    }
    let root_id = match draft.root_id.as_str() {
        "" => Id::EMPTY,
        text => Id::parse(text).ok_or(errors::ROOT_INVALID)?,
    };
    let mut post = Post {
        id,
        // Stand-ins, so that what can be checked is checked before anything is written.
        create_at: 1,
        update_at: 1,
        is_pinned: draft.is_pinned,
        user_id: author.id,
        channel_id: Id::parse_or_empty(&draft.channel_id),
        root_id,
        message: draft.message.clone(),
        post_type: draft.post_type.clone(),
        props: clean_props(draft.props.clone()),
        hashtags: text::hashtags(&draft.message),
        file_ids: Some(file_ids(&draft.file_ids)?),
        pending_post_id: draft.pending_post_id.clone(),
        remote_id: Some(Id::EMPTY),
        metadata: Some(PostMetadata::default()),
        ..Post::default()
    };
    if author.is_bot {
        post.props.insert("from_bot".to_owned(), Value::from("true"));
    }
    check(&post, message_runes_max)?;
    Ok(post)
}

/// Properties as they are stored.
pub fn clean_props(mut props: Map<String, Value>) -> Map<String, Value> {
    for name in SERVER_PROPS {
        props.remove(name);
    }
    attachments::complete(&mut props);
    props
}

/// The ids among these texts, each once; too many are refused.
pub fn file_ids(texts: &[String]) -> Result<Vec<Id>, AppError> {
    let ids = without_duplicates(texts.iter().filter_map(|text| Id::parse(text)).collect());
    if ids.len() > POST_FILES_MAX { Err(errors::INVALID_FILE_IDS.into()) } else { Ok(ids) }
}

/// Whether the post may be stored.
pub fn check(post: &Post, message_runes_max: usize) -> Result<(), AppError> {
    post.validate(message_runes_max).map_err(|id| {
        let error = AppError::new(id);
        if id.id != errors::MESSAGE_TOO_LONG.id {
            return error;
        }
        error.with("length", runes::count(&post.message).to_string()).with("max", message_runes_max.to_string())
    })
}

#[cfg(test)]
mod tests {
    use roost_model::limits::POST_MESSAGE_RUNES_MAX;
    use serde_json::json;

    use super::*;

    fn author() -> User {
        User { id: Id::from_random(9), ..User::default() }
    }

    fn draft() -> PostDraft {
        PostDraft { channel_id: Id::from_random(1).to_string(), message: "see #tag".to_owned(), ..PostDraft::default() }
    }

    fn prepared(draft: &PostDraft) -> Result<Post, &'static str> {
        post_from(draft, Id::from_random(2), &author(), POST_MESSAGE_RUNES_MAX).map_err(|error| error.id.id)
    }

    #[test]
    fn the_author_is_the_session_user_and_the_server_keeps_its_props() {
        let props = json!({"from_bot": "true", "deleteBy": "x", "mine": 1});
        let post = prepared(&PostDraft { props: props.as_object().unwrap().clone(), ..draft() }).unwrap();
        assert_eq!((post.user_id, post.hashtags.as_str()), (Id::from_random(9), "#tag"));
        assert_eq!(Value::Object(post.props), json!({"mine": 1}));
    }

    #[test]
    fn refusals() {
        let file_ids: Vec<String> = (0..11).map(|n| Id::from_random(n).to_string()).collect();
        for (draft, error) in [
            (PostDraft { post_type: "system_x".to_owned(), ..draft() }, ids::INVALID_PARAM),
            (PostDraft { post_type: "bogus".to_owned(), ..draft() }, errors::INVALID_TYPE),
            (PostDraft { root_id: "junk".to_owned(), ..draft() }, errors::ROOT_INVALID),
            (PostDraft { message: "m".repeat(16_384), ..draft() }, errors::MESSAGE_TOO_LONG),
            (PostDraft { file_ids, ..draft() }, errors::INVALID_FILE_IDS),
        ] {
            assert_eq!(prepared(&draft).map(drop), Err(error.id));
        }
    }

    #[test]
    fn the_same_file_twice_is_one() {
        let id = Id::from_random(5).to_string();
        let post = prepared(&PostDraft { file_ids: vec![id.clone(), id, "junk".to_owned()], ..draft() }).unwrap();
        assert_eq!(post.files(), [Id::from_random(5)]);
    }
}

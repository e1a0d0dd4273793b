//! What integrations post: in the name of the person who set them up, under a name and picture of their own.

use std::sync::{Arc, LazyLock};

use regex::{Captures, Regex};
use roost_model::channel::Channel;
use roost_model::errors::webhook as errors;
use roost_model::limits::POST_PROPS_RUNES_MAX;
use roost_model::post::request::DraftMetadata;
use roost_model::post::{PostDraft, PostPriority, kind};
use roost_model::session::Session;
use roost_model::user::User;
use roost_model::ws::json_text;
use roost_model::{Id, error as ids};
use serde_json::{Map, Value};

use super::attachments;
use super::create::prepared;
use super::message_runes_max;
use super::prepare::{check, post_from};
use super::priority;
use super::write::{Written, post_begin, post_write_in_tx};
use crate::access::channel;
use crate::embeds::{self, Fetch};
use crate::users::user_find_many;
use crate::{AppError, Ctx, Record};

/// What an integration wants to say.
#[derive(Clone, Debug, Default)]
pub struct IntegrationPost {
    pub text: String,
    /// Empty: of the person.
    pub username: String,
    pub icon_url: String,
    pub icon_emoji: String,
    pub props: Map<String, Value>,
    /// A list, or `null` for none.
    pub attachments: Value,
    pub post_type: String,
    pub root_id: Id,
    pub priority: Option<PostPriority>,
    /// Links and names in its texts are not looked for.
    pub as_it_is: bool,
}

crate::channel_actions! {
    /// To say something for an integration; whether it may is found out by its caller.
    Integrate => |_p, _channel| true;
}

/// Properties that say who speaks; what an integration sends under these names is passed over.
const OWN_PROPS: [&str; 5] =
    ["from_webhook", "from_bot", "override_username", "override_icon_url", "override_icon_emoji"];

/// The name of those that have none.
const USERNAME: &str = "webhook";

/// The same request in the name of `user`.
pub fn in_the_name_of(ctx: &Ctx, user: &User) -> Ctx {
    ctx.with_session(Arc::new(Session { user_id: user.id, roles: user.roles.clone(), ..Session::default() }))
}

/// Posts in the name of the context's user. A text that is too long becomes several posts.
pub async fn integration_post(
    ctx: &Ctx,
    channel: Arc<Channel>,
    author: &Arc<User>,
    new: IntegrationPost,
) -> Result<(), AppError> {
    if kind::is_system(&new.post_type) {
        return Err(AppError::new(ids::INVALID_PARAM).with("name", "post.type"));
    }
    let access = channel::of::<Integrate>(ctx, channel).await?;
    if access.channel.is_deleted() {
        return Err(roost_model::errors::post::CHANNEL_DELETED.into());
    }
    let text = text_shown(ctx, &new).await?;
    let attachments = attachments_shown(ctx, &new).await?;
    let props = props(ctx, &new);
    let mut posts = Vec::new();
    for (text, attachments) in split(&text, &props, attachments, message_runes_max(ctx))? {
        let mut draft = PostDraft {
            channel_id: access.channel.id.to_string(),
            root_id: new.root_id.to_string(),
            message: text,
            post_type: new.post_type.clone(),
            metadata: DraftMetadata { priority: new.priority.clone() },
            ..PostDraft::default()
        };
        if !attachments.is_empty() {
            draft.props.insert(attachments::PROP.to_owned(), Value::Array(attachments));
            if draft.post_type.is_empty() {
                kind::SLACK_ATTACHMENT.clone_into(&mut draft.post_type);
            }
        }
        let mut post = post_from(&draft, ctx.new_id(), author, message_runes_max(ctx))?;
        post.message = embeds::message_kept(&ctx.config(), post.message);
        if let Some(priority) = &new.priority {
            priority::require(ctx, priority, post.is_reply(), author)?;
        }
        post.props.extend(props.clone());
        check(&post, message_runes_max(ctx))?;
        posts.push(prepared(ctx, &access, author.clone(), post, &draft, false, Fetch::Now).await?);
    }
    for post in posts {
        let mut tx = post_begin(ctx, post.channel.id).await?;
        let mut record = Record::new();
        if let Written::New(_) = post_write_in_tx(ctx, &mut tx, &mut record, post).await? {
            ctx.commit(tx, record).await?;
        }
    }
    Ok(())
}

/// Who speaks, and what else the integration says of its post.
pub fn props(ctx: &Ctx, new: &IntegrationPost) -> Map<String, Value> {
    let config = ctx.config();
    let given = new.props.iter().filter(|(name, _)| !OWN_PROPS.contains(&name.as_str()) && *name != attachments::PROP);
    let mut props: Map<String, Value> = given.map(|(name, value)| (name.clone(), value.clone())).collect();
    props.insert("from_webhook".to_owned(), Value::from("true"));
    if config.service.enable_post_username_override {
        let name = if new.username.is_empty() { USERNAME } else { &new.username };
        props.insert("override_username".to_owned(), Value::from(name));
    }
    if config.service.enable_post_icon_override {
        for (name, value) in [("override_icon_url", &new.icon_url), ("override_icon_emoji", &new.icon_emoji)] {
            if !value.is_empty() {
                props.insert(name.to_owned(), Value::from(value.as_str()));
            }
        }
    }
    props
}

type Piece = (String, Vec<Value>);

/// The text in pieces that fit, the attachments below the last ones.
fn split(
    text: &str,
    props: &Map<String, Value>,
    attachments: Vec<Value>,
    runes_max: usize,
) -> Result<Vec<Piece>, AppError> {
    let runes: Vec<char> = text.chars().collect();
    let mut pieces: Vec<Piece> = runes.chunks(runes_max).map(|piece| (piece.iter().collect(), Vec::new())).collect();
    if pieces.is_empty() {
        pieces.push(Piece::default());
    }
    // With room for the name of the property and what the server adds.
    let room = POST_PROPS_RUNES_MAX.saturating_sub(json_text(props).chars().count() + 1_000);
    let mut used = 0;
    for attachment in attachments {
        let size = json_text(&attachment).chars().count() + 1;
        if size > room {
            return Err(errors::SPLIT_PROPS.into());
        }
        if used + size > room {
            pieces.push(Piece::default());
            used = 0;
        }
        used += size;
        if let Some((_, below)) = pieces.last_mut() {
            below.push(attachment);
        }
    }
    Ok(pieces)
}

/// `<address|text>` is a link.
pub fn with_links(text: &str) -> String {
    static LINK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"<([^\n<|>]+)\|([^|\n>]+)>").expect("the pattern is well-formed"));
    LINK.replace_all(text, "[$2]($1)").into_owned()
}

/// `<!channel>` and its siblings mention everybody, `<@id>` a user.
pub async fn with_names(ctx: &Ctx, text: String) -> Result<String, AppError> {
    static USER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"<@([a-z0-9]{26})>").expect("the pattern is well-formed"));
    if !text.contains('<') {
        return Ok(text);
    }
    let text = ["channel", "here", "all"]
        .iter()
        .fold(text, |text, name| text.replace(&format!("<!{name}>"), &format!("@{name}")));
    let named: Vec<Id> = USER.captures_iter(&text).filter_map(|found| Id::parse(found.get(1)?.as_str())).collect();
    if named.is_empty() {
        return Ok(text);
    }
    let users = user_find_many(ctx, &named).await?;
    let name = |found: &Captures<'_>| {
        let id = found.get(1).map_or("", |id| id.as_str());
        let user = users.iter().find(|user| user.id.as_str() == id);
        user.map_or_else(
            || found.get(0).map_or("", |all| all.as_str()).to_owned(),
            |user| format!("@{}", user.username),
        )
    };
    Ok(USER.replace_all(&text, name).into_owned())
}

/// The text with links and names.
pub async fn text_shown(ctx: &Ctx, new: &IntegrationPost) -> Result<String, AppError> {
    if new.as_it_is {
        return Ok(new.text.clone());
    }
    Ok(with_links(&with_names(ctx, new.text.clone()).await?))
}

/// The attachments with links and names in their texts.
pub async fn attachments_shown(ctx: &Ctx, new: &IntegrationPost) -> Result<Vec<Value>, AppError> {
    let Value::Array(mut list) = new.attachments.clone() else { return Ok(Vec::new()) };
    list.retain(Value::is_object);
    if new.as_it_is {
        return Ok(list);
    }
    for attachment in &mut list {
        for name in ["pretext", "text", "title"] {
            if let Some(Value::String(text)) = attachment.get_mut(name) {
                *text = with_links(&with_names(ctx, std::mem::take(text)).await?);
            }
        }
        let Some(Value::Array(fields)) = attachment.get_mut("fields") else { continue };
        for field in fields {
            if let Some(Value::String(text)) = field.get_mut("value") {
                *text = with_links(&with_names(ctx, std::mem::take(text)).await?);
            }
        }
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn links_are_written_as_markdown() {
        assert_eq!(with_links("see <http://a/b|this> and <b>"), "see [this](http://a/b) and <b>");
    }

    #[test]
    fn long_texts_and_many_attachments_become_several_posts() {
        let pieces = split("äöü", &Map::new(), vec![json!({"text": "x"})], 2).unwrap();
        assert_eq!(pieces, [("äö".to_owned(), vec![]), ("ü".to_owned(), vec![json!({"text": "x"})])]);
        let large = |runes: usize| json!({"text": "x".repeat(runes)});
        let pieces = split("", &Map::new(), vec![large(500_000), large(500_000)], 10).unwrap();
        assert_eq!(pieces.len(), 2);
        assert_eq!(split("", &Map::new(), vec![large(800_000)], 10).unwrap_err().id, *errors::SPLIT_PROPS);
    }
}

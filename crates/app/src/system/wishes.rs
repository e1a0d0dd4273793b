//! Features that people ask administrators for.

use std::collections::BTreeMap;
use std::sync::Arc;

use roost_model::Id;
use roost_model::errors::system as errors;
use roost_model::permission::Permission;
use roost_model::post::kind;
use roost_model::system::value;
use roost_store::systems::{self as store, KeptWish};
use roost_store::users;
use serde::Deserialize;
use serde_json::{Map, json};

use crate::channels::channel_direct_of;
use crate::posts::{SystemPost, audience_of, system_post_in_tx};
use crate::users::system_bot;
use crate::{AppError, Ctx, Record};

/// As the columns have room for.
const FEATURE_RUNES_MAX: usize = 255;
const PLAN_RUNES_MAX: usize = 100;

/// Administrators are left alone for so long after they were told of wishes: fourteen days.
const PAUSE_MS: i64 = 14 * 24 * 3_600_000;

/// What somebody asks administrators for. The names are those of the client.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WishDraft {
    pub required_plan: String,
    pub required_feature: String,
    pub trial_notification: bool,
}

/// Keeps that somebody asks administrators for a feature; once per person and feature.
pub async fn wish_make(ctx: &Ctx, draft: &WishDraft) -> Result<(), AppError> {
    let fits = |text: &str, runes_max: usize| (1..=runes_max).contains(&text.chars().count());
    if !fits(&draft.required_feature, FEATURE_RUNES_MAX) {
        return Err(AppError::invalid_body("required_feature"));
    }
    if !fits(&draft.required_plan, PLAN_RUNES_MAX) {
        return Err(AppError::invalid_body("required_plan"));
    }
    let wish = store::Wish {
        user_id: ctx.user_id(),
        create_at: ctx.now_ms(),
        plan: &draft.required_plan,
        feature: &draft.required_feature,
        trial: draft.trial_notification,
    };
    let mut tx = ctx.db().begin().await?;
    if !store::wish_insert_in_tx(&mut tx, wish).await? {
        return Err(errors::WISH_KNOWN.into());
    }
    ctx.commit(tx, Record::new()).await
}

/// Has the server's bot tell each administrator what people wish for. They are told of a wish once: then it is forgotten, and
/// may be made again.
pub async fn wishes_tell(ctx: &Ctx, trial: bool) -> Result<(), AppError> {
    ctx.require(Permission::ManageSystem)?;
    let told = if trial { value::WISHES_TRIAL_TOLD } else { value::WISHES_TOLD };
    let told_ms = store::system_get(ctx.db(), told).await?.and_then(|ms| ms.parse::<i64>().ok()).unwrap_or(0);
    if ctx.now_ms() - told_ms < PAUSE_MS {
        return Err(errors::WISHES_TOLD.into());
    }
    let bot = system_bot(ctx).await?;
    let mut places = Vec::new();
    for administrator in users::user_administrators(ctx.db()).await? {
        let channel = channel_direct_of(ctx, administrator, bot.id).await?;
        let audience = audience_of(ctx, channel.id).await?;
        places.push((administrator, channel, audience));
    }
    let (mut tx, mut record) = (ctx.db().begin().await?, Record::new());
    let mut wishes = store::wish_take_in_tx(&mut tx, trial).await?;
    if wishes.is_empty() {
        return Ok(());
    }
    wishes.sort_by_key(|wish| (wish.create_at, wish.user_id));
    let (message, props) = (message(&wishes), props(&wishes, trial));
    for (administrator, channel, audience) in places {
        let said = SystemPost {
            channel: Arc::new(channel),
            author: bot.clone(),
            kind: kind::WISHES,
            message: message.clone(),
            props: props.clone(),
            mentioned: vec![administrator],
            root_id: Id::EMPTY,
            files: Vec::new(),
            audience,
            set_online: true,
        };
        system_post_in_tx(ctx, &mut tx, &mut record, said).await?;
    }
    store::system_put_in_tx(&mut tx, told, &ctx.now_ms().to_string());
    ctx.commit(tx, record).await
}

/// How many people ask for what.
fn message(wishes: &[KeptWish]) -> String {
    let lines = by_feature(wishes).into_iter().map(|(feature, wishes)| match wishes.len() {
        1 => format!("- {feature}: one person"),
        many => format!("- {feature}: {many} people"),
    });
    format!("People on this server ask for:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// As clients know them.
fn props(wishes: &[KeptWish], trial: bool) -> Map<String, serde_json::Value> {
    let mut props = Map::new();
    props.insert("from_bot".to_owned(), json!("true"));
    props.insert("trial".to_owned(), json!(trial));
    props.insert("requested_features".to_owned(), json!(by_feature(wishes)));
    props
}

fn by_feature(wishes: &[KeptWish]) -> BTreeMap<&str, Vec<&KeptWish>> {
    let mut features: BTreeMap<&str, Vec<&KeptWish>> = BTreeMap::new();
    for wish in wishes {
        features.entry(&wish.required_feature).or_default().push(wish);
    }
    features
}

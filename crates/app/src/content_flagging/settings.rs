//! What administrators set: in the configuration, and who reviews in the database.

use std::collections::BTreeMap;

use roost_config::{Config, patched};
use roost_model::Id;
use roost_model::content_flagging::TeamReviewers;
use roost_model::errors::data_spillage as errors;
use roost_model::permission::Permission;
use roost_store::content_flagging as store;
use serde_json::{Map, Value, json};

use crate::system::config::config_change;
use crate::{AppError, Ctx, Record};

const SECTION: &str = "ContentFlaggingSettings";
const REVIEWERS: &str = "ReviewerSettings";
const COMMON_IDS: &str = "CommonReviewerIds";
const TEAMS: &str = "TeamReviewersSetting";

/// 403 for everybody but administrators.
pub fn require_settings(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::ManageSystem)
}

/// The settings, with who reviews.
pub async fn settings_get(ctx: &Ctx) -> Result<Value, AppError> {
    require_settings(ctx)?;
    let (common, teams) = store::reviewers_named(ctx.db()).await?;
    let teams: BTreeMap<Id, TeamReviewers> = teams.into_iter().collect();
    let mut settings = ctx.config().to_json().get_mut(SECTION).map(Value::take).unwrap_or_default();
    if let Some(reviewers) = settings.get_mut(REVIEWERS).and_then(Value::as_object_mut) {
        // Null for nobody, as the original has it.
        let common = (!common.is_empty()).then_some(common);
        reviewers.insert(COMMON_IDS.to_owned(), json!(common));
        reviewers.insert(TEAMS.to_owned(), json!(teams));
    }
    Ok(settings)
}

/// Replaces the settings: what the body leaves out gets its default, and nobody is named whom it does not name.
pub async fn settings_save(ctx: &Ctx, body: Map<String, Value>) -> Result<(), AppError> {
    require_settings(ctx)?;
    let mut body = body;
    let named = body.get_mut(REVIEWERS).and_then(Value::as_object_mut);
    let (common, teams) = named.map_or((None, None), |named| (named.remove(COMMON_IDS), named.remove(TEAMS)));
    let common: Vec<Id> = read(common, COMMON_IDS)?;
    let teams: BTreeMap<Id, TeamReviewers> = read(teams, TEAMS)?;
    let unnamed = |ids: &[Id]| ids.iter().any(Id::is_empty);
    if unnamed(&common) || teams.iter().any(|(team, named)| team.is_empty() || unnamed(&named.reviewer_ids)) {
        return Err(AppError::invalid_body(REVIEWERS));
    }
    let mut section = Map::new();
    section.insert(SECTION.to_owned(), Value::Object(body));
    let wanted = patched(&Config::default(), Value::Object(section));
    let wanted = wanted.map_err(|error| AppError::invalid_body("config").because(error))?.content_flagging;
    let reviewer = &wanted.reviewer;
    if !reviewer.system_admins_as_reviewers && !reviewer.team_admins_as_reviewers {
        if reviewer.common_reviewers && common.is_empty() {
            return Err(errors::COMMON_NOT_SET.into());
        }
        let alone = |named: &TeamReviewers| named.enabled && named.reviewer_ids.is_empty();
        if !reviewer.common_reviewers && teams.values().any(alone) {
            return Err(errors::TEAM_NOT_SET.into());
        }
    }
    let with = move |old: &Config| {
        let mut new = old.clone();
        new.content_flagging = wanted;
        Ok(new)
    };
    config_change(ctx, with).await?;
    let mut tx = ctx.db().begin().await?;
    store::reviewers_name_in_tx(&mut tx, &common, &teams.into_iter().collect::<Vec<_>>());
    ctx.commit(tx, Record::new()).await
}

/// A part of the body; null and absent read as nothing.
fn read<T: serde::de::DeserializeOwned + Default>(value: Option<Value>, name: &'static str) -> Result<T, AppError> {
    let Some(value) = value.filter(|value| !value.is_null()) else { return Ok(T::default()) };
    serde_json::from_value(value).map_err(|error| AppError::invalid_body(name).because(error))
}

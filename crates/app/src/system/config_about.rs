//! What is known of the settings, for a console that is made from it.

use roost_config::{Kind, Secret, describe};
use roost_model::console::SettingDescription;
use serde_json::Value;

use super::config::by_hand;
use super::console::{Access, Console};
use crate::{AppError, Ctx};

/// Switches of the original's development: they are in no file.
const NOT_SETTINGS: &str = "FeatureFlags.";

/// Every setting that the session's user may read, in the order of the file.
pub fn config_describe(ctx: &Ctx) -> Result<Vec<SettingDescription>, AppError> {
    let (readable, writable) = (Console::required(ctx, Access::Read)?, Console::of(ctx, Access::Write));
    let overrides = ctx.app().config.overrides();
    let open = describe().iter().filter(|one| !one.path.starts_with(NOT_SETTINGS) && readable.may(&one.path));
    Ok(open
        .map(|one| {
            let secret = one.secret != Secret::No;
            SettingDescription {
                path: one.path.clone(),
                kind: kind(one.kind),
                default: if secret { Value::Null } else { one.default.clone() },
                restart: one.restart,
                secret,
                locked: overrides.covers(&one.path),
                writable: writable.may(&one.path) && !by_hand(&one.path),
                note: one.note.clone(),
                min: one.min,
                max: one.max,
                choices: one.choices.clone(),
            }
        })
        .collect())
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "bool",
        Kind::Int => "int",
        Kind::Text => "text",
        Kind::TextList => "text_list",
        Kind::Json | Kind::Map | Kind::Section(_) | Kind::SectionList(_) => "json",
    }
}

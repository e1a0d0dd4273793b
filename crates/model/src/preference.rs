//! Preferences.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::errors::preference as errors;
use crate::limits::{PREFERENCE_CATEGORY_LEN_MAX, PREFERENCE_NAME_LEN_MAX, PREFERENCE_VALUE_RUNES_MAX, exceeds_runes};
use crate::{ErrorId, Id};

/// Categories that the server itself reads or writes.
pub mod category {
    pub const DIRECT_CHANNEL_SHOW: &str = "direct_channel_show";
    pub const GROUP_CHANNEL_SHOW: &str = "group_channel_show";
    pub const TUTORIAL_STEP: &str = "tutorial_step";
    pub const ADVANCED_SETTINGS: &str = "advanced_settings";
    pub const FLAGGED_POST: &str = "flagged_post";
    pub const FAVORITE_CHANNEL: &str = "favorite_channel";
    pub const SIDEBAR_SETTINGS: &str = "sidebar_settings";
    pub const DISPLAY_SETTINGS: &str = "display_settings";
    pub const SYSTEM_NOTICE: &str = "system_notice";
    pub const THEME: &str = "theme";
    pub const NOTIFICATIONS: &str = "notifications";
    pub const RECOMMENDED_NEXT_STEPS: &str = "recommended_next_steps";
    pub const CUSTOM_STATUS: &str = "custom_status";
}

/// Names that the server itself reads.
pub mod name {
    pub const LIMIT_VISIBLE_DMS_GMS: &str = "limit_visible_dms_gms";
    pub const COLLAPSED_THREADS: &str = "collapsed_reply_threads";
    pub const NAME_FORMAT: &str = "name_format";
    pub const EMAIL_INTERVAL: &str = "email_interval";
    pub const RECENT_CUSTOM_STATUSES: &str = "recent_custom_statuses";
}

/// One setting of one user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preference {
    pub user_id: Id,
    pub category: String,
    pub name: String,
    pub value: String,
}

/// An entry of `PUT /users/{id}/preferences` and of `…/preferences/delete`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PreferenceDraft {
    pub user_id: String,
    pub category: String,
    pub name: String,
    pub value: String,
}

impl Preference {
    /// Checks what needs no data, in the order of the original.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let category_ok = (1..=PREFERENCE_CATEGORY_LEN_MAX).contains(&self.category.len());
        let checks = [
            (!self.user_id.is_empty(), errors::INVALID_ID),
            (category_ok, errors::INVALID_CATEGORY),
            (self.name.len() <= PREFERENCE_NAME_LEN_MAX, errors::INVALID_NAME),
            (!exceeds_runes(&self.value, PREFERENCE_VALUE_RUNES_MAX), errors::INVALID_VALUE),
            (self.theme_ok(), errors::INVALID_THEME),
            (self.limit_visible_ok(), errors::INVALID_LIMIT_VISIBLE),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }

    fn theme_ok(&self) -> bool {
        self.category != category::THEME
            || serde_json::from_str::<Option<Map<String, Value>>>(&self.value)
                .is_ok_and(|theme| theme.is_none_or(|map| map.values().all(|v| v.is_string() || v.is_null())))
    }

    fn limit_visible_ok(&self) -> bool {
        self.category != category::SIDEBAR_SETTINGS
            || self.name != name::LIMIT_VISIBLE_DMS_GMS
            || self.value.parse::<i64>().is_ok_and(|limit| limit > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validation_answers_as_recorded() {
        let check = |category: &str, name: &str, value: &str| {
            let user_id = Id::from_random(1);
            let (category, name, value) = (category.to_owned(), name.to_owned(), value.to_owned());
            Preference { user_id, category, name, value }.validate()
        };
        assert_eq!(check("c", "", ""), Ok(()));
        assert_eq!(check(&"c".repeat(33), "n", "v"), Err(errors::INVALID_CATEGORY));
        assert_eq!(check("c", &"c".repeat(33), "v"), Err(errors::INVALID_NAME));
        assert_eq!(check("c", "n", &"v".repeat(20_001)), Err(errors::INVALID_VALUE));
        assert_eq!(check("theme", "", r##"{"a":"#fff"}"##), Ok(()));
        assert_eq!(check("theme", "", "null"), Ok(()));
        assert_eq!(check("theme", "", "nope"), Err(errors::INVALID_THEME));
        assert_eq!(check("sidebar_settings", "limit_visible_dms_gms", "0"), Err(errors::INVALID_LIMIT_VISIBLE));
    }
}

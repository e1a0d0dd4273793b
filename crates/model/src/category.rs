//! Sidebar categories.

use serde::{Deserialize, Serialize};

use crate::Id;

pub const FAVORITES: &str = "favorites";
pub const CHANNELS: &str = "channels";
pub const DIRECT_MESSAGES: &str = "direct_messages";
pub const CUSTOM: &str = "custom";

/// Distance between the stored positions of the categories that a team begins with.
pub const SORT_ORDER_STEP: i64 = 10;

/// A category of a user's sidebar in a team, with its channels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SidebarCategory {
    /// An id, or `<type>_<user>_<team>` for those that everybody has.
    pub id: String,
    pub user_id: Id,
    pub team_id: Id,
    pub sort_order: i64,
    /// Empty, `alpha`, `recent` or `manual`.
    pub sorting: String,
    #[serde(rename = "type")]
    pub category_type: String,
    pub display_name: String,
    pub muted: bool,
    pub collapsed: bool,
    /// From top to bottom.
    pub channel_ids: Vec<Id>,
}

/// All categories and their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderedSidebarCategories {
    pub categories: Vec<SidebarCategory>,
    pub order: Vec<String>,
}

/// Body of creating and of changing a category.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SidebarCategoryDraft {
    pub id: String,
    pub user_id: String,
    pub team_id: String,
    pub sorting: String,
    #[serde(rename = "type")]
    pub category_type: String,
    pub display_name: String,
    pub muted: bool,
    pub collapsed: bool,
    pub channel_ids: Vec<String>,
}

/// Id of a category that everybody has in a team.
pub fn builtin_id(category_type: &str, user_id: Id, team_id: Id) -> String {
    format!("{category_type}_{user_id}_{team_id}")
}

/// An [`Id`], or the id of a category that everybody has.
pub fn is_valid_id(id: &str) -> bool {
    if Id::parse(id).is_some() {
        return true;
    }
    [FAVORITES, CHANNELS, DIRECT_MESSAGES].iter().any(|name| {
        let ids = id.strip_prefix(name).and_then(|rest| rest.strip_prefix('_')).and_then(|rest| rest.split_once('_'));
        ids.is_some_and(|(user, team)| Id::parse(user).is_some() && Id::parse(team).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_both_forms_are_valid() {
        let (user, team) = (Id::from_random(1), Id::from_random(2));
        assert!(is_valid_id(user.as_str()));
        assert!(is_valid_id(&builtin_id(DIRECT_MESSAGES, user, team)));
        for bad in ["", "junk", "channels_x_y", &format!("custom_{user}_{team}")] {
            assert!(!is_valid_id(bad), "{bad}");
        }
    }
}

//! Groups of people that a message can name as one: made by anybody, or come from a directory.

use serde::{Deserialize, Serialize};

use crate::errors::group as errors;
use crate::user::User;
use crate::{ErrorId, Id};

/// Source of the groups that people make.
pub const SOURCE_CUSTOM: &str = "custom";
/// Source of the groups that a directory tells of.
pub const SOURCE_DIRECTORY: &str = "ldap";

/// Names that mean a whole channel.
const RESERVED: [&str; 3] = ["here", "channel", "all"];

/// A group as clients see it. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Group {
    pub id: Id,
    /// What stands after the `@`; groups of a directory may have none.
    pub name: Option<String>,
    pub display_name: String,
    pub description: String,
    pub source: String,
    /// Its id in the directory.
    pub remote_id: Option<String>,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub has_syncables: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_count: Option<i64>,
    /// Whether messages may name it.
    pub allow_reference: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_member_count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_member_timezones_count: Option<i64>,
    pub member_ids: Option<Vec<Id>>,
}

/// What makes a group.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GroupDraft {
    pub name: Option<String>,
    pub display_name: String,
    pub description: String,
    pub source: String,
    pub remote_id: Option<String>,
    pub allow_reference: bool,
    pub user_ids: Vec<String>,
}

/// `PUT /groups/{id}/patch`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GroupPatch {
    pub name: Option<String>,
    pub display_name: Option<String>,
    pub description: Option<String>,
    pub allow_reference: Option<bool>,
}

/// Who is to be added to a group or taken out of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GroupMembersChange {
    pub user_ids: Vec<String>,
}

/// Somebody's place in a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GroupMember {
    pub group_id: Id,
    pub user_id: Id,
    pub create_at: i64,
    pub delete_at: i64,
}

/// A page of the people in a group.
#[derive(Clone, Debug, Serialize)]
pub struct GroupMembers {
    pub members: Vec<User>,
    pub total_member_count: i64,
}

/// `GET /groups/{id}/stats`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct GroupStats {
    pub group_id: Id,
    pub total_member_count: i64,
}

/// Groups with the number of all there are.
#[derive(Clone, Debug, Serialize)]
pub struct GroupsWithCount {
    pub groups: Vec<Group>,
    pub total_count: i64,
}

/// A group that a team or channel is tied to, and whether its members administer there.
#[derive(Clone, Debug, Serialize)]
pub struct TiedGroup {
    #[serde(flatten)]
    pub group: Group,
    pub scheme_admin: Option<bool>,
}

/// A page of the groups that a team or channel is tied to.
#[derive(Clone, Debug, Serialize)]
pub struct TiedGroups {
    pub groups: Vec<TiedGroup>,
    pub total_group_count: i64,
}

/// A tie of a group to a team or channel. Which of the two decides which fields there are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tie {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_type: Option<String>,
    pub group_id: Id,
    pub auto_add: bool,
    pub scheme_admin: bool,
    pub create_at: i64,
    pub delete_at: i64,
    pub update_at: i64,
}

/// What a tie is to say. What is left out stays as it is; at first both are `false`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TiePatch {
    /// Whether the group brings its members into the place.
    pub auto_add: Option<bool>,
    /// Whether its members administrate the place, where groups alone decide on who is there.
    pub scheme_admin: Option<bool>,
}

impl TiePatch {
    /// Both, as they are with this change of the tie.
    pub fn over(&self, tie: &Tie) -> (bool, bool) {
        (self.auto_add.unwrap_or(tie.auto_add), self.scheme_admin.unwrap_or(tie.scheme_admin))
    }
}

impl Group {
    /// Whether people made it.
    pub fn is_custom(&self) -> bool {
        self.source == SOURCE_CUSTOM
    }

    /// Whether its words are in order: a name of 1 to 64 lower-case letters, digits, points, hyphens and underscores
    /// that means no channel, a display name of 1 to 128 characters, a description of at most 1,024.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        match self.name.as_deref() {
            None if self.allow_reference => return Err(errors::NAME),
            None => {}
            Some(name) => valid_name(name)?,
        }
        if !(1..=128).contains(&self.display_name.chars().count()) {
            return Err(errors::DISPLAY_NAME);
        }
        if self.description.chars().count() > 1_024 { Err(errors::DESCRIPTION) } else { Ok(()) }
    }
}

fn valid_name(name: &str) -> Result<(), &'static ErrorId> {
    if !(1..=64).contains(&name.len()) {
        return Err(errors::NAME_LENGTH);
    }
    if RESERVED.contains(&name) {
        return Err(errors::NAME_RESERVED);
    }
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_');
    if name.bytes().all(fits) { Ok(()) } else { Err(errors::NAME_CHARACTERS) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: Option<&str>) -> Group {
        Group {
            name: name.map(str::to_owned),
            display_name: "Crew".to_owned(),
            allow_reference: true,
            ..Group::default()
        }
    }

    #[test]
    fn names() {
        let longest = "n".repeat(64);
        for name in ["a", "a.b-c_9", longest.as_str()] {
            assert_eq!(group(Some(name)).validate(), Ok(()), "{name}");
        }
        let too_long = "n".repeat(65);
        for (name, error) in [
            (None, errors::NAME),
            (Some(""), errors::NAME_LENGTH),
            (Some(too_long.as_str()), errors::NAME_LENGTH),
            (Some("all"), errors::NAME_RESERVED),
            (Some("Crew"), errors::NAME_CHARACTERS),
            (Some("crew!"), errors::NAME_CHARACTERS),
        ] {
            assert_eq!(group(name).validate(), Err(error), "{name:?}");
        }
    }

    #[test]
    fn words() {
        let with = |display_name: String, description: String| Group { display_name, description, ..group(Some("a")) };
        assert_eq!(with("ü".repeat(128), "ü".repeat(1_024)).validate(), Ok(()));
        assert_eq!(with(String::new(), String::new()).validate(), Err(errors::DISPLAY_NAME));
        assert_eq!(with("ü".repeat(129), String::new()).validate(), Err(errors::DISPLAY_NAME));
        assert_eq!(with("a".to_owned(), "ü".repeat(1_025)).validate(), Err(errors::DESCRIPTION));
    }
}

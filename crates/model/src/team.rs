//! Teams.

use serde::{Deserialize, Serialize};

use crate::errors::team as errors;
use crate::limits::{
    TEAM_ALLOWED_DOMAINS_LEN_MAX, TEAM_COMPANY_NAME_LEN_MAX, TEAM_DESCRIPTION_LEN_MAX, TEAM_DISPLAY_NAME_RUNES_MAX,
    TEAM_EMAIL_LEN_MAX, TEAM_NAME_LEN_MAX, TEAM_NAME_LEN_MIN, exceeds_runes,
};
use crate::user::is_valid_email;
use crate::{ErrorId, Id, skip};

pub const TYPE_OPEN: &str = "O";
pub const TYPE_INVITE: &str = "I";

/// Names that begin with one of these would hide pages of the web client.
const RESERVED_NAMES: &[&str] = &[
    "admin",
    "api",
    "channel",
    "claim",
    "error",
    "files",
    "help",
    "landing",
    "login",
    "mfa",
    "oauth",
    "plug",
    "plugins",
    "playbooks",
    "boards",
    "post",
    "signup",
];

/// A team. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Team {
    pub id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub display_name: String,
    pub name: String,
    pub description: String,
    pub email: String,
    /// [`TYPE_OPEN`] or [`TYPE_INVITE`].
    #[serde(rename = "type")]
    pub team_type: String,
    pub company_name: String,
    pub allowed_domains: String,
    pub invite_id: String,
    pub allow_open_invite: bool,
    #[serde(skip_serializing_if = "skip::zero")]
    pub last_team_icon_update: i64,
    pub scheme_id: Option<Id>,
    pub group_constrained: Option<bool>,
    pub policy_id: Option<Id>,
    pub cloud_limits_archived: bool,
}

impl Team {
    /// Hides the mail address from those who may not manage the team, and the invitation from those who may not invite
    /// to it: the two are told apart.
    pub fn sanitize(&mut self, may_invite: bool, may_manage: bool) {
        if !may_manage {
            self.email.clear();
        }
        if !may_invite {
            self.invite_id.clear();
        }
    }

    pub fn is_open(&self) -> bool {
        self.team_type == TYPE_OPEN
    }

    /// Checks what needs no data, in the order of the original.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let display_name_ok =
            !self.display_name.is_empty() && !exceeds_runes(&self.display_name, TEAM_DISPLAY_NAME_RUNES_MAX);
        let email_ok = self.email.len() <= TEAM_EMAIL_LEN_MAX && (self.email.is_empty() || is_valid_email(&self.email));
        let checks = [
            (!self.id.is_empty(), errors::INVALID_ID),
            (self.create_at != 0, errors::INVALID_CREATE_AT),
            (self.update_at != 0, errors::INVALID_UPDATE_AT),
            (email_ok, errors::INVALID_EMAIL),
            (display_name_ok, errors::INVALID_DISPLAY_NAME),
            (self.name.len() <= TEAM_NAME_LEN_MAX, errors::INVALID_URL),
            (self.description.len() <= TEAM_DESCRIPTION_LEN_MAX, errors::INVALID_DESCRIPTION),
            (!self.invite_id.is_empty(), errors::INVALID_INVITE_ID),
            (!is_reserved_name(&self.name), errors::RESERVED_NAME),
            (is_valid_name(&self.name), errors::INVALID_CHARACTERS),
            (matches!(self.team_type.as_str(), TYPE_OPEN | TYPE_INVITE), errors::INVALID_TYPE),
            (self.company_name.len() <= TEAM_COMPANY_NAME_LEN_MAX, errors::INVALID_COMPANY),
            (self.allowed_domains.len() <= TEAM_ALLOWED_DOMAINS_LEN_MAX, errors::INVALID_DOMAINS),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }

    pub fn apply(&mut self, patch: &TeamPatch) {
        let texts = [
            (&mut self.display_name, &patch.display_name),
            (&mut self.description, &patch.description),
            (&mut self.company_name, &patch.company_name),
            (&mut self.allowed_domains, &patch.allowed_domains),
        ];
        for (field, new) in texts {
            if let Some(new) = new {
                field.clone_from(new);
            }
        }
        if let Some(open) = patch.allow_open_invite {
            self.allow_open_invite = open;
        }
        if patch.group_constrained.is_some() {
            self.group_constrained = patch.group_constrained;
        }
        if let Some(archived) = patch.cloud_limits_archived {
            self.cloud_limits_archived = archived;
        }
    }
}

/// Lower-case letters, digits and dashes, two at least, no dash at either end. One `__` may join two parts without dash.
pub fn is_valid_name(name: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let dashed = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-');
    (TEAM_NAME_LEN_MIN..=TEAM_NAME_LEN_MAX).contains(&name.len())
        && (dashed || name.split_once("__").is_some_and(|(a, b)| plain(a) && plain(b)))
}

/// Whether the name begins like a page of the web client.
pub fn is_reserved_name(name: &str) -> bool {
    let name = name.to_lowercase();
    RESERVED_NAMES.iter().any(|reserved| name.starts_with(reserved))
}

/// A new team, or a whole team in `PUT /teams/{id}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TeamDraft {
    pub id: String,
    pub display_name: String,
    pub name: String,
    pub description: String,
    pub email: String,
    #[serde(rename = "type")]
    pub team_type: String,
    pub company_name: String,
    pub allowed_domains: String,
    pub allow_open_invite: bool,
    pub scheme_id: Option<String>,
    pub group_constrained: Option<bool>,
}

/// `PUT /teams/{id}/patch`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TeamPatch {
    pub display_name: Option<String>,
    pub description: Option<String>,
    pub company_name: Option<String>,
    pub allowed_domains: Option<String>,
    pub allow_open_invite: Option<bool>,
    pub group_constrained: Option<bool>,
    pub cloud_limits_archived: Option<bool>,
}

/// `POST /teams/search`. With `page` and `per_page` the answer is a [`TeamPage`], else a list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TeamSearch {
    pub term: String,
    pub page: Option<i64>,
    pub per_page: Option<i64>,
    pub allow_open_invite: Option<bool>,
    pub group_constrained: Option<bool>,
    pub include_group_constrained: Option<bool>,
    pub policy_id: Option<String>,
    pub exclude_policy_constrained: Option<bool>,
}

/// One page of teams and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TeamPage {
    pub teams: Vec<Team>,
    pub total_count: i64,
}

/// `PUT /teams/{id}/privacy` and `PUT /channels/{id}/privacy`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PrivacyChange {
    pub privacy: String,
}

/// `PUT /teams/{id}/scheme` and `PUT /channels/{id}/scheme`; an empty id takes the scheme away.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SchemeChange {
    pub scheme_id: Option<String>,
}

/// Answer of `GET /teams/invite/{invite_id}`: what somebody without an account may know.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InviteInfo {
    pub display_name: String,
    pub description: String,
    pub name: String,
    pub id: Id,
}

/// Answer of `GET /teams/{id}/stats`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamStats {
    pub team_id: Id,
    pub total_member_count: i64,
    pub active_member_count: i64,
}

/// Answer of `GET /teams/name/{name}/exists`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exists {
    pub exists: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound() -> Team {
        Team {
            id: Id::from_random(1),
            create_at: 1,
            update_at: 1,
            display_name: "One".to_owned(),
            name: "one".to_owned(),
            team_type: TYPE_OPEN.to_owned(),
            invite_id: "x".to_owned(),
            ..Team::default()
        }
    }

    #[test]
    fn validation_answers_as_recorded() {
        assert_eq!(sound().validate(), Ok(()));
        let name = |name: &str| Team { name: name.to_owned(), ..sound() }.validate();
        for bad in ["ONE-abc", "", "x"] {
            assert_eq!(name(bad), Err(errors::INVALID_CHARACTERS), "{bad}");
        }
        assert_eq!(name("api-abc"), Err(errors::RESERVED_NAME));
        assert_eq!(name(&"d".repeat(65)), Err(errors::INVALID_URL));
        assert_eq!(Team { team_type: "Z".to_owned(), ..sound() }.validate(), Err(errors::INVALID_TYPE));
        assert_eq!(Team { display_name: "d".repeat(65), ..sound() }.validate(), Err(errors::INVALID_DISPLAY_NAME));
        assert_eq!(Team { description: "d".repeat(256), ..sound() }.validate(), Err(errors::INVALID_DESCRIPTION));
    }

    #[test]
    fn invitations_and_mail_are_hidden_from_plain_members() {
        let mut team = Team { email: "a@b.c".to_owned(), ..sound() };
        team.sanitize(false, true);
        assert_eq!((team.email.as_str(), team.invite_id.as_str()), ("a@b.c", ""));
        let mut team = Team { email: "a@b.c".to_owned(), ..sound() };
        team.sanitize(true, false);
        assert_eq!((team.email.as_str(), team.invite_id.as_str()), ("", "x"));
        team.sanitize(false, false);
        assert_eq!(team.invite_id, "");
    }
}

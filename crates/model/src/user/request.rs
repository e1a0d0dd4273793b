//! What clients send about accounts.

use serde::Deserialize;

use super::{StringMap, User};

/// A new account, or a whole account in `PUT /users/{id}`. Fields that only the server sets are not read.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct UserDraft {
    pub id: String,
    pub email: String,
    pub username: String,
    pub password: String,
    pub auth_data: Option<String>,
    pub auth_service: String,
    pub nickname: String,
    pub first_name: String,
    pub last_name: String,
    pub position: String,
    pub locale: String,
    pub allow_marketing: bool,
    pub props: StringMap,
    pub notify_props: StringMap,
    pub timezone: Option<StringMap>,
    pub disable_welcome_email: bool,
}

/// Fields to change. `password` is the current one, asked for when the mail address changes.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct UserPatch {
    pub username: Option<String>,
    pub password: Option<String>,
    pub nickname: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub position: Option<String>,
    pub email: Option<String>,
    pub props: Option<StringMap>,
    pub notify_props: Option<StringMap>,
    pub locale: Option<String>,
    pub timezone: Option<StringMap>,
    pub remote_id: Option<String>,
}

impl User {
    /// Applies the patch, except for password and remote server.
    pub fn apply(&mut self, patch: &UserPatch) {
        let texts = [
            (&mut self.username, &patch.username),
            (&mut self.nickname, &patch.nickname),
            (&mut self.first_name, &patch.first_name),
            (&mut self.last_name, &patch.last_name),
            (&mut self.position, &patch.position),
            (&mut self.email, &patch.email),
            (&mut self.locale, &patch.locale),
        ];
        for (field, new) in texts {
            if let Some(new) = new {
                field.clone_from(new);
            }
        }
        for (field, new) in [(&mut self.props, &patch.props), (&mut self.notify_props, &patch.notify_props)] {
            if let Some(new) = new {
                field.clone_from(new);
            }
        }
        if patch.timezone.is_some() {
            self.timezone.clone_from(&patch.timezone);
        }
    }
}

/// `POST /users/search`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UserSearch {
    pub term: String,
    pub team_id: String,
    pub not_in_team_id: String,
    pub in_channel_id: String,
    pub not_in_channel_id: String,
    pub in_group_id: String,
    pub not_in_group_id: String,
    pub group_constrained: bool,
    pub allow_inactive: bool,
    pub without_team: bool,
    /// `None`: the default of the operation.
    pub limit: Option<i64>,
    pub role: String,
    pub roles: Vec<String>,
    pub channel_roles: Vec<String>,
    pub team_roles: Vec<String>,
}

/// `POST /users/login`. The account is named by `id` or by `login_id`.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct LoginRequest {
    pub id: String,
    pub login_id: String,
    pub password: String,
    /// Code of the second factor.
    pub token: String,
    pub device_id: String,
    /// The text `true` asks for the directory only.
    pub ldap_only: String,
}

/// `PUT /users/{id}/password`.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct PasswordChange {
    pub current_password: String,
    pub new_password: String,
    /// The text `true`: the new password is in its stored form.
    pub already_hashed: String,
}

/// `PUT /users/{id}/roles` and its siblings for teams and channels.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RolesChange {
    pub roles: String,
}

/// `PUT /users/{id}/active`; a missing flag is an error of its own.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ActiveChange {
    pub active: Option<bool>,
}

/// `PUT /users/{id}/auth`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AuthChange {
    pub auth_data: Option<String>,
    pub auth_service: String,
}

/// `PUT /users/{id}/mfa`; a missing flag is an error of its own.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct MfaChange {
    pub activate: Option<bool>,
    pub code: String,
}

/// `POST /users/password/reset/send` and `POST /users/email/verify/send`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EmailRef {
    pub email: String,
}

/// `POST /users/password/reset`.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct PasswordReset {
    pub token: String,
    pub new_password: String,
}

/// `POST /users/login/switch`: another way to log in to the same account.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct LoginSwitch {
    pub current_service: String,
    pub new_service: String,
    pub email: String,
    pub password: String,
    pub new_password: String,
    pub mfa_code: String,
    pub ldap_id: String,
}

/// `POST /users/email/verify`.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct EmailVerify {
    pub token: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::user::string_map;
    use crate::wire;

    #[test]
    fn a_patch_changes_what_it_names() {
        let mut user = User { nickname: "old".to_owned(), position: "kept".to_owned(), ..User::default() };
        let body = br#"{"nickname":"","locale":"de","email":null,"notify_props":{"email":"false"}}"#;
        let patch: UserPatch = wire::decode(body).unwrap();
        user.apply(&patch);
        assert_eq!((user.nickname.as_str(), user.position.as_str(), user.locale.as_str()), ("", "kept", "de"));
        assert_eq!(user.notify_props, string_map(&[("email", "false")]));
    }

    #[test]
    fn a_draft_reads_the_body_that_the_recordings_send() {
        let body = br#"{"email":"a@b.c","username":"a","password":"p","roles":"system_admin","delete_at":5,"x":{}}"#;
        let draft: UserDraft = wire::decode(body).unwrap();
        assert_eq!((draft.email.as_str(), draft.password.as_str()), ("a@b.c", "p"));
    }
}

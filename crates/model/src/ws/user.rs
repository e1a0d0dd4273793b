//! Events about accounts.

use serde::Serialize;

use crate::Id;
use crate::preference::Preference;
use crate::user::User;
use crate::ws::json_text;

/// `user_updated`: an object, not a text. Each audience has its own sanitised copy.
#[derive(Clone, Debug, Serialize)]
pub struct UserUpdated<'a> {
    pub user: &'a User,
}

/// `new_user`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct NewUser {
    pub user_id: Id,
}

/// `user_role_updated`.
#[derive(Clone, Debug, Serialize)]
pub struct UserRoleUpdated {
    pub roles: String,
    pub user_id: Id,
}

/// `status_change`.
#[derive(Clone, Debug, Serialize)]
pub struct StatusChange {
    pub status: String,
    pub user_id: Id,
}

/// `preferences_changed` and `preferences_deleted`: the preferences as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct Preferences {
    pub preferences: String,
}

impl Preferences {
    pub fn new(preferences: &[Preference]) -> Self {
        Self { preferences: json_text(&preferences) }
    }
}

/// `hello`, the first event of a connection.
#[derive(Clone, Debug, Serialize)]
pub struct Hello {
    pub connection_id: String,
    pub server_hostname: String,
    /// Version, build, hash of the configuration and "licensed", joined by dots.
    pub server_version: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_event;
    use crate::ws::event;

    #[test]
    fn payloads_have_the_recorded_keys() {
        let user_id = Id::from_random(1);
        let text = String::new;
        assert_event(event::USER_UPDATED, &UserUpdated { user: &User::default() });
        assert_event(event::NEW_USER, &NewUser { user_id });
        assert_event(event::USER_ROLE_UPDATED, &UserRoleUpdated { roles: text(), user_id });
        assert_event(event::STATUS_CHANGE, &StatusChange { status: text(), user_id });
        assert_event(event::PREFERENCES_CHANGED, &Preferences::new(&[]));
        assert_event(event::PREFERENCES_DELETED, &Preferences::new(&[]));
        let hello = Hello { connection_id: text(), server_hostname: text(), server_version: text() };
        assert_event(event::HELLO, &hello);
    }
}

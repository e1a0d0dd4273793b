//! Who may see which part of an account.

use super::User;

/// For whose eyes an account is prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SanitizeOptions {
    /// The user themselves, and whoever has just created or changed the account.
    Own,
    /// Somebody who may manage users.
    Admin,
    /// Anybody else, by the privacy settings of the server.
    Other { show_full_name: bool, show_email: bool },
}

impl User {
    /// Removes what `viewer` may not see. Secrets are not in the type to begin with.
    pub fn sanitize(&mut self, viewer: SanitizeOptions) {
        if viewer == SanitizeOptions::Own {
            return;
        }
        self.email_verified = false;
        self.allow_marketing = false;
        self.last_password_update = 0;
        let SanitizeOptions::Other { show_full_name, show_email } = viewer else { return };
        self.auth_data = Some(String::new());
        self.auth_service.clear();
        self.notify_props.clear();
        self.failed_attempts = 0;
        if !show_email {
            self.email.clear();
        }
        if !show_full_name {
            self.first_name.clear();
            self.last_name.clear();
        }
    }

    /// As [`User::sanitize`], on a value that is passed on.
    #[must_use]
    pub fn sanitized(mut self, viewer: SanitizeOptions) -> Self {
        self.sanitize(viewer);
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Id;
    use crate::testing::{keys, recorded_bodies};
    use crate::user::{default_notify_props, default_timezone};

    const OTHER: SanitizeOptions = SanitizeOptions::Other { show_full_name: true, show_email: true };

    fn fresh() -> User {
        User {
            id: Id::from_random(1),
            create_at: 1,
            update_at: 1,
            username: "u2".to_owned(),
            email: "u2@example.com".to_owned(),
            first_name: "U2".to_owned(),
            last_name: "Test".to_owned(),
            notify_props: default_notify_props(),
            timezone: Some(default_timezone()),
            last_password_update: 1,
            remote_id: Some(Id::EMPTY),
            ..User::default()
        }
    }

    fn keys_for(viewer: SanitizeOptions) -> BTreeSet<String> {
        keys(&serde_json::to_value(fresh().sanitized(viewer)).unwrap())
    }

    #[test]
    fn the_keys_are_those_that_each_viewer_was_recorded_to_see() {
        let own = recorded_bodies("http/users.json", "POST", "/api/v4/users", 201);
        assert!(own.iter().any(|body| keys(body) == keys_for(SanitizeOptions::Own)));
        let admin = recorded_bodies("http/guests.json", "GET", "/api/v4/users/{{g1.id}}", 200);
        assert!(!admin.is_empty() && admin.iter().all(|body| keys(body) == keys_for(SanitizeOptions::Admin)));
        let other = recorded_bodies("http/users.json", "GET", "/api/v4/users/{{u2.id}}", 200);
        assert!(other.iter().any(|body| keys(body) == keys_for(OTHER)));
    }

    #[test]
    fn a_stub_has_the_keys_of_a_thread_participant() {
        let stub = keys(&serde_json::to_value(User::stub(Id::from_random(1))).unwrap());
        let page = recorded_bodies("http/threads.json", "GET", "/api/v4/users/me/teams/{{t1.id}}/threads", 200);
        let shown = page.iter().filter_map(|body| body.pointer("/threads/0/participants/0"));
        assert!(shown.into_iter().any(|participant| keys(participant) == stub));
    }

    #[test]
    fn privacy_settings_hide_mail_and_name_from_others_only() {
        let hidden = SanitizeOptions::Other { show_full_name: false, show_email: false };
        let user = fresh().sanitized(hidden);
        assert_eq!((user.email.as_str(), user.first_name.as_str(), user.last_name.as_str()), ("", "", ""));
        assert_eq!(fresh().sanitized(SanitizeOptions::Admin).email, "u2@example.com");
    }
}

//! Events about roles and the server.

use serde::Serialize;

use crate::emoji::Emoji;
use crate::role::Role;
use crate::user::StringMap;
use crate::ws::json_text;

/// `role_updated`: the role as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct RoleUpdated {
    pub role: String,
}

impl RoleUpdated {
    pub fn new(role: &Role) -> Self {
        Self { role: json_text(role) }
    }
}

/// `emoji_added`: the emoji as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct EmojiAdded {
    pub emoji: String,
}

impl EmojiAdded {
    pub fn new(emoji: &Emoji) -> Self {
        Self { emoji: json_text(emoji) }
    }
}

/// `config_changed`: the client configuration.
#[derive(Clone, Debug, Serialize)]
pub struct ConfigChanged {
    pub config: StringMap,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_event;
    use crate::ws::event;

    #[test]
    fn payloads_have_the_recorded_keys() {
        assert_event(event::ROLE_UPDATED, &RoleUpdated::new(&Role::default()));
        assert_event(event::EMOJI_ADDED, &EmojiAdded::new(&Emoji::default()));
        assert_event(event::CONFIG_CHANGED, &ConfigChanged { config: StringMap::new() });
    }
}

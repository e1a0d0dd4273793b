//! Sizes that the model checks. A rune is a Unicode scalar value; `LEN` counts bytes.

pub const USERNAME_LEN_MAX: usize = 64;
pub const USER_EMAIL_LEN_MAX: usize = 128;
pub const USER_NICKNAME_RUNES_MAX: usize = 64;
pub const USER_POSITION_RUNES_MAX: usize = 128;
pub const USER_FIRST_NAME_RUNES_MAX: usize = 64;
pub const USER_LAST_NAME_RUNES_MAX: usize = 64;
pub const USER_AUTH_DATA_LEN_MAX: usize = 128;
pub const USER_LOCALE_LEN_MAX: usize = 5;
/// The old password hash read no more than this, and clients are told so.
pub const USER_PASSWORD_LEN_MAX: usize = 72;

pub const BOT_DISPLAY_NAME_RUNES_MAX: usize = 64;
pub const BOT_DESCRIPTION_RUNES_MAX: usize = 1024;

pub const ACCESS_TOKEN_DESCRIPTION_LEN_MAX: usize = 255;

pub const TEAM_NAME_LEN_MIN: usize = 2;
pub const TEAM_NAME_LEN_MAX: usize = 64;
pub const TEAM_DISPLAY_NAME_RUNES_MAX: usize = 64;
pub const TEAM_EMAIL_LEN_MAX: usize = 128;
pub const TEAM_DESCRIPTION_LEN_MAX: usize = 255;
pub const TEAM_COMPANY_NAME_LEN_MAX: usize = 64;
pub const TEAM_ALLOWED_DOMAINS_LEN_MAX: usize = 1000;

pub const CHANNEL_NAME_LEN_MAX: usize = 64;
pub const CHANNEL_DISPLAY_NAME_RUNES_MAX: usize = 64;
pub const CHANNEL_HEADER_RUNES_MAX: usize = 1024;
pub const CHANNEL_PURPOSE_RUNES_MAX: usize = 250;
pub const CHANNEL_BANNER_TEXT_RUNES_MAX: usize = 1024;
pub const CHANNEL_GROUP_MEMBERS_MIN: usize = 3;
pub const CHANNEL_GROUP_MEMBERS_MAX: usize = 8;
pub const CHANNEL_NOTIFY_PROPS_RUNES_MAX: usize = 800_000;

pub const POST_MESSAGE_RUNES_MAX: usize = 16_383;
pub const POST_HASHTAGS_RUNES_MAX: usize = 1000;
pub const POST_FILE_IDS_RUNES_MAX: usize = 300;
pub const POST_PROPS_RUNES_MAX: usize = 800_000;
pub const POST_FILES_MAX: usize = 10;

pub const BOOKMARK_NAME_RUNES_MAX: usize = 64;
pub const BOOKMARK_URL_RUNES_MAX: usize = 1024;
pub const BOOKMARK_EMOJI_RUNES_MAX: usize = 64;
/// In one channel.
pub const BOOKMARKS_MAX: usize = 50;

pub const DRAFT_PROPS_RUNES_MAX: usize = 8_000;

pub const EMOJI_NAME_LEN_MAX: usize = 64;

pub const PREFERENCE_CATEGORY_LEN_MAX: usize = 32;
pub const PREFERENCE_NAME_LEN_MAX: usize = 32;
pub const PREFERENCE_VALUE_RUNES_MAX: usize = 20_000;

pub const WEBHOOK_DISPLAY_NAME_LEN_MAX: usize = 64;
pub const WEBHOOK_DESCRIPTION_LEN_MAX: usize = 500;
pub const WEBHOOK_INCOMING_USERNAME_LEN_MAX: usize = 255;
pub const WEBHOOK_OUTGOING_USERNAME_LEN_MAX: usize = 64;
pub const WEBHOOK_ICON_URL_LEN_MAX: usize = 1024;
pub const WEBHOOK_CONTENT_TYPE_LEN_MAX: usize = 128;
/// Of trigger words and of addresses, as JSON.
pub const WEBHOOK_LIST_LEN_MAX: usize = 1024;

pub const COMMAND_TRIGGER_LEN_MAX: usize = 128;
pub const COMMAND_URL_LEN_MAX: usize = 1024;
pub const COMMAND_DISPLAY_NAME_LEN_MAX: usize = 64;
pub const COMMAND_DESCRIPTION_LEN_MAX: usize = 128;
pub const COMMAND_USERNAME_LEN_MAX: usize = 64;
pub const COMMAND_HINT_LEN_MAX: usize = 1024;

/// Whether `text` has more than `runes_max` runes, without counting past them.
pub fn exceeds_runes(text: &str, runes_max: usize) -> bool {
    text.len() > runes_max && text.chars().nth(runes_max).is_some()
}

#[cfg(test)]
mod tests {
    use super::exceeds_runes;

    #[test]
    fn runes_are_counted_not_bytes() {
        assert!(!exceeds_runes("äöü", 3));
        assert!(exceeds_runes("äöüß", 3));
        assert!(!exceeds_runes("", 0));
    }
}

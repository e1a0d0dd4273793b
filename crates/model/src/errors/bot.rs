//! Bots.

crate::errors! {
    NOT_FOUND = 404 "store.sql_bot.get.missing.app_error" "there is no such bot";
    CREATION_OFF = 403 "api.bot.create_disabled" "creating bots is switched off";
    INVALID_USERNAME = 400 "model.bot.is_valid.username.app_error" "the user name of the bot is missing or malformed";
    INVALID_USER_ID = 400 "model.bot.is_valid.user_id.app_error" "the display name of the bot has more than 64 characters";
    INVALID_DESCRIPTION = 400 "model.bot.is_valid.description.app_error" "the description of the bot has more than 1024 characters";
}

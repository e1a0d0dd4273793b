//! Bots.

crate::errors! {
    NOT_FOUND = 404 "store.sql_bot.get.missing.app_error" "there is no such bot";
}

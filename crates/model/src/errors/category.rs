//! Sidebar categories.

crate::errors! {
    INVALID = 400 "app.channel.sidebar_categories.app_error" "the sidebar category cannot be changed like this";
    NOT_FOUND = 404 "app.channel.sidebar_categories.app_error" "there is no such sidebar category";
    /// Also what the original answers to an order that does not match the stored categories.
    FAILED = 500 "app.channel.sidebar_categories.app_error" "the order does not match the sidebar categories";
}

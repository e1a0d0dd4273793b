//! Every statement has a file, a name and a place in [`ALL`]: a test prepares them all on the migrated schema.

/// One SQL statement from `sql/`.
#[derive(Debug)]
pub struct Statement {
    /// Path below `sql/` without the ending: metric label and span name.
    pub name: &'static str,
    pub sql: &'static str,
}

/// Binds names to the files of one aggregate and lists them.
#[macro_export]
macro_rules! statements {
    ($($id:ident = $file:literal;)*) => {
        $(pub(crate) const $id: &$crate::Statement = &$crate::Statement {
            name: $file,
            sql: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $file, ".sql")),
        };)*
        /// Every statement of this aggregate.
        pub(crate) const STATEMENTS: &[&$crate::Statement] = &[$($id),*];
    };
}

/// Every statement of the store.
pub fn all() -> Vec<&'static Statement> {
    [
        crate::again::STATEMENTS,
        crate::analytics::STATEMENTS,
        crate::audience::STATEMENTS,
        crate::bookmarks::STATEMENTS,
        crate::categories::STATEMENTS,
        crate::channel_lists::STATEMENTS,
        crate::channel_members::STATEMENTS,
        crate::access_tokens::STATEMENTS,
        crate::audits::STATEMENTS,
        crate::channel_views::STATEMENTS,
        crate::bots::STATEMENTS,
        crate::burning::STATEMENTS,
        crate::bulk::STATEMENTS,
        crate::channels::STATEMENTS,
        crate::commands::STATEMENTS,
        crate::devices::STATEMENTS,
        crate::export::STATEMENTS,
        crate::content_flagging::STATEMENTS,
        crate::drafts::STATEMENTS,
        crate::emoji::STATEMENTS,
        crate::files::STATEMENTS,
        crate::group_ties::STATEMENTS,
        crate::groups::STATEMENTS,
        crate::jobs::STATEMENTS,
        crate::links::STATEMENTS,
        crate::log::STATEMENTS,
        crate::member::STATEMENTS,
        crate::memberships::STATEMENTS,
        crate::notification_mail::STATEMENTS,
        crate::oauth::STATEMENTS,
        crate::outgoing_connections::STATEMENTS,
        crate::post_change::STATEMENTS,
        crate::post_lists::STATEMENTS,
        crate::post_parts::STATEMENTS,
        crate::post_references::STATEMENTS,
        crate::post_unread::STATEMENTS,
        crate::posts::STATEMENTS,
        crate::preferences::STATEMENTS,
        crate::profile_attributes::STATEMENTS,
        crate::reactions::STATEMENTS,
        crate::reminders::STATEMENTS,
        crate::retention::STATEMENTS,
        crate::roles::STATEMENTS,
        crate::scheduled_posts::STATEMENTS,
        crate::schemes::STATEMENTS,
        crate::sessions::STATEMENTS,
        crate::status::STATEMENTS,
        crate::systems::STATEMENTS,
        crate::team_members::STATEMENTS,
        crate::teams::STATEMENTS,
        crate::threads::STATEMENTS,
        crate::user_threads::STATEMENTS,
        crate::terms::STATEMENTS,
        crate::shared_channels::STATEMENTS,
        crate::tokens::STATEMENTS,
        crate::uploads::STATEMENTS,
        crate::webhooks::STATEMENTS,
        crate::users::STATEMENTS,
        crate::users::change::STATEMENTS,
    ]
    .concat()
}

/// One text of every shape of the statements that are built at run time; prepared by a test like the files.
pub fn shapes() -> Vec<String> {
    let built = [
        crate::bots::shapes(),
        crate::webhooks::shapes(),
        crate::file_search::shapes(),
        crate::group_list::shapes(),
        crate::post_lists::shapes(),
        crate::post_report::shapes(),
        crate::post_search::shapes(),
        crate::unread_window::shapes(),
        crate::user_report::shapes(),
        crate::user_threads::shapes(),
        crate::users::list::shapes(),
    ]
    .into_iter()
    .flatten();
    built.map(|query| query.sql().to_owned()).chain(crate::team_lists::shapes()).collect()
}

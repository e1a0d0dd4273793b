//! The catalogue by area. An error that several areas send stands in [`crate::error`].

pub mod bookmark;
pub mod bot;
pub mod brand;
pub mod category;
pub mod channel;
pub mod command;
pub mod data_spillage;
pub mod draft;
pub mod emoji;
pub mod feature;
pub mod file;
pub mod group;
pub mod import;
pub mod interactive;
pub mod job;
pub mod oauth;
pub mod outgoing_connection;
pub mod post;
pub mod preference;
pub mod profile_attribute;
pub mod reaction;
pub mod report;
pub mod role;
pub mod scheduled_post;
pub mod scheme;
pub mod session;
pub mod status;
pub mod system;
pub mod team;
pub mod thread;
pub mod user;
pub mod webhook;

use crate::ErrorId;

/// Every list of the catalogue with the name of its module.
pub const ALL: &[(&str, &[&ErrorId])] = &[
    ("error", crate::error::ALL),
    ("bookmark", bookmark::ALL),
    ("bot", bot::ALL),
    ("brand", brand::ALL),
    ("category", category::ALL),
    ("channel", channel::ALL),
    ("draft", draft::ALL),
    ("command", command::ALL),
    ("data_spillage", data_spillage::ALL),
    ("emoji", emoji::ALL),
    ("feature", feature::ALL),
    ("file", file::ALL),
    ("group", group::ALL),
    ("import", import::ALL),
    ("job", job::ALL),
    ("oauth", oauth::ALL),
    ("outgoing_connection", outgoing_connection::ALL),
    ("interactive", interactive::ALL),
    ("post", post::ALL),
    ("preference", preference::ALL),
    ("profile_attribute", profile_attribute::ALL),
    ("reaction", reaction::ALL),
    ("report", report::ALL),
    ("role", role::ALL),
    ("scheduled_post", scheduled_post::ALL),
    ("scheme", scheme::ALL),
    ("session", session::ALL),
    ("status", status::ALL),
    ("system", system::ALL),
    ("team", team::ALL),
    ("thread", thread::ALL),
    ("user", user::ALL),
    ("webhook", webhook::ALL),
];

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::Value;

    use super::ALL;
    use crate::testing::{facts, recorded_errors};

    /// Ids that the original puts together from parts, so that its list lacks them, and that no recording shows.
    const COMPOSED: &[(&str, u16)] = &[
        ("model.user.is_valid.auth_data.app_error", 400),
        ("model.user.is_valid.auth_data_type.app_error", 400),
        ("model.user.is_valid.create_at.app_error", 400),
        ("model.user.is_valid.first_name.app_error", 400),
        ("model.user.is_valid.id.app_error", 400),
        ("model.user.is_valid.last_name.app_error", 400),
        ("model.user.is_valid.pwd_lowercase.app_error", 400),
        ("model.user.is_valid.pwd_number.app_error", 400),
        ("model.user.is_valid.pwd_symbol.app_error", 400),
        ("model.user.is_valid.pwd_uppercase.app_error", 400),
        ("model.user.is_valid.update_at.app_error", 400),
        ("app.user.update.lastAdmin.app_error", 400),
        ("api.user.patch_user.login_provider_attribute_set.app_error", 409),
        ("api.user.upload_profile_user.login_provider_attribute_set.app_error", 409),
        ("api.websocket_handler.server_busy.app_error", 503),
        ("api.file.attachments.disabled.app_error", 403),
        ("api.file.attachments.disabled.app_error", 501),
        ("api.file.upload_file.incorrect_number_of_client_ids.app_error", 400),
        ("api.file.upload_file.large_image_detailed.app_error", 400),
        ("api.file.upload_file.multiple_channel_ids.app_error", 400),
        ("api.file.upload_file.read_request.app_error", 400),
        ("api.file.upload_file.too_large_detailed.app_error", 413),
        ("api.upload.create.upload_too_large.app_error", 413),
        ("api.upload.upload_data.invalid_content_length", 400),
        ("api.upload.upload_data.multipart_error", 400),
        ("app.upload.create.cannot_upload_to_deleted_channel.app_error", 400),
        ("app.upload.upload_data.concurrent.app_error", 400),
        ("app.upload.upload_data.large_image.app_error", 400),
    ];

    /// Listed ids that a caller sends with another status than the one they are made with.
    const RESTATUSED: &[(&str, u16)] = &[
        ("mfa.validate_token.authenticate.app_error", 401),
        ("api.file.file_reader.app_error", 404),
        // Listed with the name of its status.
        ("basic_security_check.url.too_long_error", 414),
        // Made with 500; the description of the operations has these.
        ("api.context.outgoing_oauth_connection.list_connections.app_error", 404),
        ("api.context.outgoing_oauth_connection.update_connection.app_error", 404),
        ("api.context.outgoing_oauth_connection.delete_connection.app_error", 404),
        ("api.context.outgoing_oauth_connection.validate_connection_credentials.app_error", 400),
        ("api.context.outgoing_oauth_connection.validate_connection_credentials.app_error", 502),
    ];

    #[test]
    fn every_entry_is_a_fact_of_the_original() {
        let listed: BTreeMap<String, Vec<Value>> = serde_json::from_value(facts("api/error-ids.json")).unwrap();
        let recorded = recorded_errors();
        let mut unknown = Vec::new();
        for (module, error) in ALL.iter().flat_map(|(module, list)| list.iter().map(move |error| (module, error))) {
            let known = error.id.starts_with("roost.")
                || listed.get(error.id).is_some_and(|statuses| statuses.iter().any(|status| *status == error.status))
                || recorded.contains(&(error.id.to_owned(), error.status))
                || RESTATUSED.contains(&(error.id, error.status))
                || COMPOSED.contains(&(error.id, error.status));
            if !known {
                unknown.push(format!("{module}: {} {}", error.status, error.id));
            }
        }
        assert!(unknown.is_empty(), "neither listed nor recorded: {unknown:#?}");
    }

    #[test]
    fn no_pair_of_id_and_status_stands_twice() {
        let mut seen = BTreeSet::new();
        for error in ALL.iter().flat_map(|(_, list)| list.iter()) {
            assert!(seen.insert((error.id, error.status)), "twice: {} {}", error.status, error.id);
        }
    }

    #[test]
    fn sentences_are_plain_and_placeholders_closed() {
        for error in ALL.iter().flat_map(|(_, list)| list.iter()) {
            let text = error.message;
            assert!(!text.is_empty() && !text.ends_with('.'), "{text}");
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{text}");
        }
    }

    #[test]
    fn the_exceptions_are_still_needed() {
        let listed: BTreeMap<String, Value> = serde_json::from_value(facts("api/error-ids.json")).unwrap();
        let recorded = recorded_errors();
        for (id, status) in COMPOSED {
            assert!(!listed.contains_key(*id), "{id} is a listed fact now");
            assert!(!recorded.contains(&((*id).to_owned(), *status)), "{id} is a recorded fact now");
            assert!(
                ALL.iter().any(|(_, list)| list.iter().any(|error| error.id == *id)),
                "{id} is not in the catalogue"
            );
        }
    }
}

//! Reading and writing the file.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use roost_config::{Config, ConfigError, ConfigStore};
use serde_json::Value;

use crate::store::{Folder, sources};

/// Unknown keys at each level, with values a JSON library would gladly rewrite.
const STRANGE: &str = r#"{
    "Ours": {
        "a": 1.0,
        "big": 123456789012345678901234567890,
        "exp": 1E400,
        "esc": "\u00e9\/"
    },
    "TeamSettings": {
        "SiteName": "Strange",
        "FutureKey": [
            1e2,
            -0.0
        ]
    },
    "MessageExportSettings": {
        "GlobalRelaySettings": {
            "Later": {"z":1,"a":2}
        }
    },
    "Scalar": 7
}"#;

#[test]
fn unknown_keys_survive_a_save_byte_for_byte() {
    let folder = Folder::with(STRANGE);
    let store = ConfigStore::open(folder.path(), sources([])).expect("the file can be used");
    let change = |current: &Config| -> Result<Config, ConfigError> {
        let mut new = current.clone();
        new.team.max_users_per_team = 51;
        Ok(new)
    };
    store.update_with(change).expect("the change can be used");
    let text = folder.read();
    for kept in [
        "    \"Ours\": {\n        \"a\": 1.0,\n        \"big\": 123456789012345678901234567890,\n        \"exp\": 1E400,\n        \"esc\": \"\\u00e9\\/\"\n    }",
        "        \"FutureKey\": [\n            1e2,\n            -0.0\n        ]",
        "            \"Later\": {\"z\":1,\"a\":2}",
        "    \"Scalar\": 7",
        "        \"SiteName\": \"Strange\"",
        "        \"MaxUsersPerTeam\": 51",
    ] {
        assert!(text.contains(kept), "{kept}\nis not in\n{text}");
    }
    let again = ConfigStore::open(folder.path(), sources([])).expect("the saved file can be used");
    assert_eq!(*again.current(), *store.current());
}

#[test]
fn a_save_without_a_change_writes_the_same_bytes() {
    let folder = Folder::with(STRANGE);
    let store = ConfigStore::open(folder.path(), sources([])).expect("the file can be used");
    store.update(Config::clone(&store.current())).expect("what is in force can be used");
    let first = folder.read();
    store.reload().expect("the saved file can be used");
    store.update(Config::clone(&store.current())).expect("what is in force can be used");
    assert_eq!(folder.read(), first);
}

#[test]
fn a_complete_file_is_not_touched_at_start() {
    let folder = Folder::new();
    ConfigStore::open(folder.path(), sources([])).expect("defaults can be used");
    let compact = serde_json::from_str::<Value>(&folder.read()).expect("the file is JSON").to_string();
    folder.write(&compact);
    ConfigStore::open(folder.path(), sources([])).expect("the file can be used");
    assert_eq!(folder.read(), compact);
}

#[test]
fn missing_keys_get_defaults_and_null_says_nothing() {
    let folder = Folder::with(r#"{"ServiceSettings":null,"TeamSettings":{"SiteName":null,"EnableOpenServer":true}}"#);
    let store = ConfigStore::open(folder.path(), sources([])).expect("the file can be used");
    let config = store.current();
    assert_eq!(config.service.listen_address, ":8065");
    assert_eq!(config.team.site_name, "Mattermost");
    assert!(config.team.enable_open_server);
    assert_eq!(config.google.scope, "profile email");
}

#[test]
fn an_empty_file_is_like_none() {
    let folder = Folder::with(" \n");
    ConfigStore::open(folder.path(), sources([])).expect("an empty file can be used");
    assert!(folder.read().contains("\"SiteURL\": \"\""));
}

#[test]
fn keys_that_replaced_others_take_their_value() {
    let folder = Folder::with(
        r#"{
            "ServiceSettings": {"SessionLengthWebInDays": 3, "SessionLengthSSOInDays": 2, "SessionLengthSSOInHours": 5},
            "EmailSettings": {"EnableSignUpWithEmail": false},
            "LogSettings": {"EnableDiagnostics": false},
            "ExperimentalSettings": {"EnableSharedChannels": true},
            "LdapSettings": {"Enable": true, "LdapServer": "l", "BaseDN": "b", "EmailAttribute": "m",
                "UsernameAttribute": "u", "IdAttribute": "i", "LoginIdAttribute": "l"}
        }"#,
    );
    let config = ConfigStore::open(folder.path(), sources([])).expect("the file can be used").current();
    let service = &config.service;
    assert_eq!((service.session_length_web_in_hours, service.session_length_sso_in_hours), (72, 5));
    assert_eq!(service.session_length_mobile_in_hours, 4320);
    assert!(!config.email.enable_sign_in_with_email);
    assert!(!config.log.enable_sentry);
    assert!(config.connected_workspaces.enable_shared_channels);
    assert!(!config.connected_workspaces.enable_remote_cluster_service);
    assert!(config.ldap.enable_sync);
    assert_eq!(config.team.teammate_name_display, "full_name");
    assert!(!config.plugin.plugin_states["com.mattermost.nps"].enable);
    assert!(config.plugin.plugin_states["playbooks"].enable);
}

#[test]
fn what_may_not_be_empty_falls_back_and_forms_are_tidied() {
    let folder = Folder::with(
        r#"{
            "ServiceSettings": {"SiteURL": "https://chat.example.com//"},
            "FileSettings": {"Directory": "/srv/files", "ExportDirectory": ""},
            "ImportSettings": {"Directory": ""},
            "LocalizationSettings": {"DefaultServerLocale": "zz", "DefaultClientLocale": "de", "AvailableLocales": "en,fr,en"},
            "PluginSettings": {"PluginStates": {"playbooks": {"Enable": false}}},
            "ContentFlaggingSettings": {"NotificationSettings": {"EventTargetMapping": {"flagged": ["author"]}}}
        }"#,
    );
    let config = ConfigStore::open(folder.path(), sources([])).expect("the file can be used").current();
    assert_eq!(config.service.site_url, "https://chat.example.com");
    assert_eq!((config.file.directory.as_str(), config.file.export_directory.as_str()), ("/srv/files/", "./data/"));
    assert_eq!(config.import.directory, "./import");
    assert_eq!(config.localization.default_server_locale, "en");
    assert_eq!(config.localization.available_locales, "en,fr,de");
    assert!(!config.plugin.plugin_states["playbooks"].enable);
    assert!(config.plugin.plugin_states["mattermost-ai"].enable);
    let mapping = &config.content_flagging.notification.event_target_mapping;
    assert_eq!(mapping["flagged"], ["author", "reviewers"]);
    assert_eq!(mapping["dismissed"], ["reviewers", "reporter"]);
}

#[test]
fn a_wrong_type_is_told_with_key_and_place() {
    let cases = [
        ("{\n \"TeamSettings\": {\n  \"MaxUsersPerTeam\": \"many\"\n }\n}", "TeamSettings.MaxUsersPerTeam: ", 3),
        ("{\n \"SqlSettings\": {\"DataSourceReplicas\": [\n 5]}}", "SqlSettings.DataSourceReplicas: ", 3),
        (
            "{\"MessageExportSettings\": {\"GlobalRelaySettings\":\n {\"SMTPServerTimeout\": 1.5}}}",
            "MessageExportSettings.GlobalRelaySettings.SMTPServerTimeout: ",
            2,
        ),
        (
            "{\"PluginSettings\": {\"PluginStates\": {\"p\": {\"Enable\": 1}}}}",
            "PluginSettings.PluginStates.p.Enable: ",
            1,
        ),
        ("{\"TeamSettings\": []}", "invalid type: sequence, expected an object for TeamSettings", 1),
        ("[]", "invalid type: sequence, expected an object", 1),
    ];
    for (text, wanted, place) in cases {
        let folder = Folder::with(text);
        let Err(error) = ConfigStore::open(folder.path(), sources([])) else { panic!("{text} was accepted") };
        let ConfigError::Malformed { line, message, .. } = &error else { panic!("{error}") };
        assert!(message.starts_with(wanted), "{message}");
        assert_eq!(*line, place, "{error}");
        assert_eq!(folder.read(), text, "a file that cannot be used is left alone");
    }
}

#[test]
fn feature_flags_in_the_file_are_ignored_and_not_written() {
    let folder = Folder::with(r#"{"FeatureFlags":{"MoveThreadsEnabled":false}}"#);
    let store = ConfigStore::open(folder.path(), sources([])).expect("the file can be used");
    assert!(store.current().feature_flags.move_threads_enabled);
    assert!(!folder.read().contains("FeatureFlags"));
}

#[test]
fn the_file_is_private_and_keeps_its_mode_and_link() {
    let folder = Folder::new();
    let store = ConfigStore::open(folder.path(), sources([])).expect("defaults can be used");
    let mode = |path| fs::metadata(path).expect("the file is there").permissions().mode() & 0o777;
    assert_eq!(mode(folder.path()), 0o600);

    let real = folder.path().with_file_name("real.json");
    fs::rename(folder.path(), &real).expect("the file can be moved");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("the mode can be set");
    std::os::unix::fs::symlink(&real, folder.path()).expect("a link can be made");
    store.update(Config::clone(&store.current())).expect("what is in force can be used");
    assert!(fs::symlink_metadata(folder.path()).expect("the link is there").is_symlink());
    assert_eq!(mode(real), 0o640);
    let left: Vec<_> = fs::read_dir(folder.path().parent().expect("a file has a folder")).expect("readable").collect();
    assert_eq!(left.len(), 2, "no draft stays behind: {left:?}");
}

#[test]
fn a_folder_that_is_not_there_is_made_and_one_that_cannot_be_is_told() {
    let folder = Folder::new();
    let below = folder.path().with_file_name("a").join("b").join("config.json");
    ConfigStore::open(&below, sources([])).expect("folders are made");
    assert!(below.exists());
    let inside_a_file = below.join("config.json");
    let Err(error) = ConfigStore::open(&inside_a_file, sources([])) else { panic!("a file is no folder") };
    assert!(error.to_string().contains(&inside_a_file.display().to_string()), "{error}");
}

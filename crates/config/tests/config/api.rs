//! What administrators are shown, and what comes back from them.

use roost_config::{
    ChangedKey, Config, MASK, desanitize, diff, patch, patched, replaced, sanitized, without_defaults, without_masked,
};
use serde_json::{Value, json};

use crate::golden::{differences, recorded_settings, reply};

/// The recorded server: its settings on top of defaults.
fn recorded_server() -> Config {
    patched(&Config::default(), recorded_settings()).expect("the settings fit")
}

/// Something in every secret.
fn with_secrets() -> Config {
    let mut config = Config::default();
    let secrets = json!({
        "LdapSettings": {"BindPassword": "1"},
        "FileSettings": {
            "AmazonS3SecretAccessKey": "2", "ExportAmazonS3SecretAccessKey": "3", "PublicLinkSalt": "4".repeat(32)
        },
        "EmailSettings": {"SMTPPassword": "5"},
        "GitLabSettings": {"Secret": "6"},
        "GoogleSettings": {"Secret": "7"},
        "Office365Settings": {"Secret": "8"},
        "OpenIdSettings": {"Secret": "9"},
        "SqlSettings": {
            "DataSource": "a", "AtRestEncryptKey": "b".repeat(32), "DataSourceReplicas": ["c", "d"],
            "DataSourceSearchReplicas": ["e"], "ReplicaLagSettings": [{"DataSource": "k", "QueryTimeLag": "select 1"}]
        },
        "ElasticsearchSettings": {"Password": "f"},
        "MessageExportSettings": {"GlobalRelaySettings": {"SMTPPassword": "g"}},
        "ServiceSettings": {"SplitKey": "h"},
        "CacheSettings": {"RedisPassword": "i"},
        "AutoTranslationSettings": {"LibreTranslate": {"APIKey": "j"}},
        "PluginSettings": {"Plugins": {"p": {"token": "l", "size": 5}}}
    });
    config.merge_json(&secrets).expect("the values fit");
    config
}

#[test]
fn the_settings_are_shown_as_recorded() {
    let shown = sanitized(&recorded_server());
    for (area, step) in [("sweep-config", "GET /config: admin, unknown ids"), ("system", "config")] {
        assert_eq!(differences(&reply(area, step), &shown), Vec::<String>::new(), "{area}");
    }
    let patched_reply = reply("sweep-config", "PUT /config/patch: admin, unknown ids");
    assert_eq!(differences(&patched_reply, &shown), Vec::<String>::new());
}

#[test]
fn what_differs_from_defaults_is_shown_as_recorded() {
    let mut config = recorded_server();
    config.file.directory = "/srv/files/".to_owned();
    config.log.file_location = "/srv/log".to_owned();
    config.service.listen_address = "127.0.0.1:1".to_owned();
    config.service.local_mode_socket_location = "/run/local.socket".to_owned();
    let shown = without_defaults(sanitized(&config));
    assert_eq!(differences(&reply("system", "config remove defaults"), &shown), Vec::<String>::new());
    assert_eq!(shown.get("PasswordSettings"), None, "sections without a change are left out");
}

#[test]
fn masked_values_can_be_left_out() {
    let shown = without_masked(sanitized(&with_secrets()));
    assert!(!shown["SqlSettings"].as_object().expect("a section").contains_key("DataSource"));
    assert_eq!(shown["SqlSettings"]["DriverName"], "postgres");
    assert_eq!(shown["CacheSettings"].get("RedisPassword"), None);
}

#[test]
fn no_secret_is_shown_and_all_of_them_come_back() {
    let config = with_secrets();
    let shown = sanitized(&config);
    let count = shown.to_string().matches(MASK).count();
    assert_eq!(count, 20, "{shown}");
    assert_eq!(shown["PluginSettings"]["Plugins"], json!({}));
    assert_eq!(shown["SqlSettings"]["ReplicaLagSettings"][0]["QueryTimeLag"], "select 1");
    assert_eq!(desanitize(shown.clone(), &config), config.to_json());
    let again = replaced(&config, shown.clone()).expect("what is shown fits");
    assert_eq!(diff(&config, &again), []);
    let again = patched(&config, shown).expect("what is shown fits");
    assert_eq!(diff(&config, &again), []);
}

#[test]
fn a_secret_that_is_not_set_is_shown_as_empty_unless_that_tells_something() {
    let shown = sanitized(&Config::default());
    assert_eq!(shown["LdapSettings"]["BindPassword"], "");
    assert_eq!(shown["CacheSettings"]["RedisPassword"], MASK);
}

#[test]
fn a_new_secret_replaces_the_old_one() {
    let config = with_secrets();
    let body = json!({
        "LdapSettings": {"BindPassword": "new"},
        "SqlSettings": {"DataSourceReplicas": [MASK, "new"]},
        "PluginSettings": {"Plugins": {"p": {"token": MASK, "size": 6}}}
    });
    let new = patched(&config, body).expect("the body fits");
    assert_eq!(new.ldap.bind_password, "new");
    assert_eq!(new.sql.data_source_replicas, ["c", "new"]);
    assert_eq!(Value::Object(new.plugin.plugins["p"].clone()), json!({"token": "l", "size": 6}));
    assert_eq!(new.sql.data_source, "a");
}

#[test]
fn a_mask_that_stands_for_nothing_is_refused() {
    let config = with_secrets();
    let new = patched(&config, json!({"SqlSettings": {"DataSourceReplicas": [MASK]}})).expect("the body fits");
    let errors = roost_config::validate(&new, 0);
    let found: Vec<_> = errors.iter().map(|error| (error.id, error.key)).collect();
    assert_eq!(found, [("model.config.is_valid.sql_data_src.app_error", "SqlSettings.DataSourceReplicas")]);
}

#[test]
fn a_patch_merges_sections_and_replaces_lists_and_maps() {
    let base = Config::default().to_json();
    let wanted = patch(
        base.clone(),
        json!({
            "TeamSettings": {"SiteName": "x", "MaxUsersPerTeam": null},
            "ServiceSettings": null,
            "ThemeSettings": {"AllowedThemes": ["a"]},
            "PluginSettings": {"PluginStates": {"own": {"Enable": true}}, "Plugins": {}},
            "MessageExportSettings": {"GlobalRelaySettings": {"CustomerType": "A10"}},
            "Nonsense": {"a": 1}
        }),
    );
    let mut expected = base;
    expected["TeamSettings"]["SiteName"] = "x".into();
    expected["ThemeSettings"]["AllowedThemes"] = json!(["a"]);
    expected["PluginSettings"]["PluginStates"] = json!({"own": {"Enable": true}});
    expected["MessageExportSettings"]["GlobalRelaySettings"]["CustomerType"] = "A10".into();
    assert_eq!(wanted, expected);
}

#[test]
fn a_replacement_gives_missing_keys_their_defaults() {
    let mut config = with_secrets();
    config.team.site_name = "mine".to_owned();
    let new = replaced(&config, json!({"TeamSettings": {"MaxUsersPerTeam": 3}})).expect("the body fits");
    assert_eq!((new.team.site_name.as_str(), new.team.max_users_per_team), ("Mattermost", 3));
    assert_eq!(new.plugin.plugins, config.plugin.plugins, "what is not shown is not taken away");
}

#[test]
fn feature_flags_are_not_the_apis_to_change() {
    let body = json!({"FeatureFlags": {"MoveThreadsEnabled": false}});
    for put in [patched, replaced] {
        let new = put(&Config::default(), body.clone()).expect("the body fits");
        assert!(new.feature_flags.move_threads_enabled);
    }
}

#[test]
fn a_wrong_type_is_refused_by_name() {
    for (body, wanted) in [
        (json!({"TeamSettings": {"MaxUsersPerTeam": "x"}}), "TeamSettings.MaxUsersPerTeam: "),
        (json!({"TeamSettings": 5}), "invalid type: integer `5`, expected an object for TeamSettings"),
        (json!([]), "expected an object"),
        (Value::Null, "expected an object"),
    ] {
        let error = patched(&Config::default(), body.clone()).expect_err("it does not fit");
        assert!(error.to_string().starts_with(wanted), "{error}");
        assert!(replaced(&Config::default(), body).is_err());
    }
}

#[test]
fn a_difference_names_its_keys_and_which_need_a_restart() {
    let old = Config::default();
    let mut new = old.clone();
    new.team.site_name = "x".to_owned();
    new.service.listen_address = ":1".to_owned();
    new.sql.max_open_conns = 1;
    new.message_export.global_relay.customer_type = "A10".to_owned();
    new.plugin.plugin_states.clear();
    let changed = |path: &str, restart| ChangedKey { path: path.to_owned(), restart };
    assert_eq!(
        diff(&old, &new),
        [
            changed("ServiceSettings.ListenAddress", true),
            changed("TeamSettings.SiteName", false),
            changed("SqlSettings.MaxOpenConns", true),
            changed("MessageExportSettings.GlobalRelaySettings.CustomerType", false),
            changed("PluginSettings.PluginStates", false),
        ]
    );
    assert_eq!(diff(&old, &old.clone()), []);
}

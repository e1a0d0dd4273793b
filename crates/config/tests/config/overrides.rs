//! Overrides win, are never written, and say when they cannot be used.

use roost_config::{Config, ConfigError, ConfigStore, Overrides};
use serde_json::json;

use crate::store::{Folder, sources};

fn read(env: &[(&str, &str)]) -> Result<Overrides, Vec<roost_config::OverrideError>> {
    Overrides::from_env(env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

#[test]
fn overrides_win_and_the_file_keeps_its_own_value() {
    let folder =
        Folder::with(r#"{"TeamSettings":{"SiteName":"file","MaxUsersPerTeam":9},"SqlSettings":{"QueryTimeout":4}}"#);
    let env = [("MM_TEAMSETTINGS_SITENAME", "env"), ("MM_SqlSettings_QueryTimeout", "77")];
    let store = ConfigStore::open(folder.path(), sources(env)).expect("the file can be used");
    assert_eq!(store.current().team.site_name, "env");
    assert_eq!(store.current().sql.query_timeout, 77);

    let change = |current: &Config| -> Result<Config, ConfigError> {
        let mut new = current.clone();
        new.team.site_name = "api".to_owned();
        new.team.max_users_per_team = 10;
        Ok(new)
    };
    let saved = store.update_with(change).expect("the change can be used");
    assert_eq!(saved.new.team.site_name, "env", "an override is not changed through the API");
    assert_eq!(saved.new.team.max_users_per_team, 10);
    let text = folder.read();
    assert!(text.contains("\"SiteName\": \"file\""), "{text}");
    assert!(text.contains("\"QueryTimeout\": 4,"), "{text}");
    assert!(!text.contains("\"env\""));

    let plain = ConfigStore::open(folder.path(), sources([])).expect("the saved file can be used");
    assert_eq!(plain.current().team.site_name, "file");
    store.reload().expect("the saved file can be used");
    assert_eq!(store.current().team.site_name, "env");
}

#[test]
fn each_kind_of_value_can_be_set() {
    let env = [
        ("MM_SERVICESETTINGS_SITEURL", "https://chat.example.com/"),
        ("MM_SERVICESETTINGS_ENABLEDEVELOPER", "T"),
        ("MM_SERVICESETTINGS_POSTEDITTIMELIMIT", "-1"),
        ("MM_SQLSETTINGS_DATASOURCEREPLICAS", "postgres://a postgres://b"),
        ("MM_THEMESETTINGS_ALLOWEDTHEMES", r#"["one theme","two"]"#),
        ("MM_PLUGINSETTINGS_PLUGINSTATES", r#"{"playbooks":{"Enable":false}}"#),
        ("MM_LOGSETTINGS_ADVANCEDLOGGINGJSON", r#"{"c":{"Type":"console"}}"#),
        ("MM_MESSAGEEXPORTSETTINGS_GLOBALRELAYSETTINGS_CUSTOMERTYPE", "A10"),
        ("MM_FEATUREFLAGS_TESTFEATURE", "on"),
        ("MM_FEATUREFLAGS_MOVETHREADSENABLED", "false"),
        ("MM_EMAILSETTINGS_SMTPSERVER", ""),
        ("MM_EMAILSETTINGS_SMTPSERVERTIMEOUT", ""),
    ];
    let folder = Folder::new();
    let store = ConfigStore::open(folder.path(), sources(env)).expect("the environment can be used");
    let config = store.current();
    assert_eq!(config.service.site_url, "https://chat.example.com");
    assert!(config.service.enable_developer);
    assert_eq!(config.sql.data_source_replicas, ["postgres://a", "postgres://b"]);
    assert_eq!(config.theme.allowed_themes, ["one theme", "two"]);
    assert_eq!(config.plugin.plugin_states.len(), 1);
    assert_eq!(config.log.advanced_logging_json, json!({"c": {"Type": "console"}}));
    assert_eq!(config.message_export.global_relay.customer_type, "A10");
    assert_eq!(config.feature_flags.test_feature, "on");
    assert!(!config.feature_flags.move_threads_enabled);
    assert_eq!((config.email.smtp_server.as_str(), config.email.smtp_server_timeout), ("", 10));
    assert_eq!(
        store.overrides().environment(),
        json!({
            "ServiceSettings": {"SiteURL": true, "EnableDeveloper": true, "PostEditTimeLimit": true},
            "SqlSettings": {"DataSourceReplicas": true},
            "ThemeSettings": {"AllowedThemes": true},
            "PluginSettings": {"PluginStates": true},
            "LogSettings": {"AdvancedLoggingJSON": true},
            "MessageExportSettings": {"GlobalRelaySettings": {"CustomerType": true}},
            "FeatureFlags": {"TestFeature": true, "MoveThreadsEnabled": true},
            "EmailSettings": {"SMTPServer": true}
        })
    );
    assert!(store.overrides().covers("MessageExportSettings.GlobalRelaySettings.CustomerType"));
    assert!(!store.overrides().covers("EmailSettings.SMTPServerTimeout"));
    let text = folder.read();
    assert!(text.contains("\"SiteURL\": \"\"") && text.contains("\"AdvancedLoggingJSON\": {}"), "{text}");
}

#[test]
fn an_environment_without_overrides_shows_an_empty_tree() {
    assert_eq!(read(&[("PATH", "/bin"), ("MM_CONFIG", "x")]).expect("nothing to refuse").environment(), json!({}));
}

#[test]
fn values_that_do_not_fit_are_told_all_at_once() {
    let errors = read(&[
        ("MM_SERVICESETTINGS_ENABLEDEVELOPER", "maybe"),
        ("MM_SERVICESETTINGS_READTIMEOUT", "5s"),
        ("MM_PLUGINSETTINGS_PLUGINSTATES", r#"{"p":1}"#),
        ("MM_SQLSETTINGS_REPLICALAGSETTINGS", "[]"),
        ("MM_TEAMSETTINGS_SITENAME", "fine"),
    ])
    .expect_err("four values do not fit");
    let texts: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), 4, "{texts:?}");
    assert_eq!(texts[0], "MM_SERVICESETTINGS_READTIMEOUT (ServiceSettings.ReadTimeout): expected a whole number");
    assert!(
        texts[1].starts_with("MM_SERVICESETTINGS_ENABLEDEVELOPER (ServiceSettings.EnableDeveloper): "),
        "{texts:?}"
    );
    assert!(texts[2].starts_with("MM_SQLSETTINGS_REPLICALAGSETTINGS (SqlSettings.ReplicaLagSettings): "), "{texts:?}");
    assert!(texts[3].contains("PluginSettings.PluginStates.p"), "{texts:?}");
}

#[test]
fn misspelt_keys_of_a_section_are_told() {
    let overrides = read(&[
        ("MM_SERVICESETTINGS_SITURL", "x"),
        ("MM_CONFIG", "x"),
        ("MM_INSTALL_TYPE", "docker"),
        ("MM_TEAMSETTINGS_SITENAME", "x"),
    ])
    .expect("nothing to refuse");
    assert_eq!(overrides.unmatched(), ["MM_SERVICESETTINGS_SITURL"]);
}

#[test]
fn a_secret_from_the_environment_is_not_generated_into_the_file() {
    let key = "0123456789abcdef0123456789abcdef";
    let folder = Folder::with(r#"{"FileSettings":{"PublicLinkSalt":"0123456789abcdef0123456789abcdef"}}"#);
    let before = folder.read();
    let env = [("MM_SQLSETTINGS_ATRESTENCRYPTKEY", key)];
    let store = ConfigStore::open(folder.path(), sources(env)).expect("the file can be used");
    assert_eq!(store.current().sql.at_rest_encrypt_key, key);
    assert_eq!(folder.read(), before, "a file mounted read-only need not be written");
}

#[test]
fn an_override_is_validated_under_its_key() {
    let folder = Folder::new();
    let env = [("MM_TEAMSETTINGS_MAXUSERSPERTEAM", "0"), ("MM_FILESETTINGS_DIRECTORY", "")];
    let Err(error) = ConfigStore::open(folder.path(), sources(env)) else { panic!("it was accepted") };
    let text = error.to_string();
    assert!(text.contains("TeamSettings.MaxUsersPerTeam: "), "{text}");
    assert!(text.contains("FileSettings.Directory: "), "{text}");
    assert!(!folder.path().exists(), "nothing is written before everything can be used");
}

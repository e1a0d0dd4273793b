//! Each rule of validation: what breaks it, what id and key it answers with, and the nearest value that is fine.

mod content;
mod general;
mod sign_in;
mod storage;

use std::collections::BTreeSet;

use roost_config::{Config, Invalid, validate, validate_on_disk};
use serde_json::{Value, json};

use crate::golden::facts;
use crate::store::NOW_MS;

/// Ids of the original that no configuration of this server can answer with.
const UNREACHABLE: [&str; 8] = [
    // Batched e-mail works in a cluster here.
    "cluster_email_batching.app_error",
    // Reviewers are kept in the database; their rules are with the feature that reads them.
    "content_flagging.common_reviewers_not_set.app_error",
    "content_flagging.team_reviewers_not_set.app_error",
    // For values that are missing; here every key has one.
    "message_export.enable.app_error",
    "message_export.global_relay.config_missing.app_error",
    "report_a_problem_mail.missing.app_error",
    "report_a_problem_link.missing.app_error",
    // Filled in before validation: reviewers always hear of a report. Shown below on a map that was not filled in.
    "notification_settings.reviewer_flagged_notification_disabled",
];

struct Rule {
    id: &'static str,
    /// `Section.Key`, or a path of more names.
    key: &'static str,
    /// Other settings without which the rule is silent.
    given: Value,
    bad: Vec<Value>,
    fine: Vec<Value>,
}

fn rule(id: &'static str, key: &'static str, bad: Value, fine: Value) -> Rule {
    given(Value::Null, id, key, bad, fine)
}

fn given(given: Value, id: &'static str, key: &'static str, bad: Value, fine: Value) -> Rule {
    let list = |values: Value| values.as_array().expect("a list of values").clone();
    Rule { id, key, given, bad: list(bad), fine: list(fine) }
}

fn tree(path: &str, value: &Value) -> Value {
    path.rsplit('.').fold(value.clone(), |below, name| json!({ (name): below }))
}

fn errors(rule: &Rule, value: &Value) -> Vec<Invalid> {
    let mut config = Config::default();
    config.merge_json(&rule.given).expect("the settings fit");
    config.merge_json(&tree(rule.key, value)).unwrap_or_else(|error| panic!("{}: {error}", rule.id));
    validate(&config, NOW_MS)
}

fn rules() -> Vec<Rule> {
    [general::rules(), storage::rules(), sign_in::rules(), content::rules()].into_iter().flatten().collect()
}

#[test]
fn each_rule_refuses_its_own_mistake_and_nothing_else() {
    for rule in rules() {
        for bad in &rule.bad {
            let found: Vec<_> = errors(&rule, bad).iter().map(|error| (error.id, error.key)).collect();
            let id = format!("model.config.is_valid.{}", rule.id);
            assert_eq!(found, [(id.as_str(), rule.key)], "{bad}");
        }
        for fine in &rule.fine {
            assert_eq!(errors(&rule, fine), [], "{} = {fine}", rule.key);
        }
    }
}

#[test]
fn every_known_id_has_a_rule_and_every_rule_a_known_id() {
    let known: BTreeSet<String> = facts("api/error-ids.json")
        .as_object()
        .expect("ids by name")
        .iter()
        .filter_map(|(id, statuses)| {
            let rest = id.strip_prefix("model.config.is_valid.")?;
            let statuses = statuses.as_array().expect("a list of statuses");
            assert!(statuses.contains(&json!(400)), "{id}");
            Some(rest.to_owned())
        })
        .collect();
    let broken = |rule: &Rule| (!rule.bad.is_empty()).then(|| rule.id.to_owned());
    let ours: BTreeSet<String> = rules().iter().filter_map(broken).chain(UNREACHABLE.map(str::to_owned)).collect();
    assert_eq!(known.symmetric_difference(&ours).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn defaults_and_the_recorded_settings_can_be_used() {
    assert_eq!(validate(&Config::default(), NOW_MS), []);
    let config = roost_config::patched(&Config::default(), facts("golden/settings.json")).expect("the settings fit");
    assert_eq!(validate(&config, NOW_MS), []);
}

#[test]
fn all_errors_come_in_one_pass_in_the_order_of_the_original() {
    let mut config = Config::default();
    config.service.site_url = "nope".to_owned();
    config.password.minimum_length = 3;
    config.file.driver_name = "zzz".to_owned();
    let texts: Vec<_> = validate(&config, NOW_MS).iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "FileSettings.DriverName: must be local or amazons3",
            "PasswordSettings.MinimumLength: must be between 5 and 72",
            "ServiceSettings.SiteURL: must be an address that starts with http:// or https://",
        ]
    );
}

#[test]
fn files_that_are_named_must_be_there() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let inside = |name: &str| folder.path().join(name).display().to_string();
    let mut config = Config::default();
    config.service.connection_security = "TLS".to_owned();
    config.service.tls_cert_file = inside("cert.pem");
    config.service.tls_key_file = inside("key.pem");
    config.service.enable_local_mode = true;
    config.service.local_mode_socket_location = inside("no/such/folder.socket");
    config.experimental_audit.file_enabled = true;
    config.experimental_audit.file_name = folder.path().display().to_string();
    let ids = |config: &Config| {
        let found = validate_on_disk(config);
        found.iter().map(|error| error.id.trim_start_matches("model.config.is_valid.")).collect::<Vec<_>>()
    };
    assert_eq!(
        ids(&config),
        [
            "tls_cert_file_missing.app_error",
            "tls_key_file_missing.app_error",
            "local_mode_socket.app_error",
            "experimental_audit_settings.file_name_is_directory"
        ]
    );
    for name in ["cert.pem", "key.pem"] {
        std::fs::write(inside(name), "x").expect("the file can be written");
    }
    config.service.local_mode_socket_location = inside("local.socket");
    config.experimental_audit.file_name = inside("audit.log");
    assert_eq!(ids(&config), Vec::<&str>::new());
}

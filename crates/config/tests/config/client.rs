//! What clients are told equals the recordings, key for key.

use std::collections::BTreeMap;

use roost_config::{ClientContext, Config, LicenseContext, client_config, client_license, patched};
use serde_json::{Value, json};

use crate::golden::{differences, facts, recorded_settings, reply};

/// The form of such a key: DER of a point on P-256, in base64.
const PUBLIC_KEY: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaGVsbG8==";

fn context(no_accounts: bool) -> ClientContext {
    ClientContext {
        version: "11.6.0".to_owned(),
        build_number: "11.6.0".to_owned(),
        build_date: "a date".to_owned(),
        build_hash: "a hash".to_owned(),
        build_hash_enterprise: "another hash".to_owned(),
        service_environment: "production".to_owned(),
        is_fips: false,
        diagnostic_id: "an id".to_owned(),
        asymmetric_signing_public_key: PUBLIC_KEY.to_owned(),
        installation_date_ms: Some(1_767_225_600_000),
        schema_version: 159,
        max_post_size: 16383,
        no_accounts,
    }
}

/// The recorded map with the values of this installation in the places of the template.
fn recorded(file: &str, block: &str, own: &[(&str, &str)]) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().expect("all values are texts").to_owned();
    facts(file)
        .get(block)
        .and_then(Value::as_object)
        .expect("the block is recorded")
        .iter()
        .map(|(key, value)| {
            let value = own
                .iter()
                .find(|(name, _)| text(value) == format!("{{{{{name}}}}}"))
                .map_or(text(value), |own| own.1.to_owned());
            (key.clone(), value)
        })
        .collect()
}

const OWN: [(&str, &str); 7] = [
    ("AsymmetricSigningPublicKey", PUBLIC_KEY),
    ("BuildDate", "a date"),
    ("BuildHash", "a hash"),
    ("BuildHashEnterprise", "another hash"),
    ("DiagnosticId", "an id"),
    ("TelemetryId", "an id"),
    ("InstallationDate", "1767225600000"),
];

#[test]
fn defaults_are_told_as_recorded() {
    let file = "golden/config-client-full.json";
    let config = Config::default();
    assert_eq!(client_config(&config, &context(true), false), recorded(file, "anonymous", &OWN));
    assert_eq!(client_config(&config, &context(false), true), recorded(file, "authenticated", &OWN));
}

/// The recorded server with the settings it was recorded under.
#[test]
fn changed_settings_are_told_as_recorded() {
    let config = patched(&Config::default(), recorded_settings()).expect("the settings fit");
    for (area, step, authenticated) in [
        ("sweep-config", "GET /config/client: no session", false),
        ("sweep-config", "GET /config/client: plain user, unknown ids", true),
        ("sweep-config", "GET /config/client: admin, unknown ids", true),
        ("system", "client config anonymous", false),
    ] {
        let told = client_config(&config, &context(false), authenticated);
        let told = serde_json::to_value(told).expect("texts are JSON");
        assert_eq!(differences(&reply(area, step), &told), Vec::<String>::new(), "{step}");
    }
}

/// Each boolean, number and text key that has a setting follows it: nothing is told from a table of constants.
#[test]
fn every_value_but_the_facts_follows_a_setting() {
    let fixed = [
        "AsymmetricSigningPublicKey",
        "BuildDate",
        "BuildEnterpriseReady",
        "BuildHash",
        "BuildHashEnterprise",
        "BuildNumber",
        "DiagnosticId",
        "ExperimentalEnablePostMetadata",
        "ExperimentalTimezone",
        "InstallationDate",
        "IsFipsEnabled",
        "MaxPostSize",
        "NoAccounts",
        "PostAcknowledgements",
        "SchemaVersion",
        "ServiceEnvironment",
        "TelemetryId",
        "UpgradedFromTE",
        "Version",
    ];
    let before = client_config(&Config::default(), &context(false), true);
    let mut followed: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
    for described in roost_config::describe() {
        let mut changes = vec![match &described.default {
            Value::Bool(on) => json!(!on),
            Value::Number(number) => json!(number.as_i64().expect("numbers are whole") + 3),
            Value::String(_) => json!("something else"),
            Value::Array(_) => json!(["something", "else"]),
            _ => json!({"com.mattermost.apps": {"Enable": true}}),
        }];
        if described.path == "MetricsSettings.EnableClientMetrics" {
            changes.push(json!(true));
        }
        let names: Vec<&str> = described.path.split('.').collect();
        for change in changes {
            let tree = names.iter().rev().fold(change, |below, name| json!({ (*name): below }));
            let mut config = Config::default();
            if config.merge_json(&tree).is_err() {
                continue;
            }
            let after = client_config(&config, &context(false), true);
            followed.extend(
                before.iter().filter(|(key, value)| after.get(*key) != Some(value)).map(|(key, _)| key.clone()),
            );
        }
    }
    let constant: Vec<&str> = before.keys().map(String::as_str).filter(|key| !followed.contains(*key)).collect();
    // These hang on two switches of which the other one is off by default, so that a single change cannot show them.
    let two_switches = ["EnableClientMetrics", "ExperimentalRemoteClusterService"];
    let unexplained: Vec<_> =
        constant.iter().filter(|key| !fixed.contains(key) && !two_switches.contains(key)).collect();
    assert_eq!(unexplained, Vec::<&&str>::new());

    let mut both = Config::default();
    both.metrics.enable = true;
    both.connected_workspaces.enable_remote_cluster_service = true;
    let told = client_config(&both, &context(false), true);
    for key in two_switches {
        assert_eq!(told[key], "true", "{key}");
    }
}

#[test]
fn hours_of_retention_win_over_days() {
    let mut config = Config::default();
    config.data_retention.message_retention_hours = 12;
    config.data_retention.file_retention_days = 2;
    let told = client_config(&config, &context(false), true);
    assert_eq!(told["DataRetentionMessageRetentionHours"], "12");
    assert_eq!(told["DataRetentionFileRetentionHours"], "48");
}

#[test]
fn managed_apps_are_told_where_to_sign_in() {
    let mut config = Config::default();
    config.intune.enable = true;
    config.intune.client_id = "1234".to_owned();
    config.intune.auth_service = "saml".to_owned();
    let told = client_config(&config, &context(false), false);
    assert_eq!(told["IntuneScope"], "api://1234/login.mattermost");
    assert_eq!(told["IntuneAuthService"], "saml");
}

#[test]
fn the_licence_is_told_as_recorded() {
    let file = "golden/license-client-full.json";
    let context = LicenseContext {
        id: "abcdefghijklmnopqrstuvwxyz".to_owned(),
        company: "a company".to_owned(),
        name: "a name".to_owned(),
        email: "someone@example.com".to_owned(),
        sku_name: "Roost".to_owned(),
        starts_at_ms: 1_767_225_600_000,
    };
    let own = [
        ("Company", "a company"),
        ("Users", "2147483647"),
        ("Email", "someone@example.com"),
        ("Id", "abcdefghijklmnopqrstuvwxyz"),
        ("Name", "a name"),
        ("SkuName", "Roost"),
        ("IssuedAt", "1767225600000"),
        ("StartsAt", "1767225600000"),
        ("ExpiresAt", "253402300799000"),
    ];
    assert_eq!(client_license(&context, false), recorded(file, "anonymous", &own));
    assert_eq!(client_license(&context, true), recorded(file, "authenticated", &own));
    for step in ["client licence", "client licence user"] {
        let told = serde_json::to_value(client_license(&context, false)).expect("texts are JSON");
        assert_eq!(differences(&reply("system", step), &told), Vec::<String>::new(), "{step}");
    }
}

//! The defaults are 11.6's, and so is the order of the file.

use roost_config::{Config, ConfigStore, Kind, Secret, describe};
use serde_json::Value;

use crate::golden::{differences, facts};
use crate::store::{Folder, sources};

#[test]
fn a_fresh_file_equals_the_recorded_one() {
    let folder = Folder::new();
    ConfigStore::open(folder.path(), sources([])).expect("defaults can be used");
    let written: Value = serde_json::from_str(&folder.read()).expect("the file is JSON");
    let mut recorded = facts("golden/config-default.json");
    for pointer in ["/SqlSettings/AtRestEncryptKey", "/FileSettings/PublicLinkSalt", "/ElasticsearchSettings/Password"]
    {
        let secret = recorded.pointer_mut(pointer).expect("the recording has the secret");
        assert_eq!(*secret, "{{secret}}");
        *secret = "{{nonempty}}".into();
    }
    assert_eq!(differences(&recorded, &written), Vec::<String>::new());
}

#[test]
fn generated_secrets_differ_and_are_long_enough() {
    let folder = Folder::new();
    let store = ConfigStore::open(folder.path(), sources([])).expect("defaults can be used");
    let (key, salt) = (&store.current().sql.at_rest_encrypt_key, &store.current().file.public_link_salt);
    assert_ne!(key, salt);
    for secret in [key, salt] {
        assert_eq!(secret.len(), 32);
        assert!(secret.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
    }
}

/// `PUT /config/patch` answers in the order of the original's file; feature flags are not in the file.
#[test]
fn sections_and_keys_stand_in_the_order_of_the_original() {
    let text = facts_text();
    let start = text.find("\"PUT /config/patch: admin, unknown ids\"").expect("the step is recorded");
    let recorded = text.get(start..).expect("a position found in the text");
    let mut place = recorded.find("\"ServiceSettings\"").expect("the reply begins with it");
    for description in describe() {
        let section = description.path.split('.').next().expect("a path has a first name").to_owned();
        let name = description.path.rsplit('.').next().expect("a path has a last name").to_owned();
        let section_at = recorded.find(&format!("\"{section}\":")).expect("each section is recorded");
        place = place.max(section_at);
        let next = recorded.get(place..).and_then(|rest| rest.find(&format!("\"{name}\":")));
        place += next.unwrap_or_else(|| panic!("{} is out of order", description.path));
    }
}

fn facts_text() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../facts/golden/http/sweep-config.json");
    std::fs::read_to_string(path).expect("the recording is there")
}

#[test]
fn feature_flags_are_the_recorded_ones_with_every_feature_on() {
    let recorded = facts("golden/feature-flags-full.json");
    assert_eq!(Config::default().to_json().get("FeatureFlags"), recorded.get("flags"));
}

#[test]
fn each_key_is_described_once_with_its_default() {
    let described = describe();
    let defaults = Config::default().to_json();
    for entry in described {
        let pointer = format!("/{}", entry.path.replace('.', "/"));
        assert_eq!(defaults.pointer(&pointer), Some(&entry.default), "{}", entry.path);
    }
    let paths: std::collections::BTreeSet<_> = described.iter().map(|entry| &entry.path).collect();
    assert_eq!(paths.len(), described.len());
    let one = described.iter().find(|entry| entry.path == "SqlSettings.DataSourceReplicas").expect("it is a key");
    assert_eq!((one.kind, one.restart, one.secret), (Kind::TextList, true, Secret::Always));
}

#[test]
fn debug_output_hides_secrets() {
    let mut config = Config::default();
    config.ldap.bind_password = "open sesame".to_owned();
    config.sql.data_source = "postgres://u:open sesame@h/d".to_owned();
    config.plugin.plugins.entry("p".to_owned()).or_default().insert("token".to_owned(), "open sesame".into());
    let shown = format!("{config:?}");
    assert!(shown.contains("\"SiteName\": \"Mattermost\"") || shown.contains("SiteName: \"Mattermost\""), "{shown}");
    assert!(!shown.contains("open sesame"));
}

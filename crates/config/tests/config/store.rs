//! What is in force, across files, overrides and changes.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use roost_config::{Config, ConfigError, ConfigStore, Overrides, Sources};

/// A folder of its own with the place of a file in it.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    pub fn with(text: &str) -> Self {
        let folder = Self::new();
        folder.write(text);
        folder
    }

    pub fn path(&self) -> PathBuf {
        self.0.path().join("config.json")
    }

    pub fn write(&self, text: &str) {
        fs::write(self.path(), text).expect("the file can be written");
    }

    pub fn read(&self) -> String {
        fs::read_to_string(self.path()).expect("the file is there")
    }
}

/// The present in tests: 2026-01-01.
pub const NOW_MS: i64 = 1_767_225_600_000;

/// An environment, and chance that counts.
pub fn sources<const N: usize>(env: [(&str, &str); N]) -> Sources {
    let env = env.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut state = 1_u32;
    Sources {
        overrides: Overrides::from_env(env).expect("the environment can be used"),
        entropy: Box::new(move |buffer| {
            buffer.fill_with(|| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_be_bytes()[0]
            });
        }),
        now_ms: Box::new(|| NOW_MS),
    }
}

fn site_name(name: &str) -> impl FnOnce(&Config) -> Result<Config, ConfigError> {
    let name = name.to_owned();
    move |current| {
        let mut new = current.clone();
        new.team.site_name = name;
        Ok(new)
    }
}

#[test]
fn a_change_is_written_and_in_force_at_once() {
    let folder = Folder::new();
    let store = ConfigStore::open(folder.path(), sources([])).expect("defaults can be used");
    let (before, hash) = (store.current(), store.hash());
    let saved = store.update_with(site_name("Roost")).expect("the change can be used");
    assert!(Arc::ptr_eq(&saved.old, &before));
    assert!(Arc::ptr_eq(&saved.new, &store.current()));
    assert_eq!(store.current().team.site_name, "Roost");
    assert_ne!(store.hash(), hash);
    let again = ConfigStore::open(folder.path(), sources([])).expect("the saved file can be used");
    assert_eq!(*again.current(), *store.current());
    assert_eq!(again.hash(), store.hash());
}

#[test]
fn the_hash_has_32_digits_and_ignores_the_order_of_keys() {
    let one = Folder::with(r#"{"TeamSettings":{"SiteName":"A","MaxUsersPerTeam":7}}"#);
    let two = Folder::with(r#"{"TeamSettings":{"MaxUsersPerTeam":7,"SiteName":"A"}}"#);
    let open = |folder: &Folder| ConfigStore::open(folder.path(), sources([])).expect("the file can be used").hash();
    assert_eq!(open(&one), open(&two));
    assert_eq!(open(&one).len(), 32);
    assert!(open(&one).bytes().all(|byte| byte.is_ascii_hexdigit()));
}

#[test]
fn a_refused_change_leaves_file_and_configuration_alone() {
    let folder = Folder::new();
    let store = ConfigStore::open(folder.path(), sources([])).expect("defaults can be used");
    let (before, text) = (store.current(), folder.read());
    let mut bad = Config::clone(&before);
    bad.team.max_users_per_team = 0;
    bad.password.minimum_length = 3;
    let Err(ConfigError::Invalid(errors)) = store.update(bad) else { panic!("it was accepted") };
    let ids: Vec<_> = errors.iter().map(|error| error.id).collect();
    assert_eq!(ids, ["model.config.is_valid.max_users.app_error", "model.config.is_valid.password_length.app_error"]);
    assert!(Arc::ptr_eq(&before, &store.current()));
    assert_eq!(folder.read(), text);
}

#[test]
fn a_change_on_disk_is_noticed_once_and_taken_over_by_reload() {
    let folder = Folder::new();
    let store = ConfigStore::open(folder.path(), sources([])).expect("defaults can be used");
    assert!(!store.file_changed());
    folder.write(&folder.read().replace("\"SiteName\": \"Mattermost\"", "\"SiteName\": \"Elsewhere\""));
    assert!(store.file_changed());
    assert!(!store.file_changed());
    store.reload().expect("the changed file can be used");
    assert_eq!(store.current().team.site_name, "Elsewhere");
    assert!(!store.file_changed());
    store.update_with(site_name("Here")).expect("the change can be used");
    assert!(!store.file_changed(), "its own write is no news");
}

#[test]
fn a_broken_file_is_told_with_its_place_and_changes_nothing() {
    let folder = Folder::new();
    let store = ConfigStore::open(folder.path(), sources([])).expect("defaults can be used");
    let before = store.current();
    folder.write("{\n  \"TeamSettings\": {\n    \"SiteName\": \"x\",\n  }\n}\n");
    assert!(store.file_changed());
    let error = store.reload().expect_err("a stray comma");
    let ConfigError::Malformed { line, column, .. } = &error else { panic!("{error}") };
    assert_eq!((*line, *column), (4, 3));
    assert!(error.to_string().starts_with(&format!("{}:4:3: ", folder.path().display())), "{error}");
    assert!(Arc::ptr_eq(&before, &store.current()));
    assert!(!store.file_changed(), "a broken file is reported once");
}

#[test]
fn a_reload_without_a_file_is_an_error() {
    let folder = Folder::new();
    let store = ConfigStore::open(folder.path(), sources([])).expect("defaults can be used");
    fs::remove_file(folder.path()).expect("the file is there");
    assert!(!store.file_changed());
    assert!(matches!(store.reload(), Err(ConfigError::Read { .. })));
    assert!(!folder.path().exists());
}

#[test]
fn changes_at_the_same_time_do_not_undo_each_other() {
    let folder = Folder::new();
    let store = ConfigStore::open(folder.path(), sources([])).expect("defaults can be used");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..10 {
                    let change = |current: &Config| -> Result<Config, ConfigError> {
                        let mut new = current.clone();
                        new.team.max_users_per_team += 1;
                        Ok(new)
                    };
                    store.update_with(change).expect("the change can be used");
                }
            });
        }
    });
    assert_eq!(store.current().team.max_users_per_team, 50 + 80);
    let saved = ConfigStore::open(folder.path(), sources([])).expect("the saved file can be used");
    assert_eq!(saved.current().team.max_users_per_team, 130);
}

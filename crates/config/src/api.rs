//! The configuration as the REST API shows it and takes it back.

use serde_json::{Map, Value};

use crate::config::Config;
use crate::error::TypeError;
use crate::inherit::inherit;
use crate::schema::{self, Key, Kind, Secret};
use crate::setting::Setting as _;

/// Stands in for a secret: 32 asterisks.
pub const MASK: &str = "********************************";

/// All settings with secrets masked. Plugin settings are left out: which of them are secret only the plugin knows.
pub fn sanitized(config: &Config) -> Value {
    let mut shown = config.to_json();
    mask(Config::KEYS, &mut shown);
    shown
}

fn mask(keys: &[Key], value: &mut Value) {
    for key in keys {
        let Some(value) = value.get_mut(key.name) else { continue };
        match (key.kind, value) {
            (Kind::Section(inner), value) => mask(inner, value),
            (Kind::SectionList(inner), Value::Array(items)) => items.iter_mut().for_each(|item| mask(inner, item)),
            (_, value) if key.secret != Secret::No => mask_value(key.secret, value),
            _ => {}
        }
    }
}

fn mask_value(secret: Secret, value: &mut Value) {
    match value {
        Value::String(text) if secret == Secret::Always || !text.is_empty() => MASK.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| *item = MASK.into()),
        Value::Object(entries) => entries.clear(),
        _ => {}
    }
}

/// Gives masked values of `new` the secrets of `old`. In lists a mask stands for the secret at its place, as long as
/// the list is as long as before; a mask with nothing behind it stays and is refused by validation.
pub fn desanitize(mut new: Value, old: &Config) -> Value {
    unmask(Config::KEYS, &mut new, &old.to_json());
    new
}

fn unmask(keys: &[Key], new: &mut Value, old: &Value) {
    for key in keys {
        let (Some(new), Some(old)) = (new.get_mut(key.name), old.get(key.name)) else { continue };
        match (key.kind, new, old) {
            (Kind::Section(inner), new, old) => unmask(inner, new, old),
            (Kind::SectionList(inner), Value::Array(new), Value::Array(old)) if new.len() == old.len() => {
                new.iter_mut().zip(old).for_each(|(new, old)| unmask(inner, new, old));
            }
            (_, new, old) if key.secret != Secret::No => unmask_value(new, old),
            _ => {}
        }
    }
}

fn unmask_value(new: &mut Value, old: &Value) {
    match (new, old) {
        (new @ Value::String(_), old) if *new == MASK => *new = old.clone(),
        (Value::Array(new), Value::Array(old)) if new.len() == old.len() => {
            new.iter_mut().zip(old).for_each(|(new, old)| unmask_value(new, old));
        }
        (Value::Object(new), Value::Object(old)) => {
            for (name, old) in old {
                match new.get_mut(name) {
                    Some(new) => unmask_value(new, old),
                    None => drop(new.insert(name.clone(), old.clone())),
                }
            }
        }
        _ => {}
    }
}

/// `base` with what `patch` says. Sections are merged key by key; lists and maps are replaced; `null` and keys nobody
/// knows say nothing, and neither does an empty map of plugin settings.
pub fn patch(mut base: Value, patch: Value) -> Value {
    merge(Config::KEYS, &mut base, patch);
    base
}

fn merge(keys: &[Key], base: &mut Value, patch: Value) {
    let (base, patch) = match (base, patch) {
        (Value::Object(base), Value::Object(patch)) => (base, patch),
        // Not an object where one belongs: kept, so that decoding refuses it by name.
        (base, patch) => return *base = patch,
    };
    for (name, value) in patch {
        let Some(key) = keys.iter().find(|key| key.name == name) else { continue };
        match (key.kind, &value) {
            (_, Value::Null) => {}
            (Kind::Map, Value::Object(entries)) if entries.is_empty() && key.secret != Secret::No => {}
            (Kind::Section(inner), _) => merge(inner, base.entry(name).or_insert(Value::Null), value),
            _ => drop(base.insert(name, value)),
        }
    }
}

/// The configuration that `PUT /config/patch` with this body asks for.
///
/// # Errors
/// When the body is no object or a value is of the wrong type.
pub fn patched(old: &Config, body: Value) -> Result<Config, TypeError> {
    let body = object(body)?;
    let wanted = desanitize(patch(old.to_json(), body), old);
    decode(&wanted, &wanted, old)
}

/// The configuration that `PUT /config` with this body asks for: keys the body does not have get their defaults,
/// plugin settings excepted, as they are not shown.
///
/// # Errors
/// When the body is no object or a value is of the wrong type.
pub fn replaced(old: &Config, body: Value) -> Result<Config, TypeError> {
    let body = object(body)?;
    let wanted = desanitize(patch(Config::default().to_json(), body.clone()), old);
    decode(&wanted, &body, old)
}

fn object(body: Value) -> Result<Value, TypeError> {
    if body.is_object() { Ok(body) } else { Err(TypeError("expected an object".to_owned())) }
}

/// `named` is what the keys were named by. Unknown keys and feature flags are not the API's to change: they come from
/// `old`.
fn decode(wanted: &Value, named: &Value, old: &Config) -> Result<Config, TypeError> {
    let mut new = Config::default();
    new.merge_json(wanted)?;
    inherit(&mut new, |section, key| schema::at(named, &[section, key]).is_some_and(|value| !value.is_null()));
    new.adopt_unknown(old);
    new.feature_flags = old.feature_flags.clone();
    new.complete();
    Ok(new)
}

/// What is left of shown settings without masked values (`remove_masked`).
pub fn without_masked(mut shown: Value) -> Value {
    remove_masked(&mut shown);
    remove_empty(&mut shown);
    shown
}

fn remove_masked(value: &mut Value) {
    if let Value::Object(entries) = value {
        entries.retain(|_, entry| *entry != MASK);
        entries.values_mut().for_each(remove_masked);
    }
}

/// What is left of shown settings without defaults (`remove_defaults`). Masked values stay: nobody is told whether a
/// secret is the default one.
pub fn without_defaults(mut shown: Value) -> Value {
    remove_equal(&mut shown, &blank().to_json());
    remove_empty(&mut shown);
    shown
}

fn remove_equal(shown: &mut Value, default: &Value) {
    let (Value::Object(shown), Value::Object(default)) = (shown, default) else { return };
    shown.retain(|name, value| default.get(name) != Some(value));
    for (name, value) in shown {
        if let Some(default) = default.get(name) {
            remove_equal(value, default);
        }
    }
}

fn remove_empty(value: &mut Value) {
    let Value::Object(entries) = value else { return };
    entries.values_mut().for_each(remove_empty);
    entries.retain(|_, entry| match entry {
        Value::Null => false,
        Value::Object(inner) => !Map::is_empty(inner),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    });
}

/// What the original takes for default here: not what a fresh file holds, but what it would choose without any file.
fn blank() -> Config {
    let mut config = Config::default();
    let (service, email) = (&mut config.service, &mut config.email);
    service.enable_email_invitations = false;
    service.enable_latex = false;
    service.enable_svgs = false;
    service.extend_session_length_with_activity = true;
    service.terminate_sessions_on_password_change = true;
    service.session_length_web_in_days = 30;
    service.session_length_web_in_hours = 720;
    service.session_length_mobile_in_days = 30;
    service.session_length_mobile_in_hours = 720;
    email.send_push_notifications = true;
    "https://push-test.mattermost.com".clone_into(&mut email.push_notification_server);
    config
}

//! Targets of `AdvancedLoggingJSON`, as the original reads them: keys in any case, levels one by one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roost_telemetry::log::{Address, Form, Levels, Place, Tls, Wanted, host};
use serde_json::Value;
use tracing::Level;

use super::{FILE_BYTES_MAX, OLD_FILES_MAX};

/// Lines that wait for a target, if it does not say.
const WAITING_MAX: usize = 1_000;

/// A queue that somebody asks for is not longer.
const WAITING_MOST: usize = 1_000_000;

/// In the place of a target's own `cert`.
const DEFAULT_CERTIFICATE: &str = "LOGR_DEFAULT_CERT";

/// What senders of syslog are called that have no `tag`.
const TAG: &str = "roost";

/// Makes a target: `type` (`console`, `file`, `tcp`, `syslog`), its `options`, `format` (`json`, `plain`, `gelf`), `levels` and
/// `maxqueuesize`. Says what cannot be used about it.
pub fn wanted(name: &str, target: &Value) -> Result<Wanted, String> {
    let form = form(target)?;
    let waiting_max = number(target, "maxqueuesize").filter(|size| *size > 0);
    Ok(Wanted {
        name: name.to_owned(),
        place: place(target)?,
        form,
        levels: levels(target),
        waiting_max: waiting_max.unwrap_or(WAITING_MAX).min(WAITING_MOST),
    })
}

fn place(target: &Value) -> Result<Place, String> {
    let options = get(target, "options");
    let some = |name: &str, otherwise: usize| number(options, name).filter(|n| *n > 0).unwrap_or(otherwise);
    match text(target, "type").to_ascii_lowercase().as_str() {
        "console" => match text(options, "out") {
            "" | "stdout" => Ok(Place::Stdout),
            "stderr" => Ok(Place::Stderr),
            other => Err(format!("`out` is {other}, not stdout or stderr")),
        },
        "file" => match text(options, "filename") {
            "" => Err("`filename` is missing".to_owned()),
            path => Ok(Place::File {
                path: path.into(),
                bytes_max: some("max_size", FILE_BYTES_MAX / 1024 / 1024).saturating_mul(1024 * 1024),
                old_max: some("max_backups", OLD_FILES_MAX),
            }),
        },
        "tcp" => Ok(Place::Tcp(address(options)?)),
        "syslog" => {
            let tag = Some(text(options, "tag")).filter(|tag| !tag.is_empty()).unwrap_or(TAG);
            Ok(Place::Syslog(address(options)?, tag.to_owned()))
        }
        other => Err(format!("nothing writes to the type `{other}`")),
    }
}

/// `ip` is the old name of `host`.
fn address(options: &Value) -> Result<Address, String> {
    let host = [text(options, "host"), text(options, "ip")].into_iter().find(|host| !host.is_empty());
    let host = host.ok_or("`host` is missing")?.to_owned();
    let port = number(options, "port").and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0);
    let port = port.ok_or("`port` is missing or none")?;
    let is_set = |name| get(options, name) == &Value::Bool(true);
    let tls = is_set("tls").then(|| tls(text(options, "cert"), is_set("insecure"))).transpose()?;
    Ok(Address { host, port, tls })
}

/// `certificate`: a file, or its content in base64.
fn tls(certificate: &str, insecure: bool) -> Result<Tls, String> {
    let default = std::env::var(DEFAULT_CERTIFICATE).unwrap_or_default();
    let certificate = if certificate.is_empty() { default.as_str() } else { certificate };
    if certificate.is_empty() {
        return Ok(Tls { authorities: Vec::new(), insecure });
    }
    let read = std::fs::read(certificate).ok().or_else(|| STANDARD.decode(certificate).ok());
    let authorities = read.filter(|read| !read.is_empty()).ok_or("`cert` cannot be read, nor is it base64")?;
    Ok(Tls { authorities, insecure })
}

fn form(target: &Value) -> Result<Form, String> {
    let options = get(target, "format_options");
    match text(target, "format").to_ascii_lowercase().as_str() {
        "json" => Ok(Form::Json),
        "plain" | "" if get(options, "enable_color") == &Value::Bool(true) => Ok(Form::Colours),
        "plain" | "" => Ok(Form::Text),
        "gelf" => Ok(Form::Gelf(match text(options, "hostname") {
            "" => host(),
            name => name.to_owned(),
        })),
        other => Err(format!("nothing writes the format `{other}`")),
    }
}

/// Each level is named on its own, by its number or else its name. Nothing here is worse than an error, or on a level that
/// somebody made up, so these bring no lines.
fn levels(target: &Value) -> Levels {
    let named = get(target, "levels").as_array().into_iter().flatten();
    let known = named.filter_map(|level| match get(level, "id").as_i64() {
        Some(id) => [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE]
            .get(usize::try_from(id.checked_sub(2)?).ok()?)
            .copied(),
        None => match text(level, "name").to_ascii_lowercase().as_str() {
            "error" => Some(Level::ERROR),
            "warn" => Some(Level::WARN),
            "info" => Some(Level::INFO),
            "debug" => Some(Level::DEBUG),
            "trace" => Some(Level::TRACE),
            _ => None,
        },
    });
    known.collect()
}

fn get<'a>(object: &'a Value, name: &str) -> &'a Value {
    let mut fields = object.as_object().into_iter().flatten();
    fields.find(|(key, _)| key.eq_ignore_ascii_case(name)).map_or(&Value::Null, |(_, value)| value)
}

fn text<'a>(object: &'a Value, name: &str) -> &'a str {
    get(object, name).as_str().unwrap_or_default()
}

fn number(object: &Value, name: &str) -> Option<usize> {
    get(object, name).as_u64().and_then(|n| usize::try_from(n).ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn made(target: &Value) -> Wanted {
        wanted("t", target).unwrap()
    }

    #[test]
    fn each_level_is_named_on_its_own() {
        let of = |levels: &Value| made(&json!({ "type": "console", "levels": levels })).levels;
        let few = json!([{ "id": 4, "name": "info" }, { "Id": 2, "Name": "error", "Stacktrace": true }]);
        assert_eq!(of(&few), Levels::from_iter([Level::INFO, Level::ERROR]));
        assert_eq!(of(&json!([{ "name": "Warn" }])), Levels::from_iter([Level::WARN]));
        assert_eq!(of(&json!([{ "id": 5, "name": "error" }])), Levels::from_iter([Level::DEBUG]), "the number decides");
        let none = json!([{ "id": 0, "name": "panic" }, { "id": 1, "name": "fatal" }, { "id": 130, "name": "RemoteClusterServiceDebug" }, { "name": "loud" }]);
        assert_eq!(of(&none), Levels::default());
    }

    #[test]
    fn places_are_read_with_what_they_need() {
        let place = |kind: &str, options: Value| wanted("t", &json!({ "Type": kind, "Options": options }));
        let far = Address { host: "h".to_owned(), port: 514, tls: None };
        assert_eq!(place("tcp", json!({ "host": "h", "port": 514 })).unwrap().place, Place::Tcp(far.clone()));
        let tagged = Place::Syslog(far.clone(), "chat".to_owned());
        assert_eq!(place("SYSLOG", json!({ "IP": "h", "Port": 514, "Tag": "chat" })).unwrap().place, tagged);
        let insecure = Some(Tls { authorities: Vec::new(), insecure: true });
        let options = json!({ "host": "h", "port": 514, "tls": true, "insecure": true });
        assert_eq!(
            place("syslog", options).unwrap().place,
            Place::Syslog(Address { tls: insecure, ..far }, TAG.to_owned())
        );
        assert_eq!(place("console", json!({})).unwrap().place, Place::Stdout);
        assert_eq!(place("console", json!({ "out": "stderr" })).unwrap().place, Place::Stderr);
        for (kind, options) in [
            ("tcp", json!({ "host": "h" })),
            ("tcp", json!({ "port": 1 })),
            ("tcp", json!({ "host": "h", "port": 65_536 })),
            ("syslog", json!({})),
            ("tcp", json!({ "host": "h", "port": 1, "tls": true, "cert": "/no/such/file.pem" })),
            ("console", json!({ "out": "printer" })),
            ("file", json!({})),
            ("pigeon", json!({})),
        ] {
            assert!(place(kind, options.clone()).is_err(), "{kind} {options}");
        }
    }

    #[test]
    fn forms_and_queues() {
        let form = |target: Value| made(&target).form;
        assert_eq!(form(json!({ "type": "console", "format": "JSON" })), Form::Json);
        let coloured = json!({ "type": "console", "format": "plain", "format_options": { "enable_color": true } });
        assert_eq!(form(coloured), Form::Colours);
        let gelf = json!({ "type": "console", "format": "gelf", "format_options": { "hostname": "web-1" } });
        assert_eq!(form(gelf), Form::Gelf("web-1".to_owned()));
        assert!(wanted("t", &json!({ "type": "console", "format": "xml" })).is_err());
        assert_eq!(made(&json!({ "type": "console" })).waiting_max, WAITING_MAX);
        assert_eq!(made(&json!({ "type": "console", "MaxQueueSize": 7 })).waiting_max, 7);
    }
}

//! Listeners, sessions, limits, logs and metrics.

use serde_json::Value;

use super::text::{is_http_url, is_id, is_listen_address, is_redirect_pattern, is_url, is_version};
use super::{Report, refuse};
use crate::config::Config;
use crate::sections::cluster::RateLimitSettings;
use crate::sections::log::MetricsSettings;
use crate::sections::service::ServiceSettings;

/// IANA names the original accepts in `TLSOverwriteCiphers`, without their common `TLS_`.
const CIPHERS: [&str; 22] = [
    "RSA_WITH_RC4_128_SHA",
    "RSA_WITH_3DES_EDE_CBC_SHA",
    "RSA_WITH_AES_128_CBC_SHA",
    "RSA_WITH_AES_256_CBC_SHA",
    "RSA_WITH_AES_128_CBC_SHA256",
    "RSA_WITH_AES_128_GCM_SHA256",
    "RSA_WITH_AES_256_GCM_SHA384",
    "ECDHE_ECDSA_WITH_RC4_128_SHA",
    "ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "ECDHE_RSA_WITH_RC4_128_SHA",
    "ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
    "ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    "ECDHE_RSA_WITH_AES_128_CBC_SHA256",
    "ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "ECDHE_RSA_WITH_CHACHA20_POLY1305",
    "ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
];

const METRICS_USERS_MAX: usize = 5;
const TYPING_INTERVAL_MIN_MS: i64 = 1000;
const PERSISTENT_INTERVAL_MIN_MINUTES: i64 = 2;

pub fn metrics(report: &mut Report, settings: &MetricsSettings) {
    let (users, key) = (&settings.client_side_user_ids, "MetricsSettings.ClientSideUserIds");
    let too_many = users.len() > METRICS_USERS_MAX;
    refuse!(report, too_many, "metrics_client_side_user_ids.app_error", key, "at most {METRICS_USERS_MAX} users");
    let strange = users.iter().find(|id| !is_id(id)).cloned().unwrap_or_default();
    let any = users.iter().any(|id| !is_id(id));
    refuse!(report, any, "metrics_client_side_user_id.app_error", key, "`{strange}` is no user id");
}

pub fn rate_limit(report: &mut Report, settings: &RateLimitSettings) {
    let memory = "RateLimitSettings.MemoryStoreSize";
    refuse!(report, settings.memory_store_size <= 0, "rate_mem.app_error", memory, "must be above zero");
    refuse!(report, settings.per_sec <= 0, "rate_sec.app_error", "RateLimitSettings.PerSec", "must be above zero");
    refuse!(report, settings.max_burst <= 0, "max_burst.app_error", "RateLimitSettings.MaxBurst", "must be above zero");
}

pub fn service(report: &mut Report, s: &ServiceSettings) {
    tls(report, s);
    limits(report, s);
    addresses(report, s);
    posting(report, s);
    let strange = s.dcr_redirect_uri_allowlist.iter().find(|pattern| !is_redirect_pattern(pattern.trim()));
    refuse!(
        report,
        strange.is_some(),
        "dcr_redirect_uri_allowlist.app_error",
        "ServiceSettings.DCRRedirectURIAllowlist",
        "`{}` is no http address with wildcards",
        strange.map_or("", String::as_str)
    );
    let no_place = s.enable_local_mode && s.local_mode_socket_location.is_empty();
    let key = "ServiceSettings.LocalModeSocketLocation";
    refuse!(report, no_place, "local_mode_socket.app_error", key, "local mode needs a place for its socket");
}

fn tls(report: &mut Report, s: &ServiceSettings) {
    let security = s.connection_security.as_str();
    let key = "ServiceSettings.ConnectionSecurity";
    refuse!(report, !["", "TLS"].contains(&security), "webserver_security.app_error", key, "must be empty or `TLS`");
    let own_files = security == "TLS" && !s.use_lets_encrypt;
    let (no_cert, no_key) = (own_files && s.tls_cert_file.is_empty(), own_files && s.tls_key_file.is_empty());
    let (cert_key, key_key) = ("ServiceSettings.TLSCertFile", "ServiceSettings.TLSKeyFile");
    refuse!(report, no_cert, "tls_cert_file_missing.app_error", cert_key, "TLS needs a certificate");
    refuse!(report, no_key, "tls_key_file_missing.app_error", key_key, "TLS needs a private key");
    let known = |name: &str| name.strip_prefix("TLS_").is_some_and(|name| CIPHERS.contains(&name));
    let strange = s.tls_overwrite_ciphers.iter().find(|name| !known(name));
    refuse!(
        report,
        strange.is_some(),
        "tls_overwrite_cipher.app_error",
        "ServiceSettings.TLSOverwriteCiphers",
        "`{}` is no known cipher suite",
        strange.map_or("", String::as_str)
    );
}

fn limits(report: &mut Report, s: &ServiceSettings) {
    let payload = "ServiceSettings.MaximumPayloadSizeBytes";
    refuse!(report, s.maximum_payload_size_bytes <= 0, "max_payload_size.app_error", payload, "must be above zero");
    let url = "ServiceSettings.MaximumURLLength";
    refuse!(report, s.maximum_url_length <= 0, "max_url_length.app_error", url, "must be above zero");
    let read = "ServiceSettings.ReadTimeout";
    refuse!(report, s.read_timeout <= 0, "read_timeout.app_error", read, "must be above zero");
    let write = "ServiceSettings.WriteTimeout";
    refuse!(report, s.write_timeout <= 0, "write_timeout.app_error", write, "must be above zero");
    refuse!(
        report,
        s.time_between_user_typing_updates_milliseconds < TYPING_INTERVAL_MIN_MS,
        "time_between_user_typing.app_error",
        "ServiceSettings.TimeBetweenUserTypingUpdatesMilliseconds",
        "must be at least {TYPING_INTERVAL_MIN_MS}"
    );
    let attempts = "ServiceSettings.MaximumLoginAttempts";
    refuse!(report, s.maximum_login_attempts <= 0, "login_attempts.app_error", attempts, "must be above zero");
}

fn addresses(report: &mut Report, s: &ServiceSettings) {
    let bad_site = !s.site_url.is_empty() && !is_http_url(&s.site_url);
    let site = "ServiceSettings.SiteURL";
    refuse!(report, bad_site, "site_url.app_error", site, "must be an address that starts with http:// or https://");
    let schemes = ["ws", "wss", "http", "https"];
    let bad_socket = !s.websocket_url.is_empty() && !is_url(&s.websocket_url, &schemes);
    let socket = "ServiceSettings.WebsocketURL";
    refuse!(
        report,
        bad_socket,
        "websocket_url.app_error",
        socket,
        "must be an address that starts with ws:// or wss://"
    );
    let version = &s.minimum_desktop_app_version;
    refuse!(
        report,
        !version.is_empty() && !is_version(version),
        "minimum_desktop_app_version.app_error",
        "ServiceSettings.MinimumDesktopAppVersion",
        "must be a version such as 5.8.0"
    );
    let listen = "ServiceSettings.ListenAddress";
    let bad_listen = !is_listen_address(&s.listen_address);
    refuse!(report, bad_listen, "listen_address.app_error", listen, "must be `host:port` or `:port`");
    refuse!(
        report,
        s.outgoing_integration_requests_timeout <= 0,
        "outgoing_integrations_request_timeout.app_error",
        "ServiceSettings.OutgoingIntegrationRequestsTimeout",
        "must be above zero"
    );
}

fn posting(report: &mut Report, s: &ServiceSettings) {
    let group = ["disabled", "default_on", "default_off"].contains(&s.experimental_group_unread_channels.as_str());
    let group_key = "ServiceSettings.ExperimentalGroupUnreadChannels";
    refuse!(
        report,
        !group,
        "group_unread_channels.app_error",
        group_key,
        "must be disabled, default_on or default_off"
    );
    let key = "ServiceSettings.CollapsedThreads";
    let off = s.collapsed_threads == "disabled";
    let unfollowed = !off && !s.thread_auto_follow;
    refuse!(
        report,
        unfollowed,
        "collapsed_threads.autofollow.app_error",
        "ServiceSettings.ThreadAutoFollow",
        "must be on unless {key} is `disabled`"
    );
    let known = off || ["default_on", "default_off", "always_on"].contains(&s.collapsed_threads.as_str());
    let wanted = "must be disabled, default_off, default_on or always_on";
    refuse!(report, !known, "collapsed_threads.app_error", key, "{wanted}");
    refuse!(
        report,
        s.persistent_notification_interval_minutes < PERSISTENT_INTERVAL_MIN_MINUTES,
        "persistent_notifications_interval.app_error",
        "ServiceSettings.PersistentNotificationIntervalMinutes",
        "must be at least {PERSISTENT_INTERVAL_MIN_MINUTES}"
    );
    refuse!(
        report,
        s.persistent_notification_max_count <= 0,
        "persistent_notifications_count.app_error",
        "ServiceSettings.PersistentNotificationMaxCount",
        "must be above zero"
    );
    refuse!(
        report,
        s.persistent_notification_max_recipients <= 0,
        "persistent_notifications_recipients.app_error",
        "ServiceSettings.PersistentNotificationMaxRecipients",
        "must be above zero"
    );
}

/// The targets of both logs, and the audit file.
pub fn logs(report: &mut Report, config: &Config) {
    log_targets(report, &config.log.advanced_logging_json, "LogSettings.AdvancedLoggingJSON");
    let audit = &config.experimental_audit;
    let key = "ExperimentalAuditSettings.FileName";
    let nameless = audit.file_enabled && audit.file_name.is_empty();
    refuse!(report, nameless, "experimental_audit_settings.file_name_empty", key, "the audit file needs a name");
    let folder = audit.file_enabled && audit.file_name.ends_with('/');
    refuse!(
        report,
        folder,
        "experimental_audit_settings.file_name_is_directory",
        key,
        "{} is a folder",
        audit.file_name
    );
    log_targets(report, &audit.advanced_logging_json, "ExperimentalAuditSettings.AdvancedLoggingJSON");
}

/// An object of targets, each an object with one of the types there are.
fn log_targets(report: &mut Report, targets: &Value, key: &'static str) {
    let objects = match targets {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Object(targets) => targets.values().all(Value::is_object),
        _ => false,
    };
    refuse!(report, !objects, "log.advanced_logging.json", key, "must be an object of log targets");
    let known = |target: &Value| {
        let typed =
            target.as_object().and_then(|fields| fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("type")));
        let kind = typed.and_then(|(_, kind)| kind.as_str()).unwrap_or_default().to_ascii_lowercase();
        ["console", "file", "syslog", "tcp"].contains(&kind.as_str())
    };
    let named = targets.as_object().filter(|_| objects);
    let strange = named.and_then(|targets| targets.iter().find(|(_, target)| !known(target)));
    refuse!(
        report,
        strange.is_some(),
        "log.advanced_logging.parse",
        key,
        "target `{}` must have the type console, file, syslog or tcp",
        strange.map_or("", |(name, _)| name)
    );
}

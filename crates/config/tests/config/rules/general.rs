//! Addresses, TLS, limits, posting, metrics and logs.

use serde_json::json;

use super::{Rule, given, rule};

pub fn rules() -> Vec<Rule> {
    let words = json!(["disabled", "default_on", "default_off"]);
    let tls = json!({"ServiceSettings": {"ConnectionSecurity": "TLS", "TLSCertFile": "c", "TLSKeyFile": "k"}});
    let id = "abcdefghijklmnopqrstuvwxyz";
    vec![
        rule(
            "site_url.app_error",
            "ServiceSettings.SiteURL",
            json!(["nope", "ftp://a", "http://", "http:a", " http://a"]),
            json!(["", "http://a", "https://a.b:8443/sub"]),
        ),
        rule(
            "websocket_url.app_error",
            "ServiceSettings.WebsocketURL",
            json!(["nope", "ftp://a"]),
            json!(["", "wss://a"]),
        ),
        rule(
            "listen_address.app_error",
            "ServiceSettings.ListenAddress",
            json!(["", "8065", "a", ":x", ":-1", ":65536", "a b:1", "[::1:80", "-a:1", "a..b:1"]),
            json!([":8065", "127.0.0.1:0", "[::1]:80", "chat.example.com:443"]),
        ),
        rule(
            "webserver_security.app_error",
            "ServiceSettings.ConnectionSecurity",
            json!(["tls", "STARTTLS"]),
            json!([""]),
        ),
        given(tls.clone(), "tls_cert_file_missing.app_error", "ServiceSettings.TLSCertFile", json!([""]), json!(["c"])),
        given(tls, "tls_key_file_missing.app_error", "ServiceSettings.TLSKeyFile", json!([""]), json!(["k"])),
        rule(
            "tls_overwrite_cipher.app_error",
            "ServiceSettings.TLSOverwriteCiphers",
            json!([["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "x"], ["RSA_WITH_RC4_128_SHA"]]),
            json!([[], ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]]),
        ),
        rule("max_payload_size.app_error", "ServiceSettings.MaximumPayloadSizeBytes", json!([0, -1]), json!([1])),
        rule("max_url_length.app_error", "ServiceSettings.MaximumURLLength", json!([0]), json!([1])),
        rule("read_timeout.app_error", "ServiceSettings.ReadTimeout", json!([0]), json!([1])),
        rule("write_timeout.app_error", "ServiceSettings.WriteTimeout", json!([0]), json!([1])),
        rule(
            "time_between_user_typing.app_error",
            "ServiceSettings.TimeBetweenUserTypingUpdatesMilliseconds",
            json!([999]),
            json!([1000]),
        ),
        rule("login_attempts.app_error", "ServiceSettings.MaximumLoginAttempts", json!([0]), json!([1])),
        rule(
            "minimum_desktop_app_version.app_error",
            "ServiceSettings.MinimumDesktopAppVersion",
            json!(["5.8", "v5.8.0", "5.08.0", "5.8.0-"]),
            json!(["", "5.8.0", "5.8.0-rc.1+b7"]),
        ),
        rule(
            "outgoing_integrations_request_timeout.app_error",
            "ServiceSettings.OutgoingIntegrationRequestsTimeout",
            json!([0]),
            json!([1]),
        ),
        rule(
            "group_unread_channels.app_error",
            "ServiceSettings.ExperimentalGroupUnreadChannels",
            json!(["on"]),
            words,
        ),
        rule(
            "collapsed_threads.app_error",
            "ServiceSettings.CollapsedThreads",
            json!(["on", ""]),
            json!(["disabled", "default_on", "default_off", "always_on"]),
        ),
        rule(
            "collapsed_threads.autofollow.app_error",
            "ServiceSettings.ThreadAutoFollow",
            json!([false]),
            json!([true]),
        ),
        given(
            json!({"ServiceSettings": {"CollapsedThreads": "disabled"}}),
            "collapsed_threads.autofollow.app_error",
            "ServiceSettings.ThreadAutoFollow",
            json!([]),
            json!([false]),
        ),
        rule(
            "persistent_notifications_interval.app_error",
            "ServiceSettings.PersistentNotificationIntervalMinutes",
            json!([1]),
            json!([2]),
        ),
        rule(
            "persistent_notifications_count.app_error",
            "ServiceSettings.PersistentNotificationMaxCount",
            json!([0]),
            json!([1]),
        ),
        rule(
            "persistent_notifications_recipients.app_error",
            "ServiceSettings.PersistentNotificationMaxRecipients",
            json!([0]),
            json!([1]),
        ),
        rule(
            "dcr_redirect_uri_allowlist.app_error",
            "ServiceSettings.DCRRedirectURIAllowlist",
            json!([[""], ["ftp://a"], ["https://"], ["https://a/***"], ["https://a", "b"]]),
            json!([[], ["https://a/**", "http://localhost:*"]]),
        ),
        given(
            json!({"ServiceSettings": {"EnableLocalMode": true}}),
            "local_mode_socket.app_error",
            "ServiceSettings.LocalModeSocketLocation",
            json!([""]),
            json!(["/var/tmp/s"]),
        ),
        rule(
            "allow_cookies_for_subdomains.app_error",
            "ServiceSettings.AllowCookiesForSubdomains",
            json!([true]),
            json!([]),
        ),
        given(
            json!({"ServiceSettings": {"SiteURL": "http://a"}}),
            "allow_cookies_for_subdomains.app_error",
            "ServiceSettings.AllowCookiesForSubdomains",
            json!([]),
            json!([true]),
        ),
        rule("site_url_email_batching.app_error", "EmailSettings.EnableEmailBatching", json!([true]), json!([])),
        given(
            json!({"ServiceSettings": {"SiteURL": "http://a"}, "ClusterSettings": {"Enable": true}}),
            "site_url_email_batching.app_error",
            "EmailSettings.EnableEmailBatching",
            json!([]),
            json!([true]),
        ),
        rule(
            "metrics_client_side_user_ids.app_error",
            "MetricsSettings.ClientSideUserIds",
            json!([[id, id, id, id, id, id]]),
            json!([[id, id, id, id, id]]),
        ),
        rule(
            "metrics_client_side_user_id.app_error",
            "MetricsSettings.ClientSideUserIds",
            json!([[id, "x"]]),
            json!([[id]]),
        ),
        rule("rate_mem.app_error", "RateLimitSettings.MemoryStoreSize", json!([0]), json!([1])),
        rule("rate_sec.app_error", "RateLimitSettings.PerSec", json!([0]), json!([1])),
        rule("max_burst.app_error", "RateLimitSettings.MaxBurst", json!([0]), json!([1])),
        rule(
            "log.advanced_logging.json",
            "LogSettings.AdvancedLoggingJSON",
            json!([[], 5, {"a": 1}]),
            json!([{}, "", {"a": {"Type": "file"}}]),
        ),
        rule(
            "log.advanced_logging.parse",
            "ExperimentalAuditSettings.AdvancedLoggingJSON",
            json!([{"a": {}}, {"a": {"type": "fax"}}]),
            json!([{"a": {"type": "syslog"}, "b": {"TYPE": "TCP"}}]),
        ),
        given(
            json!({"ExperimentalAuditSettings": {"FileEnabled": true}}),
            "experimental_audit_settings.file_name_empty",
            "ExperimentalAuditSettings.FileName",
            json!([""]),
            json!(["a.log"]),
        ),
        given(
            json!({"ExperimentalAuditSettings": {"FileEnabled": true}}),
            "experimental_audit_settings.file_name_is_directory",
            "ExperimentalAuditSettings.FileName",
            json!(["a/"]),
            json!(["a"]),
        ),
    ]
}

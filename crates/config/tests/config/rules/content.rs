//! Teams, mail, retention, translation, exports and reviews.

use serde_json::json;

use super::{Rule, given, rule};
use crate::store::NOW_MS;

pub fn rules() -> Vec<Rule> {
    let export = json!({"MessageExportSettings": {"EnableExport": true}});
    let relay = json!({"MessageExportSettings": {"EnableExport": true, "ExportFormat": "globalrelay",
        "GlobalRelaySettings": {"EmailAddress": "a@b", "SMTPUsername": "a", "SMTPPassword": "a"}}});
    let custom = json!({"MessageExportSettings": {"EnableExport": true, "ExportFormat": "globalrelay",
        "GlobalRelaySettings": {"CustomerType": "CUSTOM", "EmailAddress": "a@b", "SMTPUsername": "a", "SMTPPassword": "a"}}});
    let translate = |provider: &str| {
        json!({"AutoTranslationSettings": {"Enable": true, "Provider": provider,
            "LibreTranslate": {"URL": "http://a"}, "Agents": {"LLMServiceID": "a"}}})
    };
    let camo = json!({"ImageProxySettings": {"Enable": true, "ImageProxyType": "atmos/camo",
        "RemoteImageProxyURL": "a", "RemoteImageProxyOptions": "a"}});
    let retention = "DataRetentionSettings";
    let targets = "ContentFlaggingSettings.NotificationSettings.EventTargetMapping";
    vec![
        rule("max_users.app_error", "TeamSettings.MaxUsersPerTeam", json!([0]), json!([1])),
        rule("max_channels.app_error", "TeamSettings.MaxChannelsPerTeam", json!([0]), json!([1])),
        rule("user_status_away_timeout.app_error", "TeamSettings.UserStatusAwayTimeout", json!([0]), json!([1])),
        rule("max_notify_per_channel.app_error", "TeamSettings.MaxNotificationsPerChannel", json!([0]), json!([1])),
        rule(
            "restrict_direct_message.app_error",
            "TeamSettings.RestrictDirectMessage",
            json!(["none"]),
            json!(["any", "team"]),
        ),
        rule(
            "teammate_name_display.app_error",
            "TeamSettings.TeammateNameDisplay",
            json!(["nick"]),
            json!(["username", "nickname_full_name", "full_name"]),
        ),
        rule(
            "sitename_length.app_error",
            "TeamSettings.SiteName",
            json!(["x".repeat(31), "é".repeat(16)]),
            json!(["x".repeat(30), ""]),
        ),
        rule(
            "experimental_view_archived_channels.app_error",
            "TeamSettings.ExperimentalViewArchivedChannels",
            json!([false]),
            json!([true]),
        ),
        rule(
            "client_side_cert_enable.app_error",
            "ExperimentalSettings.ClientSideCertEnable",
            json!([true]),
            json!([false]),
        ),
        rule(
            "link_metadata_timeout.app_error",
            "ExperimentalSettings.LinkMetadataTimeoutMilliseconds",
            json!([0]),
            json!([1]),
        ),
        rule(
            "email_security.app_error",
            "EmailSettings.ConnectionSecurity",
            json!(["SSL"]),
            json!(["", "PLAIN", "TLS", "STARTTLS"]),
        ),
        rule("email_batching_buffer_size.app_error", "EmailSettings.EmailBatchingBufferSize", json!([0]), json!([1])),
        rule("email_batching_interval.app_error", "EmailSettings.EmailBatchingInterval", json!([29]), json!([30])),
        rule(
            "email_notification_contents_type.app_error",
            "EmailSettings.EmailNotificationContentsType",
            json!(["none"]),
            json!(["full", "generic"]),
        ),
        given(
            json!({retention: {"MessageRetentionHours": 1}}),
            "data_retention.message_retention_days_too_low.app_error",
            "DataRetentionSettings.MessageRetentionDays",
            json!([-1]),
            json!([0]),
        ),
        rule(
            "data_retention.message_retention_hours_too_low.app_error",
            "DataRetentionSettings.MessageRetentionHours",
            json!([-1]),
            json!([0]),
        ),
        rule(
            "data_retention.message_retention_misconfiguration.app_error",
            "DataRetentionSettings.MessageRetentionHours",
            json!([1]),
            json!([0]),
        ),
        rule(
            "data_retention.message_retention_both_zero.app_error",
            "DataRetentionSettings.MessageRetentionDays",
            json!([0]),
            json!([1]),
        ),
        given(
            json!({retention: {"FileRetentionHours": 1}}),
            "data_retention.file_retention_days_too_low.app_error",
            "DataRetentionSettings.FileRetentionDays",
            json!([-1]),
            json!([0]),
        ),
        rule(
            "data_retention.file_retention_hours_too_low.app_error",
            "DataRetentionSettings.FileRetentionHours",
            json!([-1]),
            json!([0]),
        ),
        rule(
            "data_retention.file_retention_misconfiguration.app_error",
            "DataRetentionSettings.FileRetentionHours",
            json!([1]),
            json!([0]),
        ),
        rule(
            "data_retention.file_retention_both_zero.app_error",
            "DataRetentionSettings.FileRetentionDays",
            json!([0]),
            json!([1]),
        ),
        rule(
            "data_retention.deletion_job_start_time.app_error",
            "DataRetentionSettings.DeletionJobStartTime",
            json!(["soon"]),
            json!(["02:00"]),
        ),
        rule(
            "localization.available_locales.app_error",
            "LocalizationSettings.AvailableLocales",
            json!(["de"]),
            json!(["", "de,en"]),
        ),
        given(
            translate(""),
            "autotranslation.provider.app_error",
            "AutoTranslationSettings.Provider",
            json!([""]),
            json!(["agents"]),
        ),
        given(
            translate(""),
            "autotranslation.provider.unsupported.app_error",
            "AutoTranslationSettings.Provider",
            json!(["babel"]),
            json!(["libretranslate"]),
        ),
        given(
            translate("libretranslate"),
            "autotranslation.libretranslate.url.app_error",
            "AutoTranslationSettings.LibreTranslate.URL",
            json!(["", "a"]),
            json!(["http://a"]),
        ),
        given(
            translate("agents"),
            "autotranslation.agents.llm_service_id.app_error",
            "AutoTranslationSettings.Agents.LLMServiceID",
            json!([""]),
            json!(["a"]),
        ),
        given(
            translate("agents"),
            "autotranslation.timeout.app_error",
            "AutoTranslationSettings.TimeoutMs",
            json!([0]),
            json!([1]),
        ),
        given(
            translate("agents"),
            "autotranslation.workers.app_error",
            "AutoTranslationSettings.Workers",
            json!([0, 65]),
            json!([1, 64]),
        ),
        given(
            export.clone(),
            "message_export.export_from.app_error",
            "MessageExportSettings.ExportFromTimestamp",
            json!([-1, NOW_MS + 1]),
            json!([0, NOW_MS]),
        ),
        given(
            export.clone(),
            "message_export.daily_runtime.app_error",
            "MessageExportSettings.DailyRunTime",
            json!([""]),
            json!(["01:00"]),
        ),
        given(
            export.clone(),
            "message_export.batch_size.app_error",
            "MessageExportSettings.BatchSize",
            json!([-1]),
            json!([0]),
        ),
        given(
            export,
            "message_export.export_type.app_error",
            "MessageExportSettings.ExportFormat",
            json!(["pdf"]),
            json!(["actiance", "globalrelay-zip", "csv"]),
        ),
        given(
            relay.clone(),
            "message_export.global_relay.customer_type.app_error",
            "MessageExportSettings.GlobalRelaySettings.CustomerType",
            json!(["A11"]),
            json!(["A9", "A10"]),
        ),
        given(
            custom,
            "message_export.global_relay.customer_type_custom.app_error",
            "MessageExportSettings.GlobalRelaySettings.CustomSMTPServerName",
            json!([""]),
            json!(["a"]),
        ),
        given(
            relay.clone(),
            "message_export.global_relay.email_address.app_error",
            "MessageExportSettings.GlobalRelaySettings.EmailAddress",
            json!(["", "a"]),
            json!(["a@b"]),
        ),
        given(
            relay.clone(),
            "message_export.global_relay.smtp_username.app_error",
            "MessageExportSettings.GlobalRelaySettings.SMTPUsername",
            json!([""]),
            json!(["a"]),
        ),
        given(
            relay,
            "message_export.global_relay.smtp_password.app_error",
            "MessageExportSettings.GlobalRelaySettings.SMTPPassword",
            json!([""]),
            json!(["a"]),
        ),
        given(
            camo.clone(),
            "atmos_camo_image_proxy_url.app_error",
            "ImageProxySettings.RemoteImageProxyURL",
            json!([""]),
            json!(["a"]),
        ),
        given(
            camo.clone(),
            "atmos_camo_image_proxy_options.app_error",
            "ImageProxySettings.RemoteImageProxyOptions",
            json!([""]),
            json!(["a"]),
        ),
        given(
            camo,
            "image_proxy_type.app_error",
            "ImageProxySettings.ImageProxyType",
            json!(["x"]),
            json!(["local", "atmos/camo"]),
        ),
        rule(
            "move_thread.domain_invalid.app_error",
            "WranglerSettings.AllowedEmailDomain",
            json!([["example"], ["a.com", "-b.com"], ["a b.com"], ["1.2"]]),
            json!([[], ["localhost", "mail.example.com"]]),
        ),
        given(
            json!({"SupportSettings": {"ReportAProblemType": "email"}}),
            "report_a_problem_mail.invalid.app_error",
            "SupportSettings.ReportAProblemMail",
            json!(["", "a", "a@", "A@b", "a@b@c"]),
            json!(["a@b"]),
        ),
        given(
            json!({"SupportSettings": {"ReportAProblemType": "link"}}),
            "report_a_problem_link.invalid.app_error",
            "SupportSettings.ReportAProblemLink",
            json!(["", "a"]),
            json!(["http://a"]),
        ),
        rule(
            "notification_settings.invalid_event",
            targets,
            json!([{"flagged": ["reviewers"], "zzz": []}]),
            json!([{"flagged": ["reviewers"], "removed": []}]),
        ),
        rule(
            "notification_settings.invalid_target",
            targets,
            json!([{"flagged": ["reviewers", "zzz"]}]),
            json!([{"flagged": ["reviewers", "author", "reporter"]}]),
        ),
        rule(
            "notification_settings.reviewer_flagged_notification_disabled",
            targets,
            json!([{"flagged": ["author"]}, {}]),
            json!([{"flagged": ["reviewers"]}]),
        ),
        rule(
            "content_flagging.reasons_not_set.app_error",
            "ContentFlaggingSettings.AdditionalSettings.Reasons",
            json!([[]]),
            json!([["a"]]),
        ),
    ]
}

//! Teams, messages and what becomes of them.

use super::text::{is_email, is_http_url, is_mail_domain, is_time_of_day};
use super::{Report, refuse};
use crate::sections::compliance::{DataRetentionSettings, MessageExportSettings};
use crate::sections::email::EmailSettings;
use crate::sections::experimental::{AutoTranslationSettings, ExperimentalSettings, WranglerSettings};
use crate::sections::file::ImageProxySettings;
use crate::sections::flagging::ContentFlaggingSettings;
use crate::sections::support::SupportSettings;
use crate::sections::team::{LocalizationSettings, TeamSettings};

const SITE_NAME_MAX_LEN: usize = 30;
const BATCHING_INTERVAL_MIN_S: i64 = 30;
const TRANSLATION_WORKERS_MAX: i64 = 64;

pub fn team(report: &mut Report, s: &TeamSettings) {
    let positive = "must be above zero";
    refuse!(report, s.max_users_per_team <= 0, "max_users.app_error", "TeamSettings.MaxUsersPerTeam", "{positive}");
    let key = "TeamSettings.MaxChannelsPerTeam";
    refuse!(report, s.max_channels_per_team <= 0, "max_channels.app_error", key, "{positive}");
    let key = "TeamSettings.UserStatusAwayTimeout";
    refuse!(report, s.user_status_away_timeout <= 0, "user_status_away_timeout.app_error", key, "{positive}");
    let key = "TeamSettings.MaxNotificationsPerChannel";
    refuse!(report, s.max_notifications_per_channel <= 0, "max_notify_per_channel.app_error", key, "{positive}");
    let known = ["any", "team"].contains(&s.restrict_direct_message.as_str());
    let key = "TeamSettings.RestrictDirectMessage";
    refuse!(report, !known, "restrict_direct_message.app_error", key, "must be any or team");
    let known = ["username", "nickname_full_name", "full_name"].contains(&s.teammate_name_display.as_str());
    let key = "TeamSettings.TeammateNameDisplay";
    let wanted = "must be username, nickname_full_name or full_name";
    refuse!(report, !known, "teammate_name_display.app_error", key, "{wanted}");
    let long = s.site_name.len() > SITE_NAME_MAX_LEN;
    let key = "TeamSettings.SiteName";
    refuse!(report, long, "sitename_length.app_error", key, "must have at most {SITE_NAME_MAX_LEN} bytes");
    refuse!(
        report,
        !s.experimental_view_archived_channels,
        "experimental_view_archived_channels.app_error",
        "TeamSettings.ExperimentalViewArchivedChannels",
        "cannot be switched off any more"
    );
}

pub fn experimental(report: &mut Report, s: &ExperimentalSettings) {
    let key = "ExperimentalSettings.ClientSideCertEnable";
    let gone = s.client_side_cert_enable;
    refuse!(report, gone, "client_side_cert_enable.app_error", key, "cannot be switched on any more");
    let key = "ExperimentalSettings.LinkMetadataTimeoutMilliseconds";
    let none = s.link_metadata_timeout_milliseconds <= 0;
    refuse!(report, none, "link_metadata_timeout.app_error", key, "must be above zero");
}

pub fn email(report: &mut Report, s: &EmailSettings) {
    let known = ["", "PLAIN", "TLS", "STARTTLS"].contains(&s.connection_security.as_str());
    let key = "EmailSettings.ConnectionSecurity";
    refuse!(report, !known, "email_security.app_error", key, "must be empty, PLAIN, TLS or STARTTLS");
    let key = "EmailSettings.EmailBatchingBufferSize";
    let none = s.email_batching_buffer_size <= 0;
    refuse!(report, none, "email_batching_buffer_size.app_error", key, "must be above zero");
    let key = "EmailSettings.EmailBatchingInterval";
    let short = s.email_batching_interval < BATCHING_INTERVAL_MIN_S;
    refuse!(report, short, "email_batching_interval.app_error", key, "must be at least {BATCHING_INTERVAL_MIN_S}");
    let known = ["full", "generic"].contains(&s.email_notification_contents_type.as_str());
    let key = "EmailSettings.EmailNotificationContentsType";
    refuse!(report, !known, "email_notification_contents_type.app_error", key, "must be full or generic");
}

/// Days or hours, one of them and not both.
pub fn data_retention(report: &mut Report, s: &DataRetentionSettings) {
    let (days, hours) = (s.message_retention_days, s.message_retention_hours);
    let (by_day, by_hour) =
        ("DataRetentionSettings.MessageRetentionDays", "DataRetentionSettings.MessageRetentionHours");
    let (low, both, none) = ("must be zero or above", "cannot be set together with days", "needs days or hours");
    refuse!(report, days < 0, "data_retention.message_retention_days_too_low.app_error", by_day, "{low}");
    refuse!(report, hours < 0, "data_retention.message_retention_hours_too_low.app_error", by_hour, "{low}");
    let twice = days > 0 && hours > 0;
    refuse!(report, twice, "data_retention.message_retention_misconfiguration.app_error", by_hour, "{both}");
    let never = days == 0 && hours == 0;
    refuse!(report, never, "data_retention.message_retention_both_zero.app_error", by_day, "{none}");

    let (days, hours) = (s.file_retention_days, s.file_retention_hours);
    let (by_day, by_hour) = ("DataRetentionSettings.FileRetentionDays", "DataRetentionSettings.FileRetentionHours");
    refuse!(report, days < 0, "data_retention.file_retention_days_too_low.app_error", by_day, "{low}");
    refuse!(report, hours < 0, "data_retention.file_retention_hours_too_low.app_error", by_hour, "{low}");
    let twice = days > 0 && hours > 0;
    refuse!(report, twice, "data_retention.file_retention_misconfiguration.app_error", by_hour, "{both}");
    let never = days == 0 && hours == 0;
    refuse!(report, never, "data_retention.file_retention_both_zero.app_error", by_day, "{none}");

    let key = "DataRetentionSettings.DeletionJobStartTime";
    let bad = !is_time_of_day(&s.deletion_job_start_time);
    refuse!(report, bad, "data_retention.deletion_job_start_time.app_error", key, "must be a time such as 02:00");
}

pub fn localization(report: &mut Report, s: &LocalizationSettings) {
    let offered = s.available_locales.is_empty() || s.available_locales.contains(&s.default_client_locale);
    let key = "LocalizationSettings.AvailableLocales";
    let wanted = "must hold LocalizationSettings.DefaultClientLocale";
    refuse!(report, !offered, "localization.available_locales.app_error", key, "{wanted}");
}

pub fn auto_translation(report: &mut Report, s: &AutoTranslationSettings) {
    if !s.enable {
        return;
    }
    let key = "AutoTranslationSettings.Provider";
    match s.provider.as_str() {
        "" => refuse!(report, true, "autotranslation.provider.app_error", key, "translation needs a provider"),
        "libretranslate" => {
            let bad = !is_http_url(&s.libre_translate.url);
            let key = "AutoTranslationSettings.LibreTranslate.URL";
            refuse!(report, bad, "autotranslation.libretranslate.url.app_error", key, "must be an http address");
        }
        "agents" => {
            let none = s.agents.llm_service_id.is_empty();
            let key = "AutoTranslationSettings.Agents.LLMServiceID";
            refuse!(report, none, "autotranslation.agents.llm_service_id.app_error", key, "must name a service");
        }
        _ => {
            let wanted = "must be libretranslate or agents";
            refuse!(report, true, "autotranslation.provider.unsupported.app_error", key, "{wanted}");
        }
    }
    let key = "AutoTranslationSettings.TimeoutMs";
    refuse!(report, s.timeout_ms <= 0, "autotranslation.timeout.app_error", key, "must be above zero");
    let key = "AutoTranslationSettings.Workers";
    let fits = (1..=TRANSLATION_WORKERS_MAX).contains(&s.workers);
    refuse!(report, !fits, "autotranslation.workers.app_error", key, "must be between 1 and {TRANSLATION_WORKERS_MAX}");
}

pub fn message_export(report: &mut Report, s: &MessageExportSettings, now_ms: i64) {
    if !s.enable_export {
        return;
    }
    let key = "MessageExportSettings.ExportFromTimestamp";
    let past = (0..=now_ms).contains(&s.export_from_timestamp);
    refuse!(report, !past, "message_export.export_from.app_error", key, "must be a time in the past, in milliseconds");
    let key = "MessageExportSettings.DailyRunTime";
    let bad = !is_time_of_day(&s.daily_run_time);
    refuse!(report, bad, "message_export.daily_runtime.app_error", key, "must be a time such as 01:00");
    let key = "MessageExportSettings.BatchSize";
    refuse!(report, s.batch_size < 0, "message_export.batch_size.app_error", key, "must be zero or above");
    let formats = ["actiance", "globalrelay", "globalrelay-zip", "csv"];
    let key = "MessageExportSettings.ExportFormat";
    let known = formats.contains(&s.export_format.as_str());
    let wanted = "must be actiance, globalrelay, globalrelay-zip or csv";
    refuse!(report, !known, "message_export.export_type.app_error", key, "{wanted}");
    if s.export_format == "globalrelay" {
        global_relay(report, s);
    }
}

fn global_relay(report: &mut Report, s: &MessageExportSettings) {
    let s = &s.global_relay;
    let known = ["A9", "A10", "CUSTOM"].contains(&s.customer_type.as_str());
    let key = "MessageExportSettings.GlobalRelaySettings.CustomerType";
    refuse!(report, !known, "message_export.global_relay.customer_type.app_error", key, "must be A9, A10 or CUSTOM");
    let nowhere = s.custom_smtp_server_name.is_empty() || s.custom_smtp_port.is_empty();
    refuse!(
        report,
        s.customer_type == "CUSTOM" && nowhere,
        "message_export.global_relay.customer_type_custom.app_error",
        "MessageExportSettings.GlobalRelaySettings.CustomSMTPServerName",
        "a customer of type CUSTOM needs a server and a port"
    );
    let key = "MessageExportSettings.GlobalRelaySettings.EmailAddress";
    let bad = !s.email_address.contains('@');
    refuse!(report, bad, "message_export.global_relay.email_address.app_error", key, "must be an e-mail address");
    let key = "MessageExportSettings.GlobalRelaySettings.SMTPUsername";
    let none = s.smtp_username.is_empty();
    refuse!(report, none, "message_export.global_relay.smtp_username.app_error", key, "Global Relay needs it");
    let key = "MessageExportSettings.GlobalRelaySettings.SMTPPassword";
    let none = s.smtp_password.is_empty();
    refuse!(report, none, "message_export.global_relay.smtp_password.app_error", key, "Global Relay needs it");
}

pub fn image_proxy(report: &mut Report, s: &ImageProxySettings) {
    let (remote, local) = (s.image_proxy_type == "atmos/camo", s.image_proxy_type == "local");
    let key = "ImageProxySettings.RemoteImageProxyURL";
    let none = s.enable && remote && s.remote_image_proxy_url.is_empty();
    refuse!(report, none, "atmos_camo_image_proxy_url.app_error", key, "the proxy needs an address");
    let key = "ImageProxySettings.RemoteImageProxyOptions";
    let none = s.enable && remote && s.remote_image_proxy_options.is_empty();
    refuse!(report, none, "atmos_camo_image_proxy_options.app_error", key, "the proxy needs its key");
    let key = "ImageProxySettings.ImageProxyType";
    let strange = s.enable && !remote && !local;
    refuse!(report, strange, "image_proxy_type.app_error", key, "must be local or atmos/camo");
}

pub fn wrangler(report: &mut Report, s: &WranglerSettings) {
    let strange = s.allowed_email_domain.iter().find(|domain| !is_mail_domain(domain));
    refuse!(
        report,
        strange.is_some(),
        "move_thread.domain_invalid.app_error",
        "WranglerSettings.AllowedEmailDomain",
        "`{}` is no domain",
        strange.map_or("", String::as_str)
    );
}

pub fn support(report: &mut Report, s: &SupportSettings) {
    let key = "SupportSettings.ReportAProblemMail";
    let bad = s.report_a_problem_type == "email" && !is_email(&s.report_a_problem_mail);
    refuse!(report, bad, "report_a_problem_mail.invalid.app_error", key, "must be an e-mail address");
    let key = "SupportSettings.ReportAProblemLink";
    let bad = s.report_a_problem_type == "link" && !is_http_url(&s.report_a_problem_link);
    refuse!(report, bad, "report_a_problem_link.invalid.app_error", key, "must be an http address");
}

pub fn flagging(report: &mut Report, s: &ContentFlaggingSettings) {
    let key = "ContentFlaggingSettings.NotificationSettings.EventTargetMapping";
    let mapping = &s.notification.event_target_mapping;
    let strange =
        mapping.keys().find(|event| !["flagged", "assigned", "removed", "dismissed"].contains(&event.as_str()));
    refuse!(
        report,
        strange.is_some(),
        "notification_settings.invalid_event",
        key,
        "`{}` is no event of a review",
        strange.map_or("", String::as_str)
    );
    let mut targets = mapping.values().flatten();
    let strange = targets.find(|target| !["reviewers", "author", "reporter"].contains(&target.as_str()));
    refuse!(
        report,
        strange.is_some(),
        "notification_settings.invalid_target",
        key,
        "`{}` is nobody who can be told",
        strange.map_or("", String::as_str)
    );
    let reviewers = mapping.get("flagged").is_some_and(|targets| targets.iter().any(|target| target == "reviewers"));
    let wanted = "reviewers must hear of a report";
    refuse!(report, !reviewers, "notification_settings.reviewer_flagged_notification_disabled", key, "{wanted}");
    let key = "ContentFlaggingSettings.AdditionalSettings.Reasons";
    let none = s.additional.reasons.is_empty();
    refuse!(report, none, "content_flagging.reasons_not_set.app_error", key, "a report needs reasons to choose from");
}

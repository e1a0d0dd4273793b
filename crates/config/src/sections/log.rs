use serde_json::{Map, Value};

use crate::macros::settings;

settings! {
    /// The server log.
    pub struct LogSettings {
        "EnableConsole" enable_console: bool = true;
        "ConsoleLevel" console_level: String = "DEBUG";
        "ConsoleJson" console_json: bool = true;
        "EnableColor" enable_color: bool = false;
        "EnableFile" enable_file: bool = true;
        "FileLevel" file_level: String = "INFO";
        "FileJson" file_json: bool = true;
        "FileLocation" file_location: String = "";
        "EnableWebhookDebugging" enable_webhook_debugging: bool = true;
        "EnableDiagnostics" enable_diagnostics: bool = true;
        "EnableSentry" enable_sentry: bool = true;
        /// Log targets by name.
        "AdvancedLoggingJSON" advanced_logging_json: Value = Value::Object(Map::new());
        /// Bytes.
        "MaxFieldSize" max_field_size: i64 = 2048;
    }
}

settings! {
    /// The audit log.
    pub struct ExperimentalAuditSettings {
        "FileEnabled" file_enabled: bool = false;
        "FileName" file_name: String = "";
        /// Log targets by name.
        "AdvancedLoggingJSON" advanced_logging_json: Value = Value::Object(Map::new());
        "Certificate" certificate: String = "";
    }
}

settings! {
    /// The metrics listener and metrics sent by clients.
    pub struct MetricsSettings {
        "Enable" enable: bool [restart] = false;
        "BlockProfileRate" block_profile_rate: i64 [restart] = 0;
        "ListenAddress" listen_address: String [restart] = ":8067";
        "EnableClientMetrics" enable_client_metrics: bool = true;
        "EnableNotificationMetrics" enable_notification_metrics: bool = true;
        /// At most five user ids whose metrics are labelled.
        "ClientSideUserIds" client_side_user_ids: Vec<String> = [];
    }
}

settings! {
    /// Statistics pages.
    pub struct AnalyticsSettings {
        "MaxUsersForStatistics" max_users_for_statistics: i64 = 2500;
    }
}

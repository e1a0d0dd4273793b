use crate::macros::settings;

settings! {
    /// Compliance reports.
    pub struct ComplianceSettings {
        "Enable" enable: bool = false;
        "Directory" directory: String = "./data/";
        "EnableDaily" enable_daily: bool = false;
        /// Posts.
        "BatchSize" batch_size: i64 = 30_000;
    }
}

settings! {
    /// When messages and files are deleted.
    pub struct DataRetentionSettings {
        "EnableMessageDeletion" enable_message_deletion: bool = false;
        "EnableFileDeletion" enable_file_deletion: bool = false;
        "EnableBoardsDeletion" enable_boards_deletion: bool = false;
        "MessageRetentionDays" message_retention_days: i64 = 365;
        "MessageRetentionHours" message_retention_hours: i64 = 0;
        "FileRetentionDays" file_retention_days: i64 = 365;
        "FileRetentionHours" file_retention_hours: i64 = 0;
        "BoardsRetentionDays" boards_retention_days: i64 = 365;
        /// `HH:MM` in server time.
        "DeletionJobStartTime" deletion_job_start_time: String = "02:00";
        "BatchSize" batch_size: i64 = 3000;
        "TimeBetweenBatchesMilliseconds" time_between_batches_milliseconds: i64 = 100;
        "RetentionIdsBatchSize" retention_ids_batch_size: i64 = 100;
        "PreservePinnedPosts" preserve_pinned_posts: bool = false;
    }
}

settings! {
    /// The compliance export.
    pub struct MessageExportSettings {
        "EnableExport" enable_export: bool = false;
        /// `actiance`, `globalrelay`, `globalrelay-zip` or `csv`.
        "ExportFormat" export_format: String = "actiance";
        /// `HH:MM` in server time.
        "DailyRunTime" daily_run_time: String = "01:00";
        /// Milliseconds since 1970.
        "ExportFromTimestamp" export_from_timestamp: i64 = 0;
        "BatchSize" batch_size: i64 = 10_000;
        "DownloadExportResults" download_export_results: bool = false;
        "ChannelBatchSize" channel_batch_size: i64 = 100;
        "ChannelHistoryBatchSize" channel_history_batch_size: i64 = 10;
        "GlobalRelaySettings" global_relay: GlobalRelaySettings;
    }
}

settings! {
    /// Delivery of the compliance export to Global Relay.
    pub struct GlobalRelaySettings {
        /// `A9`, `A10` or `CUSTOM`.
        "CustomerType" customer_type: String = "A9";
        "SMTPUsername" smtp_username: String = "";
        "SMTPPassword" smtp_password: String [secret] = "";
        "EmailAddress" email_address: String = "";
        /// Seconds.
        "SMTPServerTimeout" smtp_server_timeout: i64 = 1800;
        "CustomSMTPServerName" custom_smtp_server_name: String = "";
        "CustomSMTPPort" custom_smtp_port: String = "25";
    }
}

impl DataRetentionSettings {
    /// Hours a message is kept; hours win over days.
    pub fn message_hours(&self) -> i64 {
        retention_hours(self.message_retention_hours, self.message_retention_days)
    }

    /// Hours a file is kept; hours win over days.
    pub fn file_hours(&self) -> i64 {
        retention_hours(self.file_retention_hours, self.file_retention_days)
    }
}

fn retention_hours(hours: i64, days: i64) -> i64 {
    if hours > 0 { hours } else { days.saturating_mul(24) }
}

use crate::macros::settings;

settings! {
    /// Sign-in by e-mail, outgoing mail and push notifications.
    pub struct EmailSettings {
        "EnableSignUpWithEmail" enable_sign_up_with_email: bool = true;
        "EnableSignInWithEmail" enable_sign_in_with_email: bool = true;
        "EnableSignInWithUsername" enable_sign_in_with_username: bool = true;
        "SendEmailNotifications" send_email_notifications: bool = true;
        "UseChannelInEmailNotifications" use_channel_in_email_notifications: bool = false;
        "RequireEmailVerification" require_email_verification: bool = false;
        "FeedbackName" feedback_name: String = "";
        "FeedbackEmail" feedback_email: String = "test@example.com";
        "ReplyToAddress" reply_to_address: String = "test@example.com";
        "FeedbackOrganization" feedback_organization: String = "";
        "EnableSMTPAuth" enable_smtp_auth: bool = false;
        "SMTPUsername" smtp_username: String = "";
        "SMTPPassword" smtp_password: String [secret] = "";
        "SMTPServer" smtp_server: String = "localhost";
        "SMTPPort" smtp_port: String = "10025";
        /// Seconds.
        "SMTPServerTimeout" smtp_server_timeout: i64 = 10;
        /// Empty, `PLAIN`, `TLS` or `STARTTLS`.
        "ConnectionSecurity" connection_security: String = "";
        "SendPushNotifications" send_push_notifications: bool = false;
        "PushNotificationServer" push_notification_server: String = "";
        "PushNotificationContents" push_notification_contents: String = "full";
        "PushNotificationBuffer" push_notification_buffer: i64 = 1000;
        "EnableEmailBatching" enable_email_batching: bool = false;
        "EmailBatchingBufferSize" email_batching_buffer_size: i64 = 256;
        /// Seconds, at least 30.
        "EmailBatchingInterval" email_batching_interval: i64 = 30;
        "EnablePreviewModeBanner" enable_preview_mode_banner: bool = true;
        "SkipServerCertificateVerification" skip_server_certificate_verification: bool = false;
        /// `full` or `generic`.
        "EmailNotificationContentsType" email_notification_contents_type: String = "full";
        "LoginButtonColor" login_button_color: String = "#0000";
        "LoginButtonBorderColor" login_button_border_color: String = "#2389D7";
        "LoginButtonTextColor" login_button_text_color: String = "#2389D7";
    }
}

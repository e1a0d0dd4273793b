//! Presence and push acknowledgements.

crate::errors! {
    PUSH_DISABLED = 501 "api.push_notification.disabled.app_error" "push notifications are switched off";
    PUSH_ACK_BODY = 400 "api.push_notifications_ack.message.parse.app_error" "the acknowledgement cannot be read";
    CUSTOM_OFF = 501 "api.custom_status.disabled" "custom statuses are switched off";
}

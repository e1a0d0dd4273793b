//! Presence and push acknowledgements.

crate::errors! {
    PUSH_DISABLED = 501 "api.push_notification.disabled.app_error" "push notifications are switched off";
    PUSH_ACK_BODY = 400 "api.push_notifications_ack.message.parse.app_error" "the acknowledgement cannot be read";
    PUSH_ACK_FORWARD = 500 "api.push_notifications_ack.forward.app_error" "the push proxy did not take the acknowledgement";
    PUSH_ID_LOADED_FETCH = 500 "api.push_notification.id_loaded.fetch.app_error" "the text of the notification cannot be read";
    TEST_NO_BOT = 500 "app.notifications.send_test_message.errors.no_bot" "there is no bot that could write to you";
    TEST_NO_CHANNEL = 500 "app.notifications.send_test_message.errors.no_channel" "the conversation with the bot cannot be opened";
    TEST_NO_POST = 500 "app.notifications.send_test_message.errors.create_post" "the message to you could not be written";
    CUSTOM_OFF = 501 "api.custom_status.disabled" "custom statuses are switched off";
    CUSTOM_EMOJI = 400 "api.custom_status.set_custom_statuses.emoji_not_found" "there is no emoji of this name";
}

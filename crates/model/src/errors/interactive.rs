//! Buttons, menus and dialogs.

crate::errors! {
    NO_ACTION = 404 "api.post.do_action.action_id.app_error" "the message has no such button or menu";
    INTEGRATION = 400 "api.post.do_action.action_integration.app_error" "the program behind it did not answer as it should";
    TRIGGER_BASE64 = 400 "interactive_message.decode_trigger_id.base64_decode_failed" "the trigger id cannot be read";
    TRIGGER_PARTS = 400 "interactive_message.decode_trigger_id.missing_data" "the trigger id is incomplete";
    TRIGGER_EXPIRED = 400 "interactive_message.decode_trigger_id.expired" "the trigger id is too old";
    TRIGGER_SIGNATURE_BASE64 = 400 "interactive_message.decode_trigger_id.base64_decode_failed_signature" "the signature of the trigger id cannot be read";
    TRIGGER_SIGNATURE = 400 "interactive_message.decode_trigger_id.verify_signature_failed" "the trigger id is not one of this server";
    SUBMIT_DECODE = 500 "app.submit_interactive_dialog.decode_json_error" "the program answered something that cannot be read";
    LOOKUP_DECODE = 500 "app.lookup_interactive_dialog.decode_json_error" "the program answered something that cannot be read";
}

//! Webhooks.

crate::errors! {
    IN_OFF = 501 "api.incoming_webhook.disabled.app_error" "incoming webhooks are switched off";
    IN_NOT_FOUND = 404 "app.webhooks.get_incoming.app_error" "there is no such incoming webhook";
    IN_BAD_USERNAME = 400 "api.incoming_webhook.invalid_username.app_error" "the user name of the webhook is malformed";
    IN_DISPLAY_NAME = 400 "model.incoming_hook.display_name.app_error" "the display name of the webhook is too long";
    IN_DESCRIPTION = 400 "model.incoming_hook.description.app_error" "the description of the webhook is too long";
    IN_USERNAME = 400 "model.incoming_hook.username.app_error" "the user name of the webhook is too long";
    IN_ICON_URL = 400 "model.incoming_hook.icon_url.app_error" "the address of the picture is too long";
    TEAM_MISMATCH = 400 "api.webhook.team_mismatch.app_error" "a webhook stays in its team";

    OUT_OFF = 501 "api.outgoing_webhook.disabled.app_error" "outgoing webhooks are switched off";
    OUT_NOT_OPEN = 403 "api.outgoing_webhook.disabled.app_error" "outgoing webhooks are for open channels only";
    OUT_UPDATE_NOT_OPEN = 403 "api.webhook.create_outgoing.not_open.app_error" "outgoing webhooks are for open channels only";
    OUT_OTHER_TEAM = 403 "api.webhook.create_outgoing.permissions.app_error" "the channel is in another team";
    OUT_NO_TRIGGER = 400 "api.webhook.create_outgoing.triggers.app_error" "a webhook without a channel needs trigger words";
    OUT_UPDATE_NO_TRIGGER = 500 "api.webhook.create_outgoing.triggers.app_error" "a webhook without a channel needs trigger words";
    OUT_INTERSECT = 500 "api.webhook.create_outgoing.intersect.app_error" "another webhook of this channel calls the same address for the same word";
    OUT_UPDATE_INTERSECT = 400 "api.webhook.update_outgoing.intersect.app_error" "another webhook of this channel calls the same address for the same word";
    OUT_ID_GIVEN = 400 "app.webhooks.save_outgoing.override.app_error" "a new webhook gets its id from the server";
    OUT_NOT_FOUND = 404 "app.webhooks.get_outgoing.app_error" "there is no such outgoing webhook";
    OUT_TOKEN = 400 "model.outgoing_hook.is_valid.token.app_error" "the token of the webhook is malformed";
    OUT_WORDS = 400 "model.outgoing_hook.is_valid.words.app_error" "the trigger words are too long";
    OUT_TRIGGER_WORDS = 400 "model.outgoing_hook.is_valid.trigger_words.app_error" "a trigger word is empty";
    OUT_CALLBACK = 400 "model.outgoing_hook.is_valid.callback.app_error" "the addresses to call are missing or too long";
    OUT_URL = 400 "model.outgoing_hook.is_valid.url.app_error" "an address to call does not begin with http:// or https://";
    OUT_DISPLAY_NAME = 400 "model.outgoing_hook.is_valid.display_name.app_error" "the display name of the webhook is too long";
    OUT_DESCRIPTION = 400 "model.outgoing_hook.is_valid.description.app_error" "the description of the webhook is too long";
    OUT_CONTENT_TYPE = 400 "model.outgoing_hook.is_valid.content_type.app_error" "the content type or the kind of trigger is not valid";
    OUT_USERNAME = 400 "model.outgoing_hook.username.app_error" "the user name of the webhook is too long";
    OUT_ICON_URL = 400 "model.outgoing_hook.icon_url.app_error" "the address of the picture is too long";

    /// What callers are told, whatever is wrong; other statuses are set when it is known what was.
    FIRE_GENERAL = 400 "web.incoming_webhook.general.app_error" "the webhook did not take the call";
    FIRE_INVALID = 400 "web.incoming_webhook.invalid.app_error" "there is no such webhook";
    FIRE_TEXT = 400 "web.incoming_webhook.text.app_error" "the call says nothing";
    FIRE_USER = 403 "web.incoming_webhook.user.app_error" "the owner of the webhook is gone";
    FIRE_NO_USER = 400 "web.incoming_webhook.user.app_error" "nobody has this user name";
    FIRE_CHANNEL = 404 "web.incoming_webhook.channel.app_error" "there is no such channel";
    FIRE_LOCKED = 403 "web.incoming_webhook.channel_locked.app_error" "the webhook posts into its own channel only";
    FIRE_PERMISSIONS = 403 "web.incoming_webhook.permissions.app_error" "the owner of the webhook may not see the channel";
    FIRE_OFF = 501 "web.incoming_webhook.disabled.app_error" "incoming webhooks are switched off";
    FIRE_DECODE = 400 "web.incoming_webhook.decode.app_error" "the body of the call cannot be read";
    FIRE_MEDIA_TYPE = 400 "web.incoming_webhook.media_type.app_error" "the content type of the call is missing or malformed";
    FIRE_MULTIPART = 400 "web.incoming_webhook.parse_multipart.app_error" "the form of the call cannot be read";
    SPLIT_PROPS = 400 "web.incoming_webhook.split_props_length.app_error" "an attachment is too long";
    IN_ID_GIVEN = 400 "app.webhooks.save_incoming.existing.app_error" "a new webhook gets its id from the server";
}

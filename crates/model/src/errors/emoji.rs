//! Custom emoji.

crate::errors! {
    NOT_FOUND = 404 "app.emoji.get.no_result" "there is no such emoji";
    BY_NAME_NOT_FOUND = 404 "app.emoji.get_by_name.no_result" "no emoji has this name";
    CREATE_OTHER_USER = 403 "api.emoji.create.other_user.app_error" "an emoji is created in one's own name";
    CREATE_FORM_BROKEN = 400 "api.emoji.create.parse.app_error" "the form cannot be read";
    IMAGE_INVALID = 400 "api.emoji.upload.image.app_error" "the picture is not a GIF, PNG or JPEG, or is too large";

    CREATE_DUPLICATE = 400 "api.emoji.create.duplicate.app_error" "there is an emoji of this name";
    CREATE_TOO_LARGE = 413 "api.emoji.create.too_large.app_error" "the picture is larger than 512 kB";
    OFF = 501 "api.emoji.disabled.app_error" "custom emoji are switched off";
    OFF_READ = 403 "api.emoji.disabled.app_error" "custom emoji are switched off";
    STORAGE = 403 "api.emoji.storage.app_error" "the picture could not be stored";
    IMAGE_NOT_FOUND = 404 "api.emoji.get_image.read.app_error" "the picture of this emoji is missing";
    IMAGE_DAMAGED = 500 "api.emoji.get_image.decode.app_error" "the picture of this emoji is damaged";

    INVALID_ID = 400 "model.emoji.id.app_error" "the id of the emoji is malformed";
    INVALID_CREATE_AT = 400 "model.emoji.create_at.app_error" "the emoji needs a time of creation";
    INVALID_UPDATE_AT = 400 "model.emoji.update_at.app_error" "the emoji needs a time of change";
    INVALID_CREATOR = 400 "model.emoji.user_id.app_error" "the emoji needs a creator";
    INVALID_NAME = 400 "model.emoji.name.app_error" "an emoji name has 1 to 64 letters, digits, dashes, underscores or plus signs";
    SYSTEM_NAME = 400 "model.emoji.system_emoji_name.app_error" "an emoji of the system has this name";
}

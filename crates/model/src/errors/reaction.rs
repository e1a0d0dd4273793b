//! Reactions.

crate::errors! {
    SAVE_INVALID = 400 "api.reaction.save_reaction.invalid.app_error" "the reaction is not valid";

    INVALID_USER = 400 "model.reaction.is_valid.user_id.app_error" "the reaction needs a user";
    INVALID_POST = 400 "model.reaction.is_valid.post_id.app_error" "the reaction needs a post";
    INVALID_EMOJI = 400 "model.reaction.is_valid.emoji_name.app_error" "an emoji name has 1 to 64 letters, digits, dashes, underscores or plus signs";
    INVALID_CREATE_AT = 400 "model.reaction.is_valid.create_at.app_error" "the reaction needs a time of creation";
    INVALID_UPDATE_AT = 400 "model.reaction.is_valid.update_at.app_error" "the reaction needs a time of change";
}

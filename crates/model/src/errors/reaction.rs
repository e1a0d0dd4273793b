//! Reactions.

crate::errors! {
    SAVE_INVALID = 400 "api.reaction.save_reaction.invalid.app_error" "the reaction is not valid";

    SAVE_OTHER_USER = 403 "api.reaction.save_reaction.user_id.app_error" "one reacts in one's own name";
    SAVE_ARCHIVED = 403 "api.reaction.save.archived_channel.app_error" "the channel is archived";
    SAVE_BURNS = 403 "api.reaction.save.burn_on_read.app_error" "one cannot react to a message that burns when it is read";
    SAVE_TOO_MANY = 400 "app.reaction.save.save.too_many_reactions" "the post has as many different reactions as it may have";
    DELETE_ARCHIVED = 403 "api.reaction.delete.archived_channel.app_error" "the channel is archived";

    INVALID_USER = 400 "model.reaction.is_valid.user_id.app_error" "the reaction needs a user";
    INVALID_POST = 400 "model.reaction.is_valid.post_id.app_error" "the reaction needs a post";
    INVALID_EMOJI = 400 "model.reaction.is_valid.emoji_name.app_error" "an emoji name has 1 to 64 letters, digits, dashes, underscores or plus signs";
    INVALID_CREATE_AT = 400 "model.reaction.is_valid.create_at.app_error" "the reaction needs a time of creation";
    INVALID_UPDATE_AT = 400 "model.reaction.is_valid.update_at.app_error" "the reaction needs a time of change";
    SAVE_RESTRICTED = 400 "api.reaction.save.restricted_dm.error" "one can write to people of one's own teams only";
    DELETE_RESTRICTED = 400 "api.reaction.delete.restricted_dm.error" "one can write to people of one's own teams only";
}

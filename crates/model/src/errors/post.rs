//! Posts and post search.

crate::errors! {
    NOT_FOUND = 404 "app.post.get.app_error" "there is no such post";
    CHANNEL_DELETED = 400 "api.post.create_post.can_not_post_to_deleted.error" "this channel is archived";
    ROOT_INVALID = 400 "api.post.create_post.root_id.app_error" "the thread to reply to does not exist in this channel";
    TOO_MANY_IDS = 400 "api.post.posts_by_ids.invalid_body.request_error" "at most 1000 posts can be asked for at once";
    UPDATE_NOT_FOUND = 400 "api.post.update_post.find.app_error" "there is no such post";
    UPDATE_SYSTEM = 400 "api.post.update_post.system_message.app_error" "messages of the server cannot be changed";
    UPDATE_DELETED = 400 "api.post.update_post.permissions_details.app_error" "this post is deleted";
    UPDATE_TOO_LATE = 400 "api.post.update_post.permissions_time_limit.app_error" "posts can be changed for {seconds} seconds";
    UPDATE_IN_DELETED = 400 "api.post.update_post.can_not_update_post_in_deleted.error" "this channel is archived";
    PATCH_IN_DELETED = 400 "api.post.patch_post.can_not_update_post_in_deleted.error" "this channel is archived";
    DELETE_IN_DELETED = 400 "api.post.delete_post.can_not_delete_post_in_deleted.error" "this channel is archived";
    DELETE_NOT_ENABLED = 501 "api.post.delete_post.not_enabled.app_error" "this server does not let posts be deleted for good";
    RESTORE_NOT_ALLOWED = 403 "app.post.restore_post_version.not_allowed.app_error" "you did not write this version";
    RESTORE_NOT_HISTORY = 400 "app.post.restore_post_version.not_an_history_item.app_error" "this is no earlier version of the post";
    RESTORE_NOT_VALID = 400 "app.post.restore_post_version.not_valid_post_history_item.app_error" "this version cannot be restored";
    PRIORITY_ROOT_ONLY = 400 "api.post.post_priority.priority_post_only_allowed_for_root_post.request_error" "a reply has no priority";
    PRIORITY_PERSISTENT_URGENT = 400 "api.post.post_priority.urgent_persistent_notification_post.request_error" "only urgent posts notify again and again";
    ACK_NOT_FOUND = 404 "app.acknowledgement.get.app_error" "this post was not acknowledged";
    ACK_IN_ARCHIVED = 403 "api.acknowledgement.save.archived_channel.app_error" "this channel is archived";
    UNACK_IN_ARCHIVED = 403 "api.acknowledgement.delete.archived_channel.app_error" "this channel is archived";
    UNACK_TOO_LATE = 403 "api.acknowledgement.delete.deadline.app_error" "an acknowledgement can be taken back for five minutes";
    REVEAL_OWN = 400 "api.post.reveal_post.cannot_reveal_own_post.app_error" "you cannot reveal your own post";
    REVEAL_NOT_MEMBER = 403 "api.post.reveal_post.user_not_in_channel.app_error" "you are not in the channel of this post";
    REVEAL_NOT_BURNING = 400 "app.reveal_post.not_burn_on_read.app_error" "this post does not burn on reading";
    REVEAL_DISABLED = 501 "api.post.reveal_post.disabled.app_error" "this server has no posts that burn on reading";
    BURN_NOT_MEMBER = 403 "api.post.burn_post.user_not_in_channel.app_error" "you are not in the channel of this post";
    BURN_NOT_REVEALED = 400 "app.burn_post.not_revealed.app_error" "you have not opened this post";
    BURN_THREAD = 400 "api.post.create_post.burn_on_read.app_error" "posts that burn on reading have no replies and are none";
    BURN_DISABLED = 501 "api.post.fill_in_post_props.burn_on_read.config.app_error" "this server has no posts that burn on reading";
    BURN_TO_SELF = 400 "api.post.fill_in_post_props.burn_on_read.self_dm.app_error" "nobody else could read this post";
    BURN_TO_BOT = 400 "api.post.fill_in_post_props.burn_on_read.bot_dm.app_error" "a bot cannot open this post";
    BURN_PATCH = 400 "api.post.patch_post.can_not_update_burn_on_read_post.error" "a post that burns on reading cannot be changed";
    BURN_UPDATE = 400 "api.post.update_post.burn_on_read.app_error" "a post that burns on reading cannot be changed";
    NOT_BURN_ON_READ = 400 "app.burn_post.not_burn_on_read.app_error" "this post does not burn on reading";
    MOVE_DISABLED = 501 "api.post.move_thread.disabled.app_error" "this server does not let threads be moved";
    MOVE_NOT_PERMITTED = 403 "api.post.move_thread.no_permission" "your roles or your address do not let you move threads";
    MOVE_REFUSED = 400 "app.post.move_thread_command.error" "this thread cannot be moved there: {reason}";
    SEARCH_BODY = 400 "api.post.search_posts.invalid_body.app_error" "the search cannot be read";

    INVALID_ID = 400 "model.post.is_valid.id.app_error" "the id of the post is malformed";
    INVALID_CREATE_AT = 400 "model.post.is_valid.create_at.app_error" "the post needs a time of creation";
    INVALID_UPDATE_AT = 400 "model.post.is_valid.update_at.app_error" "the post needs a time of change";
    INVALID_USER = 400 "model.post.is_valid.user_id.app_error" "the post needs an author";
    INVALID_CHANNEL = 400 "model.post.is_valid.channel_id.app_error" "the post needs a channel";
    INVALID_ROOT = 400 "model.post.is_valid.root_id.app_error" "the id of the thread is malformed";
    INVALID_ORIGINAL = 400 "model.post.is_valid.original_id.app_error" "the id of the earlier version is malformed";
    MESSAGE_TOO_LONG = 400 "model.post.is_valid.message_length.app_error" "the message has {length} characters; {max} are allowed";
    INVALID_HASHTAGS = 400 "model.post.is_valid.hashtags.app_error" "the hashtags have more than 1000 characters";
    INVALID_TYPE = 400 "model.post.is_valid.type.app_error" "there is no such type of post";
    INVALID_FILE_IDS = 400 "model.post.is_valid.file_ids.app_error" "a post has at most 10 files";
    INVALID_PROPS = 400 "model.post.is_valid.props.app_error" "the props of the post are too large";
}

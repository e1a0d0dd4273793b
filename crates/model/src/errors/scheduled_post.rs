//! Scheduled posts. What they have in common with drafts is in [`super::draft`].

crate::errors! {
    OFF = 400 "api.scheduled_posts.feature_disabled" "posts cannot be scheduled on this server";
    CHANNEL_DELETED = 400 "app.save_scheduled_post.channel_deleted.app_error" "the channel is archived";
    RESTRICTED_DIRECT = 400 "app.save_scheduled_post.restricted_dm.error" "one can write to people of one's own teams only";
    UPDATE_NOT_FOUND = 404 "app.update_scheduled_post.existing_scheduled_post.not_exist" "there is no such scheduled post";
    UPDATE_DENIED = 403 "app.update_scheduled_post.update_permission.error" "the scheduled post is somebody else's";
    DELETE_NOT_FOUND = 404 "app.delete_scheduled_post.existing_scheduled_post.not_exist" "there is no such scheduled post";
    DELETE_DENIED = 403 "app.delete_scheduled_post.delete_permission.error" "the scheduled post is somebody else's";

    INVALID_TIME = 400 "model.scheduled_post.is_valid.scheduled_at.app_error" "the time to send at is over";
    EMPTY = 400 "model.scheduled_post.is_valid.empty_post.app_error" "there is nothing to send: neither a message nor a file";
}

//! Posts and post search.

crate::errors! {
    NOT_FOUND = 404 "app.post.get.app_error" "there is no such post";
    CHANNEL_DELETED = 400 "api.post.create_post.can_not_post_to_deleted.error" "this channel is archived";
    ROOT_INVALID = 400 "api.post.create_post.root_id.app_error" "the thread to reply to does not exist in this channel";
    REVEAL_OWN = 400 "api.post.reveal_post.cannot_reveal_own_post.app_error" "you cannot reveal your own post";
    NOT_BURN_ON_READ = 400 "app.burn_post.not_burn_on_read.app_error" "this post does not burn on reading";
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

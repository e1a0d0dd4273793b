//! Bookmarks of channels.

crate::errors! {
    CREATE_ARCHIVED = 403 "api.channel.bookmark.create_channel_bookmark.deleted_channel.forbidden.app_error" "the channel is archived";
    CREATE_OUTSIDE = 403 "api.channel.bookmark.create_channel_bookmark.direct_or_group_channels.forbidden.app_error" "only those in the conversation add bookmarks to it";
    CREATE_GUEST = 403 "api.channel.bookmark.create_channel_bookmark.direct_or_group_channels_by_guests.forbidden.app_error" "guests add no bookmarks to conversations";
    UPDATE_ARCHIVED = 403 "api.channel.bookmark.update_channel_bookmark.deleted_channel.forbidden.app_error" "the channel is archived";
    UPDATE_OUTSIDE = 403 "api.channel.bookmark.update_channel_bookmark.direct_or_group_channels.forbidden.app_error" "only those in the conversation change its bookmarks";
    UPDATE_GUEST = 403 "api.channel.bookmark.update_channel_bookmark.direct_or_group_channels_by_guests.forbidden.app_error" "guests change no bookmarks of conversations";
    SORT_ARCHIVED = 403 "api.channel.bookmark.update_channel_bookmark_sort_order.deleted_channel.forbidden.app_error" "the channel is archived";
    SORT_OUTSIDE = 403 "api.channel.bookmark.update_channel_bookmark_sort_order.direct_or_group_channels.forbidden.app_error" "only those in the conversation sort its bookmarks";
    SORT_GUEST = 403 "api.channel.bookmark.update_channel_bookmark_sort_order.direct_or_group_channels_by_guests.forbidden.app_error" "guests do not sort the bookmarks of conversations";
    DELETE_ARCHIVED = 403 "api.channel.bookmark.delete_channel_bookmark.deleted_channel.forbidden.app_error" "the channel is archived";
    DELETE_OUTSIDE = 403 "api.channel.bookmark.delete_channel_bookmark.direct_or_group_channels.forbidden.app_error" "only those in the conversation delete its bookmarks";
    DELETE_GUEST = 403 "api.channel.bookmark.delete_channel_bookmark.direct_or_group_channels_by_guests.forbidden.app_error" "guests delete no bookmarks of conversations";

    NOT_FOUND = 404 "app.channel.bookmark.get.app_error" "there is no such bookmark";
    SORT_INVALID = 400 "app.channel.bookmark.update_sort.invalid_input.app_error" "there is no such place among the bookmarks";
    SORT_NOT_FOUND = 404 "app.channel.bookmark.update_sort.missing_bookmark.app_error" "the channel has no such bookmark";

    INVALID_NAME = 400 "model.channel_bookmark.is_valid.display_name.app_error" "a bookmark has a name of 1 to 64 characters";
    INVALID_TYPE = 400 "model.channel_bookmark.is_valid.type.app_error" "a bookmark is of a link or a file";
    INVALID_LINK = 400 "model.channel_bookmark.is_valid.link_url.missing_or_invalid.app_error" "the bookmark needs a web address of at most 1024 characters";
    INVALID_IMAGE = 400 "model.channel_bookmark.is_valid.image_url.app_error" "the picture of a bookmark needs a web address of at most 1024 characters";
    INVALID_FILE = 400 "model.channel_bookmark.is_valid.file_id.missing_or_invalid.app_error" "the bookmark needs a file of the channel that nothing else has";
    LINK_AND_FILE = 400 "model.channel_bookmark.is_valid.link_file.app_error" "a bookmark is of a link or of a file, not of both";
}

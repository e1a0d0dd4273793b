//! Files, uploads and the image proxy.

crate::errors! {
    ATTACHMENTS_OFF = 403 "api.file.attachments.disabled.app_error" "attaching files is turned off on this server";
    UPLOADS_OFF = 501 "api.file.attachments.disabled.app_error" "attaching files is turned off on this server";
    UPLOAD_BROKEN = 400 "api.file.upload_file.read_request.app_error" "the upload cannot be read or broke off";
    UPLOAD_TOO_LARGE = 413 "api.file.upload_file.too_large_detailed.app_error" "{name} is larger than the {limit} bytes that this server accepts";
    UPLOAD_PIXELS = 400 "api.file.upload_file.large_image_detailed.app_error" "the picture {name} has more pixels than this server accepts";
    UPLOAD_CLIENT_IDS = 400 "api.file.upload_file.incorrect_number_of_client_ids.app_error" "there are {ids} client ids for {files} files";
    UPLOAD_CHANNELS = 400 "api.file.upload_file.multiple_channel_ids.app_error" "an upload goes to one channel only";
    UPLOAD_RESTRICTED = 400 "api.file.upload_file.restricted_dm.error" "files cannot be sent to somebody who is in none of your teams";
    NOT_STORED = 500 "api.file.write_file.app_error" "the file could not be stored";
    NOT_READ = 500 "api.file.read_file.app_error" "the stored file could not be read";
    BYTES_NOT_FOUND = 404 "api.file.file_reader.app_error" "the bytes of this file are not in the file store";
    NO_DRIVER = 500 "api.file.no_driver.app_error" "the settings of the file store name none that there is";
    TEST = 500 "api.file.test_connection.app_error" "the file store cannot be used";
    TEST_AUTH = 500 "api.file.test_connection_s3_auth.app_error" "the file store refuses this key";
    TEST_NO_BUCKET = 500 "api.file.test_connection_s3_bucket_does_not_exist.app_error" "there is no such bucket";
    NO_THUMBNAIL = 400 "api.file.get_file_thumbnail.no_thumbnail.app_error" "this file has no thumbnail";
    NO_PREVIEW = 400 "api.file.get_file_preview.no_preview.app_error" "this file has no preview";
    INFO_NOT_FOUND = 404 "api.file.get_file_info.app_error" "there is no such file";
    LINK_FILE_NOT_FOUND = 404 "app.file_info.get.app_error" "there is no such file";
    LINK_NO_POST = 400 "api.file.get_public_link.no_post.app_error" "a file without a post has no public link";
    LINKS_OFF = 403 "api.file.get_public_link.disabled.app_error" "public links are turned off on this server";
    LINK_INVALID = 400 "api.file.get_file.public_invalid.app_error" "this is no valid public link";
    SEARCH_OFF = 501 "store.sql_file_info.search.disabled" "searching for files is turned off on this server";
    SEARCH_BODY = 400 "api.post.search_files.invalid_body.app_error" "the search cannot be read";
    IMAGE_URL = 400 "api.image.get.app_error" "the address of the picture is missing or malformed";
    UPLOAD_NOT_FOUND = 404 "app.upload.get.app_error" "there is no such upload";
    UPLOAD_DENIED = 403 "api.upload.get_upload.forbidden.app_error" "this upload is not yours";
    UPLOAD_FIRST_PART = 400 "app.upload.upload_data.first_part_too_small.app_error" "the first part of an upload is too small";

    UPLOAD_SIZE = 413 "api.upload.create.upload_too_large.app_error" "the file is larger than the {limit} bytes that this server accepts";
    UPLOAD_CHANNEL_DELETED = 400 "app.upload.create.cannot_upload_to_deleted_channel.app_error" "the channel is archived";
    UPLOAD_CHANNEL_RESTRICTED = 400 "app.upload.create.cannot_upload_to_restricted_dm.error" "files cannot be sent to somebody who is in none of your teams";
    UPLOAD_PART_FORM = 400 "api.upload.upload_data.multipart_error" "the form with the part cannot be read";
    UPLOAD_PART_LENGTH = 400 "api.upload.upload_data.invalid_content_length" "the part is longer than what is left of the upload";
    UPLOAD_PART_NOT_STORED = 500 "app.upload.upload_data.save.app_error" "the part could not be stored";
    UPLOAD_CONCURRENT = 400 "app.upload.upload_data.concurrent.app_error" "another request is sending this part of the upload";
    UPLOAD_PART_PIXELS = 400 "app.upload.upload_data.large_image.app_error" "the picture has more pixels than this server accepts";

    INVALID_ID = 400 "model.file_info.is_valid.id.app_error" "the id of the file is malformed";
    INVALID_USER = 400 "model.file_info.is_valid.user_id.app_error" "the file needs an owner";
    INVALID_POST = 400 "model.file_info.is_valid.post_id.app_error" "the post of the file is malformed";
    INVALID_CREATE_AT = 400 "model.file_info.is_valid.create_at.app_error" "the file needs a time of creation";
    INVALID_UPDATE_AT = 400 "model.file_info.is_valid.update_at.app_error" "the file needs a time of change";
    INVALID_PATH = 400 "model.file_info.is_valid.path.app_error" "the file needs a place in the store";
    UPLOAD_INVALID_ID = 400 "model.upload_session.is_valid.id.app_error" "the id of the upload is malformed";
    UPLOAD_INVALID_TYPE = 400 "model.upload_session.is_valid.type.app_error" "there is no such type of upload";
    UPLOAD_INVALID_USER = 400 "model.upload_session.is_valid.user_id.app_error" "the upload needs an owner";
    UPLOAD_INVALID_CHANNEL = 400 "model.upload_session.is_valid.channel_id.app_error" "the upload needs a channel";
    UPLOAD_INVALID_CREATE_AT = 400 "model.upload_session.is_valid.create_at.app_error" "the upload needs a time of creation";
    UPLOAD_INVALID_NAME = 400 "model.upload_session.is_valid.filename.app_error" "the upload needs a file name";
    UPLOAD_INVALID_SIZE = 400 "model.upload_session.is_valid.file_size.app_error" "the size of the upload must be above zero";
    UPLOAD_INVALID_OFFSET = 400 "model.upload_session.is_valid.file_offset.app_error" "the position of the upload is beyond its size";
    UPLOAD_INVALID_PATH = 400 "model.upload_session.is_valid.path.app_error" "the upload needs a place in the store";
}

//! Files, uploads and the image proxy.

crate::errors! {
    INFO_NOT_FOUND = 404 "api.file.get_file_info.app_error" "there is no such file";
    LINK_FILE_NOT_FOUND = 404 "app.file_info.get.app_error" "there is no such file";
    LINK_NO_POST = 400 "api.file.get_public_link.no_post.app_error" "a file without a post has no public link";
    SEARCH_BODY = 400 "api.post.search_files.invalid_body.app_error" "the search cannot be read";
    IMAGE_URL = 400 "api.image.get.app_error" "the address of the picture is missing or malformed";
    UPLOAD_NOT_FOUND = 404 "app.upload.get.app_error" "there is no such upload";
    UPLOAD_DENIED = 403 "api.upload.get_upload.forbidden.app_error" "this upload is not yours";
    UPLOAD_FIRST_PART = 400 "app.upload.upload_data.first_part_too_small.app_error" "the first part of an upload is too small";

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

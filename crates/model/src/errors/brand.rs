//! The picture of the sign-in page.

crate::errors! {
    FORM_BROKEN = 400 "api.admin.upload_brand_image.parse.app_error" "the form with the picture cannot be read";
    NO_FILE = 400 "api.admin.upload_brand_image.no_file.app_error" "the form holds no picture";
    MANY_FILES = 400 "api.admin.upload_brand_image.array.app_error" "one picture is enough";
    TOO_LARGE = 413 "api.admin.upload_brand_image.too_large.app_error" "the picture is too large";
    LIMITS = 400 "brand.save_brand_image.check_image_limits.app_error" "the picture has too many pixels";
    DECODE = 400 "brand.save_brand_image.decode.app_error" "the file is no picture that can be read";
    ENCODE = 500 "brand.save_brand_image.encode.app_error" "the picture cannot be stored as PNG";
    SAVE = 500 "brand.save_brand_image.save_image.app_error" "the picture cannot be stored";
    DELETE_NOT_FOUND = 404 "api.admin.delete_brand_image.storage.not_found" "there is no picture to take away";
}

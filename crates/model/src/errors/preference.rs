//! Preferences.

crate::errors! {
    NOT_FOUND = 400 "app.preference.get.app_error" "there is no such preference";
    CATEGORY_NOT_FOUND = 404 "api.preference.preferences_category.get.app_error" "there are no preferences of this category";
    SET_DENIED = 403 "api.preference.update_preferences.set.app_error" "you may only set your own preferences";
    DELETE_DENIED = 403 "api.preference.delete_preferences.delete.app_error" "you may only delete your own preferences";

    INVALID_ID = 400 "model.preference.is_valid.id.app_error" "the user of the preference is malformed";
    INVALID_CATEGORY = 400 "model.preference.is_valid.category.app_error" "the category needs 1 to 32 characters";
    INVALID_NAME = 400 "model.preference.is_valid.name.app_error" "the name has more than 32 characters";
    INVALID_VALUE = 400 "model.preference.is_valid.value.app_error" "the value has more than 20000 characters";
    INVALID_THEME = 400 "model.preference.is_valid.theme.app_error" "the theme is not a JSON object of texts";
    INVALID_LIMIT_VISIBLE = 400 "model.preference.is_valid.limit_visible_dms_gms.app_error" "the limit of direct messages is not a valid number";
}

//! Fields that a server adds to profiles.

crate::errors! {
    FIELD = 400 "model.property_field.is_valid.app_error" "a field has a name of its own of at most 255 characters, and a known type";
    ATTRS = 422 "app.custom_profile_attributes.sanitize_and_validate.app_error" "the visibility, the type of the value or the options of the field are not in order";
    MANAGED = 400 "app.custom_profile_attributes.sanitize_and_validate.app_error" "managed is empty or admin";
    LIMIT = 422 "app.custom_profile_attributes.limit_reached.app_error" "there are as many fields as a server can have";
    NOT_FOUND = 404 "app.custom_profile_attributes.property_field_not_found.app_error" "there is no such field";
    VALUE = 400 "app.custom_profile_attributes.validate_value.app_error" "the value is not one that the field can have";
    IS_MANAGED = 403 "app.custom_profile_attributes.property_field_is_managed.app_error" "administrators write the values of this field";
    IS_SYNCED = 400 "app.custom_profile_attributes.property_field_is_synced.app_error" "the values of this field come from a directory";
}

//! Roles.

crate::errors! {
    NOT_FOUND = 404 "app.role.get.app_error" "there is no such role";
    BY_NAME_NOT_FOUND = 404 "app.role.get_by_name.app_error" "no role has this name";
    BY_NAME_IN_BODY = 400 "app.role.get_by_name.app_error" "no role has this name";
    INVALID = 400 "app.role.save.invalid_role.app_error" "a role holds known permissions only";
    NOT_ALLOWED = 501 "api.roles.patch_roles.not_allowed_permission.error" "roles cannot be given or lose the permission {permission}";
    ROLE_MISSING = 400 "app.role.check_roles_exist.role_not_found" "no role is named \"{name}\"";
}

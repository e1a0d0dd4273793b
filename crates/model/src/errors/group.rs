//! Groups.

crate::errors! {
    NOT_FOUND = 404 "app.group.no_rows" "there is no such group";
    NAME = 400 "model.group.name.app_error" "a group that messages may name needs a name";
    NAME_LENGTH = 400 "model.group.name.invalid_length.app_error" "the name of a group has 1 to 64 characters";
    NAME_CHARACTERS = 400 "model.group.name.invalid_chars.app_error" "the name of a group has lower-case letters, digits, points, hyphens and underscores only";
    NAME_RESERVED = 400 "model.group.name.reserved_name.app_error" "this name stands for a whole channel";
    NAME_TAKEN = 400 "app.custom_group.unique_name" "another group has this name";
    NAME_OF_USER = 400 "app.group.username_conflict" "a person has this name";
    DISPLAY_NAME = 400 "model.group.display_name.app_error" "the display name of a group has 1 to 128 characters";
    DESCRIPTION = 400 "model.group.description.app_error" "the description of a group has at most 1024 characters";
    NOT_CUSTOM = 400 "app.group.crud_permission" "this cannot be done with a group of this source";
    NOT_IN_TEAM = 400 "group_not_associated_to_synced_team" "the group is not tied to the team of the channel, on which groups alone decide";
    UNTIED_BEFORE = 400 "app.group.group_syncable_already_deleted" "the group is not tied to this any more";
    NOT_REFERENCEABLE = 400 "api.custom_groups.must_be_referenceable" "messages may always name a custom group";
    WITH_REMOTE_ID = 400 "api.custom_groups.no_remote_id" "a custom group has no remote id";
    DISABLED = 400 "api.custom_groups.feature_disabled" "custom groups are switched off on this server";
    USER_NOT_FOUND = 400 "app.group.user_not_found" "one of these people does not exist or is not in the group";
}

//! Schemes of permissions.

crate::errors! {
    NOT_FOUND = 404 "app.scheme.get.app_error" "there is no such scheme";
    INVALID = 400 "app.scheme.save.invalid_scheme.app_error" "a scheme has a name of lower-case letters, digits and underscores, a display name, and the scope team or channel";
    TEAMS_SCOPE = 400 "api.scheme.get_teams_for_scheme.scope.error" "this scheme is not for teams";
    CHANNELS_SCOPE = 400 "api.scheme.get_channels_for_scheme.scope.error" "this scheme is not for channels";
    MODERATION_RESTRICTED = 403 "api.channel.patch_channel_moderations_for_channel.restricted_permission.app_error" "{permission} is not granted above the channel and cannot be granted in it";
}

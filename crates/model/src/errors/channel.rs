//! Channels and their members.

crate::errors! {
    NOT_FOUND = 404 "app.channel.get.existing.app_error" "there is no such channel";
    BY_NAME_NOT_FOUND = 404 "app.channel.get_by_name.missing.app_error" "no channel has this name";
    BY_IDS_NOT_FOUND = 404 "app.channel.get_channels_by_ids.not_found.app_error" "none of these channels exists";
    MEMBER_NOT_FOUND = 404 "app.channel.get_member.missing.app_error" "this user is not a member of the channel";
    MEMBER_ADD_TYPE = 400 "api.channel.add_user_to_channel.type.app_error" "members cannot be added to a direct or group channel";
    MEMBER_REMOVE_TYPE = 400 "api.channel.remove_channel_member.type.app_error" "members cannot be removed from a direct or group channel";
    CREATE_DIRECT_HERE = 400 "api.channel.create_channel.direct_channel.app_error" "a direct channel is not created here";
    MAX_PER_TEAM = 400 "api.channel.create_channel.max_channel_limit.app_error" "the team {team} has {max} channels already, which is the limit";
    NAME_TAKEN = 400 "store.sql_channel.save_channel.existing.app_error" "a channel of this team has this name already, maybe an archived one";
    DIRECT_TEAM_RESTRICTED = 403 "api.channel.create_channel.direct_channel.team_restricted_error" "direct messages need a team in common";
    GROUP_BAD_USER = 400 "api.channel.create_group.bad_user.app_error" "a user of the group channel does not exist";
    DIRECT_INVALID_USER = 400 "api.channel.create_direct_channel.invalid_user.app_error" "a user of the direct channel does not exist";
    GROUP_BAD_SIZE = 400 "api.channel.create_group.bad_size.app_error" "a group channel has 3 to 8 members";
    GROUP_CONVERT_TEAM = 400 "app.channel.group_message_conversion.incorrect_team" "not every member of the group is in this team";
    DELETE_DEFAULT = 400 "api.channel.delete_channel.cannot.app_error" "the channel {name} cannot be archived";
    DELETE_DELETED = 400 "api.channel.delete_channel.deleted.app_error" "this channel is archived already";
    TRANSLATION_OFF = 403 "api.channel.update_channel_member_autotranslation.feature_not_available.app_error" "translation is not set up";
    ACCESS_CONTROL_OFF = 501 "app.pap.get_channel_access_control_attributes.app_error" "access policies are not set up";
    SCHEME_NOT_FOUND = 404 "app.scheme.get.app_error" "there is no such scheme";

    INVALID_ID = 400 "model.channel.is_valid.id.app_error" "the id of the channel is malformed";
    INVALID_CREATE_AT = 400 "model.channel.is_valid.create_at.app_error" "the channel needs a time of creation";
    INVALID_UPDATE_AT = 400 "model.channel.is_valid.update_at.app_error" "the channel needs a time of change";
    INVALID_DISPLAY_NAME = 400 "model.channel.is_valid.display_name.app_error" "the display name has more than 64 characters";
    INVALID_NAME = 400 "model.channel.is_valid.name.app_error" "this name looks like that of a direct channel; choose another";
    INVALID_NAME_CHARACTERS = 400 "model.channel.is_valid.1_or_more.app_error" "the name needs 1 to 64 lower-case letters, digits, dashes or underscores and begins with a letter or digit";
    INVALID_TYPE = 400 "model.channel.is_valid.type.app_error" "the type of a channel is O, P, D or G";
    INVALID_HEADER = 400 "model.channel.is_valid.header.app_error" "the header has more than 1024 characters";
    INVALID_PURPOSE = 400 "model.channel.is_valid.purpose.app_error" "the purpose has more than 250 characters";
    INVALID_CREATOR = 400 "model.channel.is_valid.creator_id.app_error" "the id of the creator is malformed";
    BANNER_TYPE = 400 "model.channel.is_valid.banner_info.channel_type.app_error" "only public and private channels have a banner";
    BANNER_TEXT_EMPTY = 400 "model.channel.is_valid.banner_info.text.empty.app_error" "the banner needs a text";
    BANNER_TEXT_LENGTH = 400 "model.channel.is_valid.banner_info.text.invalid_length.app_error" "the text of the banner has more than 1024 characters";
    BANNER_COLOR_EMPTY = 400 "model.channel.is_valid.banner_info.background_color.empty.app_error" "the banner needs a colour";
    BANNER_COLOR_INVALID = 400 "model.channel.is_valid.banner_info.background_color.invalid.app_error" "the colour of the banner is not of the form #rrggbb";
    MEMBER_INVALID_CHANNEL = 400 "model.channel_member.is_valid.channel_id.app_error" "the membership needs a channel";
    MEMBER_INVALID_USER = 400 "model.channel_member.is_valid.user_id.app_error" "the membership needs a user";
    NOTIFY_DESKTOP = 400 "model.channel_member.is_valid.notify_level.app_error" "the desktop setting is not valid";
    NOTIFY_MARK_UNREAD = 400 "model.channel_member.is_valid.unread_level.app_error" "the mark_unread setting is not valid";
    NOTIFY_PUSH = 400 "model.channel_member.is_valid.push_level.app_error" "the push setting is not valid";
    NOTIFY_EMAIL = 400 "model.channel_member.is_valid.email_value.app_error" "the email setting is not valid";
    NOTIFY_IGNORE_MENTIONS = 400 "model.channel_member.is_valid.ignore_channel_mentions_value.app_error" "the ignore_channel_mentions setting is not valid";
    NOTIFY_AUTO_FOLLOW = 400 "model.channel_member.is_valid.channel_auto_follow_threads_value.app_error" "the channel_auto_follow_threads setting is not valid";
    NOTIFY_TOO_LARGE = 400 "model.channel_member.is_valid.notify_props.app_error" "the notification settings are too large";
}

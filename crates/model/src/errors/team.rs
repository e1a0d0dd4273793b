//! Teams, their members, invitations and icons.

crate::errors! {
    NOT_FOUND = 404 "app.team.get.find.app_error" "there is no such team";
    NAME_TAKEN = 400 "app.team.save.existing.app_error" "a team with this name exists already";
    FULL = 400 "app.team.join_user_to_team.max_accounts.app_error" "the team has its {max} members already";
    BY_NAME_NOT_FOUND = 404 "app.team.get_by_name.missing.app_error" "no team has this name";
    BY_INVITE_NOT_FOUND = 404 "app.team.get_by_invite_id.finding.app_error" "no team has this invitation";
    MEMBER_NOT_FOUND = 404 "app.team.get_member.missing.app_error" "this user is not a member of the team";
    ACCOUNT_MISSING = 404 "api.team.user.missing_account" "there is no such user";
    LIST_DENIED = 403 "api.team.get_all_teams.insufficient_permissions" "you may not list the teams of this server";
    JOIN_PARAMETER_MISSING = 400 "api.team.add_user_to_team.missing_parameter.app_error" "an invitation token or id is missing";
    ICON_NOT_FOUND = 404 "api.team.get_team_icon.read_file.app_error" "this team has no icon";
    ICON_TEAM_NOT_FOUND = 400 "api.team.remove_team_icon.get_team.app_error" "there is no such team";
    ICON_NO_FILE = 400 "api.team.set_team_icon.no_file.app_error" "the form has no picture";
    ICON_FORM_BROKEN = 400 "api.team.set_team_icon.parse.app_error" "the form cannot be read";
    INVITE_GUESTS_BODY = 400 "api.team.invite_guests_to_channels.invalid_body.app_error" "the invitation cannot be read";
    INVITE_BODY = 400 "api.team.invite_members_to_team_and_channels.invalid_body.app_error" "the invitation cannot be read";
    INVITE_MAIL_FAILED = 500 "api.team.invite_members.unable_to_send_email_with_defaults.app_error" "the invitation cannot be sent because mail is not set up";
    ROLES_USER_AND_GUEST = 400 "api.team.update_team_member_roles.user_and_guest.app_error" "a member cannot be a guest and a user at once";
    IMPORT_NOT_ZIP = 400 "api.slackimport.slack_import.zip.app_error" "the file is not a zip archive";

    INVALID_ID = 400 "model.team.is_valid.id.app_error" "the id of the team is malformed";
    INVALID_CREATE_AT = 400 "model.team.is_valid.create_at.app_error" "the team needs a time of creation";
    INVALID_UPDATE_AT = 400 "model.team.is_valid.update_at.app_error" "the team needs a time of change";
    INVALID_EMAIL = 400 "model.team.is_valid.email.app_error" "the e-mail address of the team is malformed";
    INVALID_DISPLAY_NAME = 400 "model.team.is_valid.name.app_error" "the display name needs 1 to 64 characters";
    INVALID_URL = 400 "model.team.is_valid.url.app_error" "the name of the team has more than 64 characters";
    INVALID_DESCRIPTION = 400 "model.team.is_valid.description.app_error" "the description has more than 255 characters";
    INVALID_INVITE_ID = 400 "model.team.is_valid.invite_id.app_error" "the team needs an invitation id";
    RESERVED_NAME = 400 "model.team.is_valid.reserved.app_error" "this name is reserved; choose another";
    INVALID_CHARACTERS = 400 "model.team.is_valid.characters.app_error" "the name needs 2 or more lower-case letters, digits or dashes and begins with a letter or digit";
    INVALID_TYPE = 400 "model.team.is_valid.type.app_error" "the type of a team is O (open) or I (by invitation)";
    INVALID_COMPANY = 400 "model.team.is_valid.company.app_error" "the company has more than 64 characters";
    INVALID_DOMAINS = 400 "model.team.is_valid.domains.app_error" "the allowed domains have more than 1000 characters";
    MEMBER_INVALID_TEAM = 400 "model.team_member.is_valid.team_id.app_error" "the membership needs a team";
    MEMBER_INVALID_USER = 400 "model.team_member.is_valid.user_id.app_error" "the membership needs a user";
    ROLES_CHANGE_GUEST = 400 "api.channel.update_team_member_roles.changing_guest_role.app_error" "the guest role cannot be given or taken here; promote or demote the user";
}

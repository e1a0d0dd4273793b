//! Slash commands.

crate::errors! {
    OFF = 501 "api.command.disabled.app_error" "commands are switched off";
    NOT_FOUND = 404 "store.sql_command.save.get.app_error" "there is no such command";
    DUPLICATE = 400 "api.command.duplicate_trigger.app_error" "another command is called like this";
    TEAM_MISMATCH = 400 "api.command.team_mismatch.app_error" "a command stays in its team unless it is moved";
    START = 400 "api.command.execute_command.start.app_error" "a command begins with a slash";
    UNKNOWN = 404 "api.command.execute_command.not_found.app_error" "there is no command called {trigger}";
    CHANNEL_DELETED = 400 "api.command.execute_command.deleted.error" "the channel is archived";
    FAILED = 500 "api.command.execute_command.failed.app_error" "the command {trigger} did not answer";
    FAILED_RESPONSE = 500 "api.command.execute_command.failed_resp.app_error" "the command {trigger} answered with an error";
    FAILED_EMPTY = 500 "api.command.execute_command.failed_empty.app_error" "the command {trigger} answered nothing";
    INVALID_TRIGGER = 400 "model.command.is_valid.trigger.app_error" "the word of the command is missing or malformed";
    INVALID_URL = 400 "model.command.is_valid.url.app_error" "the address of the command is missing or too long";
    INVALID_URL_HTTP = 400 "model.command.is_valid.url_http.app_error" "the address of the command does not begin with http:// or https://";
    INVALID_METHOD = 400 "model.command.is_valid.method.app_error" "the method of the command is neither P nor G";
    INVALID_DISPLAY_NAME = 400 "model.command.is_valid.display_name.app_error" "a name of the command is too long";
    INVALID_DESCRIPTION = 400 "model.command.is_valid.description.app_error" "a description of the command is too long";
    HOOK_PARSE = 400 "web.command_webhook.parse.app_error" "the answer cannot be read";
    HOOK_MISSING = 404 "app.command_webhook.get.missing" "nothing is to be answered here any more";
    HOOK_COMMAND = 400 "web.command_webhook.command.app_error" "the command that is answered is gone";
    HOOK_USED = 400 "app.command_webhook.try_use.invalid" "this command was answered often enough";
    RESTRICTED_DIRECT = 400 "api.command.execute_command.restricted_dm.error" "one can write to people of one's own teams only";
}

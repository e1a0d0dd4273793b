//! Connections with which the server proves itself to the programs that it calls.

crate::errors! {
    OFF = 501 "api.context.outgoing_oauth_connection.not_available.configuration_disabled" "connections to programs are switched off on this server";
    LIST = 404 "api.context.outgoing_oauth_connection.list_connections.app_error" "there is no such connection";
    LIST_INPUT = 400 "api.context.outgoing_oauth_connection.list_connections.input_error" "the list is asked for by a number and an id that cannot be read";
    CREATE_INPUT = 400 "api.context.outgoing_oauth_connection.create_connection.input_error" "the connection cannot be read";
    UPDATE = 404 "api.context.outgoing_oauth_connection.update_connection.app_error" "there is no such connection";
    UPDATE_INPUT = 400 "api.context.outgoing_oauth_connection.update_connection.input_error" "the connection cannot be read";
    DELETE = 404 "api.context.outgoing_oauth_connection.delete_connection.app_error" "there is no such connection";
    VALIDATE = 400 "api.context.outgoing_oauth_connection.validate_connection_credentials.app_error" "the token address does not accept the credentials";
    VALIDATE_UPSTREAM = 502 "api.context.outgoing_oauth_connection.validate_connection_credentials.app_error" "the token address cannot be asked";
    VALIDATE_INPUT = 400 "api.context.outgoing_oauth_connection.validate_connection_credentials.input_error" "the connection cannot be read";
    NAME = 400 "model.outgoing_oauth_connection.is_valid.name.error" "the name of a connection has 1 to 64 characters";
    CLIENT_ID = 400 "model.outgoing_oauth_connection.is_valid.client_id.error" "the client id has 1 to 255 characters";
    CLIENT_SECRET = 400 "model.outgoing_oauth_connection.is_valid.client_secret.error" "the client secret has 1 to 255 characters";
    TOKEN_URL = 400 "model.outgoing_oauth_connection.is_valid.oauth_token_url.error" "tokens come from an address of the web";
    GRANT_TYPE = 400 "model.outgoing_oauth_connection.is_valid.grant_type.error" "a token is given for client_credentials or for a password";
    PASSWORD_CREDENTIALS = 400 "model.outgoing_oauth_connection.is_valid.password_credentials.error" "a name and a password have 1 to 255 characters each";
    AUDIENCE_EMPTY = 400 "model.outgoing_oauth_connection.is_valid.audience.empty" "a connection is for one address at least";
    AUDIENCE = 400 "model.outgoing_oauth_connection.is_valid.audience.error" "a connection is for addresses of the web";
}

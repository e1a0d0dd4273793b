//! Errors that connections answer themselves.

roost_model::errors! {
    NO_ACTION = 400 "api.web_socket_router.no_action.app_error" "the request names no action";
    BAD_SEQ = 400 "api.web_socket_router.bad_seq.app_error" "the request's seq must be a number above 0";
    BAD_ACTION = 500 "api.web_socket_router.bad_action.app_error" "there is no action of this name";
}

//! Threads of a user.

crate::errors! {
    NOT_FOUND = 404 "app.user.get_threads_for_user.not_found" "there is no such thread";
    MEMBERSHIP_NOT_FOUND = 404 "app.user.get_thread_membership_for_user.not_found" "this user does not follow the thread";
    BAD_PARAMS = 400 "api.getThreadsForUser.bad_params" "these parameters exclude each other";
}

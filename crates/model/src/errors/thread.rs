//! Threads of a user.

crate::errors! {
    NOT_FOUND = 404 "app.user.get_threads_for_user.not_found" "there is no such thread";
    MEMBERSHIP_NOT_FOUND = 404 "app.user.get_thread_membership_for_user.not_found" "this user does not follow the thread";
    READ_BY_POST = 400 "app.user.update_thread_read_for_user_by_post.app_error" "this post is not in the thread";
    BAD_PARAMS = 400 "api.getThreadsForUser.bad_params" "these parameters exclude each other";
}

//! Reports.

crate::errors! {
    PAGE_SIZE = 400 "api.getUsersForReporting.invalid_page_size" "a page of a report has 1 to 100 people";
    ACTIVE = 400 "api.getUsersForReporting.invalid_active_filter" "a report without active and without inactive people has nobody in it";
    TEAM = 400 "api.getUsersForReporting.invalid_team_filter" "team_filter is no team";
    EXPORT_EXISTS = 400 "app.report.start_users_batch_export.job_exists" "this report is being written already";
    SORT = 400 "model.user_report_options.is_valid.invalid_sort_column" "people cannot be sorted by this";
    GUESTS = 400 "model.user_report_options.is_valid.invalid_guest_filter" "guest_filter is all, single_channel or multi_channel";
    CHANNEL = 400 "model.post.query_params.invalid_channel_id" "channel_id is no channel";
    CURSOR = 400 "model.post.decode_cursor.invalid_base64" "the cursor is not one that this server gave";
}

//! Reports of posts and their review.

crate::errors! {
    DISABLED = 501 "api.data_spillage.error.disabled" "posts cannot be reported on this server";
    NOT_REVIEWER = 403 "api.data_spillage.error.user_not_reviewer" "only reviewers of this team may do this";
    NOT_AVAILABLE = 400 "api.data_spillage.error.not_available_on_team" "posts of this team cannot be reported";
    INVALID_POST_TYPE = 400 "api.data_spillage.error.invalid_post_type" "posts of this type cannot be reported";
    REASON_REQUIRED = 400 "api.data_spillage.error.reason_required" "a report needs a reason";
    REASON_INVALID = 400 "api.data_spillage.error.reason_invalid" "there is no such reason for a report";
    COMMENT_REQUIRED = 400 "api.data_spillage.error.comment_required" "a comment is needed";
    COMMENT_TOO_LONG = 400 "api.data_spillage.error.comment_too_long" "a comment has at most {max} characters";
    NOT_IN_PROGRESS = 400 "api.data_spillage.error.post_not_in_progress" "this post was reported before, or its review is over";
    NOT_REPORTED = 404 "app.data_spillage.no_status_property.app_error" "this post was not reported";
    COMMON_NOT_SET = 400 "model.config.is_valid.content_flagging.common_reviewers_not_set.app_error" "somebody has to review reports";
    TEAM_NOT_SET = 400 "model.config.is_valid.content_flagging.team_reviewers_not_set.app_error" "somebody has to review reports in each team that takes part";
    CHANNEL_MISMATCH = 400 "api.channel.get_channel.flagged_post_mismatch.app_error" "the reported post is in another channel";
    TEAM_MISMATCH = 400 "api.team.get_team.flagged_post_mismatch.app_error" "the reported post is in another team";
    FILE_MISMATCH = 400 "api.file.get_file.invalid_flagged_post.app_error" "the file is no part of the reported post";
}

//! Drafts, and what they have in common with scheduled posts.

crate::errors! {
    OFF = 501 "api.drafts.disabled.app_error" "drafts are not kept on this server";
    CHANNEL_DELETED = 400 "api.draft.create_draft.can_not_draft_to_deleted.error" "the channel is archived";
    RESTRICTED_DIRECT = 400 "api.draft.create_draft.can_not_draft_to_restricted_dm.error" "one can write to people of one's own teams only";

    INVALID_CREATE_AT = 400 "model.draft.is_valid.create_at.app_error" "the draft needs a time of creation";
    INVALID_ROOT = 400 "model.draft.is_valid.root_id.app_error" "the id of the thread is not valid";
    INVALID_FILE_IDS = 400 "model.draft.is_valid.file_ids.app_error" "a draft has at most 10 files";
    INVALID_PROPS = 400 "model.draft.is_valid.props.app_error" "the props of the draft are too large";
    INVALID_PRIORITY = 400 "model.draft.is_valid.priority.app_error" "the priority of the draft is too large";
}

//! Reading drafts.

use std::collections::HashMap;

use roost_model::Id;
use roost_model::draft::Draft;
use roost_model::file::FileInfo;
use roost_model::permission::Permission;
use roost_model::post::PostMetadata;
use roost_store::drafts as store;

use super::require_on;
use crate::access::team;
use crate::{AppError, Ctx};

/// The drafts of the session's user in a team and in conversations, newest first. Who may see every team is also
/// answered about one that there is not.
pub async fn draft_list(ctx: &Ctx, team: Id) -> Result<Vec<Draft>, AppError> {
    require_on(ctx)?;
    if !ctx.can(Permission::ViewTeam) {
        team::require_in_team(ctx, team, Permission::ViewTeam).await?;
    }
    let mut drafts = store::draft_list(ctx.db(), ctx.user_id(), team).await?;
    add_files(ctx, drafts.iter_mut().collect()).await?;
    Ok(drafts)
}

/// Gives drafts their metadata: the files of theirs that are still waiting to be sent.
pub(crate) async fn add_files(ctx: &Ctx, drafts: Vec<&mut Draft>) -> Result<(), AppError> {
    let ids: Vec<Id> = drafts.iter().flat_map(|draft| draft.file_ids.iter().copied()).collect();
    let files = store::draft_files(ctx.db(), ctx.user_id(), &ids).await?;
    let files: HashMap<Id, FileInfo> = files.into_iter().map(|file| (file.id, file)).collect();
    for draft in drafts {
        let files = draft.file_ids.iter().filter_map(|id| files.get(id).cloned()).collect();
        draft.metadata = Some(PostMetadata { files, ..PostMetadata::default() });
    }
    Ok(())
}

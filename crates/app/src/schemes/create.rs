//! Making schemes.

use roost_model::Id;
use roost_model::errors::scheme as errors;
use roost_model::moderation::MODERATED;
use roost_model::permission::Permission;
use roost_model::role::Role;
use roost_model::scheme::{SCOPE_CHANNEL, SCOPE_TEAM, Scheme, SchemeDraft};
use roost_store::schemes as store;

use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// The built-in roles after which those of a scheme are made, and where the scheme names its own.
type Place = (&'static str, fn(&mut Scheme) -> &mut String);

const CHANNEL_ROLES: [Place; 3] = [
    ("channel_admin", |scheme| &mut scheme.default_channel_admin_role),
    ("channel_user", |scheme| &mut scheme.default_channel_user_role),
    ("channel_guest", |scheme| &mut scheme.default_channel_guest_role),
];

const TEAM_ROLES: [Place; 7] = [
    ("team_admin", |scheme| &mut scheme.default_team_admin_role),
    ("team_user", |scheme| &mut scheme.default_team_user_role),
    ("team_guest", |scheme| &mut scheme.default_team_guest_role),
    ("playbook_admin", |scheme| &mut scheme.default_playbook_admin_role),
    ("playbook_member", |scheme| &mut scheme.default_playbook_member_role),
    ("run_admin", |scheme| &mut scheme.default_run_admin_role),
    ("run_member", |scheme| &mut scheme.default_run_member_role),
];

/// Makes a scheme whose roles permit what the built-in ones do. Those of a channel's scheme hold only what is moderated
/// channel by channel: everything else follows the team.
pub async fn scheme_create(ctx: &Ctx, draft: SchemeDraft) -> Result<Scheme, AppError> {
    ctx.require(Permission::SysconsoleWriteUserManagementPermissions)?;
    if !draft.id.is_empty() {
        return Err(errors::INVALID.into());
    }
    let name = if draft.name.is_empty() { ctx.new_id().to_string() } else { draft.name };
    let words = Scheme { name, display_name: draft.display_name, description: draft.description, ..Scheme::default() };
    let (scheme, roles) = with_roles(ctx, Scheme { scope: draft.scope, ..words });
    scheme.validate()?;
    let mut tx = ctx.db().begin().await?;
    store::scheme_insert_in_tx(&mut tx, &scheme, &roles);
    let mut record = Record::new();
    record.invalidate(Kind::Roles, Id::EMPTY);
    match ctx.commit(tx, record).await {
        Err(error) if error.store().is_some_and(|store| store.is_conflict("schemes_name_key")) => {
            Err(AppError::new(errors::INVALID).because(error))
        }
        Err(error) => Err(error),
        Ok(()) => Ok(scheme),
    }
}

/// Completes a new scheme: its id, its times, and its roles.
pub(super) fn with_roles(ctx: &Ctx, mut scheme: Scheme) -> (Scheme, Vec<Role>) {
    let now_ms = ctx.now_ms();
    (scheme.id, scheme.create_at, scheme.update_at) = (ctx.new_id(), now_ms, now_ms);
    let for_team = scheme.scope == SCOPE_TEAM;
    let places = TEAM_ROLES.iter().filter(|_| for_team).chain(&CHANNEL_ROLES);
    let mut roles = Vec::new();
    for (model, place) in places {
        let name = ctx.new_id().to_string();
        let display_name = format!("{} of scheme {}", model.replace('_', " "), scheme.name);
        let permissions = granted(ctx, model, &scheme.scope);
        roles.push(Role {
            id: ctx.new_id(),
            name: name.clone(),
            display_name,
            create_at: now_ms,
            update_at: now_ms,
            permissions,
            scheme_managed: true,
            scheme_id: Some(scheme.id),
            ..Role::default()
        });
        *place(&mut scheme) = name;
    }
    (scheme, roles)
}

/// What a new role permits that is made after the built-in role `model`.
fn granted(ctx: &Ctx, model: &str, scope: &str) -> Vec<String> {
    let table = ctx.roles();
    let all = || table.roles.get(model).map(|(role, _)| role.permissions.clone()).unwrap_or_default();
    match (scope, model) {
        // Administrators of a channel are not moderated: theirs follow the team whole.
        (SCOPE_CHANNEL, "channel_admin") => Vec::new(),
        (SCOPE_CHANNEL, _) => {
            let moderated = |name: &String| MODERATED.iter().any(|permission| permission.name() == name);
            all().into_iter().filter(moderated).collect()
        }
        _ => all(),
    }
}

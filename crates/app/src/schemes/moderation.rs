//! What members and guests of one channel may do: the channel gets a scheme of its own for as long as that differs from
//! what the team grants.

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use roost_model::errors::scheme as errors;
use roost_model::moderation::{Granted, MODERATED, Moderated, ModeratedRoles, Moderation, ModerationPatch};
use roost_model::permission::{Permission, PermissionSet};
use roost_model::role::Role;
use roost_model::scheme::{SCOPE_CHANNEL, Scheme};
use roost_model::team_member::SchemeRoleNames;
use roost_model::ws::channel::NoData;
use roost_model::ws::event;
use roost_model::ws::system::RoleUpdated;
use roost_realtime::{Audience, Event};
use roost_store::channel_members::channel_member_list;
use roost_store::roles::role_set_permissions_in_tx;
use roost_store::{channels as channel_store, schemes as store};

use super::change::delete_in_tx;
use super::create::with_roles;
use crate::access::channel::{channel_get, channel_scheme, merged, roles_above};
use crate::access::team::team_get;
use crate::channels::roles::member_with;
use crate::channels::{Page, events};
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// So many members are told each what their roles are now. In a larger channel clients ask when they hear that its scheme
/// has changed.
const MEMBERS_TOLD_MAX: usize = 1_000;

/// A channel with what stands above it.
struct Moderating {
    channel: std::sync::Arc<Channel>,
    /// What the team, or the server, grants to guests and members.
    above: [PermissionSet; 2],
    /// The roles of the channel's own scheme for guests and members.
    own: Option<(Scheme, [Role; 2])>,
}

/// What guests and members may do.
pub async fn moderation_get(ctx: &Ctx, id: Id) -> Result<Vec<Moderation>, AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementChannels)?;
    let here = moderating(ctx, id).await?;
    Ok(here.list(here.own_sets()))
}

/// Refuses before the body of a change is looked at.
pub async fn require_moderation(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    ctx.require(Permission::SysconsoleWriteUserManagementChannels)?;
    channel_get(ctx, id).await.map(drop)
}

/// Grants and takes away. What does not differ from the team any more costs the channel its scheme.
pub async fn moderation_patch(ctx: &Ctx, id: Id, patches: &[ModerationPatch]) -> Result<Vec<Moderation>, AppError> {
    require_moderation(ctx, id).await?;
    let mut here = moderating(ctx, id).await?;
    let before = here.own_sets();
    let mut sets = before;
    for patch in patches {
        let Some(moderated) = Moderated::from_name(&patch.name) else { continue };
        let guests = patch.roles.guests.filter(|_| moderated.for_guests());
        let wishes = [guests, patch.roles.members];
        for ((set, above), wanted) in sets.iter_mut().zip(&here.above).zip(wishes) {
            let Some(wanted) = wanted else { continue };
            let concerned = moderated.permissions(here.is_private());
            if wanted && !concerned.iter().any(|permission| above.contains(*permission)) {
                return Err(AppError::new(errors::MODERATION_RESTRICTED).with("permission", &patch.name));
            }
            for permission in moderated.all_permissions() {
                if wanted { set.insert(*permission) } else { set.remove(*permission) }
            }
        }
    }
    let sets = within(sets, here.above);
    if sets != before {
        save(ctx, &mut here, sets).await?;
    }
    Ok(here.list(sets))
}

/// What guests and members get who have `own` roles of a channel's scheme.
fn within([guest, user]: [PermissionSet; 2], [above_guest, above_user]: [PermissionSet; 2]) -> [PermissionSet; 2] {
    [merged(&guest, &above_guest), merged(&user, &above_user)]
}

async fn moderating(ctx: &Ctx, id: Id) -> Result<Moderating, AppError> {
    let channel = channel_get(ctx, id).await?;
    let team = team_get(ctx, channel.team_id).await?;
    let table = ctx.roles();
    let names = roles_above(ctx, Some(&team));
    let above = [names.guest, names.user].map(|name| table.permissions(name));
    let own = channel_scheme(ctx, &channel).map(|scheme| {
        let role = |name: &str| table.roles.get(name).map(|(role, _)| role.clone()).unwrap_or_default();
        (scheme.clone(), [role(&scheme.default_channel_guest_role), role(&scheme.default_channel_user_role)])
    });
    Ok(Moderating { channel, above, own })
}

impl Moderating {
    fn is_private(&self) -> bool {
        self.channel.channel_type == ChannelType::Private
    }

    /// What guests and members may do in the channel.
    fn own_sets(&self) -> [PermissionSet; 2] {
        let own = self.own.as_ref().map(|(_, roles)| roles.each_ref().map(Role::permission_set));
        within(own.unwrap_or(self.above), self.above)
    }

    /// What these sets grant to guests and members.
    fn list(&self, sets: [PermissionSet; 2]) -> Vec<Moderation> {
        let ([guest, user], [above_guest, above_user]) = (sets, self.above);
        let granted = |moderated: &Moderated, set: PermissionSet, above: PermissionSet| {
            let has = |set: PermissionSet| moderated.permissions(self.is_private()).iter().any(|p| set.contains(*p));
            Granted { value: has(set), enabled: has(above) }
        };
        let one = |moderated: &Moderated| Moderation {
            name: moderated.name(),
            roles: ModeratedRoles {
                guests: moderated.for_guests().then(|| granted(moderated, guest, above_guest)),
                members: granted(moderated, user, above_user),
            },
        };
        Moderated::ALL.iter().map(one).collect()
    }
}

/// Writes what guests and members may do from now on: into the channel's scheme, a new one, or none.
async fn save(ctx: &Ctx, here: &mut Moderating, sets: [PermissionSet; 2]) -> Result<(), AppError> {
    let id = here.channel.id;
    let team = team_get(ctx, here.channel.team_id).await?;
    let page = Page { limit: i64::try_from(MEMBERS_TOLD_MAX).unwrap_or(i64::MAX).saturating_add(1), offset: 0 };
    let members = channel_member_list(ctx.db(), id, page).await?;
    let mut tx = ctx.db().begin().await?;
    let mut channel =
        channel_store::channel_lock_in_tx(&mut tx, id).await?.ok_or(roost_model::errors::channel::NOT_FOUND)?;
    let mut record = Record::new();
    record.invalidate(Kind::Roles, Id::EMPTY).invalidate(Kind::Channel, id);
    let role_updated = |role: &Role| Event::new(event::ROLE_UPDATED, &RoleUpdated::new(role), Audience::channel(id));
    let like_above = within(here.above, here.above) == sets;
    let mut made = None;
    match &mut here.own {
        Some((scheme, _)) if like_above => {
            delete_in_tx(ctx, &mut tx, &mut record, scheme.id).await?;
            channel.scheme_id = None;
        }
        Some((_, roles)) => {
            for (role, set) in roles.iter_mut().zip(&sets) {
                role.permissions = moderated_names(set);
                role.update_at = ctx.now_ms();
                role_set_permissions_in_tx(&mut tx, role.id, &role.permissions, role.update_at);
                record.event(role_updated(role));
            }
        }
        None => {
            let name = ctx.new_id().to_string();
            let words =
                Scheme { display_name: name.clone(), name, scope: SCOPE_CHANNEL.to_owned(), ..Scheme::default() };
            let (scheme, mut roles) = with_roles(ctx, words);
            let names = [&scheme.default_channel_guest_role, &scheme.default_channel_user_role];
            for (name, set) in names.into_iter().zip(&sets) {
                for role in roles.iter_mut().filter(|role| role.name == *name) {
                    role.permissions = moderated_names(set);
                }
            }
            store::scheme_insert_in_tx(&mut tx, &scheme, &roles);
            channel.scheme_id = Some(scheme.id);
            for role in roles {
                record.event(role_updated(&as_told(ctx, &scheme, role)));
            }
            made = Some(scheme);
        }
    }
    channel.update_at = ctx.now_ms();
    channel_store::channel_update_in_tx(&mut tx, &channel).await?;
    record.event(Event::new(event::CHANNEL_SCHEME_UPDATED, &NoData {}, Audience::channel(id)));
    record.event(events::updated(&channel));
    let own = made.as_ref().or(here.own.as_ref().map(|(scheme, _)| scheme)).filter(|_| channel.scheme_id.is_some());
    let names = own.map_or_else(|| roles_above(ctx, Some(&team)), SchemeRoleNames::in_channel);
    if members.len() <= MEMBERS_TOLD_MAX {
        for row in members {
            record.event(events::member_updated(&member_with(names, row.member)));
        }
    }
    ctx.commit(tx, record).await
}

/// A role of a new scheme as it is told: that of administrators, which has nothing of its own, with what it permits.
fn as_told(ctx: &Ctx, scheme: &Scheme, role: Role) -> Role {
    if role.name != scheme.default_channel_admin_role {
        return role;
    }
    let above = ctx.roles().roles.get(SchemeRoleNames::CHANNEL.admin).map(|(above, _)| above.permissions.clone());
    Role { permissions: above.unwrap_or_default(), ..role }
}

fn moderated_names(set: &PermissionSet) -> Vec<String> {
    let moderated = MODERATED.iter().filter(|permission| set.contains(**permission));
    moderated.map(|permission| permission.name().to_owned()).collect()
}

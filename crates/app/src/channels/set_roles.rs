//! Roles of members.

use roost_model::Id;
use roost_model::channel_member::ChannelMember;
use roost_model::errors::{channel as errors, role as role_errors};
use roost_model::team_member::SchemeRoles;
use roost_store::Tx;
use roost_store::channel_members::{self as store, MemberRow};

use super::actions::ManageRoles;
use super::events;
use super::roles::{member_of, scheme_names};
use crate::access::channel;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// Replaces the roles of a member by the named ones (separated by spaces); roles of the scheme become its flags.
pub async fn channel_member_set_roles(ctx: &Ctx, id: Id, user: Id, roles: &str) -> Result<(), AppError> {
    channel::channel::<ManageRoles>(ctx, id).await?;
    let (mut tx, row) = open(ctx, id, user).await?;
    let names = scheme_names(ctx, row.scheme_id, row.team_scheme_id);
    let before = member_of(ctx, row.clone());
    let mut member = ChannelMember { scheme_guest: false, scheme_user: false, scheme_admin: false, ..before.clone() };
    let mut explicit = Vec::new();
    for role in roles.split_ascii_whitespace() {
        let Some((found, _)) = ctx.roles().roles.get(role).filter(|(found, _)| found.delete_at == 0) else {
            return Err(role_errors::BY_NAME_IN_BODY.into());
        };
        match role {
            _ if !found.scheme_managed => explicit.push(role),
            _ if role == names.guest => member.scheme_guest = true,
            _ if role == names.user => member.scheme_user = true,
            _ if role == names.admin => member.scheme_admin = true,
            _ => return Err(AppError::new(errors::ROLES_SCHEME).with("role", role)),
        }
    }
    if member.scheme_guest && member.scheme_user {
        return Err(errors::ROLES_GUEST_AND_USER.into());
    }
    if member.scheme_guest != before.scheme_guest {
        return Err(errors::ROLES_CHANGE_GUEST.into());
    }
    store::channel_member_set_roles_in_tx(&mut tx, &member, &explicit.join(" "), ctx.now_ms());
    finish(ctx, tx, id, user).await
}

/// Sets the flags of the scheme for a member; named roles stay.
pub async fn channel_member_set_scheme_roles(ctx: &Ctx, id: Id, user: Id, flags: SchemeRoles) -> Result<(), AppError> {
    channel::channel::<ManageRoles>(ctx, id).await?;
    let (mut tx, row) = open(ctx, id, user).await?;
    let before = member_of(ctx, row);
    if before.scheme_guest {
        return Err(errors::ROLES_GUEST.into());
    }
    if flags.scheme_guest {
        return Err(errors::ROLES_USER_AND_GUEST.into());
    }
    if !flags.scheme_user {
        return Err(errors::ROLES_NO_USER.into());
    }
    let explicit = before.explicit_roles.clone();
    let member = ChannelMember { scheme_user: true, scheme_admin: flags.scheme_admin, ..before };
    store::channel_member_set_roles_in_tx(&mut tx, &member, &explicit, ctx.now_ms());
    finish(ctx, tx, id, user).await
}

/// Makes a member an administrator of the channel, or no longer: groups decide.
pub(super) async fn channel_member_set_admin(ctx: &Ctx, id: Id, user: Id, admin: bool) -> Result<(), AppError> {
    let (mut tx, row) = open(ctx, id, user).await?;
    let before = member_of(ctx, row);
    let explicit = before.explicit_roles.clone();
    store::channel_member_set_roles_in_tx(
        &mut tx,
        &ChannelMember { scheme_admin: admin, ..before },
        &explicit,
        ctx.now_ms(),
    );
    finish(ctx, tx, id, user).await
}

async fn open(ctx: &Ctx, id: Id, user: Id) -> Result<(Tx, MemberRow), AppError> {
    let mut tx = ctx.db().begin().await?;
    let row = store::channel_member_get_in_tx(&mut tx, id, user).await?.ok_or(errors::MEMBER_NOT_FOUND)?;
    Ok((tx, row))
}

/// Tells the member what they are now.
async fn finish(ctx: &Ctx, mut tx: Tx, id: Id, user: Id) -> Result<(), AppError> {
    let row = store::channel_member_get_in_tx(&mut tx, id, user).await?.ok_or(errors::MEMBER_NOT_FOUND)?;
    let mut record = Record::new();
    record.invalidate(Kind::Memberships, user).event(events::member_updated(&member_of(ctx, row)));
    ctx.commit(tx, record).await
}

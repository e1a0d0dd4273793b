//! Which roles a member has: those of the row and those of the scheme that applies.

use roost_model::Id;
use roost_model::channel_member::ChannelMember;
use roost_model::team_member::{SchemeRoleNames, effective_roles};
use roost_store::channel_members::MemberRow;

use crate::Ctx;

/// The names of the scheme roles: the channel's scheme, its team's, or the built-in ones.
pub fn scheme_names(ctx: &Ctx, scheme_id: Id, team_scheme_id: Id) -> SchemeRoleNames<'_> {
    let schemes = &ctx.roles().schemes;
    let scheme = schemes.get(&scheme_id).or_else(|| schemes.get(&team_scheme_id));
    scheme.map_or(SchemeRoleNames::CHANNEL, SchemeRoleNames::in_channel)
}

/// The membership as clients see it.
pub fn member_of(ctx: &Ctx, row: MemberRow) -> ChannelMember {
    let names = scheme_names(ctx, row.scheme_id, row.team_scheme_id);
    member_with(names, row.member)
}

/// The membership as clients see it, where the scheme's roles have these names.
pub fn member_with(names: SchemeRoleNames<'_>, mut member: ChannelMember) -> ChannelMember {
    let flags = [Some(member.scheme_guest), Some(member.scheme_user), Some(member.scheme_admin)];
    let roles = effective_roles(&member.roles, flags, SchemeRoleNames::CHANNEL, names);
    member.roles = roles.roles;
    member.explicit_roles = roles.explicit_roles;
    member.scheme_guest = roles.scheme_guest;
    member.scheme_user = roles.scheme_user;
    member.scheme_admin = roles.scheme_admin;
    member
}

/// The memberships as the session's user may see them.
pub fn shown(ctx: &Ctx, rows: Vec<MemberRow>) -> Vec<ChannelMember> {
    rows.into_iter()
        .map(|row| {
            let mut member = member_of(ctx, row);
            member.sanitize_for(ctx.user_id());
            member
        })
        .collect()
}

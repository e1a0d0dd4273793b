//! Becoming a member of a team, and of its default channels.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::{Channel, DEFAULT_NAME, OFF_TOPIC_NAME};
use roost_model::channel_member::default_notify_props;
use roost_model::errors::team as errors;
use roost_model::team::Team;
use roost_model::user::User;
use roost_store::Tx;
use roost_store::team_members::{self as store, Joining, NewTeamMember};

use super::{events, notices};
use crate::channels::events::user_added_here;
use crate::posts::system_post_in_tx;
use crate::record::Kind;
use crate::users::domains::is_allowed;
use crate::{AppError, Ctx, Record};

/// What came of joining.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinedTeam {
    New,
    /// The user was a member already; nothing was changed.
    Already,
}

/// Names of the channels that every new member of a team gets into; the first is the one that nobody leaves.
pub fn default_channel_names(ctx: &Ctx) -> Vec<String> {
    let config = ctx.config();
    let mut names = vec![DEFAULT_NAME.to_owned()];
    let wanted = &config.team.experimental_default_channels;
    if wanted.is_empty() {
        names.push(OFF_TOPIC_NAME.to_owned());
    }
    for name in wanted {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// Whether the team and the server let accounts with this mail address into the team.
pub fn is_email_allowed(ctx: &Ctx, user: &User, team: &Team) -> bool {
    let config = ctx.config();
    if user.is_bot {
        return true;
    }
    if user.is_guest() {
        return is_allowed(&user.email, &config.guest_accounts.restrict_creation_to_domains);
    }
    is_allowed(&user.email, &team.allowed_domains) && is_allowed(&user.email, &config.team.restrict_creation_to_domains)
}

/// Makes `user` a member of the team and of its default channels, with the posts and events that tell so. `by` is who
/// added them, or `None` when they came by themselves. Whose mail address is the team's becomes its administrator.
pub async fn join_in_tx(
    ctx: &Ctx,
    tx: &mut Tx,
    record: &mut Record,
    team: &Team,
    user: Arc<User>,
    by: Option<Arc<User>>,
) -> Result<JoinedTeam, AppError> {
    if !is_email_allowed(ctx, &user, team) {
        return Err(errors::DOMAIN_NOT_ALLOWED.into());
    }
    let member = NewTeamMember { user_id: user.id, guest: user.is_guest(), admin: team.email == user.email };
    let max = ctx.config().team.max_users_per_team;
    let names = default_channel_names(ctx);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let now_ms = ctx.now_ms();
    let joining = Joining { team: team.id, member, channels: &names, count_max: max.saturating_add(1), now_ms };
    let joined = store::team_join_in_tx(tx, &joining).await?;
    if !joined.new {
        return Ok(JoinedTeam::Already);
    }
    if joined.count > max {
        return Err(AppError::new(errors::FULL).with("max", max.to_string()));
    }
    store::user_touch_in_tx(tx, user.id, now_ms);
    record.joined_team(user.id, team.id).invalidate(Kind::User, user.id);
    if !member.guest {
        join_default_channels(ctx, tx, record, member, joined.channels, &user, by.as_ref()).await?;
    }
    record.event(events::added_to_team(team.id, user.id));
    Ok(JoinedTeam::New)
}

async fn join_default_channels(
    ctx: &Ctx,
    tx: &mut Tx,
    record: &mut Record,
    member: NewTeamMember,
    channels: Vec<Channel>,
    user: &Arc<User>,
    by: Option<&Arc<User>>,
) -> Result<(), AppError> {
    let ids: Vec<Id> = channels.iter().map(|channel| channel.id).collect();
    store::team_join_channels_in_tx(tx, member, &ids, &default_notify_props(), ctx.now_ms());
    let announced = ctx.config().service.experimental_enable_default_channel_leave_join_messages;
    for channel in channels {
        let channel = Arc::new(channel);
        record.joined_channel(user.id, channel.id);
        if announced {
            let post = notices::joined(channel.clone(), user, by);
            system_post_in_tx(ctx, tx, record, post).await?;
        }
        record.event(user_added_here(&channel, user.id));
    }
    Ok(())
}

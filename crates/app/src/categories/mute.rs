//! Muted categories mute their channels.

use std::collections::HashMap;

use roost_model::Id;
use roost_model::category::SidebarCategory;
use roost_store::Tx;
use roost_store::{categories as store, channel_members};

use crate::channels::{events, roles};
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// Channels that came under a muted category or out of it: to be muted, and to be heard again. Pure.
fn moved(before: &[SidebarCategory], after: &[SidebarCategory]) -> (Vec<Id>, Vec<Id>) {
    let place = |all: &[SidebarCategory]| -> HashMap<Id, bool> {
        all.iter().flat_map(|c| c.channel_ids.iter().map(|id| (*id, c.muted))).collect()
    };
    let (old, new) = (place(before), place(after));
    let changed = |muted: bool| {
        let mut ids: Vec<Id> = new
            .iter()
            .filter(|(id, now)| **now == muted && old.get(*id).copied().unwrap_or(false) != muted)
            .map(|(id, _)| *id)
            .collect();
        ids.sort_unstable();
        ids
    };
    (changed(true), changed(false))
}

/// Mutes and unmutes what the change of a sidebar asks for, and tells the user of the memberships that changed.
pub(super) async fn follow_in_tx(
    ctx: &Ctx,
    tx: &mut Tx,
    record: &mut Record,
    user: Id,
    before: &[SidebarCategory],
    after: &[SidebarCategory],
) -> Result<(), AppError> {
    let (to_mute, to_unmute) = moved(before, after);
    for (channels, muted) in [(to_mute, true), (to_unmute, false)] {
        if channels.is_empty() {
            continue;
        }
        for channel in store::category_mute_in_tx(tx, user, &channels, muted, ctx.now_ms()).await? {
            record.invalidate(Kind::ChannelAudience, channel);
            if let Some(row) = channel_members::channel_member_get_in_tx(tx, channel, user).await? {
                record.event(events::member_updated(&roles::member_of(ctx, row)));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn category(muted: bool, channels: &[Id]) -> SidebarCategory {
        SidebarCategory { muted, channel_ids: channels.to_vec(), ..SidebarCategory::default() }
    }

    #[test]
    fn channels_follow_the_category_they_stand_in() {
        let [a, b, c] = [1, 2, 3].map(Id::from_random);
        let before = [category(false, &[a, b]), category(true, &[c])];
        assert_eq!(moved(&before, &[category(false, &[a, c]), category(true, &[b])]), (vec![b], vec![c]));
        assert_eq!(moved(&before, &[category(true, &[a, b]), category(true, &[c])]).0.len(), 2);
        assert_eq!(moved(&before, &before), (vec![], vec![]));
    }
}

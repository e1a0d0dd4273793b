//! The sidebar as users see it: stored categories, and the built-in ones filled up with what stands nowhere else.

use roost_model::Id;
use roost_model::category::{
    CHANNELS, DIRECT_MESSAGES, FAVORITES, OrderedSidebarCategories, SORT_ORDER_STEP, SidebarCategory, builtin_id,
};
use roost_store::Tx;
use roost_store::categories::{self as store, Sidebar};

/// Names of the built-in categories, in the order of a fresh sidebar. Clients show their own translations.
pub(super) const DEFAULT_NAMES: [&str; 3] = ["Favorites", "Channels", "Direct Messages"];

/// The sidebar that somebody has who never changed anything.
pub(super) fn fresh(user: Id, team: Id, favorites: Vec<Id>) -> Vec<SidebarCategory> {
    let kinds = [(FAVORITES, "", favorites), (CHANNELS, "", Vec::new()), (DIRECT_MESSAGES, "recent", Vec::new())];
    let mut sort_order = -SORT_ORDER_STEP;
    let category = |((kind, sorting, channel_ids), name): ((&str, &str, Vec<Id>), &str)| {
        sort_order += SORT_ORDER_STEP;
        SidebarCategory {
            id: builtin_id(kind, user, team),
            user_id: user,
            team_id: team,
            sort_order,
            sorting: sorting.to_owned(),
            category_type: kind.to_owned(),
            display_name: name.to_owned(),
            channel_ids,
            ..SidebarCategory::default()
        }
    };
    kinds.into_iter().zip(DEFAULT_NAMES).map(category).collect()
}

/// The categories with every channel in one of them.
pub(super) fn complete(sidebar: Sidebar) -> Vec<SidebarCategory> {
    let Sidebar { mut categories, loose, .. } = sidebar;
    for category in &mut categories {
        let conversations = match category.category_type.as_str() {
            CHANNELS => false,
            DIRECT_MESSAGES => true,
            _ => continue,
        };
        let fits = loose.iter().filter(|(_, kind)| kind.is_conversation() == conversations).map(|(id, _)| *id);
        category.channel_ids.extend(fits);
    }
    categories
}

pub(super) fn ordered(categories: Vec<SidebarCategory>) -> OrderedSidebarCategories {
    let order = categories.iter().map(|category| category.id.clone()).collect();
    OrderedSidebarCategories { categories, order }
}

/// Makes the built-in categories of somebody who joins a team.
pub fn sidebar_defaults_in_tx(tx: &mut Tx, user: Id, team: Id) {
    store::sidebar_defaults_in_tx(tx, user, team, DEFAULT_NAMES);
}

/// Follows the preferences: channels became favourites of the user (`true`) or are none any more.
pub fn favorites_changed_in_tx(tx: &mut Tx, user: Id, changes: &[(Id, bool)]) {
    for on in [true, false] {
        let channels: Vec<Id> = changes.iter().filter(|(_, now)| *now == on).map(|(id, _)| *id).collect();
        if !channels.is_empty() {
            store::sidebar_favorites_in_tx(tx, user, &channels, on);
        }
    }
}

#[cfg(test)]
mod tests {
    use roost_model::channel::ChannelType;

    use super::*;

    #[test]
    fn channels_that_stand_nowhere_belong_to_the_built_in_categories() {
        let (user, team) = (Id::from_random(1), Id::from_random(2));
        let [fav, open, direct, group] = [3, 4, 5, 6].map(Id::from_random);
        let loose = vec![(open, ChannelType::Private), (direct, ChannelType::Direct), (group, ChannelType::Group)];
        let categories = complete(Sidebar { categories: fresh(user, team, vec![fav]), loose, favorites: Vec::new() });
        let channels: Vec<_> = categories.iter().map(|c| (c.sort_order, c.channel_ids.clone())).collect();
        assert_eq!(channels, [(0, vec![fav]), (10, vec![open]), (20, vec![direct, group])]);
    }
}

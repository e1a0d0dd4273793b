//! What changes of a sidebar tell the user's windows.

use roost_model::Id;
use roost_model::category::SidebarCategory;
use roost_model::ws::category::{CategoriesUpdated, CategoryOrder, CategoryRef};
use roost_model::ws::event;
use roost_realtime::{Audience, Event};

fn own(user: Id, team: Id) -> Audience {
    Audience::user(user).with_team(team)
}

pub fn created(category: &SidebarCategory) -> Event {
    let data = CategoryRef { category_id: category.id.clone() };
    Event::new(event::SIDEBAR_CATEGORY_CREATED, &data, own(category.user_id, category.team_id))
}

pub fn updated(user: Id, team: Id, categories: &[SidebarCategory]) -> Event {
    Event::new(event::SIDEBAR_CATEGORY_UPDATED, &CategoriesUpdated::new(categories), own(user, team))
}

pub fn reordered(user: Id, team: Id, order: &[String]) -> Event {
    let data = CategoryOrder { order: order.to_vec() };
    Event::new(event::SIDEBAR_CATEGORY_ORDER_UPDATED, &data, own(user, team))
}

pub fn deleted(user: Id, team: Id, id: &str) -> Event {
    let data = CategoryRef { category_id: id.to_owned() };
    Event::new(event::SIDEBAR_CATEGORY_DELETED, &data, own(user, team))
}

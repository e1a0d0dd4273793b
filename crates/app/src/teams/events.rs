//! What changes of teams tell connected clients.

use roost_model::Id;
use roost_model::ws::event;
use roost_model::ws::team::TeamAndUser;
use roost_realtime::{Audience, Event};

/// To the one who is new in the team.
pub fn added_to_team(team_id: Id, user_id: Id) -> Event {
    Event::new(event::ADDED_TO_TEAM, &TeamAndUser { team_id, user_id }, Audience::user(user_id))
}

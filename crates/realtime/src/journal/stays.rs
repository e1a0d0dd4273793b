//! At which node a connection is, by the order of the log.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use roost_model::Id;
use tokio::time::Instant;

/// Longer than anybody keeps a connection whose client is away.
const REMEMBERED: Duration = Duration::from_mins(15);

/// The last record that moved each connection. Every node makes the same of the same log.
#[derive(Debug, Default)]
pub(super) struct Stays {
    now: HashMap<Id, u64>,
    order: VecDeque<(Instant, Id, u64)>,
}

impl Stays {
    /// The record that brought the connection to where it is, if one did lately.
    pub(super) fn of(&self, connection: Id) -> Option<u64> {
        self.now.get(&connection).copied()
    }

    /// Record `g` wants to end the stay `stay`. Of several only the first does.
    pub(super) fn grant(&mut self, connection: Id, stay: u64, g: u64, now: Instant) -> bool {
        while let Some((_, id, g)) = self.order.pop_front_if(|(at, ..)| now.duration_since(*at) > REMEMBERED) {
            if self.of(id) == Some(g) {
                self.now.remove(&id);
            }
        }
        // A node that started since does not know of earlier ones; see `Copies::find`.
        let granted = self.of(connection).is_none_or(|known| known == stay);
        if granted {
            self.now.insert(connection, g);
            self.order.push_back((now, connection, g));
        }
        granted
    }
}

//! Tokens that programs have given to this node, until they expire.

use std::collections::HashMap;

use parking_lot::Mutex;
use roost_model::Id;
use roost_model::outgoing_connection::{Granted, OutgoingConnection};

/// Nobody says for longer that a token is good.
const KEPT_MAX_S: i64 = 86_400;

/// Asked for anew so long before the end: clocks differ, and a call takes its time.
const BEFORE_END_S: i64 = 10;

/// In the memory of the node alone: another asks for its own.
#[derive(Default)]
pub struct Tokens(Mutex<HashMap<Id, Kept>>);

struct Kept {
    /// Of the connection: a changed one asks anew.
    update_at: i64,
    header: String,
    until_ms: i64,
}

impl Tokens {
    /// What a call carries in `Authorization`, if it is still good.
    pub fn get(&self, connection: &OutgoingConnection, now_ms: i64) -> Option<String> {
        let kept = self.0.lock();
        let kept = kept.get(&connection.id)?;
        (kept.update_at == connection.update_at && now_ms < kept.until_ms).then(|| kept.header.clone())
    }

    /// Keeps a token that says how long it is good; others are for one call.
    pub fn keep(&self, connection: &OutgoingConnection, granted: &Granted, now_ms: i64) {
        let until_ms = now_ms + (granted.seconds().min(KEPT_MAX_S) - BEFORE_END_S) * 1000;
        let mut kept = self.0.lock();
        kept.retain(|_, other| now_ms < other.until_ms);
        if now_ms < until_ms {
            kept.insert(connection.id, Kept { update_at: connection.update_at, header: granted.header(), until_ms });
        }
    }

    pub fn forget(&self, connection: Id) {
        self.0.lock().remove(&connection);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_token_is_kept_until_shortly_before_its_end_and_while_the_connection_is_the_same() {
        let tokens = Tokens::default();
        let connection = OutgoingConnection { id: Id::from_random(1), update_at: 1, ..OutgoingConnection::default() };
        let granted = |expires_in| Granted { access_token: "t".to_owned(), expires_in, ..Granted::default() };
        for forgotten in [json!(null), json!(0), json!(-5), json!(10), json!("soon"), json!([60])] {
            tokens.keep(&connection, &granted(forgotten.clone()), 0);
            assert_eq!(tokens.get(&connection, 0), None, "{forgotten}");
        }
        for good in [json!(60), json!(60.5), json!("60")] {
            tokens.keep(&connection, &granted(good), 0);
            assert_eq!(tokens.get(&connection, 49_999).as_deref(), Some("Bearer t"));
            assert_eq!(tokens.get(&connection, 50_000), None);
            let changed = OutgoingConnection { update_at: 2, ..connection.clone() };
            assert_eq!(tokens.get(&changed, 0), None);
            tokens.forget(connection.id);
            assert_eq!(tokens.get(&connection, 0), None);
        }
        tokens.keep(&connection, &granted(json!(i64::MAX)), 0);
        assert_eq!(tokens.get(&connection, KEPT_MAX_S * 1000), None, "nothing is kept for longer than a day");
    }
}

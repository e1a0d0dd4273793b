//! What clients ask, and who answers.

use std::task::{Context, Poll};

use roost_model::ErrorId;
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::{End, Incoming, Request, Task, frame, reply};
use crate::errors::{BAD_ACTION, BAD_SEQ, NO_ACTION};
use crate::port::{ActionCall, ActionError, Identity, Unavailable};
use crate::shard::state::{Conn, Declared};
use crate::stats;

/// What came of a question to the server.
pub(super) enum Outcome {
    Reply(String),
    /// Plugins answer by events.
    Silence,
    Session(Result<Option<Identity>, Unavailable>),
}

impl Task {
    pub(super) fn take(&mut self, message: Incoming) {
        match message {
            Incoming::Request(request) => {
                stats::add(&self.shard.stats.requests, 1);
                self.answer(request);
            }
            Incoming::Ping(data) => self.send(|out| frame::pong(out, &data)),
            Incoming::Pong => {
                self.dead_at = Instant::now() + self.shard.options.timings.read;
                if let Some((user, last_activity_ms)) =
                    self.with_conn(|conn| (conn.identity.user_id, conn.last_activity_ms))
                {
                    self.shard.actions.pong(user, self.shard.now_ms(), last_activity_ms);
                }
            }
            Incoming::Close(code) => self.close(code, End::Park),
        }
    }

    fn answer(&mut self, request: Request) {
        let Request { seq, action, data } = request;
        if action.is_empty() {
            return self.fail(seq, NO_ACTION);
        }
        if seq <= 0 {
            return self.fail(seq, BAD_SEQ);
        }
        if matches!(action.as_str(), "user_typing" | "user_update_active_status" | "presence") {
            let now_ms = self.shard.now_ms();
            self.with_conn(|conn| conn.last_activity_ms = now_ms);
        }
        match action.as_str() {
            // for connections without a session only
            "authentication_challenge" => {}
            "ping" => {
                let data = json!({
                    "text": "pong",
                    "version": self.shard.options.version,
                    "server_time": self.shard.now_ms(),
                    "node_id": "",
                });
                self.reply(&reply::ok(seq, data.as_object().unwrap_or(&Map::new())));
            }
            "presence" => {
                self.with_conn(|conn| Declared::update(&mut conn.declared, &data));
                self.reply(&reply::ok(seq, &Map::new()));
            }
            "user_typing"
            | "user_update_active_status"
            | "get_statuses"
            | "get_statuses_by_ids"
            | "posted_notify_ack" => self.pass_on(action, seq, data, true),
            custom if custom.starts_with("custom_") => self.pass_on(action, seq, data, false),
            _ => self.fail(seq, BAD_ACTION),
        }
    }

    fn pass_on(&mut self, action: String, seq: i64, data: Map<String, Value>, replies: bool) {
        let Some((identity, connection_id)) = self.with_conn(|conn| (conn.identity, conn.id)) else { return };
        let answer = self.shard.actions.action(ActionCall { identity, connection_id, action, seq, data });
        self.pending = Some(Box::pin(async move {
            match answer.await {
                _ if !replies => Outcome::Silence,
                Ok(data) => Outcome::Reply(reply::ok(seq, &data)),
                Err(error) => Outcome::Reply(reply::fail(seq, &error)),
            }
        }));
    }

    /// The session's time is over, unless it was prolonged since.
    pub(super) fn ask_session(&mut self) {
        let Some(session_id) = self.with_conn(|conn| conn.identity.session_id) else { return };
        let answer = self.shard.actions.recheck(session_id);
        self.pending = Some(Box::pin(async move { Outcome::Session(answer.await) }));
    }

    pub(super) fn finish_pending(&mut self, cx: &mut Context<'_>) -> Result<bool, End> {
        let Some(pending) = &mut self.pending else { return Ok(false) };
        let Poll::Ready(outcome) = pending.as_mut().poll(cx) else { return Ok(false) };
        self.pending = None;
        match outcome {
            Outcome::Reply(text) => self.reply(&text),
            Outcome::Silence => {}
            Outcome::Session(Ok(Some(identity)))
                if identity.expires_at_ms == 0 || identity.expires_at_ms > self.shard.now_ms() =>
            {
                self.with_conn(|conn| conn.identity = identity);
                self.expire_at(identity.expires_at_ms);
            }
            Outcome::Session(Ok(_)) => return Err(End::Forget),
            // nobody is locked out because the database is away
            Outcome::Session(Err(Unavailable)) => {
                self.expires_at = Some(Instant::now() + self.shard.options.timings.ping);
            }
        }
        Ok(true)
    }

    fn reply(&mut self, text: &str) {
        self.send(|out| frame::text(out, text));
    }

    fn fail(&mut self, seq: i64, error: &ErrorId) {
        self.reply(&reply::fail(seq, &ActionError::new(error)));
    }

    fn with_conn<R>(&self, work: impl FnOnce(&mut Conn) -> R) -> Option<R> {
        self.shard.state.borrow_mut().conn(self.key).map(work)
    }
}

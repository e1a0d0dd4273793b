//! The spans of a request: itself, and each of its waits for the database.

use std::time::Duration;

use actix_http::header::{HeaderMap, HeaderName};
use roost_app::{App, Db};
use roost_model::Id;
use roost_telemetry::Traces;
use roost_telemetry::traces::{Begun, Finished, SpanContext, SpanKind, Value};
use tokio::time::Instant;

use crate::call::header_text;

/// A request that has spans.
pub struct Traced {
    begun: Begun,
    /// Since 1970.
    start: Duration,
}

/// What is known of a request that is answered.
pub struct Answered<'a> {
    pub request_id: Id,
    pub method: &'a str,
    /// The pattern of the path; empty for what is no operation.
    pub route: &'a str,
    pub status: u16,
    pub user: Id,
    pub start: Instant,
}

impl Traced {
    /// `None` for most requests.
    pub fn begin(app: &App, traces: &Traces, request_id: Id, headers: &HeaderMap) -> Option<Self> {
        let traceparent = header_text(headers, HeaderName::from_static("traceparent"));
        let begun = traces.begin(request_id.bits(), span_id(app), traceparent)?;
        Some(Self { begun, start: Duration::from_millis(app.clock.now_ms().unsigned_abs()) })
    }

    pub fn context(&self) -> SpanContext {
        self.begun.context
    }

    /// Hands over the spans.
    pub fn end(self, app: &App, db: &Db, about: &Answered<'_>) {
        let Some(traces) = &app.traces else { return };
        for trip in db.stats().take_trips() {
            let mut names = trip.names.iter().filter(|name| !name.is_empty());
            let first = names.next().copied().unwrap_or("query");
            let mut attributes: Vec<(_, Value)> =
                vec![("db.system.name", "postgresql".into()), ("db.query.summary", trip.names.join(" ").trim().into())];
            // The conventions want this for several only.
            if let Some(size) = i64::try_from(trip.names.len()).ok().filter(|size| *size > 1) {
                attributes.push(("db.operation.batch.size", size.into()));
            }
            let finished = Finished {
                name: first.to_owned(),
                kind: SpanKind::Client,
                start: self.start + trip.start.saturating_duration_since(about.start),
                took: trip.took,
                attributes,
                failed: false,
            };
            traces.below(self.begun.context, span_id(app), finished);
        }
        let failed = about.status >= 500;
        let mut attributes: Vec<(_, Value)> = vec![
            ("http.request.method", about.method.into()),
            ("http.response.status_code", i64::from(about.status).into()),
            ("roost.request_id", about.request_id.as_str().into()),
        ];
        let mut name = about.method.to_owned();
        if !about.route.is_empty() {
            name = format!("{name} {}", about.route);
            attributes.push(("http.route", about.route.into()));
        }
        if !about.user.is_empty() {
            attributes.push(("user.id", about.user.as_str().into()));
        }
        if failed {
            attributes.push(("error.type", about.status.to_string().into()));
        }
        let (start, took) = (self.start, about.start.elapsed());
        traces.end(self.begun, Finished { name, kind: SpanKind::Server, start, took, attributes, failed });
    }
}

fn span_id(app: &App) -> [u8; 8] {
    let mut id = [0; 8];
    app.random.fill(&mut id);
    id
}

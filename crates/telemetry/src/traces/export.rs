//! Brings spans to a collector. One that is away costs spans and a line in the log, nothing else.

use std::time::Duration;

use prometheus::IntCounter;
use prost::Message;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, StatusCode};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout, timeout_at};

use super::otlp::{Answer, Export, Resource, ResourceSpans, Scope, ScopeSpans, Span, attribute};
use super::settings::TraceSettings;

/// Pauses after a collector did not take a batch double.
const PAUSE_MIN: Duration = Duration::from_secs(1);
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// What a node that stops has to send its last spans.
const END_WITHIN: Duration = Duration::from_secs(2);

pub struct Exporter {
    settings: TraceSettings,
    client: Client,
    resource: Resource,
    dropped: IntCounter,
    /// How many were dropped when the collector went away; `None`: it is there.
    away: Option<u64>,
}

/// Why a batch was not taken.
enum Refused {
    /// It may be taken later.
    Later(String),
    Never(String),
}

impl Exporter {
    pub fn new(
        settings: TraceSettings,
        node: Vec<(&'static str, String)>,
        dropped: IntCounter,
    ) -> Result<Self, reqwest::Error> {
        let mut headers = HeaderMap::new();
        for (name, value) in &settings.headers {
            let (Ok(name), Ok(mut value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) else {
                tracing::warn!("a header of OTEL_EXPORTER_OTLP_HEADERS cannot be sent");
                continue;
            };
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-protobuf"));
        let client = Client::builder().default_headers(headers).timeout(settings.timeout).build()?;
        let known = node.into_iter().map(|(key, value)| attribute(key, value));
        let told = settings.resource.iter().map(|(key, value)| attribute(key, value.as_str()));
        let resource = Resource { attributes: told.chain(known).collect() };
        Ok(Self { settings, client, resource, dropped, away: None })
    }

    pub async fn run(mut self, mut spans: mpsc::Receiver<Span>, stop: impl Future<Output = ()> + Send) {
        let mut stop = std::pin::pin!(stop);
        loop {
            let mut batch = Vec::new();
            let stopped = tokio::select! {
                () = &mut stop => true,
                () = self.gather(&mut spans, &mut batch) => tokio::select! {
                    () = &mut stop => true,
                    () = self.bring(&batch) => { batch.clear(); false }
                },
            };
            if stopped {
                // Nobody makes any more.
                while batch.len() < self.settings.queue_max
                    && let Ok(span) = spans.try_recv()
                {
                    batch.push(span);
                }
                let last = self.send(&batch);
                if !batch.is_empty() && !matches!(timeout(END_WITHIN, last).await, Ok(Ok(()))) {
                    tracing::warn!(spans = batch.len(), "the last spans were not sent");
                }
                return;
            }
        }
    }

    /// Waits for spans, and a while for more.
    async fn gather(&self, spans: &mut mpsc::Receiver<Span>, batch: &mut Vec<Span>) {
        let Some(first) = spans.recv().await else { return std::future::pending().await };
        batch.push(first);
        let until = Instant::now() + self.settings.delay;
        while batch.len() < self.settings.batch_max
            && let Ok(Some(span)) = timeout_at(until, spans.recv()).await
        {
            batch.push(span);
        }
    }

    /// Goes on until the collector has taken the batch, or will never.
    async fn bring(&mut self, batch: &[Span]) {
        let mut pause = PAUSE_MIN;
        loop {
            match self.send(batch).await {
                Ok(()) => {
                    if let Some(before) = self.away.take() {
                        let lost = self.dropped.get().saturating_sub(before);
                        tracing::info!(spans_lost = lost, "the collector of spans can be reached again");
                    }
                    return;
                }
                Err(Refused::Never(why)) => {
                    self.dropped.inc_by(batch.len() as u64);
                    self.note(&why);
                    return;
                }
                Err(Refused::Later(why)) => self.note(&why),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(PAUSE_MAX);
        }
    }

    /// Says it once.
    fn note(&mut self, why: &str) {
        if self.away.is_none() {
            self.away = Some(self.dropped.get());
            tracing::warn!(why, "the collector takes no spans; some of them are lost");
        }
    }

    async fn send(&self, batch: &[Span]) -> Result<(), Refused> {
        let scope = Scope { name: "roost".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
        let scope_spans = vec![ScopeSpans { scope: Some(scope), spans: batch.to_vec() }];
        let resource_spans = vec![ResourceSpans { resource: Some(self.resource.clone()), scope_spans }];
        let body = Export { resource_spans }.encode_to_vec();
        // An address in an error could have a password in it.
        let failed = |error: reqwest::Error| Refused::Later(error.without_url().to_string());
        let answer = self.client.post(&self.settings.endpoint).body(body).send().await.map_err(failed)?;
        let status = answer.status();
        if !status.is_success() {
            let may_come = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::BAD_GATEWAY)
                || matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT);
            let why = format!("it answers {status}");
            return Err(if may_come { Refused::Later(why) } else { Refused::Never(why) });
        }
        let said = answer.bytes().await.ok().and_then(|said| Answer::decode(said).ok());
        if let Some(partial) = said.and_then(|said| said.partial).filter(|partial| partial.rejected > 0) {
            self.dropped.inc_by(partial.rejected.unsigned_abs());
            tracing::warn!(spans = partial.rejected, why = partial.why, "the collector did not take all spans");
        }
        Ok(())
    }
}

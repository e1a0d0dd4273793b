//! Spans for OpenTelemetry, if somebody wants them: what a request did, and what other nodes did because of it. They are made
//! when the thing is done, from what is measured anyway, so that nothing is asked for spans while there are none.

mod context;
mod export;
mod otlp;
mod sampler;
mod settings;

use std::time::Duration;

use prometheus::IntCounter;
use tokio::sync::mpsc;

pub use context::SpanContext;
pub use otlp::Value;
use sampler::Sampler;
pub use settings::TraceSettings;

/// Where finished spans are given to.
#[derive(Debug)]
pub struct Traces {
    queue: mpsc::Sender<otlp::Span>,
    sampler: Sampler,
    dropped: IntCounter,
}

/// A span that has begun.
#[derive(Clone, Copy, Debug)]
pub struct Begun {
    pub context: SpanContext,
    /// Who called, on another machine.
    parent: Option<[u8; 8]>,
}

/// What a span is, by the numbers of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// A request of a client.
    Server = 2,
    /// A question to another program.
    Client = 3,
    /// Something that another node has sent.
    Consumer = 5,
}

/// A span that is done.
#[derive(Debug)]
pub struct Finished {
    pub name: String,
    pub kind: SpanKind,
    /// Since 1970.
    pub start: Duration,
    pub took: Duration,
    pub attributes: Vec<(&'static str, Value)>,
    pub failed: bool,
}

impl Traces {
    /// The second value sends what is given to the first, until `stop`; `node` names this node, `dropped` counts what could
    /// not be sent.
    pub fn new(
        settings: TraceSettings,
        node: Vec<(&'static str, String)>,
        dropped: IntCounter,
        stop: impl Future<Output = ()> + Send,
    ) -> Result<(Self, impl Future<Output = ()> + Send), reqwest::Error> {
        let (queue, spans) = mpsc::channel(settings.queue_max);
        let sampler = settings.sampler;
        let export = export::Exporter::new(settings, node, dropped.clone())?;
        Ok((Self { queue, sampler, dropped }, export.run(spans, stop)))
    }

    /// Begins the span of a request: its trace has the number of the request, or is the one of the caller. `None`: this
    /// request has no spans.
    pub fn begin(&self, request: u128, span: [u8; 8], traceparent: &str) -> Option<Begun> {
        let (trace, parent) = self.sampler.place(request.to_be_bytes(), traceparent)?;
        Some(Begun { context: SpanContext { trace, span }, parent })
    }

    /// The span of a request is done.
    pub fn end(&self, begun: Begun, finished: Finished) {
        self.send(begun.context, begun.parent, finished);
    }

    /// Something is done that was part of another span, or followed from it.
    pub fn below(&self, parent: SpanContext, span: [u8; 8], finished: Finished) {
        self.send(SpanContext { span, ..parent }, Some(parent.span), finished);
    }

    fn send(&self, context: SpanContext, parent: Option<[u8; 8]>, finished: Finished) {
        let nanos = |time: Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        let attributes = finished.attributes.into_iter().map(|(key, value)| otlp::attribute(key, value)).collect();
        let span = otlp::Span {
            trace: context.trace.to_vec(),
            id: context.span.to_vec(),
            parent: parent.map(|parent| parent.to_vec()).unwrap_or_default(),
            name: finished.name,
            kind: finished.kind as i32,
            start_ns: nanos(finished.start),
            end_ns: nanos(finished.start + finished.took),
            attributes,
            status: finished.failed.then_some(otlp::Status { code: 2 }),
        };
        if self.queue.try_send(span).is_err() {
            self.dropped.inc();
        }
    }
}

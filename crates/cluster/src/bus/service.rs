//! The side of the bus that listens to the peers.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_stream::wrappers::{ReceiverStream, TcpListenerStream};
use tonic::transport::Server;
use tonic::{Request, Response, Status, Streaming};

use super::wire::{Hello, LiveAnswer, LiveFrame, LogAnswer, LogFrame, Pong};
use super::{FRAME_BYTES_MAX, Heard, Shared};

pub use generated::bus_client;

#[expect(clippy::pedantic, clippy::allow_attributes, reason = "generated code")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/roost.bus.v1.Bus.rs"));
}

/// Answers that the transport has not taken yet.
const ANSWERS_LEN: usize = 16;

/// The transport asks a silent peer whether it is there, and waits so long.
const KEEP_ALIVE: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(1));

/// A stream must say who speaks within this time.
const HELLO: Duration = Duration::from_secs(2);

/// How long a node that stops waits for its peers to let go.
const LET_GO: Duration = Duration::from_millis(500);

/// Hears the peers.
pub struct Service(Arc<Shared>);

type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

impl Service {
    pub fn new(shared: Arc<Shared>) -> Self {
        Self(shared)
    }

    /// Whether the stream is meant for this node.
    fn check(&self, hello: Option<Hello>) -> Result<i64, Status> {
        let hello = hello.ok_or_else(|| Status::invalid_argument("the first frame lacks who speaks"))?;
        if hello.cluster_name != self.0.cluster_name {
            tracing::warn!(cluster_name = hello.cluster_name, "refused a node of another cluster");
            return Err(Status::failed_precondition("this is a node of another cluster"));
        }
        if hello.to != self.0.member() {
            return Err(Status::not_found("another node is here now"));
        }
        Ok(hello.from)
    }
}

#[tonic::async_trait]
impl generated::bus_server::Bus for Service {
    type LogStream = Answers<LogAnswer>;
    type LiveStream = Answers<LiveAnswer>;

    async fn log(&self, request: Request<Streaming<LogFrame>>) -> Result<Response<Self::LogStream>, Status> {
        let mut frames = request.into_inner();
        let first = frames.message().await?.unwrap_or_default();
        let from = self.check(first.hello)?;
        let (answers, stream) = mpsc::channel(ANSWERS_LEN);
        let shared = self.0.clone();
        self.0.tasks.spawn(async move {
            let stop = shared.stop.clone();
            let ended = stop.run_until_cancelled(hear_records(&shared, from, frames, &answers)).await;
            if let Some(Err(status)) = ended {
                tracing::debug!(from, message = status.message(), "a log stream ended");
            }
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(stream))))
    }

    async fn live(&self, request: Request<Streaming<LiveFrame>>) -> Result<Response<Self::LiveStream>, Status> {
        let mut frames = request.into_inner();
        let first = frames.message().await?.unwrap_or_default();
        let from = self.check(first.hello)?;
        let snapshot = first.messages.into_iter().next().unwrap_or_default();
        // Held open for as long as the peer speaks: its end is how the peer learns that nobody listens.
        let (open, stream) = mpsc::channel(1);
        let shared = self.0.clone();
        self.0.tasks.spawn(async move {
            let stop = shared.stop.clone();
            let ended = stop.run_until_cancelled(hear_live(&shared, from, snapshot, frames)).await;
            if let Some(Err(status)) = ended {
                tracing::debug!(from, message = status.message(), "a live stream ended");
            }
            drop(open);
            let _ = shared.inbox.live.send(Heard::Ended { from }).await;
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(stream))))
    }
}

async fn hear_records(
    shared: &Shared,
    from: i64,
    mut frames: Streaming<LogFrame>,
    answers: &mpsc::Sender<Result<LogAnswer, Status>>,
) -> Result<(), Status> {
    let mut applied = shared.applied.subscribe();
    loop {
        let pong = tokio::select! {
            frame = frames.message() => {
                let Some(frame) = frame? else { return Ok(()) };
                for entry in frame.entries {
                    shared.with_peers(|peers, _| peers.known(entry.g));
                    if shared.inbox.records.send((entry.g, entry.body)).await.is_err() {
                        return Ok(());
                    }
                }
                let Some(ping) = frame.ping else { continue };
                let proof = shared.with_peers(|peers, now_ms| {
                    peers.peer_applied(from, ping.applied, now_ms);
                    peers.proof_for(from)
                });
                proof.map(|highest| Pong { asked_ms: ping.asked_ms, highest })
            }
            changed = applied.changed() => {
                if changed.is_err() {
                    return Ok(());
                }
                None
            }
        };
        let answer = LogAnswer { applied: *applied.borrow_and_update(), pong };
        if answers.send(Ok(answer)).await.is_err() {
            return Ok(());
        }
    }
}

async fn hear_live(
    shared: &Shared,
    from: i64,
    snapshot: Bytes,
    mut frames: Streaming<LiveFrame>,
) -> Result<(), Status> {
    let live = &shared.inbox.live;
    if live.send(Heard::Began { from, snapshot }).await.is_err() {
        return Ok(());
    }
    while let Some(frame) = frames.message().await? {
        for message in frame.messages {
            if live.send(Heard::Message { from, message }).await.is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Serves until the node stops.
pub fn serve(
    service: Service,
    listener: TcpListener,
) -> Result<impl Future<Output = ()> + Send + 'static, tonic::transport::Error> {
    let stop = service.0.stop.clone();
    let server = Server::builder()
        .tls_config(service.0.trust.server())?
        .timeout(HELLO)
        .http2_keepalive_interval(Some(KEEP_ALIVE.0))
        .http2_keepalive_timeout(Some(KEEP_ALIVE.1));
    let bus = generated::bus_server::BusServer::new(service)
        .max_decoding_message_size(FRAME_BYTES_MAX)
        .max_encoding_message_size(FRAME_BYTES_MAX);
    Ok(async move {
        let incoming = TcpListenerStream::new(listener);
        let serving = server.serve_with_incoming_shutdown(bus, incoming, stop.clone().cancelled_owned());
        let serving = async {
            if let Err(error) = serving.await {
                tracing::error!(%error, "the bus ended");
            }
        };
        let late = async {
            stop.cancelled().await;
            tokio::time::sleep(LET_GO).await;
        };
        tokio::select! {
            () = serving => {}
            () = late => {}
        }
    })
}

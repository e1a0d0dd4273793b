//! The connection to one peer, on which this node speaks.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::transport::{Channel, Endpoint};
use tonic::{Status, Streaming};

use super::queue::{self, Queue};
use super::service::bus_client::BusClient;
use super::wire::{Entry, Hello, LiveAnswer, LiveFrame, LogAnswer, LogFrame, Ping};
use super::{FRAME_BYTES_MAX, PING, Peer, Shared};

/// Frames that the transport has not taken yet: little, so that a slow peer is seen in the queue.
const FRAMES_LEN: usize = 2;

/// Time for a connection to come about.
const CONNECT: Duration = Duration::from_secs(1);

/// Bounds of the pause before the next try.
const PAUSE: (Duration, Duration) = (Duration::from_millis(50), Duration::from_millis(800));

/// The transport asks a silent peer whether it is there, and waits so long.
const KEEP_ALIVE: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(1));

impl queue::Sized for Entry {
    fn bytes(&self) -> usize {
        self.body.len() + 16
    }
}

impl queue::Sized for Bytes {
    fn bytes(&self) -> usize {
        self.len() + 16
    }
}

/// What goes to one peer.
pub struct Link {
    peer: Peer,
    records: Queue<Entry>,
    messages: Queue<Bytes>,
    up: AtomicBool,
    ended: CancellationToken,
}

/// Why a link broke.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Transport(#[from] tonic::transport::Error),
    #[error("{}", .0.message())]
    Status(Box<Status>),
    #[error(transparent)]
    Overflow(#[from] queue::Overflow),
    #[error("the peer ended the stream")]
    Closed,
}

impl From<Status> for Broken {
    fn from(status: Status) -> Self {
        Self::Status(Box::new(status))
    }
}

impl Link {
    /// Connects, again and again until the link is ended.
    pub fn start(peer: &Peer, shared: &Arc<Shared>) -> Arc<Self> {
        let link = Arc::new(Self {
            peer: peer.clone(),
            records: Queue::new(),
            messages: Queue::new(),
            up: AtomicBool::new(false),
            ended: shared.stop.child_token(),
        });
        shared.tasks.spawn(run(link.clone(), shared.clone()));
        link
    }

    pub fn peer(&self) -> &Peer {
        &self.peer
    }

    pub fn end(&self) {
        self.ended.cancel();
    }

    pub fn is_up(&self) -> bool {
        self.up.load(Ordering::Relaxed)
    }

    pub fn record(&self, g: i64, body: Bytes) {
        self.records.push(Entry { g, body });
    }

    pub fn live(&self, message: Bytes) {
        self.messages.push(message);
    }
}

async fn run(link: Arc<Link>, shared: Arc<Shared>) {
    let ended = link.ended.clone();
    let mut pause = PAUSE.0;
    // One line for each change, not for each try.
    let mut reported = false;
    while let Some(outcome) = ended.run_until_cancelled(speak(&link, &shared)).await {
        let was_up = link.up.swap(false, Ordering::Relaxed);
        link.records.close();
        link.messages.close();
        let Err(error) = outcome;
        if was_up || !std::mem::replace(&mut reported, true) {
            tracing::warn!(peer = link.peer.address, %error, "no link to a peer");
            shared.broke.notify_one();
        }
        pause = if was_up { PAUSE.0 } else { (pause * 2).min(PAUSE.1) };
        if ended.run_until_cancelled(sleep(pause)).await.is_none() {
            break;
        }
    }
    link.records.close();
    link.messages.close();
}

/// One connection, until it breaks.
async fn speak(link: &Link, shared: &Shared) -> Result<Infallible, Broken> {
    let endpoint = Endpoint::from_shared(format!("https://{}", link.peer.address))?
        .tls_config(shared.trust.client())?
        .connect_timeout(CONNECT)
        .tcp_nodelay(true)
        .http2_keep_alive_interval(KEEP_ALIVE.0)
        .keep_alive_timeout(KEEP_ALIVE.1)
        .keep_alive_while_idle(true);
    let channel = endpoint.connect().await?;
    let hello = Hello { from: shared.member(), to: link.peer.id, cluster_name: shared.cluster_name.clone() };
    tokio::try_join!(log(link, shared, channel.clone(), hello.clone()), live(link, shared, channel, hello))
        .map(|(never, _)| never)
}

fn client(channel: Channel) -> BusClient<Channel> {
    BusClient::new(channel).max_decoding_message_size(FRAME_BYTES_MAX).max_encoding_message_size(FRAME_BYTES_MAX)
}

async fn log(link: &Link, shared: &Shared, channel: Channel, hello: Hello) -> Result<Infallible, Broken> {
    let (frames, stream) = mpsc::channel(FRAMES_LEN);
    let first = LogFrame { hello: Some(hello), ..LogFrame::default() };
    frames.send(first).await.map_err(|_| Broken::Closed)?;
    let answers = client(channel).log(ReceiverStream::new(stream)).await?.into_inner();
    link.records.open();
    link.up.store(true, Ordering::Relaxed);
    tracing::info!(peer = link.peer.address, "linked to a peer");
    tokio::try_join!(send_records(link, shared, &frames), hear_answers(link, shared, answers)).map(|(never, _)| never)
}

async fn send_records(link: &Link, shared: &Shared, frames: &mpsc::Sender<LogFrame>) -> Result<Infallible, Broken> {
    let mut pings = interval(PING);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let frame = tokio::select! {
            entries = link.records.pop() => {
                let entries = entries?;
                shared.said.records.fetch_add(entries.len() as u64, Ordering::Relaxed);
                LogFrame { entries, ..LogFrame::default() }
            }
            _ = pings.tick() => {
                shared.said.pings.fetch_add(1, Ordering::Relaxed);
                let ping = Ping { asked_ms: shared.now_ms(), applied: *shared.applied.borrow() };
                LogFrame { ping: Some(ping), ..LogFrame::default() }
            }
        };
        shared.said.frame(&frame);
        frames.send(frame).await.map_err(|_| Broken::Closed)?;
    }
}

async fn hear_answers(link: &Link, shared: &Shared, mut answers: Streaming<LogAnswer>) -> Result<Infallible, Broken> {
    while let Some(LogAnswer { applied, pong }) = answers.message().await? {
        let now_ms = shared.with_peers(|peers, now_ms| {
            peers.peer_applied(link.peer.id, applied, now_ms);
            if let Some(pong) = &pong {
                peers.peer_proved(link.peer.id, pong.asked_ms, pong.highest);
            }
            now_ms
        });
        if let Some(pong) = pong {
            (shared.answered)(Duration::from_millis(now_ms.saturating_sub(pong.asked_ms)));
        }
    }
    Err(Broken::Closed)
}

async fn live(link: &Link, shared: &Shared, channel: Channel, hello: Hello) -> Result<Infallible, Broken> {
    let (frames, stream) = mpsc::channel(FRAMES_LEN);
    let snapshot = (shared.snapshot)(&mut || link.messages.open());
    let first = LiveFrame { hello: Some(hello), messages: vec![snapshot] };
    frames.send(first).await.map_err(|_| Broken::Closed)?;
    let mut answers = client(channel).live(ReceiverStream::new(stream)).await?.into_inner();
    tokio::try_join!(send_messages(link, shared, &frames), hear_end(&mut answers)).map(|(never, _)| never)
}

async fn send_messages(link: &Link, shared: &Shared, frames: &mpsc::Sender<LiveFrame>) -> Result<Infallible, Broken> {
    loop {
        let messages = link.messages.pop().await?;
        shared.said.messages.fetch_add(messages.len() as u64, Ordering::Relaxed);
        let frame = LiveFrame { hello: None, messages };
        shared.said.frame(&frame);
        frames.send(frame).await.map_err(|_| Broken::Closed)?;
    }
}

async fn hear_end(answers: &mut Streaming<LiveAnswer>) -> Result<Infallible, Broken> {
    while answers.message().await?.is_some() {}
    Err(Broken::Closed)
}

//! A node as a proxy sees it: `haproxy/haproxy.cfg` says when it asks and what it makes of the answers.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Between two questions about a node.
const INTERVAL: Duration = Duration::from_millis(500);

/// Between them while the last one went wrong.
const FAST: Duration = Duration::from_millis(200);

/// An answer comes within this time, or there is none.
const ANSWER: Duration = Duration::from_millis(300);

/// So many questions without an answer in a row close the door.
const FALL: u32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    /// Nothing new comes in, and what is in stays.
    Draining,
    /// And what is in has been put out.
    Down,
}

/// The way to one node, which another process may take the place of.
#[derive(Clone)]
pub struct Door {
    base: Arc<Mutex<String>>,
    state: Arc<watch::Sender<State>>,
    /// Asks as long as there is a door.
    _watcher: Arc<JoinSet<()>>,
}

impl Door {
    /// A door to the node that will answer at `health` how it is.
    pub fn to(health: SocketAddr) -> Self {
        let state = Arc::new(watch::Sender::new(State::Down));
        let mut watcher = JoinSet::new();
        let told_to = state.clone();
        watcher.spawn(async move {
            let (state, mut silent) = (told_to, 0);
            loop {
                sleep(if silent == 0 { INTERVAL } else { FAST }).await;
                let told = timeout(ANSWER, ask(health)).await.unwrap_or_default();
                silent = if told.is_none() { silent + 1 } else { 0 };
                let now = match told {
                    Some(true) => State::Open,
                    Some(false) => State::Draining,
                    None if silent >= FALL => State::Down,
                    None => *state.borrow(),
                };
                state.send_if_modified(|state| std::mem::replace(state, now) != now);
            }
        });
        Self { base: Arc::default(), state, _watcher: Arc::new(watcher) }
    }

    pub fn base(&self) -> String {
        self.base.lock().unwrap().clone()
    }

    /// From now on it leads elsewhere.
    pub fn leads_to(&self, base: &str) {
        base.clone_into(&mut self.base.lock().unwrap());
    }

    /// Whether anything new comes in.
    pub fn is_open(&self) -> bool {
        *self.state.borrow() == State::Open
    }

    /// Returns when the node takes nothing new.
    pub async fn closed(&self) {
        self.state.subscribe().wait_for(|state| *state != State::Open).await.unwrap();
    }

    /// Returns when the node takes what comes.
    pub async fn opened(&self) {
        self.state.subscribe().wait_for(|state| *state == State::Open).await.unwrap();
    }

    /// What `work` through this door comes to; nothing when it is put out meanwhile.
    pub async fn while_up<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut state = self.state.subscribe();
        tokio::select! {
            done = work => Some(done),
            _ = state.wait_for(|state| *state == State::Down) => None,
        }
    }
}

/// Whether the node takes what is new, or nothing when it does not answer.
async fn ask(health: SocketAddr) -> Option<bool> {
    let mut stream = TcpStream::connect(health).await.ok()?;
    stream.write_all(b"agent\n").await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    (!answer.is_empty()).then(|| answer.starts_with("up"))
}

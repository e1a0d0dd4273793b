//! What a proxy asks a node: does it live, does it take new work. Answered on a listener and a thread of its own, so that a
//! node whose cores are all busy still answers in time and is not cut off.
//!
//! One port, two askers: `GET /healthz/live` and `GET /healthz/ready` over HTTP, and HAProxy's agent check, which sends the
//! line `agent` and reads `up ready 100%` or `drain`. Neither depends on PostgreSQL: an outage there must not empty the pool.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::Mutex;
use roost_realtime::Hub;
use tokio::time::Instant;

/// A shard that shows no turn for so long hangs.
const SHARD_SILENCE_MAX: Duration = Duration::from_secs(3);

/// How long a question may take to arrive.
const QUESTION_TIMEOUT: Duration = Duration::from_millis(200);

/// Longest question in bytes; of a longer one the beginning counts.
const QUESTION_LEN_MAX: usize = 512;

/// What a node is willing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Stage {
    Serving,
    /// No new work; what is there is handed over.
    Draining,
}

/// The health of a node, shared by everybody who tells of it.
pub struct Health {
    stage: AtomicU8,
    hub: Hub,
    turns: Mutex<Turns>,
    /// Why this node should serve nobody, in a word.
    misfit: Mutex<Option<&'static str>>,
    young: AtomicBool,
}

/// The beat of each shard, and when it was first seen.
struct Turns(Vec<(u64, Instant)>);

impl Turns {
    /// Takes in the present beats; false when one of them has been the same for too long.
    fn are_taken(&mut self, beats: &[u64], now: Instant) -> bool {
        for (seen, beat) in self.0.iter_mut().zip(beats).filter(|((seen, _), beat)| seen != *beat) {
            *seen = (*beat, now);
        }
        self.0.iter().all(|(_, at)| now.duration_since(*at) <= SHARD_SILENCE_MAX)
    }
}

impl Health {
    pub fn new(hub: Hub) -> Self {
        let now = Instant::now();
        let turns = Turns(hub.beats().into_iter().map(|beat| (beat, now)).collect());
        Self {
            stage: AtomicU8::new(Stage::Serving as u8),
            hub,
            turns: Mutex::new(turns),
            misfit: Mutex::default(),
            young: AtomicBool::new(false),
        }
    }

    pub fn stage(&self) -> Stage {
        if self.stage.load(Ordering::Acquire) == Stage::Draining as u8 { Stage::Draining } else { Stage::Serving }
    }

    pub fn drain(&self) {
        self.stage.store(Stage::Draining as u8, Ordering::Release);
    }

    /// Takes a drain back.
    pub fn serve(&self) {
        self.stage.store(Stage::Serving as u8, Ordering::Release);
    }

    /// This node does not fit to the others, by this (`clock`, `keys`); `None`: it does. Nobody is sent to one that does not.
    pub fn fits(&self, misfit: Option<&'static str>) {
        *self.misfit.lock() = misfit;
    }

    /// This node has just begun, and others who were there before take people.
    pub fn is_young(&self, young: bool) {
        self.young.store(young, Ordering::Release);
    }

    /// Why nobody new should be sent here, in a word.
    fn unready(&self) -> Option<&'static str> {
        match self.stage() {
            Stage::Draining => Some("draining"),
            Stage::Serving => (*self.misfit.lock()).or(self.young.load(Ordering::Acquire).then_some("young")),
        }
    }

    /// Whether every shard took a turn lately.
    fn lives(&self) -> bool {
        self.turns.lock().are_taken(&self.hub.beats(), Instant::now())
    }

    /// The answer to one question, and nothing for what is none.
    fn answer(&self, question: &[u8]) -> Option<String> {
        let unready = self.unready();
        if question.starts_with(b"GET /healthz/live ") {
            Some(http(self.lives(), "hangs"))
        } else if question.starts_with(b"GET /healthz/ready ") {
            Some(http(unready.is_none(), unready.unwrap_or_default()))
        } else if question.starts_with(b"agent") {
            Some(if unready.is_some() { "drain\n" } else { "up ready 100%\n" }.to_owned())
        } else {
            None
        }
    }
}

fn http(well: bool, otherwise: &str) -> String {
    let (status, body) = if well { ("200 OK", "ok") } else { ("503 Service Unavailable", otherwise) };
    let len = body.len() + 1;
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/plain\r\ncontent-length: {len}\r\nconnection: close\r\n\r\n{body}\n"
    )
}

/// The thread that answers.
pub struct HealthListener {
    pub address: SocketAddr,
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl HealthListener {
    pub fn start(listener: TcpListener, health: Arc<Health>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let ending = Arc::new(AtomicBool::new(false));
        let until = ending.clone();
        let thread = std::thread::Builder::new().name("roost-health".to_owned()).spawn(move || {
            for asker in listener.incoming() {
                if until.load(Ordering::Acquire) {
                    return;
                }
                if let Ok(asker) = asker {
                    // An asker that goes away has only itself to blame.
                    drop(serve(asker, &health));
                }
            }
        })?;
        Ok(Self { address, ending, thread: Some(thread) })
    }
}

impl Drop for HealthListener {
    /// The thread waits for the next asker: this is one.
    fn drop(&mut self) {
        self.ending.store(true, Ordering::Release);
        let woken = TcpStream::connect_timeout(&self.address, QUESTION_TIMEOUT).is_ok();
        if let Some(thread) = self.thread.take().filter(|_| woken) {
            drop(thread.join());
        }
    }
}

/// One asker at a time, each for a short while only.
fn serve(mut asker: TcpStream, health: &Health) -> io::Result<()> {
    asker.set_write_timeout(Some(QUESTION_TIMEOUT))?;
    let until = Instant::now() + QUESTION_TIMEOUT;
    let (mut question, mut len) = ([0; QUESTION_LEN_MAX], 0);
    while let Some(rest) = question.get_mut(len..).filter(|rest| !rest.is_empty()) {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        asker.set_read_timeout(Some(left))?;
        let read = asker.read(rest)?;
        len += read;
        if read == 0 || question.get(..len).is_some_and(|asked| asked.contains(&b'\n')) {
            break;
        }
    }
    match health.answer(question.get(..len).unwrap_or_default()) {
        Some(answer) => asker.write_all(answer.as_bytes()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_that_stands_still_for_three_seconds_hangs() {
        let start = Instant::now();
        let after = |ms| start + Duration::from_millis(ms);
        let mut turns = Turns(vec![(1, start), (1, start)]);
        assert!(turns.are_taken(&[1, 1], after(3_000)));
        assert!(!turns.are_taken(&[1, 1], after(3_001)));
        assert!(!turns.are_taken(&[2, 1], after(3_001)), "the other one still hangs");
        assert!(turns.are_taken(&[2, 2], after(3_100)), "it came back");
        assert!(turns.are_taken(&[3, 2], after(6_100)));
    }
}

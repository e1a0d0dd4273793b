//! A closed loop: each client sends its next request when it has the answer to the one before.

use std::cell::{Cell, RefCell};
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::http::{Answer, Connection, Request, fault};
use crate::socket::Heard;
use roost_load::usage::{Cpu, Processes};

/// Not measured: connections are opened, caches and statements become warm.
const WARM_UP: Duration = Duration::from_secs(1);
/// Deliveries have stopped when none came for so long.
const QUIET: Duration = Duration::from_millis(300);
/// Longest wait for the last deliveries.
const DRAIN_MAX: Duration = Duration::from_secs(15);

/// How much is sent.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    pub clients: usize,
    pub duration: Duration,
    /// Requests at most, those of the warm-up included.
    pub count_max: u64,
}

/// Makes the request with this number; `None` when there is nothing more to send.
pub type Next = Rc<dyn Fn(u64) -> Option<Request>>;

/// What came out.
#[derive(Debug)]
pub struct Outcome {
    pub count: u64,
    /// Those of the warm-up too.
    pub sent: u64,
    pub seconds: f64,
    /// Ascending.
    pub latency_ms: Vec<f64>,
    /// CPU used between the first and the last request that counted, with all deliveries.
    pub cpu: Cpu,
    /// Bytes of one answer's body.
    pub answer_bytes: usize,
}

struct Shared {
    next: Next,
    sent: Cell<u64>,
    count_max: u64,
    measuring: Cell<bool>,
    stopped: Cell<bool>,
    latency_ms: RefCell<Vec<f64>>,
    answer_bytes: Cell<usize>,
}

impl Shared {
    fn take(&self) -> Option<Request> {
        let number = self.sent.get();
        if self.stopped.get() || number >= self.count_max {
            return None;
        }
        self.sent.set(number + 1);
        (self.next)(number)
    }
}

/// Runs the load and stops by itself. A request that is refused ends it with an error.
pub async fn run(
    address: SocketAddr,
    load: Load,
    processes: Processes,
    next: Next,
    heard: Option<&Heard>,
) -> io::Result<Outcome> {
    let shared = Rc::new(Shared {
        next,
        sent: Cell::new(0),
        count_max: load.count_max,
        measuring: Cell::new(false),
        stopped: Cell::new(false),
        latency_ms: RefCell::default(),
        answer_bytes: Cell::new(0),
    });
    let mut clients = JoinSet::new();
    for _ in 0..load.clients {
        clients.spawn_local(client(address, shared.clone()));
    }
    tokio::time::sleep(WARM_UP).await;
    if let Some(heard) = heard {
        heard.delivery_ms.borrow_mut().clear();
    }
    let (cpu, start) = (processes.cpu(), Instant::now());
    shared.measuring.set(true);
    let stop = tokio::time::sleep(load.duration);
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop, if !shared.stopped.get() => shared.stopped.set(true),
            joined = clients.join_next() => match joined {
                Some(ended) => ended.map_err(io::Error::other)??,
                None => break,
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    if let Some(heard) = heard {
        drain(heard).await;
    }
    let after = processes.cpu();
    let mut latency_ms = shared.latency_ms.take();
    latency_ms.sort_by(f64::total_cmp);
    Ok(Outcome {
        count: latency_ms.len() as u64,
        sent: shared.sent.get(),
        seconds,
        latency_ms,
        cpu: Cpu { server_ms: after.server_ms - cpu.server_ms, postgres_ms: after.postgres_ms - cpu.postgres_ms },
        answer_bytes: shared.answer_bytes.get(),
    })
}

async fn client(address: SocketAddr, shared: Rc<Shared>) -> io::Result<()> {
    let mut connection = Connection::new(address);
    while let Some(request) = shared.take() {
        let sent = Instant::now();
        let answer = connection.call(&request).await?;
        let took = sent.elapsed();
        answer.success().map_err(|error| fault(format!("{} {}: {error}", request.method, request.path)))?;
        if shared.measuring.get() {
            shared.latency_ms.borrow_mut().push(took.as_secs_f64() * 1e3);
            shared.answer_bytes.set(answer.body.len());
        }
    }
    Ok(())
}

/// Returns when deliveries have stopped.
pub async fn drain(heard: &Heard) {
    let deadline = Instant::now() + DRAIN_MAX;
    let mut seen = heard.frames.get();
    loop {
        tokio::time::sleep(QUIET).await;
        let now = heard.frames.get();
        if now == seen || Instant::now() > deadline {
            return;
        }
        seen = now;
    }
}

/// The value below which `share` of the ascending values are; 0 when there are none.
pub fn percentile(ascending: &[f64], share: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index"
    )]
    let index = (ascending.len() as f64 * share) as usize;
    ascending.get(index.min(ascending.len().saturating_sub(1))).copied().unwrap_or(0.0)
}

/// Sends all requests, so many at a time, and returns the answers in their order. The first refusal is an error.
pub async fn all(address: SocketAddr, requests: Vec<Request>, width: usize) -> io::Result<Vec<Answer>> {
    let queue = Rc::new(RefCell::new(requests.into_iter().enumerate()));
    let mut workers = JoinSet::new();
    for _ in 0..width {
        let queue = queue.clone();
        workers.spawn_local(async move {
            let (mut connection, mut answers) = (Connection::new(address), Vec::new());
            loop {
                let taken = queue.borrow_mut().next();
                let Some((index, request)) = taken else { return Ok(answers) };
                let answer = connection.call(&request).await?;
                answer.success().map_err(|error| fault(format!("{} {}: {error}", request.method, request.path)))?;
                answers.push((index, answer));
            }
        });
    }
    let mut answers = Vec::new();
    while let Some(joined) = workers.join_next().await {
        let part: io::Result<Vec<(usize, Answer)>> = joined.map_err(io::Error::other)?;
        answers.extend(part?);
    }
    answers.sort_by_key(|(index, _)| *index);
    Ok(answers.into_iter().map(|(_, answer)| answer).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_stay_within_the_values() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!((percentile(&values, 0.5), percentile(&values, 0.99), percentile(&values, 1.0)), (50.0, 99.0, 99.0));
        assert_eq!(percentile(&[], 0.5).to_bits(), 0);
    }
}

//! A relay for datagrams that loses some of them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use tokio::net::UdpSocket;
use tokio::task::JoinSet;

/// Decides what is lost.
pub(crate) struct Loss(u64);

impl Default for Loss {
    /// One that decides unlike those before it.
    fn default() -> Self {
        static BEFORE: AtomicU64 = AtomicU64::new(1);
        Self(BEFORE.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed))
    }
}

impl Loss {
    /// So many times of a hundred.
    pub(crate) fn takes(&mut self, percent: u8) -> bool {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % 100 < u64::from(percent)
    }
}

/// Forwards datagrams one way, as long as it is kept.
pub struct Relay {
    percent: Arc<AtomicU8>,
    _task: JoinSet<()>,
}

impl Relay {
    /// From `front`, where it listens, to `back`.
    pub async fn between(front: SocketAddr, back: SocketAddr) -> Self {
        let socket = UdpSocket::bind(front).await.unwrap();
        let percent = Arc::new(AtomicU8::new(0));
        let (lost, mut task) = (percent.clone(), JoinSet::new());
        task.spawn(async move {
            let (mut datagram, mut loss) = (vec![0; 65_536], Loss::default());
            loop {
                // An error is of an earlier datagram that nobody took.
                let Ok((len, _)) = socket.recv_from(&mut datagram).await else { continue };
                if !loss.takes(lost.load(Ordering::Relaxed)) {
                    drop(socket.send_to(&datagram[..len], back).await);
                }
            }
        });
        Self { percent, _task: task }
    }

    /// Loses so many of a hundred datagrams from now on.
    pub fn lose(&self, percent: u8) {
        self.percent.store(percent, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_are_lost_as_it_says() {
        for percent in [0, 5, 20, 100] {
            let mut loss = Loss::default();
            let lost = (0..10_000).filter(|_| loss.takes(percent)).count();
            assert!(lost.abs_diff(usize::from(percent) * 100) < 200, "{lost} of 10,000 at {percent} %");
        }
    }
}

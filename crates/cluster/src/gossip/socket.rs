//! What chitchat takes for its socket. Its datagrams leave and arrive sealed; what it knows as addresses are members.
//!
//! chitchat writes its messages to a socket only, so each one takes a turn over loopback: out of chitchat's own socket into
//! ours, which only hears that one, and from there to the network in a frame; and back in the same way.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chitchat::ChitchatEnvelope;
use chitchat::transport::{RecvOutcome, SendOutcome, Socket, Transport, UdpTransport};
use tokio::net::UdpSocket;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::Shared;
use super::frame::{OVERHEAD_LEN, PAYLOAD_LEN_MAX};

const LOOPBACK: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A datagram over loopback that takes longer was lost there.
const TURN: Duration = Duration::from_millis(100);

/// Pause after the network socket failed: an error that stays must not fill a core.
const FAILED: Duration = Duration::from_millis(50);

/// Bytes of a datagram of chitchat at most.
const DATAGRAM_LEN_MAX: usize = 65_507;

/// Where chitchat believes a member to be: an address of no network, with the member's id in it.
pub fn place_of(member: i64) -> SocketAddr {
    let [a, b, c, d] = [48, 32, 16, 0].map(|shift| u16::try_from((member >> shift) & 0xffff).unwrap_or_default());
    SocketAddr::new(IpAddr::V6(Ipv6Addr::new(0xfd00, 0, 0, 0, a, b, c, d)), 1)
}

/// The member that chitchat believes to be there.
pub fn member_at(place: SocketAddr) -> Option<i64> {
    let IpAddr::V6(address) = place.ip() else { return None };
    let member = i64::from_be_bytes(*address.octets().last_chunk()?);
    (place_of(member) == place).then_some(member)
}

/// Gives chitchat its socket.
pub struct Sealed(pub Arc<Shared>);

#[tonic::async_trait]
impl Transport for Sealed {
    async fn open(&self, _: SocketAddr) -> anyhow::Result<Box<dyn Socket>> {
        let inner = UdpTransport.open(LOOPBACK).await?;
        let outer = UdpSocket::bind(LOOPBACK).await?;
        // From now on it hears nobody else.
        outer.connect(inner.local_addr()?).await?;
        let outer_address = outer.local_addr()?;
        let buffer = vec![0; DATAGRAM_LEN_MAX];
        Ok(Box::new(Turning { shared: self.0.clone(), inner, outer, outer_address, buffer, arriving: None }))
    }
}

struct Turning {
    shared: Arc<Shared>,
    /// Chitchat's own.
    inner: Box<dyn Socket>,
    outer: UdpSocket,
    outer_address: SocketAddr,
    buffer: Vec<u8>,
    /// On its way from the network to chitchat. It stands here because [`Socket::recv`] may be given up halfway.
    arriving: Option<Arriving>,
}

struct Arriving {
    from: i64,
    until: Instant,
    /// Not on the loopback yet.
    payload: Option<Vec<u8>>,
}

#[tonic::async_trait]
impl Socket for Turning {
    fn local_addr(&self) -> anyhow::Result<SocketAddr> {
        Ok(place_of(self.shared.member()))
    }

    /// What cannot be sent is lost, as datagrams may be.
    async fn send(&mut self, to: SocketAddr, envelope: ChitchatEnvelope) -> anyhow::Result<SendOutcome> {
        let mut outcome = SendOutcome { num_bytes_sent: 0 };
        let Some((member, address)) = member_at(to).and_then(|member| Some((member, self.shared.address_of(member)?)))
        else {
            return Ok(outcome);
        };
        // What came too late for an earlier call.
        while self.outer.try_recv(&mut self.buffer).is_ok() {}
        self.inner.send(self.outer_address, envelope).await?;
        let counts = &self.shared.counts;
        let Ok(Ok(len)) = timeout(TURN, self.outer.recv(&mut self.buffer)).await else {
            counts.unsent.fetch_add(1, Ordering::Relaxed);
            return Ok(outcome);
        };
        let payload = self.buffer.get(..len).unwrap_or_default();
        match self.shared.seal(member, payload) {
            Ok(frame) if self.shared.network.send_to(&frame, address).await.is_ok() => {
                counts.sent.fetch_add(1, Ordering::Relaxed);
                outcome.num_bytes_sent = frame.len();
            }
            Ok(_) => {
                counts.unsent.fetch_add(1, Ordering::Relaxed);
            }
            Err(refused) => {
                counts.unsent.fetch_add(1, Ordering::Relaxed);
                self.shared.report(refused, address.ip());
            }
        }
        Ok(outcome)
    }

    async fn recv(&mut self) -> anyhow::Result<RecvOutcome> {
        loop {
            if let Some(arriving) = &mut self.arriving {
                if let Some(payload) = &arriving.payload {
                    let sent = self.outer.send(payload).await;
                    arriving.payload = None;
                    if sent.is_err() {
                        self.arriving = None;
                        continue;
                    }
                }
                match timeout_at(arriving.until, self.inner.recv()).await {
                    Ok(Ok(outcome)) if outcome.from_addr == self.outer_address => {
                        let from_addr = place_of(arriving.from);
                        self.arriving = None;
                        return Ok(RecvOutcome { from_addr, ..outcome });
                    }
                    // Another program of this machine.
                    Ok(Ok(_)) => {}
                    Ok(Err(broken)) => return Err(broken),
                    Err(_) => self.arriving = None,
                }
            } else {
                self.arriving = self.hear().await;
            }
        }
    }
}

impl Turning {
    /// The next datagram of the network, if it is one that is heard.
    async fn hear(&mut self) -> Option<Arriving> {
        // One byte more than a frame may have: what is longer is noticed, not cut.
        let room = self.buffer.get_mut(..=PAYLOAD_LEN_MAX + OVERHEAD_LEN)?;
        let received: io::Result<(usize, SocketAddr)> = self.shared.network.recv_from(room).await;
        let Ok((len, from)) = received else {
            sleep(FAILED).await;
            return None;
        };
        match self.shared.open(room.get(..len)?) {
            Ok((from, payload)) => {
                self.shared.counts.heard.fetch_add(1, Ordering::Relaxed);
                Some(Arriving { from, until: Instant::now() + TURN, payload: Some(payload) })
            }
            Err(refused) => {
                self.shared.counts.refuse(refused);
                self.shared.report(refused, from.ip());
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_holds_the_whole_id() {
        for member in [0, 1, -1, i64::MIN, i64::MAX, 0x0123_4567_89ab_cdef] {
            assert_eq!(member_at(place_of(member)), Some(member));
        }
        assert_eq!(member_at("127.0.0.1:1".parse().unwrap()), None);
        assert_eq!(member_at("[fd00::1]:2".parse().unwrap()), None);
        assert_eq!(member_at("[fe80::1]:1".parse().unwrap()), None);
    }
}

//! A connection without a session: it may say who it is, once and soon.

use std::rc::Rc;

use bytes::{Bytes, BytesMut};
use roost_model::client_kind::ClientKind;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::admit::{Arrival, Who};
use super::state::Declared;
use super::{Message, Shard};
use crate::conn::{Inbound, Incoming, Request, frame};
use crate::stats;

/// A socket whose opening request was accepted.
pub(crate) struct Knock {
    pub socket: std::net::TcpStream,
    pub unread: Bytes,
    pub handshake_reply: Bytes,
    pub posted_ack: bool,
    pub kind: ClientKind,
}

/// What the client said before it was known.
struct Said {
    seq: i64,
    token: Option<String>,
    declared: Option<Box<Declared>>,
}

pub(crate) async fn challenge(shard: Rc<Shard>, knock: Box<Knock>) {
    let Knock { socket, unread, handshake_reply, posted_ack, kind } = *knock;
    let Ok(mut stream) = TcpStream::from_std(socket) else { return };
    let open = Open::new(&shard);
    let mut inbound = Inbound::new(&unread);
    let said = tokio::select! {
        said = timeout(shard.options.timings.challenge, listen(&mut stream, &mut inbound, &handshake_reply)) => said,
        () = shard.closing.cancelled() => return,
    };
    let said = match said {
        Ok(Ok(Some(said))) => said,
        Ok(Ok(None)) => return,
        Ok(Err(_)) => return stats::add(&shard.stats.malformed, 1),
        Err(_) => return stats::add(&shard.stats.auth_failed, 1),
    };
    let identity = match said.token {
        Some(token) => shard.actions.authenticate(token).await,
        None => None,
    };
    let Some(identity) = identity else { return stats::add(&shard.stats.auth_failed, 1) };
    let (Ok(socket), Some(mailbox)) = (stream.into_std(), shard.mailbox_of(identity.user_id)) else { return };
    let who = Who { identity, posted_ack, kind, declared: said.declared };
    // a connection known only by its challenge always gets a new id
    let (greeting, resume, challenge_seq) = (Bytes::new(), Ok(None), Some(said.seq));
    let arrival = Arrival { socket, inbound, greeting, resume, challenge_seq, who };
    drop(open);
    let _ = mailbox.send(Message::Arrive(Box::new(arrival))).await;
}

/// `None`: the client closed. An error: it broke the protocol or the socket broke.
async fn listen(
    stream: &mut TcpStream,
    inbound: &mut Inbound,
    handshake_reply: &[u8],
) -> Result<Option<Said>, std::io::Error> {
    let mut declared: Option<Box<Declared>> = None;
    stream.write_all(handshake_reply).await?;
    loop {
        let Some(message) = inbound.message()? else {
            stream.readable().await?;
            match inbound.read_from(stream) {
                Ok(0) => return Ok(None),
                Err(error) if error.kind() != std::io::ErrorKind::WouldBlock => return Err(error),
                Ok(_) | Err(_) => continue,
            }
        };
        let mut reply = BytesMut::new();
        match message {
            Incoming::Ping(data) => frame::pong(&mut reply, &data),
            Incoming::Close(code) => {
                frame::close(&mut reply, code);
                stream.write_all(&reply).await?;
                return Ok(None);
            }
            Incoming::Request(request) if request.seq > 0 => match request.action.as_str() {
                "authentication_challenge" => {
                    let Request { seq, .. } = request;
                    let token = request.data.get("token").and_then(|token| token.as_str()).map(str::to_owned);
                    return Ok(Some(Said { seq, token, declared }));
                }
                "presence" => Declared::update(&mut declared, &request.data),
                _ => {}
            },
            // an unknown client gets no answers, also no refusals
            Incoming::Request(_) | Incoming::Pong => {}
        }
        if !reply.is_empty() {
            stream.write_all(&reply).await?;
        }
    }
}

/// Counts the connections that are not known yet.
struct Open(Rc<Shard>);

impl Open {
    fn new(shard: &Rc<Shard>) -> Self {
        stats::add(&shard.stats.unauthenticated, 1);
        Self(Rc::clone(shard))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        stats::sub(&self.0.stats.unauthenticated, 1);
    }
}

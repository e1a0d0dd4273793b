//! From bytes to requests.

use std::io;

use actix_http::ws::{Codec, Frame, Item};
use bytes::{Bytes, BytesMut};
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::net::TcpStream;
use tokio_util::codec::Decoder;

use crate::limits::{FRAME_HEADER_BYTES_MAX, MESSAGE_BYTES_MAX, MESSAGE_DEPTH_MAX, READ_BUFFER_BYTES};

/// What a client sent.
#[derive(Debug)]
pub enum Incoming {
    Request(Request),
    Ping(Bytes),
    Pong,
    /// The code, if it gave one.
    Close(Option<u16>),
}

/// Text JSON and binary MessagePack have the same shape.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Request {
    pub seq: i64,
    pub action: String,
    pub data: Map<String, Value>,
}

/// The reading half of a connection. Its buffer exists only while a frame is incomplete.
#[derive(Debug)]
pub struct Inbound {
    codec: Codec,
    buffer: BytesMut,
    /// The fragments of a message so far.
    partial: Option<Box<Partial>>,
}

#[derive(Debug)]
struct Partial {
    binary: bool,
    bytes: BytesMut,
}

impl Inbound {
    /// `unread`: what has arrived already.
    pub fn new(unread: &[u8]) -> Self {
        Self { codec: Codec::new().max_size(MESSAGE_BYTES_MAX), buffer: BytesMut::from(unread), partial: None }
    }

    /// Reads what the socket has; 0: the client's end.
    pub(crate) fn read_from(&mut self, stream: &TcpStream) -> io::Result<usize> {
        if self.buffer.capacity() == self.buffer.len() {
            self.buffer.reserve(READ_BUFFER_BYTES);
        }
        let result = stream.try_read_buf(&mut self.buffer);
        if self.buffer.is_empty() {
            self.buffer = BytesMut::new();
        }
        result
    }

    /// The next whole message that was read. An error of kind `InvalidData` means that the client broke the protocol.
    pub fn message(&mut self) -> io::Result<Option<Incoming>> {
        loop {
            let decoded = if self.buffer.is_empty() { Ok(None) } else { self.codec.decode(&mut self.buffer) };
            let frame = decoded.map_err(|error| broken(error.to_string()))?;
            if self.buffer.is_empty() {
                self.buffer = BytesMut::new();
            }
            let Some(frame) = frame else {
                // the codec waits for the whole frame before it looks at the limit
                let too_long = self.buffer.len() > MESSAGE_BYTES_MAX + FRAME_HEADER_BYTES_MAX;
                return if too_long { Err(broken("the frame is too long")) } else { Ok(None) };
            };
            match frame {
                Frame::Text(bytes) => return parse(&bytes, false).map(Some),
                Frame::Binary(bytes) => return parse(&bytes, true).map(Some),
                Frame::Ping(data) => return Ok(Some(Incoming::Ping(data))),
                Frame::Pong(_) => return Ok(Some(Incoming::Pong)),
                Frame::Close(reason) => return Ok(Some(Incoming::Close(reason.map(|reason| reason.code.into())))),
                Frame::Continuation(item) => {
                    if let Some(message) = self.assemble(item)? {
                        return Ok(Some(message));
                    }
                }
            }
        }
    }

    /// The codec has refused fragments that begin within a message or continue none.
    fn assemble(&mut self, item: Item) -> io::Result<Option<Incoming>> {
        let (bytes, last) = match item {
            Item::FirstText(bytes) => {
                self.partial = Some(Box::new(Partial { binary: false, bytes: BytesMut::new() }));
                (bytes, false)
            }
            Item::FirstBinary(bytes) => {
                self.partial = Some(Box::new(Partial { binary: true, bytes: BytesMut::new() }));
                (bytes, false)
            }
            Item::Continue(bytes) => (bytes, false),
            Item::Last(bytes) => (bytes, true),
        };
        let Some(partial) = &mut self.partial else { return Err(broken("a continuation continues nothing")) };
        if partial.bytes.len() + bytes.len() > MESSAGE_BYTES_MAX {
            return Err(broken("the message is too long"));
        }
        partial.bytes.extend_from_slice(&bytes);
        if !last {
            return Ok(None);
        }
        let whole = self.partial.take().map(|partial| parse(&partial.bytes, partial.binary));
        whole.transpose()
    }
}

fn parse(bytes: &[u8], binary: bool) -> io::Result<Incoming> {
    let request = if binary {
        let mut decoder = rmp_serde::Deserializer::from_read_ref(bytes);
        decoder.set_max_depth(MESSAGE_DEPTH_MAX);
        let value = Value::deserialize(&mut decoder).map_err(|error| broken(error.to_string()))?;
        roost_model::wire::from_value(value)
    } else {
        roost_model::wire::decode(bytes)
    };
    request.map(Incoming::Request).map_err(|error| broken(error.to_string()))
}

fn broken(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

//! Outbound frames: unmasked and unfragmented (RFC 6455, 5.2).

use bytes::{BufMut, BytesMut};

use crate::prepared::Sealed;

const TEXT: u8 = 0x81;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;
const PONG: u8 = 0x8a;

fn header(out: &mut impl BufMut, kind: u8, payload_len: usize) {
    out.put_u8(kind);
    match payload_len {
        0..=125 => out.put_u8(u8::try_from(payload_len).unwrap_or(125)),
        126..=0xffff => {
            out.put_u8(126);
            out.put_u16(u16::try_from(payload_len).unwrap_or(u16::MAX));
        }
        _ => {
            out.put_u8(127);
            out.put_u64(payload_len as u64);
        }
    }
}

pub(crate) fn text(out: &mut BytesMut, payload: &str) {
    header(out, TEXT, payload.len());
    out.put_slice(payload.as_bytes());
}

/// An event with its number.
pub(crate) fn event(out: &mut Vec<u8>, event: &Sealed, seq: u64) {
    let tail = format!(",\"seq\":{seq}}}");
    header(out, TEXT, event.len() + tail.len());
    event.write(out);
    out.extend_from_slice(tail.as_bytes());
}

pub(crate) fn ping(out: &mut BytesMut) {
    header(out, PING, 0);
}

/// `data` of an inbound ping, at most 125 bytes.
pub(crate) fn pong(out: &mut BytesMut, data: &[u8]) {
    header(out, PONG, data.len());
    out.put_slice(data);
}

/// `None`: an empty close frame.
pub(crate) fn close(out: &mut BytesMut, code: Option<u16>) {
    match code {
        None => header(out, CLOSE, 0),
        Some(code) => {
            header(out, CLOSE, 2);
            out.put_u16(code);
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_http::ws::{Codec, Frame};
    use tokio_util::codec::Decoder;

    use super::*;

    #[test]
    fn frames_of_every_length_class_are_read_back() {
        for len in [0, 1, 117, 118, 119, 65_526, 65_527, 65_528, 200_000] {
            let head = vec![b'x'; len];
            let mut out = Vec::new();
            event(&mut out, &Sealed::shared(head.clone().into()), 7);
            let mut bytes = BytesMut::from(out.as_slice());
            let frame = Codec::new().max_size(1 << 20).client_mode().decode(&mut bytes).unwrap();
            let expected = [&head[..], b",\"seq\":7}"].concat();
            assert_eq!(frame, Some(Frame::Text(expected.into())), "{len}");
            assert!(bytes.is_empty());
        }
    }
}

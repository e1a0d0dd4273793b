//! The server's half of the opening handshake (RFC 6455, 4.2.2).

use bytes::Bytes;

/// `Sec-WebSocket-Accept` for a client's `Sec-WebSocket-Key`.
pub fn accept_key(sec_websocket_key: &str) -> String {
    String::from_utf8_lossy(&actix_http::ws::hash_key(sec_websocket_key.as_bytes())).into_owned()
}

/// The whole 101 response for a client's `Sec-WebSocket-Key`, without further headers.
pub fn handshake_reply(sec_websocket_key: &str) -> Bytes {
    let accept = accept_key(sec_websocket_key);
    Bytes::from(format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
    ))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_example_of_the_standard() {
        assert_eq!(super::accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}

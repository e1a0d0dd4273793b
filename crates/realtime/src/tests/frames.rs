//! Bytes that are not what they should be.

use super::*;

fn ping(seq: i64) -> Value {
    json!({"action": "ping", "seq": seq})
}

#[tokio::test]
async fn what_breaks_the_protocol_ends_the_connection_without_a_frame() {
    let node = Node::start().await;
    let too_long = format!(r#"{{"action":"ping","seq":1,"data":{{"x":"{}"}}}}"#, "x".repeat(limits::MESSAGE_BYTES_MAX));
    let mut unmasked = masked(0x81, b"{}");
    unmasked[1] &= 0x7f;
    let half = "x".repeat(limits::MESSAGE_BYTES_MAX / 2 + 1);
    let mut endless = vec![0x81, 0xff];
    endless.extend_from_slice(&(1_u64 << 40).to_be_bytes());
    endless.extend_from_slice(&vec![0; 20_000]);
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("broken JSON", masked(0x81, b"{not json")),
        ("an empty text", masked(0x81, b"")),
        ("a list", masked(0x81, b"[]")),
        ("seq as text", masked(0x81, br#"{"action":"ping","seq":"1"}"#)),
        ("action as number", masked(0x81, br#"{"action":1,"seq":1}"#)),
        ("data as list", masked(0x81, br#"{"action":"ping","seq":1,"data":[]}"#)),
        ("deep JSON", masked(0x81, format!("{{\"data\":{}", "[".repeat(4000)).as_bytes())),
        ("broken MessagePack", masked(0x82, &[0xc1])),
        ("deep MessagePack", masked(0x82, &[0x91; 8000])),
        ("an unmasked frame", unmasked),
        ("a reserved bit", masked(0xc1, b"{}")),
        ("an unknown opcode", masked(0x83, b"{}")),
        ("a long control frame", masked(0x89, &[0; 126])),
        ("a fragmented control frame", masked(0x09, b"x")),
        ("a continuation of nothing", masked(0x80, b"{}")),
        ("a message within a message", [masked(0x01, b"{"), masked(0x81, b"{}")].concat()),
        ("a frame over the limit", masked(0x81, too_long.as_bytes())),
        ("fragments over the limit", [masked(0x01, half.as_bytes()), masked(0x80, half.as_bytes())].concat()),
        ("a frame of a terabyte", endless),
    ];
    for (number, (what, bytes)) in cases.iter().enumerate() {
        let (mut client, _) = node.join(identity(1)).await;
        // the server may close before it has taken everything
        let _ = soon(what, client.stream.write_all(bytes)).await;
        assert_eq!(client.ending().await, Ending::Abrupt, "{what}");
        let mut unknown = node.open(None, Ok(None)).await;
        unknown.greeting().await;
        let _ = soon(what, unknown.stream.write_all(bytes)).await;
        assert_eq!(unknown.ending().await, Ending::Abrupt, "{what}");
        assert_eq!(node.stat("malformed"), 2 * (number as u64 + 1), "{what}");
    }
    until("open sockets", Counts { parked: node.hub.counts().parked, ..Counts::default() }, || node.hub.counts()).await;
}

#[tokio::test]
async fn fragments_are_one_message_and_may_be_interrupted_by_pings() {
    let node = Node::start().await;
    let (mut client, _) = node.join(identity(1)).await;
    let text = ping(9).to_string();
    let (a, b) = text.as_bytes().split_at(7);
    client.send_frame(0x01, a).await;
    client.send_frame(0x89, b"in between").await;
    client.send_frame(0x00, b"").await;
    assert_eq!(client.frame().await, Some(Frame::Pong("in between".into())));
    client.send_frame(0x80, b).await;
    assert_eq!(client.text().await["seq_reply"], 9);
}

#[tokio::test]
async fn bytes_may_come_one_by_one_and_requests_many_at_once() {
    let node = Node::start().await;
    let (mut client, _) = node.join(identity(1)).await;
    for byte in masked(0x81, ping(1).to_string().as_bytes()) {
        client.send(&[byte]).await;
    }
    assert_eq!(client.text().await["seq_reply"], 1);
    let many: Vec<u8> = (2..200).flat_map(|seq| masked(0x81, ping(seq).to_string().as_bytes())).collect();
    client.send(&many).await;
    for seq in 2..200 {
        assert_eq!(client.text().await["seq_reply"], seq);
    }
}

#[tokio::test]
async fn a_message_at_the_limit_is_read() {
    let node = Node::start().await;
    let (mut client, _) = node.join(identity(1)).await;
    let frame = |fill: usize| format!(r#"{{"action":"ping","seq":1,"data":{{"x":"{}"}}}}"#, "x".repeat(fill));
    let text = frame(limits::MESSAGE_BYTES_MAX - frame(0).len());
    assert_eq!(text.len(), limits::MESSAGE_BYTES_MAX);
    client.send_frame(0x81, text.as_bytes()).await;
    assert_eq!(client.text().await["status"], "OK");
}

#[tokio::test]
async fn what_was_read_with_the_opening_request_is_not_lost() {
    let node = Node::start().await;
    let (mut client, socket) = node.pair().await;
    node.server.sessions.lock().insert(identity(1).session_id, Ok(Some(identity(1))));
    let bytes = masked(0x81, ping(3).to_string().as_bytes());
    let (unread, rest) = bytes.split_at(5);
    let accepted = Accepted {
        socket,
        unread: Bytes::copy_from_slice(unread),
        handshake_reply: Bytes::new(),
        identity: Some(identity(1)),
        resume: Ok(None),
        posted_ack: false,
        kind: ClientKind::Unknown,
    };
    node.hub.accept(accepted).await;
    client.hello().await;
    client.send(rest).await;
    assert_eq!(client.text().await["seq_reply"], 3);
}

#[tokio::test]
async fn requests_may_come_as_messagepack() {
    let node = Node::start().await;
    let (mut client, _) = node.join(identity(1)).await;
    let request = json!({"action": "get_statuses", "seq": 4, "data": {"a": [1, "ü", null, true, -7, 1.5]}});
    client.send_frame(0x82, &rmp_serde::to_vec(&request).unwrap()).await;
    assert_eq!(client.text().await, json!({"status": "OK", "seq_reply": 4, "data": request["data"]}));
}

#[tokio::test]
async fn half_a_header_and_silence_end_with_the_missing_pong() {
    let timings = Timings { ping: Duration::from_millis(20), read: Duration::from_millis(100), ..Timings::default() };
    let node = Node::start_with(timings).await;
    let (mut client, _) = node.join(identity(1)).await;
    client.send(&[0x81]).await;
    assert_eq!(client.ending().await, Ending::Abrupt);
    assert_eq!(node.stat("timed_out"), 1);
}

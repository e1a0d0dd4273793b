//! Clients that do not read.

use super::*;

/// Large enough that the kernel's buffers do not matter for long.
fn large(name: &str, user: u128) -> Event {
    Event::new(name, &json!({"fill": "x".repeat(200_000)}), Audience::user(id(user)))
}

#[tokio::test]
async fn a_client_that_does_not_read_is_shed_then_ended_with_an_empty_close_frame() {
    let node = Node::start().await;
    let (mut client, connection) = node.join(identity(1)).await;
    let (mut healthy, _) = node.join(identity(2)).await;
    let mut sent = 0_u64;
    while node.stat("overflowed") == 0 {
        node.event(large("posted", 1)).await;
        for name in ["typing", "status_change", "multiple_channels_viewed"] {
            node.event(posted(name, Audience::user(id(1)))).await;
        }
        node.applied().await;
        sent += 4;
        assert!(sent < 4 * 500, "no overflow after 100 MB");
    }
    for name in ["shed_typing", "shed_status_change", "shed_channels_viewed"] {
        assert!(node.stat(name) > 0, "{name}");
    }
    // what it gets is a prefix without gaps, then the close frame
    let mut seq = 1;
    let ending = loop {
        match client.frame().await {
            Some(Frame::Text(bytes)) => {
                let event: Value = serde_json::from_slice(&bytes).unwrap();
                assert_eq!(event["seq"], json!(seq));
                seq += 1;
            }
            other => break other,
        }
    };
    assert_eq!(ending, Some(Frame::Close(None)));
    assert!(seq < sent);
    drop(client);
    until("nothing is kept", Counts { connections: 1, ..Counts::default() }, || node.hub.counts()).await;
    let mut client = node.resume(identity(1), connection, i64::try_from(seq).unwrap()).await;
    assert_ne!(client.hello().await, connection);
    node.event(posted("posted", Audience::user(id(2)))).await;
    healthy.expect("posted", 1).await;
}

#[tokio::test]
async fn a_client_that_takes_nothing_in_time_is_ended() {
    let node = Node::start_with(Timings { write: Duration::from_millis(50), ..Timings::default() }).await;
    let (client, _) = node.join(identity(1)).await;
    let end = tokio::time::Instant::now() + DEADLINE;
    while node.stat("timed_out") == 0 {
        assert!(tokio::time::Instant::now() < end, "the connection goes on");
        // fills the kernel's buffers; whatever is queued beyond stays below the limit
        let sent = node.stat("events_sent");
        if node.stat("events_queued") < sent + 3 {
            node.event(large("posted", 1)).await;
            node.applied().await;
        }
        tokio::task::yield_now().await;
    }
    node.parked(1).await;
    drop(client);
}

#[tokio::test]
async fn replies_do_not_pile_up_for_a_client_that_does_not_read_them() {
    let node = Node::start().await;
    let (mut client, _) = node.join(identity(1)).await;
    let request = masked(0x81, json!({"action": "ping", "seq": 1}).to_string().as_bytes());
    until("the greeting is counted", 1, || node.stat("writes")).await;
    let before = node.stat("bytes_sent");
    client.send(&request).await;
    client.text().await;
    until("the reply is counted", 2, || node.stat("writes")).await;
    let reply_bytes = node.stat("bytes_sent") - before;
    let unsent = || {
        let answered_bytes = node.stat("requests") * reply_bytes;
        (before + answered_bytes).saturating_sub(node.stat("bytes_sent"))
    };
    // until the replies have filled the kernel's buffers and wait in the server
    let many = request.repeat(100);
    let (mut sent, end) = (0, tokio::time::Instant::now() + DEADLINE);
    while unsent() <= limits::REPLY_BYTES_PAUSE as u64 {
        assert!(tokio::time::Instant::now() < end, "no reply waits after {sent} bytes");
        sent += client.stream.try_write(&many[sent % many.len()..]).unwrap_or(0);
        tokio::task::yield_now().await;
    }
    // the server has more to read, and time for it: it answers another connection on the same thread
    let (other_bytes, mut other) = (node.stat("bytes_sent"), node.open(Some(identity(1)), Ok(None)).await);
    other.greeting().await;
    other.hello().await;
    for _ in 0..100 {
        other.send(&request).await;
        other.text().await;
    }
    let others = 100 * reply_bytes;
    let waiting = unsent() + (node.stat("bytes_sent") - other_bytes) - others;
    assert!(waiting <= limits::REPLY_BYTES_PAUSE as u64 + reply_bytes, "{waiting} bytes of replies wait");
}

#[tokio::test]
async fn a_burst_overflows_none_of_many_clients_that_read() {
    let node = Node::start().await;
    let (clients, count) = (300, limits::QUEUE_LEN_MAX + 24);
    let mut open = Vec::new();
    for _ in 0..clients {
        open.push(node.join(identity(1)).await.0);
    }
    let events = (0..count).map(|_| posted("posted", Audience::user(id(1)))).collect();
    let reads = open.iter_mut().map(|client| async move {
        for _ in 0..count {
            let frame = client.frame().await;
            assert!(matches!(frame, Some(Frame::Text(_))), "{frame:?}");
        }
    });
    tokio::join!(node.apply(Vec::new(), events), futures_util::future::join_all(reads));
    assert_eq!(node.stat("overflowed"), 0);
}

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
    while node.stat("timed_out") == 0 {
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
    let request = masked(0x81, json!({"action": "ping", "seq": 1}).to_string().as_bytes()).repeat(100);
    // the server stops reading, and then the client cannot send any more
    let mut sent = 0_usize;
    loop {
        match tokio::time::timeout(Duration::from_millis(300), client.stream.write(&request)).await {
            Ok(count) => sent += count.unwrap(),
            Err(_) => break,
        }
        assert!(sent < 200_000_000, "the server reads without end");
    }
    assert_eq!(client.text().await["status"], "OK");
}

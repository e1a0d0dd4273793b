//! From the first ping to the last close frame.

use super::*;

#[tokio::test]
async fn pings_keep_a_connection_that_answers() {
    let timings = Timings { ping: Duration::from_millis(10), read: Duration::from_millis(400), ..Timings::default() };
    let node = Node::start_with(timings).await;
    let (mut client, _) = node.join(identity(1)).await;
    node.clock.fetch_add(5_000, Ordering::SeqCst);
    client.request(&json!({"action": "presence", "seq": 1, "data": {}})).await;
    assert_eq!(client.text().await["seq_reply"], 1);
    for _ in 0..20 {
        let ping = client.frame().await;
        assert_eq!(ping, Some(Frame::Ping(Bytes::new())));
        client.send_frame(0x8a, b"").await;
    }
    let pong = Note::Pong(id(1), START_MS + 5_000);
    until("a pong is told", true, || node.server.notes.lock().contains(&pong)).await;
    // no more answers
    while client.frame().await.is_some() {}
    assert_eq!(node.stat("timed_out"), 1);
}

#[tokio::test]
async fn the_server_hears_of_every_connection_in_order() {
    let node = Node::start().await;
    let (first, _) = node.join(identity(1)).await;
    let (second, _) = node.join(identity(1)).await;
    assert_eq!((node.hub.user_connections(id(1)), node.hub.counts().connections), (2, 2));
    drop(first);
    until("one is left", 1, || node.hub.user_connections(id(1))).await;
    drop(second);
    until("none is left", 0, || node.hub.user_connections(id(1))).await;
    until("four notes", 4, || node.server.notes.lock().len()).await;
    let expected = [
        Note::Connected(id(1)),
        Note::Connected(id(1)),
        Note::Disconnected(id(1), false),
        Note::Disconnected(id(1), true),
    ];
    assert_eq!(*node.server.notes.lock(), expected);
}

#[tokio::test]
async fn ended_sessions_lose_their_connections_open_or_parked() {
    let node = Node::start().await;
    let mut other = identity(1);
    other.session_id = id(9_999);
    let (mut ended, connection) = node.join(identity(1)).await;
    let (parked, _) = node.join(identity(1)).await;
    drop(parked);
    node.parked(1).await;
    let (mut stays, _) = node.join(other).await;
    node.hub.end_session(identity(1).session_id).await;
    assert_eq!(ended.ending().await, Ending::Abrupt);
    until("one is left", Counts { connections: 1, ..Counts::default() }, || node.hub.counts()).await;
    node.event(posted("still here", Audience::user(id(1)))).await;
    stays.expect("still here", 1).await;
    let mut client = node.resume(identity(1), connection, 1).await;
    assert_ne!(client.hello().await, connection);
    node.hub.end_user_sessions(id(1)).await;
    assert_eq!(stays.ending().await, Ending::Abrupt);
    assert_eq!(client.ending().await, Ending::Abrupt);
}

#[tokio::test]
async fn a_session_is_asked_again_when_its_time_is_over() {
    let node = Node::start_with(Timings { ping: Duration::from_millis(20), ..Timings::default() }).await;
    let mut short = identity(1);
    short.expires_at_ms = START_MS + 30;
    let (mut client, _) = node.join(short).await;
    // nobody is locked out because the database is away
    node.server.sessions.lock().insert(short.session_id, Err(Unavailable));
    for _ in 0..5 {
        assert_eq!(client.frame().await, Some(Frame::Ping(Bytes::new())));
    }
    let mut longer = short;
    longer.expires_at_ms = START_MS + 3_600_000;
    node.server.sessions.lock().insert(short.session_id, Ok(Some(longer)));
    for _ in 0..5 {
        assert_eq!(client.frame().await, Some(Frame::Ping(Bytes::new())));
    }
    // an administrator shortens it
    node.server.sessions.lock().insert(short.session_id, Ok(None));
    longer.expires_at_ms = START_MS + 1;
    node.hub.refresh_session(longer).await;
    assert_eq!(client.ending().await, Ending::Abrupt);
    until("nothing left", Counts::default(), || node.hub.counts()).await;
}

#[tokio::test]
async fn a_reset_ends_every_id() {
    let node = Node::start().await;
    let (mut client, connection) = node.join(identity(1)).await;
    let (parked, _) = node.join(identity(2)).await;
    drop(parked);
    node.parked(1).await;
    node.hub.reset().await;
    assert_eq!(client.ending().await, Ending::Abrupt);
    until("nothing left", Counts::default(), || node.hub.counts()).await;
    let mut client = node.resume(identity(1), connection, 1).await;
    assert_ne!(client.hello().await, connection);
}

#[tokio::test]
async fn a_record_that_panics_ends_every_id_but_not_the_shard() {
    let node = Node::start().await;
    let (mut client, connection) = node.join(identity(1)).await;
    node.hub.fail().await;
    assert_eq!(client.ending().await, Ending::Abrupt);
    until("both shards", 2, || node.stat("records_failed")).await;
    let mut client = node.resume(identity(1), connection, 1).await;
    assert_ne!(client.hello().await, connection);
    node.event(posted("next", Audience::user(id(1)))).await;
    client.expect("next", 1).await;
}

#[tokio::test]
async fn shutdown_sends_what_waits_and_the_code_and_ends_the_threads() {
    let node = Node::start().await;
    let (mut a, _) = node.join(identity(1)).await;
    let (mut b, _) = node.join(identity(2)).await;
    let mut unknown = node.open(None, Ok(None)).await;
    unknown.greeting().await;
    until("unauthenticated", 1, || node.hub.counts().unauthenticated).await;
    node.event(posted("last words", Audience::everyone())).await;
    let reads = async {
        for client in [&mut a, &mut b] {
            client.expect("last words", 1).await;
            assert_eq!(client.ending().await, Ending::Frame(Some(1012)));
            client.stream.shutdown().await.unwrap();
        }
        assert_eq!(unknown.ending().await, Ending::Abrupt);
    };
    tokio::join!(soon("shutdown", node.hub.shutdown(1012)), reads);
    assert_eq!(node.hub.counts(), Counts::default());
    assert_eq!(node.hub.apply(9, Vec::new(), vec![posted("x", Audience::everyone())], &[]).await, Err(Closed));
    let mut late = node.open(Some(identity(3)), Ok(None)).await;
    assert_eq!(late.ending().await, Ending::Abrupt);
    let notes = node.server.notes.lock().clone();
    for user in [1, 2] {
        assert!(notes.contains(&Note::Disconnected(id(user), true)), "{notes:?}");
    }
}

#[tokio::test]
async fn clients_that_ignore_a_shutdown_do_not_hold_it_up() {
    let node = Node::start_with(Timings { close: Duration::from_millis(50), ..Timings::default() }).await;
    let (_client, _) = node.join(identity(1)).await;
    soon("shutdown", node.hub.shutdown(1012)).await;
    assert_eq!(node.hub.counts(), Counts::default());
}

#[tokio::test]
async fn applied_names_records_also_for_shards_that_they_do_not_concern() {
    let node = Node::start().await;
    assert_eq!(node.hub.applied(), 0);
    for user in 1..5 {
        node.event(posted("x", Audience::user(id(user)))).await;
        node.applied().await;
    }
    node.apply(Vec::new(), Vec::new()).await;
    assert_eq!(node.hub.applied(), 5);
}

#[test]
fn the_hub_may_be_used_from_any_thread() {
    fn shareable<T: Clone + Send + Sync>() {}
    shareable::<Hub>();
}

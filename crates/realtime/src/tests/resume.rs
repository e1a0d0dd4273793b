//! Clients that come back.

use super::*;

fn to_user(name: &str) -> Event {
    posted(name, Audience::user(id(1)))
}

#[tokio::test]
async fn a_client_gets_exactly_what_it_missed_and_no_hello() {
    let node = Node::start().await;
    node.members(1, &[10], &[]);
    let (mut client, connection) = node.join(identity(1)).await;
    for name in ["one", "two", "three"] {
        node.event(to_user(name)).await;
    }
    client.expect("one", 1).await;
    client.expect("two", 2).await;
    client.expect("three", 3).await;
    drop(client);
    node.parked(1).await;
    // also what needs a membership that came meanwhile
    node.apply(
        vec![MembershipChange::in_channel(id(1), id(11), true)],
        vec![to_user("four"), posted("five", Audience::channel(id(11)))],
    )
    .await;
    let mut client = node.resume(identity(1), connection, 2).await;
    for (seq, name) in [(2, "two"), (3, "three"), (4, "four"), (5, "five")] {
        client.expect(name, seq).await;
    }
    node.event(to_user("six")).await;
    client.expect("six", 6).await;
    assert_eq!((node.stat("resumed"), node.hub.counts().parked), (1, 0));
    // twice, and with nothing missed
    drop(client);
    node.parked(1).await;
    let mut client = node.resume(identity(1), connection, 7).await;
    node.event(to_user("seven")).await;
    client.expect("seven", 7).await;
}

#[tokio::test]
async fn after_a_close_frame_the_connection_can_be_resumed_too() {
    let node = Node::start().await;
    let (mut client, connection) = node.join(identity(1)).await;
    client.send_frame(0x88, &1000_u16.to_be_bytes()).await;
    assert_eq!(client.ending().await, Ending::Frame(Some(1000)));
    drop(client);
    node.parked(1).await;
    let mut client = node.resume(identity(1), connection, 1).await;
    node.event(to_user("next")).await;
    client.expect("next", 1).await;
}

#[tokio::test]
async fn a_connection_that_still_looks_open_is_taken_from_its_old_socket() {
    let node = Node::start().await;
    let (mut old, connection) = node.join(identity(1)).await;
    node.event(to_user("one")).await;
    old.expect("one", 1).await;
    let mut client = node.resume(identity(1), connection, 1).await;
    client.expect("one", 1).await;
    assert_eq!(old.ending().await, Ending::Abrupt);
    node.event(to_user("two")).await;
    client.expect("two", 2).await;
    assert_eq!((node.hub.user_connections(id(1)), node.hub.counts().connections), (1, 1));
    assert_eq!(*node.server.notes.lock(), [Note::Connected(id(1))]);
}

#[tokio::test]
async fn what_cannot_be_continued_gets_a_new_id() {
    let node = Node::start().await;
    let (client, connection) = node.join(identity(1)).await;
    drop(client);
    node.parked(1).await;
    let mut stranger = node.resume(identity(2), connection, 1).await;
    assert_ne!(stranger.hello().await, connection, "of another user");
    node.parked(1).await;
    for number in [-1, 2, 999, i64::MIN] {
        let (client, connection) = node.join(identity(3)).await;
        drop(client);
        node.parked(2).await;
        let mut client = node.resume(identity(3), connection, number).await;
        assert_ne!(client.hello().await, connection, "{number}");
        // its client goes on with the new one
        node.parked(1).await;
        node.event(posted("next", Audience::user(id(3)))).await;
        client.expect("next", 1).await;
        node.hub.end_user_sessions(id(3)).await;
        assert_eq!(client.ending().await, Ending::Abrupt);
    }
    let mut client = node.resume(identity(1), id(424_242), 3).await;
    assert_ne!(client.hello().await, id(424_242), "unknown");
    assert_eq!(node.stat("resume_refused"), 6);
}

#[tokio::test]
async fn a_malformed_resume_is_answered_with_101_and_the_end() {
    let node = Node::start().await;
    let mut client = node.open(Some(identity(1)), Err(MalformedResume)).await;
    client.greeting().await;
    assert_eq!(client.ending().await, Ending::Abrupt);
    assert_eq!(node.hub.counts(), Counts::default());
}

#[tokio::test]
async fn a_parked_connection_is_forgotten_in_time() {
    let node = Node::start_with(Timings { parked: Duration::from_millis(50), ..Timings::default() }).await;
    let (client, connection) = node.join(identity(1)).await;
    drop(client);
    until("nothing left", Counts::default(), || node.hub.counts()).await;
    let mut client = node.resume(identity(1), connection, 1).await;
    assert_ne!(client.hello().await, connection);
}

#[tokio::test]
async fn a_parked_connection_sheds_at_half_its_queue_and_is_forgotten_when_it_is_full() {
    let node = Node::start().await;
    let (client, connection) = node.join(identity(1)).await;
    drop(client);
    node.parked(1).await;
    for n in 0..limits::QUEUE_LEN_SHED {
        node.event(to_user(&format!("event {n}"))).await;
    }
    node.event(to_user("typing")).await;
    for n in limits::QUEUE_LEN_SHED..limits::QUEUE_LEN_MAX {
        node.event(to_user(&format!("event {n}"))).await;
    }
    node.applied().await;
    assert_eq!(node.stat("shed_typing"), 1);
    let mut client = node.resume(identity(1), connection, 1).await;
    for n in 0..limits::QUEUE_LEN_MAX as u64 {
        client.expect(&format!("event {n}"), n + 1).await;
    }
    drop(client);
    node.parked(1).await;
    for _ in 0..=limits::QUEUE_LEN_MAX {
        node.event(to_user("flood")).await;
    }
    node.applied().await;
    assert_eq!((node.stat("overflowed"), node.hub.counts().parked), (1, 0));
    let mut client = node.resume(identity(1), connection, 257).await;
    assert_ne!(client.hello().await, connection);
}

#[tokio::test]
async fn a_user_cannot_park_without_end() {
    let node = Node::start().await;
    let mut connections = Vec::new();
    for n in 0..=limits::PARKED_PER_USER_MAX as u64 {
        let (client, connection) = node.join(identity(1)).await;
        connections.push(connection);
        drop(client);
        node.parked((n + 1).min(limits::PARKED_PER_USER_MAX as u64)).await;
        until("closed", 0, || node.hub.counts().connections).await;
    }
    let mut client = node.resume(identity(1), connections[0], 1).await;
    assert_ne!(client.hello().await, connections[0], "the oldest is gone");
    let mut client = node.resume(identity(1), connections[1], 1).await;
    node.event(to_user("next")).await;
    client.expect("next", 1).await;
}

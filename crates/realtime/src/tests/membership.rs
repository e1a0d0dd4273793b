//! Memberships: read once, then kept by the log.

use super::*;

fn channel(user: u128, channel: u128, joined: bool) -> MembershipChange {
    MembershipChange::in_channel(id(user), id(channel), joined)
}

#[tokio::test]
async fn joining_and_leaving_take_effect_between_two_events() {
    let node = Node::start().await;
    node.members(1, &[10], &[]);
    let (mut a, _) = node.join(identity(1)).await;
    let (mut b, _) = node.join(identity(1)).await;
    assert_eq!(node.server.asked.load(Ordering::SeqCst), 1, "the second connection shares the list");
    let say = |name: &str, channel: u128| posted(name, Audience::channel(id(channel)));
    node.event(say("too early", 11)).await;
    // changes of a record count for its own events
    node.apply(vec![channel(1, 11, true), channel(1, 11, true)], vec![say("welcome", 11)]).await;
    node.apply(vec![channel(1, 10, false), channel(2, 11, true)], vec![say("too late", 10), say("still here", 11)])
        .await;
    node.apply(vec![MembershipChange::in_team(id(1), id(20), true)], vec![posted("in team", Audience::team(id(20)))])
        .await;
    node.apply(vec![channel(1, 11, false)], vec![say("gone", 11)]).await;
    node.apply(vec![channel(1, 11, true)], vec![say("back", 11)]).await;
    for client in [&mut a, &mut b] {
        for (seq, name) in ["welcome", "still here", "in team", "back"].into_iter().enumerate() {
            client.expect(name, seq as u64 + 1).await;
        }
    }
}

#[tokio::test]
async fn a_change_while_the_memberships_are_read_makes_them_be_read_again() {
    let node = Node::start().await;
    node.members(1, &[10], &[]);
    node.server.hold.send_replace(true);
    let mut first = node.open(Some(identity(1)), Ok(None)).await;
    until("asked", 1, || node.server.asked.load(Ordering::SeqCst)).await;
    let mut second = node.open(Some(identity(1)), Ok(None)).await;
    // the answer under way is from before this change
    node.members(1, &[11], &[]);
    node.apply(vec![channel(1, 10, false), channel(1, 11, true)], Vec::new()).await;
    node.applied().await;
    node.server.hold.send_replace(false);
    for client in [&mut first, &mut second] {
        client.greeting().await;
        client.hello().await;
    }
    assert_eq!(node.server.asked.load(Ordering::SeqCst), 2);
    node.event(posted("old", Audience::channel(id(10)))).await;
    node.event(posted("new", Audience::channel(id(11)))).await;
    first.expect("new", 1).await;
    second.expect("new", 1).await;
}

#[tokio::test]
async fn without_memberships_there_is_no_answer_and_the_next_attempt_asks_again() {
    let node = Node::start().await;
    node.server.members.lock().insert(id(1), Err(Unavailable));
    let mut client = node.open(Some(identity(1)), Ok(None)).await;
    assert_eq!(client.ending().await, Ending::Abrupt);
    assert_eq!((node.stat("memberships_failed"), node.hub.counts()), (1, Counts::default()));
    node.members(1, &[10], &[]);
    let (mut client, _) = node.join(identity(1)).await;
    node.event(posted("here", Audience::channel(id(10)))).await;
    client.expect("here", 1).await;
}

#[tokio::test]
async fn the_list_is_forgotten_with_the_last_connection_and_read_anew() {
    let node = Node::start_with(Timings { parked: Duration::ZERO, ..Timings::default() }).await;
    node.members(1, &[10], &[]);
    let (client, _) = node.join(identity(1)).await;
    drop(client);
    until("nothing left", Counts::default(), || node.hub.counts()).await;
    node.apply(vec![channel(1, 10, false)], Vec::new()).await;
    node.members(1, &[11], &[]);
    let (mut client, _) = node.join(identity(1)).await;
    node.event(posted("old", Audience::channel(id(10)))).await;
    node.event(posted("new", Audience::channel(id(11)))).await;
    client.expect("new", 1).await;
    assert_eq!(node.server.asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_session_that_ends_on_the_way_in_does_not_get_in() {
    let node = Node::start().await;
    let session = identity(1).session_id;
    let ends = async || {
        node.server.sessions.lock().insert(session, Ok(None));
        node.hub.end_session(session).await;
        // a later message of the same shard was taken, so this one was too
        node.event(posted("x", Audience::user(id(1)))).await;
        node.applied().await;
    };
    node.server.hold.send_replace(true);
    let mut early = node.open(Some(identity(1)), Ok(None)).await;
    until("asked for memberships", 1, || node.server.asked.load(Ordering::SeqCst)).await;
    ends().await;
    node.server.hold.send_replace(false);
    assert_eq!(early.ending().await, Ending::Abrupt);

    node.server.sessions.lock().insert(session, Ok(Some(identity(1))));
    node.server.hold_recheck.send_replace(true);
    let mut late = node.open(Some(identity(1)), Ok(None)).await;
    until("asked for the session", 2, || node.server.rechecked.load(Ordering::SeqCst)).await;
    // the answer under way says that the session is good
    ends().await;
    node.server.hold_recheck.send_replace(false);
    assert_eq!(late.ending().await, Ending::Abrupt);
    assert_eq!(node.stat("auth_failed"), 2);
}

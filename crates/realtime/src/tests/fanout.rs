//! Who gets which event.

use super::*;

/// Every event must reach exactly the clients named; a last event to all shows that nothing else came before it.
async fn check(node: &Node, clients: &mut [Client], cases: Vec<(Event, &[usize])>) {
    let mut next = vec![1; clients.len()];
    for (event, recipients) in cases {
        let name = event.name.clone();
        node.event(event).await;
        for recipient in recipients {
            clients[*recipient].expect(&name, next[*recipient]).await;
            next[*recipient] += 1;
        }
    }
    node.event(posted("last", Audience::everyone())).await;
    for (client, next) in clients.iter_mut().zip(next) {
        client.expect("last", next).await;
    }
}

#[tokio::test]
async fn events_reach_the_members_of_their_audience_only() {
    let node = Node::start().await;
    node.members(1, &[10, 11], &[20]);
    node.members(2, &[10], &[20, 21]);
    node.members(3, &[11], &[21]);
    let mut clients = Vec::new();
    let mut connections = Vec::new();
    // user 1 has two connections
    for user in [1, 1, 2, 3] {
        let (client, connection) = node.join(identity(user)).await;
        clients.push(client);
        connections.push(connection);
    }
    let other_user_named = Audience::user(id(2)).with_channel(id(11)).with_team(id(21));
    check(
        &node,
        &mut clients,
        vec![
            (posted("channel 10", Audience::channel(id(10))), &[0, 1, 2]),
            (posted("channel 11", Audience::channel(id(11))), &[0, 1, 3]),
            (posted("nobody's channel", Audience::channel(id(12))), &[]),
            (posted("team 20", Audience::team(id(20))), &[0, 1, 2]),
            (posted("team 21", Audience::team(id(21))), &[2, 3]),
            (posted("channel decides before team", Audience::channel(id(11)).with_team(id(21))), &[0, 1, 3]),
            (posted("user 1", Audience::user(id(1))), &[0, 1]),
            (posted("user decides before channel", other_user_named), &[2]),
            (posted("everyone", Audience::everyone()), &[0, 1, 2, 3]),
            (posted("one connection", Audience::connection(connections[1].as_str())), &[1]),
            (posted("a bad connection", Audience::connection("x")), &[]),
            (posted("omits user 1", Audience::channel(id(10)).omit_user(id(1))), &[2]),
            (posted("omits users 1 and 2", Audience::everyone().omit_user(id(2)).omit_user(id(1))), &[3]),
            (posted("omits a connection", Audience::user(id(1)).omit_connection(connections[0].as_str())), &[1]),
            (
                posted("omits one in a channel", Audience::channel(id(10)).omit_connection(connections[2].as_str())),
                &[0, 1],
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn administrators_and_guests_get_their_own_copies() {
    let node = Node::start().await;
    let (mut admin, mut guest, mut listed, mut locked) = (identity(1), identity(3), identity(4), identity(5));
    (admin.manages_system, guest.is_guest, listed.is_guest, locked.mfa_ok) = (true, true, true, false);
    let mut clients = Vec::new();
    for who in [admin, identity(2), guest, listed] {
        clients.push(node.join(who).await.0);
    }
    let (mut without_factor, _) = node.join(locked).await;
    check(
        &node,
        &mut clients,
        vec![
            (posted("sanitized", Audience::everyone().sanitized()), &[1, 2, 3]),
            (posted("sensitive", Audience::everyone().sensitive()), &[0]),
            (posted("for some guests", Audience::everyone().guests([id(4)])), &[0, 1, 3]),
            (posted("for no guest", Audience::everyone().guests([])), &[0, 1]),
            (posted("to a guest", Audience::user(id(3)).guests([])), &[2]),
        ],
    )
    .await;
    node.hub.refresh_user(id(2), true, false).await;
    node.hub.refresh_user(id(3), false, false).await;
    node.hub.refresh_session(identity(5)).await;
    node.event(posted("sensitive", Audience::everyone().sensitive())).await;
    node.event(posted("for no guest", Audience::everyone().guests([]))).await;
    without_factor.expect("for no guest", 1).await;
    clients[1].expect("sensitive", 5).await;
    clients[2].expect("for no guest", 4).await;
}

#[tokio::test]
async fn variants_replace_the_bytes_for_their_users() {
    let node = Node::start().await;
    for user in 1..5 {
        node.members(user, &[10], &[]);
    }
    let mut clients = Vec::new();
    for user in 1..5 {
        node.server.sessions.lock().insert(identity(user).session_id, Ok(Some(identity(user))));
        let mut client = node.open_with(Some(identity(user)), Ok(None), user >= 3).await;
        client.greeting().await;
        client.hello().await;
        clients.push(client);
    }
    let event = Event::new("posted", &json!({"to": "all"}), Audience::channel(id(10)))
        .with_ack_variant([id(2), id(3), id(4)], |own| json!({"to": [own], "should_ack": true}))
        .with_variant([id(2), id(3), id(4)], |own| json!({"to": [own]}))
        .with_variant([id(2), id(9)], |_| json!({"to": "second"}));
    node.event(event).await;
    let expected = [
        json!({"to": "all"}),
        json!({"to": [id(2)]}),
        json!({"to": [id(3)], "should_ack": true}),
        json!({"to": [id(4)], "should_ack": true}),
    ];
    for (client, expected) in clients.iter_mut().zip(expected) {
        assert_eq!(client.expect("posted", 1).await["data"], expected);
    }
}

#[tokio::test]
async fn scoped_events_follow_what_the_client_looks_at() {
    let node = Node::start().await;
    node.members(1, &[10, 11, 12], &[]);
    let (mut client, _) = node.join(identity(1)).await;
    let (mut silent, _) = node.join(identity(1)).await;
    let mut seqs = (1, 1);
    let steps = [
        (json!({"channel_id": id(10).as_str()}), vec![10]),
        (json!({"thread_channel_id": id(11).as_str(), "is_thread_view": false}), vec![10, 11]),
        (json!({"thread_channel_id": id(12).as_str(), "is_thread_view": true}), vec![10, 11, 12]),
        (json!({"channel_id": "", "team_id": id(20).as_str()}), vec![11, 12]),
    ];
    for (number, (presence, seen)) in steps.into_iter().enumerate() {
        client.request(&json!({"action": "presence", "seq": number + 1, "data": presence})).await;
        assert_eq!(client.text().await["status"], "OK");
        for channel in [10, 11, 12] {
            node.event(posted(&format!("in {channel}"), Audience::channel(id(channel)).scoped_to_active_channel()))
                .await;
            silent.expect(&format!("in {channel}"), seqs.0).await;
            seqs.0 += 1;
        }
        for channel in seen {
            client.expect(&format!("in {channel}"), seqs.1).await;
            seqs.1 += 1;
        }
    }
}

#[tokio::test]
async fn ephemeral_events_are_numbered_like_all_others() {
    let node = Node::start().await;
    node.members(1, &[10], &[]);
    let (mut client, _) = node.join(identity(1)).await;
    node.hub.ephemeral(posted("typing", Audience::channel(id(10)).omit_user(id(2))));
    client.expect("typing", 1).await;
    node.event(posted("posted", Audience::channel(id(10)))).await;
    client.expect("posted", 2).await;
}

#[tokio::test]
async fn a_record_with_more_events_than_a_queue_overflows_nobody() {
    let node = Node::start().await;
    let (mut client, _) = node.join(identity(1)).await;
    let count = 3 * limits::QUEUE_LEN_MAX as u64;
    let events = (1..=count).map(|n| posted(&n.to_string(), Audience::user(id(1)))).collect();
    let reads = async {
        for n in 1..=count {
            client.expect(&n.to_string(), n).await;
        }
    };
    tokio::join!(node.apply(Vec::new(), events), reads);
    assert!(node.stat("writes") < count, "events share writes");
}

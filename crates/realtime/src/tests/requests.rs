//! What a client asks, with and without a session.

use super::*;

#[tokio::test]
async fn hello_is_the_first_event_and_names_the_connection() {
    let node = Node::start().await;
    let mut client = node.open(Some(identity(1)), Ok(None)).await;
    client.greeting().await;
    let hello = client.text().await;
    let connection = hello["data"]["connection_id"].as_str().unwrap();
    assert_eq!(connection.len(), 26);
    assert_eq!(
        hello,
        json!({
            "event": "hello",
            "data": {"server_version": "11.6.0.test", "connection_id": connection, "server_hostname": "host"},
            "broadcast": {
                "omit_users": null, "user_id": id(1).as_str(), "channel_id": "", "team_id": "",
                "connection_id": "", "omit_connection_id": "",
            },
            "seq": 0,
        })
    );
}

#[tokio::test]
async fn replies_have_the_recorded_shapes_and_no_sequence_number() {
    let node = Node::start().await;
    let (mut client, _) = node.join(identity(1)).await;
    let error = |id: &str, status: u16| json!({"id": id, "detailed_error": "", "status_code": status});
    let cases = [
        (
            json!({"action": "ping", "seq": 1}),
            json!({
                "status": "OK", "seq_reply": 1,
                "data": {"text": "pong", "version": "11.6.0", "server_time": START_MS, "node_id": ""},
            }),
        ),
        (
            json!({"action": "get_statuses", "seq": 2, "data": {"a": "online"}}),
            json!({"status": "OK", "seq_reply": 2, "data": {"a": "online"}}),
        ),
        (json!({"action": "user_typing", "seq": 3}), json!({"status": "OK", "seq_reply": 3})),
        (
            json!({"action": "user_typing", "seq": 4, "data": {"fail": 1}}),
            json!({"status": "FAIL", "seq_reply": 4, "error": error("test.failed", 400)}),
        ),
        (
            json!({"action": "no_such_action", "seq": 5}),
            json!({"status": "FAIL", "seq_reply": 5, "error": error("api.web_socket_router.bad_action.app_error", 500)}),
        ),
        (
            json!({"action": "", "seq": 6}),
            json!({"status": "FAIL", "seq_reply": 6, "error": error("api.web_socket_router.no_action.app_error", 400)}),
        ),
        (
            json!({"action": "ping", "seq": 0}),
            json!({"status": "FAIL", "error": error("api.web_socket_router.bad_seq.app_error", 400)}),
        ),
        (
            json!({"action": "ping"}),
            json!({"status": "FAIL", "error": error("api.web_socket_router.bad_seq.app_error", 400)}),
        ),
        (
            json!({"action": "presence", "seq": 7, "data": {"channel_id": "c", "is_thread_view": "false"}}),
            json!({"status": "OK", "seq_reply": 7}),
        ),
    ];
    for (request, expected) in cases {
        client.request(&request).await;
        let mut reply = client.text().await;
        if let Some(error) = reply.get_mut("error") {
            let message = error.as_object_mut().unwrap().remove("message").unwrap();
            assert!(!message.as_str().unwrap().is_empty(), "{request}");
        }
        assert_eq!(reply, expected, "{request}");
    }
    node.event(posted("after", Audience::user(id(1)))).await;
    client.expect("after", 1).await;
}

#[tokio::test]
async fn custom_actions_and_a_second_challenge_are_not_answered() {
    let node = Node::start().await;
    let (mut client, _) = node.join(identity(1)).await;
    client.request(&json!({"action": "custom_com.example_x", "seq": 1})).await;
    client.request(&json!({"action": "authentication_challenge", "seq": 2, "data": {"token": "t"}})).await;
    client.request(&json!({"action": "ping", "seq": 3})).await;
    assert_eq!(client.text().await["seq_reply"], 3);
    assert!(node.server.notes.lock().contains(&Note::Action("custom_com.example_x".into(), 1)));
}

#[tokio::test]
async fn a_protocol_ping_is_answered_with_its_data() {
    let node = Node::start().await;
    let (mut client, _) = node.join(identity(1)).await;
    client.send_frame(0x89, b"golden").await;
    assert_eq!(client.frame().await, Some(Frame::Pong("golden".into())));
}

#[tokio::test]
async fn a_challenge_is_answered_after_its_hello() {
    let node = Node::start().await;
    for user in 1..5 {
        // on both shards
        node.server.tokens.lock().insert(format!("token{user}"), identity(user));
        node.server.sessions.lock().insert(identity(user).session_id, Ok(Some(identity(user))));
        let mut client = node.open(None, Ok(None)).await;
        client.greeting().await;
        until("unauthenticated", 1, || node.hub.counts().unauthenticated).await;
        // neither of these is answered, but where the client looks is remembered
        client.request(&json!({"action": "ping", "seq": 1})).await;
        client.request(&json!({"action": "", "seq": 2})).await;
        client.request(&json!({"action": "presence", "seq": 3, "data": {"channel_id": id(77).as_str()}})).await;
        let token = format!("token{user}");
        client.request(&json!({"action": "authentication_challenge", "seq": 4, "data": {"token": token}})).await;
        client.hello().await;
        assert_eq!(client.text().await, json!({"status": "OK", "seq_reply": 4}));
        assert_eq!((node.hub.counts().unauthenticated, node.hub.user_connections(id(user))), (0, 1));
        node.apply(
            vec![
                MembershipChange::in_channel(id(user), id(77), true),
                MembershipChange::in_channel(id(user), id(78), true),
            ],
            vec![
                posted("elsewhere", Audience::channel(id(78)).scoped_to_active_channel()),
                posted("here", Audience::channel(id(77)).scoped_to_active_channel()),
            ],
        )
        .await;
        client.expect("here", 1).await;
    }
}

#[tokio::test]
async fn a_wrong_token_ends_the_connection_without_a_frame() {
    let node = Node::start().await;
    for data in [json!({"token": "no"}), json!({"token": 7}), json!({}), json!(null)] {
        let mut client = node.open(None, Ok(None)).await;
        client.greeting().await;
        client.request(&json!({"action": "authentication_challenge", "seq": 1, "data": data})).await;
        assert_eq!(client.ending().await, Ending::Abrupt, "{data}");
    }
    assert_eq!(node.stat("auth_failed"), 4);
}

#[tokio::test]
async fn silence_instead_of_a_challenge_ends_the_connection() {
    let node = Node::start_with(Timings { challenge: Duration::from_millis(50), ..Timings::default() }).await;
    let mut client = node.open(None, Ok(None)).await;
    client.greeting().await;
    client.send(&[0x81]).await;
    assert_eq!(client.ending().await, Ending::Abrupt);
    assert_eq!(node.stat("auth_failed"), 1);
}

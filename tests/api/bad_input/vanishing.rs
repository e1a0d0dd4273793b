//! Clients that go away without waiting for the answer.

use std::collections::BTreeSet;

use roost_testkit::Socket;
use serde_json::Value;

use super::Place;
use super::wire::Wire;

const CLIENTS: usize = 60;

async fn posts(place: &Place) -> BTreeSet<String> {
    let client = place.node.database.client().await;
    let rows = client.query("select id from posts where message like 'vanishing%'", &[]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

fn posted(event: &Value) -> Option<String> {
    let post: Value = serde_json::from_str(event["data"]["post"].as_str()?).ok()?;
    let of_test = event["event"] == "posted" && post["message"].as_str()?.starts_with("vanishing");
    of_test.then(|| post["id"].as_str().unwrap().to_owned())
}

fn heard(socket: &Socket) -> Vec<String> {
    socket.heard.iter().filter_map(posted).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_of_a_vanished_client_is_there_with_its_event_or_not_at_all() {
    let place = Place::build().await;
    let mut socket = place.user.connect().await;
    socket.wait_for("hello").await;
    for n in 0..CLIENTS {
        let body = format!(r#"{{"channel_id": "{}", "message": "vanishing {n}"}}"#, place.channel);
        let request = format!(
            "POST /api/v4/posts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\r\n{body}",
            place.user.token(),
            body.len()
        );
        let mut wire = Wire::open(&place.node).await;
        // Every third does not even send all of it.
        let sent = if n % 3 == 0 { &request[..request.len() - 1] } else { &request };
        wire.send(sent).await;
        if n % 2 == 0 {
            // Most are gone while the write is under way, some before the server has read anything.
            tokio::task::yield_now().await;
        }
        wire.vanish();
    }
    // One that stays: whatever came before it is under way or done.
    assert_eq!(place.post(serde_json::json!({"message": "vanishing last"})).await.status, 201);
    loop {
        let there = posts(&place).await;
        let known: BTreeSet<String> = heard(&socket).into_iter().collect();
        if there.is_subset(&known) {
            break;
        }
        socket.wait_for("posted").await;
    }
    let known = heard(&socket);
    let once: BTreeSet<String> = known.iter().cloned().collect();
    assert_eq!(once.len(), known.len(), "an event came twice");
    let there = posts(&place).await;
    assert!(once.is_subset(&there), "an event without its post");
    assert!(there.len() > 1, "every client was too fast");
    assert!(there.len() <= 1 + CLIENTS * 2 / 3, "a post out of half a request");
}

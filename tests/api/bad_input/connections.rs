//! Hostile connections: heads that no server should take, and clients that never come to an end.

use roost_testkit::{DEADLINE, TestNode, Tuning};
use tokio::time::Instant;

use super::wire::Wire;
use super::{Place, peak_kb};

/// The head of a request that would be answered.
fn head(place: &Place, line: &str, headers: &str) -> String {
    format!("{line} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n{headers}\r\n", place.user.token())
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_heads_are_refused_and_the_next_client_is_served() {
    let place = Place::build().await;
    let me = "GET /api/v4/users/me";
    let post = "POST /api/v4/posts";
    let body = format!(r#"{{"channel_id": "{}", "message": "hello"}}"#, place.channel);
    let lengths = |first: usize, second: &str| format!("Content-Length: {first}\r\nContent-Length: {second}\r\n");
    let before = place.node.digest().await;
    for (what, request) in [
        ("a header of a megabyte", head(&place, me, &format!("X-Long: {}\r\n", "x".repeat(1 << 20)))),
        ("5,000 headers", head(&place, me, &"X-Many: x\r\n".repeat(5_000))),
        ("an address of a megabyte", head(&place, &format!("{me}?x={}", "x".repeat(1 << 20)), "")),
        ("two lengths", head(&place, post, &lengths(body.len(), "3")) + &body),
        ("the same length twice", head(&place, post, &lengths(body.len(), "0")) + &body),
        ("a length that is none", head(&place, post, "Content-Length: many\r\n") + &body),
        ("a negative length", head(&place, post, "Content-Length: -1\r\n") + &body),
        ("a plus sign", head(&place, post, &format!("Content-Length: +{}\r\n", body.len())) + &body),
        ("a length over 64 bits", head(&place, post, "Content-Length: 99999999999999999999\r\n") + &body),
        (
            "a length and chunks",
            head(&place, post, "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n",
        ),
        ("an unknown coding", head(&place, post, "Transfer-Encoding: cow\r\n") + &body),
        ("a chunk that is no number", head(&place, post, "Transfer-Encoding: chunked\r\n") + "zz\r\n{}\r\n0\r\n\r\n"),
        ("a chunk over 64 bits", head(&place, post, "Transfer-Encoding: chunked\r\n") + "fffffffffffffffff\r\n{}"),
        ("a header without a name", head(&place, me, ": x\r\n")),
        ("a space before the colon", head(&place, post, &format!("Content-Length : {}\r\n", body.len())) + &body),
        ("a NUL in a header", head(&place, me, "X-Nul: a\0b\r\n")),
        ("no request at all", "\u{16}\u{3}\u{1}\u{2}\u{0}hello\r\n\r\n".to_owned()),
        ("another protocol", "GET /api/v4/users/me SPDY/9\r\n\r\n".to_owned()),
    ] {
        let mut wire = Wire::open(&place.node).await;
        wire.send(&request).await;
        wire.finish().await;
        let statuses = wire.statuses().await;
        assert!(statuses.iter().all(|status| (400..500).contains(status)), "{what}: {statuses:?}");
    }
    assert_eq!(place.node.digest().await, before);
    assert_eq!(place.user.get("/api/v4/users/me").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_trickles_for_ever_is_given_up() {
    let slow = Tuning::default().with("MM_SERVICESETTINGS_READTIMEOUT", "1");
    let place = Place::on(TestNode::tuned(slow).await).await;
    let before = place.node.digest().await;
    let mut wire = Wire::open(&place.node).await;
    wire.send(head(&place, "POST /api/v4/posts", "Content-Length: 100000\r\n")).await;
    let start = Instant::now();
    // A byte at a time, for as long as it is taken.
    let mut pace = tokio::time::interval(std::time::Duration::from_millis(20));
    while !wire.has_ended() && wire.send(" ").await {
        assert!(start.elapsed() < DEADLINE, "still taken after {:?}", start.elapsed());
        pace.tick().await;
    }
    assert!(start.elapsed().as_millis() >= 900, "given up after {:?}", start.elapsed());
    assert!(wire.statuses().await.iter().all(|status| *status == 400));
    assert_eq!(place.node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stops_coming_is_given_up_and_answered() {
    let slow = Tuning::default().with("MM_SERVICESETTINGS_READTIMEOUT", "1");
    let place = Place::on(TestNode::tuned(slow).await).await;
    for path in ["/api/v4/posts".to_owned(), format!("/api/v4/files?channel_id={}&filename=a.txt", place.channel)] {
        let mut wire = Wire::open(&place.node).await;
        wire.send(head(&place, &format!("POST {path}"), "Content-Length: 1000\r\n") + "{\"channel_id\"").await;
        assert_eq!(wire.statuses().await, [400], "{path}");
    }
    assert!(!place.node.files().iter().any(|file| file.contains("/files/")), "{:?}", place.node.files());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_slow_clients_cost_little_and_others_are_served() {
    let place = Place::build().await;
    let grown = peak_kb(async {
        let mut wires = Vec::new();
        for n in 0..1_000 {
            let mut wire = Wire::open(&place.node).await;
            let request = head(&place, "POST /api/v4/posts", "Content-Length: 1000\r\n") + "{";
            // Some stop within their head already.
            wire.send(if n % 2 == 0 { &request } else { &request[..40] }).await;
            wires.push(wire);
        }
        assert_eq!(place.user.get("/api/v4/users/me").await.status, 200);
        let reply = place.post(serde_json::json!({})).await;
        assert_eq!(reply.status, 201);
    });
    let grown = grown.await;
    assert!(grown < 64 * 1024, "{grown} kB");
}

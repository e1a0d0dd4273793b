//! What a node tells the proxy, and how it goes away.

use std::time::Duration;

use futures_util::future::join_all;
use roost_server::node::DrainTimings;
use roost_testkit::{TestNode, Tuning};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

fn tuning(sockets: Duration) -> Tuning {
    let drain_timings = DrainTimings { notice: Duration::ZERO, sockets };
    Tuning { health: true, drain_timings, ..Tuning::default() }
}

/// What the health listener answers to these bytes before it closes.
async fn asked(node: &TestNode, question: &str) -> String {
    let mut proxy = TcpStream::connect(node.health_address()).await.unwrap();
    proxy.write_all(question.as_bytes()).await.unwrap();
    let mut answer = String::new();
    proxy.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_learns_that_a_node_serves_and_that_it_drains() {
    let node = TestNode::tuned(tuning(Duration::ZERO)).await;
    let (live, ready) = ("GET /healthz/live HTTP/1.1\r\n\r\n", "GET /healthz/ready HTTP/1.1\r\n\r\n");
    assert_eq!(asked(&node, "agent\n").await, "up ready 100%\n");
    assert!(asked(&node, live).await.starts_with("HTTP/1.1 200 OK\r\n"));
    assert!(asked(&node, ready).await.ends_with("\r\n\r\nok\n"));
    node.drain().await;
    assert_eq!(asked(&node, "agent\n").await, "drain\n");
    assert!(asked(&node, live).await.starts_with("HTTP/1.1 200 OK\r\n"), "a draining node is not cut off");
    assert!(asked(&node, ready).await.starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_that_are_none_and_askers_that_say_nothing_hold_nobody_up() {
    let node = TestNode::tuned(tuning(Duration::ZERO)).await;
    let silent = TcpStream::connect(node.health_address()).await.unwrap();
    assert_eq!(asked(&node, "DELETE /everything HTTP/1.1\r\n\r\n").await, "");
    assert_eq!(asked(&node, &"x".repeat(512)).await, "");
    assert_eq!(asked(&node, "agent\n").await, "up ready 100%\n");
    drop(silent);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draining_node_closes_its_sockets_one_after_another_and_answers_all_the_while() {
    let node = TestNode::tuned(tuning(Duration::from_secs(2))).await;
    let person = node.sign_up("guest").await;
    let mut sockets = join_all((0..20).map(|_| person.connect())).await;
    for socket in &mut sockets {
        socket.wait_for("hello").await;
    }
    let closed = join_all(sockets.iter_mut().map(|socket| async {
        socket.wait_closed().await;
        (socket.close_code(), tokio::time::Instant::now())
    }));
    let (closed, (), answer) = tokio::join!(closed, node.drain(), person.get("/api/v4/users/me"));
    assert_eq!(answer.status, 200);
    assert!(closed.iter().all(|(code, _)| *code == Some(1012)), "{closed:?}");
    let (first, last) =
        (closed.iter().map(|(_, at)| at).min().unwrap(), closed.iter().map(|(_, at)| at).max().unwrap());
    // Four steps of five.
    assert!(last.duration_since(*first) >= Duration::from_millis(200), "they were closed at once");
    assert_eq!(person.get("/api/v4/users/me").await.status, 200, "requests are answered until the node stops");
}

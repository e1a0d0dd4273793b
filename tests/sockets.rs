//! Many sockets on one node.

use std::num::NonZeroU32;

use futures_util::future::join_all;
use roost_testkit::{TestNode, Tuning};

/// Sockets that do nothing but listen.
const SOCKETS: usize = 300;
/// People they belong to.
const PEOPLE: usize = 6;

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_of_idle_sockets_are_held_and_hear_the_next_event() {
    let node = TestNode::start().await;
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        people.push(node.sign_up(&format!("listener{n}")).await);
    }
    let mut sockets = Vec::new();
    for round in 0..SOCKETS / PEOPLE {
        let opened = join_all(people.iter().map(roost_testkit::Client::connect)).await;
        assert_eq!(opened.len(), PEOPLE, "round {round}");
        sockets.extend(opened);
    }
    join_all(sockets.iter_mut().map(|socket| socket.wait_for("hello"))).await;

    // One event for all, while none of them has sent anything.
    let newcomer = node.anonymous().sign_up_body("newcomer").await;
    let heard = join_all(sockets.iter_mut().map(|socket| socket.wait_for("new_user"))).await;
    assert_eq!(heard.len(), SOCKETS);
    assert!(heard.iter().all(|event| event["data"]["user_id"] == newcomer.body["id"]));

    // And each is still answered.
    let replies = join_all(sockets.iter_mut().map(|socket| socket.action("ping", serde_json::json!({})))).await;
    assert!(replies.iter().all(|reply| reply["status"] == "OK"), "{:?}", replies.first());
    // Once: besides, sockets hear that their own user came online.
    let times = |socket: &roost_testkit::Socket| socket.names().iter().filter(|name| **name == "new_user").count();
    assert!(sockets.iter().all(|socket| times(socket) == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_comes_in_one_after_another_and_nobody_is_kept_out() {
    let tuning = Tuning { sockets_per_s: NonZeroU32::new(20).unwrap(), ..Tuning::default() };
    let node = TestNode::tuned(tuning).await;
    let person = node.sign_up("person").await;
    let strangers = join_all((0..200).map(|_| async { node.anonymous().try_connect_with("").await })).await;
    assert!(strangers.iter().any(Option::is_none), "too many strangers at once are turned away");
    // Whoever has a session does not wait behind them, and comes in by and by.
    let mut inside = 0;
    while inside < 60 {
        let crowd = join_all((inside..60).map(|_| person.try_connect_with(""))).await;
        inside += crowd.iter().flatten().count();
    }
}

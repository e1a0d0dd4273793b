//! The primary of PostgreSQL dies, and its standby takes its place under running nodes.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_util::future::join_all;
use roost_testkit::{Client, DEADLINE, PgPair, Socket, TestDatabase, TestNode, Tuning};
use serde_json::{Value, json};
use tokio::time::Instant;

struct Place {
    pair: PgPair,
    nodes: [TestNode; 2],
    admin: Client,
    channel: Value,
}

impl Place {
    async fn build() -> Self {
        let pair = PgPair::start().await;
        let database = Arc::new(TestDatabase::empty().await);
        let tuning = Tuning { dsn: Some(pair.dsn()), ..Tuning::clustered() };
        let nodes = [TestNode::on(database.clone(), tuning.clone()).await, TestNode::on(database, tuning).await];
        let admin = nodes[0].sign_up("admin").await;
        let team = admin.new_team("team").await;
        let channel = admin.new_channel(&team, "room").await;
        Self { pair, nodes, admin, channel }
    }

    /// A socket on each node.
    async fn listen(&self) -> [Socket; 2] {
        let [mut one, mut two] = [self.admin.connect().await, self.admin.at(&self.nodes[1]).connect().await];
        one.wait_for("hello").await;
        two.wait_for("hello").await;
        [one, two]
    }

    /// Posts on a node as an honest client does: again until it is acknowledged. Returns the id, and how often it was refused.
    async fn post(&self, node: usize, message: &str) -> (String, usize) {
        let (client, start) = (self.admin.at(&self.nodes[node]), Instant::now());
        let draft = json!({"channel_id": self.channel["id"], "message": message, "pending_post_id": message});
        let mut refused = 0;
        loop {
            let reply = client.post("/api/v4/posts", draft.clone()).await;
            if reply.status == 201 {
                return (reply.body["id"].as_str().unwrap().to_owned(), refused);
            }
            assert_eq!(reply.status, 503, "{message}: {:?}", reply.body);
            refused += 1;
            assert!(start.elapsed() < DEADLINE, "{message} is not acknowledged in time");
        }
    }

    async fn stored(&self) -> Vec<String> {
        let path = format!("/api/v4/channels/{}/posts?per_page=200", self.channel["id"].as_str().unwrap());
        let page = self.admin.get(&path).await;
        assert_eq!(page.status, 200, "{:?}", page.body);
        page.body["order"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
    }
}

async fn next_post(socket: &mut Socket) -> String {
    let event = socket.wait_for("posted").await;
    let post: Value = serde_json::from_str(event["data"]["post"].as_str().unwrap()).unwrap();
    post["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promoted_standby_goes_on_where_the_primary_died_and_no_socket_notices() {
    let place = Place::build().await;
    let mut sockets = place.listen().await;
    let writers = join_all((0..4).map(async |writer| {
        let mut ids = Vec::new();
        for n in 0..25 {
            ids.push(place.post(writer % 2, &format!("post-{writer}-{n}")).await.0);
        }
        ids
    }));
    let trouble = async {
        // Under way, by what the first socket hears.
        let mut heard = BTreeSet::new();
        while heard.len() < 30 {
            heard.insert(next_post(&mut sockets[0]).await);
        }
        place.pair.kill().await;
        place.pair.promote().await;
        heard
    };
    let (written, heard) = futures_util::future::join(writers, trouble).await;
    let written: BTreeSet<String> = written.into_iter().flatten().collect();
    assert_eq!(written.len(), 100);
    let stored = place.stored().await;
    assert_eq!(stored.iter().filter(|id| written.contains(*id)).count(), 100, "each acknowledged post is there, once");

    // Every post reached the sockets that were open before, each once.
    let [mut one, mut two] = sockets;
    let mut heard: Vec<String> = heard.into_iter().collect();
    while heard.len() < 100 {
        heard.push(next_post(&mut one).await);
    }
    assert_eq!(heard.iter().cloned().collect::<BTreeSet<_>>(), written);
    let mut heard = BTreeSet::new();
    for _ in 0..100 {
        assert!(heard.insert(next_post(&mut two).await), "a post came twice");
    }
    assert_eq!(heard, written);
}

#[tokio::test(flavor = "multi_thread")]
async fn commits_that_the_standby_never_had_are_forgotten_everywhere() {
    let place = Place::build().await;
    let kept = place.post(0, "kept").await.0;
    place.pair.part().await;
    let mut sockets = place.listen().await;
    let ghosts = [place.post(0, "ghost").await.0, place.post(1, "another ghost").await.0];
    for socket in &mut sockets {
        next_post(socket).await;
        next_post(socket).await;
    }
    assert_eq!(place.admin.put("/api/v4/users/me/patch", json!({"nickname": "ghostly"})).await.status, 200);
    place.pair.kill().await;
    place.pair.promote().await;
    // Whoever saw what is lost starts over.
    for mut socket in sockets {
        socket.wait_closed().await;
    }
    let mut sockets = place.listen().await;
    let stored = place.stored().await;
    assert!(stored.contains(&kept) && !ghosts.iter().any(|ghost| stored.contains(ghost)), "{stored:?}");
    for node in &place.nodes {
        assert_eq!(place.admin.at(node).get("/api/v4/users/me").await.body["nickname"], "");
    }
    for (node, message) in [(0, "after"), (1, "after that")] {
        let id = place.post(node, message).await.0;
        for socket in &mut sockets {
            assert_eq!(next_post(socket).await, id);
        }
    }
}

//! The database goes away, or hangs, and comes back.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use futures_util::future::join_all;
use roost_testkit::{Client, DEADLINE, Proxy, TestDatabase, TestNode, Tuning};
use serde_json::{Value, json};
use tokio::time::Instant;

/// `SqlSettings.QueryTimeout` here.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(1);

struct Place {
    proxy: Proxy,
    node: TestNode,
    admin: Client,
    channel: Value,
}

impl Place {
    async fn build() -> Self {
        let database = Arc::new(TestDatabase::migrated().await);
        let proxy = Proxy::start().await;
        // Requests that nothing can help are refused soon here.
        let tuning = Tuning { dsn: Some(proxy.dsn(&database)), database_hold_ms: 200, ..Tuning::default() };
        let tuning = tuning.with("MM_SQLSETTINGS_QUERYTIMEOUT", STATEMENT_TIMEOUT.as_secs().to_string());
        let node = TestNode::on(database, tuning).await;
        let admin = node.sign_up("admin").await;
        let team = admin.new_team("team").await;
        let channel = admin.new_channel(&team, "room").await;
        Self { proxy, node, admin, channel }
    }

    fn draft(&self, pending: &str) -> Value {
        json!({"channel_id": self.channel["id"], "message": pending, "pending_post_id": pending})
    }

    async fn numbers(&self, sql: &str) -> Vec<i64> {
        let client = self.node.database.client().await;
        client.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_hangs_is_503_within_the_statement_timeout() {
    let place = Place::build().await;
    let id = place.channel["id"].as_str().unwrap();
    place.proxy.stall();
    let start = Instant::now();
    let requests = [
        ("GET", format!("/api/v4/channels/{id}/posts"), None),
        ("POST", "/api/v4/posts".to_owned(), Some(place.draft("stalled"))),
        ("PUT", format!("/api/v4/channels/{id}/patch"), Some(json!({"header": "stalled"}))),
        ("POST", "/api/v4/users/login".to_owned(), Some(json!({"login_id": "admin", "password": "Password-1234"}))),
    ];
    let sent = requests.map(|(method, path, body)| {
        let admin = place.admin.clone();
        async move { (admin.call(method, &path, body).await, path) }
    });
    for (reply, path) in join_all(sent).await {
        assert_eq!(reply.status, 503, "{path}: {:?}", reply.body);
        assert_eq!(reply.error_id(), "roost.unavailable", "{path}");
    }
    assert!(start.elapsed() < STATEMENT_TIMEOUT * 3, "answered after {:?}", start.elapsed());
    assert_eq!(place.node.anonymous().get("/healthz/live").await.status, 200);
    place.proxy.mend();
    let back = async |client: &Client| client.post("/api/v4/posts", place.draft("back")).await.status == 201;
    place.admin.wait_until("the database is back", back).await;
    // The refused one is there whole or not at all, and a retry makes it one.
    assert_eq!(place.admin.post("/api/v4/posts", place.draft("stalled")).await.status, 201);
    assert_eq!(place.numbers("select count(*) from posts where message in ('stalled', 'back')").await, [2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_whose_acknowledgement_was_lost_is_the_same_post_after_the_retry() {
    let place = Place::build().await;
    let mut socket = place.admin.connect().await;
    socket.wait_for("hello").await;
    // COMMIT is on its way, but waits.
    let beside = place.node.database.client().await;
    beside.batch_execute("begin; lock table roost.log in exclusive mode").await.unwrap();
    let watching = place.node.database.client().await;
    let trouble = async {
        let waiting = "select count(*) from pg_locks where relation = 'roost.log'::regclass and not granted";
        let start = Instant::now();
        while watching.query_one(waiting, &[]).await.unwrap().get::<_, i64>(0) == 0 {
            assert!(start.elapsed() < DEADLINE, "the post does not come to its commit");
        }
        place.proxy.stall();
        beside.batch_execute("rollback").await.unwrap();
    };
    let post = place.admin.post("/api/v4/posts", place.draft("in doubt"));
    let (refused, ()) = futures_util::future::join(post, trouble).await;
    assert_eq!(refused.status, 503, "{:?}", refused.body);
    let stored = watching.query_one("select id from posts where message = 'in doubt'", &[]).await.unwrap();
    place.proxy.mend();
    let back = async |client: &Client| client.post("/api/v4/posts", place.draft("in doubt")).await.status == 201;
    place.admin.wait_until("the database is back", back).await;
    let again = place.admin.post("/api/v4/posts", place.draft("in doubt")).await;
    assert_eq!(again.body["id"].as_str().unwrap(), stored.get::<_, &str>(0));
    assert_eq!(place.numbers("select count(*) from posts where message = 'in doubt'").await, [1]);
    // The node that gave the commit up has its record from the log.
    let is_told = |event: &Value| event["data"]["post"].as_str().is_some_and(|post| post.contains("in doubt"));
    socket.wait_matching("the post", is_told).await;
}

/// What the writers have seen so far.
#[derive(Default)]
struct Seen {
    acknowledged: AtomicUsize,
    refused: AtomicUsize,
}

async fn reaches(what: &str, count: &AtomicUsize, wanted: usize) {
    let start = Instant::now();
    while count.load(SeqCst) < wanted {
        assert!(start.elapsed() < DEADLINE, "{} of {wanted} {what} in time", count.load(SeqCst));
        tokio::task::yield_now().await;
    }
}

/// Posts as an honest client does: again with the same `pending_post_id` until it is acknowledged. The id of the post.
async fn post_until_acknowledged(place: &Place, seen: &Seen, pending: &str) -> String {
    let start = Instant::now();
    loop {
        let reply = place.admin.post("/api/v4/posts", place.draft(pending)).await;
        if reply.status == 201 {
            seen.acknowledged.fetch_add(1, SeqCst);
            return reply.body["id"].as_str().unwrap().to_owned();
        }
        assert_eq!(reply.status, 503, "{pending}: {:?}", reply.body);
        seen.refused.fetch_add(1, SeqCst);
        assert!(start.elapsed() < DEADLINE, "{pending} is not acknowledged in time");
        tokio::task::yield_now().await;
    }
}

const WRITERS: usize = 4;
const POSTS_EACH: usize = 30;
const OUTAGES: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn across_outages_no_acknowledged_post_is_lost_and_no_retry_makes_a_second() {
    let place = Place::build().await;
    let mut socket = place.admin.connect().await;
    socket.wait_for("hello").await;
    let seen = Seen::default();
    let writers = join_all((0..WRITERS).map(async |writer| {
        let mut ids = Vec::new();
        for n in 0..POSTS_EACH {
            ids.push(post_until_acknowledged(&place, &seen, &format!("outage-{writer}-{n}")).await);
        }
        ids
    }));
    let outages = async {
        for n in 0..OUTAGES {
            reaches("acknowledged posts", &seen.acknowledged, (n + 1) * WRITERS * POSTS_EACH / (OUTAGES + 2)).await;
            let refused = seen.refused.load(SeqCst);
            if n % 2 == 0 {
                place.proxy.cut();
            } else {
                place.proxy.stall();
            }
            // Everyone has met it.
            reaches("refused posts", &seen.refused, refused + WRITERS).await;
            place.proxy.mend();
        }
    };
    let (acknowledged, ()) = futures_util::future::join(writers, outages).await;
    let acknowledged: BTreeSet<String> = acknowledged.into_iter().flatten().collect();
    assert_eq!(acknowledged.len(), WRITERS * POSTS_EACH);

    let client = place.node.database.client().await;
    let rows = client.query("select id from posts where message like 'outage-%'", &[]).await.unwrap();
    let stored: BTreeSet<String> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(rows.len(), acknowledged.len(), "a retry made a second post");
    assert_eq!(stored, acknowledged);
    let counted = place.numbers("select totalmsgcount from channels where name = 'room'").await;
    assert_eq!(counted, [i64::try_from(acknowledged.len()).unwrap()], "each is counted once");

    // And each was told, once.
    let mut heard = Vec::new();
    while heard.len() < acknowledged.len() {
        let event = socket.wait_for("posted").await;
        let post: Value = serde_json::from_str(event["data"]["post"].as_str().unwrap()).unwrap();
        if post["message"].as_str().unwrap().starts_with("outage-") {
            heard.push(post["id"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(heard.iter().cloned().collect::<BTreeSet<_>>(), acknowledged);
}

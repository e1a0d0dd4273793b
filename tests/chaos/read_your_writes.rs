//! Who reads on one node what another node has acknowledged never reads what was before: with a replica that follows at once,
//! and is read, and with one that is 2 s behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::future::join_all;
use roost_testkit::{Client, PgPair, TestDatabase, TestNode, Tuning};
use serde_json::{Value, json};
use tokio::time::Instant;

const PEOPLE: usize = 16;

struct Person {
    at: [Client; 2],
    channel: Value,
}

impl Person {
    /// Changes something on one node and reads it on the other. Whether what was read is what was written.
    async fn pair(&self, n: u64) -> bool {
        let [writer, reader] =
            if n.is_multiple_of(2) { [&self.at[0], &self.at[1]] } else { [&self.at[1], &self.at[0]] };
        let wanted = n.to_string();
        if n.is_multiple_of(3) {
            let changed = writer.put("/api/v4/users/me/patch", json!({"nickname": wanted})).await;
            assert_eq!(changed.status, 200, "{:?}", changed.body);
            return reader.get("/api/v4/users/me").await.body["nickname"] == wanted;
        }
        writer.new_post(&self.channel, &wanted).await;
        let path = format!("/api/v4/channels/{}/posts?per_page=1", self.channel["id"].as_str().unwrap());
        let page = reader.get(&path).await.body;
        page["posts"][page["order"][0].as_str().unwrap()]["message"] == wanted
    }
}

/// All people at once, until there were so many pairs.
async fn run(people: &[Person], pairs: u64) {
    let (next, stale, start) = (AtomicU64::new(0), AtomicU64::new(0), Instant::now());
    join_all(people.iter().map(async |person| {
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= pairs {
                break;
            }
            if n > 0 && n.is_multiple_of(10_000) {
                println!(
                    "{n} pairs in {:.0} s, {} stale",
                    start.elapsed().as_secs_f64(),
                    stale.load(Ordering::Relaxed)
                );
            }
            if !person.pair(n).await {
                stale.fetch_add(1, Ordering::Relaxed);
            }
        }
    }))
    .await;
    println!("{pairs} pairs in {:.0} s", start.elapsed().as_secs_f64());
    assert_eq!(stale.into_inner(), 0, "stale reads");
}

/// What became of the reads of a node.
async fn outcomes(node: &TestNode) -> Vec<String> {
    let address = node.metrics_address().unwrap();
    let text = reqwest::get(format!("http://{address}/metrics")).await.unwrap().text().await.unwrap();
    text.lines().filter_map(|line| line.strip_prefix("roost_replica_reads_total")).map(str::to_owned).collect()
}

/// `ROOST_CHAOS_PAIRS` of them (100,000) with the replica behind, and before that a tenth as many with one that is not.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes: make chaos"]
async fn no_read_is_older_than_what_was_acknowledged_before_it() {
    let pairs: u64 = std::env::var("ROOST_CHAOS_PAIRS").map_or(100_000, |text| text.parse().unwrap());
    let pair = PgPair::start().await;
    let [primary, replica] = pair.addresses();
    let tuning = Tuning { dsn: Some(PgPair::dsn_at(primary)), ..Tuning::clustered() }
        .with("MM_SQLSETTINGS_DATASOURCEREPLICAS", PgPair::dsn_at(replica))
        .with("MM_METRICSSETTINGS_ENABLE", "true")
        .with("MM_METRICSSETTINGS_LISTENADDRESS", "127.0.0.1:0");
    let database = Arc::new(TestDatabase::empty().await);
    let nodes = [TestNode::on(database.clone(), tuning.clone()).await, TestNode::on(database, tuning).await];
    let admin = nodes[0].sign_up("admin").await;
    let team = admin.new_team("team").await;
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        let one = nodes[0].sign_up(&format!("person{n}")).await;
        admin.add_to_team(&team, &one).await;
        let channel = one.new_channel(&team, &format!("room{n}")).await;
        people.push(Person { at: [one.clone(), one.at(&nodes[1])], channel });
    }
    for (delay_ms, pairs) in [(0, pairs / 10), (2_000, pairs)] {
        pair.delay(delay_ms).await;
        println!("replica {delay_ms} ms behind, {PEOPLE} people");
        let alone = pairs / 10;
        run(&people, pairs - alone).await;
        println!("one person");
        run(&people[..1], alone).await;
        for node in &nodes {
            println!("{:?}", outcomes(node).await);
        }
    }
}

//! A day in the life: people on two nodes do everything at once, and in the end what each client made of the events it heard
//! is what a fresh client fetches. `ROOST_TEST_SEED` repeats the choices of a run.

mod life;
mod mirror;

use std::sync::Arc;

use futures_util::future::join_all;
use roost_testkit::{Client, DEADLINE, Socket, TestCluster, Tuning};
use serde_json::{Value, json};
use tokio::time::Instant;

use self::life::Life;
use self::mirror::Mirror;
use crate::dice::{Dice, seed};

/// How many of everything.
struct Day {
    people: usize,
    channels: usize,
    /// Of each person.
    actions: usize,
}

const NODES: usize = 2;

/// A client that is there all day.
struct Window {
    client: Client,
    socket: Socket,
    mirror: Mirror,
}

impl Window {
    async fn open(client: Client, team: &str, people: &[String]) -> Self {
        let mut socket = client.connect().await;
        socket.wait_for("hello").await;
        let mirror = Mirror::fetch(&client, team, people).await;
        Self { client, socket, mirror }
    }

    /// Hears up to the change of somebody's nickname to this.
    async fn hear_until(&mut self, end: &str) {
        loop {
            let event = self.socket.next().await.expect("nobody ends a connection today");
            self.socket.heard.clear();
            self.mirror.hear(&self.client, &event).await;
            if event["event"] == "user_updated" && event["data"]["user"]["nickname"] == end {
                return;
            }
        }
    }

    /// What is live and not in the log may come a moment later than a fresh client learns it.
    async fn differences(&mut self, team: &str, people: &[String]) -> Vec<String> {
        let start = Instant::now();
        loop {
            let fresh = Mirror::fetch(&self.client, team, people).await;
            let found = self.mirror.differences(&fresh);
            if found.iter().all(|one| !one.starts_with("status")) || start.elapsed() > DEADLINE / 2 {
                return found;
            }
            while let Ok(event) = tokio::time::timeout(DEADLINE / 20, self.socket.next()).await {
                self.mirror.hear(&self.client, &event.unwrap()).await;
            }
        }
    }
}

async fn live_through(day: Day) {
    let seed = seed();
    println!("seed {seed}");
    let cluster = TestCluster::tuned(NODES, Tuning::clustered()).await;
    let founder = cluster.node(0).sign_up("person0").await;
    let team = founder.new_team("team").await;
    let team_id = team["id"].as_str().unwrap();
    let rest = join_all((1..day.people).map(async |n| {
        let person = cluster.node(n % NODES).sign_up(&format!("person{n}")).await;
        founder.add_to_team(&team, &person).await;
        person
    }));
    let people: Vec<Client> = std::iter::once(founder.clone()).chain(rest.await).collect();
    let mut channels = Vec::new();
    for n in 0..day.channels {
        let channel = founder.new_channel(&team, &format!("room{n}")).await;
        join_all(people[1..].iter().skip(n % 3).step_by(2).map(|person| founder.add_to_channel(&channel, person)))
            .await;
        channels.push(channel["id"].as_str().unwrap().to_owned());
    }
    let ids: Vec<String> = people.iter().map(|person| person.user_id().to_owned()).collect();
    let opening =
        people.iter().enumerate().map(|(n, person)| Window::open(person.at(cluster.node(n % NODES)), team_id, &ids));
    let mut windows = join_all(opening).await;

    let life = Arc::new(Life::new(team_id, channels, ids.clone()));
    let end = format!("the end of {seed}");
    let acting = async {
        join_all(people.iter().enumerate().map(async |(n, person)| {
            let at = [0, 1].map(|node| person.at(cluster.node(node)));
            life.live(n, at, day.actions, Dice(seed ^ (n as u64) << 32)).await;
        }))
        .await;
        assert_eq!(founder.put("/api/v4/users/me/patch", json!({"nickname": end})).await.status, 200);
    };
    let hearing = join_all(windows.iter_mut().map(|window| window.hear_until(&end)));
    Box::pin(futures_util::future::join(acting, hearing)).await;

    println!("{}", life.done());
    let mut wrong = Vec::new();
    for (n, window) in windows.iter_mut().enumerate() {
        let found = window.differences(team_id, &ids).await;
        wrong.extend(found.into_iter().map(|one| format!("person{n}: {one}")));
    }
    assert!(wrong.is_empty(), "seed {seed}, {} differences:\n{}", wrong.len(), wrong.join("\n"));
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_events_tell_all_day_is_what_a_fresh_client_fetches() {
    live_through(Day { people: 8, channels: 5, actions: 60 }).await;
}

/// `ROOST_CHAOS_ACTIONS` of each person: 2,400, which are five minutes on two cores.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes: make chaos"]
async fn what_events_tell_fifty_people_is_what_a_fresh_client_fetches() {
    let actions = std::env::var("ROOST_CHAOS_ACTIONS").map_or(2_400, |text| text.parse().unwrap());
    live_through(Day { people: 50, channels: 20, actions }).await;
}

//! The load tool on real nodes: what it counts is what the server has, and its checks hold.

use std::time::Duration;

use roost_load::api::{Api, id};
use roost_load::check;
use roost_load::ledger::{Acknowledged, Ledger};
use roost_load::mix::Mix;
use roost_load::run::{Options, Plan, drive};
use roost_load::world::{self, PASSWORD, Size};
use roost_testkit::TestNode;

/// Ends by its number of actions; the time is only for the case that it does not.
const AT_MOST: Duration = Duration::from_mins(1);

fn options(node: &TestNode, actions: u64) -> Options {
    Options {
        command: "run".to_owned(),
        base_urls: vec![node.base().to_owned()],
        allow_remote: false,
        admin_user: "admin".to_owned(),
        admin_pass: PASSWORD.to_owned(),
        label: "few".to_owned(),
        seed: 7,
        size: Size { people: 6, per_team: 3, channels: 2 },
        mix: Mix::default(),
        think: Duration::from_millis(1),
        pause: Duration::from_millis(1),
        actions_max: actions,
        objective: AT_MOST,
        settle: Duration::from_secs(30),
        plan: Plan::Run(AT_MOST),
        server_pids: Vec::new(),
        postgres_pid: None,
        progress: false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_do_everything_of_the_mix_and_all_that_was_promised_is_there() {
    let node = TestNode::start().await;
    let mut options = options(&node, 240);
    options.mix = "view=2,post=2,react=1,reply=1,type=1,search=1,switch-team=1,reconnect=1".parse().unwrap();
    let report = drive(&options).await.unwrap();

    assert!(report.checks.sound(), "{report}");
    assert_eq!(report.errors(), 0, "{report}");
    assert_eq!(report.ended, "all actions are taken");
    assert_eq!(report.actions.iter().map(|row| row.count).sum::<u64>(), 240);
    assert!(report.actions.iter().all(|row| row.count > 0 && row.max_ms > 0.0), "{report}");
    let posts: u64 =
        report.actions.iter().filter(|row| ["post", "reply"].contains(&&*row.name)).map(|row| row.count).sum();
    // Reactions to nothing are posts.
    assert!(report.checks.acknowledged >= posts, "{report}");
    assert!(report.checks.resumed > 0, "connections that were torn are gone on with: {report}");

    // The table and the JSON say the same.
    assert!(report.to_string().ends_with("sound\n"), "{report}");
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["checks"]["acknowledged"], report.checks.acknowledged);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ramp_ends_where_the_objective_breaks() {
    let node = TestNode::start().await;
    let mut options = options(&node, u64::MAX);
    options.objective = Duration::ZERO;
    options.plan = Plan::Ramp { start: 2, step: 2, each: Duration::from_millis(500) };
    let report = drive(&options).await.unwrap();
    assert_eq!((report.ended.as_str(), report.people_held), ("the objective is broken", 0), "{report}");
    assert_eq!(report.stages.len(), 1);
    assert!(report.checks.sound(), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_is_not_stored_and_one_that_is_stored_twice_are_found() {
    let node = TestNode::start().await;
    let api = Api::new(node.base(), false).unwrap();
    let size = Size { people: 1, per_team: 1, channels: 1 };
    let world = world::make(&api, ("admin", PASSWORD), "gone", &size).await.unwrap();
    let ledger = Ledger::new(size.people);
    let person = world.people.first().unwrap();
    let channel = world.teams[0].channels[0].clone();
    let write = async |message: String| {
        let body = serde_json::json!({"channel_id": channel, "message": message});
        id(&api.post(&person.token, "/posts", &body).await.unwrap()).unwrap()
    };
    let stamp = ledger.stamp();
    let kept = write(stamp.clone()).await;
    write(stamp).await;
    for post in [kept, "a".repeat(26)] {
        let sent = tokio::time::Instant::now();
        ledger.acknowledge(Acknowledged { post, team: 0, channel: channel.clone(), sent });
    }
    let verdict = check::fetched(&api, &world, &ledger).await.unwrap();
    assert_eq!((verdict.acknowledged, verdict.lost, verdict.copies), (2, 1, 1));
}

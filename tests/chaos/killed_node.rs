//! The death of a node under load.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use roost_testkit::ProcessNode;
use tokio::time::{Instant, sleep};

use crate::dice::seed;

use super::crowd::{Door, Return, Scale, Stage, faults, posts_of_log};

const CLUSTERED: &[(&str, &str)] = &[("MM_CLUSTERSETTINGS_ENABLE", "true")];

/// A proxy that asks every second notices by then.
const NOTICED: Duration = Duration::from_secs(2);

/// In hundredths of a percent.
fn share(part: usize, whole: usize) -> usize {
    10_000 * part / whole.max(1)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes of load: make chaos"]
async fn killing_one_of_three_nodes_loses_nothing_and_its_clients_go_on() {
    let (scale, seed, started) = (Scale::from_env(), seed(), Instant::now());
    println!("seed {seed}, {scale:?}");
    let (database, people) = Stage::set(scale, seed).await;
    let mut nodes = Vec::new();
    for _ in 0..3 {
        nodes.push(Some(ProcessNode::with(&database, CLUSTERED).await));
    }
    let door = |node: &Option<ProcessNode>| Door {
        base: node.as_ref().unwrap().base().to_owned(),
        open: Arc::new(AtomicBool::new(true)),
    };
    let stage = Arc::new(Stage {
        doors: nodes.iter().map(door).collect(),
        people,
        seed,
        going: AtomicBool::new(true),
        writing: AtomicBool::new(true),
        acknowledged: Mutex::default(),
        connected: AtomicUsize::new(0),
    });
    let mut listeners = tokio::task::JoinSet::new();
    for number in 0..scale.people {
        let stage = stage.clone();
        listeners.spawn(async move { (number, stage.listen(number).await) });
        // They arrive over some seconds.
        if number % 100 == 99 {
            sleep(Duration::from_millis(100)).await;
        }
    }
    let all = scale.people;
    stage.gather().await;
    println!("{:?}: everybody is connected", started.elapsed());
    let mut writers = tokio::task::JoinSet::new();
    writers.spawn({
        let stage = stage.clone();
        async move { stage.write(scale.posts_per_s).await }
    });
    sleep(Duration::from_secs(10)).await;

    let killed = Instant::now();
    drop(nodes[0].take());
    println!("{:?}: a node is killed", started.elapsed());
    sleep(NOTICED).await;
    stage.doors[0].open.store(false, SeqCst);
    sleep(Duration::from_secs(15)).await;
    stage.writing.store(false, SeqCst);
    writers.join_next().await.unwrap().unwrap();
    stage.gather().await;
    sleep(Duration::from_secs(3)).await;
    stage.going.store(false, SeqCst);
    let mut stories = Vec::new();
    while let Some(story) = listeners.join_next().await {
        stories.push(story.unwrap());
    }

    let log = posts_of_log(&database).await;
    let (mut bad, mut returns, mut heard): (BTreeMap<&str, usize>, Vec<Return>, usize) = Default::default();
    for (number, story) in &stories {
        for (fault, count) in faults(story, &stage.people[*number], &log) {
            *bad.entry(fault).or_default() += count;
        }
        returns.extend(&story.returns);
        heard += story.connections.iter().map(Vec::len).sum::<usize>();
    }
    let in_log: usize = log.values().map(Vec::len).sum();
    let acknowledged = stage.acknowledged.lock().unwrap();
    let ids: std::collections::HashSet<&String> = log.values().flatten().collect();
    let lost = acknowledged.iter().filter(|id| !ids.contains(id)).count();
    let hit: Vec<&Return> = returns.iter().filter(|back| back.from == 0 && back.lost >= killed).collect();
    let resumed = hit.iter().filter(|back| back.resumed).count();
    let mut times: Vec<Duration> = hit.iter().map(|back| back.back.duration_since(killed)).collect();
    times.sort();
    let at = |hundredth: usize| times.get(times.len() * hundredth / 100).or(times.last()).copied().unwrap_or_default();
    println!(
        "{:?}: {in_log} posts, {} acknowledged, {lost} of them lost, {heard} heard\n\
         {} sockets of the killed node: {} of 10,000 resumed; back after {:?} (half), {:?} (99 %), {:?} (all)\n\
         faults: {bad:?}",
        started.elapsed(),
        acknowledged.len(),
        hit.len(),
        share(resumed, hit.len()),
        at(50),
        at(99),
        times.last(),
    );
    assert_eq!((lost, in_log), (0, acknowledged.len()), "seed {seed}");
    assert!(bad.is_empty(), "seed {seed}: {bad:?}");
    assert_eq!(stories.len(), all);
}

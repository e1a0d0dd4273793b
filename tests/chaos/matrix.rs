//! The failure matrix: what may happen to a cluster, with everybody listening, and again with some of them writing.

use std::time::Duration;

use tokio::process::Command;
use tokio::time::sleep;

use super::play::{Cast, Load, NODES, Verdict, Wires, play};
use super::site::Site;

/// Sockets that a node of two shards closes in a second at most while it drains, with room for a machine that stutters.
const DRAINS_PER_S: usize = 200;

async fn single(load: Load, fault: impl AsyncFnOnce(&mut Cast)) -> Verdict {
    play(load, Site::single().await, Wires::Direct, fault).await
}

async fn seconds(count: u64) {
    sleep(Duration::from_secs(count)).await;
}

/// Its clients are back by the end.
async fn death(cast: &mut Cast) {
    cast.kill(0);
    seconds(15).await;
}

async fn a_killed_node(load: Load) {
    single(load, death).await.resumed(99);
}

async fn a_node_that_hangs(load: Load) {
    let hang = async |cast: &mut Cast| {
        cast.node(0).freeze();
        cast.say("node 0 hangs");
        cast.closed(0).await;
        cast.say("the proxy has noticed");
        seconds(8).await;
        assert_eq!(cast.fenced().await, 1, "it is declared dead");
        cast.node(0).thaw();
        cast.opened(0).await;
        cast.say("node 0 is back");
        seconds(5).await;
    };
    single(load, hang).await.resumed(99);
}

/// Pauses below what a death is told by.
async fn a_node_that_stutters(load: Load) {
    let stutter = async |cast: &mut Cast| {
        for _ in 0..10 {
            cast.node(0).freeze();
            sleep(Duration::from_millis(600)).await;
            cast.node(0).thaw();
            sleep(Duration::from_millis(900)).await;
        }
    };
    let verdict = single(load, stutter).await;
    verdict.undisturbed();
    assert_eq!(verdict.cast.fenced().await, 0, "nobody was declared dead");
}

async fn a_rolling_restart(load: Load) {
    let roll = async |cast: &mut Cast| {
        for node in 0..NODES {
            cast.terminate(node).await;
            cast.start(node).await;
        }
    };
    single(load, roll).await.resumed(99);
}

async fn a_node_killed_while_it_drains(load: Load) {
    let kill = async |cast: &mut Cast| {
        cast.node(0).signal("-TERM");
        cast.say("node 0 is to end");
        cast.closed(0).await;
        seconds(2).await;
        cast.kill(0);
        seconds(10).await;
    };
    single(load, kill).await.resumed(99);
}

/// Two dead at once, and one that has everything.
async fn two_killed_nodes(load: Load) {
    let kill = async |cast: &mut Cast| {
        cast.kill(0);
        cast.kill(1);
        seconds(15).await;
        cast.start(1).await;
    };
    single(load, kill).await;
}

async fn a_node_without_its_database(load: Load) {
    let part = async |cast: &mut Cast| {
        cast.site.way_of_first().stall();
        cast.say("node 0 has no answer from PostgreSQL");
        seconds(12).await;
        cast.site.way_of_first().mend();
        cast.say("it has again");
        seconds(5).await;
    };
    single(load, part).await;
}

/// The nodes have nothing but PostgreSQL between them, and then each other again.
async fn a_bus_that_is_cut(load: Load) {
    let cut = async |cast: &mut Cast| {
        for wire in &cast.wires {
            wire.cut();
        }
        cast.say("the bus is cut");
        seconds(10).await;
        for wire in &cast.wires {
            wire.mend();
        }
        cast.say("and mended");
        seconds(5).await;
    };
    let verdict = play(load, Site::single().await, Wires::Proxied, cut).await;
    verdict.undisturbed();
    assert_eq!(verdict.cast.fenced().await, 0, "nobody was declared dead");
}

/// Gossip misses datagrams, and the bus hears late what was lost on its way.
async fn a_network_that_loses_packets(load: Load) {
    let lose = async |cast: &mut Cast| {
        for percent in [5, 15, 30] {
            cast.lose(percent);
            seconds(10).await;
        }
        cast.lose(0);
        seconds(5).await;
    };
    let verdict = play(load, Site::single().await, Wires::Lossy, lose).await;
    verdict.undisturbed();
    assert_eq!(verdict.cast.fenced().await, 0, "nobody was declared dead");
}

/// Suspicion comes from the bus alone then, and everything else must hold as it does with gossip.
async fn a_killed_node_without_gossip(load: Load) {
    play(load, Site::single().await, Wires::Proxied, death).await.resumed(99);
}

async fn a_primary_that_dies(load: Load) {
    let fail = async |cast: &mut Cast| {
        cast.site.servers().kill().await;
        cast.say("the primary is dead");
        seconds(1).await;
        cast.site.servers().promote().await;
        cast.say("the standby has taken its place");
        seconds(10).await;
    };
    let verdict = play(load, Site::pair().await, Wires::Direct, fail).await;
    verdict.undisturbed();
    assert_eq!(verdict.cast.fenced().await, 0, "nobody was declared dead");
}

/// PostgreSQL has no room. Who writes waits, nobody loses a socket, and once there is room everything goes on.
async fn a_full_disk(load: Load) {
    let fill = async |cast: &mut Cast| {
        cast.site.disk().fill().await;
        cast.say("the disk of the database is full");
        seconds(15).await;
        if load == Load::Posts {
            assert!(cast.site.disk().log().contains("No space left on device"), "it made no difference");
        }
        cast.site.disk().free().await;
        cast.say("there is room again");
        seconds(10).await;
    };
    let verdict = play(load, Site::small().await, Wires::Direct, fill).await;
    verdict.undisturbed();
    assert_eq!(verdict.cast.fenced().await, 0, "nobody was declared dead");
}

/// A node that is told to go lets its sockets go by and by, and cuts none.
async fn a_node_that_drains(load: Load) {
    let drain = async |cast: &mut Cast| cast.terminate(0).await;
    let verdict = single(load, drain).await;
    verdict.resumed(99);
    verdict.told_and_no_faster_than(DRAINS_PER_S);
}

/// What people read is not as old as the replica.
async fn a_replica_that_is_behind(load: Load) {
    let lag = async |cast: &mut Cast| {
        cast.site.servers().delay(10_000).await;
        cast.say("the replica is 10 s behind");
        for _ in 0..40 {
            cast.stage.reads_what_it_wrote().await;
            sleep(Duration::from_millis(250)).await;
        }
    };
    let verdict = play(load, Site::replicated().await, Wires::Direct, lag).await;
    verdict.undisturbed();
    assert_eq!(verdict.cast.fenced().await, 0, "nobody was declared dead");
}

async fn a_dump(load: Load) {
    let dump = async |cast: &mut Cast| {
        for _ in 0..5 {
            let done = Command::new("pg_dump").args(["--dbname", &cast.site.dsn(1), "--file", "/dev/null"]).status();
            assert!(done.await.unwrap().success());
        }
        cast.say("dumped five times");
    };
    single(load, dump).await.undisturbed();
}

macro_rules! rows {
    ($($row:ident),* $(,)?) => {
        $(mod $row {
            use super::super::play::Load;

            #[tokio::test(flavor = "multi_thread")]
            #[ignore = "a minute: make chaos"]
            async fn idle() {
                super::$row(Load::Idle).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            #[ignore = "a minute: make chaos"]
            async fn under_load() {
                super::$row(Load::Posts).await;
            }
        })*
    };
}

rows!(
    a_killed_node,
    a_node_that_hangs,
    a_node_that_stutters,
    a_rolling_restart,
    a_node_killed_while_it_drains,
    two_killed_nodes,
    a_node_without_its_database,
    a_bus_that_is_cut,
    a_network_that_loses_packets,
    a_killed_node_without_gossip,
    a_node_that_drains,
    a_replica_that_is_behind,
    a_primary_that_dies,
    a_full_disk,
    a_dump,
);

//! Profiles of a running node.

use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use flate2::read::GzDecoder;
use reqwest::{Client, StatusCode};
use roost_server::pprof::Profile;

use roost_testkit::{Launch, ProcessNode, TestDatabase, TestNode, Tuning};

/// A node that tells metrics, and where.
async fn launched(database: &TestDatabase, more: &[(&'static str, &'static str)]) -> (ProcessNode, String) {
    let free = |listener: TcpListener| listener.local_addr().unwrap();
    let metrics = free(TcpListener::bind("127.0.0.1:0").unwrap()).to_string();
    let own = [
        ("MM_METRICSSETTINGS_ENABLE", "true"),
        ("ROOST_METRICS_LISTEN", metrics.as_str()),
        ("ROOST_PROFILING", "true"),
    ];
    let settings = own.iter().chain(more).map(|(key, value)| (*key, (*value).to_owned())).collect();
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let node = ProcessNode::launch(Launch { dsn: database.dsn(), listen: any, bus: any, health: any, settings }).await;
    (node, format!("http://{metrics}/debug/pprof"))
}

async fn profile(url: String) -> Profile {
    let answer = reqwest::get(url).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let mut bytes = Vec::new();
    GzDecoder::new(answer.bytes().await.unwrap().as_ref()).read_to_end(&mut bytes).unwrap();
    prost::Message::decode(bytes.as_slice()).unwrap()
}

/// Names of the functions in a profile; everything that it refers to is there.
fn functions(profile: &Profile) -> Vec<&str> {
    for sample in &profile.sample {
        assert_eq!(sample.value.len(), profile.sample_type.len());
        assert!(sample.location_id.iter().all(|id| profile.location.iter().any(|location| location.id == *id)));
    }
    let text = |number: i64| profile.string_table[usize::try_from(number).unwrap()].as_str();
    profile.function.iter().map(|function| text(function.name)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_shows_where_its_time_and_its_memory_go() {
    let database = TestDatabase::migrated().await;
    let (node, base) = launched(&database, &[("_RJEM_MALLOC_CONF", "prof:true,lg_prof_sample:14")]).await;
    let ping = format!("{}/api/v4/system/ping", node.base());
    let client = Client::new();
    let busy = async {
        loop {
            assert_eq!(client.get(&ping).send().await.unwrap().status(), StatusCode::OK);
        }
    };
    let cpu = tokio::select! {
        profile = profile(format!("{base}/profile?seconds=1")) => profile,
        () = busy => unreachable!("it goes on until there is a profile"),
    };
    let total: i64 = cpu.sample.iter().map(|sample| sample.value[1]).sum();
    assert!(total > 0 && cpu.duration_nanos > 900_000_000, "{total} ns of CPU in {} ns", cpu.duration_nanos);
    assert!(functions(&cpu).iter().any(|name| name.contains("roost_")), "{:?}", functions(&cpu));

    let heap = profile(format!("{base}/heap")).await;
    assert!(heap.sample.iter().map(|sample| sample.value[0]).sum::<i64>() > 100_000);
    assert!(functions(&heap).iter().any(|name| name.contains("roost_")), "{:?}", functions(&heap));
}

#[tokio::test(flavor = "multi_thread")]
async fn profiles_are_off_until_the_operator_asks_for_them_and_say_what_they_lack() {
    let metrics = Tuning::default().with("MM_METRICSSETTINGS_ENABLE", "true");
    let node = TestNode::tuned(metrics.with("MM_METRICSSETTINGS_LISTENADDRESS", "127.0.0.1:0")).await;
    let address = node.metrics_address().unwrap();
    for path in ["profile", "heap"] {
        let answer = reqwest::get(format!("http://{address}/debug/pprof/{path}")).await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }

    let (_asked, base) = launched(&node.database, &[]).await;
    let status = async |path: &str| reqwest::get(format!("{base}/{path}")).await.unwrap().status();
    assert_eq!(status("heap").await, StatusCode::CONFLICT);
    assert_eq!(status("profile?seconds=forever").await, StatusCode::BAD_REQUEST);
    let (one, other) = tokio::join!(status("profile?seconds=1"), status("profile?seconds=1"));
    let mut both = [one, other];
    both.sort();
    assert_eq!(both, [StatusCode::OK, StatusCode::TOO_MANY_REQUESTS]);
}

#![expect(clippy::float_cmp, reason = "counts are whole numbers")]

use std::collections::HashMap;
use std::time::Duration;

use crate::{Metrics, Sample};

fn sample() -> Sample {
    Sample {
        caches: vec![("users", [7, 3, 2, 1])],
        sockets: vec![("web", 5)],
        socket_counts: vec![("resumed", 4)],
        events_queued: 9,
        replica_connections: 3,
        replica_reads: vec![("replica", 6), ("behind", 1)],
        log_applied: 12,
        log_lost: vec![("collector".to_owned(), 5)],
        peers: 2,
        peers_linked: 1,
        bus_frames: 5,
        bus_messages: vec![("record", 7)],
        hubs: vec![(0, 1), (4, 2)],
        gossip_frames: vec![("sent", 8)],
        gossip_refused: vec![("forged", 2)],
        gossip_suspected: 3,
        gossip_restarts: 1,
        gossip_members: vec![("alive", 2), ("suspect", 0)],
        gossip_skew: Duration::from_millis(14),
        ..Sample::default()
    }
}

fn value(text: &str, series: &str) -> f64 {
    let line = text.lines().find(|line| line.strip_prefix(series).is_some_and(|rest| rest.starts_with(' ')));
    line.and_then(|line| line.rsplit(' ').next()?.parse().ok()).unwrap_or_else(|| panic!("no {series} in\n{text}"))
}

#[test]
fn names_and_kinds_are_those_of_the_original_or_ours() {
    let known = include_str!("../../../facts/api/metrics.json");
    let known: Vec<serde_json::Value> = serde_json::from_str(known).unwrap();
    let known: HashMap<&str, &str> =
        known.iter().map(|one| (one["name"].as_str().unwrap(), one["kind"].as_str().unwrap())).collect();
    let metrics = Metrics::new(1.0);
    metrics.answered("/api/v4/users/me", "GET", 200, "web", Duration::from_millis(2));
    for line in metrics.scrape(&sample()).unwrap().lines() {
        let Some(rest) = line.strip_prefix("# TYPE ") else { continue };
        let (name, kind) = rest.split_once(' ').unwrap();
        // The exporters of both languages agree on these.
        if name.starts_with("roost_") || name.starts_with("mattermost_process_") {
            continue;
        }
        assert_eq!(known.get(name), Some(&kind), "{name}");
    }
}

#[test]
fn what_happened_is_told() {
    let metrics = Metrics::new(1.5);
    metrics.answered("/api/v4/users/{user_id}", "GET", 404, "mobile", Duration::from_millis(20));
    metrics.answered("", "BREW", 404, "unknown", Duration::from_millis(1));
    metrics.posts.inc();
    metrics.etag("/api/v4/channels", true);
    let text = metrics.scrape(&sample()).unwrap();
    assert_eq!(value(&text, "mattermost_http_requests_total"), 2.0);
    assert_eq!(value(&text, "mattermost_http_errors_total"), 2.0);
    let labels = r#"handler="/api/v4/users/{user_id}",method="GET",origin_client="mobile",status_code="404""#;
    assert_eq!(value(&text, &format!("mattermost_api_time_count{{{labels}}}")), 1.0);
    assert_eq!(value(&text, &format!(r#"mattermost_api_time_bucket{{{labels},le="0.025"}}"#)), 1.0);
    assert_eq!(value(&text, &format!(r#"mattermost_api_time_bucket{{{labels},le="0.01"}}"#)), 0.0);
    assert!(!text.contains("BREW"), "a word of a client becomes no label");
    assert_eq!(value(&text, "mattermost_post_total"), 1.0);
    assert_eq!(value(&text, r#"mattermost_cache_etag_hit_total{route="/api/v4/channels"}"#), 1.0);
    assert_eq!(value(&text, "mattermost_system_server_start_time"), 1.5);
}

#[test]
fn a_job_is_active_until_it_is_let_go() {
    let metrics = Metrics::new(0.0);
    let jobs = || value(&metrics.scrape(&Sample::default()).unwrap(), r#"mattermost_jobs_active{type="export_users"}"#);
    let one = metrics.job_active("export_users");
    let other = metrics.job_active("export_users");
    assert_eq!(jobs(), 2.0);
    drop(one);
    assert_eq!(jobs(), 1.0);
    drop(other);
    assert_eq!(jobs(), 0.0);
}

#[test]
fn apps_that_are_gone_are_told_no_more() {
    let metrics = Metrics::new(0.0);
    metrics.mobile_sessions([(["2.30.0", "ios", "false"], 3)].into_iter());
    metrics.mobile_sessions([(["2.31.0", "android", ""], 1)].into_iter());
    let text = metrics.scrape(&Sample::default()).unwrap();
    let labels = r#"notifications_disabled="",platform="android",version="2.31.0""#;
    assert_eq!(value(&text, &format!("mattermost_mobileapp_mobile_session_metadata{{{labels}}}")), 1.0);
    assert!(!text.contains("2.30.0"));
}

#[test]
fn counts_that_others_keep_are_told_as_they_are_however_often_one_asks() {
    let metrics = Metrics::new(0.0);
    metrics.scrape(&sample()).unwrap();
    let text = metrics.scrape(&sample()).unwrap();
    assert_eq!(value(&text, r#"mattermost_cache_mem_hit_total{name="users"}"#), 7.0);
    assert_eq!(value(&text, r#"mattermost_cache_mem_invalidation_total{name="users"}"#), 2.0);
    assert_eq!(value(&text, r#"roost_websocket_total{what="resumed"}"#), 4.0);
    assert_eq!(value(&text, r#"mattermost_http_websockets_total{origin_client="web"}"#), 5.0);
    assert_eq!(value(&text, "mattermost_websocket_broadcasts_total"), 9.0);
    assert_eq!(value(&text, "roost_log_applied"), 12.0);
    assert_eq!(value(&text, r#"roost_log_target_dropped_total{target="collector"}"#), 5.0);
    assert_eq!(value(&text, "mattermost_db_read_replica_connections_total"), 3.0);
    assert_eq!(value(&text, r#"roost_replica_reads_total{outcome="replica"}"#), 6.0);
    assert_eq!(value(&text, r#"roost_gossip_frames_total{what="sent"}"#), 8.0);
    assert_eq!(value(&text, r#"roost_gossip_refused_total{why="forged"}"#), 2.0);
    assert_eq!(value(&text, "roost_gossip_suspected_total"), 3.0);
    assert_eq!(value(&text, "roost_gossip_restarts_total"), 1.0);
    assert_eq!(value(&text, r#"roost_gossip_members{state="alive"}"#), 2.0);
    assert_eq!(value(&text, "roost_gossip_skew_seconds"), 0.014);
    assert_eq!(value(&text, "mattermost_cluster_cluster_health_score"), 1.0);
    assert_eq!(value(&text, "mattermost_cluster_cluster_requests_total"), 5.0);
    assert_eq!(value(&text, r#"mattermost_cluster_cluster_event_type_totals{name="record"}"#), 7.0);
    assert_eq!(value(&text, r#"mattermost_websocket_broadcast_buffer_size{hub="1"}"#), 4.0);
    assert_eq!(value(&text, r#"mattermost_websocket_broadcast_buffer_users_registered{hub="1"}"#), 2.0);
}

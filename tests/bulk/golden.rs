//! The recorded file: what is there afterwards, what its users see, and that a second load changes nothing.

use roost_app::bulk::Kind;
use roost_testkit::{TestNode, Tuning};

use super::{Load, golden, golden_json, replay_expected};

/// The rows that the recording counts, as SQL.
const ROWS: &[(&str, &str)] = &[
    ("teams", "teams"),
    ("channels_open_private", "channels where type in ('O', 'P')"),
    ("channels_direct", "channels where type = 'D'"),
    ("channels_group", "channels where type = 'G'"),
    ("users_deactivated", "users where deleteat > 0"),
    ("teammembers", "teammembers"),
    ("channelmembers", "channelmembers"),
    ("posts", "posts"),
    ("posts_root", "posts where rootid = ''"),
    ("posts_replies", "posts where rootid <> ''"),
    ("posts_system", "posts where type like 'system%'"),
    ("posts_pinned", "posts where ispinned"),
    ("posts_edited", "posts where editat > 0"),
    ("reactions", "reactions"),
    ("threads", "threads"),
    ("threadmemberships", "threadmemberships"),
    ("sidebarcategories", "sidebarcategories"),
    ("sidebarchannels", "sidebarchannels"),
    ("flagged", "preferences where category = 'flagged_post'"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_recorded_file_makes_the_recorded_rows_and_a_second_load_changes_nothing() {
    let node = TestNode::tuned(Tuning::default()).await;
    let before = node.sign_up("admin").await;
    let load = Load::on(node.database.clone());
    // The archive stands unpacked beside its data in the facts.
    let path = golden("bulk/import.jsonl.gz");
    assert_eq!(load.validate(&path).await.count, 0);

    // A name that this node remembers as unknown, and a user whom it has not seen.
    assert_eq!(before.get("/api/v4/users/username/bulkuser010").await.status, 404);
    let report = load.load(&path).await.unwrap();
    assert_eq!(before.get("/api/v4/users/username/bulkuser010").await.status, 200);

    let expected = golden_json("bulk/expected.json");
    for (name, rows) in ROWS {
        let count = load.number(&format!("select count(*) from {rows}")).await;
        assert_eq!(count, expected["rows_after"][name].as_i64().unwrap(), "{name}");
    }
    assert_eq!(load.number("select count(*) from users").await, 302);
    // The recording has an uploaded archive besides.
    assert_eq!(load.number("select count(*) from fileinfo").await, 8);
    let counted = load.number("select sum(totalmsgcount)::bigint from channels").await;
    assert_eq!(counted, expected["rows_after"]["channels_total_msg_sum"].as_i64().unwrap());
    assert_eq!(report.lines, expected["file"]["lines"].as_u64().unwrap());
    assert_eq!(report.of(Kind::Reaction).written, expected["file"]["reactions"].as_u64().unwrap());
    assert_eq!(report.of(Kind::Attachment).written, expected["file"]["attachments"].as_u64().unwrap());

    let digest = load.database.digest().await;
    let again = load.load(&path).await.unwrap();
    assert_eq!(load.database.digest().await, digest);
    assert_eq!(again.written_total(), 0, "{again:#?}");

    replay_expected(&node, &[]).await;
}

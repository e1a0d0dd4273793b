//! Work beside the requests.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use roost_app::jobs::Timings;
use roost_store::connect::{PoolOptions, pool};
use roost_store::jobs::{job_claim, job_finish, job_touch};
use roost_testkit::{AheadClock, Client, TestDatabase, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::{id, ids};

const DAY_S: i64 = 24 * 3_600;

async fn row(database: &TestDatabase, name: char, kind: &str, status: &str, last_activity_at: i64) -> Value {
    let id = name.to_string().repeat(26);
    let sql = "insert into jobs (id, type, priority, createat, startat, lastactivityat, status, progress, data) \
        values ($1, $2, 0, 1, 1, $3, $4, 0, null)";
    database.client().await.execute(sql, &[&id, &kind, &last_activity_at, &status]).await.unwrap();
    json!({ "id": id })
}

fn path(job: &Value, rest: &str) -> String {
    format!("/api/v4/jobs/{}{rest}", id(job))
}

async fn status(client: &Client, job: &Value) -> String {
    client.get(&path(job, "")).await.body["status"].as_str().unwrap_or_default().to_owned()
}

async fn done(client: &Client, job: &Value) {
    client.wait_until("the job is done", async |client| status(client, job).await == "success").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn old_exports_are_deleted_and_others_stay() {
    let clock = Arc::new(AheadClock::default());
    let node = TestNode::tuned(Tuning { clock: clock.clone(), ..Tuning::default() }).await;
    let admin = node.sign_up("admin").await;
    node.put_file("export/old.zip", b"old");
    node.put_file("export/deep/older.zip", b"older");
    node.put_file("other/old.zip", b"other");
    let exports = || node.files().iter().filter(|name| name.contains(".zip")).count();
    let job = admin.post("/api/v4/jobs", json!({"type": "export_delete"})).await;
    assert_eq!((job.status, &job.body["status"], &job.body["start_at"]), (201, &json!("pending"), &json!(0)));
    done(&admin, &job.body).await;
    assert_eq!(exports(), 3, "nothing is that old");

    clock.advance(31 * DAY_S);
    let admin = node.log_in("admin").await;
    let job = admin.post("/api/v4/jobs", json!({"type": "export_delete"})).await.body;
    done(&admin, &job).await;
    assert_eq!(exports(), 1);
    let seen = admin.get(&path(&job, "")).await.body;
    assert_eq!((&seen["progress"], &seen["data"]), (&json!(100), &json!(null)));
    assert!(seen["start_at"].as_i64() >= seen["create_at"].as_i64());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_one_nodes_until_that_is_taken_for_dead() {
    let database = TestDatabase::migrated().await;
    for name in 'a'..='j' {
        row(&database, name, "export_delete", "pending", 0).await;
    }
    row(&database, 'z', "migrations", "pending", 0).await;
    let db = pool(&PoolOptions::new(&database.dsn(), 12)).unwrap();
    let claims = join_all((0..12).map(|_| job_claim(&db, &["export_delete"], 100, 50))).await;
    let claimed: Vec<_> = claims.into_iter().filter_map(|claim| claim.unwrap()).collect();
    let mut names: Vec<&str> = claimed.iter().map(|job| job.id.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!((claimed.len(), names.len()), (10, 10), "each once, and none of another kind");

    // One says that it is at work, the others have not been heard of for a while.
    assert!(job_touch(&db, &claimed[0], 200, 10).await.unwrap());
    let again = join_all((0..12).map(|_| job_claim(&db, &["export_delete"], 300, 150))).await;
    let again: Vec<_> = again.into_iter().filter_map(|claim| claim.unwrap()).collect();
    assert_eq!(again.len(), 9);
    assert!(again.iter().all(|job| job.id != claimed[0].id));
    // Who lost a job to another node has no say in it any more.
    assert!(!job_touch(&db, &claimed[1], 400, 20).await.unwrap());
    assert!(!job_finish(&db, &claimed[1], "success", 100, 400, &json!({})).await.unwrap());
    assert!(job_finish(&db, &claimed[0], "error", 10, 400, &json!({"error": "out of paper"})).await.unwrap());
    let sql = "select status, data ->> 'error' from jobs where id = $1";
    let ended = database.client().await.query_one(sql, &[&claimed[0].id.as_str()]).await.unwrap();
    assert_eq!((ended.get::<_, &str>(0), ended.get::<_, &str>(1)), ("error", "out of paper"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_waits_or_goes_on_can_be_ended() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let waits = row(&node.database, 'a', "migrations", "pending", 1).await;
    let works = row(&node.database, 'b', "migrations", "in_progress", 1).await;
    assert_eq!(admin.post(&path(&waits, "/cancel"), json!({})).await.status, 200);
    assert_eq!(admin.post(&path(&works, "/cancel"), json!({})).await.status, 200);
    assert_eq!(
        (status(&admin, &waits).await, status(&admin, &works).await),
        ("canceled".into(), "cancel_requested".into())
    );
    let again = admin.post(&path(&waits, "/cancel"), json!({})).await;
    assert_eq!(again.error_id(), "jobs.request_cancellation.status.error");
    let set = async |job: &Value, body: Value| admin.call("PATCH", &path(job, "/status"), Some(body)).await;
    for (job, body, expected) in [
        (&works, json!({"status": "pending"}), 400),
        (&works, json!({"status": "success"}), 400),
        (&works, json!({"status": "success", "force": true}), 400),
        (&works, json!({"status": "canceled"}), 200),
        (&works, json!({"status": "pending"}), 400),
        (&works, json!({"status": "pending", "force": true}), 200),
        (&works, json!({}), 400),
    ] {
        assert_eq!(set(job, body.clone()).await.status, expected, "{body}");
    }
    assert_eq!(status(&admin, &works).await, "pending");
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_are_for_those_who_may_manage_them() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let (first, second) = (
        row(&node.database, 'a', "migrations", "error", 1).await,
        row(&node.database, 'b', "plugins", "success", 1).await,
    );
    let before = node.digest().await;
    let refused = [
        person.post("/api/v4/jobs", json!({"type": "export_delete"})).await,
        person.get("/api/v4/jobs").await,
        person.get("/api/v4/jobs?job_type=migrations").await,
        person.get("/api/v4/jobs/type/migrations").await,
        person.get(&path(&first, "")).await,
        person.post(&path(&first, "/cancel"), json!({})).await,
        person.call("PATCH", &path(&first, "/status"), Some(json!({"status": "pending"}))).await,
    ];
    assert_eq!(refused.map(|reply| reply.status), [403; 7]);
    for (body, error) in [
        (json!({"type": "bogus"}), "api.job.unable_to_create_job.incorrect_job_type"),
        (json!({"type": "elasticsearch_post_indexing"}), "api.job.unable_to_create_job.incorrect_job_type"),
        (json!({"type": "export_delete", "data": {"a": 1}}), "api.context.invalid_body_param.app_error"),
    ] {
        let refused = admin.post("/api/v4/jobs", body.clone()).await;
        assert_eq!((refused.status, refused.error_id()), (400, error), "{body}");
    }
    assert_eq!(node.digest().await, before);
    assert_eq!(ids(&admin.get("/api/v4/jobs?status=error").await.body), [id(&first)]);
    assert_eq!(ids(&admin.get("/api/v4/jobs?job_type=plugins").await.body), [id(&second)]);
    assert_eq!(ids(&admin.get("/api/v4/jobs/type/plugins?per_page=1").await.body), [id(&second)]);
    // The third is of a migration that a new database does not need.
    assert_eq!(admin.get("/api/v4/jobs?page=1&per_page=3").await.body, json!([]));
    assert_eq!(admin.get("/api/v4/jobs?job_type=bogus").await.error_id(), "api.job.retrieve.nopermissions");
    assert_eq!(admin.get(&path(&first, "/download")).await.status, 501);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_work_of_a_dead_node_is_done_by_another() {
    let timings = Timings { poll: Duration::from_millis(20), ..Timings::default() };
    let database = Arc::new(TestDatabase::migrated().await);
    let left = row(&database, 'a', "export_delete", "in_progress", 1).await;
    let node = TestNode::on(database, Tuning { job_timings: timings, ..Tuning::default() }).await;
    let admin = node.sign_up("admin").await;
    done(&admin, &left).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_work_of_a_day_is_made_once_however_many_nodes_look() {
    let clock = Arc::new(AheadClock::default());
    let database = Arc::new(TestDatabase::migrated().await);
    let start = async || {
        let job_timings = Timings { poll: Duration::from_millis(20), ..Timings::default() };
        TestNode::on(database.clone(), Tuning { job_timings, clock: clock.clone(), ..Tuning::default() }).await
    };
    let (node, _other) = (start().await, start().await);
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    let written = async |admin: &Client| admin.get("/api/v4/reports/users").await.body[0]["total_posts"].clone();
    admin.new_post(&channel, "counted later").await;
    assert_eq!(written(&admin).await, json!(null));
    let made =
        async |admin: &Client, kind: &str| ids(&admin.get(&format!("/api/v4/jobs/type/{kind}")).await.body).len();
    for days in 1..=3 {
        clock.advance(DAY_S);
        for kind in ["extract_content", "export_delete", "import_delete"] {
            admin.wait_until("the work of the day is there", async |admin| made(admin, kind).await >= days).await;
        }
        for kind in ["extract_content", "export_delete", "import_delete"] {
            assert_eq!(made(&admin, kind).await, days, "{kind}");
        }
    }
    admin.wait_until("statistics are counted anew", async |admin| written(admin).await.as_i64() > Some(0)).await;
    let read = admin.get("/api/v4/jobs/type/extract_content?per_page=1").await.body;
    let from: i64 = read[0]["data"]["from"].as_str().unwrap().parse().unwrap();
    let made_s = read[0]["create_at"].as_i64().unwrap() / 1_000;
    assert!((0..2 * DAY_S).contains(&(made_s - from)), "{read}");
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_that_ended_long_ago_are_forgotten_where_the_settings_say_when() {
    let job_timings = Timings { poll: Duration::from_millis(20), ..Timings::default() };
    let clock = Arc::new(AheadClock::default());
    let tuning = Tuning { job_timings, clock: clock.clone(), ..Tuning::default() };
    let node = TestNode::tuned(tuning.with("MM_JOBSETTINGS_CLEANUPJOBSTHRESHOLDDAYS", "10")).await;
    node.sign_up("admin").await;
    let database = node.database.client().await;
    let sql = "insert into jobs (id, type, priority, createat, startat, lastactivityat, status, progress) \
        select rpad(status || days, 26, 'j'), 'mlevel', 0, $1 - days * 86400000::int8, 1, 1, status, 0 \
        from unnest(array['success', 'error', 'canceled', 'pending']) status, unnest(array[1, 5, 15, 40]) days";
    let now_ms: i64 = database.query_one("select (extract(epoch from now()) * 1000)::int8", &[]).await.unwrap().get(0);
    database.execute(sql, &[&now_ms]).await.unwrap();
    let left = async || -> i64 {
        let sql = "select count(*) from jobs where type = 'mlevel'";
        database.query_one(sql, &[]).await.unwrap().get(0)
    };
    // The node has looked today already.
    clock.advance(DAY_S + 1);
    let admin = node.log_in("admin").await;
    admin.wait_until("old jobs are gone", async |_| left().await == 10).await;
    let sql = "select count(*) from jobs where type = 'mlevel' and status = 'pending'";
    assert_eq!(database.query_one(sql, &[]).await.unwrap().get::<_, i64>(0), 4, "what waits is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn results_of_compliance_exports_of_another_server_can_be_downloaded() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let job = row(&node.database, 'm', "message_export", "success", 1).await;
    let other = row(&node.database, 'o', "export_process", "success", 1).await;
    let off = admin.get(&path(&job, "/download")).await;
    assert_eq!((off.status, off.error_id()), (501, "app.job.download_export_results_not_enabled"));
    let on = json!({"MessageExportSettings": {"DownloadExportResults": true}});
    assert_eq!(admin.put("/api/v4/config/patch", on).await.status, 200);
    let database = node.database.client().await;
    let data = async |data: Value| {
        database.execute("update jobs set data = $2 where id = $1", &[&id(&job), &data]).await.unwrap();
    };
    let download = async || admin.get(&path(&job, "/download")).await;
    assert_eq!(download().await.error_id(), "api.job.unable_to_download_job");
    data(json!({"is_downloadable": "true", "export_dir": "export/run-1"})).await;
    assert_eq!(download().await.error_id(), "api.file.zip_file_reader.app_error", "the files are gone");
    node.put_file("export/run-1/batch001.zip", b"one");
    node.put_file("export/run-1/deep/warnings.txt", b"two");
    node.put_file("export/run-10/other.zip", b"other");
    let got = download().await;
    assert_eq!((got.status, got.header("content-type")), (200, "application/zip"));
    assert!(got.header("content-disposition").contains(&format!("{}.zip", id(&job))));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(got.bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names, ["batch001.zip", "deep/warnings.txt"]);
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("deep/warnings.txt").unwrap(), &mut text).unwrap();
    assert_eq!(text, "two");

    assert_eq!(person.get(&path(&job, "/download")).await.status, 403);
    let wrong = admin.get(&path(&other, "/download")).await;
    assert_eq!((wrong.status, wrong.error_id()), (400, "api.job.unable_to_download_job.incorrect_job_type"));
}

//! Jobs on several nodes.

use std::time::Duration;

use roost_app::jobs::Timings;
use roost_testkit::{TestCluster, Tuning, wait_until};

#[tokio::test(flavor = "multi_thread")]
async fn jobs_that_nobody_was_told_of_are_found_by_the_nodes() {
    let job_timings = Timings { poll: Duration::from_millis(20), ..Timings::default() };
    let cluster = TestCluster::tuned(2, Tuning { job_timings, ..Tuning::default() }).await;
    let database = cluster.database.client().await;
    let sql = "insert into jobs (id, type, priority, createat, startat, lastactivityat, status, progress) \
        select lpad(n::text, 26, 'j'), 'import_delete', 0, n, 0, 0, 'pending', 0 from generate_series(1, 20) n";
    database.batch_execute(sql).await.unwrap();
    wait_until("all jobs are done", async || {
        let sql = "select count(*) from jobs where id like '%jjjj%' and status = 'success' and progress = 100 and startat > 0";
        database.query_one(sql, &[]).await.unwrap().get::<_, i64>(0) == 20
    })
    .await;
}

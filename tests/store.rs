//! The registry of statements against the migrated schema.

use roost_store::StoreError;
use roost_store::connect::{self, PoolOptions};
use roost_testkit::TestDatabase;
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_prepares_on_the_migrated_schema() {
    let database = TestDatabase::migrated().await;
    let client = database.client().await;
    let all = roost_store::statement::all();
    assert!(all.len() > 100, "only {} statements are registered", all.len());
    for statement in all {
        let prepared = client.prepare(statement.sql).await;
        assert!(prepared.is_ok(), "{}: {:?}", statement.name, prepared.err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_shape_of_a_built_statement_prepares_too() {
    let database = TestDatabase::migrated().await;
    let client = database.client().await;
    let shapes = roost_store::statement::shapes();
    assert!(shapes.len() > 50, "only {} shapes", shapes.len());
    for sql in shapes {
        let prepared = client.prepare(&sql).await;
        assert!(prepared.is_ok(), "{sql}: {:?}", prepared.err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_loses_two_numbers_to_readers_is_not_written_and_may_be_tried_again() {
    let database = TestDatabase::migrated().await;
    let db = connect::pool(&PoolOptions::new(&database.dsn(), 1)).unwrap();
    let client = database.client().await;
    let close_two = "insert into roost.log (g, void) select next + n, true \
        from (select nextval('roost.log_g') next) taken, generate_series(1, 2) n";
    client.batch_execute(close_two).await.unwrap();
    let next: i64 = client.query_one("select last_value + 3 from roost.log_g", &[]).await.unwrap().get(0);
    let refused = db.begin().await.unwrap().commit(1, b"record").await;
    assert!(matches!(refused, Err(StoreError::Retryable(_))), "{refused:?}");
    let written = db.begin().await.unwrap().commit(1, b"record").await.unwrap();
    assert_eq!(written.g, next);
    let kept: i64 = client.query_one("select count(*) from roost.log where not void", &[]).await.unwrap().get(0);
    assert_eq!(kept, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_has_a_name_of_its_own() {
    let mut names: Vec<&str> = roost_store::statement::all().iter().map(|statement| statement.name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

/// Nodes of a plan that read posts: how, and how many rows.
fn reads_of_posts(plan: &Value, found: &mut Vec<(String, f64)>) {
    if plan["Relation Name"] == "posts" {
        let removed = plan["Rows Removed by Filter"].as_f64().unwrap_or(0.0);
        let rows = (plan["Actual Rows"].as_f64().unwrap() + removed) * plan["Actual Loops"].as_f64().unwrap();
        found.push((plan["Node Type"].as_str().unwrap().to_owned(), rows));
    }
    for below in plan["Plans"].as_array().into_iter().flatten() {
        reads_of_posts(below, found);
    }
}

/// Entries that a plan reads of indexes to find rows by later.
fn entries_read(plan: &Value) -> f64 {
    let own = match plan["Node Type"].as_str().unwrap() {
        "Bitmap Index Scan" => plan["Actual Rows"].as_f64().unwrap() * plan["Actual Loops"].as_f64().unwrap(),
        _ => 0.0,
    };
    own + plan["Plans"].as_array().into_iter().flatten().map(entries_read).sum::<f64>()
}

/// Posts from a number on, up to another one.
const SOME_POSTS: &str = "
insert into posts (id, createat, updateat, editat, deleteat, ispinned, userid, channelid, rootid, originalid, message, type,
    props, hashtags, filenames, fileids, hasreactions)
select lpad(n::text, 26, 'p'), n, n, 0, 0, false, lpad('', 26, 'u'),
    case when n > 17000 then lpad('', 26, 'c') when n <= 2000 then lpad('', 26, 'b') else lpad((n / 64)::text, 26, 'd') end,
    '', '', 'word ' || n || repeat(' and more', 20), '', '{}', '', '[]', '[]', false
from generate_series($1::int, $2::int) n";

/// A channel that is common and has gone quiet (b), many as small as a page, and one that came after the statistics (c).
async fn crowd(client: &tokio_postgres::Client) {
    client.batch_execute("alter table posts set (autovacuum_enabled = off)").await.unwrap();
    client.execute(SOME_POSTS, &[&1_i32, &17_000_i32]).await.unwrap();
    client.batch_execute("analyze posts").await.unwrap();
    client.execute(SOME_POSTS, &[&17_001_i32, &20_000_i32]).await.unwrap();
}

/// Statements that take the newest or the next of a channel, with their values: each reads about as much as it gives,
/// whatever the planner believes. `%` stands for the channel.
fn newest_of_a_channel() -> Vec<(String, &'static str)> {
    let mut out: Vec<(String, &str)> = Vec::new();
    for shape in roost_store::statement::shapes() {
        if shape.contains("order by p.channelid desc, p.createat desc limit (select $2::bigint)") {
            // With the threads of a viewer, or without.
            let values = if shape.contains("$4") { "'%', 200, 0, ''" } else { "'%', 200, 0" };
            out.push((shape, values));
        }
    }
    assert_eq!(out.len(), 2);
    for (name, values) in [
        ("posts/newest_change", "'%'"),
        ("posts/before_time", "'%', 20001"),
        ("posts/root_before_time", "'%', 20001"),
        ("posts/after_time", "'%', 0"),
        ("posts/root_after_time", "'%', 0"),
    ] {
        let statement = roost_store::statement::all().into_iter().find(|statement| statement.name == name);
        out.push((statement.unwrap().sql.to_owned(), values));
    }
    out
}

/// What a channel opens with, likewise: with something unread, with nothing, and for who has never looked.
fn around_unread() -> Vec<(String, &'static str)> {
    let shapes = roost_store::statement::shapes().into_iter().filter(|sql| sql.contains("union all select u.*, 1"));
    let out: Vec<_> = shapes
        .map(|sql| {
            let values = if sql.contains("$6") { "'%', '%', 0, 31, 30, ''" } else { "'%', '%', 0, 31, 30" };
            (sql, values)
        })
        .collect();
    assert_eq!(out.len(), 2);
    out
}

/// A page before a post and one after it, of those that are not deleted. `@` stands for a post in the middle of the channel.
fn beside_a_post() -> Vec<(String, &'static str)> {
    let mut out: Vec<(String, &str)> = Vec::new();
    for shape in roost_store::statement::shapes() {
        let beside = ["<", ">"].iter().any(|sign| {
            shape
                .contains(&format!("p.createat {sign} (select createat from posts where id = $2) order by p.channelid"))
        });
        if beside {
            // With the threads of a viewer, or without.
            let values = if shape.contains("$5") { "'%', '@', 200, 0, ''" } else { "'%', '@', 200, 0" };
            out.push((shape, values));
        }
    }
    assert_eq!(out.len(), 4);
    out
}

/// People who are called like the channels: one has read half of a channel, one all of another.
const READERS: &str = "insert into channelmembers (channelid, userid, lastviewedat)
select lpad('', 26, c), lpad('', 26, c), v from (values ('b', 1000), ('c', 20000)) r (c, v)";

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_channel_costs_a_page_whatever_the_planner_believes() {
    let database = TestDatabase::migrated().await;
    let client = database.client().await;
    crowd(&client).await;
    client.batch_execute(READERS).await.unwrap();
    for analyzed in [false, true] {
        if analyzed {
            client.batch_execute("analyze posts").await.unwrap();
        }
        for mode in ["force_custom_plan", "force_generic_plan"] {
            client.batch_execute(&format!("set plan_cache_mode = {mode}; deallocate all")).await.unwrap();
            for (sql, values) in newest_of_a_channel().into_iter().chain(around_unread()).chain(beside_a_post()) {
                client.batch_execute(&format!("prepare page as {sql}")).await.unwrap();
                for (channel, middle) in [("b", 1_000), ("c", 19_000)] {
                    let values = values.replace('%', &channel.repeat(26)).replace('@', &format!("{middle:p>26}"));
                    let explain = format!("explain (analyze, format json) execute page({values})");
                    let plan: Value = client.query_one(&explain, &[]).await.unwrap().get(0);
                    let mut reads = Vec::new();
                    reads_of_posts(&plan[0]["Plan"], &mut reads);
                    let few = |(how, rows): &(String, f64)| how.starts_with("Index") && *rows <= 600.0;
                    let all_few = !reads.is_empty() && reads.iter().all(few);
                    assert!(all_few, "{reads:?}, {mode}, analyzed: {analyzed}, channel {channel}\n{sql}");
                }
                client.batch_execute("deallocate page").await.unwrap();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_threads_of_a_page_cost_what_they_are_and_not_what_the_channel_is() {
    let database = TestDatabase::migrated().await;
    let client = database.client().await;
    crowd(&client).await;
    client.batch_execute("analyze posts").await.unwrap();
    let shapes = roost_store::statement::shapes();
    let shapes: Vec<_> = shapes.iter().filter(|sql| sql.contains("p.channelid || '' = $2")).collect();
    assert_eq!(shapes.len(), 2, "with replies and without");
    let roots: Vec<String> = (1_000..1_060).map(|n| format!("'{n:p>26}'")).collect();
    let values = format!("array[{}], '{}'", roots.join(", "), "b".repeat(26));
    for mode in ["force_custom_plan", "force_generic_plan"] {
        client.batch_execute(&format!("set plan_cache_mode = {mode}; deallocate all")).await.unwrap();
        for sql in &shapes {
            client.batch_execute(&format!("prepare threads as {sql}")).await.unwrap();
            let explain = format!("explain (analyze, format json) execute threads({values})");
            let plan: Value = client.query_one(&explain, &[]).await.unwrap().get(0);
            let mut reads = Vec::new();
            reads_of_posts(&plan[0]["Plan"], &mut reads);
            let rows: f64 = reads.iter().map(|(_, rows)| rows).sum();
            let entries = entries_read(&plan[0]["Plan"]);
            assert!((60.0..=600.0).contains(&rows) && entries <= 600.0, "{rows}, {entries}, {mode}\n{sql}\n{plan:#}");
            client.batch_execute("deallocate threads").await.unwrap();
        }
    }
}

/// Rows of posts that a search reads, by how.
async fn search_reads(client: &tokio_postgres::Client, sql: &str, words: &str) -> Vec<(String, f64)> {
    client.batch_execute(&format!("prepare search as {sql}")).await.unwrap();
    let execute = format!("execute search('{}', '{words}', 100)", "u".repeat(26));
    let plan: Value = client.query_one(&format!("explain (analyze, format json) {execute}"), &[]).await.unwrap().get(0);
    client.batch_execute("deallocate search").await.unwrap();
    let mut reads = Vec::new();
    reads_of_posts(&plan[0]["Plan"], &mut reads);
    assert!(!reads.is_empty(), "{sql}");
    reads
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_for_a_common_word_reads_the_newest_posts_and_one_for_a_rare_word_the_index_of_the_texts() {
    let database = TestDatabase::migrated().await;
    let client = database.client().await;
    crowd(&client).await;
    let channel = "c".repeat(26);
    let known = "insert into channels (id, createat, updateat, deleteat, teamid, type, name) values ($1, 1, 1, 0, '', 'O', 'c')";
    client.execute(known, &[&channel]).await.unwrap();
    let member = "insert into channelmembers (channelid, userid) values ($1, $2)";
    client.execute(member, &[&channel, &"u".repeat(26)]).await.unwrap();
    client
        .batch_execute("analyze posts, channels, channelmembers; set plan_cache_mode = force_custom_plan")
        .await
        .unwrap();
    let shapes = roost_store::statement::shapes();
    let words = "'english', p.message) @@ to_tsquery('english', $2) order by p.createat desc limit $3";
    let search = shapes.iter().find(|sql| sql.contains(words)).unwrap();
    let common = search_reads(&client, search, "word").await;
    assert!(common.iter().all(|(how, rows)| how.starts_with("Index") && *rows <= 600.0), "{common:?}");
    let rare = search_reads(&client, search, "19999").await;
    assert!(rare.iter().all(|(how, rows)| how.starts_with("Bitmap") && *rows <= 1.0), "{rare:?}");
}

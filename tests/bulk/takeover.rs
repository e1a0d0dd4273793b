//! The database of an 11.6 server is served as it is: its log-ins, sessions, unreads and threads.

use std::sync::Arc;

use roost_store::migrate::public_schema_sql;
use roost_testkit::{TestDatabase, TestNode, Tuning};
use serde_json::json;

use super::{gunzipped, replay_expected};

const WORK_FACTOR_OF_THE_ORIGINAL: u32 = 4;

/// The recorded database with the schema of our own files.
async fn taken_over() -> Arc<TestDatabase> {
    let database = Arc::new(TestDatabase::empty().await);
    let client = database.client().await;
    client.batch_execute(&public_schema_sql()).await.unwrap();
    for part in dump_parts(&gunzipped("takeover/data.sql.gz")) {
        match part {
            Part::Statements(sql) => client.batch_execute(&sql).await.unwrap(),
            Part::Copy(statement, rows) => {
                use futures_util::SinkExt;
                let mut sink = std::pin::pin!(client.copy_in(&statement).await.unwrap());
                sink.send(std::io::Cursor::new(rows.into_bytes())).await.unwrap();
                sink.close().await.unwrap();
            }
        }
    }
    // The dump empties it for the session that loads it.
    client.batch_execute("reset search_path").await.unwrap();
    database
}

enum Part {
    Statements(String),
    Copy(String, String),
}

/// A dump as psql would read it: statements, and rows between `copy … from stdin;` and `\.`.
fn dump_parts(dump: &str) -> Vec<Part> {
    let (mut parts, mut plain) = (Vec::new(), String::new());
    let mut lines = dump.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("COPY ") && line.ends_with("FROM stdin;") {
            parts.push(Part::Statements(std::mem::take(&mut plain)));
            let rows: String = lines.by_ref().take_while(|row| *row != "\\.").flat_map(|row| [row, "\n"]).collect();
            parts.push(Part::Copy(line.trim_end_matches(';').to_owned(), rows));
        } else if !line.starts_with('\\') {
            plain.push_str(line);
            plain.push('\n');
        }
    }
    parts.push(Part::Statements(plain));
    parts
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_of_the_original_is_served_as_it_is() {
    let database = taken_over().await;
    let client = database.client().await;
    let count = async |table: &str| -> i64 {
        client.query_one(&format!("select count(*) from {table}"), &[]).await.unwrap().get(0)
    };
    let (users, posts, roles) = (count("users").await, count("posts").await, count("roles").await);
    // Somebody whose password is stored as the original stored it until lately.
    let bcrypt = bcrypt::hash("Password-5678", WORK_FACTOR_OF_THE_ORIGINAL).unwrap();
    let sql = "update users set password = $1 where username = 'bulkuser020'";
    assert_eq!(client.execute(sql, &[&bcrypt]).await.unwrap(), 1);

    let node = TestNode::on(database.clone(), Tuning::default()).await;
    assert_eq!((count("users").await, count("posts").await, count("roles").await), (users, posts, roles));

    let admin = node.log_in("admin").await;
    let me = admin.get("/api/v4/users/me").await;
    assert!(me.body["roles"].as_str().unwrap().contains("system_admin"));

    // The session of the original's own log-in, by its token.
    let row = client
        .query_one(
            "select s.token, s.userid from sessions s join users u on u.id = s.userid
             where u.username = 'bulkuser016' order by s.createat desc limit 1",
            &[],
        )
        .await
        .unwrap();
    let session = node.anonymous().with_token(row.get(0), row.get(1));
    client.batch_execute("update sessions set expiresat = 0").await.unwrap();
    assert_eq!(session.get("/api/v4/users/me").await.body["username"], "bulkuser016");

    // The database was copied after six more users had been made.
    replay_expected(&node, &["user stats"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_of_the_older_kind_is_taken_and_stored_anew() {
    let database = taken_over().await;
    let client = database.client().await;
    let bcrypt = bcrypt::hash("Password-5678", WORK_FACTOR_OF_THE_ORIGINAL).unwrap();
    let sql = "update users set password = $1 where username = 'bulkuser020'";
    client.execute(sql, &[&bcrypt]).await.unwrap();
    let node = TestNode::on(database.clone(), Tuning::default()).await;
    let body = json!({"login_id": "bulkuser020", "password": "Password-5678"});
    for _ in 0..2 {
        assert_eq!(node.anonymous().post("/api/v4/users/login", body.clone()).await.status, 200);
    }
    let wrong = json!({"login_id": "bulkuser020", "password": "Password-1234"});
    assert_eq!(node.anonymous().post("/api/v4/users/login", wrong).await.status, 401);
    let stored = client.query_one("select password from users where username = 'bulkuser020'", &[]).await.unwrap();
    assert!(stored.get::<_, String>(0).starts_with("$pbkdf2$"));
}

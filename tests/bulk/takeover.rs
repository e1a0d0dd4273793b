//! The database of an 11.6 server is served as it is: its log-ins, sessions, unreads and threads.

use std::sync::Arc;

use roost_app::clock::Clock as _;
use roost_server::system::SystemClock;
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
    replay_expected(&node, &["analytics", "user stats"]).await;
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

/// A user with a thread in one of the user's channels.
struct Reader {
    user: String,
    team: String,
    thread: String,
    replies: i64,
    last_reply_at: i64,
}

async fn reader(client: &tokio_postgres::Client) -> Reader {
    let row = client
        .query_one(
            "select u.id, t.threadteamid, t.postid, t.replycount, t.lastreplyat from users u
             join channelmembers m on m.userid = u.id join threads t on t.channelid = m.channelid
             where u.username = 'bulkuser016' and t.threadteamid <> '' and t.replycount > 1 order by t.postid limit 1",
            &[],
        )
        .await
        .unwrap();
    Reader { user: row.get(0), team: row.get(1), thread: row.get(2), replies: row.get(3), last_reply_at: row.get(4) }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_unreads_and_threads_go_on_where_they_were() {
    let database = taken_over().await;
    let client = database.client().await;
    let reader = reader(&client).await;
    let session = "insert into sessions (id, token, createat, expiresat, lastactivityat, userid, deviceid, roles, isoauth,
        props, expirednotify) select $1::text, $2::text, createat, $3::bigint, lastactivityat, userid, '', roles, false, props, false
        from sessions where userid = $4 limit 1";
    let (mine, ended) = ("takenoversessiontoken00001", "takenoversessiontoken00002");
    let hour_ago = SystemClock.now_ms() - 3_600_000;
    for (id, token, expires_at) in [("s1", mine, hour_ago + 7_200_000), ("s2", ended, hour_ago)] {
        let id = format!("{id:0>26}");
        client.execute(session, &[&id, &token, &expires_at, &reader.user]).await.unwrap();
    }
    client
        .execute(
            "insert into threadmemberships (postid, userid, following, lastviewed, lastupdated, unreadmentions)
             values ($1, $2, true, $3, $3, 2)",
            &[&reader.thread, &reader.user, &(reader.last_reply_at - 1)],
        )
        .await
        .unwrap();

    let node = TestNode::on(database.clone(), Tuning::default()).await;
    assert_eq!(node.anonymous().with_token(ended, &reader.user).get("/api/v4/users/me").await.status, 401);
    let user = node.anonymous().with_token(mine, &reader.user);
    assert_eq!(user.get("/api/v4/users/me").await.body["username"], "bulkuser016");

    let rows = client
        .query(
            "select m.channelid, case m.notifyprops ->> 'mark_unread' when 'mention' then 0
                 else c.totalmsgcount - m.msgcount end, m.mentioncount from channelmembers m
             join channels c on c.id = m.channelid where m.userid = $1 and c.deleteat = 0",
            &[&reader.user],
        )
        .await
        .unwrap();
    assert!(rows.iter().filter(|row| row.get::<_, i64>(1) > 0).count() > 5);
    for row in rows {
        let channel: String = row.get(0);
        let unread = user.get(&format!("/api/v4/users/me/channels/{channel}/unread")).await;
        let counts = (unread.body["msg_count"].as_i64(), unread.body["mention_count"].as_i64());
        assert_eq!(counts, (Some(row.get(1)), Some(row.get(2))), "{}", unread.body);
    }

    let threads = user.get(&format!("/api/v4/users/me/teams/{}/threads", reader.team)).await;
    let counts = ["total", "total_unread_threads", "total_unread_mentions"].map(|key| threads.body[key].as_i64());
    assert_eq!(counts, [Some(1), Some(1), Some(2)], "{}", threads.body);
    let thread = &threads.body["threads"][0];
    assert_eq!(thread["id"], reader.thread);
    assert_eq!(
        (&thread["reply_count"], &thread["last_reply_at"]),
        (&json!(reader.replies), &json!(reader.last_reply_at))
    );
    let read =
        format!("/api/v4/users/me/teams/{}/threads/{}/read/{}", reader.team, reader.thread, reader.last_reply_at);
    assert_eq!(user.put(&read, json!({})).await.status, 200);
    let threads = user.get(&format!("/api/v4/users/me/teams/{}/threads", reader.team)).await;
    assert_eq!(threads.body["total_unread_threads"], 0);
}

//! `roost import` as a program: what it prints, and what Ctrl-C leaves.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use roost_testkit::{Client, DEADLINE, TestNode, program};

use super::{Load, golden};

const POSTS: usize = 12_000;
/// Every tenth post has one.
const REPLIES: usize = POSTS / 10;

fn start(load: &Load, home: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(program());
    command.arg("import").arg("--db-url").arg(load.database.dsn()).arg("--config").arg(home.join("config.json"));
    command.args(arguments).current_dir(home).env_remove("RUST_LOG");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

async fn end(child: Child) -> Output {
    tokio::task::spawn_blocking(move || child.wait_with_output().unwrap()).await.unwrap()
}

fn said(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(!text.contains(['\r', '\u{1b}']), "nothing of a terminal where there is none: {text:?}");
    text
}

/// Read, written and the rest of a row of the closing summary.
fn row(summary: &str, kind: &str) -> (u64, u64, String) {
    let line = summary.lines().find(|line| line.split_whitespace().next() == Some(kind)).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    (words[1].parse().unwrap(), words[2].parse().unwrap(), words[3..].join(" "))
}

fn many_posts(load: &Load) -> PathBuf {
    let mut lines = vec![
        r#""type":"team","team":{"name":"long-team","display_name":"T","type":"O","allow_open_invite":true}"#
            .to_owned(),
        r#""type":"user","user":{"username":"writer","email":"w@example.com","teams":[{"name":"long-team"}]}"#
            .to_owned(),
        r#""type":"user","user":{"username":"admin","email":"admin@example.com","nickname":"Loaded"}"#.to_owned(),
    ];
    for at in (1..=POSTS).map(|number| 1_600_000_000_000 + number * 10) {
        let replies = if at % 100 == 0 {
            format!(r#","replies":[{{"user":"writer","message":"r","create_at":{}}}]"#, at + 1)
        } else {
            String::new()
        };
        lines.push(format!(
            r#""type":"post","post":{{"team":"long-team","channel":"town-square","user":"writer","message":"number {at} of many","create_at":{at}{replies}}}"#
        ));
    }
    load.file(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_leaves_whole_batches_that_nodes_know_of_and_a_second_run_completes_them() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let load = Load::on(node.database.clone());
    let path = many_posts(&load);
    let home = tempfile::tempdir().unwrap();
    // The node remembers the account as it is.
    assert_eq!(admin.get("/api/v4/users/me").await.body["nickname"], "");

    // Batches of posts wait for this lock, each in its transaction.
    let blocker = load.database.client().await;
    blocker.batch_execute("begin; lock table threads in exclusive mode").await.unwrap();
    let mut import = start(&load, home.path(), &[path.to_str().unwrap()]);
    let waiting = "select count(*) from pg_locks where relation = 'threads'::regclass and not granted";
    tokio::time::timeout(DEADLINE, async { while load.number(waiting).await < 3 {} }).await.unwrap();
    assert!(Command::new("kill").args(["-INT", &import.id().to_string()]).status().unwrap().success());
    let mut errors = BufReader::new(import.stderr.take().unwrap());
    let mut heard = String::new();
    while !heard.contains("stopping when") {
        assert!(errors.read_line(&mut heard).unwrap() > 0, "{heard}");
    }
    blocker.batch_execute("commit").await.unwrap();
    let output = end(import).await;
    assert!(!output.status.success());
    errors.read_to_string(&mut heard).unwrap();
    assert!(said(heard.as_bytes()).contains("a next run goes on there"), "{heard}");
    let summary = said(&output.stdout);

    let counted = "select totalmsgcount from channels where name = 'town-square'";
    let written = load.number("select count(*) from posts").await;
    assert!(written > 0 && written < (POSTS + REPLIES).try_into().unwrap(), "{written}");
    assert_eq!(load.number(counted).await, written);
    let replied = "select count(*) from posts p join threads t on t.postid = p.id and t.replycount = 1";
    assert_eq!(load.number(replied).await, load.number("select count(*) from posts where rootid <> ''").await);
    let of_summary = row(&summary, "post").1 + row(&summary, "reply").1;
    assert_eq!(of_summary, u64::try_from(written).unwrap(), "{summary}");
    let loaded = async |admin: &Client| admin.get("/api/v4/users/me").await.body["nickname"] == "Loaded";
    admin.wait_until("the node forgets the account as it was", loaded).await;
    let team = admin.get("/api/v4/teams/name/long-team").await;
    let path_of_channel = format!("/api/v4/teams/{}/channels/name/town-square", team.body["id"].as_str().unwrap());
    let counts = async |count: i64| {
        let holds = async |admin: &Client| admin.get(&path_of_channel).await.body["total_msg_count"] == count;
        admin.wait_until("the node counts what was loaded", holds).await;
    };
    counts(written).await;

    let output = end(start(&load, home.path(), &[path.to_str().unwrap()])).await;
    let summary = said(&output.stdout);
    assert!(output.status.success(), "{}", said(&output.stderr));
    assert_eq!(load.number(counted).await, i64::try_from(POSTS + REPLIES).unwrap());
    assert_eq!(load.number("select count(*) from posts").await, i64::try_from(POSTS + REPLIES).unwrap());
    let (read, new, skipped) = row(&summary, "post");
    assert_eq!(read, POSTS as u64);
    assert_eq!(skipped, format!("{} there already: {}", read - new, read - new));
    counts(i64::try_from(POSTS + REPLIES).unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn validate_says_what_is_wrong_and_writes_nothing() {
    let load = Load::new().await;
    let home = tempfile::tempdir().unwrap();
    let before = load.database.digest().await;
    let good = golden("bulk/import.jsonl.gz");
    let output = end(start(&load, home.path(), &["--validate", good.to_str().unwrap()])).await;
    assert!(output.status.success(), "{}", said(&output.stderr));
    let summary = said(&output.stdout);
    assert_eq!(row(&summary, "user"), (300, 0, "0".to_owned()), "{summary}");

    // Without being asked for, too: a file with an error is not begun.
    for arguments in [&["--validate"][..], &[]] {
        let bad = golden("bulk/broken/post-unknown-channel.jsonl");
        let all: Vec<&str> = arguments.iter().copied().chain([bad.to_str().unwrap()]).collect();
        let output = end(start(&load, home.path(), &all)).await;
        assert!(!output.status.success());
        let errors = said(&output.stderr);
        let line = std::fs::read_to_string(&bad).unwrap().lines().position(|l| l.contains("\"post\"")).unwrap() + 1;
        assert!(errors.contains(&format!("post-unknown-channel.jsonl:{line}: ")), "{errors}");
        assert!(errors.contains("nothing was written"), "{errors}");
    }
    assert_eq!(load.database.digest().await, before);
}

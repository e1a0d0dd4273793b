//! What an export writes is what a load reads: two databases with the same content write the same.

use std::io::{Cursor, Read};
use std::path::Path;

use roost_app::bulk::{Archive, Exporter};
use roost_store::export::Wanted;
use roost_testkit::TestNode;
use serde_json::{Value, json};
use zip::ZipArchive;

use super::everything::LINES;
use super::{Load, golden};

const EVERYTHING: Wanted = Wanted { roles: true, archived_channels: true, files: true, pictures: true };

/// Writes an archive of what is in the database.
async fn export(load: &Load, wanted: Wanted, path: &Path) {
    let exporter = Exporter { db: &load.importer.db, blobs: &load.importer.blobs, wanted, version: "1" };
    let mut archive = Archive::create(path).unwrap();
    exporter.write(&mut archive).await.unwrap();
    archive.finish().await.unwrap();
}

/// The lines of an archive, those of a kind in an order of their own, and the names of its other files.
fn read(archive: &[u8]) -> (Vec<Value>, Vec<String>) {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut text = String::new();
    archive.by_name("import.jsonl").unwrap().read_to_string(&mut text).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (lines, names.into_iter().filter(|name| name != "import.jsonl").collect())
}

/// The same without what each database chooses itself: the ids in paths.
fn without_ids(mut line: Value) -> Value {
    fn shorten(value: &mut Value) {
        match value {
            Value::Object(map) => {
                for (name, value) in map.iter_mut() {
                    if matches!(name.as_str(), "path" | "image" | "profile_image") {
                        *value = value.as_str().unwrap().rsplit('/').next().unwrap().into();
                    }
                    shorten(value);
                }
            }
            Value::Array(list) => list.iter_mut().for_each(shorten),
            _ => {}
        }
    }
    shorten(&mut line);
    line
}

fn comparable(lines: Vec<Value>) -> Vec<String> {
    let mut lines: Vec<String> = lines.into_iter().map(|line| without_ids(line).to_string()).collect();
    lines.sort();
    lines
}

fn of_kind<'a>(lines: &'a [Value], kind: &'a str) -> impl Iterator<Item = &'a Value> {
    lines.iter().filter(move |line| line["type"] == kind).map(move |line| &line[kind])
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_exported_and_loaded_is_exported_again() {
    let home = tempfile::tempdir().unwrap();
    let first = Load::new().await;
    first.beside("dot.png", &std::fs::read(golden("bulk/data/attach/pic0.png")).unwrap());
    first.load(&first.file(LINES)).await.unwrap();
    let path = home.path().join("first.zip");
    export(&first, EVERYTHING, &path).await;
    let (lines, files) = read(&std::fs::read(&path).unwrap());
    assert_eq!(lines[0]["type"], "version");
    let counts = ["role", "scheme", "emoji", "team", "channel", "user", "bot", "post", "direct_channel", "direct_post"]
        .map(|kind| of_kind(&lines, kind).count());
    // Each team has its two first channels; the conversation of two is there by its post.
    assert_eq!(counts, [1, 1, 1, 1, 4, 3, 1, 2, 4, 2]);
    assert_eq!(files.len(), 4, "the emoji, two pictures and an attachment: {files:?}");

    let second = Load::new().await;
    let refusals = second.validate(&path).await;
    assert_eq!(refusals.count, 0, "{refusals:?}");
    second.load(&path).await.unwrap();
    let again = home.path().join("second.zip");
    export(&second, EVERYTHING, &again).await;
    let (second_lines, second_files) = read(&std::fs::read(&again).unwrap());
    assert_eq!(comparable(second_lines), comparable(lines.clone()));
    assert_eq!(second_files.len(), files.len());

    let ann = of_kind(&lines, "user").find(|user| user["username"] == "ann").unwrap();
    let den = &ann["teams"][0]["channels"].as_array().unwrap().iter().find(|channel| channel["name"] == "den").unwrap();
    assert_eq!(
        (&ann["email_interval"], &ann["military_time"], &ann["locale"]),
        (&json!("hour"), &json!("true"), &json!("de"))
    );
    assert_eq!(
        (&den["favorite"], &den["msg_count"], &den["roles"]),
        (&json!(true), &json!(2), &json!("channel_user channel_admin"))
    );
    assert!(ann.get("password").is_none(), "nobody's password leaves the server");
    let thread = of_kind(&lines, "post").find(|post| post["user"] == "robo").unwrap();
    assert_eq!(thread["props"], json!({"a": {"b": [1, "x"]}}));
    let replies: Vec<&Value> = thread["replies"].as_array().unwrap().iter().map(|reply| &reply["message"]).collect();
    assert_eq!(replies, ["early #tag", "late"]);
    assert_eq!(thread["thread_followers"][0]["user"], "ann");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_asked_for_is_left_out() {
    let home = tempfile::tempdir().unwrap();
    let load = Load::new().await;
    load.beside("dot.png", &std::fs::read(golden("bulk/data/attach/pic0.png")).unwrap());
    load.load(&load.file(LINES)).await.unwrap();
    let path = home.path().join("some.zip");
    export(&load, Wanted::default(), &path).await;
    let (lines, files) = read(&std::fs::read(&path).unwrap());
    assert_eq!((of_kind(&lines, "role").count(), of_kind(&lines, "scheme").count()), (0, 0));
    assert!(of_kind(&lines, "team").all(|team| team.get("scheme").is_none()));
    assert!(of_kind(&lines, "channel").all(|channel| channel["name"] != "old"));
    assert!(of_kind(&lines, "user").all(|user| user.get("profile_image").is_none()));
    assert!(of_kind(&lines, "direct_post").all(|post| post.get("attachments").is_none()));
    assert_eq!(files.len(), 1, "only the emoji: {files:?}");
    let other = Load::new().await;
    let refusals = other.validate(&path).await;
    assert_eq!(refusals.count, 0, "it can be loaded all the same: {refusals:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_has_an_export_made_and_downloads_it() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let person = node.sign_up("person").await;
    let team = admin.new_team("exported").await;
    let channel = admin.new_channel(&team, "talk").await;
    admin.new_post(&channel, "to be kept").await;
    let asked = json!({ "type": "export_process", "data": { "include_attachments": "true" } });
    assert_eq!(person.post("/api/v4/jobs", asked.clone()).await.status, 403);
    let job = admin.post("/api/v4/jobs", asked).await;
    assert_eq!(job.status, 201);
    let id = job.body["id"].as_str().unwrap();
    admin
        .wait_until("the export is written", async |admin| {
            admin.get(&format!("/api/v4/jobs/{id}")).await.body["status"] == "success"
        })
        .await;
    let name = format!("{id}_export.zip");
    assert_eq!(admin.get("/api/v4/exports").await.body, json!([name]));
    let (lines, _) = read(&admin.get(&format!("/api/v4/exports/{name}")).await.bytes);
    assert!(of_kind(&lines, "post").any(|post| post["message"] == "to be kept" && post["channel"] == "talk"));
    assert_eq!(of_kind(&lines, "user").count(), 2);
}

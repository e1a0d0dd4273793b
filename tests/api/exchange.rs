//! Exports, imports and the support packet.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use roost_testkit::{Client, TestNode};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::helpers::id;

#[tokio::test(flavor = "multi_thread")]
async fn administrators_list_download_and_delete_exports() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let list = "/api/v4/exports";
    assert_eq!(admin.get(list).await.body, json!([]));
    node.put_file("export/two.zip", b"two");
    node.put_file("export/one.zip", b"one!");
    node.put_file("export/deep/three.zip", b"three");
    node.put_file("other/four.zip", b"four");
    assert_eq!(admin.get(list).await.body, json!(["one.zip", "two.zip"]), "what is in the folder itself");

    let got = admin.get("/api/v4/exports/one.zip").await;
    assert_eq!((got.status, got.header("content-type"), got.bytes.as_slice()), (200, "application/zip", &b"one!"[..]));
    for name in ["none.zip", "..%2Fother%2Ffour.zip", "deep%2Fthree.zip"] {
        let refused = admin.get(&format!("/api/v4/exports/{name}")).await;
        assert_eq!((refused.status, refused.error_id()), (404, "api.export.export_not_found.app_error"), "{name}");
    }

    let outside = admin.delete("/api/v4/exports/..%2Fother%2Ffour.zip").await;
    assert_eq!((outside.status, outside.error_id()), (400, "api.context.invalid_url_param.app_error"));
    assert_eq!(admin.delete("/api/v4/exports/none.zip").await.body, json!({"status": "OK"}));
    assert_eq!(admin.delete("/api/v4/exports/one.zip").await.status, 200);
    assert_eq!(admin.get(list).await.body, json!(["two.zip"]));
    let left = node.files().into_iter().filter(|file| file.contains(".zip")).count();
    assert_eq!(left, 3, "only the named one went");
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_list_and_delete_what_waits_to_be_imported() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    node.put_file("import/a.zip", b"a");
    node.put_file("import/half.zip.tmp", b"h");
    assert_eq!(admin.get("/api/v4/imports").await.body, json!(["a.zip"]), "half an upload is none");
    assert_eq!(admin.delete("/api/v4/imports/a.zip").await.status, 200);
    assert_eq!(admin.get("/api/v4/imports").await.body, json!([]));
    assert_eq!(admin.delete("/api/v4/imports/a.zip").await.status, 200, "that it is gone is fine");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_support_packet_tells_of_the_server_and_not_its_secrets() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    node.sign_up("other").await;
    let secret = json!({"EmailSettings": {"SMTPPassword": "hunter2hunter2"}});
    assert_eq!(admin.put("/api/v4/config/patch", secret).await.status, 200);

    let reply = admin.get("/api/v4/system/support_packet").await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/zip"));
    assert!(reply.header("content-disposition").starts_with("attachment;filename=\"mm_support_packet_"));
    let mut archive = ZipArchive::new(Cursor::new(reply.bytes)).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut text = String::new();
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        file.read_to_string(&mut text).unwrap();
        files.insert(name, text);
    }
    assert!(files.contains_key("mattermost.log"), "{:?}", files.keys());
    assert!(files.values().all(|text| !text.contains("hunter2hunter2")), "a secret is in it");
    let read = |name: &str| serde_json::from_str::<Value>(&files[name]).unwrap();
    assert_eq!(
        (&read("metadata.yaml")["type"], &read("stats.yaml")["registered_users"]),
        (&"support-packet".into(), &2.into())
    );
    assert_eq!(read("diagnostics.yaml")["database"]["type"], "postgres");
    assert!(read("permissions.yaml")["roles"].as_array().unwrap().iter().any(|role| role["name"] == "system_admin"));
    assert!(read("sanitized_config.json")["ServiceSettings"].is_object());

    let without = admin.get("/api/v4/system/support_packet?basic_server_logs=false").await;
    let archive = ZipArchive::new(Cursor::new(without.bytes)).unwrap();
    assert!(!archive.file_names().any(|name| name.unwrap() == "mattermost.log"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_any_of_it() {
    let node = TestNode::start().await;
    node.sign_up("admin").await;
    let person = node.sign_up("person").await;
    node.put_file("export/one.zip", b"one");
    for path in ["exports", "exports/one.zip", "imports", "system/support_packet"] {
        let refused = person.get(&format!("/api/v4/{path}")).await;
        assert_eq!((refused.status, refused.error_id()), (403, "api.context.permissions.app_error"), "{path}");
    }
}

/// An archive with a bulk file of these lines behind its version, and files in `data/`.
fn bulk(lines: &[Value], files: &[(&str, &str)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    out.start_file("import.jsonl", SimpleFileOptions::default()).unwrap();
    for line in [json!({"type": "version", "version": 1})].iter().chain(lines) {
        writeln!(out, "{line}").unwrap();
    }
    for (name, text) in files {
        out.start_file(format!("data/{name}"), SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// Loads a file of the import folder; the job as it ended.
async fn import(admin: &Client, data: Value) -> Value {
    let job = admin.post("/api/v4/jobs", json!({"type": "import_process", "data": data})).await;
    assert_eq!((job.status, &job.body["status"], &job.body["data"]), (201, &json!("pending"), &data));
    let path = format!("/api/v4/jobs/{}", id(&job.body));
    let ended = async |client: &Client| {
        let status = client.get(&path).await.body["status"].clone();
        status == "success" || status == "error"
    };
    admin.wait_until("the import has ended", ended).await;
    admin.get(&path).await.body
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_uploaded_for_an_import_is_loaded_by_a_job() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let team = json!({"type": "team", "team": {"name": "crew", "display_name": "Crew", "type": "O"}});
    let channel = json!({"type": "channel", "channel":
        {"team": "crew", "name": "deck", "display_name": "Deck", "type": "O"}});
    let user = json!({"type": "user", "user": {"username": "sailor", "email": "sailor@example.com",
        "teams": [{"name": "crew", "channels": [{"name": "deck"}]}]}});
    let post = json!({"type": "post", "post": {"team": "crew", "channel": "deck", "user": "sailor", "message": "ahoy",
        "create_at": 1_700_000_000_000_i64, "attachments": [{"path": "a.txt"}]}});
    let archive = bulk(&[team.clone(), channel, user, post], &[("a.txt", "loaded wombat")]);

    let upload = json!({"type": "import", "filename": "old.zip", "file_size": archive.len()});
    let upload = admin.post("/api/v4/uploads", upload).await;
    assert_eq!(upload.status, 201, "{:?}", upload.body);
    let sent = admin.request("POST", &format!("/api/v4/uploads/{}", id(&upload.body))).body(archive);
    assert_eq!(admin.send(sent).await.status, 200);
    let waiting = admin.get("/api/v4/imports").await.body;
    let name = format!("{}_old.zip", id(&upload.body));
    assert_eq!(waiting, json!([name]));

    for _ in 0..2 {
        let job = import(&admin, json!({"import_file": name, "extract_content": "true"})).await;
        assert_eq!(
            (&job["status"], &job["progress"], &job["data"]["error"]),
            (&json!("success"), &json!(100), &Value::Null)
        );
    }
    let team = admin.get("/api/v4/teams/name/crew").await.body;
    let deck = admin.get(&format!("/api/v4/teams/{}/channels/name/deck", id(&team))).await.body;
    let posts = admin.get(&format!("/api/v4/channels/{}/posts", id(&deck))).await.body;
    let posts: Vec<&Value> = posts["posts"].as_object().unwrap().values().collect();
    assert_eq!((posts.len(), &posts[0]["message"]), (1, &json!("ahoy")), "a second load changes nothing");
    let file = admin.get(&format!("/api/v4/files/{}", posts[0]["file_ids"][0].as_str().unwrap())).await;
    assert_eq!(file.bytes, b"loaded wombat");
    let sql = "select count(*) from fileinfo where content like '%wombat%'";
    let read: i64 = node.database.client().await.query_one(sql, &[]).await.unwrap().get(0);
    assert_eq!(read, 1, "its text was read for the search");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_wrong_writes_nothing_and_says_where() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let team = json!({"type": "team", "team": {"name": "crew", "display_name": "Crew", "type": "O"}});
    let lost =
        json!({"type": "channel", "channel": {"team": "none", "name": "deck", "display_name": "D", "type": "O"}});
    node.put_file("import/wrong.zip", &bulk(&[team, lost], &[]));
    node.put_file("import/torn.zip", b"PK\x03\x04 and no more");
    node.put_file("other/right.zip", &bulk(&[], &[]));
    for (data, line, part) in [
        (json!({"import_file": "wrong.zip"}), json!("3"), "no team is named \"none\""),
        (json!({"import_file": "torn.zip"}), json!("0"), "zip"),
        (json!({"import_file": "none.zip"}), Value::Null, "no file"),
        (json!({"import_file": "../other/right.zip"}), Value::Null, "no file of the import folder"),
        (json!({}), Value::Null, "no file of the import folder"),
        (json!({"import_file": "/tmp/x.zip", "local_mode": "true"}), Value::Null, "roost import"),
    ] {
        let job = import(&admin, data.clone()).await;
        assert_eq!((&job["status"], &job["data"]["line_number"]), (&json!("error"), &line), "{data}: {job}");
        assert!(job["data"]["error"].as_str().unwrap().contains(part), "{job}");
    }
    assert_eq!(admin.get("/api/v4/teams/name/crew").await.status, 404, "nothing was written");
}

//! Exports, imports and the support packet.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use roost_testkit::TestNode;
use serde_json::{Value, json};
use zip::ZipArchive;

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

//! Files in a bucket of S3.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::multipart::{Form, Part};
use roost_blob::{BlobError, Blobs, S3Options};
use roost_testkit::{Client, Reaction, Receiver, S3Server, TestDatabase, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::id;
use super::refused::place::PICTURE;

const TEST: &str = "/api/v4/file/s3_test";
const PART_LEN: usize = 5 * 1024 * 1024;

/// How to speak to a bucket of the server, as who may do everything.
fn options(server: &S3Server, bucket: &str) -> S3Options {
    let (key, secret) = server.keeper();
    S3Options {
        endpoint: server.endpoint(),
        bucket: bucket.to_owned(),
        access_key: key.to_owned(),
        secret_key: secret.to_owned(),
        timeout: Duration::from_secs(10),
        ..S3Options::default()
    }
}

/// Bytes of which no two neighbouring ones are equal.
fn bytes(len: usize) -> Vec<u8> {
    (0..len).map(|n| u8::try_from(n % 251).unwrap()).collect()
}

fn chunks(len: usize) -> impl futures_util::Stream<Item = std::io::Result<Bytes>> + Send {
    stream::iter(bytes(len).chunks(1_000_000).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect::<Vec<_>>())
}

async fn keys(blobs: &Blobs, prefix: &str) -> Vec<(String, u64)> {
    let mut found: Vec<_> =
        blobs.list(prefix).unwrap().map_ok(|meta| (meta.path, meta.size)).try_collect().await.unwrap();
    found.sort();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_does_what_a_folder_does() {
    let mut server = S3Server::start(&["files"]).await;
    for prefix in ["", "deep/er", "/with/slashes/"] {
        let blobs = Blobs::s3(&S3Options { prefix: prefix.to_owned(), ..options(&server, "files") }).await.unwrap();
        blobs.check().await.unwrap();
        let path = "20260101/teams/noteam/héllo wörld+&#%41 日本.txt";
        blobs.put(path, "hello file").await.unwrap();
        assert_eq!(blobs.get(path).await.unwrap(), "hello file");
        let at = format!("{}/{path}", prefix.trim_matches('/'));
        let said = server.describe("files", at.trim_start_matches('/')).await;
        assert_eq!(said["storage_class"], Value::Null, "{at}: the name stands in the bucket as it is");
        assert_eq!((blobs.size(path).await.unwrap(), blobs.exists(path).await.unwrap()), (10, true));
        assert_eq!(blobs.get_range(path, 6..99).await.unwrap(), "file");
        assert!(matches!(blobs.get_range(path, 10..11).await, Err(BlobError::RangeOutside { size: 10 })));
        blobs.put(path, "").await.unwrap();
        assert_eq!(blobs.get(path).await.unwrap(), "");
        blobs.delete(path).await.unwrap();
        blobs.delete(path).await.unwrap();
        assert!(!blobs.exists(path).await.unwrap());
        for missing in [blobs.get(path).await.map(drop), blobs.rename(path, "q").await, blobs.copy(path, "q").await] {
            assert!(missing.unwrap_err().is_not_found());
        }

        blobs.put("a/x", "one").await.unwrap();
        blobs.put("b/y", "old").await.unwrap();
        blobs.copy("a/x", "b/y").await.unwrap();
        blobs.rename("a/x", "a/é/z").await.unwrap();
        blobs.put("ab", "other").await.unwrap();
        assert_eq!((blobs.get("b/y").await.unwrap(), blobs.get("a/é/z").await.unwrap()), ("one".into(), "one".into()));
        assert_eq!(keys(&blobs, "a").await, [("a/é/z".to_owned(), 3)]);
        assert_eq!(keys(&blobs, "").await.len(), 3, "{prefix}: nothing of other folders");
        assert_eq!(blobs.delete_prefix("a/").await.unwrap(), 1);
        assert!(matches!(blobs.put("../x", "x").await, Err(BlobError::InvalidPath { .. })));
        assert_eq!(blobs.delete_prefix("").await.unwrap(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn large_files_go_to_a_bucket_in_parts_and_broken_ones_not_at_all() {
    let mut server = S3Server::start(&["files"]).await;
    let blobs = Blobs::s3(&options(&server, "files")).await.unwrap();
    for len in [0, 7, PART_LEN, PART_LEN + 1, 2 * PART_LEN + 9] {
        assert_eq!(blobs.put_stream("up", chunks(len), u64::MAX).await.unwrap(), len as u64);
        assert!(blobs.get("up").await.unwrap() == bytes(len), "{len}");
        let said = server.describe("files", "up").await;
        let parts = said["etag"].as_str().unwrap().trim_matches('"').split_once('-').map(|(_, parts)| parts.to_owned());
        let wanted = (len >= PART_LEN).then(|| len.div_ceil(PART_LEN).to_string());
        assert_eq!(parts, wanted, "{len}: {said}");
    }
    let whole = 2 * PART_LEN + 9;
    let middle = (PART_LEN - 3) as u64..(PART_LEN + 4) as u64;
    assert_eq!(blobs.get_range("up", middle).await.unwrap(), bytes(whole)[PART_LEN - 3..PART_LEN + 4]);

    let too_large = blobs.put_stream("up", chunks(PART_LEN + 1), PART_LEN as u64).await;
    assert!(matches!(too_large, Err(BlobError::TooLarge { .. })));
    let cut = chunks(PART_LEN + 1).chain(stream::iter([Err(std::io::ErrorKind::ConnectionReset.into())]));
    assert!(matches!(blobs.put_stream("new", cut, u64::MAX).await, Err(BlobError::Interrupted(_))));
    assert_eq!(keys(&blobs, "").await, [("up".to_owned(), whole as u64)]);

    let larger = S3Options { part_len: 2 * PART_LEN, ..options(&server, "files") };
    Blobs::s3(&larger).await.unwrap().put_stream("up", chunks(whole), u64::MAX).await.unwrap();
    assert!(server.describe("files", "up").await["etag"].as_str().unwrap().ends_with("-2\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_encrypted_and_of_a_class_where_the_settings_say_so() {
    let mut server = S3Server::start(&["files"]).await;
    let wanted = S3Options { encrypt: true, storage_class: "STANDARD_IA".to_owned(), ..options(&server, "files") };
    let blobs = Blobs::s3(&wanted).await.unwrap();
    blobs.put("small", "x").await.unwrap();
    blobs.put_stream("large", chunks(PART_LEN + 1), u64::MAX).await.unwrap();
    blobs.copy("small", "copy").await.unwrap();
    blobs.rename("large", "moved").await.unwrap();
    assert!(!blobs.exists("large").await.unwrap());
    for key in ["small", "copy", "moved"] {
        let said = server.describe("files", key).await;
        assert_eq!((&said["encryption"], &said["storage_class"]), (&json!("AES256"), &json!("STANDARD_IA")), "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_tells_who_may_not_and_what_is_missing() {
    let server = S3Server::start(&["files"]).await;
    let (poor, poor_secret) = server.nobody();
    for (key, secret) in [(poor, poor_secret), (server.keeper().0, "wrong"), ("unknown", "wrong")] {
        let other = S3Options { access_key: key.into(), secret_key: secret.into(), ..options(&server, "files") };
        let blobs = Blobs::s3(&other).await.unwrap();
        assert!(matches!(blobs.check().await, Err(BlobError::Refused { .. })), "{key}");
        assert!(matches!(blobs.put("x", "x").await, Err(BlobError::Unavailable { .. })));
        let new = Blobs::s3(&S3Options { bucket: "new".into(), ..other }).await.unwrap();
        assert!(matches!(new.make_bucket().await, Err(BlobError::Refused { .. })), "{key}");
    }
    for region in ["", "eu-west-3"] {
        let bucket = format!("new{region}");
        let blobs = Blobs::s3(&S3Options { region: region.into(), ..options(&server, &bucket) }).await.unwrap();
        assert!(matches!(blobs.check().await, Err(BlobError::NoBucket)));
        blobs.make_bucket().await.unwrap();
        blobs.put("x", "x").await.unwrap();
        blobs.check().await.unwrap();
    }
    let gone = S3Options { endpoint: "127.0.0.1:1".to_owned(), ..options(&server, "files") };
    assert!(matches!(Blobs::s3(&gone).await.unwrap().check().await, Err(BlobError::Unavailable { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_without_a_key_is_opened_by_the_role_of_the_container() {
    let server = S3Server::start(&["files"]).await;
    let agent = Receiver::start().await;
    agent.react("/credentials", Reaction::Json(server.role()));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "who i am").unwrap();
    let role = vec![
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI".to_owned(), agent.url("/credentials")),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE".to_owned(), file.path().to_str().unwrap().to_owned()),
    ];
    let keyless = S3Options { access_key: String::new(), secret_key: String::new(), role, ..options(&server, "files") };
    let blobs = Blobs::s3(&keyless).await.unwrap();
    blobs.put("x", "by role").await.unwrap();
    assert_eq!(blobs.get("x").await.unwrap(), "by role");
}

async fn upload(client: &Client, channel: &Value, name: &str, bytes: Vec<u8>) -> Value {
    let form = Form::new().text("channel_id", id(channel).to_owned());
    let form = form.part("files", Part::bytes(bytes).file_name(name.to_owned()));
    let sent = client.send(client.request("POST", "/api/v4/files").multipart(form)).await;
    assert_eq!(sent.status, 201, "{:?}", sent.body);
    sent.body["file_infos"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_share_the_files_of_a_bucket_which_the_first_one_makes() {
    let server = S3Server::start(&[]).await;
    let database = std::sync::Arc::new(TestDatabase::migrated().await);
    let one = TestNode::on(database.clone(), server.tuning("made-at-start")).await;
    let person = one.sign_up("admin").await;
    let team = person.new_team("ship").await;
    let channel = person.new_channel(&team, "deck").await;
    let two = TestNode::on(database, server.tuning("made-at-start")).await;
    let there = person.at(&two);

    let whole = bytes(PART_LEN + 20);
    let file = upload(&person, &channel, "big.bin", whole.clone()).await;
    let path = format!("/api/v4/files/{}", id(&file));
    let got = there.get(&path).await;
    assert_eq!(got.status, 200);
    assert!(got.bytes == whole);
    let part = there.send(there.request("GET", &path).header("range", "bytes=5-9")).await;
    assert_eq!((part.status, part.bytes.as_slice()), (206, &whole[5..10]));

    let drawn = upload(&person, &channel, "drawn.png", PICTURE.to_vec()).await;
    for what in ["thumbnail", "preview"] {
        assert_eq!(there.get(&format!("/api/v4/files/{}/{what}", id(&drawn))).await.status, 200, "{what}");
    }

    let begun = json!({"channel_id": id(&channel), "filename": "slow.bin", "file_size": whole.len()});
    let begun = person.post("/api/v4/uploads", begun).await;
    let path = format!("/api/v4/uploads/{}", id(&begun.body));
    let first = person.send(person.request("POST", &path).body(whole[..PART_LEN].to_vec())).await;
    assert_eq!(first.status, 204, "{:?}", first.body);
    let done = there.send(there.request("POST", &path).body(whole[PART_LEN..].to_vec())).await;
    assert_eq!(done.status, 200, "{:?}", done.body);
    let got = person.get(&format!("/api/v4/files/{}", id(&done.body))).await;
    assert!(got.bytes == whole);
    for node in [&one, &two] {
        let on_disk: Vec<_> = node.files().into_iter().filter(|file| !file.contains("config.json")).collect();
        assert_eq!(on_disk, [""; 0], "nothing is in a folder");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_settings_of_a_bucket_can_be_tried() {
    let server = S3Server::start(&["files"]).await;
    let (key, secret) = server.keeper();
    let node = TestNode::tuned(server.tuning("files")).await;
    let admin = node.sign_up("admin").await;
    let plain = node.sign_up("plain").await;
    let section = admin.get("/api/v4/config").await.body["FileSettings"].take();
    let with = |changes: Value| {
        let mut section = section.clone();
        section.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        json!({"FileSettings": section})
    };
    let try_out = async |body: Value| {
        let reply = admin.post(TEST, body).await;
        (reply.status, reply.error_id().to_owned())
    };
    let fine = (200, String::new());
    assert_eq!(try_out(Value::Null).await, fine, "those of the server");
    assert_eq!(try_out(with(json!({}))).await, fine, "the masked secret is the server's");
    assert_eq!(try_out(with(json!({"AmazonS3SecretAccessKey": secret, "AmazonS3PathPrefix": "below"}))).await, fine);
    let folder = tempfile::tempdir().unwrap();
    let local = json!({"DriverName": "local", "Directory": folder.path().to_str().unwrap()});
    assert_eq!(try_out(with(local)).await, fine, "a folder is looked at as well");
    for (changes, status, error) in [
        (json!({"AmazonS3Bucket": ""}), 400, "api.admin.test_s3.missing_s3_bucket"),
        (json!({"AmazonS3Region": null}), 400, "api.file.test_connection_s3_settings_nil.app_error"),
        (json!({"AmazonS3Bucket": "none"}), 500, "api.file.test_connection_s3_bucket_does_not_exist.app_error"),
        (
            json!({"AmazonS3AccessKeyId": key, "AmazonS3SecretAccessKey": "x"}),
            500,
            "api.file.test_connection_s3_auth.app_error",
        ),
        (json!({"AmazonS3Endpoint": "127.0.0.1:1"}), 500, "api.file.test_connection.app_error"),
        (json!({"AmazonS3PathPrefix": "../up"}), 500, "api.file.no_driver.app_error"),
        (json!({"AmazonS3SSL": true}), 500, "api.file.test_connection.app_error"),
    ] {
        assert_eq!(try_out(with(changes.clone())).await, (status, error.to_owned()), "{changes}");
    }
    let refused = plain.post(TEST, with(json!({}))).await;
    assert_eq!((refused.status, refused.error_id()), (403, "api.context.permissions.app_error"));
}

#[tokio::test(flavor = "multi_thread")]
async fn exports_can_have_a_bucket_of_their_own_which_gives_links() {
    let server = S3Server::start(&["files"]).await;
    let (key, secret) = server.keeper();
    let own = |tuning: Tuning| {
        tuning
            .with("MM_FILESETTINGS_DEDICATEDEXPORTSTORE", "true")
            .with("MM_FILESETTINGS_EXPORTDRIVERNAME", "amazons3")
            .with("MM_FILESETTINGS_EXPORTAMAZONS3ENDPOINT", server.endpoint())
            .with("MM_FILESETTINGS_EXPORTAMAZONS3SSL", "false")
            .with("MM_FILESETTINGS_EXPORTAMAZONS3BUCKET", "exported")
            .with("MM_FILESETTINGS_EXPORTAMAZONS3PATHPREFIX", "below")
            .with("MM_FILESETTINGS_EXPORTAMAZONS3ACCESSKEYID", key)
            .with("MM_FILESETTINGS_EXPORTAMAZONS3SECRETACCESSKEY", secret)
            .with("MM_FILESETTINGS_EXPORTAMAZONS3PRESIGNEXPIRESSECONDS", "60")
    };
    let flag = |tuning: Tuning| tuning.with("MM_FEATUREFLAGS_ENABLEEXPORTDIRECTDOWNLOAD", "true");
    let node = TestNode::tuned(flag(own(server.tuning("files")))).await;
    let admin = node.sign_up("admin").await;
    let exports = S3Options { prefix: "below".to_owned(), ..options(&server, "exported") };
    let blobs = Blobs::s3(&exports).await.unwrap();
    blobs.put("export/ä 1.zip", "bytes of an export").await.unwrap();
    assert_eq!(admin.get("/api/v4/exports").await.body, json!(["ä 1.zip"]));
    assert_eq!(admin.get("/api/v4/exports/%C3%A4%201.zip").await.bytes, b"bytes of an export");
    let link = admin.post("/api/v4/exports/%C3%A4%201.zip/presign-url", Value::Null).await;
    assert_eq!((link.status, &link.body["expiration"]), (200, &json!(60_000_000_000_i64)), "{:?}", link.body);
    let address = link.body["url"].as_str().unwrap();
    assert!(address.contains("X-Amz-Expires=60&") && address.contains("X-Amz-Signature="), "{address}");
    assert_eq!(reqwest::get(address).await.unwrap().bytes().await.unwrap(), "bytes of an export");
    let other = address.replace("X-Amz-Expires=60&", "X-Amz-Expires=600&");
    assert_eq!(reqwest::get(other).await.unwrap().status(), 403, "it is for its time");
    let missing = admin.post("/api/v4/exports/none.zip/presign-url", Value::Null).await;
    assert_eq!((missing.status, missing.error_id()), (500, "app.eport.generate_presigned_url.notfound.app_error"));
    assert_eq!(admin.delete("/api/v4/exports/%C3%A4%201.zip").await.status, 200);
    assert_eq!(keys(&blobs, "").await, []);

    for (tuning, error) in [
        (own(server.tuning("files")), "app.eport.generate_presigned_url.featureflag.app_error"),
        (flag(server.tuning("files")), "app.eport.generate_presigned_url.config.app_error"),
    ] {
        let node = TestNode::tuned(tuning).await;
        let refused = node.sign_up("admin").await.post("/api/v4/exports/a.zip/presign-url", Value::Null).await;
        assert_eq!((refused.status, refused.error_id()), (500, error));
    }
}

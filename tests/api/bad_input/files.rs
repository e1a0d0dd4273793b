//! Uploads that lie about their name, their size or what they are.

use std::io::Write;

use flate2::Crc;
use flate2::write::ZlibEncoder;
use reqwest::multipart;
use roost_testkit::{DEADLINE, Reply};
use serde_json::json;
use tokio::time::Instant;

use super::wire::Wire;
use super::{Place, peak_kb};

/// The files that people gave to the node.
fn kept(place: &Place) -> Vec<String> {
    place.node.files().into_iter().filter(|file| file.contains("/files/")).collect()
}

async fn rows(place: &Place) -> i64 {
    let client = place.node.database.client().await;
    client.query_one("select count(*) from fileinfo", &[]).await.unwrap().get(0)
}

async fn upload_form(place: &Place, name: &str) -> Reply {
    let part = multipart::Part::bytes(&b"content"[..]).file_name(name.to_owned());
    let form = multipart::Form::new().text("channel_id", place.channel.clone()).part("files", part);
    place.user.send(place.user.request("POST", "/api/v4/files").multipart(form)).await
}

async fn upload_body(place: &Place, name: &str) -> Reply {
    let escapes: Vec<String> = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let name = escapes.concat();
    let path = format!("/api/v4/files?channel_id={}&filename={name}", place.channel);
    place.user.send(place.user.request("POST", &path).body("content")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_files_lead_nowhere_else() {
    let place = Place::build().await;
    let long = "a".repeat(5_000) + ".txt";
    let mut stored = 0;
    for name in [
        "../../../../etc/passwd",
        "/etc/passwd",
        "..",
        ".",
        "/",
        "a/../../../b",
        "..\\..\\boot.ini",
        "C:\\boot.ini",
        "%2e%2e%2fpasswd",
        "....//....//passwd",
        "config.json",
        "../config.json",
        "a\u{0}b.txt",
        "\u{202e}txt.exe",
        "a\nb.txt",
        ".hidden",
        "a.txt#1",
        " ",
        &long,
    ] {
        for reply in [upload_form(&place, name).await, upload_body(&place, name).await] {
            assert!(matches!(reply.status, 201 | 400 | 414), "{name:?}: {} {:?}", reply.status, reply.body);
            if reply.status == 201 {
                let Some(info) = reply.body["file_infos"].get(0) else { continue };
                stored += 1;
                let told = info["name"].as_str().unwrap();
                // A name is only shown: `..` is one like any other.
                assert!(!told.contains(['/', '\0']), "{name:?}: {told:?}");
                let read = place.user.get(&format!("/api/v4/files/{}", info["id"].as_str().unwrap())).await;
                assert_eq!(read.bytes, b"content", "{name:?}");
            }
        }
    }
    assert!(stored > 20, "only {stored} were stored");
    let files = kept(&place);
    assert_eq!(files.len(), stored);
    let day = "/files/20";
    for file in &files {
        assert!(file.contains(day) && file.contains("/teams/") && file.contains("/users/"), "{file}");
        assert!(!file.contains("/../"), "{file}");
    }
    let all = place.node.files();
    assert_eq!(all.len(), stored + 1, "besides them there is the configuration: {all:#?}");
}

/// Begins an upload of 20 megabytes, waits until the server keeps some of it, and goes away.
async fn break_off(place: &Place, head: &str, start: &str) {
    let before = kept(place);
    let mut wire = Wire::open(&place.node).await;
    wire.send(format!("{head}Authorization: Bearer {}\r\n\r\n{start}", place.user.token())).await;
    wire.send(vec![b'x'; 12_000_000]).await;
    let began = Instant::now();
    while kept(place) == before {
        assert!(began.elapsed() < DEADLINE, "nothing of the upload is kept while it arrives");
        tokio::task::yield_now().await;
    }
    wire.vanish();
    let gone = Instant::now();
    while kept(place) != before {
        assert!(gone.elapsed() < DEADLINE, "something stays behind: {:#?}", kept(place));
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_breaks_off_leaves_neither_file_nor_row() {
    let place = Place::build().await;
    let before = place.node.digest().await;
    let line = |path: &str| format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n");
    let body = line(&format!("/api/v4/files?channel_id={}&filename=a.bin", place.channel));
    break_off(&place, &body, "").await;
    let form = line("/api/v4/files") + "Content-Type: multipart/form-data; boundary=b\r\n";
    let field = format!("--b\r\nContent-Disposition: form-data; name=\"channel_id\"\r\n\r\n{}\r\n", place.channel);
    let file = "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.bin\"\r\n\r\n";
    break_off(&place, &form, &format!("{field}{file}")).await;
    // The first file is whole, the second is not: none of them is kept.
    break_off(&place, &form, &format!("{field}{file}whole\r\n{file}")).await;
    assert_eq!(place.node.digest().await, before);
    assert_eq!(rows(&place).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_its_end_is_refused_whole() {
    let place = Place::build().await;
    let before = (place.node.digest().await, kept(&place));
    let field = format!("--b\r\nContent-Disposition: form-data; name=\"channel_id\"\r\n\r\n{}\r\n", place.channel);
    let file = "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.bin\"\r\n\r\ncontent";
    for form in
        [format!("{field}{file}"), format!("{field}{file}\r\n--b"), field.clone(), "--b".to_owned(), String::new()]
    {
        let request = place.user.request("POST", "/api/v4/files").body(form.clone());
        let reply = place.user.send(request.header("content-type", "multipart/form-data; boundary=b")).await;
        assert_eq!(reply.status, 400, "{form:?}: {:?}", reply.body);
    }
    assert_eq!((place.node.digest().await, kept(&place)), before);
}

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(&kind);
    crc.update(data);
    [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], &kind, data, &crc.sum().to_be_bytes()].concat()
}

/// A PNG of a few hundred bytes that claims to be this wide and high.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut pixels = ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    pixels.write_all(&vec![0; 100_000]).unwrap();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let data = pixels.finish().unwrap();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(*b"IHDR", &header), &chunk(*b"IDAT", &data), &chunk(*b"IEND", b"")].concat()
}

/// A GIF that claims to be as large as its format can say.
fn gif() -> Vec<u8> {
    let mut gif = b"GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff".to_vec();
    gif.extend_from_slice(b"\x2c\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02\x44\x01\x00\x3b");
    gif
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_claim_to_be_huge_are_refused_unseen() {
    let place = Place::build().await;
    let team = place.user.get("/api/v4/users/me/teams").await.body;
    let icon = format!("/api/v4/teams/{}/image", team[0]["id"].as_str().unwrap());
    let before = (place.node.digest().await, kept(&place));
    let grown = peak_kb(async {
        for bomb in [png(30_000, 30_000), png(u32::MAX >> 1, 1), png(2, 1_000_000_000), gif()] {
            assert!(bomb.len() < 1_000, "{}", bomb.len());
            for (path, field, status, error) in [
                ("/api/v4/files", "files", 400, "api.file.upload_file.large_image_detailed.app_error"),
                ("/api/v4/users/me/image", "image", 400, "api.user.upload_profile_user.check_image_limits.app_error"),
                (&*icon, "image", 400, ""),
                ("/api/v4/emoji", "image", 400, ""),
            ] {
                let part = multipart::Part::bytes(bomb.clone()).file_name("a.png");
                let emoji = json!({"name": "bomb", "creator_id": place.user.user_id()}).to_string();
                let form = match path {
                    "/api/v4/files" => multipart::Form::new().text("channel_id", place.channel.clone()),
                    "/api/v4/emoji" => multipart::Form::new().text("emoji", emoji),
                    _ => multipart::Form::new(),
                };
                let reply = place.user.send(place.user.request("POST", path).multipart(form.part(field, part))).await;
                assert_eq!(reply.status, status, "{path}: {:?}", reply.body);
                assert!(error.is_empty() || reply.error_id() == error, "{path}: {}", reply.error_id());
            }
        }
    });
    let grown = grown.await;
    assert!(grown < 64 * 1024, "{grown} kB");
    assert_eq!((place.node.digest().await, kept(&place)), before);
}

//! Files are found by what is in them.

use std::io::{Cursor, Write};

use roost_testkit::{Client, TestNode, Tuning};
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::helpers::{id, now_ms};

/// An archive of files with their names.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A document whose word is parted into pieces with a format each, as word processors do.
fn docx(start: &str, end: &str) -> Vec<u8> {
    let text = format!(
        "<?xml version=\"1.0\"?><w:document><w:body><w:p><w:r><w:t>{start}</w:t></w:r><w:r><w:rPr/><w:t>{end}</w:t></w:r></w:p>\
         <w:p><w:r><w:t>next &amp; last</w:t></w:r></w:p></w:body></w:document>"
    );
    archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", text.as_bytes())])
}

/// A PDF of one page.
fn pdf(text: &str) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let (mut out, mut places) = (b"%PDF-1.4\n".to_vec(), Vec::new());
    for (n, object) in objects.iter().enumerate() {
        places.push(format!("{:010} 00000 n \n", out.len()));
        write!(out, "{} 0 obj\n{object}\nendobj\n", n + 1).unwrap();
    }
    let (places, at) = (places.concat(), out.len());
    write!(out, "xref\n0 6\n0000000000 65535 f \n{places}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n")
        .unwrap();
    out
}

struct Place {
    node: TestNode,
    person: Client,
    team: Value,
    channel: Value,
}

impl Place {
    async fn new(tuning: Tuning) -> Self {
        let node = TestNode::tuned(tuning).await;
        let person = node.sign_up("person").await;
        let team = person.new_team("team").await;
        let channel = person.new_channel(&team, "room").await;
        Self { node, person, team, channel }
    }

    /// Posts a file, and gives its id.
    async fn share(&self, name: &str, bytes: Vec<u8>) -> String {
        let path = format!("/api/v4/files?channel_id={}&filename={name}", id(&self.channel));
        let uploaded = self.person.send(self.person.request("POST", &path).body(bytes)).await;
        assert_eq!(uploaded.status, 201, "{}", uploaded.body);
        let file = id(&uploaded.body["file_infos"][0]).to_owned();
        self.attach(&file).await;
        file
    }

    async fn attach(&self, file: &str) {
        let post = json!({"channel_id": self.channel["id"], "message": "", "file_ids": [file]});
        assert_eq!(self.person.post("/api/v4/posts", post).await.status, 201);
    }

    async fn found(&self, word: &str) -> Vec<String> {
        self.found_at("/api/v4/files/search", word).await
    }

    async fn found_at(&self, path: &str, word: &str) -> Vec<String> {
        let found = self.person.post(path, json!({"terms": word})).await.body;
        found["order"].as_array().unwrap().iter().map(|file| file.as_str().unwrap().to_owned()).collect()
    }

    async fn wait_found(&self, word: &str, files: &[&str]) {
        self.person.wait_until(&format!("{word} is found"), async |_| self.found(word).await == files).await;
        let in_team = format!("/api/v4/teams/{}/files/search", id(&self.team));
        assert_eq!(self.found_at(&in_team, word).await, files);
    }

    async fn content(&self, file: &str) -> String {
        let sql = "select coalesce(content, '') from fileinfo where id = $1";
        self.node.database.client().await.query_one(sql, &[&file]).await.unwrap().get(0)
    }

    async fn job(&self, data: Value) -> Value {
        let job = self.person.post("/api/v4/jobs", json!({"type": "extract_content", "data": data})).await;
        assert_eq!(job.status, 201, "{}", job.body);
        let path = format!("/api/v4/jobs/{}", id(&job.body));
        let ended = async |client: &Client| {
            let status = client.get(&path).await.body["status"].clone();
            status == "success" || status == "error"
        };
        self.person.wait_until("the job has ended", ended).await;
        self.person.get(&path).await.body
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_in_files_of_every_kind() {
    let place = Place::new(Tuning::default()).await;
    let slide = b"<p:sld><a:p><a:r><a:t>quokka</a:t></a:r></a:p><a:p><a:t>x</a:t></a:p></p:sld>";
    let shared = b"<sst><si><t>numbat</t></si><si><r><t>wom</t></r><r><t>bat</t></r></si></sst>";
    let open = b"<office:text><text:p>dug<text:span>ong</text:span></text:p><text:h>y</text:h></office:text>";
    for (name, bytes, word) in [
        ("a.pdf", pdf("echidna lives"), "echidna"),
        ("a.docx", docx("platy", "pus"), "platypus"),
        ("a.pptx", archive(&[("ppt/slides/slide1.xml", slide)]), "quokka"),
        ("a.xlsx", archive(&[("xl/sharedStrings.xml", shared)]), "wombat"),
        ("a.odt", archive(&[("content.xml", open)]), "dugong"),
        ("a.html", b"<p>tas<b>manian</b></p><script>devil</script>".to_vec(), "tasmanian"),
        ("a.txt", b"plain bandicoot".to_vec(), "bandicoot"),
        ("old.txt", b"K\xe4nguru".to_vec(), "k\u{e4}nguru"),
        ("a.zip", archive(&[("photos/koala.jpg", b"")]), "koala"),
    ] {
        let file = place.share(name, bytes).await;
        place.wait_found(word, &[&file]).await;
    }
    assert_eq!(place.found("devil").await, Vec::<String>::new(), "what runs is no text");
    assert_eq!(place.found("quokkax").await, Vec::<String>::new(), "paragraphs part words");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_sent_in_parts_is_read_too() {
    let place = Place::new(Tuning::default()).await;
    let bytes = docx("dro", "medary");
    let draft = json!({"channel_id": place.channel["id"], "filename": "a.docx", "file_size": bytes.len()});
    let upload = place.person.post("/api/v4/uploads", draft).await.body;
    let path = format!("/api/v4/uploads/{}", id(&upload));
    let part = place.person.send(place.person.request("POST", &path).body(bytes)).await;
    assert_eq!(part.status, 200, "{}", part.body);
    place.attach(id(&part.body)).await;
    place.wait_found("dromedary", &[id(&part.body)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_and_broken_files_are_files_without_text() {
    let place = Place::new(Tuning::default()).await;
    let mut cut = docx("never", "found");
    cut.truncate(cut.len() / 2);
    let nested = (0..40).fold(b"bottom".to_vec(), |inner, _| archive(&[("inner.zip", &inner)]));
    let deep =
        format!("%PDF-1.4\n1 0 obj\n{}\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF", "[".repeat(200_000));
    let bomb = archive(&[("word/document.xml", &[b"<w:t>".as_slice(), &vec![b'x'; 40 * 1024 * 1024]].concat())]);
    assert!(bomb.len() < 100_000);
    let mut files = Vec::new();
    for (name, bytes) in [
        ("bomb.docx", bomb),
        ("cut.docx", cut),
        ("no.docx", b"plain".to_vec()),
        ("nested.zip", nested),
        ("no.pdf", b"plain".to_vec()),
        ("cut.pdf", pdf("cut").split_off(30)),
        ("deep.pdf", deep.into_bytes()),
        (
            "loop.pdf",
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Prev 9>>endobj trailer<</Root 1 0 R>>".to_vec(),
        ),
        ("binary.txt", vec![0; 10_000]),
    ] {
        files.push(place.share(name, bytes).await);
    }
    // Whoever comes after them is read, and they were read before: two at a time, in turn.
    let good = place.share("good.docx", docx("wal", "laby")).await;
    place.wait_found("wallaby", &[&good]).await;
    assert_eq!(place.job(json!({})).await["status"], "success");
    for file in files {
        let content = place.content(&file).await;
        assert!(matches!(content.as_str(), "" | "inner.zip inner zip"), "{file}: {}", content.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn archives_are_opened_when_administrators_want_it() {
    let tuning = Tuning::default().with("MM_FILESETTINGS_ARCHIVERECURSION", "true");
    let place = Place::new(tuning).await;
    let inner = archive(&[("deep.docx", &docx("wal", "laby"))]);
    let bytes = archive(&[("broken.pdf", b"%PDF-"), ("notes/a.txt", b"bilby"), ("inner.zip", &inner)]);
    let file = place.share("all.zip", bytes).await;
    for word in ["bilby", "wallaby"] {
        place.wait_found(word, &[&file]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_reads_what_was_there_before() {
    let place = Place::new(Tuning::default().with("MM_FILESETTINGS_EXTRACTCONTENT", "false")).await;
    let document = place.share("a.docx", docx("wal", "laby")).await;
    let text = place.share("a.txt", b"bilby".to_vec()).await;
    let now_s = now_ms() / 1_000;
    for (data, status) in [
        (json!({"from": (now_s + 100).to_string()}), "success"),
        (json!({"to": (now_s - 100).to_string()}), "success"),
        (json!({"from": "yesterday"}), "error"),
    ] {
        assert_eq!(place.job(data.clone()).await["status"], status, "{data}");
        assert_eq!(place.found("wallaby").await, Vec::<String>::new(), "{data}");
    }
    let done = place.job(json!({"from": (now_s - 100).to_string(), "to": (now_s + 100).to_string()})).await;
    assert_eq!((&done["status"], &done["progress"]), (&json!("success"), &json!(100)));
    assert_eq!((place.found("wallaby").await, place.found("bilby").await), (vec![document], vec![text]));
}

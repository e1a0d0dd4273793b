//! Files that are refused: at which line, with which id, and with nothing written.

use std::io::Write;
use std::path::Path;

use roost_app::bulk::Source;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Load, golden, golden_json};

#[tokio::test(flavor = "multi_thread")]
async fn each_broken_file_is_refused_at_its_line_and_nothing_is_written() {
    let load = Load::new().await;
    let before = load.database.digest().await;
    let cases = golden_json("bulk/broken.json");
    let mut checked = 0;
    for (name, case) in cases["cases"].as_object().unwrap() {
        let Some(file) = case["file"].as_str() else { continue };
        let refusals = load.validate(&golden(&format!("bulk/{file}"))).await;
        let mut recorded: Vec<(u64, String)> = Vec::new();
        for error in case["validate"]["errors"].as_array().unwrap() {
            let id = error["error"].as_str().unwrap().strip_prefix("BulkImport: ").unwrap_or_default();
            let line = error["current_line"].as_u64().unwrap();
            if recorded.iter().all(|(known, _)| *known != line) {
                recorded.push((line, id.to_owned()));
            }
        }
        if recorded.is_empty() {
            // Found only when it was loaded.
            let line = case["job"]["data"]["line_number"].as_str().unwrap().parse().unwrap();
            recorded.push((line, String::new()));
        }
        assert_eq!(refusals.list.len(), recorded.len(), "{name}: {refusals:?}");
        for ((line, refusal), (recorded_line, id)) in refusals.list.iter().zip(&recorded) {
            assert_eq!(line, recorded_line, "{name}: {refusal}");
            assert!(id.is_empty() || refusal.error.id == id, "{name}: {refusal} instead of {id}");
        }
        checked += 1;
    }
    assert_eq!(checked, 12);
    assert_eq!(load.database.digest().await, before);
}

/// An archive of these files.
fn archive(path: &Path, files: &[(&str, &str)]) {
    let mut zip = ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn archives_are_read_whole_or_refused() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.zip");
    let refused = |path: &Path| Source::open(path).err().unwrap().error.id;

    std::fs::write(&path, "this is not a zip").unwrap();
    assert_eq!(refused(&path), "import_process.worker.do_job.open_file");
    archive(&path, &[("readme.txt", "nothing to load")]);
    assert_eq!(refused(&path), "import_process.worker.do_job.missing_jsonl");
    assert_eq!(refused(&home.path().join("none.jsonl")), "import_process.worker.do_job.open_file");

    // The first of two is read.
    let version = "{\"type\":\"version\",\"version\":1}\n";
    archive(&path, &[("a.jsonl", version), ("b.jsonl", version)]);
    let load = Load::new().await;
    assert_eq!(load.validate(&path).await.count, 0);
    assert_eq!(load.load(&path).await.unwrap().lines, 1);

    // An empty file does not say its version.
    archive(&path, &[("a.jsonl", "")]);
    assert_eq!(load.validate(&path).await.list[0].0, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_an_archive_are_found_in_its_data_folder_and_nowhere_else() {
    let load = Load::new().await;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.zip");
    let lines = |attachment: &str| {
        [
            r#"{"type":"version","version":1}"#.to_owned(),
            r#"{"type":"team","team":{"name":"zip-team","display_name":"T","type":"O"}}"#.to_owned(),
            r#"{"type":"user","user":{"username":"zipper","email":"z@example.com","teams":[{"name":"zip-team"}]}}"#
                .to_owned(),
            format!(
                r#"{{"type":"post","post":{{"team":"zip-team","channel":"town-square","user":"zipper","message":"m","create_at":5,"attachments":[{{"path":"{attachment}"}}]}}}}"#
            ),
        ]
        .join("\n")
    };
    archive(&path, &[("a.jsonl", &lines("note.txt")), ("data/note.txt", "hello")]);
    assert_eq!(load.validate(&path).await.count, 0);
    load.load(&path).await.unwrap();
    assert_eq!(load.text("select content from fileinfo").await, "hello");

    for outside in ["../note.txt", "/etc/hostname", "x/../../note.txt"] {
        archive(&path, &[("a.jsonl", &lines(outside)), ("note.txt", "hello")]);
        let refusals = load.validate(&path).await;
        assert_eq!(refusals.list[0].1.error.id, "app.import.validate_attachment_import_data.invalid_path.error");
    }
}

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tracing_subscriber::layer::SubscriberExt;

use super::*;

/// What the log keeps and writes while `talk` talks.
fn written(wanted: &[Wanted], kept: LevelFilter, talk: impl FnOnce(&Arc<Logging>)) -> Vec<Value> {
    let log = Arc::new(Logging::default());
    assert!(log.write_to(wanted, kept, 20).is_empty());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(LogLayer(log.clone())), || talk(&log));
    log.end();
    log.lines().all().iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn file(path: &Path, form: Form, level: LevelFilter) -> Wanted {
    to(Place::File { path: path.to_owned(), bytes_max: 1_000_000, old_max: 2 }, form, level)
}

fn to(place: Place, form: Form, level: LevelFilter) -> Wanted {
    Wanted { name: "test".to_owned(), place, form, levels: Levels::up_to(level), waiting_max: 1_000 }
}

#[test]
fn a_line_has_what_collectors_of_the_originals_log_look_for() {
    let lines = written(&[], LevelFilter::INFO, |_| {
        tracing::warn!(target: "roost_x", count = 3, ok = true, name = %"a \"quoted\" name that is too long", level = 7, "it \"said\"");
        tracing::debug!(target: "roost_x", "too fine");
        tracing::info!(target: "roost::request", "one of many");
    });
    assert_eq!(lines.len(), 1);
    let mut line = lines.into_iter().next().unwrap();
    let timestamp = line.as_object_mut().unwrap().remove("timestamp").unwrap();
    let shape: String = timestamp.as_str().unwrap().chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    assert_eq!(shape, "0000-00-00 00:00:00.000 Z");
    let wanted = json!({
        "level": "warn", "msg": "it \"said\"", "caller": "roost_x", "count": 3, "ok": true, "name": "a \"quoted\" name that",
        "level_": 7,
    });
    assert_eq!(line, wanted);
}

#[test]
fn every_output_has_a_form_and_a_level_of_its_own() {
    let home = tempfile::tempdir().unwrap();
    let (fine, coarse) = (home.path().join("made/fine.log"), home.path().join("coarse.log"));
    let wanted = [file(&fine, Form::Text, LevelFilter::DEBUG), file(&coarse, Form::Json, LevelFilter::ERROR)];
    let kept = written(&wanted, LevelFilter::WARN, |_| {
        tracing::debug!(target: "roost_x", n = 1, "fine");
        tracing::debug!(target: "library", "finer than anybody wants");
        tracing::error!(target: "library", "broken");
    });
    assert_eq!(kept.len(), 1);
    let fine = fs::read_to_string(fine).unwrap();
    let (first, second) = fine.trim_end().split_once('\n').unwrap();
    assert!(first.starts_with("debug [") && first.ends_with("] fine caller=\"roost_x\" n=1"), "{first}");
    assert!(second.starts_with("error [") && second.ends_with("] broken caller=\"library\""), "{second}");
    let coarse: Value = serde_json::from_str(&fs::read_to_string(coarse).unwrap()).unwrap();
    assert_eq!((&coarse["level"], &coarse["msg"]), (&json!("error"), &json!("broken")));
}

#[test]
fn outputs_change_while_the_node_runs() {
    let home = tempfile::tempdir().unwrap();
    let (first, second) = (home.path().join("first.log"), home.path().join("second.log"));
    written(&[file(&first, Form::Text, LevelFilter::INFO)], LevelFilter::OFF, |log| {
        let say = |what: &str| tracing::debug!(target: "roost_x", "{what}");
        say("one");
        log.write_to(&[file(&second, Form::Text, LevelFilter::DEBUG)], LevelFilter::OFF, 20);
        say("two");
        log.write_to(&[file(&first, Form::Text, LevelFilter::DEBUG)], LevelFilter::OFF, 20);
        say("three");
    });
    let said = |path| fs::read_to_string(path).unwrap();
    assert!(said(&first).contains("] three ") && !said(&first).contains("one") && !said(&first).contains("two"));
    assert!(said(&second).contains("] two ") && !said(&second).contains("three"));
}

#[test]
fn a_full_file_makes_room_and_the_oldest_go() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.log");
    let place = Place::File { path, bytes_max: 200, old_max: 2 };
    let wanted = [to(place, Form::Text, LevelFilter::INFO)];
    written(&wanted, LevelFilter::OFF, |_| (0..20).for_each(|n| tracing::info!(target: "roost_x", "line {n};")));
    let mut names: Vec<_> = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.log", "a.log.1", "a.log.2"]);
    assert!(fs::read_to_string(home.path().join("a.log")).unwrap().contains("line 19;"));
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_the_others_are_written() {
    let home = tempfile::tempdir().unwrap();
    let good = home.path().join("good.log");
    let wanted = [
        file(Path::new("/proc/nowhere/bad.log"), Form::Json, LevelFilter::INFO),
        file(&good, Form::Json, LevelFilter::INFO),
    ];
    let log = Logging::default();
    let errors = log.write_to(&wanted, LevelFilter::INFO, 0);
    assert_eq!(errors.len(), 1);
    assert!(errors[0].to_string().contains("/proc/nowhere/bad.log"));
    log.end();
    assert!(good.exists());
}

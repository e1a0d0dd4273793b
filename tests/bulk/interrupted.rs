//! Loads that stop half-way, and files that are loaded in parts.

use roost_app::bulk::Kind;

use super::Load;

const TEAM: &str = r#""type":"team","team":{"name":"half-team","display_name":"T","type":"O"}"#;

fn user(name: &str, email: &str) -> String {
    format!(
        r#""type":"user","user":{{"username":"{name}","email":"{email}@example.com","teams":[{{"name":"half-team"}}]}}"#
    )
}

fn post(user: &str, at: u64, more: &str) -> String {
    format!(
        r#""type":"post","post":{{"team":"half-team","channel":"town-square","user":"{user}","message":"m {at}","create_at":{at}{more}}}"#
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_that_stopped_goes_on_where_it_was() {
    let load = Load::new().await;
    let (one, two) = (user("one", "same"), user("two", "same"));
    let (first, second) = (post("one", 10, ""), post("one", 20, ""));
    // Two accounts cannot have one address: the database says so at the second.
    let path = load.file(&[TEAM, &one, &first, &two, &second]);
    let failure = load.load(&path).await.unwrap_err();
    assert!(failure.to_string().starts_with("line 5: "), "{failure}");
    assert_eq!(load.number("select count(*) from posts").await, 1);

    let two = user("two", "other");
    let path = load.file(&[TEAM, &one, &first, &two, &second]);
    let report = load.load(&path).await.unwrap();
    assert_eq!((report.of(Kind::Post).written, report.of(Kind::User).written), (1, 1));
    assert_eq!(load.number("select totalmsgcount from channels where name = 'town-square'").await, 2);
    assert_eq!(load.number("select count(*) from users").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_reactions_and_files_that_come_later_join_their_post() {
    let load = Load::new().await;
    load.beside("a.txt", b"first");
    load.beside("b.txt", b"second");
    let (one, two) = (user("one", "one"), user("two", "two"));
    let early =
        post("one", 10, r#","replies":[{"user":"two","message":"r","create_at":11}],"attachments":[{"path":"a.txt"}]"#);
    load.load(&load.file(&[TEAM, &one, &two, &early])).await.unwrap();

    let late = post(
        "one",
        10,
        r#","is_pinned":true,"replies":[{"user":"two","message":"r","create_at":11},{"user":"one","message":"s","create_at":12}],
           "attachments":[{"path":"a.txt"},{"path":"b.txt"}],
           "reactions":[{"user":"two","emoji_name":"+1","create_at":13},{"user":"two","emoji_name":"+1","create_at":14}]"#,
    )
    .replace('\n', "");
    let path = load.file(&[TEAM, &one, &two, &late]);
    let report = load.load(&path).await.unwrap();
    assert_eq!(report.of(Kind::Reply).written, 1);
    assert_eq!(report.of(Kind::Attachment).written, 1);
    assert_eq!(report.of(Kind::Reaction).written, 1);
    let thread = "select replycount || ' ' || lastreplyat || ' ' || jsonb_array_length(participants) from threads";
    assert_eq!(load.text(thread).await, "2 12 2");
    let root = "select jsonb_array_length(fileids::jsonb) || ' ' || hasreactions || ' ' || ispinned from posts where rootid = ''";
    assert_eq!(load.text(root).await, "2 true true");
    assert_eq!(load.number("select totalmsgcount from channels where name = 'town-square'").await, 3);

    let digest = load.database.digest().await;
    load.load(&path).await.unwrap();
    assert_eq!(load.database.digest().await, digest);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_or_edited_on_the_server_does_not_come_back() {
    let load = Load::new().await;
    let one = user("one", "one");
    let (kept, deleted) = (post("one", 10, ""), post("one", 20, ""));
    let path = load.file(&[TEAM, &one, &kept, &deleted]);
    load.load(&path).await.unwrap();
    load.database.client().await.batch_execute("update posts set deleteat = 30 where createat = 20").await.unwrap();
    let report = load.load(&path).await.unwrap();
    assert_eq!(report.of(Kind::Post).skipped["changed on the server since"], 1);
    assert_eq!(load.number("select count(*) from posts").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_post_twice_in_a_file_is_one_post() {
    let load = Load::new().await;
    let one = user("one", "one");
    let (first, second) = (post("one", 10, ""), post("one", 10, r#","is_pinned":true"#));
    let report = load.load(&load.file(&[TEAM, &one, &first, &second])).await.unwrap();
    assert_eq!(load.number("select count(*) from posts where ispinned").await, 1);
    assert_eq!(load.number("select count(*) from posts").await, 1);
    assert_eq!(report.of(Kind::Post).read, 2);
}

//! Reports for administrators.

use roost_testkit::{Client, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::{id, ids};

const POSTS: &str = "/api/v4/reports/posts";

/// All pages of a report on posts, the ids in their order.
async fn all_posts(admin: &Client, mut asked: Value) -> Vec<String> {
    let mut found = Vec::new();
    loop {
        let page = admin.post(POSTS, asked.clone()).await;
        assert_eq!(page.status, 200, "{:?}", page.body);
        found.extend(ids(&page.body["posts"]).into_iter().map(str::to_owned));
        let Some(cursor) = page.body["next_cursor"]["cursor"].as_str() else { return found };
        asked["cursor"] = json!(cursor);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_has_every_post_once_whatever_the_size_of_its_pages() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    let mut posts = Vec::new();
    for n in 0..7 {
        posts.push(id(&admin.new_post(&channel, &format!("post {n}")).await).to_owned());
    }
    admin.delete(&format!("/api/v4/posts/{}", posts[2])).await;
    // Several at the same time: the id decides.
    let same = "update posts set createat = 1000 where id = any($1)";
    let mut moved = posts[3..6].to_vec();
    node.database.client().await.execute(same, &[&moved]).await.unwrap();
    moved.sort();
    let live = [&moved[..], &[posts[0].clone(), posts[1].clone(), posts[6].clone()]].concat();
    let asked = json!({"channel_id": channel["id"], "exclude_system_posts": true});
    for per_page in [1, 2, 3, 6, 100] {
        let mut asked = asked.clone();
        asked["per_page"] = json!(per_page);
        assert_eq!(all_posts(&admin, asked.clone()).await, live, "{per_page}");
        asked["sort_direction"] = json!("desc");
        let mut reversed = all_posts(&admin, asked).await;
        reversed.reverse();
        assert_eq!(reversed, live, "{per_page}");
    }
    let with = |name: &str, value: Value| {
        let mut asked = asked.clone();
        asked[name] = value;
        asked
    };
    assert_eq!(all_posts(&admin, with("include_deleted", json!(true))).await.len(), 7);
    assert_eq!(
        all_posts(&admin, with("exclude_system_posts", json!(false))).await.len(),
        7,
        "with the maker's joining"
    );
    assert_eq!(all_posts(&admin, with("end_time", json!(1000))).await, moved);
    assert_eq!(all_posts(&admin, with("start_time", json!(1001))).await, live[3..]);
    // The first page decides what the others are about.
    let page = admin.post(POSTS, with("per_page", json!(1))).await.body;
    let other = json!({"channel_id": "x", "cursor": page["next_cursor"]["cursor"], "exclude_system_posts": false});
    assert_eq!(all_posts(&admin, other).await, live[1..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_on_posts_are_for_administrators() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let team = person.new_team("crew").await;
    let channel = person.new_channel(&team, "deck").await;
    assert_eq!(person.post(POSTS, json!({"channel_id": channel["id"]})).await.status, 403);
    for (asked, error) in [
        (json!({}), "model.post.query_params.invalid_channel_id"),
        (json!({"channel_id": "aaaaaaaaaaaaaaaaaaaaaaaaaa"}), "app.channel.get.existing.app_error"),
        (json!({"channel_id": channel["id"], "cursor": "e30"}), "model.post.decode_cursor.invalid_base64"),
        (json!({"channel_id": 5}), "api.context.invalid_body_param.app_error"),
    ] {
        assert_eq!(admin.post(POSTS, asked.clone()).await.error_id(), error, "{asked}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_paged_forwards_and_backwards() {
    let node = TestNode::tuned(Tuning::default().with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")).await;
    let admin = node.sign_up("admin").await;
    let mut people = Vec::new();
    for name in ["ann", "bob", "cat", "dan"] {
        people.push(node.sign_up(name).await);
    }
    let team = admin.new_team("crew").await;
    admin.add_to_team(&team, &people[0]).await;
    assert_eq!(admin.delete(&format!("/api/v4/users/{}", people[3].user_id())).await.status, 200);
    let demoted = admin.post(&format!("/api/v4/users/{}/demote", people[1].user_id()), json!({})).await;
    assert_eq!(demoted.status, 200);
    let names = async |query: &str| -> Vec<String> {
        let page = admin.get(&format!("/api/v4/reports/users?{query}")).await;
        assert_eq!(page.status, 200, "{query}: {:?}", page.body);
        let name = |person: &Value| person["username"].as_str().unwrap().to_owned();
        page.body.as_array().unwrap().iter().map(name).collect()
    };
    let from = |person: usize, name: &str| format!("from_column_value={name}&from_id={}", people[person].user_id());
    for (query, expected) in [
        (String::new(), vec!["admin", "ann", "bob", "cat", "dan"]),
        ("page_size=2".to_owned(), vec!["admin", "ann"]),
        (format!("page_size=2&{}", from(0, "ann")), vec!["bob", "cat"]),
        (format!("page_size=2&direction=prev&{}", from(2, "cat")), vec!["ann", "bob"]),
        (format!("page_size=2&sort_direction=desc&{}", from(2, "cat")), vec!["bob", "ann"]),
        (format!("page_size=2&sort_direction=desc&direction=prev&{}", from(0, "ann")), vec!["cat", "bob"]),
        (format!("page_size=2&sort_column=FirstName&{}", from(3, "zzz")), vec![]),
        ("search_term=N".to_owned(), vec!["admin", "ann", "dan"]),
        (format!("team_filter={}", id(&team)), vec!["admin", "ann"]),
        ("has_no_team=true&hide_inactive=true".to_owned(), vec!["bob", "cat"]),
        ("hide_active=true".to_owned(), vec!["dan"]),
        ("role_filter=system_admin".to_owned(), vec!["admin"]),
        ("role_filter=system_guest".to_owned(), vec!["bob"]),
        ("guest_filter=all".to_owned(), vec!["bob"]),
        ("guest_filter=single_channel".to_owned(), vec![]),
        ("sort_column=CreateAt&sort_direction=desc&page_size=1".to_owned(), vec!["dan"]),
        ("date_range=last_30_days&page_size=1".to_owned(), vec!["admin"]),
    ] {
        assert_eq!(names(&query).await, expected, "{query}");
    }
    assert_eq!(admin.get("/api/v4/reports/users/count?hide_inactive=true").await.body, 4);
    for query in [
        "page_size=0",
        "page_size=101",
        "sort_column=Password",
        "team_filter=x",
        "guest_filter=x",
        "hide_active=true&hide_inactive=true",
    ] {
        assert_eq!(admin.get(&format!("/api/v4/reports/users?{query}")).await.status, 400, "{query}");
    }
    assert_eq!(people[0].get("/api/v4/reports/users").await.status, 403);
    assert_eq!(people[0].get("/api/v4/reports/users/count").await.status, 403);
    let shown = admin.get("/api/v4/reports/users?page_size=1").await.body;
    assert!(shown[0].get("password").is_none() && shown[0].get("auth_data").is_none(), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_on_people_comes_as_a_file_from_the_servers_bot() {
    let mut tuning = Tuning::default();
    tuning.job_timings.poll = std::time::Duration::from_millis(20);
    let node = TestNode::tuned(tuning).await;
    let admin = node.sign_up("admin").await;
    let plain = node.sign_up("plain").await;
    let gone = node.sign_up("gone").await;
    let names = json!({"nickname": "says \"hi\", often", "first_name": "P", "last_name": "Lain"});
    assert_eq!(plain.put("/api/v4/users/me/patch", names).await.status, 200);
    assert_eq!(admin.delete(&format!("/api/v4/users/{}", gone.user_id())).await.status, 200);
    for (asked, status, error) in [
        ("?team_filter=x", 400, "api.getUsersForReporting.invalid_team_filter"),
        ("?guest_filter=x", 400, "model.user_report_options.is_valid.invalid_guest_filter"),
    ] {
        let refused = admin.post(&format!("{EXPORT}{asked}"), Value::Null).await;
        assert_eq!((refused.status, refused.error_id()), (status, error));
    }
    assert_eq!(plain.post(EXPORT, Value::Null).await.status, 403);

    let report = export(&admin, "").await;
    let lines: Vec<&str> = report.lines().collect();
    assert_eq!(
        lines[0],
        "Id,Username,Email,CreateAt,Name,Roles,LastLogin,LastStatusAt,LastPostDate,DaysActive,TotalPosts,DeletedAt"
    );
    let people: Vec<&str> = lines[1..].iter().map(|line| line.split(',').nth(1).unwrap()).collect();
    assert_eq!(people, ["admin", "plain", "gone"], "in the order in which they came");
    let of_plain = lines[2];
    assert!(of_plain.contains(",\"says \"\"hi\"\", often\",system_user,"), "{of_plain}");
    assert!(of_plain.contains(" +0000 UTC,"), "{of_plain}");
    assert!(of_plain.ends_with(",0,0,") && lines[3].ends_with(" +0000 UTC"), "{report}");

    let active = export(&admin, "?hide_inactive=true&date_range=last_30_days").await;
    assert_eq!(active.lines().count(), 3, "{active}");
}

const EXPORT: &str = "/api/v4/reports/users/export";

/// Asks for the report, and waits for its file.
async fn export(admin: &Client, asked: &str) -> String {
    let mut socket = admin.connect().await;
    let reply = admin.post(&format!("{EXPORT}{asked}"), Value::Null).await;
    assert_eq!((reply.status, &reply.body), (200, &json!({"status": "OK"})));
    let mut post = json!({});
    while post["file_ids"].as_array().is_none_or(Vec::is_empty) {
        let posted = socket.wait_for("posted").await;
        post = serde_json::from_str(posted["data"]["post"].as_str().unwrap()).unwrap();
        assert_eq!(posted["data"]["channel_type"], "D");
    }
    let info = &post["metadata"]["files"][0];
    assert_eq!((&info["extension"], &info["mime_type"]), (&json!("csv"), &json!("text/csv")));
    let file = admin.get(&format!("/api/v4/files/{}", id(info))).await;
    assert_eq!((file.status, info["size"].as_u64()), (200, Some(file.bytes.len() as u64)));
    String::from_utf8(file.bytes).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_is_asked_for_is_not_asked_for_again_by_the_same_person() {
    let mut tuning = Tuning::default();
    tuning.job_timings.poll = std::time::Duration::from_hours(1);
    let node = TestNode::tuned(tuning).await;
    let admin = node.sign_up("admin").await;
    let other = node.sign_up("other").await;
    let made = admin
        .put(&format!("/api/v4/users/{}/roles", other.user_id()), json!({"roles": "system_admin system_user"}))
        .await;
    assert_eq!(made.status, 200);
    assert_eq!(admin.post(EXPORT, Value::Null).await.status, 200);
    let refused = (400, "app.report.start_users_batch_export.job_exists");
    let again = admin.post(EXPORT, Value::Null).await;
    assert_eq!((again.status, again.error_id()), refused);
    let same = format!("{EXPORT}?date_range=all_time");
    let same = futures_util::future::join_all((0..4).map(|_| admin.post(&same, Value::Null))).await;
    let mut statuses: Vec<u16> = same.iter().map(|reply| reply.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400, 400, 400], "of several at once one is written");
    assert_eq!(admin.post(&format!("{EXPORT}?date_range=last_30_days"), Value::Null).await.status, 200, "other days");
    assert_eq!(other.post(EXPORT, Value::Null).await.status, 200, "somebody else");
}

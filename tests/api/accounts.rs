//! Changing, finding and ending accounts.

use futures_util::future::join_all;
use roost_testkit::{Client, TestNode, Tuning};
use serde_json::{Value, json};

fn of(user: &Client, rest: &str) -> String {
    format!("/api/v4/users/{}{rest}", user.user_id())
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|user| user["username"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_changes_at_once_both_stay() {
    let node = TestNode::start().await;
    let user = node.sign_up("someone").await;
    for round in 0..5 {
        let bodies = [
            json!({"nickname": format!("n{round}")}),
            json!({"position": format!("p{round}")}),
            json!({"first_name": format!("f{round}")}),
        ];
        let replies = join_all(bodies.map(|body| user.put("/api/v4/users/me/patch", body))).await;
        assert!(replies.iter().all(|reply| reply.status == 200));
        let me = user.get("/api/v4/users/me").await.body;
        let now = [&me["nickname"], &me["position"], &me["first_name"]].map(|field| field.as_str().unwrap());
        assert_eq!(now, [format!("n{round}"), format!("p{round}"), format!("f{round}")]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_gives_a_new_etag() {
    let node = TestNode::start().await;
    let user = node.sign_up("someone").await;
    let mut seen = std::collections::BTreeSet::new();
    for round in 0..20 {
        user.put("/api/v4/users/me/patch", json!({"nickname": round.to_string()})).await;
        let me = user.get("/api/v4/users/me").await;
        assert!(seen.insert(me.header("etag").to_owned()), "an etag stands for two versions");
        let request = user.request("GET", "/api/v4/users/me").header("if-none-match", me.header("etag"));
        assert_eq!(user.send(request).await.status, 304);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_told_to_everybody_as_far_as_they_may_see_it() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let (user, other) = (node.sign_up("someone").await, node.sign_up("other").await);
    let mut sockets = Vec::new();
    for client in [&admin, &user, &other] {
        let mut socket = client.connect().await;
        socket.wait_for("hello").await;
        sockets.push(socket);
    }
    user.put("/api/v4/users/me/patch", json!({"nickname": "new"})).await;
    let mut told = Vec::new();
    for socket in &mut sockets {
        told.push(socket.wait_for("user_updated").await["data"]["user"].clone());
    }
    assert!(told.iter().all(|user| user["nickname"] == "new"));
    let shows = |user: &Value| (user.get("notify_props").is_some(), user.get("last_password_update").is_some());
    assert_eq!(shows(&told[0]), (true, false), "administrators see settings");
    assert_eq!(shows(&told[1]), (true, true), "the user sees everything");
    assert_eq!(shows(&told[2]), (false, false), "others see neither");
    // The law: what was told is what is there.
    assert_eq!(other.get(&of(&user, "")).await.body, told[2]);
    assert_eq!(user.get("/api/v4/users/me").await.body, told[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deactivated_account_is_out_with_its_bots_and_back_again() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let (user, bot) = (node.sign_up("someone").await, node.sign_up("robot").await);
    assert_eq!(admin.post(&of(&bot, "/convert_to_bot"), json!({})).await.status, 200);
    let sql = node.database.client().await;
    sql.execute("update bots set ownerid = $1", &[&user.user_id()]).await.unwrap();
    let before = node.digest().await;
    assert_eq!(user.put(&of(&user, "/active"), json!({"active": false})).await.status, 401, "not by oneself");
    assert_eq!(user.put(&of(&admin, "/active"), json!({"active": false})).await.status, 403);
    assert_eq!(user.delete(&of(&admin, "")).await.status, 403);
    assert_eq!(node.digest().await, before, "a refusal writes nothing");
    let mut socket = user.connect().await;
    socket.wait_for("hello").await;
    assert_eq!(admin.put(&of(&user, "/active"), json!({"active": false})).await.status, 200);
    assert_eq!(user.get("/api/v4/users/me").await.status, 401);
    socket.wait_closed().await;
    let login = json!({"login_id": "someone", "password": "Password-1234"});
    let refused = node.anonymous().post("/api/v4/users/login", login).await;
    assert_eq!(refused.error_id(), "api.user.login.inactive.app_error");
    assert_ne!(admin.get(&of(&bot, "")).await.body["delete_at"], 0, "nor its bots");
    assert_eq!(admin.put(&of(&user, "/active"), json!({"active": true})).await.status, 200);
    node.log_in("someone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_roles_hold_at_once_for_sessions_and_sockets() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let (user, other) = (node.sign_up("someone").await, node.sign_up("other").await);
    let mut socket = user.connect().await;
    socket.wait_for("hello").await;
    assert_eq!(user.get("/api/v4/users/tokens").await.status, 403);
    let roles = json!({"roles": "system_user system_admin"});
    assert_eq!(admin.put(&of(&user, "/roles"), roles).await.status, 200);
    assert_eq!(socket.wait_for("user_role_updated").await["data"]["roles"], "system_user system_admin");
    assert_eq!(user.get("/api/v4/users/tokens").await.status, 200);
    other.put("/api/v4/users/me/patch", json!({"nickname": "new"})).await;
    let told = socket.wait_for("user_updated").await;
    assert_eq!(told["broadcast"]["contains_sensitive_data"], true, "the socket is an administrator's now");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays_one() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let (second, bot) = (node.sign_up("second").await, node.sign_up("robot").await);
    assert_eq!(admin.post(&of(&bot, "/convert_to_bot"), json!({})).await.status, 200);
    let (administrator, plain) = (json!({"roles": "system_user system_admin"}), json!({"roles": "system_user"}));
    assert_eq!(admin.put(&of(&bot, "/roles"), administrator.clone()).await.status, 200);
    let before = node.digest().await;
    for last in [&admin, &bot] {
        let refused = admin.put(&of(last, "/roles"), plain.clone()).await;
        assert_eq!((refused.status, refused.error_id()), (400, "app.user.update.lastAdmin.app_error"));
    }
    assert_eq!(node.digest().await, before, "a refusal writes nothing");
    assert_eq!(admin.put(&of(&second, "/roles"), administrator).await.status, 200);
    assert_eq!(admin.put(&of(&bot, "/roles"), plain.clone()).await.status, 200);
    let (first, other) = (of(&admin, "/roles"), of(&second, "/roles"));
    let both = futures_util::future::join(admin.put(&first, plain.clone()), second.put(&other, plain)).await;
    let mut statuses = [both.0.status, both.1.status];
    statuses.sort_unstable();
    // Who comes second is the last one, or is no administrator any more.
    assert!(matches!(statuses, [200, 400 | 403]), "{statuses:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_are_out_when_the_server_takes_none_any_more() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let (guest, user) = (node.sign_up("guest").await, node.sign_up("someone").await);
    let guests = |on: bool| json!({"GuestAccountsSettings": {"Enable": on}});
    assert_eq!(admin.put("/api/v4/config/patch", guests(true)).await.status, 200);
    assert_eq!(admin.post(&of(&guest, "/demote"), json!({})).await.status, 200);
    let mut socket = user.connect().await;
    assert_eq!(admin.put("/api/v4/config/patch", guests(false)).await.status, 200);
    socket.wait_for("guests_deactivated").await;
    assert_eq!(guest.get("/api/v4/users/me").await.status, 401);
    assert_ne!(admin.get(&of(&guest, "")).await.body["delete_at"], 0);
    assert_eq!(user.get("/api/v4/users/me").await.status, 200, "nobody else");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_of_accounts_answers() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let (user, outsider) = (node.sign_up("someone").await, node.sign_up("outsider").await);
    let team = admin.new_team("core").await;
    let channel = admin.new_channel(&team, "corner").await;
    admin.add_to_team(&team, &user).await;
    let (team, channel) = (team["id"].as_str().unwrap(), channel["id"].as_str().unwrap());
    let scopes = [
        ("", vec!["admin", "outsider", "someone"]),
        (&*format!("in_team={team}"), vec!["admin", "someone"]),
        (&*format!("not_in_team={team}"), vec!["outsider"]),
        (&*format!("in_channel={channel}"), vec!["admin"]),
        (&*format!("in_team={team}&not_in_channel={channel}"), vec!["someone"]),
        ("without_team=true", vec!["outsider"]),
    ];
    let filters = [
        "",
        "active=true",
        "inactive=true",
        "role=system_user",
        "roles=system_admin,system_user",
        "team_roles=team_admin,team_user,team_guest",
        "channel_roles=channel_admin,channel_user,channel_guest",
        "group_constrained=true",
        "page=1&per_page=1",
        "roles=system_guest",
    ];
    for (scope, expected) in &scopes {
        for filter in filters {
            let reply = admin.get(&format!("/api/v4/users?{scope}&{filter}")).await;
            assert_eq!(reply.status, 200, "{scope} {filter}: {:?}", reply.body);
            if filter.is_empty() || filter == "active=true" {
                assert_eq!(names(&reply.body), *expected, "{scope} {filter}");
            }
        }
    }
    for sort in ["last_activity_at", "create_at"] {
        assert_eq!(admin.get(&format!("/api/v4/users?in_team={team}&sort={sort}")).await.status, 200);
    }
    for sort in ["status", "admin"] {
        assert_eq!(admin.get(&format!("/api/v4/users?in_channel={channel}&sort={sort}")).await.status, 200);
    }
    assert_eq!(outsider.get(&format!("/api/v4/users?in_team={team}")).await.status, 403);
    for body in [
        json!({"term": "some"}),
        json!({"term": "some", "team_id": team}),
        json!({"term": "@some", "without_team": true}),
        json!({"term": "some", "not_in_team_id": team}),
        json!({"term": "some", "in_channel_id": channel}),
        json!({"term": "some", "team_id": team, "not_in_channel_id": channel}),
        json!({"term": "%"}),
        json!({"term": "some", "role": "system_user", "allow_inactive": true, "limit": 1}),
    ] {
        assert_eq!(admin.post("/api/v4/users/search", body.clone()).await.status, 200, "{body}");
    }
    assert_eq!(admin.post("/api/v4/users/search", json!({"term": "%"})).await.body, json!([]), "no wildcards");
    let inside = admin.get(&format!("/api/v4/users/autocomplete?name=&in_team={team}&in_channel={channel}")).await.body;
    assert_eq!((names(&inside["users"]), names(&inside["out_of_channel"])), (vec!["admin"], vec!["someone"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_with_an_etag_is_new_when_somebody_joins() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("someone").await;
    let team = admin.new_team("core").await;
    let path = format!("/api/v4/users?in_team={}", team["id"].as_str().unwrap());
    let first = admin.get(&path).await;
    let again = async || admin.send(admin.request("GET", &path).header("if-none-match", first.header("etag"))).await;
    assert_eq!(again().await.status, 304);
    admin.add_to_team(&team, &user).await;
    let now = again().await;
    assert_eq!((now.status, names(&now.body)), (200, vec!["admin", "someone"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_sees_whom_it_meets_and_nobody_else() {
    let node = TestNode::tuned(Tuning::default().with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")).await;
    let admin = node.sign_up("admin").await;
    let (mate, stranger, guest) =
        (node.sign_up("mate").await, node.sign_up("stranger").await, node.sign_up("guest").await);
    let team = admin.new_team("core").await;
    let channel = admin.new_channel(&team, "corner").await;
    assert_eq!(admin.post(&of(&guest, "/demote"), json!({})).await.status, 200);
    for client in [&mate, &guest] {
        admin.add_to_team(&team, client).await;
        admin.add_to_channel(&channel, client).await;
    }
    let mut socket = guest.connect().await;
    socket.wait_for("hello").await;
    assert_eq!(guest.get(&of(&mate, "")).await.status, 200);
    assert_eq!(guest.get(&of(&stranger, "")).await.status, 403);
    assert_eq!(guest.get("/api/v4/users/username/stranger").await.status, 403);
    assert_eq!(guest.get("/api/v4/users/username/nobody").await.status, 403, "nor which names are free");
    assert_eq!(names(&guest.get("/api/v4/users").await.body), ["admin", "guest", "mate"]);
    assert_eq!(guest.post("/api/v4/users/search", json!({"term": "stranger"})).await.body, json!([]));
    let ids = json!([mate.user_id(), stranger.user_id()]);
    assert_eq!(names(&guest.post("/api/v4/users/ids", ids).await.body), ["mate"]);
    assert_eq!(guest.post("/api/v4/users/usernames", json!(["stranger"])).await.body, json!([]));
    stranger.put("/api/v4/users/me/patch", json!({"nickname": "unseen"})).await;
    mate.put("/api/v4/users/me/patch", json!({"nickname": "seen"})).await;
    assert_eq!(socket.wait_for("user_updated").await["data"]["user"]["nickname"], "seen");
    assert_eq!(admin.post(&of(&guest, "/promote"), json!({})).await.status, 200);
    assert_eq!(guest.get(&of(&stranger, "")).await.status, 200);
    assert_eq!(guest.get("/api/v4/users/me").await.body["roles"], "system_user");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_once_by_what_was_sent() {
    let node = TestNode::start().await;
    node.sign_up("someone").await;
    let anonymous = node.anonymous();
    let send = "/api/v4/users/password/reset/send";
    for _ in 0..2 {
        assert_eq!(anonymous.post(send, json!({"email": "Someone@example.com"})).await.status, 200);
    }
    let sql = node.database.client().await;
    let rows = sql.query("select token from tokens", &[]).await.unwrap();
    assert_eq!(rows.len(), 1, "the earlier one ends");
    let token: String = rows[0].get(0);
    let reset = |password: &str| {
        anonymous.post("/api/v4/users/password/reset", json!({"token": token, "new_password": password}))
    };
    assert_eq!(reset("abc").await.error_id(), "model.user.is_valid.pwd_min_length.app_error");
    let tries = join_all([reset("Password-5678"), reset("Password-5678"), reset("Password-5678")]).await;
    assert_eq!(tries.iter().filter(|reply| reply.status == 200).count(), 1);
    assert_eq!(reset("Password-9999").await.error_id(), "api.user.reset_password.invalid_link.app_error");
    anonymous.log_in("someone", "Password-5678").await;
    anonymous.post(send, json!({"email": "someone@example.com"})).await;
    sql.execute("update tokens set createat = createat - 86400001", &[]).await.unwrap();
    let token: String = sql.query_one("select token from tokens", &[]).await.unwrap().get(0);
    let late = anonymous.post("/api/v4/users/password/reset", json!({"token": token, "new_password": "Password-9999"}));
    assert_eq!(late.await.error_id(), "api.user.reset_password.link_expired.app_error");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_addresses_are_verified_a_new_one_waits_for_its_proof() {
    let node = TestNode::start().await;
    let user = node.sign_up("someone").await;
    let strict = Tuning::default().with("MM_EMAILSETTINGS_REQUIREEMAILVERIFICATION", "true");
    let strict = TestNode::on(node.database.clone(), strict).await;
    let user = user.at(&strict);
    let body = json!({"email": "new@example.com", "password": "Password-1234"});
    assert_eq!(user.put("/api/v4/users/me/patch", body).await.body["email"], "someone@example.com");
    let sql = node.database.client().await;
    let token: String = sql.query_one("select token from tokens", &[]).await.unwrap().get(0);
    let verify = || user.post("/api/v4/users/email/verify", json!({"token": token}));
    assert_eq!(verify().await.status, 200);
    let me = user.get("/api/v4/users/me").await.body;
    assert_eq!((&me["email"], &me["email_verified"]), (&json!("new@example.com"), &json!(true)));
    assert_eq!(verify().await.error_id(), "api.user.verify_email.bad_link.app_error");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_makes_one_account_in_its_team_and_channels() {
    let node = TestNode::tuned(Tuning::default().with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")).await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("core").await;
    let channel = admin.new_channel(&team, "corner").await;
    let sql = node.database.client().await;
    let extra = json!({"teamId": team["id"], "email": "Guest@example.com", "channels": channel["id"]}).to_string();
    let now_ms = admin.get("/api/v4/users/me").await.body["create_at"].as_i64().unwrap();
    let insert = "insert into tokens values ($1, $2, 'guest_invitation', $3)";
    sql.execute(insert, &[&"t".repeat(64), &now_ms, &extra]).await.unwrap();
    let anonymous = node.anonymous();
    let path = format!("/api/v4/users?t={}", "t".repeat(64));
    let sign_up = |name: &str| {
        let body = json!({"email": format!("{name}@elsewhere.example"), "username": name, "password": "Password-1234"});
        anonymous.post(&path, body)
    };
    let tries = join_all([sign_up("one"), sign_up("two")]).await;
    let made: Vec<_> = tries.iter().filter(|reply| reply.status == 201).collect();
    assert_eq!(made.len(), 1);
    assert_eq!((&made[0].body["email"], &made[0].body["roles"]), (&json!("guest@example.com"), &json!("system_guest")));
    let guest = anonymous.log_in(made[0].body["username"].as_str().unwrap(), "Password-1234").await;
    let known = guest.get("/api/v4/users/known").await.body;
    assert_eq!(known, json!([admin.user_id()]), "in the channel of the invitation");
    let refused = anonymous.post(&format!("/api/v4/users?t={}", "t".repeat(63)), json!({})).await;
    assert_eq!(refused.error_id(), "api.user.create_user.signup_link_invalid.app_error");
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_up_is_closed_where_the_server_says_so() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let closed = Tuning::default().with("MM_TEAMSETTINGS_ENABLEOPENSERVER", "false");
    let closed = TestNode::on(node.database.clone(), closed).await;
    let stranger = closed.anonymous().sign_up_body("stranger").await;
    assert_eq!((stranger.status, stranger.error_id()), (403, "api.user.create_user.no_open_server"));
    assert_eq!(admin.at(&closed).sign_up_body("invited").await.status, 201, "administrators go on");
    let domain = Tuning::default().with("MM_TEAMSETTINGS_RESTRICTCREATIONTODOMAINS", "corp.example");
    let domain = TestNode::on(node.database.clone(), domain).await;
    let outside = domain.anonymous().sign_up_body("outside").await;
    assert_eq!(outside.error_id(), "api.user.create_user.accepted_domain.app_error");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_account_leaves_nothing_behind() {
    let node = TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEAPIUSERDELETION", "true")).await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("someone").await;
    let team = admin.new_team("core").await;
    admin.add_to_team(&team, &user).await;
    let channel = admin.new_channel(&team, "corner").await;
    admin.add_to_channel(&channel, &user).await;
    user.new_post(&channel, "mine").await;
    assert_eq!(user.delete(&format!("{}?permanent=true", of(&user, ""))).await.status, 401);
    assert_eq!(admin.delete(&format!("{}?permanent=true", of(&user, ""))).await.status, 200);
    assert_eq!(user.get("/api/v4/users/me").await.status, 401);
    assert_eq!(admin.get(&of(&user, "")).await.status, 404);
    let sql = node.database.client().await;
    for table in ["posts", "channelmembers", "teammembers", "preferences", "sessions", "status", "audits"] {
        let count = format!("select count(*) from {table} where userid = $1");
        assert_eq!(sql.query_one(&count, &[&user.user_id()]).await.unwrap().get::<_, i64>(0), 0, "{table}");
    }
    node.sign_up("someone").await;
}

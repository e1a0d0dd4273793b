//! Groups that people make, and whom a message means that names one.

use roost_testkit::{Client, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::{crew, id, ids};

async fn new_group(client: &Client, name: &str, members: &[&Client]) -> Value {
    let users: Vec<&str> = members.iter().map(|member| member.user_id()).collect();
    let body = json!({"name": name, "display_name": format!("Group {name}"), "source": "custom",
        "allow_reference": true, "user_ids": users});
    let made = client.post("/api/v4/groups", body).await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    made.body
}

fn path(group: &Value, rest: &str) -> String {
    format!("/api/v4/groups/{}{rest}", id(group))
}

async fn mention_count(client: &Client, channel: &Value) -> i64 {
    let path = format!("/api/v4/users/me/channels/{}/unread", id(channel));
    client.get(&path).await.body["mention_count"].as_i64().unwrap()
}

/// Reads the channel, so that what is counted afterwards is new.
async fn view(client: &Client, channel: &Value) {
    let reply = client.post("/api/v4/channels/members/me/view", json!({"channel_id": channel["id"]})).await;
    assert_eq!(reply.status, 200);
}

/// From now on members of channels may not mention groups.
async fn forbid_group_mentions(admin: &Client) {
    let role = admin.get("/api/v4/roles/name/channel_user").await.body;
    let kept: Vec<&Value> =
        role["permissions"].as_array().unwrap().iter().filter(|name| *name != "use_group_mentions").collect();
    let patched = admin.put(&format!("/api/v4/roles/{}/patch", id(&role)), json!({"permissions": kept})).await;
    assert_eq!(patched.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_sockets_hear_of_a_group_is_the_group() {
    let node = TestNode::start().await;
    let (maker, member) = (node.sign_up("maker").await, node.sign_up("member").await);
    let mut socket = member.connect().await;
    socket.wait_for("hello").await;
    let told = |event: &Value| serde_json::from_str::<Value>(event["data"]["group"].as_str().unwrap()).unwrap();
    let seen = async |group: &Value| member.get(&path(group, "?include_member_count=true")).await.body;

    let group = new_group(&maker, "crew", &[&maker]).await;
    assert_eq!(told(&socket.wait_for("received_group").await), seen(&group).await);
    let added = maker.post(&path(&group, "/members"), json!({"user_ids": [member.user_id()]})).await;
    let event = socket.wait_for("group_member_add").await;
    let told_member: Value = serde_json::from_str(event["data"]["group_member"].as_str().unwrap()).unwrap();
    assert_eq!(json!([told_member]), added.body);
    let patched = maker.put(&path(&group, "/patch"), json!({"name": "sailors", "description": "on deck"})).await;
    assert_eq!((patched.status, &patched.body["member_count"]), (200, &json!(2)));
    assert_eq!(told(&socket.wait_for("received_group").await), seen(&group).await);
    assert_eq!(maker.delete(&path(&group, "")).await.status, 200);
    assert_eq!(told(&socket.wait_for("received_group").await), seen(&group).await);
    assert_eq!(maker.delete(&path(&group, "")).await.error_id(), "app.group.no_rows");
    assert_eq!(maker.post(&path(&group, "/restore"), json!({})).await.status, 200);
    assert_eq!(told(&socket.wait_for("received_group").await), seen(&group).await);
    let body = json!({"user_ids": [member.user_id()]});
    let removed = maker.send(maker.request("DELETE", &path(&group, "/members")).json(&body)).await;
    assert_eq!(removed.status, 200);
    let event = socket.wait_for("group_member_deleted").await;
    let told_member: Value = serde_json::from_str(event["data"]["group_member"].as_str().unwrap()).unwrap();
    assert_eq!(json!([told_member]), removed.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_named_group_means_its_members_in_the_channel() {
    let node = TestNode::start().await;
    let (author, member) = (node.sign_up("author").await, node.sign_up("member").await);
    let (outsider, bystander) = (node.sign_up("outsider").await, node.sign_up("bystander").await);
    let team = author.new_team("crew").await;
    let channel = author.new_channel(&team, "deck").await;
    for person in [&member, &outsider, &bystander] {
        author.add_to_team(&team, person).await;
    }
    author.add_to_channel(&channel, &member).await;
    author.add_to_channel(&channel, &bystander).await;
    let group = new_group(&author, "watch", &[&author, &member, &outsider]).await;
    view(&member, &channel).await;
    view(&bystander, &channel).await;
    author.new_post(&channel, "@watch, look").await;
    let counts = async || (mention_count(&member, &channel).await, mention_count(&bystander, &channel).await);
    assert_eq!(counts().await, (1, 0));
    assert_eq!(mention_count(&author, &channel).await, 0, "nobody mentions themselves");

    // Added since, and no longer there: what is written next knows.
    let change = json!({"user_ids": [bystander.user_id()]});
    assert_eq!(author.post(&path(&group, "/members"), change.clone()).await.status, 200);
    author.new_post(&channel, "@watch again").await;
    assert_eq!(counts().await, (2, 1));
    author.send(author.request("DELETE", &path(&group, "/members")).json(&change)).await;
    author.new_post(&channel, "@watch once more").await;
    assert_eq!(counts().await, (3, 1));
    author.delete(&path(&group, "")).await;
    author.new_post(&channel, "@watch is no more").await;
    assert_eq!(counts().await, (3, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_unread_counts_the_groups_that_it_names() {
    let node = TestNode::start().await;
    let (author, member) = (node.sign_up("author").await, node.sign_up("member").await);
    let bystander = node.sign_up("bystander").await;
    let team = author.new_team("crew").await;
    let channel = author.new_channel(&team, "deck").await;
    for person in [&member, &bystander] {
        author.add_to_team(&team, person).await;
        author.add_to_channel(&channel, person).await;
    }
    let group = new_group(&author, "watch", &[&author, &member]).await;
    new_group(&author, "others", &[&author]).await;
    let first = author.new_post(&channel, "nothing").await;
    author.new_post(&channel, "@watch, look").await;
    author.new_post(&channel, "and @watch. And @others").await;
    author.new_post(&channel, "@others alone").await;
    let unread = async |person: &Client| {
        let set = person.post(&format!("/api/v4/users/me/posts/{}/set_unread", id(&first)), json!({})).await;
        assert_eq!(set.status, 200);
        ["mention_count", "mention_count_root"].map(|name| set.body[name].as_i64().unwrap())
    };
    assert_eq!((unread(&member).await, unread(&bystander).await), ([2, 2], [0, 0]));

    // As the author may not name groups, neither does the count.
    forbid_group_mentions(&author).await;
    bystander.new_post(&channel, "@watch in vain").await;
    assert_eq!(unread(&member).await, [2, 2]);

    // A group that cannot be named any more is no mention either, as for what is written now.
    author.delete(&path(&group, "")).await;
    assert_eq!(unread(&member).await, [0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_mention_groups_mentions_nobody_by_one() {
    let node = TestNode::start().await;
    let (admin, member) = (node.sign_up("admin").await, node.sign_up("member").await);
    let author = node.sign_up("author").await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    for person in [&member, &author] {
        admin.add_to_team(&team, person).await;
        admin.add_to_channel(&channel, person).await;
    }
    new_group(&admin, "watch", &[&member]).await;
    forbid_group_mentions(&admin).await;
    view(&member, &channel).await;
    let post = author.new_post(&channel, "@watch").await;
    assert_eq!(post["props"]["disable_group_highlight"], true);
    assert_eq!(mention_count(&member, &channel).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_hold_what_was_asked_for() {
    let node = TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEDEVELOPER", "true")).await;
    let (admin, bob) = (node.sign_up("admin").await, node.sign_up("bob").await);
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    let ann = new_group(&admin, "anchor", &[&admin, &bob]).await;
    let sail = new_group(&admin, "sail_50", &[&bob]).await;
    admin.put(&path(&sail, "/patch"), json!({"display_name": "Sail 50%"})).await;
    let gone = new_group(&admin, "gone", &[]).await;
    admin.delete(&path(&gone, "")).await;
    let list = async |query: &str| bob.get(&format!("/api/v4/groups?{query}")).await.body;
    for (query, expected) in [
        ("", vec![&ann, &sail]),
        ("q=ANCH", vec![&ann]),
        ("q=%25", vec![&sail]),
        ("q=_", vec![&sail]),
        ("include_archived=true", vec![&ann, &gone, &sail]),
        ("filter_archived=true", vec![&gone]),
        ("group_source=ldap", vec![]),
        ("only_syncable_sources=true", vec![]),
        ("filter_has_member=nonsense", vec![]),
        ("per_page=1&page=1", vec![&sail]),
        ("page=-1", vec![&ann, &sail]),
    ] {
        let expected: Vec<&str> = expected.into_iter().map(id).collect();
        assert_eq!(ids(&list(query).await), expected, "{query}");
    }
    assert_eq!(ids(&list(&format!("filter_has_member={}", admin.user_id())).await), [id(&ann)]);
    let count_in = format!("/api/v4/groups?include_member_count=true&include_channel_member_count={}", id(&channel));
    let counted = admin.get(&count_in).await.body;
    assert_eq!((&counted[0]["member_count"], &counted[0]["channel_member_count"]), (&json!(2), &json!(1)));
    assert_eq!(list("include_member_ids=true&q=sail").await[0]["member_ids"], json!([bob.user_id()]));
    assert_eq!(bob.get("/api/v4/groups?since=yesterday").await.status, 400);
    assert_eq!(bob.get("/api/v4/groups").await.statements_and_trips().0, 1);
    // What belongs to others is not asked about.
    assert_eq!(bob.get(&format!("/api/v4/groups?not_associated_to_channel={}", id(&channel))).await.status, 403);
    assert_eq!(bob.get(&count_in).await.status, 403);
    assert_eq!(bob.get(&format!("/api/v4/groups?not_associated_to_team={}", id(&team))).await.status, 403);
    let named = bob.post("/api/v4/groups/names", json!(["anchor", "gone", "nobody"])).await.body;
    assert_eq!(ids(&named), [id(&ann)]);
    assert_eq!(ids(&bob.get("/api/v4/users/me/groups").await.body), [id(&ann), id(&sail)]);
    assert_eq!(bob.get(&format!("/api/v4/users/{}/groups", admin.user_id())).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_look_at_groups_and_do_not_change_them() {
    let node = TestNode::tuned(Tuning::default().with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")).await;
    let (admin, guest) = (node.sign_up("admin").await, node.sign_up("guest").await);
    let stranger = node.sign_up("stranger").await;
    let group = new_group(&admin, "crew", &[&stranger]).await;
    let demoted = admin.post(&format!("/api/v4/users/{}/demote", guest.user_id()), json!({})).await;
    assert_eq!(demoted.status, 200, "{:?}", demoted.body);
    assert_eq!(ids(&guest.get("/api/v4/groups").await.body), [id(&group)]);
    let members = guest.get(&path(&group, "/members")).await.body;
    assert_eq!(members["members"], json!([]), "they have nothing in common");
    let before = node.digest().await;
    let body = json!({"name": "mine", "display_name": "Mine", "source": "custom", "allow_reference": true});
    let users = json!({"user_ids": [guest.user_id()]});
    let refused = [
        guest.post("/api/v4/groups", body).await,
        guest.put(&path(&group, "/patch"), json!({"display_name": "Mine"})).await,
        guest.delete(&path(&group, "")).await,
        guest.post(&path(&group, "/restore"), json!({})).await,
        guest.post(&path(&group, "/members"), users).await,
        guest.get(&path(&group, "/stats")).await,
    ];
    assert_eq!(refused.map(|reply| reply.status), [403; 6]);
    assert_eq!(node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_added_and_removed_all_or_none() {
    let node = TestNode::start().await;
    let (admin, bob) = (node.sign_up("admin").await, node.sign_up("bob").await);
    let gone = node.sign_up("gone").await;
    assert_eq!(admin.delete(&format!("/api/v4/users/{}", gone.user_id())).await.status, 200);
    let group = new_group(&admin, "crew", &[&admin]).await;
    let before = node.digest().await;
    let unknown = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
    for other in [unknown, "short", gone.user_id()] {
        let body = json!({"user_ids": [bob.user_id(), other]});
        let added = admin.post(&path(&group, "/members"), body.clone()).await;
        assert_eq!((added.status, added.error_id()), (400, "app.group.user_not_found"), "{other}");
        let removed = admin.send(admin.request("DELETE", &path(&group, "/members")).json(&body)).await;
        assert_eq!((removed.status, removed.error_id()), (400, "app.group.user_not_found"), "{other}");
        let body = json!({"name": "other", "display_name": "Other", "source": "custom", "allow_reference": true,
            "user_ids": [bob.user_id(), other]});
        assert_eq!(admin.post("/api/v4/groups", body).await.error_id(), "app.group.user_not_found");
    }
    assert_eq!(node.digest().await, before);
    let twice = json!({"user_ids": [bob.user_id(), bob.user_id()]});
    assert_eq!(admin.post(&path(&group, "/members"), twice).await.body.as_array().unwrap().len(), 1);
    // Somebody whose account is closed does not count.
    assert_eq!(admin.delete(&format!("/api/v4/users/{}", bob.user_id())).await.status, 200);
    assert_eq!(admin.get(&path(&group, "/stats")).await.body["total_member_count"], 1);
    assert_eq!(admin.get(&path(&group, "/members")).await.body["total_member_count"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_one_groups_also_when_two_ask_at_once() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let body = json!({"name": "crew", "display_name": "Crew", "source": "custom", "allow_reference": true});
    let (one, two) =
        tokio::join!(admin.post("/api/v4/groups", body.clone()), admin.post("/api/v4/groups", body.clone()));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 400]);
    let refused = if one.status == 400 { &one } else { &two };
    assert_eq!(refused.error_id(), "app.custom_group.unique_name");
    let other = new_group(&admin, "other", &[]).await;
    let taken = admin.put(&path(&other, "/patch"), json!({"name": "crew"})).await;
    assert_eq!((taken.status, taken.error_id()), (400, "app.custom_group.unique_name"));
    let person = admin.put(&path(&other, "/patch"), json!({"name": "admin"})).await;
    assert_eq!((person.status, person.error_id()), (400, "app.group.username_conflict"));
    let silent = admin.put(&path(&other, "/patch"), json!({"allow_reference": false})).await;
    assert_eq!((silent.status, silent.error_id()), (400, "api.custom_groups.must_be_referenceable"));
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_of_a_directory_are_for_administrators_and_show_what_they_are_tied_to() {
    let node = TestNode::start().await;
    let (admin, bob) = (node.sign_up("admin").await, node.sign_up("bob").await);
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    admin.add_to_team(&team, &bob).await;
    admin.add_to_channel(&channel, &bob).await;
    let group = json!({"id": "g".repeat(26)});
    let database = node.database.client().await;
    let sql = "insert into usergroups (id, name, displayname, description, source, remoteid, createat, updateat, \
        deleteat, allowreference) values ($1, 'devs', 'Developers', '', 'ldap', 'cn=devs', 1, 1, 0, false)";
    database.execute(sql, &[&id(&group)]).await.unwrap();
    let sql = "insert into groupteams (groupid, teamid, autoadd, schemeadmin, createat, updateat, deleteat) \
        values ($1, $2, true, false, 1, 1, 0)";
    database.execute(sql, &[&id(&group), &id(&team)]).await.unwrap();
    let sql = "insert into groupchannels (groupid, channelid, autoadd, schemeadmin, createat, updateat, deleteat) \
        values ($1, $2, true, true, 1, 1, 0)";
    database.execute(sql, &[&id(&group), &id(&channel)]).await.unwrap();

    assert_eq!(ids(&bob.get("/api/v4/groups").await.body), [] as [&str; 0]);
    assert_eq!(ids(&admin.get("/api/v4/groups").await.body), [id(&group)]);
    for rest in ["", "/members", "/stats", "/teams", "/channels", &format!("/teams/{}", id(&team))] {
        assert_eq!(bob.get(&path(&group, rest)).await.status, 403, "{rest}");
        assert_eq!(admin.get(&path(&group, rest)).await.status, 200, "{rest}");
    }
    assert_eq!(admin.get(&path(&group, "/people")).await.status, 404);
    let tie = admin.get(&path(&group, &format!("/channels/{}", id(&channel)))).await.body;
    assert_eq!(
        (&tie["channel_id"], &tie["team_id"], &tie["scheme_admin"]),
        (&channel["id"], &team["id"], &json!(true))
    );
    let of_team = bob.get(&format!("/api/v4/teams/{}/groups?include_member_count=true", id(&team))).await.body;
    assert_eq!((&of_team["groups"][0]["id"], &of_team["total_group_count"]), (&group["id"], &json!(1)));
    assert_eq!(of_team["groups"][0]["member_count"], 0);
    let of_channel = bob.get(&format!("/api/v4/channels/{}/groups?q=devel", id(&channel))).await.body;
    assert_eq!(of_channel["groups"][0]["scheme_admin"], true);
    let hidden = bob.get(&format!("/api/v4/channels/{}/groups?filter_allow_reference=true", id(&channel))).await.body;
    assert_eq!(hidden["total_group_count"], 0);
    let by_channel = bob.get(&format!("/api/v4/teams/{}/groups_by_channels", id(&team))).await.body;
    assert_eq!(by_channel["groups"][id(&channel)][0]["id"], group["id"]);
    // It is changed in the directory.
    assert_eq!(admin.delete(&path(&group, "")).await.error_id(), "app.group.crud_permission");
    assert_eq!(admin.post(&path(&group, "/members"), json!({"user_ids": [bob.user_id()]})).await.status, 400);
    assert_eq!(admin.put(&path(&group, "/patch"), json!({"allow_reference": true})).await.status, 200);
    assert_eq!(ids(&bob.get("/api/v4/groups").await.body), [id(&group)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_custom_groups_are_off_there_are_none() {
    let node = TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLECUSTOMGROUPS", "false")).await;
    let admin = node.sign_up("admin").await;
    let body = json!({"name": "crew", "display_name": "Crew", "source": "custom", "allow_reference": true});
    assert_eq!(admin.post("/api/v4/groups", body).await.error_id(), "api.custom_groups.feature_disabled");
    assert_eq!(admin.get("/api/v4/groups?group_source=custom").await.status, 400);
    assert_eq!(admin.get("/api/v4/groups").await.body, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_see_who_of_a_channel_is_in_none_of_some_groups() {
    let node = TestNode::start().await;
    let (admin, [inside, _], _, channel) = crew(&node).await;
    let group = new_group(&admin, "sailors", &[&inside]).await;
    let path = |channel: &str, rest: &str| format!("/api/v4/channels/{channel}/members_minus_group_members{rest}");
    let ask = format!("?group_ids={}", id(&group));
    let found = admin.get(&path(id(&channel), &ask)).await;
    let names = |found: &Value| -> Vec<String> {
        let users = found["users"].as_array().unwrap().iter();
        users.map(|user| user["username"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!((names(&found.body), &found.body["total_count"]), (vec!["admin".into(), "outside".into()], &json!(2)));
    assert_eq!(found.body["users"][0]["scheme_admin"], true);
    let second = admin.get(&path(id(&channel), &format!("{ask}&page=1&per_page=1"))).await;
    assert_eq!((names(&second.body), &second.body["total_count"]), (vec!["outside".into()], &json!(2)));
    for (reply, status, error) in [
        (inside.get(&path(id(&channel), &ask)).await, 403, "api.context.permissions.app_error"),
        (admin.get(&path(id(&channel), "")).await, 400, "api.context.invalid_body_param.app_error"),
        (admin.get(&path("short", &ask)).await, 400, "api.context.invalid_url_param.app_error"),
    ] {
        assert_eq!((reply.status, reply.error_id()), (status, error));
    }
}

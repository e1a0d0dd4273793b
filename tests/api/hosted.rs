//! Questions about the world outside, and about what this server is not.

use roost_testkit::{Reaction, Receiver, TestNode, Tuning};
use serde_json::{Value, json};

use super::webhooks::tuning;

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_tests_the_address_of_the_site() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let person = node.sign_up("person").await;
    let path = "/api/v4/site_url/test";
    let good = json!({"site_url": node.base()});
    assert_eq!(admin.post(path, good.clone()).await.body, json!({"status": "OK"}));
    assert_eq!(admin.post(path, json!({"site_url": format!("{}/", node.base())})).await.status, 200);
    let receiver = Receiver::start().await;
    receiver.react("/api/v4/system/ping", Reaction::Text(500, String::new()));
    let cases = [
        (admin.post(path, json!({"site_url": receiver.url("")})).await, 400, "app.admin.test_site_url.failure"),
        (admin.post(path, json!({"site_url": "no address"})).await, 400, "app.admin.test_site_url.failure"),
        (admin.post(path, json!({"site_url": "file:///etc/passwd"})).await, 400, "app.admin.test_site_url.failure"),
        (admin.post(path, json!({})).await, 400, "api.context.invalid_body_param.app_error"),
        (person.post(path, good).await, 403, "api.context.permissions.app_error"),
    ];
    for (reply, status, id) in cases {
        assert_eq!((reply.status, reply.error_id()), (status, id));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_told_where_an_address_leads_one_step_far() {
    let node = TestNode::tuned(tuning()).await;
    let person = node.sign_up("admin").await;
    let receiver = Receiver::start().await;
    receiver.react("/short", Reaction::Redirect(receiver.url("/long")));
    receiver.react("/long", Reaction::Redirect(receiver.url("/longer")));
    let ask = async |url: &str| person.get(&format!("/api/v4/redirect_location?url={url}")).await.body;
    assert_eq!(ask(&receiver.url("/short")).await, json!({"location": receiver.url("/long")}));
    assert_eq!(ask("http://127.0.0.1:1/").await, json!({"location": ""}));
    assert_eq!(ask("nonsense").await, json!({"location": ""}));
}

#[tokio::test(flavor = "multi_thread")]
async fn internal_addresses_are_not_asked_where_they_lead() {
    let node = TestNode::start().await;
    let person = node.sign_up("admin").await;
    let mut receiver = Receiver::start().await;
    let ask = format!("/api/v4/redirect_location?url={}", receiver.url("/x"));
    assert_eq!(person.get(&ask).await.body, json!({"location": ""}));
    assert!(receiver.try_next().is_none(), "the address was called");
    let missing = person.get("/api/v4/redirect_location").await;
    assert_eq!((missing.status, missing.error_id()), (400, "api.context.invalid_body_param.app_error"));

    let off = json!({"ServiceSettings": {"EnableLinkPreviews": false}});
    assert_eq!(person.put("/api/v4/config/patch", off).await.status, 200);
    assert_eq!(person.get("/api/v4/redirect_location").await.body, json!({"location": ""}));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_is_not_hosted_and_has_nothing_to_upgrade_to() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let person = node.sign_up("person").await;
    let empty = json!({});
    let cases = [
        (person.get("/api/v4/cloud/limits").await, 400, "api.server.cws.needs_enterprise_edition"),
        (person.put("/api/v4/cloud/customer", empty.clone()).await, 400, "api.server.cws.needs_enterprise_edition"),
        (node.anonymous().get("/api/v4/cloud/limits").await, 401, "api.context.session_expired.app_error"),
        (
            person.get("/api/v4/cloud/preview/modal_data").await,
            404,
            "app.cloud.preview_modal_bucket_url_not_configured",
        ),
        (person.post("/api/v4/upgrade_to_enterprise", empty.clone()).await, 403, "api.context.permissions.app_error"),
        (
            admin.post("/api/v4/upgrade_to_enterprise", empty.clone()).await,
            429,
            "api.upgrade_to_enterprise.already-enterprise.app_error",
        ),
        (person.get("/api/v4/upgrade_to_enterprise/allowed").await, 403, "api.context.permissions.app_error"),
        (person.post("/api/v4/trial-license", empty.clone()).await, 403, "api.context.permissions.app_error"),
        (admin.post("/api/v4/trial-license", empty).await, 403, "api.license.upgrade_needed.app_error"),
        (person.delete("/api/v4/license").await, 403, "api.context.permissions.app_error"),
    ];
    for (reply, status, id) in cases {
        assert_eq!((reply.status, reply.error_id()), (status, id));
    }
    assert_eq!(admin.delete("/api/v4/license").await.status, 200);
    let license = admin.get("/api/v4/license/client?format=old").await;
    assert_eq!(license.body["IsLicensed"], "true", "everything is there all the same");
    assert_eq!(person.get("/api/v4/agents").await.body, json!([]));
    assert_eq!(person.get("/api/v4/agents/status").await.body["available"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_directory_there_is_nothing_to_bring_over() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let person = node.sign_up("person").await;
    let path = "/api/v4/ldap/sync";
    assert_eq!(person.post(path, json!({})).await.error_id(), "api.context.permissions.app_error");
    assert_eq!(admin.post(path, json!({})).await.body, json!({"status": "OK"}));
    let on = json!({"LdapSettings": {"EnableSync": true, "LdapServer": "ldap.example.com", "BaseDN": "dc=x",
        "EmailAttribute": "mail", "UsernameAttribute": "uid", "IdAttribute": "uid", "LoginIdAttribute": "uid"}});
    let set = admin.put("/api/v4/config/patch", on).await;
    assert_eq!(set.status, 200, "{:?}", set.body);
    assert_eq!(admin.post(path, json!({})).await.status, 501, "directories are not built");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_for_a_feature_is_kept_once_for_each_person() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let person = node.sign_up("person").await;
    let path = "/api/v4/users/notify-admin";
    let wish = |feature: &str, plan: &str| json!({"required_feature": feature, "required_plan": plan});
    assert_eq!(person.post(path, wish("guests", "professional")).await.body, json!({"status": "OK"}));
    assert_eq!(admin.post(path, wish("guests", "professional")).await.status, 200);
    assert_eq!(person.post(path, wish("groups", "professional")).await.status, 200);
    let told = "api.cloud.notify_admin_to_upgrade_error.already_notified";
    let broken = "api.context.invalid_body_param.app_error";
    for (body, status, id) in [
        (wish("guests", "enterprise"), 403, told),
        (wish("", "professional"), 400, broken),
        (wish("other", ""), 400, broken),
        (wish(&"x".repeat(256), "professional"), 400, broken),
        (wish("other", &"x".repeat(101)), 400, broken),
    ] {
        let reply = person.post(path, body).await;
        assert_eq!((reply.status, reply.error_id()), (status, id));
    }
    let kept = node.database.client().await.query("select 1 from notifyadmin", &[]).await.unwrap().len();
    assert_eq!(kept, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_switched_off_says_so_to_those_who_may_use_it() {
    let off = TestNode::tuned(Tuning::default().with("MM_PLUGINSETTINGS_ENABLE", "false")).await;
    let (admin, person) = (off.sign_up("admin").await, off.sign_up("person").await);
    for (path, id) in [
        ("/api/v4/remotecluster", "api.remote_cluster.service_not_enabled.app_error"),
        ("/api/v4/data_retention/policies", "ent.data_retention.generic.license.error"),
        ("/api/v4/compliance/reports", "ent.compliance.licence_disable.app_error"),
        ("/api/v4/ldap/groups", "ent.ldap.app_error"),
    ] {
        let told = admin.get(path).await;
        assert_eq!((told.status, told.error_id()), (501, id), "{path}");
        assert_eq!(person.get(path).await.status, 403, "{path}");
    }
    for (path, id) in [
        ("/api/v4/plugins", "app.plugin.disabled.app_error"),
        ("/api/v4/plugins/webapp", "app.plugin.disabled.app_error"),
        ("/api/v4/recaps", "api.recap.disabled.app_error"),
        ("/api/v4/saml/metadata", "api.admin.saml.not_available.app_error"),
        ("/api/v4/ip_filtering/my_ip", "api.context.ip_filtering.not_available.app_error"),
    ] {
        let told = person.get(path).await;
        assert_eq!((told.status, told.error_id()), (501, id), "{path}");
    }
    let upload = admin.post("/api/v4/plugins", json!({})).await;
    assert_eq!(upload.error_id(), "app.plugin.upload_disabled.app_error");

    // Switched on, they are not built, which is another answer.
    let tuning = Tuning::default()
        .with("MM_CONNECTEDWORKSPACESSETTINGS_ENABLEREMOTECLUSTERSERVICE", "true")
        .with("MM_COMPLIANCESETTINGS_ENABLE", "true");
    let on = TestNode::tuned(tuning).await;
    let admin = on.sign_up("admin").await;
    for path in ["/api/v4/remotecluster", "/api/v4/compliance/reports"] {
        let told = admin.get(path).await;
        assert_eq!((told.status, told.error_id()), (501, "roost.not_implemented"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_plugins_are_on_none_is_installed() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    assert_eq!(admin.get("/api/v4/plugins").await.body, json!({"active": [], "inactive": []}));
    assert_eq!(person.get("/api/v4/plugins").await.status, 403);
    assert_eq!(admin.get("/api/v4/plugins/statuses").await.body, json!([]));
    assert_eq!(admin.get("/api/v4/plugins/marketplace").await.body, json!([]));
    assert_eq!(person.get("/api/v4/plugins/webapp").await.body, json!([]));
    let enable = admin.post("/api/v4/plugins/com.example.none/enable", json!({})).await;
    assert_eq!((enable.status, enable.error_id()), (404, "app.plugin.not_installed.app_error"));
    let mut socket = person.connect().await;
    socket.wait_for("hello").await;
    let visit = "/api/v4/plugins/marketplace/first_admin_visit";
    let seen = |value: &str| json!({"name": "FirstAdminVisitMarketplace", "value": value});
    assert_eq!(admin.get(visit).await.body, seen("false"));
    assert_eq!(person.post(visit, json!({})).await.status, 403);
    assert_eq!(admin.post(visit, json!({})).await.status, 200);
    assert_eq!(admin.get(visit).await.body, seen("true"));
    let event = socket.wait_for("first_admin_visit_marketplace_status_received").await;
    assert_eq!(event["data"], json!({"firstAdminVisitMarketplaceStatus": "true"}));
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_so_many_accounts_posts_are_not_counted() {
    for (max, counted) in [("2", true), ("1", false)] {
        let node = TestNode::tuned(Tuning::default().with("MM_ANALYTICSSETTINGS_MAXUSERSFORSTATISTICS", max)).await;
        let admin = node.sign_up("admin").await;
        node.sign_up("person").await;
        let count = async |list: &str, name: &str| {
            let rows = admin.get(&format!("/api/v4/analytics/old?name={list}")).await.body;
            let row = rows.as_array().unwrap().iter().find(|row| row["name"] == name).cloned();
            row.map(|row| row["value"].as_i64().unwrap())
        };
        assert_eq!(count("standard", "post_count").await == Some(-1), !counted);
        assert_eq!(count("standard", "unique_user_count").await, Some(2));
        for list in ["post_counts_day", "bot_post_counts_day", "user_counts_with_posts_day"] {
            assert_eq!(count(list, "").await, (!counted).then_some(-1), "{list}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_are_told_of_wishes_by_hand_where_the_server_is_set_to_it() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let trigger = "/api/v4/users/trigger-notify-admin-posts";
    assert_eq!(admin.post(trigger, json!({})).await.error_id(), "api.cloud.app_error");
    let on = json!({"ServiceSettings": {"EnableAPITriggerAdminNotifications": true}});
    assert_eq!(admin.put("/api/v4/config/patch", on).await.status, 200);
    assert_eq!(person.post(trigger, json!({})).await.error_id(), "api.context.permissions.app_error");
    assert_eq!(admin.post(trigger, json!({})).await.status, 200, "nobody has a wish");

    let wish = json!({"required_feature": "mattermost.feature.guest_accounts", "required_plan": "professional"});
    for someone in [&person, &admin] {
        assert_eq!(someone.post("/api/v4/users/notify-admin", wish.clone()).await.status, 200);
    }
    let mut socket = admin.connect().await;
    socket.wait_for("hello").await;
    assert_eq!(admin.post(trigger, json!({})).await.body, json!({"status": "OK"}));
    let posted = socket.wait_for("posted").await;
    let post: Value = serde_json::from_str(posted["data"]["post"].as_str().unwrap()).unwrap();
    assert_eq!((&post["type"], &post["props"]["trial"]), (&json!("custom_up_notification"), &json!(false)));
    let asked = post["props"]["requested_features"]["mattermost.feature.guest_accounts"].as_array().unwrap();
    assert_eq!((asked.len(), &asked[0]["user_id"]), (2, &json!(person.user_id())));
    assert_eq!(posted["data"]["mentions"], format!("[\"{}\"]", admin.user_id()));

    // They are told once, and then left alone for a while.
    assert_eq!(person.post("/api/v4/users/notify-admin", wish).await.status, 200, "the wish may be made again");
    let again = admin.post(trigger, json!({})).await;
    assert_eq!((again.status, again.error_id()), (403, "app.notify_admin.send_notification_post.app_error"));
}

//! Fields that a server adds to profiles.

use std::sync::Arc;

use roost_testkit::{AheadClock, Client, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::{id, ids};

const FIELDS: &str = "/api/v4/custom_profile_attributes/fields";
const VALUES: &str = "/api/v4/custom_profile_attributes/values";

async fn new_field(admin: &Client, body: Value) -> Value {
    let made = admin.post(FIELDS, body).await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    made.body
}

fn path(field: &Value) -> String {
    format!("{FIELDS}/{}", id(field))
}

async fn patch(client: &Client, path: &str, body: Value) -> roost_testkit::Reply {
    client.call("PATCH", path, Some(body)).await
}

/// Values by the id of their field.
fn values<const N: usize>(values: [(&Value, Value); N]) -> Value {
    values.into_iter().map(|(field, value)| (id(field).to_owned(), value)).collect::<serde_json::Map<_, _>>().into()
}

async fn values_of(client: &Client, user: &str) -> Value {
    client.get(&format!("/api/v4/users/{user}/custom_profile_attributes")).await.body
}

#[tokio::test(flavor = "multi_thread")]
async fn what_sockets_hear_of_fields_and_values_is_what_lists_show() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let mut socket = admin.connect().await;
    socket.wait_for("hello").await;
    let list = async || person.get(FIELDS).await.body;

    let field = new_field(&admin, json!({"name": " Town ", "type": "text"})).await;
    let heard = socket.wait_for("custom_profile_attributes_field_created").await;
    assert_eq!(json!([heard["data"]["field"]]), list().await);
    assert_eq!(field["name"], "Town");
    let written = patch(&person, VALUES, values([(&field, json!(" Bern "))])).await;
    assert_eq!((written.status, &written.body), (200, &values([(&field, json!("Bern"))])));
    let heard = socket.wait_for("custom_profile_attributes_values_updated").await;
    assert_eq!((&heard["data"]["user_id"], &heard["data"]["values"]), (&json!(person.user_id()), &written.body));
    assert_eq!(values_of(&admin, person.user_id()).await, written.body);

    patch(&admin, &path(&field), json!({"attrs": {"visibility": "always"}})).await;
    let heard = socket.wait_for("custom_profile_attributes_field_updated").await;
    assert_eq!((json!([heard["data"]["field"]]), &heard["data"]["delete_values"]), (list().await, &json!(false)));
    assert_eq!(values_of(&admin, person.user_id()).await, written.body);
    // Texts are no dates.
    patch(&admin, &path(&field), json!({"type": "date"})).await;
    let heard = socket.wait_for("custom_profile_attributes_field_updated").await;
    assert_eq!(heard["data"]["delete_values"], true);
    assert_eq!(values_of(&admin, person.user_id()).await, json!({}));

    patch(&person, VALUES, values([(&field, json!("2026-01-01"))])).await;
    assert_eq!(admin.delete(&path(&field)).await.status, 200);
    let heard = socket.wait_for("custom_profile_attributes_field_deleted").await;
    assert_eq!(heard["data"]["field_id"], field["id"]);
    assert_eq!((list().await, values_of(&admin, person.user_id()).await), (json!([]), json!({})));
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_stand_in_their_order_and_are_so_many_at_most() {
    let clock = Arc::new(AheadClock::default());
    let node = TestNode::tuned(Tuning { clock: clock.clone(), ..Tuning::default() }).await;
    let admin = node.sign_up("admin").await;
    let at = |name: &str, order: f64| json!({"name": name, "type": "text", "attrs": {"sort_order": order}});
    let last = new_field(&admin, at("last", 2.0)).await;
    let first = new_field(&admin, at("first", -1.5)).await;
    let second = new_field(&admin, json!({"name": "second", "type": "text"})).await;
    // Two of one millisecond have no order.
    clock.advance(1);
    let third = new_field(&admin, json!({"name": "third", "type": "text"})).await;
    assert_eq!(ids(&admin.get(FIELDS).await.body), [id(&first), id(&second), id(&third), id(&last)]);
    let same = admin.post(FIELDS, json!({"name": "third", "type": "text"})).await;
    assert_eq!((same.status, same.error_id()), (400, "model.property_field.is_valid.app_error"));
    let same = patch(&admin, &path(&second), json!({"name": "third"})).await;
    assert_eq!((same.status, same.error_id()), (400, "model.property_field.is_valid.app_error"));
    for n in 4..19 {
        new_field(&admin, json!({"name": format!("field {n}"), "type": "text"})).await;
    }
    let body = |name: &str| json!({"name": name, "type": "text"});
    let (one, two) = tokio::join!(admin.post(FIELDS, body("one")), admin.post(FIELDS, body("two")));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422], "twenty, also when two are made at once");
    assert_eq!(admin.delete(&path(&third)).await.status, 200);
    new_field(&admin, body("third")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_written_all_or_none_by_whoever_may() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let town = new_field(&admin, json!({"name": "Town", "type": "text"})).await;
    let rank = new_field(&admin, json!({"name": "Rank", "type": "text", "attrs": {"managed": "admin"}})).await;
    let synced = new_field(&admin, json!({"name": "Desk", "type": "text", "attrs": {"ldap": "desk"}})).await;
    let gone = new_field(&admin, json!({"name": "Gone", "type": "text"})).await;
    admin.delete(&path(&gone)).await;
    let unknown = json!({"id": "aaaaaaaaaaaaaaaaaaaaaaaaaa"});
    let before = node.digest().await;
    for (field, value, status, error) in [
        (&rank, json!("captain"), 403, "app.custom_profile_attributes.property_field_is_managed.app_error"),
        (&synced, json!("7"), 400, "app.custom_profile_attributes.property_field_is_synced.app_error"),
        (&gone, json!("x"), 404, "app.custom_profile_attributes.property_field_not_found.app_error"),
        (&unknown, json!("x"), 404, "app.custom_profile_attributes.property_field_not_found.app_error"),
    ] {
        let refused = patch(&person, VALUES, values([(&town, json!("Bern")), (field, value)])).await;
        assert_eq!((refused.status, refused.error_id()), (status, error));
    }
    assert_eq!(patch(&person, VALUES, json!({"short": "x"})).await.status, 404);
    let of_admin = format!("/api/v4/users/{}/custom_profile_attributes", admin.user_id());
    assert_eq!(patch(&person, &of_admin, values([(&town, json!("Bern"))])).await.status, 403);
    let body = json!({"name": "Mine", "type": "text"});
    let refused = [
        person.post(FIELDS, body.clone()).await,
        patch(&person, &path(&town), body).await,
        person.delete(&path(&town)).await,
    ];
    assert_eq!(refused.map(|reply| reply.status), [403; 3]);
    assert_eq!(node.digest().await, before);
    let of_person = format!("/api/v4/users/{}/custom_profile_attributes", person.user_id());
    assert_eq!(patch(&admin, &of_person, values([(&rank, json!("captain"))])).await.status, 200);
    assert_eq!(values_of(&person, "me").await, values([(&rank, json!("captain"))]));
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_see_the_values_of_people_they_share_something_with() {
    let node = TestNode::tuned(Tuning::default().with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")).await;
    let (admin, guest) = (node.sign_up("admin").await, node.sign_up("guest").await);
    let field = new_field(&admin, json!({"name": "Town", "type": "text"})).await;
    patch(&admin, VALUES, values([(&field, json!("Bern"))])).await;
    let demoted = admin.post(&format!("/api/v4/users/{}/demote", guest.user_id()), json!({})).await;
    assert_eq!(demoted.status, 200);
    let of_admin = format!("/api/v4/users/{}/custom_profile_attributes", admin.user_id());
    assert_eq!(guest.get(&of_admin).await.status, 403);
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    admin.add_to_team(&team, &guest).await;
    admin.add_to_channel(&channel, &guest).await;
    assert_eq!(guest.get(&of_admin).await.body, values([(&field, json!("Bern"))]));
    assert_eq!(patch(&guest, VALUES, values([(&field, json!("Rome"))])).await.status, 200);
}

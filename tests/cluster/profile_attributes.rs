//! Fields of profiles, made on one node and filled in on another.

use roost_testkit::TestCluster;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn fields_and_values_of_one_node_are_heard_of_on_the_other() {
    let cluster = TestCluster::start(2).await;
    let admin = cluster.node(0).sign_up("admin").await;
    let elsewhere = admin.at(cluster.node(1));
    let mut socket = elsewhere.connect().await;
    socket.wait_for("hello").await;
    let fields = "/api/v4/custom_profile_attributes/fields";
    let field = admin.post(fields, json!({"name": "Town", "type": "text"})).await.body;
    let heard = socket.wait_for("custom_profile_attributes_field_created").await;
    assert_eq!(heard["data"]["field"], field);
    assert_eq!(elsewhere.get(fields).await.body, json!([field]));
    let mut here = admin.connect().await;
    here.wait_for("hello").await;
    let values = json!({field["id"].as_str().unwrap(): "Bern"});
    let path = "/api/v4/custom_profile_attributes/values";
    assert_eq!(elsewhere.call("PATCH", path, Some(values.clone())).await.status, 200);
    assert_eq!(here.wait_for("custom_profile_attributes_values_updated").await["data"]["values"], values);
}

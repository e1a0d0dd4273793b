//! Applications that act for people on several nodes.

use roost_testkit::TestCluster;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_takes_back_on_one_node_ends_on_the_other() {
    let cluster = TestCluster::start(2).await;
    let admin = cluster.node(0).sign_up("admin").await;
    let callback = "http://127.0.0.1/cb";
    let app = json!({"name": "Robot", "callback_urls": [callback], "homepage": "http://127.0.0.1/"});
    let app = admin.post("/api/v4/oauth/apps", app).await.body;
    // Asked on one node, redeemed on the other.
    let asked = json!({"response_type": "code", "client_id": app["id"], "redirect_uri": callback});
    let allowed = admin.post("/oauth/authorize", asked).await.body;
    let code = allowed["redirect"].as_str().unwrap().split(['=', '&']).nth(1).unwrap().to_owned();
    let elsewhere = cluster.node(1).anonymous();
    let (client, secret) = (app["id"].as_str().unwrap(), app["client_secret"].as_str().unwrap());
    let form = format!(
        "grant_type=authorization_code&client_id={client}&client_secret={secret}&redirect_uri={callback}&code={code}"
    );
    let issued = elsewhere.send(elsewhere.request("POST", "/oauth/access_token").body(form)).await;
    assert_eq!(issued.status, 200, "{:?}", issued.body);
    let robot = elsewhere.with_token(issued.body["access_token"].as_str().unwrap(), "");
    let mut socket = robot.connect().await;
    socket.wait_for("hello").await;
    assert_eq!(admin.post("/oauth/deauthorize", json!({"client_id": client})).await.status, 200);
    socket.wait_closed().await;
    assert_eq!(robot.get("/api/v4/users/me").await.status, 401);
}

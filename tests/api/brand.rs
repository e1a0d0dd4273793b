//! The picture of the sign-in page.

use reqwest::multipart::{Form, Part};
use roost_testkit::{Client, Reply, TestNode};

use super::refused::place::PICTURE;

const PATH: &str = "/api/v4/brand/image";

async fn upload(client: &Client, parts: Vec<(&'static str, Vec<u8>)>) -> Reply {
    let form = parts.into_iter().fold(Form::new(), |form, (name, bytes)| {
        form.part(name, Part::bytes(bytes).file_name("brand.png").mime_str("image/png").unwrap())
    });
    client.send(client.request("POST", PATH).multipart(form)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_the_picture_that_an_administrator_has_chosen() {
    let node = TestNode::start().await;
    let admin = node.sign_up("brander").await;
    let visitor = node.anonymous();
    assert_eq!(visitor.get(PATH).await.status, 404);
    assert_eq!(admin.delete(PATH).await.error_id(), "api.admin.delete_brand_image.storage.not_found");

    let set = upload(&admin, vec![("image", PICTURE.to_vec())]).await;
    assert_eq!((set.status, &set.body["status"]), (201, &"OK".into()));
    let seen = visitor.get(PATH).await;
    assert_eq!((seen.status, seen.header("content-type")), (200, "image/png"));

    assert_eq!(upload(&admin, vec![("image", PICTURE.to_vec())]).await.status, 201);
    let kept: Vec<String> = node.files().into_iter().filter(|file| file.contains("brand/")).collect();
    assert_eq!(kept.len(), 2, "the one before is kept: {kept:?}");

    assert_eq!(admin.delete(PATH).await.status, 200);
    assert_eq!(visitor.get(PATH).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_of_an_administrator_changes_nothing() {
    let node = TestNode::start().await;
    let admin = node.sign_up("brander").await;
    let person = node.sign_up("person").await;
    upload(&admin, vec![("image", PICTURE.to_vec())]).await;
    let before = node.files();
    let cases = [
        (upload(&person, vec![("image", PICTURE.to_vec())]).await, 403, "api.context.permissions.app_error"),
        (person.delete(PATH).await, 403, "api.context.permissions.app_error"),
        (
            upload(&admin, vec![("picture", PICTURE.to_vec())]).await,
            400,
            "api.admin.upload_brand_image.no_file.app_error",
        ),
        (
            upload(&admin, vec![("image", PICTURE.to_vec()), ("image", PICTURE.to_vec())]).await,
            400,
            "api.admin.upload_brand_image.array.app_error",
        ),
        (upload(&admin, vec![("image", b"no picture".to_vec())]).await, 400, "brand.save_brand_image.decode.app_error"),
        (admin.post(PATH, serde_json::json!({})).await, 400, "api.admin.upload_brand_image.parse.app_error"),
    ];
    for (reply, status, id) in cases {
        assert_eq!((reply.status, reply.error_id()), (status, id));
    }
    assert_eq!(node.files(), before);
}

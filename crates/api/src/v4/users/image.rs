//! `/users/{user_id}/image`: profile pictures.

use actix_http::{StatusCode, header};
use bytes::Bytes;
use roost_app::files::PICTURE_BYTES_MAX;
use roost_app::users::{
    require_image_change, user_image, user_image_default, user_image_reset, user_image_set, user_of_image,
};
use roost_model::errors::user as errors;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/users/{user_id}/image" => get;
    GET "/api/v4/users/{user_id}/image/default" => default;
    POST "/api/v4/users/{user_id}/image" => set;
    DELETE "/api/v4/users/{user_id}/image" => reset;
}

/// Pictures change their address with the account's `last_picture_update`.
const CACHE_CONTROL: &str = "max-age=86400, private";
/// Of a picture that stands in for one which cannot be read.
const CACHE_CONTROL_STAND_IN: &str = "max-age=300, private";

fn png(bytes: Bytes, cache_control: &str) -> Reply {
    Reply::new(StatusCode::OK, "image/png", bytes).with(header::CACHE_CONTROL, cache_control)
}

async fn get(call: Call) -> Answer {
    let user = user_of_image(&call.ctx, call.id("user_id")?).await?;
    let etag = user.last_picture_update.to_string();
    if call.has_etag(&etag) {
        return Reply::not_modified(&etag);
    }
    let image = user_image(&call.ctx, &user).await?;
    if image.stands_in {
        return Ok(png(image.png, CACHE_CONTROL_STAND_IN));
    }
    Ok(png(image.png, CACHE_CONTROL).with(header::ETAG, &etag))
}

async fn default(call: Call) -> Answer {
    let user = user_of_image(&call.ctx, call.id("user_id")?).await?;
    Ok(png(user_image_default(&user)?, CACHE_CONTROL))
}

async fn set(mut call: Call) -> Answer {
    let id = call.id("user_id")?;
    require_image_change(&call.ctx, id).await?;
    let max = call.file_bytes_max().min(PICTURE_BYTES_MAX);
    let form = call.upload_form(max, errors::IMAGE_TOO_LARGE, errors::IMAGE_FORM_BROKEN).await?;
    let picture = form.file("image").ok_or(errors::IMAGE_MISSING)?;
    user_image_set(&call.ctx, id, picture.bytes.clone()).await?;
    Reply::ok()
}

async fn reset(call: Call) -> Answer {
    user_image_reset(&call.ctx, call.id("user_id")?).await?;
    Reply::ok()
}

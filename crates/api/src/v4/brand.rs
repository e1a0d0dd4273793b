//! `/brand`: the picture of the sign-in page.

use actix_http::StatusCode;
use roost_app::system::brand::{brand_image, brand_image_remove, brand_image_set};
use roost_model::errors::brand as errors;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/brand/image" => get;
    POST "/api/v4/brand/image" => set;
    DELETE "/api/v4/brand/image" => remove;
}

async fn get(call: Call) -> Answer {
    // Where there is none, the original answers without an error to read.
    Ok(match brand_image(&call.ctx).await? {
        Some(png) => Reply::new(StatusCode::OK, "image/png", png),
        None => Reply::new(StatusCode::NOT_FOUND, "application/json", ""),
    })
}

async fn set(mut call: Call) -> Answer {
    let max = call.file_bytes_max();
    let form = call.upload_form(max, errors::TOO_LARGE, errors::FORM_BROKEN).await?;
    let picture = match form.file_count("image") {
        0 => return Err(errors::NO_FILE.into()),
        1 => form.file("image").ok_or(errors::NO_FILE)?,
        _ => return Err(errors::MANY_FILES.into()),
    };
    brand_image_set(&call.ctx, picture.bytes.clone()).await?;
    Ok(Reply { status: StatusCode::CREATED, ..Reply::ok()? })
}

async fn remove(call: Call) -> Answer {
    brand_image_remove(&call.ctx).await?;
    Reply::ok()
}

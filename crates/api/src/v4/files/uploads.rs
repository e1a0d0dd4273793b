//! `/uploads`: files in parts.

use actix_http::StatusCode;
use bytes::Bytes;
use roost_app::AppError;
use roost_app::files::{Part, require_uploads_on, upload_create, upload_get, upload_list, upload_resume};
use roost_model::errors::file as errors;
use roost_model::file::{FileInfo, UploadDraft};

use crate::multipart::{FormError, Parts};
use crate::reply::Body;
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/uploads" => create;
    GET "/api/v4/uploads/{upload_id}" => get;
    POST "/api/v4/uploads/{upload_id}" => send;
    GET "/api/v4/users/{user_id}/uploads" => list;
}

async fn create(mut call: Call) -> Answer {
    require_uploads_on(&call.ctx)?;
    let draft: UploadDraft = call.json("upload").await?;
    Reply::created(&upload_create(&call.ctx, draft).await?)
}

async fn get(call: Call) -> Answer {
    Reply::json(&upload_get(&call.ctx, call.id("upload_id")?).await?)
}

async fn list(call: Call) -> Answer {
    Reply::json(&upload_list(&call.ctx, call.id("user_id")?).await?)
}

async fn send(mut call: Call) -> Answer {
    require_uploads_on(&call.ctx)?;
    let (ctx, id) = (call.ctx.clone(), call.id("upload_id")?);
    let part = upload_resume(&ctx, id).await?;
    let done = if call.is_form() {
        form(&mut call, part).await?
    } else {
        part.require_fits(call.content_length().unwrap_or(0))?;
        call.stream(async |bytes| part.receive(bytes).await).await?
    };
    match done {
        Some(info) => Reply::json(&info),
        None => Ok(Reply { status: StatusCode::NO_CONTENT, headers: Vec::new(), body: Body::Bytes(Bytes::new()) }),
    }
}

/// Why a form is refused.
struct Refused(AppError);

impl From<FormError> for Refused {
    fn from(error: FormError) -> Self {
        let why = match error {
            FormError::TooLarge => "it is too large".to_owned(),
            FormError::Broken(why) => why,
        };
        Self(AppError::new(errors::UPLOAD_PART_FORM).because(why))
    }
}

/// The first part of a form is the part of the upload, whatever it is called.
async fn form(call: &mut Call, part: Part<'_>) -> Result<Option<FileInfo>, AppError> {
    let bytes_max = call.file_bytes_max();
    let read = async |parts: &mut Parts| match parts.next().await? {
        Some(arriving) => part.receive(arriving.stream()).await.map_err(Refused),
        None => Err(FormError::Broken("the form is empty".to_owned()).into()),
    };
    call.multipart(bytes_max, read).await.map_err(|refused| refused.0)
}

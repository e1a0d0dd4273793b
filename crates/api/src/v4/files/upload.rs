//! `POST /files`: a form with files, or one file as the body.

use roost_app::AppError;
use roost_app::files::{Upload, upload};
use roost_model::Id;
use roost_model::errors::file as errors;
use roost_model::file::FileUploaded;

use crate::multipart::{Arriving, FormError, Parts};
use crate::{Answer, Call, Reply, limits};

crate::routes! {
    POST "/api/v4/files" => post;
}

async fn post(mut call: Call) -> Answer {
    let ctx = call.ctx.clone();
    let bookmark = call.query_flag("bookmark");
    let received = upload(&ctx, bookmark, async |upload| {
        if call.has_no_body() {
            return Err(AppError::new(errors::UPLOAD_BROKEN).because("there is no body"));
        }
        if call.is_form() { form(&mut call, upload).await.map(Some) } else { body(&mut call, upload).await }
    });
    let (file_infos, client_ids) = received.await?;
    Reply::created(&FileUploaded { file_infos, client_ids })
}

/// One file; its channel and name stand in the query. Returns its client id if there is one.
async fn body(call: &mut Call, upload: &mut Upload<'_>) -> Result<Option<Vec<String>>, AppError> {
    let channel = Id::parse(call.query("channel_id")).ok_or_else(|| AppError::invalid_url("channel_id"))?;
    let name = call.query("filename").to_owned();
    if name.is_empty() {
        return Err(AppError::invalid_url("filename"));
    }
    upload.into_channel(channel).await?;
    upload.require_room(&name, call.content_length().unwrap_or(0))?;
    let client_id = call.query("client_id").to_owned();
    call.stream(async |bytes| upload.add(&name, bytes).await).await?;
    Ok((!client_id.is_empty()).then(|| vec![client_id]))
}

/// Why a form is refused.
enum Refused {
    Form(FormError),
    App(AppError),
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<FormError> for Refused {
    fn from(error: FormError) -> Self {
        Self::Form(error)
    }
}

impl Refused {
    fn into_error(self, bytes_max: u64) -> AppError {
        match self {
            Self::App(error) => error,
            Self::Form(FormError::Broken(why)) => AppError::new(errors::UPLOAD_BROKEN).because(why),
            Self::Form(FormError::TooLarge) => {
                AppError::new(errors::UPLOAD_TOO_LARGE).with("name", "the form").with("limit", bytes_max.to_string())
            }
        }
    }
}

/// What the fields of a form have said so far.
struct Fields {
    channel: String,
    client_ids: Vec<String>,
    /// False once a file has come without a client id: then none may follow.
    may_name_clients: bool,
}

/// Files and fields in any order. Returns the client ids.
async fn form(call: &mut Call, upload: &mut Upload<'_>) -> Result<Vec<String>, AppError> {
    let bytes_max = call.file_bytes_max();
    let channel = call.query("channel_id").to_owned();
    let mut fields = Fields { channel, client_ids: Vec::new(), may_name_clients: true };
    let read = async |parts: &mut Parts| {
        while let Some(part) = parts.next().await? {
            if part.name.is_empty() {
                continue;
            }
            match part.filename.clone().filter(|name| !name.is_empty()) {
                Some(name) => file(upload, &mut fields, part, &name).await?,
                None => field(&mut fields, part).await?,
            }
        }
        Ok::<_, Refused>(())
    };
    call.multipart(bytes_max, read).await.map_err(|refused| refused.into_error(bytes_max))?;
    if !fields.client_ids.is_empty() && fields.client_ids.len() != upload.len() {
        let (ids, files) = (fields.client_ids.len().to_string(), upload.len().to_string());
        return Err(AppError::new(errors::UPLOAD_CLIENT_IDS).with("ids", ids).with("files", files));
    }
    if !upload.is_empty() {
        // Files may have come before their channel was named.
        into_channel(upload, &fields.channel).await?;
    }
    Ok(fields.client_ids)
}

async fn field(fields: &mut Fields, part: Arriving) -> Result<(), Refused> {
    let name = part.name.clone();
    let bytes = part.bytes(limits::UPLOAD_FIELD_BYTES_MAX).await.map_err(|error| match error {
        FormError::TooLarge => AppError::invalid_body(&*name).into(),
        broken @ FormError::Broken(_) => Refused::Form(broken),
    })?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    match &*name {
        "channel_id" if !fields.channel.is_empty() && fields.channel != text => {
            return Err(AppError::new(errors::UPLOAD_CHANNELS).into());
        }
        "channel_id" => fields.channel = text,
        "client_ids" if fields.may_name_clients && fields.client_ids.len() < limits::UPLOAD_CLIENT_IDS_MAX => {
            fields.client_ids.push(text);
        }
        _ => return Err(AppError::invalid_body(name).into()),
    }
    Ok(())
}

async fn file(upload: &mut Upload<'_>, fields: &mut Fields, part: Arriving, name: &str) -> Result<(), Refused> {
    if !fields.channel.is_empty() {
        into_channel(upload, &fields.channel).await?;
        fields.may_name_clients &= !fields.client_ids.is_empty();
        if fields.may_name_clients && upload.len() >= fields.client_ids.len() {
            return Err(AppError::invalid_body("client_ids").into());
        }
    }
    if upload.len() >= limits::UPLOAD_FILES_MAX {
        return Err(AppError::invalid_body("files").into());
    }
    upload.add(name, part.stream()).await?;
    Ok(())
}

async fn into_channel(upload: &mut Upload<'_>, channel: &str) -> Result<(), AppError> {
    if channel.is_empty() {
        return Err(AppError::invalid_body("channel_id"));
    }
    let channel = Id::parse(channel).ok_or_else(|| AppError::invalid_url("channel_id"))?;
    upload.into_channel(channel).await
}

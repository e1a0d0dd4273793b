//! Forms with files.

use std::io;

use actix_http::header;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use multer::{Constraints, Field, Multipart, SizeLimit};
use tokio::sync::mpsc;

use crate::{Call, limits};

/// One part of a form.
#[derive(Debug)]
pub struct Part {
    pub name: String,
    /// Set for files; as the client names it.
    pub filename: Option<String>,
    /// As the client names it; empty for none.
    pub content_type: String,
    pub bytes: Bytes,
}

/// A form that fits into memory.
#[derive(Debug, Default)]
pub struct Form {
    pub parts: Vec<Part>,
}

impl Form {
    /// The first file of this name.
    pub fn file(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name == name && part.filename.is_some())
    }

    /// How many files of this name there are.
    pub fn file_count(&self, name: &str) -> usize {
        self.parts.iter().filter(|part| part.name == name && part.filename.is_some()).count()
    }

    /// The first field of this name that is no file, as text.
    pub fn text(&self, name: &str) -> Option<&str> {
        let part = self.parts.iter().find(|part| part.name == name && part.filename.is_none())?;
        std::str::from_utf8(&part.bytes).ok()
    }
}

/// Why a form cannot be read.
#[derive(Debug)]
pub enum FormError {
    /// No form, or a broken one.
    Broken(String),
    /// Larger than allowed.
    TooLarge,
}

impl FormError {
    fn from_multer(error: &multer::Error) -> Self {
        match error {
            multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => Self::TooLarge,
            other => Self::Broken(other.to_string()),
        }
    }
}

impl Call {
    /// `Content-Length`, if the client names one.
    pub fn content_length(&self) -> Option<u64> {
        self.header(header::CONTENT_LENGTH).parse().ok()
    }

    /// Lets `read` take the parts of a form one after another as they arrive, at most `bytes_max` bytes in all.
    pub async fn multipart<T, E: From<FormError>>(
        &mut self,
        bytes_max: u64,
        read: impl AsyncFnOnce(&mut Multipart<'static>) -> Result<T, E>,
    ) -> Result<T, E> {
        let boundary = multer::parse_boundary(self.header(header::CONTENT_TYPE));
        let boundary = boundary.map_err(|e| FormError::Broken(e.to_string()))?;
        let mut payload = self.take_payload();
        // The parser wants a stream that may move between threads, which a connection's payload may not.
        let (chunks_in, mut chunks) = mpsc::channel::<io::Result<Bytes>>(1);
        let pump = async move {
            while let Some(chunk) = payload.next().await {
                if chunks_in.send(chunk.map_err(io::Error::other)).await.is_err() {
                    return;
                }
            }
        };
        let limit = SizeLimit::new().whole_stream(bytes_max.saturating_add(limits::MULTIPART_FIELD_BYTES_MAX));
        let stream = futures_util::stream::poll_fn(move |cx| chunks.poll_recv(cx));
        let parse = async move {
            let mut multipart = Multipart::with_constraints(stream, boundary, Constraints::new().size_limit(limit));
            read(&mut multipart).await
        };
        let ((), out) = futures_util::future::join(pump, parse).await;
        out
    }

    /// The whole form, at most `bytes_max` bytes of it. For forms that are small by nature: pictures, archives.
    pub async fn form(&mut self, bytes_max: u64) -> Result<Form, FormError> {
        self.multipart(bytes_max, async |multipart| {
            let mut form = Form::default();
            while let Some(field) = multipart.next_field().await.map_err(|e| FormError::from_multer(&e))? {
                form.parts.push(part(field).await?);
            }
            Ok(form)
        })
        .await
    }
}

async fn part(mut field: Field<'_>) -> Result<Part, FormError> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = field.chunk().await.map_err(|e| FormError::from_multer(&e))? {
        bytes.extend_from_slice(&chunk);
    }
    Ok(Part {
        name: field.name().unwrap_or_default().to_owned(),
        filename: field.file_name().map(str::to_owned),
        content_type: field.content_type().map(ToString::to_string).unwrap_or_default(),
        bytes: bytes.freeze(),
    })
}

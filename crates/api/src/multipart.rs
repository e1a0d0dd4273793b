//! Bodies as they arrive, and forms with files.

use std::future::pending;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_http::header;
use bytes::{Bytes, BytesMut};
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt, TryStreamExt};
use multer::{Constraints, Multipart, SizeLimit};
use roost_app::AppError;
use roost_model::ErrorId;
use tokio::sync::mpsc;

use crate::incoming::Incoming;
use crate::{Call, disposition, limits};

/// The bytes of a body or of a file in it. Unlike a connection's payload it may move between threads.
pub type BodyStream = BoxStream<'static, io::Result<Bytes>>;

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

/// The parts of a form, one after another as they arrive.
pub struct Parts {
    multipart: Multipart<'static>,
    /// Bytes given to the parser since it gave something back.
    held: Arc<AtomicU64>,
}

/// A part of a form that is being read.
pub struct Arriving {
    pub name: String,
    /// Set for files; as the client names it.
    pub filename: Option<String>,
    /// As the client names it; empty for none.
    pub content_type: String,
    field: multer::Field<'static>,
    held: Arc<AtomicU64>,
}

impl Parts {
    /// The form in a body, at most `bytes_max` bytes of it and of what is around its files.
    pub fn of(body: BodyStream, boundary: &str, bytes_max: u64) -> Self {
        let limit = SizeLimit::new().whole_stream(bytes_max.saturating_add(limits::MULTIPART_FIELD_BYTES_MAX));
        let held = Arc::new(AtomicU64::new(0));
        let body = bounded(body, held.clone());
        Self { multipart: Multipart::with_constraints(body, boundary, Constraints::new().size_limit(limit)), held }
    }

    /// The next part, `None` at the end. What was not read of the one before is passed over.
    pub async fn next(&mut self) -> Result<Option<Arriving>, FormError> {
        let field = self.multipart.next_field().await.map_err(|e| FormError::from_multer(&e))?;
        self.held.store(0, Ordering::Relaxed);
        Ok(field.map(|field| Arriving {
            name: field.name().unwrap_or_default().to_owned(),
            filename: file_name(&field),
            content_type: field.content_type().map(ToString::to_string).unwrap_or_default(),
            field,
            held: self.held.clone(),
        }))
    }
}

impl Arriving {
    /// The bytes of the part. A part beyond the limit of the form ends with [`io::ErrorKind::FileTooLarge`].
    pub fn stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
        let held = self.held;
        self.field.inspect(move |_| held.store(0, Ordering::Relaxed)).map_err(|error| {
            match FormError::from_multer(&error) {
                FormError::TooLarge => io::Error::new(io::ErrorKind::FileTooLarge, error),
                FormError::Broken(_) => io::Error::other(error),
            }
        })
    }

    /// The part in memory, at most `bytes_max` bytes of it.
    pub async fn bytes(mut self, bytes_max: usize) -> Result<Bytes, FormError> {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = self.field.chunk().await.map_err(|e| FormError::from_multer(&e))? {
            self.held.store(0, Ordering::Relaxed);
            if bytes.len() + chunk.len() > bytes_max {
                return Err(FormError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    }
}

impl Call {
    /// `Content-Length`, if the client names one.
    pub fn content_length(&self) -> Option<u64> {
        self.header(header::CONTENT_LENGTH).parse().ok()
    }

    /// Whether the request says that it has no body.
    pub fn has_no_body(&self) -> bool {
        self.content_length().unwrap_or(0) == 0 && !self.headers.contains_key(header::TRANSFER_ENCODING)
    }

    /// Whether the body calls itself a form with parts.
    pub fn is_form(&self) -> bool {
        let content_type = self.header(header::CONTENT_TYPE);
        content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("multipart/form-data")
    }

    /// Lets `read` take the body as it arrives. A body that breaks off ends with an error.
    pub async fn stream<T>(&mut self, read: impl AsyncFnOnce(BodyStream) -> T) -> T {
        let (chunks_in, mut chunks) = mpsc::channel(1);
        let body = futures_util::stream::poll_fn(move |cx| chunks.poll_recv(cx)).boxed();
        let pump = pump(self.payload(), chunks_in);
        tokio::select! {
            out = read(body) => out,
            out = pump => out,
        }
    }

    /// Lets `read` take the parts of a form one after another as they arrive, at most `bytes_max` bytes in all.
    pub async fn multipart<T, E: From<FormError>>(
        &mut self,
        bytes_max: u64,
        read: impl AsyncFnOnce(&mut Parts) -> Result<T, E>,
    ) -> Result<T, E> {
        let boundary = multer::parse_boundary(self.header(header::CONTENT_TYPE));
        let boundary = boundary.map_err(|e| FormError::Broken(e.to_string()))?;
        self.stream(async move |body| read(&mut Parts::of(body, &boundary, bytes_max)).await).await
    }

    /// How large an uploaded file may be, in bytes.
    pub fn file_bytes_max(&self) -> u64 {
        u64::try_from(self.ctx.config().file.max_file_size).unwrap_or(0)
    }

    /// As [`Call::form`], refused before it is read when its told length is too much, with errors of the caller's.
    pub async fn upload_form(
        &mut self,
        bytes_max: u64,
        too_large: &'static ErrorId,
        broken: &'static ErrorId,
    ) -> Result<Form, AppError> {
        if self.content_length().is_some_and(|len| len > bytes_max) {
            return Err(too_large.into());
        }
        self.form(bytes_max).await.map_err(|error| match error {
            FormError::TooLarge => AppError::new(too_large),
            FormError::Broken(why) => AppError::new(broken).because(why),
        })
    }

    /// The whole form, at most `bytes_max` bytes of it. For forms that are small by nature: pictures, archives.
    pub async fn form(&mut self, bytes_max: u64) -> Result<Form, FormError> {
        let part_max = usize::try_from(bytes_max).unwrap_or(usize::MAX);
        self.multipart(bytes_max, async |parts| {
            let mut form = Form::default();
            while let Some(part) = parts.next().await? {
                let (name, filename) = (part.name.clone(), part.filename.clone());
                let content_type = part.content_type.clone();
                form.parts.push(Part { name, filename, content_type, bytes: part.bytes(part_max).await? });
            }
            Ok(form)
        })
        .await
    }
}

/// The parser of the form reads the plain form of the name only.
fn file_name(field: &multer::Field<'_>) -> Option<String> {
    let disposition = field.headers().get(header::CONTENT_DISPOSITION.as_str())?;
    disposition::file_name(&String::from_utf8_lossy(disposition.as_bytes()))
}

/// Moves a payload, which may not move between threads, into a channel. Never ends: it goes when its reader has ended.
async fn pump<T>(mut payload: Incoming, chunks: mpsc::Sender<io::Result<Bytes>>) -> T {
    while let Some(chunk) = payload.next().await {
        if chunks.send(chunk.map_err(io::Error::other)).await.is_err() {
            break;
        }
    }
    drop(chunks);
    pending().await
}

/// The parser keeps what it cannot take apart yet: the head of a part that never ends would be kept whole.
fn bounded(body: BodyStream, held: Arc<AtomicU64>) -> BodyStream {
    body.map(move |chunk| {
        let chunk = chunk?;
        let before = held.fetch_add(chunk.len() as u64, Ordering::Relaxed);
        if before > limits::MULTIPART_FIELD_BYTES_MAX {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the head of a part is too long"));
        }
        Ok(chunk)
    })
    .boxed()
}

//! A refused or failed operation.

use std::fmt;

use roost_model::{ErrorId, error as ids};
use roost_store::StoreError;

/// An entry of the catalogue with public parameters and a private cause, which goes to the log only.
#[derive(Debug)]
pub struct AppError {
    pub id: ErrorId,
    /// Values for the `{name}` places of the message.
    pub params: Vec<(&'static str, String)>,
    pub cause: Option<String>,
    /// The store's own error, for use cases that turn a conflict into an answer.
    store: Option<StoreError>,
}

impl AppError {
    pub fn new(id: &'static ErrorId) -> Self {
        Self::of(*id)
    }

    /// An error whose entry is made at run time: rules that carry their own ids.
    pub fn of(id: ErrorId) -> Self {
        Self { id, params: Vec::new(), cause: None, store: None }
    }

    /// Adds a public parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.params.push((name, value.into()));
        self
    }

    /// Adds what only the log may say.
    #[must_use]
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// A fault of ours: a bare 500 on the wire.
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::new(ids::INTERNAL).because(cause)
    }

    /// A body that cannot be read, or a field of it.
    pub fn invalid_body(name: impl Into<String>) -> Self {
        Self::new(ids::INVALID_BODY_PARAM).with("name", name)
    }

    /// A part of the path or query that cannot be read.
    pub fn invalid_url(name: impl Into<String>) -> Self {
        Self::new(ids::INVALID_URL_PARAM).with("name", name)
    }

    pub fn no_permission() -> Self {
        Self::new(ids::PERMISSIONS)
    }

    /// The store's error behind this one, if there is one.
    pub fn store(&self) -> Option<&StoreError> {
        self.store.as_ref()
    }

    /// The message with its parameters filled in.
    pub fn message(&self) -> String {
        let mut text = self.id.message.to_owned();
        for (name, value) in &self.params {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}

impl From<&'static ErrorId> for AppError {
    fn from(id: &'static ErrorId) -> Self {
        Self::new(id)
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let mut out = match error {
            StoreError::Unavailable(_) | StoreError::Retryable(_) => Self::new(ids::UNAVAILABLE),
            StoreError::Value(_) => {
                // The client's doing: a text with NUL, mostly. If it is a length or a range, a check of ours is missing.
                tracing::warn!(%error, "a value got as far as the database");
                Self::invalid_body("body")
            }
            _ => Self::new(ids::INTERNAL),
        }
        .because(&error);
        out.store = Some(error);
        out
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.id.id, self.id.status)?;
        if let Some(cause) = &self.cause {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl std::error::Error for AppError {}

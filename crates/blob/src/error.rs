use std::io;

/// Why a blob operation failed, by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// Nothing is stored at this path.
    #[error("no file at {path:?}")]
    NotFound { path: String },
    /// The path can never name a file here. The caller's input was wrong; nothing was touched.
    #[error("bad file path {path:?}: {reason}")]
    InvalidPath { path: String, reason: &'static str },
    /// The incoming bytes passed the limit. Nothing was kept.
    #[error("the file is larger than {size_max} bytes")]
    TooLarge { size_max: u64 },
    /// The asked range starts at or after the end of the file.
    #[error("the range starts behind the end of the file, which has {size} bytes")]
    RangeOutside { size: u64 },
    /// The incoming stream broke off. Nothing was kept.
    #[error("the incoming bytes broke off")]
    Interrupted(#[source] io::Error),
    /// There is no such bucket.
    #[error("there is no such bucket")]
    NoBucket,
    /// The store does not know the key, or the key may not do this.
    #[error("the store refuses this key")]
    Refused { source: Box<dyn std::error::Error + Send + Sync> },
    /// The store did not do it: full disk, missing rights, network. Trying later can help.
    #[error("the file store failed on {path:?}")]
    Unavailable { path: String, source: Box<dyn std::error::Error + Send + Sync> },
}

impl BlobError {
    /// True for [`BlobError::NotFound`].
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound { .. })
    }

    pub(crate) fn from_store(path: &str, error: object_store::Error) -> Self {
        let path = path.to_owned();
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound { path },
            object_store::Error::InvalidPath { .. } => Self::InvalidPath { path, reason: "the store refuses it" },
            other => Self::Unavailable { path, source: Box::new(other) },
        }
    }

    pub(crate) fn from_io(path: &str, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => {
                Self::NotFound { path }
            }
            _ => Self::Unavailable { path, source: Box::new(error) },
        }
    }
}

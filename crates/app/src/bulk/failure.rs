//! What ends a load.

use std::fmt;

use roost_blob::BlobError;
use roost_store::StoreError;

use super::refusal::Refusal;

/// Why a load stopped. Batches before it are written.
#[derive(Debug)]
pub enum Failure {
    /// The line is not taken; line 0 is the file as a whole.
    Refused(u64, Refusal),
    /// The database refused the batch that begins at this line.
    Store(u64, StoreError),
    /// A file could not be stored.
    Blob(u64, BlobError),
    /// Somebody wanted it.
    Stopped,
}

impl Failure {
    /// The same again may succeed.
    pub(super) fn is_retryable(&self) -> bool {
        matches!(self, Self::Store(_, StoreError::Retryable(_)))
    }

    /// Something of the batch stands in the way of what is there, and it is not known which line.
    pub(super) fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(_, StoreError::Conflict(_) | StoreError::Value(_)))
    }
}

impl Failure {
    /// Of two outcomes the failure that stands first in the file.
    pub(super) fn first(one: Result<(), Self>, other: Result<(), Self>) -> Result<(), Self> {
        match (one, other) {
            (Err(one), Err(other)) => Err(if other.line() < one.line() { other } else { one }),
            (one, other) => one.and(other),
        }
    }

    /// The line that it is about; 0: the file as a whole.
    pub fn line(&self) -> u64 {
        match self {
            Self::Refused(line, _) | Self::Store(line, _) | Self::Blob(line, _) => *line,
            Self::Stopped => u64::MAX,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(0, refusal) => write!(f, "{refusal}"),
            Self::Refused(line, refusal) => write!(f, "line {line}: {refusal}"),
            Self::Store(line, error) => write!(f, "line {line}: {error}"),
            Self::Blob(line, error) => write!(f, "line {line}: {error}"),
            Self::Stopped => f.write_str("stopped"),
        }
    }
}

impl std::error::Error for Failure {}

/// Adds the line to an error of the store or the file store.
pub(super) trait AtLine<T> {
    fn at(self, line: u64) -> Result<T, Failure>;
}

impl<T> AtLine<T> for Result<T, StoreError> {
    fn at(self, line: u64) -> Result<T, Failure> {
        self.map_err(|error| Failure::Store(line, error))
    }
}

impl<T> AtLine<T> for Result<T, BlobError> {
    fn at(self, line: u64) -> Result<T, Failure> {
        self.map_err(|error| Failure::Blob(line, error))
    }
}

impl<T> AtLine<T> for Result<T, Refusal> {
    fn at(self, line: u64) -> Result<T, Failure> {
        self.map_err(|refusal| Failure::Refused(line, refusal))
    }
}

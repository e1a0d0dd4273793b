//! What a caller of the store can do about a failure.

use std::fmt;

use tokio_postgres::error::SqlState;

/// Why a statement did not do what was asked.
#[derive(Debug)]
pub enum StoreError {
    /// A unique or foreign key stood in the way; the name of the constraint or unique index.
    Conflict(String),
    /// An expected number of rows was not there: somebody else was faster.
    Gone,
    /// Serialisation failure, deadlock, lock timeout: the same again may succeed.
    Retryable(String),
    /// The database does not answer: pool empty, connection lost, starting up, read-only.
    Unavailable(String),
    /// A value that the database refuses: a text with NUL, a number out of range.
    Value(String),
    /// A fault of ours.
    Bug(String),
}

impl StoreError {
    /// Whether this is a violation of the named constraint or unique index.
    pub fn is_conflict(&self, constraint: &str) -> bool {
        matches!(self, Self::Conflict(name) if name == constraint)
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict(name) => write!(f, "conflict with {name}"),
            Self::Gone => f.write_str("the row is gone"),
            Self::Retryable(why) => write!(f, "retryable: {why}"),
            Self::Unavailable(why) => write!(f, "database unavailable: {why}"),
            Self::Value(why) => write!(f, "value refused by the database: {why}"),
            Self::Bug(why) => write!(f, "fault: {why}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else {
            return if error.is_closed()
                || std::error::Error::source(&error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
            {
                Self::Unavailable(describe(&error))
            } else {
                Self::Bug(describe(&error))
            };
        };
        let code = db.code();
        if *code == SqlState::UNIQUE_VIOLATION || *code == SqlState::FOREIGN_KEY_VIOLATION {
            return Self::Conflict(db.constraint().unwrap_or_default().to_owned());
        }
        let text = format!("{} {}", code.code(), db.message());
        match code.code().get(..2) {
            _ if *code == SqlState::QUERY_CANCELED => Self::Unavailable(text),
            _ if *code == SqlState::LOCK_NOT_AVAILABLE => Self::Retryable(text),
            Some("40") => Self::Retryable(text),
            // Connection exceptions, resources, operator intervention, system errors, and a read-only standby.
            Some("08" | "53" | "57" | "58" | "25") if *code != SqlState::IN_FAILED_SQL_TRANSACTION => {
                Self::Unavailable(text)
            }
            Some("22") => Self::Value(text),
            _ => Self::Bug(text),
        }
    }
}

impl From<deadpool_postgres::PoolError> for StoreError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Backend(e) => match Self::from(e) {
                Self::Unavailable(why) => Self::Unavailable(why),
                // Whatever refuses a connection (no such database, wrong password, connect timeout) is an outage here.
                other => Self::Unavailable(other.to_string()),
            },
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// The error with its causes: tokio-postgres alone says only "error communicating with the server".
fn describe(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

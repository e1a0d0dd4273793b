//! Why a database was not migrated.

use std::fmt;

/// Every case says what is wrong, where, and what to do about it.
#[derive(Debug)]
pub enum MigrateError {
    /// PostgreSQL refused a statement or is gone; the step that was under way.
    Database { step: String, source: tokio_postgres::Error },
    /// A newer release of ours has been here: the name of a migration that this binary does not have.
    Newer { name: String },
    /// A newer release of the original has been here: its newest migration, and the newest one we know.
    NewerOriginal { found: i64, known: i64 },
    /// An older release of the original made this database: how many of its migrations are missing, and the first one.
    OlderOriginal { missing: usize, first: i64 },
    /// The text of a file differs from what ran on this database.
    Changed { name: String },
    /// The history says 11.6 but the tables do not: how many columns are missing, and the first one.
    Incomplete { missing: usize, first: String },
    /// Schema `public` has a table of one of our names that no server we know has made.
    Foreign { table: String },
}

impl fmt::Display for MigrateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database { step, source } => {
                write!(f, "{step} failed: ")?;
                match source.as_db_error() {
                    Some(db) => write!(f, "{} ({})", db.message(), db.code().code()),
                    None => write!(f, "{source}"),
                }
            }
            Self::Newer { name } => write!(
                f,
                "the database is newer than this binary: it has the migration {name}, which is unknown here; \
                 start the newer release"
            ),
            Self::NewerOriginal { found, known } => write!(
                f,
                "the database is newer than this binary: public.db_migrations has version {found}, \
                 the newest known here is {known}"
            ),
            Self::OlderOriginal { missing, first } => write!(
                f,
                "public.db_migrations lacks {missing} of the migrations of an 11.6 server, the first is version {first}: \
                 upgrade the database with the original to 11.6 first"
            ),
            Self::Changed { name } => write!(
                f,
                "the file of migration {name} differs from the one that ran on this database; \
                 restore its text and put the change into a new file"
            ),
            Self::Incomplete { missing, first } => write!(
                f,
                "public.db_migrations says 11.6, but schema public lacks {missing} of its columns, the first is {first}: \
                 restore the database or repair it with the original"
            ),
            Self::Foreign { table } => write!(
                f,
                "schema public already has a table {table} and no public.db_migrations: \
                 this database belongs to something else, choose an empty one"
            ),
        }
    }
}

impl std::error::Error for MigrateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Names the step in which PostgreSQL failed.
pub(super) trait During<T> {
    fn during(self, step: impl Into<String>) -> Result<T, MigrateError>;
}

impl<T> During<T> for Result<T, tokio_postgres::Error> {
    fn during(self, step: impl Into<String>) -> Result<T, MigrateError> {
        self.map_err(|source| MigrateError::Database { step: step.into(), source })
    }
}

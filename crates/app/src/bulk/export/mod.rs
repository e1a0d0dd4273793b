//! Writes everything that can be loaded again into an archive: the lines, and the files that they name. What changes
//! meanwhile may be in it or not.

mod archive;

use roost_blob::Blobs;
use roost_store::Db;
use roost_store::export::{After, Lines, Stored, Wanted, lines_page, stored_page};
use serde_json::json;

pub use archive::Archive;

use super::line::VERSION;
use crate::AppError;

/// Rows that are read and written at a time. A row of posts is a whole thread.
const PAGE: i64 = 200;

const LINES_NAME: &str = "import.jsonl";
/// Folder of the archive for what lines name.
const DATA_FOLDER: &str = "data";

/// What an export is made from.
pub struct Exporter<'a> {
    pub db: &'a Db,
    pub blobs: &'a Blobs,
    pub wanted: Wanted,
    /// Of this server.
    pub version: &'a str,
}

impl Exporter<'_> {
    /// Writes into the archive. One whose writing is dropped is not whole.
    pub async fn write(&self, archive: &mut Archive) -> Result<(), AppError> {
        archive.begin(LINES_NAME.to_owned(), true).await?;
        let info = json!({"generator": "roost", "version": self.version});
        archive.write(format!("{}\n", json!({"type": "version", "version": VERSION, "info": info}))).await?;
        for lines in Lines::ALL {
            if matches!(lines, Lines::Roles | Lines::Schemes) && !self.wanted.roles {
                continue;
            }
            let mut after = After::default();
            while let Some((page, next)) = lines_page(self.db, lines, self.wanted, &after, PAGE).await? {
                archive.write(page.join("\n") + "\n").await?;
                after = next;
            }
        }
        let Wanted { pictures, files, .. } = self.wanted;
        for (stored, wanted) in [(Stored::Emoji, true), (Stored::Pictures, pictures), (Stored::Files, files)] {
            if wanted {
                self.copy(stored, archive).await?;
            }
        }
        Ok(())
    }

    async fn copy(&self, stored: Stored, archive: &mut Archive) -> Result<(), AppError> {
        let mut after = String::new();
        while let Some((page, next)) = stored_page(self.db, stored, &after, PAGE).await? {
            for path in page {
                match self.blobs.stream(&path).await {
                    Ok((_, bytes)) => archive.copy(format!("{DATA_FOLDER}/{path}"), bytes).await?,
                    // Whoever loads the archive is told of it; the rest is worth having.
                    Err(error) if error.is_not_found() => {
                        tracing::warn!(path, "a file of an export is not in the store");
                    }
                    Err(error) => return Err(AppError::internal(error)),
                }
            }
            after = next;
        }
        Ok(())
    }
}

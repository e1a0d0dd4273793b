//! Local files named like `report#12`.
//!
//! The local driver keeps that shape for its own staging files and refuses to touch any other. An earlier server had no
//! such rule, so files of that name are read and removed here; new ones are not written.

use std::io::SeekFrom;
use std::ops::Range;
use std::path::PathBuf;

use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt};
use object_store::path::Path;
use tokio::fs::{self, File};
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use crate::BlobError;

const CHUNK_LEN: usize = 64 * 1024;

#[derive(Debug)]
pub(crate) struct OddNames {
    root: PathBuf,
}

impl OddNames {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(crate) async fn size(&self, path: &Path) -> Result<u64, BlobError> {
        let meta = fs::metadata(self.file(path)).await.map_err(|e| BlobError::from_io(path.as_ref(), e))?;
        if meta.is_file() { Ok(meta.len()) } else { Err(BlobError::NotFound { path: path.to_string() }) }
    }

    pub(crate) async fn delete(&self, path: &Path) -> Result<(), BlobError> {
        fs::remove_file(self.file(path)).await.map_err(|e| BlobError::from_io(path.as_ref(), e))
    }

    /// The bytes of `range`, which lies inside the file.
    pub(crate) async fn stream(
        &self,
        path: &Path,
        range: Range<u64>,
    ) -> Result<BoxStream<'static, Result<Bytes, BlobError>>, BlobError> {
        let name = path.to_string();
        let opened = async {
            let mut file = File::open(self.file(path)).await?;
            file.seek(SeekFrom::Start(range.start)).await?;
            Ok(file.take(range.end - range.start))
        };
        let reader = opened.await.map_err(|e| BlobError::from_io(&name, e))?;
        let chunks = stream::try_unfold((reader, name), |(mut reader, name)| async move {
            let mut chunk = Vec::with_capacity(CHUNK_LEN);
            match reader.read_buf(&mut chunk).await {
                Ok(0) => Ok(None),
                Ok(_) => Ok(Some((Bytes::from(chunk), (reader, name)))),
                Err(e) => Err(BlobError::from_io(&name, e)),
            }
        });
        Ok(chunks.boxed())
    }

    fn file(&self, path: &Path) -> PathBuf {
        self.root.join(path.as_ref())
    }
}

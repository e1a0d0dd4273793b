//! File bytes: attachments, pictures, emoji, imports and exports, addressed by the relative paths in database rows.
//!
//! [`Blobs`] hides which store is behind it. A write is all or nothing: readers see the file before or the whole file
//! after, and a broken upload leaves neither a file nor a fragment.

mod error;
mod key;
mod odd;
mod put;
mod s3;
#[cfg(test)]
mod tests;

use std::io;
use std::ops::Range;
use std::path::Path as FsPath;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt};

pub use error::BlobError;
pub use key::{PATH_LEN_MAX, SEGMENT_LEN_MAX};
use odd::OddNames;
use put::PART_LEN;
use s3::Bucket;
pub use s3::{ROLE_VARIABLES, S3Options};

/// How many deletions run at once in [`Blobs::delete_prefix`].
const DELETES_AT_ONCE: usize = 10;

/// A file that is written and removed to see whether that can be done.
const PROBE: &str = "testfile";

/// Bytes of a file as they are read.
pub type BlobStream = BoxStream<'static, Result<Bytes, BlobError>>;

/// A handle to the file store; clones share it.
#[derive(Clone, Debug)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    odd: Option<Arc<OddNames>>,
    /// Bytes of a part of large uploads.
    part_len: usize,
    bucket: Option<Arc<Bucket>>,
}

/// What is known of a stored file without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobMeta {
    pub path: String,
    pub size: u64,
    /// Milliseconds since 1970.
    pub modified_at: i64,
}

impl Blobs {
    /// Files under `dir`, which is created when missing. Writes are on disk (`fsync`) before they are acknowledged.
    pub fn local(dir: &FsPath) -> Result<Self, BlobError> {
        let name = dir.to_string_lossy();
        std::fs::create_dir_all(dir).map_err(|e| BlobError::from_io(&name, e))?;
        let root = dir.canonicalize().map_err(|e| BlobError::from_io(&name, e))?;
        let store = LocalFileSystem::new_with_prefix(&root).map_err(|e| BlobError::from_store(&name, e))?;
        let store = store.with_automatic_cleanup(true).with_fsync(true);
        let odd = Some(Arc::new(OddNames::new(root)));
        Ok(Self { store: Arc::new(store), odd, part_len: PART_LEN, bucket: None })
    }

    /// Whether the store takes and gives files: a probe is written to a folder, the first file of a bucket is looked at.
    pub async fn check(&self) -> Result<(), BlobError> {
        if let Some(bucket) = &self.bucket {
            return bucket.check(&*self.store).await;
        }
        self.put(PROBE, PROBE).await?;
        self.delete(PROBE).await
    }

    /// Makes the bucket that [`Blobs::check`] did not find; a folder is there already.
    pub async fn make_bucket(&self) -> Result<(), BlobError> {
        let Some(bucket) = &self.bucket else { return Ok(()) };
        bucket.make().await?;
        self.check().await
    }

    /// The whole file, in memory: for small things. Attachments go through [`Blobs::stream`].
    pub async fn get(&self, path: &str) -> Result<Bytes, BlobError> {
        collect(self.stream(path).await?.1).await
    }

    /// The bytes of `range`, cut at the end of the file.
    pub async fn get_range(&self, path: &str, range: Range<u64>) -> Result<Bytes, BlobError> {
        collect(self.stream_range(path, range).await?).await
    }

    /// The size of the file and its bytes.
    pub async fn stream(&self, path: &str) -> Result<(u64, BlobStream), BlobError> {
        let key = key::parse(path)?;
        if let Some(odd) = self.odd_for(&key) {
            let size = odd.size(&key).await?;
            return Ok((size, odd.stream(&key, 0..size).await?));
        }
        let found = self.store.get(&key).await.map_err(|e| BlobError::from_store(path, e))?;
        let size = found.meta.size;
        Ok((size, named(path, found.into_stream())))
    }

    /// The bytes of `range`, cut at the end of the file. [`BlobError::RangeOutside`] when it starts behind the end.
    pub async fn stream_range(&self, path: &str, range: Range<u64>) -> Result<BlobStream, BlobError> {
        let key = key::parse(path)?;
        let size = self.size(path).await?;
        let range = range.start..range.end.min(size);
        if range.is_empty() {
            return Err(BlobError::RangeOutside { size });
        }
        if let Some(odd) = self.odd_for(&key) {
            return odd.stream(&key, range).await;
        }
        let options = GetOptions { range: Some(GetRange::Bounded(range)), ..GetOptions::default() };
        let found = self.store.get_opts(&key, options).await.map_err(|e| BlobError::from_store(path, e))?;
        Ok(named(path, found.into_stream()))
    }

    /// Bytes in the file.
    pub async fn size(&self, path: &str) -> Result<u64, BlobError> {
        let key = key::parse(path)?;
        if let Some(odd) = self.odd_for(&key) {
            return odd.size(&key).await;
        }
        Ok(self.store.head(&key).await.map_err(|e| BlobError::from_store(path, e))?.size)
    }

    pub async fn exists(&self, path: &str) -> Result<bool, BlobError> {
        match self.size(path).await {
            Ok(_) => Ok(true),
            Err(e) if e.is_not_found() => Ok(false),
            Err(e) => Err(e),
        }
    }

    /// Moves a file; one that stands at `to` is replaced.
    pub async fn rename(&self, from: &str, to: &str) -> Result<(), BlobError> {
        let (from_key, to_key) = (self.writable(from)?, self.writable(to)?);
        if self.copies_by_hand(from).await? {
            self.copy_bytes(from, to).await?;
            return self.delete(from).await;
        }
        self.store.rename(&from_key, &to_key).await.map_err(|e| BlobError::from_store(from, e))
    }

    /// Copies a file; one that stands at `to` is replaced.
    pub async fn copy(&self, from: &str, to: &str) -> Result<(), BlobError> {
        let (from_key, to_key) = (self.writable(from)?, self.writable(to)?);
        if self.copies_by_hand(from).await? {
            return self.copy_bytes(from, to).await;
        }
        self.store.copy(&from_key, &to_key).await.map_err(|e| BlobError::from_store(from, e))
    }

    /// An address at which whoever has it reads the file for so long, past this server. `None`: the store has none.
    pub async fn link(&self, path: &str, valid: Duration) -> Result<Option<String>, BlobError> {
        let key = key::parse(path)?;
        match &self.bucket {
            Some(bucket) => bucket.link(&key, valid).await.map(Some),
            None => Ok(None),
        }
    }

    /// Removes a file. Not an error when there is none.
    pub async fn delete(&self, path: &str) -> Result<(), BlobError> {
        let key = key::parse(path)?;
        let done = match self.odd_for(&key) {
            Some(odd) => odd.delete(&key).await,
            None => self.store.delete(&key).await.map_err(|e| BlobError::from_store(path, e)),
        };
        done.or_else(|e| if e.is_not_found() { Ok(()) } else { Err(e) })
    }

    /// Removes all files of a folder and below; returns how many there were.
    pub async fn delete_prefix(&self, prefix: &str) -> Result<u64, BlobError> {
        let prefix = key::parse_prefix(prefix)?;
        let found = self.store.list(Some(&prefix)).map_err(|e| BlobError::from_store(prefix.as_ref(), e));
        let removed = found.map_ok(|meta| async move { self.delete(meta.location.as_ref()).await });
        removed.try_buffer_unordered(DELETES_AT_ONCE).try_fold(0, |count, ()| async move { Ok(count + 1) }).await
    }

    /// All files of a folder and below, in no order. The empty prefix lists the whole store.
    pub fn list(&self, prefix: &str) -> Result<BoxStream<'static, Result<BlobMeta, BlobError>>, BlobError> {
        let prefix = key::parse_prefix(prefix)?;
        let found = self.store.list(Some(&prefix));
        Ok(found
            .map(move |meta| meta.map(BlobMeta::from).map_err(|e| BlobError::from_store(prefix.as_ref(), e)))
            .boxed())
    }

    async fn copies_by_hand(&self, from: &str) -> Result<bool, BlobError> {
        match &self.bucket {
            Some(bucket) => Ok(bucket.copies_by_hand(self.size(from).await?)),
            None => Ok(false),
        }
    }

    async fn copy_bytes(&self, from: &str, to: &str) -> Result<(), BlobError> {
        let (_, bytes) = self.stream(from).await?;
        self.put_stream(to, bytes.map_err(io::Error::other), u64::MAX).await?;
        Ok(())
    }

    /// The key of a path that will be written.
    fn writable(&self, path: &str) -> Result<Path, BlobError> {
        let key = key::parse(path)?;
        match self.odd_for(&key) {
            Some(_) => Err(BlobError::InvalidPath { path: path.to_owned(), reason: "it ends in # and digits" }),
            None => Ok(key),
        }
    }

    fn odd_for(&self, key: &Path) -> Option<&OddNames> {
        self.odd.as_deref().filter(|_| key::looks_staged(key))
    }
}

impl From<ObjectMeta> for BlobMeta {
    fn from(meta: ObjectMeta) -> Self {
        Self { path: meta.location.into(), size: meta.size, modified_at: meta.last_modified.timestamp_millis() }
    }
}

fn named(path: &str, bytes: BoxStream<'static, object_store::Result<Bytes>>) -> BlobStream {
    let path = path.to_owned();
    bytes.map_err(move |e| BlobError::from_store(&path, e)).boxed()
}

async fn collect(mut bytes: BlobStream) -> Result<Bytes, BlobError> {
    let Some(first) = bytes.try_next().await? else { return Ok(Bytes::new()) };
    let Some(second) = bytes.try_next().await? else { return Ok(first) };
    let mut whole = Vec::from(first);
    whole.extend_from_slice(&second);
    while let Some(chunk) = bytes.try_next().await? {
        whole.extend_from_slice(&chunk);
    }
    Ok(whole.into())
}

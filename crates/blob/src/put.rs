//! Writing.

use std::io;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use futures_util::stream::{Stream, StreamExt};
use object_store::{Attributes, MultipartUpload, PutMultipartOptions, PutOptions, PutPayload};

use crate::s3::Bucket;
use crate::{BlobError, Blobs};

/// Bytes held in memory per upload, unless the store has larger parts. S3 wants parts of at least 5 MiB.
pub const PART_LEN: usize = 5 * 1024 * 1024;

impl Blobs {
    /// Stores a file; one that stands there is replaced.
    pub async fn put(&self, path: &str, bytes: impl Into<Bytes>) -> Result<(), BlobError> {
        let key = self.writable(path)?;
        let payload = PutPayload::from(bytes.into());
        let options = PutOptions { attributes: self.attributes(), ..PutOptions::default() };
        self.store.put_opts(&key, payload, options).await.map_err(|e| BlobError::from_store(path, e))?;
        Ok(())
    }

    /// Stores what a stream brings and returns its size, with one part in memory at a time. When the stream fails, brings
    /// more than `size_max` bytes, or the future is dropped, nothing is kept and a file that stood there stays.
    pub async fn put_stream<S>(&self, path: &str, bytes: S, size_max: u64) -> Result<u64, BlobError>
    where
        S: Stream<Item = io::Result<Bytes>> + Send,
    {
        let key = self.writable(path)?;
        let mut incoming =
            Parts { bytes: Box::pin(bytes), rest: BytesMut::new(), part_len: self.part_len, size: 0, size_max };
        let first = incoming.next().await?;
        if first.len() < self.part_len {
            self.put(path, first).await?;
            return Ok(incoming.size);
        }
        let options = PutMultipartOptions { attributes: self.attributes(), ..PutMultipartOptions::default() };
        let mut upload =
            self.store.put_multipart_opts(&key, options).await.map_err(|e| BlobError::from_store(path, e))?;
        match send_parts(upload.as_mut(), first, &mut incoming, path).await {
            Ok(()) => Ok(incoming.size),
            Err(e) => {
                // The first failure is the one to tell; what abort leaves behind is a staging file nobody can read.
                drop(upload.abort().await);
                Err(e)
            }
        }
    }
}

impl Blobs {
    fn attributes(&self) -> Attributes {
        self.bucket.as_deref().map(Bucket::attributes).unwrap_or_default()
    }
}

async fn send_parts<S>(
    upload: &mut dyn MultipartUpload,
    first: Bytes,
    incoming: &mut Parts<S>,
    path: &str,
) -> Result<(), BlobError>
where
    S: Stream<Item = io::Result<Bytes>> + Send,
{
    let store_failed = |e| BlobError::from_store(path, e);
    let mut part = first;
    while !part.is_empty() {
        upload.put_part(PutPayload::from(part)).await.map_err(store_failed)?;
        part = incoming.next().await?;
    }
    upload.complete().await.map_err(store_failed)?;
    Ok(())
}

/// Cuts a stream into parts and counts.
struct Parts<S> {
    bytes: Pin<Box<S>>,
    rest: BytesMut,
    part_len: usize,
    size: u64,
    size_max: u64,
}

impl<S: Stream<Item = io::Result<Bytes>> + Send> Parts<S> {
    /// The next full part; the last one is shorter, after it come empty ones.
    async fn next(&mut self) -> Result<Bytes, BlobError> {
        while self.rest.len() < self.part_len {
            let Some(chunk) = self.bytes.next().await else { break };
            let chunk = chunk.map_err(BlobError::Interrupted)?;
            self.size += chunk.len() as u64;
            if self.size > self.size_max {
                return Err(BlobError::TooLarge { size_max: self.size_max });
            }
            self.rest.extend_from_slice(&chunk);
        }
        let len = self.rest.len().min(self.part_len);
        Ok(self.rest.split_to(len).freeze())
    }
}

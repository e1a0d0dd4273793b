//! A zip archive that is written piece by piece. The packing blocks, so it has a thread of its own.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use bytes::Bytes;
use futures_util::TryStreamExt;
use roost_blob::BlobStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::AppError;

/// Pieces that wait for the thread: whoever reads faster than it packs waits.
const WAITING_MAX: usize = 4;

enum Piece {
    /// A file begins; whether it is worth packing.
    Begin {
        name: String,
        pack: bool,
    },
    Bytes(Bytes),
    End,
}

/// An archive in the making.
pub struct Archive {
    pieces: mpsc::Sender<Piece>,
    thread: JoinHandle<io::Result<()>>,
}

impl Archive {
    pub fn create(path: &Path) -> Result<Self, AppError> {
        let file = File::create(path).map_err(AppError::internal)?;
        let (pieces, received) = mpsc::channel(WAITING_MAX);
        let thread = tokio::task::spawn_blocking(move || pack(file, received));
        Ok(Self { pieces, thread })
    }

    /// Begins a file; what is written from now on is in it. `pack`: whether it gets smaller by packing.
    pub async fn begin(&mut self, name: String, pack: bool) -> Result<(), AppError> {
        self.send(Piece::Begin { name, pack }).await
    }

    pub async fn write(&mut self, bytes: impl Into<Bytes>) -> Result<(), AppError> {
        self.send(Piece::Bytes(bytes.into())).await
    }

    /// Adds a whole file as it is: most are packed already.
    pub async fn copy(&mut self, name: String, mut bytes: BlobStream) -> Result<(), AppError> {
        self.begin(name, false).await?;
        while let Some(chunk) = bytes.try_next().await.map_err(AppError::internal)? {
            self.write(chunk).await?;
        }
        Ok(())
    }

    /// Ends the archive, and waits until it is written. Without it what is there is no archive.
    pub async fn finish(mut self) -> Result<(), AppError> {
        self.send(Piece::End).await?;
        self.ended().await
    }

    async fn send(&mut self, piece: Piece) -> Result<(), AppError> {
        if self.pieces.send(piece).await.is_ok() {
            return Ok(());
        }
        // It takes no more only when something went wrong, and says what.
        self.ended().await?;
        Err(AppError::internal("the archive has ended"))
    }

    async fn ended(&mut self) -> Result<(), AppError> {
        (&mut self.thread).await.map_err(AppError::internal)?.map_err(AppError::internal)
    }
}

fn pack(file: File, mut pieces: mpsc::Receiver<Piece>) -> io::Result<()> {
    let mut archive = ZipWriter::new(BufWriter::new(file));
    while let Some(piece) = pieces.blocking_recv() {
        match piece {
            Piece::Begin { name, pack } => {
                let method = if pack { CompressionMethod::Deflated } else { CompressionMethod::Stored };
                // Files of more than 4 GB need the larger form, which is told before they are known.
                archive.start_file(name, SimpleFileOptions::default().compression_method(method).large_file(true))?;
            }
            Piece::Bytes(bytes) => archive.write_all(&bytes)?,
            Piece::End => return archive.finish()?.flush(),
        }
    }
    Ok(())
}

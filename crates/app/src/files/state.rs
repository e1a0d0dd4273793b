//! What a node keeps for files: how many pictures are decoded at once, and which uploads are being received.

use std::collections::HashSet;

use parking_lot::Mutex;
use roost_model::Id;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::content::Readers;
use crate::{AppError, Ctx};

/// Shared by all requests of a node.
#[derive(Debug)]
pub struct FileState {
    images: Semaphore,
    receiving: Mutex<HashSet<Id>>,
    pub(super) readers: Readers,
}

impl FileState {
    /// `images_max`: so many pictures are worked on at once. Each may take sixteen bytes per allowed pixel.
    pub fn new(images_max: usize) -> Self {
        Self { images: Semaphore::new(images_max.max(1)), receiving: Mutex::default(), readers: Readers::default() }
    }

    /// The turn to send a part of this upload; `None` while somebody else has it.
    pub(super) fn receive(&self, upload: Id) -> Option<Receiving<'_>> {
        let free = self.receiving.lock().insert(upload);
        // Only who got it may drop it.
        free.then(|| Receiving { state: self, upload })
    }
}

/// Ends with its drop.
pub(super) struct Receiving<'a> {
    state: &'a FileState,
    upload: Id,
}

impl Drop for Receiving<'_> {
    fn drop(&mut self) {
        self.state.receiving.lock().remove(&self.upload);
    }
}

/// One of the places for work on pictures. Whoever holds one may have a picture in memory.
pub struct ImagePlace<'a> {
    permit: SemaphorePermit<'a>,
}

impl<'a> ImagePlace<'a> {
    /// Waits until one is free.
    pub async fn wait(ctx: &'a Ctx) -> Result<Self, AppError> {
        let permit = ctx.app().files.images.acquire().await.map_err(AppError::internal)?;
        Ok(Self { permit })
    }

    /// Works on a thread of its own. `None` when the work panicked, as decoders of hostile files may.
    pub async fn run<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let done = tokio::task::spawn_blocking(work).await;
        drop(self.permit);
        done.inspect_err(|error| tracing::warn!(%error, "work on a picture failed")).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_is_received_by_one_request_at_a_time() {
        let state = FileState::new(1);
        let (one, two) = (Id::from_random(1), Id::from_random(2));
        let turn = state.receive(one).unwrap();
        assert!(state.receive(one).is_none());
        assert!(state.receive(two).is_some());
        drop(turn);
        assert!(state.receive(one).is_some());
    }
}

//! What waits to be sent to one peer on one stream.

use std::collections::VecDeque;

use parking_lot::Mutex;
use tokio::sync::Notify;

/// Bytes that wait for a peer at most; with more of them its stream begins anew.
const QUEUE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Bytes that one frame takes; a single larger item goes alone.
const FRAME_BYTES: usize = 64 * 1024;

/// Something that takes so much room.
pub trait Sized {
    fn bytes(&self) -> usize;
}

/// A queue that is open while its stream stands. What comes while it is closed is dropped: whoever needs it finds it
/// elsewhere. It never makes the sender wait.
pub struct Queue<T> {
    state: Mutex<State<T>>,
    arrived: Notify,
}

struct State<T> {
    items: VecDeque<T>,
    bytes: usize,
    open: bool,
}

/// More was waiting than may wait.
#[derive(Debug, thiserror::Error)]
#[error("the peer is too slow")]
pub struct Overflow;

impl<T: Sized> Queue<T> {
    pub fn new() -> Self {
        let state = State { items: VecDeque::new(), bytes: 0, open: false };
        Self { state: Mutex::new(state), arrived: Notify::new() }
    }

    /// Lets items in, none are there yet.
    pub fn open(&self) {
        *self.state.lock() = State { items: VecDeque::new(), bytes: 0, open: true };
    }

    pub fn close(&self) {
        *self.state.lock() = State { items: VecDeque::new(), bytes: 0, open: false };
    }

    pub fn push(&self, item: T) {
        let mut state = self.state.lock();
        if !state.open {
            return;
        }
        state.bytes += item.bytes();
        if state.bytes > QUEUE_BYTES_MAX {
            *state = State { items: VecDeque::new(), bytes: 0, open: false };
        } else {
            state.items.push_back(item);
        }
        drop(state);
        self.arrived.notify_one();
    }

    /// Waits for items and takes as many as go into a frame. Dropping the future loses nothing.
    pub async fn pop(&self) -> Result<Vec<T>, Overflow> {
        loop {
            {
                let mut state = self.state.lock();
                if !state.open {
                    return Err(Overflow);
                }
                let (mut taken, mut frame) = (0, Vec::new());
                while let Some(item) =
                    state.items.pop_front_if(|next| taken == 0 || taken + next.bytes() <= FRAME_BYTES)
                {
                    taken += item.bytes();
                    frame.push(item);
                }
                state.bytes -= taken;
                if !frame.is_empty() {
                    return Ok(frame);
                }
            }
            self.arrived.notified().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Item(usize);

    impl Sized for Item {
        fn bytes(&self) -> usize {
            self.0
        }
    }

    fn sizes(items: &[Item]) -> Vec<usize> {
        items.iter().map(|item| item.0).collect()
    }

    #[tokio::test]
    async fn items_leave_in_order_and_in_frames_that_fit() {
        let queue = Queue::new();
        queue.push(Item(1));
        queue.open();
        for size in [10, FRAME_BYTES, 20, 30] {
            queue.push(Item(size));
        }
        assert_eq!(sizes(&queue.pop().await.unwrap()), [10], "what came while it was closed is gone");
        assert_eq!(sizes(&queue.pop().await.unwrap()), [FRAME_BYTES]);
        assert_eq!(sizes(&queue.pop().await.unwrap()), [20, 30]);
    }

    #[tokio::test]
    async fn a_peer_that_takes_nothing_loses_its_stream_and_not_our_memory() {
        let queue = Queue::new();
        queue.open();
        for _ in 0..=64 {
            queue.push(Item(1024 * 1024));
        }
        assert!(queue.pop().await.is_err());
        assert_eq!(queue.state.lock().items.len(), 0);
    }
}

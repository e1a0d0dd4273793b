//! The inner loop of a fan-out by itself, for `roost-bench instructions`: the same code that shards run, without sockets.

use bytes::Bytes;
use roost_model::Id;

use crate::conn::frame;
use crate::event::Event;
use crate::prepared::Prepared;

/// An event as the shards share it.
pub struct Shared(Prepared);

impl Shared {
    /// Once per event and node.
    pub fn prepare(event: Event, commons: &[Bytes]) -> Self {
        Self(Prepared::new(event, commons))
    }

    /// Once per recipient: appends the frame with this number to what its socket is to be sent.
    pub fn write(&self, user: Id, seq: u64, out: &mut Vec<u8>) {
        let sealed = self.0.seal(self.0.variant_for(&user, false), user);
        frame::event(out, &sealed, seq);
    }
}

//! Frames: what goes over the network. Sealed by a key of the ring, addressed, dated and numbered, so that nothing but what a
//! member has just sent to this very node is heard.
//!
//! A frame is 1 version ‖ 8 cluster ‖ 4 key ‖ 8 sender ‖ 8 addressee ‖ 16 session ‖ 8 number ‖ sealed {8 date ‖ payload}.
//! Numbers are little-endian. The head is authenticated with the rest. No clock, no network: a date is given.

use aws_lc_rs::aead::{Aad, LessSafeKey, NONCE_LEN, Nonce};
use aws_lc_rs::digest::{SHA256, digest};

use super::keys::{KeyId, KeyRing};

/// How far apart the clocks of two nodes may be. A frame that was kept for longer is refused.
pub const SKEW_MS_MAX: i64 = 5_000;

/// Bytes of a payload at most: 40 nodes with their facts are a quarter of it.
pub const PAYLOAD_LEN_MAX: usize = 32 * 1024;

const VERSION: u8 = 1;
const HEAD_LEN: usize = 1 + 8 + 4 + 8 + 8 + 16 + 8;
const DATE_LEN: usize = 8;

/// Bytes of a frame more than of its payload.
pub const OVERHEAD_LEN: usize = HEAD_LEN + DATE_LEN + 16;

/// Drawn anew whenever a node begins to speak.
pub type Session = [u8; 16];

/// Why something that arrived is not heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refused {
    #[error("it is no frame of gossip")]
    Garbage,
    #[error("it is of another version")]
    Version,
    #[error("it is of another cluster: compare ClusterSettings.ClusterName")]
    Cluster,
    #[error("it is sealed with a key that this node does not have: compare the gossip keys of the nodes")]
    Key,
    #[error("it is for another node")]
    Addressee,
    #[error("its sender is no member of this cluster")]
    Stranger,
    #[error("it is forged or damaged")]
    Forged,
    #[error("it was sent more than five seconds ago or from now: compare the clocks of the nodes")]
    Clock,
    #[error("it was heard before")]
    Replayed,
    #[error("it is too large")]
    Large,
}

impl Refused {
    /// All of them, in the order of their names.
    pub const ALL: [Self; 10] = [
        Self::Garbage,
        Self::Version,
        Self::Cluster,
        Self::Key,
        Self::Addressee,
        Self::Stranger,
        Self::Forged,
        Self::Clock,
        Self::Replayed,
        Self::Large,
    ];

    /// How metrics name it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Garbage => "garbage",
            Self::Version => "version",
            Self::Cluster => "cluster",
            Self::Key => "key",
            Self::Addressee => "addressee",
            Self::Stranger => "stranger",
            Self::Forged => "forged",
            Self::Clock => "clock",
            Self::Replayed => "replayed",
            Self::Large => "large",
        }
    }
}

/// The cluster of a frame, of whatever length its name is.
pub type ClusterTag = [u8; 8];

/// The tag of the cluster of this name.
pub fn cluster_tag(name: &str) -> ClusterTag {
    let hash = digest(&SHA256, name.as_bytes());
    hash.as_ref().first_chunk().copied().unwrap_or_default()
}

/// What stands open at the beginning of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub cluster: ClusterTag,
    pub key: KeyId,
    pub sender: i64,
    pub addressee: i64,
    pub session: Session,
    pub number: u64,
}

impl Head {
    fn write(&self) -> [u8; HEAD_LEN] {
        let mut head = [0; HEAD_LEN];
        let parts: [&[u8]; 7] = [
            &[VERSION],
            &self.cluster,
            &self.key,
            &self.sender.to_le_bytes(),
            &self.addressee.to_le_bytes(),
            &self.session,
            &self.number.to_le_bytes(),
        ];
        for (place, byte) in head.iter_mut().zip(parts.into_iter().flatten()) {
            *place = *byte;
        }
        head
    }

    /// The head of a frame, and what is sealed.
    pub fn read(frame: &[u8]) -> Result<(Self, &[u8]), Refused> {
        if frame.len() > PAYLOAD_LEN_MAX + OVERHEAD_LEN {
            return Err(Refused::Large);
        }
        let (version, rest) = take::<1>(frame)?;
        if version != [VERSION] {
            return Err(Refused::Version);
        }
        let (cluster, rest) = take(rest)?;
        let (key, rest) = take(rest)?;
        let (sender, rest) = take(rest)?;
        let (addressee, rest) = take(rest)?;
        let (session, rest) = take(rest)?;
        let (number, sealed) = take(rest)?;
        let (sender, addressee) = (i64::from_le_bytes(sender), i64::from_le_bytes(addressee));
        Ok((Self { cluster, key, sender, addressee, session, number: u64::from_le_bytes(number) }, sealed))
    }

    /// The number of the frame: no other one has it under the key of the session.
    fn nonce(&self) -> Nonce {
        let mut nonce = [0; NONCE_LEN];
        for (place, byte) in nonce.iter_mut().zip(self.number.to_le_bytes()) {
            *place = byte;
        }
        Nonce::assume_unique_for_key(nonce)
    }
}

fn take<const LEN: usize>(bytes: &[u8]) -> Result<([u8; LEN], &[u8]), Refused> {
    bytes.split_first_chunk().map(|(taken, rest)| (*taken, rest)).ok_or(Refused::Garbage)
}

/// What this node sends.
pub struct Sealer {
    cluster: ClusterTag,
    sender: i64,
    session: Session,
    key: Option<(KeyId, LessSafeKey)>,
    next: u64,
}

impl Sealer {
    /// A session of `sender` begins; no other one is the same.
    pub fn new(cluster: ClusterTag, sender: i64, session: Session) -> Self {
        Self { cluster, sender, session, key: None, next: 0 }
    }

    /// The frame of a payload, sent to a member at `now_ms` of Unix time.
    pub fn seal(&mut self, ring: &KeyRing, addressee: i64, payload: &[u8], now_ms: i64) -> Result<Vec<u8>, Refused> {
        if payload.len() > PAYLOAD_LEN_MAX {
            return Err(Refused::Large);
        }
        let id = ring.sealing();
        if self.key.as_ref().is_none_or(|(current, _)| *current != id) {
            self.key = ring.of_session(id, self.sender, &self.session).map(|key| (id, key));
        }
        let (_, key) = self.key.as_ref().ok_or(Refused::Key)?;
        let Self { cluster, sender, session, next: number, .. } = *self;
        let head = Head { cluster, key: id, sender, addressee, session, number };
        let written = head.write();
        let mut sealed = Vec::with_capacity(OVERHEAD_LEN + payload.len());
        sealed.extend_from_slice(&now_ms.to_le_bytes());
        sealed.extend_from_slice(payload);
        key.seal_in_place_append_tag(head.nonce(), Aad::from(written), &mut sealed).map_err(|_| Refused::Key)?;
        self.next += 1;
        sealed.splice(..0, written);
        Ok(sealed)
    }
}

/// What this node has heard of one sender: its session, and which of its frames.
#[derive(Default)]
pub struct Opener {
    session: Option<Heard>,
}

struct Heard {
    session: Session,
    key: (KeyId, LessSafeKey),
    window: Window,
    /// The latest date of a frame.
    dated_ms: i64,
}

/// What was opened.
#[derive(Debug, PartialEq, Eq)]
pub struct Opened {
    pub payload: Vec<u8>,
    /// How much the sender's clock is ahead of ours, with the time under way taken off.
    pub skew_ms: i64,
}

impl Opener {
    /// Opens what stands behind `head`, whose cluster and addressee were looked at. What is refused changes nothing here.
    pub fn open(&mut self, ring: &KeyRing, head: &Head, sealed: &[u8], now_ms: i64) -> Result<Opened, Refused> {
        let known = self.session.as_mut().filter(|heard| heard.session == head.session);
        // A key that was taken from the ring opens nothing any more.
        let usual = known.as_ref().filter(|heard| heard.key.0 == head.key && ring.holds(head.key));
        let fresh = match usual {
            Some(_) => None,
            None => Some(ring.of_session(head.key, head.sender, &head.session).ok_or(Refused::Key)?),
        };
        let key = fresh.as_ref().or(usual.map(|heard| &heard.key.1)).ok_or(Refused::Key)?;
        let mut opened = sealed.to_vec();
        let plain = key.open_in_place(head.nonce(), Aad::from(head.write()), &mut opened);
        let (date, payload) = take(plain.map_err(|_| Refused::Forged)?)?;
        let dated_ms = i64::from_le_bytes(date);
        let skew_ms = dated_ms.saturating_sub(now_ms);
        if skew_ms.saturating_abs() > SKEW_MS_MAX {
            return Err(Refused::Clock);
        }
        let payload = payload.to_vec();
        if let Some(heard) = known {
            if !heard.window.admit(head.number) {
                return Err(Refused::Replayed);
            }
            heard.dated_ms = heard.dated_ms.max(dated_ms);
            if let Some(key) = fresh {
                heard.key = (head.key, key);
            }
        } else {
            // A session that is over does not come back: its frames are older than those of the present one.
            if self.session.as_ref().is_some_and(|heard| dated_ms <= heard.dated_ms) {
                return Err(Refused::Replayed);
            }
            let key = fresh.ok_or(Refused::Key)?;
            let mut window = Window::default();
            window.admit(head.number);
            self.session = Some(Heard { session: head.session, key: (head.key, key), window, dated_ms });
        }
        Ok(Opened { payload, skew_ms })
    }
}

/// Which numbers have been heard: the highest, and of the 64 up to it each one.
#[derive(Debug, Default)]
pub struct Window {
    /// One above the highest.
    next: u64,
    /// Bit n: `next - 1 - n` has been heard.
    heard: u64,
}

impl Window {
    /// Whether the number is new; it is not from then on. One that is more than 63 below the highest never is, and neither is
    /// the very last: nobody counts so far.
    pub fn admit(&mut self, number: u64) -> bool {
        if number == u64::MAX {
            return false;
        }
        if number >= self.next {
            let steps = u32::try_from(number - self.next).unwrap_or(u32::MAX).saturating_add(1);
            self.heard = self.heard.checked_shl(steps).unwrap_or(0) | 1;
            self.next = number + 1;
            return true;
        }
        let Some(bit) = u32::try_from(self.next - 1 - number).ok().and_then(|age| 1_u64.checked_shl(age)) else {
            return false;
        };
        let new = self.heard & bit == 0;
        self.heard |= bit;
        new
    }
}

//! How far every member has applied the log, as this node knows it: whom the answer to a write waits for, and until when
//! this node may trust what it remembers.
//!
//! A node may trust its caches while it has lately heard from PostgreSQL who belongs and how far the log goes, has heard
//! the same from every other member, and has applied all of that. Each of these proofs counts from the moment of the
//! question. A writer waits [`PATIENCE_MS`] for the others. Who has not applied the record by then gets no proof from the
//! writer until it has, and so loses its trust: [`TERM_MS`] is shorter.
//! The machine has no clock: times are milliseconds by one clock of this process.

use std::collections::{BTreeMap, VecDeque};

/// How long a proof is good for, from the moment it was asked for.
pub const TERM_MS: u64 = 850;

/// How long a writer waits for the others. More than [`TERM_MS`], by more than two clocks can drift apart in that time.
pub const PATIENCE_MS: u64 = 1_000;

/// Proofs of one origin that wait for records to be applied, at most.
const PROOFS_LEN_MAX: usize = 16;

/// Proofs of one origin: what was known there at the time of the question.
#[derive(Debug, Default)]
struct Proofs {
    /// Question and the number that was known then; not applied yet.
    open: VecDeque<(u64, i64)>,
    /// The newest question whose answer has been applied.
    proved_ms: Option<u64>,
}

impl Proofs {
    fn add(&mut self, asked_ms: u64, highest: i64, applied: i64) {
        if self.open.len() < PROOFS_LEN_MAX {
            self.open.push_back((asked_ms, highest));
        }
        self.settle(applied);
    }

    fn settle(&mut self, applied: i64) {
        while let Some((asked_ms, _)) = self.open.pop_front_if(|(_, highest)| *highest <= applied) {
            self.proved_ms = self.proved_ms.max(Some(asked_ms));
        }
    }
}

#[derive(Debug, Default)]
struct Peer {
    applied: i64,
    /// It gets no proof before it has applied this, since when, and is not waited for from [`PATIENCE_MS`] later: until
    /// then older proofs may hold.
    given_up: Option<(i64, u64)>,
    proofs: Proofs,
    heard_ms: u64,
    /// It does not belong any more, and is waited for until then, when its own trust has ended.
    leaves_ms: Option<u64>,
}

/// The machine.
#[derive(Debug)]
pub struct Peers {
    others: BTreeMap<i64, Peer>,
    /// What PostgreSQL said of the log.
    log: Proofs,
    /// When PostgreSQL was last asked who belongs.
    listed_ms: Option<u64>,
    applied: i64,
    highest: i64,
}

impl Peers {
    /// Nobody else, and the log applied up to here.
    pub fn new(applied: i64) -> Self {
        let (others, log) = (BTreeMap::new(), Proofs::default());
        Self { others, log, listed_ms: None, applied, highest: applied }
    }

    /// The other members, by what PostgreSQL was asked at `asked_ms`.
    pub fn listed(&mut self, members: &[i64], asked_ms: u64, now_ms: u64) {
        self.listed_ms = self.listed_ms.max(Some(asked_ms));
        self.others.retain(|id, peer| match peer.leaves_ms {
            Some(leaves_ms) => members.contains(id) || now_ms < leaves_ms,
            None => true,
        });
        for (id, peer) in &mut self.others {
            let gone = !members.contains(id);
            peer.leaves_ms = gone.then(|| peer.leaves_ms.unwrap_or(now_ms + PATIENCE_MS));
        }
        for id in members {
            self.others.entry(*id).or_insert_with(|| Peer { heard_ms: now_ms, ..Peer::default() });
        }
    }

    /// The log went up to `highest` when PostgreSQL was asked at `asked_ms`.
    pub fn polled(&mut self, asked_ms: u64, highest: i64) {
        self.highest = self.highest.max(highest);
        self.log.add(asked_ms, highest, self.applied);
    }

    /// This node has applied everything up to here.
    pub fn applied(&mut self, applied: i64) {
        self.applied = self.applied.max(applied);
        self.highest = self.highest.max(applied);
        self.log.settle(self.applied);
        for peer in self.others.values_mut() {
            peer.proofs.settle(self.applied);
        }
    }

    /// This node has committed or heard of this record.
    pub fn known(&mut self, g: i64) {
        self.highest = self.highest.max(g);
    }

    /// A peer says how far it is.
    pub fn peer_applied(&mut self, id: i64, applied: i64, now_ms: u64) {
        if let Some(peer) = self.others.get_mut(&id) {
            peer.applied = peer.applied.max(applied);
            peer.heard_ms = now_ms;
            if peer.given_up.is_some_and(|(g, _)| peer.applied >= g) {
                peer.given_up = None;
            }
        }
    }

    /// A peer's answer to the question of `asked_ms`.
    pub fn peer_proved(&mut self, id: i64, asked_ms: u64, highest: i64) {
        self.highest = self.highest.max(highest);
        if let Some(peer) = self.others.get_mut(&id) {
            peer.proofs.add(asked_ms, highest, self.applied);
        }
    }

    /// What to answer a peer that asks how far the log goes; `None`: it is to get no proof.
    pub fn proof_for(&self, id: i64) -> Option<i64> {
        let peer = self.others.get(&id).filter(|peer| peer.leaves_ms.is_none())?;
        peer.given_up.is_none().then_some(self.highest)
    }

    /// Everybody who is waited for has applied everything up to here; [`i64::MAX`]: nobody is waited for.
    pub fn everywhere(&self, now_ms: u64) -> i64 {
        let waited = |peer: &&Peer| peer.given_up.is_none_or(|(_, since_ms)| now_ms < since_ms + PATIENCE_MS);
        self.others.values().filter(waited).map(|peer| peer.applied).min().unwrap_or(i64::MAX)
    }

    /// Somebody waited [`PATIENCE_MS`] for `g`: who has not applied it by now gets no proof until they have.
    pub fn give_up(&mut self, g: i64, now_ms: u64) {
        for peer in self.others.values_mut().filter(|peer| peer.applied < g) {
            peer.given_up = Some(peer.given_up.map_or((g, now_ms), |(least, since_ms)| (least.max(g), since_ms)));
        }
    }

    /// Until when what this node remembers may be trusted; 0: not now.
    pub fn trusted_until_ms(&self) -> u64 {
        let belong = self.others.values().filter(|peer| peer.leaves_ms.is_none());
        let proofs = belong.map(|peer| peer.proofs.proved_ms).chain([self.log.proved_ms, self.listed_ms]);
        proofs.min().flatten().map_or(0, |oldest_ms| oldest_ms + TERM_MS)
    }

    /// Members from which nothing was heard for so long.
    pub fn silent(&self, for_ms: u64, now_ms: u64) -> Vec<i64> {
        let silent = |peer: &Peer| peer.leaves_ms.is_none() && now_ms.saturating_sub(peer.heard_ms) >= for_ms;
        self.others.iter().filter(|(_, peer)| silent(peer)).map(|(id, _)| *id).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_node_alone_trusts_itself_while_postgresql_answers() {
        let mut alone = Peers::new(5);
        assert_eq!((alone.everywhere(0), alone.trusted_until_ms()), (i64::MAX, 0));
        alone.listed(&[], 100, 101);
        alone.polled(110, 5);
        assert_eq!(alone.trusted_until_ms(), 100 + TERM_MS);
        alone.listed(&[], 400, 401);
        alone.polled(390, 7);
        assert_eq!(alone.trusted_until_ms(), 110 + TERM_MS, "records 6 and 7 have not been applied");
        alone.applied(7);
        assert_eq!(alone.trusted_until_ms(), 390 + TERM_MS);
    }

    #[test]
    fn every_other_member_must_have_proved_too() {
        let mut node = Peers::new(5);
        node.polled(100, 5);
        node.listed(&[2, 3], 100, 100);
        node.peer_proved(2, 120, 5);
        assert_eq!(node.trusted_until_ms(), 0);
        node.peer_proved(3, 90, 6);
        assert_eq!(node.trusted_until_ms(), 0, "3 knows of a record that is not here yet");
        node.applied(6);
        assert_eq!(node.trusted_until_ms(), 90 + TERM_MS);
        node.listed(&[2], 130, 130);
        assert_eq!(node.trusted_until_ms(), 100 + TERM_MS, "3 does not belong any more");
    }

    #[test]
    fn who_lags_is_waited_for_once_and_gets_no_proof_until_it_has_caught_up() {
        let mut node = Peers::new(0);
        node.listed(&[2, 3], 0, 0);
        node.peer_applied(2, 9, 1);
        node.peer_applied(3, 4, 1);
        node.known(9);
        assert_eq!((node.everywhere(1), node.proof_for(3), node.proof_for(4)), (4, Some(9), None));
        node.give_up(9, 1_001);
        assert_eq!((node.proof_for(3), node.proof_for(2)), (None, Some(9)));
        assert_eq!((node.everywhere(2_000), node.everywhere(2_001)), (4, 9), "proofs that it has may hold a while");
        node.peer_applied(3, 9, 2_002);
        assert_eq!((node.everywhere(2_002), node.proof_for(3)), (9, Some(9)));
    }

    #[test]
    fn who_left_is_waited_for_until_its_trust_has_ended() {
        let mut node = Peers::new(0);
        node.listed(&[2], 0, 0);
        node.listed(&[], 500, 500);
        assert_eq!((node.everywhere(500), node.proof_for(2)), (0, None));
        node.listed(&[], 1_400, 1_400);
        assert_eq!(node.everywhere(1_400), 0);
        node.listed(&[], 1_500, 1_500);
        assert_eq!(node.everywhere(1_500), i64::MAX);
    }

    #[test]
    fn silence_is_noticed_from_the_moment_a_member_is_known() {
        let mut node = Peers::new(0);
        node.listed(&[2, 3], 0, 1_000);
        node.peer_applied(3, 1, 2_500);
        assert_eq!(node.silent(2_000, 2_999), [] as [i64; 0]);
        assert_eq!(node.silent(2_000, 3_000), [2]);
    }

    /// Two nodes and a database. Each step is something that one of them does, or a message that arrives late or never.
    #[derive(Debug, Clone, Copy)]
    enum Step {
        /// A node writes a record; its client gets the answer when everybody waited for has applied it.
        Write(usize),
        /// A node asks PostgreSQL who belongs and how far the log goes.
        Ask(usize),
        /// A node asks the other.
        Ping(usize),
        /// The oldest message under way to a node arrives.
        Arrive(usize),
        /// The oldest message under way to a node is lost.
        Lose(usize),
        /// A node applies the next record.
        Apply(usize),
        Time(u64),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let node = || 0usize..2;
        let step = prop_oneof![
            3 => node().prop_map(Step::Write),
            3 => node().prop_map(Step::Ask),
            4 => node().prop_map(Step::Ping),
            8 => node().prop_map(Step::Arrive),
            1 => node().prop_map(Step::Lose),
            4 => node().prop_map(Step::Apply),
            4 => (1u64..400).prop_map(Step::Time),
        ];
        prop::collection::vec(step, 1..200)
    }

    enum Message {
        Ping { asked_ms: u64, applied: i64 },
        Pong { asked_ms: u64, highest: i64, applied: i64 },
    }

    struct World {
        log: i64,
        now_ms: u64,
        nodes: [Peers; 2],
        inboxes: [VecDeque<Message>; 2],
        /// Records whose writer waits: writer, number, when it was committed.
        writing: Vec<(usize, i64, u64)>,
        /// The highest record whose writer's client has its answer.
        answered: i64,
    }

    impl World {
        fn step(&mut self, step: Step) {
            match step {
                Step::Write(at) => {
                    self.log += 1;
                    self.nodes[at].known(self.log);
                    self.writing.push((at, self.log, self.now_ms));
                }
                Step::Ask(at) => {
                    let (log, now_ms) = (self.log, self.now_ms);
                    self.nodes[at].listed(&[i64::from(at == 0)], now_ms, now_ms);
                    self.nodes[at].polled(now_ms, log);
                }
                Step::Ping(at) => {
                    let ping = Message::Ping { asked_ms: self.now_ms, applied: self.nodes[at].applied };
                    self.inboxes[1 - at].push_back(ping);
                }
                Step::Arrive(at) => match self.inboxes[at].pop_front() {
                    Some(Message::Ping { asked_ms, applied }) => {
                        let other = i64::from(at == 0);
                        self.nodes[at].peer_applied(other, applied, self.now_ms);
                        if let Some(highest) = self.nodes[at].proof_for(other) {
                            let applied = self.nodes[at].applied;
                            self.inboxes[1 - at].push_back(Message::Pong { asked_ms, highest, applied });
                        }
                    }
                    Some(Message::Pong { asked_ms, highest, applied }) => {
                        let other = i64::from(at == 0);
                        self.nodes[at].peer_applied(other, applied, self.now_ms);
                        self.nodes[at].peer_proved(other, asked_ms, highest);
                    }
                    None => {}
                },
                Step::Lose(at) => drop(self.inboxes[at].pop_front()),
                Step::Apply(at) => {
                    let next = (self.nodes[at].applied + 1).min(self.log);
                    self.nodes[at].applied(next);
                }
                Step::Time(ms) => self.now_ms += ms,
            }
            let mut still = Vec::new();
            for (at, g, committed_ms) in std::mem::take(&mut self.writing) {
                let late = self.now_ms >= committed_ms + PATIENCE_MS;
                if late {
                    self.nodes[at].give_up(g, self.now_ms);
                }
                if late || (self.nodes[at].applied >= g && self.nodes[at].everywhere(self.now_ms) >= g) {
                    self.answered = self.answered.max(g);
                } else {
                    still.push((at, g, committed_ms));
                }
            }
            self.writing = still;
        }
    }

    proptest! {
        /// The promise: who trusts what it remembers has applied every write whose client has its answer.
        #[test]
        fn nobody_trusts_what_an_answered_write_has_made_old(steps in steps()) {
            let mut world = World {
                log: 0,
                now_ms: 0,
                nodes: [Peers::new(0), Peers::new(0)],
                inboxes: [VecDeque::new(), VecDeque::new()],
                writing: Vec::new(),
                answered: 0,
            };
            // Both know of one another before they serve anybody: a joining node reads the list first, and is trusted
            // by itself only with a proof of the other, which gives one to members only.
            world.step(Step::Ask(0));
            world.step(Step::Ask(1));
            for step in steps {
                world.step(step);
                for node in &world.nodes {
                    if node.trusted_until_ms() > world.now_ms {
                        prop_assert!(node.applied >= world.answered, "{node:?} at {}", world.now_ms);
                    }
                }
            }
        }
    }
}

//! Three nodes, one client and one log, without sockets and clock: random schedules of posts, lost sockets, late journals and
//! deaths. The client hears every post since its connection began, in order, each once. Three rules that look dispensable
//! are left out in turn: each time a schedule is found that breaks the promise.

use std::collections::VecDeque;

use super::copies::{Copies, Place};
use super::stays::Stays;
use super::*;
use crate::limits::{JOURNAL_LEN_MAX, SENT_LEN_MAX};

const NODES: usize = 3;
const STEPS: usize = 400;
const SCHEDULES: u64 = 5_000;

/// A rule that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Without {
    Nothing,
    /// Of several wishes for one stay, each is granted.
    CompareAndSet,
    /// A node goes on with a connection however late the log grants its wish.
    Deadline,
    /// A node that is behind in the log resumes what it has.
    Current,
}

/// Chooses (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }
}

enum Record {
    /// Events for the client in one record.
    Posts(usize),
    Wish(TakeOver),
}

/// What an event says: its record and its place there. `None`: it is in no log.
type Post = Option<(u64, usize)>;

/// A connection at a node.
struct Conn {
    id: Id,
    stay: u64,
    /// All events from the number `first` on.
    first: u64,
    events: Vec<Post>,
    /// How many of them went to the socket; `None`: there is none.
    sent: Option<usize>,
}

#[derive(Default)]
struct Node {
    dead: bool,
    applied: usize,
    stays: Stays,
    copies: Copies,
    conn: Option<Conn>,
    /// A client that waits.
    wish: Option<(Id, Id, u64, Place)>,
    /// From each other node: what it told and was not heard yet.
    coming: [VecDeque<Frame>; NODES],
}

struct Client {
    connection: Option<Id>,
    /// The next number.
    next: u64,
    /// Where it has a socket, or waits for one.
    at: Option<usize>,
    /// The first record that is not before the connection, and what was heard of it since.
    start: u64,
    heard: Vec<(u64, usize)>,
}

struct World {
    without: Without,
    dice: Dice,
    log: Vec<Record>,
    nodes: [Node; NODES],
    client: Client,
    ids: u128,
    resumed: usize,
}

fn user() -> Id {
    Id::from_random(1)
}

impl World {
    fn new(seed: u64, without: Without) -> Self {
        let mut nodes: [Node; NODES] = Default::default();
        for node in &mut nodes {
            node.copies.starts_at(0);
        }
        let client = Client { connection: None, next: 0, at: None, start: 0, heard: Vec::new() };
        Self { without, dice: Dice(seed), log: Vec::new(), nodes, client, ids: 100, resumed: 0 }
    }

    fn new_id(&mut self) -> Id {
        self.ids += 1;
        Id::from_random(self.ids)
    }

    fn tell(&mut self, from: usize, entries: Vec<What>) {
        let through = self.nodes[from].applied as u64;
        let frame =
            Frame { shard: 0, entries: entries.into_iter().map(Into::into).collect(), through, ..Frame::default() };
        self.nodes[from].copies.heard(None, &frame);
        for (to, node) in self.nodes.iter_mut().enumerate() {
            if to != from {
                node.coming[from].push_back(frame.clone());
            }
        }
    }

    fn begin(&mut self, node: usize, id: Id, stay: u64, first: u64, events: Vec<Post>) {
        let records = events.iter().map(|event| event.map_or(0, |(g, _)| g)).collect();
        let (connection_id, user_id) = (id.to_string(), user().to_string());
        self.nodes[node].conn = Some(Conn { id, stay, first, events, sent: Some(0) });
        self.tell(node, vec![What::Began(Began { slot: 0, connection_id, user_id, stay, first, records })]);
    }

    fn push(&mut self, node: usize, posts: impl Iterator<Item = Post>) {
        let mut entries = Vec::new();
        if let Some(conn) = &mut self.nodes[node].conn {
            for post in posts {
                conn.events.push(post);
                entries.push(What::Pushed(Pushed { record: post.map_or(0, |(g, _)| g), slots: vec![0] }));
            }
        }
        self.tell(node, entries);
    }

    fn apply(&mut self, node: usize) -> Result<(), String> {
        let Some(record) = self.log.get(self.nodes[node].applied) else { return Ok(()) };
        self.nodes[node].applied += 1;
        let g = self.nodes[node].applied as u64;
        match record {
            Record::Posts(count) => {
                let count = *count;
                self.push(node, (0..count).map(|place| Some((g, place))));
                Ok(())
            }
            Record::Wish(wish) => {
                let wish = wish.clone();
                self.decide(node, g, &wish)
            }
        }
    }

    fn decide(&mut self, node: usize, g: u64, wish: &TakeOver) -> Result<(), String> {
        let id = Id::parse(&wish.connection_id).unwrap();
        let granted = self.nodes[node].stays.grant(id, wish.stay, g, Instant::now());
        let granted = granted || self.without == Without::CompareAndSet;
        let here = &mut self.nodes[node];
        if granted && here.conn.as_ref().is_some_and(|conn| conn.id == id && conn.stay == wish.stay) {
            here.conn = None;
            self.tell(node, vec![What::Ended(0)]);
            if self.client.at == Some(node) && self.nodes[node].wish.is_none() {
                self.client.at = None;
            }
        }
        let ticket = Id::parse(&wish.ticket).unwrap();
        let Some((_, _, next, place)) = self.nodes[node].wish.take_if(|(own, ..)| *own == ticket) else {
            return Ok(());
        };
        let waits = self.client.at == Some(node);
        if !granted {
            if waits {
                self.client.at = None;
                self.client.connection = None;
            }
            return Ok(());
        }
        if !waits && self.without != Without::Deadline {
            return Err("a wish outlived its deadline".into());
        }
        let mut events: Vec<Post> = Vec::new();
        for (record, number) in self.log.iter().zip(1..g).skip(usize::try_from(place.from).unwrap() - 1) {
            let Record::Posts(count) = record else { continue };
            let got = if number == place.from { place.skip as usize } else { 0 };
            events.extend((got..*count).map(|place| Some((number, place))));
        }
        self.begin(node, id, g, next, events);
        if !waits {
            self.nodes[node].conn.as_mut().unwrap().sent = None;
        }
        self.resumed += 1;
        Ok(())
    }

    /// The client gets one event.
    fn hear(&mut self) -> Result<(), String> {
        let Some(node) = self.client.at else { return Ok(()) };
        let Some(conn) = self.nodes[node].conn.as_mut().filter(|conn| Some(conn.id) == self.client.connection) else {
            return Ok(());
        };
        let Some(sent) = &mut conn.sent else { return Ok(()) };
        let Some(event) = conn.events.get(*sent) else { return Ok(()) };
        let seq = conn.first + *sent as u64;
        if seq != self.client.next {
            return Err(format!("number {seq} instead of {}", self.client.next));
        }
        *sent += 1;
        self.client.next += 1;
        self.client.heard.extend(event);
        let log = self.log.iter().zip(1..).skip(usize::try_from(self.client.start).unwrap());
        let posts =
            log.filter_map(|(record, g)| if let Record::Posts(count) = record { Some((g, *count)) } else { None });
        let expected = posts.flat_map(|(g, count)| (0..count).map(move |place| (g, place)));
        if !expected.take(self.client.heard.len()).eq(self.client.heard.iter().copied()) {
            return Err(format!("heard {:?} since {}", self.client.heard, self.client.start));
        }
        Ok(())
    }

    fn lose_socket(&mut self) {
        if let Some(node) = self.client.at.take()
            && let Some(conn) = &mut self.nodes[node].conn
        {
            conn.sent = None;
        }
    }

    /// The client comes to a node, with what it remembers.
    fn come(&mut self, node: usize) {
        let next = self.client.next;
        let Some(id) = self.client.connection else { return self.begin_anew(node) };
        let applied = self.nodes[node].applied;
        let current = applied == self.log.len() || self.without == Without::Current;
        if let Some(conn) = self.nodes[node].conn.as_mut().filter(|conn| conn.id == id) {
            let back = (conn.first + conn.events.len() as u64).checked_sub(next);
            if current && next >= conn.first && back.is_some_and(|back| back <= SENT_LEN_MAX as u64) {
                conn.sent = Some(usize::try_from(next - conn.first).unwrap());
                self.client.at = Some(node);
                return;
            }
        } else {
            let stay = self.nodes[node].stays.of(id);
            if let Ok(place) = self.nodes[node].copies.find(id, user(), next, stay) {
                let ticket = self.new_id();
                let (connection_id, user_id) = (id.to_string(), user().to_string());
                let wish = TakeOver { connection_id, user_id, stay: place.stay, ticket: ticket.to_string() };
                self.log.push(Record::Wish(wish));
                self.nodes[node].wish = Some((ticket, id, next, place));
                self.client.at = Some(node);
                return;
            }
        }
        self.begin_anew(node);
    }

    fn begin_anew(&mut self, node: usize) {
        if self.nodes[node].conn.take().is_some() {
            self.tell(node, vec![What::Ended(0)]);
        }
        let id = self.new_id();
        let start = self.nodes[node].applied as u64;
        self.client = Client { connection: Some(id), next: 0, at: Some(node), start, heard: Vec::new() };
        self.begin(node, id, 0, 0, Vec::new());
    }

    /// The client goes, and waits longer than a wish lives.
    fn go(&mut self) {
        if let Some(node) = self.client.at
            && self.without != Without::Deadline
        {
            self.nodes[node].wish = None;
        }
        self.lose_socket();
    }

    fn step(&mut self) -> Result<(), String> {
        let node = self.dice.below(NODES);
        let other = self.dice.below(NODES);
        if self.nodes[node].dead {
            return Ok(());
        }
        match self.dice.below(32) {
            0..2 => {
                let count = 1 + self.dice.below(3);
                self.log.push(Record::Posts(count));
            }
            2 => self.push(node, std::iter::once(None)),
            3..13 => self.apply(node)?,
            13..20 => {
                if let Some(frame) = self.nodes[node].coming[other].pop_front() {
                    let member = i64::try_from(other).unwrap();
                    self.nodes[node].copies.heard(Some(member), &frame);
                }
            }
            20..27 => self.hear()?,
            27 => self.go(),
            28..31 if self.client.at.is_none() => self.come(node),
            31 if self.dice.below(20) == 0 && self.nodes.iter().filter(|node| node.dead).count() < NODES - 1 => {
                self.nodes[node].dead = true;
                if self.client.at == Some(node) {
                    self.client.at = None;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// How often a connection was gone on with elsewhere, or what went wrong.
fn play(seed: u64, without: Without) -> Result<usize, String> {
    let mut world = World::new(seed, without);
    for _ in 0..STEPS {
        world.step().map_err(|error| format!("seed {seed}: {error}"))?;
    }
    Ok(world.resumed)
}

#[test]
fn whatever_happens_a_connection_has_no_hole_and_nothing_twice() {
    let resumed: usize = (0..SCHEDULES).map(|seed| play(seed, Without::Nothing).unwrap()).sum();
    assert!(resumed > 500, "{resumed} in {SCHEDULES} schedules say little");
}

#[test]
fn each_rule_is_needed() {
    for without in [Without::CompareAndSet, Without::Deadline, Without::Current] {
        assert!((0..20 * SCHEDULES).any(|seed| play(seed, without).is_err()), "{without:?}");
    }
}

fn frame(entries: Vec<What>, through: u64) -> Frame {
    Frame { shard: 0, entries: entries.into_iter().map(Into::into).collect(), through, ..Frame::default() }
}

fn began(slot: u32, connection: Id, records: Vec<u64>) -> What {
    let (connection_id, user_id) = (connection.to_string(), user().to_string());
    What::Began(Began { slot, connection_id, user_id, stay: 0, first: 1, records })
}

fn copies() -> Copies {
    let mut copies = Copies::default();
    copies.starts_at(5);
    copies
}

#[test]
fn a_place_is_after_what_the_client_got() {
    let (mut copies, connection) = (copies(), Id::from_random(2));
    copies.heard(Some(1), &frame(vec![began(0, connection, vec![0, 7, 7, 0, 9])], 12));
    let find = |next| copies.find(connection, user(), next, None);
    let place = |from, skip| Ok(Place { stay: 0, from, skip });
    assert_eq!(
        [1, 2, 3, 4, 5, 6].map(find),
        [place(7, 0), place(7, 0), place(7, 1), place(9, 0), place(9, 0), place(13, 0)]
    );
    assert_eq!((find(0), find(7)), (Err(Unknown::Ever), Err(Unknown::Yet)));
    assert_eq!(copies.find(connection, Id::from_random(3), 2, None), Err(Unknown::Ever), "of somebody else");
    assert_eq!(copies.find(connection, user(), 2, Some(11)), Err(Unknown::Yet), "it has moved since");
}

#[test]
fn what_a_node_told_before_this_one_began_with_the_log_is_too_old() {
    let (mut copies, connection) = (copies(), Id::from_random(2));
    copies.heard(Some(1), &frame(vec![began(0, connection, vec![0])], 4));
    assert_eq!(copies.find(connection, user(), 2, None), Err(Unknown::Yet));
    copies.heard(Some(1), &frame(Vec::new(), 5));
    assert_eq!(copies.find(connection, user(), 2, None), Ok(Place { stay: 0, from: 6, skip: 0 }));
}

#[test]
fn a_node_that_let_go_of_a_connection_says_until_where_and_may_use_the_slot_again() {
    let (mut copies, first, second) = (copies(), Id::from_random(2), Id::from_random(3));
    let left = What::Left(Left { slot: 0, through: 8 });
    copies.heard(Some(1), &frame(vec![began(0, first, vec![0]), left, began(0, second, vec![0])], 20));
    assert_eq!(copies.find(first, user(), 2, None), Ok(Place { stay: 0, from: 9, skip: 0 }));
    assert_eq!(copies.find(second, user(), 2, None), Ok(Place { stay: 0, from: 21, skip: 0 }));
    copies.heard(Some(1), &frame(vec![What::Ended(0)], 20));
    assert_eq!(copies.find(second, user(), 2, None), Err(Unknown::Yet));
}

#[test]
fn the_connections_of_a_node_that_is_gone_are_kept_for_a_while() {
    let (mut copies, connection, keep) = (copies(), Id::from_random(2), Duration::from_mins(10));
    copies.heard(Some(1), &frame(vec![began(0, connection, vec![0])], 12));
    let now = Instant::now();
    copies.members(&[], now, keep);
    copies.members(&[], now + keep / 2, keep);
    assert!(copies.find(connection, user(), 2, None).is_ok());
    copies.members(&[], now + keep, keep);
    assert_eq!((copies.find(connection, user(), 2, None), copies.foreign()), (Err(Unknown::Yet), 0));
}

#[test]
fn of_a_long_stay_only_the_last_numbers_are_known() {
    let (mut copies, connection) = (copies(), Id::from_random(2));
    let count = JOURNAL_LEN_MAX as u64 + 10;
    copies.heard(Some(1), &frame(vec![began(0, connection, Vec::new())], 0));
    for g in 1..=count {
        copies.heard(Some(1), &frame(vec![What::Pushed(Pushed { record: g, slots: vec![0] })], g));
    }
    assert_eq!(copies.find(connection, user(), 10, None), Err(Unknown::Ever));
    assert_eq!(copies.find(connection, user(), 11, None), Ok(Place { stay: 0, from: 11, skip: 0 }));
}

#[test]
fn a_move_is_remembered_for_a_quarter_of_an_hour() {
    let (mut stays, connection, now) = (Stays::default(), Id::from_random(2), Instant::now());
    assert!(stays.grant(connection, 0, 10, now));
    assert!(!stays.grant(connection, 0, 11, now), "it is not there any more");
    assert!(stays.grant(connection, 10, 12, now));
    assert_eq!(stays.of(connection), Some(12));
    assert!(stays.grant(Id::from_random(3), 0, 13, now + Duration::from_mins(16)));
    assert_eq!(stays.of(connection), None);
}

#[test]
fn a_node_is_told_of_channels_where_it_has_members_or_may_have_some() {
    let (mut copies, told) = (Copies::default(), |entries| Frame { has_channels: true, ..frame(entries, 1) });
    assert!(copies.may_have(1, 7), "nothing is known of it");
    copies.heard(Some(1), &frame(vec![], 1));
    assert!(copies.may_have(1, 7), "it does not tell of channels");
    copies.heard(Some(1), &told(vec![What::Opened(8)]));
    assert_eq!([7, 8].map(|channel| copies.may_have(1, channel)), [false, true]);
    copies.heard(None, &told(vec![What::Opened(7), What::Opened(8), What::Closed(8)]));
    let mut other = Copies::default();
    copies.own_frames().iter().for_each(|frame| other.heard(Some(2), frame));
    assert_eq!([7, 8].map(|channel| other.may_have(2, channel)), [true, false], "by what it says at first");
    copies.heard(Some(1), &told(vec![What::Closed(8)]));
    assert!(!copies.may_have(1, 8));
    copies.member_began(1);
    assert!(copies.may_have(1, 8), "it begins anew");
}

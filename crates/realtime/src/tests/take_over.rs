//! Clients that come back to another node. Two nodes apply one log, which the test holds in its hand.

use std::sync::atomic::AtomicBool;

use super::*;

fn to_user(name: &str) -> Event {
    posted(name, Audience::user(id(1)))
}

struct Pair {
    nodes: [Node; 2],
    g: AtomicU64,
    /// Nodes that do not take part any more.
    dead: [AtomicBool; 2],
}

impl Pair {
    async fn start() -> Self {
        let journal = Duration::from_millis(500);
        Self::start_with(Timings { journal, revoked: Duration::from_millis(20), ..Timings::default() }).await
    }

    async fn start_with(timings: Timings) -> Self {
        let nodes = [Node::journaling(timings.clone()).await, Node::journaling(timings).await];
        for (from, to) in [(0, 1), (1, 0)] {
            let journal = nodes[to].hub.journal().unwrap().clone();
            let member = i64::try_from(from).unwrap();
            journal.began(member);
            journal.heard(member, nodes[from].hub.journal().unwrap().snapshot(&mut || {}));
            // on a thread of its own: whoever tells holds a lock
            let (send, sent) = std::sync::mpsc::sync_channel(1_024);
            nodes[from].hub.journal().unwrap().attach(move |frame| drop(send.send(frame)));
            let listen = move || sent.into_iter().for_each(|frame| journal.heard(member, [frame]));
            std::thread::Builder::new().spawn(listen).unwrap();
        }
        let pair = Self { nodes, g: AtomicU64::new(0), dead: Default::default() };
        for node in &pair.nodes {
            node.hub.begin(0).await;
        }
        pair
    }

    fn alive(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().zip(&self.dead).filter(|(_, dead)| !dead.load(Ordering::SeqCst)).map(|(node, _)| node)
    }

    /// One record, at every node.
    async fn apply(&self, changes: Vec<MembershipChange>, events: Vec<Event>) {
        let g = self.g.fetch_add(1, Ordering::SeqCst) + 1;
        for node in self.alive() {
            node.hub.apply(g, changes.clone(), events.clone(), &[]).await.unwrap();
            until("applied", g, || node.hub.applied()).await;
        }
    }

    async fn event(&self, event: Event) {
        self.apply(Vec::new(), vec![event]).await;
    }

    /// Writes what a node wished for into the log, and has everybody apply it.
    async fn decide(&self, node: usize, count: usize) {
        let wished = &self.nodes[node].server.wishes;
        until("wishes", count, || wished.lock().len()).await;
        let wishes = std::mem::take(&mut *wished.lock());
        let g = self.g.fetch_add(1, Ordering::SeqCst) + 1;
        for node in self.alive() {
            node.hub.take_overs(g, &wishes).await;
            node.hub.apply(g, Vec::new(), Vec::new(), &[]).await.unwrap();
            until("applied", g, || node.hub.applied()).await;
        }
    }

    /// The client's first event there, after the log decided.
    async fn go_on(&self, node: usize, connection: Id, next: i64) -> Client {
        let mut client = self.come_to(node, connection, next).await;
        self.decide(node, 1).await;
        client.greeting().await;
        client
    }

    async fn come_to(&self, node: usize, connection_id: Id, sequence_number: i64) -> Client {
        self.nodes[node].open(Some(identity(1)), Ok(Some(Resume { connection_id, sequence_number }))).await
    }
}

#[tokio::test]
async fn a_client_goes_on_at_another_node_with_the_same_numbers() {
    let pair = Pair::start().await;
    let (mut client, connection) = pair.nodes[0].join(identity(1)).await;
    for name in ["one", "two", "three"] {
        pair.event(to_user(name)).await;
    }
    client.expect("one", 1).await;
    client.expect("two", 2).await;
    // the rest got lost on the way; so does this, which is in no log
    pair.nodes[0].hub.ephemeral(to_user("typing"));
    pair.event(to_user("four")).await;
    pair.dead[0].store(true, Ordering::SeqCst);
    pair.event(to_user("five")).await;
    let mut client = pair.go_on(1, connection, 3).await;
    for (seq, name) in [(3, "three"), (4, "four"), (5, "five")] {
        client.expect(name, seq).await;
    }
    pair.event(to_user("six")).await;
    client.expect("six", 6).await;
    let node = &pair.nodes[1];
    assert_eq!((node.stat("taken_over"), node.stat("resume_refused")), (1, 0));
    assert_eq!((node.hub.user_connections(id(1)), node.server.notes.lock()[0].clone()), (1, Note::Connected(id(1))));
}

#[tokio::test]
async fn a_node_that_lives_lets_the_connection_go() {
    let pair = Pair::start().await;
    let (mut old, connection) = pair.nodes[0].join(identity(1)).await;
    pair.event(to_user("one")).await;
    old.expect("one", 1).await;
    let mut client = pair.go_on(1, connection, 2).await;
    assert_eq!(old.ending().await, Ending::Abrupt);
    pair.event(to_user("two")).await;
    client.expect("two", 2).await;
    until("nothing left", Counts::default(), || pair.nodes[0].hub.counts()).await;
    // and back again, without the socket having been closed
    let mut back = pair.go_on(0, connection, 2).await;
    back.expect("two", 2).await;
    assert_eq!(client.ending().await, Ending::Abrupt);
    pair.event(to_user("three")).await;
    back.expect("three", 3).await;
}

#[tokio::test]
async fn what_a_client_missed_follows_its_memberships_as_they_were() {
    let pair = Pair::start().await;
    pair.nodes.iter().for_each(|node| node.members(1, &[10], &[]));
    let (mut client, connection) = pair.nodes[0].join(identity(1)).await;
    let in_room = |name: &str, room: u128| posted(name, Audience::channel(id(room)));
    pair.event(in_room("start", 10)).await;
    client.expect("start", 1).await;
    pair.event(in_room("of a stranger's room", 11)).await;
    let join = |room, joined| vec![MembershipChange::in_channel(id(1), id(room), joined)];
    pair.apply(join(11, true), vec![in_room("joined", 11)]).await;
    pair.event(in_room("inside", 11)).await;
    pair.apply(join(10, false), vec![in_room("left", 10)]).await;
    pair.event(in_room("after", 10)).await;
    // the other node reads the memberships only now
    pair.nodes.iter().for_each(|node| node.members(1, &[11], &[]));
    let mut client = pair.go_on(1, connection, 2).await;
    for (seq, name) in [(2, "joined"), (3, "inside")] {
        client.expect(name, seq).await;
    }
    pair.event(in_room("last", 11)).await;
    client.expect("last", 4).await;
}

#[tokio::test]
async fn a_record_of_several_events_is_gone_on_with_in_its_middle() {
    let pair = Pair::start().await;
    let (mut client, connection) = pair.nodes[0].join(identity(1)).await;
    pair.apply(
        Vec::new(),
        vec![to_user("one"), posted("of another", Audience::user(id(2))), to_user("two"), to_user("three")],
    )
    .await;
    client.expect("one", 1).await;
    client.expect("two", 2).await;
    let mut client = pair.go_on(1, connection, 3).await;
    client.expect("three", 3).await;
}

#[tokio::test]
async fn of_two_that_ask_at_once_the_first_in_the_log_goes_on() {
    let pair = Pair::start().await;
    let (client, connection) = pair.nodes[0].join(identity(1)).await;
    drop(client);
    pair.nodes[0].parked(1).await;
    let mut clients = [pair.come_to(1, connection, 1).await, pair.come_to(1, connection, 1).await];
    pair.decide(1, 2).await;
    until("both are there", 2, || pair.nodes[1].hub.user_connections(id(1))).await;
    pair.event(to_user("one")).await;
    let mut firsts = Vec::new();
    for client in &mut clients {
        client.greeting().await;
        firsts.push(client.text().await["event"].as_str().unwrap().to_owned());
    }
    firsts.sort();
    assert_eq!(firsts, ["hello", "one"]);
    assert_eq!((pair.nodes[1].stat("taken_over"), pair.nodes[1].stat("resume_refused")), (1, 1));
}

#[tokio::test]
async fn what_cannot_be_gone_on_with_gets_a_new_id() {
    let pair = Pair::start().await;
    let (mut client, connection) = pair.nodes[0].join(identity(1)).await;
    pair.event(to_user("one")).await;
    client.expect("one", 1).await;
    // more than was sent, an unknown one, one of somebody else
    for (user, connection, next) in [(1, connection, 3), (1, connection, -1), (1, id(77), 1), (2, connection, 1)] {
        let mut client = pair.nodes[1].resume(identity(user), connection, next).await;
        assert_ne!(client.hello().await, connection);
    }
    assert_eq!((pair.nodes[1].stat("resume_refused"), pair.nodes[1].server.wishes.lock().len()), (4, 0));
    pair.event(to_user("two")).await;
    client.expect("two", 2).await;
    // ended by the server
    pair.nodes[0].hub.end_user_sessions(id(1)).await;
    assert_eq!(client.ending().await, Ending::Abrupt);
    let mut client = pair.nodes[1].resume(identity(1), connection, 3).await;
    assert_ne!(client.hello().await, connection);
}

#[tokio::test]
async fn a_wish_that_the_log_does_not_grant_in_time_is_given_up() {
    let pair = Pair::start_with(Timings { take_over: Duration::from_millis(20), ..Timings::default() }).await;
    let (mut old, connection) = pair.nodes[0].join(identity(1)).await;
    let mut client = pair.come_to(1, connection, 1).await;
    client.greeting().await;
    let new = client.hello().await;
    assert_ne!(new, connection);
    pair.decide(1, 1).await;
    assert_eq!(old.ending().await, Ending::Abrupt, "the log has granted it all the same");
    pair.event(to_user("one")).await;
    client.expect("one", 1).await;
    assert_eq!(pair.nodes[1].hub.user_connections(id(1)), 1);
}

#[tokio::test]
async fn a_node_that_stops_leaves_its_connections_to_others() {
    let pair = Pair::start().await;
    let (mut client, connection) = pair.nodes[0].join(identity(1)).await;
    pair.event(to_user("one")).await;
    client.expect("one", 1).await;
    pair.nodes[0].hub.shutdown(1012).await;
    assert_eq!(client.ending().await, Ending::Frame(Some(1012)));
    pair.dead[0].store(true, Ordering::SeqCst);
    pair.event(to_user("two")).await;
    let mut client = pair.go_on(1, connection, 2).await;
    client.expect("two", 2).await;
}

#[tokio::test]
async fn a_node_that_drains_and_stays_can_be_come_back_to() {
    let pair = Pair::start().await;
    let (mut client, connection) = pair.nodes[0].join(identity(1)).await;
    pair.nodes[0].hub.close_some(1, 1012).await;
    assert_eq!(client.ending().await, Ending::Frame(Some(1012)));
    drop(client);
    until("nothing left", Counts::default(), || pair.nodes[0].hub.counts()).await;
    pair.event(to_user("one")).await;
    let mut client = pair.go_on(0, connection, 1).await;
    client.expect("one", 1).await;
}

#[tokio::test]
async fn a_node_that_begins_to_listen_is_told_of_what_there_was() {
    let pair = Pair::start().await;
    let (mut client, connection) = pair.nodes[0].join(identity(1)).await;
    for n in 1..=20 {
        pair.event(to_user(&format!("event {n}"))).await;
        client.expect(&format!("event {n}"), n).await;
    }
    let [one, two] = &pair.nodes;
    let listener = two.hub.journal().unwrap();
    listener.began(0);
    assert_eq!(listener.known(), 0);
    listener.heard(0, one.hub.journal().unwrap().snapshot(&mut || {}));
    assert_eq!(listener.known(), 1);
    let mut client = pair.go_on(1, connection, 15).await;
    for n in 15..=20 {
        client.expect(&format!("event {n}"), n).await;
    }
}

#[tokio::test]
async fn a_node_that_may_have_missed_something_goes_on_with_nothing() {
    let pair = Pair::start_with(Timings { current: Duration::from_millis(20), ..Timings::default() }).await;
    let (client, connection) = pair.nodes[0].join(identity(1)).await;
    drop(client);
    pair.nodes[0].parked(1).await;
    pair.nodes[0].server.current.send_replace(false);
    let mut client = pair.nodes[0].resume(identity(1), connection, 1).await;
    assert_ne!(client.hello().await, connection);
}

#[tokio::test]
async fn a_new_connection_is_told_what_another_node_may_not_have_applied() {
    let pair = Pair::start().await;
    for name in ["everywhere", "one", "two"] {
        pair.event(to_user(name)).await;
    }
    pair.nodes[0].server.everywhere.store(1, Ordering::SeqCst);
    let (mut client, connection) = pair.nodes[0].join(identity(1)).await;
    client.expect("one", 1).await;
    client.expect("two", 2).await;
    // it is gone on with as any other
    let mut client = pair.go_on(1, connection, 2).await;
    client.expect("two", 2).await;
}

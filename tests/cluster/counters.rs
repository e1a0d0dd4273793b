//! The law of the counters: after whatever many people did on several nodes at once, every count of what is unread equals
//! one that is made from the posts.

use std::sync::Mutex;

use futures_util::future::join_all;

use roost_testkit::{Client, TestCluster, Tuning};
use serde_json::{Value, json};
use tokio_postgres::Row;

use crate::dice::{Dice, seed};

const PEOPLE: usize = 20;

/// People who stay in every channel: only they are mentioned, so that a mention never races with their coming or going.
const STAYING: usize = 8;

const CHANNELS: usize = 5;

/// What everybody needs to know.
struct Scene {
    /// Each person at each node.
    people: Vec<[Client; 3]>,
    channels: Vec<Value>,
    /// Ids of first posts in each channel, to reply to.
    roots: Vec<Mutex<Vec<String>>>,
    /// Conversations of two: their channel, and who is in them.
    direct: Vec<(Value, [usize; 2])>,
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

impl Scene {
    async fn set(cluster: &TestCluster) -> Self {
        let at = |client: Client| [0, 1, 2].map(|node| client.at(cluster.node(node)));
        let first = cluster.node(0).sign_up("person0").await;
        let team = first.new_team("team").await;
        let rest = (1..PEOPLE).map(async |n| cluster.node(n % 3).sign_up(&format!("person{n}")).await);
        let people: Vec<Client> = std::iter::once(first).chain(join_all(rest).await).collect();
        for person in &people[1..] {
            people[0].add_to_team(&team, person).await;
        }
        let mut channels = Vec::new();
        for n in 0..CHANNELS {
            let channel = people[0].new_channel(&team, &format!("room{n}")).await;
            for person in &people[1..] {
                people[0].add_to_channel(&channel, person).await;
            }
            channels.push(channel);
        }
        let mut direct = Vec::new();
        for pair in [[0, 1], [2, 3], [4, 9]] {
            let ids = json!(pair.map(|n| people[n].user_id()));
            direct.push((people[pair[0]].post("/api/v4/channels/direct", ids).await.body, pair));
        }
        let roots = (0..CHANNELS).map(|_| Mutex::default()).collect();
        Self { people: people.into_iter().map(at).collect(), channels, roots, direct }
    }

    /// One person's life: `count` actions by chance. What is refused because somebody else was faster is as good as done.
    async fn live(&self, who: usize, count: usize, mut dice: Dice) {
        let mut own: Vec<String> = Vec::new();
        for n in 0..count {
            let me = &self.people[who][dice.below(3)];
            let place = dice.below(CHANNELS);
            let channel = &self.channels[place];
            match dice.below(20) {
                0..=8 => {
                    let named = match dice.below(4) {
                        0 => format!("@person{}", dice.below(STAYING)),
                        1 => "@channel".to_owned(),
                        _ => String::new(),
                    };
                    let mut post = json!({"channel_id": channel["id"], "message": format!("{who} says {n} {named}")});
                    let root = {
                        let roots = self.roots[place].lock().unwrap();
                        (dice.below(3) == 0 && !roots.is_empty()).then(|| roots[dice.below(roots.len())].clone())
                    };
                    let is_root = root.is_none();
                    if let Some(root) = root {
                        post["root_id"] = root.into();
                    }
                    let sent = me.post("/api/v4/posts", post).await;
                    // No member any more, or the thread is gone.
                    assert!(matches!(sent.status, 201 | 400 | 403 | 404), "{} {:?}", sent.status, sent.body);
                    if sent.status == 201 {
                        own.push(id(&sent.body).to_owned());
                        if is_root {
                            self.roots[place].lock().unwrap().push(id(&sent.body).to_owned());
                        }
                    }
                }
                9 | 10 => {
                    if let Some((channel, _)) = self.direct.iter().find(|(_, pair)| pair.contains(&who)) {
                        me.new_post(channel, &format!("{who} says {n} to you alone")).await;
                    }
                }
                11 if !own.is_empty() => {
                    let post = &own[dice.below(own.len())];
                    let edit = json!({"message": format!("{who} says {n} otherwise")});
                    let edited = me.put(&format!("/api/v4/posts/{post}/patch"), edit).await;
                    assert!(matches!(edited.status, 200 | 400 | 403 | 404), "{} {:?}", edited.status, edited.body);
                }
                12 if !own.is_empty() => {
                    let post = own.swap_remove(dice.below(own.len()));
                    let deleted = me.delete(&format!("/api/v4/posts/{post}")).await;
                    assert!(matches!(deleted.status, 200 | 403 | 404), "{} {:?}", deleted.status, deleted.body);
                }
                13 if who >= STAYING => {
                    let path = format!("/api/v4/channels/{}/members/{}", id(channel), me.user_id());
                    let left = me.delete(&path).await;
                    assert!(matches!(left.status, 200 | 403 | 404), "{} {:?}", left.status, left.body);
                }
                14 | 15 if who >= STAYING => {
                    let path = format!("/api/v4/channels/{}/members", id(channel));
                    let joined = me.post(&path, json!({"user_id": me.user_id()})).await;
                    assert!(matches!(joined.status, 201 | 400), "{} {:?}", joined.status, joined.body);
                }
                _ => {
                    let direct = self.direct.iter().find(|(_, pair)| pair.contains(&who) && dice.below(4) == 0);
                    let viewed = direct.map_or(channel, |(channel, _)| channel);
                    let seen = me.post("/api/v4/channels/members/me/view", json!({"channel_id": viewed["id"]})).await;
                    assert_eq!(seen.status, 200, "{:?}", seen.body);
                }
            }
        }
    }
}

/// Every membership with what it says is unread, and what the posts say. Posts that were deleted were counted and stay so;
/// earlier versions of edited ones were no posts. The message of a post that was edited is the first one: an edit mentions
/// nobody anew, and takes no mention back. Who is added to a channel is mentioned by what says so.
const RECOUNT: &str = "
with posts_then as (
    select p.id, p.channelid, p.createat, p.userid, p.rootid, p.type, p.props,
        coalesce((select v.message from posts v where v.originalid = p.id order by v.editat, v.updateat limit 1), p.message)
            as message
    from posts p where p.originalid = ''),
counted as (select * from posts_then where type not in
    ('system_join_leave', 'system_join_channel', 'system_leave_channel', 'system_join_team', 'system_leave_team',
     'system_add_to_channel', 'system_remove_from_channel', 'system_add_to_team', 'system_remove_from_team',
     'system_add_remove')),
mentions as (select u.id as mentioned, p.* from users u join posts_then p on p.userid <> u.id
    join channels c on c.id = p.channelid
    where c.type = 'D' or p.message ~ ('@' || u.username || '( |$)') or p.message ~ '@channel( |$)'
        or p.props->>'addedUserId' = u.id)
select u.username, c.name, m.userid, m.channelid,
    array[c.totalmsgcount - m.msgcount, c.totalmsgcountroot - m.msgcountroot, m.mentioncount, m.mentioncountroot],
    array[(select count(*) from counted p where p.channelid = c.id and p.createat > m.lastviewedat),
        (select count(*) from counted p where p.channelid = c.id and p.createat > m.lastviewedat and p.rootid = ''),
        (select count(*) from mentions p
            where p.mentioned = m.userid and p.channelid = c.id and p.createat > m.lastviewedat),
        (select count(*) from mentions p
            where p.mentioned = m.userid and p.channelid = c.id and p.createat > m.lastviewedat and p.rootid = '')],
    u.username = any($1)
from channelmembers m join channels c on c.id = m.channelid join users u on u.id = m.userid
where c.name like 'room%' or c.type = 'D'";

const THREADS: &str = "select t.postid, t.replycount, (select count(*) from posts p
        where p.rootid = t.postid and p.deleteat = 0 and p.originalid = '')
    from threads t join posts r on r.id = t.postid and r.deleteat = 0";

async fn the_law_holds_after(actions: usize) {
    let seed = seed();
    println!("seed {seed}, {actions} actions");
    let cluster = TestCluster::tuned(3, Tuning::clustered()).await;
    let scene = Scene::set(&cluster).await;
    join_all((0..PEOPLE).map(|who| scene.live(who, actions / PEOPLE, Dice(seed ^ (who as u64) << 32)))).await;

    let database = cluster.database.client().await;
    let staying: Vec<String> = (0..STAYING).map(|n| format!("person{n}")).collect();
    let rows = database.query(RECOUNT, &[&staying]).await.unwrap();
    assert!(rows.len() > STAYING * CHANNELS, "{} memberships", rows.len());
    let mut wrong = Vec::new();
    let mut asked = Dice(seed);
    for row in &rows {
        let (kept, counted): (Vec<i64>, Vec<i64>) = (row.get(4), row.get(5));
        // Of those who come and go, mentions are not recounted: who was in when is not in the posts.
        let compared = if row.get::<_, bool>(6) { 4 } else { 2 };
        let told = told(&scene, row, asked.below(3)).await;
        if kept[..compared] != counted[..compared] || told != kept {
            let (person, channel): (&str, &str) = (row.get(0), row.get(1));
            wrong.push(format!("{person} in {channel}: {kept:?} kept, {counted:?} counted, {told:?} told"));
        }
    }
    assert!(wrong.is_empty(), "unread, of first posts, mentions, of first posts; seed {seed}:\n{}", wrong.join("\n"));
    for row in database.query(THREADS, &[]).await.unwrap() {
        assert_eq!(row.get::<_, i64>(1), row.get::<_, i64>(2), "replies of {}; seed {seed}", row.get::<_, &str>(0));
    }
}

/// The same counts as a node tells them.
async fn told(scene: &Scene, row: &Row, node: usize) -> Vec<i64> {
    let (user, channel): (&str, &str) = (row.get(2), row.get(3));
    let person = scene.people.iter().find(|person| person[0].user_id() == user).unwrap();
    let path = format!("/api/v4/users/me/channels/{channel}/unread");
    let unread = person[node].get(&path).await;
    assert_eq!(unread.status, 200, "{:?}", unread.body);
    let names = ["msg_count", "msg_count_root", "mention_count", "mention_count_root"];
    names.map(|name| unread.body[name].as_i64().unwrap()).to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_unread_and_mention_count_equals_a_recount_from_the_posts() {
    the_law_holds_after(1_000).await;
}

/// `make chaos`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes: make chaos"]
async fn every_count_equals_a_recount_after_ten_thousand_actions() {
    the_law_holds_after(10_000).await;
}

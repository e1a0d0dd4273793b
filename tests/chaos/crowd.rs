//! Many people in many channels, each with one connection, who come back as the official clients do; some of them write.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use roost_app::Record;
use roost_testkit::{Client, Socket};
use serde_json::{Value, json};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use tokio_postgres::Client as Sql;

use super::site::Site;
use crate::dice::Dice;

/// Official clients wait so long before they come back, and up to [`JITTER_MS`] longer.
const RETRY: Duration = Duration::from_secs(3);
const JITTER_MS: usize = 2_000;

/// A client that gets no answer to its opening gives up and tries again.
const OPENING: Duration = Duration::from_secs(5);

/// Everybody has a socket by then.
const GATHERED: Duration = Duration::from_mins(2);

/// How many of everything.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    pub people: usize,
    pub channels: usize,
    /// Channels of one person.
    pub each: usize,
    pub posts_per_s: u64,
}

impl Scale {
    /// 3,000 people in 60 channels of 100, 100 posts a second; `ROOST_CHAOS_PEOPLE` and `ROOST_CHAOS_POSTS` change it.
    pub fn from_env() -> Self {
        let number = |name: &str, default: u64| std::env::var(name).map_or(default, |text| text.parse().unwrap());
        let people = usize::try_from(number("ROOST_CHAOS_PEOPLE", 3_000)).unwrap();
        Self { people, channels: 60, each: 2, posts_per_s: number("ROOST_CHAOS_POSTS", 100) }
    }
}

/// What one person has: a session and channels.
#[derive(Clone)]
pub struct Person {
    pub client: Client,
    pub channels: Vec<String>,
}

/// What everybody in the play shares.
pub struct Stage {
    /// Where everybody goes.
    base: String,
    pub people: Vec<Person>,
    pub seed: u64,
    pub going: AtomicBool,
    pub writing: AtomicBool,
    /// The number of the next draft.
    drafts: AtomicU64,
    pub acknowledged: Mutex<Vec<String>>,
    pub connected: AtomicUsize,
}

/// The posts that a connection heard, in order.
pub type Connection = Vec<String>;

/// When a socket was lost and had again.
#[derive(Clone, Copy, Debug)]
pub struct Return {
    pub lost: Instant,
    pub back: Instant,
    pub resumed: bool,
    /// The node said goodbye.
    pub told: bool,
}

#[derive(Default)]
pub struct Story {
    pub connections: Vec<Connection>,
    pub returns: Vec<Return>,
    pub gaps: Vec<String>,
}

impl Stage {
    /// Makes people, channels and sessions. The people are copies of one row each: a thousand passwords would take long.
    pub async fn set(site: &Site, scale: Scale, seed: u64, base: String) -> Arc<Self> {
        let mut node = site.node().await;
        let founder = node.sign_up("founder").await;
        let team = founder.new_team("crowd").await;
        let mut channels = Vec::new();
        for n in 0..scale.channels {
            let channel = founder.new_channel(&team, &format!("room-{n}")).await;
            channels.push(channel["id"].as_str().unwrap().to_owned());
        }
        node.stop().await;
        let sql = site.sql().await;
        let copies = format!(
            "create temporary table crowd as select n, substr(md5('u' || n), 1, 26) as id, substr(md5('s' || n), 1, 26) as \
             session, substr(md5('t' || n), 1, 26) as token from generate_series(1, {2}) as n; \
             insert into users select (jsonb_populate_record(u, jsonb_build_object('id', c.id, 'username', 'person' || n, \
               'email', 'person' || n || '@example.com', 'roles', 'system_user'))).* from users u, crowd c \
               where u.username = 'founder'; \
             insert into sessions select (jsonb_populate_record(s, jsonb_build_object('id', c.session, 'token', c.token, \
               'userid', c.id, 'roles', 'system_user'))).* \
               from sessions s, crowd c \
               where s.id = (select id from sessions where userid = '{founder}' limit 1); \
             insert into teammembers select (jsonb_populate_record(m, jsonb_build_object('userid', c.id))).* \
               from teammembers m, crowd c where m.userid = '{founder}'; \
             insert into channelmembers select (jsonb_populate_record(m, jsonb_build_object('userid', c.id))).* \
               from channelmembers m join channels h on h.id = m.channelid, crowd c \
               where m.userid = '{founder}' and h.name like 'room-%' \
               and (substr(h.name, 6)::int - c.n % {0} + {0}) % {0} < {1}; \
             analyze",
            scale.channels,
            scale.each,
            scale.people,
            founder = founder.user_id(),
        );
        sql.batch_execute(&copies).await.unwrap();
        let rows = sql
            .query(
                "select c.id, c.token, array_agg(m.channelid) from crowd c join channelmembers m on m.userid = c.id \
                 group by c.n, c.id, c.token order by c.n",
                &[],
            )
            .await
            .unwrap();
        let person = |row: &tokio_postgres::Row| Person {
            client: founder.with_token(&row.get::<_, String>(1), &row.get::<_, String>(0)),
            channels: row.get(2),
        };
        let people: Vec<Person> = rows.iter().map(person).collect();
        assert_eq!(people.len(), scale.people, "seed {seed}");
        Arc::new(Self {
            base,
            people,
            seed,
            going: AtomicBool::new(true),
            writing: AtomicBool::new(true),
            drafts: AtomicU64::new(1),
            acknowledged: Mutex::default(),
            connected: AtomicUsize::new(0),
        })
    }

    /// Returns when everybody has a socket.
    pub async fn gather(&self) {
        let started = Instant::now();
        while self.connected.load(SeqCst) < self.people.len() {
            assert!(started.elapsed() < GATHERED, "{} of {} are there", self.connected.load(SeqCst), self.people.len());
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Posts at this rate until told to stop, each until it is acknowledged.
    pub async fn write(self: &Arc<Self>, posts_per_s: u64) {
        let mut ticks = interval(Duration::from_micros(1_000_000 / posts_per_s));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let mut tasks = tokio::task::JoinSet::new();
        while self.writing.load(SeqCst) {
            ticks.tick().await;
            let stage = self.clone();
            tasks.spawn(async move {
                stage.post().await;
            });
        }
        while tasks.join_next().await.is_some() {}
    }

    /// Somebody posts, until it is acknowledged; who, and what.
    pub async fn post(&self) -> (&Person, String) {
        let n = self.drafts.fetch_add(1, SeqCst);
        let dice = &mut Dice(self.seed ^ n << 8);
        let person = &self.people[dice.below(self.people.len())];
        let channel = &person.channels[dice.below(person.channels.len())];
        let pending = format!("post-{n}");
        let body = json!({"channel_id": channel, "message": pending, "pending_post_id": pending});
        loop {
            let client = person.client.at_address(&self.base);
            let call = async {
                let reply = client.request("POST", "/api/v4/posts").json(&body).send().await.ok()?;
                if reply.status() == 201 { reply.json::<Value>().await.ok() } else { None }
            };
            if let Ok(Some(post)) = timeout(OPENING, call).await {
                let id = post["id"].as_str().unwrap().to_owned();
                self.acknowledged.lock().unwrap().push(id.clone());
                return (person, id);
            }
            sleep(Duration::from_millis(200)).await;
        }
    }

    /// One person's window, until told to stop.
    pub async fn listen(self: Arc<Self>, number: usize) -> Story {
        let mut dice = Dice(self.seed ^ (0x1_0000 + number as u64));
        let client = &self.people[number].client;
        let (mut story, mut place) = (Story::default(), None::<(String, i64)>);
        // When the last socket was lost.
        let mut lost: Option<(Instant, bool)> = None;
        while self.going.load(SeqCst) {
            let query = place.as_ref().map(|(id, next)| format!("connection_id={id}&sequence_number={next}"));
            let client = client.at_address(&self.base);
            let opening = client.try_connect_with(query.as_deref().unwrap_or_default());
            let opened = timeout(OPENING, opening).await;
            if let Ok(Some(socket)) = opened {
                self.connected.fetch_add(1, SeqCst);
                let opened = Instant::now();
                let before = story.connections.len();
                let hearing = self.hear(socket, &mut story, &mut place, |story| {
                    if let Some((lost, told)) = lost.take() {
                        let resumed = story.connections.len() == before;
                        story.returns.push(Return { lost, back: opened, resumed, told });
                    }
                });
                let told = hearing.await;
                self.connected.fetch_sub(1, SeqCst);
                lost = lost.or(Some((Instant::now(), told)));
            }
            if self.going.load(SeqCst) {
                sleep(RETRY + Duration::from_millis(dice.below(JITTER_MS) as u64)).await;
            }
        }
        story
    }

    /// Hears a socket to its end; whether that came with a word why.
    async fn hear(
        &self,
        mut socket: Socket,
        story: &mut Story,
        place: &mut Option<(String, i64)>,
        mut first: impl FnMut(&mut Story),
    ) -> bool {
        while self.going.load(SeqCst) {
            // Not longer: somebody may want to stop.
            let Ok(event) = timeout(Duration::from_millis(500), socket.next()).await else { continue };
            let Some(event) = event else { return socket.close_code().is_some() };
            socket.heard.clear();
            let Some(seq) = event["seq"].as_i64() else { continue };
            if event["event"] == "hello" {
                *place = Some((event["data"]["connection_id"].as_str().unwrap().to_owned(), 1));
                story.connections.push(Connection::new());
                first(story);
                continue;
            }
            first(story);
            let (id, next) = place.as_mut().unwrap();
            if seq != *next {
                story.gaps.push(format!("{id}: {seq} instead of {next}"));
                *place = None;
                return false;
            }
            *next += 1;
            if event["event"] == "posted" {
                let post: Value = serde_json::from_str(event["data"]["post"].as_str().unwrap()).unwrap();
                if post["type"] == "" {
                    story.connections.last_mut().unwrap().push(post["id"].as_str().unwrap().to_owned());
                }
            }
        }
        false
    }

    /// Somebody posts, and finds it at whichever node is asked.
    pub async fn reads_what_it_wrote(&self) {
        let (person, id) = self.post().await;
        let client = person.client.at_address(&self.base);
        let reply = client.get(&format!("/api/v4/posts/{id}")).await;
        assert_eq!(reply.status, 200, "seed {}: {:?}", self.seed, reply.body);
    }
}

/// The posts of the log by channel, in its order.
pub async fn posts_of_log(sql: &Sql) -> HashMap<String, Vec<String>> {
    let rows = sql.query("select g, body from roost.log where length(body) > 0 order by g", &[]).await.unwrap();
    let mut posts: HashMap<String, Vec<String>> = HashMap::new();
    for row in rows {
        let record = Record::from_bytes(row.get::<_, Vec<u8>>(1).into()).unwrap();
        for event in record.events.iter().filter(|event| event.name == "posted") {
            let head: Value = serde_json::from_str(&format!("{}}}", String::from_utf8_lossy(&event.head))).unwrap();
            let post: Value = serde_json::from_str(head["data"]["post"].as_str().unwrap()).unwrap();
            let text = |key: &str| post[key].as_str().unwrap().to_owned();
            // what writers wrote, and not that somebody joined
            if text("type").is_empty() {
                posts.entry(text("channel_id")).or_default().push(text("id"));
            }
        }
    }
    posts
}

/// What was wrong with a story, by the log. A connection heard the posts of its person's channels above its start, each
/// once, in order, without a hole up to its last.
pub fn faults(story: &Story, person: &Person, log: &HashMap<String, Vec<String>>) -> BTreeMap<&'static str, usize> {
    let mut faults = BTreeMap::new();
    *faults.entry("gaps in the numbers").or_default() += story.gaps.len();
    let of_channel: HashMap<&str, (usize, usize)> = person
        .channels
        .iter()
        .enumerate()
        .flat_map(|(channel, id)| {
            log.get(id).into_iter().flatten().enumerate().map(move |(n, post)| (post.as_str(), (channel, n)))
        })
        .collect();
    for connection in &story.connections {
        let mut next: HashMap<usize, usize> = HashMap::new();
        for post in connection {
            let Some((channel, n)) = of_channel.get(post.as_str()) else {
                *faults.entry("posts that are not theirs").or_default() += 1;
                continue;
            };
            match next.insert(*channel, n + 1) {
                Some(expected) if expected > *n => *faults.entry("posts twice").or_default() += 1,
                Some(expected) if expected < *n => *faults.entry("holes").or_default() += n - expected,
                _ => {}
            }
        }
    }
    // The last connection goes on to the end of the log.
    let last = story.connections.last().into_iter().flatten().filter_map(|post| of_channel.get(post.as_str()));
    let reached: HashMap<usize, usize> = last.copied().collect();
    let ends = person.channels.iter().enumerate().filter_map(|(channel, id)| Some((channel, log.get(id)?.len())));
    for (channel, end) in ends {
        *faults.entry("never heard").or_default() += reached.get(&channel).map_or(0, |n| end - 1 - n);
    }
    faults.retain(|_, count| *count > 0);
    faults
}

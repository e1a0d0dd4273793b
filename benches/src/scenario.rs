//! The operations that are measured.

use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use crate::hot;
use crate::http::{Connection, Request, fault};
use crate::load::{Load, Next, Outcome, all, percentile, run};
use crate::prepare::{Prepared, text, words};
use crate::socket::{STAMP, Sockets};
use crate::table::{self, Deliveries, Original};
use roost_load::usage::Processes;

/// Files that are uploaded for replies; each goes with one.
const FILES_MAX: usize = 3_000;
/// Requests of one row at most.
const COUNT_MAX: u64 = 500_000;

/// Operation, clients, sockets of members that listen: the rows of the table.
pub const ROWS: [(&str, usize, usize); 13] = [
    ("get-me", 16, 0),
    ("channel-posts", 1, 0),
    ("channel-posts", 16, 0),
    ("my-channels", 16, 0),
    ("my-members", 16, 0),
    ("post", 1, 0),
    ("post", 16, 0),
    ("post", 64, 0),
    ("reply", 16, 0),
    ("post", 1, 500),
    ("post", 16, 500),
    ("post", 64, 500),
    ("login", 16, 0),
];

/// Clients when only the cost is looked at.
const COST_CLIENTS: usize = 4;

/// What a run needs to know.
pub struct Bench {
    pub address: SocketAddr,
    pub prepared: Rc<Prepared>,
    pub processes: Processes,
    pub duration: Duration,
    pub start: Instant,
}

impl Bench {
    /// Runs the rows with these operations, all when there are none, and prints each when it is done.
    pub async fn rows(&self, operations: &[String]) -> io::Result<()> {
        let original = Original::embedded()?;
        println!("{}", table::HEAD);
        for row in ROWS.iter().filter(|row| operations.is_empty() || operations.iter().any(|name| name == row.0)) {
            let (outcome, deliveries) = self.row(*row).await.map_err(|error| fault(format!("{row:?}: {error}")))?;
            println!("{}", table::row(&original, *row, &outcome, deliveries));
        }
        Ok(())
    }

    /// Prints what the operations cost while so many sockets of other people are open.
    pub async fn costs(&self, label: &str, idle_sockets: usize, operations: &[String]) -> io::Result<()> {
        let mut idle = Sockets::new(self.start);
        // Not the reader's: nobody listens to what the reader writes alone.
        let others: Vec<String> = self.tokens().into_iter().skip(1).collect();
        idle.open(self.address, &others, idle_sockets).await?;
        for operation in operations {
            let (outcome, _) = self.row((operation, COST_CLIENTS, 0)).await?;
            println!("{}", table::cost(label, operation, &outcome));
        }
        Ok(())
    }

    async fn row(
        &self,
        (operation, clients, sockets): (&str, usize, usize),
    ) -> io::Result<(Outcome, Option<Deliveries>)> {
        let next = self.requests(operation).await?;
        let load = Load { clients, duration: self.duration, count_max: COUNT_MAX };
        if sockets == 0 {
            return Ok((run(self.address, load, self.processes, next, None).await?, None));
        }
        let mut listening = Sockets::new(self.start);
        listening.open(self.address, &self.tokens(), sockets).await?;
        let outcome = run(self.address, load, self.processes, next, Some(&listening.heard)).await?;
        let mut ms = listening.heard.delivery_ms.take();
        ms.sort_by(f64::total_cmp);
        let expected = outcome.sent * sockets as u64;
        #[expect(clippy::cast_precision_loss, reason = "printed with few digits")]
        let per_second = ms.len() as f64 / outcome.seconds;
        let deliveries = Deliveries {
            per_second,
            p50_ms: percentile(&ms, 0.5),
            p99_ms: percentile(&ms, 0.99),
            missing: expected.saturating_sub(listening.heard.deliveries.get()),
        };
        Ok((outcome, Some(deliveries)))
    }

    fn tokens(&self) -> Vec<String> {
        self.prepared.people.iter().map(|person| person.token.clone()).collect()
    }

    /// The requests of an operation. Reads are one person's; posts and log-ins go round all people.
    async fn requests(&self, operation: &str) -> io::Result<Next> {
        let prepared = self.prepared.clone();
        let reader = prepared.people.first().ok_or_else(|| fault("nobody is prepared"))?;
        let team = &prepared.team;
        let path = match operation {
            "get-me" => "/api/v4/users/me".to_owned(),
            "channel-posts" => format!("/api/v4/channels/{}/posts?per_page=60", prepared.reading),
            "my-channels" => format!("/api/v4/users/me/teams/{team}/channels"),
            "my-members" => format!("/api/v4/users/me/teams/{team}/channels/members"),
            "post" => return Ok(self.posts()),
            "post-alone" | "view" => return Ok(self.in_reading(operation == "view", reader.token.clone())),
            "reply" => return self.replies().await,
            "login" => {
                return Ok(Rc::new(move |n| {
                    let person = around(&prepared.people, n)?;
                    let body = json!({"login_id": person.name, "password": Prepared::PASSWORD});
                    Some(Request::post("/api/v4/users/login", "", body))
                }));
            }
            other => {
                let request = hot::request(other, &prepared, reader);
                let request = request.ok_or_else(|| fault(format!("no operation is called {other}")))?;
                return Ok(Rc::new(move |n| Some(request(n))));
            }
        };
        let request = Request::get(path, &reader.token);
        Ok(Rc::new(move |_| Some(request.clone())))
    }

    /// The reader, in the channel that nobody else is in: posts, or says that it was looked at.
    fn in_reading(&self, view: bool, token: String) -> Next {
        let channel = self.prepared.reading.clone();
        Rc::new(move |n| {
            if view {
                let body = json!({"channel_id": channel, "prev_channel_id": ""});
                return Some(Request::post("/api/v4/channels/members/me/view", &token, body));
            }
            let body = json!({"channel_id": channel, "message": words(usize::try_from(n).ok()?, 120)});
            Some(Request::post("/api/v4/posts", &token, body))
        })
    }

    fn posts(&self) -> Next {
        let (prepared, start) = (self.prepared.clone(), self.start);
        Rc::new(move |n| {
            let person = around(&prepared.people, n)?;
            let message = format!("{STAMP}{} {}", start.elapsed().as_micros(), words(usize::try_from(n).ok()?, 120));
            let body = json!({"channel_id": prepared.writing, "message": message});
            Some(Request::post("/api/v4/posts", &person.token, body))
        })
    }

    /// Replies with three mentions and a file. The files are uploaded beforehand.
    async fn replies(&self) -> io::Result<Next> {
        let prepared = self.prepared.clone();
        let upload = |n: usize| {
            let person = around(&prepared.people, n as u64).ok_or_else(|| fault("nobody is prepared"))?;
            let path = format!("/api/v4/files?channel_id={}&filename=bench{n}.txt", prepared.writing);
            let text = words(n, 500).into_bytes();
            Ok(Request { content_type: "text/plain".to_owned(), body: text, ..Request::post(path, &person.token, "") })
        };
        let uploads = (0..FILES_MAX).map(upload).collect::<io::Result<_>>()?;
        let mut files = Vec::new();
        for answer in all(self.address, uploads, 16).await? {
            let body = answer.json()?;
            let info = body.get("file_infos").and_then(|list| list.get(0));
            files.push(text(info.ok_or_else(|| fault("an upload without its file"))?, "id")?);
        }
        Ok(Rc::new(move |n| {
            let person = around(&prepared.people, n)?;
            let name = |ahead: u64| around(&prepared.people, n + ahead).map_or("", |person| &person.name);
            let message =
                format!("@{} @{} and @{}: {}", name(1), name(2), name(3), words(usize::try_from(n).ok()?, 80));
            let file = files.get(usize::try_from(n).ok()?)?;
            let body = json!({
                "channel_id": prepared.writing, "root_id": prepared.root, "message": message, "file_ids": [file],
            });
            Some(Request::post("/api/v4/posts", &person.token, body))
        }))
    }

    /// Opens sockets in two halves and prints what the server holds in memory.
    pub async fn idle_sockets(&self, count: usize) -> io::Result<()> {
        // The first request pays for what is made once.
        let person = self.prepared.people.first().ok_or_else(|| fault("nobody is prepared"))?;
        Connection::new(self.address).call(&Request::get("/api/v4/users/me", &person.token)).await?.success()?;
        let mut sockets = Sockets::new(self.start);
        let mut marks = vec![(0, self.resident().await?)];
        for part in [count / 2, count - count / 2] {
            sockets.open(self.address, &self.tokens(), part).await?;
            marks.push((sockets.len(), self.resident().await?));
        }
        println!("| idle sockets | server resident MB | bytes per further socket |\n|---|---|---|");
        let mut before = None;
        for (open, bytes) in marks {
            let each = before.map_or(String::new(), |(fewer, less): (usize, u64)| {
                (bytes.saturating_sub(less) / ((open - fewer).max(1) as u64)).to_string()
            });
            println!("| {open} | {}.{} | {each} |", bytes / 1_000_000, bytes / 100_000 % 10);
            before = Some((open, bytes));
        }
        let closed = sockets.heard.closed.get();
        if closed > 0 {
            return Err(fault(format!("{closed} sockets were closed by the server")));
        }
        Ok(())
    }

    /// After a pause in which the allocator gives back what it does not need.
    async fn resident(&self) -> io::Result<u64> {
        tokio::time::sleep(Duration::from_secs(3)).await;
        self.processes.resident_bytes().ok_or_else(|| fault("--server-pid is needed to read the server's memory"))
    }
}

fn around<T>(list: &[T], n: u64) -> Option<&T> {
    let len = u64::try_from(list.len()).ok().filter(|len| *len > 0)?;
    list.get(usize::try_from(n % len).ok()?)
}

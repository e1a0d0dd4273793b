//! A whole run: the world, the people, the measuring, the checks.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::api::{Api, fault};
use crate::check;
use crate::dice::Dice;
use crate::ledger::{Ledger, Measured};
use crate::mix::Mix;
use crate::person::{Limits, Simulated};
use crate::report::{Checks, CpuMs, Memory, Report, Stage};
use crate::socket::{Line, Listener};
use crate::usage::Processes;
use crate::world::{self, Person, Size, World};

/// Sockets that are opened at the same time.
const OPENING: usize = 16;
const TICK: Duration = Duration::from_secs(1);
/// Ticks between two lines of progress.
const PROGRESS_TICKS: u64 = 5;
/// Every how many actions one may fail within the objective.
const ERRORS_ONE_IN: u64 = 100;

/// How long, and with how many.
#[derive(Clone, Copy, Debug)]
pub enum Plan {
    /// Everybody for a time.
    Run(Duration),
    /// More and more people, each height for a time, until the objective breaks.
    Ramp { start: usize, step: usize, each: Duration },
}

#[derive(Clone, Debug)]
pub struct Options {
    /// `run`, `ramp` or `soak`, for the report.
    pub command: String,
    /// One or more servers on the same data; people are spread over them.
    pub base_urls: Vec<String>,
    pub allow_remote: bool,
    pub admin_user: String,
    pub admin_pass: String,
    /// Begins the name of everything that is made: lower case, new for each run on a server.
    pub label: String,
    pub seed: u64,
    pub size: Size,
    pub mix: Mix,
    pub think: Duration,
    /// Pause before a broken socket is opened again.
    pub pause: Duration,
    /// Actions after which everything ends.
    pub actions_max: u64,
    /// What the 99th percentile of all actions may be.
    pub objective: Duration,
    /// How long deliveries are waited for at the end.
    pub settle: Duration,
    pub plan: Plan,
    pub server_pids: Vec<u32>,
    pub postgres_pid: Option<u32>,
    /// Lines of progress on standard error.
    pub progress: bool,
}

/// Makes the world, drives it, checks it.
pub async fn drive(options: &Options) -> io::Result<Report> {
    let apis = options.base_urls.iter().map(|base| Api::new(base, options.allow_remote));
    let apis = Arc::new(apis.collect::<io::Result<Vec<Api>>>()?);
    let first = apis.first().ok_or_else(|| fault("no server is named"))?;
    let say = |text: String| {
        if options.progress {
            eprintln!("{text}");
        }
    };
    say(format!("making {} people, their teams and channels", options.size.people));
    let admin = (options.admin_user.as_str(), options.admin_pass.as_str());
    let world = Arc::new(world::make(first, admin, &options.label, &options.size).await?);
    let ledger = Arc::new(Ledger::new(options.size.people));
    let limits = Arc::new(Limits { stop: AtomicBool::new(false), left: AtomicU64::new(options.actions_max) });
    let mut crew = Crew {
        options,
        apis: apis.clone(),
        world: world.clone(),
        ledger: ledger.clone(),
        limits: limits.clone(),
        gauge: Gauge::new(options),
        tasks: JoinSet::new(),
        lines: Vec::new(),
        people: 0,
        samples: Vec::new(),
        start: Instant::now(),
    };
    let (all, whole, mut stages, memory, ended) = crew.climb().await?;
    limits.stop.store(true, Ordering::Relaxed);
    while let Some(line) = crew.tasks.join_next().await {
        crew.lines.push(line.map_err(io::Error::other)?);
    }
    say("checking what was heard and what is stored".to_owned());
    // What was done after the last look belongs to nobody.
    let unheard = check::settled(&ledger, &world, options.settle).await;
    let verdict = check::Verdict { unheard, ..check::fetched(first, &world, &ledger).await? };
    let held = stages.iter().filter(|stage| stage.held).map(|stage| stage.people).max().unwrap_or(0);
    if stages.len() > 1 {
        stages.push(whole);
    }
    Ok(Report {
        command: options.command.clone(),
        seed: options.seed,
        ended,
        people_held: held,
        actions: Report::rows(&all),
        stages,
        memory: Memory {
            quarters: quarters(&crew.samples),
            slope_bytes_per_minute: slope(crew.samples.split_at(crew.samples.len() / 2).1) * 60.0,
            ..memory
        },
        checks: Checks::new(verdict, ledger.sockets()),
        complaints: ledger.complaints(),
    })
}

/// Processes that are measured.
struct Gauge {
    servers: Vec<Processes>,
    client: Processes,
}

impl Gauge {
    fn new(options: &Options) -> Self {
        let mut servers: Vec<Processes> =
            options.server_pids.iter().map(|pid| Processes { server: Some(*pid), postgres: None }).collect();
        match servers.first_mut() {
            Some(first) => *first = Processes::find(first.server, options.postgres_pid, None),
            None => servers.push(Processes { server: None, postgres: options.postgres_pid }),
        }
        Self { servers, client: Processes { server: Some(std::process::id()), postgres: None } }
    }

    fn cpu(&self) -> CpuMs {
        let parts = self.servers.iter().map(Processes::cpu);
        let (server, database) = parts.fold((0.0, 0.0), |(s, d), cpu| (s + cpu.server_ms, d + cpu.postgres_ms));
        CpuMs { server, database, client: self.client.cpu().server_ms }
    }

    fn resident(&self) -> u64 {
        self.servers.iter().filter_map(Processes::resident_bytes).sum()
    }
}

fn less(now: CpuMs, then: CpuMs) -> CpuMs {
    CpuMs { server: now.server - then.server, database: now.database - then.database, client: now.client - then.client }
}

struct Crew<'a> {
    options: &'a Options,
    apis: Arc<Vec<Api>>,
    world: Arc<World>,
    ledger: Arc<Ledger>,
    limits: Arc<Limits>,
    gauge: Gauge,
    tasks: JoinSet<Line>,
    /// Sockets of people who have finished; they go on listening.
    lines: Vec<Line>,
    people: usize,
    /// Seconds and resident bytes.
    samples: Vec<(f64, f64)>,
    start: Instant,
}

impl Crew<'_> {
    /// All stages of the plan; what was measured in them, the whole as a stage, the stages, memory, and why it ended.
    async fn climb(&mut self) -> io::Result<(Measured, Stage, Vec<Stage>, Memory, String)> {
        let total = self.world.people.len();
        let (mut count, step, each) = match self.options.plan {
            Plan::Run(time) => (total, 0, time),
            Plan::Ramp { start, step, each } => (start.clamp(1, total), step.max(1), each),
        };
        let (mut all, mut stages) = (self.ledger.nothing(), Vec::new());
        let mut memory = Memory { before_sockets: self.gauge.resident(), ..Memory::default() };
        let cpu = self.gauge.cpu();
        let mut start = Instant::now();
        let ended = loop {
            let opened = self.open(count - self.people).await?;
            if stages.is_empty() {
                memory.with_idle_sockets = self.gauge.resident();
                memory.per_idle_connection = grown(memory.before_sockets, memory.with_idle_sockets, opened.len());
                start = Instant::now();
            }
            self.act(opened);
            let (measured, stage, ended) = self.stage(each).await?;
            all.add(&measured);
            let held = stage.held;
            stages.push(stage);
            if let Some(ended) = ended {
                break ended.to_owned();
            }
            if step == 0 {
                break "the time is over".to_owned();
            }
            if !held {
                break "the objective is broken".to_owned();
            }
            if count == total {
                break "nobody is left to add".to_owned();
            }
            count = (count + step).min(total);
        };
        memory.at_end = self.gauge.resident();
        let held = stages.iter().all(|stage| stage.held);
        let whole = Stage::new(self.people, start.elapsed().as_secs_f64(), &all, less(self.gauge.cpu(), cpu), held);
        Ok((all, whole, stages, memory, ended))
    }

    /// Opens the sockets of the next `count` people.
    async fn open(&mut self, count: usize) -> io::Result<Vec<(Person, Line)>> {
        let people: Vec<Person> = self.world.people.iter().skip(self.people).take(count).cloned().collect();
        self.people += people.len();
        let opened = people.into_iter().map(|person| {
            let listener = Listener {
                person: person.index,
                token: person.token.clone(),
                apis: self.apis.clone(),
                ledger: self.ledger.clone(),
                pause: self.options.pause,
                dice: self.dice(person.index, 1),
            };
            async move { Ok((person, Line::open(listener).await?)) }
        });
        stream::iter(opened).buffer_unordered(OPENING).try_collect().await
    }

    /// Lets people act who have their sockets.
    fn act(&mut self, opened: Vec<(Person, Line)>) {
        for (person, line) in opened {
            let Some(api) = self.apis.get(person.index % self.apis.len().max(1)).cloned() else { continue };
            let simulated = Simulated {
                dice: self.dice(person.index, 2),
                me: person,
                world: self.world.clone(),
                api,
                ledger: self.ledger.clone(),
                limits: self.limits.clone(),
                line,
                mix: self.options.mix.clone(),
                think: self.options.think,
                team: 0,
                seen: None,
                written: 0,
            };
            self.tasks.spawn(simulated.live());
        }
    }

    fn dice(&self, person: usize, of: u64) -> Dice {
        Dice(self.options.seed.wrapping_mul(0x9e37_79b9).wrapping_add(person as u64 * 4 + of))
    }

    /// Measures for a time; with the reason when everything ends with it.
    async fn stage(&mut self, time: Duration) -> io::Result<(Measured, Stage, Option<&'static str>)> {
        // What was done while sockets were opened counts for no stage.
        self.ledger.look();
        let (start, cpu, gaps) = (Instant::now(), self.gauge.cpu(), self.ledger.sockets().gaps);
        let mut tick = tokio::time::interval(TICK);
        let mut ticks = 0;
        let ended = loop {
            tokio::select! {
                () = tokio::time::sleep_until(start + time) => break None,
                interrupted = tokio::signal::ctrl_c() => {
                    interrupted?;
                    break Some("interrupted");
                }
                line = self.tasks.join_next() => match line {
                    Some(line) => self.lines.push(line.map_err(io::Error::other)?),
                    None => break Some("all actions are taken"),
                },
                _ = tick.tick() => {
                    self.sample();
                    ticks += 1;
                    if self.options.progress && ticks % PROGRESS_TICKS == 0 {
                        self.progress();
                    }
                }
            }
        };
        let measured = self.ledger.look();
        let seconds = start.elapsed().as_secs_f64();
        let in_time = measured.total().ms(0.99) <= self.options.objective.as_secs_f64() * 1e3;
        let few_errors = measured.errors() * ERRORS_ONE_IN <= measured.count();
        // A height at which nobody got anything done has no times at all.
        let held = measured.count() > 0 && in_time && few_errors && self.ledger.sockets().gaps == gaps;
        let stage = Stage::new(self.people, seconds, &measured, less(self.gauge.cpu(), cpu), held);
        Ok((measured, stage, ended))
    }

    #[expect(clippy::cast_precision_loss, reason = "bytes of memory are far below 2^52")]
    fn sample(&mut self) {
        let resident = self.gauge.resident();
        if resident > 0 {
            self.samples.push((self.start.elapsed().as_secs_f64(), resident as f64));
        }
    }

    fn progress(&self) {
        let (count, errors, p99_ms) = self.ledger.glance();
        let sockets = self.ledger.sockets();
        let seconds = self.start.elapsed().as_secs();
        eprintln!(
            "{seconds:>5} s: {} people, {count} actions, {errors} errors, p99 {p99_ms:.1} ms, {} deliveries, {} gaps",
            self.people, sockets.deliveries, sockets.gaps
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "bytes of memory are far below 2^52")]
fn grown(before: u64, after: u64, count: usize) -> f64 {
    if count == 0 { 0.0 } else { after.saturating_sub(before) as f64 / count as f64 }
}

/// The mean of each quarter of the run.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bytes of memory"
)]
fn quarters(samples: &[(f64, f64)]) -> [u64; 4] {
    std::array::from_fn(|n| {
        let of = samples.get(samples.len() * n / 4..samples.len() * (n + 1) / 4).unwrap_or_default();
        if of.is_empty() { 0 } else { (of.iter().map(|(_, bytes)| bytes).sum::<f64>() / of.len() as f64) as u64 }
    })
}

/// Least squares: bytes per second.
#[expect(clippy::cast_precision_loss, reason = "a count of seconds")]
fn slope(samples: &[(f64, f64)]) -> f64 {
    if samples.len() < 2 {
        return 0.0;
    }
    let count = samples.len() as f64;
    let (x, y) = samples.iter().fold((0.0, 0.0), |(x, y), (s, b)| (x + s / count, y + b / count));
    let over = samples.iter().map(|(s, b)| (s - x) * (b - y)).sum::<f64>();
    let under = samples.iter().map(|(s, _)| (s - x).powi(2)).sum::<f64>();
    if under > 0.0 { over / under } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_is_that_of_the_line() {
        let line: Vec<(f64, f64)> = (0..60).map(|s| (f64::from(s), 1e6 + 250.0 * f64::from(s))).collect();
        assert!((slope(&line) - 250.0).abs() < 1e-6);
        assert!(slope(&line[..1]).abs() < 1e-9);
        assert_eq!(quarters(&line), [1_001_750, 1_005_500, 1_009_250, 1_013_000]);
        assert_eq!(quarters(&line[..1]), [0, 0, 0, 1_000_000]);
    }
}

//! What a run has found, as JSON and as a table.

use std::fmt;

use serde::Serialize;

use crate::check::Verdict;
use crate::ledger::{Measured, Sockets, Times};
use crate::mix::ACTIONS;

/// Milliseconds of one kind.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Row {
    pub name: String,
    pub count: u64,
    pub errors: u64,
    pub p50_ms: f64,
    pub p95_ms: f64,
    pub p99_ms: f64,
    pub max_ms: f64,
}

impl Row {
    pub fn new(name: &str, times: &Times) -> Self {
        let [p50_ms, p95_ms, p99_ms, max_ms] = [0.5, 0.95, 0.99, 1.0].map(|quantile| times.ms(quantile));
        Self { name: name.to_owned(), count: times.us.len(), errors: times.errors, p50_ms, p95_ms, p99_ms, max_ms }
    }
}

/// CPU in milliseconds; zero for processes that were not named.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct CpuMs {
    pub server: f64,
    pub database: f64,
    pub client: f64,
}

/// Resident memory of the servers in bytes; zero when they were not named.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Memory {
    pub before_sockets: u64,
    pub with_idle_sockets: u64,
    pub at_end: u64,
    pub per_idle_connection: f64,
    /// On average in each quarter of the time in which people acted.
    pub quarters: [u64; 4],
    /// Growth in the second half of that time, by least squares: in the first one caches fill.
    pub slope_bytes_per_minute: f64,
}

/// One height of a ramp, or all of a run.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Stage {
    pub people: usize,
    pub seconds: f64,
    pub actions_per_s: f64,
    pub deliveries_per_s: f64,
    pub total: Row,
    pub delivery: Row,
    pub cpu_ms: CpuMs,
    pub server_cpu_ms_per_action: f64,
    pub database_cpu_ms_per_action: f64,
    /// Within the objective.
    pub held: bool,
}

impl Stage {
    #[expect(clippy::cast_precision_loss, reason = "counts that are far below 2^52")]
    pub fn new(people: usize, seconds: f64, measured: &Measured, cpu_ms: CpuMs, held: bool) -> Self {
        let (total, delivery) = (Row::new("all", &measured.total()), Row::new("delivery", &measured.deliveries));
        let count = total.count.max(1) as f64;
        Self {
            people,
            seconds,
            actions_per_s: total.count as f64 / seconds,
            deliveries_per_s: delivery.count as f64 / seconds,
            cpu_ms,
            server_cpu_ms_per_action: cpu_ms.server / count,
            database_cpu_ms_per_action: cpu_ms.database / count,
            total,
            delivery,
            held,
        }
    }
}

/// The checks; each must be zero but `acknowledged`, `resumed`, `renewed` and, when servers went away, `closed` and `refused`.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Checks {
    pub acknowledged: u64,
    pub lost: u64,
    pub copies: u64,
    pub unheard: u64,
    pub gaps: u64,
    pub duplicates: u64,
    pub resumed: u64,
    pub renewed: u64,
    pub closed: u64,
    pub refused: u64,
}

impl Checks {
    pub fn new(verdict: Verdict, sockets: Sockets) -> Self {
        let Verdict { acknowledged, lost, copies, unheard } = verdict;
        let Sockets { gaps, duplicates, resumed, renewed, closed, refused, .. } = sockets;
        Self { acknowledged, lost, copies, unheard, gaps, duplicates, resumed, renewed, closed, refused }
    }

    /// Nothing lost, nothing twice, no gap.
    pub fn sound(&self) -> bool {
        self.lost + self.copies + self.unheard + self.gaps + self.duplicates == 0
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub command: String,
    pub seed: u64,
    /// Why it ended.
    pub ended: String,
    /// The most people that were within the objective; of a run, all or none.
    pub people_held: usize,
    pub actions: Vec<Row>,
    /// The whole of it last.
    pub stages: Vec<Stage>,
    pub memory: Memory,
    pub checks: Checks,
    pub complaints: Vec<String>,
}

impl Report {
    pub fn rows(measured: &Measured) -> Vec<Row> {
        ACTIONS.iter().zip(&measured.actions).map(|((_, name), times)| Row::new(name, times)).collect()
    }

    pub fn errors(&self) -> u64 {
        self.actions.iter().map(|row| row.errors).sum()
    }
}

impl fmt::Display for Report {
    #[expect(clippy::cast_precision_loss, reason = "printed with few digits")]
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "{} (seed {}): {}; {} people held", self.command, self.seed, self.ended, self.people_held)?;
        writeln!(
            f,
            "\n{:<12} {:>9} {:>7} {:>9} {:>9} {:>9} {:>9}",
            "action", "count", "errors", "p50 ms", "p95 ms", "p99 ms", "max ms"
        )?;
        let last = self.stages.last();
        for row in self.actions.iter().chain(last.into_iter().flat_map(|stage| [&stage.total, &stage.delivery])) {
            let Row { name, count, errors, p50_ms, p95_ms, p99_ms, max_ms } = row;
            writeln!(f, "{name:<12} {count:>9} {errors:>7} {p50_ms:>9.2} {p95_ms:>9.2} {p99_ms:>9.2} {max_ms:>9.2}")?;
        }
        writeln!(
            f,
            "\n{:>7} {:>7} {:>10} {:>13} {:>9} {:>16} {:>18} {:>12}",
            "people",
            "s",
            "actions/s",
            "deliveries/s",
            "p99 ms",
            "server ms/action",
            "database ms/action",
            "client CPU s"
        )?;
        for stage in &self.stages {
            writeln!(
                f,
                "{:>7} {:>7.1} {:>10.1} {:>13.1} {:>9.1} {:>16.3} {:>18.3} {:>12.2}{}",
                stage.people,
                stage.seconds,
                stage.actions_per_s,
                stage.deliveries_per_s,
                stage.total.p99_ms,
                stage.server_cpu_ms_per_action,
                stage.database_cpu_ms_per_action,
                stage.cpu_ms.client / 1e3,
                if stage.held { "" } else { "  objective broken" }
            )?;
        }
        let Memory { before_sockets, with_idle_sockets, at_end, per_idle_connection, quarters, slope_bytes_per_minute } =
            self.memory;
        if before_sockets > 0 {
            let mb = |bytes: u64| bytes as f64 / 1e6;
            writeln!(
                f,
                "\nserver memory: {:.1} MB, with idle sockets {:.1} MB ({:.1} kB each), at the end {:.1} MB\n\
                 by quarters of the time: {} MB; in the second half {:+.1} kB/min",
                mb(before_sockets),
                mb(with_idle_sockets),
                per_idle_connection / 1e3,
                mb(at_end),
                quarters.map(|bytes| format!("{:.1}", mb(bytes))).join(", "),
                slope_bytes_per_minute / 1e3
            )?;
        }
        let c = self.checks;
        writeln!(
            f,
            "\nposts: {} acknowledged, {} lost, {} copies, {} deliveries missing, {} twice\nsockets: {} gaps, {} resumed, \
             {} begun anew, {} closed by the server, {} refused\n{}",
            c.acknowledged,
            c.lost,
            c.copies,
            c.unheard,
            c.duplicates,
            c.gaps,
            c.resumed,
            c.renewed,
            c.closed,
            c.refused,
            if c.sound() { "sound" } else { "NOT SOUND" }
        )?;
        self.complaints.iter().try_for_each(|complaint| writeln!(f, "  {complaint}"))
    }
}

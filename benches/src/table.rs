//! What was measured, beside what the original costs.

use serde::Deserialize;

use crate::load::{Outcome, percentile};

/// The figures of the original that we compare with.
#[derive(Debug, Deserialize)]
pub struct Original {
    rows: Vec<OriginalRow>,
}

#[derive(Clone, Debug, Deserialize)]
struct OriginalRow {
    operation: String,
    clients: usize,
    sockets: usize,
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    server_cpu_ms: f64,
    postgres_cpu_ms: f64,
    #[serde(default)]
    delivery_p99_ms: f64,
}

impl Original {
    pub fn embedded() -> std::io::Result<Self> {
        Ok(serde_json::from_str(include_str!("../original.json"))?)
    }

    fn row(&self, operation: &str, clients: usize, sockets: usize) -> Option<&OriginalRow> {
        self.rows.iter().find(|r| r.operation == operation && r.clients == clients && r.sockets == sockets)
    }
}

/// Deliveries of a run with listeners.
#[derive(Clone, Copy, Debug, Default)]
pub struct Deliveries {
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    /// Frames that should have come and did not.
    pub missing: u64,
}

pub const HEAD: &str = "\
| operation | clients | sockets | op/s | p50 ms | p99 ms | server CPU ms/op | PostgreSQL CPU ms/op | kB | original: op/s, p50, p99 | original: CPU | CPU, times less: server, PostgreSQL |
|---|---|---|---|---|---|---|---|---|---|---|---|";

/// One line of the table.
pub fn row(
    original: &Original,
    (operation, clients, sockets): (&str, usize, usize),
    outcome: &Outcome,
    deliveries: Option<Deliveries>,
) -> String {
    #[expect(clippy::cast_precision_loss, reason = "printed with few digits")]
    let (count, kilobytes) = (outcome.count.max(1) as f64, outcome.answer_bytes as f64 / 1e3);
    let (server, postgres) = (outcome.cpu.server_ms / count, outcome.cpu.postgres_ms / count);
    let (p50, p99) = (percentile(&outcome.latency_ms, 0.5), percentile(&outcome.latency_ms, 0.99));
    let per_second = count / outcome.seconds;
    let mut line = format!(
        "| {operation} | {clients} | {sockets} | {per_second:.0} | {p50:.2} | {p99:.2} | {server:.4} | {postgres:.4} | {kilobytes:.1} |"
    );
    match original.row(operation, clients, sockets) {
        Some(o) => {
            let rates = format!("{}, {}, {}", o.per_second, o.p50_ms, o.p99_ms);
            let cpu = format!("{} + {}", o.server_cpu_ms, o.postgres_cpu_ms);
            let less = format!("{:.1}, {:.1}", o.server_cpu_ms / server, o.postgres_cpu_ms / postgres);
            line = format!("{line} {rates} | {cpu} | {less} |");
        }
        None => line.push_str(" | | |"),
    }
    if let Some(d) = deliveries {
        let theirs = original.row(operation, clients, sockets).map_or(0.0, |o| o.delivery_p99_ms);
        let theirs = if theirs > 0.0 { format!(" (original: {theirs:.0})") } else { String::new() };
        let Deliveries { per_second, p50_ms, p99_ms, missing } = d;
        line = format!(
            "{line}\n| … deliveries | | | {per_second:.0} | {p50_ms:.1} | {p99_ms:.1}{theirs} | | | | | {missing} missing | |"
        );
    }
    line
}

/// One line of a table of costs by size.
pub fn cost(label: &str, operation: &str, outcome: &Outcome) -> String {
    #[expect(clippy::cast_precision_loss, reason = "printed with few digits")]
    let (count, kilobytes) = (outcome.count.max(1) as f64, outcome.answer_bytes as f64 / 1e3);
    let (server, postgres) = (outcome.cpu.server_ms / count, outcome.cpu.postgres_ms / count);
    format!("| {label} | {operation} | {server:.3} | {postgres:.3} | {kilobytes:.1} |")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_the_original_can_be_read() {
        let original = Original::embedded().unwrap();
        assert!(original.row("post", 16, 500).is_some_and(|row| row.delivery_p99_ms > 0.0));
        assert!(original.row("post", 16, 7).is_none());
    }
}

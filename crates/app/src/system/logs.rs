//! The log of this node, for administrators.

use std::collections::BTreeMap;

use roost_model::permission::Permission;
pub use roost_telemetry::LogLines;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{AppError, Ctx};

/// Lines on a page at most, and when nothing is asked for.
pub const PER_PAGE_MAX: usize = 10_000;

/// Which entries are wanted. Empty lists and texts are not asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LogFilter {
    pub server_names: Vec<String>,
    pub log_levels: Vec<String>,
    /// Times as the entries have them.
    pub date_from: String,
    pub date_to: String,
}

/// 403 for whoever may not look at the log.
pub fn require_logs(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::GetLogs)
}

/// A page of lines; page 0 has the newest, and on each page the oldest come first.
pub fn log_page(ctx: &Ctx, page: usize, per_page: usize) -> Result<Vec<String>, AppError> {
    require_logs(ctx)?;
    let lines = ctx.app().log_lines.all();
    let end = lines.len().saturating_sub(page.saturating_mul(per_page));
    let start = end.saturating_sub(per_page);
    Ok(lines.get(start..end).unwrap_or_default().iter().map(|line| line_of(line)).collect())
}

/// All lines.
pub fn log_text(ctx: &Ctx) -> Result<String, AppError> {
    require_logs(ctx)?;
    Ok(ctx.app().log_lines.all().iter().map(|line| line_of(line)).collect())
}

/// Entries by the name of their node.
pub fn log_query(ctx: &Ctx, filter: &LogFilter) -> Result<BTreeMap<String, Vec<Map<String, Value>>>, AppError> {
    require_logs(ctx)?;
    let name = ctx.app().node.hostname.clone();
    if !filter.server_names.is_empty() && !filter.server_names.contains(&name) {
        return Ok(BTreeMap::new());
    }
    let lines = ctx.app().log_lines.all();
    let found = lines.iter().map(|line| entry(line)).filter(|entry| filter.wants(entry)).collect();
    Ok(BTreeMap::from([(name, found)]))
}

impl LogFilter {
    fn wants(&self, entry: &Map<String, Value>) -> bool {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        // Both kinds of writing a time compare as texts, but for what stands between day and hour.
        let time = text("timestamp").replace('T', " ");
        let level_fits = self.log_levels.is_empty() || self.log_levels.iter().any(|level| level == text("level"));
        let after = self.date_from.is_empty() || time >= self.date_from.replace('T', " ");
        let before = self.date_to.is_empty() || time <= self.date_to.replace('T', " ");
        level_fits && after && before
    }
}

/// What a line says.
fn entry(line: &str) -> Map<String, Value> {
    match serde_json::from_str(line) {
        Ok(Value::Object(entry)) => entry,
        _ => Map::from_iter([("msg".to_owned(), Value::from(line))]),
    }
}

fn line_of(line: &str) -> String {
    format!("{line}\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const LINE: &str = r#"{"timestamp":"2026-01-02 03:04:05.600 Z","level":"warn","msg":"m","caller":"roost","n":1}"#;

    #[test]
    fn a_line_that_is_no_entry_is_its_message() {
        assert_eq!(entry(LINE)["n"], json!(1));
        assert_eq!(Value::Object(entry("no json")), json!({"msg": "no json"}));
    }

    #[test]
    fn filters() {
        let filter = |levels: &[&str], from: &str, to: &str| LogFilter {
            log_levels: levels.iter().map(|level| (*level).to_owned()).collect(),
            date_from: from.to_owned(),
            date_to: to.to_owned(),
            ..LogFilter::default()
        };
        for (filter, expected) in [
            (filter(&[], "", ""), true),
            (filter(&["warn", "error"], "", ""), true),
            (filter(&["info"], "", ""), false),
            (filter(&[], "2026-01-02 03:04:05", "2026-01-02T03:04:06"), true),
            (filter(&[], "2026-01-02 03:04:06", ""), false),
            (filter(&[], "", "2026-01-02 03:04:05"), false),
        ] {
            assert_eq!(filter.wants(&entry(LINE)), expected, "{filter:?}");
        }
    }
}

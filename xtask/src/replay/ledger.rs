//! The ledger: per area how many steps there are and which of them are known to fail. It may only shrink.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::tree;

/// One area of the recordings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Steps that ran, skipped ones left out.
    total: usize,
    /// Names of the steps that fail, sorted; a name that stands twice fails twice.
    failed: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ledger(BTreeMap<String, Area>);

impl Ledger {
    /// The committed ledger; one that does not exist yet is empty.
    pub fn read(path: &Path) -> Result<Self, String> {
        if !path.is_file() {
            return Ok(Self::default());
        }
        serde_json::from_value(super::read_json(path)?).map_err(|error| format!("{}: {error}", tree::shown(path)))
    }

    /// Whether this step is known to fail.
    pub fn knows(&self, area: &str, step: &str) -> bool {
        self.0.get(area).is_some_and(|area| area.failed.iter().any(|name| name == step))
    }

    /// What `replay.py` reported.
    fn from_report(report: &Value) -> Result<Self, String> {
        let areas = report.get("areas").and_then(Value::as_object).ok_or("the report has no areas")?;
        areas
            .iter()
            .map(|(name, area)| Ok((name.clone(), area_of(area).ok_or("the report is not understood")?)))
            .collect()
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("maps of strings and numbers are JSON") + "\n"
    }
}

impl FromIterator<(String, Area)> for Ledger {
    fn from_iter<T: IntoIterator<Item = (String, Area)>>(areas: T) -> Self {
        Self(areas.into_iter().collect())
    }
}

fn area_of(report: &Value) -> Option<Area> {
    let count = |key: &str| report.get(key)?.as_u64().and_then(|number| usize::try_from(number).ok());
    let failures = report.get("failures")?.as_array()?;
    let mut failed: Vec<String> =
        failures.iter().map(|step| step.get("name")?.as_str().map(str::to_owned)).collect::<Option<_>>()?;
    failed.sort();
    Some(Area { total: count("passed")? + count("failed")?, failed })
}

/// A run beside the ledger.
pub struct Outcome {
    known: Ledger,
    ran: Ledger,
}

impl Outcome {
    /// `reports`: of areas that are all different.
    pub fn compare(known: Ledger, reports: &[Value]) -> Result<Self, String> {
        let ran: Vec<Ledger> = reports.iter().map(Ledger::from_report).collect::<Result<_, _>>()?;
        Ok(Self { known, ran: ran.into_iter().flat_map(|ledger| ledger.0).collect() })
    }

    /// The ledger with the areas of this run in place of the old ones.
    pub fn ledger(&self) -> Ledger {
        self.known.0.iter().chain(&self.ran.0).map(|(name, area)| (name.clone(), area.clone())).collect()
    }

    /// Area and step of every failure that the ledger does not know.
    fn fresh(&self) -> Vec<(&str, &str)> {
        self.difference(&self.ran, &self.known)
    }

    /// Area and step of every known failure that passes now.
    fn mended(&self) -> Vec<(&str, &str)> {
        self.difference(&self.known, &self.ran)
    }

    /// Failures of `left` without those of `right`, in the areas that ran.
    fn difference<'a>(&self, left: &'a Ledger, right: &Ledger) -> Vec<(&'a str, &'a str)> {
        let areas = left.0.iter().filter(|(name, _)| self.ran.0.contains_key(*name));
        let steps = areas.flat_map(|(name, area)| {
            let mut other = right.0.get(name).map(|area| area.failed.clone()).unwrap_or_default();
            let mut rest = Vec::new();
            for step in &area.failed {
                match other.iter().position(|known| known == step) {
                    Some(at) => drop(other.remove(at)),
                    None => rest.push((name.as_str(), step.as_str())),
                }
            }
            rest
        });
        steps.collect()
    }

    /// Counts per area that has failures, and the sum over all.
    pub fn print(&self) {
        let (fresh, mended) = (self.fresh(), self.mended());
        let count = |steps: &[(&str, &str)], area: &str| steps.iter().filter(|(name, _)| *name == area).count();
        println!("\n{:<34} {:>6} {:>6} {:>6} {:>6}", "area with failures", "steps", "failed", "new", "mended");
        for (name, area) in &self.ran.0 {
            let (new, mended) = (count(&fresh, name), count(&mended, name));
            if !area.failed.is_empty() || mended > 0 {
                println!("{name:<34} {:>6} {:>6} {new:>6} {mended:>6}", area.total, area.failed.len());
            }
        }
        let (total, failed) = self.sums();
        println!("{:<34} {total:>6} {failed:>6} {:>6} {:>6}", "all areas", fresh.len(), mended.len());
    }

    fn sums(&self) -> (usize, usize) {
        let areas = self.ran.0.values();
        (areas.clone().map(|area| area.total).sum(), areas.map(|area| area.failed.len()).sum())
    }

    /// Fails on failures the ledger does not know; says so when it can shrink.
    pub fn verdict(&self) -> crate::Outcome {
        let mended = self.mended();
        if !mended.is_empty() {
            println!(
                "replay: {} known failures pass now; run `scripts/replay.sh --update`:\n{}",
                mended.len(),
                list(&mended)
            );
        }
        let fresh = self.fresh();
        if fresh.is_empty() {
            return Ok(());
        }
        Err(format!("replay: {} steps fail that are not in the ledger:\n{}", fresh.len(), list(&fresh)))
    }

    /// Refuses to write a ledger with failures that the present one does not have.
    pub fn refuse_worse(&self, allowed: bool) -> crate::Outcome {
        let fresh = self.fresh();
        if allowed || fresh.is_empty() {
            return Ok(());
        }
        Err(format!("replay: the ledger may only shrink; --allow-worse adds these {}:\n{}", fresh.len(), list(&fresh)))
    }
}

fn list(steps: &[(&str, &str)]) -> String {
    steps.iter().map(|(area, step)| format!("  {area}: {step}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(known: &[(&str, &[&str])], ran: &[(&str, &[&str])]) -> Outcome {
        let ledger = |areas: &[(&str, &[&str])]| {
            let area = |failed: &[&str]| Area { total: 9, failed: failed.iter().map(ToString::to_string).collect() };
            areas.iter().map(|(name, failed)| ((*name).to_owned(), area(failed))).collect()
        };
        Outcome { known: ledger(known), ran: ledger(ran) }
    }

    #[test]
    fn new_and_mended_steps_are_told_apart() {
        let outcome = outcome(&[("http/a", &["x", "x", "y"]), ("http/b", &["z"])], &[("http/a", &["w", "x"])]);
        assert_eq!(outcome.fresh(), [("http/a", "w")]);
        assert_eq!(outcome.mended(), [("http/a", "x"), ("http/a", "y")], "areas that did not run say nothing");
        assert!(outcome.verdict().unwrap_err().contains("http/a: w"));
        assert!(outcome.refuse_worse(false).is_err());
        assert!(outcome.refuse_worse(true).is_ok());
        assert_eq!(outcome.ledger().0.keys().collect::<Vec<_>>(), ["http/a", "http/b"]);
    }

    #[test]
    fn the_reports_of_replay_py_are_read() {
        let failures = serde_json::json!([{"i": 1, "name": "s", "ok": false, "errors": []}]);
        let area = serde_json::json!({"passed": 3, "failed": 1, "skipped": 2, "failures": failures});
        let reports = [serde_json::json!({"areas": {"http/a": area}}), serde_json::json!({"areas": {"ws/a": area}})];
        let outcome = Outcome::compare(Ledger::default(), &reports).unwrap();
        assert_eq!(outcome.ran.0["http/a"], Area { total: 4, failed: vec!["s".to_owned()] });
        assert_eq!(outcome.sums(), (8, 2));
        assert!(outcome.ran.knows("ws/a", "s") && !outcome.ran.knows("ws/a", "t") && !outcome.ran.knows("ws/b", "s"));
    }
}

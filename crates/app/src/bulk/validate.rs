//! The first pass: everything that can be wrong with a file, with nothing written.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use roost_model::errors::import as errors;
use roost_store::{Db, StoreError, bulk as store};

use super::batches::{Batch, Files, Item, read};
use super::line::Line;
use super::references::{Name, Reference, made, needed};
use super::refusal::Refusal;
use super::report::{Refusals, Report};
use super::source::Source;

/// Names that are there: made by an earlier line, or found in the database. Hashes, so that a file with a million users
/// costs 16 MB and not 100.
struct Known {
    hashes: HashSet<u64>,
    hasher: RandomState,
}

impl Known {
    fn hash(&self, name: Name<'_>) -> u64 {
        match name {
            // Found in any case, as they are stored.
            Name::User(user) => self.hasher.hash_one(Name::User(&user.to_lowercase())),
            other => self.hasher.hash_one(other),
        }
    }

    fn add(&mut self, name: Name<'_>) {
        let hash = self.hash(name);
        self.hashes.insert(hash);
    }

    fn has(&self, name: Name<'_>) -> bool {
        self.hashes.contains(&self.hash(name))
    }
}

/// Reads the whole file. `progress` is told the number of lines so far.
pub async fn validate(
    db: &Db,
    source: &Arc<Source>,
    files: Files,
    mut progress: impl FnMut(u64),
) -> Result<(Report, Refusals), StoreError> {
    let mut known = Known { hashes: HashSet::new(), hasher: RandomState::new() };
    let (mut report, mut refusals) = (Report::default(), Refusals::default());
    // Set by a line that might have made something: what later lines refer to cannot be judged any more.
    let mut blind = false;
    let mut items = read(source.clone(), files);
    while let Some(item) = items.recv().await {
        match item {
            Item::Refused(number, refusal) => {
                report.lines += u64::from(number > 0 && refusal.error != errors::NO_VERSION);
                blind |= !is_about_post(&refusal) && !is_about_version(&refusal);
                refusals.push(number, refusal);
            }
            Item::Batch(batch) => {
                report.lines += batch.lines.len() as u64;
                report.read(batch.kind, batch.lines.len());
                refuse_unknown(db, &batch, &mut known, if blind { None } else { Some(&mut refusals) }).await?;
            }
        }
        progress(report.lines);
    }
    refusals.list.sort_by_key(|(number, _)| *number);
    Ok((report, refusals))
}

/// Such a line makes nothing, or is read all the same.
fn is_about_post(refusal: &Refusal) -> bool {
    ["post", "direct_post"].iter().any(|kind| refusal.field.starts_with(kind))
}

fn is_about_version(refusal: &Refusal) -> bool {
    [errors::NO_VERSION, errors::VERSION_UNSUPPORTED].contains(&refusal.error)
}

/// Refuses lines that refer to what is neither in the file before them nor in the database.
async fn refuse_unknown(
    db: &Db,
    batch: &Batch,
    known: &mut Known,
    refusals: Option<&mut Refusals>,
) -> Result<(), StoreError> {
    let mut missing: HashMap<Name<'_>, Vec<(u64, Reference<'_>)>> = HashMap::new();
    for (number, line) in &batch.lines {
        needed(line, &mut |reference| {
            if !known.has(reference.name) {
                missing.entry(reference.name).or_default().push((*number, reference));
            }
        });
        made(line, |name| known.add(name));
    }
    let Some(refusals) = refusals.filter(|_| !missing.is_empty()) else { return Ok(()) };
    find_in_database(db, missing.keys().copied(), known).await?;
    let mut refused = HashSet::new();
    let mut unknown: Vec<_> = missing.into_iter().filter(|(name, _)| !known.has(*name)).collect();
    // Of several things that a line lacks the outermost is told: the team before its channel.
    unknown.sort_by_key(|(name, _)| matches!(name, Name::Channel(..)));
    for (number, reference) in unknown.into_iter().flat_map(|(_, lines)| lines) {
        if refused.insert(number) {
            refusals.push(number, reference.refusal());
        }
    }
    Ok(())
}

async fn find_in_database<'a>(
    db: &Db,
    names: impl Iterator<Item = Name<'a>>,
    known: &mut Known,
) -> Result<(), StoreError> {
    let (mut roles, mut schemes, mut teams, mut channels) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut users = Vec::new();
    for name in names {
        match name {
            Name::Role(name) => roles.push(name),
            Name::Scheme(name) => schemes.push(name),
            Name::Team(name) => teams.push(name),
            Name::Channel(team, name) => channels.push((team, name)),
            Name::User(name) => users.push(name.to_lowercase()),
        }
    }
    if !roles.is_empty() {
        for role in store::lookup::role_list(db, &roles).await? {
            known.add(Name::Role(&role.name));
        }
    }
    if !schemes.is_empty() {
        let found = store::lookup::scheme_list(db, &schemes).await?;
        for scheme in found {
            known.add(Name::Scheme(&scheme.name));
        }
    }
    if !teams.is_empty() {
        for team in store::lookup::team_list(db, &teams).await? {
            known.add(Name::Team(&team.name));
        }
    }
    if !channels.is_empty() {
        let found = store::lookup::channel_list(db, &channels).await?;
        for found in found {
            known.add(Name::Channel(&found.team_name, &found.channel.name));
        }
    }
    if !users.is_empty() {
        let names: Vec<&str> = users.iter().map(String::as_str).collect();
        for (name, _) in store::lookup::user_ids(db, &names).await? {
            known.add(Name::User(&name));
        }
    }
    Ok(())
}

/// The line of a batch that is about to be written, as an error names it.
pub(super) fn first_number(lines: &[(u64, Line)]) -> u64 {
    lines.first().map_or(0, |(number, _)| *number)
}

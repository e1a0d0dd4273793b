//! From what a database holds to what has to run. Pure.

use std::collections::HashSet;

use super::error::MigrateError;
use super::files::{Migration, history_versions, public_columns};

/// What is found in a database.
#[derive(Debug, Default)]
pub struct Found {
    /// Name and checksum of each row of `roost.migrations`, or `None` without that table.
    pub recorded: Option<Vec<(String, String)>>,
    /// Versions in `public.db_migrations`, or `None` without that table.
    pub original_versions: Option<Vec<i64>>,
    /// `table.column` of every table in schema `public`.
    pub public_columns: HashSet<String>,
}

/// One file to run, with the files whose work is found done and which are recorded in the same transaction.
#[derive(Debug)]
pub struct Step {
    pub file: Migration,
    pub adopts: Vec<Migration>,
}

impl Step {
    /// The file's text and the rows that record it.
    pub fn sql(&self) -> String {
        let adopted: String = self.adopts.iter().map(|file| file.record_sql(true)).collect();
        format!("{}\n{}{adopted}", self.file.sql, self.file.record_sql(false))
    }
}

/// Decides what has to run on a database of this state, or why nothing may.
pub fn plan(files: &[Migration], found: &Found) -> Result<Vec<Step>, MigrateError> {
    let known_versions = history_versions(files);
    let known = known_versions.iter().copied().max().unwrap_or_default();
    let newest = found.original_versions.iter().flatten().copied().max().unwrap_or_default();
    if newest > known {
        return Err(MigrateError::NewerOriginal { found: newest, known });
    }
    match (&found.recorded, &found.original_versions) {
        (Some(recorded), _) => go_on(files, recorded),
        (None, Some(versions)) => adopt(files, &known_versions, versions, &found.public_columns),
        (None, None) => begin(files, &found.public_columns),
    }
}

/// A database that this migrator has been at: the files that are not recorded yet.
fn go_on(files: &[Migration], recorded: &[(String, String)]) -> Result<Vec<Step>, MigrateError> {
    for (name, checksum) in recorded {
        let Some(file) = files.iter().find(|file| file.name == name) else {
            return Err(MigrateError::Newer { name: name.clone() });
        };
        if file.checksum() != *checksum {
            return Err(MigrateError::Changed { name: name.clone() });
        }
    }
    let done: HashSet<&str> = recorded.iter().map(|(name, _)| name.as_str()).collect();
    Ok(files.iter().filter(|file| !done.contains(file.name)).map(|file| Step { file: *file, adopts: vec![] }).collect())
}

/// The database of an 11.6 server: schema `public` is complete and only ours is added.
fn adopt(
    files: &[Migration],
    known: &[i64],
    versions: &[i64],
    columns: &HashSet<String>,
) -> Result<Vec<Step>, MigrateError> {
    let versions: HashSet<i64> = versions.iter().copied().collect();
    let mut missing = known.iter().filter(|version| !versions.contains(version));
    if let Some(first) = missing.next() {
        return Err(MigrateError::OlderOriginal { missing: 1 + missing.count(), first: *first });
    }
    let expected = public_columns(files);
    let mut missing = expected.iter().filter(|column| !columns.contains(*column));
    if let Some(first) = missing.next() {
        return Err(MigrateError::Incomplete { first: first.clone(), missing: 1 + missing.count() });
    }
    let ours = files.iter().filter(|file| !file.is_public());
    let mut steps: Vec<Step> = ours.map(|file| Step { file: *file, adopts: vec![] }).collect();
    // With the first file, which makes the table of records: there is no moment in which that table is there without
    // saying that schema public is done.
    if let Some(first) = steps.first_mut() {
        first.adopts = files.iter().filter(|file| file.is_public()).copied().collect();
    }
    Ok(steps)
}

/// A database nobody has been at.
fn begin(files: &[Migration], columns: &HashSet<String>) -> Result<Vec<Step>, MigrateError> {
    let tables: HashSet<&str> = columns.iter().filter_map(|column| Some(column.split_once('.')?.0)).collect();
    let ours = public_columns(files);
    let taken = ours.iter().filter_map(|column| Some(column.split_once('.')?.0)).find(|table| tables.contains(table));
    match taken {
        Some(table) => Err(MigrateError::Foreign { table: table.to_owned() }),
        None => Ok(files.iter().map(|file| Step { file: *file, adopts: vec![] }).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::files::ALL;
    use super::*;

    fn names(steps: &[Step]) -> Vec<&str> {
        steps.iter().map(|step| step.file.name).collect()
    }

    fn recorded(files: &[Migration]) -> Vec<(String, String)> {
        files.iter().map(|file| (file.name.to_owned(), file.checksum())).collect()
    }

    fn original() -> Found {
        Found {
            recorded: None,
            original_versions: Some(history_versions(ALL)),
            public_columns: public_columns(ALL).into_iter().collect(),
        }
    }

    #[test]
    fn an_empty_database_gets_everything_also_beside_tables_of_others() {
        let found = Found { public_columns: HashSet::from(["inventory.id".to_owned()]), ..Found::default() };
        assert_eq!(plan(ALL, &found).unwrap().len(), ALL.len());
    }

    #[test]
    fn a_table_of_our_name_is_not_touched() {
        let found = Found { public_columns: HashSet::from(["users.uid".to_owned()]), ..Found::default() };
        let refused = plan(ALL, &found).unwrap_err();
        assert!(matches!(&refused, MigrateError::Foreign { table } if table == "users"), "{refused}");
    }

    #[test]
    fn what_is_recorded_does_not_run_again() {
        let found = Found { recorded: Some(recorded(&ALL[..5])), ..Found::default() };
        assert_eq!(names(&plan(ALL, &found).unwrap())[0], ALL[5].name);
        let found = Found { recorded: Some(recorded(ALL)), ..original() };
        assert!(plan(ALL, &found).unwrap().is_empty());
    }

    #[test]
    fn an_unknown_record_and_a_changed_file_are_refused_by_name() {
        let mut rows = recorded(ALL);
        rows.push(("roost/0999_later".to_owned(), String::new()));
        let refused = plan(ALL, &Found { recorded: Some(rows), ..Found::default() }).unwrap_err();
        assert!(refused.to_string().contains("roost/0999_later"), "{refused}");

        let mut rows = recorded(ALL);
        rows[3].1 = "0000000000000000".to_owned();
        let refused = plan(ALL, &Found { recorded: Some(rows), ..Found::default() }).unwrap_err();
        assert!(matches!(&refused, MigrateError::Changed { name } if name == ALL[3].name), "{refused}");
    }

    #[test]
    fn an_original_database_is_adopted_with_the_first_file() {
        let steps = plan(ALL, &original()).unwrap();
        assert_eq!(
            names(&steps),
            [
                "roost/0001_migrations",
                "roost/0002_log",
                "roost/0003_post_dedupe",
                "roost/0004_member",
                "roost/0005_cluster_secret",
                "roost/0006_gossip",
                "roost/0007_notification_mail",
                "roost/0008_timelines"
            ]
        );
        assert_eq!(steps[0].adopts.len(), ALL.len() - steps.len());
        assert!(steps[0].sql().contains("('public/0006_posts', "));
        assert!(!steps[1].sql().contains("public/"));
    }

    #[test]
    fn older_newer_and_incomplete_originals_are_refused() {
        let mut found = original();
        found.original_versions.as_mut().unwrap().retain(|version| *version < 158);
        let refused = plan(ALL, &found).unwrap_err();
        assert!(matches!(refused, MigrateError::OlderOriginal { missing: 2, first: 158 }), "{refused}");

        found.original_versions = Some(vec![]);
        let refused = plan(ALL, &found).unwrap_err();
        assert!(matches!(refused, MigrateError::OlderOriginal { missing: 158, first: 1 }), "{refused}");

        let mut found = original();
        found.original_versions.as_mut().unwrap().push(160);
        let refused = plan(ALL, &found).unwrap_err();
        assert!(matches!(refused, MigrateError::NewerOriginal { found: 160, known: 159 }), "{refused}");
        found.recorded = Some(recorded(ALL));
        assert!(matches!(plan(ALL, &found), Err(MigrateError::NewerOriginal { .. })));

        let mut found = original();
        found.public_columns.remove("posts.rootid");
        let refused = plan(ALL, &found).unwrap_err();
        assert!(
            matches!(&refused, MigrateError::Incomplete { missing: 1, first } if first == "posts.rootid"),
            "{refused}"
        );
    }
}

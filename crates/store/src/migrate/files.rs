//! The migration files, embedded, in the order in which they run, and what can be read off their text.

use std::fmt::Write as _;

/// One file of `migrations/`.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Path below `migrations/` without the ending; it identifies the file for ever.
    pub name: &'static str,
    pub sql: &'static str,
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$(Migration { name: $name, sql: include_str!(concat!("../../../../migrations/", $name, ".sql")) }),*]
    };
}

/// Every migration in order. A released file is never edited, renamed or moved; a change is a new file at the end.
pub const ALL: &[Migration] = migrations![
    "roost/0001_migrations",
    "public/0001_types",
    "public/0002_users",
    "public/0003_roles_groups",
    "public/0004_teams",
    "public/0005_channels",
    "public/0006_posts",
    "public/0007_files",
    "public/0008_integrations",
    "public/0009_shared_channels",
    "public/0010_governance",
    "public/0011_properties",
    "public/0012_server",
    "public/0013_statistics",
    "public/0014_db_migrations",
    "public/0015_db_migrations_rows",
    "roost/0002_log",
    "roost/0003_post_dedupe",
    "roost/0004_member",
    "roost/0005_cluster_secret",
    "roost/0006_gossip",
    "roost/0007_notification_mail",
    "roost/0008_timelines",
];

/// The file that fills `db_migrations`; the other public files make empty tables.
const HISTORY: &str = "public/0015_db_migrations_rows";

/// First line of a file that may not run inside a transaction, such as one with `create index concurrently`.
/// If interrupted it runs again from its start, so each of its statements must bear repetition.
const NO_TRANSACTION: &str = "-- no transaction";

impl Migration {
    /// Whether the file describes schema `public`, which an existing 11.6 database already has.
    pub fn is_public(&self) -> bool {
        self.name.starts_with("public/")
    }

    pub fn in_transaction(&self) -> bool {
        self.sql.lines().next().is_none_or(|line| line.trim_end() != NO_TRANSACTION)
    }

    /// Sixteen hex digits of the file's text.
    pub fn checksum(&self) -> String {
        hash([self.sql])
    }

    /// The statement that marks this file as done. Names and checksums hold nothing that needs quoting.
    pub fn record_sql(&self, adopted: bool) -> String {
        let (name, checksum) = (self.name, self.checksum());
        format!("insert into roost.migrations (name, checksum, adopted) values ('{name}', '{checksum}', {adopted});\n")
    }

    /// The single statements of a file without a transaction, because a text of several is a transaction by itself.
    /// A statement ends with a semicolon at the end of a line; such files hold no function bodies.
    pub fn statements(&self) -> impl Iterator<Item = &'static str> {
        self.sql
            .split_inclusive(";\n")
            .map(str::trim)
            .filter(|text| text.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with("--")))
    }
}

/// Tables and columns that the public files of `files` create, as `table.column`.
pub fn public_columns(files: &[Migration]) -> Vec<String> {
    let mut columns = Vec::new();
    let mut table = None;
    for line in files.iter().filter(|file| file.is_public()).flat_map(|file| file.sql.lines()) {
        if let Some(rest) = line.strip_prefix("create table ") {
            table = rest.split(' ').next();
        } else if line == ");" {
            table = None;
        } else if let (Some(table), Some(rest)) = (table, line.strip_prefix("    ")) {
            // Deeper lines continue a column; `primary key (…)` and `unique (…)` are constraints of the table.
            let word = rest.split(' ').next().unwrap_or_default();
            if !matches!(word, "" | "primary" | "unique") {
                columns.push(format!("{table}.{}", word.trim_matches('"')));
            }
        }
    }
    columns
}

/// Versions in the history of an 11.6 server, ascending.
pub fn history_versions(files: &[Migration]) -> Vec<i64> {
    let rows = files.iter().filter(|file| file.name == HISTORY).flat_map(|file| file.sql.lines());
    rows.filter_map(|line| line.strip_prefix("    (")?.split_once(',')?.0.parse().ok()).collect()
}

/// SQL of schema `public` without any row: what the data-only dump of an 11.6 server can be loaded into.
pub fn public_schema_sql() -> String {
    let mut sql = "set search_path to public;\n".to_owned();
    for file in ALL.iter().filter(|file| file.is_public() && file.name != HISTORY) {
        let _ = write!(sql, "\n{}", file.sql);
    }
    sql
}

/// FNV-1a over the texts and their boundaries. It finds accidents, not forgeries.
pub fn hash<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    for text in texts {
        for byte in text.bytes().chain([0]) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{state:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_listed_in_order() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");
        for folder in ["public", "roost"] {
            let mut found: Vec<String> = std::fs::read_dir(format!("{root}/{folder}"))
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .map(|file| format!("{folder}/{}", file.strip_suffix(".sql").unwrap()))
                .collect();
            found.sort();
            let prefix = format!("{folder}/");
            let listed: Vec<&str> = ALL.iter().map(|f| f.name).filter(|name| name.starts_with(&prefix)).collect();
            assert_eq!(listed, found);
        }
    }

    #[test]
    fn columns_are_read_off_the_text() {
        let sql = "-- c
create table a (
    id     text primary key,
    \"desc\" text
        constraint x
        references b (id),
    primary key (id, k),
    unique (k)
);
create index i on a (id);
";
        let other = Migration { name: "roost/1", sql: "create table c (\n    d int\n);\n" };
        assert_eq!(public_columns(&[Migration { name: "public/1", sql }, other]), ["a.id", "a.desc"]);
    }

    #[test]
    fn columns_are_those_of_the_description() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../facts/schema/mattermost-11.6.json");
        let description: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let mut wanted: Vec<String> = description["columns"].as_object().unwrap().keys().cloned().collect();
        // The tables of the original's own migrator are not in the description, only in the dump of its data.
        wanted.extend(
            ["db_lock.expireat", "db_lock.id", "db_migrations.name", "db_migrations.version"].map(str::to_owned),
        );
        wanted.sort();
        let mut have = public_columns(ALL);
        have.sort();
        assert_eq!(have, wanted);
    }

    #[test]
    fn a_marked_file_is_split_into_statements() {
        let sql = "-- no transaction
-- why
drop index concurrently if exists i;

create index concurrently i
    on t (a);
-- end
";
        let file = Migration { name: "roost/9", sql };
        assert!(!file.in_transaction());
        let statements: Vec<_> = file.statements().collect();
        assert_eq!(statements.len(), 2);
        assert!(statements[1].starts_with("create index concurrently i"));
        assert!(ALL.iter().all(Migration::in_transaction));
    }

    #[test]
    fn hashes_are_fnv_and_feel_boundaries() {
        assert_eq!(hash([]), "cbf29ce484222325");
        assert_ne!(hash(["ab", "c"]), hash(["a", "bc"]));
    }
}

//! Work that a server does beside its requests, and what it says of it.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::permission::Permission;
use crate::user::StringMap;

/// The states of a job.
pub mod status {
    pub const CANCELED: &str = "canceled";
    pub const CANCEL_REQUESTED: &str = "cancel_requested";
    pub const ERROR: &str = "error";
    pub const IN_PROGRESS: &str = "in_progress";
    pub const PENDING: &str = "pending";
    pub const SUCCESS: &str = "success";
    pub const WARNING: &str = "warning";

    pub const ALL: [&str; 7] = [CANCELED, CANCEL_REQUESTED, ERROR, IN_PROGRESS, PENDING, SUCCESS, WARNING];
}

/// Reads the text of files, for search.
pub const EXTRACT_CONTENT: &str = "extract_content";
/// Deletes exports that are older than the server keeps them.
pub const EXPORT_DELETE: &str = "export_delete";
/// Deletes uploaded imports that are older than the server keeps them.
pub const IMPORT_DELETE: &str = "import_delete";
/// Writes the report on people for somebody. Made by its own operation only.
pub const EXPORT_USERS: &str = "export_users_to_csv";
/// Loads a bulk file that was uploaded.
pub const IMPORT_PROCESS: &str = "import_process";
/// Writes everything that can be loaded again into an archive.
pub const EXPORT_PROCESS: &str = "export_process";
/// Brings the counts of posts and files up to date that statistics and reports are made of.
pub const REFRESH_VIEWS: &str = "refresh_materialized_views";
/// The compliance export, whose results can be downloaded.
pub const MESSAGE_EXPORT: &str = "message_export";

/// The kinds of work that this server does when it is asked for a job.
pub const PERFORMED: [&str; 5] = [EXPORT_DELETE, EXPORT_PROCESS, EXTRACT_CONTENT, IMPORT_DELETE, IMPORT_PROCESS];

/// A job. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Job {
    pub id: Id,
    #[serde(rename = "type")]
    pub job_type: String,
    pub priority: i64,
    pub create_at: i64,
    pub start_at: i64,
    pub last_activity_at: i64,
    pub status: String,
    /// Percent.
    pub progress: i64,
    pub data: Option<StringMap>,
}

/// What makes a job.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct JobDraft {
    #[serde(rename = "type")]
    pub job_type: String,
    pub data: Option<StringMap>,
}

/// `PATCH /jobs/{id}/status`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct JobStatusChange {
    pub status: String,
    /// Whether states may follow one another that otherwise do not.
    pub force: bool,
}

/// Who may look at jobs of a kind, make them, and end them.
#[derive(Clone, Copy, Debug)]
pub struct JobRights {
    pub read: Permission,
    pub create: Permission,
    pub manage: Permission,
}

const COMMON: JobRights =
    JobRights { read: Permission::ReadJobs, create: Permission::ManageJobs, manage: Permission::ManageJobs };

/// Every kind of job that the original knows.
pub const TYPES: &[(&str, JobRights)] = &[
    (
        "data_retention",
        JobRights {
            read: Permission::ReadDataRetentionJob,
            create: Permission::CreateDataRetentionJob,
            manage: Permission::ManageDataRetentionJob,
        },
    ),
    (
        MESSAGE_EXPORT,
        JobRights {
            read: Permission::ReadComplianceExportJob,
            create: Permission::CreateComplianceExportJob,
            manage: Permission::ManageComplianceExportJob,
        },
    ),
    (
        "elasticsearch_post_indexing",
        JobRights {
            read: Permission::ReadElasticsearchPostIndexingJob,
            create: Permission::CreateElasticsearchPostIndexingJob,
            manage: Permission::ManageElasticsearchPostIndexingJob,
        },
    ),
    (
        "elasticsearch_post_aggregation",
        JobRights {
            read: Permission::ReadElasticsearchPostAggregationJob,
            create: Permission::CreateElasticsearchPostAggregationJob,
            manage: Permission::ManageElasticsearchPostAggregationJob,
        },
    ),
    (
        "ldap_sync",
        JobRights {
            read: Permission::ReadLdapSyncJob,
            create: Permission::CreateLdapSyncJob,
            manage: Permission::ManageLdapSyncJob,
        },
    ),
    ("migrations", COMMON),
    ("plugins", COMMON),
    ("product_notices", COMMON),
    ("expiry_notify", COMMON),
    ("active_users", COMMON),
    (IMPORT_PROCESS, COMMON),
    (IMPORT_DELETE, COMMON),
    (EXPORT_PROCESS, COMMON),
    (EXPORT_DELETE, COMMON),
    ("cloud", COMMON),
    (EXTRACT_CONTENT, COMMON),
];

/// The rights to jobs of a kind; `None` for kinds that do not exist.
pub fn rights(job_type: &str) -> Option<JobRights> {
    TYPES.iter().find(|(name, _)| *name == job_type).map(|(_, rights)| *rights)
}

impl Job {
    /// Whether a person may move the job from its state to this one.
    pub fn may_become(&self, next: &str) -> bool {
        match self.status.as_str() {
            status::IN_PROGRESS => matches!(next, status::PENDING | status::CANCEL_REQUESTED),
            status::PENDING => next == status::CANCEL_REQUESTED,
            status::CANCEL_REQUESTED => next == status::CANCELED,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_follow_one_another() {
        for from in status::ALL {
            let next = |next: &&&str| Job { status: from.to_owned(), ..Job::default() }.may_become(next);
            let found: Vec<&str> = status::ALL.iter().filter(next).copied().collect();
            let expected: &[&str] = match from {
                status::IN_PROGRESS => &[status::CANCEL_REQUESTED, status::PENDING],
                status::PENDING => &[status::CANCEL_REQUESTED],
                status::CANCEL_REQUESTED => &[status::CANCELED],
                _ => &[],
            };
            assert_eq!(found, expected, "{from}");
        }
    }

    #[test]
    fn what_is_performed_exists() {
        assert!(PERFORMED.iter().all(|name| rights(name).is_some()));
        assert!(rights("bogus").is_none());
    }
}

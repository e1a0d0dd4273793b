//! Work beside the requests: rows that nodes claim one by one.

mod daily;
mod download;
mod export;
mod import;
mod manage;
mod work;

pub use daily::Daily;
pub use download::{JobResults, job_download};
pub use manage::{JobList, job_cancel, job_create, job_get, job_list, job_list_of_type, job_set_status};
pub use work::{Timings, Works, job_work};

/// Wakes the worker of this node when a job was made here. Others look for themselves.
#[derive(Debug, Default)]
pub struct JobWaker(tokio::sync::Notify);

impl JobWaker {
    fn wake(&self) {
        self.0.notify_one();
    }

    /// Until a job is made on this node; one that was made before counts.
    pub async fn woken(&self) {
        self.0.notified().await;
    }
}

//! What a node tells its operators in numbers: one registry per node, in the names of the original where the thing is the
//! same (`facts/api/metrics.json`) and in ours, `roost_*`, where it is not.
//!
//! What happens is counted where it happens, through the fields of [`Metrics`]. What is merely so (connections, sizes,
//! counts that other parts keep anyway) is a sample, taken when somebody asks: [`Metrics::scrape`].

mod clients;
mod cluster;
pub mod log;
mod metrics;
mod network;
mod notifications;
mod sample;
#[cfg(test)]
mod tests;
pub mod traces;

pub use log::{LogLayer, LogLines, Logging};
pub use metrics::{ActiveJob, Metrics};
pub use sample::Sample;
pub use traces::{TraceSettings, Traces};

/// The content type of [`Metrics::scrape`].
pub const CONTENT_TYPE: &str = prometheus::TEXT_FORMAT;

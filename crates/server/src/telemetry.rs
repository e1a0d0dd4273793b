//! Log output.

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error. `RUST_LOG` decides what is shown; the default is our own info lines.
pub fn init() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let started = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}

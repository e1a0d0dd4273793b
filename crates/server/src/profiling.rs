//! Profiles of a running node, beside its metrics and at the addresses that operators of the original know:
//! `/debug/pprof/profile` (CPU) and `/debug/pprof/heap` (memory), both as `go tool pprof` reads them. Off unless the node
//! was started with `--profiling`.

use std::io::Write;
use std::time::Duration;

use actix_http::StatusCode;
use flate2::Compression;
use flate2::write::GzEncoder;
use pprof::ProfilerGuardBuilder;
use prost::Message;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

use crate::pprof::Profile;

/// Samples per second and core; not a round number, so that nothing that happens regularly stays unseen.
const FREQUENCY: i32 = 99;
const SECONDS_DEFAULT: u64 = 30;
const SECONDS_MAX: u64 = 120;

/// Unwinding through these from a signal may lock up.
const NOT_LOOKED_INTO: [&str; 4] = ["libc", "libgcc", "pthread", "vdso"];

/// A process has one profiler.
static RUNNING: Mutex<()> = Mutex::const_new(());

/// What was asked for, gzipped, or why not.
pub type Answer = Result<Vec<u8>, (StatusCode, String)>;

fn failed(error: impl std::fmt::Display) -> (StatusCode, String) {
    (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n"))
}

/// How long is looked, from a query string: `seconds=N`, 30 without it.
fn seconds(query: &str) -> Result<u64, (StatusCode, String)> {
    let Some(value) = query.split('&').find_map(|part| part.strip_prefix("seconds=")) else {
        return Ok(SECONDS_DEFAULT);
    };
    value.parse().ok().filter(|seconds| (1..=SECONDS_MAX).contains(seconds)).ok_or_else(|| {
        let why = format!("seconds must be a number from 1 to {SECONDS_MAX}\n");
        (StatusCode::BAD_REQUEST, why)
    })
}

/// Where the node's threads spend their CPU time for a while.
///
/// # Errors
///
/// 400 for a bad `seconds`, 429 while another profile of CPU time is taken.
pub async fn cpu(query: &str) -> Answer {
    let time = Duration::from_secs(seconds(query)?);
    let Ok(_running) = RUNNING.try_lock() else {
        return Err((StatusCode::TOO_MANY_REQUESTS, "another profile is being taken\n".to_owned()));
    };
    let profiler = ProfilerGuardBuilder::default().frequency(FREQUENCY).blocklist(&NOT_LOOKED_INTO).build();
    let profiler = profiler.map_err(failed)?;
    tokio::time::sleep(time).await;
    // Looking up the names of functions takes a second or more.
    let profile = named(move || Ok(Profile::of_cpu(&profiler.report().build()?))).await?;
    let profile = profile.map_err(|error: pprof::Error| failed(error))?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&profile.encode_to_vec()).map_err(failed)?;
    gzip.finish().map_err(failed)
}

/// What holds the node's memory, from samples of its allocations since it was started.
///
/// # Errors
///
/// 409 if the allocator was not told to take samples.
pub async fn heap() -> Answer {
    let Some(control) = jemalloc_pprof::PROF_CTL.as_ref() else {
        let why =
            "the allocator takes no samples; start the node with _RJEM_MALLOC_CONF=prof:true in its environment\n";
        return Err((StatusCode::CONFLICT, why.to_owned()));
    };
    let mut control = control.clone().lock_owned().await;
    named(move || control.dump_pprof()).await?.map_err(failed)
}

/// Runs what looks up the names of functions. For that it reads what the binary says of itself, hundreds of megabytes,
/// which stay where nobody says that they are not needed any more.
async fn named<T: Send + 'static>(look: impl FnOnce() -> T + Send + 'static) -> Result<T, (StatusCode, String)> {
    let looking = spawn_blocking(move || {
        let found = look();
        backtrace::clear_symbol_cache();
        found
    });
    looking.await.map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_taken_from_the_question_and_have_limits() {
        assert_eq!(seconds("").unwrap(), SECONDS_DEFAULT);
        assert_eq!(seconds("debug=0&seconds=5").unwrap(), 5);
        for bad in ["seconds=", "seconds=0", "seconds=-1", "seconds=1e3", "seconds=121"] {
            assert_eq!(seconds(bad).unwrap_err().0, StatusCode::BAD_REQUEST, "{bad}");
        }
    }
}

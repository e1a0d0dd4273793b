//! `roost`: flags, log output, one call.

use std::process::ExitCode;

mod cli;

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let log = roost_server::logging::init();
    let outcome = cli::run(&log);
    log.end();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("roost: {error}");
            ExitCode::FAILURE
        }
    }
}

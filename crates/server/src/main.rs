//! `roost`: flags, log output, one call.

use std::process::ExitCode;

mod cli;

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let log_lines = roost_server::telemetry::init();
    match cli::run(log_lines) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("roost: {error}");
            ExitCode::FAILURE
        }
    }
}

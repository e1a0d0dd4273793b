//! `cargo xtask`: checks and generators that know this repository. Plain Rust over files and manifests, no workspace
//! crate underneath, so that it builds in seconds and still works when the product does not compile.

mod catalogue;
mod coverage;
mod dashboards;
mod deps;
mod facts;
mod played;
mod replay;
mod server;
mod tidy;
mod tree;
mod update;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask deps                  forbidden crate edges, lint table, version table
cargo xtask tidy                  file and function sizes; fails on leftovers, log style and dead names in docs
cargo xtask facts [--check]       copy the facts and recordings from ../shared, or compare with them
cargo xtask update [--check]      regenerate committed generated files, or compare with them
cargo xtask replay [AREA ...]     replay the golden recordings and compare with tests/compat/ledger.json
             --update             rewrite the ledger (refuses to add failures)
             --ledger FILE        compare with another one
             --allow-worse        with --update: add failures all the same
             --verbose            print what each failed step wanted and got
cargo xtask played [--update]     compare what the tests have played with tests/played.txt, or rewrite it
             --allow-worse        with --update: add operations that nothing plays all the same
cargo xtask with-server COMMAND   run a command against a server with an empty database, address in BASE_URL";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = args.split_first().map_or(("", args.as_slice()), |(command, rest)| (command.as_str(), rest));
    let outcome = match command {
        "deps" => deps::run(rest),
        "tidy" => tidy::run(rest),
        "facts" => facts::run(rest),
        "update" => update::run(rest),
        "played" => played::run(rest),
        "replay" => replay::run(rest),
        "with-server" => server::run_with(rest),
        _ => Err(format!("usage:\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// What a command hands back: nothing, or the text that says what is wrong and what to do.
pub type Outcome = Result<(), String>;

/// `--check` or nothing; anything else is refused by name.
pub fn check_flag(args: &[String]) -> Result<bool, String> {
    match args {
        [] => Ok(false),
        [flag] if flag == "--check" => Ok(true),
        other => Err(format!("unknown arguments: {}\nusage:\n{USAGE}", other.join(" "))),
    }
}

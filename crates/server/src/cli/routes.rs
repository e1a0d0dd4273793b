//! `roost routes`.

use roost_api::route::{Table, coverage_markdown};

#[derive(clap::Args)]
pub struct Args {
    /// As the page `docs/api-coverage.md`.
    #[arg(long)]
    markdown: bool,
}

pub fn run(args: &Args) {
    let table = Table::new();
    if args.markdown {
        print!("{}", coverage_markdown(&table));
        return;
    }
    for route in table.routes() {
        let state = if route.run.is_some() { "built" } else { "501" };
        println!("{state}\t{}\t{}", route.known.method, route.known.path);
    }
}

//! `roost routes`.

use roost_api::route::Table;

/// One operation a line: whether it is built, its method, its path, and what it waits for.
pub fn run() {
    for route in Table::new().routes() {
        let state = if route.run.is_some() { "built" } else { "501" };
        println!("{state}\t{}\t{}\t{}", route.known.method, route.known.path, route.waits_for());
    }
}

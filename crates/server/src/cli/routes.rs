//! `roost routes`.

use roost_api::route::Table;

/// One operation a line: whether it is built or refuses by design, its method, its path, and what it waits for or why it
/// refuses.
pub fn run() {
    for route in Table::new().routes() {
        let (state, why) = match (route.run, route.refuses()) {
            (Some(_), Some(why)) => ("refuses", why),
            (Some(_), None) => ("built", ""),
            (None, _) => ("501", route.waits_for()),
        };
        println!("{state}\t{}\t{}\t{why}", route.known.method, route.known.path);
    }
}

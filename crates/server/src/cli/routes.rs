//! `roost routes`.

use roost_api::route::Table;
use roost_config::Config;

/// One operation a line: whether it is built, refuses by design, is off as far as nobody switches its feature on, or is not
/// built; its method, its path, and what it waits for or why it refuses.
pub fn run() {
    let config = Config::default();
    for route in Table::new().routes() {
        let (state, why) = match (route.run, route.refuses()) {
            (Some(_), Some(why)) => ("refuses", why),
            (Some(_), None) => ("built", ""),
            (None, _) if route.is_off(&config) => ("off", route.waits_for()),
            (None, _) => ("501", route.waits_for()),
        };
        println!("{state}\t{}\t{}\t{why}", route.known.method, route.known.path);
    }
}

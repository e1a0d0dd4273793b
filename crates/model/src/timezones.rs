//! Names of time zones that clients offer: those of the IANA database that the original knows.

const TEXT: &str = include_str!("../assets/timezones.txt");

/// Every name, in the order in which they are listed.
pub fn names() -> impl Iterator<Item = &'static str> {
    TEXT.lines()
}

#[cfg(test)]
mod tests {
    use super::names;
    use crate::testing::recorded_bodies;

    #[test]
    fn the_names_are_those_of_the_original() {
        let ours: Vec<&str> = names().collect();
        let recorded = recorded_bodies("http/system.json", "GET", "/api/v4/system/timezones", 200);
        assert!(!recorded.is_empty());
        for body in recorded {
            assert_eq!(body, serde_json::json!(ours));
        }
    }
}

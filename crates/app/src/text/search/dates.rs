//! Days of the calendar as spans of time.

const DAY_MS: i64 = 86_400_000;

/// One day where the user is, in milliseconds since 1970. `end` is the first moment of the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) start: i64,
    pub(super) end: i64,
}

impl Day {
    /// Reads `2026-01-31` or `2026-1-31`. What cannot be read becomes an empty day before all posts.
    pub(super) fn parse(text: &str, utc_offset_s: i32) -> Self {
        let Some(days) = days_since_1970(text) else { return Self { start: 0, end: 0 } };
        let start = days * DAY_MS - i64::from(utc_offset_s) * 1000;
        Self { start, end: start + DAY_MS }
    }
}

fn days_since_1970(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    // Years that start in March put the leap day at their end.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(year * 365 + leap_days + (153 * month + 2) / 5 + day - 719_469)
}

fn number(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn days_in(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        for (text, days) in [
            ("1970-01-01", Some(0)),
            ("1970-1-2", Some(1)),
            ("1969-12-31", Some(-1)),
            ("2000-02-29", Some(11_016)),
            ("2000-03-01", Some(11_017)),
            ("2020-01-01", Some(18_262)),
            ("2026-11-25", Some(20_782)),
            ("9999-12-31", Some(2_932_896)),
            ("0000-01-01", Some(-719_528)),
            ("1900-02-29", None),
            ("2023-02-29", None),
            ("2023-00-10", None),
            ("2023-13-01", None),
            ("2023-01-32", None),
            ("2023-04-31", None),
            ("23-01-01", None),
            ("2023-01", None),
            ("2023-01-01-01", None),
            ("2023-+1-01", None),
            ("2023--1-01", None),
            ("20é3-01-01", None),
            ("", None),
        ] {
            assert_eq!(days_since_1970(text), days, "{text}");
        }
    }

    #[test]
    fn the_day_is_where_the_user_is() {
        assert_eq!(Day::parse("1970-01-02", 3600), Day { start: DAY_MS - 3_600_000, end: 2 * DAY_MS - 3_600_000 });
        assert_eq!(Day::parse("1970-01-02", -3600).start, DAY_MS + 3_600_000);
        assert_eq!(Day::parse("never", 3600), Day { start: 0, end: 0 });
        assert!(Day::parse("9999-12-31", i32::MIN).end > 0);
    }
}

//! How far a long command is: a bar on a terminal, and else a line from time to time.

use std::time::Duration;

use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressStyle};
use parking_lot::Mutex;
use tokio::time::Instant;

/// Between two lines where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

pub struct Progress {
    bar: ProgressBar,
    /// What is done with the lines: "checked".
    done: &'static str,
    total: Option<u64>,
    start: Instant,
    last_line: Mutex<Instant>,
}

impl Progress {
    pub fn new(done: &'static str, total: Option<u64>) -> Self {
        let (bar, template) = match total {
            Some(total) => (ProgressBar::new(total), "{bar:30} {human_pos} of {human_len} lines {msg}, {eta} left"),
            None => (ProgressBar::no_length(), "{spinner} {human_pos} lines {msg}"),
        };
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        let start = Instant::now();
        Self { bar, done, total, start, last_line: Mutex::new(start) }
    }

    /// `rows` is what was made of the lines so far.
    pub fn at(&self, lines: u64, rows: u64) {
        let elapsed = self.start.elapsed();
        let said = format!("{}, {} rows/s", self.done, HumanCount(per_second(rows, elapsed)));
        if !self.bar.is_hidden() {
            self.bar.set_message(said);
            self.bar.set_position(lines);
            return;
        }
        let mut last_line = self.last_line.lock();
        if last_line.elapsed() >= LINE_EVERY {
            *last_line = Instant::now();
            eprintln!("{}", line(&said, lines, self.total, elapsed));
        }
    }

    /// Takes the bar away; the time that it took.
    pub fn finish(self) -> Duration {
        self.bar.finish_and_clear();
        self.start.elapsed()
    }
}

fn line(said: &str, lines: u64, total: Option<u64>, elapsed: Duration) -> String {
    let Some(total) = total else { return format!("{} lines {said}", HumanCount(lines)) };
    let left = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX).saturating_mul(total.saturating_sub(lines));
    let left = HumanDuration(Duration::from_millis(left / lines.max(1)));
    format!("{} of {} lines {said}, {left} left", HumanCount(lines), HumanCount(total))
}

/// How many of `count` that is in a second.
pub fn per_second(count: u64, elapsed: Duration) -> u64 {
    let ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX).max(1);
    count.saturating_mul(1_000) / ms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_terminal_a_line_says_how_far_it_is_and_how_long_it_takes() {
        let elapsed = Duration::from_secs(10);
        assert_eq!(per_second(25_000, elapsed), 2_500);
        let said = line("written, 2,500 rows/s", 20_000, Some(80_000), elapsed);
        assert_eq!(said, "20,000 of 80,000 lines written, 2,500 rows/s, 30 seconds left");
        assert_eq!(line("checked", 7, None, elapsed), "7 lines checked");
        assert!(line("written", 0, Some(5), Duration::ZERO).ends_with("0 seconds left"));
    }
}

//! Which lines an output wants.

use tracing::Level;
use tracing::level_filters::LevelFilter;

/// A set of levels. A target of the original names each level that it wants, so these need not be all up to one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels(u8);

impl Levels {
    const ALL: [Level; 5] = [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE];

    /// This level and all that are worse.
    pub fn up_to(level: LevelFilter) -> Self {
        Self::ALL.into_iter().filter(|one| *one <= level).collect()
    }

    pub fn has(self, level: Level) -> bool {
        self.0 & bit(level) != 0
    }
}

impl FromIterator<Level> for Levels {
    fn from_iter<T: IntoIterator<Item = Level>>(levels: T) -> Self {
        Self(levels.into_iter().fold(0, |set, level| set | bit(level)))
    }
}

fn bit(level: Level) -> u8 {
    match level {
        Level::ERROR => 1,
        Level::WARN => 2,
        Level::INFO => 4,
        Level::DEBUG => 8,
        Level::TRACE => 16,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_what_was_put_into_it() {
        let some = Levels::from_iter([Level::INFO, Level::TRACE]);
        assert_eq!(Levels::ALL.map(|level| some.has(level)), [false, false, true, false, true]);
        assert_eq!(Levels::up_to(LevelFilter::WARN), Levels::from_iter([Level::WARN, Level::ERROR]));
        assert_eq!(Levels::up_to(LevelFilter::OFF), Levels::default());
    }
}

//! The format of profiles that `go tool pprof`, speedscope and Grafana read: the message `perftools.profiles.Profile`, of
//! which only what a profile of CPU time needs is here.

use std::collections::HashMap;
use std::hash::Hash;

use prost::Message;

#[derive(Clone, PartialEq, Message)]
pub struct Profile {
    #[prost(message, repeated, tag = "1")]
    pub sample_type: Vec<ValueType>,
    #[prost(message, repeated, tag = "2")]
    pub sample: Vec<Sample>,
    #[prost(message, repeated, tag = "4")]
    pub location: Vec<Location>,
    #[prost(message, repeated, tag = "5")]
    pub function: Vec<Function>,
    /// Texts are numbers elsewhere: their places here. The first one is empty.
    #[prost(string, repeated, tag = "6")]
    pub string_table: Vec<String>,
    /// When it began, Unix nanoseconds.
    #[prost(int64, tag = "9")]
    pub time_nanos: i64,
    #[prost(int64, tag = "10")]
    pub duration_nanos: i64,
    #[prost(message, optional, tag = "11")]
    pub period_type: Option<ValueType>,
    #[prost(int64, tag = "12")]
    pub period: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Message)]
pub struct ValueType {
    #[prost(int64, tag = "1")]
    pub kind: i64,
    #[prost(int64, tag = "2")]
    pub unit: i64,
}

/// Where a thread was, innermost first, and what that counts for.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct Sample {
    #[prost(uint64, repeated, tag = "1")]
    pub location_id: Vec<u64>,
    #[prost(int64, repeated, tag = "2")]
    pub value: Vec<i64>,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub struct Location {
    #[prost(uint64, tag = "1")]
    pub id: u64,
    #[prost(message, repeated, tag = "4")]
    pub line: Vec<Line>,
}

#[derive(Clone, Copy, PartialEq, Eq, Message)]
pub struct Line {
    #[prost(uint64, tag = "1")]
    pub function_id: u64,
    #[prost(int64, tag = "2")]
    pub line: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Message)]
pub struct Function {
    #[prost(uint64, tag = "1")]
    pub id: u64,
    #[prost(int64, tag = "2")]
    pub name: i64,
    #[prost(int64, tag = "3")]
    pub system_name: i64,
    #[prost(int64, tag = "4")]
    pub filename: i64,
}

/// Gives each new thing the next number.
struct Numbers<T>(HashMap<T, usize>);

impl<T: Hash + Eq> Numbers<T> {
    /// The number of a thing, counted from 0, and whether it is new.
    fn of(&mut self, thing: T) -> (usize, bool) {
        let next = self.0.len();
        let number = *self.0.entry(thing).or_insert(next);
        (number, number == next)
    }
}

/// Puts a profile together, each text, function and line once.
struct Making {
    profile: Profile,
    texts: Numbers<String>,
    functions: Numbers<Vec<u8>>,
    locations: Numbers<(u64, u32)>,
}

/// Numbers of things in a profile are counted from 1.
fn id(number: usize) -> u64 {
    number as u64 + 1
}

impl Making {
    fn text(&mut self, text: &str) -> i64 {
        let (number, new) = self.texts.of(text.to_owned());
        if new {
            self.profile.string_table.push(text.to_owned());
        }
        i64::try_from(number).unwrap_or(0)
    }

    fn function(&mut self, symbol: &pprof::Symbol) -> u64 {
        let (number, new) = self.functions.of(symbol.raw_name().to_vec());
        if new {
            let name = self.text(&symbol.name());
            let system_name = self.text(&symbol.sys_name());
            let filename = self.text(&symbol.filename());
            self.profile.function.push(Function { id: id(number), name, system_name, filename });
        }
        id(number)
    }

    fn location(&mut self, symbol: &pprof::Symbol) -> u64 {
        let function_id = self.function(symbol);
        let (number, new) = self.locations.of((function_id, symbol.lineno()));
        if new {
            let line = vec![Line { function_id, line: symbol.lineno().into() }];
            self.profile.location.push(Location { id: id(number), line });
        }
        id(number)
    }
}

impl Profile {
    /// Of the CPU time of all threads: how often each was seen where, and the time that this stands for.
    pub fn of_cpu(report: &pprof::Report) -> Self {
        let mut making = Making {
            profile: Self::default(),
            texts: Numbers(HashMap::new()),
            functions: Numbers(HashMap::new()),
            locations: Numbers(HashMap::new()),
        };
        making.text("");
        let samples = ValueType { kind: making.text("samples"), unit: making.text("count") };
        let cpu = ValueType { kind: making.text("cpu"), unit: making.text("nanoseconds") };
        let period = 1_000_000_000 / i64::from(report.timing.frequency.max(1));
        for (frames, count) in &report.data {
            let count = i64::try_from(*count).unwrap_or(i64::MAX);
            let location_id = frames.frames.iter().flatten().map(|symbol| making.location(symbol)).collect();
            making.profile.sample.push(Sample { location_id, value: vec![count, count.saturating_mul(period)] });
        }
        let mut profile = making.profile;
        profile.sample_type = vec![samples, cpu];
        profile.period_type = Some(cpu);
        profile.period = period;
        profile.duration_nanos = i64::try_from(report.timing.duration.as_nanos()).unwrap_or(i64::MAX);
        let start = report.timing.start_time.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        profile.time_nanos = i64::try_from(start.as_nanos()).unwrap_or(i64::MAX);
        profile
    }
}

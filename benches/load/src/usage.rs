//! What processes use, from the kernel's accounting.

use std::fs;
use std::path::Path;

/// Ticks per second of the times in `/proc/PID/stat`: fixed by the kernel's interface.
const TICKS_PER_S: f64 = 100.0;
const PAGE_BYTES: u64 = 4096;

/// Which processes are measured.
#[derive(Clone, Copy, Debug, Default)]
pub struct Processes {
    pub server: Option<u32>,
    /// The postmaster; all of its children count.
    pub postgres: Option<u32>,
}

/// CPU in milliseconds since the start of the processes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cpu {
    pub server_ms: f64,
    pub postgres_ms: f64,
}

impl Processes {
    /// The postmaster is the one given, the one that runs on `data`, or a child of the server.
    pub fn find(server: Option<u32>, postgres: Option<u32>, data: Option<&Path>) -> Self {
        let of_data = || {
            let file = fs::read_to_string(data?.join("postmaster.pid")).ok()?;
            file.lines().next()?.trim().parse().ok()
        };
        let embedded = || stats().find(|stat| Some(stat.parent) == server && stat.name == "postgres").map(|s| s.pid);
        Self { server, postgres: postgres.or_else(of_data).or_else(embedded) }
    }

    pub fn cpu(&self) -> Cpu {
        let server_ms = self.server.and_then(Stat::read).map_or(0.0, |stat| stat.own_ms);
        let Some(postmaster) = self.postgres else { return Cpu { server_ms, postgres_ms: 0.0 } };
        // A child that ends meanwhile moves into what the postmaster has waited for.
        let main = Stat::read(postmaster).map_or(0.0, |stat| stat.own_ms + stat.waited_ms);
        let children: f64 = stats().filter(|stat| stat.parent == postmaster).map(|stat| stat.own_ms).sum();
        Cpu { server_ms, postgres_ms: main + children }
    }

    /// Resident bytes of the server.
    pub fn resident_bytes(&self) -> Option<u64> {
        let statm = fs::read_to_string(format!("/proc/{}/statm", self.server?)).ok()?;
        Some(statm.split(' ').nth(1)?.parse::<u64>().ok()? * PAGE_BYTES)
    }
}

/// Most bytes that were resident at one time in the life of the process.
pub fn resident_max_bytes(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

struct Stat {
    pid: u32,
    name: String,
    parent: u32,
    own_ms: f64,
    waited_ms: f64,
}

impl Stat {
    fn read(pid: u32) -> Option<Self> {
        Self::parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
    }

    /// The name stands in brackets and may hold anything, so fields count from its end.
    fn parse(line: &str) -> Option<Self> {
        let (head, rest) = line.rsplit_once(") ")?;
        let (pid, name) = head.split_once(" (")?;
        let fields: Vec<&str> = rest.split(' ').collect();
        let ms = |index: usize| -> Option<f64> { Some(fields.get(index)?.parse::<f64>().ok()? * 1000.0 / TICKS_PER_S) };
        Some(Self {
            pid: pid.parse().ok()?,
            name: name.to_owned(),
            parent: fields.get(1)?.parse().ok()?,
            own_ms: ms(11)? + ms(12)?,
            waited_ms: ms(13)? + ms(14)?,
        })
    }
}

fn stats() -> impl Iterator<Item = Stat> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| Stat::read(entry.file_name().to_str()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_kernel_is_read() {
        let line = "42 (a) b) S 7 42 42 0 -1 4194560 1 0 0 0 150 50 30 20 20 0 1 0 100 0 0";
        let stat = Stat::parse(line).unwrap();
        assert_eq!((stat.pid, stat.name.as_str(), stat.parent), (42, "a) b", 7));
        assert_eq!((stat.own_ms, stat.waited_ms), (2000.0, 500.0));
    }
}

use std::{collections::HashSet, fs};

/// What a process and all its descendants have used so far, from `/proc` (proc(5)).
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// How many there are.
    pub processes: usize,
    /// Memory, each shared page counted in parts: `Pss` of `smaps_rollup`.
    pub mebibytes: f64,
    /// CPU time of living processes.
    pub seconds: f64,
    /// Times that any of their threads went to sleep by itself and was woken: voluntary context switches.
    pub switches: u64,
}

impl Cost {
    /// Of the process with this id, now.
    pub fn of(root: u32) -> Self {
        let family = family(root);
        let sum = |of: fn(u32) -> Option<f64>| family.iter().filter_map(|id| of(*id)).sum::<f64>();
        Self {
            processes: family.len(),
            mebibytes: sum(kibibytes) / 1024.0,
            seconds: sum(ticks) / 100.0,
            switches: family.iter().map(|id| switches(*id)).sum(),
        }
    }
}

/// The process of this name (its first 15 characters, see proc(5)) among `root` and its descendants.
pub fn find(root: u32, name: &str) -> Option<u32> {
    let is = |id: &u32| {
        fs::read_to_string(format!("/proc/{id}/comm")).is_ok_and(|comm| comm.trim() == &name[..15])
    };
    family(root).into_iter().find(is)
}

fn family(root: u32) -> HashSet<u32> {
    let parents: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|id| Some((id, field(&status(id)?, "PPid:")? as u32)))
        .collect();
    let mut family = HashSet::from([root]);
    while let Some((id, _)) =
        parents.iter().find(|(id, parent)| family.contains(parent) && !family.contains(id))
    {
        family.insert(*id);
    }
    family
}

fn status(id: u32) -> Option<String> {
    fs::read_to_string(format!("/proc/{id}/status")).ok()
}

fn field(text: &str, name: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

fn kibibytes(id: u32) -> Option<f64> {
    field(&fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?, "Pss:").map(|kib| kib as f64)
}

/// User and system time, in hundredths of a second.
fn ticks(id: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name of the program stands in brackets and may hold spaces; times are the 12th and 13th field after it.
    let after = stat.rsplit_once(')')?.1;
    let times = after.split_whitespace().skip(11).take(2);
    Some(times.filter_map(|time| time.parse::<f64>().ok()).sum())
}

fn switches(id: u32) -> u64 {
    let threads = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    threads
        .filter_map(|thread| fs::read_to_string(thread.path().join("status")).ok())
        .filter_map(|status| field(&status, "voluntary_ctxt_switches:"))
        .sum()
}

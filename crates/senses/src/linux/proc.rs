//! Processes, as [proc(5)](https://man7.org/linux/man-pages/man5/proc.5.html) lists them.

use std::fs;
use std::path::Path;

/// The numbers among the names in a directory: processes in `/proc`, open files in `/proc/PID/fd`.
pub(super) fn numbers(directory: &Path) -> impl Iterator<Item = u32> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

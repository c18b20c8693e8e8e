//! The window's files, built when their sources are newer.

use std::{fs, path::Path, time::SystemTime};

use crate::{node::npm, places, shell};

/// Installs the packages that the lock file names, unless they are there.
pub fn install() -> anyhow::Result<()> {
    let ui = places::ui();
    if changed(&ui.join("package-lock.json")) <= changed(&ui.join("node_modules/.package-lock.json")) {
        return Ok(());
    }
    shell::run(npm(&["ci", "--no-audit", "--no-fund"])?)
}

/// Builds `ui/dist`, which the app carries inside it, unless it is fresh.
pub fn build() -> anyhow::Result<()> {
    install()?;
    let ui = places::ui();
    if newest(&ui) <= changed(&ui.join("dist/index.html")) {
        return Ok(());
    }
    shell::run(npm(&["run", "build"])?)
}

/// When the newest source below `folder` changed.
fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let sources =
        entries.filter(|entry| !["node_modules", "dist"].iter().any(|made| entry.file_name() == *made));
    let times = sources.map(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => newest(&entry.path()),
        _ => changed(&entry.path()),
    });
    times.max().flatten()
}

/// When a file changed; nothing, and so older than everything, where there is none.
fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|data| data.modified()).ok()
}

//! Node.js and npm, which build the window. Debian's may be older than Vite takes; then the workspace gets its own,
//! from the npm registry and below the target folder, and the system's stays as it is.

use std::{env, ffi::OsString, path::PathBuf, process::Command, sync::OnceLock};

use anyhow::Context;

use crate::{
    needs::{self, Missing, is_on_path},
    places, shell,
};

/// What Vite asks for: 20.19, or 22.12 and above.
const OLDEST: (u32, u32) = (20, 19);
/// The line that is fetched where the system's is too old.
const FETCHED: &str = "22";

/// `npm` with `args` in the window's folder.
pub fn npm(args: &[&str]) -> anyhow::Result<Command> {
    let path = search_path()?;
    // On Windows npm is a script, which only its interpreter runs.
    let mut command =
        if cfg!(windows) { shell::command("cmd", &["/c", "npm"]) } else { shell::command("npm", &[]) };
    command.args(args).current_dir(places::ui()).env("PATH", path);
    Ok(command)
}

/// The search path on which `node` is recent enough.
fn search_path() -> anyhow::Result<OsString> {
    static FOUND: OnceLock<OsString> = OnceLock::new();
    if let Some(found) = FOUND.get() {
        return Ok(found.clone());
    }
    let found = prepare()?;
    Ok(FOUND.get_or_init(|| found).clone())
}

fn prepare() -> anyhow::Result<OsString> {
    if (!is_on_path("node") || !has_npm()) && needs::is_debian() {
        needs::install(&["nodejs", "npm"])?;
    }
    let own = own_folder();
    match version("node") {
        Some(version) if is_recent(version) && has_npm() => env::var_os("PATH").context("PATH is not set"),
        Some(_) if has_npm() && cfg!(target_os = "linux") => {
            let path = env::join_paths(
                [own.join("bin")]
                    .into_iter()
                    .chain(env::split_paths(&env::var_os("PATH").unwrap_or_default())),
            )?;
            if !own.join("bin/node").exists() {
                fetch()?;
            }
            Ok(path)
        }
        _ => Err(Missing(format!(
            "Node.js {}.{} or newer with npm is missing: {}",
            OLDEST.0,
            OLDEST.1,
            if cfg!(windows) {
                "winget install OpenJS.NodeJS.LTS"
            } else if cfg!(target_os = "macos") {
                "brew install node"
            } else {
                "install the packages nodejs and npm"
            }
        ))
        .into()),
    }
}

fn has_npm() -> bool {
    is_on_path("npm") || (cfg!(windows) && shell::succeeds("cmd", &["/c", "npm", "--version"]))
}

fn own_folder() -> PathBuf {
    places::target().join("node").join("node_modules").join(package())
}

fn package() -> String {
    let arch = match env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("node-linux-{arch}")
}

fn fetch() -> anyhow::Result<()> {
    println!(
        "The system's Node.js is older than {}.{}: fetching {FETCHED} into the target folder",
        OLDEST.0, OLDEST.1
    );
    let mut npm = shell::command("npm", &["install", "--no-save", "--no-audit", "--no-fund", "--prefix"]);
    npm.arg(places::target().join("node")).arg(format!("{}@{FETCHED}", package()));
    shell::run(npm)
}

/// Major and minor version of a Node.js.
fn version(node: &str) -> Option<(u32, u32)> {
    parse(&shell::output(node, &["--version"])?)
}

fn parse(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn is_recent(version: (u32, u32)) -> bool {
    version >= OLDEST && version.0 != 21 && !((22, 0)..(22, 12)).contains(&version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_vite_takes_are_recent() {
        let recent = |text: &str| parse(text).is_some_and(is_recent);
        for taken in ["v20.19.0\n", "v20.20.2", "v22.12.0", "v24.1.0"] {
            assert!(recent(taken), "{taken}");
        }
        for refused in ["v18.20.4", "v20.18.9", "v21.7.3", "v22.11.0", "", "20.19.0"] {
            assert!(!recent(refused), "{refused}");
        }
    }
}

//! Building the programs. Every task asks cargo for the same packages and features, so that nothing is built twice.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::Context;

use crate::{needs, node::npm, places, shell, ui};

/// The app as it is shipped, with its window inside, and the test that keeps the TypeScript types fresh.
pub const FEATURES: &str = "ringlight-desktop/custom-protocol,ringlight-protocol/bindings";

/// All packages but this one, whose running program Windows would not let cargo replace.
pub const PACKAGES: [&str; 5] = ["--workspace", "--exclude", "xtask", "--features", FEATURES];

/// Builds and starts the app with `args`, and ends as it ends.
pub fn run(args: &[OsString]) -> anyhow::Result<ExitCode> {
    prepare()?;
    shell::run(shell::cargo(&[&["build", "--bins"], &PACKAGES[..]].concat()))?;
    let mut app = shell::command(places::program("ringlight-desktop"), &[]);
    let status = app.args(args).status().context("the app does not start")?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// What has to be there before cargo can compile the app.
pub fn prepare() -> anyhow::Result<()> {
    needs::meet(needs::BUILD)?;
    ui::build()
}

/// Measures the app as it is shipped.
pub fn bench() -> anyhow::Result<ExitCode> {
    prepare()?;
    needs::meet(needs::DESKTOP)?;
    let build = [&["build", "--release"], &PACKAGES[..], &["--bins", "--bench", "desktop"]].concat();
    shell::run(shell::cargo(&build))?;
    shell::run(shell::cargo(&[&["bench"], &PACKAGES[..], &["--bench", "desktop"]].concat()))?;
    Ok(ExitCode::SUCCESS)
}

/// Builds the installer of this system, with `ringlight` for the terminal beside the app.
pub fn bundle() -> anyhow::Result<ExitCode> {
    needs::meet(needs::BUILD)?;
    needs::meet(needs::BUNDLE)?;
    ui::install()?;
    shell::run(shell::cargo(&["build", "--release", "--package", "ringlight-cli"]))?;
    let beside = beside("ringlight")?;
    let config = format!(r#"{{"bundle":{{"externalBin":[{beside:?}]}}}}"#);
    let mut tauri =
        npm(&["exec", "--yes", "--package", "@tauri-apps/cli@2", "--", "tauri", "build", "--ci"])?;
    tauri.args(["--config", &config]).current_dir(places::root());
    shell::run(tauri)?;
    if cfg!(target_os = "linux") {
        pack_tightly()?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Packs the .deb again with xz, which every dpkg unpacks: the bundler knows gzip only.
fn pack_tightly() -> anyhow::Result<()> {
    let tree = places::target().join("bundle/deb");
    for entry in fs::read_dir(places::target().join("release/bundle/deb"))? {
        let package = entry?.path();
        if package.extension() != Some("deb".as_ref()) {
            continue;
        }
        // What another run left there would be packed too.
        if tree.exists() {
            fs::remove_dir_all(&tree)?;
        }
        shell::run(dpkg("--raw-extract", &package, &tree))?;
        // The tray of other systems makes the bundler believe that this is needed.
        let control = tree.join("DEBIAN/control");
        let written = fs::read_to_string(&control)?;
        fs::write(&control, written.replace("libayatana-appindicator3-1, ", ""))?;
        shell::run(dpkg("--build", &tree, &package))?;
    }
    Ok(())
}

fn dpkg(action: &str, from: &Path, to: &Path) -> Command {
    let mut dpkg = shell::command("dpkg-deb", &["-Zxz", "--root-owner-group", action]);
    dpkg.args([from, to]);
    dpkg
}

/// Puts a program where the bundler looks for it, under the name of what it was built for. Gives the place without that.
fn beside(name: &str) -> anyhow::Result<PathBuf> {
    let built = places::target().join("release");
    let folder = places::target().join("bundle");
    let version = shell::output("rustc", &["-vV"]).unwrap_or_default();
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc does not say its host")?;
    fs::create_dir_all(&folder)?;
    let suffix = env::consts::EXE_SUFFIX;
    fs::copy(built.join(format!("{name}{suffix}")), folder.join(format!("{name}-{host}{suffix}")))?;
    Ok(folder.join(name))
}

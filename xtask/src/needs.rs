//! What has to be on the computer, how to tell, and how to get it.

use std::{env, fmt, fs, process::Command};

use crate::shell;

/// Something outside this repository that a task cannot do without.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    probe: Probe,
    debian: &'static str,
    elsewhere: &'static str,
}

#[derive(Clone, Copy, Debug)]
enum Probe {
    Program(&'static str),
    /// A library with its headers, as pkg-config knows it.
    Library(&'static str),
    /// Any of these programs, as names differ between Debian and Ubuntu.
    AnyOf(&'static [&'static str]),
}

/// To compile the app.
pub const BUILD: &[Need] = &[
    Need { probe: Probe::Program("cc"), debian: "build-essential", elsewhere: "gcc or clang" },
    Need { probe: Probe::Program("pkg-config"), debian: "pkg-config", elsewhere: "pkg-config" },
    Need {
        probe: Probe::Library("webkit2gtk-4.1"),
        debian: "libwebkit2gtk-4.1-dev",
        elsewhere: "webkit2gtk-4.1 with headers (Fedora: webkit2gtk4.1-devel, Arch: webkit2gtk-4.1)",
    },
];

/// To make the installer: the bundler looks for it, though on Linux the app does without.
pub const BUNDLE: &[Need] = &[Need {
    probe: Probe::Library("ayatana-appindicator3-0.1"),
    debian: "libayatana-appindicator3-dev",
    elsewhere: "ayatana-appindicator3 with headers (Fedora: libayatana-appindicator-gtk3-devel, Arch: libayatana-appindicator)",
}];

/// To fetch what no package brings.
pub const FETCH: &[Need] =
    &[program("curl", "curl"), program("sha512sum", "coreutils"), program("tar", "tar")];

/// To check the window in a browser.
pub const BROWSER: &[Need] = &[Need {
    probe: Probe::AnyOf(&["chromium", "chromium-browser", "google-chrome"]),
    debian: "chromium",
    elsewhere: "Chromium",
}];

/// To run the app on desktops of its own: X servers, window managers, session buses, keyrings, sound and notifications.
pub const DESKTOP: &[Need] = &[
    program("Xvfb", "xvfb"),
    program("openbox", "openbox"),
    program("xdotool", "xdotool"),
    program("dbus-daemon", "dbus"),
    program("gnome-keyring-daemon", "gnome-keyring"),
    program("WebKitWebDriver", "webkit2gtk-driver"),
    program("pulseaudio", "pulseaudio"),
    program("parec", "pulseaudio-utils"),
    program("dunst", "dunst"),
];

/// Peers that the crates' own tests talk to, besides those of [`DESKTOP`].
pub const UNIT: &[Need] = &[program("radicale", "radicale")];

const fn program(name: &'static str, debian: &'static str) -> Need {
    Need { probe: Probe::Program(name), debian, elsewhere: name }
}

/// What is missing and cannot be installed from here.
#[derive(Debug)]
pub struct Missing(pub String);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Missing {}

/// Sees to it that all of `needs` are there. Other systems than Linux bring what the app is built with.
pub fn meet(needs: &[Need]) -> anyhow::Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let missing = || needs.iter().filter(|need| !need.is_met()).copied().collect::<Vec<_>>();
    let before = missing();
    if before.is_empty() {
        return Ok(());
    }
    if !is_debian() {
        let list = before.iter().map(|need| format!("  {}", need.elsewhere)).collect::<Vec<_>>().join("\n");
        return Err(Missing(format!("Missing on this system:\n{list}\nInstall it and try again.")).into());
    }
    install(&before.iter().map(|need| need.package()).collect::<Vec<_>>())?;
    match missing().first() {
        None => Ok(()),
        Some(need) => {
            Err(Missing(format!("{} is installed, yet {:?} is not found.", need.package(), need.probe))
                .into())
        }
    }
}

/// Sees to it that Debian packages are installed that tests alone need: one a line, after `#` a comment.
pub fn install_packages(list: &str) -> anyhow::Result<()> {
    let names = list.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    let missing: Vec<_> = names.filter(|name| !name.is_empty()).filter(|name| !is_installed(name)).collect();
    match (missing.is_empty(), is_debian()) {
        (true, _) => Ok(()),
        (false, true) => install(&missing),
        (false, false) => Err(Missing(format!("Missing on this system: {}", missing.join(", "))).into()),
    }
}

/// A package that others speak of is known without being there.
fn is_installed(package: &str) -> bool {
    let status = shell::output("dpkg-query", &["--show", "--showformat=${db:Status-Status}", package]);
    status.as_deref() == Some("installed")
}

/// Installs Debian packages, after saying so.
fn install(packages: &[&str]) -> anyhow::Result<()> {
    println!("Installing with apt-get: {}", packages.join(" "));
    let by_hand = format!("sudo apt-get install {}", packages.join(" "));
    shell::run(apt(&["update", "-qq"], &by_hand)?)?;
    shell::run(apt(
        &[&["install", "-qq", "--yes", "--no-install-recommends", "--"], packages].concat(),
        &by_hand,
    )?)
}

fn apt(args: &[&str], by_hand: &str) -> Result<Command, Missing> {
    if shell::output("id", &["-u"]).is_some_and(|id| id.trim() == "0") {
        let mut command = shell::command("apt-get", args);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        Ok(command)
    } else if is_on_path("sudo") {
        Ok(shell::command("sudo", &[&["DEBIAN_FRONTEND=noninteractive", "apt-get"], args].concat()))
    } else {
        Err(Missing(format!("There is no sudo here to install packages with. As root: {by_hand}")))
    }
}

/// Debian, Ubuntu or another of that family.
fn is_debian() -> bool {
    is_like("debian") && is_on_path("apt-get")
}

/// Whether this is the distribution `name` or derived from it, as os-release(5) tells.
fn is_like(name: &str) -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let family =
        release.lines().filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")));
    family.flat_map(|names| names.trim_matches('"').split(' ')).any(|found| found == name)
}

/// Whether there is a program of this name.
pub fn is_on_path(program: &str) -> bool {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|dir| dir.join(&file).is_file()))
}

impl Need {
    /// What apt-get calls it.
    fn package(&self) -> &'static str {
        match self.debian {
            "chromium" if is_like("ubuntu") => "chromium-browser",
            name => name,
        }
    }

    fn is_met(&self) -> bool {
        match self.probe {
            Probe::Program(name) => is_on_path(name),
            Probe::Library(name) => shell::succeeds("pkg-config", &["--exists", name]),
            Probe::AnyOf(names) => names.iter().any(|name| is_on_path(name)),
        }
    }
}

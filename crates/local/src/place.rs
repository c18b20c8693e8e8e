use std::{env, path::PathBuf};

/// Where the app of this user listens: `$RINGLIGHT_SOCKET` if it is set, else the usual place of this system.
///
/// Linux: `$XDG_RUNTIME_DIR`, else the data directory. macOS: the application's support directory. Windows: a named pipe
/// with the user's name in it.
pub fn default_path() -> PathBuf {
    set("RINGLIGHT_SOCKET").unwrap_or_else(usual)
}

fn set(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

#[cfg(windows)]
fn usual() -> PathBuf {
    let user = set("USERNAME").unwrap_or_default().to_string_lossy().replace(['\\', '/'], "_");
    PathBuf::from(format!(r"\\.\pipe\ringlight-{user}"))
}

#[cfg(target_os = "macos")]
fn usual() -> PathBuf {
    env::home_dir().unwrap_or_default().join("Library/Application Support/ringlight/ringlight.sock")
}

#[cfg(all(unix, not(target_os = "macos")))]
fn usual() -> PathBuf {
    let home = || env::home_dir().unwrap_or_default().join(".local/share");
    match set("XDG_RUNTIME_DIR") {
        Some(runtime) => runtime.join("ringlight.sock"),
        None => set("XDG_DATA_HOME").unwrap_or_else(home).join("ringlight/ringlight.sock"),
    }
}

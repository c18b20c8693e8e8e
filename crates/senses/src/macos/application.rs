//! Applications by the numbers of their processes.

use std::ffi::{OsStr, c_int, c_void};
use std::os::unix::ffi::OsStrExt;

use objc2_app_kit::NSRunningApplication;

use crate::engaged::App;

unsafe extern "C" {
    fn proc_pidpath(process: c_int, path: *mut c_void, size: u32) -> c_int;
}

/// `PROC_PIDPATHINFO_MAXSIZE`.
const LONGEST_PATH: usize = 4096;

/// The application that this process is, or its program where it is none: a service, or something for the terminal.
pub(super) fn app(process: u32) -> App {
    let Some(process) = process.try_into().ok() else { return somebody() };
    let Some(running) = NSRunningApplication::runningApplicationWithProcessIdentifier(process) else {
        return program(process).map_or_else(somebody, |path| App::new(&path, None));
    };
    let name = running.localizedName().map(|name| name.to_string());
    match running.bundleIdentifier() {
        Some(bundle) => App::new(&bundle.to_string(), name.as_deref()),
        None => App::new(name.as_deref().unwrap_or("unknown"), None),
    }
}

/// The path of a process's program.
fn program(process: c_int) -> Option<String> {
    let mut path = vec![0_u8; LONGEST_PATH];
    // SAFETY: the place has the size that is said.
    let length = unsafe { proc_pidpath(process, path.as_mut_ptr().cast(), LONGEST_PATH as u32) };
    let path = path.get(..usize::try_from(length).ok()?)?;
    (!path.is_empty()).then(|| OsStr::from_bytes(path).to_string_lossy().into_owned())
}

/// Where macOS does not tell who.
pub(super) fn somebody() -> App {
    App::new("unknown", Some("an application"))
}

//! Applications by the numbers of their processes.

use objc2_app_kit::NSRunningApplication;

use crate::engaged::App;

/// The application that this process belongs to.
pub(super) fn app(process: u32) -> App {
    let Some(running) = process
        .try_into()
        .ok()
        .and_then(|process| NSRunningApplication::runningApplicationWithProcessIdentifier(process))
    else {
        return App::new(&format!("process {process}"), None);
    };
    let name = running.localizedName().map(|name| name.to_string());
    match running.bundleIdentifier() {
        Some(bundle) => App::new(&bundle.to_string(), name.as_deref()),
        None => App::new(name.as_deref().unwrap_or("unknown"), None),
    }
}

/// Where macOS does not tell who.
pub(super) fn somebody() -> App {
    App::new("unknown", Some("an application"))
}

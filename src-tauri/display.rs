//! Whether there is a desktop to open a window on.

/// Whether windows can be opened. On Linux this connects to the display, since a set `DISPLAY` proves nothing.
#[cfg(target_os = "linux")]
pub fn is_there() -> bool {
    gtk::init().is_ok()
}

/// Whether windows can be opened: always, where every session has a desktop.
#[cfg(not(target_os = "linux"))]
pub fn is_there() -> bool {
    true
}

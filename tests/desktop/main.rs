//! The app on real desktops: its own X server, window manager, session bus and home for each person, its real window
//! through WebKit's driver, its tray over D-Bus, its token in a real keyring.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that meets something odd fails and says so"
)]

mod cli;
mod crowd;
mod end;
mod first_run;
mod join;
mod model;
mod own;
mod parts;
mod presence;
mod quiet;
mod reliability;
mod secrets;
mod strangers;
mod support;
mod team;
mod text;
mod tray;

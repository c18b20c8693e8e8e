//! The mechanisms against the real programs of Linux desktops. Each is started and ended by its test.
//!
//! They need the Debian packages in `packages.txt`, so they run only where asked for:
//! `cargo test -p ringlight-senses --test peers -- --ignored`.
#![cfg(target_os = "linux")]

#[path = "../support/mod.rs"]
mod support;

mod elogind;
mod kwin;
mod lockers;
mod mutter;
mod notifications;
mod peer;
mod rest;
mod session_managers;
mod sound;
mod sway;
mod weston;

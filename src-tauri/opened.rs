//! An invite link that the system opened, on its way from the command line to the engine.
//!
//! It holds a code. On Unix everybody on the computer may read with what a program was started (`ps`), but nobody else
//! its environment.

/// Where the link is while the program starts anew without it.
#[cfg(unix)]
const VARIABLE: &str = "RINGLIGHT_OPEN";

/// The link with which this program was started. One that others see starts the program anew, out of their sight.
///
/// # Safety
///
/// This is the only thread.
#[cfg(unix)]
pub unsafe fn link(in_sight: Option<String>) -> Option<String> {
    use std::{env, os::unix::process::CommandExt, process::Command};
    let Some(link) = in_sight else {
        let link = env::var(VARIABLE).ok();
        // SAFETY: as the caller promises.
        unsafe { env::remove_var(VARIABLE) };
        return link;
    };
    let others = env::args_os().skip(1).filter(|argument| *argument != *link);
    let program = env::current_exe().unwrap_or_else(|_| "/proc/self/exe".into());
    let error = Command::new(program).args(others).env(VARIABLE, &link).exec();
    super::complain(&format!("The invite link stays in sight of others on this computer: {error}."));
    Some(link)
}

/// The link with which this program was started. Other users do not see it.
#[cfg(not(unix))]
pub unsafe fn link(in_sight: Option<String>) -> Option<String> {
    in_sight
}

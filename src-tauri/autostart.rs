//! Starting with the system: an XDG autostart entry, a launch agent, or the Run key.

use anyhow::Context;

/// Makes the system start the app in the tray at login, or no longer.
///
/// # Errors
/// Where the entry cannot be written, for example in a read-only home.
pub fn set(wanted: bool) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("This program's own path is not known")?;
    let program = program.to_str().context("The path of this program is not Unicode")?;
    // Linux and Windows keep a whole command line, in which a path may hold spaces.
    let program = if cfg!(target_os = "macos") { program.into() } else { format!("\"{program}\"") };
    let entry = auto_launch::AutoLaunchBuilder::new()
        .set_app_name("Ringlight")
        .set_app_path(&program)
        .set_macos_launch_mode(auto_launch::MacOSLaunchMode::LaunchAgent)
        .set_windows_enable_mode(auto_launch::WindowsEnableMode::CurrentUser)
        .set_args(&["--hidden"])
        .build()?;
    match (wanted, entry.is_enabled()?) {
        (true, false) => entry.enable()?,
        (false, true) => entry.disable()?,
        _ => {}
    }
    Ok(())
}

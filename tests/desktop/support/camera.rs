use std::{
    path::PathBuf,
    process::{self, Command},
};

use super::{Desk, process::Process};

/// A camera that shows nothing, for as long as this lives. Every computer here has it, as they share their devices.
pub struct Camera {
    device: PathBuf,
}

impl Camera {
    /// Plugs it in, as another name of the null device. Only root may, or who can become root without a password:
    /// `None` for others.
    pub fn plug_in() -> Option<Self> {
        let device = PathBuf::from(format!("/dev/video{}", process::id()));
        as_root(&["mknod", "-m", "666", device.to_str()?, "c", "1", "3"]).then_some(Self { device })
    }

    /// A program of this desk has it open until this is dropped.
    pub fn film(&self, desk: &Desk) -> Process {
        let mut program = desk.command("sh");
        program.args(["-c", "exec sleep infinity < \"$0\""]).arg(&self.device);
        Process::start(&mut program, &desk.log("camera"))
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        as_root(&["rm", &self.device.to_string_lossy()]);
    }
}

fn as_root(command: &[&str]) -> bool {
    let sudo = if rustix::process::geteuid().is_root() { &[][..] } else { &["sudo", "-n"] };
    let words = [sudo, command].concat();
    Command::new(words[0]).args(&words[1..]).status().is_ok_and(|ended| ended.success())
}

use super::{Desk, PATIENCE, process::Process, until};

/// A real notification service that can be paused: dunst.
pub struct Dunst<'d> {
    desk: &'d Desk,
    _server: Process,
}

impl<'d> Dunst<'d> {
    /// Starts it.
    pub async fn start(desk: &'d Desk) -> Self {
        let dunst = Self { desk, _server: Process::start(&mut desk.command("dunst"), &desk.log("dunst")) };
        desk.wait_for_name("org.freedesktop.Notifications", true).await;
        dunst
    }

    /// Waits until it shows nothing, or shows again.
    pub async fn is_paused(&self, wanted: bool) {
        until(&format!("paused is {wanted}"), PATIENCE, async || {
            let asked = self.desk.command("dunstctl").arg("is-paused").output().expect("dunstctl starts");
            (String::from_utf8_lossy(&asked.stdout).trim() == wanted.to_string()).then_some(())
        })
        .await;
    }
}

use std::{process::Command, time::Duration};

use super::{Desk, PATIENCE, process::Process, until};

/// A sound server with one microphone that hears nothing.
pub struct Sound<'d> {
    desk: &'d Desk,
    _server: Process,
}

impl<'d> Sound<'d> {
    /// Starts it where programs of this desk look for it.
    pub async fn start(desk: &'d Desk) -> Self {
        let mut server = desk.command("pulseaudio");
        server
            .args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes"])
            .args(["-L", "module-native-protocol-unix", "-L", "module-null-source source_name=mic"]);
        let server = Process::start(&mut server, &desk.log("sound"));
        until("the sound server listens", PATIENCE, async || {
            desk.folder().join("run/pulse/native").exists().then_some(())
        })
        .await;
        Self { desk, _server: server }
    }

    /// `program` listens to the microphone until this is dropped.
    pub fn record(&self, program: &str) -> Process {
        let mut recorder: Command = self.desk.command("parec");
        recorder.arg(format!("--property=application.process.binary={program}")).args([
            "-d",
            "mic",
            "--raw",
            "/dev/null",
        ]);
        Process::start(&mut recorder, &self.desk.log("recorder"))
    }
}

/// How long a microphone must be in use to be a call, and how long it is one after its use.
pub const CALL_BEGINS: Duration = Duration::from_secs(4);
/// How long a call goes on after the microphone was last in use: applications let go of it for moments.
pub const CALL_ENDS: Duration = Duration::from_secs(10);

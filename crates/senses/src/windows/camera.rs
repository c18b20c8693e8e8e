//! Who uses a camera:
//! [IMFSensorActivityMonitor](https://learn.microsoft.com/windows/win32/api/mfidl/nn-mfidl-imfsensoractivitymonitor)
//! reports all of them at the start and whenever that changes. Where it is missing (old versions of Windows, and those
//! without media features), Windows' own record of who uses the camera.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ffi::c_void;
use std::process;

use tokio::sync::mpsc;
use windows::Win32::Media::MediaFoundation::{
    IMFSensorActivitiesReport, IMFSensorActivitiesReportCallback, IMFSensorActivitiesReportCallback_Impl,
    IMFSensorActivityMonitor, IMFSensorActivityReport, IMFShutdown,
};
use windows::core::{HRESULT, Interface, Ref, implement, s, w};

use super::consent;
use super::media_foundation::{Foundation, Function, function};
use super::process::app;
use crate::engaged::{App, Sense, Word};
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::questions::{Kept, Questions};
use crate::signal::Source;

const SENSORS: Source = Source::new("sensor-activity");

#[derive(Default)]
pub(super) struct Camera {
    questions: Questions,
}

impl Mechanism<Word> for Camera {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Camera, SENSORS)];

    async fn run(&mut self, post: &mut Post<Word>) -> Result<Infallible, Stopped> {
        let sense = Sense::Camera;
        loop {
            let (say, mut heard) = mpsc::unbounded_channel();
            let start = || Monitor::start(say).map(Kept::new).map_err(|error| error.to_string());
            let _monitor = match self.questions.ask(start).await.flatten() {
                Ok(monitor) => monitor,
                Err(error) => {
                    let why = format!("the cameras' activity cannot be seen: {error}");
                    post.tell(Word::CannotTell { sense, source: SENSORS, why }).await?;
                    return consent::follow(sense, post).await;
                }
            };
            post.tell(Word::Using { sense, source: SENSORS }).await?;
            // It reports at its start, so a new one is what looks again.
            loop {
                tokio::select! {
                    apps = heard.recv() => match apps {
                        Some(apps) => post.tell(Word::Users { sense, source: SENSORS, apps }).await?,
                        None => return Err(Stopped::Lost("the cameras' monitor is gone".into())),
                    },
                    reread = post.asked() => break drop(reread?),
                }
            }
        }
    }
}

/// Reports until dropped.
struct Monitor {
    monitor: IMFSensorActivityMonitor,
    _foundation: Foundation,
}

// SAFETY: Media Foundation's objects may be used from any thread.
unsafe impl Send for Monitor {}
// SAFETY: see above.
unsafe impl Sync for Monitor {}

impl Monitor {
    fn start(say: mpsc::UnboundedSender<Vec<App>>) -> windows::core::Result<Self> {
        type Create = unsafe extern "system" fn(*mut c_void, *mut *mut c_void) -> HRESULT;
        let foundation = Foundation::start()?;
        let callback: IMFSensorActivitiesReportCallback = Listener(say).into();
        // SAFETY: the function has this type wherever it exists. The library stays loaded.
        let create: Create = unsafe {
            let found = function(w!("mfsensorgroup.dll"), s!("MFCreateSensorActivityMonitor"))?;
            std::mem::transmute::<Function, Create>(found)
        };
        let mut monitor = std::ptr::null_mut();
        // SAFETY: gives an object that is ours on success, and holds the callback itself.
        let monitor = unsafe {
            create(callback.as_raw(), &raw mut monitor).ok()?;
            IMFSensorActivityMonitor::from_raw(monitor)
        };
        let this = Self { monitor, _foundation: foundation };
        // SAFETY: a living object.
        unsafe { this.monitor.Start() }?;
        Ok(this)
    }
}

impl Drop for Monitor {
    fn drop(&mut self) {
        // SAFETY: a living object; one that was not started is stopped already.
        drop(unsafe { self.monitor.Stop() });
        if let Ok(monitor) = self.monitor.cast::<IMFShutdown>() {
            // SAFETY: nobody uses it any more.
            drop(unsafe { monitor.Shutdown() });
        }
    }
}

/// It is called on threads of Windows' own.
#[implement(IMFSensorActivitiesReportCallback)]
struct Listener(mpsc::UnboundedSender<Vec<App>>);

impl IMFSensorActivitiesReportCallback_Impl for Listener_Impl {
    fn OnActivitiesReport(&self, report: Ref<IMFSensorActivitiesReport>) -> windows::core::Result<()> {
        // Nobody listens any more: it is about to be stopped.
        let _ = self.0.send(users(report.ok()?)?);
        Ok(())
    }
}

fn users(report: &IMFSensorActivitiesReport) -> windows::core::Result<Vec<App>> {
    let mut apps = BTreeSet::new();
    // SAFETY: plain questions to living objects, here and below.
    for number in 0..unsafe { report.GetCount() }? {
        // One that is pulled out meanwhile says nothing of the others.
        let camera = unsafe { report.GetActivityReport(number) };
        apps.extend(camera.and_then(|camera| users_of(&camera)).unwrap_or_default());
    }
    Ok(apps.into_iter().collect())
}

fn users_of(camera: &IMFSensorActivityReport) -> windows::core::Result<Vec<App>> {
    let mut apps = Vec::new();
    for number in 0..unsafe { camera.GetProcessCount() }? {
        let used = unsafe { camera.GetProcessActivity(number) }?;
        let (streams, by) = unsafe { (used.GetStreamingState()?.as_bool(), used.GetProcessId()?) };
        if streams && by != process::id() {
            apps.extend(app(by));
        }
    }
    Ok(apps)
}

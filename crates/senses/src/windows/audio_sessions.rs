//! The audio sessions of all microphones, on a thread of their own that sleeps until one of them says something.

use std::collections::BTreeSet;
use std::process;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use windows::Win32::Foundation::{PROPERTYKEY, S_OK};
use windows::Win32::Media::Audio::{
    AudioSessionDisconnectReason, AudioSessionState, AudioSessionStateActive, DEVICE_STATE,
    DEVICE_STATE_ACTIVE, EDataFlow, ERole, IAudioSessionControl, IAudioSessionControl2, IAudioSessionEvents,
    IAudioSessionEvents_Impl, IAudioSessionManager2, IAudioSessionNotification,
    IAudioSessionNotification_Impl, IMMDeviceEnumerator, IMMNotificationClient, IMMNotificationClient_Impl,
    MMDeviceEnumerator, eCapture,
};
use windows::Win32::System::Com::{
    CLSCTX_ALL, COINIT_MULTITHREADED, CoCreateInstance, CoInitializeEx, CoUninitialize,
};
use windows::core::{BOOL, GUID, Interface, PCWSTR, Ref, Result, implement};

use super::process::app;
use crate::engaged::App;
use crate::mechanism::Stopped;

/// When to try again what could not be listened to: while the system's audio service starts, nobody announces that it has.
const REFUSED: Duration = Duration::from_secs(30);

/// Why the thread wakes up.
enum Ring {
    Changed,
    End,
}

/// What is said: who records, or why that cannot be told any more.
type Say = UnboundedSender<std::result::Result<Vec<App>, String>>;

/// The open sessions. Closed, and their thread ended, when dropped.
pub(super) struct AudioSessions(Sender<Ring>);

impl AudioSessions {
    pub(super) fn open(say: Say) -> std::result::Result<Self, Stopped> {
        let (bell, rings) = channel();
        let handle = Self(bell.clone());
        thread::Builder::new()
            .name("senses-audio".into())
            .spawn(move || {
                if let Err(error) = live(&bell, &rings, &say) {
                    let _ = say.send(Err(format!("the audio sessions cannot be seen: {error}")));
                }
            })
            .map_err(|error| Stopped::Lost(format!("cannot start a thread: {error}")))?;
        Ok(handle)
    }
}

impl AudioSessions {
    /// Has all of them looked at again.
    pub(super) fn look(&self) {
        let _ = self.0.send(Ring::Changed);
    }
}

impl Drop for AudioSessions {
    fn drop(&mut self) {
        let _ = self.0.send(Ring::End);
    }
}

fn live(bell: &Sender<Ring>, rings: &Receiver<Ring>, say: &Say) -> Result<()> {
    // SAFETY: ended below, on the same thread, after everything that came from it.
    unsafe { CoInitializeEx(None, COINIT_MULTITHREADED) }.ok()?;
    let ended = follow(bell, rings, say);
    // SAFETY: see above.
    unsafe { CoUninitialize() };
    ended
}

fn follow(bell: &Sender<Ring>, rings: &Receiver<Ring>, say: &Say) -> Result<()> {
    // SAFETY: COM is initialised on this thread.
    let devices: IMMDeviceEnumerator = unsafe { CoCreateInstance(&MMDeviceEnumerator, None, CLSCTX_ALL) }?;
    let plugged: IMMNotificationClient = Listener(bell.clone()).into();
    // SAFETY: taken back below.
    unsafe { devices.RegisterEndpointNotificationCallback(&plugged) }?;
    let ended = follow_sessions(&devices, bell, rings, say);
    // SAFETY: the same that was registered.
    drop(unsafe { devices.UnregisterEndpointNotificationCallback(&plugged) });
    ended
}

fn follow_sessions(
    devices: &IMMDeviceEnumerator,
    bell: &Sender<Ring>,
    rings: &Receiver<Ring>,
    say: &Say,
) -> Result<()> {
    let mut told = None;
    loop {
        // Listened to before they are looked at: nothing is missed, at worst something is seen twice.
        let (microphones, all) = microphones(devices, bell)?;
        let apps: BTreeSet<App> = microphones.iter().flat_map(Microphone::recorders).collect();
        let apps: Vec<App> = apps.into_iter().collect();
        if told.as_ref() != Some(&apps) && say.send(Ok(apps.clone())).is_err() {
            return Ok(());
        }
        told = Some(apps);
        if !next(rings, all) {
            return Ok(());
        }
    }
}

/// Waits until there is something to look at, which is soon unless `all` are listened to. False at the end.
fn next(rings: &Receiver<Ring>, all: bool) -> bool {
    let first = match all {
        true => rings.recv().map_err(RecvTimeoutError::from),
        false => rings.recv_timeout(REFUSED),
    };
    matches!(first, Ok(Ring::Changed) | Err(RecvTimeoutError::Timeout))
        && rings.try_iter().all(|ring| matches!(ring, Ring::Changed))
}

/// The microphones that can be listened to, and whether these are all.
fn microphones(devices: &IMMDeviceEnumerator, bell: &Sender<Ring>) -> Result<(Vec<Microphone>, bool)> {
    // SAFETY: plain questions to living objects, here and below.
    let active = unsafe { devices.EnumAudioEndpoints(eCapture, DEVICE_STATE_ACTIVE) }?;
    let count = unsafe { active.GetCount() }?;
    let open = |number| {
        let manager = unsafe { active.Item(number)?.Activate::<IAudioSessionManager2>(CLSCTX_ALL, None) }?;
        Microphone::listen(manager, bell)
    };
    let opened: Vec<_> = (0..count).filter_map(|number| open(number).ok()).collect();
    let all = opened.len() == count as usize;
    Ok((opened, all))
}

/// One capture device, listened to until dropped.
struct Microphone {
    manager: IAudioSessionManager2,
    created: IAudioSessionNotification,
    events: IAudioSessionEvents,
    sessions: Vec<IAudioSessionControl>,
}

impl Microphone {
    fn listen(manager: IAudioSessionManager2, bell: &Sender<Ring>) -> Result<Self> {
        let created: IAudioSessionNotification = Listener(bell.clone()).into();
        let events: IAudioSessionEvents = Listener(bell.clone()).into();
        // SAFETY: taken back when what holds it from here on is dropped.
        unsafe { manager.RegisterSessionNotification(&created) }?;
        let mut microphone = Self { manager, created, events, sessions: Vec::new() };
        // SAFETY: plain questions. New sessions are announced only once the old ones were counted.
        let sessions = unsafe { microphone.manager.GetSessionEnumerator() }?;
        for number in 0..unsafe { sessions.GetCount() }? {
            let listened = unsafe { sessions.GetSession(number) }.and_then(|session| {
                // SAFETY: see above.
                unsafe { session.RegisterAudioSessionNotification(&microphone.events) }.map(|()| session)
            });
            // One that has just ended is refused, and concerns nobody.
            microphone.sessions.extend(listened);
        }
        Ok(microphone)
    }

    fn recorders(&self) -> impl Iterator<Item = App> {
        self.sessions.iter().filter_map(recorder)
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        for session in &self.sessions {
            // SAFETY: the same that was registered, and not from within a callback.
            drop(unsafe { session.UnregisterAudioSessionNotification(&self.events) });
        }
        // SAFETY: see above.
        drop(unsafe { self.manager.UnregisterSessionNotification(&self.created) });
    }
}

/// Who records in this session; `None` if nobody does, or it is ourselves or the system.
fn recorder(session: &IAudioSessionControl) -> Option<App> {
    let session: IAudioSessionControl2 = session.cast().ok()?;
    // SAFETY: plain questions to a living object.
    let (state, system, process) = unsafe {
        (session.GetState().ok()?, session.IsSystemSoundsSession() == S_OK, session.GetProcessId().ok()?)
    };
    (state == AudioSessionStateActive && !system && process != process::id()).then(|| app(process))?
}

/// Rings the bell, whatever it hears. It is called on threads of Windows' own.
#[implement(IAudioSessionNotification, IAudioSessionEvents, IMMNotificationClient)]
struct Listener(Sender<Ring>);

impl Listener {
    fn ring(&self) -> Result<()> {
        // Nobody listens any more: it is about to be taken back.
        let _ = self.0.send(Ring::Changed);
        Ok(())
    }
}

impl IAudioSessionNotification_Impl for Listener_Impl {
    fn OnSessionCreated(&self, _: Ref<IAudioSessionControl>) -> Result<()> {
        self.ring()
    }
}

impl IAudioSessionEvents_Impl for Listener_Impl {
    fn OnDisplayNameChanged(&self, _: &PCWSTR, _: *const GUID) -> Result<()> {
        Ok(())
    }

    fn OnIconPathChanged(&self, _: &PCWSTR, _: *const GUID) -> Result<()> {
        Ok(())
    }

    fn OnSimpleVolumeChanged(&self, _: f32, _: BOOL, _: *const GUID) -> Result<()> {
        Ok(())
    }

    fn OnChannelVolumeChanged(&self, _: u32, _: *const f32, _: u32, _: *const GUID) -> Result<()> {
        Ok(())
    }

    fn OnGroupingParamChanged(&self, _: *const GUID, _: *const GUID) -> Result<()> {
        Ok(())
    }

    fn OnStateChanged(&self, _: AudioSessionState) -> Result<()> {
        self.ring()
    }

    fn OnSessionDisconnected(&self, _: AudioSessionDisconnectReason) -> Result<()> {
        self.ring()
    }
}

impl IMMNotificationClient_Impl for Listener_Impl {
    fn OnDeviceStateChanged(&self, _: &PCWSTR, _: DEVICE_STATE) -> Result<()> {
        self.ring()
    }

    fn OnDeviceAdded(&self, _: &PCWSTR) -> Result<()> {
        self.ring()
    }

    fn OnDeviceRemoved(&self, _: &PCWSTR) -> Result<()> {
        self.ring()
    }

    fn OnDefaultDeviceChanged(&self, _: EDataFlow, _: ERole, _: &PCWSTR) -> Result<()> {
        Ok(())
    }

    fn OnPropertyValueChanged(&self, _: &PCWSTR, _: &PROPERTYKEY) -> Result<()> {
        Ok(())
    }
}

//! Who records: [CoreAudio's list of processes](https://developer.apple.com/documentation/coreaudio/kaudiohardwarepropertyprocessobjectlist),
//! which says when somebody begins or ends. Before macOS 14 there is no such list, and only whether the default
//! microphone is in use can be told.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ffi::c_void;
use std::process;
use std::ptr::{NonNull, null, null_mut};

use objc2_core_audio::{
    AudioObjectAddPropertyListener, AudioObjectGetPropertyData, AudioObjectGetPropertyDataSize,
    AudioObjectID, AudioObjectPropertyAddress, AudioObjectPropertySelector,
    AudioObjectRemovePropertyListener, kAudioDevicePropertyDeviceIsRunningSomewhere,
    kAudioHardwarePropertyDefaultInputDevice, kAudioHardwarePropertyProcessObjectList,
    kAudioObjectPropertyElementMain, kAudioObjectPropertyScopeGlobal, kAudioObjectSystemObject,
    kAudioProcessPropertyIsRunningInput, kAudioProcessPropertyPID,
};
use tokio::sync::Notify;

use super::application::{app, somebody};
use super::follow::follow;
use crate::engaged::{App, Sense, Word};
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::questions::Questions;
use crate::signal::Source;

const SOURCE: Source = Source::new("core-audio");
const SYSTEM: AudioObjectID = kAudioObjectSystemObject as AudioObjectID;
/// Something may have changed. For all listeners, as CoreAudio may call one that was just taken back.
static CHANGED: Notify = Notify::const_new();

#[derive(Default)]
pub(super) struct Microphone {
    questions: Questions,
}

impl Mechanism<Word> for Microphone {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Microphone, SOURCE)];

    async fn run(&mut self, post: &mut Post<Word>) -> Result<Infallible, Stopped> {
        follow(post, (Sense::Microphone, SOURCE), &CHANGED, &self.questions, look).await
    }
}

/// Everybody who records, and what tells when that changes. Listened to before it is looked at: nothing is missed.
fn look() -> Option<(Vec<Listener>, Vec<App>)> {
    let mut listeners: Vec<Listener> =
        Listener::to(SYSTEM, kAudioHardwarePropertyProcessObjectList).into_iter().collect();
    let Some(processes) = objects(SYSTEM, kAudioHardwarePropertyProcessObjectList) else {
        return look_at_device();
    };
    let mut apps = BTreeSet::new();
    for process in processes {
        listeners.extend(Listener::to(process, kAudioProcessPropertyIsRunningInput));
        if number(process, kAudioProcessPropertyIsRunningInput).is_some_and(|records| records != 0) {
            apps.extend(number(process, kAudioProcessPropertyPID).filter(|id| *id != process::id()).map(app));
        }
    }
    Some((listeners, apps.into_iter().collect()))
}

fn look_at_device() -> Option<(Vec<Listener>, Vec<App>)> {
    let mut listeners: Vec<Listener> =
        Listener::to(SYSTEM, kAudioHardwarePropertyDefaultInputDevice).into_iter().collect();
    let device = number(SYSTEM, kAudioHardwarePropertyDefaultInputDevice)?;
    listeners.extend(Listener::to(device, kAudioDevicePropertyDeviceIsRunningSomewhere));
    let runs = number(device, kAudioDevicePropertyDeviceIsRunningSomewhere).is_some_and(|runs| runs != 0);
    Some((listeners, if runs { vec![somebody()] } else { Vec::new() }))
}

fn address(selector: AudioObjectPropertySelector) -> AudioObjectPropertyAddress {
    AudioObjectPropertyAddress {
        mSelector: selector,
        mScope: kAudioObjectPropertyScopeGlobal,
        mElement: kAudioObjectPropertyElementMain,
    }
}

/// A property of 32 bits.
fn number(object: AudioObjectID, selector: AudioObjectPropertySelector) -> Option<u32> {
    let (mut address, mut value, mut size) = (address(selector), 0_u32, 4_u32);
    let place = NonNull::from(&mut value).cast::<c_void>();
    // SAFETY: all places live through the call, and the size is that of the value's.
    let status = unsafe {
        AudioObjectGetPropertyData(
            object,
            NonNull::from(&mut address),
            0,
            null(),
            NonNull::from(&mut size),
            place,
        )
    };
    (status == 0 && size == 4).then_some(value)
}

/// A property that is a list of objects.
fn objects(object: AudioObjectID, selector: AudioObjectPropertySelector) -> Option<Vec<AudioObjectID>> {
    let (mut address, mut size) = (address(selector), 0_u32);
    let place = NonNull::from(&mut address);
    // SAFETY: both places live through the call.
    let status =
        unsafe { AudioObjectGetPropertyDataSize(object, place, 0, null(), NonNull::from(&mut size)) };
    if status != 0 {
        return None;
    }
    let mut list = vec![0; size as usize / size_of::<AudioObjectID>()];
    let start = NonNull::new(list.as_mut_ptr())?.cast::<c_void>();
    // SAFETY: the list has the size that is said, or more.
    let status =
        unsafe { AudioObjectGetPropertyData(object, place, 0, null(), NonNull::from(&mut size), start) };
    list.truncate(size as usize / size_of::<AudioObjectID>());
    (status == 0).then_some(list)
}

/// Hears of changes to one property until dropped.
struct Listener {
    object: AudioObjectID,
    selector: AudioObjectPropertySelector,
}

impl Listener {
    /// `None` where there is no such property.
    fn to(object: AudioObjectID, selector: AudioObjectPropertySelector) -> Option<Self> {
        let mut address = address(selector);
        // SAFETY: the address is copied, and the function takes no data.
        let status = unsafe {
            AudioObjectAddPropertyListener(object, NonNull::from(&mut address), Some(heard), null_mut())
        };
        (status == 0).then_some(Self { object, selector })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut address = address(self.selector);
        let place = NonNull::from(&mut address);
        // SAFETY: the same that was added. An object that is gone is refused.
        unsafe { AudioObjectRemovePropertyListener(self.object, place, Some(heard), null_mut()) };
    }
}

unsafe extern "C-unwind" fn heard(
    _: AudioObjectID,
    _: u32,
    _: NonNull<AudioObjectPropertyAddress>,
    _: *mut c_void,
) -> i32 {
    CHANGED.notify_one();
    0
}

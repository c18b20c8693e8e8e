//! Who records: [CoreAudio's list of processes](https://developer.apple.com/documentation/coreaudio/kaudiohardwarepropertyprocessobjectlist).
//! Whether one of them records is right when it is asked for, but hardly any version of macOS says when that changes. What is
//! announced is which devices a process has for input, and that a device begins or ends to run: each is a reason to look.
//! Before macOS 14 there is no such list, and only whether the default microphone is in use can be told.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ffi::c_void;
use std::process;
use std::ptr::{NonNull, null, null_mut};

use objc2_core_audio::{
    AudioObjectAddPropertyListener, AudioObjectGetPropertyData, AudioObjectGetPropertyDataSize,
    AudioObjectID, AudioObjectPropertyAddress, AudioObjectPropertyScope, AudioObjectPropertySelector,
    AudioObjectRemovePropertyListener, kAudioDevicePropertyDeviceIsRunningSomewhere,
    kAudioDevicePropertyStreams, kAudioHardwarePropertyDefaultInputDevice, kAudioHardwarePropertyDevices,
    kAudioHardwarePropertyProcessObjectList, kAudioObjectPropertyElementMain,
    kAudioObjectPropertyScopeGlobal, kAudioObjectPropertyScopeInput, kAudioObjectPropertyScopeOutput,
    kAudioObjectSystemObject, kAudioProcessPropertyDevices, kAudioProcessPropertyIsRunningInput,
    kAudioProcessPropertyPID,
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
    listeners.extend(Listener::to(SYSTEM, kAudioHardwarePropertyDevices));
    for device in objects(SYSTEM, kAudioHardwarePropertyDevices).unwrap_or_default() {
        // Of the whole device: that of its input alone is never announced.
        listeners.extend(Listener::to(device, kAudioDevicePropertyDeviceIsRunningSomewhere));
    }
    let mut apps = BTreeSet::new();
    for process in processes {
        listeners.extend(Listener::to(process, kAudioProcessPropertyIsRunningInput));
        listeners.extend(Listener::to_input(process, kAudioProcessPropertyDevices));
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
    Some((listeners, if runs && !plays(device) { vec![somebody()] } else { Vec::new() }))
}

/// Whether it is for listening too, as a headset is: then it also runs for music.
fn plays(device: AudioObjectID) -> bool {
    let streams = address(kAudioDevicePropertyStreams, kAudioObjectPropertyScopeOutput);
    size(device, streams).is_some_and(|size| size > 0)
}

fn address(
    selector: AudioObjectPropertySelector,
    scope: AudioObjectPropertyScope,
) -> AudioObjectPropertyAddress {
    AudioObjectPropertyAddress {
        mSelector: selector,
        mScope: scope,
        mElement: kAudioObjectPropertyElementMain,
    }
}

fn global(selector: AudioObjectPropertySelector) -> AudioObjectPropertyAddress {
    address(selector, kAudioObjectPropertyScopeGlobal)
}

/// A property of 32 bits.
fn number(object: AudioObjectID, selector: AudioObjectPropertySelector) -> Option<u32> {
    let (mut address, mut value, mut size) = (global(selector), 0_u32, 4_u32);
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

/// How many bytes a property has.
fn size(object: AudioObjectID, mut address: AudioObjectPropertyAddress) -> Option<u32> {
    let (place, mut size) = (NonNull::from(&mut address), 0);
    // SAFETY: both places live through the call.
    let status =
        unsafe { AudioObjectGetPropertyDataSize(object, place, 0, null(), NonNull::from(&mut size)) };
    (status == 0).then_some(size)
}

/// A property that is a list of objects.
fn objects(object: AudioObjectID, selector: AudioObjectPropertySelector) -> Option<Vec<AudioObjectID>> {
    let mut address = global(selector);
    let mut size = size(object, address)?;
    let place = NonNull::from(&mut address);
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
    address: AudioObjectPropertyAddress,
}

impl Listener {
    /// `None` where there is no such property.
    fn to(object: AudioObjectID, selector: AudioObjectPropertySelector) -> Option<Self> {
        Self::at(object, global(selector))
    }

    /// To a property of its input.
    fn to_input(object: AudioObjectID, selector: AudioObjectPropertySelector) -> Option<Self> {
        Self::at(object, address(selector, kAudioObjectPropertyScopeInput))
    }

    fn at(object: AudioObjectID, mut address: AudioObjectPropertyAddress) -> Option<Self> {
        let place = NonNull::from(&mut address);
        // SAFETY: the address is copied, and the function takes no data.
        let status = unsafe { AudioObjectAddPropertyListener(object, place, Some(heard), null_mut()) };
        (status == 0).then_some(Self { object, address })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let place = NonNull::from(&mut self.address);
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

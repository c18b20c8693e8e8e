//! Whether a camera is in use:
//! [CoreMediaIO's devices](https://developer.apple.com/documentation/coremediaio/kcmiodevicepropertydeviceisrunningsomewhere)
//! say when they begin and end to run, but not for whom.

use std::convert::Infallible;
use std::ffi::c_void;
use std::ptr::{null, null_mut};

use objc2_core_media_io::{
    CMIOObjectAddPropertyListener, CMIOObjectGetPropertyData, CMIOObjectGetPropertyDataSize, CMIOObjectID,
    CMIOObjectPropertyAddress, CMIOObjectPropertySelector, CMIOObjectRemovePropertyListener,
    kCMIODevicePropertyDeviceIsRunningSomewhere, kCMIOHardwarePropertyDevices,
    kCMIOObjectPropertyElementMain, kCMIOObjectPropertyScopeGlobal, kCMIOObjectSystemObject,
};
use tokio::sync::Notify;

use super::application::somebody;
use super::follow::follow;
use crate::engaged::{App, Sense, Word};
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::questions::Questions;
use crate::signal::Source;

const SOURCE: Source = Source::new("core-media-io");
/// Something may have changed. For all listeners, as CoreMediaIO may call one that was just taken back.
static CHANGED: Notify = Notify::const_new();

#[derive(Default)]
pub(super) struct Camera {
    questions: Questions,
}

impl Mechanism<Word> for Camera {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Camera, SOURCE)];

    async fn run(&mut self, post: &mut Post<Word>) -> Result<Infallible, Stopped> {
        follow(post, (Sense::Camera, SOURCE), &CHANGED, &self.questions, look).await
    }
}

/// Whether any camera runs, and what tells when that changes. Listened to before it is looked at: nothing is missed.
fn look() -> Option<(Vec<Listener>, Vec<App>)> {
    let mut listeners: Vec<Listener> =
        Listener::to(kCMIOObjectSystemObject, kCMIOHardwarePropertyDevices).into_iter().collect();
    let cameras = cameras()?;
    listeners.extend(
        cameras
            .iter()
            .filter_map(|camera| Listener::to(*camera, kCMIODevicePropertyDeviceIsRunningSomewhere)),
    );
    let runs = cameras.into_iter().any(runs);
    Some((listeners, if runs { vec![somebody()] } else { Vec::new() }))
}

fn address(selector: CMIOObjectPropertySelector) -> CMIOObjectPropertyAddress {
    CMIOObjectPropertyAddress {
        mSelector: selector,
        mScope: kCMIOObjectPropertyScopeGlobal,
        mElement: kCMIOObjectPropertyElementMain,
    }
}

fn cameras() -> Option<Vec<CMIOObjectID>> {
    let (address, mut size, mut used) = (address(kCMIOHardwarePropertyDevices), 0, 0);
    let place = &raw const address;
    // SAFETY: both places live through the call.
    let status =
        unsafe { CMIOObjectGetPropertyDataSize(kCMIOObjectSystemObject, place, 0, null(), &raw mut size) };
    if status != 0 {
        return None;
    }
    let mut list = vec![0; size as usize / size_of::<CMIOObjectID>()];
    let start = list.as_mut_ptr().cast::<c_void>();
    // SAFETY: the list has the size that is said, or more.
    let status = unsafe {
        CMIOObjectGetPropertyData(kCMIOObjectSystemObject, place, 0, null(), size, &raw mut used, start)
    };
    list.truncate(used as usize / size_of::<CMIOObjectID>());
    (status == 0).then_some(list)
}

fn runs(camera: CMIOObjectID) -> bool {
    let (address, mut value, mut used) = (address(kCMIODevicePropertyDeviceIsRunningSomewhere), 0_u32, 0);
    let place = (&raw mut value).cast::<c_void>();
    // SAFETY: all places live through the call, and the size is that of the value's.
    let status =
        unsafe { CMIOObjectGetPropertyData(camera, &raw const address, 0, null(), 4, &raw mut used, place) };
    status == 0 && value != 0
}

/// Hears of changes to one property until dropped.
struct Listener {
    object: CMIOObjectID,
    selector: CMIOObjectPropertySelector,
}

impl Listener {
    /// `None` where there is no such property.
    fn to(object: CMIOObjectID, selector: CMIOObjectPropertySelector) -> Option<Self> {
        let address = address(selector);
        // SAFETY: the address is copied, and the function takes no data.
        let status =
            unsafe { CMIOObjectAddPropertyListener(object, &raw const address, Some(heard), null_mut()) };
        (status == 0).then_some(Self { object, selector })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let address = address(self.selector);
        // SAFETY: the same that was added. An object that is gone is refused.
        unsafe { CMIOObjectRemovePropertyListener(self.object, &raw const address, Some(heard), null_mut()) };
    }
}

unsafe extern "C-unwind" fn heard(
    _: CMIOObjectID,
    _: u32,
    _: *mut CMIOObjectPropertyAddress,
    _: *mut c_void,
) -> i32 {
    CHANGED.notify_one();
    0
}

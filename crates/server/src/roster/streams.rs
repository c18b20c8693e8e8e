//! Who listens, and which devices live by their stream.

use std::{collections::HashMap, sync::Arc};

use ringlight_core::devices;
use ringlight_protocol::{Code, DeviceId, PersonId, SignedDuration, Timestamp};
use tokio::sync::Notify;

use super::{Alarm, Roster, news::Told, task::Line};
use crate::{
    auth::Caller,
    refusal::{Refusal, refuse},
};

/// Streams that one device may have open: a client, a display, and some that are not yet known to be dead.
const PER_DEVICE: usize = 8;
/// How long a device that publishes by long-poll may take between an answer and the next request.
const BETWEEN_POLLS: SignedDuration = SignedDuration::from_secs(30);

#[derive(Default)]
pub(super) struct Streams {
    last: u64,
    /// The last epoch of each device. One for all would tell a device when others come.
    epochs: HashMap<DeviceId, u64>,
    open: HashMap<u64, Stream>,
    publishers: HashMap<DeviceId, Publisher>,
}

struct Stream {
    caller: Caller,
    wake: Arc<Notify>,
}

/// A device that is alive while it publishes.
struct Publisher {
    person: PersonId,
    epoch: u64,
    polls: bool,
    stream: Option<u64>,
    heartbeat: Option<SignedDuration>,
}

/// How a stream is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Opening {
    pub publish: bool,
    /// How often the device promises to report even if nothing changes.
    pub heartbeat: Option<SignedDuration>,
    pub polls: bool,
}

/// An open stream, which closes when it is dropped, wherever that happens: whoever asked for it may have gone before the
/// answer came.
pub(crate) struct Held {
    pub opened: Opened,
    line: Line,
}

impl Held {
    pub async fn open(line: &Line, caller: Caller, opening: Opening) -> Result<Self, Refusal> {
        let held = line.clone();
        line.ask(move |roster| Ok(Self { opened: roster.open(&caller, opening)?, line: held })).await
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let stream = self.opened.stream;
        self.line.say(move |roster| roster.close(stream));
    }
}

/// What an open stream is told at its beginning.
pub(crate) struct Opened {
    pub stream: u64,
    pub wake: Arc<Notify>,
    pub epoch: Option<u64>,
    pub team: String,
    pub now: Timestamp,
}

impl Streams {
    pub fn wake_all(&self) {
        self.open.values().for_each(|stream| stream.wake.notify_one());
    }

    pub fn wake(&self, person: &PersonId) {
        self.wake_those(|viewer| viewer == person);
    }

    pub fn wake_those(&self, hears: impl Fn(&PersonId) -> bool) {
        let open = self.open.values().filter(|stream| hears(&stream.caller.person));
        open.for_each(|stream| stream.wake.notify_one());
    }

    pub fn connected(&self, device: &DeviceId) -> bool {
        self.publishers.contains_key(device)
            || self.open.values().any(|stream| stream.caller.device == *device)
    }

    pub fn has_publishers(&self) -> bool {
        !self.publishers.is_empty()
    }

    pub fn epoch(&self, device: &DeviceId) -> Option<u64> {
        self.publishers.get(device).map(|publisher| publisher.epoch)
    }

    /// When a device that promised a heartbeat counts as lost, after one at `now`.
    pub fn deadline(&self, device: &DeviceId, now: Timestamp) -> Option<Timestamp> {
        let heartbeat = self.publishers.get(device)?.heartbeat?;
        now.saturating_add(heartbeat * 2 + SignedDuration::from_secs(10)).ok()
    }

    /// It ends when it looks for news.
    fn end(&mut self, stream: u64) {
        if let Some(stream) = self.open.remove(&stream) {
            stream.wake.notify_one();
        }
    }
}

impl Roster {
    pub fn open(&mut self, caller: &Caller, opening: Opening) -> Result<Opened, Refusal> {
        self.must_be_signed_in(caller)?;
        let open = self.streams.open.values().filter(|stream| stream.caller.device == caller.device).count();
        if open >= PER_DEVICE {
            let refusal =
                refuse(Code::RateLimited, format!("A device may have {PER_DEVICE} streams open; close some"));
            return Err(Refusal { retry_after: Some(10), ..refusal });
        }
        self.streams.last += 1;
        let (stream, wake) = (self.streams.last, Arc::new(Notify::new()));
        self.streams.open.insert(stream, Stream { caller: caller.clone(), wake: wake.clone() });
        let epoch = if opening.publish { Some(self.publish(caller, stream, opening)?) } else { None };
        Ok(Opened { stream, wake, epoch, team: self.team.name.clone(), now: self.now() })
    }

    /// Makes `stream` the one that the device lives by. Polls that follow one another go on in one epoch.
    fn publish(&mut self, caller: &Caller, stream: u64, opening: Opening) -> Result<u64, Refusal> {
        let before = self.streams.publishers.remove(&caller.device);
        let again = before.as_ref().filter(|before| before.polls && opening.polls).map(|before| before.epoch);
        if let Some(replaced) = before.and_then(|before| before.stream) {
            self.streams.end(replaced);
        }
        let epoch = match again {
            Some(epoch) => epoch,
            None => self.next_epoch(caller)?,
        };
        let publisher = Publisher {
            person: caller.person.clone(),
            epoch,
            polls: opening.polls,
            stream: Some(stream),
            heartbeat: opening.heartbeat,
        };
        self.streams.publishers.insert(caller.device.clone(), publisher);
        let deadline = self.streams.deadline(&caller.device, self.now());
        self.alarms.set(Alarm::Silent(caller.device.clone()), deadline);
        self.live_on();
        Ok(epoch)
    }

    /// Grows over restarts, and past a clock that was set back.
    fn next_epoch(&mut self, caller: &Caller) -> Result<u64, Refusal> {
        let claims = &self.person(&caller.person)?.claims;
        let reported =
            claims.devices.iter().find(|device| device.id == caller.device).map_or(0, |it| it.last_report.0);
        let clock = u64::try_from(self.now().as_millisecond()).unwrap_or(0);
        let given = self.streams.epochs.entry(caller.device.clone()).or_default();
        *given = clock.max(reported + 1).max(*given + 1);
        Ok(*given)
    }

    /// What is new on a stream; nothing if the stream has ended.
    pub fn hear(&self, stream: u64, since: Option<u64>) -> Option<Vec<Told>> {
        let stream = self.streams.open.get(&stream)?;
        Some(self.news(&stream.caller, since))
    }

    /// The stream's connection is gone.
    pub fn close(&mut self, stream: u64) {
        let Some(closed) = self.streams.open.remove(&stream) else { return };
        let device = closed.caller.device;
        let publisher = self.streams.publishers.get_mut(&device);
        let Some(publisher) = publisher.filter(|publisher| publisher.stream == Some(stream)) else { return };
        if publisher.polls {
            publisher.stream = None;
            let deadline = self.now().saturating_add(BETWEEN_POLLS).ok();
            self.alarms.set(Alarm::Silent(device), deadline);
        } else {
            self.silent(&device);
        }
    }

    /// The device is no longer heard of: the grace begins.
    pub(super) fn silent(&mut self, device: &DeviceId) {
        self.silent_since(device, self.now());
    }

    /// No publisher has been heard of since then.
    pub(super) fn lose_publishers(&mut self, since: Timestamp) {
        for device in self.streams.publishers.keys().cloned().collect::<Vec<_>>() {
            self.silent_since(&device, since);
        }
    }

    fn silent_since(&mut self, device: &DeviceId, since: Timestamp) {
        self.alarms.set(Alarm::Silent(device.clone()), None);
        let Some(publisher) = self.streams.publishers.remove(device) else { return };
        if let Some(stream) = publisher.stream {
            self.streams.end(stream);
        }
        let lost = self.alter(&publisher.person, |person, policy, _| {
            devices::lost(&mut person.claims, device, policy, since);
            Ok(())
        });
        if lost.is_err() {
            tracing::debug!("a device was lost whose person had left");
        }
    }

    /// The device's stream goes on as a reading one.
    pub(super) fn stop_publishing(&mut self, device: &DeviceId) {
        self.alarms.set(Alarm::Silent(device.clone()), None);
        self.streams.publishers.remove(device);
    }

    pub(super) fn stop_streams(&mut self, device: &DeviceId) {
        self.stop_publishing(device);
        self.streams.epochs.remove(device);
        let open = self.streams.open.iter().filter(|(_, stream)| stream.caller.device == *device);
        for stream in open.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.streams.end(stream);
        }
    }

    /// Ends all streams, as the server goes. No device counts as lost by it: the next process gives all the grace.
    pub fn end_streams(&mut self) {
        self.streams.publishers.clear();
        for stream in self.streams.open.keys().copied().collect::<Vec<_>>() {
            self.streams.end(stream);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use ringlight_protocol::{Join, Policy};

    use super::*;
    use crate::{
        Invite, Sqlite, SystemClock,
        roster::{limits::Limits, task::line},
        store::{Stored, TeamRow},
    };

    const OPENING: Opening = Opening { publish: true, heartbeat: None, polls: false };

    fn with_ann() -> (Roster, Caller) {
        let team = TeamRow { name: "Lighthouse".into(), key: Vec::new() };
        let limits = Limits::new(Default::default());
        let mut roster =
            Roster::new(Stored::default(), team, Policy::default(), limits, Arc::new(SystemClock));
        let (code, _) = roster.invite(Invite::default()).expect("an invite");
        let join = Join { code, name: "Ann".into(), device: "Laptop".into(), zone: "Europe/Lisbon".into() };
        let (_, me) = roster.join(&join).expect("a place");
        (roster, Caller { person: me.id, device: me.device })
    }

    #[test]
    fn a_device_that_was_signed_out_is_given_no_stream() {
        let (mut roster, caller) = with_ann();
        roster.sign_out(&caller, &caller.device).expect("it was signed in");
        let refused = roster.open(&caller, OPENING).err().expect("a refusal");
        assert_eq!(refused.problem.code, Code::Unauthorized);
    }

    #[tokio::test]
    async fn a_stream_whose_asker_has_gone_is_closed() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Sqlite::open(&folder.path().join("team.sqlite")).expect("a store");
        let (roster, caller) = with_ann();
        let (line, task) = line(roster, store);
        assert!(Held::open(&line, caller.clone(), OPENING).now_or_never().is_none(), "no answer yet");
        tokio::spawn(task);
        let connected = async || {
            let caller = caller.clone();
            line.ask(move |roster| roster.devices(&caller)).await.expect("an answer")[0].connected
        };
        // The stream opens before the first answer, and closes before the second one.
        connected().await;
        assert!(!connected().await);
    }
}

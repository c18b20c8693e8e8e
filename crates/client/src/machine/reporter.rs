//! What this device says of itself: always the latest, never an older one after a newer.

use ringlight_protocol::{DeviceActivity, Report, SignedDuration, Timestamp};

use super::{Call, Purpose};

/// A call and a presentation are told again this often while they last.
const RENEW: SignedDuration = SignedDuration::from_secs(60);

/// What is to be said of this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Say {
    /// It does this.
    Is(Doing),
    /// It ends: nobody is to wait for it.
    Gone,
}

/// What this device does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Doing {
    pub activity: DeviceActivity,
    /// When that began, on this computer's clock.
    pub since: Timestamp,
    /// A microphone or a camera is in use.
    pub call: bool,
    /// Slides or a shared screen are on show.
    pub presenting: bool,
}

impl Doing {
    /// As the server is told.
    pub(crate) fn report(&self, epoch: u64, sequence: u64, now: Timestamp) -> Report {
        Report {
            epoch,
            sequence,
            activity: self.activity,
            age: now.duration_since(self.since).max(SignedDuration::ZERO),
            call: self.call,
            presenting: self.presenting,
        }
    }
}

/// Knows what the server was told, and what it is still to be told.
#[derive(Debug)]
pub(crate) struct Reporter {
    wanted: Say,
    epoch: Option<u64>,
    sequence: u64,
    in_flight: Option<(u64, Say)>,
    told: Option<Say>,
    /// When a call or a presentation is told again.
    renew: Option<Timestamp>,
}

impl Reporter {
    pub(crate) fn new(say: Say) -> Self {
        Self { wanted: say, epoch: None, sequence: 0, in_flight: None, told: None, renew: None }
    }

    /// A new stream: everything is to be told anew. Without an epoch, nothing is.
    pub(crate) fn begin(&mut self, epoch: Option<u64>) {
        *self = Self { epoch, ..Self::new(self.wanted) };
    }

    /// What is to be said from now on.
    pub(crate) fn want(&mut self, say: Say) {
        self.wanted = say;
    }

    /// What is said has to be said again.
    pub(crate) fn repeat(&mut self) {
        self.told = None;
    }

    /// When something is told again although it has not changed.
    pub(crate) fn renews(&self) -> Option<Timestamp> {
        self.renew.filter(|_| self.in_flight.is_none())
    }

    /// The call to make now, if any: one at a time.
    pub(crate) fn next(&mut self, now: Timestamp) -> Option<(Purpose, Call)> {
        let epoch = self.epoch?;
        let renew = self.renew.is_some_and(|at| at <= now);
        if self.in_flight.is_some() || self.told == Some(self.wanted) && !renew {
            return None;
        }
        self.sequence += 1;
        self.in_flight = Some((self.sequence, self.wanted));
        self.renew = None;
        let call = match self.wanted {
            Say::Gone => Call::EndReport,
            Say::Is(doing) => {
                if doing.call || doing.presenting {
                    self.renew = now.saturating_add(RENEW).ok();
                }
                Call::Report(doing.report(epoch, self.sequence, now))
            }
        };
        Some((Purpose::Report(epoch, self.sequence), call))
    }

    /// The answer came.
    pub(crate) fn answered(&mut self, epoch: u64, sequence: u64, taken: bool) {
        if let Some((sent, say)) = self.in_flight
            && self.epoch == Some(epoch)
            && sent == sequence
        {
            self.in_flight = None;
            self.told = taken.then_some(say);
        }
    }

    /// Whether the server knows this device on the present stream.
    pub(crate) fn has_spoken(&self) -> bool {
        matches!(self.told, Some(Say::Is(_)))
    }

    /// Whether everything has been said.
    pub(crate) fn is_settled(&self) -> bool {
        self.epoch.is_none() || self.told == Some(self.wanted)
    }
}

//! What this device says of itself: always the latest, never an older one after a newer.

use ringlight_protocol::{DeviceActivity, Report, SignedDuration, Timestamp};

use super::{Call, Purpose};

/// What is to be said of this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Say {
    /// It does this since then, on this computer's clock.
    Is(DeviceActivity, Timestamp),
    /// It ends: nobody is to wait for it.
    Gone,
}

/// Knows what the server was told, and what it is still to be told.
#[derive(Debug)]
pub(crate) struct Reporter {
    wanted: Say,
    epoch: Option<u64>,
    sequence: u64,
    in_flight: Option<(u64, Say)>,
    told: Option<Say>,
}

impl Reporter {
    pub(crate) fn new(say: Say) -> Self {
        Self { wanted: say, epoch: None, sequence: 0, in_flight: None, told: None }
    }

    /// A new stream: everything is to be told anew. Without an epoch, nothing is.
    pub(crate) fn begin(&mut self, epoch: Option<u64>) {
        self.epoch = epoch;
        self.sequence = 0;
        self.in_flight = None;
        self.told = None;
    }

    /// What is to be said from now on.
    pub(crate) fn want(&mut self, say: Say) {
        self.wanted = say;
    }

    /// What is said has to be said again.
    pub(crate) fn repeat(&mut self) {
        self.told = None;
    }

    /// The call to make now, if any: one at a time.
    pub(crate) fn next(&mut self, now: Timestamp) -> Option<(Purpose, Call)> {
        let epoch = self.epoch?;
        if self.in_flight.is_some() || self.told == Some(self.wanted) {
            return None;
        }
        self.sequence += 1;
        self.in_flight = Some((self.sequence, self.wanted));
        let call = match self.wanted {
            Say::Gone => Call::EndReport,
            Say::Is(activity, since) => Call::Report(Report {
                epoch,
                sequence: self.sequence,
                activity,
                age: now.duration_since(since).max(SignedDuration::ZERO),
                call: false,
                presenting: false,
            }),
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
        self.told.is_some()
    }

    /// Whether everything has been said.
    pub(crate) fn is_settled(&self) -> bool {
        self.epoch.is_none() || self.told == Some(self.wanted)
    }
}

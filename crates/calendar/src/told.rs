use std::cmp::Reverse;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use ringlight_protocol::{ClaimId, Meeting, MeetingKind};
use sha2::{Digest, Sha256};

use crate::{MOST, text::Instance};

/// How far from now an end is told: what lasts longer ends there, for now.
const FARTHEST: SignedDuration = SignedDuration::from_hours(364 * 24);

/// Intervals as they leave this crate.
pub(crate) struct Told {
    salt: [u8; 32],
    earliest: Timestamp,
    latest: Timestamp,
    meetings: Vec<Meeting>,
}

impl Told {
    pub fn new(now: Timestamp, salt: &[u8]) -> Self {
        let far = |at: Result<Timestamp, jiff::Error>| at.map_or(now, midnight);
        Self {
            salt: Sha256::digest(salt).into(),
            earliest: far(now.checked_sub(FARTHEST)),
            latest: far(now.checked_add(FARTHEST)),
            meetings: Vec::new(),
        }
    }

    pub fn event(&mut self, uid: &str, instance: &Instance) {
        self.meetings.push(Meeting {
            id: self.id(uid, instance.of),
            kind: instance.kind,
            from: instance.from.max(self.earliest),
            until: instance.until.min(self.latest),
        });
    }

    /// A time without a name. No UID holds a line break, so that none is like this one.
    pub fn free_busy(&mut self, instance: &Instance) {
        let name = match instance.kind {
            MeetingKind::Busy => "\nbusy",
            MeetingKind::OutOfOffice => "\nout of office",
        };
        self.event(name, instance);
    }

    /// The nearest, and of those that begin together the longest.
    pub fn in_order(self) -> Vec<Meeting> {
        let mut meetings = self.meetings;
        let key = |it: &Meeting| (it.from, it.kind as u8, Reverse(it.until), it.id.clone());
        meetings.sort_by_cached_key(key);
        meetings.dedup_by(|later, first| later.from == first.from && later.kind == first.kind);
        meetings.truncate(MOST);
        meetings
    }

    /// A short id that says nothing without the salt: 96 bits of a digest.
    fn id(&self, uid: &str, of: Option<Timestamp>) -> ClaimId {
        let digest = Sha256::new()
            .chain_update(self.salt)
            .chain_update(of.map_or(i64::MIN, Timestamp::as_second).to_be_bytes())
            .chain_update(uid)
            .finalize();
        BASE64_URL_SAFE_NO_PAD.encode(&digest[..12]).into()
    }
}

/// The last midnight in UTC, so that a distant end moves once a day only.
fn midnight(at: Timestamp) -> Timestamp {
    let seconds = at.as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(86_400)).unwrap_or(at)
}

//! What a person's own devices say and choose.

use ringlight_core::{devices, drop_claim, stack};
use ringlight_protocol::{
    Choice, ClaimId, Code, Manual, Note, NoteChange, Report, Reported, SignedDuration, Status, StatusChanged,
    Timestamp,
};

use super::{Alarm, Roster};
use crate::{
    auth::Caller,
    refusal::{Refusal, in_words, refuse, refuse_field},
    secret, text,
};

/// The longest that a status may last, or lie back when it was chosen offline.
const YEAR: SignedDuration = SignedDuration::from_hours(366 * 24);

impl Roster {
    /// Pushes a status.
    pub fn choose(&mut self, caller: &Caller, choice: &Choice) -> Result<StatusChanged, Refusal> {
        let status = self.chosen(choice)?.clone();
        self.change_own(caller, |person, _, now| {
            let manual = manual(&status, choice, now)?;
            let until = manual.until;
            stack::choose(&mut person.claims, manual, now).map_err(|error| not_stacked(choice, error))?;
            person.settings.waiting.retain(|waiting| unlasting(waiting.until) > unlasting(until));
            Ok(())
        })
    }

    /// Back to automatic.
    pub fn automatic(&mut self, caller: &Caller) -> Result<StatusChanged, Refusal> {
        self.change_own(caller, |person, _, now| {
            stack::clear(&mut person.claims, now);
            person.settings.waiting.clear();
            Ok(())
        })
    }

    pub fn set_note(&mut self, caller: &Caller, change: &NoteChange) -> Result<StatusChanged, Refusal> {
        let emoji = change.emoji.as_deref().map(|emoji| text::emoji("emoji", emoji)).transpose()?;
        let text = match &emoji {
            Some(_) if change.text.trim().is_empty() => String::new(),
            _ => text::note("text", &change.text)?,
        };
        self.change_own(caller, |person, _, now| {
            let until = change.until.map(|until| end(until, "until", now)).transpose()?;
            person.claims.note = Some(Note { text, emoji, until });
            Ok(())
        })
    }

    pub fn clear_note(&mut self, caller: &Caller) -> Result<StatusChanged, Refusal> {
        self.change_own(caller, |person, _, _| {
            person.claims.note = None;
            Ok(())
        })
    }

    /// Drops one layer, or dismisses an instance of something automatic.
    pub fn drop_claim(&mut self, caller: &Caller, claim: &ClaimId) -> Result<StatusChanged, Refusal> {
        self.change_own(caller, |person, policy, now| {
            drop_claim(&mut person.claims, claim, policy, now)
                .map_err(|error| refuse(Code::NotFound, in_words(&error)))
        })
    }

    /// Takes a device's report, if it belongs to the device's stream.
    pub fn report(&mut self, caller: &Caller, report: &Report) -> Result<Reported, Refusal> {
        if report.age.is_negative() || report.age > YEAR {
            return Err(refuse_field(Code::Invalid, "age", "Send how long it has been so, at most 366 days"));
        }
        if report.epoch.max(report.sequence) > i64::MAX.unsigned_abs() {
            return Err(refuse_field(Code::Invalid, "sequence", "Count up from 1 within an epoch"));
        }
        let mut taken = false;
        if self.is_current(caller, report.epoch)? {
            taken = self.alter(&caller.person, |person, _, now| {
                let kind = person.kind_of(&caller.device).ok_or_else(crate::refusal::unauthorized)?;
                Ok(devices::report(&mut person.claims, &caller.device, kind, report, now))
            })?;
            let deadline = self.streams.deadline(&caller.device, self.now());
            if deadline.is_some() {
                self.alarms.set(Alarm::Silent(caller.device.clone()), deadline);
            }
        }
        Ok(Reported { taken, me: self.me_of(caller)? })
    }

    /// An epoch that was not given to an open stream could keep a device alive for ever; the last one that reported
    /// may go on telling what the device does, in the grace too.
    fn is_current(&self, caller: &Caller, epoch: u64) -> Result<bool, Refusal> {
        let claims = &self.person(&caller.person)?.claims;
        let last = claims.devices.iter().find(|device| device.id == caller.device);
        Ok(self.streams.epoch(&caller.device) == Some(epoch)
            || last.is_some_and(|last| last.last_report.0 == epoch))
    }

    /// The app on the device ended.
    pub fn quit(&mut self, caller: &Caller) -> Result<(), Refusal> {
        self.alter(&caller.person, |person, _, now| {
            devices::quit(&mut person.claims, &caller.device, now);
            Ok(())
        })?;
        self.stop_publishing(&caller.device);
        Ok(())
    }
}

pub(super) fn manual(status: &Status, choice: &Choice, now: Timestamp) -> Result<Manual, Refusal> {
    let ago = choice.chosen_ago.unwrap_or(SignedDuration::ZERO);
    if ago.is_negative() || ago > YEAR {
        return Err(refuse_field(
            Code::Invalid,
            "chosen_ago",
            "Send how long ago it was chosen, at most 366 days",
        ));
    }
    let chosen = now.saturating_sub(ago).unwrap_or(now);
    Ok(Manual {
        id: secret::random::<16>().into(),
        status: status.id.clone(),
        availability: status.availability,
        sticky: status.sticky,
        chosen,
        until: chosen_end(choice, chosen, now)?,
        secondary: choice.secondary.clone(),
        by: None,
    })
}

/// An end for comparing: none is the latest of all.
pub(super) fn unlasting(until: Option<Timestamp>) -> Timestamp {
    until.unwrap_or(Timestamp::MAX)
}

fn chosen_end(choice: &Choice, chosen: Timestamp, now: Timestamp) -> Result<Option<Timestamp>, Refusal> {
    match (choice.until, choice.duration) {
        (None, None) => Ok(None),
        (Some(until), None) => end(until, "until", now).map(Some),
        (None, Some(lasts)) if lasts.is_positive() && lasts <= YEAR => {
            end(chosen.saturating_add(lasts).unwrap_or(chosen), "duration", now).map(Some)
        }
        (None, Some(_)) => Err(refuse_field(
            Code::Invalid,
            "duration",
            "Send more than zero and at most 366 days, such as PT30M",
        )),
        (Some(_), Some(_)) => {
            Err(refuse_field(Code::Invalid, "duration", "Send until or duration, not both"))
        }
    }
}

/// An end as it is kept: ahead, within reach, to the millisecond.
pub(super) fn end(until: Timestamp, field: &str, now: Timestamp) -> Result<Timestamp, Refusal> {
    if until <= now {
        return Err(refuse_field(Code::EndInThePast, field, format!("Send an end after {now}")));
    }
    if until.duration_since(now) > YEAR {
        return Err(refuse_field(Code::Invalid, field, "Send an end within 366 days, or none"));
    }
    Timestamp::from_millisecond(until.as_millisecond().max(now.as_millisecond() + 1))
        .map_err(|error| refuse_field(Code::Invalid, field, error.to_string()))
}

fn not_stacked(choice: &Choice, error: stack::StackError) -> Refusal {
    let (code, field) = match error {
        stack::StackError::Full => (Code::TooManyLayers, "status"),
        stack::StackError::Older => (Code::Superseded, "chosen_ago"),
        stack::StackError::EndsInThePast if choice.duration.is_some() => (Code::EndInThePast, "duration"),
        stack::StackError::EndsInThePast => (Code::EndInThePast, "until"),
    };
    refuse_field(code, field, in_words(&error))
}

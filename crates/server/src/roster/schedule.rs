//! What is known ahead: planned absences, quiet hours, calendars.

use std::collections::HashSet;

use ringlight_core::{absence, quiet};
use ringlight_protocol::{
    AbsenceChange, CalendarChange, ClaimId, Code, Meeting, Planned, QuietChange, SignedDuration,
    StatusChanged, Timestamp,
};

use super::{Roster, catalogue::has_secondary, members::windows};
use crate::{
    auth::Caller,
    refusal::{Refusal, in_words, refuse, refuse_field},
    text,
};

const MEETINGS: usize = 200;
/// How far ahead a calendar may reach: its 14 days, and the zones around the globe.
const CALENDAR: SignedDuration = SignedDuration::from_hours(15 * 24);
/// The longest that one absence in a calendar may last, on either side of now.
const YEAR: SignedDuration = SignedDuration::from_hours(366 * 24);

impl Roster {
    /// Plans an absence, or changes one that has not begun.
    pub fn plan_absence(
        &mut self,
        caller: &Caller,
        id: ClaimId,
        change: &AbsenceChange,
    ) -> Result<StatusChanged, Refusal> {
        let known = &self.person(&caller.person)?.claims.planned;
        let moved = known.iter().find(|absence| absence.id == id && absence.status == change.status);
        let status = self.offered_to_go_on(&change.status, moved.is_some())?;
        if moved.is_none_or(|absence| absence.secondary != change.secondary) {
            has_secondary(status, change.secondary.as_ref())?;
        }
        let planned = Planned {
            id,
            status: status.id.clone(),
            availability: status.availability,
            sticky: status.sticky,
            secondary: change.secondary.clone(),
            from: to_millisecond(change.from),
            until: change.until.map(to_millisecond),
        };
        self.change_own(caller, |person, _, now| {
            absence::plan(&mut person.claims, planned, now).map_err(not_planned)
        })
    }

    /// Gives a planned absence up, or ends one that has begun.
    pub fn cancel_absence(&mut self, caller: &Caller, id: &ClaimId) -> Result<StatusChanged, Refusal> {
        self.change_own(caller, |person, _, now| {
            let cancelled = absence::cancel(&mut person.claims, id, now);
            cancelled.map_err(|_| refuse(Code::NotFound, "None of your absences has this id"))
        })
    }

    pub fn set_quiet_hours(
        &mut self,
        caller: &Caller,
        change: &QuietChange,
    ) -> Result<StatusChanged, Refusal> {
        windows("windows", &change.windows)?;
        let zone = change.zone.as_deref().map(|zone| text::zone("zone", zone)).transpose()?;
        self.change_own(caller, |person, _, now| {
            quiet::set(&mut person.claims, change.windows.clone(), zone, &person.profile.zone, now);
            Ok(())
        })
    }

    /// Back to the team's.
    pub fn reset_quiet_hours(&mut self, caller: &Caller) -> Result<StatusChanged, Refusal> {
        self.change_own(caller, |person, policy, now| {
            quiet::reset(&mut person.claims, policy, &person.profile.zone, now);
            Ok(())
        })
    }

    /// Replaces what the calendars said; nothing for who keeps none.
    pub fn set_calendar(&mut self, caller: &Caller, change: &CalendarChange) -> Result<(), Refusal> {
        check_meetings(&change.meetings, self.now())?;
        self.alter(&caller.person, |person, _, _| {
            person.claims.calendar.clone_from(&change.meetings);
            Ok(())
        })
    }
}

fn check_meetings(meetings: &[Meeting], now: Timestamp) -> Result<(), Refusal> {
    if meetings.len() > MEETINGS {
        return Err(refuse_field(Code::Invalid, "meetings", format!("Send at most {MEETINGS}")));
    }
    let mut ids = HashSet::new();
    for (place, meeting) in meetings.iter().enumerate() {
        let wrong = |code: Code, field: &str, detail: &str| {
            Err(refuse_field(code, &format!("meetings[{place}].{field}"), detail))
        };
        if !ids.insert(&meeting.id) {
            return wrong(Code::Invalid, "id", "Give each meeting its own id");
        }
        if meeting.until <= meeting.from {
            return wrong(Code::Invalid, "until", "Send an end after the start");
        }
        if meeting.until <= now {
            return wrong(Code::EndInThePast, "until", "Leave out what has ended");
        }
        if meeting.from.duration_since(now) > CALENDAR {
            return wrong(Code::Invalid, "from", "Send the next 14 days only");
        }
        if meeting.until.duration_since(now) > YEAR || now.duration_since(meeting.from) > YEAR {
            return wrong(Code::Invalid, "until", "Send meetings of at most 366 days");
        }
    }
    Ok(())
}

fn not_planned(error: absence::PlanError) -> Refusal {
    use absence::PlanError::*;
    let (code, field) = match error {
        NotOutOfOffice => (Code::UnknownStatus, "status"),
        NotAhead => (Code::Invalid, "from"),
        TooFar => (Code::Invalid, "from"),
        EndsBeforeItBegins => (Code::EndInThePast, "until"),
        Begun => (Code::Superseded, "id"),
        TooMany => (Code::TooManyLayers, "id"),
    };
    refuse_field(code, field, in_words(&error))
}

fn to_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

use serde::{Deserialize, Serialize};

use crate::{
    AbsenceChange, AlertChange, AlertId, Choice, ClaimId, DeviceEntry, DeviceId, GroupChange, GroupId,
    Outcome, PersonId, Privacy, Program, ProgramId, ProgramMade, ProgramRequest, QuietChange, ReportDays,
    StatusChange, StatusId, StatusTime, TeamChange, Viewer,
};

/// What only the server can do or tell: asked at once, refused while offline. What it changes comes as a difference
/// too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub enum Ask {
    /// Plan an absence, or change one.
    PlanAbsence {
        /// Chosen here; up to 64 characters.
        id: ClaimId,
        /// All of it.
        absence: AbsenceChange,
    },
    /// Give a planned absence up.
    CancelAbsence {
        /// Which.
        id: ClaimId,
    },
    /// Set my own quiet hours.
    SetQuietHours {
        /// All of them.
        hours: QuietChange,
    },
    /// Go back to the team's quiet hours.
    UseTeamQuietHours,
    /// Say who may see how much.
    SetPrivacy {
        /// All of it.
        privacy: Privacy,
    },
    /// How somebody sees me.
    ViewAs {
        /// Who.
        viewer: PersonId,
    },
    /// How everybody sees me.
    Viewers,
    /// Make a group of my own, or change one.
    SetGroup {
        /// Chosen here.
        id: GroupId,
        /// All of it.
        group: GroupChange,
    },
    /// Delete a group of my own.
    DeleteGroup {
        /// Which.
        id: GroupId,
    },
    /// Put somebody among the favourites, or take them out.
    Favourite {
        /// Who.
        person: PersonId,
        /// In or out.
        on: bool,
    },
    /// Put my favourites in order.
    OrderFavourites {
        /// All of them.
        people: Vec<PersonId>,
    },
    /// Set an alert, or change one.
    SetAlert {
        /// Chosen here.
        id: AlertId,
        /// All of it.
        alert: AlertChange,
    },
    /// Give an alert up, or put one that fired away.
    DeleteAlert {
        /// Which.
        id: AlertId,
    },
    /// Say who may break through do-not-disturb.
    SetBreakthrough {
        /// All of them.
        people: Vec<PersonId>,
    },
    /// The programs that I let in.
    Programs,
    /// Let a program in.
    MakeProgram {
        /// What it may do.
        program: ProgramRequest,
    },
    /// Shut a program out.
    RevokeProgram {
        /// Which.
        id: ProgramId,
    },
    /// My devices.
    Devices,
    /// Sign one of my devices out.
    SignOutDevice {
        /// Which.
        id: DeviceId,
    },
    /// Add or change an entry of the catalogue.
    SetStatus {
        /// Which.
        id: StatusId,
        /// All of it.
        status: StatusChange,
    },
    /// Put the catalogue in order.
    OrderStatuses {
        /// Every entry once.
        order: Vec<StatusId>,
    },
    /// Change the team's rules.
    ChangeTeam {
        /// What of them.
        change: TeamChange,
    },
    /// Set or clear the status of others.
    ChooseFor {
        /// Whose.
        people: Vec<PersonId>,
        /// Absent = back to automatic.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        choice: Option<Choice>,
    },
    /// Make somebody an administrator, or not.
    SetRole {
        /// Who.
        person: PersonId,
        /// In or out.
        admin: bool,
    },
    /// Take somebody out of the team.
    Remove {
        /// Who.
        person: PersonId,
    },
    /// How long people showed which status.
    StatusTime {
        /// Which days.
        days: ReportDays,
    },
    /// The same as CSV.
    StatusTimeCsv {
        /// Which days.
        days: ReportDays,
    },
}

/// What the server said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// Done.
    Done,
    /// How people see me.
    Viewers {
        /// One, or all of the team.
        viewers: Vec<Viewer>,
    },
    /// The programs that I let in.
    Programs {
        /// By name.
        programs: Vec<Program>,
    },
    /// A program was let in; its token is told this once.
    ProgramMade {
        /// With its token.
        made: ProgramMade,
    },
    /// My devices.
    Devices {
        /// This one first.
        devices: Vec<DeviceEntry>,
    },
    /// What came of changing many.
    Outcomes {
        /// One for each.
        outcomes: Vec<Outcome>,
    },
    /// Status times.
    StatusTime {
        /// With the day they begin.
        report: StatusTime,
    },
    /// Status times, to be saved.
    Csv {
        /// RFC 4180, with a line of names.
        text: String,
    },
}

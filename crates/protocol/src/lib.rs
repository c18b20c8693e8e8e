//! The words Ringlight's client, server and windows speak.
//!
//! The types at the root cross the network (docs/PROTOCOL.md); [`local`] types cross the local socket and the web view's
//! bridge. Everything here is data: no clock, no file, no socket.
//!

mod admin;
mod alerts;
mod catalogue;
mod claims;
mod directory;
mod ids;
mod invite;
pub mod local;
mod person;
mod presence;
mod privacy;
mod problem;
mod programs;
mod report;
mod schedule;
mod sync;
mod team;
mod text;

pub use admin::{
    IdleBounds, ManyChoice, Outcome, ReportDays, Role, StatusChange, StatusOrder, StatusTime, StatusTimeRow,
    TeamChange,
};
pub use alerts::{Alert, AlertChange};
pub use catalogue::{Secondary, Status, base_status, shipped_statuses};
pub use claims::{
    Call, Claims, Device, DeviceKind, Dismissed, External, Lease, Manual, Meeting, MeetingKind, Planned,
    Presenting, QuietHours, Window,
};
pub use directory::{Group, GroupChange, People, PresenceQuery, Team, Those};
pub use ids::{AlertId, ClaimId, DeviceId, GroupId, PersonId, ProgramId, SecondaryId, StatusId};
pub use invite::{InviteLink, InviteLinkError};
pub use jiff::{SignedDuration, Timestamp, civil::Date};
pub use person::{CONTACT_SCHEMES, Contact, ContactKind, Person, Profile, ProfileChange, WorkingHours};
pub use presence::{
    Activity, Availability, Cause, DeviceActivity, Level, Next, Note, Presence, Reason, Source,
};
pub use privacy::{Privacy, Rule, Viewer, Who};
pub use problem::{Code, Problem};
pub use programs::{CallChange, CallState, ExternalChange, Program, ProgramMade, ProgramRequest, Right};
pub use report::{Choice, NoteChange, Report, Reported, StatusChanged, UndoToken};
pub use schedule::{AbsenceChange, CalendarChange, QuietChange};
pub use sync::{Event, Hello, Me, Page, Policy, Query};
pub use team::{Device as DeviceEntry, InviteRequest, Invited, Join, Joined};
pub use text::is_unfit;

/// The newest version of the HTTP API that this build speaks.
pub const API_VERSION: u32 = 1;

/// The longest note a person may show, in Unicode scalar values after normalisation to NFC.
pub const NOTE_MAX_CHARS: usize = 140;

/// The longest name of a person, a team or a device, in Unicode scalar values after normalisation to NFC.
pub const NAME_MAX_CHARS: usize = 64;

/// How long a change of one's own status or note can be taken back.
pub const UNDO_FOR: SignedDuration = SignedDuration::from_secs(10);

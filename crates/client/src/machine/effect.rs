//! What comes into the machine and what it asks for.

use std::{net::IpAddr, sync::Arc, time::Duration};

use ringlight_calendar::{Fault, Read};
use ringlight_core::idle;
use ringlight_protocol::{
    CalendarChange, Choice, ClaimId, DeviceId, Event, InviteLink, InviteRequest, Invited, Join, Joined,
    NoteChange, PersonId, Problem, ProfileChange, Report, Reported, StatusChanged, Timestamp,
    local::{self, Ask, Changed, Mechanism, Notice, Reply, Request, Settings},
};

use super::{Account, Pending, Reading, Roster};
use crate::{
    Found,
    notify::{Notification, Press},
};

/// Stands for somebody who waits for a reply.
pub(crate) type AskId = u64;

/// One thing that happened.
#[derive(Debug)]
pub(crate) enum Input {
    /// Somebody at this computer asks.
    Ask(AskId, Request),
    /// The program around has something to say.
    Say(Notice),
    /// The computer sensed something.
    Sensed(Sensed),
    /// The computer sensed what its owner is engaged in.
    Engaged(Engaged),
    /// The server's stream.
    Stream(News),
    /// The server answered a [`Effect::Call`].
    Answered(Purpose, Result<Answer, Failure>),
    /// The server answered a [`Effect::Join`].
    Joined(Box<Result<Joined, Problem>>),
    /// The keyring answered a [`Effect::Vault`].
    Vault(VaultAnswer),
    /// A calendar was read, or could not be.
    Calendar(u64, Result<Read, Fault>),
    /// The host answered a [`Effect::Host`].
    Host(HostAnswer),
    /// This computer's time zone, an IANA name.
    Zone(String),
    /// Something on this notification was pressed.
    Pressed(Notification, Press),
    /// A deadline was reached, or the clock may have jumped.
    Time,
}

/// Whether somebody is at this computer. Instants are on its clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sensed {
    /// Keyboard and pointer.
    pub input: idle::Input,
    /// Since when it is locked, shows a screensaver, or has another session in front.
    pub locked: Option<Timestamp>,
    /// Since when it sleeps, or is about to.
    pub asleep: Option<Timestamp>,
    /// The session or the computer is about to end.
    pub ending: bool,
    /// The window in front fills the screen.
    pub full_screen: bool,
    /// What feeds the senses.
    pub mechanisms: Vec<Mechanism>,
}

/// What its owner is engaged in, as far as they allowed to look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Engaged {
    /// A microphone or a camera is in use.
    pub call: bool,
    /// Slides or a shared screen are on show.
    pub presenting: bool,
    /// An application keeps the screen on.
    pub inhibited: bool,
    /// Which applications use the microphone or a camera, by the names they are ignored by.
    pub hearing: Vec<String>,
    /// What feeds these senses.
    pub mechanisms: Vec<Mechanism>,
}

/// What the stream says.
#[derive(Debug)]
pub(crate) enum News {
    /// One event.
    Event(Box<Event>),
    /// The server ended it in good order; it is opened again soon.
    Ended,
    /// It broke or could not be opened; it is tried again.
    Lost(Problem),
    /// The token is not valid any more; it is not tried again.
    Revoked,
    /// Time to repeat the report.
    Beat,
}

/// A request to the server.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Call {
    /// `PUT /v1/me/report`.
    Report(Report),
    /// `DELETE /v1/me/report`.
    EndReport,
    /// `PUT /v1/me/status`.
    Choose(Choice),
    /// `DELETE /v1/me/status`.
    Automatic,
    /// `POST /v1/me/status/undo`.
    Undo(String),
    /// `PUT /v1/me/note`.
    SetNote(NoteChange),
    /// `DELETE /v1/me/note`.
    ClearNote,
    /// `DELETE /v1/me/claims/{id}`.
    Drop(ClaimId),
    /// `PUT /v1/me/claims/calendar`.
    Calendar(CalendarChange),
    /// `PATCH /v1/me`.
    Profile(ProfileChange),
    /// `POST /v1/invites`.
    Invite(InviteRequest),
    /// `DELETE /v1/me/devices/{id}`.
    SignOut(DeviceId),
    /// `DELETE /v1/me`.
    Leave,
    /// Changes something of my own, and can be taken back.
    Change(Box<Ask>),
    /// What only the server can do or tell.
    Ask(Box<Ask>),
}

/// Why a call was made: comes back with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The report of this epoch and sequence.
    Report(u64, u64),
    /// The pending choice of this number.
    Choice(u64),
    /// The pending note.
    Note,
    /// Taking back.
    Undo(AskId),
    /// A change of my own that can be taken back.
    Change(AskId, Changed),
    /// Nothing but what was asked.
    Ask(AskId),
    /// What the calendar says.
    Calendar,
    /// The calendar is to be forgotten before signing out.
    CalendarThenSignOut,
    /// Following this computer to another zone.
    Zone(String),
    /// Signing out.
    SignOut,
    /// Leaving the team.
    Leave(AskId),
}

impl Purpose {
    /// If it was made for somebody signed in: who asked for it, if anybody did.
    pub(crate) fn of_member(&self) -> Option<Option<AskId>> {
        match self {
            Self::Undo(ask) | Self::Change(ask, _) | Self::Ask(ask) => Some(Some(*ask)),
            Self::Report(..) | Self::Choice(_) | Self::Note | Self::Calendar | Self::Zone(_) => Some(None),
            Self::CalendarThenSignOut | Self::SignOut | Self::Leave(_) => None,
        }
    }
}

/// What the server answered.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// To a report.
    Reported(Box<Reported>),
    /// To a change of one's own.
    Changed(Box<StatusChanged>),
    /// To an invite.
    Invited(Invited),
    /// To an ask.
    Told(Box<local::Answer>),
    /// To anything else.
    Nothing,
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// In words and for programs.
    pub problem: Problem,
    /// Worth another try, after this long.
    pub again: Option<Duration>,
}

/// A bearer token. Never shown in a log.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(pub Arc<str>);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

/// Where the server is, how to know it, and what lets this device in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Connection {
    /// `host:port`, tried in order.
    pub addresses: Vec<String>,
    /// SHA-256 of the server's public key; absent = the system's authorities decide.
    pub pin: Option<String>,
    /// Lets this device in.
    pub token: Token,
    /// Whether this device lives by it, or only reads.
    pub publish: bool,
}

/// What the keyring is asked. The text names the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Vault {
    /// Give the token.
    Read(String),
    /// Keep the token, and check that it is kept.
    Keep(String, Token),
    /// Forget what is kept there.
    Forget(String),
    /// Give the calendar.
    ReadCalendar(String),
    /// Keep the calendar, with its password.
    KeepCalendar(String, Token),
}

/// What the keyring answered; an error is a sentence.
#[derive(Debug)]
pub(crate) enum VaultAnswer {
    /// The token, if there is one.
    Read(Result<Option<Token>, String>),
    /// Kept.
    Kept(Result<(), String>),
    /// The calendar, if there is one.
    CalendarRead(Result<Option<Token>, String>),
    /// The calendar is kept.
    CalendarKept(Result<(), String>),
}

/// What the host is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HostJob {
    Found(Found),
    Resume(Vec<IpAddr>),
    Readmit(PersonId),
    Listen(Vec<IpAddr>, AskId),
    Addresses(AskId),
    Close,
    Show,
}

/// What the host answered.
#[derive(Debug)]
pub(crate) enum HostAnswer {
    /// To [`HostJob::Found`] and [`HostJob::Readmit`].
    Link(Result<InviteLink, Problem>),
    /// To [`HostJob::Resume`].
    Resumed(Result<Vec<String>, Problem>),
    /// To [`HostJob::Listen`].
    Listening(AskId, Result<Vec<IpAddr>, Problem>),
}

/// What is kept on disk.
#[derive(Debug)]
pub(crate) enum Saved {
    Account(Option<Account>),
    Settings(Settings),
    Pending(Pending),
    Roster(Option<Box<Roster>>),
}

/// One thing to be done.
#[derive(Debug)]
pub(crate) enum Effect {
    /// Answer somebody.
    Reply(AskId, Reply),
    /// Ask the server.
    Call(Purpose, Call),
    /// Join through a link.
    Join(Box<(InviteLink, Join)>),
    /// Open the stream, and keep it open.
    Connect(Connection),
    /// Try to open it now, whatever pause is on.
    Reconnect,
    /// Keep it open for publishing, or for reading only.
    Publish(bool),
    /// Close it for good.
    Disconnect,
    /// Ask the keyring.
    Vault(Vault),
    /// Read the calendar.
    ReadCalendar(Box<Reading>),
    /// Ask the host.
    Host(HostJob),
    /// Write to disk.
    Save(Box<Saved>),
    /// Say this outside the window.
    Notify(Notification),
    /// Take the passing notification back.
    Withdraw,
    /// Everything is said: end.
    Exit,
}

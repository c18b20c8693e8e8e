//! The calendar that is read on this computer: when to read it, what of it the server knows, and where its address and
//! password are kept.

use ringlight_calendar::{Fault, Owner, Read, Secret, Seen, wait};
use ringlight_protocol::{
    CalendarChange, Code, ContactKind, Meeting, Problem, SignedDuration, Timestamp,
    local::{self, CalendarSource},
};
use serde::{Deserialize, Serialize};

use super::{Answer, AskId, Call, Effect, Failure, Machine, Purpose, Token, Vault};

/// The longest address, path, name or password that is kept: keyrings of Windows hold 2560 bytes in all.
const LONGEST: usize = 600;

/// A calendar with its password, as the keyring keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    source: CalendarSource,
    password: Option<Password>,
}

/// Never shown.
#[derive(Clone, Serialize, Deserialize)]
struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

/// One reading to be done.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub source: CalendarSource,
    pub secret: Option<Secret>,
    pub seen: Option<Seen>,
    pub owner: Owner,
    /// Tells it from readings of an earlier calendar.
    pub number: u64,
}

/// What is known of the calendar.
#[derive(Debug, Default)]
pub(crate) struct Calendar {
    kept: Option<Kept>,
    /// What it is called here.
    name: Option<String>,
    /// Who waits for the first reading.
    asked: Option<AskId>,
    /// The one to fall back to if that fails.
    before: Option<Box<Calendar>>,
    number: u64,
    reading: bool,
    next: Option<Timestamp>,
    seen: Option<Seen>,
    faults: u32,
    read: Option<Timestamp>,
    meetings: Vec<Meeting>,
    problem: Option<Problem>,
    /// What the server was told in this run.
    told: Option<Vec<Meeting>>,
    unsent: bool,
    /// The server is being told, perhaps of an earlier calendar: two tellings at once might arrive the other way round.
    sending: bool,
}

impl Calendar {
    /// No calendar from now on: readings of this one are void. Gives who waits for the first of them.
    pub(crate) fn end(&mut self) -> Option<AskId> {
        let Self { number, asked, .. } = std::mem::take(self);
        self.number = number + 1;
        asked
    }

    /// As it is shown.
    pub(crate) fn shown(&self) -> Option<local::Calendar> {
        if self.asked.is_some() {
            return self.before.as_deref().and_then(Self::shown);
        }
        let name = self.name.clone()?;
        let meetings = u32::try_from(self.meetings.len()).unwrap_or(u32::MAX);
        Some(local::Calendar { name, read: self.read, meetings, problem: self.problem.clone() })
    }
}

impl Machine {
    /// Reads this calendar from now on. Somebody who enters it is told at once whether it can be read.
    pub(super) fn set_calendar(
        &mut self,
        ask: AskId,
        source: Option<CalendarSource>,
        password: Option<String>,
        now: Timestamp,
    ) {
        let checked = self.must_be_somebody().and_then(|()| match &source {
            Some(source) => check(source, password.as_deref()).map(Some),
            None => Ok(None),
        });
        match (checked, source) {
            (Err(problem), _) => self.refuse(ask, problem),
            (Ok(Some(name)), Some(source)) => {
                let password = password.filter(|it| !it.is_empty()).map(Password);
                let number = self.calendar.number + 1;
                if let Some(earlier) = self.calendar.asked {
                    self.refuse(
                        earlier,
                        Problem::new(Code::Calendar, "Another calendar was entered meanwhile."),
                    );
                    self.fall_back(now);
                }
                let sending = self.calendar.sending;
                let before = Some(Box::new(std::mem::take(&mut self.calendar)));
                self.calendar = Calendar {
                    before,
                    sending,
                    kept: Some(Kept { source, password }),
                    name: Some(name),
                    asked: Some(ask),
                    number,
                    next: Some(now),
                    ..Calendar::default()
                };
            }
            (Ok(_), _) => {
                self.forget_calendar();
                self.reply_done(Some(ask));
            }
        }
    }

    /// The calendar that was entered cannot be read: the one before goes on.
    fn fall_back(&mut self, now: Timestamp) {
        let Calendar { number, before, sending, .. } = std::mem::take(&mut self.calendar);
        let before = before.map(|before| *before).unwrap_or_default();
        let next = before.kept.is_some().then_some(now);
        self.calendar = Calendar { number: number + 1, next, reading: false, sending, ..before };
    }

    /// Nothing of it stays: not in the keyring, not at the server.
    pub(super) fn forget_calendar(&mut self) {
        if self.roster.calendar.take().is_some() {
            self.out.extend(self.calendar_user().map(|user| Effect::Vault(Vault::Forget(user))));
        }
        let sending = self.calendar.sending;
        if let Some(ask) = self.calendar.end() {
            self.refuse(ask, Problem::new(Code::Calendar, "The calendar was taken away before it was read."));
        }
        self.calendar.sending = sending;
        self.calendar.unsent = self.roster.calendar_told;
        self.write_roster();
    }

    /// Signed in: what is to be read stands in the keyring.
    pub(super) fn wake_calendar(&mut self) {
        self.calendar.unsent |= self.roster.calendar_told && self.roster.calendar.is_none();
        if self.calendar.kept.is_none() && self.roster.calendar.is_some() {
            self.calendar.name.clone_from(&self.roster.calendar);
            self.out.extend(self.calendar_user().map(|user| Effect::Vault(Vault::ReadCalendar(user))));
        }
    }

    pub(super) fn calendar_kept(&mut self, result: Result<(), String>) {
        if let Err(why) = result {
            self.roster.calendar = None;
            let detail = format!("{why} The calendar is read until Ringlight ends.");
            self.calendar.problem = Some(Problem::new(Code::Keyring, detail));
        }
    }

    pub(super) fn calendar_read_from_keyring(
        &mut self,
        result: Result<Option<Token>, String>,
        now: Timestamp,
    ) {
        let kept = result.map(|secret| secret.and_then(|secret| serde_json::from_str(&secret.0).ok()));
        self.calendar.problem = match kept {
            Ok(Some(kept)) => {
                self.calendar.kept = Some(kept);
                self.calendar.next = Some(now);
                None
            }
            Ok(None) => Some(Problem::new(
                Code::Keyring,
                "The keyring no longer has your calendar's address. Enter the calendar again.",
            )),
            Err(why) => Some(Problem::new(Code::Keyring, why)),
        };
    }

    /// Reads it when that is due, and tells the server what changed.
    pub(super) fn follow_calendar(&mut self, now: Timestamp) {
        if self.next_reading().is_some_and(|at| at <= now) {
            self.read_calendar();
        }
        let may_send = self.reporter.has_spoken() && self.send_again.is_none();
        if self.calendar.unsent && !self.calendar.sending && may_send {
            self.send_calendar(now);
        }
    }

    /// When the calendar is read again.
    pub(super) fn next_reading(&self) -> Option<Timestamp> {
        let may = self.session.is_member() && !self.silent && self.own.me().is_some();
        self.calendar.next.filter(|_| may && !self.calendar.reading && self.calendar.kept.is_some())
    }

    fn read_calendar(&mut self) {
        let Some((Kept { source, password }, me)) = self.calendar.kept.clone().zip(self.own.me()) else {
            return;
        };
        let mail = me.profile.contacts.iter().filter(|contact| contact.kind == ContactKind::Mail);
        let addresses = mail.map(|mail| mail.address.trim_start_matches("mailto:").to_owned()).collect();
        let owner = Owner { zone: me.profile.zone.clone(), addresses };
        let secret = password.map(|password| Secret::from(password.0));
        let (seen, number) = (self.calendar.seen.clone(), self.calendar.number);
        self.calendar.reading = true;
        self.out.push(Effect::ReadCalendar(Box::new(Reading { source, secret, seen, owner, number })));
    }

    /// A reading has ended. One of an earlier calendar is void.
    pub(super) fn calendar_was_read(&mut self, number: u64, result: Result<Read, Fault>, now: Timestamp) {
        if number != self.calendar.number {
            return;
        }
        self.calendar.reading = false;
        let asked = self.calendar.asked.take();
        let fault = result.as_ref().err().cloned();
        self.calendar.faults = if fault.is_some() { self.calendar.faults.saturating_add(1) } else { 0 };
        let pause = SignedDuration::try_from(wait(fault.as_ref(), self.calendar.faults)).unwrap_or_default();
        self.calendar.next = now.saturating_add(pause).ok();
        match (result, asked) {
            (Ok(read), asked) => {
                self.take_in_calendar(read, now);
                if let Some(ask) = asked {
                    self.calendar.before = None;
                    self.keep_calendar();
                    self.reply_done(Some(ask));
                }
            }
            (Err(fault), Some(ask)) => {
                self.fall_back(now);
                self.refuse(ask, Problem::new(Code::Calendar, fault.to_string()).with_field("source"));
            }
            (Err(fault), None) => {
                self.calendar.problem = Some(Problem::new(Code::Calendar, fault.to_string()))
            }
        }
    }

    fn take_in_calendar(&mut self, read: Read, now: Timestamp) {
        self.calendar.read = Some(now);
        if self.calendar.problem.as_ref().is_some_and(|problem| problem.code == Code::Calendar) {
            self.calendar.problem = None;
        }
        if let Read::Whole { meetings, seen } = read {
            self.calendar.seen = Some(seen);
            self.calendar.unsent = self.calendar.told.as_ref() != Some(&meetings);
            self.calendar.meetings = meetings;
        }
    }

    fn keep_calendar(&mut self) {
        if self.is_demo() {
            return;
        }
        let secret = self.calendar.kept.as_ref().and_then(|kept| serde_json::to_string(kept).ok());
        if let (Some(user), Some(secret)) = (self.calendar_user(), secret) {
            self.out.push(Effect::Vault(Vault::KeepCalendar(user, Token(secret.into()))));
            self.roster.calendar.clone_from(&self.calendar.name);
            self.write_roster();
        }
    }

    fn calendar_user(&self) -> Option<String> {
        self.session.account().map(|account| format!("calendar of {}", account.keyring_user()))
    }

    fn send_calendar(&mut self, now: Timestamp) {
        let now = self.own.server_time(now);
        let ahead = self.calendar.meetings.iter().filter(|meeting| now < meeting.until);
        let change = CalendarChange { meetings: ahead.cloned().collect() };
        self.calendar.told = Some(self.calendar.meetings.clone());
        self.calendar.unsent = false;
        self.calendar.sending = true;
        self.roster.calendar_told = !change.meetings.is_empty();
        self.call(Purpose::Calendar, Call::Calendar(change));
    }

    pub(super) fn calendar_answered(&mut self, result: Result<Answer, Failure>, now: Timestamp) {
        self.calendar.sending = false;
        match result {
            Ok(_) => self.roster_changed(now),
            Err(failure) if failure.again.is_some() => {
                self.calendar.unsent = true;
                self.roster.calendar_told = true;
                self.try_again(&failure, now);
            }
            Err(failure) => self.calendar.problem = Some(failure.problem),
        }
    }
}

/// What it may be called here, if it can be read at all.
fn check(source: &CalendarSource, password: Option<&str>) -> Result<String, Problem> {
    let (text, user) = match source {
        CalendarSource::Address { url } => (url, ""),
        CalendarSource::File { path } => (path, ""),
        CalendarSource::CalDav { url, user } => (url, user.as_str()),
    };
    if [text.as_str(), user, password.unwrap_or_default()].iter().any(|it| it.len() > LONGEST) {
        let detail = format!("An address, a name or a password has at most {LONGEST} bytes here.");
        return Err(Problem::new(Code::Invalid, detail).with_field("source"));
    }
    let name = match source {
        CalendarSource::File { path } => path.rsplit(['/', '\\']).next().map(Into::into),
        CalendarSource::Address { url } | CalendarSource::CalDav { url, .. } => {
            reqwest::Url::parse(url).ok().and_then(|url| url.host_str().map(Into::into))
        }
    };
    name.filter(|name: &String| !name.is_empty())
        .ok_or_else(|| Problem::new(Code::Calendar, Fault::Address.to_string()).with_field("source"))
}

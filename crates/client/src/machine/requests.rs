//! What somebody at this computer asks.

use std::net::IpAddr;

use ringlight_core::{presets, stack};
use ringlight_protocol::{
    ClaimId, Code, InviteRequest, NOTE_MAX_CHARS, Note, Problem, SecondaryId, SignedDuration, Status,
    StatusId, Timestamp,
    local::{Ask, Changed, End, Link, Preset, Reply, Request, Settings},
};
use unicode_normalization::UnicodeNormalization;

use super::{
    AskId, Call, Effect, HostJob, LastChange, Layer, Machine, Purpose, QUIT_WITHIN, Saved, Server, Session,
    TakeBack, Unsent, sending::signed_out,
};

/// The longest that a status or a note may last.
const LONGEST: SignedDuration = SignedDuration::from_hours(366 * 24);
/// The bounds of the idle threshold, in seconds; 0 = never.
const IDLE_AFTER: std::ops::RangeInclusive<u32> = 1..=3600;

impl Machine {
    pub(super) fn request(&mut self, ask: AskId, request: Request, now: Timestamp) {
        match request {
            Request::Look => self.reply(ask, Reply::Snapshot { snapshot: self.snapshot().into() }),
            Request::Show => self.host_job(ask, HostJob::Show),
            Request::Choose { status, secondary, end, note } => {
                self.answer(ask, |it| it.choose(&status, secondary, &end, note, now))
            }
            Request::Automatic => self.answer(ask, |it| it.automatic(now)),
            Request::Drop { claim } => self.drop_claim(ask, claim, now),
            Request::Undo => self.undo(ask),
            Request::SetNote { text, emoji, end } => self.answer(ask, |it| {
                let until = it.end(&end, None, now)?.until;
                it.change_note(Some(note(&text, emoji, until)?), now)
            }),
            Request::ClearNote => self.answer(ask, |it| it.change_note(None, now)),
            Request::Presets => self.presets(ask, now),
            Request::Profile { change } => {
                self.pass(Purpose::Change(ask, Changed::Profile), ask, Call::Profile(change))
            }
            Request::Invite { uses } => {
                let invite = InviteRequest { uses: Some(uses), lasts: None };
                self.pass(Purpose::Ask(ask), ask, Call::Invite(invite))
            }
            Request::StartTeam { team, name } => self.start_team(ask, team, name),
            Request::ReadLink { link } => self.read_link(ask, &link),
            Request::Open { address } => self.open(ask, &address),
            Request::Decline => {
                self.invite = None;
                self.reply(ask, Reply::Done);
            }
            Request::Join { link, name } => self.join(ask, &link, name),
            Request::LookAround => self.look_around(ask),
            Request::Addresses => self.out.push(Effect::Host(HostJob::Addresses(ask))),
            Request::Listen { on } => self.listen(ask, &on),
            Request::SignOut => self.sign_out(ask),
            Request::KeepTokenInMemory => self.keep_in_memory(ask),
            Request::Retry => self.retry(ask),
            Request::Ask { ask: what } => {
                self.expect(ask, &what);
                match changes(&what) {
                    Some(changed) => self.pass(Purpose::Change(ask, changed), ask, Call::Change(what)),
                    None => self.pass(Purpose::Ask(ask), ask, Call::Ask(what)),
                }
            }
            Request::Calendar { source, password } => self.set_calendar(ask, source, password, now),
            Request::Here => self.answer(ask, |it| it.here(now)),
            Request::Leave => self.leave(ask),
            Request::Settings { settings } => self.answer(ask, |it| it.set(settings)),
            Request::Dismiss => {
                self.notice = None;
                self.reply(ask, Reply::Done);
            }
            Request::Quit => self.quitting = now.saturating_add(QUIT_WITHIN).ok().map(|at| (ask, at)),
        }
    }

    fn answer(&mut self, ask: AskId, change: impl FnOnce(&mut Self) -> Result<(), Problem>) {
        match change(self) {
            Ok(()) => self.reply(ask, Reply::Done),
            Err(problem) => self.refuse(ask, problem),
        }
    }

    pub(super) fn host_job(&mut self, ask: AskId, job: HostJob) {
        self.out.push(Effect::Host(job));
        self.reply(ask, Reply::Done);
    }

    /// Passes on what only the server can do.
    fn pass(&mut self, purpose: Purpose, ask: AskId, call: Call) {
        match self.why_not_online() {
            None => self.call(purpose, call),
            Some(problem) => self.refuse(ask, problem),
        }
    }

    fn choose(
        &mut self,
        status: &StatusId,
        secondary: Option<SecondaryId>,
        end: &End,
        text: Option<String>,
        now: Timestamp,
    ) -> Result<(), Problem> {
        self.must_be_somebody()?;
        let status = self.status(status)?;
        must_offer(&status, secondary.as_ref())?;
        let end = self.end(end, status.lasts, now)?;
        let layer = Layer {
            status: status.id,
            secondary,
            availability: status.availability,
            sticky: status.sticky,
            lasts: end.lasts,
            until: end.until,
        };
        let note = text.map(|text| note(&text, None, end.until)).transpose()?;
        self.must_fit(&layer, now)?;
        let changed = Changed::Status { status: layer.status.clone() };
        let note_before = note.as_ref().map(|_| self.note());
        self.push(Some(layer), changed, now);
        if let (Some(note), Some(change)) = (note, &mut self.last_change) {
            change.note_before = note_before;
            self.pending.note = Some(Some(note));
        }
        Ok(())
    }

    fn automatic(&mut self, now: Timestamp) -> Result<(), Problem> {
        self.must_be_somebody()?;
        self.push(None, Changed::Automatic, now);
        Ok(())
    }

    fn push(&mut self, layer: Option<Layer>, what: Changed, now: Timestamp) {
        let before = self.pending.choices.clone();
        let number = self.pending.choose(layer, self.own.server_time(now));
        self.last_change = Some(LastChange::of_status(what, TakeBack::Unsent { number, before }, now));
    }

    fn status(&self, id: &StatusId) -> Result<Status, Problem> {
        let known = self.roster.statuses.iter().find(|status| status.id == *id && !status.hidden);
        known.cloned().ok_or_else(|| {
            Problem::new(Code::UnknownStatus, format!("There is no status \"{id}\" to choose."))
                .with_field("status")
        })
    }

    /// Asks the core whether the stack takes it, before the server is asked.
    fn must_fit(&self, layer: &Layer, now: Timestamp) -> Result<(), Problem> {
        let now = self.own.server_time(now);
        let manual = Unsent { number: 0, layer: Some(layer.clone()), chosen: now }.manual();
        let mut claims = self.claims.clone();
        match manual.map(|manual| stack::choose(&mut claims, manual, now)) {
            Some(Err(stack::StackError::Full)) => Err(Problem::new(
                Code::TooManyLayers,
                "Eight statuses lie on one another already. Clear one first.",
            )),
            Some(Err(stack::StackError::EndsInThePast)) => Err(in_the_past()),
            _ => Ok(()),
        }
    }

    fn drop_claim(&mut self, ask: AskId, claim: ClaimId, now: Timestamp) {
        let unsent = self
            .pending
            .choices
            .iter()
            .position(|choice| choice.manual().is_some_and(|manual| manual.id == claim));
        match (unsent, self.why_not_published()) {
            (Some(at), _) if self.choice_on_its_way() == Some(self.pending.choices[at].number) => {
                self.drop_on_its_way(ask, self.pending.choices[at].number)
            }
            (Some(at), _) => {
                self.drop_unsent(at, now);
                self.reply(ask, Reply::Done);
            }
            (None, None) => self.call(Purpose::Change(ask, Changed::Dropped), Call::Drop(claim)),
            (None, Some(problem)) => self.refuse(ask, problem),
        }
    }

    /// The server has it in a moment. Taking back the last change drops it, if it is that change and nothing more.
    fn drop_on_its_way(&mut self, ask: AskId, number: u64) {
        let is_it = |change: &LastChange| change.is_choice(number) && change.note_before.is_none();
        if self.last_change.as_ref().is_some_and(is_it) {
            return self.undo(ask);
        }
        let detail = "This status is on its way to the server. Try again in a moment.";
        self.refuse(ask, Problem::new(Code::Unreachable, detail));
    }

    fn drop_unsent(&mut self, at: usize, now: Timestamp) {
        let before = self.pending.choices.clone();
        let number = self.pending.choices.remove(at).number;
        let back = TakeBack::Unsent { number, before };
        self.last_change = Some(LastChange::of_status(Changed::Dropped, back, now));
    }

    fn change_note(&mut self, note: Option<Note>, now: Timestamp) -> Result<(), Problem> {
        self.must_be_somebody()?;
        self.last_change = Some(LastChange::of_note(self.note(), now));
        self.pending.note = Some(note);
        Ok(())
    }

    fn note(&self) -> Option<Note> {
        self.claims.note.clone()
    }

    pub(super) fn must_be_somebody(&self) -> Result<(), Problem> {
        let somebody = matches!(self.session, Session::Waking { .. } | Session::Member { .. })
            && self.own.me().is_some();
        match self.link {
            Link::Revoked => {
                Err(Problem::new(Code::SignedOut, "This computer was signed out of the team. Join it again."))
            }
            _ if somebody => Ok(()),
            _ => Err(signed_out()),
        }
    }

    fn end(&self, end: &End, usual: Option<SignedDuration>, now: Timestamp) -> Result<Ends, Problem> {
        let now = self.own.server_time(now);
        let lasts = match end {
            End::Usual => usual,
            End::Never => None,
            End::After(lasts) => Some(*lasts),
            End::At(at) if *at <= now => return Err(in_the_past()),
            End::At(at) => return Ok(Ends { lasts: None, until: Some(*at) }),
            End::When(preset) => {
                let at = self.preset(*preset, now).ok_or_else(in_the_past)?;
                return Ok(Ends { lasts: None, until: Some(at) });
            }
        };
        if lasts.is_some_and(|lasts| !lasts.is_positive() || lasts > LONGEST) {
            return Err(
                Problem::new(Code::Invalid, "It can last from a second to 366 days.").with_field("end")
            );
        }
        Ok(Ends { lasts, until: lasts.and_then(|lasts| now.saturating_add(lasts).ok()) })
    }

    fn preset(&self, preset: Preset, now: Timestamp) -> Option<Timestamp> {
        let me = self.own.me()?;
        presets::at(preset, &me.profile.zone, me.profile.working_hours.as_ref(), now)
    }

    fn presets(&mut self, ask: AskId, now: Timestamp) {
        let now = self.own.server_time(now);
        let (zone, hours) = match self.own.me() {
            Some(me) => (me.profile.zone.as_str(), me.profile.working_hours.as_ref()),
            None => (self.computer.zone.as_str(), None),
        };
        let presets = presets::offered(zone, hours, now);
        self.reply(ask, Reply::Presets { presets });
    }

    fn listen(&mut self, ask: AskId, on: &[String]) {
        let addresses: Result<Vec<IpAddr>, _> = on.iter().map(|address| address.parse()).collect();
        let hosts = self.session.account().is_some_and(|account| matches!(account.server, Server::Here(_)));
        match addresses {
            Ok(addresses) if hosts => self.out.push(Effect::Host(HostJob::Listen(addresses, ask))),
            Ok(_) => self.refuse(
                ask,
                Problem::new(Code::Forbidden, "Your team's server does not run on this computer."),
            ),
            Err(_) => {
                self.refuse(ask, Problem::new(Code::Invalid, "This is not an IP address.").with_field("on"))
            }
        }
    }

    fn set(&mut self, settings: Settings) -> Result<(), Problem> {
        if settings.idle_after_s != 0 && !IDLE_AFTER.contains(&settings.idle_after_s) {
            return Err(Problem::new(Code::Invalid, "Away after 1 to 60 minutes, or never.")
                .with_field("idle_after_s"));
        }
        self.settings = settings.clone();
        self.out.push(Effect::Save(Box::new(Saved::Settings(settings))));
        Ok(())
    }
}

/// What of my own it changes, if that can be taken back.
fn changes(ask: &Ask) -> Option<Changed> {
    match ask {
        Ask::PlanAbsence { .. } | Ask::CancelAbsence { .. } => Some(Changed::Absence),
        Ask::SetQuietHours { .. } | Ask::UseTeamQuietHours => Some(Changed::QuietHours),
        Ask::SetPrivacy { .. } => Some(Changed::Privacy),
        Ask::SetGroup { .. } | Ask::DeleteGroup { .. } => Some(Changed::Group),
        Ask::SetAlert { .. } | Ask::DeleteAlert { .. } => Some(Changed::Alert),
        Ask::Favourite { .. } | Ask::OrderFavourites { .. } => Some(Changed::Favourites),
        Ask::SetBreakthrough { .. } => Some(Changed::Breakthrough),
        _ => None,
    }
}

/// When something ends, and how that was said.
struct Ends {
    lasts: Option<SignedDuration>,
    until: Option<Timestamp>,
}

fn must_offer(status: &Status, secondary: Option<&SecondaryId>) -> Result<(), Problem> {
    let Some(secondary) = secondary else { return Ok(()) };
    if status.secondaries.iter().any(|offered| offered.id == *secondary && !offered.hidden) {
        return Ok(());
    }
    let detail = format!("There is no \"{secondary}\" under \"{}\" to choose.", status.id);
    Err(Problem::new(Code::UnknownStatus, detail).with_field("secondary"))
}

fn in_the_past() -> Problem {
    Problem::new(Code::EndInThePast, "This end has passed already. Choose a later one.").with_field("end")
}

fn note(text: &str, emoji: Option<String>, until: Option<Timestamp>) -> Result<Note, Problem> {
    let text: String = text.trim().nfc().collect();
    let emoji = emoji.filter(|emoji| !emoji.is_empty());
    let problem = |detail: String| Err(Problem::new(Code::Invalid, detail).with_field("text"));
    match text.chars().count() {
        0 if emoji.is_none() => problem("Write something, or clear the note.".into()),
        long if long > NOTE_MAX_CHARS => {
            problem(format!("A note has at most {NOTE_MAX_CHARS} characters; this one has {long}."))
        }
        _ if text.chars().any(char::is_control) => problem("A note is one line of text.".into()),
        _ => Ok(Note { text, emoji, until }),
    }
}

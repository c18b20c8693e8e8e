//! The engine's state and everything that is decided about it. No clock, no I/O: what happened comes in with the time,
//! what is to be done goes out as effects.

mod account;
mod calendar;
mod desk;
mod effect;
mod hours;
mod joining;
mod leaving;
mod own;
mod pending;
mod reporter;
mod requests;
mod roster;
mod saving;
mod sending;
mod session;
mod stream;
mod telling;
mod undo;
mod unseen;
mod waking;

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that meets something odd fails and says so")]
mod tests;

use std::sync::Arc;

use ringlight_core::idle::Rules;
use ringlight_protocol::{
    Claims, Code, InviteLink, Note, Problem, SignedDuration, Timestamp,
    local::{self, Link, Myself, Notice, Reply, Settings, Snapshot},
};

pub(crate) use account::{Account, Server};
pub(crate) use calendar::Reading;
pub(crate) use effect::{
    Answer, AskId, Call, Connection, Effect, Engaged, Failure, HostAnswer, HostJob, Input, News, Purpose,
    Saved, Sensed, Token, Vault, VaultAnswer,
};
pub(crate) use pending::{Layer, Pending, Unsent};
pub(crate) use roster::Roster;

use calendar::Calendar;
use desk::Desk;
use own::{Own, keep_if_same};
use reporter::{Doing, Reporter, Say};
use session::{Joining, Session};
use telling::Untold;
use undo::{LastChange, TakeBack};
use unseen::Unseen;

/// How long ending may take.
const QUIT_WITHIN: SignedDuration = SignedDuration::from_secs(2);

/// A change of my own presence.
#[derive(Debug)]
enum InFlight {
    TakingBack,
    Choice(u64),
    Note(Option<Note>),
}

/// What was on disk.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub account: Option<Account>,
    pub settings: Settings,
    pub pending: Pending,
    pub roster: Roster,
    pub notice: Option<Notice>,
}

/// What this computer says of itself when it joins.
#[derive(Clone, Debug)]
pub(crate) struct ThisComputer {
    pub device: String,
    pub zone: String,
}

/// The engine's state.
pub(crate) struct Machine {
    computer: ThisComputer,
    session: Session,
    link: Link,
    roster: Roster,
    own: Own,
    pending: Pending,
    /// As it is on disk.
    saved_pending: Pending,
    /// The change of my own presence that is on its way, one at a time: the server can take only the last one back.
    in_flight: Option<InFlight>,
    /// The change that is to be taken back, and who waits for it.
    take_back: Option<(AskId, String)>,
    reporter: Reporter,
    desk: Desk,
    settings: Settings,
    last_change: Option<LastChange>,
    notice: Option<Notice>,
    /// What the system opened.
    invite: Option<InviteLink>,
    /// The owner agreed, now or earlier, to keep a token in memory only where the keyring does not take it.
    memory_is_fine: bool,
    /// When what failed is sent again.
    send_again: Option<Timestamp>,
    /// When a stream that ended in good order counts as lost.
    patience: Option<Timestamp>,
    /// When the present stream began.
    begun: Option<Timestamp>,
    /// When the roster is to be written.
    save_roster: Option<Timestamp>,
    untold: Untold,
    /// Changes that were asked of the server and do not show yet.
    unseen: Vec<Unseen>,
    calendar: Calendar,
    /// Nothing is published: it is outside working hours.
    silent: bool,
    /// What kind of stream was asked for.
    published: bool,
    /// The server is being told of another zone.
    moving: bool,
    quitting: Option<(AskId, Timestamp)>,
    /// What is drawn, kept to compare.
    claims: Claims,
    myself: Option<Arc<Myself>>,
    senses: Arc<local::Senses>,
    out: Vec<Effect>,
}

impl Machine {
    /// The state after a start, and what is to be done first.
    pub(crate) fn new(loaded: Loaded, computer: ThisComputer, now: Timestamp) -> (Self, Vec<Effect>) {
        let saved_pending = loaded.pending.clone();
        // Without an account, what was left of one by a crash is nobody's.
        let loaded = match loaded.account {
            Some(_) => loaded,
            None => Loaded { pending: Pending::default(), roster: Roster::default(), ..loaded },
        };
        let desk = Desk::new(Rules::new(&loaded.settings, &loaded.roster.policy.idle), now);
        let mut machine = Self {
            computer,
            session: Session::None,
            link: Link::Idle,
            own: Own::new(loaded.roster.me.clone()),
            roster: loaded.roster,
            saved_pending,
            pending: loaded.pending,
            in_flight: None,
            take_back: None,
            reporter: Reporter::new(Say::Is(desk.doing())),
            senses: Arc::new(desk.shown()),
            desk,
            settings: loaded.settings,
            last_change: None,
            notice: loaded.notice,
            invite: None,
            memory_is_fine: false,
            send_again: None,
            patience: None,
            begun: None,
            save_roster: None,
            untold: Untold::default(),
            unseen: Vec::new(),
            calendar: Calendar::default(),
            silent: false,
            published: true,
            moving: false,
            quitting: None,
            claims: Claims::default(),
            myself: None,
            out: Vec::new(),
        };
        machine.wake(loaded.account);
        let effects = machine.finish(now);
        (machine, effects)
    }

    /// Takes in what happened, and gives what is to be done.
    pub(crate) fn handle(&mut self, input: Input, now: Timestamp) -> Vec<Effect> {
        match input {
            Input::Ask(ask, request) => self.request(ask, request, now),
            Input::Say(notice) => self.say(notice),
            Input::Sensed(sensed) => self.sense(sensed, now),
            Input::Engaged(engaged) => self.engage(engaged, now),
            Input::Stream(news) => self.news(news, now),
            Input::Answered(purpose, result) => self.answered(purpose, result, now),
            Input::Joined(result) => self.joined(*result, now),
            Input::Vault(answer) => self.vault(answer, now),
            Input::Calendar(number, result) => self.calendar_was_read(number, result, now),
            Input::Host(answer) => self.host(answer, now),
            Input::Zone(zone) => self.computer.zone = zone,
            Input::Pressed(notification, press) => self.pressed(notification, press, now),
            Input::Time => {}
        }
        self.finish(now)
    }

    /// The next instant at which something changes by itself.
    pub(crate) fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        let own = self.own.next_change(&self.claims, &self.roster.policy, now);
        let undo = self.last_change.as_ref().filter(|change| change.wanted.is_none()).map(LastChange::until);
        let quit = self.quitting.map(|(_, at)| at);
        let desk = self.desk.next(now);
        let renew = self.reporter.renews().filter(|_| self.may_send());
        [
            own,
            undo,
            quit,
            desk,
            renew,
            self.next_silence(now),
            self.next_reading(),
            self.untold.next(),
            self.next_unseen(),
            self.send_again,
            self.patience,
            self.save_roster,
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Whether the server has been told everything that it can be told: the computer may sleep.
    pub(crate) fn is_settled(&self) -> bool {
        !self.session.is_member() || self.link != Link::Online || self.reporter.is_settled()
    }

    /// Everything to draw from.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let myself = self.own.me().map(|me| &me.id);
        let colleagues = self.roster.people.iter().filter(|(id, _)| Some(*id) != myself);
        Snapshot {
            account: self.session.shown(),
            link: self.link.clone(),
            me: self.myself.clone(),
            people: colleagues.map(|(id, person)| (id.clone(), person.clone())).collect(),
            favourites: self.roster.favourites.clone(),
            groups: self.roster.groups.clone(),
            alerts: self.roster.alerts.clone(),
            statuses: self.roster.statuses.clone(),
            policy: self.roster.policy.clone(),
            senses: self.senses.clone(),
            calendar: self.calendar.shown(),
            warning: self.desk.warning(),
            settings: self.settings.clone(),
            undo: self.last_change.as_ref().filter(|change| change.wanted.is_none()).map(LastChange::offer),
            notice: self.notice.clone(),
            invite: self.invite.clone(),
            synced: self.roster.synced,
        }
    }

    /// This computer's time zone, as far as it is known here.
    pub(crate) fn zone(&self) -> &str {
        &self.computer.zone
    }

    /// After how long without input the senses are to say so.
    pub(crate) fn watch_after(&self) -> Option<SignedDuration> {
        self.desk.watch_after()
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What follows from the state, whatever happened.
    fn finish(&mut self, now: Timestamp) -> Vec<Effect> {
        self.expire(now);
        self.watch_the_desk(now);
        self.silent = self.is_silent_at(now);
        let gone = self.desk.is_ending() || self.quitting.is_some() || self.silent;
        self.reporter.want(if gone { Say::Gone } else { Say::Is(self.desk.doing()) });
        self.send(now);
        self.publish_or_not();
        self.follow_zone();
        self.follow_calendar(now);
        self.redraw(now);
        self.mute_or_digest(now);
        self.tell_snoozed(now);
        self.answer_what_shows(now);
        self.save_what_changed(now);
        self.quit_if_done(now);
        std::mem::take(&mut self.out)
    }

    fn expire(&mut self, now: Timestamp) {
        let due = |at: &mut Option<Timestamp>| at.take_if(|at| *at <= now).is_some();
        due(&mut self.send_again);
        if self.last_change.as_ref().is_some_and(|change| change.until() <= now && change.wanted.is_none()) {
            self.last_change = None;
        }
        if due(&mut self.patience) {
            self.offline(Problem::new(Code::Unreachable, "The server ended the connection."), now);
        }
        self.pending.forget_ended(self.own.server_time(now));
    }

    fn redraw(&mut self, now: Timestamp) {
        let policy = &self.roster.policy;
        let device = (!self.silent).then(|| self.desk.doing());
        self.claims = self.own.claims(&self.pending, device, policy, now);
        let shows = self.session.has_presence();
        let new = self.own.myself(&self.claims, policy, now).filter(|_| shows).map(|me| Myself {
            unsent: !self.pending.is_empty(),
            silent: self.silent,
            can_take_back: self.desk.can_take_back(),
            ..me
        });
        self.myself = keep_if_same(self.myself.take(), new);
        let senses = self.desk.shown();
        if *self.senses != senses {
            self.senses = Arc::new(senses);
        }
    }

    fn quit_if_done(&mut self, now: Timestamp) {
        let Some((ask, deadline)) = self.quitting else { return };
        if self.is_settled() || deadline <= now {
            self.quitting = None;
            self.write_pending();
            self.write_roster();
            self.reply(ask, Reply::Done);
            self.out.push(Effect::Exit);
        }
    }

    fn refuse(&mut self, ask: AskId, problem: Problem) {
        self.reply(ask, Reply::Problem { problem });
    }
}

//! What the server's stream says.

use ringlight_protocol::{
    Code, Event, Hello, Person, Problem, SignedDuration, Timestamp,
    local::{Link, Notice},
};

use super::{Effect, Machine, News, Session};

/// How long a stream that the server ended in good order may take to come back before it counts as lost.
const PATIENCE: SignedDuration = SignedDuration::from_secs(15);
/// A clock that is off by this much makes the minutes left wrong.
const CLOCK_OFF: SignedDuration = SignedDuration::from_secs(120);

impl Machine {
    pub(super) fn news(&mut self, news: News, now: Timestamp) {
        if !self.session.is_member() {
            return;
        }
        match news {
            News::Event(event) => self.event(*event, now),
            News::Ended => {
                self.begun = None;
                self.patience = now.saturating_add(PATIENCE).ok().filter(|_| self.link == Link::Online);
            }
            News::Lost(why) => self.offline(why, now),
            News::Revoked => self.revoked(),
            News::Beat => self.reporter.repeat(),
        }
    }

    fn event(&mut self, event: Event, now: Timestamp) {
        match event {
            Event::Hello(hello) => self.hello(hello, now),
            Event::Reset => self.roster.begin(),
            Event::Snapshot { people, last } => {
                if self.roster.page(people, last) {
                    self.roster.synced = Some(now);
                }
            }
            Event::Presence { person, presence } => {
                if let Some(known) = self.roster.get(&person) {
                    let person = Person { presence, ..known.clone() };
                    self.person(person, now);
                }
            }
            Event::Person(person) => self.person(person, now),
            Event::Gone { person } => self.roster.gone(&person),
            Event::Me(me) => self.own.accept(*me, now),
            Event::Favourites { people } => self.roster.favourites = people,
            Event::Groups { groups } => self.roster.groups = groups.into(),
            Event::Alerts { alerts } => self.alerts(alerts, now),
            Event::Statuses { statuses } => self.roster.statuses = statuses.into(),
            Event::Policy(policy) => self.roster.policy = policy.into(),
        }
        self.roster_changed(now);
    }

    fn hello(&mut self, hello: Hello, now: Timestamp) {
        self.link = Link::Online;
        self.begun = Some(now);
        self.patience = None;
        self.send_again = None;
        self.roster.begin();
        self.reporter.begin(hello.epoch);
        let off = self.own.begin(hello.now, now);
        if off.abs() >= CLOCK_OFF && self.notice.is_none() {
            let minutes = off.abs().as_mins();
            let direction = if off.is_positive() { "behind" } else { "ahead of" };
            let text = format!(
                "This computer's clock is {minutes} minutes {direction} the team's: times shown here are off."
            );
            self.notice = Some(Notice::Words { text });
        }
        if let Session::Member { account, .. } = &mut self.session
            && account.team != hello.team
        {
            account.team = hello.team;
            self.write_account();
        }
    }

    fn person(&mut self, person: Person, now: Timestamp) {
        let id = person.id.clone();
        if self.roster.person(person) {
            self.favourite_is_free(id, now);
        }
    }

    pub(super) fn offline(&mut self, why: Problem, now: Timestamp) {
        let since = match &self.link {
            Link::Offline { since, .. } => *since,
            _ => now,
        };
        if self.link == Link::Online {
            self.roster.synced = Some(now);
        }
        if let Some((ask, _)) = self.take_back.take() {
            self.refuse(ask, why.clone());
        }
        self.link = Link::Offline { since, why };
        self.begun = None;
        self.patience = None;
        self.send_again = None;
        self.reporter.begin(None);
    }

    pub(super) fn revoked(&mut self) {
        self.link = Link::Revoked;
        self.reporter.begin(None);
        self.out.push(Effect::Disconnect);
    }

    /// The problem of whoever asks for something that needs the server while it is not there.
    pub(super) fn why_not_online(&self) -> Option<Problem> {
        match &self.link {
            Link::Online => None,
            Link::Offline { why, .. } => Some(why.clone()),
            Link::Idle => Some(Problem::new(Code::SignedOut, "Join a team first.")),
            Link::Connecting => Some(Problem::new(
                Code::Unreachable,
                "The server has not answered yet. Try again in a moment.",
            )),
            Link::Revoked => Some(Problem::new(
                Code::Unauthorized,
                "This device was signed out of the team. Join again with an invite.",
            )),
        }
    }
}

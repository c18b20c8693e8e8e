//! A machine on virtual time, and a server that is the core with a revision.

use ringlight_core::{
    Shown, Subject, devices, fold, idle, next, privacy::Sight, reasons, resolve, settle, stack, view,
};
use ringlight_protocol::*;

use crate::machine::{Call, Server, *};

pub(super) const DEVICE: &str = "dev-1";
pub(super) const FRIEND: &str = "p-friend";

/// 2026-11-23 10:00 UTC, a Monday.
pub(super) fn start() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

pub(super) fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

/// What the server knows, and how far its clock is from ours.
pub(super) struct Backend {
    pub claims: Claims,
    pub skew: SignedDuration,
    pub refuse: Option<Code>,
    pub breakthrough: Vec<PersonId>,
    pub profile: Profile,
    epoch: u64,
    revision: u64,
    shown: Option<Shown>,
    undo: Option<(String, Vec<Manual>, Option<Note>)>,
}

impl Backend {
    fn new() -> Self {
        Self {
            claims: Claims::default(),
            skew: SignedDuration::ZERO,
            refuse: None,
            breakthrough: Vec::new(),
            profile: profile("Me"),
            epoch: 0,
            revision: 0,
            shown: None,
            undo: None,
        }
    }

    pub fn time(&self, now: Timestamp) -> Timestamp {
        now + self.skew
    }

    pub fn me(&mut self, now: Timestamp) -> Me {
        let (now, policy) = (self.time(now), Policy::default());
        settle(&mut self.claims, &policy, now);
        let shown = fold(self.shown.as_ref(), resolve(&self.claims, &policy, now), now);
        self.shown = Some(shown.clone());
        self.revision += 1;
        let profile = self.profile.clone();
        let privacy = Privacy::default();
        let subject = Subject { shown: &shown, claims: &self.claims, profile: &profile, privacy: &privacy };
        Me {
            presence: view(&subject, Sight::WHOLE, now),
            id: "p-me".into(),
            device: DEVICE.into(),
            profile: profile.clone(),
            claims: self.claims.clone(),
            reasons: reasons(&self.claims, &policy, now),
            next: next(&self.claims, &policy, now),
            privacy: privacy.clone(),
            breakthrough: self.breakthrough.clone(),
            revision: self.revision,
        }
    }

    fn changed(&mut self, now: Timestamp) -> Answer {
        let undo = self.undo.as_ref().map(|(token, ..)| token.clone());
        Answer::Changed(Box::new(StatusChanged { undo, me: self.me(now) }))
    }

    fn remember(&mut self) {
        let token = format!("undo-{}", self.revision);
        self.undo = Some((token, self.claims.manual.clone(), self.claims.note.clone()));
    }

    pub fn choose(
        &mut self,
        status: &str,
        until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), stack::StackError> {
        let status = shipped_statuses().into_iter().find(|known| known.id.as_str() == status).unwrap();
        let manual = Manual {
            id: format!("m-{}", self.revision).into(),
            status: status.id,
            availability: status.availability,
            sticky: status.sticky,
            chosen: self.time(now),
            until,
            secondary: None,
            by: None,
        };
        let now = self.time(now);
        stack::choose(&mut self.claims, manual, now)
    }

    fn take(&mut self, choice: &Choice, now: Timestamp) -> Result<Answer, Failure> {
        let server_now = self.time(now);
        let chosen = server_now - choice.chosen_ago.unwrap_or_default();
        let until = choice.until.or(choice.duration.map(|lasts| chosen + lasts));
        self.remember();
        let mut before = self.claims.clone();
        let result = self.choose(choice.status.as_str(), until, now - choice.chosen_ago.unwrap_or_default());
        // `choose` above judged the past with the past's clock; what counts is the present.
        std::mem::swap(&mut before, &mut self.claims);
        let manual = before.manual.first().cloned();
        match (result, manual) {
            (Err(stack::StackError::Older), _) => Err(refused(Code::Superseded)),
            (Err(_), _) | (_, None) => Err(refused(Code::EndInThePast)),
            (Ok(()), Some(manual)) => match stack::choose(&mut self.claims, manual, server_now) {
                Ok(()) => Ok(self.changed(now)),
                Err(stack::StackError::Older) => Err(refused(Code::Superseded)),
                Err(_) => Err(refused(Code::EndInThePast)),
            },
        }
    }

    pub fn answer(&mut self, call: &Call, now: Timestamp) -> Result<Answer, Failure> {
        if let Some(code) = self.refuse {
            return Err(refused(code));
        }
        match call {
            Call::Report(report) => {
                let time = self.time(now);
                let taken = report.epoch == self.epoch
                    && devices::report(&mut self.claims, &DEVICE.into(), DeviceKind::Desktop, report, time);
                Ok(Answer::Reported(Box::new(Reported { taken, me: self.me(now) })))
            }
            Call::EndReport => {
                let time = self.time(now);
                devices::quit(&mut self.claims, &DEVICE.into(), time);
                Ok(Answer::Nothing)
            }
            Call::Choose(choice) => self.take(choice, now),
            Call::Automatic => {
                self.remember();
                let time = self.time(now);
                stack::clear(&mut self.claims, time);
                Ok(self.changed(now))
            }
            Call::Undo(token) => match self.undo.take_if(|(known, ..)| known == token) {
                Some((_, manual, note)) => {
                    (self.claims.manual, self.claims.note) = (manual, note);
                    self.claims.manual_changed = Some(self.time(now));
                    Ok(self.changed(now))
                }
                None => Err(refused(Code::NothingToUndo)),
            },
            Call::SetNote(note) => {
                self.remember();
                let note = note.clone();
                self.claims.note = Some(Note { text: note.text, emoji: note.emoji, until: note.until });
                Ok(self.changed(now))
            }
            Call::Drop(claim) => {
                self.remember();
                self.claims.manual.retain(|manual| manual.id != *claim);
                Ok(self.changed(now))
            }
            Call::ClearNote => {
                self.remember();
                self.claims.note = None;
                Ok(self.changed(now))
            }
            Call::Profile(change) => {
                self.profile.zone = change.zone.clone().unwrap_or(self.profile.zone.clone());
                Ok(self.changed(now))
            }
            _ => Ok(Answer::Nothing),
        }
    }
}

fn profile(name: &str) -> Profile {
    Profile {
        name: name.into(),
        group: None,
        zone: "UTC".into(),
        working_hours: None,
        location: None,
        contacts: Vec::new(),
        admin: false,
    }
}

pub(super) fn refused(code: Code) -> Failure {
    Failure { problem: Problem::new(code, "no"), again: None }
}

pub(super) fn unreachable() -> Failure {
    let problem = Problem::new(Code::Unreachable, "gone");
    Failure { problem, again: Some(std::time::Duration::from_secs(3)) }
}

/// The machine with everything around it.
pub(super) struct Rig {
    pub machine: Machine,
    pub server: Backend,
    pub now: Timestamp,
    /// Calls that wait for their answer.
    pub calls: Vec<(Purpose, Call)>,
    /// Everything else that was asked for.
    pub effects: Vec<Effect>,
    asks: AskId,
}

pub(super) fn account(server: Server) -> Account {
    Account {
        team: "Team".into(),
        name: "Me".into(),
        person: "p-me".into(),
        device: DEVICE.into(),
        addresses: vec!["127.0.0.1:7420".into()],
        pin: Some("A".repeat(43)),
        server,
        token: local::TokenPlace::Keyring,
    }
}

impl Rig {
    pub fn new(loaded: Loaded) -> Self {
        let computer = ThisComputer { device: "computer".into(), zone: "UTC".into() };
        let (machine, effects) = Machine::new(loaded, computer, start());
        let mut rig = Self {
            machine,
            server: Backend::new(),
            now: start(),
            calls: Vec::new(),
            effects: Vec::new(),
            asks: 0,
        };
        rig.sort(effects);
        rig
    }

    /// Signed in, stream open, everything said.
    pub fn online() -> Self {
        let mut rig = Self::offline();
        rig.connect();
        rig.answer_all();
        rig
    }

    /// The same after a start with what was on disk.
    pub fn online_with(roster: Roster) -> Self {
        let account = Some(account(Server::There));
        let mut rig = Self::offline_with(Loaded { account, roster, ..Loaded::default() });
        rig.connect();
        rig.answer_all();
        rig
    }

    /// Signed in, the token read, the server not reached yet.
    pub fn offline() -> Self {
        Self::offline_with(Loaded { account: Some(account(Server::There)), ..Loaded::default() })
    }

    pub fn offline_with(loaded: Loaded) -> Self {
        let mut rig = Self::new(loaded);
        rig.vault(VaultAnswer::Read(Ok(Some(Token("secret".into())))));
        rig.sense(DeviceActivity::Active);
        rig
    }

    fn sort(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Call(purpose, call) => self.calls.push((purpose, call)),
                other => self.effects.push(other),
            }
        }
    }

    pub fn handle(&mut self, input: Input) {
        let effects = self.machine.handle(input, self.now);
        self.sort(effects);
    }

    pub fn vault(&mut self, answer: VaultAnswer) {
        self.handle(Input::Vault(answer));
    }

    pub fn event(&mut self, event: Event) {
        self.handle(Input::Stream(News::Event(Box::new(event))));
    }

    /// A new stream: hello, me, and a roster of one.
    pub fn connect(&mut self) {
        self.open(true);
    }

    /// The same of the kind that the machine asked for, also if it asks for another meanwhile.
    pub fn open_as_asked(&mut self) {
        loop {
            let publish = self.machine.published;
            self.open(publish);
            if self.machine.published == publish {
                return;
            }
        }
    }

    /// The same of a stream that publishes or only reads.
    pub fn open(&mut self, publish: bool) {
        self.server.epoch += 1;
        let hello = Hello {
            server: "0.1.0".into(),
            api: 1,
            features: Vec::new(),
            epoch: publish.then_some(self.server.epoch),
            reconnect: seconds(5),
            team: "Team".into(),
            now: self.server.time(self.now),
        };
        self.event(Event::Hello(hello));
        let me = self.server.me(self.now);
        self.event(Event::Me(Box::new(me)));
        self.event(Event::Snapshot { people: vec![friend(Availability::Busy)], last: true });
    }

    pub fn lose(&mut self) {
        self.handle(Input::Stream(News::Lost(Problem::new(Code::Unreachable, "gone"))));
    }

    /// Lets the server answer until nothing is on its way.
    pub fn answer_all(&mut self) {
        for _ in 0..100 {
            if self.calls.is_empty() {
                return;
            }
            self.answer_one();
        }
        panic!("calls without end: {:?}", self.calls);
    }

    /// Lets the server answer the first call that is on its way.
    pub fn answer_one(&mut self) {
        let (purpose, call) = self.calls.remove(0);
        let answer = self.server.answer(&call, self.now);
        self.handle(Input::Answered(purpose, answer));
    }

    /// Nothing that is on its way arrives.
    pub fn fail_all(&mut self) {
        for (purpose, _) in std::mem::take(&mut self.calls) {
            self.handle(Input::Answered(purpose, Err(unreachable())));
        }
    }

    pub fn sense(&mut self, activity: DeviceActivity) {
        let since = |so: bool| so.then_some(self.now);
        let sensed = Sensed {
            input: match activity {
                DeviceActivity::Unknown => idle::Input::CannotTell,
                DeviceActivity::Idle => idle::Input::Idle { since: self.now },
                _ => idle::Input::Active,
            },
            locked: since(activity == DeviceActivity::Locked),
            asleep: since(activity == DeviceActivity::Asleep),
            ..Sensed::default()
        };
        self.handle(Input::Sensed(sensed));
    }

    pub fn pass(&mut self, time: SignedDuration) {
        self.now += time;
        self.handle(Input::Time);
    }

    /// Asks, and gives the reply if there is one already.
    pub fn ask(&mut self, request: local::Request) -> Option<local::Reply> {
        self.asks += 1;
        let ask = self.asks;
        self.handle(Input::Ask(ask, request));
        self.reply(ask)
    }

    /// The reply to the last question.
    pub fn reply_now(&mut self) -> Option<local::Reply> {
        self.reply(self.asks)
    }

    fn reply(&mut self, sought: AskId) -> Option<local::Reply> {
        let at = self
            .effects
            .iter()
            .position(|effect| matches!(effect, Effect::Reply(ask, _) if *ask == sought))?;
        match self.effects.remove(at) {
            Effect::Reply(_, reply) => Some(reply),
            _ => None,
        }
    }

    pub fn choose(&mut self, status: &str, minutes: i64) -> Option<local::Reply> {
        let end = if minutes == 0 {
            local::End::Never
        } else {
            local::End::After(SignedDuration::from_mins(minutes))
        };
        self.ask(local::Request::Choose { status: status.into(), secondary: None, end, note: None })
    }

    pub fn shown(&self) -> local::Myself {
        (*self.machine.snapshot().me.expect("somebody is signed in")).clone()
    }

    pub fn status(&self) -> String {
        self.shown().presence.status.to_string()
    }
}

pub(super) fn friend(availability: Availability) -> Person {
    let mut friend = Backend::new().me(start());
    friend.presence.availability = availability;
    Person { id: FRIEND.into(), profile: profile("Ada"), presence: friend.presence }
}

//! What is sent to the server, and what its answers change. One report, one choice and one note at a time.

use ringlight_protocol::{
    Code, NoteChange, Problem, Reported, SignedDuration, StatusChanged, Timestamp,
    local::{self, Changed, Link, Notice, Reply},
};

use super::{Answer, AskId, Call, Effect, Failure, InFlight, LastChange, Machine, Purpose, TakeBack, Unsent};

/// When a report that was refused, or came too late, is sent again.
const REPORT_AGAIN: SignedDuration = SignedDuration::from_secs(10);

impl Machine {
    /// Sends what is due. Choices wait until the server has answered the first report of a stream: its answer tells
    /// whether something newer was chosen elsewhere.
    pub(super) fn send(&mut self, now: Timestamp) {
        if !self.may_send() {
            return;
        }
        if let Some((purpose, call)) = self.reporter.next(now) {
            self.call(purpose, call);
        }
        if self.reporter.has_spoken() && self.in_flight.is_none() {
            self.send_change(now);
        }
    }

    /// Whether there is somebody to send to, and no pause is on.
    pub(super) fn may_send(&self) -> bool {
        self.session.is_member() && self.link == Link::Online && self.send_again.is_none()
    }

    /// A note goes before a choice that was made with it, so that the choice is the one that can be taken back; what is
    /// to be taken back goes before both.
    fn send_change(&mut self, now: Timestamp) {
        if let Some((ask, token)) = self.take_back.take() {
            self.in_flight = Some(InFlight::TakingBack);
            self.call(Purpose::Undo(ask), Call::Undo(token));
        } else if let Some(note) = self.pending.note.clone() {
            let call = match note.clone() {
                None => Call::ClearNote,
                Some(note) => {
                    Call::SetNote(NoteChange { text: note.text, emoji: note.emoji, until: note.until })
                }
            };
            self.in_flight = Some(InFlight::Note(note));
            self.call(Purpose::Note, call);
        } else {
            self.send_choice(now);
        }
    }

    fn send_choice(&mut self, now: Timestamp) {
        let Some(me) = self.own.me() else { return };
        let now = self.own.server_time(now);
        let claims = &me.claims;
        let lost = |choice: &Unsent| !choice.has_arrived(claims) && choice.is_superseded(claims, now);
        if self.pending.choices.iter().any(lost) {
            self.notice = Some(Notice::Superseded);
        }
        self.pending.choices.retain(|choice| !choice.has_arrived(claims) && !lost(choice));
        if let Some(choice) = self.pending.choices.first() {
            let (number, call) = (choice.number, choice.call(now));
            self.in_flight = Some(InFlight::Choice(number));
            self.call(Purpose::Choice(number), call);
        }
    }

    pub(super) fn call(&mut self, purpose: Purpose, call: Call) {
        self.out.push(Effect::Call(purpose, call));
    }

    pub(super) fn answered(&mut self, purpose: Purpose, result: Result<Answer, Failure>, now: Timestamp) {
        if let Some(ask) = purpose.of_member().filter(|_| !self.session.is_member()) {
            return ask.into_iter().for_each(|ask| self.refuse(ask, signed_out()));
        }
        let revoked = matches!(&result, Err(failure) if failure.problem.code == Code::Unauthorized);
        match purpose {
            Purpose::Report(epoch, sequence) => self.report_answered(epoch, sequence, result, now),
            Purpose::Choice(number) => self.choice_answered(number, result, now),
            Purpose::Note => self.note_answered(result, now),
            Purpose::Undo(ask) => self.undo_answered(ask, result, now),
            Purpose::Change(ask, what) => self.change_answered(ask, what, result, now),
            Purpose::Ask(ask) => self.ask_answered(ask, result, now),
            Purpose::Calendar => self.calendar_answered(result, now),
            Purpose::CalendarThenSignOut => return self.say_signed_out(),
            Purpose::Zone(zone) => self.zone_answered(zone, result, now),
            Purpose::SignOut => return self.left(result),
            Purpose::Leave(ask) => return self.left_the_team(ask, result),
        }
        if revoked && self.session.is_member() {
            self.revoked();
        }
    }

    fn report_answered(
        &mut self,
        epoch: u64,
        sequence: u64,
        result: Result<Answer, Failure>,
        now: Timestamp,
    ) {
        let taken = match result {
            Ok(Answer::Reported(reported)) => {
                let Reported { taken, me } = *reported;
                self.own.accept(me, now);
                taken
            }
            Ok(_) => true,
            Err(failure) => {
                self.try_again(&failure, now);
                false
            }
        };
        if !taken && self.send_again.is_none() {
            self.send_again = now.saturating_add(REPORT_AGAIN).ok();
        }
        self.reporter.answered(epoch, sequence, taken);
    }

    fn choice_answered(&mut self, number: u64, result: Result<Answer, Failure>, now: Timestamp) {
        self.in_flight = None;
        match result {
            Ok(answer) => {
                self.pending.choices.retain(|choice| choice.number != number);
                let token = self.take_in(answer, now);
                self.choice_taken(number, token);
            }
            Err(failure) if failure.again.is_some() => {
                self.try_again(&failure, now);
                self.undo_now_if_wanted(number);
            }
            Err(failure) => {
                self.pending.choices.retain(|choice| choice.number != number);
                self.choice_refused(number, failure.problem);
            }
        }
    }

    fn choice_taken(&mut self, number: u64, token: Option<String>) {
        let Some(change) = &mut self.last_change else { return };
        let was_it = change.is_choice(number);
        if !change.sent(number, token) {
            let wanted = change.wanted.take();
            self.last_change = None;
            if let Some(ask) = wanted {
                self.refuse(ask, nothing_to_undo());
            }
        } else if was_it && let Some(ask) = change.wanted.take() {
            self.undo(ask);
        }
    }

    fn choice_refused(&mut self, number: u64, problem: Problem) {
        self.notice = Some(match problem.code {
            Code::Superseded => Notice::Superseded,
            _ => Notice::Refused { problem },
        });
        if let Some(change) = self.last_change.take_if(|change| change.is_choice(number))
            && let Some(ask) = change.wanted
        {
            self.reply(ask, Reply::Done);
        }
    }

    /// The choice did not get through, and its owner wants it back already: it never needs to be sent.
    fn undo_now_if_wanted(&mut self, number: u64) {
        let wanted = self
            .last_change
            .as_mut()
            .filter(|change| change.is_choice(number))
            .and_then(|it| it.wanted.take());
        if let Some(ask) = wanted {
            self.undo(ask);
        }
    }

    fn note_answered(&mut self, result: Result<Answer, Failure>, now: Timestamp) {
        let sent = self.in_flight.take();
        match result {
            Err(failure) if failure.again.is_some() => return self.try_again(&failure, now),
            Err(failure) => self.notice = Some(Notice::Refused { problem: failure.problem }),
            Ok(answer) => drop(self.take_in(answer, now)),
        }
        if let Some(InFlight::Note(sent)) = sent
            && self.pending.note.as_ref() == Some(&sent)
        {
            self.pending.note = None;
        }
    }

    fn undo_answered(&mut self, ask: AskId, result: Result<Answer, Failure>, now: Timestamp) {
        self.in_flight = None;
        match result {
            Ok(answer) => {
                self.take_in(answer, now);
                self.reply(ask, Reply::Done);
            }
            Err(failure) => self.refuse(ask, failure.problem),
        }
    }

    fn change_answered(
        &mut self,
        ask: AskId,
        what: Changed,
        result: Result<Answer, Failure>,
        now: Timestamp,
    ) {
        match result {
            Ok(answer) => {
                let reply = match what {
                    Changed::Dropped | Changed::Profile => Reply::Done,
                    _ => Reply::Answer { answer: local::Answer::Done.into() },
                };
                self.last_change = self
                    .take_in(answer, now)
                    .map(|token| LastChange::of_status(what, TakeBack::Token(token), now));
                self.reply(ask, reply);
            }
            Err(failure) => self.refuse(ask, failure.problem),
        }
    }

    fn ask_answered(&mut self, ask: AskId, result: Result<Answer, Failure>, now: Timestamp) {
        let reply = match result {
            Ok(Answer::Told(answer)) => Reply::Answer { answer },
            Ok(Answer::Invited(invited)) => Reply::Invite { link: invited.link, until: invited.until },
            Ok(answer) => {
                self.take_in(answer, now);
                Reply::Done
            }
            Err(failure) => Reply::Problem { problem: failure.problem },
        };
        self.reply(ask, reply);
    }

    fn zone_answered(&mut self, zone: String, result: Result<Answer, Failure>, now: Timestamp) {
        self.moving = false;
        match result {
            Err(failure) if failure.again.is_some() => return self.try_again(&failure, now),
            Err(failure) => self.notice = Some(Notice::Refused { problem: failure.problem }),
            Ok(answer) => drop(self.take_in(answer, now)),
        }
        self.roster.zone = Some(zone);
        self.roster_changed(now);
    }

    /// Takes in what an answer says of me. Gives the undo token, if there is one.
    fn take_in(&mut self, answer: Answer, now: Timestamp) -> Option<String> {
        match answer {
            Answer::Changed(changed) => {
                let StatusChanged { undo, me } = *changed;
                self.own.accept(me, now);
                undo
            }
            Answer::Reported(_) | Answer::Invited(_) | Answer::Told(_) | Answer::Nothing => None,
        }
    }

    pub(super) fn try_again(&mut self, failure: &Failure, now: Timestamp) {
        let after = failure.again.and_then(|after| SignedDuration::try_from(after).ok());
        self.send_again = after.and_then(|after| now.saturating_add(after).ok());
    }

    /// Takes the last change back, or says why not.
    pub(super) fn undo(&mut self, ask: AskId) {
        let on_its_way = self.choice_on_its_way();
        let problem = match &mut self.last_change {
            None | Some(LastChange { wanted: Some(_), .. }) => Some(nothing_to_undo()),
            Some(LastChange { status: Some(TakeBack::Unsent { number, .. }), wanted, .. })
                if on_its_way == Some(*number) =>
            {
                *wanted = Some(ask);
                return;
            }
            Some(LastChange { status: Some(TakeBack::Token(_)), .. }) => self.why_not_published(),
            Some(_) => None,
        };
        match (problem, self.last_change.take()) {
            (None, Some(change)) => self.take_back(ask, change),
            (problem, kept) => {
                self.last_change = kept;
                self.refuse(ask, problem.unwrap_or_else(nothing_to_undo));
            }
        }
    }

    /// The number of the choice that the server has not answered yet.
    pub(super) fn choice_on_its_way(&self) -> Option<u64> {
        match self.in_flight {
            Some(InFlight::Choice(number)) => Some(number),
            _ => None,
        }
    }

    fn take_back(&mut self, ask: AskId, change: LastChange) {
        if let Some(note) = change.note_before {
            self.pending.note = Some(note);
        }
        match change.status {
            Some(TakeBack::Token(token)) => self.take_back = Some((ask, token)),
            Some(TakeBack::Unsent { before, .. }) => {
                self.pending.choices = before;
                self.reply(ask, Reply::Done);
            }
            None => self.reply(ask, Reply::Done),
        }
    }
}

pub(super) fn signed_out() -> Problem {
    Problem::new(Code::SignedOut, "Join a team first.")
}

fn nothing_to_undo() -> Problem {
    Problem::new(Code::NothingToUndo, "The last change is older than ten seconds, or was taken back already.")
}

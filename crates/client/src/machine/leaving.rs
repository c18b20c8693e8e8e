//! Ceasing to be somebody on this computer.

use ringlight_protocol::{
    CalendarChange, Code, Problem,
    local::{Link, Notice, Reply, TokenPlace},
};

use super::{
    Answer, AskId, Call, Effect, Failure, HostJob, Machine, Own, Pending, Purpose, Roster, Saved, Server,
    Session, Untold, Vault, joining::connection, sending::signed_out,
};

impl Machine {
    pub(super) fn sign_out(&mut self, ask: AskId) {
        match std::mem::take(&mut self.session) {
            Session::Member { account, .. } if self.link != Link::Revoked => {
                self.session = Session::Leaving { account, ask };
                if self.roster.calendar_told {
                    let nothing = CalendarChange { meetings: Vec::new() };
                    self.call(Purpose::CalendarThenSignOut, Call::Calendar(nothing));
                } else {
                    self.say_signed_out();
                }
            }
            Session::Locked { account, token: Some(token), .. } => {
                self.out.push(Effect::Connect(connection(&account, token, false)));
                self.out.push(Effect::Call(Purpose::SignOut, Call::SignOut(account.device.clone())));
                self.session = Session::Leaving { account, ask };
            }
            Session::Member { account, .. }
            | Session::Waking { account, .. }
            | Session::Locked { account, .. } => {
                self.session = Session::Leaving { account, ask };
                self.left(Ok(Answer::Nothing));
            }
            other => {
                self.session = other;
                self.refuse(ask, Problem::new(Code::SignedOut, "Nobody is signed in on this computer."));
            }
        }
    }

    /// Tells the server that this device is not mine any more.
    pub(super) fn say_signed_out(&mut self) {
        if let Session::Leaving { account, .. } = &self.session {
            let device = account.device.clone();
            self.call(Purpose::SignOut, Call::SignOut(device));
        }
    }

    /// The server was told, or could not be.
    pub(super) fn left(&mut self, result: Result<Answer, Failure>) {
        let Session::Leaving { ask, .. } = &self.session else { return };
        let ask = *ask;
        self.end_account();
        if result.is_err() {
            let text = "You are signed out here. The server could not be told: this device stays in your list of devices.";
            self.notice = Some(Notice::Words { text: text.into() });
        }
        self.reply(ask, Reply::Done);
    }

    /// Asks the server to delete everything; the account stays until it has.
    pub(super) fn leave(&mut self, ask: AskId) {
        match (self.session.is_member(), self.why_not_online()) {
            (true, None) => self.call(Purpose::Leave(ask), Call::Leave),
            (_, Some(problem)) => self.refuse(ask, problem),
            (false, None) => self.refuse(ask, signed_out()),
        }
    }

    /// The server deleted everything, or did not.
    pub(super) fn left_the_team(&mut self, ask: AskId, result: Result<Answer, Failure>) {
        match result {
            Ok(_) => {
                self.end_account();
                self.reply(ask, Reply::Done);
            }
            Err(failure) => self.refuse(ask, failure.problem),
        }
    }

    /// The account is over: its token, its server if that runs here, and its files go.
    fn end_account(&mut self) {
        self.forget_calendar();
        let Some(account) = self.session.account() else { return };
        if account.token == TokenPlace::Keyring {
            self.out.push(Effect::Vault(Vault::Forget(account.keyring_user())));
        }
        if account.server != Server::There {
            self.out.push(Effect::Host(HostJob::Close));
        }
        self.clear();
    }

    pub(super) fn forget(&mut self, why: &str) {
        self.clear();
        self.notice = Some(Notice::Words { text: why.into() });
    }

    /// Nobody is signed in any more; nothing of the team stays on disk.
    fn clear(&mut self) {
        self.session = Session::None;
        self.link = Link::Idle;
        self.forget_team();
        self.saved_pending = Pending::default();
        self.silent = false;
        self.out.push(Effect::Disconnect);
        self.out.extend(
            [Saved::Account(None), Saved::Roster(None), Saved::Pending(Pending::default())]
                .map(|saved| Effect::Save(Box::new(saved))),
        );
    }

    /// Nothing holds that was known of a team or under way with it. Whoever waits for it is told.
    pub(super) fn forget_team(&mut self) {
        self.roster = Roster::default();
        self.own = Own::new(None);
        self.pending = Pending::default();
        self.untold = Untold::default();
        self.moving = false;
        self.in_flight = None;
        let undo = self.last_change.take().and_then(|change| change.wanted);
        let take_back = self.take_back.take().map(|(ask, _)| ask);
        let reading = self.calendar.end();
        undo.into_iter().chain(take_back).chain(reading).for_each(|ask| self.refuse(ask, signed_out()));
        self.save_roster = None;
        self.send_again = None;
        self.patience = None;
        self.reporter.begin(None);
    }
}

//! Becoming somebody: starting with an account, starting or joining a team, keeping the token, signing out.

use ringlight_protocol::{
    Code, InviteLink, InviteLinkError, Join, Joined, NAME_MAX_CHARS, Problem, Timestamp,
    local::{Link, Notice, Reply, TokenPlace},
};

use super::{
    Account, Answer, AskId, Call, Connection, Effect, Failure, HostAnswer, HostJob, Joining, Machine, Own,
    Pending, Purpose, Roster, Saved, Server, Session, Token, Vault, VaultAnswer,
};
use crate::Found;

/// What somebody is called in a team of simulated colleagues.
const NAME_IN_DEMO: &str = "You";

impl Machine {
    /// Begins with the account that was on disk.
    pub(super) fn wake(&mut self, account: Option<Account>) {
        let Some(account) = account else { return };
        self.link = Link::Connecting;
        let served = !matches!(account.server, Server::Here(_));
        if let Server::Here(listening) = &account.server {
            self.out.push(Effect::Host(HostJob::Resume(listening.clone())));
        }
        match (account.token, served) {
            (TokenPlace::Keyring, _) => self.out.push(Effect::Vault(Vault::Read(account.keyring_user()))),
            (TokenPlace::Memory, false) => {}
            (TokenPlace::Memory, true) => {
                return self.forget("Your sign-in was kept in memory only and ended with the last run. Join again with an invite.");
            }
        }
        self.session = Session::Waking { account, token: None, served };
    }

    pub(super) fn start_team(&mut self, ask: AskId, team: String, name: String) {
        let checked = self
            .must_be_nobody()
            .and_then(|()| check_name(&team, "team"))
            .and_then(|()| check_name(&name, "name"));
        if let Err(problem) = checked {
            return self.refuse(ask, problem);
        }
        self.out.push(Effect::Host(HostJob::Found(Found::Team { name: team.clone() })));
        self.begin_joining(team, name, Server::Here(Vec::new()), Some(ask));
    }

    pub(super) fn look_around(&mut self, ask: AskId) {
        if let Err(problem) = self.must_be_nobody() {
            return self.refuse(ask, problem);
        }
        self.out.push(Effect::Host(HostJob::Found(Found::Demo)));
        self.begin_joining(String::new(), NAME_IN_DEMO.into(), Server::Demo, Some(ask));
    }

    pub(super) fn read_link(&mut self, ask: AskId, link: &str) {
        let reply = match parse(link) {
            Ok(link) => Reply::Link { team: link.team, addresses: link.addresses },
            Err(problem) => Reply::Problem { problem },
        };
        self.reply(ask, reply);
    }

    pub(super) fn join(&mut self, ask: AskId, link: &str, name: String) {
        let checked =
            self.must_be_nobody().and_then(|()| check_name(&name, "name")).and_then(|()| parse(link));
        match checked {
            Ok(link) => {
                self.begin_joining(link.team.clone(), name, Server::There, Some(ask));
                self.join_by(link);
            }
            Err(problem) => self.refuse(ask, problem),
        }
    }

    fn begin_joining(&mut self, team: String, name: String, server: Server, ask: Option<AskId>) {
        let instead_of = self.session.account().cloned();
        let joining = Joining {
            team,
            name: name.trim().to_owned(),
            server,
            addresses: Vec::new(),
            pin: None,
            ask,
            instead_of,
        };
        self.session = Session::Joining(joining);
    }

    fn join_by(&mut self, link: InviteLink) {
        let Session::Joining(joining) = &mut self.session else { return };
        joining.addresses.clone_from(&link.addresses);
        joining.pin.clone_from(&link.pin);
        let join = Join {
            code: link.code.clone(),
            name: joining.name.clone(),
            device: self.computer.device.clone(),
            zone: self.computer.zone.clone(),
        };
        self.out.push(Effect::Join(Box::new((link, join))));
    }

    pub(super) fn joined(&mut self, result: Result<Joined, Problem>, now: Timestamp) {
        let Session::Joining(joining) = std::mem::take(&mut self.session) else { return };
        match result {
            Ok(joined) => self.let_in(joining, joined, now),
            Err(problem) => self.not_joined(joining, problem),
        }
    }

    fn let_in(&mut self, joining: Joining, joined: Joined, now: Timestamp) {
        let in_memory = self.memory_is_fine || joining.server == Server::Demo;
        let account = Account {
            team: joined.team,
            name: joining.name,
            person: joined.me.id.clone(),
            device: joined.me.device.clone(),
            addresses: joining.addresses,
            pin: joining.pin,
            server: joining.server,
            token: if in_memory { TokenPlace::Memory } else { TokenPlace::Keyring },
        };
        let token = Token(joined.token.into());
        self.roster = Roster::default();
        self.pending = Pending::default();
        self.own = Own::new(None);
        self.own.accept(joined.me, now);
        if in_memory {
            self.enter(account, token);
            self.reply_done(joining.ask);
        } else {
            self.out.push(Effect::Vault(Vault::Keep(account.keyring_user(), token.clone())));
            self.session = Session::Keeping { account, token, ask: joining.ask };
        }
    }

    fn not_joined(&mut self, joining: Joining, problem: Problem) {
        match (joining.ask, joining.instead_of) {
            (Some(ask), instead_of) => {
                self.refuse(ask, problem);
                if joining.server != Server::There {
                    self.out.push(Effect::Host(HostJob::Close));
                }
                if let Some(account) = instead_of {
                    let why = "This device was signed out of the team.".into();
                    self.session = Session::Locked { account, token: None, why };
                }
            }
            (None, Some(account)) => {
                self.session = Session::Locked { account, token: None, why: problem.to_string() };
            }
            (None, None) => {}
        }
    }

    /// Signed in: the stream is opened.
    fn enter(&mut self, account: Account, token: Token) {
        let connection = connection(&account, token);
        self.session = Session::Member { account };
        self.link = Link::Connecting;
        self.write_account();
        self.out.push(Effect::Connect(connection));
    }

    pub(super) fn write_account(&mut self) {
        if let Some(account) = self.session.account().filter(|account| account.server != Server::Demo) {
            self.out.push(Effect::Save(Box::new(Saved::Account(Some(account.clone())))));
        }
    }

    pub(super) fn vault(&mut self, answer: VaultAnswer) {
        match (answer, std::mem::take(&mut self.session)) {
            (VaultAnswer::Kept(Ok(())), Session::Keeping { account, token, ask }) => {
                self.enter(account, token);
                self.reply_done(ask);
            }
            (VaultAnswer::Kept(Err(why)), Session::Keeping { account, token, ask }) => {
                self.session = Session::Locked { account, token: Some(token), why };
                self.link = Link::Idle;
                self.reply_done(ask);
            }
            (VaultAnswer::Read(Ok(Some(token))), Session::Waking { account, served, .. }) => {
                self.session = Session::Waking { account, token: Some(token), served };
                self.enter_if_ready();
            }
            (VaultAnswer::Read(Ok(None)), Session::Waking { account, served, .. }) => {
                self.token_lost(account, served)
            }
            (VaultAnswer::Read(Err(why)), Session::Waking { account, .. }) => {
                self.session = Session::Locked { account, token: None, why };
                self.link = Link::Idle;
            }
            (_, session) => self.session = session,
        }
    }

    fn enter_if_ready(&mut self) {
        if let Session::Waking { account, token: Some(token), served: true } = &self.session {
            let (account, token) = (account.clone(), token.clone());
            self.enter(account, token);
        }
    }

    /// The keyring is there and has no token. A team hosted here lets its own person in again.
    fn token_lost(&mut self, mut account: Account, served: bool) {
        if !matches!(account.server, Server::Here(_)) {
            self.session = Session::Waking { account, token: None, served };
            return self.forget(
                "The keyring of this computer no longer has your sign-in. Join again with an invite.",
            );
        }
        account.token = TokenPlace::Memory;
        if served {
            self.readmit(account);
        } else {
            self.session = Session::Waking { account, token: None, served };
        }
    }

    fn readmit(&mut self, account: Account) {
        self.out.push(Effect::Host(HostJob::Readmit(account.person.clone())));
        let (team, name, server) = (account.team.clone(), account.name.clone(), account.server.clone());
        self.session = Session::Waking { account, token: None, served: true };
        self.begin_joining(team, name, server, None);
    }

    pub(super) fn host(&mut self, answer: HostAnswer, now: Timestamp) {
        match answer {
            HostAnswer::Link(Ok(link)) => {
                if let Session::Joining(joining) = &mut self.session {
                    joining.team.clone_from(&link.team);
                }
                self.join_by(link);
            }
            HostAnswer::Link(Err(problem)) => {
                if let Session::Joining(joining) = std::mem::take(&mut self.session) {
                    self.not_joined(joining, problem);
                }
            }
            HostAnswer::Resumed(Ok(addresses)) => self.resumed(addresses),
            HostAnswer::Resumed(Err(problem)) => self.offline(problem, now),
            HostAnswer::Listening(ask, Ok(on)) => {
                if let Some(account) = self.session.account_mut() {
                    account.server = Server::Here(on);
                }
                self.write_account();
                self.reply(ask, Reply::Done);
            }
            HostAnswer::Listening(ask, Err(problem)) => self.refuse(ask, problem),
        }
    }

    fn resumed(&mut self, addresses: Vec<String>) {
        match &mut self.session {
            Session::Waking { account, served, token } => {
                account.addresses = addresses;
                *served = true;
                if account.token == TokenPlace::Memory && token.is_none() {
                    let account = account.clone();
                    self.readmit(account);
                } else {
                    self.enter_if_ready();
                }
            }
            Session::Locked { account, .. } => account.addresses = addresses,
            _ => {}
        }
    }

    pub(super) fn keep_in_memory(&mut self, ask: AskId) {
        self.memory_is_fine = true;
        match std::mem::take(&mut self.session) {
            Session::Locked { mut account, token: Some(token), .. } => {
                account.token = TokenPlace::Memory;
                self.enter(account, token);
            }
            Session::Locked { mut account, token: None, .. } if matches!(account.server, Server::Here(_)) => {
                account.token = TokenPlace::Memory;
                self.readmit(account);
            }
            Session::Locked { account, .. } => {
                self.session = Session::Waking { account, token: None, served: true };
                self.forget("Join again with an invite; the sign-in will be kept in memory only.");
            }
            other => self.session = other,
        }
        self.reply(ask, Reply::Done);
    }

    pub(super) fn retry(&mut self, ask: AskId) {
        match std::mem::take(&mut self.session) {
            Session::Locked { account, token: Some(token), .. } => {
                self.out.push(Effect::Vault(Vault::Keep(account.keyring_user(), token.clone())));
                self.session = Session::Keeping { account, token, ask: None };
            }
            Session::Locked { account, token: None, .. } => self.wake(Some(account)),
            Session::Waking { account, token, served: false } => {
                if let Server::Here(listening) = &account.server {
                    self.out.push(Effect::Host(HostJob::Resume(listening.clone())));
                }
                self.link = Link::Connecting;
                self.session = Session::Waking { account, token, served: false };
            }
            other => {
                self.session = other;
                self.out.push(Effect::Reconnect);
            }
        }
        self.reply(ask, Reply::Done);
    }

    pub(super) fn sign_out(&mut self, ask: AskId) {
        match std::mem::take(&mut self.session) {
            Session::Member { account, .. } if self.link != Link::Revoked => {
                self.out.push(Effect::Call(Purpose::Leave, Call::Leave(account.device.clone())));
                self.session = Session::Leaving { account, ask };
            }
            Session::Locked { account, token: Some(token), .. } => {
                self.out.push(Effect::Connect(connection(&account, token)));
                self.out.push(Effect::Call(Purpose::Leave, Call::Leave(account.device.clone())));
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

    /// The server was told, or could not be.
    pub(super) fn left(&mut self, result: Result<Answer, Failure>) {
        let Session::Leaving { account, ask } = &self.session else { return };
        let ask = *ask;
        if account.token == TokenPlace::Keyring {
            self.out.push(Effect::Vault(Vault::Forget(account.keyring_user())));
        }
        if account.server != Server::There {
            self.out.push(Effect::Host(HostJob::Close));
        }
        self.clear();
        if result.is_err() {
            let text = "You are signed out here. The server could not be told: this device stays in your list of devices.";
            self.notice = Some(Notice::Words { text: text.into() });
        }
        self.reply(ask, Reply::Done);
    }

    fn forget(&mut self, why: &str) {
        self.clear();
        self.notice = Some(Notice::Words { text: why.into() });
    }

    /// Nobody is signed in any more; nothing of the team stays on disk.
    fn clear(&mut self) {
        self.session = Session::None;
        self.link = Link::Idle;
        self.roster = Roster::default();
        self.own = Own::new(None);
        self.pending = Pending::default();
        self.saved_pending = Pending::default();
        self.last_change = None;
        self.take_back = None;
        self.save_roster = None;
        self.send_again = None;
        self.patience = None;
        self.reporter.begin(None);
        self.out.push(Effect::Disconnect);
        self.out.extend(
            [Saved::Account(None), Saved::Roster(None), Saved::Pending(Pending::default())]
                .map(|saved| Effect::Save(Box::new(saved))),
        );
    }

    fn reply_done(&mut self, ask: Option<AskId>) {
        if let Some(ask) = ask {
            self.reply(ask, Reply::Done);
        }
    }

    fn must_be_nobody(&self) -> Result<(), Problem> {
        let may = match &self.session {
            Session::None => true,
            Session::Locked { token, .. } => token.is_none(),
            Session::Member { .. } => self.link == Link::Revoked,
            _ => false,
        };
        if may {
            Ok(())
        } else {
            Err(Problem::new(Code::Forbidden, "You are in a team on this computer already. Sign out first."))
        }
    }
}

fn connection(account: &Account, token: Token) -> Connection {
    Connection { addresses: account.addresses.clone(), pin: account.pin.clone(), token }
}

fn check_name(name: &str, field: &str) -> Result<(), Problem> {
    let name = name.trim();
    let fits =
        !name.is_empty() && name.chars().count() <= NAME_MAX_CHARS && !name.chars().any(char::is_control);
    let detail = format!("A name has 1 to {NAME_MAX_CHARS} characters on one line.");
    if fits { Ok(()) } else { Err(Problem::new(Code::Invalid, detail).with_field(field)) }
}

fn parse(link: &str) -> Result<InviteLink, Problem> {
    link.parse().map_err(|error| {
        let detail = match error {
            InviteLinkError::NotALink => "An invite begins with ringlight://join. Paste the whole link.",
            InviteLinkError::Damaged => "This invite was cut off or changed on its way. Copy the whole link again, or ask for a new one.",
        };
        Problem::new(Code::BadLink, detail).with_field("link")
    })
}

//! Becoming somebody: starting a team, joining one, being let in.

use ringlight_protocol::{
    Code, InviteLink, InviteLinkError, Join, Joined, NAME_MAX_CHARS, Problem, Timestamp,
    local::{Link, Notice, Reply, TokenPlace},
};

use super::{
    Account, AskId, Connection, Effect, HostJob, Joining, Machine, Saved, Server, Session, Token, Vault,
};
use crate::Found;

/// What somebody is called in a team of simulated colleagues.
const NAME_IN_DEMO: &str = "You";

impl Machine {
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

    /// Offers to join by what the system opened. Nothing is sent before the person has seen which team it is.
    pub(super) fn open(&mut self, ask: AskId, address: &str) {
        match parse(address) {
            Ok(invite) => {
                if self.session.account().is_some() {
                    let text = format!(
                        "An invite to \u{201c}{}\u{201d} was opened. To join that team, sign out of this one first.",
                        invite.team
                    );
                    self.notice = Some(Notice::Words { text });
                }
                self.invite = Some(invite);
            }
            Err(problem) => {
                self.notice = Some(Notice::Words { text: problem.detail.unwrap_or(problem.title) });
            }
        }
        self.host_job(ask, HostJob::Show);
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

    pub(super) fn begin_joining(&mut self, team: String, name: String, server: Server, ask: Option<AskId>) {
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

    pub(super) fn join_by(&mut self, link: InviteLink) {
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
        let in_memory = joining.server == Server::Demo;
        self.invite = None;
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
        self.forget_team();
        self.own.accept(joined.me, now);
        if in_memory {
            self.enter(account, token);
            self.reply_done(joining.ask);
        } else {
            self.out.push(Effect::Vault(Vault::Keep(account.keyring_user(), token.clone())));
            self.session = Session::Keeping { account, token, ask: joining.ask };
        }
    }

    pub(super) fn not_joined(&mut self, joining: Joining, problem: Problem) {
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
    pub(super) fn enter(&mut self, account: Account, token: Token) {
        let connection = connection(&account, token, !self.silent);
        self.published = connection.publish;
        self.session = Session::Member { account };
        self.link = Link::Connecting;
        self.write_account();
        self.out.push(Effect::Connect(connection));
        self.wake_calendar();
    }

    pub(super) fn write_account(&mut self) {
        if let Some(account) = self.session.account().filter(|account| account.server != Server::Demo) {
            self.out.push(Effect::Save(Box::new(Saved::Account(Some(account.clone())))));
        }
    }

    pub(super) fn reply_done(&mut self, ask: Option<AskId>) {
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

pub(super) fn connection(account: &Account, token: Token, publish: bool) -> Connection {
    Connection { addresses: account.addresses.clone(), pin: account.pin.clone(), token, publish }
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
            InviteLinkError::NotALink => "An invite begins with ringlight://join. Copy the whole link.",
            InviteLinkError::Damaged => "This invite was cut off or changed on its way. Copy the whole link again, or ask for a new one.",
        };
        Problem::new(Code::BadLink, detail).with_field("link")
    })
}

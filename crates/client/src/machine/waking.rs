//! Being somebody again after a start: the token comes out of the keyring, and the server of a team hosted here runs again.

use ringlight_protocol::{
    Code, Problem, Timestamp,
    local::{Link, Reply, TokenPlace},
};

use super::{
    Account, AskId, Effect, HostAnswer, HostJob, Machine, Server, Session, Token, Vault, VaultAnswer,
};
use crate::notify::Notification;

impl Machine {
    /// Begins with the account that was on disk.
    pub(super) fn wake(&mut self, account: Option<Account>) {
        let Some(account) = account else { return };
        self.link = Link::Connecting;
        self.memory_is_fine |= account.token == TokenPlace::Memory;
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

    pub(super) fn vault(&mut self, answer: VaultAnswer, now: Timestamp) {
        let answer = match answer {
            VaultAnswer::CalendarRead(result) => return self.calendar_read_from_keyring(result, now),
            VaultAnswer::CalendarKept(result) => return self.calendar_kept(result),
            answer => answer,
        };
        match (answer, std::mem::take(&mut self.session)) {
            (VaultAnswer::Kept(Ok(())), Session::Keeping { account, token, ask }) => {
                self.enter(account, token);
                self.reply_done(ask);
            }
            (VaultAnswer::Kept(Err(why)), Session::Keeping { account, token, ask }) => {
                self.not_kept(account, token, why);
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
                self.out.push(Effect::Notify(Notification::new(
                    "Ringlight waits for the keyring",
                    "Until it is unlocked, your colleagues see you as offline.",
                )));
                self.session = Session::Locked { account, token: None, why };
                self.link = Link::Idle;
            }
            (_, session) => self.session = session,
        }
    }

    fn not_kept(&mut self, mut account: Account, token: Token, why: String) {
        if self.memory_is_fine {
            account.token = TokenPlace::Memory;
            return self.enter(account, token);
        }
        self.session = Session::Locked { account, token: Some(token), why };
        self.link = Link::Idle;
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

    pub(super) fn readmit(&mut self, account: Account) {
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
        match std::mem::take(&mut self.session) {
            Session::Locked { mut account, token: Some(token), .. } => {
                self.memory_is_fine = true;
                account.token = TokenPlace::Memory;
                self.enter(account, token);
            }
            Session::Locked { mut account, token: None, .. } if matches!(account.server, Server::Here(_)) => {
                self.memory_is_fine = true;
                account.token = TokenPlace::Memory;
                self.readmit(account);
            }
            locked @ Session::Locked { .. } => {
                self.session = locked;
                let detail =
                    "The sign-in itself is in the keyring. Unlock it and try again, or sign out here.";
                return self.refuse(ask, Problem::new(Code::Keyring, detail));
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
                self.wake_calendar();
                self.out.push(Effect::Reconnect);
            }
        }
        self.reply(ask, Reply::Done);
    }
}

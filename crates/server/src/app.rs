//! What the routes share.

use std::sync::Arc;

use ringlight_protocol::{InviteLink, Timestamp};

use crate::{
    Config, Invite,
    door::Door,
    pulse::Pulse,
    refusal::{Refusal, refuse},
    roster::{Roster, cursor::Cursors, task::Line},
    tls::Tls,
};

#[derive(Clone)]
pub(crate) struct App {
    pub line: Line,
    pub cursors: Arc<Cursors>,
    pub settings: Arc<Config>,
    pub door: Arc<Door>,
    pub tls: Tls,
    pub pulse: Pulse,
}

impl App {
    /// Makes an invite, and the link that carries it.
    pub async fn invite(&self, invite: Invite) -> Result<(InviteLink, Timestamp), Refusal> {
        self.link(move |roster| roster.invite(invite)).await
    }

    /// Makes a code, and the link that carries it.
    pub async fn link<F>(&self, make: F) -> Result<(InviteLink, Timestamp), Refusal>
    where
        F: FnOnce(&mut Roster) -> Result<(String, Timestamp), Refusal> + Send + 'static,
    {
        let addresses = self.addresses();
        if addresses.is_empty() {
            let detail = "The server listens on no address yet, so nobody could use the invite";
            return Err(refuse(ringlight_protocol::Code::Unavailable, detail));
        }
        let made = self.line.change(move |roster| Ok((make(roster)?, roster.team.name.clone()))).await?;
        let ((code, until), team) = made;
        Ok((InviteLink { addresses, pin: self.tls.pin.clone(), code, team }, until))
    }

    /// Where somebody else can reach this server, the likeliest first; loopback only if there is nothing else.
    fn addresses(&self) -> Vec<String> {
        let (loopback, others): (Vec<_>, Vec<_>) =
            self.door.reachable().into_iter().partition(|it| it.ip().is_loopback());
        let public = self.settings.public.iter().filter(|public| public.rsplit_once(':').is_some()).cloned();
        let known: Vec<String> = public.chain(others.iter().map(ToString::to_string)).take(16).collect();
        if known.is_empty() { loopback.iter().map(ToString::to_string).collect() } else { known }
    }
}

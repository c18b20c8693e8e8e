use std::net::IpAddr;

use ringlight_protocol::{InviteLink, PersonId, Problem};

/// What the engine needs of the program it runs in: a server for a team on this computer, and the program itself.
///
/// Nothing of the engine's own account passes here: it joins a team hosted by this program through an invite link and
/// HTTP, as it would join any other.
pub trait Host: Send + Sync + 'static {
    /// Starts the server of a new team, on loopback, and makes an invite for its first administrator: one use, with the
    /// loopback address and the key's pin. A [`Found::Demo`] keeps its data in memory or in a place that is emptied by
    /// [`close`](Self::close).
    fn found(&self, what: Found) -> impl Future<Output = Result<InviteLink, Problem>> + Send;

    /// Starts the server of the team that this computer hosts already, on the port it had, on loopback and on `listening`.
    /// Gives the addresses (`host:port`) by which this computer reaches it. Asked again while it runs, it gives them again.
    fn resume(&self, listening: Vec<IpAddr>) -> impl Future<Output = Result<Vec<String>, Problem>> + Send;

    /// Makes a one-use link by which `person`, who lost their token, gets into the running team again.
    fn readmit(&self, person: PersonId) -> impl Future<Output = Result<InviteLink, Problem>> + Send;

    /// Makes the running server reachable on these addresses and on loopback, and nowhere else. If one that was
    /// not wanted before cannot be had, all stays as it was.
    fn listen(&self, on: Vec<IpAddr>) -> impl Future<Output = Result<(), Problem>> + Send;

    /// Stops the running server, if any. The data of a real team stays.
    fn close(&self) -> impl Future<Output = ()> + Send;

    /// The addresses of this computer on which others might reach it, likeliest first.
    fn addresses(&self) -> Vec<IpAddr>;

    /// Shows the window.
    fn show(&self);

    /// Ends the program. Everything has been said to the server, and saved.
    fn quit(&self);
}

/// A team to be started on this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A real one.
    Team {
        /// Its name.
        name: String,
    },
    /// A team of simulated colleagues, to look around in.
    Demo,
}

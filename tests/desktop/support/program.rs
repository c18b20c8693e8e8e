use reqwest::{Method, StatusCode};
use ringlight_protocol::{
    InviteLink, ProgramRequest, Right,
    local::{Answer, Ask},
};
use serde_json::Value;

use super::{App, Stranger};

/// A program that somebody let in, which asks the server over HTTP with a token of its own.
pub struct Program {
    stranger: Stranger,
    token: String,
}

impl Program {
    /// `owner` lets it in; the team's server is where `link` says.
    pub async fn of(owner: &App, link: &str, rights: &[Right]) -> Self {
        let program = ProgramRequest { name: "Desk phone".into(), rights: rights.to_vec() };
        let Answer::ProgramMade { made } = owner.server(Ask::MakeProgram { program }).await else {
            panic!("a program that is let in gets a token")
        };
        let link: InviteLink = link.parse().expect("a link of this team");
        Self { stranger: Stranger::at(&link), token: made.token }
    }

    /// Asks for something, and gives what came of it.
    pub async fn ask(&self, method: Method, path: &str, body: Value) -> StatusCode {
        let asked = self.stranger.ask(method, path).bearer_auth(&self.token).json(&body);
        asked.send().await.expect("the server answers").status()
    }
}

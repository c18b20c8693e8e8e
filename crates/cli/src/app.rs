//! The line to the running app.

use std::sync::Arc;

use ringlight_local::{AskError, ask as ask_at, default_path};
use ringlight_protocol::{
    Code, Problem,
    local::{Account, Answer, Ask, Myself, Reply, Request, Snapshot},
};

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    Refused(Problem),
    NotUnderstood(String),
    NotRunning,
    Broken(String),
}

pub async fn reply_to(request: Request) -> Result<Reply, Failure> {
    match ask_at(&default_path(), &request).await {
        Ok(Reply::Problem { problem }) => Err(Failure::Refused(problem)),
        Ok(reply) => Ok(reply),
        Err(AskError::NotRunning) => Err(Failure::NotRunning),
        Err(error) => Err(Failure::Broken(format!("{error}."))),
    }
}

pub async fn tell(request: Request) -> Result<(), Failure> {
    reply_to(request).await.map(drop)
}

/// Asks what only the server can do or tell.
pub async fn ask(ask: Ask) -> Result<Answer, Failure> {
    match reply_to(Request::Ask { ask: Box::new(ask) }).await? {
        Reply::Answer { answer } => Ok(*answer),
        _ => Err(another_version()),
    }
}

pub async fn look() -> Result<Arc<Snapshot>, Failure> {
    match reply_to(Request::Look).await? {
        Reply::Snapshot { snapshot } => Ok(snapshot),
        _ => Err(another_version()),
    }
}

/// The same with somebody signed in.
pub async fn look_at_me() -> Result<(Arc<Snapshot>, Arc<Myself>), Failure> {
    let snapshot = look().await?;
    let me = snapshot.me.clone().ok_or_else(|| {
        let detail = match &snapshot.account {
            Account::Locked { .. } => "Ringlight waits for the keyring: ringlight show opens the window.",
            _ => "Join a team first: ringlight show opens the window.",
        };
        Failure::Refused(Problem::new(Code::SignedOut, detail))
    })?;
    Ok((snapshot, me))
}

pub fn another_version() -> Failure {
    Failure::Broken("The running Ringlight is of another version.".into())
}

use ringlight_protocol::{
    CalendarChange, Choice, Event, InviteLink, Join, NoteChange, Privacy, Problem, ProfileChange, Report,
    local::Ask,
};

use crate::{
    machine::{Call, Connection, News, Token},
    server::{self, Api, FromStream, Stream},
};

/// One device's line to a server without an engine around it, for programs that act through the API themselves.
pub struct Line {
    connection: Connection,
    api: Api,
    stream: Option<Stream>,
}

impl Line {
    /// Joins by an invite. Nothing is kept: the membership cannot be taken up again after this value.
    ///
    /// # Errors
    ///
    /// If the server cannot be reached, is not the one that the link pins, or refuses.
    pub async fn join(link: &InviteLink, who: &Join) -> Result<Self, Problem> {
        let joined = server::join(link, who).await?;
        let connection = Connection {
            addresses: link.addresses.clone(),
            pin: link.pin.clone(),
            token: Token(joined.token.as_str().into()),
            publish: true,
        };
        Ok(Self { api: Api::first(&connection)?, connection, stream: None })
    }

    /// The next event of the device's own stream, which is opened first if it is not open.
    pub async fn next(&mut self) -> Event {
        loop {
            let stream = self.stream.get_or_insert_with(|| Stream::open(self.connection.clone()));
            match stream.next().await {
                Some(FromStream::News(News::Event(event))) => return *event,
                // The stream tries again by itself; a revoked token has no more events to give.
                Some(FromStream::Way(_) | FromStream::News(News::Ended | News::Lost(_) | News::Beat)) => {}
                Some(FromStream::News(News::Revoked)) | None => std::future::pending().await,
            }
        }
    }

    /// Says what this device is doing.
    ///
    /// # Errors
    ///
    /// As the server refuses it. So for everything below.
    pub async fn report(&self, report: Report) -> Result<(), Problem> {
        self.call(Call::Report(report)).await
    }

    /// Pushes a status.
    pub async fn choose(&self, choice: Choice) -> Result<(), Problem> {
        self.call(Call::Choose(choice)).await
    }

    /// Back to automatic.
    pub async fn automatic(&self) -> Result<(), Problem> {
        self.call(Call::Automatic).await
    }

    /// Shows a note.
    pub async fn set_note(&self, note: NoteChange) -> Result<(), Problem> {
        self.call(Call::SetNote(note)).await
    }

    /// Clears the note.
    pub async fn clear_note(&self) -> Result<(), Problem> {
        self.call(Call::ClearNote).await
    }

    /// Changes the profile.
    pub async fn change_profile(&self, change: ProfileChange) -> Result<(), Problem> {
        self.call(Call::Profile(change)).await
    }

    /// Says which times of the calendar are taken.
    pub async fn change_calendar(&self, change: CalendarChange) -> Result<(), Problem> {
        self.call(Call::Calendar(change)).await
    }

    /// Says who may see how much.
    pub async fn set_privacy(&self, privacy: Privacy) -> Result<(), Problem> {
        self.call(Call::Change(Box::new(Ask::SetPrivacy { privacy }))).await
    }

    /// Quits: the stream closes, and the device's lease ends at once. [`Line::next`] comes back.
    pub async fn quit(&mut self) -> Result<(), Problem> {
        self.stream = None;
        self.call(Call::EndReport).await
    }

    async fn call(&self, call: Call) -> Result<(), Problem> {
        self.api.call(&call).await.map(drop).map_err(|failure| failure.problem)
    }
}

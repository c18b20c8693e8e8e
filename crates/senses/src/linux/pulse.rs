//! Who records from a microphone, by the native protocol of PulseAudio, which PipeWire speaks as well.
//!
//! The server says when a recording begins, changes or ends, and is then asked for all of them: who is paused, listens
//! to what the loudspeakers play, or is the sound server itself does not use a microphone. See the
//! [server's introspection](https://freedesktop.org/software/pulseaudio/doxygen/introspect_8h.html).

use std::collections::{BTreeSet, HashSet};
use std::convert::Infallible;
use std::path::PathBuf;
use std::{env, io};

use pulseaudio::protocol::{
    self, AuthParams, AuthReply, Command, CommandReply, Prop, Props, ProtocolError, SetClientNameReply,
    SourceInfo, SourceOutputInfo, SubscriptionMask,
};
use tokio::fs;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::time::{Duration, timeout};

use super::appear::Place;
use crate::engaged::{App, Sense, Word};
use crate::mechanism::{Comes, Mechanism, Post, Stopped};
use crate::signal::Source;

const SOURCE: Source = Source::new("pulse");
/// A server that takes longer to answer counts as gone.
const ANSWER: Duration = Duration::from_secs(5);
/// No list of recordings is longer than this.
const LONGEST_MESSAGE: u32 = 16 << 20;
const COOKIE_LENGTH: usize = 256;
/// What a message is marked with that carries no sound.
const CONTROL: u32 = u32::MAX;

pub(super) struct Pulse {
    place: Option<Place>,
}

impl Pulse {
    /// `socket` is the server's; `None` = the usual place.
    pub(super) fn new(socket: Option<PathBuf>) -> Self {
        let socket = socket.or_else(pulseaudio::socket_path_from_env).or_else(usual_place);
        Self { place: socket.map(Place::new) }
    }
}

impl Mechanism<Word> for Pulse {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Microphone, SOURCE)];

    async fn run(&mut self, post: &mut Post<Word>) -> Result<Infallible, Stopped> {
        let Some(place) = &mut self.place else {
            return Err(Stopped::Unsupported(
                "no place for a sound server (XDG_RUNTIME_DIR is not set)".into(),
            ));
        };
        place.note();
        let stream = UnixStream::connect(place.path()).await.map_err(|error| {
            let why = format!("no sound server at {}: {error}", place.path().display());
            place.judge(Stopped::Lost(why))
        })?;
        let mut server = Server::greet(stream).await?;
        let (sense, source) = (Sense::Microphone, SOURCE);
        loop {
            let apps = server.recorders().await?;
            post.tell_news([Word::Using { sense, source }, Word::Users { sense, source, apps }]).await?;
            tokio::select! {
                changed = server.changed() => changed?,
                reread = post.asked() => drop(reread?),
            }
        }
    }

    fn comes(&self) -> Option<Comes> {
        self.place.as_ref()?.comes()
    }
}

fn usual_place() -> Option<PathBuf> {
    Some(PathBuf::from(env::var_os("XDG_RUNTIME_DIR")?).join("pulse/native"))
}

/// A connection to the server. Reading a message is only ever cut off between two of them, or for good.
struct Server {
    stream: BufReader<UnixStream>,
    version: u16,
    sequence: u32,
    /// The number under which the server knows this program.
    ourselves: u32,
    /// Something was announced since the recordings were last asked for.
    stale: bool,
    /// What has been read so far of a message.
    message: Vec<u8>,
}

impl Server {
    async fn greet(stream: UnixStream) -> Result<Self, Stopped> {
        let version = protocol::MAX_VERSION;
        let mut server = Self {
            stream: BufReader::new(stream),
            version,
            sequence: 0,
            ourselves: 0,
            stale: false,
            message: Vec::new(),
        };
        let auth = AuthParams { version, supports_shm: false, supports_memfd: false, cookie: cookie().await };
        let granted: AuthReply = server.ask(&Command::Auth(auth)).await?;
        server.version = granted.version.min(version);
        let mut props = Props::new();
        props.set(Prop::ApplicationName, c"Ringlight");
        let known: SetClientNameReply = server.ask(&Command::SetClientName(props)).await?;
        server.ourselves = known.client_id;
        let sequence = server.send(&Command::Subscribe(SubscriptionMask::SOURCE_OUTPUT)).await?;
        let message = server.reply_to(sequence).await?;
        protocol::read_ack_message(&mut message.as_slice())?;
        Ok(server)
    }

    /// Everybody who records from a microphone, each once.
    async fn recorders(&mut self) -> Result<Vec<App>, Stopped> {
        self.stale = false;
        let sources: Vec<SourceInfo> = self.ask(&Command::GetSourceInfoList).await?;
        let outputs: Vec<SourceOutputInfo> = self.ask(&Command::GetSourceOutputInfoList).await?;
        let monitors =
            sources.iter().filter(|source| source.monitor_of_sink_index.is_some()).map(|source| source.index);
        Ok(recorders(&outputs, &monitors.collect(), self.ourselves))
    }

    /// Waits until a recording begins, changes or ends. Cancel safe.
    async fn changed(&mut self) -> Result<(), Stopped> {
        while !self.stale {
            let message = self.read().await?;
            self.note(&message);
        }
        Ok(())
    }

    async fn ask<R: CommandReply>(&mut self, command: &Command) -> Result<R, Stopped> {
        let sequence = self.send(command).await?;
        let message = self.reply_to(sequence).await?;
        let (_, reply) = protocol::read_reply_message(&mut message.as_slice(), self.version)?;
        Ok(reply)
    }

    async fn send(&mut self, command: &Command) -> Result<u32, Stopped> {
        self.sequence = self.sequence.wrapping_add(1);
        let mut message = Vec::new();
        protocol::write_command_message(&mut message, self.sequence, command, self.version)?;
        self.stream.get_mut().write_all(&message).await.map_err(gone)?;
        Ok(self.sequence)
    }

    async fn reply_to(&mut self, sequence: u32) -> Result<Vec<u8>, Stopped> {
        let answer = async {
            loop {
                let message = self.read().await?;
                match protocol::read_command_message(&mut message.as_slice(), self.version) {
                    Ok((to, Command::Reply | Command::Error(_))) if to == sequence => return Ok(message),
                    _ => self.note(&message),
                }
            }
        };
        timeout(ANSWER, answer).await.map_err(|_| Stopped::Lost("the sound server does not answer".into()))?
    }

    fn note(&mut self, message: &[u8]) {
        let mut message = message;
        if let Ok((_, Command::SubscribeEvent(_))) =
            protocol::read_command_message(&mut message, self.version)
        {
            self.stale = true;
        }
    }

    /// The next message that carries no sound, header included. Cancel safe.
    async fn read(&mut self) -> Result<Vec<u8>, Stopped> {
        loop {
            self.fill(protocol::DESCRIPTOR_SIZE).await?;
            let header = protocol::read_descriptor(&mut self.message.as_slice())?;
            if header.length > LONGEST_MESSAGE {
                return Err(Stopped::Lost("the sound server sends nonsense".into()));
            }
            self.fill(protocol::DESCRIPTOR_SIZE + header.length as usize).await?;
            let message = std::mem::take(&mut self.message);
            if header.channel == CONTROL {
                return Ok(message);
            }
        }
    }

    /// Reads until the message has this length.
    async fn fill(&mut self, length: usize) -> Result<(), Stopped> {
        while self.message.len() < length {
            let missing = length - self.message.len();
            let read =
                (&mut self.stream).take(missing as u64).read_buf(&mut self.message).await.map_err(gone)?;
            if read == 0 {
                return Err(gone(io::ErrorKind::UnexpectedEof.into()));
            }
        }
        Ok(())
    }
}

/// The secret that servers ask of other users' programs; without it the server knows us by our user. It has one length
/// only, and a message with another is refused.
async fn cookie() -> Vec<u8> {
    let mut cookie = match pulseaudio::cookie_path_from_env() {
        Some(path) => fs::read(path).await.unwrap_or_default(),
        None => Vec::new(),
    };
    cookie.resize(COOKIE_LENGTH, 0);
    cookie
}

fn recorders(outputs: &[SourceOutputInfo], monitors: &HashSet<u32>, ourselves: u32) -> Vec<App> {
    let records = |output: &&SourceOutputInfo| {
        let by_a_program = output.client_index.is_some_and(|client| client != ourselves);
        by_a_program && !output.corked && !monitors.contains(&output.source_index) && !measures(output)
    };
    let apps: BTreeSet<App> = outputs.iter().filter(records).map(app).collect();
    apps.into_iter().collect()
}

/// Volume meters take only the loudest sample now and then.
fn measures(output: &SourceOutputInfo) -> bool {
    output.resample_method.as_deref().is_some_and(|method| method.to_bytes() == b"peaks")
}

fn app(output: &SourceOutputInfo) -> App {
    let text = |prop| {
        let bytes = output.props.get(prop)?;
        let text = String::from_utf8_lossy(bytes).trim_end_matches('\0').trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let name = text(Prop::ApplicationName);
    let stream = || output.name.to_string_lossy().into_owned();
    let program = text(Prop::ApplicationProcessBinary).or_else(|| name.clone()).unwrap_or_else(stream);
    App::new(&program, name.as_deref())
}

fn gone(error: io::Error) -> Stopped {
    Stopped::Lost(format!("the sound server is gone: {error}"))
}

impl From<ProtocolError> for Stopped {
    fn from(error: ProtocolError) -> Self {
        match error {
            ProtocolError::ServerError(error) => Self::Lost(format!("the sound server refuses: {error}")),
            error => Self::Lost(format!("the sound server is not understood: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(client: Option<u32>, source: u32, corked: bool) -> SourceOutputInfo {
        let mut props = Props::new();
        props.set(Prop::ApplicationName, c"ZOOM VoiceEngine");
        props.set(Prop::ApplicationProcessBinary, c"zoom");
        SourceOutputInfo { client_index: client, source_index: source, corked, props, ..Default::default() }
    }

    #[test]
    fn who_is_paused_or_hears_a_monitor_or_is_ourselves_does_not_record() {
        let (monitors, ourselves) = (HashSet::from([7]), 3);
        let records = |output| !recorders(&[output], &monitors, ourselves).is_empty();
        assert!(records(output(Some(4), 1, false)));
        assert!(!records(output(Some(4), 1, true)), "is paused");
        assert!(!records(output(Some(4), 7, false)), "hears the loudspeakers");
        assert!(!records(output(Some(3), 1, false)), "is ourselves");
        assert!(!records(output(None, 1, false)), "is the server");
        let meter = SourceOutputInfo { resample_method: Some(c"peaks".into()), ..output(Some(4), 1, false) };
        assert!(!records(meter), "is a meter");
    }

    #[test]
    fn two_streams_of_one_program_are_one_application() {
        let both = [output(Some(4), 1, false), output(Some(5), 1, false)];
        let apps = recorders(&both, &HashSet::new(), 3);
        assert_eq!(apps, [App { id: "zoom".into(), name: "ZOOM VoiceEngine".into() }]);
    }
}

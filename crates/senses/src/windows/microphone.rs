//! Who records: the audio sessions of all capture devices
//! ([IAudioSessionManager2](https://learn.microsoft.com/windows/win32/api/audiopolicy/nn-audiopolicy-iaudiosessionmanager2)),
//! which say when they begin, change and end. Where they cannot be had, Windows' own record of who uses the microphone.

use std::convert::Infallible;

use tokio::sync::mpsc;

use super::audio_sessions::AudioSessions;
use super::consent;
use crate::engaged::{Sense, Word};
use crate::mechanism::{Mechanism, Post, Stopped};
use crate::signal::Source;

const SESSIONS: Source = Source::new("audio-sessions");

pub(super) struct Microphone;

impl Mechanism<Word> for Microphone {
    const SENSES: &'static [(Sense, Source)] = &[(Sense::Microphone, SESSIONS)];

    async fn run(&mut self, post: &mut Post<Word>) -> Result<Infallible, Stopped> {
        let sense = Sense::Microphone;
        let (say, mut heard) = mpsc::unbounded_channel();
        let sessions = AudioSessions::open(say)?;
        match heard.recv().await {
            Some(Ok(apps)) => {
                post.tell(Word::Using { sense, source: SESSIONS }).await?;
                post.tell(Word::Users { sense, source: SESSIONS, apps }).await?;
            }
            Some(Err(why)) => {
                post.tell(Word::CannotTell { sense, source: SESSIONS, why }).await?;
                return consent::follow(sense, post).await;
            }
            None => return Err(Stopped::Lost("the audio sessions' thread ended".into())),
        }
        loop {
            tokio::select! {
                apps = heard.recv() => match apps {
                    Some(Ok(apps)) => post.tell(Word::Users { sense, source: SESSIONS, apps }).await?,
                    Some(Err(why)) => return Err(Stopped::Lost(why)),
                    None => return Err(Stopped::Lost("the audio sessions' thread ended".into())),
                },
                reread = post.asked() => {
                    drop(reread?);
                    sessions.look();
                }
            }
        }
    }
}

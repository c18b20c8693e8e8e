//! Doing what the machine asks: each thing in a task of its own, whose outcome comes back as an input.

use std::{sync::Arc, time::Duration};

use ringlight_protocol::{Code, InviteLink, Join, Problem, local::Reply};
use tokio::{sync::oneshot, time::timeout};

use crate::{
    Host,
    driver::Driver,
    machine::{
        Call, Effect, Failure, HostAnswer, HostJob, Input, Purpose, Reading, Token, Vault, VaultAnswer,
    },
    notify::Notification,
    server::{self, Api, Stream},
};

/// How long somebody may take to unlock a keyring.
const UNLOCK_WITHIN: Duration = Duration::from_secs(120);

impl<H: Host> Driver<H> {
    pub(crate) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Reply(ask, reply) => self.reply(ask, reply),
            Effect::Call(purpose, call) => self.call(purpose, call),
            Effect::Join(join) => self.join(join),
            Effect::Connect(connection) => {
                self.way = None;
                self.connection = Some(connection.clone());
                self.stream = Some(Stream::open(connection));
            }
            Effect::Reconnect => {
                if let Some(stream) = &self.stream {
                    stream.reopen();
                }
            }
            Effect::Publish(publish) => {
                if let Some(stream) = &self.stream {
                    stream.publish(publish);
                }
            }
            Effect::Disconnect => self.stream = None,
            Effect::Vault(job) => self.vault(job),
            Effect::ReadCalendar(reading) => self.read_calendar(*reading),
            Effect::Host(job) => self.host_job(job),
            Effect::Save(saved) => self.writer.save(*saved),
            Effect::Notify(notification) => self.notify(notification),
            Effect::Withdraw => self.passing = None,
            Effect::Exit => {}
        }
    }

    fn reply(&mut self, ask: u64, reply: Reply) {
        if let Some(waiting) = self.waiting.remove(&ask) {
            let _ = waiting.send(reply);
        }
    }

    fn notify(&mut self, notification: Notification) {
        let (done, said) = (self.report_done.clone(), notification.clone());
        let pressed = move |press| drop(done.send(Input::Pressed(said, press)));
        let over = notification.passing.then(|| {
            let (passing, over) = oneshot::channel();
            self.passing = Some(passing);
            over
        });
        (self.notify)(notification, Box::new(pressed), over);
    }

    fn in_background(&self, work: impl Future<Output = Input> + Send + 'static) {
        let done = self.report_done.clone();
        tokio::spawn(async move {
            let _ = done.send(work.await);
        });
    }

    fn call(&mut self, purpose: Purpose, call: Call) {
        let way = match (&self.way, &self.connection) {
            (Some(way), _) => Ok(way.clone()),
            (None, Some(connection)) => Api::first(connection),
            (None, None) => Err(Problem::new(Code::SignedOut, "Join a team first.")),
        };
        self.in_background(async move {
            let result = match way {
                Ok(way) => way.call(&call).await,
                Err(problem) => Err(Failure { problem, again: None }),
            };
            Input::Answered(purpose, result)
        });
    }

    fn join(&self, join: Box<(InviteLink, Join)>) {
        self.in_background(async move { Input::Joined(Box::new(server::join(&join.0, &join.1).await)) });
    }

    fn vault(&mut self, job: Vault) {
        let keyring = self.keyring.clone();
        match job {
            Vault::Read(user) => self.ask_keyring(
                move || {
                    VaultAnswer::Read(keyring.read(&user).map(|token| token.map(|token| Token(token.into()))))
                },
                |why| VaultAnswer::Read(Err(why)),
            ),
            Vault::Keep(user, token) => self.ask_keyring(
                move || VaultAnswer::Kept(keyring.keep(&user, &token.0)),
                |why| VaultAnswer::Kept(Err(why)),
            ),
            Vault::ReadCalendar(user) => self.ask_keyring(
                move || {
                    let secret = keyring.read(&user);
                    VaultAnswer::CalendarRead(secret.map(|secret| secret.map(|secret| Token(secret.into()))))
                },
                |why| VaultAnswer::CalendarRead(Err(why)),
            ),
            Vault::KeepCalendar(user, secret) => self.ask_keyring(
                move || VaultAnswer::CalendarKept(keyring.keep(&user, &secret.0)),
                |why| VaultAnswer::CalendarKept(Err(why)),
            ),
            Vault::Forget(user) => drop(self.forgetting.spawn_blocking(move || {
                if let Err(why) = keyring.forget(&user) {
                    tracing::warn!(why, "a secret that is not needed any more stays in the keyring");
                }
            })),
        }
    }

    fn ask_keyring(
        &self,
        work: impl FnOnce() -> VaultAnswer + Send + 'static,
        failed: impl FnOnce(String) -> VaultAnswer + Send + 'static,
    ) {
        let work = tokio::task::spawn_blocking(work);
        self.in_background(async move {
            Input::Vault(match timeout(UNLOCK_WITHIN, work).await {
                Ok(Ok(answer)) => answer,
                _ => failed("The keyring of this computer does not answer.".into()),
            })
        });
    }

    fn read_calendar(&self, reading: Reading) {
        let now = (self.clock)();
        self.in_background(async move {
            let Reading { source, secret, seen, owner, number } = reading;
            let read = ringlight_calendar::read(&source, secret.as_ref(), seen.as_ref(), now, &owner);
            Input::Calendar(number, Box::pin(read).await)
        });
    }

    fn host_job(&mut self, job: HostJob) {
        let host = Arc::clone(&self.host);
        match job {
            HostJob::Show => host.show(),
            HostJob::Addresses(ask) => {
                let addresses = host.addresses().iter().map(ToString::to_string).collect();
                self.reply(ask, Reply::Addresses { addresses });
            }
            HostJob::Close => drop(tokio::spawn(async move { host.close().await })),
            HostJob::Found(what) => {
                self.in_background(async move { Input::Host(HostAnswer::Link(host.found(what).await)) })
            }
            HostJob::Resume(on) => {
                self.in_background(async move { Input::Host(HostAnswer::Resumed(host.resume(on).await)) })
            }
            HostJob::Readmit(person) => {
                self.in_background(async move { Input::Host(HostAnswer::Link(host.readmit(person).await)) });
            }
            HostJob::Listen(on, ask) => self.in_background(async move {
                let result = host.listen(on.clone()).await.map(|()| on);
                Input::Host(HostAnswer::Listening(ask, result))
            }),
        }
    }
}

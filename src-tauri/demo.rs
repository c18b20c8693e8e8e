//! The demonstration team: twelve simulated colleagues who act through the real API, each over a line of their own.

mod people;

use std::{future::Future, time::Duration};

use people::{Act, COLLEAGUES, Colleague, Does};
use ringlight_client::Line;
use ringlight_protocol::{
    CalendarChange, Choice, Contact, ContactKind, DeviceActivity, Event, InviteLink, Join, Meeting,
    MeetingKind, NoteChange, Privacy, Problem, ProfileChange, Report, SignedDuration, Timestamp, Window,
    WorkingHours,
};
use tokio::{task::JoinSet, time::sleep};

/// The colleagues at work. Dropping it sends them home.
pub struct Demo {
    _at_work: JoinSet<()>,
}

impl Demo {
    /// How many colleagues there are: the uses that their invite needs.
    pub const SIZE: u32 = COLLEAGUES.len() as u32;

    /// Lets all colleagues join by `link`. Returns once each shows what they do first.
    ///
    /// # Errors
    /// If one of them cannot join.
    pub async fn start(link: &InviteLink) -> Result<Self, Problem> {
        let mut arriving = JoinSet::new();
        for colleague in &COLLEAGUES {
            let link = link.clone();
            arriving.spawn(async move { Desk::open(&link, colleague).await });
        }
        let mut at_work = JoinSet::new();
        for desk in arriving.join_all().await {
            at_work.spawn(desk?.work());
        }
        Ok(Self { _at_work: at_work })
    }
}

/// One colleague and their computer.
struct Desk {
    colleague: &'static Colleague,
    line: Line,
    epoch: Option<u64>,
    sequence: u64,
    doing: Doing,
}

/// What a colleague's computer reports.
#[derive(Clone, Copy)]
struct Doing {
    activity: DeviceActivity,
    call: bool,
    presenting: bool,
}

impl Doing {
    const fn just(activity: DeviceActivity) -> Self {
        Self { activity, call: false, presenting: false }
    }
}

impl Desk {
    async fn open(link: &InviteLink, colleague: &'static Colleague) -> Result<Self, Problem> {
        let who = Join {
            code: link.code.clone(),
            name: colleague.name.into(),
            device: "Simulated computer".into(),
            zone: colleague.zone.into(),
        };
        let line = Line::join(link, &who).await?;
        line.change_profile(profile(colleague)).await?;
        if colleague.location.is_some() {
            line.set_privacy(Privacy { location: true, ..Privacy::default() }).await?;
        }
        let doing = Doing::just(DeviceActivity::Active);
        let mut desk = Self { colleague, line, epoch: None, sequence: 0, doing };
        desk.do_first().await?;
        Ok(desk)
    }

    async fn do_first(&mut self) -> Result<(), Problem> {
        self.arrive().await;
        match self.colleague.day.first() {
            Some(act) => self.act(act).await,
            None => Ok(()),
        }
    }

    /// Waits until the stream is open and says what the computer is doing.
    async fn arrive(&mut self) {
        while self.epoch.is_none() {
            let event = self.line.next().await;
            self.take(event).await;
        }
    }

    /// Does the day's acts one after the other, over and over, until the demonstration ends.
    async fn work(mut self) {
        let colleague = self.colleague;
        for (index, act) in colleague.day.iter().enumerate().cycle() {
            self.stay(sleep(Duration::from_secs(act.lasts))).await;
            let next = &colleague.day[(index + 1) % colleague.day.len()];
            if let Err(problem) = self.act(next).await {
                tracing::debug!(%problem, colleague = colleague.name, "a simulated colleague was refused");
            }
        }
    }

    /// Keeps the stream read until `over`.
    async fn stay(&mut self, over: impl Future<Output = ()>) {
        tokio::pin!(over);
        loop {
            let event = tokio::select! {
                event = self.line.next(), if self.epoch.is_some() => event,
                () = &mut over => return,
            };
            self.take(event).await;
        }
    }

    /// Each new stream has a new epoch, and starts with a report.
    async fn take(&mut self, event: Event) {
        if let Event::Hello(hello) = event {
            self.epoch = hello.epoch;
            self.sequence = 0;
            let _ = self.report(0).await;
        }
    }

    async fn act(&mut self, act: &Act) -> Result<(), Problem> {
        match act.does {
            Does::Chooses(status, minutes, note) => self.choose(status, minutes, note).await,
            Does::Automatic => self.line.automatic().await,
            Does::Computer(activity, age) => self.now(Doing::just(activity), age).await,
            Does::Calls => self.now(Doing { call: true, ..Doing::just(DeviceActivity::Active) }, 0).await,
            Does::Presents => {
                self.now(Doing { presenting: true, ..Doing::just(DeviceActivity::Active) }, 0).await
            }
            Does::Meets(minutes) => self.meet(minutes).await,
            Does::Quits => {
                self.epoch = None;
                self.line.quit().await
            }
        }
    }

    async fn choose(&self, status: &str, minutes: i64, note: &str) -> Result<(), Problem> {
        let duration = (minutes > 0).then(|| SignedDuration::from_mins(minutes));
        let choice =
            Choice { status: status.into(), secondary: None, until: None, duration, chosen_ago: None };
        self.line.choose(choice).await?;
        match note {
            "" => self.line.clear_note().await,
            text => self.line.set_note(NoteChange { text: text.into(), emoji: None, until: None }).await,
        }
    }

    async fn meet(&self, minutes: i64) -> Result<(), Problem> {
        let from = Timestamp::now();
        let until = from.saturating_add(SignedDuration::from_mins(minutes)).unwrap_or(from);
        let meeting = Meeting { id: "stand-up".into(), kind: MeetingKind::Busy, from, until };
        let meetings = if minutes > 0 { vec![meeting] } else { Vec::new() };
        self.line.change_calendar(CalendarChange { meetings }).await
    }

    async fn now(&mut self, doing: Doing, age: i64) -> Result<(), Problem> {
        self.doing = doing;
        self.report(age).await
    }

    async fn report(&mut self, age: i64) -> Result<(), Problem> {
        let Some(epoch) = self.epoch else { return Ok(()) };
        self.sequence += 1;
        let Doing { activity, call, presenting } = self.doing;
        let age = SignedDuration::from_secs(age);
        self.line.report(Report { epoch, sequence: self.sequence, activity, age, call, presenting }).await
    }
}

fn profile(colleague: &Colleague) -> ProfileChange {
    let windows = (1..=5).map(|day| Window { day, from: 9 * 60, until: 18 * 60 }).collect();
    let mail = Contact { kind: ContactKind::Mail, address: "mailto:colleague@example.org".into() };
    let phone = Contact { kind: ContactKind::Phone, address: "tel:+12025550123".into() };
    ProfileChange {
        group: Some(colleague.group.into()),
        working_hours: Some(WorkingHours { windows }),
        contacts: Some(vec![mail, phone]),
        location: colleague.location.map(Into::into),
        ..ProfileChange::default()
    }
}

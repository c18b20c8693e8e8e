//! A hundred clients of one server that crashes.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use ringlight_client::Line;
use ringlight_protocol::{
    Availability, Choice, DeviceActivity, Event, Person, PersonId, Presence, Report, SignedDuration,
};
use serde_json::json;
use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
};

use crate::support::{PATIENCE, Server, Stranger, until, who};

const CROWD: usize = 100;

/// What one client has been told.
#[derive(Clone, Default)]
struct View {
    me: Option<PersonId>,
    people: BTreeMap<PersonId, Availability>,
    /// How often it was told that somebody is offline who had been there.
    flickers: usize,
    /// How often it was welcomed.
    welcomes: usize,
}

impl View {
    fn hear(&mut self, event: Event) {
        match event {
            Event::Hello(_) => self.welcomes += 1,
            Event::Me(me) => self.me = Some(me.id),
            Event::Snapshot { people, .. } => people.into_iter().for_each(|person| self.show(person)),
            Event::Person(person) => self.show(person),
            Event::Presence { person, presence } => self.see(person, &presence),
            _ => {}
        }
    }

    fn show(&mut self, person: Person) {
        self.see(person.id, &person.presence);
    }

    fn see(&mut self, person: PersonId, presence: &Presence) {
        let before = self.people.insert(person, presence.availability);
        let was_there = before.is_some_and(|before| before != Availability::Offline);
        self.flickers += usize::from(was_there && presence.availability == Availability::Offline);
    }

    fn counts(&self, wanted: Availability) -> usize {
        self.people.values().filter(|shown| **shown == wanted).count()
    }
}

/// Follows its stream as an active client does, and chooses what it is told to.
async fn follow(mut line: Line, view: watch::Sender<View>, mut choices: mpsc::Receiver<&'static str>) {
    loop {
        tokio::select! {
            event = line.next() => {
                if let Event::Hello(hello) = &event {
                    let epoch = hello.epoch.expect("this stream publishes");
                    let age = SignedDuration::ZERO;
                    let activity = DeviceActivity::Active;
                    let report = Report { epoch, sequence: 1, activity, age, call: false, presenting: false };
                    // Lost with the server: the next welcome asks for another.
                    let _ = line.report(report).await;
                }
                view.send_modify(|view| view.hear(event));
            }
            Some(status) = choices.recv() => {
                let status = status.into();
                let choice = Choice { status, secondary: None, until: None, duration: None, chosen_ago: None };
                line.choose(choice).await.unwrap();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_clients_know_the_truth_within_five_seconds_of_a_crash_and_nobody_flickers() {
    let place = Server::place();
    let (mut server, first) = Server::start(place, place).await;
    let link = Stranger::at(&first).invite(json!({ "uses": CROWD })).await.link.parse().unwrap();
    let (mut tasks, mut views, mut hands) = (JoinSet::new(), Vec::new(), Vec::new());
    for number in 1..=CROWD {
        let line = Line::join(&link, &who(&link, format!("Person {number}"))).await.unwrap();
        let (tell, view) = watch::channel(View::default());
        let (hand, choices) = mpsc::channel(1);
        tasks.spawn(follow(line, tell, choices));
        views.push(view);
        hands.push(hand);
    }
    let all = |holds: fn(&View) -> bool| views.iter().all(|view| holds(&view.borrow()));
    until("everybody sees everybody", PATIENCE * 2, async || {
        all(|view| view.counts(Availability::Available) == CROWD).then_some(())
    })
    .await;
    // What clients reported is on the disk a second later.
    let quiet = Instant::now();
    let written = async || (quiet.elapsed() > Duration::from_secs(2)).then_some(());
    until("the reports are written", PATIENCE, written).await;
    let welcomed = views[0].borrow().welcomes;

    server.kill();
    let began = Instant::now();
    server.start_again();
    until("the first is back", PATIENCE, async || (views[0].borrow().welcomes > welcomed).then_some(()))
        .await;
    hands[0].send("do_not_disturb").await.unwrap();
    let seen = |view: &View| {
        view.counts(Availability::DoNotDisturb) == 1 && view.counts(Availability::Available) == CROWD - 1
    };
    until("every view is true", PATIENCE, async || all(seen).then_some(())).await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());

    let first = views[0].borrow().me.clone().expect("it knows who it is");
    for view in &views {
        let view = view.borrow();
        assert_eq!(view.people.get(&first), Some(&Availability::DoNotDisturb));
        assert_eq!(view.flickers, 0, "nobody was offline, not even for a moment");
    }
}

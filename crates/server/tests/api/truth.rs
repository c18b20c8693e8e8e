//! Random lives, and after each step what everybody sees against what the presence model makes of the claims.

use ringlight_core::{Shown, Subject, privacy, resolve, view};
use ringlight_protocol::{Level, Me, Policy, Presence, Timestamp};
use ringlight_server::Clock;
use serde_json::{Value, json};

use crate::{events::Events, person::Person, team::Team};

/// Numbers that are the same each time (splitmix64, public domain).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len() as u64) as usize]
    }
}

struct Life {
    team: Team,
    owner: Person,
    /// One viewer for each level, from least to most.
    viewers: Vec<Person>,
    device: Option<(Events, u64)>,
    sequence: u64,
    /// What stands beside the ring, whatever the server says.
    note: Option<String>,
    /// Whether no device can live: the server heard of none for days.
    gone: bool,
}

/// Longer than any lease.
const DAYS: i64 = 60 * 3600;

impl Life {
    async fn new() -> Self {
        let team = Team::with(|config| {
            (config.rates.device.burst, config.rates.device.per_minute) = (1_000_000, 60_000)
        });
        let team = team.await;
        let owner = team.person("Owner").await;
        let mut viewers = Vec::new();
        for name in ["Hidden", "Coarse", "Basic", "Full"] {
            viewers.push(team.person(name).await);
        }
        let rule = |(viewer, level): (&Person, &str)| json!({"who": {"of": "person", "person": viewer.id}, "level": level});
        let rules: Vec<_> = viewers.iter().zip(["hidden", "coarse", "basic", "full"]).map(rule).collect();
        let privacy = json!({"rules": rules, "last_seen": true, "location": true, "alerts": true});
        owner.put("/v1/me/privacy", privacy).await.ok();
        Self { team, owner, viewers, device: None, sequence: 0, note: None, gone: false }
    }

    async fn step(&mut self, dice: &mut Dice) -> String {
        let me = self.owner.clone();
        let ends = ["PT1M", "PT10M", "PT1H", "PT30H"];
        match dice.roll(14) {
            0 => (self.device, self.gone) = (Some(me.publish("").await), false),
            1 | 2 => return self.report(dice).await,
            3..5 => {
                let status = dice.one(&[
                    "available",
                    "busy",
                    "do_not_disturb",
                    "away",
                    "sick_leave",
                    "working_from_home",
                ]);
                let mut choice = json!({"status": status});
                if dice.roll(3) > 0 {
                    choice["duration"] = dice.one(&ends).into();
                }
                me.put("/v1/me/status", choice.clone()).await;
                return format!("choose {choice}");
            }
            5 => drop(me.delete("/v1/me/status").await),
            6 => {
                let note = format!("Note {}", dice.roll(99));
                me.put("/v1/me/note", json!({"text": note})).await.ok();
                self.note = Some(note);
            }
            7 => {
                let lease = dice.one(&["PT1M", "PT10M"]);
                me.put("/v1/me/claims/external", json!({"status": "break", "lease": lease})).await.ok();
            }
            8 => {
                let state = dice.one(&["ringing", "talking", "ended"]);
                me.put("/v1/calls/1", json!({"state": state, "lease": "PT5M"})).await.ok();
            }
            9 => self.meet(dice).await,
            10 => {
                let day = json!({"windows": [{"day": 1 + dice.roll(3), "from": dice.roll(1440), "until": dice.roll(1440)}]});
                me.put("/v1/me/quiet-hours", day).await.ok();
            }
            12 => return self.pause(dice).await,
            _ => drop(me.delete("/v1/me/report").await),
        }
        "something".into()
    }

    /// The server stops, crashes, or sleeps with its computer.
    async fn pause(&mut self, dice: &mut Dice) -> String {
        let (seconds, how) = (dice.one(&[0, 30, 3600, DAYS]), dice.one(&["rest", "lie dead", "sleep"]));
        match how {
            "rest" => self.team.rest(seconds).await,
            "lie dead" => self.team.lie_dead(seconds).await,
            _ => self.team.clock.sleep(seconds),
        }
        for person in self.viewers.iter_mut().chain([&mut self.owner]) {
            *person = person.clone().at(&self.team);
        }
        self.gone |= seconds == DAYS;
        format!("{how} for {seconds} s")
    }

    async fn report(&mut self, dice: &mut Dice) -> String {
        let Some((_, epoch)) = &self.device else { return "nothing".into() };
        self.sequence += 1;
        let activity = dice.one(&["active", "idle", "locked", "asleep", "unknown"]);
        let report = json!({"epoch": epoch, "sequence": self.sequence, "activity": activity,
            "call": dice.roll(4) == 0, "presenting": dice.roll(6) == 0});
        self.owner.put("/v1/me/report", report.clone()).await.ok();
        format!("report {report}")
    }

    async fn meet(&self, dice: &mut Dice) {
        let now = self.team.clock.now();
        let at = |minutes: u64| now + std::time::Duration::from_secs(60 * minutes);
        let (from, lasts) = (dice.roll(120), 1 + dice.roll(60));
        let kind = dice.one(&["busy", "out_of_office"]);
        let meeting = json!({"id": "m", "kind": kind, "from": at(from), "until": at(from + lasts)});
        self.owner.put("/v1/me/claims/calendar", json!({"meetings": [meeting]})).await.ok();
    }

    /// Every viewer sees what the model says for their level.
    async fn check(&self, step: &str) {
        let me: Value = self.owner.get("/v1/me").await.ok();
        let since: Option<Timestamp> = me["presence"]["since"].as_str().and_then(|since| since.parse().ok());
        let me: Me = serde_json::from_value(me).expect("me");
        let now = self.team.clock.now();
        let resolution = resolve(&me.claims, &Policy::default(), now);
        let shown = Shown::new(resolution, since.unwrap_or(now));
        let subject =
            Subject { shown: &shown, claims: &me.claims, profile: &me.profile, privacy: &me.privacy };
        for (viewer, level) in
            self.viewers.iter().zip([Level::Hidden, Level::Coarse, Level::Basic, Level::Full])
        {
            let sight = privacy::Sight { level, last_seen: level > Level::Hidden };
            let seen = viewer.get(&format!("/v1/people/{}", self.owner.id)).await.ok();
            let seen: Presence = serde_json::from_value(seen["presence"].clone()).expect("a presence");
            assert_eq!(seen, view(&subject, sight, now), "{level:?} after {step} at {now}");
            if level == Level::Full {
                assert!(!(self.gone && seen.online), "after {step} at {now}: nobody can be there");
                let note = seen.note.map(|note| note.text);
                assert_eq!(note, self.note, "after {step}: what was answered is kept");
            }
        }
    }
}

#[tokio::test]
async fn everybody_sees_what_the_model_says() {
    for seed in 0..8 {
        let (mut life, mut dice) = (Life::new().await, Dice(seed));
        for number in 0..40 {
            let step = life.step(&mut dice).await;
            life.team.clock.turn(dice.one(&[0, 0, 1, 59, 60, 91, 600, 3600, 9 * 3600]));
            life.check(&format!("step {number} of {seed}: {step}")).await;
        }
    }
}

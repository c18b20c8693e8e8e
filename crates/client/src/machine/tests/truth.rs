//! Whatever happens: in the end the server knows, both show the same, and nothing spins.

use proptest::prelude::*;
use ringlight_protocol::local::{Difference, End};

use super::*;

#[derive(Clone, Debug)]
enum Step {
    Choose(usize, i64),
    Automatic,
    Note(bool),
    Undo,
    Elsewhere(usize, i64),
    Sense(DeviceActivity),
    Pass(i64),
    Lose,
    Connect,
    Answer,
    Fail,
    Ended,
    Engaged(bool, bool),
    Here,
    OnlyWorkingHours(bool),
    Zone(usize),
    Calendar(u64),
}

const ZONES: [&str; 3] = ["UTC", "Asia/Tokyo", "America/Los_Angeles"];

fn step() -> impl Strategy<Value = Step> {
    let minutes = prop_oneof![Just(0), 1..90i64, Just(3 * 24 * 60)];
    let activity = prop::sample::select(vec![
        DeviceActivity::Active,
        DeviceActivity::Idle,
        DeviceActivity::Locked,
        DeviceActivity::Asleep,
        DeviceActivity::Unknown,
    ]);
    prop_oneof![
        4 => (0..19usize, minutes.clone()).prop_map(|(status, minutes)| Step::Choose(status, minutes)),
        1 => Just(Step::Automatic),
        1 => any::<bool>().prop_map(Step::Note),
        2 => Just(Step::Undo),
        1 => (0..19usize, minutes).prop_map(|(status, minutes)| Step::Elsewhere(status, minutes)),
        2 => activity.prop_map(Step::Sense),
        3 => (0..4000i64).prop_map(Step::Pass),
        2 => Just(Step::Lose),
        3 => Just(Step::Connect),
        4 => Just(Step::Answer),
        1 => Just(Step::Fail),
        1 => Just(Step::Ended),
        2 => any::<(bool, bool)>().prop_map(|(call, slides)| Step::Engaged(call, slides)),
        1 => Just(Step::Here),
        1 => any::<bool>().prop_map(Step::OnlyWorkingHours),
        1 => (0..ZONES.len()).prop_map(Step::Zone),
        1 => (0..3u64).prop_map(Step::Calendar),
    ]
}

fn status(index: usize) -> String {
    shipped_statuses()[index].id.to_string()
}

fn take(rig: &mut Rig, step: &Step) {
    match *step {
        Step::Choose(index, minutes) => drop(rig.choose(&status(index), minutes)),
        Step::Automatic => drop(rig.ask(Request::Automatic)),
        Step::Note(true) => drop(rig.ask(Request::SetNote {
            text: "note".into(),
            emoji: None,
            end: End::After(seconds(600)),
        })),
        Step::Note(false) => drop(rig.ask(Request::ClearNote)),
        Step::Undo => drop(rig.ask(Request::Undo)),
        Step::Elsewhere(index, minutes) => {
            let until = (minutes > 0).then(|| rig.server.time(rig.now) + seconds(minutes * 60));
            let now = rig.now;
            let _ = rig.server.choose(&status(index), until, now);
        }
        Step::Sense(activity) => rig.sense(activity),
        Step::Pass(passed) => rig.pass(seconds(passed)),
        Step::Lose => {
            rig.fail_all();
            rig.lose();
        }
        Step::Connect => rig.open_as_asked(),
        Step::Engaged(call, presenting) => {
            rig.handle(Input::Engaged(Engaged { call, presenting, ..Engaged::default() }));
        }
        Step::Here => drop(rig.ask(Request::Here)),
        Step::OnlyWorkingHours(on) => {
            let settings = Settings { working_hours_only: on, ..Settings::default() };
            drop(rig.ask(Request::Settings { settings }));
        }
        Step::Zone(index) => rig.handle(Input::Zone(ZONES[index].into())),
        Step::Calendar(number) => {
            let source = local::CalendarSource::File { path: "mine.ics".into() };
            drop(rig.ask(Request::Calendar { source: Some(source), password: None }));
            rig.handle(Input::Calendar(number, Err(ringlight_calendar::Fault::TooSlow)));
        }
        Step::Answer => rig.answer_all(),
        Step::Fail => rig.fail_all(),
        Step::Ended => rig.handle(Input::Stream(News::Ended)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn in_the_end_both_show_the_same(skew in -4000..4000i64, steps in prop::collection::vec(step(), 1..40)) {
        let mut rig = Rig::offline();
        rig.server.skew = seconds(skew);
        let windows = (1..=5).map(|day| Window { day, from: 9 * 60, until: 17 * 60 }).collect();
        rig.server.profile.working_hours = Some(WorkingHours { windows });
        let mut drawn = rig.machine.snapshot();
        for step in &steps {
            take(&mut rig, step);
            let deadline = rig.machine.next_deadline(rig.now);
            prop_assert!(deadline.is_none_or(|at| at > rig.now), "a deadline that has passed would spin: {deadline:?}");
            let new = rig.machine.snapshot();
            let difference = Difference::between(&drawn, &new);
            let difference: Difference = serde_json::from_str(&serde_json::to_string(&difference).unwrap()).unwrap();
            difference.apply(&mut drawn);
            prop_assert_eq!(&drawn, &new);
        }
        rig.fail_all();
        rig.lose();
        rig.open_as_asked();
        if rig.shown().silent {
            prop_assert!(rig.calls.is_empty() && !rig.shown().presence.online, "{:?}", rig.calls);
            return Ok(());
        }
        rig.answer_all();
        let mine = rig.shown();
        prop_assert!(!mine.unsent, "{:?}", rig.calls);
        let server = rig.server.me(rig.now);
        prop_assert_eq!(mine.presence, server.presence);
        prop_assert_eq!(mine.reasons, server.reasons);
    }
}

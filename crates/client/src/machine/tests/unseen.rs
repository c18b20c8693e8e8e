//! When the answer to a change comes.

use super::*;

fn told() -> Result<Answer, Failure> {
    Ok(Answer::Told(Box::new(local::Answer::Done)))
}

/// Asks for another order of the favourites; the call waits for the server.
fn asked() -> (Rig, Purpose) {
    let mut rig = Rig::online();
    let ask = Box::new(local::Ask::OrderFavourites { people: vec![FRIEND.into()] });
    assert_eq!(rig.ask(Request::Ask { ask }), None);
    let (purpose, _) = rig.calls.remove(0);
    (rig, purpose)
}

fn favourites() -> Event {
    Event::Favourites { people: vec![FRIEND.into()] }
}

#[test]
fn a_change_is_answered_once_it_shows() {
    let (mut rig, purpose) = asked();
    rig.handle(Input::Answered(purpose, told()));
    assert_eq!(rig.reply_now(), None);
    rig.event(favourites());
    assert!(matches!(rig.reply_now(), Some(Reply::Answer { .. })));
}

#[test]
fn one_that_shows_already_is_answered_at_once() {
    let (mut rig, purpose) = asked();
    rig.event(favourites());
    rig.handle(Input::Answered(purpose, told()));
    assert!(matches!(rig.reply_now(), Some(Reply::Answer { .. })));
}

#[test]
fn one_that_changes_nothing_is_answered_soon() {
    let (mut rig, purpose) = asked();
    rig.handle(Input::Answered(purpose, told()));
    assert_eq!(rig.machine.next_deadline(rig.now), Some(rig.now + seconds(1)));
    rig.pass(seconds(1));
    assert!(matches!(rig.reply_now(), Some(Reply::Answer { .. })));
}

#[test]
fn one_that_is_refused_is_refused_at_once() {
    let (mut rig, purpose) = asked();
    rig.handle(Input::Answered(purpose, Err(refused(Code::Invalid))));
    assert!(matches!(rig.reply_now(), Some(Reply::Problem { .. })));
}

//! A calendar in a file, from the file to a colleague's list.

use ringlight_protocol::{
    Activity, Availability, SignedDuration, Timestamp,
    local::{CalendarSource, Reply, Request},
};

use crate::stage::{Seat, Team, mentions};

fn text(from: Timestamp, until: Timestamp) -> String {
    let stamp = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:{0}\r\nDTSTART:{0}\r\nDTEND:{1}\r\nSUMMARY:Secret plans\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        stamp(from),
        stamp(until)
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_is_seen_without_its_title_until_the_calendar_is_taken_away() {
    let team = Team::start().await;
    let mut ada = Seat::joined(&team.invite().await, "Ada").await;
    let mut ben = Seat::joined(&team.invite().await, "Ben").await;
    let path = ada.directory.path().join("mine.ics");
    let hour = SignedDuration::from_hours(1);
    std::fs::write(&path, text(Timestamp::now() - hour, Timestamp::now() + hour)).unwrap();
    let source = Some(CalendarSource::File { path: path.display().to_string() });
    assert_eq!(ada.ask(Request::Calendar { source, password: None }).await, Reply::Done);
    ben.until_row("Ada", "in a meeting", |it| {
        (it.availability, it.activity) == (Availability::Busy, Some(Activity::InMeeting))
    })
    .await;
    let calendar = ada.until("shown", |it| it.calendar.is_some()).await.calendar.clone().unwrap();
    assert_eq!((calendar.name.as_str(), calendar.meetings), ("mine.ics", 1));
    assert!(!mentions(&ada.data(), "Secret plans") && !mentions(&ada.data(), &path.display().to_string()));

    let (directory, keyring) = ada.quit().await;
    let mut ada = Seat::at(directory, keyring, crate::stage::NoHost).await;
    ada.until("read again", |it| it.calendar.as_ref().is_some_and(|calendar| calendar.read.is_some())).await;
    assert_eq!(ada.ask(Request::Calendar { source: None, password: None }).await, Reply::Done);
    ben.until_row("Ada", "free", |it| it.availability == Availability::Available).await;
    let (_, keyring) = ada.quit().await;
    assert!(keyring.secrets.lock().unwrap().keys().all(|user| !user.starts_with("calendar")));
}

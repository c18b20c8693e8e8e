use std::{
    fs,
    time::{Duration, SystemTime},
};

use jiff::SignedDuration;
use ringlight_calendar::{Fault, LARGEST, Read};
use ringlight_protocol::local::CalendarSource;

use crate::scene::{HOUR, now, read, read_at, whole};

#[tokio::test]
async fn a_file_is_read_when_it_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calendar.ics");
    let source = CalendarSource::File { path: path.to_str().unwrap().to_owned() };
    assert_eq!(read(&source, None, None).await, Err(Fault::NoFile));

    fs::write(&path, HOUR).unwrap();
    let (starts, seen) = whole(read(&source, None, None).await);
    assert_eq!(starts, ["2026-11-24T10:00:00Z"]);
    assert_eq!(read(&source, None, Some(&seen)).await, Ok(Read::Unchanged));

    // Written again, and of the same size.
    fs::write(&path, HOUR.replace("T10", "T11")).unwrap();
    let later = SystemTime::now() + Duration::from_secs(5);
    fs::File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
    let (starts, seen) = whole(read(&source, None, Some(&seen)).await);
    assert_eq!(starts, ["2026-11-24T11:00:00Z"]);

    // A fortnight moves on: even an unchanged one is read whole after some hours.
    let hours = |hours| now() + SignedDuration::from_hours(hours);
    assert_eq!(read_at(hours(5), &source, None, Some(&seen)).await, Ok(Read::Unchanged));
    assert_eq!(whole(read_at(hours(6), &source, None, Some(&seen)).await).0, starts);
}

#[tokio::test]
async fn a_file_that_is_no_calendar_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calendar.ics");
    let source = CalendarSource::File { path: path.to_str().unwrap().to_owned() };
    fs::write(&path, b"\xff\xfe\x00").unwrap();
    assert_eq!(read(&source, None, None).await, Err(Fault::NotACalendar));
    fs::write(&path, vec![b'x'; LARGEST + 1]).unwrap();
    assert_eq!(read(&source, None, None).await, Err(Fault::TooLarge));
    let folder = CalendarSource::File { path: folder.path().to_str().unwrap().to_owned() };
    assert!(matches!(read(&folder, None, None).await, Err(Fault::File(_))));
}

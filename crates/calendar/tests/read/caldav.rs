//! What a server says of several calendars, where radicale always says yes.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ringlight_calendar::{Fault, Read};
use ringlight_protocol::local::CalendarSource;

use crate::{
    scene::{HOUR, read, whole},
    server::{Say, Server, say},
};

fn multistatus(responses: &str) -> Say {
    say(
        "207 Multi-Status",
        &[],
        format!(
            r#"<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/">{responses}</d:multistatus>"#
        ),
    )
}

fn response(href: &str, properties: &str) -> String {
    format!(
        "<d:response><d:href>{href}</d:href><d:propstat><d:prop>{properties}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
    )
}

/// A home with a calendar that can be read and one that is refused like this so many times.
async fn home(refused: &'static str, times: usize) -> Server {
    let asked = AtomicUsize::new(0);
    let events = |event: String| {
        multistatus(&response("/a.ics", &format!("<c:calendar-data>{event}</c:calendar-data>")))
    };
    Server::start(move |head| {
        let calendar = |name: &str| {
            let kind =
                "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><s:getctag>1</s:getctag>";
            response(&format!("/home/{name}/"), kind)
        };
        match head.split(' ').take(2).collect::<Vec<_>>()[..] {
            ["PROPFIND", "/home/"] => multistatus(&(calendar("refused") + &calendar("open"))),
            ["PROPFIND", _] => multistatus(&response(
                "/",
                "<c:calendar-home-set><d:href>/home/</d:href></c:calendar-home-set>",
            )),
            ["REPORT", "/home/open/"] => events(HOUR.into()),
            _ if asked.fetch_add(1, Relaxed) >= times => {
                events(HOUR.replace("UID:a", "UID:b").replace("T10", "T12"))
            }
            _ => say(refused, &[], ""),
        }
    })
    .await
}

#[tokio::test]
async fn one_calendar_that_is_refused_hides_no_other_and_is_asked_again() {
    for refused in ["403 Forbidden", "404 Not Found", "400 Bad Request", "200 OK"] {
        let server = home(refused, 2).await;
        let source = CalendarSource::CalDav { url: server.address.clone(), user: "maria".into() };
        let (starts, seen) = whole(read(&source, Some("open"), None).await);
        assert_eq!(starts, ["2026-11-24T10:00:00Z"], "{refused}");
        assert_eq!(read(&source, Some("open"), Some(&seen)).await, Ok(Read::Unchanged), "{refused} still");
        let (starts, seen) = whole(read(&source, Some("open"), Some(&seen)).await);
        assert_eq!(starts, ["2026-11-24T10:00:00Z", "2026-11-24T12:00:00Z"], "{refused}");
        assert_eq!(read(&source, Some("open"), Some(&seen)).await, Ok(Read::Unchanged), "{refused}");
    }
}

#[tokio::test]
async fn one_that_is_out_of_order_makes_nobody_free() {
    let server = home("503 Service Unavailable", 1).await;
    let source = CalendarSource::CalDav { url: server.address.clone(), user: "maria".into() };
    assert_eq!(read(&source, Some("open"), None).await, Err(Fault::Unavailable { again: None }));
}

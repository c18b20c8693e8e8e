//! A real CalDAV server: Radicale, with passwords, on a port of its own.

use std::{fs, process::Stdio, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use reqwest::Method;
use ringlight_calendar::{Fault, Read};
use ringlight_protocol::local::CalendarSource;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::scene::{read, whole};

const PASSWORD: &str = "open:sesame";

struct Radicale {
    address: String,
    _folder: TempDir,
    _process: Child,
}

impl Radicale {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let users = folder.path().join("users");
        fs::write(&users, format!("maria:{PASSWORD}\n")).unwrap();
        let mut process = Command::new("radicale")
            .args(["--config", "", "--hosts", "127.0.0.1:0", "--auth-type", "htpasswd"])
            .arg("--auth-htpasswd-filename")
            .arg(&users)
            .args(["--auth-htpasswd-encryption", "plain", "--auth-delay", "0", "--storage-filesystem-folder"])
            .arg(folder.path().join("store"))
            .args(["--logging-level", "info"])
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("radicale is not installed: cargo xtask unit installs it");
        let mut log = BufReader::new(process.stderr.take().unwrap()).lines();
        let listening = async {
            loop {
                let line = log.next_line().await.unwrap().expect("radicale ended");
                // Versions differ in how they write the host.
                if let Some((_, place)) = line.split_once("Listening on '") {
                    break place.trim_end_matches('\'').rsplit(':').next().unwrap().to_owned();
                }
            }
        };
        let port = tokio::time::timeout(Duration::from_secs(60), listening).await.unwrap();
        // Nobody must wait for its log to be read.
        tokio::spawn(async move { while let Ok(Some(_)) = log.next_line().await {} });
        Self { address: format!("http://127.0.0.1:{port}"), _folder: folder, _process: process }
    }

    async fn ask(&self, method: &str, path: &str, body: impl Into<String>) {
        let login = BASE64_STANDARD.encode(format!("maria:{PASSWORD}"));
        let http = reqwest::Client::builder().no_proxy().tls_backend_preconfigured(tls()).build().unwrap();
        let response = http
            .request(Method::from_bytes(method.as_bytes()).unwrap(), format!("{}{path}", self.address))
            .header("authorization", format!("Basic {login}"))
            .body(body.into())
            .send()
            .await
            .unwrap();
        assert!(response.status().is_success(), "{method} {path}: {}", response.status());
    }

    /// Makes a calendar that holds components of one kind.
    async fn calendar(&self, name: &str, holds: &str) {
        let body = format!(
            r#"<?xml version="1.0"?><mkcalendar xmlns="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:"><d:set><d:prop><d:displayname>{name}</d:displayname><supported-calendar-component-set><comp name="{holds}"/></supported-calendar-component-set></d:prop></d:set></mkcalendar>"#
        );
        self.ask("MKCALENDAR", &format!("/maria/{name}/"), body).await;
    }

    async fn put(&self, path: &str, event: &str) {
        let event = event.replace('\n', "\r\n");
        let body = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ringlight//tests\r\n{event}\r\nEND:VCALENDAR\r\n"
        );
        self.ask("PUT", &format!("/maria/{path}.ics"), body).await;
    }

    fn source(&self, path: &str) -> CalendarSource {
        CalendarSource::CalDav { url: format!("{}{path}", self.address), user: "maria".into() }
    }
}

fn tls() -> rustls::ClientConfig {
    rustls::ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}

const STANDUP: &str = "BEGIN:VEVENT
UID:standup
DTSTAMP:20261101T000000Z
SUMMARY:Standup & <more>
DTSTART;TZID=Europe/Kyiv:20260105T100000
DURATION:PT15M
RRULE:FREQ=WEEKLY;BYDAY=TU
END:VEVENT
BEGIN:VEVENT
UID:standup
DTSTAMP:20261101T000000Z
RECURRENCE-ID;TZID=Europe/Kyiv:20261124T100000
DTSTART;TZID=Europe/Kyiv:20261124T150000
DURATION:PT15M
END:VEVENT";

fn once(uid: &str, start: &str) -> String {
    format!(
        "BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20261101T000000Z\nDTSTART:{start}\nDURATION:PT1H\nSUMMARY:x\nEND:VEVENT"
    )
}

#[tokio::test]
async fn calendars_are_found_and_read() {
    let server = Radicale::start().await;
    server.calendar("work", "VEVENT").await;
    server.calendar("tasks", "VTODO").await;
    server.put("work/standup", STANDUP).await;
    server.put("work/past", &once("past", "20260101T100000Z")).await;
    server.put("work/soon", &once("soon", "20261125T100000Z")).await;
    server.put("work/far", &once("far", "20270125T100000Z")).await;

    let starts = ["2026-11-24T13:00:00Z", "2026-11-25T10:00:00Z", "2026-12-01T08:00:00Z"];
    // The server, the place that RFC 6764 names, the person, one calendar.
    for path in ["/", "", "/.well-known/caldav", "/maria/", "/maria/work/"] {
        let (found, _) = whole(read(&server.source(path), Some(PASSWORD), None).await);
        assert_eq!(found, starts, "{path}");
    }

    server.calendar("home", "VEVENT").await;
    server.put("home/dentist", &once("dentist", "20261126T100000Z")).await;
    let (found, _) = whole(read(&server.source("/"), Some(PASSWORD), None).await);
    assert_eq!(found.len(), 4);
    let (found, _) = whole(read(&server.source("/maria/work/"), Some(PASSWORD), None).await);
    assert_eq!(found, starts);
}

#[tokio::test]
async fn an_unchanged_server_is_not_read_again() {
    let server = Radicale::start().await;
    server.calendar("work", "VEVENT").await;
    server.put("work/soon", &once("soon", "20261125T100000Z")).await;
    let source = server.source("/");
    let (found, seen) = whole(read(&source, Some(PASSWORD), None).await);
    assert_eq!(found.len(), 1);
    assert_eq!(read(&source, Some(PASSWORD), Some(&seen)).await, Ok(Read::Unchanged));

    server.put("work/later", &once("later", "20261126T100000Z")).await;
    let (found, seen) = whole(read(&source, Some(PASSWORD), Some(&seen)).await);
    assert_eq!(found.len(), 2);
    server.calendar("new", "VEVENT").await;
    server.put("new/soon", &once("also", "20261127T100000Z")).await;
    let (found, seen) = whole(read(&source, Some(PASSWORD), Some(&seen)).await);
    assert_eq!(found.len(), 3, "a calendar that is new is read at once");
    assert_eq!(read(&source, Some(PASSWORD), Some(&seen)).await, Ok(Read::Unchanged));
    server.ask("DELETE", "/maria/new/", "").await;
    server.ask("DELETE", "/maria/work/", "").await;
    server.calendar("other", "VEVENT").await;
    let (found, _) = whole(read(&source, Some(PASSWORD), Some(&seen)).await);
    assert_eq!(found, [""; 0]);
}

#[tokio::test]
async fn what_is_wrong_is_told() {
    let server = Radicale::start().await;
    assert_eq!(read(&server.source("/maria/"), Some("wrong"), None).await, Err(Fault::PasswordWrong));
    assert_eq!(read(&server.source("/maria/"), None, None).await, Err(Fault::PasswordWanted));
    assert_eq!(read(&server.source("/"), Some(PASSWORD), None).await, Err(Fault::NoCalendars));
}

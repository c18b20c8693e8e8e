use std::{io::Write, time::Duration};

use flate2::{Compression, write::GzEncoder};
use ringlight_calendar::{Fault, LARGEST, Read, Secret};
use ringlight_protocol::local::CalendarSource;

use crate::{
    scene::{HOUR, read, whole},
    server::{Say, Server, say},
};

fn at(url: impl Into<String>) -> CalendarSource {
    CalendarSource::Address { url: url.into() }
}

/// What is read from a server that always gives this answer.
async fn answered(say: impl Fn() -> Say + Send + Sync + 'static) -> Result<Read, Fault> {
    let server = Server::start(move |_| say()).await;
    read(&at(&server.address), None, None).await
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn an_unchanged_calendar_is_not_sent_again() {
    let mut server = Server::start(|head| match head.contains("if-none-match: \"1\"") {
        true => say("304 Not Modified", &[], ""),
        false => say("200 OK", &["ETag: \"1\"", "Last-Modified: Mon, 23 Nov 2026 00:00:00 GMT"], HOUR),
    })
    .await;
    let source = at(format!("{}/private-5e3f/basic.ics", server.address));
    let (starts, seen) = whole(read(&source, None, None).await);
    assert_eq!(starts, ["2026-11-24T10:00:00Z"]);
    assert_eq!(read(&source, None, Some(&seen)).await, Ok(Read::Unchanged));
    let asked = server.asked();
    assert!(asked[0].starts_with("GET /private-5e3f/basic.ics HTTP/1.1\r\n"));
    assert!(asked[1].contains("if-modified-since: Mon, 23 Nov 2026 00:00:00 GMT"));
    assert!(!format!("{seen:?}").contains("private"));
}

#[tokio::test]
async fn a_packed_calendar_is_unpacked_within_bounds() {
    let gzip = &["Content-Encoding: gzip"];
    assert_eq!(whole(answered(|| say("200 OK", gzip, packed(HOUR.as_bytes()))).await).0.len(), 1);
    let bomb = packed(&vec![b' '; LARGEST * 20]);
    assert!(bomb.len() < LARGEST);
    assert_eq!(answered(move || say("200 OK", gzip, &bomb)).await, Err(Fault::TooLarge));
    assert_eq!(answered(|| say("200 OK", gzip, HOUR)).await, Err(Fault::Answer));
    assert_eq!(answered(|| say("200 OK", &["Content-Encoding: br"], HOUR)).await, Err(Fault::Answer));
}

#[tokio::test]
async fn a_calendar_that_is_too_large_is_not_read_to_its_end() {
    let large = vec![b'x'; LARGEST + 1];
    assert_eq!(answered(move || say("200 OK", &[], &large)).await, Err(Fault::TooLarge));
}

#[tokio::test]
async fn an_answer_that_does_not_end_is_given_up() {
    let began = std::time::Instant::now();
    assert_eq!(answered(|| Say::Nothing).await, Err(Fault::TooSlow));
    assert!(began.elapsed() >= Duration::from_secs(5));
}

#[tokio::test]
async fn other_answers_are_told_as_what_they_are() {
    let busy = |again| Err(Fault::Unavailable { again });
    for (status, headers, body, told) in [
        ("200 OK", &["Content-Type: text/html"][..], "<!doctype html><html></html>", Err(Fault::WebPage)),
        ("200 OK", &[], "", Err(Fault::NotACalendar)),
        ("304 Not Modified", &[], "", Err(Fault::Answer)),
        ("401 Unauthorized", &[], "", Err(Fault::PasswordWanted)),
        ("403 Forbidden", &[], "", Err(Fault::Forbidden)),
        ("404 Not Found", &[], "", Err(Fault::Missing)),
        ("410 Gone", &[], "", Err(Fault::Missing)),
        ("418 I'm a teapot", &[], "", Err(Fault::Status(418))),
        ("429 Too Many Requests", &["Retry-After: 90"], "", busy(Some(Duration::from_secs(90)))),
        ("503 Service Unavailable", &["Retry-After: Mon, 23 Nov 2026 00:00:00 GMT"], "", busy(None)),
    ] {
        assert_eq!(answered(move || say(status, headers, body)).await, told, "{status}");
    }
    assert_eq!(answered(|| Say::Bytes(b"nonsense".to_vec())).await, Err(Fault::Unreachable));
    // Nobody listens there any more.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(read(&at(format!("http://{closed}/")), None, None).await, Err(Fault::Unreachable));
    assert_eq!(read(&at("http://example.org/"), None, None).await, Err(Fault::NotEncrypted));
}

#[tokio::test]
async fn a_password_goes_with_the_name_in_the_address() {
    let mut server =
        Server::start(|head| match head.contains("authorization: Basic bWFyaWE6b3BlbjpzZXNhbWU=") {
            true => say("200 OK", &[], HOUR),
            false => say("401 Unauthorized", &[], ""),
        })
        .await;
    let source = at(server.address.replace("http://", "http://maria@"));
    assert_eq!(whole(read(&source, Some("open:sesame"), None).await).0.len(), 1);
    assert_eq!(read(&source, Some("wrong"), None).await, Err(Fault::PasswordWrong));
    assert_eq!(read(&source, None, None).await, Err(Fault::PasswordWanted));
    assert!(server.asked().iter().all(|it| !it.contains("maria@")));
    assert_eq!(format!("{:?}", Secret::from("open:sesame".to_owned())), "Secret");
}

#[tokio::test]
async fn an_address_may_lead_on_but_not_anywhere() {
    let to = |place: &'static str| {
        move |head: &str| match head.starts_with("GET /here ") {
            true => say("200 OK", &[], HOUR),
            false => say("302 Found", &[&format!("Location: {place}")], ""),
        }
    };
    for (place, told) in [
        ("/circle", Err(Fault::Circles)),
        ("http://example.org/", Err(Fault::NotEncrypted)),
        ("https://127.0.0.1:1/", Err(Fault::Private)),
        ("https://10.0.0.1/", Err(Fault::Private)),
        ("http://169.254.169.254/latest/meta-data", Err(Fault::Private)),
        ("https://[::ffff:192.168.0.1]/", Err(Fault::Private)),
        ("https://localhost/", Err(Fault::Private)),
        ("file:///etc/passwd", Err(Fault::Address)),
        ("https://", Err(Fault::Answer)),
    ] {
        let server = Server::start(to(place)).await;
        assert_eq!(read(&at(&server.address), None, None).await, told, "{place}");
    }
    let server = Server::start(to("here")).await;
    assert_eq!(whole(read(&at(format!("{}/x/../y", server.address)), None, None).await).0.len(), 1);
    // Another service on the same computer, which is not even asked.
    let mut other = Server::start(|_| say("200 OK", &[], HOUR)).await;
    let place = format!("Location: {}/", other.address);
    let server = Server::start(move |_| say("307 Temporary Redirect", &[&place], "")).await;
    assert_eq!(read(&at(&server.address), None, None).await, Err(Fault::Private));
    assert_eq!(other.asked(), [""; 0]);
}

/// This computer's own name, which no registry knows and which leads back to it.
#[cfg(unix)]
#[tokio::test]
async fn a_name_that_hides_a_private_address_is_not_followed() {
    let name = rustix::system::uname();
    let place = format!("Location: https://{}/", name.nodename().to_str().unwrap());
    let server = Server::start(move |_| say("302 Found", &[&place], "")).await;
    assert_eq!(read(&at(&server.address), None, None).await, Err(Fault::Private));
}

#[tokio::test]
async fn a_server_without_a_valid_certificate_gets_nothing() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    let serving = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(config)).accept(stream).await.err()
    });
    assert_eq!(read(&at(url), Some("open:sesame"), None).await, Err(Fault::Certificate));
    assert!(serving.await.unwrap().is_some());
}

#[tokio::test]
async fn a_caldav_server_that_says_nonsense_is_told() {
    let multistatus = |inner: &str| format!(r#"<d:multistatus xmlns:d="DAV:">{inner}</d:multistatus>"#);
    let entities = r#"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>"#;
    for body in [
        String::new(),
        "<html></html>".into(),
        "<a>".repeat(100_000),
        format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000)),
        format!("{entities}{}", multistatus("&b;")),
        multistatus(""),
        multistatus("<d:response/>"),
        multistatus("<d:response><d:href>/</d:href></d:response>"),
    ] {
        let server = Server::start(move |_| say("207 Multi-Status", &[], &body)).await;
        let source = CalendarSource::CalDav { url: server.address.clone(), user: "maria".into() };
        assert_eq!(read(&source, None, None).await, Err(Fault::NoCalendars));
    }
}

#[tokio::test]
async fn a_caldav_server_does_not_lead_into_the_private_network() {
    let body = r#"<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>/</d:href><d:propstat><d:prop><c:calendar-home-set><d:href>https://192.168.0.1/</d:href></c:calendar-home-set></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>"#;
    let server = Server::start(move |_| say("207 Multi-Status", &[], body)).await;
    let source = CalendarSource::CalDav { url: server.address.clone(), user: "maria".into() };
    assert_eq!(read(&source, Some("open:sesame"), None).await, Err(Fault::Private));
}

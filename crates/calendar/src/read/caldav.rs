//! CalDAV (RFC 4791): finds the calendars behind an address (RFC 6764) and asks for the next 14 days of each.

use jiff::{SignedDuration, Timestamp};
use reqwest::{
    Method, StatusCode, Url,
    header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
};

use super::{
    Fetched, Marks, Secret, address,
    multistatus::{CALDAV, CALENDAR_SERVER, DAV, Resource, resources},
    web::{Ask, Web, login},
};
use crate::{AHEAD, Fault, LARGEST};

/// The most calendars of one person that are read.
const CALENDARS: usize = 20;
/// What ran on before the time that is asked for: servers differ in how they take events of whole days.
const BEFORE: SignedDuration = SignedDuration::from_hours(24);

/// The calendars behind an address, and by what they are known again.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Stand {
    place: Place,
    calendars: Vec<Collection>,
    /// Those of them that could not be read: to give one back need not change its content.
    refused: Vec<Url>,
}

/// Where calendars are listed.
#[derive(Clone, PartialEq, Eq)]
enum Place {
    /// All that lie in it and can make their owner busy.
    Home(Url),
    /// It is the calendar, whatever it holds: its owner named it.
    Calendar(Url),
}

/// One calendar, and what changes with its content.
#[derive(Clone, PartialEq, Eq)]
struct Collection {
    url: Url,
    tag: Option<String>,
}

pub(super) async fn calendar(
    url: &str,
    user: &str,
    secret: Option<&Secret>,
    seen: Option<&Stand>,
    now: Timestamp,
) -> Result<Option<Fetched>, Fault> {
    let url = address::parse(url)?;
    let login = secret.map(|secret| login(user, secret)).transpose()?;
    let server = Server { web: Web::new(&url, login)? };
    if let Some(seen) = seen
        && server.is_unchanged(seen, now).await?
    {
        return Ok(None);
    }
    let mut stand = server.discover(&url).await?;
    let texts = server.texts(&mut stand, now).await?;
    Ok(Some(Fetched { texts, marks: Marks::CalDav(stand) }))
}

struct Server {
    web: Web,
}

impl Server {
    /// Whether the same calendars are there, as they were seen. One without a tag may always have changed.
    async fn is_unchanged(&self, seen: &Stand, now: Timestamp) -> Result<bool, Fault> {
        if seen.calendars.iter().any(|calendar| calendar.tag.is_none()) {
            return Ok(false);
        }
        match self.list(&seen.place).await {
            Ok(calendars) => Ok(calendars == seen.calendars && self.refuses(&seen.refused, now).await?),
            // What is wrong there, finding them anew tells.
            Err(Fault::Missing) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// Whether none of them can be read.
    async fn refuses(&self, calendars: &[Url], now: Timestamp) -> Result<bool, Fault> {
        for calendar in calendars {
            match self.events(calendar, now).await {
                Ok(_) => return Ok(false),
                Err(fault) if is_of_one(&fault) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(true)
    }

    /// The events of all calendars. One that is refused takes the others from nobody, unless there is no other.
    async fn texts(&self, stand: &mut Stand, now: Timestamp) -> Result<Vec<String>, Fault> {
        let (mut texts, mut refused) = (Vec::new(), Vec::new());
        for calendar in &stand.calendars {
            match self.events(&calendar.url, now).await {
                Ok(events) => texts.extend(events),
                Err(fault) if is_of_one(&fault) => {
                    stand.refused.push(calendar.url.clone());
                    refused.push(fault);
                }
                Err(fault) => return Err(fault),
            }
            if texts.iter().map(String::len).sum::<usize>() > LARGEST {
                return Err(Fault::TooLarge);
            }
        }
        let all = refused.len() == stand.calendars.len();
        for fault in refused {
            if all {
                return Err(fault);
            }
            // Its address may be secret.
            tracing::warn!(%fault, "one of several calendars is left out");
        }
        Ok(texts)
    }

    /// The calendars behind an address: itself, or those of the person who signs in.
    async fn discover(&self, url: &Url) -> Result<Stand, Fault> {
        let known_place = url.join("/.well-known/caldav").map_err(|_| Fault::Address)?;
        for place in [url.clone(), known_place] {
            if let Some(found) = self.behind(place).await?.filter(|found| !found.calendars.is_empty()) {
                return Ok(found);
            }
        }
        Err(Fault::NoCalendars)
    }

    /// Absent if that place knows nothing of calendars.
    async fn behind(&self, url: Url) -> Result<Option<Stand>, Fault> {
        let (found, at) = match self.properties(url, "0").await {
            Ok(answer) => answer,
            Err(Fault::Missing | Fault::NoCalendars | Fault::Status(_)) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let Some(here) = found.into_iter().next() else { return Ok(None) };
        if here.is_calendar {
            let calendars = vec![collection(&at, here)?];
            return Ok(Some(Stand { place: Place::Calendar(at), calendars, refused: Vec::new() }));
        }
        let home = match (here.home, here.principal) {
            (Some(home), _) => Some(place(&at, &home)?),
            (None, Some(principal)) => self.home(place(&at, &principal)?).await?,
            (None, None) => None,
        };
        let Some(place) = home.map(Place::Home) else { return Ok(None) };
        let calendars = self.list(&place).await?;
        Ok(Some(Stand { place, calendars, refused: Vec::new() }))
    }

    async fn home(&self, principal: Url) -> Result<Option<Url>, Fault> {
        let (found, at) = self.properties(principal, "0").await?;
        found.into_iter().find_map(|it| it.home).map(|home| place(&at, &home)).transpose()
    }

    /// The calendars of a place.
    async fn list(&self, place: &Place) -> Result<Vec<Collection>, Fault> {
        let (url, depth) = match place {
            Place::Home(url) => (url, "1"),
            Place::Calendar(url) => (url, "0"),
        };
        let (found, at) = self.properties(url.clone(), depth).await?;
        let named = matches!(place, Place::Calendar(_));
        let counts = |it: &Resource| it.is_calendar && (named || it.holds_events && !it.is_transparent);
        found.into_iter().filter(counts).take(CALENDARS).map(|it| collection(&at, it)).collect()
    }

    async fn properties(&self, url: Url, depth: &'static str) -> Result<(Vec<Resource>, Url), Fault> {
        let body = format!(
            r#"<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="{DAV}" xmlns:c="{CALDAV}" xmlns:s="{CALENDAR_SERVER}"><d:prop><d:resourcetype/><d:current-user-principal/><d:sync-token/><c:calendar-home-set/><c:schedule-calendar-transp/><c:supported-calendar-component-set/><s:getctag/></d:prop></d:propfind>"#
        );
        self.ask(b"PROPFIND", url, depth, body).await
    }

    /// The events of one calendar that touch the next 14 days, each with all its exceptions.
    async fn events(&self, url: &Url, now: Timestamp) -> Result<Vec<String>, Fault> {
        let time = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
        let from = now.checked_sub(BEFORE).unwrap_or(Timestamp::MIN);
        let until = now.checked_add(AHEAD).unwrap_or(Timestamp::MAX);
        let body = format!(
            r#"<?xml version="1.0" encoding="utf-8"?><c:calendar-query xmlns:d="{DAV}" xmlns:c="{CALDAV}"><d:prop><c:calendar-data/></d:prop><c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{}" end="{}"/></c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"#,
            time(from),
            time(until)
        );
        let (found, _) = self.ask(b"REPORT", url.clone(), "1", body).await?;
        Ok(found.into_iter().filter_map(|it| it.data).collect())
    }

    async fn ask(
        &self,
        method: &[u8],
        url: Url,
        depth: &'static str,
        body: String,
    ) -> Result<(Vec<Resource>, Url), Fault> {
        let method = Method::from_bytes(method).map_err(|_| Fault::Answer)?;
        let headers = HeaderMap::from_iter([
            (HeaderName::from_static("depth"), HeaderValue::from_static(depth)),
            (CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8")),
        ]);
        let answer = self.web.ask(Ask { method, url, headers, body }).await?;
        if answer.status != StatusCode::MULTI_STATUS {
            return Err(Fault::NoCalendars);
        }
        Ok((resources(&answer.text)?, answer.url))
    }
}

/// Whether a fault is of one calendar, and another may be well.
fn is_of_one(fault: &Fault) -> bool {
    matches!(fault, Fault::Forbidden | Fault::Missing | Fault::NoCalendars | Fault::Status(_))
}

fn collection(at: &Url, resource: Resource) -> Result<Collection, Fault> {
    Ok(Collection { url: place(at, &resource.href)?, tag: resource.tag })
}

fn place(at: &Url, href: &str) -> Result<Url, Fault> {
    at.join(href).map_err(|_| Fault::Answer)
}

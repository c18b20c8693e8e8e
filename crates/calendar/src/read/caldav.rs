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

/// One calendar, and by what it is known again.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Collection {
    url: Url,
    tag: Option<String>,
}

pub(super) async fn calendar(
    url: &str,
    user: &str,
    secret: Option<&Secret>,
    seen: Option<&[Collection]>,
    now: Timestamp,
) -> Result<Option<Fetched>, Fault> {
    let url = address::parse(url)?;
    let login = secret.map(|secret| login(user, secret)).transpose()?;
    let server = Server { web: Web::new(&url, login)? };
    if let Some(seen) = seen
        && server.is_unchanged(seen).await?
    {
        return Ok(None);
    }
    let collections = server.discover(&url).await?;
    let mut texts = Vec::new();
    for collection in &collections {
        texts.extend(server.events(&collection.url, now).await?);
        if texts.iter().map(String::len).sum::<usize>() > LARGEST {
            return Err(Fault::TooLarge);
        }
    }
    Ok(Some(Fetched { texts, marks: Marks::CalDav(collections) }))
}

struct Server {
    web: Web,
}

impl Server {
    /// Whether all calendars are as they were seen. One without a tag may always have changed.
    async fn is_unchanged(&self, seen: &[Collection]) -> Result<bool, Fault> {
        for collection in seen {
            let now = self.properties(collection.url.clone(), "0").await;
            let tag = match now {
                Ok((found, _)) => found.into_iter().next().and_then(|it| it.tag),
                Err(Fault::Missing) => None,
                Err(fault) => return Err(fault),
            };
            if tag.is_none() || tag != collection.tag {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The calendars behind an address: itself, or those of the person who signs in.
    async fn discover(&self, url: &Url) -> Result<Vec<Collection>, Fault> {
        let known_place = url.join("/.well-known/caldav").map_err(|_| Fault::Address)?;
        for place in [url.clone(), known_place] {
            if let Some(found) = self.behind(place).await?.filter(|found| !found.is_empty()) {
                return Ok(found);
            }
        }
        Err(Fault::NoCalendars)
    }

    /// Absent if that place knows nothing of calendars.
    async fn behind(&self, url: Url) -> Result<Option<Vec<Collection>>, Fault> {
        let (found, at) = match self.properties(url, "0").await {
            Ok(answer) => answer,
            Err(Fault::Missing | Fault::NoCalendars | Fault::Status(_)) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let Some(here) = found.into_iter().next() else { return Ok(None) };
        if here.is_calendar {
            return Ok(Some(vec![collection(&at, here)?]));
        }
        let home = match (here.home, here.principal) {
            (Some(home), _) => Some(place(&at, &home)?),
            (None, Some(principal)) => self.home(place(&at, &principal)?).await?,
            (None, None) => None,
        };
        match home {
            Some(home) => self.calendars(home).await.map(Some),
            None => Ok(None),
        }
    }

    async fn home(&self, principal: Url) -> Result<Option<Url>, Fault> {
        let (found, at) = self.properties(principal, "0").await?;
        found.into_iter().find_map(|it| it.home).map(|home| place(&at, &home)).transpose()
    }

    /// The calendars of a home that can make their owner busy.
    async fn calendars(&self, home: Url) -> Result<Vec<Collection>, Fault> {
        let (found, at) = self.properties(home, "1").await?;
        let counts = |it: &Resource| it.is_calendar && it.holds_events && !it.is_transparent;
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

fn collection(at: &Url, resource: Resource) -> Result<Collection, Fault> {
    Ok(Collection { url: place(at, &resource.href)?, tag: resource.tag })
}

fn place(at: &Url, href: &str) -> Result<Url, Fault> {
    at.join(href).map_err(|_| Fault::Answer)
}

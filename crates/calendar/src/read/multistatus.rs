//! The answers of WebDAV (RFC 4918 section 13).

use roxmltree::{Document, Node};

use crate::Fault;

pub(super) const DAV: &str = "DAV:";
pub(super) const CALDAV: &str = "urn:ietf:params:xml:ns:caldav";
/// Where `getctag` is from: Apple's calendar server, and now everybody's.
pub(super) const CALENDAR_SERVER: &str = "http://calendarserver.org/ns/";

/// One resource and what is known of it.
pub(super) struct Resource {
    pub href: String,
    pub is_calendar: bool,
    /// Whether events can be in it; many keep tasks only.
    pub holds_events: bool,
    /// Whether its events leave their owner free (RFC 6638 section 9.1).
    pub is_transparent: bool,
    /// Changes with each change of its content.
    pub tag: Option<String>,
    pub principal: Option<String>,
    pub home: Option<String>,
    /// The text of a calendar object.
    pub data: Option<String>,
}

pub(super) fn resources(xml: &str) -> Result<Vec<Resource>, Fault> {
    let document = Document::parse(xml).map_err(|_| Fault::NoCalendars)?;
    let root = document.root_element();
    if !root.has_tag_name((DAV, "multistatus")) {
        return Err(Fault::NoCalendars);
    }
    Ok(children(root, DAV, "response").filter_map(resource).collect())
}

fn resource(response: Node) -> Option<Resource> {
    let href = children(response, DAV, "href").next()?.text()?.trim().to_owned();
    let good =
        |it: &Node| children(*it, DAV, "status").all(|it| it.text().is_none_or(|it| it.contains(" 200")));
    let found: Vec<_> = children(response, DAV, "propstat")
        .filter(good)
        .flat_map(|it| children(it, DAV, "prop"))
        .flat_map(|it| it.children())
        .collect();
    let property = |space: &'static str, name: &'static str| {
        found.iter().copied().find(move |it| it.has_tag_name((space, name)))
    };
    let has = |node: Option<Node>, name| node.is_some_and(|it| children(it, CALDAV, name).next().is_some());
    let text = |node: Option<Node>| Some(node?.text()?.trim().to_owned()).filter(|it| !it.is_empty());
    let link = |node: Option<Node>| Some(children(node?, DAV, "href").next()?.text()?.trim().to_owned());
    let kinds = property(CALDAV, "supported-calendar-component-set");
    Some(Resource {
        href,
        is_calendar: has(property(DAV, "resourcetype"), "calendar"),
        holds_events: kinds
            .is_none_or(|it| children(it, CALDAV, "comp").any(|it| it.attribute("name") == Some("VEVENT"))),
        is_transparent: has(property(CALDAV, "schedule-calendar-transp"), "transparent"),
        tag: text(property(CALENDAR_SERVER, "getctag")).or_else(|| text(property(DAV, "sync-token"))),
        principal: link(property(DAV, "current-user-principal")),
        home: link(property(CALDAV, "calendar-home-set")),
        data: property(CALDAV, "calendar-data").and_then(|it| it.text()).map(str::to_owned),
    })
}

fn children<'a, 'input>(
    node: Node<'a, 'input>,
    space: &'static str,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |it| it.has_tag_name((space, name)))
}

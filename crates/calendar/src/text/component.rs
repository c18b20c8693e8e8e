use icalendar::parser;

use crate::Fault;

/// How deep components lie within each other at most: a time zone's rules in a calendar are three deep.
const DEEPEST: usize = 8;

/// The properties that say when somebody is busy. All else, titles first, is passed over unread.
const WANTED: [&str; 19] = [
    "ATTENDEE",
    "DTEND",
    "DTSTAMP",
    "DTSTART",
    "DURATION",
    "EXDATE",
    "FREEBUSY",
    "LAST-MODIFIED",
    "RDATE",
    "RECURRENCE-ID",
    "RRULE",
    "SEQUENCE",
    "STATUS",
    "TRANSP",
    "TZID",
    "TZOFFSETTO",
    "UID",
    "X-LIC-LOCATION",
    "X-MICROSOFT-CDO-BUSYSTATUS",
];

/// A component (RFC 5545 section 3.6): what stands between a `BEGIN` and its `END`.
pub(crate) struct Component {
    /// In upper case.
    pub name: String,
    pub properties: Vec<Property>,
    pub parts: Vec<Component>,
}

/// A property of one of the [`WANTED`] names.
pub(crate) struct Property {
    name: &'static str,
    pub value: String,
    parameters: Vec<(String, String)>,
}

impl Component {
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.all(name).next()
    }

    pub fn all(&self, name: &str) -> impl Iterator<Item = &Property> {
        self.properties.iter().filter(move |it| it.name == name)
    }

    /// The value of a property, in upper case.
    pub fn word(&self, name: &str) -> Option<String> {
        self.property(name).map(|it| it.value.trim().to_ascii_uppercase())
    }
}

impl Property {
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Absent for a line that says nothing about busy times, and for one that cannot be read: an entry that misses it
    /// for its times is passed over.
    fn of(line: &str) -> Option<Self> {
        let name = line.split([';', ':']).next()?;
        let name = WANTED.into_iter().find(|wanted| wanted.eq_ignore_ascii_case(name))?;
        let property = parser::Property::try_from(line).ok()?;
        let parameters = property.params.iter().map(|it| {
            (it.key.as_str().to_owned(), it.val.as_ref().map_or("", |value| value.as_str()).to_owned())
        });
        Some(Self { name, value: property.val.as_str().to_owned(), parameters: parameters.collect() })
    }
}

/// What a calendar holds. Several calendars one after another count as one, as some programs export them so.
pub(crate) fn components(text: &str) -> Result<Vec<Component>, Fault> {
    let text = parser::unfold(text.trim_start_matches('\u{feff}'));
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).peekable();
    match lines.peek() {
        Some(first) if begins(first).is_some_and(|name| name == "VCALENDAR") => {}
        Some(first) if first.trim_start().starts_with('<') => return Err(Fault::WebPage),
        _ => return Err(Fault::NotACalendar),
    }
    let mut tree = Tree::default();
    lines.try_for_each(|line| tree.take(line))?;
    tree.finish()
}

#[derive(Default)]
struct Tree {
    open: Vec<Component>,
    done: Vec<Component>,
}

impl Tree {
    fn take(&mut self, line: &str) -> Result<(), Fault> {
        if let Some(name) = begins(line) {
            return self.begin(name);
        }
        if let Some(name) = keyword(line, "END:") {
            return self.end(&name);
        }
        if let Some(component) = self.open.last_mut() {
            component.properties.extend(Property::of(line));
        }
        Ok(())
    }

    fn begin(&mut self, name: String) -> Result<(), Fault> {
        if self.open.len() == DEEPEST {
            return Err(Fault::Damaged("its parts lie too deep within each other"));
        }
        self.open.push(Component { name, properties: Vec::new(), parts: Vec::new() });
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Fault> {
        let component = self.open.pop().filter(|it| it.name == name);
        let component = component.ok_or(Fault::Damaged("one of its parts ends that did not begin"))?;
        match self.open.last_mut() {
            Some(outer) => outer.parts.push(component),
            None => self.done.extend(component.parts),
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<Component>, Fault> {
        if self.open.is_empty() { Ok(self.done) } else { Err(Fault::Damaged("its end is missing")) }
    }
}

fn begins(line: &str) -> Option<String> {
    keyword(line, "BEGIN:")
}

/// The rest of a line after a keyword, in upper case.
fn keyword(line: &str, keyword: &str) -> Option<String> {
    let (start, rest) = line.split_at_checked(keyword.len())?;
    start.eq_ignore_ascii_case(keyword).then(|| rest.trim().to_ascii_uppercase())
}

//! An ICS address: one question, with a condition.

use reqwest::{
    StatusCode,
    header::{ETAG, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED},
};

use super::{
    Fetched, Marks, Secret, address,
    web::{Ask, Web, login},
};
use crate::Fault;

/// Fetches an ICS address.
pub(super) async fn calendar(
    url: &str,
    secret: Option<&Secret>,
    seen: Option<&Validators>,
) -> Result<Option<Fetched>, Fault> {
    let url = address::parse(url)?;
    let login = secret.map(|secret| login(url.username(), secret)).transpose()?;
    let web = Web::new(&url, login)?;
    let ask = Ask { headers: seen.map(Validators::conditions).unwrap_or_default(), ..Ask::get(url) };
    let answer = web.ask(ask).await?;
    if answer.status == StatusCode::NOT_MODIFIED {
        return if seen.is_some() { Ok(None) } else { Err(Fault::Answer) };
    }
    let marks = Marks::Address(Validators::of(&answer.headers));
    Ok(Some(Fetched { texts: vec![answer.text], marks }))
}

/// By what an answer is known again (RFC 9110 section 8.8).
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Validators {
    etag: Option<HeaderValue>,
    modified: Option<HeaderValue>,
}

impl Validators {
    fn of(headers: &HeaderMap) -> Self {
        Self { etag: headers.get(ETAG).cloned(), modified: headers.get(LAST_MODIFIED).cloned() }
    }

    fn conditions(&self) -> HeaderMap {
        let conditions = [(IF_NONE_MATCH, &self.etag), (IF_MODIFIED_SINCE, &self.modified)];
        conditions.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))).collect()
    }
}

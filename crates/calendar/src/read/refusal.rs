//! What went wrong on the way, in the owner's words.

use std::{error::Error, io, time::Duration};

use reqwest::{
    StatusCode,
    header::{HeaderMap, RETRY_AFTER},
};

use super::guard::PrivateAddress;
use crate::Fault;

/// An answer that is an error.
pub(super) fn refusal(status: StatusCode, headers: &HeaderMap, with_password: bool) -> Fault {
    match status.as_u16() {
        401 if with_password => Fault::PasswordWrong,
        401 => Fault::PasswordWanted,
        403 => Fault::Forbidden,
        404 | 410 => Fault::Missing,
        429 | 500..=599 => Fault::Unavailable { again: retry_after(headers) },
        other => Fault::Status(other),
    }
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// A question that brought no answer, or a broken one.
pub(super) fn no_answer(error: &reqwest::Error) -> Fault {
    let bad_certificate =
        |it: &(dyn Error + 'static)| matches!(it.downcast_ref(), Some(rustls::Error::InvalidCertificate(_)));
    if causes(error).any(|it| it.is::<PrivateAddress>()) {
        Fault::Private
    } else if causes(error).any(bad_certificate) {
        Fault::Certificate
    } else {
        Fault::Unreachable
    }
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| {
        // An I/O error names what is behind the error inside it as its source, not that error itself.
        let inside = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        inside.map_or_else(|| cause.source(), |inside| Some(inside))
    })
}

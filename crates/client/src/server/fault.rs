//! What went wrong, in the words of the protocol.

use std::{error::Error, io, time::Duration};

use reqwest::{Response, StatusCode, header::RETRY_AFTER};
use ringlight_protocol::{Code, Problem};

use crate::{jitter, machine::Failure};

/// A call that failed for the moment is made again within this time.
const SOON: Duration = Duration::from_secs(8);
/// The longest that a server can make us wait.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// A call that brought no answer, or a broken one.
pub(super) fn no_answer(error: &reqwest::Error, address: &str) -> Failure {
    let problem = match rustls_error(error) {
        Some(rustls::Error::InvalidCertificate(_)) => wrong_server(address),
        _ if error.is_timeout() => unreachable(format!("The server at {address} does not answer.")),
        _ if error.is_connect() => unreachable(format!("The server at {address} cannot be reached.")),
        _ => unreachable(format!("The connection to {address} broke.")),
    };
    tracing::debug!(address, error = ?innermost(error), "no answer");
    Failure { problem, again: Some(jitter::full(SOON)) }
}

pub(super) fn unreachable(detail: String) -> Problem {
    Problem::new(Code::Unreachable, detail)
}

fn wrong_server(address: &str) -> Problem {
    let detail = format!(
        "Another server answers at {address}: it does not have the key of your team's. Nothing was sent to it. If the team has moved, ask for a new invite."
    );
    Problem::new(Code::WrongServer, detail)
}

/// An answer that is an error. Its `Retry-After` is obeyed where trying again makes sense.
pub(super) async fn refusal(response: Response) -> Failure {
    let status = response.status();
    let wait = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .map(Duration::from_secs);
    let problem = match super::api::bounded(response).await {
        Ok(body) => serde_json::from_slice(&body).unwrap_or_else(|_| not_ringlight(status)),
        Err(failure) => return failure,
    };
    let passing = status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error();
    let again = passing.then(|| wait.unwrap_or_default().min(LONGEST_WAIT) + jitter::full(SOON));
    Failure { problem, again }
}

/// An error page of a proxy or of something else.
fn not_ringlight(status: StatusCode) -> Problem {
    // Only the server itself can say that it does not know this device any more.
    let code = if status.is_server_error() { Code::Unavailable } else { Code::Unreachable };
    let mut problem =
        Problem::new(code, format!("What answered is not a Ringlight server (HTTP {}).", status.as_u16()));
    problem.status = status.as_u16();
    problem
}

fn rustls_error(error: &reqwest::Error) -> Option<&rustls::Error> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

fn innermost(error: &reqwest::Error) -> Option<&(dyn Error + 'static)> {
    causes(error).last()
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| {
        match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            // An I/O error names what is behind the error inside it as its source, not that error itself.
            Some(inside) => Some(inside),
            None => cause.source(),
        }
    })
}

//! The way to the server: TLS, calls, and the stream.

mod api;
mod ask;
mod fault;
mod sse;
mod stream;
mod tls;

pub(crate) use api::{Api, join};
pub(crate) use stream::{FromStream, Stream};

//! Turns a calendar into free and busy times.
//!
//! A calendar comes as text (RFC 5545), from an address, a file or a CalDAV server (RFC 4791). What leaves this crate is
//! [`Meeting`](ringlight_protocol::Meeting)s: when somebody is busy or out of office in the next 14 days. While one is
//! read its text is in memory; titles and places are passed over in it, and of those invited only the owner's answer counts.
//! None of it is kept.
//!
//! [`intervals`] is pure; [`read`] fetches and calls it; [`wait`] says when to read again. The caller owns the timer.

mod fault;
mod intervals;
mod pace;
mod read;
mod text;
mod told;

pub use fault::Fault;
pub use intervals::{AHEAD, LARGEST, MOST, Owner, intervals};
pub use pace::wait;
pub use read::{Read, Secret, Seen, read};

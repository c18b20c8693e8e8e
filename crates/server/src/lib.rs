//! Ringlight's HTTP backend: embedded in the app for a team on somebody's computer, or run as `ringlightd`.
//!
//! ```text
//! door ─> connection (TLS) ─> guard ─> routes ─┐
//!                                              ├─> roster (one task: people, claims, alarms, who listens) ─> store
//! streams <── woken, ask what is new ──────────┘
//! ```
//!
//! Nothing is queued for a stream. A change moves its person to the end of one order; a stream that wakes asks for all
//! that lies behind its own position, and gets the latest of each. Resuming after a cut is the same question.

mod app;
mod auth;
mod body;
mod clock;
mod config;
mod connection;
mod door;
mod guard;
mod pulse;
mod refusal;
mod roster;
mod routes;
mod secret;
mod serve;
mod stall;
pub mod store;
mod text;
mod tls;

pub use clock::{Clock, SystemClock};
pub use config::{Config, Transport};
pub use roster::{
    limits::{Rate, Rates},
    members::Invite,
};
pub use secret::Digest;
pub use serve::{Handle, Running, StartError, serve, start};
pub use store::{Sqlite, Store, StoreError};

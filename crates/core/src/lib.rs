//! The presence model: what decides the colour of a ring.
//!
//! Everything that is claimed about a person lives in [`Claims`]; [`resolve`] says what others see at an instant. The
//! server runs it for everyone, the desktop for its own user. No clock, no I/O: time is an argument, and [`next_change`]
//! tells the driver when to look again.
//!
//! Whoever changes claims calls [`settle`] first: [`devices`] and [`stack`] expect what has ended to be gone, so that a
//! status which ended while everybody was away does not come back with the first device.

pub mod absence;
pub mod alerts;
mod base;
pub mod devices;
mod drop;
mod fold;
mod free;
pub mod idle;
mod living;
mod next;
pub mod presets;
pub mod privacy;
pub mod quiet;
mod reasons;
mod resolve;
mod settle;
pub mod stack;
mod view;
mod week;
pub mod working;
mod zone;

pub use base::OFFLINE;
pub use drop::{NoSuchClaim, drop_claim};
pub use fold::{Shown, fold};
pub use next::{next, next_change};
pub use reasons::reasons;
pub use resolve::{Resolution, resolve};
pub use ringlight_protocol::{Claims, Policy};
pub use settle::settle;
pub use view::{Subject, view};

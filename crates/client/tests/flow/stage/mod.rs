//! What the tests play with: a team's server, and seats at which somebody sits.

#[cfg(target_os = "linux")]
mod bus;
mod seat;
mod team;

#[cfg(target_os = "linux")]
pub use bus::on_a_bus;
pub use seat::{MemoryKeyring, NoHost, Seat, mentions};
pub use team::Team;

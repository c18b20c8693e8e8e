//! What the tests play with: a team's server, and seats at which somebody sits.

mod seat;
mod team;

pub use seat::{MemoryKeyring, NoHost, Seat, mentions};
pub use team::Team;

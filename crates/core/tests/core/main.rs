//! What the presence model promises: tables that name the mistakes others made, properties over arbitrary claims, and
//! an oracle that reads like the model's own text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod absences;
mod alerts;
mod arbitrary;
mod bugs;
mod build;
mod devices;
mod free;
mod idle;
mod operations;
mod oracle;
mod presets;
mod privacy;
mod properties;
mod quiet;
mod stack;
mod table;
mod view;
mod world;
mod zones;

//! From text to instances (RFC 5545).

mod component;
mod event;
mod expand;
mod free_busy;
mod rule;
mod series;
mod stamp;
mod vtimezone;
mod zones;

pub(crate) use component::{Component, components};
pub(crate) use event::Event;
pub(crate) use expand::{Budget, Span};
pub(crate) use free_busy::free_busy;
pub(crate) use series::{Instance, Series};
pub(crate) use zones::Zones;

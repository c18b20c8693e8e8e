//! What must outlive the process. The roster in memory is the truth that is served; a store brings it back.

mod load;
mod rows;
mod schema;
mod sqlite;
mod status_times;

use std::future::Future;

use ringlight_protocol::Timestamp;

pub use rows::{
    DeviceRow, Frozen, InviteRow, PersonRow, ProgramRow, RulesRow, Settings, ShadeRow, Shared, Showing,
    Shown, Stored, TeamRow, Write,
};
pub use sqlite::Sqlite;

/// Why something could not be kept or brought back. The text is for the operator's log, never for a client.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The files are of a newer version of the program.
    #[error(
        "the store is of version {found}, this program reads up to {known}: install the newer version again"
    )]
    TooNew {
        /// The version found.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// Another server runs on the same store.
    #[error("another server uses this store already: stop it first")]
    InUse,
    /// The disk or the database failed.
    #[error("the store failed: {0}")]
    Failed(String),
}

/// A place that keeps a team. One server uses it at a time.
pub trait Store: Send + Sync + 'static {
    /// Everything, as the last commits left it.
    fn load(&self) -> impl Future<Output = Result<Stored, StoreError>> + Send;

    /// Makes all of `writes` durable, in their order, or none of them. Resolves when a power cut can no longer undo it.
    fn commit(&self, writes: Vec<Write>) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// How long each person showed each status between two instants.
    fn status_times(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Future<Output = Result<Vec<Shared>, StoreError>> + Send;
}

impl<S: Store> Store for std::sync::Arc<S> {
    fn load(&self) -> impl Future<Output = Result<Stored, StoreError>> + Send {
        S::load(self)
    }

    fn commit(&self, writes: Vec<Write>) -> impl Future<Output = Result<(), StoreError>> + Send {
        S::commit(self, writes)
    }

    fn status_times(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Future<Output = Result<Vec<Shared>, StoreError>> + Send {
        S::status_times(self, from, until)
    }
}

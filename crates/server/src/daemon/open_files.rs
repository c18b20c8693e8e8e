//! As many open files as connections need. Many systems allow a process 1024 until it asks for more (getrlimit(2)).

/// What is open beside connections: the store, the log, listening sockets.
#[cfg(unix)]
const BESIDE: u64 = 64;

#[cfg(unix)]
pub(super) fn allow(connections: usize) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let wanted = u64::try_from(connections).unwrap_or(u64::MAX).saturating_add(BESIDE);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|current| wanted <= current) {
        return;
    }
    let granted = maximum.map_or(wanted, |maximum| maximum.min(wanted));
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: Some(granted), maximum }) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    } else if granted < wanted {
        tracing::warn!(
            granted,
            wanted,
            "fewer files may be open than connections: raise the limit, or lower `connections`"
        );
    }
}

/// Windows counts no sockets.
#[cfg(not(unix))]
pub(super) fn allow(_: usize) {}

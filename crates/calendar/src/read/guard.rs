//! Lets connections go only to addresses that were checked.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{is_localhost, is_public};

/// Looks a name up and checks what was found. The connection is made to just that, without another look-up in between.
pub(super) struct Guard {
    /// The host that the owner named, which may lie in a private network: whatever answers there has to prove by its
    /// certificate that it is that host.
    own: String,
}

impl Guard {
    pub fn new(own: &str) -> Self {
        Self { own: own.to_owned() }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let own = host == self.own;
        Box::pin(async move {
            let looked_up = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let addresses: Addrs = Box::new(allowed(looked_up, &host, own)?.into_iter());
            Ok(addresses)
        })
    }
}

fn allowed(looked_up: Vec<SocketAddr>, host: &str, own: bool) -> Result<Vec<SocketAddr>, PrivateAddress> {
    let private = |it: &SocketAddr| !is_public(it.ip());
    match (is_localhost(host), own) {
        (true, _) => Ok(looked_up.into_iter().filter(|it| it.ip().is_loopback()).collect()),
        (false, false) if looked_up.iter().any(private) => Err(PrivateAddress),
        _ => Ok(looked_up),
    }
}

/// A name that the owner did not give lies in a private network.
#[derive(Debug, thiserror::Error)]
#[error("an address in a private network")]
pub(super) struct PrivateAddress;

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that meets something odd fails and says so")]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_host_may_be_private() {
        let addresses =
            |text: &[&str]| text.iter().map(|it| it.parse().unwrap()).collect::<Vec<SocketAddr>>();
        let (home, open) = (addresses(&["192.168.1.2:0"]), addresses(&["8.8.8.8:0"]));
        let both = addresses(&["8.8.8.8:0", "192.168.1.2:0"]);
        assert!(allowed(home.clone(), "nas.example.org", true).is_ok());
        assert!(allowed(open, "example.org", false).is_ok());
        assert!(allowed(home, "example.org", false).is_err());
        assert!(allowed(both, "example.org", false).is_err());
        let mixed = addresses(&["127.0.0.1:0", "8.8.8.8:0"]);
        assert_eq!(allowed(mixed, "localhost", true).unwrap(), addresses(&["127.0.0.1:0"]));
    }
}

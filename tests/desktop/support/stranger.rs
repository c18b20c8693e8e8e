use reqwest::{Client, Method, RequestBuilder};
use ringlight_protocol::{InviteLink, Invited, Join, Joined};
use serde_json::Value;

/// A program that asks a server what it likes, over HTTP/1.1, in which it may name any host. What it is told is not
/// secret, so it takes any key.
pub struct Stranger {
    http: Client,
    link: InviteLink,
}

impl Stranger {
    /// One that knows where the server of `link` is.
    pub fn at(link: &InviteLink) -> Self {
        // Whoever was first has set it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().http1_only().tls_danger_accept_invalid_certs(true).no_proxy().build();
        Self { http: http.expect("a client can be built"), link: link.clone() }
    }

    /// A question that is not sent yet.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.ask(Method::GET, path)
    }

    /// The same in any way.
    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path))
    }

    /// Joins by its link, which must be an administrator's, and makes an invite of the wanted kind.
    pub async fn invite(&self, wanted: Value) -> Invited {
        let who = who(&self.link, "Admin");
        let joined =
            self.http.post(self.url("/v1/join")).json(&who).send().await.expect("the server answers");
        let joined: Joined = joined.json().await.expect("it lets an administrator in");
        let asked = self.http.post(self.url("/v1/invites")).bearer_auth(joined.token).json(&wanted);
        asked.send().await.expect("the server answers").json().await.expect("it makes the invite")
    }

    fn url(&self, path: &str) -> String {
        format!("https://{}{path}", self.link.addresses[0])
    }
}

/// Somebody of that name who joins by `link`.
pub fn who(link: &InviteLink, name: impl Into<String>) -> Join {
    Join { code: link.code.clone(), name: name.into(), device: "Desk".into(), zone: "Europe/Berlin".into() }
}

use std::{
    net::TcpListener,
    path::Path,
    sync::Once,
    time::{Duration, Instant},
};

use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::{Desk, PATIENCE, app::LOG, process::Process, until};

/// How WebDriver names a reference to an element (W3C WebDriver, section 12.3).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The app's real window, read and operated through WebKit's own driver.
pub struct Page {
    http: Client,
    session: String,
    driver: Process,
}

impl Page {
    /// Starts `program` on `desk` under the driver. The program opens its window by itself.
    pub async fn open(desk: &Desk, program: &Path, args: &[&str]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|free| free.local_addr())
            .expect("a port is free")
            .port();
        let mut command = desk.command("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("RINGLIGHT_LOG", LOG);
        let driver = Process::start(&mut command, &desk.log("app"));
        let http = client();
        let root = format!("http://127.0.0.1:{port}");
        until("WebKitWebDriver listens", PATIENCE, async || {
            http.get(format!("{root}/status")).send().await.ok()
        })
        .await;
        let options = json!({ "binary": program, "args": args });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let reply = send(&http, Method::POST, &format!("{root}/session"), Some(wanted))
            .await
            .expect("the app opens its window");
        let session = reply["sessionId"].as_str().expect("a session has an id");
        Self { session: format!("{root}/session/{session}"), http, driver }
    }

    /// The driver and the app, which is in its process group.
    pub fn process(&mut self) -> &mut Process {
        &mut self.driver
    }

    /// Runs a function's body in the page.
    pub async fn script(&self, body: &str, args: Value) -> Value {
        self.try_script(body, args).await.unwrap_or_else(|error| panic!("{error}\n{body}"))
    }

    async fn try_script(&self, body: &str, args: Value) -> Result<Value, String> {
        self.ask("execute/sync", json!({ "script": body, "args": args })).await
    }

    /// Clicks what a person would call by this role and name, once it is there.
    pub async fn click(&self, role: &str, name: &str) {
        let element = self.find(role, name).await;
        self.ask(&format!("element/{element}/click"), json!({}))
            .await
            .unwrap_or_else(|error| panic!("{role} {name:?}: {error}"));
    }

    /// Replaces what stands in a text field.
    pub async fn fill(&self, name: &str, text: &str) {
        let element = self.find("textbox", name).await;
        for (what, body) in [("clear", json!({})), ("value", json!({ "text": text }))] {
            self.ask(&format!("element/{element}/{what}"), body)
                .await
                .unwrap_or_else(|error| panic!("{name:?}: {error}"));
        }
    }

    async fn find(&self, role: &str, name: &str) -> String {
        let what = format!("{role} {name:?}");
        until(&what, PATIENCE, async || {
            let found = self.try_script(include_str!("find.js"), json!([role, name])).await.ok()?;
            found[ELEMENT].as_str().map(str::to_owned)
        })
        .await
        .0
    }

    /// The words on the page.
    pub async fn text(&self) -> String {
        let text = self.try_script("return document.body.innerText", json!([])).await;
        text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Waits for words on the page and gives how long that took.
    pub async fn shows(&self, words: &str) -> Duration {
        let mut text = String::new();
        let began = Instant::now();
        while !text.contains(words) {
            assert!(began.elapsed() < PATIENCE, "{words:?} is not on the page: {text}");
            text = self.text().await;
        }
        began.elapsed()
    }

    /// Waits until a function's body gives something true.
    pub async fn until(&self, what: &str, within: Duration, body: &str, args: Value) -> (Value, Duration) {
        let truthy = |value: &Value| !matches!(value, Value::Null | Value::Bool(false));
        until(what, within, async || self.try_script(body, args.clone()).await.ok().filter(truthy)).await
    }

    async fn ask(&self, what: &str, body: Value) -> Result<Value, String> {
        send(&self.http, Method::POST, &format!("{}/{what}", self.session), Some(body)).await
    }
}

fn client() -> Client {
    static PROVIDER: Once = Once::new();
    // Nothing here is encrypted, but the client insists on being able to.
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    Client::builder().no_proxy().timeout(PATIENCE * 2).build().expect("a client without settings")
}

async fn send(http: &Client, method: Method, url: &str, body: Option<Value>) -> Result<Value, String> {
    let mut request = http.request(method, url);
    if let Some(body) = body {
        request = request.json(&body);
    }
    let reply = request.send().await.map_err(|error| error.to_string())?;
    let mut reply: Value = reply.json().await.map_err(|error| error.to_string())?;
    let value = reply["value"].take();
    match value["error"].as_str() {
        Some(error) => Err(format!("{error}: {}", value["message"])),
        None => Ok(value),
    }
}

//! What the window may ask, through Tauri's mock runtime with the real context, commands and capabilities.

use std::net::IpAddr;

use ringlight_client::{Engine, Found, Host, Options, Paths, SenseFeed};
use ringlight_protocol::{Code, InviteLink, PersonId, Problem};
use serde_json::{Value, json};
use tauri::{
    WebviewWindow,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tokio::sync::mpsc;

/// A computer that hosts nothing.
struct NoHost;

impl Host for NoHost {
    async fn found(&self, _: Found) -> Result<InviteLink, Problem> {
        Err(Problem::new(Code::ThisComputer, "Nothing can be hosted here."))
    }
    async fn resume(&self, _: Vec<IpAddr>) -> Result<Vec<String>, Problem> {
        Ok(Vec::new())
    }
    async fn readmit(&self, _: PersonId) -> Result<InviteLink, Problem> {
        Err(Problem::new(Code::ThisComputer, "Nothing is hosted here."))
    }
    async fn listen(&self, _: Vec<IpAddr>) -> Result<(), Problem> {
        Ok(())
    }
    async fn close(&self) {}
    fn addresses(&self) -> Vec<IpAddr> {
        Vec::new()
    }
    fn show(&self) {}
    fn quit(&self) {}
}

struct Page {
    window: WebviewWindow<MockRuntime>,
    _app: tauri::App<MockRuntime>,
    _runtime: tokio::runtime::Runtime,
    _folder: tempfile::TempDir,
}

impl Page {
    fn open(label: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let paths = Paths { data: folder.path().to_owned(), socket: folder.path().join("socket") };
        let (_, senses) = mpsc::channel(1);
        let options = Options { senses: SenseFeed::Fed(senses), ..Options::new(paths) };
        let engine =
            runtime.block_on(Engine::start(options, NoHost)).expect("an engine in an empty folder starts");
        let (events, _) = mpsc::unbounded_channel();
        let app = ringlight_app::builder(mock_builder(), engine, events)
            .build(ringlight_app::context())
            .expect("the app's own context is sound");
        let window = tauri::WebviewWindowBuilder::new(&app, label, tauri::WebviewUrl::default())
            .build()
            .expect("a mock window");
        Self { window, _app: app, _runtime: runtime, _folder: folder }
    }

    fn invoke(&self, command: &str, body: Value) -> Result<Value, Value> {
        let url = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
        let request = InvokeRequest {
            cmd: command.into(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: url.parse().expect("the app's own origin"),
            body: InvokeBody::Json(body),
            headers: Default::default(),
            invoke_key: INVOKE_KEY.into(),
        };
        get_ipc_response(&self.window, request).map(|body| body.deserialize().expect("replies are JSON"))
    }
}

#[test]
fn the_window_gets_the_whole_snapshot() {
    let page = Page::open("main");
    let reply = page.invoke("send", json!({ "request": { "do": "look" } })).expect("the window may look");
    assert_eq!(reply["reply"], "snapshot");
    assert_eq!(reply["snapshot"]["account"]["state"], "none");
}

#[test]
fn a_refusal_is_a_reply_in_words() {
    let page = Page::open("main");
    let request = json!({ "request": { "do": "join", "link": "https://example.org", "name": "Olena" } });
    let reply = page.invoke("send", request).expect("a refusal is a reply");
    assert_eq!((&reply["reply"], &reply["problem"]["code"]), (&json!("problem"), &json!("bad_link")));
}

#[test]
fn a_request_that_is_none_is_refused_by_name() {
    let page = Page::open("main");
    let refused =
        page.invoke("send", json!({ "request": { "do": "format_disk" } })).expect_err("no such request");
    assert!(refused.to_string().contains("format_disk"), "{refused}");
}

#[test]
fn only_addresses_of_people_are_opened() {
    let page = Page::open("main");
    for address in ["file:///etc/passwd", "javascript:alert(1)", "http://example.org", "/bin/sh", "-h"] {
        let refused = page.invoke("open_address", json!({ "address": address })).expect_err(address);
        assert_eq!(refused["code"], "invalid");
    }
}

#[test]
fn what_was_not_granted_is_refused() {
    let page = Page::open("main");
    for command in [
        "plugin:window-state|save_window_state",
        "plugin:window|set_title",
        "plugin:event|emit",
        "plugin:webview|create_webview_window",
    ] {
        let refused = page.invoke(command, json!({})).expect_err(command);
        assert!(refused.to_string().contains("not allowed"), "{command}: {refused}");
    }
    let other = Page::open("other");
    other.invoke("send", json!({ "request": { "do": "look" } })).expect_err("only the main window may ask");
}

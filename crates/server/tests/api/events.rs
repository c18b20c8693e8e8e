use std::collections::VecDeque;

use futures_util::{Stream, StreamExt};
use reqwest::RequestBuilder;
use serde_json::Value;
use std::pin::Pin;

use crate::TOO_LONG;

/// Server-sent events, read as a client would.
pub struct Events {
    bytes: Pin<Box<dyn Stream<Item = reqwest::Result<bytes::Bytes>> + Send>>,
    buffer: String,
    ready: VecDeque<Event>,
    /// The id of the last event that was read.
    pub cursor: String,
    pub comments: usize,
}

#[derive(Clone, Debug)]
pub struct Event {
    pub name: String,
    pub id: String,
    pub data: Value,
}

impl Events {
    pub async fn open(request: RequestBuilder) -> Self {
        let response = request.header("accept", "text/event-stream").send();
        let response = tokio::time::timeout(TOO_LONG, response).await.expect("an answer").expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let bytes = Box::pin(response.bytes_stream());
        Self { bytes, buffer: String::new(), ready: VecDeque::new(), cursor: String::new(), comments: 0 }
    }

    /// The next event; `None` when the stream has ended.
    pub async fn next(&mut self) -> Option<Event> {
        while self.ready.is_empty() {
            self.read().await?;
        }
        let event = self.ready.pop_front()?;
        self.cursor.clone_from(&event.id);
        Some(event)
    }

    /// The data of the next event of this name for which `wanted` holds; skips others.
    pub async fn until(&mut self, name: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let event = self.next().await.unwrap_or_else(|| panic!("the stream ended before {name}"));
            if event.name == name && wanted(&event.data) {
                return event.data;
            }
        }
    }

    /// Waits until somebody is seen with this availability.
    pub async fn sees(&mut self, person: &str, availability: &str) -> Value {
        self.until("presence", |data| {
            data["person"] == person && data["presence"]["availability"] == availability
        })
        .await
    }

    /// Reads until the stream ends; the events on the way.
    pub async fn rest(mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await {
            events.push(event);
        }
        events
    }

    /// Waits for a sign of life that is no event.
    pub async fn comment(&mut self) {
        let before = self.comments;
        while self.comments == before {
            self.read().await.expect("the stream goes on");
        }
    }

    async fn read(&mut self) -> Option<()> {
        let bytes =
            tokio::time::timeout(TOO_LONG, self.bytes.next()).await.expect("something is heard in time")?;
        self.buffer.push_str(std::str::from_utf8(&bytes.ok()?).expect("UTF-8"));
        while let Some((block, rest)) = self.buffer.split_once("\n\n") {
            let event = parse(block);
            self.comments += usize::from(block.starts_with(':'));
            self.buffer = rest.to_owned();
            self.ready.extend(event);
        }
        Some(())
    }
}

fn parse(block: &str) -> Option<Event> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name));
    let data: Value = serde_json::from_str(field("data: ")?).expect("JSON");
    let name = field("event: ").expect("a name").to_owned();
    assert_eq!(data["type"], name.as_str());
    Some(Event { name, id: field("id: ").expect("a cursor").to_owned(), data })
}

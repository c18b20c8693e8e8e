use std::time::Duration;

use ringlight_protocol::Availability;
use serde::Deserialize;
use serde_json::json;

use super::{Page, until};

/// A colleague as the window's list draws them.
#[derive(Clone, Debug, Deserialize)]
pub struct Row {
    /// The ring's colour.
    pub availability: Availability,
    /// Whether the ring is drawn in dashes.
    pub dashed: bool,
    /// Name, status, note, times: everything written there.
    pub words: String,
}

impl Page {
    /// Waits until the row of `name` is as wanted. Gives it and how long it took.
    pub async fn row_until(
        &self,
        name: &str,
        what: &str,
        within: Duration,
        wanted: impl Fn(&Row) -> bool,
    ) -> (Row, Duration) {
        let mut last = None;
        let what = format!("{name} is shown {what}");
        until(&what, within, async || {
            last = serde_json::from_value::<Option<Row>>(
                self.script(include_str!("row.js"), json!([name])).await,
            )
            .ok()
            .flatten();
            last.clone().filter(|row| wanted(row))
        })
        .await
    }

    /// Waits until the ring of `name` has this colour.
    pub async fn row_is(&self, name: &str, availability: Availability, within: Duration) -> (Row, Duration) {
        self.row_until(name, &format!("{availability:?}"), within, |row| row.availability == availability)
            .await
    }

    /// Waits until my own ring at the top has this colour.
    pub async fn header_is(&self, availability: Availability, within: Duration) -> Duration {
        let wanted = json!([availability]);
        let look = "return document.querySelector('.ring.header')?.dataset.availability === arguments[0]";
        self.until(&format!("my ring is {availability:?}"), within, look, wanted).await.1
    }

    /// Waits until the list is there and says that it holds so many colleagues.
    pub async fn lists(&self, people: usize, within: Duration) -> Duration {
        let look = "return !!document.querySelector('.row[data-person] .ring') && document.body.innerText.includes(arguments[0])";
        self.until(&format!("a list of {people}"), within, look, json!([format!("Everyone {people}")]))
            .await
            .1
    }
}

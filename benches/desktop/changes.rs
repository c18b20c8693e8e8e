use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ringlight_protocol::local::{End, Request};
use serde_json::json;

use crate::support::{PATIENCE, Pair};

const CHANGES: usize = 200;
/// Between one change and the next: the server answers a device ten times a second, and slower than that in the long run.
const PACE: Duration = Duration::from_millis(150);

/// From one person's choice to the colleague's screen: the page notes when the ring in the row is another one.
pub async fn measure() {
    let pair = Pair::meet(async |_| ()).await;
    pair.ada.page().script(include_str!("watch.js"), json!(["Ben"])).await;
    let mut times = Vec::with_capacity(CHANGES);
    for change in 0..CHANGES {
        let status = if change % 2 == 0 { "busy" } else { "available" };
        let chosen = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
        pair.ben
            .must(Request::Choose { status: status.into(), secondary: None, end: End::Never, note: None })
            .await;
        let look = "return window.seen[arguments[0]] ?? null";
        let (seen, _) =
            pair.ada.page().until("the change on the screen", PATIENCE, look, json!([change])).await;
        let seen = Duration::from_secs_f64(seen.as_f64().expect("milliseconds") / 1000.0);
        times.push(seen.saturating_sub(chosen));
        tokio::time::sleep(PACE).await;
    }
    times.sort();
    println!(
        "change to colleague's screen, {CHANGES} changes: p50 {:.0?}, p99 {:.0?}, worst {:.0?}",
        times[CHANGES / 2],
        times[CHANGES * 99 / 100],
        times[CHANGES - 1],
    );
}

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ringlight_protocol::local::Request;
use serde_json::json;

use crate::{
    cost,
    support::{App, Desk, PATIENCE, person, until},
};

const TIMES: usize = 5;

/// From the start of the process to the tray's icon, and to the list painted in the window.
pub async fn measure() {
    let mut icons = Vec::new();
    let mut lists = Vec::new();
    for _ in 0..TIMES {
        icons.push(to_icon().await);
        lists.push(to_list().await);
    }
    println!(
        "start to tray icon: median {:.2?} of {TIMES}, worst {:.2?}",
        median(&mut icons),
        icons[TIMES - 1]
    );
    println!(
        "start to painted list: median {:.2?} of {TIMES}, worst {:.2?}",
        median(&mut lists),
        lists[TIMES - 1]
    );
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

async fn to_icon() -> Duration {
    let mut desk = Desk::new().await;
    let started = Instant::now();
    let app = App::start(&desk, &["--hidden"]).await;
    let _item = desk.tray_item().await;
    let took = started.elapsed();
    drop(app);
    took
}

/// A member starts the app again: the page marks the moment at which its first list was drawn. The driver's own start is
/// not counted.
async fn to_list() -> Duration {
    let (ada_desk, desk) = (Desk::new().await, Desk::new().await);
    let ada = App::start(&ada_desk, &["--hidden"]).await;
    let link = ada.start_team("Harbour", "Ada").await;
    let mut app = App::start(&desk, &["--hidden"]).await;
    app.join(&link, "Ben").await;
    app.until("Ben sees Ada", PATIENCE, |seen| person(seen, "Ada").map(drop)).await;
    app.must(Request::Quit).await;
    until("the app has ended", PATIENCE, async || app.process().ended()).await;
    let mut app = App::open(&desk, &[]).await;
    let look = "const mark = performance.getEntriesByName('list')[0]; return mark ? performance.timeOrigin + mark.startTime : null";
    let (painted, _) = app.page().until("a painted list", PATIENCE, look, json!([])).await;
    let painted = Duration::from_secs_f64(painted.as_f64().expect("milliseconds") / 1000.0);
    let app = cost::find(app.process().id(), "ringlight-deskto").expect("the driver started the app");
    painted.saturating_sub(started(app))
}

/// When a process started, since 1970: its age in clock ticks (proc(5), field 22) before now.
fn started(id: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).expect("the app runs");
    let after = stat.rsplit_once(')').expect("a name in brackets").1;
    let ticks: f64 =
        after.split_whitespace().nth(19).and_then(|ticks| ticks.parse().ok()).expect("a start time");
    let up = std::fs::read_to_string("/proc/uptime").expect("an uptime");
    let up: f64 = up.split_whitespace().next().and_then(|up| up.parse().ok()).expect("seconds");
    let age = Duration::from_secs_f64(up - ticks / 100.0);
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").saturating_sub(age)
}

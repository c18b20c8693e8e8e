//! Tell me when they are free.

use jiff::Zoned;
use ringlight_protocol::{AlertChange, local::Ask};

use super::{done, fresh, people, shown};
use crate::{
    app::{Failure, look_at_me},
    args::Alert,
    ends,
};

pub async fn run(what: Option<Alert>, json: bool) -> Result<(), Failure> {
    match what {
        None => {
            let (snapshot, _) = look_at_me().await?;
            shown(json, &snapshot.alerts, |printer| {
                let lines: Vec<String> = snapshot
                    .alerts
                    .iter()
                    .map(|alert| printer.alert(alert, &people::names(&alert.people, &snapshot)))
                    .collect();
                printer.list(lines, "No alerts.")
            })
        }
        Some(Alert::Add { names, need, standing, until }) => {
            let (snapshot, _) = look_at_me().await?;
            let people = people::people(&names, &snapshot)?;
            let need = how_many(&need, people.len())?;
            let ahead = |text: String| ends::ahead(&text.to_lowercase(), &Zoned::now());
            let until = until.map(ahead).transpose().map_err(Failure::NotUnderstood)?;
            let id = fresh("alert");
            let sentence = format!("You will be told. To remove it: ringlight alert remove {id}");
            let alert = AlertChange { people, need, standing, until };
            done(Ask::SetAlert { id: id.into(), alert }, json, &sentence).await
        }
        Some(Alert::Remove { id }) => {
            done(Ask::DeleteAlert { id: id.into() }, json, "The alert is removed.").await
        }
    }
}

fn how_many(need: &str, of: usize) -> Result<u32, Failure> {
    let all = u32::try_from(of).unwrap_or(u32::MAX);
    match need {
        "all" => Ok(all),
        number => number.parse().ok().filter(|need| (1..=all).contains(need)).ok_or_else(|| {
            Failure::NotUnderstood(format!("Of {of}, between 1 and {of} can be free; or say all."))
        }),
    }
}

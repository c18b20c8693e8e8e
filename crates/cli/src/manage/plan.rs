//! Absences planned ahead, and quiet hours.

use jiff::{Timestamp, Zoned};
use ringlight_protocol::{
    AbsenceChange, QuietChange, Source,
    local::{Ask, Myself, Request},
};

use super::{done, fresh, shown};
use crate::{
    app::{Failure, look_at_me, tell},
    args::{Absence, Quiet},
    choose, ends, find, hours,
};

pub async fn absence(what: Option<Absence>, json: bool) -> Result<(), Failure> {
    match what {
        None => {
            let (snapshot, me) = look_at_me().await?;
            shown(json, &me.planned, |printer| {
                let lines: Vec<String> =
                    me.planned.iter().map(|it| printer.absence(it, &snapshot.statuses)).collect();
                printer.list(lines, "No absences are planned.")
            })
        }
        Some(Absence::Add { status, from, until, secondary }) => {
            plan(&status, &from, until.as_deref(), secondary, json).await
        }
        Some(Absence::Cancel { id }) => {
            done(Ask::CancelAbsence { id: id.into() }, json, "The absence is cancelled.").await
        }
    }
}

async fn plan(
    status: &str,
    from: &str,
    until: Option<&str>,
    secondary: Option<String>,
    json: bool,
) -> Result<(), Failure> {
    let (snapshot, _) = look_at_me().await?;
    let words = [status.to_owned()];
    let mut words = &words[..];
    let status = find::take(&mut words, &snapshot.statuses).map_err(Failure::NotUnderstood)?;
    let secondary =
        secondary.map(|typed| choose::secondary_of(&status, &typed, &snapshot.statuses)).transpose()?;
    let from = moment(from)?;
    let until = until.map(moment).transpose()?;
    let id = fresh("absence");
    let absence = AbsenceChange { status, secondary, from, until };
    let sentence = format!("Planned. To give it up: ringlight absence cancel {id}");
    done(Ask::PlanAbsence { id: id.into(), absence }, json, &sentence).await
}

fn moment(text: &str) -> Result<Timestamp, Failure> {
    ends::ahead(&text.to_lowercase(), &Zoned::now()).map_err(Failure::NotUnderstood)
}

pub async fn quiet(what: Option<Quiet>, json: bool) -> Result<(), Failure> {
    match what {
        None => {
            let (_, me) = look_at_me().await?;
            shown(json, &me.quiet_hours, |printer| {
                let lines = me.quiet_hours.iter().flat_map(|hours| {
                    let whose = if hours.own { "yours" } else { "the team's" };
                    let head = format!("In {}, {whose}:", hours.zone);
                    std::iter::once(head).chain(hours.windows.iter().map(hours::in_words))
                });
                printer.list(lines, "No quiet hours.")
            })
        }
        Some(Quiet::Set { words, zone }) => {
            let windows = hours::windows(&words).map_err(Failure::NotUnderstood)?;
            let hours = QuietChange { windows, zone };
            done(Ask::SetQuietHours { hours }, json, "Your quiet hours are set.").await
        }
        Some(Quiet::Team) => {
            done(Ask::UseTeamQuietHours, json, "The team's quiet hours are yours again.").await
        }
        Some(Quiet::Skip) => {
            let (_, me) = look_at_me().await?;
            let ahead = || me.quiet_next.as_ref().map(|next| next.claim.clone());
            let claim = running(&me).or_else(ahead).ok_or_else(|| {
                Failure::NotUnderstood("You have no quiet hours that could be skipped.".into())
            })?;
            tell(Request::Drop { claim }).await?;
            let (snapshot, me) = look_at_me().await?;
            shown(json, &me, |printer| printer.me(&me, &snapshot))
        }
    }
}

fn running(me: &Myself) -> Option<ringlight_protocol::ClaimId> {
    let quiet = me.reasons.iter().find(|reason| reason.source == Source::Schedule && reason.can_drop)?;
    quiet.claim.clone()
}

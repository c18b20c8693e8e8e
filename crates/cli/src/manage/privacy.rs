//! Who may see how much of me.

use ringlight_protocol::{
    Level, Privacy as Rules, Rule, Viewer, Who,
    local::{Answer, Ask, Snapshot},
};

use super::{done, people, shown};
use crate::{
    app::{Failure, another_version, ask, look_at_me},
    args::{Privacy, Shared, Switch},
};

pub async fn run(what: Option<Privacy>, json: bool) -> Result<(), Failure> {
    let (snapshot, me) = look_at_me().await?;
    let mut privacy = me.privacy.clone();
    match what {
        None => return overview(&privacy, &snapshot, json).await,
        Some(Privacy::Set { who, level }) => {
            let (who, level) = (whom(&who, &snapshot)?, level_of(&level)?);
            privacy.rules.retain(|rule| rule.who != who);
            privacy.rules.extend(level.map(|level| Rule { who, level }));
        }
        Some(Privacy::Share { what, on }) => {
            let shared = match what {
                Shared::LastSeen => &mut privacy.last_seen,
                Shared::Location => &mut privacy.location,
                Shared::Alerts => &mut privacy.alerts,
            };
            *shared = on == Switch::On;
        }
    }
    done(Ask::SetPrivacy { privacy }, json, "Others see it from now on.").await
}

/// The rules, and what comes of them for each colleague.
async fn overview(privacy: &Rules, snapshot: &Snapshot, json: bool) -> Result<(), Failure> {
    let Answer::Viewers { viewers } = ask(Ask::Viewers).await? else { return Err(another_version()) };
    let all = serde_json::json!({ "privacy": privacy, "viewers": viewers });
    shown(json, &all, |printer| {
        let on = |on: bool| if on { "on" } else { "off" };
        let head = format!(
            "last-seen {}, location {}, alerts {}",
            on(privacy.last_seen),
            on(privacy.location),
            on(privacy.alerts)
        );
        let rules = privacy
            .rules
            .iter()
            .map(|rule| format!("{} {}", who_in_words(&rule.who, snapshot), name(rule.level)));
        let seen = viewers.iter().map(|viewer| {
            let who = people::names(std::slice::from_ref(&viewer.viewer), snapshot);
            format!("  {who} sees {}", name(viewer.level))
        });
        printer.list(std::iter::once(head).chain(rules).chain(seen), "")
    })
}

pub async fn view_as(typed: &str, json: bool) -> Result<(), Failure> {
    let (snapshot, _) = look_at_me().await?;
    let viewer = people::person(typed, &snapshot)?;
    let Answer::Viewers { viewers } = ask(Ask::ViewAs { viewer }).await? else {
        return Err(another_version());
    };
    let Some(Viewer { level, seen, .. }) = viewers.first() else { return Err(another_version()) };
    shown(json, &viewers[0], |printer| {
        printer.who(&[seen], &snapshot)?;
        printer.line(&format!("  {typed} may see {}", name(*level)))
    })
}

fn whom(typed: &str, snapshot: &Snapshot) -> Result<Who, Failure> {
    Ok(match typed.to_lowercase().as_str() {
        "everyone" => Who::Everyone,
        "favourites" | "favorites" => Who::Favourites,
        "own-group" => Who::OwnGroup,
        _ => Who::Person { person: people::person(typed, snapshot)? },
    })
}

fn who_in_words(who: &Who, snapshot: &Snapshot) -> String {
    match who {
        Who::Everyone => "everyone".into(),
        Who::Favourites => "favourites".into(),
        Who::OwnGroup => "own-group".into(),
        Who::Person { person } => people::names(std::slice::from_ref(person), snapshot),
    }
}

fn level_of(typed: &str) -> Result<Option<Level>, Failure> {
    let levels = [Level::Hidden, Level::Coarse, Level::Basic, Level::Full];
    if typed == "usual" {
        return Ok(None);
    }
    levels.into_iter().find(|level| name(*level) == typed).map(Some).ok_or_else(|| {
        Failure::NotUnderstood(format!("\"{typed}\" is no level. Say hidden, coarse, basic, full, or usual."))
    })
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Hidden => "hidden",
        Level::Coarse => "coarse",
        Level::Basic => "basic",
        Level::Full => "full",
    }
}

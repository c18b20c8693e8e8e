use ringlight_core::{
    Claims, Policy, drop_claim,
    stack::{MAX_LAYERS, StackError, choose, clear},
};

use ringlight_protocol::Manual;

use crate::build::{at, manual, show};

fn chosen(choices: &[(&str, &str, Option<&str>)]) -> Claims {
    let mut claims = crate::build::at_work();
    for (status, when, until) in choices {
        choose(&mut claims, manual(status, when, *until), at(when)).unwrap();
    }
    claims
}

fn layers(claims: &Claims) -> Vec<&str> {
    claims.manual.iter().map(|layer| layer.status.as_str()).collect()
}

#[test]
fn a_shorter_choice_lies_on_a_longer_one_which_comes_back() {
    let claims =
        chosen(&[("out_of_office", "09:00", Some("+2 17:00")), ("do_not_disturb", "10:00", Some("11:00"))]);
    assert_eq!(layers(&claims), ["do_not_disturb", "out_of_office"]);
    assert_eq!(show(&claims, "11:00").status.as_str(), "out_of_office");
}

#[test]
fn a_choice_drops_all_that_end_no_later() {
    let shorter = ("do_not_disturb", "09:00", Some("15:00"));
    assert_eq!(layers(&chosen(&[shorter, ("focusing", "10:00", Some("16:00"))])), ["focusing"]);
    assert_eq!(
        layers(&chosen(&[shorter, ("focusing", "10:00", Some("15:00"))])),
        ["focusing"],
        "the same end"
    );
    assert_eq!(layers(&chosen(&[shorter, ("busy", "10:00", None)])), ["busy"], "no end clears the rest");
    assert_eq!(layers(&chosen(&[("away", "09:00", None), ("busy", "10:00", None)])), ["busy"]);
}

#[test]
fn a_ninth_layer_is_refused_and_changes_nothing() {
    let mut claims = chosen(&[("away", "08:00", None)]);
    for hour in (11..=17).rev() {
        let until = format!("{hour}:00");
        let layer = Manual { id: until.as_str().into(), ..manual("busy", "09:00", Some(&until)) };
        choose(&mut claims, layer, at("09:00")).unwrap();
    }
    assert_eq!(claims.manual.len(), MAX_LAYERS);
    let before = claims.clone();
    assert_eq!(
        choose(&mut claims, manual("busy", "09:30", Some("10:00")), at("09:30")),
        Err(StackError::Full)
    );
    assert_eq!(claims, before);
    choose(&mut claims, manual("busy", "09:30", Some("12:00")), at("09:30")).unwrap();
    assert_eq!(claims.manual.len(), MAX_LAYERS - 1, "one that replaces others is not refused");
}

#[test]
fn an_end_that_does_not_lie_ahead_is_refused() {
    let mut claims = Claims::default();
    let late = manual("busy", "09:00", Some("10:00"));
    assert_eq!(choose(&mut claims, late, at("10:00")), Err(StackError::EndsInThePast));
}

#[test]
fn a_choice_made_offline_loses_against_anything_newer() {
    let offline = |claims: &Claims, chosen| {
        let mut claims = claims.clone();
        choose(&mut claims, manual("away", chosen, None), at("10:00"))
    };
    let mut claims = chosen(&[("busy", "09:30", None)]);
    assert_eq!(offline(&claims, "09:29"), Err(StackError::Older));
    assert_eq!(offline(&claims, "09:31"), Ok(()));
    let id = claims.manual[0].id.clone();
    drop_claim(&mut claims, &id, &Policy::default(), at("09:40")).unwrap();
    assert_eq!(offline(&claims, "09:39"), Err(StackError::Older), "dropping a layer is newer too");
    clear(&mut claims, at("09:50"));
    assert_eq!(offline(&claims, "09:49"), Err(StackError::Older), "back to automatic as well");
    assert_eq!(offline(&claims, "09:51"), Ok(()));
}

#[test]
fn a_server_clock_set_back_refuses_no_choice() {
    let mut claims = chosen(&[("busy", "12:00", None)]);
    choose(&mut claims, manual("away", "09:00", None), at("09:00")).unwrap();
    assert_eq!(layers(&claims), ["away"]);
}

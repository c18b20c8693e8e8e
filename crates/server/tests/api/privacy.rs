use serde_json::{Value, json};

use crate::{person::Person, team::Team};

fn rules(rules: Value) -> Value {
    json!({"rules": rules, "last_seen": true, "location": false, "alerts": true})
}

fn named(person: &Person, level: &str) -> Value {
    json!({"who": {"of": "person", "person": person.id}, "level": level})
}

fn all(of: &str, level: &str) -> Value {
    json!({"who": {"of": of}, "level": level})
}

async fn presence(viewer: &Person, of: &Person) -> Value {
    viewer.get(&format!("/v1/people/{}", of.id)).await.ok()["presence"].clone()
}

#[tokio::test]
async fn each_level_shows_what_it_should_and_streams_follow_at_once() {
    let team = Team::new().await;
    let (ann, ben, eve) = (team.person("Ann").await, team.person("Ben").await, team.person("Eve").await);
    let _own = ann.come_online().await;
    ann.put("/v1/me/note", json!({"text": "Thinking"})).await.ok();
    ann.put("/v1/me/status", json!({"status": "focusing", "duration": "PT1H"})).await.ok();
    let mut watching = ben.watch().await;
    ann.put("/v1/me/privacy", rules(json!([named(&ben, "basic"), all("everyone", "coarse")]))).await.ok();
    let basic = watching.next().await.expect("it is news").data["presence"].clone();
    crate::assert_json!(basic, @r#"
    {
      "availability": "do_not_disturb",
      "online": true,
      "status": "focusing",
      "until": "2026-03-02T13:00:00Z"
    }
    "#);
    let coarse = presence(&eve, &ann).await;
    crate::assert_json!(coarse, @r#"
    {
      "availability": "do_not_disturb",
      "online": true,
      "status": "do_not_disturb"
    }
    "#);
    ann.put("/v1/me/privacy", rules(json!([named(&ben, "hidden")]))).await.ok();
    let hidden = watching.next().await.expect("it is news");
    assert_eq!((hidden.name.as_str(), &hidden.data["presence"]), ("presence", &presence(&ben, &ann).await));
    assert_eq!(
        hidden.data["presence"],
        json!({"availability": "offline", "status": "offline", "cause": "no_device", "online": false})
    );
    assert_eq!(presence(&eve, &ann).await["note"]["text"], "Thinking");
    assert_eq!(ann.get("/v1/me").await.ok()["privacy"]["rules"][0]["level"], "hidden");
}

#[tokio::test]
async fn a_rule_for_a_group_follows_who_is_in_it() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let own = ann.come_online().await;
    ann.patch("/v1/me", json!({"group": "Design"})).await.ok();
    let groups = json!([all("favourites", "full"), all("own_group", "basic"), all("everyone", "hidden")]);
    ann.put("/v1/me/privacy", rules(groups)).await.ok();
    assert_eq!(ben.sees(&ann).await.0, "offline");
    let mut watching = ben.watch().await;
    ben.patch("/v1/me", json!({"group": "Design"})).await.ok();
    watching.sees(&ann.id, "available").await;
    ben.patch("/v1/me", json!({"group": ""})).await.ok();
    watching.sees(&ann.id, "offline").await;
    ann.put(&format!("/v1/me/favourites/{}", ben.id), json!({})).await.ok();
    watching.sees(&ann.id, "available").await;
    drop(own);
    team.restart().await;
    let (ann, ben) = (ann.at(&team), ben.at(&team));
    ann.delete(&format!("/v1/me/favourites/{}", ben.id)).await.ok();
    let viewed = ann.get(&format!("/v1/me/view-as/{}", ben.id)).await.ok();
    assert_eq!((&viewed["level"], &viewed["rule"]["of"]), (&json!("hidden"), &json!("everyone")));
    assert_eq!(viewed["seen"]["presence"], presence(&ben, &ann).await);
    let all = ann.get("/v1/me/viewers").await.ok();
    assert_eq!(all, json!([viewed]));
}

#[tokio::test]
async fn who_hides_when_they_were_last_seen_sees_no_ones() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let _own = ann.come_online().await;
    ann.delete("/v1/me/report").await.ok();
    assert_eq!(presence(&ben, &ann).await["last_seen"], "2026-03-02");
    let mut watching = ben.watch().await;
    ben.put("/v1/me/privacy", json!({"rules": [], "last_seen": false, "location": false, "alerts": true}))
        .await
        .ok();
    let seen = watching.until("presence", |seen| seen["person"] == ann.id).await;
    assert_eq!(seen["presence"].get("last_seen"), None);
}

#[tokio::test]
async fn the_team_can_cap_what_is_shared_and_nobody_can_raise_it() {
    let team = Team::new().await;
    let (ann, ben) = (team.admin("Ann").await, team.person("Ben").await);
    let _own = ben.come_online().await;
    ben.put("/v1/me/status", json!({"status": "focusing"})).await.ok();
    let mut watching = ann.watch().await;
    ann.patch("/v1/team", json!({"at_most": "coarse"})).await.ok();
    let seen = watching.until("presence", |seen| seen["person"] == ben.id).await;
    assert_eq!(
        seen["presence"],
        json!({"availability": "do_not_disturb", "status": "do_not_disturb", "online": true})
    );
    assert_eq!(ben.get("/v1/me").await.ok()["presence"]["status"], "focusing", "one sees oneself");
    assert_eq!(
        ann.patch("/v1/team", json!({"at_most": "hidden"})).await.problem(),
        (422, "invalid", "at_most")
    );
}

#[tokio::test]
async fn a_location_is_shared_only_if_its_owner_says_so() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let _own = ann.come_online().await;
    ann.patch("/v1/me", json!({"location": "Porto"})).await.ok();
    let seen = ben.get(&format!("/v1/people/{}", ann.id)).await.ok();
    assert_eq!((seen.get("location"), seen["presence"].get("location")), (None, None));
    ann.put("/v1/me/privacy", json!({"location": true})).await.ok();
    assert_eq!(presence(&ben, &ann).await["location"], "Porto");
}

#[tokio::test]
async fn a_profile_that_changed_while_hidden_is_seen_the_next_day() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    ann.put("/v1/me/privacy", rules(json!([named(&ben, "hidden")]))).await.ok();
    let mut watching = ben.watch().await;
    ann.patch("/v1/me", json!({"name": "Anna"})).await.ok();
    assert_eq!(ben.get(&format!("/v1/people/{}", ann.id)).await.ok()["name"], "Ann");
    team.clock.turn(12 * 3600);
    watching.until("person", |person| person["name"] == "Anna").await;
}

#[tokio::test]
async fn who_hides_goes_on_looking_as_they_left_until_they_are_seen_again() {
    let mut team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let own = ann.come_online().await;
    ann.put("/v1/me/note", json!({"text": "Back soon"})).await.ok();
    ann.put("/v1/me/privacy", rules(json!([all("everyone", "hidden")]))).await.ok();
    ann.put("/v1/me/note", json!({"text": "Alone at last"})).await.ok();
    team.clock.turn(2 * 24 * 3600);
    drop(own);
    team.restart().await;
    let (ann, ben) = (ann.at(&team), ben.at(&team));
    let _own = ann.come_online().await;
    let left = json!({"availability": "offline", "status": "offline", "cause": "no_device", "online": false,
        "note": {"text": "Back soon"}, "last_seen": "2026-03-02"});
    assert_eq!(presence(&ben, &ann).await, left);
    let new = team.person("Eve").await;
    assert_eq!(presence(&new, &ann).await, left, "newcomers see what the others see");
    let mut watching = ben.watch().await;
    ann.put("/v1/me/privacy", rules(json!([named(&new, "hidden")]))).await.ok();
    let back = watching.sees(&ann.id, "available").await;
    assert_eq!(back["presence"]["note"]["text"], "Alone at last");
    assert_eq!(presence(&new, &ann).await, left, "another rule for the same leaves all as it was");
}

#[tokio::test]
async fn each_who_loses_sight_of_somebody_goes_on_from_what_they_saw_last() {
    let team = Team::new().await;
    let (ann, ben, eve) = (team.person("Ann").await, team.person("Ben").await, team.person("Eve").await);
    let _own = ann.come_online().await;
    let coarse = named(&eve, "coarse");
    ann.put("/v1/me/privacy", rules(json!([named(&ben, "hidden"), coarse]))).await.ok();
    ann.patch("/v1/me", json!({"name": "Anna"})).await.ok();
    ann.put("/v1/me/note", json!({"text": "Only today"})).await.ok();
    team.clock.turn(6 * 3600);
    ann.put("/v1/me/privacy", rules(json!([all("everyone", "hidden")]))).await.ok();
    let name =
        async |viewer: &Person| viewer.get(&format!("/v1/people/{}", ann.id)).await.ok()["name"].clone();
    assert_eq!((name(&ben).await, name(&eve).await), (json!("Ann"), json!("Anna")));
    let seen = presence(&eve, &ann).await;
    assert_eq!((&seen["last_seen"], seen.get("note")), (&json!("2026-03-02"), None), "no more than before");
    assert_eq!(ben.delete("/v1/me").await.status, 204);
    assert_eq!(presence(&eve, &ann).await, seen);
}

#[tokio::test]
async fn rules_that_do_not_do_are_refused_by_their_field() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    for (sent, field) in [
        (json!([all("everyone", "full"), all("everyone", "hidden")]), "rules[1].who"),
        (json!([named(&ann, "hidden")]), "rules[0].who"),
        (json!([{"who": {"of": "person", "person": "nobody"}, "level": "full"}]), "rules[0].who"),
    ] {
        assert_eq!(ann.put("/v1/me/privacy", rules(sent)).await.problem(), (422, "invalid", field));
    }
    let level = rules(json!([named(&ben, "secret")]));
    assert_eq!(ann.put("/v1/me/privacy", level).await.problem(), (400, "malformed", "rules[0].level"));
    assert_eq!(ann.get(&format!("/v1/me/view-as/{}", ann.id)).await.problem(), (404, "not_found", ""));
}

#[tokio::test]
async fn an_absence_that_begins_gives_nobody_away_who_appears_offline() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let _own = ann.come_online().await;
    let leave =
        json!({"status": "on_holiday", "from": "2026-03-02T13:00:00Z", "until": "2026-03-02T14:00:00Z"});
    ann.put("/v1/me/absences/leave", leave).await.ok();
    ann.put("/v1/me/status", json!({"status": "appear_offline"})).await.ok();
    let mut watching = ben.watch().await;
    team.clock.turn(3600);
    let seen = watching.sees(&ann.id, "out_of_office").await;
    assert_eq!(
        (&seen["presence"]["online"], &seen["presence"]["last_seen"]),
        (&json!(false), &json!("2026-03-02"))
    );
    ann.put("/v1/me/note", json!({"text": "Not here"})).await.ok();
    assert_eq!(presence(&ben, &ann).await, seen["presence"], "nothing they do shows");
    team.clock.turn(3600);
    watching.sees(&ann.id, "offline").await;
    ann.delete("/v1/me/status").await.ok();
    let back = watching.sees(&ann.id, "available").await;
    assert_eq!(back["presence"]["note"]["text"], "Not here");
}

#[tokio::test]
async fn somebody_new_sees_no_more_than_those_who_are_hidden_from_already() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let _own = ann.come_online().await;
    ann.put("/v1/me/note", json!({"text": "For nobody"})).await.ok();
    ann.put("/v1/me/privacy", rules(json!([all("everyone", "basic")]))).await.ok();
    ann.put("/v1/me/privacy", rules(json!([all("everyone", "hidden")]))).await.ok();
    let new = team.person("Eve").await;
    assert_eq!(presence(&new, &ann).await, presence(&ben, &ann).await);
    assert_eq!(presence(&new, &ann).await.get("note"), None);
}

#[tokio::test]
async fn somebody_new_sees_neither_note_nor_last_day_of_who_hid_when_alone() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let _own = ann.come_online().await;
    ann.put("/v1/me/note", json!({"text": "For nobody"})).await.ok();
    ann.put("/v1/me/privacy", rules(json!([all("everyone", "hidden")]))).await.ok();
    let seen = presence(&team.person("Eve").await, &ann).await;
    assert_eq!((seen.get("note"), seen.get("last_seen")), (None, None));
}

#[tokio::test]
async fn a_short_absence_within_a_long_one_gives_nobody_away_who_appears_offline() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let _own = ann.come_online().await;
    ann.put("/v1/me/status", json!({"status": "appear_offline"})).await.ok();
    for (id, from, until) in [("long", "13", "17"), ("short", "14", "15")] {
        let (from, until) = (format!("2026-03-02T{from}:00:00Z"), format!("2026-03-02T{until}:00:00Z"));
        let absence = json!({"status": "on_holiday", "from": from, "until": until});
        ann.put(&format!("/v1/me/absences/{id}"), absence).await.ok();
    }
    let mut seen = Vec::new();
    for hour in [13, 14, 15, 16] {
        team.clock.turn(3600);
        ann.put("/v1/me/note", json!({"text": format!("Here at {hour}")})).await.ok();
        let presence = presence(&ben, &ann).await;
        seen.push((presence["online"].clone(), presence.get("note").cloned()));
    }
    assert_eq!(seen, vec![(json!(false), None); 4]);
}

#[tokio::test]
async fn two_absences_that_begin_together_give_nobody_away_who_appears_offline() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let _own = ann.come_online().await;
    ann.put("/v1/me/status", json!({"status": "appear_offline"})).await.ok();
    for (id, until) in [("long", "17"), ("short", "15")] {
        let (from, until) = ("2026-03-02T13:00:00Z", format!("2026-03-02T{until}:00:00Z"));
        let absence = json!({"status": "on_holiday", "from": from, "until": until});
        ann.put(&format!("/v1/me/absences/{id}"), absence).await.ok();
    }
    for hours in [1, 3] {
        team.clock.turn(hours * 3600);
        assert_eq!(presence(&ben, &ann).await["online"], false);
    }
}

#[tokio::test]
async fn whether_the_last_day_is_shown_stays_as_it_was_while_one_appears_offline() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let _own = ann.come_online().await;
    ann.put("/v1/me/status", json!({"status": "appear_offline"})).await.ok();
    let before = presence(&ben, &ann).await;
    ann.put("/v1/me/privacy", json!({"last_seen": false})).await.ok();
    assert_eq!(presence(&ben, &ann).await, before);
    ann.delete("/v1/me/status").await.ok();
    ann.delete("/v1/me/report").await.ok();
    assert_eq!(presence(&ben, &ann).await.get("last_seen"), None, "it holds from then on");
}

#[tokio::test]
async fn who_hides_after_appearing_offline_goes_on_showing_the_last_day_or_none() {
    for last_seen in [true, false] {
        let team = Team::new().await;
        let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
        let _own = ann.come_online().await;
        ann.put("/v1/me/privacy", json!({"last_seen": last_seen})).await.ok();
        ann.put("/v1/me/status", json!({"status": "appear_offline"})).await.ok();
        let before = presence(&ben, &ann).await;
        ann.put("/v1/me/privacy", json!({"last_seen": !last_seen})).await.ok();
        let hidden = json!({"last_seen": !last_seen, "rules": [all("everyone", "hidden")]});
        ann.put("/v1/me/privacy", hidden).await.ok();
        assert_eq!(presence(&ben, &ann).await, before);
    }
}

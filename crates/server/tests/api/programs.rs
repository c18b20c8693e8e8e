use serde_json::{Value, json};

use crate::{person::Person, team::Team};

/// Somebody's program with these rights.
async fn program(owner: &Person, rights: &[&str]) -> (Person, String) {
    let made = owner.post("/v1/me/programs", json!({"name": "Build light", "rights": rights})).await;
    assert_eq!(made.status, 201);
    let token = made.body["token"].as_str().expect("a token").to_owned();
    let id = made.body["program"]["id"].as_str().expect("an id").to_owned();
    (Person { token, ..owner.clone() }, id)
}

#[tokio::test]
async fn each_right_opens_its_routes_and_nothing_else() {
    let mut team = Team::new().await;
    let ann = team.person("Ann").await;
    let (light, _) = program(&ann, &["read_presence"]).await;
    let (phone, _) = program(&ann, &["set_status", "report_calls"]).await;
    team.crash().await;
    let (ann, light, phone) = (ann.at(&team), light.at(&team), phone.at(&team));
    assert_eq!(light.get("/v1/me/presence").await.ok()["availability"], "offline");
    assert_eq!(phone.get("/v1/me/presence").await.problem(), (403, "forbidden", ""));
    let external = json!({"status": "busy", "lease": "PT5M"});
    assert_eq!(light.put("/v1/me/claims/external", external.clone()).await.problem(), (403, "forbidden", ""));
    assert_eq!(light.put("/v1/calls/1", json!({"state": "ringing"})).await.problem(), (403, "forbidden", ""));
    assert_eq!(phone.put("/v1/me/claims/external", external).await.status, 204);
    for (method, path) in crate::openapi::operations(&ann).await {
        let open = ["/v1/me/presence", "/v1/me/claims/external", "/v1/calls/{id}", "/v1/join"];
        if open.contains(&path.as_str()) {
            continue;
        }
        let path = path.replace("{id}", "x").replace("{viewer}", "x");
        let answer = crate::person::send(light.request(method.parse().expect("a method"), &path)).await;
        assert_eq!(answer.problem(), (403, "forbidden", ""), "{method} {path}");
    }
}

#[tokio::test]
async fn a_status_holds_for_its_lease_and_is_one_instance_while_renewed() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let mut watching = ben.watch().await;
    let _own = ann.come_online().await;
    let (light, _) = program(&ann, &["set_status"]).await;
    let busy = json!({"status": "busy", "lease": "PT5M"});
    light.put("/v1/me/claims/external", busy.clone()).await.ok();
    watching.sees(&ann.id, "busy").await;
    let claim = ann.get("/v1/me/claims").await.ok()[0]["claim"].as_str().expect("an id").to_owned();
    team.clock.turn(240);
    light.put("/v1/me/claims/external", busy.clone()).await.ok();
    assert_eq!(ann.get("/v1/me/claims").await.ok()[0]["claim"], claim.as_str());
    ann.delete(&format!("/v1/me/claims/{claim}")).await.ok();
    watching.sees(&ann.id, "available").await;
    light.put("/v1/me/claims/external", busy.clone()).await.ok();
    assert_eq!(ben.sees(&ann).await.0, "available", "what was dismissed stays so while it is renewed");
    team.clock.turn(300);
    ann.get("/v1/me").await.ok();
    light.put("/v1/me/claims/external", busy).await.ok();
    watching.sees(&ann.id, "busy").await;
    team.clock.turn(300);
    watching.sees(&ann.id, "available").await;
}

#[tokio::test]
async fn a_call_rings_is_talked_and_ends() {
    let team = Team::new().await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    let mut watching = ben.watch().await;
    let _own = ann.come_online().await;
    let (phone, id) = program(&ann, &["report_calls"]).await;
    let seen = async |watching: &mut crate::events::Events, activity: &str| {
        watching.until("presence", |it| it["presence"]["activity"] == activity).await;
    };
    phone.put("/v1/calls/a", json!({"state": "ringing"})).await.ok();
    seen(&mut watching, "ringing").await;
    phone.put("/v1/calls/a", json!({"state": "talking", "lease": "PT1H"})).await.ok();
    seen(&mut watching, "on_call").await;
    phone.put("/v1/calls/b", json!({"state": "ringing"})).await.ok();
    phone.put("/v1/calls/a", json!({"state": "ended"})).await.ok();
    seen(&mut watching, "ringing").await;
    assert_eq!(ann.delete(&format!("/v1/me/programs/{id}")).await.status, 204);
    watching.sees(&ann.id, "available").await;
    assert_eq!(
        phone.put("/v1/calls/b", json!({"state": "talking"})).await.problem(),
        (401, "unauthorized", "")
    );
    assert_eq!(ann.delete(&format!("/v1/me/programs/{id}")).await.problem(), (404, "not_found", ""));
}

#[tokio::test]
async fn what_does_not_do_is_refused_by_its_field() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let post = async |body: Value| ann.post("/v1/me/programs", body).await;
    assert_eq!(post(json!({"name": "", "rights": ["set_status"]})).await.problem(), (422, "invalid", "name"));
    assert_eq!(post(json!({"name": "x", "rights": []})).await.problem(), (422, "invalid", "rights"));
    assert_eq!(
        post(json!({"name": "x", "rights": ["all"]})).await.problem(),
        (400, "malformed", "rights[0]")
    );
    let set = async |body: Value| ann.put("/v1/me/claims/external", body).await;
    for (body, code, field) in [
        (json!({"status": "appear_offline", "lease": "PT5M"}), "unknown_status", "status"),
        (json!({"status": "on_holiday", "lease": "PT5M"}), "unknown_status", "status"),
        (json!({"status": "dancing", "lease": "PT5M"}), "unknown_status", "status"),
        (json!({"status": "busy", "lease": "PT59S"}), "invalid", "lease"),
        (json!({"status": "busy", "lease": "PT4H1S"}), "invalid", "lease"),
    ] {
        assert_eq!(set(body).await.problem(), (422, code, field));
    }
    let long = json!({"state": "ringing", "lease": "PT5H"});
    assert_eq!(ann.put("/v1/calls/1", long).await.problem(), (422, "invalid", "lease"));
    assert_eq!(ann.put("/v1/calls/1", json!({"state": "held"})).await.problem(), (400, "malformed", "state"));
    for n in 0..20 {
        assert_eq!(ann.put(&format!("/v1/calls/{n}"), json!({"state": "ringing"})).await.status, 204);
        let program = json!({"name": "x", "rights": ["set_status"]});
        assert_eq!(ann.post("/v1/me/programs", program).await.status, 201);
    }
    assert_eq!(ann.put("/v1/calls/20", json!({"state": "ringing"})).await.problem(), (422, "invalid", "id"));
    assert_eq!(
        post(json!({"name": "x", "rights": ["set_status"]})).await.problem(),
        (422, "invalid", "name")
    );
    assert_eq!(ann.get("/v1/me/programs").await.ok().as_array().map(Vec::len), Some(20));
}

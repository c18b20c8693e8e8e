use serde_json::Value;

use crate::{
    person::{Person, client, send},
    team::Team,
};

/// Every operation that the server's own description names.
pub async fn operations(person: &Person) -> Vec<(String, String)> {
    let document = send(client(None).get(format!("{}/openapi.json", person.base))).await.ok();
    let paths = document["paths"].as_object().expect("paths").clone();
    let methods = |item: Value| item.as_object().expect("operations").keys().cloned().collect::<Vec<_>>();
    let all = paths.into_iter().flat_map(|(path, item)| {
        methods(item).into_iter().map(move |method| (method.to_uppercase(), path.clone()))
    });
    all.collect()
}

#[tokio::test]
async fn the_description_names_every_route_and_only_what_it_defines() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let mut lines: Vec<String> =
        operations(&ann).await.iter().map(|(method, path)| format!("{method} {path}")).collect();
    lines.sort();
    insta::assert_snapshot!(lines.join("\n"), @r"
    DELETE /v1/me
    DELETE /v1/me/absences/{id}
    DELETE /v1/me/alerts/{id}
    DELETE /v1/me/claims/calendar
    DELETE /v1/me/claims/external
    DELETE /v1/me/claims/{id}
    DELETE /v1/me/devices/{id}
    DELETE /v1/me/favourites/{id}
    DELETE /v1/me/groups/{id}
    DELETE /v1/me/note
    DELETE /v1/me/programs/{id}
    DELETE /v1/me/quiet-hours
    DELETE /v1/me/report
    DELETE /v1/me/status
    DELETE /v1/people/{id}
    DELETE /v1/people/{id}/status
    GET /v1/me
    GET /v1/me/alerts
    GET /v1/me/claims
    GET /v1/me/devices
    GET /v1/me/groups
    GET /v1/me/presence
    GET /v1/me/privacy
    GET /v1/me/programs
    GET /v1/me/view-as/{viewer}
    GET /v1/me/viewers
    GET /v1/people
    GET /v1/people/{id}
    GET /v1/reports/status-time
    GET /v1/statuses
    GET /v1/sync
    GET /v1/team
    PATCH /v1/me
    PATCH /v1/team
    POST /v1/invites
    POST /v1/join
    POST /v1/me/programs
    POST /v1/me/status/undo
    POST /v1/presence/query
    PUT /v1/calls/{id}
    PUT /v1/me/absences/{id}
    PUT /v1/me/alerts/{id}
    PUT /v1/me/breakthrough
    PUT /v1/me/claims/calendar
    PUT /v1/me/claims/external
    PUT /v1/me/favourites
    PUT /v1/me/favourites/{id}
    PUT /v1/me/groups/{id}
    PUT /v1/me/note
    PUT /v1/me/privacy
    PUT /v1/me/quiet-hours
    PUT /v1/me/report
    PUT /v1/me/status
    PUT /v1/people/status
    PUT /v1/people/{id}/role
    PUT /v1/people/{id}/status
    PUT /v1/statuses
    PUT /v1/statuses/{id}
    ");

    let document = send(client(None).get(format!("{}/openapi.json", ann.base))).await.ok();
    assert_eq!(document["openapi"], "3.1.0");
    let text = document.to_string();
    for name in text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document["components"]["schemas"].get(name).is_some(), "{name} is not defined");
    }
}

#[tokio::test]
async fn the_page_needs_nothing_from_elsewhere() {
    let team = Team::new().await;
    let page = send(client(None).get(format!("{}/docs", crate::person::base(team.address)))).await;
    let html = page.body.as_str().expect("a page");
    assert!(html.contains("PUT /v1/me/status"));
    assert!(!html.contains("<script") && !html.contains("//"));
    assert!(
        page.headers["content-security-policy"].to_str().expect("text").starts_with("default-src 'none'")
    );
}

use reqwest::Method;
use ringlight_server::Rate;
use serde_json::json;

use crate::{
    person::{base, builder, client, join, send},
    team::Team,
};

#[tokio::test]
async fn another_host_or_origin_is_sent_away_before_anything_happens() {
    let team = Team::with(|config| config.public = vec!["presence.example:443".into()]).await;
    let mut ann = team.person("Ann").await;
    // In HTTP/1.1 a request can name any host, whatever address it goes to.
    ann.http = builder(None).http1_only().build().expect("a client");
    let port = team.address.port();
    for host in ["evil.example", "127.0.0.2", "127.0.0.1.evil.example"] {
        let request = ann.request(Method::DELETE, "/v1/me").header("host", format!("{host}:{port}"));
        assert_eq!(send(request).await.problem(), (421, "misdirected", ""), "{host}");
    }
    for host in ["localhost", "presence.example"] {
        let request = ann.request(Method::GET, "/v1/me").header("host", format!("{host}:{port}"));
        assert_eq!(send(request).await.status, 200, "{host}");
    }
    for origin in ["https://evil.example", "null", "https://127.0.0.1", "http://localhost:1"] {
        let request = ann.request(Method::DELETE, "/v1/me").header("origin", origin);
        assert_eq!(send(request).await.problem(), (403, "foreign_origin", ""), "{origin}");
    }
    let own = ann.request(Method::GET, "/v1/me").header("origin", base(team.address));
    assert_eq!(send(own).await.status, 200);
}

#[tokio::test]
async fn bad_requests_get_a_problem_that_says_what_to_do() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    let put = |body: &'static str| ann.request(Method::PUT, "/v1/me/status").body(body);
    let json = |body| put(body).header("content-type", "application/json; charset=utf-8");
    assert_eq!(send(put(r#"{"status":"busy"}"#)).await.problem(), (415, "unsupported_media_type", ""));
    assert_eq!(send(json(r#"{"status":"#)).await.problem(), (400, "malformed", "status"));
    assert_eq!(send(json("")).await.problem(), (400, "malformed", ""));
    assert_eq!(send(json(r#"{"status":"busy"} {}"#)).await.problem(), (400, "malformed", ""));
    assert_eq!(
        send(json(r#"{"status":"busy","status":"away"}"#)).await.problem(),
        (400, "malformed", "status")
    );
    assert_eq!(ann.get("/v1/nothing").await.problem(), (404, "not_found", ""));
    assert_eq!(ann.delete("/v1/team").await.problem(), (405, "method_not_allowed", ""));
    assert_eq!(ann.get("/v1/people/%ff").await.problem(), (404, "not_found", ""));
}

#[tokio::test]
async fn a_wrong_token_is_refused_on_every_route() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    for token in ["", "wrong", &ann.token[1..], &"x".repeat(10_000)] {
        let answer = send(ann.http.get(format!("{}/v1/me", ann.base)).bearer_auth(token)).await;
        assert_eq!(answer.problem(), (401, "unauthorized", ""));
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }
    let in_url = send(ann.http.get(format!("{}/v1/me?token={}", ann.base, ann.token))).await;
    assert_eq!(in_url.status, 401);
    for (method, path) in crate::openapi::operations(&ann).await {
        let path = path.replace("{id}", "x").replace("{viewer}", "x");
        if path != "/v1/join" {
            let bare = ann.http.request(method.parse().expect("a method"), format!("{}{path}", ann.base));
            assert_eq!(send(bare).await.problem(), (401, "unauthorized", ""), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn too_many_requests_wait_as_long_as_they_are_told() {
    let rate = Rate { burst: 3, per_minute: 60 };
    let team = Team::with(|config| config.rates.device = rate).await;
    let (ann, ben) = (team.person("Ann").await, team.person("Ben").await);
    for _ in 0..3 {
        assert_eq!(ann.get("/v1/me").await.status, 200);
    }
    let refused = ann.get("/v1/me").await;
    assert_eq!(refused.problem(), (429, "rate_limited", ""));
    assert_eq!(refused.headers["retry-after"], "1");
    assert_eq!(ben.get("/v1/me").await.status, 200);
    team.clock.turn(1);
    assert_eq!(ann.get("/v1/me").await.status, 200);
    assert_eq!(ann.get("/v1/me").await.status, 429);
}

#[tokio::test]
async fn codes_cannot_be_tried_out() {
    let team = Team::with(|config| config.rates.count_loopback = true).await;
    let http = client(None);
    for _ in 0..10 {
        assert_eq!(join(&http, &base(team.address), "guess", "Eve").await.status, 404);
    }
    let refused = join(&http, &base(team.address), "guess", "Eve").await;
    assert_eq!(refused.problem(), (429, "rate_limited", ""));
    assert_eq!(refused.headers["retry-after"], "6");
}

#[tokio::test]
async fn health_is_told_to_anybody() {
    let team = Team::new().await;
    for (path, says) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
        let answer = send(client(None).get(format!("{}{path}", base(team.address)))).await;
        assert_eq!((answer.status, answer.body), (200, json!(says)));
    }
}

#[tokio::test]
async fn a_clock_that_is_set_back_locks_nobody_out() {
    let team = Team::new().await;
    let ann = team.person("Ann").await;
    ann.get("/v1/me").await.ok();
    team.clock.turn(-3600);
    assert_eq!(ann.get("/v1/me").await.status, 200);
}

use std::{path::Path, process::Stdio};

use ringlight_protocol::InviteLink;
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    sync::watch,
    time::timeout,
};

use crate::{TOO_LONG, person::Person};

fn ringlightd(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringlightd"));
    command.arg("--data").arg(data).args(arguments).kill_on_drop(true);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).env_remove("RUST_LOG");
    command
}

/// Starts it and waits until it listens; the port, and what it printed for people.
async fn listening(command: &mut Command) -> (Child, u16) {
    let mut child = command.spawn().expect("it runs");
    let mut log = BufReader::new(child.stderr.take().expect("a log")).lines();
    let port = loop {
        let line =
            timeout(TOO_LONG, log.next_line()).await.expect("a line").expect("text").expect("it listens");
        if let Some((_, port)) = line.split_once("listening") {
            let digits: String =
                port.rsplit(':').next().expect("a port").chars().take_while(char::is_ascii_digit).collect();
            break digits.parse().expect("a port");
        }
    };
    tokio::spawn(async move { while let Ok(Some(_)) = log.next_line().await {} });
    (child, port)
}

#[tokio::test]
async fn what_was_answered_survives_every_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let start = || ringlightd(folder.path(), &["--name", "Lighthouse", "--listen", "127.0.0.1:0"]);
    let (mut child, _) = listening(&mut start()).await;
    let mut printed = BufReader::new(child.stdout.take().expect("output")).lines();
    let link = loop {
        let line =
            timeout(TOO_LONG, printed.next_line()).await.expect("a line").expect("text").expect("a link");
        if let Ok(link) = line.parse::<InviteLink>() {
            break link;
        }
    };
    let mut ann = Person::join(&link, "Ann").await;
    assert_eq!(ann.get("/v1/me").await.ok()["profile"]["admin"], true);
    for round in 1..=10 {
        let (progress, mut answered) = watch::channel(0);
        let writer = tokio::spawn(write(ann.clone(), round, progress));
        // It is killed amid its answers, at another one each round.
        let far_enough = answered.wait_for(|answered| *answered >= round);
        timeout(TOO_LONG, far_enough).await.expect("it answers").expect("it answers");
        child.kill().await.expect("it is killed");
        writer.await.expect("the writer ends");
        let answered = *answered.borrow();
        let port;
        (child, port) = listening(&mut start()).await;
        ann.base = format!("https://127.0.0.1:{port}");
        let kept =
            ann.get("/v1/me").await.ok()["claims"]["note"]["text"].as_str().expect("a note").to_owned();
        let kept: u32 =
            kept.strip_prefix(&format!("{round}.")).expect("of this round").parse().expect("a number");
        assert!(kept == answered || kept == answered + 1, "kept {kept}, answered {answered}");
    }
}

/// Changes the note until the server is gone, and tells the last number that the server said it had kept.
async fn write(person: Person, round: u32, answered: watch::Sender<u32>) {
    for number in 1.. {
        let note = json!({"text": format!("{round}.{number}")});
        match person.request(reqwest::Method::PUT, "/v1/me/note").json(&note).send().await {
            Ok(answer) if answer.status() == 200 => answered.send_replace(number),
            _ => return,
        };
    }
}

#[tokio::test]
async fn takes_in_as_many_connections_as_it_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ringlightd.toml");
    std::fs::write(&file, "connections = 7\n").expect("a file");
    let file = file.to_str().expect("a path");
    let arguments = ["--name", "L", "--listen", "127.0.0.1:0", "--connections", "1", "--config", file];
    let (child, port) = listening(&mut ringlightd(&folder.path().join("data"), &arguments)).await;
    let health = async || {
        let client = crate::person::client(None);
        let url = format!("https://127.0.0.1:{port}/healthz");
        let answer = timeout(TOO_LONG, client.get(url).send()).await.expect("an answer").expect("an answer");
        (client, answer.status().as_u16())
    };
    let (held, first) = health().await;
    assert_eq!((first, health().await.1), (200, 503));
    drop((held, child));
}

#[cfg(unix)]
#[tokio::test]
async fn ends_well_when_told_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut child, _) =
        listening(&mut ringlightd(folder.path(), &["--name", "L", "--listen", "127.0.0.1:0"])).await;
    let id = child.id().expect("it runs").to_string();
    Command::new("kill").arg(id).status().await.expect("kill runs");
    let status = timeout(TOO_LONG, child.wait()).await.expect("it ends").expect("a status");
    assert!(status.success());
}

#[tokio::test]
async fn a_bad_configuration_is_named_and_exits_with_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ringlightd.toml");
    std::fs::write(&file, "name = \"L\"\nlissen = [\"127.0.0.1:0\"]\n").expect("a file");
    let file = file.to_str().expect("a path");
    for (place, (arguments, says)) in [
        (&["--config", file][..], "lissen"),
        (&["--config", "/nowhere.toml"], "/nowhere.toml"),
        (&["--name", "L", "--tls-cert", "a.pem"], "tls-key"),
        (&["--name", "L", "--connections", "0"], "--connections"),
        (&["--name", "L", "--public", "https://host.example"], "host:port"),
        (&["--name", "L", "--listen", "192.0.2.1:1"], "192.0.2.1:1"),
        (&["--name", "L", "--plain-http", "--listen", "0.0.0.0:0"], "use TLS"),
        (&[], "a new team needs a name"),
    ]
    .into_iter()
    .enumerate()
    {
        let ended = ringlightd(&folder.path().join(place.to_string()), arguments).output();
        let output = timeout(TOO_LONG, ended).await.expect("it ends").expect("it ran");
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
        assert!(error.contains(says), "{arguments:?}: {error}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_first_link_stands_in_no_journal() {
    use std::os::unix::fs::MetadataExt;
    let folder = tempfile::tempdir().expect("a folder");
    let journal = std::fs::File::create(folder.path().join("journal")).expect("a file");
    let place = journal.metadata().expect("it is there");
    let data = folder.path().join("data");
    let mut command = ringlightd(&data, &["--name", "L", "--listen", "127.0.0.1:0"]);
    command.stdout(journal).env("JOURNAL_STREAM", format!("{}:{}", place.dev(), place.ino()));
    let mut child = command.spawn().expect("it runs");
    let mut log = BufReader::new(child.stderr.take().expect("a log")).lines();
    let told = async {
        while let Some(line) = log.next_line().await.expect("text") {
            assert!(!line.contains("ringlight://"), "{line}");
            if line.contains("first-invite.txt") {
                return;
            }
        }
        panic!("the file was not named");
    };
    timeout(TOO_LONG, told).await.expect("it tells");
    let file = data.join("first-invite.txt");
    let link = std::fs::read_to_string(&file).expect("the link");
    assert!(link.lines().any(|line| line.parse::<InviteLink>().is_ok()), "{link}");
    assert_eq!(std::fs::metadata(&file).expect("it is there").mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_to_string(folder.path().join("journal")).expect("text"), "");
}

//! The socket, with real peers.
#![expect(clippy::unwrap_used, reason = "a test that meets something odd fails and says so")]

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use ringlight_local::{AskError, BindError, Listener, ask};
use ringlight_protocol::{
    Code, Problem,
    local::{Reply, Request},
};
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle, time::timeout};

/// What takes this long has failed.
const TOO_LONG: Duration = Duration::from_secs(20);

/// A place of this test's own.
fn place(directory: &TempDir) -> PathBuf {
    #[cfg(windows)]
    return PathBuf::from(format!(r"\\.\pipe\ringlight-{}", directory.path().file_name().unwrap().display()));
    #[cfg(unix)]
    return directory.path().join("socket");
}

fn serve(listener: Listener) -> (oneshot::Sender<()>, JoinHandle<()>) {
    let (stop, stopped) = oneshot::channel();
    let handler = |request| async move {
        match request {
            Request::Dismiss => Reply::Done,
            other => Reply::Problem { problem: Problem::new(Code::Invalid, format!("{other:?}")) },
        }
    };
    (stop, tokio::spawn(listener.serve(handler, async { drop(stopped.await) })))
}

async fn done(path: &Path) -> bool {
    matches!(ask(path, &Request::Dismiss).await, Ok(Reply::Done))
}

#[tokio::test]
async fn many_ask_at_once_and_each_gets_its_answer() {
    let directory = TempDir::new().unwrap();
    let path = place(&directory);
    let _serving = serve(Listener::bind(&path).unwrap());
    let asked = (0..100).map(|_| {
        tokio::spawn({
            let path = path.clone();
            async move { done(&path).await }
        })
    });
    for answered in asked.collect::<Vec<_>>() {
        assert!(timeout(TOO_LONG, answered).await.unwrap().unwrap());
    }
}

/// Wine takes a second "first" instance of a pipe; Windows does not (`FILE_FLAG_FIRST_PIPE_INSTANCE`).
fn is_wine() -> bool {
    cfg!(windows) && std::env::vars_os().any(|(name, _)| name.to_string_lossy().starts_with("WINE"))
}

#[tokio::test]
async fn the_second_is_told_that_the_first_runs() {
    let directory = TempDir::new().unwrap();
    let path = place(&directory);
    assert!(matches!(ask(&path, &Request::Dismiss).await, Err(AskError::NotRunning)));
    let (stop, serving) = serve(Listener::bind(&path).unwrap());
    if !is_wine() {
        let second = Listener::bind(&path);
        assert!(matches!(second, Err(BindError::InUse)), "{second:?}");
    }
    assert!(done(&path).await, "the first is not disturbed");
    drop(stop);
    timeout(TOO_LONG, serving).await.unwrap().unwrap();
    assert!(matches!(ask(&path, &Request::Dismiss).await, Err(AskError::NotRunning)));
    Listener::bind(&path).unwrap();
}

#[cfg(unix)]
mod unix {
    use std::os::unix::{fs::PermissionsExt, net::UnixListener};

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::UnixStream,
    };

    use super::*;

    #[tokio::test]
    async fn a_socket_that_a_crash_left_behind_is_replaced() {
        let directory = TempDir::new().unwrap();
        let path = place(&directory);
        drop(UnixListener::bind(&path).unwrap());
        assert!(path.exists());
        assert!(matches!(ask(&path, &Request::Dismiss).await, Err(AskError::NotRunning)));
        let _serving = serve(Listener::bind(&path).unwrap());
        assert!(done(&path).await);
    }

    #[tokio::test]
    async fn only_its_owner_may_use_it() {
        let directory = TempDir::new().unwrap();
        let path = directory.path().join("deep/socket");
        let _listener = Listener::bind(&path).unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    }

    #[tokio::test]
    async fn nonsense_is_not_answered_and_disturbs_nobody() {
        let directory = TempDir::new().unwrap();
        let path = place(&directory);
        let _serving = serve(Listener::bind(&path).unwrap());
        let long = vec![b'x'; 70_000];
        for nonsense in [&b"hello\n"[..], b"{\"do\":\"fly\"}\n", b"\xff\xfe\n", b"\n", &long] {
            let mut peer = UnixStream::connect(&path).await.unwrap();
            // The other end may hang up before it has read everything.
            let _ = peer.write_all(nonsense).await;
            let _ = peer.shutdown().await;
            let mut answer = Vec::new();
            let _ = timeout(TOO_LONG, peer.read_to_end(&mut answer)).await.unwrap();
            assert!(answer.is_empty());
        }
        assert!(done(&path).await);
    }
}

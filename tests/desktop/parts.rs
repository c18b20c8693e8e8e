//! What the other tests lean on does what it says.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

use crate::support::{Cable, Desk, FREEDESKTOP, GNOME, Saver};

/// A server that says back what it hears.
async fn echo() -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut from, mut to) = peer.split();
                tokio::io::copy(&mut from, &mut to).await
            });
        }
    });
    address
}

async fn exchange(stream: &mut TcpStream) -> Option<[u8; 4]> {
    let mut heard = [0; 4];
    stream.write_all(b"ping").await.ok()?;
    timeout(Duration::from_millis(300), stream.read_exact(&mut heard)).await.ok()?.ok()?;
    Some(heard)
}

#[tokio::test]
async fn a_cable_carries_falls_silent_without_a_word_and_can_be_cut() {
    let cable = Cable::to(echo().await).await;
    let mut stream = TcpStream::connect(cable.address()).await.unwrap();
    assert_eq!(exchange(&mut stream).await, Some(*b"ping"));

    cable.fall_silent();
    assert_eq!(exchange(&mut stream).await, None, "nothing comes back");
    let mut byte = [0];
    let end = timeout(Duration::from_millis(100), stream.read(&mut byte)).await;
    assert!(end.is_err(), "and the connection does not end either");
    let mut fresh = TcpStream::connect(cable.address()).await.expect("new ones are taken");
    assert_eq!(exchange(&mut fresh).await, None, "and as silent");

    cable.mend();
    assert_eq!(stream.read_exact(&mut [0; 4]).await.unwrap(), 4, "what waited arrives");

    cable.cut();
    let end = timeout(Duration::from_secs(5), stream.read(&mut byte)).await.expect("told at once");
    assert!(matches!(end, Ok(0) | Err(_)), "it ends");
}

#[tokio::test]
async fn a_desk_has_a_display_a_pointer_and_screensavers() {
    let desk = Desk::new().await;
    desk.touch_pointer();
    for (name, path) in [(FREEDESKTOP, "/org/freedesktop/ScreenSaver"), (GNOME, "/org/gnome/ScreenSaver")] {
        let saver = Saver::start(desk.bus().await, name).await;
        let asking = desk.bus().await;
        for wanted in [true, false] {
            if wanted {
                saver.lock().await
            } else {
                saver.unlock().await
            }
            let reply = asking.call_method(Some(name), path, Some(name), "GetActive", &()).await.unwrap();
            assert_eq!(reply.body().deserialize::<bool>().unwrap(), wanted);
        }
    }
}

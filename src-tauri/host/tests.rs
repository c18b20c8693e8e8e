use super::*;

/// Addresses of this computer that nobody uses; of those that begin with 127, macOS knows only the first.
const SECOND: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
const THIRD: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 3));
const FOURTH: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 4));

impl ThisComputer {
    async fn listens_on(&self) -> Vec<IpAddr> {
        let hosted = self.hosted.lock().await;
        let listening = hosted.as_ref().map(|server| server.handle().listening());
        let all = listening.into_iter().flatten().map(|address| address.ip());
        all.filter(|ip| *ip != Ipv4Addr::LOCALHOST).collect()
    }

    /// Where others reach it, once that is `on`.
    async fn comes_to_listen_on(&self, on: &[IpAddr]) {
        for _ in 0..100 {
            if self.listens_on().await == on {
                return;
            }
            sleep(FIRST_PAUSE).await;
        }
        panic!("it never listens on {on:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_address_that_cannot_be_had_keeps_nobody_from_the_others() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let (events, _told) = mpsc::unbounded_channel();
    let host = ThisComputer::new(Places::below(data.path()), events);
    let link = host.found(Found::Team { name: "Studio".into() }).await.expect("a team starts");
    let own: SocketAddr = link.addresses[0].parse().expect("its address");
    let taken = |ip| std::net::TcpListener::bind((ip, own.port())).expect("the port is free there");
    let (second, _fourth) = (taken(SECOND), taken(FOURTH));

    host.resume(vec![SECOND]).await.expect("the team starts again");
    host.listen(vec![SECOND, THIRD]).await.expect("the one that is new can be had");
    assert_eq!(host.listens_on().await, [THIRD]);
    assert!(host.listen(vec![FOURTH]).await.is_err(), "another program has the port");
    assert_eq!(host.listens_on().await, [THIRD]);
    drop(second);
    host.comes_to_listen_on(&[SECOND, THIRD]).await;
    host.close().await;
}

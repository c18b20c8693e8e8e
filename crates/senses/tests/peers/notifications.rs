//! The desktop's own do not disturb on xfce4-notifyd, and in the settings of GNOME, Cinnamon and MATE.

use crate::support::engaged::until;
use crate::support::late::{AWAY_WITHIN, within};
use crate::support::notifications::start_named;
use crate::support::place::{Place, is, wishes};
use crate::support::servers::Xvfb;

#[tokio::test]
#[ignore = "needs xfce4-notifyd"]
async fn xfce_is_muted_with_ours_and_given_back() {
    let (place, x11) = (Place::new().await, Xvfb::start().await);
    let serve = || place.serve("/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd", &x11.display);
    let mut notifyd = serve();
    let (mut watch, set) = place.start(false);
    until(&mut watch, is(false, false)).await;
    set.send_replace(wishes(true));
    within(AWAY_WITHIN, until(&mut watch, is(true, true))).await;
    let setting = ["-c", "xfce4-notifyd", "-p", "/do-not-disturb"];
    assert_eq!(place.run("xfconf-query", &setting).await, "true");
    set.send_replace(wishes(false));
    until(&mut watch, is(false, false)).await;
    assert_eq!(place.run("xfconf-query", &setting).await, "false");
    place.run("xfconf-query", &[&setting[..], &["-s", "true"]].concat()).await;
    within(AWAY_WITHIN, until(&mut watch, is(true, false))).await;
    notifyd.kill().await.expect("runs");
    until(&mut watch, |seen| seen.desktop_dnd.is_none()).await;
    let _notifyd = serve();
    until(&mut watch, is(true, false)).await;
}

#[tokio::test]
#[ignore = "needs libglib2.0-bin"]
async fn cinnamon_and_mate_are_muted_with_ours_and_given_back() {
    for (name, vendor, schema, key, muted) in [
        ("cinnamon", "GNOME", "org.cinnamon.desktop.notifications", "display-notifications", false),
        ("Notification Daemon", "MATE", "org.mate.NotificationDaemon", "do-not-disturb", true),
    ] {
        let place = Place::new().await;
        place.add_setting(schema, key, !muted).await;
        let _service = start_named(&place.bus, name, vendor).await;
        let (mut watch, set) = place.start(false);
        until(&mut watch, is(false, false)).await;
        let (on, off) = (muted.to_string(), (!muted).to_string());
        let read = ["get", schema, key];
        let setting = || place.run("gsettings", &read);
        for _ in 0..2 {
            set.send_replace(wishes(true));
            until(&mut watch, is(true, true)).await;
            assert_eq!(setting().await, on);
            set.send_replace(wishes(false));
            until(&mut watch, is(false, false)).await;
            assert_eq!(setting().await, off);
        }
        place.run("gsettings", &["set", schema, key, &on]).await;
        until(&mut watch, is(true, false)).await;
    }
}

#[tokio::test]
#[ignore = "needs gsettings-desktop-schemas"]
async fn gnome_shows_no_banners_with_ours_and_shows_them_again() {
    let place = Place::new().await;
    let _shell = start_named(&place.bus, "gnome-shell", "GNOME").await;
    let (mut watch, set) = place.start(false);
    until(&mut watch, is(false, false)).await;
    set.send_replace(wishes(true));
    within(AWAY_WITHIN, until(&mut watch, is(true, true))).await;
    let key = ["org.gnome.desktop.notifications", "show-banners"];
    let read = ["get", key[0], key[1]];
    let banners = || place.run("gsettings", &read);
    assert_eq!(banners().await, "false");
    place.run("gsettings", &["set", key[0], key[1], "true"]).await;
    until(&mut watch, is(false, false)).await;
    place.run("gsettings", &["set", key[0], key[1], "false"]).await;
    until(&mut watch, is(true, false)).await;
    set.send_replace(wishes(false));
    watch.end().await;
    assert_eq!(banners().await, "false", "the owner's own");
}

//! The desktop's own do not disturb on xfce4-notifyd, and in the settings of GNOME.

use crate::support::engaged::until;
use crate::support::notifications::start_named;
use crate::support::place::{Place, is, wishes};
use crate::support::servers::Xvfb;

#[tokio::test]
#[ignore = "needs xfce4-notifyd"]
async fn xfce_is_muted_with_ours_and_given_back() {
    let (place, x11) = (Place::new().await, Xvfb::start().await);
    let _notifyd = place.serve("/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd", &x11.display);
    let (mut watch, set) = place.start(false);
    until(&mut watch, is(false, false)).await;
    set.send_replace(wishes(true));
    until(&mut watch, is(true, true)).await;
    let setting = ["-c", "xfce4-notifyd", "-p", "/do-not-disturb"];
    assert_eq!(place.run("xfconf-query", &setting).await, "true");
    set.send_replace(wishes(false));
    until(&mut watch, is(false, false)).await;
    assert_eq!(place.run("xfconf-query", &setting).await, "false");
    place.run("xfconf-query", &[&setting[..], &["-s", "true"]].concat()).await;
    until(&mut watch, is(true, false)).await;
}

#[tokio::test]
#[ignore = "needs gsettings-desktop-schemas"]
async fn gnome_shows_no_banners_with_ours_and_shows_them_again() {
    let place = Place::new().await;
    let _shell = start_named(&place.bus, "gnome-shell", "GNOME").await;
    let (mut watch, set) = place.start(false);
    until(&mut watch, is(false, false)).await;
    set.send_replace(wishes(true));
    until(&mut watch, is(true, true)).await;
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

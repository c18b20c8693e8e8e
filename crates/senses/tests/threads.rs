//! What has gone wrong in other programs of this kind, and the test that keeps it from going wrong here.
//!
//! | What went wrong | Where | Test |
//! | --- | --- | --- |
//! | a lock changes nothing, an unlock always means online | RocketChat/Rocket.Chat.Electron#1794, mattermost/desktop#1187 | here: `an_unlock_shows_what_was_below` |
//! | away until restart | RocketChat/Rocket.Chat.Electron#1812, manaflow-ai/cmux#5912 | bus: `an_unlock_that_gets_lost_is_found_at_the_next_input`, `a_bus_that_dies_takes_its_locks_along`; core: bugs `away_is_never_stuck` |
//! | used, but not this program: away; not used, but this program is open: online | RocketChat/Rocket.Chat.Electron#1260, mattermost/desktop#238 | x11: `goes_idle_at_the_threshold_and_comes_back_with_the_pointer` (no window of ours) |
//! | a 32-bit counter starts over; input between two readings | ActivityWatch/aw-watcher-afk#16, hass-agent/HASS.Agent#440 | poll: `ticks_wrap_and_race`, `an_input_after_the_reading_is_no_idle_time` |
//! | idle cannot be told, and reads as always active | electron/electron#34826, drmowinckels/entracte#190 | here: `what_cannot_be_told_is_neither_active_nor_idle`; x11: `without_a_usable_display_nothing_is_made_up`; wayland: `a_compositor_that_is_replaced_is_found_again_whatever_it_has`; peers: `a_compositor_without_a_protocol_cannot_tell_rather_than_always_active` |
//! | typing in Wayland programs is idle for XWayland | electron/electron#27912, super-productivity#922 | peers: sway `goes_idle_and_comes_back_by_the_keyboard_alone`; x11: `without_a_usable_display_nothing_is_made_up` |
//! | no X display, or one that is full: a crash | KDAB/Charm#363 | x11: `without_a_usable_display_nothing_is_made_up`, `a_server_full_of_clients_is_no_activity_and_is_tried_again` |
//! | available while locked, as the locker tells nobody | swaywm/swaylock#382, hyprwm/hyprlock#907 | lockers: `a_locker_locks_for_as_long_as_it_runs`; peers: lockers `swaylock_is_seen_by_its_processes`, `i3lock_alone_is_seen_by_its_processes` |
//! | wake is taken for an unlock | Vixen-Labs/busylight#6 | login: `sleep_waits_for_the_last_change_and_wake_is_not_unlock`, `everybody_is_asked_again_before_the_device_counts_as_awake` |
//! | away comes after sleep, or once only | electron's power observer, dino/dino#141 | login: `the_delay_is_taken_anew_before_the_state_is_read`; peers: elogind `locks_sleeps_twice_dies_and_returns` |
//! | the end of a film is taken for a return | ActivityWatch/activitywatch#261, Mutter's counter | peers: mutter `the_end_of_a_film_is_not_a_return`; state: `one_that_a_film_holds_back_counts_only_where_no_other_speaks` |
//! | a film is presence, or slides in a call are absence | ActivityWatch/aw-watcher-afk#41, #46 | core: idle `an_inhibitor_alone_may_be_a_film`, bugs `an_inhibitor_that_is_released_is_not_a_return`; inhibitors: `who_keeps_the_screen_awake_is_told_where_only_that_is_asked_for` |
//! | a volume meter or a sound processor is a call for ever | hass-agent/HASS.Agent#476, W-Floyd/ha-mqtt-iot#44 | engaged: `meters_and_sound_servers_make_no_call`; peers: sound `pulseaudio_a_monitor_alone_is_nobody` |
//! | a game controller that drifts undoes a lock | ActivityWatch/activitywatch#1312 | here: `input_does_not_undo_a_lock`; bus: `input_alone_does_not_unlock`; core: idle `a_blip_of_input_does_not_undo_an_away_behind_a_lock_but_typing_on_does` |
//! | a remote session that ended goes on; its service is not ready at start | xmrig/xmrig#2478 | windows_session: `hears_of_lock_sleep_session_and_logout`; session: `late_services_are_asked_again_and_then_for_what_happened_before`; here: `a_session_that_nobody_looks_at_is_away` |
//! | fast user switching changes nothing | Hammerspoon/hammerspoon#710 | login: `another_session_in_front_is_away_and_a_logind_that_dies_claims_nothing` |
//! | logout hangs, or nobody is told | tauri-apps/tauri#14558, warpdotdev/warp#12480 | logout: `logout_waits_for_the_last_change_and_no_longer`; login: `shutdown_is_announced_and_may_be_called_off`; windows_session |
//! | logging in ends in a crash of the session manager | xfce4-session 4.18 | peers: session_managers `xfce_is_left_alone_while_it_starts_and_logout_waits_for_the_last_change` |
//! | a screensaver's name with nobody behind it hides the one that works | noctalia-dev/noctalia#4460 | bus: `an_owner_that_is_silent_hides_no_other` |
//!
//! And in other parts of Ringlight:
//!
//! | What went wrong | Where | Test |
//! | --- | --- | --- |
//! | away by itself overwrites what was chosen | mattermost/mattermost#36813, mattermost-redux#1038 | core: bugs `manual_away_survives_a_meeting`; desktop: reliability `do_not_disturb_that_was_chosen_survives_lock_idle_and_a_restart_of_the_server` |
//! | an end that passes while the computer sleeps, or whose clock is set | evilsocket/opensnitch#1042, tokio-rs/tokio#3185, gsong/eyebreak#29 | core: bugs `an_end_that_passed_while_asleep_has_passed`, `a_clock_set_back_lengthens_nothing_but_by_as_much` |
//! | two devices quarrel | matrix-org/synapse#16066, conversejs/converse.js#1117 | core: bugs `two_devices_disagree_and_the_active_one_wins`; devices |
//! | a panel that restarts takes the icon along | omarchy#12214 | desktop: tray `a_panel_that_restarts_gets_the_icon_again` |
//! | a panel that comes late, or never | Waybar#359, proton-vpn-gtk-app#192 | desktop: tray `without_a_panel_the_window_opens_and_says_why_and_a_panel_that_comes_gets_the_icon` |
//! | a keyring that is late, locked, restarted or absent | | desktop: secrets `a_locked_keyring_is_waited_for_and_used_once_it_is_open`, `a_keyring_that_restarts_under_the_app_is_found_again`, `without_a_keyring_memory_is_offered_and_asked_for_in_the_window` |

use std::time::Duration;

use ringlight_senses::{Activity, Hold, Input, Lock, Moment, Sense, Senses, Signal, Source};

const INPUT: Source = Source::new("input");
const LOCKER: Source = Source::new("locker");
const SESSION: Source = Source::new("session");

const fn at(seconds: u64) -> Moment {
    Moment::since_start(Duration::from_secs(seconds))
}

fn lock(locked: bool) -> Signal {
    Signal::Locked { source: LOCKER, locked }
}

fn used() -> Signal {
    Signal::Active { source: INPUT }
}

fn unused(since_ms: u64) -> Signal {
    Signal::Idle { source: INPUT, since_ms }
}

/// The activity after each signal.
fn activities(signals: impl IntoIterator<Item = Signal>) -> Vec<Activity> {
    let mut senses = Senses::new(at(1_000));
    let after = |(second, signal)| {
        senses.handle(signal, at(second));
        senses.seen().activity
    };
    (1_001..).zip(signals).map(after).collect()
}

#[test]
fn an_unlock_shows_what_was_below() {
    use Activity::{Active, Idle, Locked};
    assert_eq!(activities([used(), lock(true), lock(false)]), [Active, Locked, Active]);
    assert_eq!(activities([unused(300_000), lock(true), lock(false)]), [Idle, Locked, Idle]);
    assert_eq!(
        activities([used(), lock(true), unused(300_000), lock(false)]),
        [Active, Locked, Locked, Idle]
    );
}

#[test]
fn what_cannot_be_told_is_neither_active_nor_idle() {
    let mut senses = Senses::new(at(0));
    let seen = senses.seen();
    assert_eq!(
        (seen.activity, seen.input, seen.lock),
        (Activity::Unknown, Input::CannotTell, Lock::CannotTell)
    );
    senses.handle(Signal::Using { sense: Sense::Idle, source: INPUT }, at(1));
    assert_eq!(senses.seen().activity, Activity::Unknown, "works, but has not spoken");
    senses.handle(used(), at(2));
    let why = "it went away".into();
    senses.handle(Signal::CannotTell { sense: Sense::Idle, source: INPUT, why }, at(3));
    assert_eq!((senses.seen().activity, senses.seen().input), (Activity::Unknown, Input::CannotTell));
}

#[test]
fn input_does_not_undo_a_lock() {
    use Activity::{Active, Locked};
    assert_eq!(activities([lock(true), used(), unused(60_000), used()]), [Locked; 4]);
    assert_eq!(activities([lock(true), used(), lock(false)]), [Locked, Locked, Active]);
}

#[test]
fn a_session_that_nobody_looks_at_is_away() {
    use Activity::{Active, Asleep, Locked};
    let front = |foreground| Signal::Foreground { source: SESSION, foreground };
    assert_eq!(activities([used(), front(false), used(), front(true)]), [Active, Locked, Locked, Active]);
    let sleep = Signal::Sleep { source: SESSION, release: Hold::new(()) };
    assert_eq!(activities([used(), front(false), sleep, Signal::Wake]), [Active, Locked, Asleep, Locked]);
}

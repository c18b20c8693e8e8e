//! What Windows holds notifications back for:
//! [`SHQueryUserNotificationState`](https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-shqueryusernotificationstate).

use windows::Win32::UI::Shell::{
    QUERY_USER_NOTIFICATION_STATE, QUNS_BUSY, QUNS_RUNNING_D3D_FULL_SCREEN, SHQueryUserNotificationState,
};

/// What it is now.
pub(super) fn read() -> Result<QUERY_USER_NOTIFICATION_STATE, String> {
    // SAFETY: takes nothing and only reads.
    unsafe { SHQueryUserNotificationState() }
        .map_err(|error| format!("Windows does not tell whether the screen is filled: {error}"))
}

/// Whether a window fills the screen in this state.
pub(super) fn is_filled(state: QUERY_USER_NOTIFICATION_STATE) -> bool {
    [QUNS_BUSY, QUNS_RUNNING_D3D_FULL_SCREEN].contains(&state)
}

/// Whether a window fills the screen now.
pub(super) fn fills_screen() -> Result<bool, String> {
    read().map(is_filled)
}

//! Applications by the numbers of their processes.

use windows::Win32::Foundation::CloseHandle;
use windows::Win32::System::Threading::{
    OpenProcess, PROCESS_NAME_WIN32, PROCESS_QUERY_LIMITED_INFORMATION, QueryFullProcessImageNameW,
};
use windows::core::PWSTR;

use crate::engaged::App;

/// The longest path that Windows knows.
const LONGEST_PATH: usize = 32_768;

/// The application that this process runs. `None` if it has ended or may not be asked.
pub(super) fn app(process: u32) -> Option<App> {
    let mut path = vec![0; LONGEST_PATH];
    let mut length = u32::try_from(LONGEST_PATH).ok()?;
    // SAFETY: the handle is closed below; the buffer has the length that is said.
    let known = unsafe {
        let handle = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, false, process).ok()?;
        let path = PWSTR(path.as_mut_ptr());
        let known = QueryFullProcessImageNameW(handle, PROCESS_NAME_WIN32, path, &raw mut length);
        drop(CloseHandle(handle));
        known
    };
    known.ok()?;
    Some(App::new(&String::from_utf16_lossy(path.get(..length as usize)?), None))
}

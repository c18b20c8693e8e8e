//! Media Foundation and COM, which its objects need. Asked for by name: not every Windows has them, and a program that names
//! them otherwise does not start there.

use windows::Win32::Media::MediaFoundation::{MF_VERSION, MFSTARTUP_NOSOCKET};
use windows::Win32::System::Com::{CO_MTA_USAGE_COOKIE, CoDecrementMTAUsage, CoIncrementMTAUsage};
use windows::Win32::System::LibraryLoader::{GetProcAddress, LOAD_LIBRARY_SEARCH_SYSTEM32, LoadLibraryExW};
use windows::core::{HRESULT, PCSTR, PCWSTR, Result, s, w};

/// A function of a type that whoever asked for it knows.
pub(super) type Function = unsafe extern "system" fn() -> isize;

/// A function that not every Windows has. Its library stays loaded.
pub(super) fn function(library: PCWSTR, name: PCSTR) -> Result<Function> {
    // SAFETY: both names end with a zero.
    unsafe {
        let library = LoadLibraryExW(library, None, LOAD_LIBRARY_SEARCH_SYSTEM32)?;
        GetProcAddress(library, name).ok_or_else(windows::core::Error::from_thread)
    }
}

/// Both are there for as long as it lives.
pub(super) struct Foundation {
    com: CO_MTA_USAGE_COOKIE,
    end: unsafe extern "system" fn() -> HRESULT,
}

impl Foundation {
    pub(super) fn start() -> Result<Self> {
        type Start = unsafe extern "system" fn(u32, u32) -> HRESULT;
        type End = unsafe extern "system" fn() -> HRESULT;
        let library = w!("mfplat.dll");
        let (start, end) = (function(library, s!("MFStartup"))?, function(library, s!("MFShutdown"))?);
        // SAFETY: these functions have these types.
        let (start, end) = unsafe {
            (std::mem::transmute::<Function, Start>(start), std::mem::transmute::<Function, End>(end))
        };
        // SAFETY: both are ended when this is dropped, COM also if Media Foundation does not start.
        let com = unsafe { CoIncrementMTAUsage() }?;
        // SAFETY: see above.
        match unsafe { start(MF_VERSION, MFSTARTUP_NOSOCKET) }.ok() {
            Ok(()) => Ok(Self { com, end }),
            Err(error) => {
                // SAFETY: the cookie that was given, once.
                drop(unsafe { CoDecrementMTAUsage(com) });
                Err(error)
            }
        }
    }
}

impl Drop for Foundation {
    fn drop(&mut self) {
        // SAFETY: each once for a start.
        let _ = unsafe { (self.end)() };
        // SAFETY: see above.
        drop(unsafe { CoDecrementMTAUsage(self.com) });
    }
}

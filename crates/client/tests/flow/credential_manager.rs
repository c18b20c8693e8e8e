//! Credential Manager, of Windows or of what stands in for it.

use ringlight_client::{Keyring, SystemKeyring};

const USER: &str = "p-1@a-test-of-ringlight";

#[test]
fn it_keeps_reads_replaces_and_forgets() {
    SystemKeyring.forget(USER).unwrap();
    assert_eq!(SystemKeyring.read(USER), Ok(None));
    assert_eq!(SystemKeyring.keep(USER, "token-1"), Ok(()));
    assert_eq!(SystemKeyring.keep(USER, "token-2"), Ok(()));
    assert_eq!(SystemKeyring.read(USER), Ok(Some("token-2".into())));
    assert_eq!(SystemKeyring.read("p-2@a-test-of-ringlight"), Ok(None));
    assert_eq!(SystemKeyring.forget(USER), Ok(()));
    assert_eq!(SystemKeyring.forget(USER), Ok(()));
    assert_eq!(SystemKeyring.read(USER), Ok(None));
}

#[test]
fn what_is_too_long_for_it_says_so() {
    let why = SystemKeyring.keep("p-3@a-test-of-ringlight", &"x".repeat(3_000)).unwrap_err();
    assert!(why.contains("of this length"), "{why}");
}

//! The window's TypeScript types are written from the Rust ones: `BLESS=1 cargo test -p ringlight-protocol --features
//! bindings --test bindings` writes them, and without `BLESS` the test fails when they are stale.
#![cfg(feature = "bindings")]
#![allow(clippy::disallowed_methods, reason = "the test itself reads and writes the file it checks")]

use std::{collections::BTreeMap, env, fs, path::PathBuf};

use ringlight_protocol::local::{Difference, Reply, Request, Snapshot};
use ts_rs::{Config, TS, TypeVisitor};

const HEAD: &str =
    "// Written from the Rust types by crates/protocol/tests/bindings.rs, which says how. Not for editing.\n";

/// Declarations by name, of every type that can be reached from those visited.
struct Declarations(BTreeMap<String, String>);

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only types with a declaration of their own have a file that they would go into.
        if T::output_path().is_none() || self.0.contains_key(&T::ident(&Config::default())) {
            return;
        }
        let config = Config::default();
        let docs = T::docs().unwrap_or_default();
        self.0.insert(T::ident(&config), format!("{docs}export {}\n", T::decl(&config)));
        T::visit_dependencies(self);
    }
}

fn bindings() -> String {
    let mut types = Declarations(BTreeMap::new());
    types.visit::<Request>();
    types.visit::<Reply>();
    types.visit::<Snapshot>();
    types.visit::<Difference>();
    let declarations: Vec<_> = types.0.into_values().collect();
    format!("{HEAD}\n{}", declarations.join("\n"))
}

#[test]
fn the_typescript_types_are_fresh() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/bindings.ts");
    let fresh = bindings();
    if env::var_os("BLESS").is_some() {
        fs::create_dir_all(file.parent().expect("the file lies in a folder"))
            .expect("the folder can be made");
        fs::write(&file, &fresh).expect("the types can be written");
    }
    let committed = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        committed == fresh,
        "ui/src/bindings.ts is stale: run this test with BLESS=1 and commit the file"
    );
}

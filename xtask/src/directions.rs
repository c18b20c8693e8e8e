//! Which crate may depend on what: the pure ones stay pure, and only the shell knows its window toolkit.

use std::collections::BTreeSet;

use crate::shell;

/// The names of everything that `package` is built with for any system, itself included; tests apart.
fn built_with(package: &str) -> BTreeSet<String> {
    let mut tree =
        shell::cargo(&["tree", "--package", package, "--edges", "normal,build", "--target", "all"]);
    let output = tree.args(["--prefix", "none", "--format", "{p}"]).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("cargo prints text");
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

fn assert_without(package: &str, banned: &[&str]) {
    let found: Vec<_> =
        built_with(package).into_iter().filter(|name| banned.contains(&name.as_str())).collect();
    assert!(found.is_empty(), "{package} must not be built with {found:?}");
}

#[test]
fn the_pure_crates_have_no_runtime_and_no_network() {
    for package in ["ringlight-protocol", "ringlight-core"] {
        assert_without(package, &["tokio", "reqwest", "hyper", "axum", "zbus", "rusqlite", "getrandom"]);
    }
}

#[test]
fn only_the_app_knows_tauri() {
    for package in ["client", "local", "server", "senses", "cli"] {
        assert_without(&format!("ringlight-{package}"), &["tauri", "wry", "tao", "gtk"]);
    }
    assert!(built_with("ringlight-desktop").contains("tauri"), "or this test looks in the wrong place");
}

#[test]
fn each_end_knows_the_shared_words_and_not_the_other_end() {
    assert_without(
        "ringlight-server",
        &["ringlight-client", "ringlight-senses", "ringlight-local", "reqwest"],
    );
    assert_without("ringlight-client", &["ringlight-server", "axum", "rusqlite"]);
    assert_without("ringlight-cli", &["ringlight-client", "ringlight-server", "reqwest"]);
    assert_without("ringlight-core", &["ringlight-client", "ringlight-server", "ringlight-senses"]);
    assert_without("ringlight-protocol", &["ringlight-core"]);
}

//! Generates Tauri's context; the folder of permissions lies beside the shell's sources.

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    let app = tauri_build::AppManifest::new().permissions_path_pattern("./src-tauri/permissions/*.toml");
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(app)) {
        println!("cargo:error={error:#}");
    }
}

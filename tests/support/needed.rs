//! What some tests need and a machine may lack: the reference cases beside the checkout, and programs. A test that lacks it
//! says so on the terminal, past the harness, which keeps what a passing test prints to itself.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests look for their reference cases and say when they cannot"
)]

use std::io::Write;
use std::path::{Path, PathBuf};

/// Says that something was not tested, and why.
pub fn not_tested(what: &str, why: &str) {
    // `eprintln!` is captured by the harness, a write to standard error is not.
    let _ = writeln!(std::io::stderr(), "\n*** NOT TESTED: {what}: {why} ***");
}

/// A file or folder of the reference cases, by its path below `shared` (`EVQC_SHARED`, else `shared` beside the checkout);
/// nothing, said loudly, where it is absent.
pub fn shared(path: &str, what: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("EVQC_SHARED").map_or_else(beside, PathBuf::from);
    let path = folder.join(path);
    if path.exists() {
        return Some(path);
    }
    not_tested(what, &format!("{} is not there; set EVQC_SHARED", path.display()));
    None
}

/// The text of such a file.
pub fn shared_text(path: &str, what: &str) -> Option<String> {
    let file = shared(path, what)?;
    Some(std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())))
}

/// Whether programs are installed; says loudly which is not. All of them know `--version` or take it for an error.
pub fn programs(names: &[&str], what: &str) -> bool {
    let there = |name: &str| std::process::Command::new(name).arg("--version").output().is_ok();
    let missing: Vec<&str> = names.iter().copied().filter(|name| !there(name)).collect();
    if !missing.is_empty() {
        not_tested(what, &format!("{} not installed", missing.join(", ")));
    }
    missing.is_empty()
}

/// `shared` beside the checkout: one folder up from it, two from a crate inside it.
fn beside() -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = crate_folder.ancestors().skip(1).map(|folder| folder.join("shared"));
    folders.find(|folder| folder.is_dir()).unwrap_or_else(|| crate_folder.join("../shared"))
}

//! The digest of the program's own text, which every report names: which program judged, to the last byte. And what it was made
//! for and by which compiler, which `evqc doctor` names.
//!
//! It is what these commands print, in the folder of this file:
//!
//! ```sh
//! find Cargo.toml Cargo.lock build.rs core no-schema src specs fonts -type f | LC_ALL=C sort | xargs sha256sum | sha256sum
//! ```
//!
//! so that it is the same on every system, and anyone can see that a program was made from a text.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a build script reads files and prints")]

use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the program is made from.
const PARTS: [&str; 8] = ["Cargo.toml", "Cargo.lock", "build.rs", "core", "no-schema", "src", "specs", "fonts"];

fn main() -> io::Result<()> {
    let mut paths = Vec::new();
    for part in PARTS {
        println!("cargo::rerun-if-changed={part}");
        gather(Path::new(part), &mut paths)?;
    }
    let mut named: Vec<(String, PathBuf)> =
        paths.into_iter().map(|path| (path.to_string_lossy().replace('\\', "/"), path)).collect();
    named.sort();
    let mut list = Sha256::new();
    for (name, path) in named {
        list.update(format!("{}  {name}\n", hexadecimal(&Sha256::digest(fs::read(path)?))));
    }
    println!("cargo::rustc-env=EVQC_SOURCE_SHA256={}", hexadecimal(&list.finalize()));
    println!("cargo::rustc-env=EVQC_TARGET={}", std::env::var("TARGET").unwrap_or_else(|_| "not known".to_owned()));
    println!("cargo::rustc-env=EVQC_COMPILER={}", compiler());
    without_tables_of_unwinding()
}

/// A release is not unwound (`panic = "abort"`), so that the tables by which a stack is unwound can be left out: 2.4 MB. What is
/// handed to the linker is understood by those that compilers bring along (lld, GNU ld); where somebody chose another one, the
/// tables stay.
fn without_tables_of_unwinding() -> io::Result<()> {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|own| own == value);
    let flags = std::env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let is_chosen = std::env::var_os("RUSTC_LINKER").is_some() || flags.contains("link");
    if is_chosen || !is("PROFILE", "release") || !is("CARGO_CFG_TARGET_OS", "linux") {
        return Ok(());
    }
    let folder = std::env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set: build with cargo"))?;
    let script = Path::new(&folder).join("without-tables-of-unwinding.ld");
    fs::write(&script, "SECTIONS { /DISCARD/ : { *(.eh_frame) } } INSERT AFTER .rodata;\n")?;
    println!("cargo::rustc-link-arg-bins=-Wl,--no-eh-frame-hdr");
    println!("cargo::rustc-link-arg-bins=-T{}", script.display());
    Ok(())
}

/// The compiler with its version, as it names itself.
fn compiler() -> String {
    let asked = std::env::var_os("RUSTC").and_then(|rustc| Command::new(rustc).arg("--version").output().ok());
    let said = asked.and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default();
    said.lines().next().filter(|line| !line.is_empty()).unwrap_or("not known").to_owned()
}

/// The files at or below a path.
fn gather(path: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            gather(&entry?.path(), paths)?;
        }
    } else if path.exists() {
        paths.push(path.to_owned());
    }
    Ok(())
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

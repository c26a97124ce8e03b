//! The arrows between the rooms run one way, and the core stays pure.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "the test reads the source tree")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The room that every room may use.
const LOWEST: &str = "order";

/// Each room and the rooms it may use besides the lowest.
const ROOMS: &[(&str, &str)] = &[
    (LOWEST, ""),
    ("source", ""),
    ("finding", "source"),
    ("lookalike", ""),
    ("person", "lookalike"),
    ("quantity", "source finding lookalike"),
    ("stats", "quantity"),
    ("cytometry", "stats"),
    ("instrument", "source finding quantity"),
    ("dosing", "quantity"),
    ("expiry", ""),
    ("spec", "source finding quantity cytometry dosing expiry"),
    ("explanation", "quantity cytometry dosing expiry spec"),
    ("completeness", "source finding quantity dosing spec"),
    ("data", "source finding lookalike quantity instrument expiry spec"),
    ("reduction", "source finding lookalike quantity stats cytometry instrument spec data"),
    ("judge", "source finding lookalike person quantity stats dosing expiry spec data"),
    ("difference", "source quantity expiry spec explanation judge"),
    ("proposal", "quantity stats"),
    ("plan", "source finding quantity stats spec"),
    ("excursion", "source finding quantity stats spec"),
    ("installation", ""),
    ("integrity", "claims source finding lookalike person spec"),
    ("trail", "source finding person integrity"),
    ("plot", ""),
    ("document", "plot"),
    ("claims", "lookalike quantity"),
    ("template", "claims finding lookalike quantity"),
    ("administration", "quantity dosing spec judge"),
    ("trials", "source finding quantity dosing spec"),
    ("stability", "source finding quantity stats spec data judge"),
    ("proof", "source finding quantity expiry spec data judge"),
    (
        "report",
        "source finding lookalike quantity stats cytometry document dosing expiry spec explanation instrument data judge administration difference plan \
         plot proof trials excursion installation integrity selftest stability template trail",
    ),
    (
        "certificate",
        "claims source finding lookalike person quantity dosing expiry spec explanation completeness data judge document integrity report template",
    ),
    ("selftest", "source finding quantity stats dosing spec judge"),
    (
        "cli",
        "source finding lookalike person quantity stats cytometry instrument dosing expiry spec explanation completeness data reduction judge \
         administration certificate difference document proposal plan plot proof trials excursion installation integrity report selftest stability template trail",
    ),
];

/// The rooms that are pure.
const CORE: &str = "order claims lookalike person quantity stats cytometry instrument document dosing expiry explanation completeness judge administration certificate difference proposal plan plot proof trials excursion installation integrity selftest stability template trail";

fn files_of(room: &str) -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let head = src.join(format!("{room}.rs"));
    let mut files = vec![head];
    let mut folders = vec![src.join(room)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !is_test_module(&path) {
                files.push(path);
            }
        }
    }
    files
}

/// Whether a file is declared as a module that exists in tests only: in the file that is named as its folder.
fn is_test_module(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let head = path.parent().map(|folder| folder.with_extension("rs"));
    head.and_then(|head| fs::read_to_string(head).ok())
        .unwrap_or_default()
        .contains(&format!("#[cfg(test)]\nmod {name};"))
}

/// The text of a file without comments and without its unit tests, which may use other rooms.
fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_room_is_listed() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let crates = fs::read_to_string(src.join("lib.rs")).unwrap() + &fs::read_to_string(src.join("core.rs")).unwrap();
    let rooms: Vec<&str> = crates.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(rooms.len(), ROOMS.len());
    for room in rooms {
        assert!(ROOMS.iter().any(|(name, _)| *name == room), "src/{room} has no line in ROOMS");
    }
}

/// A room of the lower crate has its own name in the upper one, so that the arrows are seen whichever crate it is in.
#[test]
fn each_room_has_one_name_in_both_crates() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (upper, lower) = ["lib.rs", "core.rs"].map(|file| fs::read_to_string(src.join(file)).unwrap()).into();
    let named: Vec<&str> = upper
        .split_once("pub use evqc_core::{")
        .and_then(|(_, rest)| rest.split_once('}'))
        .map(|(names, _)| names.split([',', '\n', ' ']).filter(|name| !name.is_empty()).collect())
        .unwrap();
    let rooms: Vec<&str> = lower.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(named, rooms);
    for (room, _) in ROOMS {
        for file in files_of(room) {
            assert!(!code_of(&file).contains("evqc_core"), "{} names the lower crate", file.display());
        }
    }
}

/// What stands behind `crate::` in a text, each of several in braces too.
fn rooms_named(code: &str) -> BTreeSet<String> {
    let first = |path: &str| path.trim().chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect();
    let mut all = BTreeSet::new();
    for path in code.split("crate::").skip(1) {
        let Some(group) = path.strip_prefix('{') else {
            all.insert(first(path));
            continue;
        };
        let (mut depth, mut start) = (1_usize, 0);
        for (at, sign) in group.char_indices() {
            depth = if sign == '{' { depth + 1 } else { depth - usize::from(sign == '}') };
            if depth == 0 || (depth == 1 && sign == ',') {
                all.insert(first(&group[start..at]));
                start = at + 1;
            }
            if depth == 0 {
                break;
            }
        }
    }
    all
}

#[test]
fn rooms_are_seen_however_they_are_named() {
    let code =
        "use crate::{claims::{found, Kind}, lookalike,\n person};\nuse crate::order;\ncrate::spec::Spec; pub(crate) x";
    let named: Vec<String> = rooms_named(code).into_iter().collect();
    assert_eq!(named, ["claims", "lookalike", "order", "person", "spec"]);
}

#[test]
fn arrows_run_one_way() {
    let mut wrong = Vec::new();
    for (room, allowed) in ROOMS.iter().map(|(room, allowed)| (*room, allowed.split(' ').collect::<Vec<_>>())) {
        for file in files_of(room) {
            let used = rooms_named(&code_of(&file));
            for (other, _) in
                ROOMS.iter().filter(|(other, _)| ![room, LOWEST].contains(other) && !allowed.contains(other))
            {
                if used.contains(*other) {
                    wrong.push(format!("{} uses {other}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Parts of the command line that run a command, or belong to one.
const COMMANDS: &str = "args bundle certificate check issued redraw rejudged replay sign verification verify";

#[test]
fn what_is_known_of_a_file_is_found_without_a_command() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/evidence");
    let files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 10, "{files:?}");
    let mut wrong = Vec::new();
    for file in files {
        let code = code_of(&file).replace("crate::cli::", "\0").replace("crate::", "").replace('\0', "crate::");
        let used = rooms_named(&code);
        let commands = COMMANDS.split(' ').filter(|one| used.contains(*one));
        wrong.extend(commands.map(|one| format!("{} uses {one}", file.display())));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_core_is_pure() {
    // A generator of a given seed (`rand_pcg`, in the Monte Carlo method) is a pure function of that seed, which is an
    // argument and stands in the result. Whatever takes its seed from the machine is forbidden.
    let forbidden = [
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::time",
        "HashMap",
        "rand::",
        "getrandom",
        "OsRng",
        "SysRng",
        "from_os_rng",
    ];
    let mut wrong = Vec::new();
    for room in CORE.split(' ') {
        for file in files_of(room) {
            let code = code_of(&file);
            for word in forbidden.iter().filter(|word| code.contains(**word)) {
                wrong.push(format!("{} mentions {word}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

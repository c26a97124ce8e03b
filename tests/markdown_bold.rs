//! Markdown as a reader of CommonMark takes it: every pair of stars is read as bold, in reports and certificates.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests run programs and read files")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// What is wrong with the stars of a line, by the rules for delimiter runs (CommonMark 0.31, section 6.2): an opening one leans on
/// what follows, a closing one on what stands before, and where that is a sign, its other side is a space or a sign too.
fn misread(line: &str) -> Vec<String> {
    let signs: Vec<char> = line.chars().collect();
    let mut wrong = Vec::new();
    let mut open = false;
    let mut at = 0;
    while at < signs.len() {
        match signs[at] {
            '\\' => at += 2,
            '`' => at = signs[at + 1..].iter().position(|sign| *sign == '`').map_or(signs.len(), |end| at + end + 2),
            '*' => {
                let end = signs[at..].iter().position(|sign| *sign != '*').map_or(signs.len(), |count| at + count);
                let before = at.checked_sub(1).map(|before| signs[before]);
                let after = signs.get(end).copied();
                let (inner, outer) = if open { (before, after) } else { (after, before) };
                let leans = inner.is_some_and(|inner| {
                    let outside = outer.is_none_or(|outer| outer.is_whitespace() || outer.is_ascii_punctuation());
                    !inner.is_whitespace() && (inner.is_alphanumeric() || outside)
                });
                if end - at != 2 || !leans {
                    wrong.push(format!("{} stars at {at} of: {line}", end - at));
                }
                open = !open;
                at = end;
            }
            _ => at += 1,
        }
    }
    if open {
        wrong.push(format!("never closed: {line}"));
    }
    wrong
}

/// A cell of a table is a text of its own.
fn misread_in(text: &str) -> Vec<String> {
    text.lines().flat_map(|line| line.split(" | ")).flat_map(misread).collect()
}

fn samples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("results.csv").is_file());
    folders.sort();
    folders
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    let out = command.current_dir(folder).arg("-q").args(arguments).output().unwrap();
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn the_rules_are_those_of_commonmark() {
    for read in
        ["**a** b", "x**a**y", "**80 %** b", "(**80 %**)", "**1.8×10⁹ particles/µg**", "\\*a **b**", "`**` **b**"]
    {
        assert_eq!(misread(read), Vec::<String>::new());
    }
    for not_read in ["**80 %**符合", "a**&lt;5**", "** a**", "**a**** b**", "**a"] {
        let wrong = misread(not_read);
        assert!(!wrong.is_empty(), "{not_read}");
    }
}

#[test]
fn bold_is_read_in_every_report() {
    for folder in samples() {
        let text = run(&folder, &["check", "spec.yaml", "results.csv", "--as-of", "2026-11-27", "-o", "markdown"]);
        assert!(text.contains("**"), "{}: {text}", folder.display());
        assert_eq!(misread_in(&text), Vec::<String>::new(), "{}", folder.display());
    }
}

#[test]
fn bold_is_read_in_every_certificate() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/certificate");
    let to = tempfile::tempdir().unwrap();
    for (lot, language) in [("EV-3101", "en"), ("EV-3102", "en+zh"), ("EV-3102", "zh"), ("EV-3103", "zh")] {
        let path = to.path().join(format!("{lot}-{language}.md"));
        let given =
            "certificate spec.yaml results.csv --lots lots.csv --waivers waivers.csv --lab lab.yaml --facts facts.yaml";
        let mut arguments: Vec<&str> = given.split(' ').collect();
        arguments.extend(["--as-of", "2026-02-19", "--lot", lot, "--lang", language, "-o", path.to_str().unwrap()]);
        run(&folder, &arguments);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(misread_in(&text), Vec::<String>::new(), "{lot} {language}");
        // A power of ten is bold with its exponent.
        assert!(!text.contains("×10**") && !text.contains("×10</strong>"), "{lot} {language}");
        assert!(lot == "EV-3103" || text.contains("**1.8×10⁹ particles/µg**"), "{lot} {language}: {text}");
    }
}

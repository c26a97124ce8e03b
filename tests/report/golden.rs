//! The text of each format for the three lots, to be read. Rewritten when EVQC_BLESS=1; read the change before committing.

use crate::{fixture, format};
use evqc::report::{FORMATS, HumanOptions, by_name, report_schema};
use std::path::Path;

/// Compares with a file of the repository, or rewrites it.
fn assert_golden(path: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("EVQC_BLESS").is_some_and(|value| value == "1") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == actual, "{} differs; look at it with EVQC_BLESS=1 and git diff\n{actual}", path.display());
}

/// A new version of evqc must not change every file.
fn without_version(report: &str) -> String {
    let source = evqc::integrity::SOURCE_SHA256;
    // A terminal shows the first twelve digits.
    report.replace(env!("CARGO_PKG_VERSION"), "VERSION").replace(source, "SOURCE").replace(&source[..12], "SOURCE")
}

/// What stands in a file: of a page without its program and its style, which are files of the project themselves.
fn to_read(name: &str, report: &str) -> String {
    if name != "html" {
        return without_version(report);
    }
    let plain = report.split_once("<noscript>").unwrap().1.split_once("</noscript>").unwrap().0;
    let data = report.split_once("id=\"evqc-data\">").unwrap().1.split_once("</script>").unwrap().0;
    let (before, template) = data.split_once("\"template\":{").unwrap();
    let (_, after) = template.split_once('}').unwrap();
    without_version(&format!("{plain}\n{before}{after}\n"))
}

#[test]
fn every_format_says_what_it_said() {
    for (name, _) in FORMATS {
        assert_golden(
            &format!("tests/report/golden/{name}.txt"),
            &to_read(name, &fixture::report(format(name).as_ref())),
        );
    }
}

#[test]
fn a_narrow_terminal_gets_a_narrow_report() {
    let report = fixture::report(by_name("human", &HumanOptions { colour: false, width: 60 }).unwrap().as_ref());
    assert_golden("tests/report/golden/human-60.txt", &without_version(&report));
    // The last line is for logs and stays whole; a file name is never broken, so that it can be clicked.
    let wide = |line: &&str| unicode_width::UnicodeWidthStr::width(*line) > 60;
    let kept: Vec<&str> = report.lines().filter(wide).collect();
    assert!(kept.iter().all(|line| line.contains(" lots: ") || line.trim_start().starts_with("-->")), "{kept:?}");
}

#[test]
fn frames_stay_straight_beside_chinese_text() {
    for width in [60, 79, 80, 100, 200] {
        let report = fixture::report(by_name("human", &HumanOptions { colour: false, width }).unwrap().as_ref());
        let table: Vec<usize> = report
            .lines()
            .filter(|line| line.starts_with(['│', '├', '╭', '╰']))
            .map(unicode_width::UnicodeWidthStr::width)
            .collect();
        let widths: std::collections::BTreeSet<usize> = table.iter().copied().collect();
        assert!(widths.len() <= 3, "one width for each of the three tables: {widths:?}");
        assert!(widths.iter().all(|wide| *wide <= width), "{widths:?} in {width}");
    }
}

#[test]
fn colour_repeats_and_never_replaces_words() {
    let plain = fixture::report(by_name("human", &HumanOptions { colour: false, width: 100 }).unwrap().as_ref());
    let coloured = fixture::report(by_name("human", &HumanOptions { colour: true, width: 100 }).unwrap().as_ref());
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains("\u{1b}[1m\u{1b}[31m") || coloured.contains("\u{1b}[31m"));
    assert_eq!(without_colour(&coloured), plain);
}

/// Takes `ESC [ ... m` away.
fn without_colour(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').map_or(part, |(_, rest)| rest))
}

#[test]
fn the_published_schema_is_the_one_that_is_generated() {
    let mut schema = serde_json::to_string_pretty(&report_schema()).unwrap();
    schema.push('\n');
    assert_golden("docs/schema/report.schema.json", &schema);
}

#[test]
fn the_same_lots_give_the_same_bytes() {
    for (name, _) in FORMATS {
        assert_eq!(fixture::report(format(name).as_ref()), fixture::report(format(name).as_ref()), "{name}");
    }
}

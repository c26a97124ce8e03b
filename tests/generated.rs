//! Files that are made from the program: schemas, finding pages, word lists. They must be up to date; with EVQC_BLESS=1
//! they are written again.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the test reads and writes files of the project"
)]

#[path = "generated/certificate.rs"]
mod certificate;
#[path = "generated/library.rs"]
mod library;
#[path = "generated/sbom.rs"]
mod sbom;
#[path = "generated/sources.rs"]
mod sources;

use evqc::cli::all_codes;
use evqc::completeness::CHECKS;
use evqc::explanation::{chinese_finding, chinese_findings};
use evqc::finding::{Code, Severity};
use evqc::quantity::Unit;
use evqc::quantity::reading::TOKENS;
use evqc::quantity::unit_table::{PREFIXES, UNITS};
use evqc::spec::Phase;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Every generated file with its text.
fn files() -> Vec<(String, String)> {
    let mut files = vec![
        ("docs/schema/spec.schema.json".to_owned(), format!("{:#}\n", evqc::spec::json_schema())),
        ("docs/schema/plan.schema.json".to_owned(), format!("{:#}\n", evqc::report::plan_schema().as_value())),
        (
            "docs/schema/reading.schema.json".to_owned(),
            format!("{:#}\n", evqc::report::reading::reading_schema().as_value()),
        ),
        (
            "docs/schema/stability.schema.json".to_owned(),
            format!("{:#}\n", evqc::report::stability_schema().as_value()),
        ),
        ("docs/schema/trials.schema.json".to_owned(), format!("{:#}\n", evqc::report::trials_schema().as_value())),
        ("docs/schema/dose.schema.json".to_owned(), format!("{:#}\n", evqc::report::dose_schema().as_value())),
        (
            "docs/schema/explanation.schema.json".to_owned(),
            format!("{:#}\n", evqc::report::explanation_schema().as_value()),
        ),
        (
            "docs/schema/difference.schema.json".to_owned(),
            format!("{:#}\n", evqc::report::difference_schema().as_value()),
        ),
        (
            "docs/schema/excursion.schema.json".to_owned(),
            format!("{:#}\n", evqc::report::excursion_schema().as_value()),
        ),
        (
            "docs/schema/verification.schema.json".to_owned(),
            format!("{:#}\n", evqc::report::verification_schema().as_value()),
        ),
        ("docs/schema/bundle.schema.json".to_owned(), format!("{:#}\n", evqc::integrity::bundle_schema().as_value())),
        (
            "docs/schema/certificate.schema.json".to_owned(),
            format!("{:#}\n", evqc::certificate::certificate_schema().as_value()),
        ),
        ("docs/schema/trail.schema.json".to_owned(), format!("{:#}\n", evqc::trail::trail_schema().as_value())),
        (
            "docs/schema/trail-review.schema.json".to_owned(),
            format!("{:#}\n", evqc::report::review_schema().as_value()),
        ),
        ("docs/schema/doctor.schema.json".to_owned(), format!("{:#}\n", evqc::report::doctor_schema().as_value())),
        ("docs/schema/lab.schema.json".to_owned(), format!("{:#}\n", evqc::certificate::lab_schema())),
        ("docs/schema/certificate-facts.schema.json".to_owned(), format!("{:#}\n", evqc::certificate::facts_schema())),
        ("docs/src/certificate.md".to_owned(), certificate::page()),
        ("docs/src/library.md".to_owned(), library::page()),
        ("src/report/listing/index.json".to_owned(), evqc::report::listing::library_index().unwrap()),
        (
            "docs/schema/listing.schema.json".to_owned(),
            format!("{:#}\n", evqc::report::listing::listing_schema().as_value()),
        ),
        (sbom::PATH.to_owned(), sbom::list()),
        ("docs/src/codes.md".to_owned(), code_list()),
        ("docs/src/words.md".to_owned(), words()),
        ("docs/src/units.md".to_owned(), units()),
        ("docs/src/completeness.md".to_owned(), completeness()),
    ];
    for code in all_codes() {
        files.push((format!("docs/src/codes/{}.md", code.name), code_page(code)));
    }
    files
}

fn code_list() -> String {
    let mut text = String::from(
        "# Finding codes\n\nEvery finding has a stable code. `evqc explain CODE` prints its page in the terminal.\n\n\
         | code | severity | what it means |\n|---|---|---|\n",
    );
    for code in all_codes() {
        let what = code.what.replace('|', "\\|");
        writeln!(text, "| [`{0}`](codes/{0}.md) | {1} | {what} |", code.name, code.severity).unwrap();
    }
    text
}

fn code_page(code: &Code) -> String {
    let chinese = chinese_finding(code.name)
        .map_or_else(String::new, |said| format!("## 中文\n\n{}。\n\n{}\n\n", said.what, said.remedy));
    format!(
        "# {}\n\n**{}**: {}.\n\n## Why\n\n{}\n\n## Example\n\n```text\n{}\n```\n\n## What to do\n\n{}\n\n{chinese}## Source\n\n{}\n",
        code.name, code.severity, code.what, code.why, code.example, code.remedy, code.source
    )
}

/// A code without its Chinese would leave a Chinese reader with an English sentence alone (R-1104).
#[test]
fn every_code_is_said_in_both_languages() {
    let all: Vec<&Code> = all_codes();
    let known: Vec<&str> = chinese_findings().map(|finding| finding.code).collect();
    let (named, expected): (BTreeSet<&str>, BTreeSet<&str>) =
        (known.iter().copied().collect(), all.iter().map(|code| code.name).collect());
    let without: Vec<&&str> = expected.difference(&named).collect();
    assert!(without.is_empty(), "write their Chinese into src/explanation/findings.tsv: {without:?}");
    assert_eq!(named, expected, "Chinese of no code");
    assert_eq!(known.len(), named.len(), "a code stands there twice");
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let typed = |text: &str| -> BTreeSet<String> { text.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    for code in all {
        let chinese = chinese_finding(code.name).unwrap();
        for (english, chinese) in [(code.what, chinese.what), (code.remedy, chinese.remedy)] {
            assert!(!english.trim().is_empty(), "{}", code.name);
            assert!(chinese.contains(|one| ('\u{4e00}'..='\u{9fff}').contains(&one)), "{}: {chinese}", code.name);
            assert_eq!(digits(english), digits(chinese), "{}: {english} and {chinese}", code.name);
            // What is typed into a file or a command stands in both.
            assert_eq!(typed(english), typed(chinese), "{}", code.name);
        }
        assert!(!chinese.what.ends_with('。') && chinese.remedy.ends_with('。'), "{}", code.name);
    }
}

/// What stands before the table of checks.
const COMPLETENESS: &str = "# Completeness

A specification can be sound and still lack what a reviewer would ask for. `evqc spec lint` lists it, each time with the document that asks for it,
and a report says it in one note (`specification-incomplete`) for what weighs more than a note. It changes no limit, no outcome and no verdict, whatever regions and phase are stated: what is not specified is not judged.

Three keys and a word of the product say for whom the specification is written:

```yaml
regions: [us, cn]        # us, eu, kr, jp, cn, tw
phase: phase2            # research, phase1, phase2, phase3, commercial
product: {kind: engineered, route: inhalation}      # natural or engineered
justified:
  Q6B-POTENCY: The assay is in validation, VAL-7; potency is reported from phase 2 on.
```

Without regions, phase and kind only the classes of ICH Q6B are asked for. With one of them, every check in the table whose column \"asked of\" fits.
A test counts when it is required, or a member of a panel. What a test is about is told by its category, its unit, and the words of its id, name and columns.

What is not there on purpose is justified by the id of the check, in a sentence or with a document; a dash or a single word is no reason. It is then not asked for again.
A justification of something that is there, or that nobody asks, is told (`justification-not-needed`), as is one of an unknown check (`justification-unknown`).
Justifications are inherited with `extends`; `Q6B-POTENCY: null` takes one back.

The weight is that of `spec lint`: an error ends it with exit 4, a warning does with `--strict`. `evqc explain ID` prints one check.

| check | a reviewer would ask for | asked of | no phase | research | phase 1 | phase 2 | phase 3 | commercial | source |
|---|---|---|---|---|---|---|---|---|---|
";

/// The page on completeness, with a row for each check.
fn completeness() -> String {
    let mut text = COMPLETENESS.to_owned();
    for check in CHECKS.iter().copied().flatten() {
        let weight = |phase| check.weights.at(phase).map_or("–", Severity::as_str);
        let weights: Vec<&str> =
            std::iter::once(weight(None)).chain(Phase::ALL.map(|phase| weight(Some(phase)))).collect();
        let source = check.source.replace('<', "\\<").replace('>', "\\>");
        writeln!(
            text,
            "| `{}` | {} | {} | {} | {source} |",
            check.id,
            check.asks,
            check.scope.in_words(),
            weights.join(" | ")
        )
        .unwrap();
    }
    text
}

fn words() -> String {
    let mut text = String::from(
        "# Words in result cells\n\nA cell that is not a number may say one of these words. Case, width and inner spacing do \
         not count. Any other text is text.\n\n| word | meaning | language |\n|---|---|---|\n",
    );
    for token in TOKENS {
        let spelling = token.spelling.replace('|', "\\|");
        writeln!(text, "| `{spelling}` | {} | {} |", words_of(&format!("{:?}", token.meaning)), token.language)
            .unwrap();
    }
    text
}

/// The table of units, and how units are put together.
fn units() -> String {
    let mut text = String::from(
        "# Units\n\nA unit is a word of the first table, with a prefix where the unit takes one (`mL`, `µg`, `毫升`), or several in a product or \
         quotient with whole exponents: `EU/kg/h`, `particles/mL`, `mOsm/kg`, `mg·mL^-1`. `/mL` alone is one per millilitre. A power of ten \
         may stand before a unit: `10^9 particles/mL`, `ng/10^6 cells`. Units convert only where they measure the same \
         ([Rounding and numbers](numbers.md#units)).\n\n| unit | measures | prefixes | written as |\n|---|---|---|---|\n",
    );
    let list = |words: &[&str]| {
        words.iter().map(|word| format!("`{}`", word.replace('|', "\\|"))).collect::<Vec<_>>().join(", ")
    };
    for row in UNITS {
        let prefixes: Vec<String> = row.prefixes.chars().map(|prefix| format!("`{prefix}`")).collect();
        let prefixes = if prefixes.is_empty() { "–".to_owned() } else { prefixes.join(", ") };
        let measures = Unit::parse(row.symbol).unwrap().dimension().to_string();
        writeln!(text, "| `{}` | {measures} | {prefixes} | {} |", row.symbol, list(row.spellings)).unwrap();
    }
    text.push_str("\n## Prefixes\n\n| prefix | power of ten | written as |\n|---|---|---|\n");
    for prefix in PREFIXES {
        writeln!(text, "| `{}` | {} | {} |", prefix.symbol, prefix.power, list(prefix.spellings)).unwrap();
    }
    text.push_str("\n## What is no unit\n\n| written | what to write |\n|---|---|\n");
    for word in ["ppm", "ppb", "ppt", "log10", "fold", "rpm", "% (w/w)"] {
        let refusal = Unit::parse(word).unwrap_err().to_string();
        let (_, instead) = refusal.split_once("; ").unwrap();
        writeln!(text, "| `{word}` | {instead} |").unwrap();
    }
    text.push_str("| `1/mL` behind a number | `5 /mL`: two numbers beside each other are none |\n");
    text
}

/// `NoGrowth { to_date: false }` as words.
fn words_of(name: &str) -> String {
    let name = name.replace(" { to_date: false }", "").replace(" { to_date: true }", " to date");
    let mut words = String::new();
    for (i, c) in name.chars().enumerate() {
        if c.is_uppercase() && i > 0 {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

#[test]
fn generated_files_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bless = std::env::var_os("EVQC_BLESS").is_some();
    let mut stale = Vec::new();
    let pages = root.join("docs/src/codes");
    if bless {
        let _ = fs::remove_dir_all(&pages);
    }
    for (name, text) in files() {
        let path = root.join(&name);
        if bless {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
        } else if fs::read_to_string(&path).ok().as_deref() != Some(text.as_str()) {
            stale.push(name);
        }
    }
    let listed: Vec<String> = all_codes().iter().map(|code| format!("{}.md", code.name)).collect();
    for entry in fs::read_dir(&pages).into_iter().flatten() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !listed.contains(&name) {
            stale.push(format!("docs/src/codes/{name} belongs to no code"));
        }
    }
    assert!(stale.is_empty(), "run EVQC_BLESS=1 cargo test --test generated: {stale:#?}");
}

#[test]
fn codes_are_unique_and_complete() {
    let codes = all_codes();
    for pair in codes.windows(2) {
        assert_ne!(pair[0].name, pair[1].name, "two codes with one name");
    }
    for code in codes {
        let kebab = code.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        assert!(kebab, "{} is not kebab case", code.name);
        for part in [code.what, code.why, code.example, code.remedy, code.source] {
            assert!(!part.trim().is_empty(), "{} has an empty part", code.name);
        }
        assert!(!code.what.ends_with('.'), "{}: `what` is a fragment", code.name);
    }
}

//! The documentation is true: its examples read, what it quotes is what the program prints, and what it names exists.
//!
//! With EVQC_BLESS=1 the picture of a verdict and the list of finding codes in the summary are written again.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the test reads and writes files of the project"
)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a broken fixture ends the test")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// 2026-11-22, the day of judgement in quoted reports.
const DAY: &str = "1795305600";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).replace("\r\n", "\n")
}

fn blessing() -> bool {
    std::env::var_os("EVQC_BLESS").is_some()
}

/// Every Markdown file below a folder, relative to the project, sorted.
fn pages(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() && entry.file_name().is_some_and(|name| name != "book") {
                waiting.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "md") {
                found.push(entry.strip_prefix(root()).unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

/// Every page for readers: the book, the decisions, README and CHANGELOG.
fn all_pages() -> Vec<PathBuf> {
    let mut all = pages("docs");
    all.extend(["README.md", "CHANGELOG.md"].map(PathBuf::from));
    all
}

/// Fenced blocks with this info string, each with the line it begins on.
fn blocks(text: &str, info: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, bool, String)> = None;
    for (at, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(found)) => open = Some((at + 2, found.trim() == info, String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take().filter(|block| block.1).map(|block| (block.0, block.2))),
            (Some((_, _, block)), None) => writeln!(block, "{line}").unwrap(),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fenced block is not closed");
    blocks
}

/// The text outside fenced blocks and code spans.
fn prose(text: &str) -> String {
    let mut fenced = false;
    let mut prose = String::new();
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            let spans = line.split('`').step_by(2);
            spans.for_each(|part| prose.push_str(part));
            prose.push('\n');
        }
    }
    prose
}

fn evqc(arguments: &[String]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_evqc"))
        .current_dir(root())
        .env("SOURCE_DATE_EPOCH", DAY)
        .env("COLUMNS", "100")
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn specifications_in_the_book_are_sound() {
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    for page in all_pages() {
        for (line, block) in blocks(&read(&page), "yaml spec") {
            let file = folder.path().join("spec.yaml");
            fs::write(&file, block).unwrap();
            let output = evqc(&["spec", "lint", file.to_str().unwrap()].map(str::to_owned));
            let said = String::from_utf8_lossy(&output.stdout);
            assert_eq!(output.status.code(), Some(0), "{}:{line}\n{said}", page.display());
            count += 1;
        }
    }
    assert!(count >= 9, "only {count} specifications were found");
}

/// A `console` block holds commands (`$ evqc ...`) and what they print; a line `…` stands for lines left out.
#[test]
fn quoted_output_is_real() {
    let mut count = 0;
    for page in all_pages() {
        for (line, block) in blocks(&read(&page), "console") {
            let mut printed: Vec<String> = Vec::new();
            let mut left_out = false;
            for (offset, text) in block.lines().enumerate() {
                let place = format!("{}:{}", page.display(), line + offset);
                if let Some(command) = text.strip_prefix("$ ") {
                    let words: Vec<String> = command.split(' ').map(str::to_owned).collect();
                    assert_eq!(words[0], "evqc", "{place}: only evqc can be run");
                    let output = evqc(&words[1..]);
                    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
                    printed = said.lines().map(str::to_owned).rev().collect();
                    left_out = false;
                    count += 1;
                } else if text == "…" {
                    left_out = true;
                } else {
                    let found = loop {
                        match printed.pop() {
                            Some(next) if next == text => break true,
                            Some(_) if left_out => {}
                            _ => break false,
                        }
                    };
                    assert!(found, "{place}: evqc does not print this line here:\n{text}");
                    left_out = false;
                }
            }
        }
    }
    assert!(count > 0, "no command was found");
}

/// Every `evqc` command in shell blocks and in the files to copy has options and report formats that exist.
#[test]
fn commands_to_copy_exist() {
    let mut texts: Vec<String> =
        all_pages().iter().flat_map(|page| blocks(&read(page), "sh")).map(|(_, block)| block).collect();
    let files = fs::read_dir(root().join("docs/ci")).unwrap().map(|entry| entry.unwrap().path());
    texts.extend(files.map(read));
    let mut count = 0;
    let whole = texts.join("\n");
    let commands = whole.lines().filter(|line| !line.contains('#')).filter_map(|line| {
        ["evqc ", "cargo run -- "].iter().find_map(|prefix| line.split_once(prefix)).map(|(_, command)| command)
    });
    for command in commands {
        let words: Vec<&str> = command.split_whitespace().collect();
        let depth = if ["spec", "trail"].contains(&words[0]) { 2 } else { 1 };
        let asked: Vec<String> = words[..depth].iter().copied().chain(["--help"]).map(str::to_owned).collect();
        let output = evqc(&asked);
        let help = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "there is no command `evqc {command}`");
        for option in words.iter().filter(|word| word.starts_with('-') && word.len() > 1) {
            let name = option.split('=').next().unwrap();
            assert!(help.contains(name), "`evqc {command}`: there is no option {name}");
        }
        for format in words.windows(2).filter(|pair| pair[0] == "-o").map(|pair| pair[1].split(':').next().unwrap()) {
            let formats = if words[0] == "plan" { evqc::report::PLAN_FORMATS } else { evqc::report::FORMATS };
            assert!(formats.iter().any(|(known, _)| *known == format), "no report format {format}");
        }
        count += 1;
    }
    assert!(count >= 8, "only {count} commands were found");
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    // The summary has a test of its own.
    for page in all_pages().iter().filter(|page| !page.ends_with("SUMMARY.md")) {
        let folder = root().join(page.parent().unwrap());
        let text = read(page);
        for part in prose(&text).split("](").skip(1) {
            let target = part.split(')').next().unwrap();
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            if target.contains("://") {
                continue;
            }
            let file = if path.is_empty() { root().join(page) } else { folder.join(path) };
            let there = file.exists() && (anchor.is_empty() || anchors(&read(&file)).contains(anchor));
            if !there {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
        for part in text.split("{{#include ").skip(1) {
            let target = part.split("}}").next().unwrap();
            if !folder.join(target).exists() {
                broken.push(format!("{}: include {target}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The anchors that mdBook and GitHub give to headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let heading = |line: &str| {
        let kept = line.trim_start_matches('#').trim().to_lowercase();
        kept.chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .collect::<String>()
            .replace(' ', "-")
    };
    text.lines().filter(|line| line.starts_with('#')).map(heading).collect()
}

#[test]
fn the_summary_lists_every_page() {
    let codes: String = pages("docs/src/codes")
        .iter()
        .map(|page| page.file_stem().unwrap().to_string_lossy().into_owned())
        .map(|name| format!("  - [{name}](codes/{name}.md)\n"))
        .collect();
    let summary = read("docs/src/SUMMARY.md");
    let mut wanted: String =
        summary.lines().filter(|line| !line.contains("](codes/")).fold(String::new(), |mut all, line| {
            writeln!(all, "{line}").unwrap();
            all
        });
    let list = "- [Finding codes](codes.md)\n";
    wanted = wanted.replace(list, &format!("{list}{codes}"));
    if blessing() && wanted != summary {
        fs::write(root().join("docs/src/SUMMARY.md"), &wanted).unwrap();
    } else {
        assert!(
            wanted == summary,
            "the finding codes in docs/src/SUMMARY.md are not up to date; run EVQC_BLESS=1 cargo test --test docs"
        );
    }
    for page in pages("docs/src") {
        let name = page.strip_prefix("docs/src").unwrap().to_string_lossy().replace('\\', "/");
        assert!(name == "SUMMARY.md" || wanted.contains(&format!("]({name})")), "{name} is not in the summary");
    }
    for part in wanted.split("](").skip(1) {
        let name = part.split(')').next().unwrap();
        assert!(root().join("docs/src").join(name).exists(), "the summary names {name}");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let mut section = String::new();
    let mut wanted = BTreeSet::new();
    for line in (read("Cargo.toml") + &read("core/Cargo.toml")).lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']').to_owned();
        } else if section.ends_with("dependencies")
            && let Some((name, _)) = line.split_once('=')
            && !line.starts_with([' ', '#'])
        {
            wanted.insert(name.trim().to_owned());
        }
    }
    // The parts of evqc itself.
    wanted.retain(|name| !name.starts_with("evqc"));
    let page = read("docs/decisions/dependencies.md");
    let taken = page.split("## Looked at").next().unwrap();
    let named: BTreeSet<String> =
        taken.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).map(str::to_owned).collect();
    assert_eq!(named, wanted, "left: docs/decisions/dependencies.md, right: Cargo.toml");
}

#[test]
fn the_table_of_exit_codes_is_the_same_everywhere() {
    let rows = |page: &str| -> Vec<String> {
        let text = read(page);
        text.lines()
            .filter_map(|line| line.strip_prefix("| ")?.split(" |").next())
            .map(str::trim)
            .map(str::to_owned)
            .filter(|cell| cell.chars().all(|c| c.is_ascii_digit()))
            .collect()
    };
    let wanted = ["0", "1", "2", "3", "4", "5", "70"];
    assert_eq!(rows("README.md"), wanted);
    assert_eq!(rows("docs/src/exit-codes.md"), wanted);
}

/// Whether a place named in a table is there: a test function, a file, a variant of a case; none for what names no place.
fn is_there(token: &str) -> Option<bool> {
    Some(if let Some((file, name)) = token.split_once("::") {
        root().join(file).exists() && read(file).contains(&format!("fn {name}("))
    } else if ["src/", "specs/", "samples/", "docs/"].iter().any(|folder| token.starts_with(folder)) {
        root().join(token).exists()
    } else {
        let (case, variant) = token.split_once('/')?;
        let expected = format!("tests/cases/{case}/expected.yaml");
        let is_variant = |line: &str| line.trim_start().trim_start_matches("- ") == format!("name: {variant}");
        root().join(&expected).exists() && read(expected).lines().any(is_variant)
    })
}

/// What stands in backticks in a row of a table.
fn named_in(row: &str) -> impl Iterator<Item = &str> {
    row.split('`').skip(1).step_by(2)
}

#[test]
fn what_traceability_names_exists() {
    for (page, rows, least) in [("traceability", "| ", 100), ("validation/risk", "| K-", 50)] {
        let page = format!("docs/src/{page}.md");
        let text = read(&page);
        let tokens = text.lines().filter(|line| line.starts_with(rows)).flat_map(named_in);
        let found: Vec<(&str, bool)> = tokens.filter_map(|token| Some((token, is_there(token)?))).collect();
        let missing: Vec<&str> = found.iter().filter(|(_, there)| !there).map(|(token, _)| *token).collect();
        assert!(missing.is_empty(), "{page} names what is not there: {}", missing.join("; "));
        assert!(found.len() > least, "{page}: only {} places were found", found.len());
    }
}

/// Requirement → test: what is said to be built, and every risk, names a test that shows it; no requirement has two rows.
#[test]
fn every_requirement_and_every_risk_names_a_test() {
    let shows = |cell: &str| {
        named_in(cell).any(|token| {
            token.contains("::")
                || (token.contains('/') && !["src/", "docs/"].iter().any(|folder| token.starts_with(folder)))
        })
    };
    let (mut without, mut seen) = (Vec::new(), BTreeSet::new());
    for (page, rows, at) in [("traceability", "| R-", 5), ("validation/risk", "| K-", 5)] {
        for row in read(format!("docs/src/{page}.md")).lines().filter(|line| line.starts_with(rows)) {
            let cells: Vec<&str> = row.split(" | ").collect();
            let id = cells[0].trim_start_matches("| ").to_owned();
            let is_built = rows == "| K-" || cells[2].starts_with("yes") || cells[2].starts_with("part");
            if is_built && !cells.get(at - 1).is_some_and(|cell| shows(cell)) {
                without.push(id.clone());
            }
            assert!(seen.insert(id.clone()), "{id} has two rows");
        }
    }
    assert!(without.is_empty(), "no test is named for {}", without.join(", "));
    assert!(seen.len() > 120, "only {} rows were found", seen.len());
}

/// The page for users counts tests by room; there are no fewer.
#[test]
fn there_are_as_many_tests_as_are_stated() {
    let count = |path: &Path| -> usize {
        let mut waiting = vec![path.to_owned(), path.with_extension("rs")];
        let mut tests = 0;
        while let Some(next) = waiting.pop() {
            if next.is_dir() {
                waiting.extend(fs::read_dir(&next).unwrap().map(|entry| entry.unwrap().path()));
            } else if next.extension().is_some_and(|ending| ending == "rs") && next.exists() {
                tests += fs::read_to_string(&next).unwrap().lines().filter(|line| line.trim() == "#[test]").count();
            }
        }
        tests
    };
    let mut rows = 0;
    for line in read("docs/src/validation/supplier.md").lines() {
        let Some((room, stated)) = line.strip_prefix("| `").and_then(|rest| rest.split_once("` | ")) else { continue };
        let Ok(stated) = stated.trim_end_matches(" |").parse::<usize>() else { continue };
        let found = count(&root().join(room));
        assert!(found >= stated, "{room} has {found} tests, {stated} are stated");
        rows += 1;
    }
    assert!(rows > 20, "only {rows} rows were found");
}

#[test]
fn the_pictures_show_what_evqc_prints() {
    let command = "plan docs/src/examples/nta-count.yaml particles_bound -n 5 -o svg";
    let output = evqc(&command.split(' ').map(str::to_owned).collect::<Vec<_>>());
    let plan = String::from_utf8(output.stdout).unwrap();
    for (name, wanted) in [("verdict", picture()), ("operating-characteristic", plan)] {
        let path = root().join(format!("docs/src/images/{name}.svg"));
        if blessing() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &wanted).unwrap();
        } else {
            let found = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
            assert!(
                found == wanted,
                "docs/src/images/{name}.svg is not up to date; run EVQC_BLESS=1 cargo test --test docs"
            );
        }
    }
}

/// The report on the failing lot of a sample as a script-free SVG; what is left out is marked.
fn picture() -> String {
    let command = "check samples/nebulised-drug-product/spec.yaml samples/nebulised-drug-product/results.csv";
    let arguments = format!("{command} --color always --width 100");
    let output = evqc(&arguments.split(' ').map(str::to_owned).collect::<Vec<_>>());
    let report = String::from_utf8(output.stdout).unwrap();
    let plain: Vec<&str> = report.lines().collect();
    let find = |from: usize, what: &str| {
        from + plain[from..].iter().position(|line| line.contains(what)).unwrap_or_else(|| panic!("no line has {what}"))
    };
    let overview = find(0, "NEB-2601") - 1;
    let second = find(overview + 2, "NEB-2601");
    let mut lines = vec![format!("\u{1b}[1m$ evqc {command}\u{1b}[0m"), "…".to_owned()];
    lines.extend(plain[overview..second].iter().map(|&line| line.to_owned()));
    lines.push(plain[second].to_owned());
    lines.push("…".to_owned());
    lines.extend(plain[plain.len() - 2..].iter().map(|&line| line.to_owned()));
    svg(&lines)
}

/// Lines with colour codes as an SVG. Each line has its exact width, so that frames stay closed in any font.
fn svg(lines: &[String]) -> String {
    const ADVANCE: f64 = 7.8;
    const LINE: f64 = 17.0;
    let width = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
    let (w, h) = ((width as f64 * ADVANCE + 32.0).ceil(), (lines.len() as f64 * LINE + 32.0).ceil());
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\" \
         font-family=\"'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace\" font-size=\"13\">\n\
         <title>Output of evqc check on a lot that does not conform</title>\n\
         <rect width=\"{w}\" height=\"{h}\" rx=\"8\" fill=\"#0d1117\"/>\n"
    );
    for (at, line) in lines.iter().enumerate() {
        let columns = columns(line);
        if columns == 0 {
            continue;
        }
        let y = 16.0 + LINE * (at as f64 + 0.75);
        let length = columns as f64 * ADVANCE;
        writeln!(
            out,
            "<text x=\"16\" y=\"{y:.1}\" xml:space=\"preserve\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
             fill=\"#c9d1d9\">{}</text>",
            spans(line)
        )
        .unwrap();
    }
    out.push_str("</svg>\n");
    out
}

/// The pieces of a line: the codes that stand before each, and its text.
fn pieces(line: &str) -> impl Iterator<Item = (&str, &str)> {
    line.split("\u{1b}[")
        .enumerate()
        .map(|(at, part)| if at == 0 { ("0", part) } else { part.split_once('m').unwrap() })
}

fn columns(line: &str) -> usize {
    pieces(line).map(|(_, text)| text.chars().count()).sum()
}

fn spans(line: &str) -> String {
    let (mut fill, mut bold) = (None, false);
    let mut out = String::new();
    for (codes, text) in pieces(line) {
        for code in codes.split(';') {
            match code {
                "0" | "" => (fill, bold) = (None, false),
                "1" => bold = true,
                "22" => bold = false,
                "39" => fill = None,
                "31" | "91" => fill = Some("#ff7b72"),
                "32" | "92" => fill = Some("#56d364"),
                "33" | "93" => fill = Some("#e3b341"),
                "34" | "94" => fill = Some("#79c0ff"),
                "36" | "96" => fill = Some("#76e3ea"),
                "2" | "90" => fill = Some("#8b949e"),
                _ => {}
            }
        }
        if text.is_empty() {
            continue;
        }
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let weight = if bold { " font-weight=\"bold\"" } else { "" };
        let colour = fill.map_or(String::new(), |colour| format!(" fill=\"{colour}\""));
        if fill.is_none() && !bold {
            out.push_str(&text);
        } else {
            write!(out, "<tspan{colour}{weight}>{text}</tspan>").unwrap();
        }
    }
    out
}

/// Whoever follows the quick start gets what it says: the starter, the rows of the page, and the exit code with its reason.
#[test]
fn the_first_file_of_the_quick_start_ends_as_it_says() {
    let page = read("docs/src/quick-start.md");
    let folder = tempfile::tempdir().unwrap();
    let rows = blocks(&page, "csv").remove(0).1;
    fs::write(folder.path().join("results.csv"), rows).unwrap();
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_evqc")).current_dir(folder.path()).args(arguments).output().unwrap()
    };
    assert_eq!(run(&["spec", "new", "my-spec.yaml"]).status.code(), Some(0));
    let out = run(&["check", "my-spec.yaml", "results.csv"]);
    let said = String::from_utf8(out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(3), "{said}");
    assert!(page.contains("With the starter and the two rows above it is 3, *not concluded*"));
    for code in ["control-not-reported", "incubation-times-missing", "no-determination"] {
        assert!(page.contains(&format!("(`{code}`)")) && said.contains(&format!("error[{code}]")), "{code}: {said}");
    }
}

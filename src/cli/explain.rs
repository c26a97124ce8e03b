//! `evqc explain`: what a finding code means, or what a test of a specification asks.

use super::{Failure, args::ExplainArgs, print, spec};
use crate::completeness::{self, Check};
use crate::explanation::chinese_finding;
use crate::finding::{Code, Severity, did_you_mean};
use crate::order;
use crate::report::{escape, test_page};
use crate::spec::{LibraryFile, SourceText, Specification, Test, listed};
use std::fmt::Write;

/// Every finding code of the program, in alphabetical order.
pub fn all_codes() -> Vec<&'static Code> {
    let rooms = [
        crate::spec::codes::CODES,
        crate::instrument::CODES,
        crate::data::CODES,
        crate::reduction::CODES,
        crate::judge::CODES,
        crate::plan::CODES,
        crate::proof::CODES,
        crate::stability::CODES,
        crate::excursion::CODES,
        crate::integrity::CODES,
        crate::trail::CODES,
        crate::certificate::CODES,
        completeness::CODES,
        crate::report::codes::CODES,
        super::codes::CODES,
    ];
    let mut codes: Vec<&'static Code> = rooms.concat();
    order::sort_by_key(&mut codes, |code| code.name);
    codes
}

/// Runs the command.
///
/// # Errors
/// Wrong usage when there is no such code and no such test.
pub fn run(args: &ExplainArgs) -> Result<u8, Failure> {
    let codes = all_codes();
    let wanted = args.subject.as_deref().map(|text| text.trim_matches(|c| c == '[' || c == ']'));
    let Some(argument) = &args.spec else { return code(&codes, wanted) };
    let set = spec::settings(&args.set)?;
    let specification = match spec::sound(argument, &set)? {
        Ok(specification) => specification,
        Err(exit) => return Ok(exit),
    };
    of_specification(&codes, wanted, &specification)
}

/// The page of a code, or the list of all.
fn code(codes: &[&Code], wanted: Option<&str>) -> Result<u8, Failure> {
    let Some(wanted) = wanted else {
        print(&list(codes))?;
        return Ok(0);
    };
    if let Some(code) = codes.iter().find(|code| code.name == wanted) {
        print(&page(code))?;
        return Ok(0);
    }
    if let Some(check) = completeness::check(wanted) {
        print(&check_page(check))?;
        return Ok(0);
    }
    let hint = match (built_in_with(wanted), did_you_mean(wanted, codes.iter().map(|code| code.name))) {
        (Some(id), _) => format!("it is a test of {id}: `evqc explain {wanted} --spec {id}`"),
        (None, Some(close)) => format!("did you mean `{close}`? For a test name its specification with --spec"),
        (None, None) => "`evqc explain` lists them all; for a test name its specification with --spec".to_owned(),
    };
    Err(Failure::usage(format!("there is no finding code `{wanted}`; {hint}")))
}

/// A built-in specification that has a test of this id.
fn built_in_with(test: &str) -> Option<&'static str> {
    let has_test = |text: &SourceText| spec::read(text, &[]).specification?.test_index(test);
    listed().find(|file| has_test(&file.source()).is_some()).map(LibraryFile::id)
}

/// The page of a test, else of a code; or the list of all tests.
fn of_specification(codes: &[&Code], wanted: Option<&str>, spec: &Specification) -> Result<u8, Failure> {
    let Some(wanted) = wanted else {
        let lines = spec.tests.iter().map(|test| format!("{:<34} {}\n", test.id, escape::visible(&test.name)));
        print(&lines.collect::<String>())?;
        return Ok(0);
    };
    let tests = tests_called(wanted, spec);
    if !tests.is_empty() {
        let pages: Vec<String> = tests.into_iter().map(|test| test_page::page(spec, test)).collect();
        print(&pages.join("\n"))?;
        return Ok(0);
    }
    if let Some(code) = codes.iter().find(|code| code.name == wanted) {
        print(&page(code))?;
        return Ok(0);
    }
    let names = spec.tests.iter().map(|test| test.id.as_str()).chain(codes.iter().map(|code| code.name));
    let hint = did_you_mean(wanted, names).map_or_else(
        || "`evqc explain --spec SPEC` lists its tests".to_owned(),
        |close| format!("did you mean `{close}`?"),
    );
    Err(Failure::usage(format!("`{wanted}` is neither a test of {} nor a finding code; {hint}", spec.id)))
}

/// The test with this id, else those with this name or column; a name may stand at several stages.
pub(super) fn tests_called<'s>(wanted: &str, spec: &'s Specification) -> Vec<&'s Test> {
    if let Some(test) = spec.test_index(wanted).and_then(|index| spec.tests.get(index)) {
        return vec![test];
    }
    let is_it = |name: &str| name.to_lowercase() == wanted.to_lowercase();
    spec.tests.iter().filter(|test| is_it(&test.name) || test.columns.iter().any(|column| is_it(column))).collect()
}

fn list(codes: &[&Code]) -> String {
    let mut text = String::new();
    for code in codes {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{:<34} {:<8} {}", code.name, code.severity, code.what);
    }
    text
}

/// The page of a check of completeness as plain text.
fn check_page(check: &Check) -> String {
    let weights = crate::spec::Phase::ALL.map(|phase| {
        let weight = check.weights.at(Some(phase)).map_or("–", Severity::as_str);
        format!("{} {weight}", phase.as_str())
    });
    format!(
        "{}\n\n  A reviewer would ask for {}.\n\n  Asked of\n    {}\n  Weight\n    {}; without a phase {}\n  Source\n    {}\n",
        check.id,
        check.asks,
        check.scope.in_words(),
        weights.join(", "),
        check.weights.unstated.map_or("–", Severity::as_str),
        check.source,
    )
}

/// The page of one code as plain text.
pub fn page(code: &Code) -> String {
    let indented = |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<String>();
    let chinese = chinese_finding(code.name)
        .map_or_else(String::new, |said| format!("  中文\n    {}。\n    {}\n\n", said.what, said.remedy));
    format!(
        "{}[{}]\n\n  {}.\n\n  Why\n{}\n  Example\n{}\n  What to do\n{}\n{chinese}  Source\n{}",
        code.severity,
        code.name,
        code.what,
        indented(code.why),
        indented(code.example),
        indented(code.remedy),
        indented(code.source),
    )
}

//! `evqc spec`: list, show, lint, schema, new; the larger commands in files of their own.

mod diff;
mod draft;
mod explain;

use super::args::{ShowFormat, SpecCommand};
use super::files::{self, FileLibrary};
use super::output::{self, Output, Target, write_whole};
use super::{Failure, NOT_EVALUABLE, codes, colours_on_stdout, print, remark, remark_as_it_is};
use super::{spec_list, spec_test};
use crate::completeness;
use crate::finding::{Finding, Severity, did_you_mean};
use crate::plan;
use crate::report::diagnostic;
use crate::spec::{
    self, Assessment, STARTER, Settings, SourceText, Specification, Status, Test, canonical_json, json_schema,
};
use crate::trials;
use std::collections::BTreeSet;
use std::path::Path;
use tabled::builder::Builder;
use tabled::settings::Style;

/// Runs the command.
///
/// # Errors
/// Wrong usage, or what keeps the result from being written.
pub fn run(command: &SpecCommand, quiet: bool) -> Result<u8, Failure> {
    match command {
        SpecCommand::List(args) => spec_list::run(args),
        SpecCommand::Show { spec, output, set } => show(spec, *output, set, quiet),
        SpecCommand::Explain(args) => explain::run(args),
        SpecCommand::Diff(args) => diff::run(args),
        SpecCommand::Draft(args) => draft::run(args, quiet),
        SpecCommand::Lint { specs, strict } => lint(specs, *strict),
        SpecCommand::Schema => {
            print(&format!("{:#}\n", json_schema()))?;
            Ok(0)
        }
        SpecCommand::Test(args) => spec_test::run(args),
        SpecCommand::New { path } => new(path.as_deref(), quiet),
    }
}

/// `NAME=VALUE` options as pairs.
///
/// # Errors
/// Wrong usage when there is no `=`.
pub fn settings(set: &[String]) -> Result<Vec<(String, String)>, Failure> {
    set.iter()
        .map(|text| match text.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.trim().to_owned())),
            _ => Err(Failure::usage(format!("--set {text}: expected NAME=VALUE"))),
        })
        .collect()
}

/// Reads one specification for looking at it, parameters that are not set included.
pub(super) fn read(text: &SourceText, set: &[(String, String)]) -> spec::SpecificationRead {
    spec::read(text, &FileLibrary, &Settings { set, judging: false })
}

/// The one text behind an argument; a folder of versions is for `check`.
pub(super) fn one(argument: &str) -> Result<Result<SourceText, Box<Finding>>, Failure> {
    let mut texts = files::specifications(argument)?;
    match (texts.pop(), texts.is_empty()) {
        (Some(text), true) => Ok(text),
        _ => Err(Failure::usage(format!("{argument}: the folder holds several specifications; name one"))),
    }
}

fn show(argument: &str, output: ShowFormat, set: &[String], quiet: bool) -> Result<u8, Failure> {
    let set = settings(set)?;
    let text = match one(argument)? {
        Ok(text) => text,
        Err(finding) => return broken(&[*finding], &[]),
    };
    let outcome = read(&text, &set);
    let Some(specification) = outcome.specification else { return broken(&outcome.findings, &outcome.sources) };
    if !quiet {
        remark_as_it_is(&diagnostic::render(&outcome.findings, &outcome.sources, false));
    }
    match output {
        ShowFormat::Yaml => print(text.text())?,
        ShowFormat::Json => print(&format!("{:#}\n", canonical_json(&specification)))?,
        ShowFormat::Human => print(&human(&specification))?,
    }
    Ok(0)
}

pub(super) fn broken(findings: &[Finding], sources: &[SourceText]) -> Result<u8, Failure> {
    print(&diagnostic::render(findings, sources, colours_on_stdout()))?;
    Ok(NOT_EVALUABLE)
}

/// The specification behind an argument as it is looked at; `Err` holds the exit code where it has faults, which are printed.
///
/// # Errors
/// Wrong usage, or what keeps the faults from being printed.
pub(super) fn sound(argument: &str, set: &[(String, String)]) -> Result<Result<Specification, u8>, Failure> {
    let text = match one(argument)? {
        Ok(text) => text,
        Err(finding) => return broken(&[*finding], &[]).map(Err),
    };
    let outcome = read(&text, set);
    match outcome.specification {
        Some(specification) => Ok(Ok(specification)),
        None => broken(&outcome.findings, &outcome.sources).map(Err),
    }
}

/// Reads `-o FORMAT[:PATH]` options of the known formats; see [`output::outputs`].
///
/// # Errors
/// Wrong usage.
pub(super) fn outputs(
    options: &[String],
    known: &'static [(&'static str, &'static str)],
    inputs: &[&str],
) -> Result<Vec<Output<&'static str>>, Failure> {
    let inputs: Vec<&Path> = inputs.iter().map(Path::new).collect();
    output::outputs(options, known, &inputs, |name, _| {
        known.iter().map(|(format, _)| *format).find(|format| *format == name)
    })
}

/// The tests of this id, name or column.
///
/// # Errors
/// Wrong usage when there is none.
pub(super) fn tests_called<'s>(wanted: &str, specification: &'s Specification) -> Result<Vec<&'s Test>, Failure> {
    let tests = super::explain::tests_called(wanted, specification);
    if tests.is_empty() {
        let ids = specification.tests.iter().map(|test| test.id.as_str());
        let hint = did_you_mean(wanted, ids).map_or(String::new(), |close| format!("; did you mean `{close}`?"));
        return Err(Failure::usage(format!("{} has no test `{wanted}`{hint}", specification.id)));
    }
    Ok(tests)
}

/// Writes finished reports to where they go.
///
/// # Errors
/// Wrong usage: one would replace what was read; or those of the file system.
pub(super) fn write(reports: Vec<(String, Target)>) -> Result<(), Failure> {
    output::spare(reports.iter().filter_map(|(_, target)| target.file()))?;
    for (text, target) in reports {
        let written = target.write(|out| out.write_all(text.as_bytes()));
        written.map_err(|error| Failure::internal(format!("a report could not be written: {error}")))?;
    }
    Ok(())
}

/// The specification as a page of text.
fn human(spec: &Specification) -> String {
    let mut text = format!("{}\n{} version {} · {}\n", spec.title, spec.id, spec.version, spec.status.as_str());
    for (name, value) in &spec.product {
        text.push_str(&format!("{name}: {value}\n"));
    }
    if !spec.regions.is_empty() {
        let words: Vec<&str> = spec.regions.iter().map(|region| region.as_str()).collect();
        text.push_str(&format!("regions: {}\n", words.join(", ")));
    }
    if let Some(phase) = spec.phase {
        text.push_str(&format!("phase: {}\n", phase.as_str()));
    }
    text.push_str(&format!("rounding: {} — {}\n", spec.rounding.as_str(), spec.rounding.describe()));
    for parameter in &spec.parameters {
        let value = match &parameter.value {
            Some(value) => format!("{} {}", value.value, value.unit.symbol()),
            None if parameter.derived => "follows from `dosing`".to_owned(),
            None => "to be set with --set".to_owned(),
        };
        text.push_str(&format!("parameter {}: {value}\n", parameter.name));
    }
    let mut table = Builder::default();
    table.push_record(["Test", "Stage", "Criterion", "Result", "Evidence"]);
    for test in &spec.tests {
        let (criterion, plan) = match &test.assessment {
            Assessment::Panel(panel) => (panel.text.clone(), "panel".to_owned()),
            Assessment::Measured(measured) => {
                let texts: Vec<&str> = measured.accept.iter().map(|a| a.text.as_str()).collect();
                (texts.join("; "), measured.plan.to_string())
            }
        };
        let evidence = test.evidence.map_or("", |evidence| evidence.as_str());
        table.push_record([&test.id, test.stage.as_deref().unwrap_or(""), &criterion, &plan, evidence]);
    }
    text.push_str(&format!("\n{}\n", table.build().with(Style::psql())));
    text.push_str(&from_instruments(spec));
    if let Some(dosing) = &spec.dosing {
        text.push_str("\nDerived from route and dose\n");
        dosing.in_words().iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    if let Some(handling) = &spec.handling {
        text.push_str("\nStorage and transport\n");
        handling.in_words().iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    if let Some(basis) = &spec.basis {
        text.push_str(&format!("\nBasis: {basis}\n"));
    }
    for note in &spec.notes {
        text.push_str(&format!("Note: {note}\n"));
    }
    for one in &spec.justified {
        text.push_str(&format!("Justified: {}: {}\n", one.check, one.text));
    }
    text.push_str(&format!("sha256 {}\n", spec.sha256));
    text
}

/// What tests take from instrument files, with the gates, and what percentages refer to.
fn from_instruments(spec: &Specification) -> String {
    let mut text = String::new();
    if let Some(compensation) = spec.compensation {
        let names: Vec<&str> = spec.gates.iter().map(|gate| gate.name.as_str()).collect();
        text.push_str(&format!("gates: {} (compensation: {})\n", names.join(", "), compensation.as_str()));
    }
    for test in &spec.tests {
        let Assessment::Measured(measured) = &test.assessment else { continue };
        if let Some(from) = &measured.from {
            text.push_str(&format!("{} from {}\n", test.id, from.in_words(&spec.gates)));
        } else if let Some(of) = &measured.of {
            text.push_str(&format!("{} in percent of: {of}\n", test.id));
        }
    }
    text
}

fn lint(arguments: &[String], strict: bool) -> Result<u8, Failure> {
    let (mut findings, mut sources, mut seen, mut linted) = (Vec::new(), Vec::new(), BTreeSet::new(), 0);
    // A pattern such as specs/*.yaml names test files too; those are for `spec test`.
    let is_test = |argument: &&String| argument.ends_with(crate::proof::ENDING);
    for argument in arguments.iter().filter(|argument| !is_test(argument)) {
        for text in files::specifications(argument)? {
            match text {
                // A pattern such as specs/** names a file once more by its folder.
                Ok(text) if !seen.insert(text.name().to_owned()) => {}
                // The catalogue of trials stands beside the specifications and is read as what it is.
                Ok(text) if trials::is_catalogue(&text) => {
                    findings.extend(trials::read(&text).err().into_iter().flatten());
                    sources.push(text);
                }
                Ok(text) => {
                    linted += 1;
                    lint_one(&text, &mut findings, &mut sources);
                }
                Err(finding) => {
                    linted += 1;
                    findings.push(*finding);
                }
            }
        }
    }
    print(&diagnostic::render(&findings, &sources, colours_on_stdout()))?;
    let worst = findings.iter().map(Finding::severity).max();
    let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
    print(&format!(
        "{} specification(s): {} error(s), {} warning(s), {} note(s)\n",
        linted,
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note)
    ))?;
    let limit = if strict { Severity::Warning } else { Severity::Error };
    Ok(if worst.is_some_and(|worst| worst >= limit) { NOT_EVALUABLE } else { 0 })
}

/// The findings of one specification.
fn lint_one(text: &SourceText, findings: &mut Vec<Finding>, sources: &mut Vec<SourceText>) {
    let mut outcome = read(text, &[]);
    outcome.findings.extend(outcome.specification.iter().flat_map(plan::lint));
    outcome.findings.extend(outcome.specification.iter().flat_map(completeness::lint));
    outcome.findings.extend(outcome.specification.iter().filter_map(without_tests));
    spec::sort(&mut outcome.findings);
    findings.extend(outcome.findings);
    sources.extend(outcome.sources);
}

/// An approved specification is tested by lots of its own. One that is no file is built in, and tested.
fn without_tests(spec: &Specification) -> Option<Finding> {
    let path = Path::new(&*spec.file);
    let beside = path.with_extension(crate::proof::ENDING.trim_start_matches('.'));
    if spec.part || spec.status != Status::Approved || !path.is_file() || beside.is_file() {
        return None;
    }
    let message = format!("{} is approved and has no test file {} beside it", spec.id, beside.display());
    let finding = Finding::of_file(&codes::SPECIFICATION_WITHOUT_TESTS, &spec.file, message);
    Some(
        finding
            .help(format!("write lots with their expected verdicts into it, and run `evqc spec test {}`", spec.file)),
    )
}

fn new(path: Option<&Path>, quiet: bool) -> Result<u8, Failure> {
    write_new(STARTER, path, quiet)
}

/// Writes a specification to a file that must not exist yet, or prints it.
///
/// # Errors
/// Wrong usage when the file exists or cannot be written.
fn write_new(text: &str, path: Option<&Path>, quiet: bool) -> Result<u8, Failure> {
    let Some(path) = path else {
        print(text)?;
        return Ok(0);
    };
    if path.exists() {
        return Err(Failure::usage(format!("{}: exists already; nothing was written", path.display())));
    }
    write_whole(path, |out| out.write_all(text.as_bytes())).map_err(|error| Failure::usage(error.to_string()))?;
    if !quiet {
        remark(&format!("wrote {}; check it with `evqc spec lint {0}`\n", path.display()));
    }
    Ok(0)
}

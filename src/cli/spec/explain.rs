//! `evqc spec explain`: every line of a specification as one sentence, in English and in Chinese.

use super::super::Failure;
use super::super::args::{Languages, SpecExplainArgs};
use super::super::output::terminal_width;
use super::{outputs, settings, sound, tests_called, write};
use crate::report::{EXPLANATION_FORMATS, Explanation, Language};

/// Runs the command.
///
/// # Errors
/// Wrong usage, or what keeps a report from being written.
pub fn run(args: &SpecExplainArgs) -> Result<u8, Failure> {
    let outputs = outputs(&args.output, EXPLANATION_FORMATS, &[&args.spec])?;
    let set = settings(&args.set)?;
    let specification = match sound(&args.spec, &set)? {
        Ok(specification) => specification,
        Err(exit) => return Ok(exit),
    };
    let tests = match args.test.as_deref() {
        None => specification.tests.iter().collect(),
        Some(wanted) => tests_called(wanted, &specification)?,
    };
    let languages: &[Language] = match args.lang {
        Languages::En => &[Language::English],
        Languages::Zh => &[Language::Chinese],
        Languages::Both => &[Language::English, Language::Chinese],
    };
    let whole = args.test.is_none();
    let explanation = Explanation { specification: &specification, tests, whole, languages, width: terminal_width() };
    let reports = outputs
        .into_iter()
        .filter_map(|output| Some(explanation.render(output.format)?.map(|text| (text, output.target))));
    write(reports.collect::<Result<_, _>>()?)?;
    Ok(0)
}

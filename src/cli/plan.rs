//! `evqc plan`: how many determinations a test needs, and how often lots would pass.

use super::args::PlanArgs;
use super::output::{self, Target};
use super::{Failure, NOT_EVALUABLE, USAGE, spec};
use crate::plan::{self, Criterion, Obstacle, Request, RequestedScatter, criteria};
use crate::quantity::{DecimalMark, Exact, Reading, Unit};
use crate::report::{PLAN_FORMATS, PlanEntry, PlanReport};
use crate::spec::{Specification, Test};
use crate::stats::Probability;

/// Most determinations that may be asked for, as in a plan of the specification language.
const MOST_ASKED: usize = 10_000;
/// Curves beside those of the specification and of the answer; more are no picture.
const MOST_CURVES: usize = 4;

/// Runs the command.
///
/// # Errors
/// Wrong usage, a specification that cannot be planned, or what keeps a report from being written.
pub fn run(args: &PlanArgs) -> Result<u8, Failure> {
    let outputs = spec::outputs(&args.output, PLAN_FORMATS, &[&args.spec])?;
    let request = request(args)?;
    let set = spec::settings(&args.set)?;
    let specification = match spec::sound(&args.spec, &set)? {
        Ok(specification) => specification,
        Err(exit) => return Ok(exit),
    };
    let report = report(&specification, args, &request)?;
    // Every report is there before the first is written.
    let mut reports: Vec<(String, Target)> = Vec::new();
    for output in outputs {
        let text = report.render(output.format).transpose()?;
        reports.push((text.ok_or_else(|| Failure::usage(no_picture(&report)))?, output.target));
    }
    spec::write(reports)?;
    Ok(0)
}

/// Why there is no one curve to draw.
fn no_picture(report: &PlanReport<'_>) -> String {
    if report.in_full {
        "-o svg: the test has several criteria; a picture shows one".to_owned()
    } else {
        "-o svg: a picture shows one test; name it".to_owned()
    }
}

// What is asked.

fn request(args: &PlanArgs) -> Result<Request, Failure> {
    if args.test.is_none() {
        for (option, given) in [("--sd", &args.sd), ("--true", &args.true_value)] {
            if given.is_some() {
                return Err(Failure::usage(format!(
                    "{option} belongs to one test; name the test after the specification"
                )));
            }
        }
    }
    let sd = args.sd.as_deref().map(|text| quantity("--sd", text, true)).transpose()?;
    let cv = args.cv.as_deref().map(cv).transpose()?;
    let scatter =
        cv.map(RequestedScatter::Relative).or(sd.map(|(value, unit)| RequestedScatter::Absolute(value, unit)));
    let true_value = args.true_value.as_deref().map(|text| quantity("--true", text, false)).transpose()?;
    if args.numbers.len() > MOST_CURVES {
        return Err(Failure::usage(format!("-n: at most {MOST_CURVES} numbers of determinations can be shown")));
    }
    let numbers = args.numbers.iter().map(|text| number(text)).collect::<Result<_, _>>()?;
    Ok(Request { scatter, true_value, wanted: wanted(&args.probability)?, numbers })
}

/// A number with its unit, if one is written.
fn quantity(option: &str, text: &str, positive: bool) -> Result<(Exact, Option<Unit>), Failure> {
    let (reading, unit) = Reading::parse_with_unit(text, DecimalMark::Point);
    let Reading::Number(value) = reading else {
        return Err(Failure::usage(format!(
            "{option} {text}: expected a number, with a unit or without, as in '90 %'"
        )));
    };
    if positive && (value.is_zero() || value.is_negative()) {
        return Err(Failure::usage(format!("{option} {text}: must be above zero")));
    }
    // A claim is not a unit; the percent sign before it is.
    let unit = unit.map(|unit| unit.strip_suffix("of label").map_or(unit, str::trim_end));
    let unit =
        unit.map(Unit::parse).transpose().map_err(|error| Failure::usage(format!("{option} {text}: {error}")))?;
    Ok((value.exact(), unit))
}

fn cv(text: &str) -> Result<f64, Failure> {
    let (value, unit) = quantity("--cv", text, true)?;
    match unit {
        Some(unit) if unit.symbol() == "%" => Ok(value.divided_by(100).to_f64()),
        _ => Err(Failure::usage(format!("--cv {text}: expected a percentage, as in '15 %'"))),
    }
}

fn wanted(text: &str) -> Result<Probability, Failure> {
    let fault = || Failure::usage(format!("--probability {text}: expected a probability between 0 and 1, as in 0.95"));
    let (value, unit) = match Reading::parse_with_unit(text, DecimalMark::Point) {
        (Reading::Number(value), unit) => (value.exact(), unit),
        _ => return Err(fault()),
    };
    let value = match unit {
        None => value,
        Some("%") => value.divided_by(100),
        Some(_) => return Err(fault()),
    };
    Probability::new(value.to_f64()).map_err(|_| fault())
}

fn number(text: &str) -> Result<usize, Failure> {
    let number = text.parse().ok().filter(|number| (1..=MOST_ASKED).contains(number));
    number.ok_or_else(|| Failure::usage(format!("-n {text}: expected a whole number from 1 to {MOST_ASKED}")))
}

// The answer.

fn report<'s>(specification: &'s Specification, args: &PlanArgs, request: &Request) -> Result<PlanReport<'s>, Failure> {
    let tests = match args.test.as_deref() {
        None => specification.tests.iter().collect(),
        Some(wanted) => spec::tests_called(wanted, specification)?,
    };
    let entry =
        |Criterion { test, line }| PlanEntry { test, outcome: line.and_then(|line| plan::plan(&line, request)) };
    let entries: Vec<PlanEntry<'s>> =
        tests.into_iter().flat_map(|test| criteria(specification, test)).map(entry).collect();
    let in_full = args.test.is_some();
    if in_full && entries.iter().all(|entry| entry.outcome.is_err()) {
        let first = entries.iter().find_map(|entry| Some((entry.test, entry.outcome.as_ref().err()?)));
        return Err(first.map_or_else(|| Failure::internal("there is no criterion"), |(test, why)| refusal(test, why)));
    }
    let width = output::terminal_width();
    Ok(PlanReport { specification, wanted: request.wanted.value(), entries, width, in_full })
}

/// The obstacle in front of a test, with the option that takes it away.
fn refusal(test: &Test, why: &Obstacle) -> Failure {
    let advice = match why {
        Obstacle::NoScatter => "; give --cv or --sd",
        Obstacle::NoTarget => "; give --true",
        Obstacle::OpenParameter => "; give --set NAME=VALUE",
        Obstacle::NotPositive(_) => "; give --sd, or another --true",
        Obstacle::TooFew { .. } => "; see -n",
        Obstacle::NoClaim { .. } | Obstacle::OtherDimension { .. } => "; see --true and --sd",
        _ => "",
    };
    let exit = if why.is_in_the_specification() { NOT_EVALUABLE } else { USAGE };
    Failure { exit, message: format!("{} cannot be planned: {why}{advice}", test.id) }
}

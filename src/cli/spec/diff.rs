//! `evqc spec diff`: what changed between two specifications, and which lots would come out otherwise.

use super::super::args::SpecDiffArgs;
use super::super::check::read_waivers;
use super::super::files::FileLibrary;
use super::super::lots::Lots;
use super::super::{Failure, today};
use super::{broken, one, outputs, settings, write};
use crate::data::Dialect;
use crate::difference::{differences, verdict_changes};
use crate::finding::Severity;
use crate::report::{CHANGE_FORMATS, ChangeReport, LotsUnderBoth};
use crate::spec::{self, Settings, SourceText, Specification, SpecificationRead};
use jiff::civil::Date;

/// Exit code when there are differences, as that of `diff`.
const DIFFERENT: u8 = 1;

/// Runs the command.
///
/// # Errors
/// Wrong usage, or what keeps a report from being written.
pub fn run(args: &SpecDiffArgs) -> Result<u8, Failure> {
    let mut inputs = vec![args.before.as_str(), &args.after];
    inputs.extend(args.data.iter().map(String::as_str));
    inputs.extend(args.lots.as_deref().into_iter().chain(args.waivers.as_deref()));
    let outputs = outputs(&args.output, CHANGE_FORMATS, &inputs)?;
    let (before, after) = match both(args)? {
        Ok(both) => both,
        Err(exit) => return Ok(exit),
    };
    let lots = if args.data.is_empty() { None } else { Some(lots(args, [&before, &after])?) };
    let lots = match lots.transpose() {
        Ok(lots) => lots,
        Err(exit) => return Ok(exit),
    };
    let report = ChangeReport { before: &before, after: &after, differences: differences(&before, &after), lots };
    let reports =
        outputs.into_iter().filter_map(|output| Some(report.render(output.format)?.map(|text| (text, output.target))));
    write(reports.collect::<Result<_, _>>()?)?;
    Ok(if report.differences.is_empty() { 0 } else { DIFFERENT })
}

/// Both specifications; `Err` holds the exit code where one has faults, which are printed.
fn both(args: &SpecDiffArgs) -> Result<Result<(Specification, Specification), u8>, Failure> {
    let set = settings(&args.set)?;
    let mut texts = Vec::new();
    for argument in [&args.before, &args.after] {
        match one(argument)? {
            Ok(text) => texts.push(text),
            Err(finding) => return broken(&[*finding], &[]).map(Err),
        }
    }
    // A parameter may be in one of them only.
    let open: Vec<SpecificationRead> = texts.iter().map(|text| read(text, &[], false)).collect();
    let has = |outcome: &SpecificationRead, name: &str| {
        outcome.specification.iter().flat_map(|spec| &spec.parameters).any(|parameter| parameter.name == name)
    };
    if open.iter().all(|outcome| outcome.specification.is_some())
        && let Some((name, _)) = set.iter().find(|(name, _)| !open.iter().any(|outcome| has(outcome, name)))
    {
        return Err(Failure::usage(format!("--set {name}: neither specification has such a parameter")));
    }
    let mut specifications = Vec::new();
    for (text, outcome) in texts.iter().zip(&open) {
        let own: Vec<(String, String)> = set.iter().filter(|(name, _)| has(outcome, name)).cloned().collect();
        let outcome = read(text, &own, !args.data.is_empty());
        match outcome.specification {
            Some(specification) => specifications.push(specification),
            None => return broken(&outcome.findings, &outcome.sources).map(Err),
        }
    }
    match <[Specification; 2]>::try_from(specifications) {
        Ok([before, after]) => Ok(Ok((before, after))),
        Err(_) => Err(Failure::internal("two specifications were expected")),
    }
}

fn read(text: &SourceText, set: &[(String, String)], judging: bool) -> SpecificationRead {
    spec::read(text, &FileLibrary, &Settings { set, judging })
}

/// The lots under both specifications; `Err` holds the exit code where the data have faults, which are printed.
fn lots(args: &SpecDiffArgs, specs: [&Specification; 2]) -> Result<Result<LotsUnderBoth, u8>, Failure> {
    let as_of = today::today(args.as_of.as_deref()).map_err(Failure::usage)?;
    let mut findings = Vec::new();
    let (waivers, _) = read_waivers(args.waivers.as_deref(), &Dialect::default(), as_of, &mut findings)?;
    if findings.iter().any(|finding| finding.severity() == Severity::Error) {
        return broken(&findings, &[]).map(Err);
    }
    let lots = Lots { data: &args.data, facts: args.lots.as_deref(), waivers: &waivers, as_of };
    match lots.under_both(specs)? {
        Ok([before, after]) => {
            let changes = verdict_changes(&before, &after);
            let basis = basis(specs, as_of, args.waivers.as_deref());
            Ok(Ok(LotsUnderBoth { judged: after.len(), changes, basis }))
        }
        Err(findings) => broken(&findings, &[]).map(Err),
    }
}

/// On what the lots were judged: nothing here tells which specification is in force for a lot.
fn basis([before, after]: [&Specification; 2], as_of: Date, waivers: Option<&str>) -> Vec<String> {
    let period = |name: &str, spec: &Specification| {
        let from = spec.effective.map(|date| format!(" from {date}"));
        let until = spec.effective_until.map(|date| format!(" until {date}"));
        let words = format!("{}{}", from.unwrap_or_default(), until.unwrap_or_default());
        let words = if words.is_empty() { " without dates".to_owned() } else { words };
        format!("{name} is {},{words}", spec.status.as_str())
    };
    vec![
        format!("judged on {as_of}, every lot under both, in force for it or not"),
        format!("{}; {}", period("before", before), period("after", after)),
        match waivers {
            Some(file) => format!("with the waivers of {file}"),
            None => "without waivers (--waivers FILE)".to_owned(),
        },
    ]
}

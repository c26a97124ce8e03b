//! Which version of a specification applies to a lot.

use super::codes;
use super::value::absent;
use crate::data::{Determination, LotData};
use crate::finding::{Code, Finding};
use crate::spec::{SelectBy, Specification, Status};
use jiff::civil::Date;

/// The version chosen for a lot.
#[derive(Debug)]
pub struct Choice {
    /// Position in the list of versions; `None` when no version can be chosen.
    pub version: Option<usize>,
    /// Why this version, for the report; `None` when there was nothing to choose and nothing to check.
    pub why: Option<String>,
    /// What stands against it; an error makes the lot not evaluable.
    pub findings: Vec<Finding>,
}

/// Chooses among versions of one specification, `versions` not empty.
///
/// A single version is not chosen but checked. Drafts are never chosen among several; a draft that is given alone is
/// used and marked. `forced` is the version that the user insists on.
///
/// `as_of` is the day of judgement; `dated` tells that the caller gave the dates of lots, so that a lot without one is an
/// error and not only something to remark.
pub fn choose(
    versions: &[&Specification],
    forced: Option<&str>,
    data: &LotData<'_>,
    as_of: Date,
    dated: bool,
) -> Choice {
    let candidates: Vec<usize> = match forced {
        Some(version) => (0..versions.len()).filter(|&i| versions[i].version == version).collect(),
        None if versions.len() == 1 => vec![0],
        None => return among(versions, data),
    };
    match candidates[..] {
        [only] => check(versions[only], only, data, as_of, dated),
        _ => {
            let listed: Vec<&str> = versions.iter().map(|spec| spec.version.as_str()).collect();
            let message = format!("version {} is not among {}", forced.unwrap_or(""), listed.join(", "));
            let help = "name one of these with --spec-version, or give the file of that version";
            refused(None, Finding::new(&codes::SPECIFICATION_NOT_SELECTED, message).help(help))
        }
    }
}

/// Chooses the version for a lot that others were made from.
///
/// It may be older than any of them, and than the specification of the product: that is no fault of its results. Where there is no
/// choice it is judged by the one version, and else, when none was in force yet, by the first one after it.
pub fn choose_for_parent(
    versions: &[&Specification],
    forced: Option<&str>,
    data: &LotData<'_>,
    as_of: Date,
    dated: bool,
) -> Choice {
    let choice = choose(versions, forced, data, as_of, dated);
    let of_dates = |finding: &Finding| {
        [&codes::SPECIFICATION_NOT_EFFECTIVE, &codes::SPECIFICATION_NOT_SELECTED]
            .map(|code| -> &Code { code })
            .contains(&finding.code)
    };
    if !choice.findings.iter().any(of_dates) {
        return choice;
    }
    match choice.version.or_else(|| first_after(versions, data).filter(|_| forced.is_none())) {
        None => choice,
        version => {
            Choice { version, why: None, findings: choice.findings.into_iter().filter(|f| !of_dates(f)).collect() }
        }
    }
}

/// The first version that came into force after the date that counts; none where that is not known or some version was in force.
fn first_after(versions: &[&Specification], data: &LotData<'_>) -> Option<usize> {
    let mut later = Vec::new();
    for (i, spec) in versions.iter().enumerate().filter(|(_, spec)| is_usable(spec)) {
        let date = reference_date(spec, data).1?;
        if in_force(spec, date) {
            return None;
        }
        later.extend(spec.effective.filter(|from| *from > date).map(|from| (from, i)));
    }
    later.into_iter().min().map(|(_, i)| i)
}

fn is_usable(spec: &Specification) -> bool {
    matches!(spec.status, Status::Approved | Status::Superseded)
}

/// Checks the one version that is given or forced.
fn check(spec: &Specification, index: usize, data: &LotData<'_>, as_of: Date, dated: bool) -> Choice {
    let name = || format!("{} version {}", spec.id, spec.version);
    match spec.status {
        Status::Withdrawn => {
            let message = format!("{} is withdrawn", name());
            return refused(Some(index), Finding::new(&codes::SPECIFICATION_WITHDRAWN, message));
        }
        // A draft has no effective period to keep.
        Status::Draft => return Choice { version: Some(index), why: None, findings: Vec::new() },
        Status::Approved | Status::Superseded => {}
    }
    let (event, date) = reference_date(spec, data);
    let Some(date) = date else { return check_without_date(spec, index, (event, data), as_of, dated) };
    if in_force(spec, date) {
        return Choice { version: Some(index), why: Some(reason(spec, event, date)), findings: Vec::new() };
    }
    let message = format!("{} is not effective at the {event} {date}; it applies {}", name(), period(spec));
    refused(Some(index), at_row(data, Finding::new(&codes::SPECIFICATION_NOT_EFFECTIVE, message)))
}

/// Checks the one version against a lot whose date is not known.
///
/// A version that begins after the day of judgement applies to no lot, whatever its date; one that has ended may apply
/// or not. Only a version that is in force today is used, and the caller remarks that its date was not checked.
fn check_without_date(
    spec: &Specification,
    index: usize,
    (event, data): (&str, &LotData<'_>),
    as_of: Date,
    dated: bool,
) -> Choice {
    let name = || format!("{} version {}", spec.id, spec.version);
    let refuse = |code, message: String, help: String| {
        refused(Some(index), at_row(data, Finding::new(code, message)).help(help))
    };
    if spec.effective.is_none_or(|from| from > as_of) {
        let message = format!("{} is not effective on {as_of}; it applies {}", name(), period(spec));
        return refuse(
            &codes::SPECIFICATION_NOT_EFFECTIVE,
            message,
            "correct `effective`, or judge on a later day with --as-of".to_owned(),
        );
    }
    if dated || spec.status == Status::Superseded || spec.effective_until.is_some_and(|until| until < as_of) {
        let message = format!(
            "the {event} of the lot is not known, so it cannot be told whether {} applies ({})",
            name(),
            period(spec)
        );
        return refuse(&codes::SPECIFICATION_NOT_SELECTED, message, give_date(spec));
    }
    Choice { version: Some(index), why: None, findings: Vec::new() }
}

/// Chooses the one version in force at the date that counts.
fn among(versions: &[&Specification], data: &LotData<'_>) -> Choice {
    let mut unknown = None;
    let mut asked = None;
    let mut fitting = Vec::new();
    for (i, spec) in versions.iter().enumerate().filter(|(_, spec)| is_usable(spec)) {
        match reference_date(spec, data) {
            (event, None) => unknown = Some((event, *spec)),
            (event, Some(date)) if in_force(spec, date) => fitting.push((i, event, date)),
            (event, Some(date)) => asked = Some((event, date)),
        }
    }
    let listed: Vec<String> =
        versions.iter().map(|spec| format!("{} ({}, {})", spec.version, spec.status.as_str(), period(spec))).collect();
    let refuse = |message: String, help: String| {
        refused(None, at_row(data, Finding::new(&codes::SPECIFICATION_NOT_SELECTED, message)).help(help))
    };
    let correct = || {
        "correct `effective` and `effective_until` of the versions, or the date of the lot; --spec-version takes one of them by name".to_owned()
    };
    match (&fitting[..], unknown) {
        (_, Some((event, spec))) => {
            refuse(format!("the {event} of the lot is not known, so no version can be chosen"), give_date(spec))
        }
        ([(i, event, date)], None) => {
            Choice { version: Some(*i), why: Some(reason(versions[*i], event, *date)), findings: Vec::new() }
        }
        ([], None) => {
            let when = asked.map_or_else(String::new, |(event, date)| format!(" at the {event} {date}"));
            refuse(format!("no version is in force{when}: {}", listed.join("; ")), correct())
        }
        _ => refuse(format!("more than one version is in force for the lot: {}", listed.join("; ")), correct()),
    }
}

/// A finding at the row of the lot in the lot file, where it has one.
fn at_row(data: &LotData<'_>, finding: Finding) -> Finding {
    match data.facts.and_then(|facts| facts.place.clone()) {
        Some(place) => finding.at(place, 1),
        None => finding,
    }
}

/// What helps where the date is not known by which a version is chosen.
fn give_date(spec: &Specification) -> String {
    match spec.select_by {
        SelectBy::ManufactureDate => "fill `manufactured` of the lot in the lot file (--lots)",
        SelectBy::TestDate => "fill the column `date` of the results",
    }
    .to_owned()
}

fn refused(version: Option<usize>, finding: Finding) -> Choice {
    Choice { version, why: None, findings: vec![finding] }
}

/// The date that chooses, and what it is called.
fn reference_date(spec: &Specification, data: &LotData<'_>) -> (&'static str, Option<Date>) {
    match spec.select_by {
        SelectBy::ManufactureDate => ("date of manufacture", data.facts.and_then(|facts| facts.manufactured)),
        SelectBy::TestDate => {
            let date = |row: &Determination<'_>| row.details.as_ref().and_then(|details| details.date);
            // The day of a row without a value is planned; it says something only where nothing else does.
            let tested = data.determinations.iter().filter(|row| absent(&row.reading).is_none());
            let latest = tested.filter_map(date).max();
            ("date of test", latest.or_else(|| data.determinations.iter().filter_map(date).max()))
        }
    }
}

fn in_force(spec: &Specification, date: Date) -> bool {
    spec.effective.is_some_and(|from| from <= date) && spec.effective_until.is_none_or(|until| date <= until)
}

fn reason(spec: &Specification, event: &str, date: Date) -> String {
    format!("version {} applies: {event} {date}, effective {}", spec.version, period(spec))
}

fn period(spec: &Specification) -> String {
    match (spec.effective, spec.effective_until) {
        (Some(from), Some(until)) => format!("from {from} to {until}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(until)) => format!("to {until}"),
        (None, None) => "at no stated time".to_owned(),
    }
}

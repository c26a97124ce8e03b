//! Certificate facts that say something else than the data: of two statements one is wrong, and neither is printed.
//!
//! Facts may add what the data leave open and repeat what they say. What a test's laboratory is called stands in no result, so
//! that facts and `lab.yaml` alone speak of it.

use super::codes;
use super::facts::TestFacts;
use super::fill::{DILUTION, Material, dilution_of_run};
use super::languages;
use super::repeated;
use super::stamp::Stamp;
use super::test_line;
use crate::finding::{Finding, did_you_mean};
use crate::judge::TestReport;
use crate::person;
use crate::quantity::{Decimal, DecimalMark};
use crate::source::Place;
use jiff::civil::Date;

/// Everything in which the facts of a lot and its data differ; empty: nothing.
pub(super) fn contradictions(of: &Material<'_>) -> Vec<Finding> {
    let mut all: Vec<Finding> = manufacture(of).into_iter().collect();
    for (id, (facts, place)) in &of.facts.tests {
        for test in of.lot.tests.iter().filter(|test| test.test.id == *id) {
            all.extend(of_test(of, test, facts, place.as_ref()));
        }
    }
    all.extend(parameters(of));
    all.extend(repeated::differences(of));
    all.extend(languages::differences(of));
    all.extend(reports_of_nobody(of));
    all
}

/// Reports of an external laboratory for tests that none does: the number would be printed nowhere.
fn reports_of_nobody(of: &Material<'_>) -> Vec<Finding> {
    let tests = of.facts.tests.iter().filter(|(id, _)| of.lot.tests.iter().any(|test| test.test.id == **id));
    let nobody = tests.filter_map(|(id, (facts, place))| {
        let report = facts.report.as_ref()?;
        let by_lab = || of.lab.and_then(|lab| lab.test(id)).is_some_and(|own| own.laboratory.is_some());
        (facts.laboratory.is_none() && !by_lab()).then(|| {
            let what = format!("lot {}: the report {report} is stated for {id}, and no external laboratory is named for it", of.lot.lot);
            let finding = Finding::new(&codes::EXTERNAL_LABORATORY_NOT_NAMED, what);
            let finding = place.iter().fold(finding, |finding, place| finding.at(place.clone(), 1));
            finding.help(format!(
                "name the laboratory in lab.yaml, `tests: {{{id}: {{laboratory: NAME}}}}` with NAME under `laboratories`, or take the report out"
            ))
        })
    });
    nobody.collect()
}

/// A finding about two statements of which one is wrong.
pub(super) fn finding(of: &Material<'_>, what: &str, place: Option<&Place>) -> Finding {
    let finding = Finding::new(&codes::FACTS_CONTRADICT, format!("lot {}: {what}", of.lot.lot));
    let finding = place.into_iter().fold(finding, |finding, place| finding.at(place.clone(), 1));
    finding.help("correct the one that is wrong")
}

/// The date of manufacture beside that of the lot file.
fn manufacture(of: &Material<'_>) -> Option<Finding> {
    let (said, known) = (of.facts.manufactured?, of.lot.facts?.manufactured?);
    let message = format!("the facts say manufactured {said}, and the lot file {known}");
    (said != known).then(|| finding(of, &message, None))
}

/// Days and analyst of a test beside those of its rows.
fn of_test(of: &Material<'_>, test: &TestReport<'_>, facts: &TestFacts, place: Option<&Place>) -> Vec<Finding> {
    let rows = || test_line::made(of, test).filter_map(|(row, _)| row.details.as_deref());
    let id = &test.test.id;
    let differs = |what: &str, said: &Option<Stamp>, known: Option<Date>| {
        let (said, known) = (said.as_ref()?, known?);
        let message = format!("the facts say that {id} was {what} on {}, and the results on {known}", said.text);
        (said.date != known).then(|| finding(of, &message, place))
    };
    let mut all: Vec<Finding> = Vec::new();
    all.extend(differs("started", &facts.started, rows().filter_map(|details| details.started).min()));
    let last = rows().filter_map(|details| details.date).max();
    if test_line::is_day_open(of, test) {
        // Some determination has no day with its result: the facts may name a later one than the others have.
        let earlier = facts.completed.as_ref().zip(last).filter(|(said, known)| said.date < *known);
        all.extend(earlier.map(|(said, known)| {
            let message = format!("the facts say that {id} was completed on {}, and a result is of {known}", said.text);
            finding(of, &message, place)
        }));
    } else {
        all.extend(differs("completed", &facts.completed, last));
    }
    let analysts: Vec<&str> = rows().map(|details| details.analyst).filter(|name| !name.is_empty()).collect();
    let other = facts.analyst.as_deref().filter(|said| {
        let is_known = || analysts.iter().any(|known| person::may_be_among(known, said));
        !test_line::is_analyst_open(of, test) && !analysts.is_empty() && !is_known()
    });
    all.extend(other.map(|said| {
        let known = analysts.first().copied().unwrap_or_default();
        finding(of, &format!("the facts say that {said} tested {id}, and the results {known}"), place)
    }));
    all
}

/// Values of parameters beside those of the run.
fn parameters(of: &Material<'_>) -> Vec<Finding> {
    let known = || of.lot.spec.parameters.iter().map(|parameter| parameter.name.as_str());
    let one = |said: &super::facts::ParameterFacts| {
        let parameter = of.lot.spec.parameters.iter().find(|one| one.name == said.name);
        if said.name == DILUTION && parameter.is_none() {
            return dilution(of, said);
        }
        let Some(parameter) = parameter else {
            let message = format!("the specification {} has no parameter `{}`", of.lot.spec.id, said.name);
            let unknown = Finding::new(&codes::CERTIFICATE_NAME_UNKNOWN, message);
            let unknown = said.place.iter().fold(unknown, |finding, place| finding.at(place.clone(), 1));
            return Some(match did_you_mean(&said.name, known()) {
                Some(close) => unknown.help(format!("did you mean `{close}`?")),
                None => unknown.help("use the name of a parameter of the specification"),
            });
        };
        let value = parameter.value.as_ref().map_or_else(|| "no value".to_owned(), crate::report::wording::quantity);
        let message = format!("the facts say {} = {}, and the run has {value}", said.name, said.value);
        (!parameter.reads_as(&said.value)).then(|| finding(of, &message, said.place.as_ref()))
    };
    of.facts.parameters.iter().filter_map(one).collect()
}

/// Another dilution factor than the one that the command gave for the runs of the lot.
fn dilution(of: &Material<'_>, said: &super::facts::ParameterFacts) -> Option<Finding> {
    let factor = of.lot.determinations.iter().find_map(dilution_of_run)?;
    let is_it = Decimal::parse(&said.value, DecimalMark::Point).is_ok_and(|stated| stated.exact() == factor.exact());
    let message = format!("the facts say {} = {}, and the run has {}", said.name, said.value, factor.pretty());
    (!is_it).then(|| finding(of, &message, said.place.as_ref()))
}

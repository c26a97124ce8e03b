//! Texts that come with the data and are printed as they are: they claim nothing, as the texts of the laboratory
//! (R-117, R-1008). What the specification says itself, it answers for.

use super::check::about;
use super::codes;
use super::criterion::known;
use super::fill::Material;
use super::model::{Content, InputFile};
use super::unsigned::{in_record, in_result, of_data, of_file_name};
use crate::data::{Determination, folded};
use crate::finding::Finding;
use crate::judge::{Outcome, Point, TestReport};
use crate::report::wording;
use crate::spec::{Check, Criterion, Expected};
use std::collections::BTreeSet;

const HELP: &str = "evqc prints the words of the data as they are: correct them, or leave the claim to a person who \
                    signs for it, see `statements` of lab.yaml";

/// What is wrong with the words of results, methods, groups, replicates, controls, times in storage, parent lots and
/// runs that are set aside.
pub(super) fn claims_in_data(of: &Material<'_>, content: &Content) -> Vec<Finding> {
    let mut all: BTreeSet<(String, String)> = BTreeSet::new();
    for test in &of.lot.tests {
        let id = &test.test.id;
        let rows = of.lot.determinations_of(test).flat_map(|(row, _)| of_row(test, row));
        for (what, text) in rows.chain(of_point(test.point)) {
            all.extend(of_data(text).map(|objection| (format!("{what} of {id}"), objection)));
        }
        let results = of.lot.determinations_of(test).filter_map(|(row, _)| of_result(test, row.text));
        all.extend(results.map(|objection| (format!("a result of {id}"), objection)));
    }
    let parents = content.provenance.lineage.iter().filter_map(|parent| of_data(parent));
    all.extend(parents.map(|objection| ("a parent lot".to_owned(), objection)));
    let set_aside = content.runs_not_used.iter().filter(|one| one.code == "run-set-aside");
    let reasons = set_aside.flat_map(|one| &one.reason).filter_map(|reason| in_record(reason));
    all.extend(reasons.map(|objection| ("why a run is set aside".to_owned(), objection)));
    let finding = |(what, objection): (String, String)| {
        about(content, &codes::CLAIM_WITHOUT_SIGNATORY, &format!("the words for {what} {objection}")).help(HELP)
    };
    all.into_iter().map(finding).collect()
}

/// What a result claims. A word that every result may have is evqc's, one that the criterion asks for is the
/// specification's, and one for which the lot does not conform claims nothing: a failure is always reported.
fn of_result(test: &TestReport<'_>, text: &str) -> Option<String> {
    let is_failure = test.outcome == Outcome::Fail && wording::is_in_the_way(test);
    if is_failure || known(text).is_some() || is_asked_for(test, text) {
        return None;
    }
    let is_reported = test.criterion.is_some_and(|one| matches!(one.criterion, Criterion::Report));
    in_result(text, !is_reported)
}

/// Whether a criterion of the test has these words for what shall be observed.
fn is_asked_for(test: &TestReport<'_>, text: &str) -> bool {
    let criteria = wording::measured(test).into_iter().flat_map(|measured| &measured.accept);
    let mut words = criteria.flat_map(|one| match &one.criterion {
        Criterion::Qualitative(Expected::OneOf(words)) => words.as_slice(),
        _ => &[],
    });
    words.any(|asked| folded(asked) == folded(text))
}

/// The texts of a row beside its value, but for those that the specification has too.
fn of_row<'r>(test: &TestReport<'_>, row: &'r Determination<'_>) -> Vec<(&'static str, &'r str)> {
    let details = row.details.as_deref();
    let [method, group, control] =
        details.map_or(["", "", ""], |details| [details.method, details.group, details.control]);
    let is_known = |text: &str| test.test.methods.iter().any(|known| folded(known) == folded(text));
    let checks =
        wording::measured(test).into_iter().flat_map(|measured| measured.valid_if.iter().chain(&measured.requires));
    let mut asked = checks.filter_map(|check| match &check.check {
        Check::Control { name, .. } => name.as_deref(),
        Check::Spread(..) | Check::SterilitySample { .. } => None,
    });
    let is_asked = asked.any(|name| folded(name) == folded(control));
    vec![
        ("the method", if is_known(method) { "" } else { method }),
        ("the group", group),
        ("the replicate", row.replicate),
        ("the control", if is_asked { "" } else { control }),
    ]
}

fn of_point(point: Point<'_>) -> Vec<(&'static str, &str)> {
    match point {
        Point::Release => Vec::new(),
        Point::Stability { condition, container, orientation, .. } => {
            vec![("the condition", condition), ("the container", container), ("the orientation", orientation)]
        }
        Point::InUse { condition, .. } => vec![("the condition", condition)],
    }
}

/// Files whose names claim something: the certificate lists them with their digests.
pub fn claims_in_names(files: &[InputFile]) -> Vec<Finding> {
    let one = |file: &InputFile| {
        let objection = of_file_name(&file.name).or_else(|| of_file_name(&file.name.replace('.', " ")))?;
        let message = format!("the words for the name of the file `{}` {objection}", file.name);
        let finding = Finding::new(&codes::CLAIM_WITHOUT_SIGNATORY, message);
        Some(finding.help("the certificate lists the files by their names: give the file another one"))
    };
    files.iter().filter_map(one).collect()
}

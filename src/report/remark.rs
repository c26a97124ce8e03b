//! Everything there is to say about a lot or a run, in one order, for every format that lists findings.

use super::codes;
use super::format::{Run, RunInputs};
use super::origin;
use super::wording;
use crate::finding::{Code, Finding, Severity};
use crate::judge::{CORRECTION_CHANGES_OUTCOME, LotReport, Outcome, Reason, TestReport, Verdict};
use crate::order;
use crate::source::Place;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

/// A finding or a reason, with what it is about.
#[derive(Clone, Debug)]
pub struct Remark<'r> {
    /// What kind.
    pub code: &'static Code,
    /// Weight in this report: an error only where it keeps something from conforming.
    pub severity: Severity,
    /// The lot as written; none for the run as a whole.
    pub lot: Option<&'r str>,
    /// The specification that the lot was judged against, where a run has several.
    pub spec: Option<&'r str>,
    /// The test; none for the lot or run as a whole.
    pub test: Option<&'r TestReport<'r>>,
    /// What was found.
    pub message: Cow<'r, str>,
    /// Where it was found.
    pub place: Option<Cow<'r, Place>>,
    /// Further places: the clause, the other row.
    pub related: Vec<(Cow<'r, Place>, Cow<'r, str>)>,
    /// What to do.
    pub help: Option<&'r str>,
}

impl<'r> Remark<'r> {
    fn of_finding(finding: &'r Finding, lot: Option<&'r LotReport<'_>>) -> Self {
        Remark {
            code: finding.code,
            severity: finding.severity(),
            lot: lot.map(|lot| lot.lot),
            spec: None,
            test: None,
            message: Cow::Borrowed(&finding.message),
            place: finding.place.as_ref().map(Cow::Borrowed),
            related: finding
                .related
                .iter()
                .map(|(place, remark)| (Cow::Borrowed(place), Cow::Borrowed(remark.as_str())))
                .collect(),
            help: finding.help.as_deref(),
        }
    }

    fn of_reason(reason: &'r Reason, test: &'r TestReport<'r>, lot: &'r LotReport<'_>) -> Self {
        // What does not count against the lot must not look as if it did.
        let most = match (test.counts(), test.decided_by_panel) {
            (true, _) => Severity::Error,
            (false, true) => Severity::Note,
            (false, false) => Severity::Warning,
        };
        let severity = reason.code.severity.min(most);
        let (place, related) = match (&reason.place, &reason.clause) {
            (Some(cell), Some(clause)) => (Some(cell), vec![(Cow::Borrowed(clause), Cow::Borrowed("the clause"))]),
            (Some(place), None) | (None, Some(place)) => (Some(place), Vec::new()),
            (None, None) => (Some(&test.test.place), Vec::new()),
        };
        Remark {
            code: reason.code,
            severity,
            lot: Some(lot.lot),
            spec: None,
            test: Some(test),
            message: Cow::Borrowed(&reason.message),
            place: place.map(Cow::Borrowed),
            related,
            help: reason.help.as_deref(),
        }
    }

    /// Message with the test it is about, unless the message says so itself.
    pub fn headline(&self) -> Cow<'_, str> {
        match self.test {
            Some(test) if !self.message.contains(&test.test.name) && !self.message.contains(&test.test.id) => {
                Cow::Owned(format!("{}: {}", test.test.name, self.message))
            }
            _ => Cow::Borrowed(&self.message),
        }
    }

    /// [`Remark::headline`] with the lot before it, for formats that list remarks of many lots together.
    pub fn headline_with_lot(&self) -> Cow<'_, str> {
        match (self.lot, self.spec) {
            (Some(lot), Some(spec)) => Cow::Owned(format!("lot {lot} ({spec}): {}", self.headline())),
            (Some(lot), None) => Cow::Owned(format!("lot {lot}: {}", self.headline())),
            (None, _) => self.headline(),
        }
    }

    /// The place to point at in a format that cannot do without one.
    pub fn anchor<'p>(&'p self, fallback: &'p Place) -> &'p Place {
        self.place.as_deref().unwrap_or(fallback)
    }

    /// What made the verdict first: a lot does not conform by its tests, and is not concluded or not evaluable by what was found of
    /// the lot as a whole as well.
    fn worst_first(&self, verdict: Verdict) -> (Reverse<Severity>, usize, usize) {
        let of_lot = if verdict == Verdict::DoesNotConform { 2 * Outcome::Fail.rank() + 1 } else { 0 };
        let (rank, index) = self.test.map_or((of_lot, 0), |test| (2 * test.outcome.rank(), test.index + 1));
        (Reverse(self.severity), rank, index)
    }
}

/// What there is to say about a lot, worst first. A lot that does not conform has at least one error. Without the names of
/// the `files` it says nothing about the cells behind derived values and panels.
pub fn of_lot<'r>(lot: &'r LotReport<'_>, run: &RunInputs<'_>) -> Vec<Remark<'r>> {
    let mut remarks: Vec<Remark<'r>> =
        lot.findings.iter().map(|finding| Remark::of_finding(finding, Some(lot))).collect();
    for test in &lot.tests {
        remarks.extend(test.reasons.iter().map(|reason| {
            let mut remark = Remark::of_reason(reason, test, lot);
            if reason.place.is_none() {
                remark.related.extend(origin::behind(lot, test, run.names));
            }
            remark
        }));
        if wording::is_in_the_way(test) && !test.reasons.iter().any(|reason| reason.code.severity == Severity::Error) {
            remarks.push(Remark {
                code: &codes::TEST_NOT_MET,
                severity: Severity::Error,
                lot: Some(lot.lot),
                spec: None,
                test: Some(test),
                message: Cow::Owned(wording::reason(test)),
                place: Some(Cow::Borrowed(&test.test.place)),
                related: Vec::new(),
                help: None,
            });
        }
    }
    if let Some(code) = codes::code_of(lot.verdict)
        && !remarks.iter().any(|remark| remark.severity == Severity::Error)
    {
        remarks.push(Remark {
            code,
            severity: Severity::Error,
            lot: Some(lot.lot),
            spec: None,
            test: None,
            message: Cow::Owned(wording::statement(lot)),
            place: None,
            related: Vec::new(),
            help: None,
        });
    }
    if run.several {
        remarks.iter_mut().for_each(|remark| remark.spec = Some(&lot.spec.id));
    }
    order::sort_by_key(&mut remarks, |remark| remark.worst_first(lot.verdict));
    remarks
}

/// What there is to say about the run as a whole. A run that could not be evaluated as a whole has at least one error.
pub fn of_run<'r>(run: &Run<'r>) -> Vec<Remark<'r>> {
    let mut remarks: Vec<Remark<'r>> = run.findings.iter().map(|finding| Remark::of_finding(finding, None)).collect();
    let has_error = remarks.iter().any(|remark| remark.severity == Severity::Error);
    let code = if run.summary.run_not_evaluable { &codes::RUN_NOT_EVALUABLE } else { &codes::NO_LOT };
    if (run.summary.run_not_evaluable || run.summary.lots() == 0) && !has_error {
        remarks.push(Remark {
            code,
            severity: Severity::Error,
            lot: None,
            spec: None,
            test: None,
            message: Cow::Borrowed(code.what),
            place: run.inputs.first().map(|input| Cow::Owned(Place::file(&input.name))),
            related: Vec::new(),
            help: Some(code.remedy),
        });
    }
    order::sort_by_key(&mut remarks, |remark| Reverse(remark.severity));
    remarks
}

/// The first remark of a lot that is not conforming, in one line; nothing for a lot that conforms, unless on data that
/// were changed after their original entry.
///
/// Costs nothing for a lot that conforms.
pub fn worst_reason(lot: &LotReport<'_>) -> Option<String> {
    if lot.verdict == Verdict::Conforms && lot.corrections.is_empty() {
        return None;
    }
    let remarks = of_lot(lot, &RunInputs { names: &[], seed: None, several: false });
    // A lot that conforms stands here for its corrections: what else is said of it goes behind the one that made it pass.
    let by_correction = remarks.iter().find(|remark| *remark.code == CORRECTION_CHANGES_OUTCOME);
    let worst = by_correction.filter(|_| lot.verdict == Verdict::Conforms).or(remarks.first());
    worst.map(|remark| format!("{}: {}", remark.code.name, remark.headline()))
}

/// Where to point for a lot as a whole: its first row, else the specification.
pub fn place_of_lot(lot: &LotReport<'_>, files: &[Arc<str>]) -> Place {
    let first = lot.determinations.first();
    let file = first.and_then(|first| files.get(usize::try_from(first.input).ok()?));
    match (first, file) {
        (Some(first), Some(file)) => Place::new(file, first.line, first.column),
        _ => Place::file(&lot.spec.file),
    }
}

/// Where to point for the run as a whole: the first file that was read, else the specification.
pub fn place_of_run(run: &Run<'_>) -> Place {
    match (run.inputs.first(), run.specs.first()) {
        (Some(input), _) => Place::file(&input.name),
        (None, Some(spec)) => Place::file(&spec.file),
        (None, None) => Place::file(&Arc::from("evqc")),
    }
}

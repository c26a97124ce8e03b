//! What decided on a line, where it was not the result beside the criterion, and why a line is no plain pass.

use super::fill::{DILUTION, Material, dilution_of_run};
use super::notation;
use super::open;
use super::terms::{self, Term};
use super::test_line::bare_test_name;
use super::words::Words;
use super::{criterion, test_line};
use crate::finding::{Code, Severity};
use crate::judge::{
    CONFIDENCE_BOUND_OUTSIDE_LIMIT, CONFORMANCE_PROBABILITY_TOO_LOW, CORRECTION_OF_ANOTHER_VALUE,
    CORRECTION_WITHOUT_ORIGINAL, CORRECTIONS_CONTRADICT, DUPLICATE_ROW, DecisionStatement,
    INDIVIDUAL_OUTSIDE_CRITERION, OUTSIDE_ACCEPTANCE_CRITERION, OUTSIDE_ACCEPTANCE_ZONE, Outcome, PANEL_NOT_MET,
    RATIO_ABOVE_PHYSICAL_CEILING, Reason, ReportableValue, SECOND_STAGE_DECIDED, SECOND_STAGE_DUE,
    TOLERANCE_INTERVAL_OUTSIDE_LIMITS, TestReport, UNEXPECTED_OBSERVATION,
};
use crate::quantity::Exact;
use crate::quantity::decimal::prettify;
use crate::report::wording;
use crate::spec::{DecisionRule, Limit, Limits};

/// Remarks beneath the conclusion, each once.
pub(super) fn remarks(of: &Material<'_>, test: &TestReport<'_>) -> Vec<Words> {
    let reasons = test.reasons.iter().filter(|reason| !is_shown_elsewhere(reason));
    let because = reasons.filter_map(|reason| match failed_by(of, reason).filter(|_| test.outcome == Outcome::Fail) {
        Some(short) => Some(short),
        None => (reason.code.severity >= Severity::Warning).then(|| said(of, reason)),
    });
    let mut all: Vec<Words> = second_stage(of, test).into_iter().collect();
    for said in because.chain(by_rounding(test)) {
        if !all.contains(&said) {
            all.push(said);
        }
    }
    all
}

/// Whether a reason stands beside the line already: as the remark on its second stage, or as a flag beside its result.
fn is_shown_elsewhere(reason: &Reason) -> bool {
    const SHOWN: [&Code; 4] = [&SECOND_STAGE_DECIDED, &SECOND_STAGE_DUE, &RATIO_ABOVE_PHYSICAL_CEILING, &DUPLICATE_ROW];
    SHOWN.contains(&reason.code)
}

/// A reason in a sentence; what is wrong with a correction names cells, which are in the twin.
fn said(of: &Material<'_>, reason: &Reason) -> Words {
    const OF_CELLS: [&Code; 3] = [&CORRECTION_WITHOUT_ORIGINAL, &CORRECTION_OF_ANOTHER_VALUE, &CORRECTIONS_CONTRADICT];
    if OF_CELLS.contains(&reason.code) { open::what(reason.code) } else { open::said(of, reason.code, &reason.message) }
}

/// The value before rounding, where it would have come out otherwise.
fn by_rounding(test: &TestReport<'_>) -> Option<Words> {
    // Every other rule compares the unrounded value as well: rounding decides there only what it puts outside and the rule
    // would accept.
    let is_simple = wording::measured(test)?.decide == DecisionRule::Simple;
    let rounding_may_decide = is_simple || test.decision.as_deref().is_some_and(|statement| statement.only_by_rounding);
    let (limits, compared) = (wording::limits(test)?, test.compared()?);
    let ReportableValue::Number { exact, bound: None, unit, .. } = &test.reportable.as_ref()?.value else {
        return None;
    };
    let inside = |value: &Exact| {
        let above = |limit: &Limit| *value > limit.value || (limit.inclusive && *value == limit.value);
        let below = |limit: &Limit| *value < limit.value || (limit.inclusive && *value == limit.value);
        limits.lower.as_ref().is_none_or(above) && limits.upper.as_ref().is_none_or(below)
    };
    let value = || {
        let number = notation::beside(&exact.to_decimal_string(DIGITS[1]).0, have_exponent(limits));
        wording::with_unit(&prettify(&number), unit)
    };
    let decides = rounding_may_decide && inside(exact) != inside(&compared);
    decides.then(|| named(&terms::BY_ROUNDING, &Words::same(value())))
}

/// When the sample of the test was taken, where that is not the sampling of the lot.
pub(super) fn sampling(day: Option<&str>) -> Option<Words> {
    day.map(|day| named(&terms::SAMPLED, &Words::same(day)))
}

/// The dilution factor that the command gave, where a value of the test was computed with it.
pub(super) fn dilution(of: &Material<'_>, test: &TestReport<'_>) -> Option<Words> {
    let factor = of.lot.determinations_of(test).find_map(|(row, _)| dilution_of_run(row))?.pretty();
    let set = Words::new(
        terms::SET_FOR_RUN.en.replace("{value}", &factor),
        terms::SET_FOR_RUN.zh.replace("{value}", &factor),
    );
    Some(Words::same(format!("{DILUTION} ")).then(&set))
}

/// Whether a first stage was not met, so that the second one decides.
pub(super) fn is_first_stage(test: &TestReport<'_>) -> bool {
    test.reasons.iter().any(|reason| [&SECOND_STAGE_DECIDED, &SECOND_STAGE_DUE].contains(&reason.code))
}

/// The tests of the second stage with their results, where they decide.
fn second_stage(of: &Material<'_>, test: &TestReport<'_>) -> Option<Words> {
    let due = test.reasons.iter().any(|reason| reason.code == &SECOND_STAGE_DUE);
    let seconds = wording::measured(test).filter(|_| is_first_stage(test)).map(|measured| &measured.second_stage)?;
    let at = |index: usize| of.lot.tests.iter().find(|other| other.index == index && other.point == test.point);
    let found = seconds.iter().filter_map(|index| {
        let second = at(*index)?;
        let own = of.lab.and_then(|lab| lab.test(&second.test.id));
        let result = criterion::result(of, second, own);
        // A result in which nothing is found is what became of the test.
        let result = result.unwrap_or_else(|| test_line::conclusion(of, second));
        let name = bare_test_name(of, second.test);
        Some(Words::join(&[name, result], ", ", "，"))
    });
    let found = Words::join(&found.collect::<Vec<_>>(), "; ", "；");
    Some(named(if due { &terms::SECOND_STAGE_DUE } else { &terms::BY_SECOND_STAGE }, &found))
}

/// A term with what it is about.
fn named(term: &Term, about: &Words) -> Words {
    Words::new(format!("{}: {}", term.en, about.en), format!("{}：{}", term.zh, about.zh))
}

/// Why a line fails, in short; the numbers stand in the line and among the decision rules.
fn failed_by(of: &Material<'_>, reason: &Reason) -> Option<Words> {
    const SHORT: [(&Code, &Term); 7] = [
        (&OUTSIDE_ACCEPTANCE_CRITERION, &terms::OUTSIDE_CRITERION),
        (&OUTSIDE_ACCEPTANCE_ZONE, &terms::OUTSIDE_ZONE),
        (&UNEXPECTED_OBSERVATION, &terms::NOT_AS_REQUIRED),
        (&CONFORMANCE_PROBABILITY_TOO_LOW, &terms::TOO_IMPROBABLE),
        (&CONFIDENCE_BOUND_OUTSIDE_LIMIT, &terms::BOUND_OUTSIDE),
        (&TOLERANCE_INTERVAL_OUTSIDE_LIMITS, &terms::BOUND_OUTSIDE),
        (&PANEL_NOT_MET, &terms::BY_MEMBERS),
    ];
    if reason.code == &INDIVIDUAL_OUTSIDE_CRITERION {
        return Some(named(&terms::BY_INDIVIDUAL, &open::said(of, reason.code, &reason.message)));
    }
    SHORT.iter().find(|(code, _)| *code == reason.code).map(|(_, term)| Words::of(term))
}

/// Whether limits are written with an exponent.
pub(super) fn have_exponent(limits: &Limits) -> bool {
    limits.lower.iter().chain(&limits.upper).any(|limit| limit.written.has_exponent())
}

/// Significant digits of a bound in print: as in reports, and more where those would put it on its limit.
const DIGITS: [u32; 2] = [4, 12];

/// The bounds of a decision rule that were compared with the limits.
pub(super) fn bounds(test: &TestReport<'_>, statement: &DecisionStatement) -> Option<Words> {
    let (lower, upper) = statement.interval?;
    let limits = wording::limits(test);
    let limit = |end: fn(&Limits) -> &Option<Limit>| limits.and_then(|of| end(of).as_ref());
    let number = |end: Option<f64>, limit: Option<&Limit>| {
        let exact = Exact::from_f64_shortest(end?)?;
        let texts = DIGITS.map(|digits| exact.to_decimal_string(digits).0);
        let on_limit = |text: &String| limit.is_some_and(|limit| limit.value.to_decimal_string(DIGITS[1]).0 == *text);
        let text = texts.iter().find(|text| !on_limit(text)).or(texts.last())?;
        Some(prettify(&notation::beside(text, limits.is_some_and(have_exponent))))
    };
    let ends = [number(lower, limit(|of| &of.lower)), number(upper, limit(|of| &of.upper))];
    let ends: Vec<Words> = ends.into_iter().flatten().map(Words::same).collect();
    let unit = limits.map(|limits| limits.unit.to_string()).filter(|unit| !unit.is_empty());
    let unit = Words::same(unit.map_or_else(String::new, |unit| format!(" {unit}")));
    let (en, zh) = (format!(" {} ", terms::TO.en), format!(" {} ", terms::TO.zh));
    Some(Words::join(&ends, &en, &zh).then(&unit))
}

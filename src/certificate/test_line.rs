//! One line of the specification with what was found.

use super::criterion;
use super::derived;
use super::facts::TestFacts;
use super::fill::Material;
use super::model::{
    DeterminationEntry, LimitsStated, ReasonEntry, ResultValue, RuleStated, TestLaboratory, TestLine, UncertaintyStated,
};
use super::notation;
use super::remark;
use super::terms;
use super::words::Words;
use crate::data::{Determination, RowStatus};
use crate::explanation;
use crate::judge::{
    DecisionStatement, Flags, LotReport, Outcome, Point, ReportableValue, StageScope, TestReport, Use, flags,
};
use crate::lookalike;
use crate::quantity::decimal::prettify;
use crate::quantity::{Decimal, DecimalMark, Exact, Reading, RoundingRule, Unit};
use crate::report::{decision, wording};
use crate::spec::{Criterion, DecisionRule, Levels, Limit, Limits, Measured, Summary, Test, recorded_plan};
use jiff::civil::Date;

/// Digits of numbers that cannot be written out.
const DIGITS: u32 = 34;

/// Digits of the ends of an acceptance zone, where those tell on which side of them the value lies.
const ZONE_DIGITS: u32 = 6;

pub(super) fn line(of: &Material<'_>, test: &TestReport<'_>) -> TestLine {
    let lot = of.lot;
    let own = of.lab.and_then(|lab| lab.test(&test.test.id));
    let facts = of.facts.tests.get(&test.test.id).map(|(facts, _)| facts.clone()).unwrap_or_default();
    let measured = wording::measured(test);
    let (started, completed) = days(of, test, &facts);
    // A test that was not done has no sample.
    let sampled =
        facts.sampled.as_ref().filter(|_| standing(of, test).next().is_some()).map(|stamp| stamp.text.clone());
    TestLine {
        id: test.test.id.clone(),
        name: name(of, test),
        category: test.test.category.as_str().to_owned(),
        stage: test.test.stage.clone(),
        point: point(test),
        procedure: test.test.procedure.clone(),
        methods: methods(of, test),
        reference: own.and_then(|own| own.reference.clone()),
        criterion: criterion::criterion(of, test, own),
        limits: wording::limits(test).map(limits),
        individual: measured.and_then(|measured| measured.individual.as_ref()).map(limits),
        criterion_as_written: test.criterion.map(|alternative| alternative.text.clone()),
        verbatim: wording::verbatim(test).map(str::to_owned),
        result: result(of, test),
        outcome: test.outcome.as_str().to_owned(),
        conclusion: conclusion(of, test),
        remarks: remark::remarks(of, test)
            .into_iter()
            .chain(remark::dilution(of, test))
            .chain(remark::sampling(sampled.as_deref()))
            .collect(),
        // Alert and action limits are the laboratory's own and do not leave it with the certificate.
        flags: Flags { alert: false, action: false, ..flags(lot, test) }.words().map(str::to_owned).collect(),
        required: test.test.required,
        decided_by: wording::decided_by(test, lot).map(str::to_owned),
        derivation: derived::derivation(of, test),
        rule: measured.map(|measured| rule(test, measured)),
        uncertainty: test.decision.as_deref().and_then(|statement| uncertainty(test, statement)),
        laboratory: laboratory(of, test, &facts),
        sampled,
        started,
        completed,
        analysts: analysts(of, test, &facts),
        reviewer: reviewer(of, test, facts.reviewer),
        determinations: lot
            .determinations_of(test)
            .map(|(row, used)| determination(of, row, used, facts.analyst.as_deref()))
            .collect(),
        reasons: test
            .reasons
            .iter()
            .map(|reason| ReasonEntry { code: reason.code.name.to_owned(), message: reason.message.clone() })
            .collect(),
    }
}

/// How the test is called: by the laboratory, else by the specification with the Chinese name that its result files have.
pub(super) fn name(of: &Material<'_>, test: &TestReport<'_>) -> Words {
    let name = bare_test_name(of, test.test);
    match point(test) {
        Some(point) => name.then(&Words::new(format!(", {}", point.en), format!("，{}", point.zh))),
        None => name,
    }
}

/// The same without a time point.
pub(super) fn bare_test_name(of: &Material<'_>, test: &Test) -> Words {
    let own = of.lab.and_then(|lab| lab.test(&test.id)).and_then(|own| own.name.clone());
    own.unwrap_or_else(|| {
        let chinese = test.columns.iter().find(|column| column.chars().any(lookalike::is_chinese));
        Words::new(test.name.clone(), chinese.unwrap_or(&test.name).clone())
    })
}

/// The time point as written, with what kind it is; a test that was not measured belongs to none.
fn point(test: &TestReport<'_>) -> Option<Words> {
    if test.outcome == Outcome::NotApplicable && test.rows.is_empty() {
        return None;
    }
    let chinese = wording::point_in_chinese(test.point)?;
    let (kind, parts, chinese) = match test.point {
        Point::Release => return None,
        Point::Stability { time, time_unit, condition, container, orientation } => {
            let chinese = format!("{} {chinese}", terms::STABILITY_POINT.zh);
            (&terms::STABILITY_POINT, [time, time_unit, condition, container, orientation], chinese)
        }
        Point::InUse { time, time_unit, condition } => {
            (&terms::IN_USE_POINT, [time, time_unit, condition, "", ""], chinese)
        }
    };
    let parts: Vec<&str> = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    Some(Words::new(format!("{} {}", kind.en, parts.join(" ")), chinese))
}

/// The conclusion with what a reader must know beside it.
pub(super) fn conclusion(of: &Material<'_>, test: &TestReport<'_>) -> Words {
    if is_optional_and_left_out(of.lot, test) {
        return Words::of(&terms::OPTIONAL_NOT_TESTED);
    }
    let said = Words::of(criterion::outcome(test.outcome));
    if test.counts() || !wording::is_unmet(test.outcome) {
        return said;
    }
    match wording::decided_by(test, of.lot) {
        Some(panel) => {
            let through = Words::of(&terms::DECIDED_BY);
            let panel = of.lot.spec.tests.iter().find(|test| test.id == panel);
            let panel = panel.map(|panel| bare_test_name(of, panel)).unwrap_or_default();
            let aside = (format!(" ({} {})", through.en, panel.en), format!("（{}：{}）", through.zh, panel.zh));
            said.then(&Words::new(aside.0, aside.1))
        }
        None => {
            let aside = Words::of(&terms::NOT_REQUIRED);
            said.then(&Words::new(format!(" ({})", aside.en), format!("（{}）", aside.zh)))
        }
    }
}

/// Whether an optional test of what was judged has no result: it applies, and was not done.
pub(super) fn is_optional_and_left_out(lot: &LotReport<'_>, test: &TestReport<'_>) -> bool {
    let is_judged = match lot.scope.as_deref().map(|scope| StageScope::parse(scope.strip_prefix("stage "))) {
        None | Some(StageScope::AsData | StageScope::Release) => true,
        Some(stage @ StageScope::Named(_)) => stage.covers(test.test),
        // Which tests belong to a time point the programme says.
        Some(StageScope::ShelfLife) => false,
    };
    let has_none = test.outcome == Outcome::NotApplicable && test.reportable.is_none() && test.reasons.is_empty();
    is_judged && has_none && !test.test.required && test.point == Point::Release
}

/// The determinations that were made, but for those that a correction replaced, and corrections that do not count.
fn standing<'r, 'm>(of: &'r Material<'m>, test: &'r TestReport<'m>) -> impl Iterator<Item = &'r Determination<'m>> {
    let stands = |used: &Use| !matches!(used, Use::Corrected | Use::CorrectionNotCounted);
    made(of, test).filter(move |(_, used)| stands(used)).map(|(row, _)| row)
}

/// The determinations that were made.
pub(super) fn made<'r, 'm>(
    of: &'r Material<'m>,
    test: &'r TestReport<'m>,
) -> impl Iterator<Item = (&'r Determination<'m>, Use)> {
    of.lot.determinations_of(test).filter(|(row, _)| was_made(row))
}

/// Whether a row tells of a determination: one that says that the test was not done has no day and nobody who tested. A cell
/// without a value in a row of other tests says the same, unless its result is awaited or was declared invalid.
fn was_made(row: &Determination<'_>) -> bool {
    match row.status() {
        RowStatus::NotTested => false,
        _ if matches!(row.reading, Reading::NotTested | Reading::NotApplicable) => false,
        RowStatus::Pending | RowStatus::Invalid => true,
        RowStatus::Valid => !matches!(row.reading, Reading::Empty | Reading::Dash),
    }
}

/// Whether a row has a value, and does not only say that its result is awaited.
pub(super) fn has_value(row: &Determination<'_>) -> bool {
    let status = row.status();
    status != RowStatus::Pending && was_made(row) && row.reading != Reading::Pending
}

/// The methods that delivered the results, each once; else those that the specification lists.
fn methods(of: &Material<'_>, test: &TestReport<'_>) -> Vec<String> {
    let used = results(of, test).filter_map(|row| row.details.as_deref().map(|details| details.method));
    let used = each_once(used);
    if used.is_empty() { test.test.methods.clone() } else { used }
}

fn each_once<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !all.iter().any(|known| known == text) {
            all.push(text.to_owned());
        }
    }
    all
}

/// Who tested, as the results say; where they name nobody for some determination, also whom the facts name.
fn analysts(of: &Material<'_>, test: &TestReport<'_>, facts: &TestFacts) -> Vec<String> {
    let of_rows = made(of, test).filter_map(|(row, _)| row.details.as_deref());
    let mut found = each_once(of_rows.map(|details| details.analyst));
    if found.is_empty() || is_analyst_open(of, test) {
        found.extend(facts.analyst.iter().filter(|said| !found.contains(said)).cloned().collect::<Vec<_>>());
    }
    found
}

/// First and last day of a test: of its rows, else as the facts say; a test that was computed has those of its inputs. Where a
/// determination has no day, the last of the others is not the last of all.
fn days(of: &Material<'_>, test: &TestReport<'_>, facts: &TestFacts) -> (Option<String>, Option<String>) {
    // The day of a result that is awaited is a planned one.
    let is_there = |row: &&Determination<'_>| row.status() != RowStatus::Pending;
    let rows = || standing(of, test).filter(is_there).filter_map(|row| row.details.as_deref());
    let completed = rows().filter_map(|details| details.date).max().filter(|_| !is_day_open(of, test));
    let stated = rows().any(|details| details.started.is_some());
    // Facts that say when a test was started say more than the days of its readings.
    let of_rows = rows().filter_map(|details| details.started.or(details.date)).min();
    let started = of_rows.filter(|_| stated || facts.started.is_none());
    let text = |date: Option<Date>, said: &Option<super::stamp::Stamp>| {
        date.map(|date| date.to_string()).or_else(|| said.as_ref().map(|stamp| stamp.text.clone()))
    };
    (text(started, &facts.started), text(completed, &facts.completed))
}

/// Whether some determination of the sample names nobody who made it.
pub(super) fn is_analyst_open(of: &Material<'_>, test: &TestReport<'_>) -> bool {
    results(of, test).any(|row| row.details.as_deref().is_none_or(|details| details.analyst.is_empty()))
}

/// Whether some determination of the sample has no day.
pub(super) fn is_day_open(of: &Material<'_>, test: &TestReport<'_>) -> bool {
    results(of, test).any(|row| row.details.as_deref().is_none_or(|details| details.date.is_none()))
}

/// The determinations of the sample that were made and stand.
fn results<'r, 'm>(of: &'r Material<'m>, test: &'r TestReport<'m>) -> impl Iterator<Item = &'r Determination<'m>> {
    standing(of, test).filter(|row| row.role.is_of_lot())
}

/// Who reviewed: nobody has reviewed a test that was not done.
fn reviewer(of: &Material<'_>, test: &TestReport<'_>, own: Option<String>) -> Option<String> {
    let delivered = standing(of, test).next().is_some();
    own.or_else(|| of.facts.name("reviewer").filter(|_| delivered || test.reportable.is_some()).map(str::to_owned))
}

fn result(of: &Material<'_>, test: &TestReport<'_>) -> Option<ResultValue> {
    let reportable = test.reportable.as_ref()?;
    let plain = ResultValue {
        text: criterion::result(of, test, of.lab.and_then(|lab| lab.test(&test.test.id)))?,
        measured: measured_value(test),
        kind: "text".to_owned(),
        op: None,
        value: None,
        compared: None,
        unit: None,
        n: reportable.n,
        plan: test.plan().and_then(|applied| plan(applied.summary, applied.levels.as_deref(), reportable.n)),
    };
    Some(match &reportable.value {
        ReportableValue::Number { exact, bound, unit, .. } => {
            let sign = bound.map(|bound| match wording::bound_sign(bound) {
                "≤" => "<=",
                "≥" => ">=",
                sign => sign,
            });
            ResultValue {
                kind: "number".to_owned(),
                op: sign.map(str::to_owned),
                value: Some(exact.to_decimal_string(DIGITS).0),
                compared: test.compared().map(|compared| compared.to_decimal_string(DIGITS).0),
                unit: Some(unit.to_string()),
                ..plain
            }
        }
        ReportableValue::Text(_) => plain,
        ReportableValue::Panel(_) => ResultValue { kind: "panel".to_owned(), ..plain },
    })
}

fn limits(of: &Limits) -> LimitsStated {
    let closed = |limit: &Option<Limit>| limit.as_ref().is_some_and(|limit| limit.inclusive);
    LimitsStated {
        lower: of.lower.as_ref().map(|limit| limit.written.to_string()),
        lower_inclusive: closed(&of.lower),
        upper: of.upper.as_ref().map(|limit| limit.written.to_string()),
        upper_inclusive: closed(&of.upper),
        unit: of.unit.to_string(),
    }
}

/// How several determinations became the value, level by level where there are two.
pub(super) fn plan(summary: Summary, levels: Option<&Levels>, n: usize) -> Option<Words> {
    let term = match summary {
        Summary::Single => return None,
        Summary::Mean => &terms::PLAN_MEAN,
        Summary::Median => &terms::PLAN_MEDIAN,
        Summary::GeometricMean => &terms::PLAN_GEOMETRIC,
        Summary::Each => &terms::PLAN_EACH,
        Summary::Minimum => &terms::PLAN_MINIMUM,
        Summary::Maximum => &terms::PLAN_MAXIMUM,
        Summary::CoefficientOfVariation => &terms::PLAN_CV,
        Summary::StandardDeviation => &terms::PLAN_SD,
    };
    let said = match levels {
        None => Words::of(term),
        Some(levels) => {
            let (outer, inner) = ((&*levels.outer, levels.outer_count), (&*levels.inner, levels.inner_count));
            let in_chinese = explanation::chinese::two_levels(outer, inner);
            Words::new(format!("{} of {levels}", term.en), format!("{} 的{}", in_chinese.trim_start(), term.zh))
        }
    };
    (n > 1).then(|| said.then(&Words::new(format!(", n = {n}"), format!("，n = {n}"))))
}

/// The summary of a plan in print, as [`plan`] has it.
pub(super) fn summary_of_plan(said: &Words, n: usize) -> Option<Summary> {
    const ALL: [Summary; 8] = [
        Summary::Mean,
        Summary::Median,
        Summary::GeometricMean,
        Summary::Each,
        Summary::Minimum,
        Summary::Maximum,
        Summary::CoefficientOfVariation,
        Summary::StandardDeviation,
    ];
    let is_said = |summary: Summary, levels: Option<&Levels>| plan(summary, levels, n).as_ref() == Some(said);
    // Of two levels the English is that of the specification.
    let of_two = || {
        let read = recorded_plan(said.en.strip_suffix(&format!(", n = {n}"))?)?;
        is_said(read.summary, read.levels.as_deref()).then_some(read.summary)
    };
    ALL.into_iter().find(|summary| is_said(*summary, None)).or_else(of_two)
}

fn rule(test: &TestReport<'_>, measured: &Measured) -> RuleStated {
    let statement = test.decision.as_deref();
    let unit = unit(test);
    let zone = statement.and_then(|statement| statement.acceptance_zone.as_ref());
    RuleStated {
        decision: measured.decide.to_string(),
        words: rule_words(measured.decide),
        rounding: test.test.rounding.to_string(),
        rounding_words: Words::of(rounding(test.test.rounding, measured.decide)),
        guard_band: statement.and_then(|statement| guard_band(measured.decide, statement, unit)),
        acceptance_zone: zone.and_then(|(lower, upper)| acceptance_zone(test, [lower.as_ref(), upper.as_ref()])),
        bounds: statement.and_then(|statement| remark::bounds(test, statement)),
        conformance_probability: statement
            .and_then(|statement| statement.conformance)
            .map(|found| shortest(found.conforming)),
        false_accept_risk: statement.and_then(DecisionStatement::false_accept_risk).map(shortest),
    }
}

/// A decision rule in words.
pub(super) fn rule_words(decide: DecisionRule) -> Words {
    let said = explanation::decision(decide);
    Words::new(explanation::english::decision(&said), explanation::chinese::decision(&said))
}

/// The shortest text that reads back as the same number: `0.9875`, `1.37e-7`.
fn shortest(number: f64) -> String {
    format!("{number:?}")
}

/// How a value is rounded before it is compared. Under every rule the rounded value must meet the criterion; what another rule than the
/// simple one asks for beside that is asked of the unrounded value, so that guard band and rounding do not both move the limit.
pub(super) fn rounding(rule: RoundingRule, decide: DecisionRule) -> &'static terms::Term {
    match (decide, rule) {
        (DecisionRule::Simple, RoundingRule::Usp) => &terms::ROUNDED_USP,
        (DecisionRule::Simple, RoundingRule::PhEur) => &terms::ROUNDED_PH_EUR,
        (DecisionRule::Simple, RoundingRule::Chp) => &terms::ROUNDED_CHP,
        (_, RoundingRule::Gbt8170Full) => &terms::NOT_ROUNDED_GBT,
        (_, RoundingRule::None) => &terms::NOT_ROUNDED,
        (_, RoundingRule::Usp) => &terms::ROUNDED_USP_THEN_RULE,
        (_, RoundingRule::PhEur) => &terms::ROUNDED_PH_EUR_THEN_RULE,
        (_, RoundingRule::Chp) => &terms::ROUNDED_CHP_THEN_RULE,
    }
}

/// For a criterion in percent of the label claim: the measured value with the unit of the claim, to one significant digit more
/// than the claim or the limit in percent has, whichever has more.
fn measured_value(test: &TestReport<'_>) -> Option<String> {
    let Criterion::Label(limits) = &test.criterion?.criterion else { return None };
    let claim = test.label_claim.as_deref()?;
    let ReportableValue::Number { exact, bound, .. } = &test.reportable.as_ref()?.value else { return None };
    let measured = (exact * &claim.value.exact()).checked_div(&Exact::from_i64(100))?;
    let of_limits = limits.lower.iter().chain(&limits.upper).map(|limit| limit.written.significant_digits());
    let claimed = notation::claimed(&claim.value);
    let digits = usize::try_from(of_limits.chain([claimed.significant_digits()]).max()?).ok()?;
    // A number with that many digits, in the notation of the claim.
    let power = if claimed.has_exponent() { "e0" } else { "" };
    let pattern = Decimal::parse(&format!("1.{}{power}", "0".repeat(digits)), DecimalMark::Point).ok()?;
    let number = RoundingRule::PhEur.round_to_limit(&measured, &pattern).pretty;
    Some(wording::with_unit(&format!("{}{number}", bound.map_or("", wording::bound_sign)), &claim.unit))
}

/// The unit of the reportable value.
fn unit<'t>(test: &TestReport<'t>) -> Option<&'t Unit> {
    match &test.reportable.as_ref()?.value {
        ReportableValue::Number { unit, .. } => Some(unit),
        ReportableValue::Text(_) | ReportableValue::Panel(_) => None,
    }
}

fn with_unit(text: &str, unit: Option<&Unit>) -> String {
    unit.map_or_else(|| text.to_owned(), |unit| wording::with_unit(text, unit))
}

/// w = r U.
fn guard_band(rule: DecisionRule, statement: &DecisionStatement, unit: Option<&Unit>) -> Option<String> {
    let (DecisionRule::Guarded { ratio } | DecisionRule::FourZone { ratio }) = rule else { return None };
    let band = ratio.exact() * statement.uncertainty.as_ref()?.expanded();
    Some(with_unit(&decision::amount(&band), unit))
}

/// The acceptance zone as a criterion is printed, with the signs of its limits.
fn acceptance_zone(test: &TestReport<'_>, ends: [Option<&Exact>; 2]) -> Option<Words> {
    let limits = wording::limits(test)?;
    let ReportableValue::Number { exact: value, .. } = &test.reportable.as_ref()?.value else { return None };
    if let [Some(lower), Some(upper)] = ends
        && lower > upper
    {
        return Some(Words::of(&terms::NO_ZONE));
    }
    let has_exponent = remark::have_exponent(limits);
    let number = |end: &Exact| prettify(&notation::beside(&beside_value(end, value), has_exponent));
    Some(criterion::between(limits, ends.map(|end| end.map(number))))
}

/// The end of a zone with as many digits as tell on which side of it the value lies.
fn beside_value(end: &Exact, value: &Exact) -> String {
    let texts = || (ZONE_DIGITS..=DIGITS).map(|digits| end.to_decimal_string(digits).0);
    let keeps_side =
        |text: &String| Exact::from_decimal_string(text).is_some_and(|printed| printed.cmp(value) == end.cmp(value));
    texts().find(keeps_side).unwrap_or_else(|| end.to_decimal_string(DIGITS).0)
}

fn uncertainty(test: &TestReport<'_>, statement: &DecisionStatement) -> Option<UncertaintyStated> {
    let known = statement.uncertainty.as_ref()?;
    Some(UncertaintyStated {
        standard: decision::amount(&known.standard),
        expanded: decision::amount(&known.expanded()),
        coverage_factor: known.coverage_factor.to_decimal_string(3).0,
        unit: unit(test).map_or_else(String::new, ToString::to_string),
        source: decision::origin_word(&known.origin).to_owned(),
        reference: match &known.origin {
            crate::judge::UncertaintyOrigin::Specification(report) => report.clone(),
            _ => None,
        },
    })
}

/// Who did the test: an external laboratory where one is named, else the one that issues.
fn laboratory(of: &Material<'_>, test: &TestReport<'_>, facts: &TestFacts) -> Option<TestLaboratory> {
    let lab = of.lab?;
    let named = facts.laboratory.as_deref().or_else(|| lab.test(&test.test.id)?.laboratory.as_deref());
    match named {
        Some(named) => Some(TestLaboratory {
            name: lab.laboratory(named).map_or_else(|| Words::same(named), |known| known.name.clone()),
            external: true,
            report: facts.report.clone(),
        }),
        None => Some(TestLaboratory { name: lab.name.clone()?, external: false, report: None }),
    }
}

/// A determination as the twin has it. `otherwise` made those of the sample that name nobody, as the facts say.
fn determination(of: &Material<'_>, row: &Determination<'_>, used: Use, otherwise: Option<&str>) -> DeterminationEntry {
    let details = row.details.as_deref();
    let control = details.map_or("", |details| details.control);
    let some = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
    let is_of_sample = row.role.is_of_lot();
    DeterminationEntry {
        text: row.text.to_owned(),
        unit: row.unit.as_ref().map(ToString::to_string),
        role: row.role.as_str().to_owned(),
        label: if control.is_empty() { row.replicate } else { control }.to_owned(),
        sample: some(row.sample),
        analyst: some(details.map_or("", |details| details.analyst))
            .or_else(|| some(otherwise.filter(|_| is_of_sample)?)),
        date: details.and_then(|details| details.date).map(|date| date.to_string()),
        used: used.as_str().to_owned(),
        file: bare_name(wording::file_name(row, of.files)).to_owned(),
        line: row.line,
    }
}

/// A file name without folders, so that a certificate does not depend on where it was made.
pub(super) fn bare_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::shortest;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_probability_is_kept_to_its_last_digit(probability in 0.0..=1.0_f64, small in -300..0_i32) {
            for number in [probability, 10_f64.powi(small)] {
                prop_assert_eq!(shortest(number).parse::<f64>(), Ok(number));
            }
        }
    }
}

//! Whether a line of a certificate agrees with itself: its outcome with value, limits and rule, the value with the determinations,
//! the print with the value, the conclusion with the outcome; and with the other lines, where it counts through one.

use super::criterion;
use super::model::{Content, DeterminationEntry, LimitsStated, ResultValue, RuleStated, TestLine};
use super::terms;
use super::test_line::{rounding, rule_words, summary_of_plan};
use super::words::Words;
use crate::judge::{
    DecidedBy, Outcome, Recorded, RecordedFormula, RecordedMember, RecordedRow, RecordedRows, RecordedRule,
    RecordedZone, counts_without_result, has_no_result, is_waived_by_nothing, observed_otherwise, panel_contradiction,
    recorded_limit, recorded_limits, recorded_outcome, second_stage_contradiction,
};
use crate::quantity::{Decimal, DecimalMark, Exact, Reading, Unit};
use crate::report::wording;
use crate::spec::{
    DecisionRule, Expected, Limit, Limits, RecordedCriterion, Summary, recorded_bounds, recorded_criterion,
    recorded_decision, recorded_statement,
};

/// Digits of the ends of an acceptance zone in print.
const ZONE_DIGITS: u32 = 6;

/// How far a bound of four digits is known.
const OF_FOUR_DIGITS: f64 = 0.0005;

/// How far an expanded uncertainty of three digits is known.
const OF_THREE_DIGITS: f64 = 0.006;

/// What a line says against itself and the other lines. `own`: this program wrote it.
pub(super) fn of_line(
    line: &TestLine,
    outcome: Outcome,
    content: &Content,
    own: bool,
) -> Result<Option<String>, String> {
    let limits = line.limits.as_ref().map(limits).transpose()?;
    let individual = line.individual.as_ref().map(self::limits).transpose()?;
    for stated in limits.iter().chain(&individual) {
        let print = criterion::as_read(stated);
        if own && (!line.criterion.en.contains(&print.en) || !line.criterion.zh.contains(&print.zh)) {
            return Ok(Some(format!(
                "its limits are \"{}\", and its criterion is \"{}\"",
                print.en, line.criterion.en
            )));
        }
    }
    let said = line.rule.as_ref().filter(|_| own).map(in_other_words).transpose()?.flatten();
    if let Some(why) =
        said.or_else(|| as_written(line, limits.as_ref())).or_else(|| of_another_kind(line, outcome, own))
    {
        return Ok(Some(why));
    }
    let of_value = match (&line.result, &line.rule) {
        (Some(result), Some(rule)) if result.kind == "number" => of_number(line, outcome, (result, rule), limits, own)?,
        (Some(result), Some(_)) => of_observation(line, outcome, result),
        _ => None,
    };
    Ok(of_value
        .or_else(|| against_stage(line, outcome, content, own))
        .or_else(|| of_conclusion(line, outcome, content, own))
        .or_else(|| against_members(line, outcome, content))
        .or_else(|| against_panel(line, outcome, content)))
}

/// A rule of which the words, as this program prints them, are those of another one.
fn in_other_words(rule: &RuleStated) -> Result<Option<String>, String> {
    let RuleStated { decision, words, rounding_words, .. } = rule;
    let decide = recorded_decision(decision).ok_or_else(|| format!("its decision rule \"{decision}\" is none"))?;
    let by = rule.rounding.parse().map_err(|error| format!("{error}"))?;
    let is_guarded = matches!(decide, DecisionRule::Guarded { .. } | DecisionRule::FourZone { .. });
    let rounded = Words::of(rounding(by, decide));
    let why = match () {
        () if *words != rule_words(decide) => format!("its decision rule is {decision}, and in words \"{}\"", words.en),
        () if *rounding_words != rounded => {
            format!("its rounding is {} under {decision}, and in words \"{}\"", rule.rounding, rounding_words.en)
        }
        () if !is_guarded && (rule.acceptance_zone.is_some() || rule.guard_band.is_some()) => {
            format!("its decision rule is {decision}, and it has a guard band")
        }
        () => return Ok(None),
    };
    Ok(Some(why))
}

/// Limits that are not those of the criterion as the specification writes it.
fn as_written(line: &TestLine, limits: Option<&Limits>) -> Option<String> {
    let (limits, written) = (limits?, line.criterion_as_written.as_deref()?);
    let Some(RecordedCriterion::Limits(bounds)) = recorded_criterion(written) else { return None };
    let print = criterion::as_read(limits).en;
    (!bounds.are(limits)).then(|| format!("its limits are \"{print}\", and its criterion is written \"{written}\""))
}

/// A line that no test has: judged without a criterion, a result without the number that its kind asks for.
fn of_another_kind(line: &TestLine, outcome: Outcome, own: bool) -> Option<String> {
    let result = line.result.as_ref();
    let kind = result.map(|result| result.kind.as_str());
    let (is_panel, has_limits) = (line.rule.is_none(), line.limits.is_some());
    let is_judged = matches!(outcome, Outcome::Pass | Outcome::Reported);
    let written = line.criterion_as_written.as_deref().and_then(recorded_criterion);
    let is_plain = own && line.criterion.en.starts_with(terms::REPORT_RESULT.en);
    let why = match outcome {
        _ if is_judged && result.is_none() => "it is judged, and has no result",
        _ if !is_panel
            && result.is_some()
            && has_no_result(outcome, line.reasons.iter().map(|one| one.code.as_str())) =>
        {
            "its outcome is one without a result, and it has one"
        }
        _ if !is_panel && result.is_none() && counts_without_result(outcome, &recorded_rows(line)) => {
            "its outcome is one without a result, and it has determinations that count"
        }
        _ if own && is_waived_by_nothing(outcome, line.reasons.iter().map(|one| one.code.as_str())) => {
            "it is waived, and no reason says by what"
        }
        _ if own && result.is_some_and(is_no_plan) => "its plan is none",
        _ if own && kind.is_some_and(|kind| !["number", "text", "panel"].contains(&kind)) => "its result is of no kind",
        _ if is_panel && (has_limits || line.criterion_as_written.is_some()) => "it has a criterion, and no rule",
        _ if kind.is_some() && is_panel != (kind == Some("panel")) => {
            "its result is that of a panel, and it has a rule; or is none, and it has no rule"
        }
        _ if result.is_some_and(|result| (result.kind == "number") != result.value.is_some()) => {
            "its result is a number, and has no value; or has one, and is none"
        }
        _ if has_limits && kind == Some("text") => "it has limits, and its result is no number",
        _ if !has_limits && matches!(written, Some(RecordedCriterion::Limits(_))) => {
            "its criterion is one of numbers, and has no limits"
        }
        Outcome::Reported if has_limits || (own && !is_plain) => "it is reported, and has a criterion",
        Outcome::Pass if matches!(written, Some(RecordedCriterion::Report)) => {
            "its outcome is `pass`, and it has no criterion"
        }
        _ => return None,
    };
    Some(why.to_owned())
}

/// Whether what is said of the way from the determinations to a result is no plan.
fn is_no_plan(result: &ResultValue) -> bool {
    result.plan.as_ref().is_some_and(|plan| summary_of_plan(plan, result.n).is_none())
}

/// A number that its print, its determinations, its rule or the outcome does not fit.
fn of_number(
    line: &TestLine,
    outcome: Outcome,
    (result, rule): (&ResultValue, &RuleStated),
    limits: Option<Limits>,
    own: bool,
) -> Result<Option<String>, String> {
    let unit = result.unit.as_deref().unwrap_or_default();
    let of_rule = recorded_rule(line, rule, limits.as_ref())?;
    let summary = result.plan.as_ref().and_then(|plan| summary_of_plan(plan, result.n));
    let recorded = Recorded {
        outcome,
        op: result.op.as_deref(),
        value: result.value.as_deref().unwrap_or_default(),
        compared: result.compared.as_deref(),
        limits,
        rounding: rule.rounding.parse().map_err(|error| format!("{error}"))?,
        decided_by: DecidedBy::of(is_by_second_stage(line), summary),
        reasons: line.reasons.iter().map(|reason| reason.code.as_str()).collect(),
        zone: of_rule.accepting(),
        own,
    };
    let by_rule = || {
        let limits = recorded.limits.as_ref().filter(|_| recorded.passed_by_itself())?;
        of_rule.contradiction(limits)
    };
    let claim = claim(line);
    let found = recorded
        .contradiction()
        .or_else(by_rule)
        .or_else(|| rows(line, result, claim.as_ref())?.contradiction(&recorded))
        .or_else(|| measured_otherwise(result, &recorded, claim.as_ref()));
    if found.is_some() {
        return Ok(found);
    }
    let Words { en, zh } = &result.text;
    let print = wording::recorded_result(&recorded, unit)?;
    // That nothing was detected is said with the limit of detection, which is the bound.
    let bound = print.trim_start_matches('<');
    let not_detected = en.starts_with(terms::NOT_DETECTED.en) && zh.starts_with(terms::NOT_DETECTED.zh);
    if result.op.as_deref() == Some("<") && not_detected && en.contains(bound) && zh.contains(bound) {
        return Ok(None);
    }
    Ok(wording::printed_otherwise(&recorded, en, unit)?.or(wording::printed_otherwise(&recorded, zh, unit)?))
}

fn is_by_second_stage(line: &TestLine) -> bool {
    line.flags.iter().any(|flag| flag == "decided_by_second_stage")
}

fn recorded_rule<'l>(
    line: &'l TestLine,
    rule: &'l RuleStated,
    limits: Option<&Limits>,
) -> Result<RecordedRule<'l>, String> {
    let zone = rule.acceptance_zone.as_ref().filter(|zone| **zone != Words::of(&terms::NO_ZONE));
    let zone = zone.map(read_zone).transpose()?;
    Ok(RecordedRule {
        decision: &rule.decision,
        expanded: line.uncertainty.as_ref().map(|known| known.expanded.as_str()),
        zone,
        conformance: rule.conformance_probability.as_ref().and_then(|text| text.parse().ok()),
        bounds: rule.bounds.as_ref().zip(limits).map(|(bounds, limits)| read_bounds(&bounds.en, limits)).transpose()?,
        precision: OF_THREE_DIGITS,
    })
}

/// The bounds that were compared with limits, `59.42 %` or `95.3 to 104 %`, each as far inside as its digits allow.
fn read_bounds(text: &str, limits: &Limits) -> Result<(Option<f64>, Option<f64>), String> {
    let none = || format!("its bounds are \"{text}\", which are none of its limits");
    let unit = limits.unit.to_string();
    let numbers = text.strip_suffix(unit.as_str()).ok_or_else(none)?.trim_end();
    let number = |text: &str, inward: f64| {
        let number = Decimal::parse(text, DecimalMark::Point).ok().map(|number| number.exact().to_f64())?;
        Some(number + inward * OF_FOUR_DIGITS * number.abs())
    };
    let ends = match (numbers.split_once(&format!(" {} ", terms::TO.en)), &limits.lower, &limits.upper) {
        (Some((lower, upper)), ..) => {
            (Some(number(lower, 1.0).ok_or_else(none)?), Some(number(upper, -1.0).ok_or_else(none)?))
        }
        (None, Some(_), None) => (Some(number(numbers, 1.0).ok_or_else(none)?), None),
        (None, None, Some(_)) => (None, Some(number(numbers, -1.0).ok_or_else(none)?)),
        (None, ..) => return Err(none()),
    };
    Ok(ends)
}

/// An acceptance zone, which is printed as limits are: the same in both languages.
fn read_zone(zone: &Words) -> Result<RecordedZone, String> {
    let (to, in_chinese) = (format!(" {} ", terms::TO.en), format!(" {} ", terms::TO.zh));
    if zone.zh.replace(&in_chinese, &to) != zone.en {
        return Err(format!("its acceptance zone is \"{}\" and \"{}\"", zone.en, zone.zh));
    }
    let ends =
        recorded_bounds(&zone.en).ok_or_else(|| format!("its acceptance zone is \"{}\", which is none", zone.en))?;
    let end = |limit: Option<Limit>| limit.map(|limit| limit.value);
    Ok(RecordedZone { lower: end(ends.lower), upper: end(ends.upper), digits: ZONE_DIGITS })
}

/// The label claim in the criterion in print.
fn claim(line: &TestLine) -> Option<(Decimal, Unit)> {
    let (_, rest) = line.criterion.en.split_once(&format!("{} (", terms::OF_LABEL.en))?;
    let (claim, _) = rest.split_once(')')?;
    let (value, unit) = claim.split_once(' ')?;
    Some((Decimal::parse(value, DecimalMark::Point).ok()?, Unit::parse(unit).ok()?))
}

fn rows<'l>(line: &'l TestLine, result: &'l ResultValue, claim: Option<&(Decimal, Unit)>) -> Option<RecordedRows<'l>> {
    // Which claim a percentage is of stands in the criterion alone.
    if line.criterion.en.contains(terms::OF_LABEL.en) && claim.is_none() {
        return None;
    }
    let summary = match &result.plan {
        None => Some(Summary::Single).filter(|_| result.n == 1),
        Some(plan) => summary_of_plan(plan, result.n),
    };
    Some(RecordedRows {
        rows: recorded_rows(line),
        n: result.n,
        summary,
        // Groups are not recorded here; two determinations have the same mean in any.
        one_level: result.n <= 2,
        formula: line.derivation.iter().find_map(|step| RecordedFormula::in_text(&line.id, &step.en)),
        unit: result.unit.as_deref().unwrap_or_default(),
        claim: claim.map(|(value, unit)| (value.exact(), unit.clone())),
    })
}

fn recorded_rows(line: &TestLine) -> Vec<RecordedRow<'_>> {
    line.determinations.iter().map(recorded_row).collect()
}

fn recorded_row(one: &DeterminationEntry) -> RecordedRow<'_> {
    RecordedRow::new(&one.text, one.unit.as_deref(), &one.role, &one.used)
}

/// A measured value that is not the percentage of the label claim beside it, to its own digits.
fn measured_otherwise(
    result: &ResultValue,
    recorded: &Recorded<'_>,
    claim: Option<&(Decimal, Unit)>,
) -> Option<String> {
    let (measured, (claim, _)) = (result.measured.as_ref()?, claim?);
    let again = (&recorded.exact().ok()? * &claim.exact()).checked_div(&Exact::from_i64(100))?;
    let (number, _) = measured.split_once(' ').unwrap_or((measured, ""));
    let stated = match Reading::parse(number, DecimalMark::Point) {
        Reading::Number(stated) => Some(stated),
        Reading::Below(bound) | Reading::Above(bound) => Some(bound.value),
        _ => None,
    };
    let is_it =
        stated.is_some_and(|stated| (&stated.exact() - &again).abs().to_f64() <= stated.unit_in_the_last_place());
    let again = again.to_decimal_string(ZONE_DIGITS).0;
    (!is_it).then(|| format!("its value {} % is {again} measured, not {measured}", recorded.value))
}

/// An observation that passed and does not meet its criterion.
fn of_observation(line: &TestLine, outcome: Outcome, result: &ResultValue) -> Option<String> {
    let written = line.criterion_as_written.as_deref().filter(|_| outcome == Outcome::Pass)?;
    let Some(RecordedCriterion::Expected(expected)) = recorded_criterion(written) else { return None };
    let opposite =
        |words: &Words| [&words.en, &words.zh].into_iter().find(|text| is_opposite(&expected, text)).cloned();
    observed_otherwise(&expected, &recorded_rows(line))
        .or_else(|| {
            let other = opposite(&result.text)?;
            Some(format!("its outcome is `pass`, and its result in print is \"{other}\""))
        })
        .or_else(|| {
            let other = opposite(&line.criterion)?;
            Some(format!("its criterion is \"{other}\" in print, and is written \"{written}\""))
        })
}

/// Whether a result in print says the opposite of what is expected. One in the words of a specification may be a translation.
fn is_opposite(expected: &Expected, text: &str) -> bool {
    let Some(said) = criterion::known(text) else { return false };
    let is = |of: &[&terms::Term]| of.iter().any(|term| term.en == said.en);
    match expected {
        Expected::Negative => is(&[&terms::POSITIVE, &terms::WEAK_POSITIVE, &terms::GROWTH, &terms::DOES_NOT_COMPLY]),
        Expected::Positive => is(&[&terms::NEGATIVE, &terms::NOT_DETECTED, &terms::NO_GROWTH, &terms::DOES_NOT_COMPLY]),
        Expected::Complies => is(&[&terms::DOES_NOT_COMPLY]),
        Expected::OneOf(_) => false,
    }
}

fn against_stage(line: &TestLine, outcome: Outcome, content: &Content, own: bool) -> Option<String> {
    let reasons: Vec<(&str, &str)> =
        line.reasons.iter().map(|reason| (reason.code.as_str(), reason.message.as_str())).collect();
    let other = |id: &str| {
        let other = content.tests.iter().find(|other| other.id == id && other.point == line.point)?;
        recorded_outcome(&other.outcome).ok()
    };
    second_stage_contradiction(is_by_second_stage(line), own, outcome, &reasons, &other)
}

/// A conclusion in print that is not that of the outcome; of another program, one that is that of another outcome.
fn of_conclusion(line: &TestLine, outcome: Outcome, content: &Content, own: bool) -> Option<String> {
    let said = &line.conclusion;
    let is_said = match own {
        true => {
            *said == conclusion(line, outcome, content)
                || (outcome == Outcome::NotApplicable && *said == Words::of(&terms::OPTIONAL_NOT_TESTED))
        }
        false => !Outcome::ALL.into_iter().any(|other| other != outcome && begins_with(said, other)),
    };
    (!is_said)
        .then(|| format!("its outcome is `{}`, and its conclusion is \"{}\" ({})", line.outcome, said.en, said.zh))
}

fn begins_with(said: &Words, outcome: Outcome) -> bool {
    let bare = Words::of(criterion::outcome(outcome));
    *said == bare || said.en.starts_with(&format!("{} (", bare.en)) || said.zh.starts_with(&format!("{}（", bare.zh))
}

/// The conclusion in print: one that does not count says through what it counts, or that it is not required.
fn conclusion(line: &TestLine, outcome: Outcome, content: &Content) -> Words {
    let said = Words::of(criterion::outcome(outcome));
    let counts = line.required && !(outcome == Outcome::Fail && line.decided_by.is_some());
    if counts || !wording::is_unmet(outcome) {
        return said;
    }
    let Some(panel) = &line.decided_by else {
        let aside = Words::of(&terms::NOT_REQUIRED);
        return said.then(&Words::new(format!(" ({})", aside.en), format!("（{}）", aside.zh)));
    };
    let (through, panel) = (Words::of(&terms::DECIDED_BY), content.tests.iter().find(|one| one.id == *panel));
    let panel = panel.map(bare_name).unwrap_or_default();
    said.then(&Words::new(format!(" ({} {})", through.en, panel.en), format!("（{}：{}）", through.zh, panel.zh)))
}

/// The name without the time point.
fn bare_name(line: &TestLine) -> Words {
    let Some(point) = &line.point else { return line.name.clone() };
    let bare = |name: &str, tail: String| name.strip_suffix(&tail).unwrap_or(name).to_owned();
    Words::new(bare(&line.name.en, format!(", {}", point.en)), bare(&line.name.zh, format!("，{}", point.zh)))
}

/// A panel whose members come to something else. The members stand in the criterion by their names: where two tests have one
/// name, or a member is not among the lines, nothing is told.
fn against_members(line: &TestLine, outcome: Outcome, content: &Content) -> Option<String> {
    if line.rule.is_some() {
        return None;
    }
    let mut lines: Vec<(String, &TestLine)> = content
        .tests
        .iter()
        .filter(|one| one.id != line.id && one.point == line.point)
        .map(|one| (bare_name(one).en, one))
        .filter(|(name, _)| line.criterion.en.contains(name.as_str()))
        .collect();
    // A name may be part of a longer one.
    crate::order::sort_by(&mut lines, |one, other| other.0.len().cmp(&one.0.len()));
    if lines.windows(2).any(|two| matches!(two, [one, other] if one.0 == other.0)) {
        return None;
    }
    // A name that reads as a list of others can be taken for them, and they for it.
    let reads_as_list =
        |name: &str| name.contains(", ") && name.split(", ").all(|part| lines.iter().any(|(other, _)| other == part));
    if lines.iter().any(|(name, _)| reads_as_list(name)) {
        return None;
    }
    let mut text = line.criterion.en.clone();
    for (at, (name, _)) in lines.iter().enumerate() {
        text = text.replace(name.as_str(), &format!("\u{1}{at}\u{2}"));
    }
    let place = |member: &str| member.strip_prefix('\u{1}')?.strip_suffix('\u{2}')?.parse::<usize>().ok();
    let statement = recorded_statement(&text, &place)?;
    let member = |at: usize| {
        let (_, member) = lines.get(at)?;
        Some(RecordedMember { outcome: recorded_outcome(&member.outcome).ok()?, required: member.required })
    };
    panel_contradiction(&statement, outcome, &member)
        .then(|| format!("its outcome is `{}`, and its members come to something else", outcome.as_str()))
}

/// A member of a panel of which the panel says something else, or which names a panel that there is not.
fn against_panel(line: &TestLine, outcome: Outcome, content: &Content) -> Option<String> {
    // A test that was not measured belongs to no time point, and its panel does.
    let panel = line.decided_by.as_ref().filter(|_| outcome != Outcome::NotApplicable)?;
    let found = content.tests.iter().find(|one| one.id == *panel && one.point == line.point);
    let said = found.filter(|one| one.rule.is_none()).and_then(|one| one.result.as_ref());
    let Some(said) = said.filter(|said| said.kind == "panel") else {
        return Some(format!("it counts through {panel}, and there is no such panel"));
    };
    let (name, became) = (bare_name(line).en, Words::of(criterion::outcome(outcome)).en);
    if !found.is_some_and(|panel| panel.criterion.en.contains(&name)) {
        return Some(format!("it counts through {panel}, which is no panel over it"));
    }
    (!said.text.en.contains(&format!("{name}: {became}")))
        .then(|| format!("{panel} has another outcome of it: \"{}\"", said.text.en))
}

fn limits(stated: &LimitsStated) -> Result<Limits, String> {
    let one =
        |limit: &Option<String>, inclusive| limit.as_deref().map(|text| recorded_limit(text, inclusive)).transpose();
    let (lower, upper) = (one(&stated.lower, stated.lower_inclusive)?, one(&stated.upper, stated.upper_inclusive)?);
    recorded_limits(lower, upper, &stated.unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_read_as_it_is_printed() {
        for (en, zh, lower, upper) in [
            ("78 to 122 %", "78 至 122 %", Some("78"), Some("122")),
            (
                "1.168×10^10 to 8.4×10^10 particles/mL",
                "1.168×10^10 至 8.4×10^10 particles/mL",
                Some("1.168e10"),
                Some("8.4e10"),
            ),
            ("≥ 1.28×10^11 particles/mL", "≥ 1.28×10^11 particles/mL", Some("1.28e11"), None),
            ("> 9.5×10^-6 mg/mL", "> 9.5×10^-6 mg/mL", Some("9.5e-6"), None),
            ("< 0.45 mg/mL", "< 0.45 mg/mL", None, Some("0.45")),
            ("≥ 85 nm, < 155 nm", "≥ 85 nm, < 155 nm", Some("85"), Some("155")),
            ("-24.1 to -10.9 mV", "-24.1 至 -10.9 mV", Some("-24.1"), Some("-10.9")),
            ("7.2 to 6.9", "7.2 至 6.9", Some("7.2"), Some("6.9")),
        ] {
            let zone = read_zone(&Words::new(en, zh)).unwrap();
            let number = |text: Option<&str>| text.and_then(Exact::from_decimal_string);
            assert_eq!((zone.lower, zone.upper), (number(lower), number(upper)), "{en}");
        }
        assert!(read_zone(&Words::same("78 until 122 %")).unwrap_err().contains("which is none"));
    }
}

//! Whether a certificate agrees with itself: each outcome with the value and the limits beside it, each print with the number that it
//! prints, the verdict with the outcomes, the sentence with the verdict.
//!
//! Whoever holds a draft can edit a number in it and compute its digest again, and honest persons would sign that. Such a draft
//! is found where not everything was edited. Nothing is judged again: without the data nobody can.

use super::criterion;
use super::model::{Certificate, Conclusion, Content, LimitsStated, ResultValue, TestLine};
use super::terms;
use super::words::Words;
use crate::judge::{
    Outcome, Recorded, Verdict, recorded_limit, recorded_limits, recorded_outcome, verdict_contradiction,
};
use crate::report::wording;
use crate::spec::Limits;

impl Certificate {
    /// What it says against itself; nothing: it agrees with itself.
    pub fn contradiction(&self) -> Option<String> {
        contradiction(&self.content).unwrap_or_else(Some)
    }
}

fn contradiction(content: &Content) -> Result<Option<String>, String> {
    let mut outcomes = Vec::new();
    for line in &content.tests {
        let outcome = recorded_outcome(&line.outcome)?;
        if let Some(why) = of_line(line, outcome, content).unwrap_or_else(Some) {
            return Ok(Some(format!("test {}: {why}", line.id)));
        }
        let through_panel = outcome == Outcome::Fail && line.decided_by.is_some();
        outcomes.push((outcome, line.required && !through_panel));
    }
    let conclusion = &content.conclusion;
    Ok(verdict_contradiction(&conclusion.verdict, &outcomes)
        .or_else(|| nothing_fails(conclusion, &outcomes))
        .or_else(|| said_otherwise(content)))
}

/// A lot that does not conform although nothing fails, and nothing beside the tests is open.
fn nothing_fails(conclusion: &Conclusion, outcomes: &[(Outcome, bool)]) -> Option<String> {
    let fails = outcomes.contains(&(Outcome::Fail, true)) || !conclusion.open.is_empty();
    (conclusion.verdict == Verdict::DoesNotConform.as_str() && !fails)
        .then(|| "its verdict is `does_not_conform`, and no test that counts fails".to_owned())
}

/// A conclusion that is not the sentence of the verdict, or leaves out what was waived.
fn said_otherwise(content: &Content) -> Option<String> {
    let (conclusion, spec) = (&content.conclusion, &content.specification);
    let Words { en, zh } = &conclusion.statement;
    let says = |term: &terms::Term| {
        let of = format!("specification {} version {}", spec.id, spec.version);
        let begins = en.starts_with(&format!("The sample {} with ", term.en)) && en.contains(&of);
        begins && zh.starts_with("结论：本品按") && zh.contains(&format!("结果{}", term.zh))
    };
    let verdict = conclusion.verdict.as_str();
    let is_said = match verdict {
        "conforms" => says(&terms::COMPLIES),
        "does_not_conform" => says(&terms::DOES_NOT_COMPLY),
        _ => conclusion.statement == Words::of(&terms::NO_CONCLUSION),
    };
    let leaves_out = |line: &&TestLine| {
        let is_named = en.contains(&line.name.en) && zh.contains(&line.name.zh);
        verdict == "conforms" && line.outcome == "waived" && !is_named
    };
    match (is_said, content.tests.iter().find(leaves_out)) {
        (false, _) => Some(format!("its verdict is `{verdict}`, and its conclusion is \"{en}\" ({zh})")),
        (true, Some(line)) => Some(format!("test {} is waived, and the conclusion leaves it out", line.id)),
        (true, None) => None,
    }
}

fn of_line(line: &TestLine, outcome: Outcome, content: &Content) -> Result<Option<String>, String> {
    let limits = line.limits.as_ref().map(limits).transpose()?;
    let individual = line.individual.as_ref().map(self::limits).transpose()?;
    for stated in limits.iter().chain(&individual) {
        let print = criterion::as_read(stated);
        if !line.criterion.en.contains(&print.en) || !line.criterion.zh.contains(&print.zh) {
            return Ok(Some(format!(
                "its limits are \"{}\", and its criterion is \"{}\"",
                print.en, line.criterion.en
            )));
        }
    }
    if let Some(result) = &line.result
        && let Some(why) = of_result(line, outcome, result, limits)?
    {
        return Ok(Some(why));
    }
    let (said, bare) = (&line.conclusion, Words::of(criterion::outcome(outcome)));
    let with_aside = said.en.starts_with(&format!("{} (", bare.en)) && said.zh.starts_with(&format!("{}（", bare.zh));
    let left_out = outcome == Outcome::NotApplicable && *said == Words::of(&terms::OPTIONAL_NOT_TESTED);
    if *said != bare && !with_aside && !left_out {
        return Ok(Some(format!(
            "its outcome is `{}`, and its conclusion is \"{}\" ({})",
            line.outcome, said.en, said.zh
        )));
    }
    Ok(against_panel(line, &bare, content))
}

/// A number that its print, or the outcome, does not fit.
fn of_result(
    line: &TestLine,
    outcome: Outcome,
    result: &ResultValue,
    limits: Option<Limits>,
) -> Result<Option<String>, String> {
    let (Some(value), Some(rule)) = (&result.value, &line.rule) else { return Ok(None) };
    let recorded = Recorded {
        outcome,
        op: result.op.as_deref(),
        value,
        compared: result.compared.as_deref(),
        limits,
        rounding: rule.rounding.parse().map_err(|error| format!("{error}"))?,
        by_second_stage: line.flags.iter().any(|flag| flag == "decided_by_second_stage"),
        reasons: line.reasons.iter().map(|reason| reason.code.as_str()).collect(),
    };
    if let Some(why) = recorded.contradiction() {
        return Ok(Some(why));
    }
    let print = wording::recorded_result(&recorded, result.unit.as_deref().unwrap_or_default())?;
    // That nothing was detected is said with the limit of detection, which is the bound.
    let bound = print.trim_start_matches('<');
    let Words { en, zh } = &result.text;
    let not_detected = en.starts_with(terms::NOT_DETECTED.en) && zh.starts_with(terms::NOT_DETECTED.zh);
    let is_print = (*en == print && *zh == print)
        || (result.op.as_deref() == Some("<") && not_detected && en.contains(bound) && zh.contains(bound));
    Ok((!is_print).then(|| format!("its value {value} is \"{print}\" in print, not \"{en}\" ({zh})")))
}

/// A member of a panel of which the panel says something else, or which names a panel that there is not.
fn against_panel(line: &TestLine, became: &Words, content: &Content) -> Option<String> {
    let panel = line.decided_by.as_ref()?;
    let Some(found) = content.tests.iter().find(|one| one.id == *panel && one.point == line.point) else {
        return Some(format!("it counts through {panel}, and there is no such line"));
    };
    let said = found.result.as_ref().filter(|_| line.point.is_none())?;
    let wanted = format!("{}: {}", line.name.en, became.en);
    (!said.text.en.contains(&wanted)).then(|| format!("{panel} has another outcome of it: \"{}\"", said.text.en))
}

fn limits(stated: &LimitsStated) -> Result<Limits, String> {
    let one =
        |limit: &Option<String>, inclusive| limit.as_deref().map(|text| recorded_limit(text, inclusive)).transpose();
    let (lower, upper) = (one(&stated.lower, stated.lower_inclusive)?, one(&stated.upper, stated.upper_inclusive)?);
    recorded_limits(lower, upper, &stated.unit)
}

//! An acceptance criterion and a result in print, in both languages, from the objects that the judge used.

use super::fill::Material;
use super::lab::LabTest;
use super::notation;
use super::terms::{self, Term};
use super::test_line;
use super::translated::{same, translation, written};
use super::words::Words;
use crate::explanation::chinese;
use crate::judge::{Outcome, ReportableValue, TestReport, Use};
use crate::quantity::{DecimalMark, Reading};
use crate::report::wording;
use crate::spec::{
    Alternative, Assessment, Condition, Criterion, Expected, Limit, Limits, Role, Statement, interpretation,
};

/// The criterion that applied, without one (it depends on data that are not there) every one that might; and that for each
/// determination, where there is one.
pub(super) fn criterion(of: &Material<'_>, test: &TestReport<'_>, own: Option<&LabTest>) -> Words {
    let measured = match &test.test.assessment {
        Assessment::Panel(panel) => return statement(of, &panel.statement),
        Assessment::Measured(measured) => measured,
    };
    let alternatives: Vec<&Alternative> = match test.criterion {
        Some(applied) => vec![applied],
        None => measured.accept.iter().collect(),
    };
    let each = alternatives.into_iter().map(|alternative| {
        let said = of_alternative(test, alternative, own.and_then(|own| own.criterion.as_ref()));
        let of = measured.of.as_deref().map(|of| {
            let own = translation(own.and_then(|own| own.of.as_ref()), of);
            let of = own.cloned().unwrap_or_else(|| Words::same(of));
            let en = format!("{} {}", terms::OF_WHAT.en, of.en);
            // Without a limit there is no percentage in the words that it could belong to.
            let en = match alternative.criterion {
                Criterion::Report => format!(" ({})", format!("{} {en}", measured.unit.symbol()).trim_start()),
                _ => format!(" {en}"),
            };
            Words::new(en, format!("{}{}", terms::OF_WHAT.zh, of.zh))
        });
        conditions(alternative, said.then(&of.unwrap_or_default()))
    });
    let single = measured.individual.as_ref().map(|limits| {
        let (each, limits) = (&terms::EACH_DETERMINATION, in_limits(limits));
        Words::new(format!("{} {}", each.en, limits.en), format!("{} {}", each.zh, limits.zh))
    });
    Words::join(&each.chain(single).collect::<Vec<_>>(), "; ", "；")
}

fn conditions(alternative: &Alternative, said: Words) -> Words {
    if alternative.when.is_empty() {
        return said;
    }
    let one = |(column, value): &(Condition, String)| {
        Words::new(format!("{} {value}", column.as_str()), format!("{} {value}", chinese::condition(*column)))
    };
    let when = Words::join(&alternative.when.iter().map(one).collect::<Vec<_>>(), ", ", "，");
    said.then(&Words::new(format!(" ({} {})", terms::WHEN.en, when.en), format!("（{} {}）", terms::WHEN.zh, when.zh)))
}

fn of_alternative(test: &TestReport<'_>, alternative: &Alternative, own: Option<&Words>) -> Words {
    match &alternative.criterion {
        Criterion::Numeric(limits) => in_limits(limits),
        Criterion::Label(limits) => {
            let claim = test.label_claim.as_deref().map(notation::claim);
            let [en, zh] = match claim {
                Some(claim) => [format!(" ({claim})"), format!("（{claim}）")],
                None => [String::new(), String::new()],
            };
            let of = &terms::OF_LABEL;
            let window = in_limits(limits);
            Words::new(format!("{} {}{en}", window.en, of.en), format!("{} {}{zh}", of.zh, window.zh))
        }
        Criterion::Qualitative(expected) => {
            let own = translation(own, &written(alternative));
            own.cloned().unwrap_or_else(|| observation(expected, &alternative.text))
        }
        Criterion::Report => Words::of(&terms::REPORT_RESULT),
    }
}

/// What must be observed; the words of the specification where they are known ones.
fn observation(expected: &Expected, written: &str) -> Words {
    match expected {
        Expected::OneOf(texts) => {
            Words::join(&texts.iter().map(|text| observed(text)).collect::<Vec<_>>(), " / ", " / ")
        }
        Expected::Negative => known(written).map_or_else(|| Words::of(&terms::NEGATIVE), Words::of),
        Expected::Positive => known(written).map_or_else(|| Words::of(&terms::POSITIVE), Words::of),
        Expected::Complies => Words::of(&terms::COMPLIES),
    }
}

/// Limits with their digits: `≥ 1.0×10^10 particles/mL`, `6.8 to 7.6`; a count that is read with a factor as it is written,
/// with the factor and what it comes to.
fn in_limits(limits: &Limits) -> Words {
    let Some((written, factor)) = interpretation(limits) else { return as_read(limits) };
    let (written, read) = (wording::typeset(written, limits), as_read(limits));
    Words::new(
        format!("{written} ({} {factor}: {})", terms::READ_WITH_FACTOR.en, read.en),
        format!("{written}（{} {factor}：{}）", terms::READ_WITH_FACTOR.zh, read.zh),
    )
}

/// The limits that results are compared with.
pub(super) fn as_read(limits: &Limits) -> Words {
    let end = |limit: &Limit| limit.written.pretty();
    between(limits, [limits.lower.as_ref().map(end), limits.upper.as_ref().map(end)])
}

/// Everything between two ends in print, each end in or out as its limit is: `6.8 to 7.6`, `≥ 80 nm, < 160 nm`.
pub(super) fn between(limits: &Limits, ends: [Option<String>; 2]) -> Words {
    let with_unit = |text: String| wording::with_unit(&text, &limits.unit);
    let is_in = |limit: &Option<Limit>| limit.as_ref().is_none_or(|limit| limit.inclusive);
    let (lower_in, upper_in) = (is_in(&limits.lower), is_in(&limits.upper));
    let from = |lower: &str| with_unit(format!("{} {lower}", if lower_in { "≥" } else { ">" }));
    let up_to = |upper: &str| with_unit(format!("{} {upper}", if upper_in { "≤" } else { "<" }));
    match ends {
        [Some(lower), Some(upper)] if lower_in && upper_in => Words::new(
            with_unit(format!("{lower} {} {upper}", terms::TO.en)),
            with_unit(format!("{lower} {} {upper}", terms::TO.zh)),
        ),
        [Some(lower), Some(upper)] => Words::same(format!("{}, {}", from(&lower), up_to(&upper))),
        [Some(lower), None] => Words::same(from(&lower)),
        [None, Some(upper)] => Words::same(up_to(&upper)),
        [None, None] => Words::same(limits.text.clone()),
    }
}

/// What a panel demands of its members.
fn statement(material: &Material<'_>, of: &Statement) -> Words {
    let all = |parts: &[Statement]| {
        let parts: Vec<Words> = parts.iter().map(|part| statement(material, part)).collect();
        Words::join(&parts, ", ", "、")
    };
    match of {
        Statement::Member(index) => {
            let member = material.lot.spec.tests.get(*index);
            member.map_or_else(|| Words::same("?"), |member| test_line::bare_test_name(material, member))
        }
        Statement::All(parts) => {
            let parts = all(parts);
            Words::new(format!("all of [{}]", parts.en), format!("[{}] 全部符合", parts.zh))
        }
        Statement::AtLeast(least, parts) => {
            let parts = all(parts);
            Words::new(format!("at least {least} of [{}]", parts.en), format!("[{}] 中至少 {least} 项符合", parts.zh))
        }
        Statement::NoneOf(parts) => {
            let parts = all(parts);
            Words::new(format!("none of [{}]", parts.en), format!("[{}] 均不符合", parts.zh))
        }
    }
}

/// The result in print; numbers are those of every other report.
pub(super) fn result(of: &Material<'_>, test: &TestReport<'_>, own: Option<&LabTest>) -> Option<Words> {
    let reportable = test.reportable.as_ref()?;
    Some(match &reportable.value {
        ReportableValue::Number { .. } if nothing_was_detected(of, test) => {
            // The bound is that limit: `<0.5 µg/mL`.
            let below = wording::result(test);
            not_detected(below.trim_start_matches('<').trim_start())
        }
        ReportableValue::Number { .. } => Words::same(wording::result(test)),
        ReportableValue::Text(text) => {
            // A result in the words of the criterion has its translation too.
            let asked = test.criterion.map(written).filter(|asked| same(asked, text));
            let own = asked.and_then(|asked| translation(own.and_then(|own| own.criterion.as_ref()), &asked));
            own.cloned().or_else(|| each_observed(of, test, text)).unwrap_or_else(|| observed(text))
        }
        ReportableValue::Panel(_) => members(of, test),
    })
}

/// What the determinations say that make up a text, each once: two words of one meaning are one finding.
fn each_observed(of: &Material<'_>, test: &TestReport<'_>, text: &str) -> Option<Words> {
    let counted = of.lot.determinations_of(test).filter(|(_, used)| *used == Use::Counted);
    let (mut texts, mut all): (Vec<&str>, Vec<Words>) = (Vec::new(), Vec::new());
    for said in counted.map(|(row, _)| row.text.trim()) {
        if !texts.contains(&said) {
            texts.push(said);
            all.extend(Some(observed(said)).filter(|words| !all.contains(words)));
        }
    }
    let is_translated = all.iter().any(|words| !words.is_same());
    (is_translated && texts.join(", ") == text).then(|| Words::join(&all, ", ", "，"))
}

/// Whether every determination that counts says that nothing was detected.
fn nothing_was_detected(of: &Material<'_>, test: &TestReport<'_>) -> bool {
    let mut counted = of.lot.determinations_of(test).filter(|(_, used)| *used == Use::Counted).peekable();
    let says_so = |reading: &Reading| matches!(reading, Reading::NotDetected | Reading::NotDetectedBelow(_));
    counted.peek().is_some()
        && wording::result(test).starts_with('<')
        && counted.all(|(row, _)| row.role == Role::Sample && says_so(&row.reading))
}

/// That nothing was detected, with the detection limit: `not detected (LOD 0.5 µg/mL)`.
fn not_detected(limit: impl std::fmt::Display) -> Words {
    let words = Words::of(&terms::NOT_DETECTED);
    Words::new(
        format!("{} ({} {limit})", words.en, terms::DETECTION_LIMIT.en),
        format!("{}（{} {limit}）", words.zh, terms::DETECTION_LIMIT.zh),
    )
}

/// What became of the members of a panel.
fn members(of: &Material<'_>, panel: &TestReport<'_>) -> Words {
    let Assessment::Panel(statement) = &panel.test.assessment else { return Words::default() };
    let each = statement.statement.members().into_iter().filter_map(|index| {
        let member = of.lot.tests.iter().find(|test| test.index == index && test.point == panel.point)?;
        let outcome = Words::of(outcome(member.outcome));
        let name = test_line::bare_test_name(of, member.test);
        Some(Words::new(format!("{}: {}", name.en, outcome.en), format!("{}：{}", name.zh, outcome.zh)))
    });
    Words::join(&each.collect::<Vec<_>>(), "; ", "；")
}

/// A word of the results in both languages, where it is a known one; any other text stands as it is.
pub(super) fn observed(text: &str) -> Words {
    observed_known(text).unwrap_or_else(|| Words::same(text))
}

/// A word of the results in both languages, where it is a known one.
pub(super) fn observed_known(text: &str) -> Option<Words> {
    if let (Reading::NotDetectedBelow(limit), unit) = Reading::parse_with_unit(text, DecimalMark::Point) {
        return Some(not_detected([&limit.pretty(), unit.unwrap_or_default()].join(" ").trim_end()));
    }
    known(text).map(Words::of)
}

/// The term of a word of the results.
pub(super) fn known(text: &str) -> Option<&'static Term> {
    Some(match Reading::parse(text, DecimalMark::Point) {
        Reading::Positive => &terms::POSITIVE,
        Reading::WeakPositive => &terms::WEAK_POSITIVE,
        Reading::Negative => &terms::NEGATIVE,
        Reading::NotDetected => &terms::NOT_DETECTED,
        Reading::NoGrowth { .. } => &terms::NO_GROWTH,
        Reading::Growth => &terms::GROWTH,
        Reading::Complies => &terms::COMPLIES,
        Reading::DoesNotComply => &terms::DOES_NOT_COMPLY,
        _ => return None,
    })
}

/// The conclusion on one test.
pub(super) fn outcome(outcome: Outcome) -> &'static Term {
    match outcome {
        Outcome::Pass => &terms::COMPLIES,
        Outcome::Fail => &terms::DOES_NOT_COMPLY,
        Outcome::Invalid => &terms::ASSAY_INVALID,
        Outcome::Pending => &terms::PENDING,
        Outcome::Missing => &terms::MISSING,
        Outcome::Inconclusive => &terms::INCONCLUSIVE,
        Outcome::NotEvaluable => &terms::NOT_EVALUABLE,
        Outcome::Reported => &terms::REPORTED,
        Outcome::Waived => &terms::WAIVED,
        Outcome::NotApplicable => &terms::NOT_APPLICABLE,
    }
}

//! Where a judged test becomes words.
//!
//! Every format takes its words from here, so that all of them show the same digits, the same operator and the same unit
//! . Nothing here escapes; that is the business of each format.

use super::asides;
use super::format::{Run, Summary};
use crate::data::{Correction, Details, Determination};
use crate::expiry::LotEvent;
use crate::explanation::life::{event_in_chinese, time_unit_in_chinese};
use crate::finding::Severity;
use crate::judge::{
    self, BoundKind, ClaimState, LotReport, Outcome, Point, Recorded, Reportable, ReportableValue, StageScope,
    TestReport, Use, Verdict, bars_conformity, corrected_beside, flags, outlier_info,
};
use crate::quantity::{Bound, Decimal, DecimalMark, Exact, Reading, Unit};
use crate::spec::{
    Alternative, Assessment, Criterion, DecisionRule, Limits, Measured, Quantity, Role, Specification, Status,
    text_is_of,
};
use std::cmp::Reverse;
use std::sync::Arc;

/// What stands where there is no value.
pub const NOTHING: &str = "–";

/// What every output says about a specification that is not approved.
pub const DRAFT_BANNER: &str = "DRAFT SPECIFICATION – NOT FOR RELEASE";

/// Significant digits of a number that no limit gives digits to.
const FREE_DIGITS: u32 = 6;

/// The result of a test as compared with its criterion: `80 %`, `<0.06 EU/mL`, `negative`; [`NOTHING`] without result.
pub fn result(test: &TestReport<'_>) -> String {
    match &test.reportable {
        Some(reportable) => reportable_text(test, reportable),
        None => NOTHING.to_owned(),
    }
}

fn reportable_text(test: &TestReport<'_>, reportable: &Reportable) -> String {
    match &reportable.value {
        ReportableValue::Number { exact, compared: own, bound, unit, .. } => {
            let number = match (limits(test), bound) {
                (Some(limits), None) => judge::number_beside(limits, exact, own.as_deref(), test.test.rounding),
                (Some(limits), Some(bound)) => judge::bound_beside(limits, &compared(test, exact), *bound),
                (None, _) => None,
            };
            let number = number.unwrap_or_else(|| free_number(&compared(test, exact)));
            let sign = bound.map_or("", bound_sign);
            with_unit(&format!("{sign}{number}"), unit)
        }
        ReportableValue::Text(text) => text.to_string(),
        ReportableValue::Panel(text) => text.clone(),
    }
}

/// The print of a result that a report recorded, as [`result`] has it.
///
/// # Errors
/// That it is no number.
pub fn recorded_result(recorded: &Recorded<'_>, unit: &str) -> Result<String, String> {
    let (exact, compared) = (recorded.exact()?, recorded.beside_criterion()?);
    let bound = recorded.kind()?;
    let number = match (&recorded.limits, bound) {
        (Some(limits), None) => judge::number_beside(limits, &exact, None, recorded.rounding),
        (Some(limits), Some(bound)) => judge::bound_beside(limits, &compared, bound),
        (None, _) => None,
    };
    let number = number.unwrap_or_else(|| free_number(&compared));
    let number = format!("{}{number}", bound.map_or("", bound_sign));
    Ok(if unit.is_empty() { number } else { format!("{number} {unit}") })
}

/// That a report prints another number than it recorded. What another program wrote may have other digits and words.
///
/// # Errors
/// That the result is no number.
pub fn printed_otherwise(recorded: &Recorded<'_>, text: &str, unit: &str) -> Result<Option<String>, String> {
    let print = recorded_result(recorded, unit)?;
    let is_it = text == print || (!recorded.own && is_rounded(recorded, text)?);
    Ok((!is_it).then(|| format!("its value {} is \"{print}\" in print, not \"{text}\"", recorded.value)))
}

/// Whether a text is the recorded number to its own digits, with the sign of its bound.
fn is_rounded(recorded: &Recorded<'_>, text: &str) -> Result<bool, String> {
    let (number, _) = text.split_once(' ').unwrap_or((text, ""));
    let reading = Reading::parse(number.trim_start_matches('≈'), DecimalMark::Point);
    let (number, sign) = match &reading {
        Reading::Number(number) => (number, None),
        Reading::Below(bound) => {
            (&bound.value, Some(if bound.inclusive { BoundKind::AtMost } else { BoundKind::Below }))
        }
        Reading::Above(bound) => {
            (&bound.value, Some(if bound.inclusive { BoundKind::AtLeast } else { BoundKind::Above }))
        }
        _ => return Ok(false),
    };
    let is_compared = recorded.compared.and_then(Exact::from_decimal_string) == Some(number.exact());
    let distance = (&number.exact() - &recorded.exact()?).abs().to_f64();
    Ok(sign == recorded.kind()? && (is_compared || distance <= number.unit_in_the_last_place()))
}

/// How the sentence about a lot of this verdict begins: before the specification.
pub fn beginnings(verdict: &str) -> &'static [&'static str] {
    match verdict {
        "conforms" => &["The lot conforms to specification "],
        "does_not_conform" => &["The lot does not conform to specification "],
        "not_concluded" => &["No conclusion against specification ", "No statement of conformity to specification "],
        "not_evaluable" => &["Not evaluable against specification "],
        _ => &[],
    }
}

/// The sign of a censored value.
pub fn bound_sign(bound: BoundKind) -> &'static str {
    match bound {
        BoundKind::Below => "<",
        BoundKind::AtMost => "≤",
        BoundKind::Above => ">",
        BoundKind::AtLeast => "≥",
    }
}

/// The number that stands for a result in print.
fn compared(test: &TestReport<'_>, exact: &Exact) -> Exact {
    test.compared().unwrap_or_else(|| exact.clone())
}

/// A number to which no limit gives digits.
pub fn free_number(value: &Exact) -> String {
    let (text, exact) = value.to_decimal_string(FREE_DIGITS);
    let pretty = match text.split_once('e') {
        Some((significand, power)) => format!("{significand}×10^{power}"),
        None => scientific(&text),
    };
    if exact { pretty } else { format!("≈{pretty}") }
}

/// `2.12667×10^10` for `21266700000`: a number of more than six places before the point is read by its power of ten.
fn scientific(plain: &str) -> String {
    let start = plain.find(|character: char| character.is_ascii_digit()).unwrap_or(0);
    let (sign, number) = plain.split_at(start);
    let whole = number.split('.').next().unwrap_or_default();
    if whole.len() <= 6 || !number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return plain.to_owned();
    }
    let (first, rest) = whole.split_at(1);
    let behind = number.strip_prefix(whole).unwrap_or_default().trim_start_matches('.');
    let digits = format!("{rest}{behind}");
    let digits = digits.trim_end_matches('0');
    let point = if digits.is_empty() { "" } else { "." };
    format!("{sign}{first}{point}{digits}×10^{}", rest.len())
}

/// A text with its unit, if there is one.
pub fn with_unit(text: &str, unit: &Unit) -> String {
    let unit = unit.to_string();
    if unit.is_empty() { text.to_owned() } else { format!("{text} {unit}") }
}

/// A number with its unit as it was delivered: that of a unit with a power of ten is multiplied with it,
/// `5.0×10^8 particles/mL`, and a count that has `1` for its unit has none.
fn times_unit(text: &str, unit: &Unit) -> String {
    let symbol = unit.to_string();
    match symbol.as_str() {
        "1" => text.to_owned(),
        power if power.starts_with("10^") => format!("{text}×{power}"),
        _ => with_unit(text, unit),
    }
}

/// A quantity for people: `2.0×10^9 particles/mL`.
pub fn quantity(quantity: &Quantity) -> String {
    with_unit(&quantity.value.pretty(), &quantity.unit)
}

/// The numeric limits of the criterion that applied, also those in percent of the label claim.
pub fn limits<'a>(test: &TestReport<'a>) -> Option<&'a Limits> {
    match &test.criterion?.criterion {
        Criterion::Numeric(limits) | Criterion::Label(limits) => Some(limits),
        Criterion::Qualitative(_) | Criterion::Report => None,
    }
}

/// The letter that stands for micro in plain text.
fn micro(sign: char) -> char {
    if matches!(sign, 'µ' | 'μ') { 'u' } else { sign }
}

/// The criterion that applied, as the specification writes it, with the label claim it refers to and, for a percentage,
/// what it is a percentage of.
pub fn criterion(test: &TestReport<'_>) -> String {
    let written = written(test);
    match measured(test).and_then(|measured| measured.of.as_deref()) {
        Some(of) if of.to_lowercase().starts_with("not stated") => format!("{written} (of what: {of})"),
        // Without a limit there is no percentage in the words, and `report of particles` would be another report.
        Some(of) if matches!(test.criterion, Some(Alternative { criterion: Criterion::Report, .. })) => {
            let unit = measured(test).map_or("", |measured| measured.unit.symbol());
            format!("{written} ({})", format!("{unit} of {of}").trim_start())
        }
        Some(of) => format!("{written} of {of}"),
        None => written,
    }
}

/// A criterion on these limits as it is printed beside results: with the signs of comparisons, `1.0e11` as a power of ten, and
/// the sign for micro as results have it.
pub fn typeset(criterion: &str, limits: &Limits) -> String {
    let symbol = limits.unit.symbol();
    // No unit is parsed here: a report asks this for every line of every lot.
    let is_unit = |word: &str| word.chars().map(micro).eq(symbol.chars().map(micro));
    let word = |word: &str| {
        // An interval has its brackets and its comma at its numbers: `[1e8, 1e12)`.
        let bare = word.trim_start_matches(['[', '(']).trim_end_matches([',', ']', ')']);
        let power = bare.split_once(['e', 'E']).filter(|(digits, exponent)| {
            digits.parse::<f64>().is_ok() && exponent.trim_start_matches(['+', '-']).parse::<u32>().is_ok()
        });
        match (word, power) {
            (">=", _) => "≥".to_owned(),
            ("<=", _) => "≤".to_owned(),
            (_, Some((digits, exponent))) => {
                word.replacen(bare, &format!("{digits}×10^{}", exponent.trim_start_matches('+')), 1)
            }
            _ if is_unit(word) => symbol.to_owned(),
            _ => word.to_owned(),
        }
    };
    criterion.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The criterion that applied, as the specification writes it, with the label claim it refers to.
fn written(test: &TestReport<'_>) -> String {
    if let Assessment::Panel(panel) = &test.test.assessment {
        return panel.text.clone();
    }
    let Some(alternative) = test.criterion else { return NOTHING.to_owned() };
    match &test.label_claim {
        Some(claim) => format!("{} (claim {})", alternative.text, quantity(claim)),
        None => alternative.text.clone(),
    }
}

/// The verbatim criterion of the specification, when it says more than the criterion that was applied, and not another one: the
/// limits of the release do not stand beside those of the shelf life.
pub fn verbatim<'a>(test: &TestReport<'a>) -> Option<&'a str> {
    let text = test.test.text.as_deref()?;
    if test.criterion.is_some_and(|applied| !text_is_of(test.test, applied)) {
        return None;
    }
    (bare(text) != bare(&written(test))).then_some(text)
}

/// A criterion without the freedom of writing: spaces, and signs for two-letter operators.
fn bare(text: &str) -> String {
    text.replace('≥', ">=").replace('≤', "<=").chars().filter(|character| !character.is_whitespace()).collect()
}

/// The distance to the nearest limit: `+12.3 %`, `-0.5 %`, `0 %` at the limit; empty without margin.
pub fn margin(test: &TestReport<'_>) -> String {
    test.margin().map_or_else(String::new, margin_text)
}

/// A margin as text, see [`margin`]; empty when it is not finite.
pub fn margin_text(margin: f64) -> String {
    if !margin.is_finite() {
        return String::new();
    }
    let size = margin.abs();
    let sign = if margin < 0.0 { '-' } else { '+' };
    // A distance that is not zero must not read as zero: the sign decides between inside and outside.
    match size {
        0.0 => "0 %".to_owned(),
        _ if size < 0.05 => format!("{sign}<0.1 %"),
        _ if size < 999.95 => format!("{sign}{size:.1} %"),
        _ if size < 99_999.5 => format!("{sign}{size:.0} %"),
        _ => format!("{sign}>99999 %"),
    }
}

/// The outcome for people: `not evaluable`, never `not_evaluable`.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotEvaluable => "not evaluable",
        Outcome::NotApplicable => "not applicable",
        other => other.as_str(),
    }
}

/// A sign that tells outcomes apart without colour.
pub fn outcome_sign(outcome: Outcome) -> char {
    match outcome {
        Outcome::Pass => '✓',
        Outcome::Fail => '✗',
        Outcome::NotEvaluable => '!',
        Outcome::Invalid | Outcome::Missing | Outcome::Pending | Outcome::Inconclusive => '?',
        Outcome::Reported | Outcome::Waived | Outcome::NotApplicable => '·',
    }
}

/// A sign that tells verdicts apart without colour.
pub fn verdict_sign(verdict: Verdict) -> char {
    match verdict {
        Verdict::Conforms => '✓',
        Verdict::DoesNotConform => '✗',
        Verdict::NotConcluded => '?',
        Verdict::NotEvaluable => '!',
    }
}

/// Outcome and flags: `pass, alert`.
pub fn outcome_with_flags(lot: &LotReport<'_>, test: &TestReport<'_>) -> String {
    let mut words = outcome(test.outcome).to_owned();
    for flag in flags(lot, test).words() {
        words.push_str(", ");
        words.push_str(&flag.replace('_', " "));
    }
    if !test.counts() && is_unmet(test.outcome) {
        words.push_str(if test.test.required { ", decided by panel" } else { ", not required" });
    }
    words
}

/// The determination that lies far from the others, in words; `None` where there is none.
pub fn outlier(lot: &LotReport<'_>, test: &TestReport<'_>, files: &[Arc<str>]) -> Option<String> {
    let found = outlier_info(lot, test)?;
    let row = found.determination;
    let file = usize::try_from(row.input).ok().and_then(|at| files.get(at));
    let at = file.map_or_else(String::new, |file| format!(" ({file}:{}:{})", row.line, row.column));
    let of = if found.logarithms { " of the logarithms" } else { "" };
    Some(format!(
        "determination {}{at}: G{of} = {:.5} is above {:.5} (Grubbs, two-sided, {} %, n = {}); information only, it counts \
         like the others",
        row.text.trim(),
        found.g,
        found.critical,
        100.0 * found.significance,
        found.n
    ))
}

/// Whether an outcome is something else than judged and met, or deliberately not judged.
pub fn is_unmet(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Pass | Outcome::Reported | Outcome::NotApplicable => false,
        Outcome::Fail
        | Outcome::Invalid
        | Outcome::Pending
        | Outcome::Missing
        | Outcome::Inconclusive
        | Outcome::NotEvaluable
        | Outcome::Waived => true,
    }
}

/// Whether this test keeps its lot from conforming, as far as a report can tell; a waiver does when the judge objects to it.
pub fn is_in_the_way(test: &TestReport<'_>) -> bool {
    let objected = || test.reasons.iter().any(|reason| reason.code.severity == Severity::Error);
    test.counts() && is_unmet(test.outcome) && (test.outcome != Outcome::Waived || objected())
}

/// Name of a test with stage and time point, so that no two lines of a table look alike.
pub fn name(test: &TestReport<'_>, spec: &Specification) -> String {
    let mut name = test.test.name.clone();
    let several_stages = spec.tests.iter().any(|other| other.stage != test.test.stage);
    if let (Some(stage), true) = (&test.test.stage, several_stages) {
        name.push_str(&format!(" ({stage})"));
    }
    if let Some(point) = point(test) {
        name.push_str(&format!(", {point}"));
    }
    name
}

/// The stability time point in words: `6 months, 5 °C`.
pub fn point(test: &TestReport<'_>) -> Option<String> {
    point_in_words(test.point)
}

/// A time point in words: `6 months, 5 °C`; none for release.
pub fn point_in_words(point: Point<'_>) -> Option<String> {
    let (is_in_use, time, unit, place) = parts_of(point)?;
    let words = [time, unit].join(" ");
    let when = if words.trim().is_empty() { "stability" } else { words.trim() };
    let kind = if is_in_use { "in use" } else { "" };
    Some(joined(kind, when, place, ", "))
}

/// The same in Chinese: `6 个月，5 °C`.
pub fn point_in_chinese(point: Point<'_>) -> Option<String> {
    let (is_in_use, time, unit, mut place) = parts_of(point)?;
    // The clock of a time in use is a word of the specification.
    let clock = LotEvent::OF_USE.into_iter().find(|event| is_in_use && event.as_str() == place[0]);
    if let Some(clock) = clock {
        place[0] = event_in_chinese(clock);
    }
    let words = [time, time_unit_in_chinese(unit)].join(" ");
    let when = if words.trim().is_empty() { "稳定性考察" } else { words.trim() };
    let kind = if is_in_use { "使用中" } else { "" };
    Some(joined(kind, when, place, "，"))
}

/// Whether a time point is one in use, its time, its unit, and how the sample was kept.
fn parts_of(point: Point<'_>) -> Option<(bool, &str, &str, [&str; 3])> {
    match point {
        Point::Release => None,
        Point::Stability { time, time_unit, condition, container, orientation } => {
            Some((false, time.trim(), time_unit.trim(), [condition, container, orientation]))
        }
        Point::InUse { time, time_unit, condition } => Some((true, time.trim(), time_unit.trim(), [condition, "", ""])),
    }
}

fn joined(kind: &str, when: &str, place: [&str; 3], by: &str) -> String {
    let parts = [kind, when].into_iter().chain(place);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(by)
}

/// The part of a specification that was judged (`stage shelf life`), in Chinese; the name of a stage stays as it is written.
pub fn scope_in_chinese(scope: &str) -> String {
    match StageScope::parse(scope.strip_prefix("stage ")) {
        StageScope::AsData => scope.to_owned(),
        StageScope::Release => "成品检验".to_owned(),
        StageScope::ShelfLife => "有效期".to_owned(),
        StageScope::Named(stage) => format!("阶段 {stage}"),
    }
}

/// The measured part of a test; none for a panel.
pub fn measured<'a>(test: &TestReport<'a>) -> Option<&'a Measured> {
    match &test.test.assessment {
        Assessment::Measured(measured) => Some(measured),
        Assessment::Panel(_) => None,
    }
}

/// The panel that decides for this test, if it is a member of one that counts; of several the one that comes out worst.
pub fn decided_by<'a>(test: &TestReport<'a>, lot: &LotReport<'a>) -> Option<&'a str> {
    let at = lot.spec.tests.iter().position(|one| one.id == test.test.id).filter(|_| test.decided_by_panel)?;
    let decides = |one: &&TestReport<'a>| match &one.test.assessment {
        Assessment::Panel(panel) => {
            one.point == test.point
                && (one.test.required || one.decided_by_panel)
                && panel.statement.members().contains(&at)
        }
        Assessment::Measured(_) => false,
    };
    let worst = lot.tests.iter().filter(decides).min_by_key(|panel| panel.outcome.rank());
    // A test that was not measured belongs to no time point, and its panel does.
    worst.map(|panel| panel.test).or_else(|| lot.spec.tests.get(test.test.panel?)).map(|panel| panel.id.as_str())
}

/// What the evidence comes to, and nothing stronger, with what of it was changed after its original entry.
pub fn statement(lot: &LotReport<'_>) -> String {
    let changed = corrected_tests(lot);
    let names: Vec<String> = changed.map(|test| name(test, lot.spec)).collect();
    match names.is_empty() {
        true => bare_statement(lot),
        false => format!("{} Data changed since original entry: {}.", bare_statement(lot), names.join("; ")),
    }
}

/// The tests with a value that was corrected.
pub fn corrected_tests<'r, 'a>(lot: &'r LotReport<'a>) -> impl Iterator<Item = &'r TestReport<'a>> {
    lot.tests.iter().filter(|test| test.flags.corrected)
}

fn bare_statement(lot: &LotReport<'_>) -> String {
    let spec = match &lot.scope {
        Some(scope) => format!("{}, {scope}", spec_name(lot.spec)),
        None => spec_name(lot.spec),
    };
    match lot.verdict {
        Verdict::Conforms => {
            let asides = asides::asides(lot, point_in_words, |test| name(test, lot.spec));
            let asides = asides.into_iter().map(|([label, _], what)| format!(" {label}: {}.", what.join("; ")));
            let asides: String = asides.collect();
            format!("The lot conforms to specification {spec}.{asides}")
        }
        Verdict::DoesNotConform => format!("The lot does not conform to specification {spec}."),
        Verdict::NotConcluded => {
            let open: Vec<String> = lot
                .tests
                .iter()
                .filter(|test| is_in_the_way(test))
                .map(|test| format!("{}: {}", name(test, lot.spec), outcome(test.outcome)))
                .collect();
            let bars: Vec<&str> = lot
                .findings
                .iter()
                .filter(|finding| bars_conformity(finding.code))
                .map(|finding| finding.message.as_str())
                .collect();
            if !bars.is_empty() {
                let all = open.iter().map(String::as_str).chain(bars).collect::<Vec<_>>().join("; ");
                format!("No statement of conformity to specification {spec}: {all}.")
            } else if open.is_empty() {
                let why = lot.findings.iter().find(|finding| finding.code == &judge::RELEASE_NOT_JUDGED);
                let why = why.map_or("no required test was judged", |finding| &finding.message);
                format!("No conclusion against specification {spec}: {why}.")
            } else {
                format!("No conclusion against specification {spec}. {}.", open.join("; "))
            }
        }
        Verdict::NotEvaluable => {
            format!("Not evaluable against specification {spec}: there is no statement of conformity.")
        }
    }
}

/// What stands beside the tests of a lot: label and text, for its dates, its claims for use and its handling.
pub fn beside_tests(lot: &LotReport<'_>) -> Vec<(&'static str, String)> {
    let Some(life) = &lot.life else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(expiry) = &life.expiry {
        let day = expiry.start.map(|(event, day)| match day {
            Some(day) => format!("{} on {day}", event.noun()),
            None => format!("day of {} not known", event.noun()),
        });
        let parents = expiry.by_parents.iter().map(|(lot, last)| format!("parent lot {lot} to {last}"));
        let parts = [
            expiry.rule.clone(),
            day,
            expiry.by_rule.map(|last| format!("by the rule to {last}")),
            expiry.stated.map(|label| format!("label {}", label.in_words())),
        ];
        let last = expiry.last_day.zip(expiry.remaining).map(|(last, left)| format!("last day {last}: {left}"));
        let retest = expiry.retest.zip(expiry.to_retest).map(|(due, left)| format!("retest {due}: {left}"));
        let mut texts: Vec<String> = parts.into_iter().flatten().chain(parents).chain(last).chain(retest).collect();
        texts.push(format!("as of {}", expiry.as_of));
        lines.push(("expiry", texts.join("; ")));
    }
    for claim in &life.claims {
        let state = match claim.state {
            ClaimState::NoData => "no result in use",
            ClaimState::Supported => "supported",
            ClaimState::NotSupported => "not supported",
        };
        lines.push(("in use", format!("{} ({}): {state}", claim.axis.in_words(), claim.axis.end())));
    }
    if let Some(handling) = &life.handling {
        let cycles = handling.cycles.map_or_else(|| "not known".to_owned(), |cycles| cycles.to_string());
        let most = handling.most.map_or_else(String::new, |most| format!(", at most {most}"));
        lines.push(("handling", format!("freeze-thaw cycles {cycles}{most}: {}", handling.state.as_str())));
    }
    lines
}

/// `id version`, with the status unless it is approved.
pub fn spec_name(spec: &Specification) -> String {
    match spec.status {
        Status::Approved => format!("{} {}", spec.id, spec.version),
        status => format!("{} {} ({})", spec.id, spec.version, status.as_str()),
    }
}

/// One line why a test has its outcome: the first reason, else the result beside its criterion.
pub fn reason(test: &TestReport<'_>) -> String {
    // The first of the heaviest.
    if let Some(reason) = test.reasons.iter().min_by_key(|reason| Reverse(reason.code.severity)) {
        return reason.message.clone();
    }
    match test.outcome {
        Outcome::Pass => String::new(),
        other if test.reportable.is_some() => {
            format!("{}: result {}, criterion {}", outcome(other), result(test), criterion(test))
        }
        other => format!("{}: criterion {}", outcome(other), criterion(test)),
    }
}

/// How determinations were computed from instrument files: each rule once, and under it the determinations that it gave with
/// what belongs to each alone.
pub fn how(lot: &LotReport<'_>, test: &TestReport<'_>) -> Vec<(String, Vec<String>)> {
    let mut rules: Vec<(String, Vec<String>)> = Vec::new();
    for (determination, _) in lot.determinations_of(test).filter(|(found, _)| found.fault.is_none()) {
        let Some(details) = determination.details.as_deref().filter(|details| !details.how.is_empty()) else {
            continue;
        };
        let (rule, own) = details.how.split_once("; ").unwrap_or((details.how, ""));
        let shown = shortened(determination);
        let value = match &determination.unit {
            Some(unit) => with_unit(&shown, unit),
            None => shown,
        };
        let named = [details.group, determination.replicate].into_iter().filter(|name| !name.is_empty());
        let names: Vec<&str> = named.collect();
        let role = match determination.role {
            Role::Sample => String::new(),
            role => format!("{} ", role.as_str()),
        };
        let mut line = format!("{role}{}: {value}", names.join("/"));
        if !own.is_empty() {
            line.push_str("; ");
            line.push_str(own);
        }
        match rules.iter_mut().find(|(known, _)| known == rule) {
            Some((_, lines)) => lines.push(line),
            None => rules.push((rule.to_owned(), vec![line])),
        }
    }
    rules
}

/// The text of a computed value with the digits that a reader wants; decisions rest on all of them. A text that means the
/// same with fewer digits stays as it is.
fn shortened(determination: &Determination<'_>) -> String {
    let Reading::Number(number) = determination.reading else { return determination.text.to_owned() };
    match number.exact().to_decimal_string(FREE_DIGITS) {
        (text, false) => text,
        (_, true) => determination.text.to_owned(),
    }
}

/// The record of values that were contested, invalidated or repeated: none is left out of a report.
pub fn history(lot: &LotReport<'_>, test: &TestReport<'_>, files: &[Arc<str>]) -> Vec<String> {
    let repeated = lot.determinations_of(test).any(|(row, used)| is_set_aside(used) || is_investigated(row));
    lot.determinations_of(test)
        .filter(|(row, used)| is_set_aside(*used) || (repeated && (*used == Use::Counted || corrects(row).is_some())))
        .map(|(determination, used)| {
            let mut line = format!("{} at {}: {}", delivered(determination), cell(determination, files), used.as_str());
            if let Some(new) = lot.correction_of(determination) {
                let beside = corrected_beside(determination, new).into_iter().map(|one| one.words());
                let all: Vec<String> = std::iter::once(delivered(new)).chain(beside).collect();
                line.push_str(&format!(", see {} ({})", cell(new, files), all.join("; ")));
            }
            if let Some(details) = &determination.details {
                let correction = details.correction.as_deref();
                let old = lot.corrected_by(determination).and_then(|old| old.unit.as_deref());
                let corrects = correction.map_or_else(String::new, |record| corrected(record, old, &Decimal::pretty));
                let day = correction.and_then(|record| record.on).map_or_else(String::new, |day| day.to_string());
                let parts = [
                    ("corrects ", corrects.as_str()),
                    ("", details.reason),
                    ("investigation ", details.investigation),
                    ("analyst ", details.analyst),
                    ("corrected by ", correction.map_or("", |record| record.by)),
                    ("on ", &day),
                    ("approved by ", details.approver),
                ];
                for (label, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
                    line.push_str(&format!("; {label}{part}"));
                }
            }
            line
        })
        .collect()
}

/// Whether a determination with this use belongs to the history of its test.
pub fn is_set_aside(used: Use) -> bool {
    match used {
        Use::Invalidated | Use::Contested | Use::RetestNotCounted | Use::Standing | Use::Interim => true,
        Use::Corrected | Use::CorrectionNotCounted => true,
        Use::Counted | Use::Control | Use::Duplicate | Use::Unused => false,
    }
}

/// Whether a determination names an investigation, also one that it came through.
pub fn is_investigated(determination: &Determination<'_>) -> bool {
    determination.details.as_deref().is_some_and(Details::names_investigation)
}

/// What a determination says as a correction of another one.
pub fn corrects<'d, 'a>(determination: &'d Determination<'a>) -> Option<&'d Correction<'a>> {
    determination.details.as_deref()?.correction.as_deref()
}

/// The value of a determination as it was read, with its unit: a number in the writing of results, whatever decimal mark and unit
/// stand in its cell; any other text as it is.
pub fn delivered(determination: &Determination<'_>) -> String {
    as_read(determination, &Decimal::pretty)
}

/// The same with numbers as `print` writes them.
pub fn as_read(determination: &Determination<'_>, print: &dyn Fn(&Decimal) -> String) -> String {
    let Determination { reading, text, unit, .. } = determination;
    said_by(reading, unit.as_deref(), print).unwrap_or_else(|| match reading {
        // What cannot be read as a number looks like one in another writing: `1.600` of a file with decimal commas.
        Reading::Malformed(_) => format!("\"{}\"", text.trim()),
        _ => text.trim().to_owned(),
    })
}

/// The value that a correction names, as it was read, in the unit of that value where its cell states none.
pub fn corrected(record: &Correction<'_>, of: Option<&Unit>, print: &dyn Fn(&Decimal) -> String) -> String {
    let unit = record.unit.as_ref().or(of);
    said_by(&record.reading, unit, print).unwrap_or_else(|| record.corrects.trim().to_owned())
}

/// A number, a bound or a detection limit with its unit; `None` for what is none.
fn said_by(reading: &Reading, unit: Option<&Unit>, print: &dyn Fn(&Decimal) -> String) -> Option<String> {
    let of_unit = |text: String| unit.map_or_else(|| text.clone(), |unit| times_unit(&text, unit));
    let bound = |bound: &Bound, inclusive: &str, strict: &str| {
        of_unit(format!("{}{}", if bound.inclusive { inclusive } else { strict }, print(&bound.value)))
    };
    Some(match reading {
        Reading::Number(number) => of_unit(print(number)),
        Reading::Below(below) => bound(below, "≤", "<"),
        Reading::Above(above) => bound(above, "≥", ">"),
        Reading::NotDetectedBelow(limit) => format!("ND (LOD {})", of_unit(print(limit))),
        _ => return None,
    })
}

/// The name of the file that a determination comes from.
pub fn file_name<'f>(determination: &Determination<'_>, files: &'f [Arc<str>]) -> &'f str {
    usize::try_from(determination.input).ok().and_then(|index| files.get(index)).map_or("?", |name| name)
}

/// The place of a determination: `results.csv:7:3`.
pub fn cell(determination: &Determination<'_>, files: &[Arc<str>]) -> String {
    format!("{}:{}:{}", file_name(determination, files), determination.line, determination.column)
}

/// The last line for logs: `3 lots: 1 conforms, 1 does not conform, 1 not concluded, 0 not evaluable · exit 1`.
pub fn summary(summary: &Summary) -> String {
    format!("{} · exit {}", verdicts(summary), summary.exit())
}

/// The same without an exit code, for commands that have another: `3 lots: 1 conforms, ...`.
pub fn verdicts(summary: &Summary) -> String {
    let lots = summary.lots();
    let verb = if summary.conforms == 1 { "conforms" } else { "conform" };
    let does = if summary.does_not_conform == 1 { "does" } else { "do" };
    let of = match (summary.specifications, lots) {
        (2.., _) => format!("{lots} verdicts on lots under {} specifications", summary.specifications),
        (_, 1) => "1 lot".to_owned(),
        _ => format!("{lots} lots"),
    };
    let waived = match summary.conforms_with_waivers {
        0 => String::new(),
        some => format!(" ({some} with waived tests)"),
    };
    let run = if summary.run_not_evaluable { ", run not evaluable" } else { "" };
    format!(
        "{of}: {} {verb}{waived}, {} {does} not conform, {} not concluded, {} not evaluable{run}",
        summary.conforms, summary.does_not_conform, summary.not_concluded, summary.not_evaluable
    )
}

/// The specification of the run, or of each of its versions, in one phrase.
pub fn specs(run: &Run<'_>) -> String {
    match run.specs.as_slice() {
        [] => "no specification".to_owned(),
        specs => specs.iter().map(|spec| spec_name(spec)).collect::<Vec<_>>().join(", "),
    }
}

/// Whether any specification of the run is a draft.
pub fn is_draft(run: &Run<'_>) -> bool {
    run.specs.iter().any(|spec| spec.status == Status::Draft)
}

/// Whether the value of a test is compared as it is; panels have none.
fn is_simple(test: &crate::spec::Test) -> bool {
    match &test.assessment {
        Assessment::Measured(measured) => measured.decide == DecisionRule::Simple,
        Assessment::Panel(_) => true,
    }
}

/// What the specifications of the run want every reader to know: parameters in use, basis of the limits, notes (R-1001).
pub fn about_specs(run: &Run<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for spec in &run.specs {
        for parameter in &spec.parameters {
            lines.extend(parameter.value.as_ref().map(|value| format!("{} = {}", parameter.name, quantity(value))));
        }
        if let Some(dosing) = &spec.dosing {
            lines.extend(dosing.in_words().into_iter().map(|line| format!("derivation: {line}")));
        }
        lines.push(format!("rounding {}: {}", spec.rounding, spec.rounding.describe()));
        let others = spec.tests.iter().filter(|test| !is_simple(test)).count();
        lines.push(match others {
            _ if others == spec.tests.len() => "decision rule: every test says its own".to_owned(),
            0 => "decision rule simple: the value is compared as it is, without regard to its uncertainty".to_owned(),
            _ => format!(
                "decision rule simple but for {others} test(s), which say theirs: the value is compared as it is"
            ),
        });
        lines.extend(spec.basis.iter().map(|basis| format!("basis: {basis}")));
        lines.extend(spec.notes.iter().map(|note| format!("note: {note}")));
    }
    // Versions of one specification mostly say the same.
    let mut said = Vec::new();
    lines.retain(|line| {
        let new = !said.contains(line);
        said.push(line.clone());
        new
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::scientific;

    #[test]
    fn long_numbers_are_read_by_their_power_of_ten() {
        for (plain, text) in [
            ("126000000000", "1.26×10^11"),
            ("≈21266700000", "≈2.12667×10^10"),
            ("-1000000", "-1×10^6"),
            ("1234567.5", "1.2345675×10^6"),
            ("123456", "123456"),
            ("42.3", "42.3"),
            ("≈1.5×10^-9", "≈1.5×10^-9"),
        ] {
            assert_eq!(scientific(plain), text);
        }
    }
}

//! What only the whole specification shows: panels, limits beside each other, names, and what is worth a look.

use super::codes;
use super::compendial;
use super::derivation;
use super::fields::Fields;
use super::from;
use super::idle;
use super::model::*;
use super::raw::Key;
use super::stated;
use crate::finding::{Code, Finding};
use crate::quantity::{Exact, RoundingRule, Unit, format_at_place};
use crate::source::Place;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// Checks panels and the limits of each test; fills in which panel decides for which test. Lines with faults of their own
/// may be represented by empty panels.
pub(super) fn check(specification: &mut Specification, findings: &mut Vec<Finding>) {
    panels(specification, findings);
    for test in &specification.tests {
        if let Assessment::Measured(measured) = &test.assessment {
            beside_criterion(measured, findings);
            strict_limits(test, measured, findings);
            quantitation_limit(test, measured, &specification.label, findings);
            idle::check(test, measured, findings);
        }
    }
    from::check_ceilings(specification, findings);
    derivation::above_derived(specification, findings);
    derivation::above_microbial_table(specification, findings);
    compendial::check_stages(specification, findings);
    texts(specification, findings);
    names(specification, findings);
}

/// Numbers in the text of a test that its criterion does not have.
fn texts(specification: &Specification, findings: &mut Vec<Finding>) {
    for test in &specification.tests {
        let unjudged = stated::unjudged(specification, test);
        if let (Some(text), false) = (&test.text, unjudged.is_empty()) {
            let message =
                format!("`text` of `{}` states {}, which its criterion does not have", test.id, quoted(&unjudged));
            let help = format!("correct `text: {text}`, or `accept`; what is no criterion belongs under `rationale`");
            findings.push(at(&codes::TEXT_NOT_JUDGED, message, &test.place, &test.id).help(help));
        }
    }
}

fn quoted(texts: &[String]) -> String {
    texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ")
}

/// Checks what may be missing, which only a specification without faulty lines can tell.
pub(super) fn check_whole(
    specification: &Specification,
    label: &[(Key, Quantity)],
    fields: &Fields<'_>,
    findings: &mut Vec<Finding>,
) {
    unused(specification, label, findings);
    without_clock(specification, findings);
    whole(specification, fields, findings);
}

/// Limits in use that no result can reach.
fn without_clock(specification: &Specification, findings: &mut Vec<Finding>) {
    if specification.in_use.is_some() {
        return;
    }
    for test in &specification.tests {
        let Assessment::Measured(measured) = &test.assessment else { continue };
        if let Some(first) = measured.in_use.first() {
            let message = format!("test `{}` has a limit in use, and the specification states no clock", test.id);
            let help = "add `in_use: {reconstituted: {within: 1 h}}` beside `tests`";
            findings.push(at(&codes::IN_USE_WITHOUT_CLOCK, message, &first.place, &first.text).help(help));
        }
    }
}

fn at(code: &'static Code, message: String, place: &Place, text: &str) -> Finding {
    Finding::new(code, message).at(place.clone(), u32::try_from(text.chars().count()).unwrap_or(1))
}

// Panels.

fn panels(specification: &mut Specification, findings: &mut Vec<Finding>) {
    let statements: Vec<(usize, Statement)> = specification
        .tests
        .iter()
        .enumerate()
        .filter_map(|(index, test)| match &test.assessment {
            Assessment::Panel(panel) => Some((index, panel.statement.clone())),
            Assessment::Measured(_) => None,
        })
        .collect();
    let members: HashMap<usize, Vec<usize>> =
        statements.iter().map(|(index, statement)| (*index, statement.members())).collect();
    for (index, statement) in &statements {
        let test = &specification.tests[*index];
        let Assessment::Panel(panel) = &test.assessment else { continue };
        if reaches(*index, *index, &members) {
            let message = format!("panel `{}` contains itself through its members", test.id);
            findings.push(
                at(&codes::CYCLIC_PANEL, message, &panel.place, &panel.text).help("remove one panel from the other"),
            );
        }
        double_negatives(statement, false, specification, panel, findings);
    }
    for (index, _) in statements {
        for member in &members[&index] {
            specification.tests[*member].panel.get_or_insert(index);
        }
    }
}

/// Whether a panel can be reached from another one through members.
fn reaches(from: usize, goal: usize, members: &HashMap<usize, Vec<usize>>) -> bool {
    let (mut waiting, mut seen) = (vec![from], HashSet::new());
    while let Some(next) = waiting.pop() {
        for member in members.get(&next).into_iter().flatten() {
            if *member == goal {
                return true;
            }
            if seen.insert(*member) {
                waiting.push(*member);
            }
        }
    }
    false
}

/// `none of` over a test that asks for absence, or over another `none of`.
fn double_negatives(
    statement: &Statement,
    negated: bool,
    specification: &Specification,
    panel: &Panel,
    findings: &mut Vec<Finding>,
) {
    let found = match statement {
        Statement::Member(index) if negated => {
            let test = &specification.tests[*index];
            asks_for_absence(test).then(|| format!("`none of` names `{}`, which must be negative itself", test.id))
        }
        Statement::NoneOf(_) if negated => Some("`none of` stands inside `none of`".to_owned()),
        _ => None,
    };
    if let Some(message) = found {
        findings.push(
            at(&codes::PANEL_DOUBLE_NEGATIVE, message, &panel.place, &panel.text)
                .help("write `all of` if the test must meet its own criterion"),
        );
    }
    match statement {
        Statement::Member(_) => {}
        Statement::All(parts) | Statement::AtLeast(_, parts) => {
            parts.iter().for_each(|part| double_negatives(part, negated, specification, panel, findings));
        }
        Statement::NoneOf(parts) => {
            parts.iter().for_each(|part| double_negatives(part, true, specification, panel, findings));
        }
    }
}

fn asks_for_absence(test: &Test) -> bool {
    match &test.assessment {
        Assessment::Measured(measured) => {
            measured.accept.iter().any(|one| matches!(one.criterion, Criterion::Qualitative(Expected::Negative)))
        }
        Assessment::Panel(_) => false,
    }
}

// Limits beside each other.

/// Alert, action, individual and shelf-life limits against the acceptance criterion.
fn beside_criterion(measured: &Measured, findings: &mut Vec<Finding>) {
    for one in &measured.accept {
        let Criterion::Numeric(accept) = &one.criterion else { continue };
        for (word, limits) in [("alert", &measured.alert), ("action", &measured.action)] {
            if let Some(limits) = limits
                && (looser(limits, accept, Side::Lower) || looser(limits, accept, Side::Upper))
            {
                let message =
                    format!("the {word} limit `{}` lies outside the criterion `{}`", limits.text, accept.text);
                findings.push(
                    at(&codes::ALERT_OUTSIDE_ACCEPTANCE, message, &limits.place, &limits.text)
                        .with(accept.place.clone(), "the criterion")
                        .help("set it inside the criterion"),
                );
            }
        }
        if let Some(individual) = &measured.individual
            && disjoint(individual, accept)
        {
            let message = format!("no determination can meet both `{}` and `{}`", individual.text, accept.text);
            findings.push(
                at(&codes::INDIVIDUAL_LIMIT_INCOMPATIBLE, message, &individual.place, &individual.text)
                    .with(accept.place.clone(), "the criterion")
                    .help("correct one of the two"),
            );
        }
        for later in &measured.shelf_life {
            let Criterion::Numeric(shelf_life) = &later.criterion else { continue };
            let same_condition = later.when == one.when;
            if same_condition && (looser(accept, shelf_life, Side::Lower) || looser(accept, shelf_life, Side::Upper)) {
                let message = format!("the shelf-life limit `{}` is tighter than `{}`", shelf_life.text, accept.text);
                findings.push(
                    at(&codes::SHELF_LIFE_TIGHTER_THAN_RELEASE, message, &shelf_life.place, &shelf_life.text)
                        .with(accept.place.clone(), "the release criterion")
                        .help("exchange the two, or correct one"),
                );
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Lower,
    Upper,
}

fn side(limits: &Limits, side: Side) -> Option<&Limit> {
    match side {
        Side::Lower => limits.lower.as_ref(),
        Side::Upper => limits.upper.as_ref(),
    }
}

/// How the numbers of two limits compare, in the unit of the second.
fn order(first: &Limit, first_unit: &Unit, second: &Limit, second_unit: &Unit) -> Option<Ordering> {
    let factor = first_unit.factor_to(second_unit)?;
    Some((&first.value * &factor).cmp(&second.value))
}

/// Whether the first limit lets pass on this side what the second, which has a limit there, does not.
fn looser(first: &Limits, second: &Limits, on: Side) -> bool {
    let (Some(one), Some(two)) = (side(first, on), side(second, on)) else { return false };
    let wanted = if on == Side::Lower { Ordering::Less } else { Ordering::Greater };
    order(one, &first.unit, two, &second.unit) == Some(wanted)
}

/// Whether no value lies within both.
fn disjoint(first: &Limits, second: &Limits) -> bool {
    let apart = |low: &Limits, high: &Limits| {
        let (Some(lower), Some(upper)) = (&low.lower, &high.upper) else { return false };
        match order(lower, &low.unit, upper, &high.unit) {
            Some(Ordering::Greater) => true,
            Some(Ordering::Equal) => !(lower.inclusive && upper.inclusive),
            _ => false,
        }
    };
    apart(first, second) || apart(second, first)
}

/// a strict limit together with rounding to its digits.
fn strict_limits(test: &Test, measured: &Measured, findings: &mut Vec<Finding>) {
    for one in measured.criteria() {
        let (Criterion::Numeric(limits) | Criterion::Label(limits)) = &one.criterion else { continue };
        for side in [Side::Lower, Side::Upper] {
            let Some(limit) = self::side(limits, side).filter(|limit| !limit.inclusive) else { continue };
            if let Some(value) = rounded_to(limit, side, test.rounding) {
                let message = format!(
                    "{value} rounds to {} under `{}` and then fails `{}`",
                    limit.written, test.rounding, limits.text
                );
                findings.push(
                    at(&codes::STRICT_LIMIT_WITH_ROUNDING, message, &limits.place, &limits.text)
                        .help("include the limit, or write `rounding: none` for this test"),
                );
            }
        }
    }
}

/// A value inside a strict limit that is rounded to it, as text; none where the rule rounds no such value.
///
/// Rounded to significant figures, the values below a power of ten have one place more than the limit.
fn rounded_to(limit: &Limit, side: Side, rounding: RoundingRule) -> Option<String> {
    [1, 2].into_iter().find_map(|places| {
        let place = limit.written.last_place().checked_sub(places)?;
        let distance = Exact::from_i64(4) * Exact::pow10(place);
        let value = if side == Side::Upper { &limit.value - &distance } else { &limit.value + &distance };
        let meets_it = rounding.round_value(&value, &limit.written) == limit.value;
        meets_it.then(|| format_at_place(&value, place, limit.written.notation()))
    })
}

/// a method that cannot quantify at the limit. Every result that could meet an upper limit is then below its
/// quantitation limit; at a lower limit only the results near it are.
fn quantitation_limit(test: &Test, measured: &Measured, label: &[(String, Quantity)], findings: &mut Vec<Finding>) {
    let Some(loq) = &measured.loq else { return };
    for one in measured.criteria() {
        let Some((limits, per_unit)) = in_units_of(loq, &one.criterion, &test.id, label) else { continue };
        let smallest: Exact = &loq.value.exact() * &per_unit;
        let below = |limit: &Option<Limit>| limit.as_ref().is_some_and(|limit| limit.value < smallest);
        let (code, word) = if below(&limits.upper) {
            (&codes::QUANTITATION_LIMIT_ABOVE_CRITERION, "upper")
        } else if below(&limits.lower) {
            (&codes::QUANTITATION_LIMIT_ABOVE_LOWER_LIMIT, "lower")
        } else {
            continue;
        };
        let message =
            format!("the quantitation limit {} {} is above the {word} limit of `{}`", loq.value, loq.unit, limits.text);
        findings.push(
            at(code, message, &limits.place, &limits.text).help("use a more sensitive method, or reconsider the limit"),
        );
    }
}

/// Numeric limits with the factor from the unit of a quantity to theirs; for a limit in percent of label, where the
/// specification makes the claim.
fn in_units_of<'c>(
    quantity: &Quantity,
    criterion: &'c Criterion,
    test: &str,
    label: &[(String, Quantity)],
) -> Option<(&'c Limits, Exact)> {
    match criterion {
        Criterion::Numeric(limits) => Some((limits, quantity.unit.factor_to(&limits.unit)?)),
        Criterion::Label(limits) => {
            let (_, claim) = label.iter().find(|(attribute, _)| attribute == test)?;
            let factor = quantity.unit.factor_to(&claim.unit)?;
            Some((limits, (factor * Exact::from_i64(100)).checked_div(&claim.value.exact())?))
        }
        Criterion::Qualitative(_) | Criterion::Report => None,
    }
}

// The tests together.

/// Names by which result files may call a test must not be shared within a stage.
fn names(specification: &Specification, findings: &mut Vec<Finding>) {
    let mut owners: HashMap<(String, Option<String>), usize> = HashMap::new();
    for (index, test) in specification.tests.iter().enumerate() {
        let derived =
            matches!(&test.assessment, Assessment::Measured(measured) if measured.origin != Origin::Delivered);
        if derived || matches!(test.assessment, Assessment::Panel(_)) {
            continue; // never delivered, so no row has to be matched
        }
        for name in std::iter::once(&test.id).chain([&test.name]).chain(&test.columns) {
            let key = (folded(name), test.stage.as_deref().map(folded));
            let owner = *owners.entry(key).or_insert(index);
            if owner != index {
                let other = &specification.tests[owner];
                let message = format!("`{name}` may mean `{}` or `{}`", other.id, test.id);
                findings.push(
                    at(&codes::AMBIGUOUS_TEST_NAME, message, &test.place, &test.id)
                        .with(other.place.clone(), "the other test")
                        .help("give them different names and columns, or different stages"),
                );
            }
        }
    }
}

/// Case, `_`, `-` and spaces do not count in names of tests.
fn folded(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .filter(|character| !matches!(character, '_' | '-') && !character.is_whitespace())
        .collect()
}

/// Claims and derived attributes that nothing looks at.
fn unused(specification: &Specification, label: &[(Key, Quantity)], findings: &mut Vec<Finding>) {
    let mut used = vec![false; specification.derived.len()];
    let mut claims = Vec::new();
    for derived in &specification.derived {
        derived.formula.leaves(&mut |leaf| match leaf {
            Expression::Derived(index) => used[*index] = true,
            Expression::Label(name) => claims.push(name.clone()),
            _ => {}
        });
    }
    for (index, derived) in specification.derived.iter().enumerate() {
        if !used[index] && specification.test_index(&derived.id).is_none() {
            let message = format!("derived attribute `{}` is neither judged nor used", derived.id);
            findings.push(
                at(&codes::UNUSED_DERIVED_ATTRIBUTE, message, &derived.place, &derived.text)
                    .help("add a test of the same id, or remove it"),
            );
        }
    }
    for (key, _) in label {
        let attribute = specification.test_index(&key.text).is_some()
            || specification.derived.iter().any(|derived| derived.id == key.text);
        if !attribute && !claims.contains(&key.text) {
            let names = specification.tests.iter().map(|test| test.id.as_str());
            let help = match crate::finding::did_you_mean(&key.text, names) {
                Some(close) => format!("did you mean `{close}`?"),
                None => "use the id of a test or derived attribute".to_owned(),
            };
            let message = format!("the label claims `{}`, which is neither a test nor derived", key.text);
            findings.push(at(&codes::LABEL_WITHOUT_ATTRIBUTE, message, &key.place, &key.text).help(help));
        }
    }
}

/// What is worth a look in the specification as a whole.
fn whole(specification: &Specification, fields: &Fields<'_>, findings: &mut Vec<Finding>) {
    let place = fields.key("tests").map_or(&fields.place, |key| &key.place);
    if !specification.tests.iter().any(|test| test.required) {
        findings.push(
            at(&codes::NOTHING_REQUIRED, "no test of the specification is required".to_owned(), place, "tests")
                .help("make at least one test required"),
        );
    }
    by_default(specification, fields, place, findings);
}

/// One note for all tests that name no decision rule.
fn by_default(specification: &Specification, fields: &Fields<'_>, place: &Place, findings: &mut Vec<Finding>) {
    let written = |test: &Test| {
        let entry = fields.mapping("tests", &mut Vec::new()).iter().find(|(key, _)| key.text == test.id);
        matches!(entry, Some((_, node)) if has_key(node, "decide"))
    };
    let silent = specification
        .tests
        .iter()
        .filter(|test| matches!(test.assessment, Assessment::Measured(_)) && !written(test))
        .count();
    if silent > 0 {
        let tests = if silent == 1 { "1 test names".to_owned() } else { format!("{silent} tests name") };
        let message = format!("{tests} no decision rule; the rule is then `simple`");
        findings
            .push(at(&codes::DECISION_RULE_BY_DEFAULT, message, place, "tests").help("write `decide: simple` in each"));
    }
}

fn has_key(node: &super::raw::Node, name: &str) -> bool {
    matches!(&node.kind, super::raw::Kind::Mapping(entries) if entries.iter().any(|(key, _)| key.text == name))
}

//! Attributes beside the tests: label claims, facts of the lot, and derived attributes with their formulas.

use super::codes;
use super::fields::{Fields, Text, mapping, text};
use super::formula::{self, Resolved, Term, TermKind, shown};
use super::grammar::{self, Fault};
use super::keys;
use super::model::{Assessment, Criterion, Derived, Expression, Quantity, Test};
use super::parameters::{Parameters, unit};
use super::raw::{Key, Node};
use crate::finding::{Finding, did_you_mean};
use crate::order;
use crate::quantity::Unit;
use std::collections::{BTreeSet, HashMap};

/// Reads the label claims.
pub(super) fn labels(entries: &[(Key, Node)], findings: &mut Vec<Finding>) -> Vec<(Key, Quantity)> {
    let mut claims = Vec::new();
    for (key, node) in entries {
        let Some(text) = text(node, &key.text, findings) else { continue };
        match grammar::quantity(&text.text, &text.text) {
            Ok(quantity) => claims.push((key.clone(), quantity)),
            Err(fault) => findings.push(text.fault(fault)),
        }
    }
    claims
}

/// Reads the facts a lot file must supply.
pub(super) fn facts(entries: &[(Key, Node)], findings: &mut Vec<Finding>) -> Vec<(String, Unit)> {
    let mut facts = Vec::new();
    for (key, node) in entries {
        let Some(inner) = mapping(node, &key.text, findings) else { continue };
        let at = (key.place.clone(), key.width);
        let fields = Fields::new(inner, keys::FACT, at, format!("fact `{}`", key.text), findings);
        let unit = fields.text("unit", findings).and_then(|text| unit(&text, findings)).unwrap_or_else(Unit::none);
        facts.push((key.text.clone(), unit));
    }
    facts
}

/// A derived attribute whose names are not looked up yet.
pub(super) struct Draft {
    pub key: Key,
    pub text: Text,
    pub term: Term,
    pub unit: Unit,
}

impl Draft {
    /// The names in the formula.
    fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        self.term.walk(&mut |term| {
            if let TermKind::Name(name) = &term.kind {
                names.push(name.clone());
            }
        });
        names
    }
}

/// Reads the derived attributes, in an order in which each uses only earlier ones.
pub(super) fn drafts(entries: &[(Key, Node)], findings: &mut Vec<Finding>) -> Vec<Draft> {
    let drafts = entries.iter().filter_map(|(key, node)| draft(key, node, findings)).collect();
    in_order(drafts, findings)
}

fn draft(key: &Key, node: &Node, findings: &mut Vec<Finding>) -> Option<Draft> {
    let inner = mapping(node, &key.text, findings)?;
    let at = (key.place.clone(), key.width);
    let fields = Fields::new(inner, keys::DERIVED, at, format!("derived attribute `{}`", key.text), findings);
    let declared = fields.text("unit", findings).map(|text| unit(&text, findings));
    let text = fields.needed("formula", findings)?;
    match formula::parse(&text.text) {
        Ok(term) => Some(Draft { key: key.clone(), text, term, unit: declared.flatten().unwrap_or_else(Unit::none) }),
        Err(fault) => {
            findings.push(text.fault(fault));
            None
        }
    }
}

/// Sorts by dependency, otherwise as written; what is left over goes in circles.
fn in_order(drafts: Vec<Draft>, findings: &mut Vec<Finding>) -> Vec<Draft> {
    let index: HashMap<String, usize> =
        drafts.iter().enumerate().map(|(index, draft)| (draft.key.text.clone(), index)).collect();
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); drafts.len()];
    let mut waits_for: Vec<usize> = vec![0; drafts.len()];
    for (user, draft) in drafts.iter().enumerate() {
        for used in draft.names().iter().filter_map(|name| index.get(name)) {
            users[*used].push(user);
            waits_for[user] += 1;
        }
    }
    let mut ready: BTreeSet<usize> = order::collect((0..drafts.len()).filter(|index| waits_for[*index] == 0));
    let mut order = Vec::new();
    while let Some(next) = ready.pop_first() {
        order.push(next);
        for user in &users[next] {
            waits_for[*user] -= 1;
            if waits_for[*user] == 0 {
                ready.insert(*user);
            }
        }
    }
    let mut slots: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    let sorted: Vec<Draft> = order.into_iter().filter_map(|index| slots[index].take()).collect();
    report_circle(&slots.into_iter().flatten().collect::<Vec<_>>(), findings);
    sorted
}

/// Reports the attributes that could not be put into an order, all in one finding.
fn report_circle(waiting: &[Draft], findings: &mut Vec<Finding>) {
    let Some((first, others)) = waiting.split_first() else { return };
    let circle: Vec<String> = waiting.iter().map(|draft| format!("`{}`", draft.key.text)).collect();
    let message = format!("{} cannot be computed: the formulas go in a circle", circle.join(", "));
    let mut finding = first.text.finding(&codes::CYCLIC_FORMULA, message).help("remove one of the dependencies");
    for other in others {
        finding = finding.with(other.text.place.clone(), format!("formula of `{}`", other.key.text));
    }
    findings.push(finding);
}

/// What the names in a formula may mean.
pub(super) struct Names<'a> {
    pub tests: &'a [Option<Test>],
    pub ids: &'a [String],
    pub facts: &'a [(String, Unit)],
    pub label: &'a [(Key, Quantity)],
}

/// Most parts that a formula may have with the derived attributes in it written out: twenty that each double the one before
/// would take a million.
const MOST_PARTS: usize = 128;
/// Most derived attributes inside one another: reports nest as deep, and their readers allow 128 levels.
const MOST_LEVELS: usize = 16;

/// Looks up the names of the formulas and checks their units.
pub(super) fn derive(
    drafts: &[Draft],
    names: &Names<'_>,
    parameters: &mut Parameters,
    findings: &mut Vec<Finding>,
) -> Vec<Derived> {
    let mut derived: Vec<Derived> = Vec::new();
    let mut extents: Vec<Extent> = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().enumerate() {
        let mut leaf = |term: &Term| match &term.kind {
            TermKind::Name(name) => named(term, name, &drafts[..index], names),
            TermKind::Label(name) => label(term, name, drafts, names),
            TermKind::Parameter(name) => parameter(term, name, parameters),
            _ => Err(fault(&codes::MALFORMED_FORMULA, term, "this is not a name")),
        };
        match formula::resolve(&draft.term, &mut leaf) {
            Ok((mut expression, unit)) => {
                let unit = as_percentage(draft, &mut expression, &unit).unwrap_or(unit);
                check_unit(draft, &unit, findings);
                let extent = Extent::of(&expression, &extents);
                extents.push(extent);
                if extent.parts > MOST_PARTS || extent.levels > MOST_LEVELS {
                    let message = format!(
                        "written out, `{}` has more than {MOST_PARTS} parts or {MOST_LEVELS} levels",
                        draft.key.text
                    );
                    let finding = draft.text.finding(&codes::MALFORMED_FORMULA, message);
                    findings.push(finding.help("use fewer derived attributes in one another"));
                }
                derived.push(Derived {
                    id: draft.key.text.clone(),
                    text: draft.text.text.clone(),
                    formula: expression,
                    unit: draft.unit.clone(),
                    place: draft.text.start(),
                });
            }
            Err(fault) => {
                extents.push(Extent::default());
                findings.push(draft.text.fault(fault));
            }
        }
    }
    derived
}

/// How much a formula takes with the derived attributes in it written out.
#[derive(Clone, Copy, Default)]
struct Extent {
    /// Names, numbers and operations.
    parts: usize,
    /// Derived attributes inside one another.
    levels: usize,
}

impl Extent {
    fn of(expression: &Expression, derived: &[Extent]) -> Extent {
        let inside = match expression {
            Expression::Negate(inner) | Expression::Power(inner, _) => Extent::of(inner, derived),
            Expression::Add(a, b)
            | Expression::Subtract(a, b)
            | Expression::Multiply(a, b)
            | Expression::Divide(a, b) => {
                let (a, b) = (Extent::of(a, derived), Extent::of(b, derived));
                Extent { parts: a.parts.saturating_add(b.parts), levels: a.levels.max(b.levels) }
            }
            Expression::Derived(index) => {
                let inner = derived.get(*index).copied().unwrap_or_default();
                Extent { levels: inner.levels + 1, ..inner }
            }
            Expression::Number(_) | Expression::Test(_) | Expression::Label(_) | Expression::Fact(_) => {
                Extent::default()
            }
        };
        Extent { parts: inside.parts.saturating_add(1), ..inside }
    }
}

fn check_unit(draft: &Draft, found: &Unit, findings: &mut Vec<Finding>) {
    if found.factor_to(&draft.unit).is_none() {
        let message = format!(
            "the formula of `{}` gives {}, its declared unit is {}",
            draft.key.text,
            shown(found),
            shown(&draft.unit)
        );
        let help = if draft.unit.symbol() == "%" && found.dimension().is_number() {
            "multiply by 100 to get a percentage"
        } else {
            "correct the formula or the declared `unit`"
        };
        findings.push(draft.text.finding(&codes::FORMULA_UNIT_MISMATCH, message).help(help));
    }
}

/// The factor 100 is what makes a plain number a percentage: `100 * a / b` may be declared in percent. The number then
/// has the unit %, since units are exact and a bare number is no percentage.
fn as_percentage(draft: &Draft, expression: &mut Expression, found: &Unit) -> Option<Unit> {
    let percent = (draft.unit.symbol() == "%" && found.dimension().is_number()).then(|| draft.unit.clone())?;
    let hundred = hundred(expression)?;
    hundred.unit = percent;
    Some(draft.unit.clone())
}

/// The factor 100 of a product, if it has one.
fn hundred(expression: &mut Expression) -> Option<&mut Quantity> {
    match expression {
        Expression::Number(number) if number.value.exact() == 100.into() => Some(number),
        Expression::Multiply(left, right) => hundred(left).or_else(|| hundred(right)),
        Expression::Divide(left, _) | Expression::Negate(left) => hundred(left),
        _ => None,
    }
}

fn fault(code: &'static crate::finding::Code, term: &Term, message: impl Into<String>) -> Fault {
    Fault { code, message: message.into(), help: None, start: term.start, end: term.end }
}

/// A derived attribute first: the test of the same id only judges it.
fn named(term: &Term, name: &str, earlier: &[Draft], names: &Names<'_>) -> Resolved {
    if let Some(index) = earlier.iter().position(|draft| draft.key.text == name) {
        return Ok((Expression::Derived(index), earlier[index].unit.clone()));
    }
    if let Some(index) = names.ids.iter().position(|id| id == name) {
        return match names.tests[index].as_ref().map(|test| (numeric_unit(test), test)) {
            Some((Some(unit), _)) => Ok((Expression::Test(index), unit)),
            Some((None, test)) => {
                let message = format!("the result of `{}` is not a number", test.id);
                Err(fault(&codes::FORMULA_OF_WORDS, term, message).help("use tests with numeric results only"))
            }
            // The test has a fault of its own, which is reported; its unit is anybody's guess.
            None => Err(fault(
                &codes::UNKNOWN_NAME_IN_FORMULA,
                term,
                format!("`{name}` cannot be used before its faults are corrected"),
            )),
        };
    }
    if let Some(index) = names.facts.iter().position(|(fact, _)| fact == name) {
        return Ok((Expression::Fact(index), names.facts[index].1.clone()));
    }
    let known = names.ids.iter().map(String::as_str).chain(names.facts.iter().map(|(fact, _)| fact.as_str()));
    let known = known.chain(earlier.iter().map(|draft| draft.key.text.as_str()));
    let help = match did_you_mean(name, known) {
        Some(close) => format!("did you mean `{close}`?"),
        None => "name a test, a derived attribute, label.NAME, or a fact declared under `facts`".to_owned(),
    };
    Err(fault(&codes::UNKNOWN_NAME_IN_FORMULA, term, format!("nothing is called `{name}`")).help(help))
}

/// The unit of a test's reportable value; nothing for words and panels.
fn numeric_unit(test: &Test) -> Option<Unit> {
    match &test.assessment {
        Assessment::Panel(_) => None,
        Assessment::Measured(measured) => {
            let words = measured.accept.iter().any(|one| is_words(&one.criterion));
            (!words).then(|| measured.unit.clone())
        }
    }
}

/// Whether a criterion is about words.
pub(super) fn is_words(criterion: &Criterion) -> bool {
    matches!(criterion, Criterion::Qualitative(_))
}

/// A label claim has the unit it is written in, or that of its attribute when only the lot file claims.
fn label(term: &Term, name: &str, drafts: &[Draft], names: &Names<'_>) -> Resolved {
    let claimed = names.label.iter().find(|(key, _)| key.text == name).map(|(_, quantity)| quantity.unit.clone());
    let derived = || drafts.iter().find(|draft| draft.key.text == name).map(|draft| draft.unit.clone());
    let tested = || {
        let index = names.ids.iter().position(|id| id == name)?;
        names.tests[index].as_ref().and_then(numeric_unit)
    };
    match claimed.or_else(derived).or_else(tested) {
        Some(unit) => Ok((Expression::Label(name.to_owned()), unit)),
        None => {
            let close = did_you_mean(name, names.label.iter().map(|(key, _)| key.text.as_str()));
            let help = match close {
                Some(close) => format!("did you mean `label.{close}`?"),
                None => "add the claim under `label`".to_owned(),
            };
            let message = format!("nothing is claimed for `{name}`");
            Err(fault(&codes::UNKNOWN_NAME_IN_FORMULA, term, message).help(help))
        }
    }
}

fn parameter(term: &Term, name: &str, parameters: &mut Parameters) -> Resolved {
    let Some(index) = parameters.find(name) else {
        let (code, message, help) = parameters.unknown(name);
        return Err(fault(code, term, message).help(help));
    };
    let parameter = &parameters.list[index];
    // Without a value the specification is only shown or linted, and 1 stands in for it.
    let quantity =
        parameter.value.clone().unwrap_or_else(|| Quantity { value: 1.into(), unit: parameter.unit.clone() });
    let unit = quantity.unit.clone();
    Ok((Expression::Number(quantity), unit))
}

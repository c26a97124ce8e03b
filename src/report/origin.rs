//! Where a result comes from that has no cell of its own: the formula and inputs of a derived attribute, the members of a
//! panel.

use super::wording;
use crate::judge::{
    Derivation, FormulaInput, InputOrigin, LotReport, TestReport, Use, censored_estimate, derivation, members_against,
    number_and_bound,
};
use crate::quantity::{Bounded, Unit};
use crate::source::Place;
use crate::spec::Expression;
use std::borrow::Cow;
use std::sync::Arc;

/// More cells of one input than this are counted only.
const CELLS: usize = 6;

/// The cells that a test rests on: those that were counted, else all that were delivered.
pub fn cells(lot: &LotReport<'_>, test: &TestReport<'_>, files: &[Arc<str>]) -> Vec<Place> {
    let counted = lot.determinations_of(test).any(|(_, used)| used == Use::Counted);
    lot.determinations_of(test)
        .filter(|(_, used)| *used == Use::Counted || !counted)
        .filter_map(|(row, _)| {
            let file = files.get(usize::try_from(row.input).ok()?)?;
            Some(Place::new(file, row.line, row.column))
        })
        .collect()
}

/// The cells behind an input of a formula; those of a derived attribute are the cells of its own inputs.
pub fn cells_of_input(lot: &LotReport<'_>, input: &FormulaInput<'_>, files: &[Arc<str>]) -> Vec<Place> {
    let row_of_lot = || lot.facts.and_then(|facts| facts.place.clone()).into_iter().collect();
    match &input.origin {
        InputOrigin::Test(Some(test)) => match derivation(lot, test) {
            Some(inner) => cells_of_all(lot, &inner, files),
            None => cells(lot, test, files),
        },
        InputOrigin::Derived(inner) => cells_of_all(lot, inner, files),
        InputOrigin::Label(true) | InputOrigin::Fact => row_of_lot(),
        InputOrigin::Test(None) | InputOrigin::Label(false) => Vec::new(),
    }
}

fn cells_of_all(lot: &LotReport<'_>, derivation: &Derivation<'_>, files: &[Arc<str>]) -> Vec<Place> {
    derivation.inputs.iter().flat_map(|input| cells_of_input(lot, input, files)).collect()
}

/// The places behind a finding about a derived test or a panel, each with what stands there.
pub fn behind<'r>(
    lot: &LotReport<'_>,
    test: &TestReport<'_>,
    files: &[Arc<str>],
) -> Vec<(Cow<'r, Place>, Cow<'r, str>)> {
    let mut found = Vec::new();
    if files.is_empty() {
        return found;
    }
    let mut add = |cells: Vec<Place>, note: &str| {
        found.extend(cells.into_iter().take(CELLS).map(|cell| (Cow::Owned(cell), Cow::Owned(note.to_owned()))));
    };
    if let Some(derivation) = derivation(lot, test) {
        for input in &derivation.inputs {
            add(cells_of_input(lot, input, files), &input.name);
        }
    }
    for member in members_against(lot, test) {
        add(cells(lot, member, files), &member.test.id);
    }
    found
}

/// How a value was computed, in lines: of a derived one the formula with its inputs and the result, then where each input
/// stands; of a mean with censored determinations the method.
pub fn computation(lot: &LotReport<'_>, test: &TestReport<'_>, files: &[Arc<str>]) -> Vec<String> {
    let Some(derivation) = derivation(lot, test) else { return estimation(lot, test).into_iter().collect() };
    let mut lines = Vec::new();
    add_lines(lot, &derivation, files, &mut lines);
    lines
}

/// The formulas behind a value with their inputs and results, those of inputs first; empty for one that was not computed.
pub fn formulas(lot: &LotReport<'_>, test: &TestReport<'_>) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(derivation) = derivation(lot, test) {
        add_formulas(&derivation, &mut all);
    }
    all
}

fn add_formulas(derivation: &Derivation<'_>, all: &mut Vec<String>) {
    for input in &derivation.inputs {
        if let InputOrigin::Derived(inner) = &input.origin {
            add_formulas(inner, all);
        }
    }
    all.extend(substituted(derivation).filter(|formula| !all.contains(formula)));
}

/// `mean by Kaplan-Meier of 3 with 1 censored`; `None` for a value that was not estimated.
pub fn estimation(lot: &LotReport<'_>, test: &TestReport<'_>) -> Option<String> {
    let found = censored_estimate(lot, test)?;
    let way = found.summary.as_str();
    Some(format!("{way} by {} of {} with {} censored", found.method, found.n, found.censored))
}

fn add_lines(lot: &LotReport<'_>, derivation: &Derivation<'_>, files: &[Arc<str>], lines: &mut Vec<String>) {
    for input in &derivation.inputs {
        if let InputOrigin::Derived(inner) = &input.origin {
            add_lines(lot, inner, files, lines);
        }
    }
    let Some(text) = substituted(derivation) else { return };
    let stated: Vec<String> = derivation.inputs.iter().filter_map(|input| stated(lot, input, files)).collect();
    let inputs = if stated.is_empty() { String::new() } else { format!("; {}", stated.join("; ")) };
    lines.push(format!("{text}{inputs}"));
}

/// `particle_concentration from results.csv:2:3, 3:3`; further cells of a file do not repeat its name.
fn stated(lot: &LotReport<'_>, input: &FormulaInput<'_>, files: &[Arc<str>]) -> Option<String> {
    if matches!(input.origin, InputOrigin::Derived(_)) {
        return None;
    }
    let cells = cells_of_input(lot, input, files);
    let from = match (&input.origin, cells.len()) {
        (InputOrigin::Label(false), _) => "the specification".to_owned(),
        (_, 0) => return None,
        (_, count) => {
            let mut shown: Vec<String> = Vec::new();
            let mut file = None;
            for cell in cells.iter().take(CELLS) {
                let same = file.replace(&cell.file) == Some(&cell.file);
                shown.push(if same { format!("{}:{}", cell.line, cell.column) } else { cell.to_string() });
            }
            if count > CELLS {
                shown.push(format!("{} more", count - CELLS));
            }
            shown.join(", ")
        }
    };
    Some(format!("{} from {from}", input.name))
}

/// `particles_per_ug = particle_concentration / protein_concentration = 1.26×10^11 particles/mL / 42.3 µg/mL ≈ 2.97872×10^9
/// particles/µg`; `None` while an input has no value.
pub fn substituted(derivation: &Derivation<'_>) -> Option<String> {
    let Derivation { derived, value, inputs } = derivation;
    let value_of = |leaf: &Expression| match leaf {
        Expression::Number(quantity) => Some(wording::quantity(quantity)),
        _ => {
            let (value, unit) = inputs.iter().find(|input| input.leaf == leaf)?.value.as_ref()?;
            number(value, unit)
        }
    };
    let computed = written(&derived.formula, 0, &value_of)?;
    let result = number(value.as_ref()?, &derived.unit)?;
    let result = result.strip_prefix('≈').map_or_else(|| format!("= {result}"), |about| format!("≈ {about}"));
    Some(format!("{} = {} = {computed} {result}", derived.id, derived.text))
}

/// `42.3 µg/mL`, `≈2.97872×10^9 particles/µg`; of a bound `<0.5 ng/mL`, `≈<7.33333 ng`.
fn number(value: &Bounded, unit: &Unit) -> Option<String> {
    let (exact, bound) = number_and_bound(value)?;
    let text = wording::free_number(&exact);
    let (about, digits) = text.strip_prefix('≈').map_or(("", &*text), |digits| ("≈", digits));
    let sign = bound.map_or("", wording::bound_sign);
    Some(wording::with_unit(&format!("{about}{sign}{digits}"), unit))
}

/// A formula with values for its names; brackets where `above` binds at least as strongly.
fn written(formula: &Expression, above: u8, value_of: &dyn Fn(&Expression) -> Option<String>) -> Option<String> {
    let two = |left: &Expression, sign: &str, right: &Expression, strength: u8| {
        // What stands on the right of `-` or `/` keeps its brackets.
        Some(format!("{} {sign} {}", written(left, strength - 1, value_of)?, written(right, strength, value_of)?))
    };
    let (text, strength) = match formula {
        Expression::Add(left, right) => (two(left, "+", right, 1)?, 1),
        Expression::Subtract(left, right) => (two(left, "-", right, 1)?, 1),
        Expression::Multiply(left, right) => (two(left, "*", right, 2)?, 2),
        Expression::Divide(left, right) => (two(left, "/", right, 2)?, 2),
        Expression::Negate(inner) => (format!("-{}", written(inner, 3, value_of)?), 1),
        Expression::Power(inner, power) => (format!("{}^{power}", written(inner, 4, value_of)?), 4),
        leaf => {
            let text = value_of(leaf)?;
            // A number with its unit is one thing, except below a power.
            let strength = if text.starts_with(['-', '−']) { 1 } else { 3 };
            (text, strength)
        }
    };
    Some(if strength <= above { format!("({text})") } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Decimal, DecimalMark, Exact};

    fn leaf(text: &str) -> Box<Expression> {
        let value = Decimal::parse(text, DecimalMark::Point).unwrap();
        Box::new(Expression::Number(crate::spec::Quantity { value, unit: Unit::none() }))
    }

    #[test]
    fn a_bound_keeps_its_sign() {
        let unit = Unit::parse("ng").unwrap();
        let below =
            |text: &str, inclusive| Bounded::Below { bound: Exact::from_decimal_string(text).unwrap(), inclusive };
        assert_eq!(number(&below("7.5", false), &unit).as_deref(), Some("<7.5 ng"));
        assert_eq!(number(&below("7.3333333", true), &unit).as_deref(), Some("≈≤7.33333 ng"));
        assert_eq!(number(&Bounded::Unknown, &unit), None);
    }

    #[test]
    fn brackets_stand_where_the_formula_needs_them() {
        use Expression::{Add, Divide, Multiply, Negate, Power, Subtract};
        let sum = || Box::new(Add(leaf("1"), leaf("2")));
        let text = |formula: Expression| {
            written(&formula, 0, &|leaf| match leaf {
                Expression::Number(number) => Some(number.value.to_string()),
                _ => None,
            })
        };
        for (formula, expected) in [
            (Multiply(sum(), leaf("3")), "(1 + 2) * 3"),
            (Add(sum(), leaf("3")), "1 + 2 + 3"),
            (Subtract(leaf("3"), sum()), "3 - (1 + 2)"),
            (Divide(leaf("6"), Box::new(Multiply(leaf("2"), leaf("3")))), "6 / (2 * 3)"),
            (Divide(Box::new(Divide(leaf("6"), leaf("2"))), leaf("3")), "6 / 2 / 3"),
            (Power(leaf("2"), 3), "(2)^3"),
            (Power(sum(), 2), "(1 + 2)^2"),
            (Negate(sum()), "-(1 + 2)"),
            (Multiply(leaf("3"), leaf("-2")), "3 * (-2)"),
        ] {
            assert_eq!(text(formula).as_deref(), Some(expected));
        }
        assert_eq!(text(Add(leaf("1"), Box::new(Expression::Test(0)))), None, "an input without a value");
    }
}

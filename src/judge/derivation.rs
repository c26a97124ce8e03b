//! How the value of a derived attribute came about: its formula and the inputs with their values.
//!
//! Made again from the report of the lot where somebody wants to see it, so that judging pays nothing for it.

use super::derived::Inputs;
use super::lot_report::{LotReport, Point, TestReport};
use crate::quantity::{Bounded, Unit};
use crate::spec::{Assessment, Derived, Expression, Origin};

/// A derived attribute with what it was computed from.
#[derive(Debug)]
pub struct Derivation<'r> {
    /// The formula.
    pub derived: &'r Derived,
    /// What is known of the value in the unit of the attribute, at full precision; `None` when it could not be computed.
    pub value: Option<Bounded>,
    /// Every name in the formula once, in its order.
    pub inputs: Vec<FormulaInput<'r>>,
}

/// One name in a formula.
#[derive(Debug)]
pub struct FormulaInput<'r> {
    /// Its place in the formula: a leaf that is no number.
    pub leaf: &'r Expression,
    /// As written: `particle_concentration`, `label.protein`.
    pub name: String,
    /// Where the value comes from.
    pub origin: InputOrigin<'r>,
    /// What is known of it, at full precision, with its unit; `None` when nothing is.
    pub value: Option<(Bounded, Unit)>,
}

/// Where the value of an input comes from.
#[derive(Debug)]
pub enum InputOrigin<'r> {
    /// The result of a test at the same point; `None` when it was not judged there.
    Test(Option<&'r TestReport<'r>>),
    /// Another derived attribute.
    Derived(Box<Derivation<'r>>),
    /// A label claim of the lot (`true`) or of the specification.
    Label(bool),
    /// A fact of the lot.
    Fact,
}

/// How the value of a test on a derived attribute was computed; `None` for every other test.
pub fn derivation<'r>(lot: &'r LotReport<'r>, report: &TestReport<'r>) -> Option<Derivation<'r>> {
    let Assessment::Measured(measured) = &report.test.assessment else { return None };
    let Origin::Derived(index) = measured.origin else { return None };
    of_attribute(lot, report.point, index)
}

fn of_attribute<'r>(lot: &'r LotReport<'r>, point: Point<'r>, index: usize) -> Option<Derivation<'r>> {
    let derived = lot.spec.derived.get(index)?;
    let report_of = move |of: usize| lot.tests.iter().find(|test| test.index == of && test.point == point);
    let inputs = Inputs { spec: lot.spec, reports: &report_of, facts: lot.facts };
    let mut leaves: Vec<&Expression> = Vec::new();
    derived.formula.leaves(&mut |leaf| {
        if !matches!(leaf, Expression::Number(_)) && !leaves.contains(&leaf) {
            leaves.push(leaf);
        }
    });
    let named = leaves.into_iter().filter_map(|leaf| {
        let (name, origin) = match leaf {
            Expression::Test(of) => (lot.spec.tests.get(*of)?.id.clone(), InputOrigin::Test(report_of(*of))),
            Expression::Derived(of) => {
                let inner = of_attribute(lot, point, *of)?;
                (inner.derived.id.clone(), InputOrigin::Derived(Box::new(inner)))
            }
            Expression::Label(name) => {
                let own = lot.facts.is_some_and(|facts| facts.label.iter().any(|(known, _)| known == name));
                (format!("label.{name}"), InputOrigin::Label(own))
            }
            Expression::Fact(of) => (lot.spec.facts.get(*of)?.0.clone(), InputOrigin::Fact),
            _ => return None,
        };
        Some(FormulaInput { leaf, name, origin, value: inputs.part(leaf, derived) })
    });
    let inputs_found = named.collect();
    Some(Derivation { derived, value: inputs.known(derived).ok(), inputs: inputs_found })
}

//! The uncertainty of a derived attribute, from its formula and the uncertainties of its inputs (JCGM 100, JCGM 101).
//!
//! By derivatives when a lot is judged; by drawing the inputs when somebody asks for it, from the report, with a seed of
//! theirs. Inputs count as independent of each other; a test that stands twice in a formula is one input.

use super::codes;
use super::derived::Inputs;
use super::lot_report::{LotReport, Reason, TestReport};
use super::uncertainty::{ResultUncertainty, UncertaintyOrigin};
use crate::quantity::{Exact, Unit};
use crate::spec::{Assessment, Derived, Expression, Origin};
use crate::stats::uncertainty::{
    Input, MeasurementModel, MethodAgreement, Number, Shape, Simulation, compare_methods, propagate, simulate,
};
use crate::stats::{Confidence, StatisticError};

/// Coverage of the intervals that are compared.
const COVERAGE: f64 = 0.95;
/// The most that the bend of a formula may add, in parts of its uncertainty, for derivatives to describe it.
const MOST_BEND: f64 = 0.25;
/// Digits of the uncertainty that both methods must agree in.
const DIGITS: u8 = 2;

/// A formula with plain numbers in place of units, constants and inputs.
#[derive(Clone, Debug)]
enum Node {
    Constant(f64),
    Input(usize),
    Scaled(f64, Box<Node>),
    Negated(Box<Node>),
    Sum(Box<Node>, Box<Node>),
    Product(Box<Node>, Box<Node>),
    Quotient(Box<Node>, Box<Node>),
    Power(Box<Node>, i32),
}

impl MeasurementModel for Node {
    fn output<N: Number>(&self, inputs: &[N]) -> N {
        match self {
            Node::Constant(value) => N::constant(*value),
            Node::Input(at) => inputs.get(*at).copied().unwrap_or_else(|| N::constant(f64::NAN)),
            Node::Scaled(factor, inner) => N::constant(*factor) * inner.output(inputs),
            Node::Negated(inner) => -inner.output(inputs),
            Node::Sum(a, b) => a.output(inputs) + b.output(inputs),
            Node::Product(a, b) => a.output(inputs) * b.output(inputs),
            Node::Quotient(a, b) => a.output(inputs) / b.output(inputs),
            Node::Power(inner, exponent) => inner.output(inputs).powi(*exponent),
        }
    }
}

/// A formula ready for propagation.
struct Model {
    node: Node,
    inputs: Vec<Input>,
}

impl Model {
    /// How far the formula lies from its tangent one standard uncertainty away, summed over the inputs: the second-order
    /// terms that the law of propagation leaves out (JCGM 100:2008, 5.1.2, note).
    fn bend(&self, value: f64) -> f64 {
        let mut at: Vec<f64> = self.inputs.iter().map(Input::estimate).collect();
        let mut total = 0.0;
        for (index, input) in self.inputs.iter().enumerate() {
            let (estimate, step) = (input.estimate(), input.standard_uncertainty());
            let mut beside = |input: f64| {
                if let Some(place) = at.get_mut(index) {
                    *place = input;
                }
                self.node.output(&at)
            };
            let (above, below) = (beside(estimate + step), beside(estimate - step));
            beside(estimate);
            total += (0.5 * (above - value) + 0.5 * (below - value)).abs();
        }
        total
    }
}

/// The uncertainty of a derived attribute by derivatives; `scale` turns its unit into that of the limits.
///
/// # Errors
/// The reason, when an input has no known uncertainty or the formula no derivative there.
pub(super) fn propagated(
    inputs: &Inputs<'_, '_, '_>,
    derived: &Derived,
    scale: &Exact,
) -> Result<ResultUncertainty, Reason> {
    let model = Compiler { inputs, tests: Vec::new(), known: Vec::new() }.model(derived)?;
    let propagation = propagate(&model.node, &model.inputs, &[]).map_err(|error| not_computed(derived, error))?;
    let bend = model.bend(propagation.value);
    if bend.is_nan() || bend > MOST_BEND * propagation.standard_uncertainty {
        let message = format!(
            "the uncertainty of {} is not known: within the uncertainties of its inputs the formula is too far from a straight line",
            derived.id
        );
        return Err(Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, message).help(
            "state the uncertainty of the derived test itself; `--simulate SEED` shows what the inputs come to",
        ));
    }
    let standard = Exact::from_f64_shortest(propagation.standard_uncertainty)
        .ok_or_else(|| not_computed(derived, StatisticError::NotFinite))?;
    if standard.is_zero() {
        let message = format!("the uncertainty of {} comes to nothing at these values", derived.id);
        return Err(Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, message)
            .help("state the uncertainty of the derived test itself"));
    }
    Ok(ResultUncertainty {
        standard: &standard * &scale.abs(),
        coverage_factor: Exact::from_i64(2),
        degrees_of_freedom: propagation.degrees_of_freedom,
        origin: UncertaintyOrigin::Propagation,
    })
}

/// The uncertainty of a derived attribute by simulation, beside the one by derivatives.
#[derive(Clone, Debug)]
pub struct SimulatedUncertainty {
    /// Seed, draws, mean, standard uncertainty and intervals, in the unit of the derived attribute.
    pub simulation: Simulation,
    /// Whether the two methods agree.
    pub agreement: MethodAgreement,
}

/// Simulates the uncertainty of a test on a derived attribute; `None` for other tests and without uncertainties of the inputs.
///
/// `Err` says why nothing can be simulated.
pub fn simulated(
    lot: &LotReport<'_>,
    report: &TestReport<'_>,
    draws: usize,
    seed: u64,
) -> Option<Result<SimulatedUncertainty, &'static str>> {
    let Assessment::Measured(measured) = &report.test.assessment else { return None };
    let Origin::Derived(index) = measured.origin else { return None };
    let report_of = |of: usize| lot.tests.iter().find(|test| test.index == of && test.point == report.point);
    let inputs = Inputs { spec: lot.spec, reports: &report_of, facts: lot.facts };
    let derived = lot.spec.derived.get(index)?;
    let model = Compiler { inputs: &inputs, tests: Vec::new(), known: Vec::new() }.model(derived).ok()?;
    let propagation = propagate(&model.node, &model.inputs, &[]).ok()?;
    let coverage = Confidence::new(COVERAGE).ok()?;
    // Below three degrees of freedom Student's distribution has no standard deviation: the numbers would not settle.
    let wild =
        |input: &Input| matches!(input.shape(), Shape::StudentT { degrees_of_freedom } if degrees_of_freedom <= 2.0);
    if model.inputs.iter().any(wild) {
        return Some(Err(
            "an input rests on three determinations or fewer, so that its distribution has no standard deviation",
        ));
    }
    let Ok(simulation) = simulate(&model.node, &model.inputs, &[], draws, seed, coverage) else {
        return Some(Err("the formula is not defined everywhere within the uncertainties of its inputs"));
    };
    match compare_methods(&propagation, &simulation, DIGITS) {
        Ok(agreement) if simulation.standard_uncertainty > 0.0 => {
            Some(Ok(SimulatedUncertainty { simulation, agreement }))
        }
        _ => Some(Err("the scatter is lost in the digits of the value")),
    }
}

fn not_computed(derived: &Derived, error: StatisticError) -> Reason {
    let message = format!("the uncertainty of {} cannot be computed: {error}", derived.id);
    Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, message)
}

/// Turns a formula into a model.
struct Compiler<'c, 'f, 'r, 'a> {
    inputs: &'c Inputs<'f, 'r, 'a>,
    /// The tests behind the inputs.
    tests: Vec<usize>,
    known: Vec<Input>,
}

impl Compiler<'_, '_, '_, '_> {
    fn model(mut self, derived: &Derived) -> Result<Model, Reason> {
        let node = self.attribute(derived)?;
        match self.known.is_empty() {
            true => Err(not_computed(derived, StatisticError::TooFewValues { needed: 1, got: 0 })),
            false => Ok(Model { node, inputs: self.known }),
        }
    }

    /// A derived attribute in its own unit.
    fn attribute(&mut self, derived: &Derived) -> Result<Node, Reason> {
        let node = self.node(&derived.formula, derived)?;
        let unit = self.unit(&derived.formula, derived)?;
        let factor = unit.factor_to(&derived.unit).unwrap_or(Exact::from_i64(1));
        Ok(Node::Scaled(factor.to_f64(), Box::new(node)))
    }

    fn unit(&self, expression: &Expression, derived: &Derived) -> Result<Unit, Reason> {
        self.evaluated(expression, derived).map(|(_, unit)| unit)
    }

    fn evaluated(&self, expression: &Expression, derived: &Derived) -> Result<(Exact, Unit), Reason> {
        // The value was computed before; a fault in it has been told.
        self.inputs.evaluate(expression, derived).map_err(|_| not_computed(derived, StatisticError::NotFinite))
    }

    fn node(&mut self, expression: &Expression, derived: &Derived) -> Result<Node, Reason> {
        let boxed = |node: Result<Node, Reason>| node.map(Box::new);
        Ok(match expression {
            Expression::Number(_) | Expression::Label(_) | Expression::Fact(_) => {
                Node::Constant(self.evaluated(expression, derived)?.0.to_f64())
            }
            Expression::Test(test) => Node::Input(self.input(*test, expression, derived)?),
            Expression::Derived(inner) => match self.inputs.spec.derived.get(*inner) {
                Some(inner) => self.attribute(inner)?,
                None => return Err(not_computed(derived, StatisticError::NotFinite)),
            },
            Expression::Negate(a) => Node::Negated(boxed(self.node(a, derived))?),
            Expression::Add(a, b) | Expression::Subtract(a, b) => {
                let factor = self.unit(b, derived)?.factor_to(&self.unit(a, derived)?).unwrap_or(Exact::from_i64(1));
                let signed = if matches!(expression, Expression::Add(..)) { factor } else { factor.negated() };
                let right = Node::Scaled(signed.to_f64(), boxed(self.node(b, derived))?);
                Node::Sum(boxed(self.node(a, derived))?, Box::new(right))
            }
            Expression::Multiply(a, b) => Node::Product(boxed(self.node(a, derived))?, boxed(self.node(b, derived))?),
            Expression::Divide(a, b) => Node::Quotient(boxed(self.node(a, derived))?, boxed(self.node(b, derived))?),
            Expression::Power(a, exponent) => Node::Power(boxed(self.node(a, derived))?, *exponent),
        })
    }

    /// The position of a test among the inputs.
    fn input(&mut self, test: usize, leaf: &Expression, derived: &Derived) -> Result<usize, Reason> {
        if let Some(known) = self.tests.iter().position(|known| *known == test) {
            return Ok(known);
        }
        let (value, _) = self.evaluated(leaf, derived)?;
        let report = (self.inputs.reports)(test);
        let uncertainty = report.and_then(|report| report.decision.as_ref()?.uncertainty.as_ref());
        let Some(uncertainty) = uncertainty else {
            let id = self.inputs.spec.tests.get(test).map_or("an input", |test| test.id.as_str());
            let message = match report.and_then(|report| report.decision.as_ref()?.not_known.as_deref()) {
                Some(why) => format!("the uncertainty of {} is not known, because of {id}: {why}", derived.id),
                None => format!("the uncertainty of {} is not known: that of {id} is not stated", derived.id),
            };
            return Err(Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, message)
                .help("state the uncertainty of every test in the formula, or of the derived test itself"));
        };
        // A result in percent of the claim enters the formula as an amount.
        let claim = report.and_then(|report| report.label_claim.as_deref());
        let standard = match claim {
            Some(claim) => (&uncertainty.standard * &claim.value.exact()).divided_by(100),
            None => uncertainty.standard.clone(),
        };
        let (value, standard) = (value.to_f64(), standard.to_f64());
        let input = match uncertainty.degrees_of_freedom {
            Some(degrees) => Input::mean_of_determinations(value, standard, degrees),
            None => Input::normal(value, standard),
        };
        self.known.push(input.map_err(|error| not_computed(derived, error))?);
        self.tests.push(test);
        Ok(self.known.len() - 1)
    }
}

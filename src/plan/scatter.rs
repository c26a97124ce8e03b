//! How much the determinations of a test scatter, as far as its specification says.

use super::line::Line;
use super::number::significant;
use super::run_checks::{largest_cv, largest_deviation};
use crate::quantity::Unit;
use crate::spec::{Among, Check, Spread, Uncertainty, UncertaintyAmount};

/// The scatter of one determination, and what says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Scatter {
    /// Its standard deviation.
    pub size: Size,
    /// Where it comes from.
    pub origin: String,
}

/// A standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// A fraction of the true value.
    Relative(f64),
    /// In the numbers of the line.
    Absolute(f64),
}

impl Scatter {
    /// The largest scatter that `valid_if` lets pass, else the stated standard uncertainty; the first of several checks.
    pub fn of(line: &Line<'_>) -> Option<Scatter> {
        let allowed = line.measured.valid_if.iter().find_map(|check| {
            let Check::Spread(spread, limits, Among::All) = &check.check else { return None };
            let size = match spread {
                Spread::Cv => Size::Relative(largest_cv(limits)?),
                Spread::StandardDeviation => Size::Absolute(largest_deviation(line, limits)?),
                Spread::GeometricCv | Spread::Range | Spread::RelativeRange => return None,
            };
            Some(Scatter { size, origin: format!("the largest that `{}` allows", check.text) })
        });
        allowed
            .or_else(|| {
                let uncertainty = line.measured.uncertainty.as_ref()?;
                let origin = format!(
                    "the standard uncertainty that `uncertainty` states{}, taken as scatter alone",
                    from(uncertainty)
                );
                Some(Scatter { size: standard_uncertainty(line, uncertainty)?, origin })
            })
            .filter(|scatter| scatter.at(1.0) > 0.0)
    }

    /// The standard deviation at a true value, in the numbers of the line.
    pub fn at(&self, true_value: f64) -> f64 {
        match self.size {
            Size::Relative(fraction) => fraction * true_value.abs(),
            Size::Absolute(deviation) => deviation,
        }
    }

    /// As text: `CV 15 %`, `standard deviation 3 nm`.
    pub fn text(&self, line: &Line<'_>) -> String {
        match self.size {
            Size::Relative(fraction) => format!("CV {} %", significant(100.0 * fraction, 4)),
            Size::Absolute(deviation) => format!("standard deviation {}", line.number(deviation)),
        }
    }
}

/// U / k of a stated uncertainty; none when it comes from the replicates or with the determinations.
pub(super) fn standard_uncertainty(line: &Line<'_>, uncertainty: &Uncertainty) -> Option<Size> {
    let factor = uncertainty.coverage_factor.exact();
    match &uncertainty.amount {
        UncertaintyAmount::Relative(amount) => {
            Some(Size::Relative(amount.exact().checked_div(&factor)?.divided_by(100).to_f64()))
        }
        UncertaintyAmount::Absolute(amount) => {
            Some(Size::Absolute(line.amount(&amount.value.exact().checked_div(&factor)?, &amount.unit)?))
        }
        UncertaintyAmount::Replicates | UncertaintyAmount::Counting | UncertaintyAmount::Bootstrap => None,
    }
}

/// The validation behind a stated uncertainty, in brackets.
pub(super) fn from(uncertainty: &Uncertainty) -> String {
    uncertainty.origin.as_ref().map_or(String::new(), |origin| format!(" ({origin})"))
}

/// What a number in this unit is in percent.
pub(super) fn percent(unit: &Unit) -> Option<crate::quantity::Exact> {
    unit.factor_to(&Unit::parse("%").ok()?)
}

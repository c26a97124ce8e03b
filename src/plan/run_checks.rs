//! What must hold of a run or of single determinations besides the criterion, and how much of it the numbers hold.

use super::line::Line;
use super::scatter::percent;
use crate::spec::{Among, Check, Limits, Spread, ValidityCheck};
use crate::stats::operating_characteristic::{AcceptanceRule, AllowedScatter};

/// The checks of a line, those that are in the numbers and those that are not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunChecks {
    /// The scatter that makes a run valid.
    pub allowed: AllowedScatter,
    /// The checks behind it, as written.
    pub counted: Vec<String>,
    /// What the numbers leave out.
    pub left_out: Vec<LeftOut>,
}

/// Something that is asked and not in the numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// As written.
    pub what: String,
    /// What follows for the numbers.
    consequence: &'static str,
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}", self.what, self.consequence)
    }
}

impl RunChecks {
    /// The checks of a line that is decided by this rule.
    pub(super) fn of(line: &Line<'_>, rule: AcceptanceRule) -> RunChecks {
        let mut checks = RunChecks::default();
        for check in &line.measured.valid_if {
            if rule.is_one_by_one() || !checks.count(line, &check.check) {
                checks.left_out.push(left_out("valid_if", check));
            } else {
                checks.counted.push(check.text.clone());
            }
        }
        checks.left_out.extend(line.measured.requires.iter().map(|check| left_out("requires", check)));
        checks.left_out.extend(line.measured.individual.as_ref().map(|limits| {
            let what = format!("`individual: {}`", limits.text);
            LeftOut { what, consequence: "for each determination: the true probability of passing is lower" }
        }));
        checks
    }

    /// Takes up an upper limit of CV or standard deviation; the strictest of several holds.
    fn count(&mut self, line: &Line<'_>, check: &Check) -> bool {
        let Check::Spread(spread, limits, Among::All) = check else { return false };
        let (place, found) = match spread {
            Spread::Cv => (&mut self.allowed.cv, largest_cv(limits)),
            Spread::StandardDeviation => (&mut self.allowed.standard_deviation, largest_deviation(line, limits)),
            Spread::GeometricCv | Spread::Range | Spread::RelativeRange => return false,
        };
        let Some(found) = found.filter(|found| *found > 0.0 && limits.lower.is_none()) else { return false };
        *place = Some(place.map_or(found, |known| known.min(found)));
        true
    }
}

fn left_out(key: &str, check: &ValidityCheck) -> LeftOut {
    let what = format!("`{}` in `{key}`", check.text);
    LeftOut { what, consequence: "for the run: the true probability that it is valid is lower" }
}

/// The largest CV, as a fraction.
pub(super) fn largest_cv(limits: &Limits) -> Option<f64> {
    Some((&limits.upper.as_ref()?.value * &percent(&limits.unit)?).divided_by(100).to_f64())
}

/// The largest standard deviation, in the numbers of the line.
pub(super) fn largest_deviation(line: &Line<'_>, limits: &Limits) -> Option<f64> {
    line.amount(&limits.upper.as_ref()?.value, &limits.unit)
}

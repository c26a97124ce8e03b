//! Numeric limits, and whether their units fit those of the results.

use super::LineReader;
use crate::finding::Finding;
use crate::quantity::Unit;
use crate::source::Place;
use crate::spec::fields::Fields;
use crate::spec::formula::shown;
use crate::spec::limit::{Bounds, LimitText};
use crate::spec::model::{Limit, Limits};
use crate::spec::parameters::Filled;
use crate::spec::{codes, grammar, limit};

impl LineReader<'_, '_> {
    /// A numeric limit beside the criterion.
    pub(super) fn limits(&mut self, fields: &Fields<'_>, key: &str, unit: Option<&Unit>) -> Option<Limits> {
        let text = fields.text(key, self.findings)?;
        let filled = self.parameters.fill(text, self.findings)?;
        match limit::parse(&filled.text.text, &filled.text.text) {
            Ok(LimitText::Numeric(bounds)) => {
                let limits = self.numeric(bounds, &filled, unit)?;
                self.check_unit(&limits.unit, unit, &limits.place, &limits.text);
                Some(limits)
            }
            Ok(_) => {
                let message = format!("`{key}` must be numeric, `{}` is not", filled.text.text);
                let finding = filled.text.finding(&codes::LIMIT_FORM_NOT_ALLOWED, message);
                self.findings.push(finding.help("write a comparison or a range in the unit of the test"));
                None
            }
            Err(fault) => self.refuse(&filled.text, fault),
        }
    }

    /// Numeric limits in their unit, written or declared.
    pub(super) fn numeric(&mut self, bounds: Bounds, filled: &Filled, unit: Option<&Unit>) -> Option<Limits> {
        let limits = limits(bounds, filled, unit);
        let whole = &filled.text.text;
        let doubled = [&limits.lower, &limits.upper]
            .into_iter()
            .flatten()
            .find_map(|limit| grammar::one_factor(whole, whole, &limit.written, &limits.unit).err());
        match doubled {
            Some(fault) => self.refuse(&filled.text, fault),
            None => Some(limits),
        }
    }

    /// Reports a limit in a unit of another dimension; says nothing while the expected one is not known.
    pub(super) fn check_unit(&mut self, found: &Unit, expected: Option<&Unit>, place: &Place, text: &str) {
        self.check_unit_of("a limit", found, expected, place, text);
    }

    pub(super) fn check_unit_of(
        &mut self,
        what: &str,
        found: &Unit,
        expected: Option<&Unit>,
        place: &Place,
        text: &str,
    ) {
        if let Some(expected) = expected
            && found.factor_to(expected).is_none()
        {
            let message = format!("{what} in {} cannot be compared with results in {}", shown(found), shown(expected));
            let width = u32::try_from(text.chars().count()).unwrap_or(1);
            self.findings.push(
                Finding::new(&codes::UNIT_MISMATCH, message)
                    .at(place.clone(), width)
                    .help("write both in units of one dimension, or derive the ratio under `derived`"),
            );
        }
    }
}

/// Limits with their place; without a written unit they have the default one. Where a parameter has no value there is no
/// limit to compare with, only its text.
pub(super) fn limits(bounds: Bounds, filled: &Filled, default: Option<&Unit>) -> Limits {
    let kept = |limit: Option<Limit>| if filled.open { None } else { limit };
    Limits {
        text: filled.shown.clone(),
        lower: kept(bounds.lower),
        upper: kept(bounds.upper),
        unit: bounds.unit.or_else(|| default.cloned()).unwrap_or_else(Unit::none),
        place: filled.text.start(),
    }
}

//! Quantities beside the criterion: the stated uncertainty, the limit of quantitation.

use super::LineReader;
use crate::finding::Finding;
use crate::quantity::{Decimal, DecimalMark, Unit};
use crate::spec::decision::{Uncertainty, UncertaintyAmount};
use crate::spec::fields::{Fields, Text, mapping};
use crate::spec::model::Quantity;
use crate::spec::{codes, grammar, keys};

impl LineReader<'_, '_> {
    /// A quantity in the dimension of the test; `what` it is, for the message that it is not.
    pub(in crate::spec) fn quantity(&mut self, what: &str, text: &Text, unit: Option<&Unit>) -> Option<Quantity> {
        let quantity = self.quantity_of_any_unit(text, unit)?;
        self.check_unit_of(what, &quantity.unit, unit, &text.start(), &text.text);
        Some(quantity)
    }

    /// A quantity in its own unit, else in the given one.
    fn quantity_of_any_unit(&mut self, text: &Text, unit: Option<&Unit>) -> Option<Quantity> {
        let quantity = match grammar::measure(&text.text, &text.text) {
            Ok(measure) => grammar::unit(&text.text, measure.unit).map(|found| (measure.value, found)),
            Err(fault) => Err(fault),
        };
        match quantity {
            Ok((value, found)) => {
                let found = found.or_else(|| unit.cloned()).unwrap_or_else(Unit::none);
                if let Err(fault) = grammar::one_factor(&text.text, &text.text, &value, &found) {
                    return self.refuse(text, fault);
                }
                Some(Quantity { value, unit: found })
            }
            Err(fault) => self.refuse(text, fault),
        }
    }

    pub(super) fn loq(&mut self, fields: &Fields<'_>, unit: Option<&Unit>) -> Option<Quantity> {
        let text = fields.text("loq", self.findings)?;
        self.quantity("a quantitation limit", &text, unit)
    }

    /// The stated uncertainty; of limits in percent of a claim it may be in percentage points of the claim.
    pub(super) fn uncertainty(
        &mut self,
        fields: &Fields<'_>,
        unit: Option<&Unit>,
        of_claim: bool,
    ) -> Option<Uncertainty> {
        let node = fields.node("uncertainty")?;
        let entries = mapping(node, "uncertainty", self.findings)?;
        let at =
            fields.key("uncertainty").map_or((node.place.clone(), node.width), |key| (key.place.clone(), key.width));
        let inner = Fields::new(entries, keys::UNCERTAINTY, at, "`uncertainty`", self.findings);
        let percent = Unit::parse("%").unwrap_or_else(|_| Unit::none());
        let (relative, absolute) = (inner.text("relative", self.findings), inner.text("absolute", self.findings));
        let origin = inner.string("from", self.findings);
        let amount = match (relative, absolute) {
            (Some(text), None) => {
                let amount = self.quantity_of_any_unit(&text, Some(&percent));
                if amount.as_ref().is_some_and(|amount| amount.unit != percent) {
                    let message = format!("a relative uncertainty is in percent, not as in `{}`", text.text.trim());
                    self.findings.push(text.finding(&codes::UNIT_MISMATCH, message).help("write it as `8 %`"));
                }
                amount.map(|amount| UncertaintyAmount::Relative(amount.value))
            }
            (None, Some(text)) => {
                let points = of_claim && text.text.trim_end().ends_with('%');
                let expected = if points { Some(&percent) } else { unit };
                self.quantity("an uncertainty", &text, expected).map(UncertaintyAmount::Absolute)
            }
            (None, None) if origin.as_deref() == Some("replicates") => Some(UncertaintyAmount::Replicates),
            (None, None) if origin.as_deref() == Some("counting") => Some(UncertaintyAmount::Counting),
            (None, None) if origin.as_deref() == Some("bootstrap") => Some(UncertaintyAmount::Bootstrap),
            (given, _) => {
                let (message, help) = if given.is_some() {
                    ("`uncertainty` has both `relative` and `absolute`; one of them holds", "leave one of them out")
                } else {
                    (
                        "`uncertainty` needs `relative`, `absolute` or `from: replicates`",
                        "write `relative: 8 %`, `absolute:` with a unit, or `from:` with replicates, counting or bootstrap",
                    )
                };
                let finding = Finding::new(&codes::MISSING_KEY, message).at(inner.place.clone(), inner.width);
                self.findings.push(finding.help(help));
                None
            }
        };
        let coverage_factor = self.coverage_factor(&inner);
        self.check_amount(&inner, amount.as_ref());
        Some(Uncertainty { amount: amount?, coverage_factor: coverage_factor?, origin })
    }

    /// Nothing is measured without uncertainty.
    fn check_amount(&mut self, fields: &Fields<'_>, amount: Option<&UncertaintyAmount>) {
        let value = match amount {
            Some(UncertaintyAmount::Relative(value)) => value,
            Some(UncertaintyAmount::Absolute(quantity)) => &quantity.value,
            Some(_) | None => return,
        };
        if value.is_zero() || value.is_negative() {
            let message = format!("an uncertainty of {value} is none");
            let finding =
                Finding::new(&codes::UNCERTAINTY_NOT_POSITIVE, message).at(fields.place.clone(), fields.width);
            self.findings.push(finding.help("write the expanded uncertainty from the validation of the method"));
        }
    }

    /// 2 when not given, as laboratories state it.
    fn coverage_factor(&mut self, fields: &Fields<'_>) -> Option<Decimal> {
        let Some(text) = fields.number_text("k", self.findings) else { return Some(2.into()) };
        match Decimal::parse(&text.text, DecimalMark::Point) {
            Ok(factor) if !factor.is_zero() && !factor.is_negative() => Some(factor),
            _ => {
                let message = format!("`{}` is not a coverage factor", text.text);
                let finding =
                    text.finding(&codes::MALFORMED_NUMBER, message).help("write a positive number, as in k: 2");
                self.findings.push(finding);
                None
            }
        }
    }
}

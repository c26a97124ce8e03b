//! Checks that must be met for results to be valid.

use super::LineReader;
use super::limits::limits;
use crate::quantity::Unit;
use crate::spec::codes;
use crate::spec::fields::{Fields, Text};
use crate::spec::grammar::Fault;
use crate::spec::limit::{Bounds, LimitText};
use crate::spec::model::{Among, Check, ControlExpectation, Plan, Spread, ValidityCheck};
use crate::spec::parameters::Filled;
use crate::spec::validity::{CheckText, SpreadText};

impl LineReader<'_, '_> {
    pub(super) fn checks(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        unit: Option<&Unit>,
        levels: &[&Plan],
        parse: fn(&str) -> Result<CheckText, Fault>,
    ) -> Vec<ValidityCheck> {
        let texts = fields.texts(key, true, self.findings);
        texts.into_iter().filter_map(|text| self.check(text, unit, levels, parse)).collect()
    }

    fn check(
        &mut self,
        text: Text,
        unit: Option<&Unit>,
        plans: &[&Plan],
        parse: fn(&str) -> Result<CheckText, Fault>,
    ) -> Option<ValidityCheck> {
        let place = text.start();
        let filled = self.parameters.fill(text, self.findings)?;
        let check = match parse(&filled.text.text) {
            Ok(CheckText::Spread(spread, LimitText::Numeric(bounds), level)) => {
                let among = match level {
                    None => Among::All,
                    Some(level) => self.among(&level, plans, &filled.text)?,
                };
                self.spread(spread, bounds, &filled, unit, among)?
            }
            Ok(CheckText::Control { role, name, each, expect }) => {
                let expect = match expect {
                    LimitText::OfSample(bounds) => ControlExpectation::OfSample(limits(bounds, &filled, None)),
                    LimitText::Numeric(bounds) => ControlExpectation::Numeric(limits(bounds, &filled, None)),
                    LimitText::Qualitative(expected) => ControlExpectation::Qualitative(expected),
                    LimitText::Label(_) | LimitText::Report => return None,
                };
                Check::Control { role, name, each, expect }
            }
            Ok(CheckText::Spread(..)) => return None,
            Ok(CheckText::SterilitySample { tested, batch, scheme }) => {
                let batch = self.batch_fact(&batch, &filled.text)?;
                Check::SterilitySample { tested, batch, scheme }
            }
            Err(fault) => return self.refuse(&filled.text, fault),
        };
        Some(ValidityCheck { text: filled.shown, check, place })
    }

    /// The position of the fact that says how many containers a batch has.
    fn batch_fact(&mut self, name: &str, text: &Text) -> Option<usize> {
        let found = self.around.facts.iter().position(|(fact, _)| fact == name);
        if found.is_none() {
            let message = format!("no fact of the lot is called `{name}`");
            let help = format!("add `facts: {{{name}: {{}}}}`; the lot file says how many containers the batch has");
            self.findings.push(text.finding(&codes::UNKNOWN_NAME_IN_FORMULA, message).help(help));
        }
        found
    }

    /// The level that a spread is between, which every plan of the test must have.
    fn among(&mut self, level: &str, plans: &[&Plan], text: &Text) -> Option<Among> {
        let of_plan = |plan: &Plan| {
            let levels = plan.levels.as_deref()?;
            let is = |name: &str| name.eq_ignore_ascii_case(level);
            if is(&levels.inner) { Some(Among::Inner) } else { is(&levels.outer).then_some(Among::Outer) }
        };
        let found: Vec<Option<Among>> = plans.iter().map(|plan| of_plan(plan)).collect();
        match found[..] {
            [Some(first), ..] if found.iter().all(|other| *other == Some(first)) => Some(first),
            _ => {
                let without =
                    plans.iter().zip(&found).find(|(_, found)| found.is_none()).or(plans.iter().zip(&found).next());
                let plan = without.map_or_else(|| "single".to_owned(), |(plan, _)| plan.to_string());
                let finding =
                    text.finding(&codes::UNKNOWN_LEVEL, format!("`{level}` is no level of the plan `{plan}`"));
                self.findings.push(finding.help("write `result: mean of 2 injections of 3 captures` or the like"));
                None
            }
        }
    }

    /// `range <= 10 %` is relative, except for a test whose own unit is percent.
    fn spread(
        &mut self,
        spread: SpreadText,
        bounds: Bounds,
        filled: &Filled,
        unit: Option<&Unit>,
        among: Among,
    ) -> Option<Check> {
        let percent = bounds.unit.as_ref().is_some_and(|unit| unit.symbol() == "%");
        let spread = match spread {
            SpreadText::Known(spread) => spread,
            SpreadText::Range if percent && unit.is_some_and(|unit| unit.symbol() != "%") => Spread::RelativeRange,
            SpreadText::Range => Spread::Range,
        };
        let relative = spread.is_in_percent();
        if relative && !percent {
            let message = "a relative spread is given in percent".to_owned();
            let finding = filled.text.finding(&codes::UNIT_MISMATCH, message);
            self.findings.push(finding.help("write the % sign after the number"));
            return None;
        }
        let limits = limits(bounds, filled, if relative { None } else { unit });
        if !relative {
            self.check_unit(&limits.unit, unit, &limits.place, &limits.text);
        }
        Some(Check::Spread(spread, limits, among))
    }
}

//! Two ways in which pharmacopoeias read a criterion: a written microbial count counts twice, and a test may have a second
//! stage.

use super::codes;
use super::fields::{Fields, Text};
use super::grammar;
use super::lines::LineReader;
use super::model::*;
use super::raw::Key;
use crate::finding::{Finding, did_you_mean};
use crate::quantity::{Decimal, DecimalMark, Exact, Notation, format_at_place};

impl LineReader<'_, '_> {
    /// Upper limits as they are to be read: 10^2 CFU/mL with the factor 2 is at most 200 CFU/mL.
    ///
    /// # Source
    /// USP <1111>; Ph. Eur. 5.1.4; ChP 2020 volume IV 1107.
    pub(super) fn interpreted(
        &mut self,
        fields: &Fields<'_>,
        accept: Option<Vec<Alternative>>,
    ) -> Option<Vec<Alternative>> {
        let Some(text) = fields.number_text("interpretation_factor", self.findings) else { return accept };
        let factor = match grammar::quantity(&text.text, &text.text) {
            Ok(quantity) if quantity.unit.is_none() && quantity.value.exact() >= Exact::one() => quantity.value.exact(),
            Ok(_) => {
                let message = format!("`{}` is no interpretation factor", text.text);
                let finding = text.finding(&codes::INTERPRETATION_FACTOR_MISPLACED, message);
                self.findings.push(finding.help("write a number of 1 or more; that of the pharmacopoeias is 2"));
                return None;
            }
            Err(fault) => return self.refuse(&text, fault),
        };
        let mut accept = accept?;
        for one in &mut accept {
            let read = match &mut one.criterion {
                Criterion::Numeric(limits) if is_count(limits) => read_with(limits, &factor),
                _ => None,
            };
            let Some(read) = read else {
                let message = format!("`{}` is no upper limit of a microbial count", one.text);
                self.findings.push(
                    text.finding(&codes::INTERPRETATION_FACTOR_MISPLACED, message)
                        .help("the factor is for limits in CFU"),
                );
                return None;
            };
            one.text = read;
        }
        Some(accept)
    }

    /// The tests that decide when this one is not met, each once.
    pub(super) fn second_stage(&mut self, key: &Key, fields: &Fields<'_>) -> Vec<usize> {
        let mut stages = Vec::new();
        for text in fields.texts("second_stage", true, self.findings) {
            if let Some(found) = self.one_second_stage(key, &text)
                && !stages.contains(&found)
            {
                stages.push(found);
            }
        }
        stages
    }

    fn one_second_stage(&mut self, key: &Key, text: &Text) -> Option<usize> {
        let found = self.around.ids.iter().position(|id| *id == text.text && *id != key.text);
        if found.is_none() {
            let help = match did_you_mean(&text.text, self.around.ids.iter().map(String::as_str)) {
                Some(close) if close != key.text => format!("did you mean `{close}`?"),
                _ => "name another test of the specification by its id".to_owned(),
            };
            let message = format!("`{}` is no other test that could be the second stage", text.text);
            self.findings.push(text.finding(&codes::UNKNOWN_SECOND_STAGE, message).help(help));
        }
        found
    }
}

fn is_count(limits: &Limits) -> bool {
    limits.upper.is_some() && limits.unit.dimension().exponent(crate::quantity::unit_table::Base::Colony) == 1
}

/// What stands between a written count and the factor that it is read with.
const READ_WITH: &str = " (read with the factor ";

/// The limits as the specification writes them and the factor that they are read with; `None` where they are read as they stand.
pub fn interpretation(limits: &Limits) -> Option<(&str, &str)> {
    let (written, rest) = limits.text.split_once(READ_WITH)?;
    Some((written, rest.split_once(':')?.0))
}

/// The same of a text: the limits as they are written, and the number that is read.
pub(super) fn read_for(text: &str) -> Option<(&str, &str)> {
    let (written, rest) = text.split_once(READ_WITH)?;
    let (_, read) = rest.split_once(": at most ")?;
    Some((written, read.strip_suffix(')')?.split_once(' ')?.0))
}

/// Multiplies the upper limit; the text says both numbers. A count is a whole number, so its last digit is that of ones.
fn read_with(limits: &mut Limits, factor: &Exact) -> Option<String> {
    let upper = limits.upper.as_ref()?;
    let value = &upper.value * factor;
    let place = upper.written.last_place().min(0);
    let written = format_at_place(&value, place, Notation::Plain);
    let (factor, unit) = (crate::dosing::shown(factor), limits.unit.symbol());
    let text = format!("{}{READ_WITH}{factor}: at most {written} {unit})", limits.text);
    let written = Decimal::parse(&written, DecimalMark::Point).ok()?;
    limits.upper = Some(Limit::new(written, upper.inclusive));
    limits.text.clone_from(&text);
    Some(text)
}

/// A second stage is a test with a criterion of its own, and no chain of stages runs in a circle.
pub(super) fn check_stages(specification: &Specification, findings: &mut Vec<Finding>) {
    for test in &specification.tests {
        for second in stages_of(test).iter().filter_map(|second| specification.tests.get(*second)) {
            check_stage(test, second, findings);
        }
    }
}

fn check_stage(test: &Test, second: &Test, findings: &mut Vec<Finding>) {
    let message = match &second.assessment {
        Assessment::Panel(_) => format!("the second stage `{}` of `{}` is a panel", second.id, test.id),
        Assessment::Measured(_) if !stages_of(second).is_empty() => {
            format!("the second stage `{}` of `{}` has a second stage itself", second.id, test.id)
        }
        Assessment::Measured(_) => return,
    };
    let width = u32::try_from(test.id.chars().count()).unwrap_or(1);
    findings.push(
        Finding::new(&codes::UNKNOWN_SECOND_STAGE, message)
            .at(test.place.clone(), width)
            .with(second.place.clone(), "the second stage")
            .help("name a test with determinations that decides by itself"),
    );
}

fn stages_of(test: &Test) -> &[usize] {
    match &test.assessment {
        Assessment::Measured(measured) => &measured.second_stage,
        Assessment::Panel(_) => &[],
    }
}

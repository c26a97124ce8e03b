//! What a result must meet: one criterion or alternatives with conditions, and the unit in which results are expressed.

use super::LineReader;
use super::limits::limits;
use crate::finding::Finding;
use crate::quantity::Unit;
use crate::spec::fields::{Fields, Text, mapping, text};
use crate::spec::grammar::Fault;
use crate::spec::limit::{Bounds, LimitText};
use crate::spec::model::{Alternative, Condition, Criterion};
use crate::spec::raw::{Key, Kind, Node};
use crate::spec::{codes, keys, limit};

impl LineReader<'_, '_> {
    /// Either one criterion or alternatives with conditions.
    pub(super) fn alternatives(&mut self, node: &Node, key: &str, default: Option<&Unit>) -> Option<Vec<Alternative>> {
        let Kind::Sequence(items) = &node.kind else {
            if matches!(node.kind, Kind::Mapping(_)) {
                let help = "write a limit, or a list of alternatives with `when` and `is`";
                self.findings.push(
                    Finding::new(&codes::WRONG_SHAPE, format!("`{key}` must be a limit, this is a map"))
                        .at(node.place.clone(), node.width)
                        .help(help),
                );
                return None;
            }
            let text = text(node, key, self.findings)?;
            return self.alternative(Vec::new(), text, default).map(|one| vec![one]);
        };
        if items.is_empty() {
            let message = format!("`{key}` is an empty list");
            self.findings.push(
                Finding::new(&codes::EMPTY_VALUE, message)
                    .at(node.place.clone(), node.width)
                    .help("write a limit, or alternatives with `when` and `is`"),
            );
            return None;
        }
        let read: Vec<Option<Alternative>> = items.iter().map(|item| self.conditional(item, key, default)).collect();
        let alternatives = read.into_iter().collect::<Option<Vec<_>>>()?;
        self.check_overlap(&alternatives);
        Some(alternatives)
    }

    fn conditional(&mut self, item: &Node, key: &str, default: Option<&Unit>) -> Option<Alternative> {
        let entries = mapping(item, key, self.findings)?;
        let at = (item.place.clone(), item.width);
        let fields = Fields::new(entries, keys::ALTERNATIVE, at, format!("an alternative of `{key}`"), self.findings);
        let when = self.condition(&fields);
        let is = fields.needed("is", self.findings)?;
        self.alternative(when?, is, default)
    }

    fn condition(&mut self, fields: &Fields<'_>) -> Option<Vec<(Condition, String)>> {
        const CONDITIONS: [Condition; 4] =
            [Condition::Method, Condition::Instrument, Condition::Sample, Condition::StorageCondition];
        let Some(node) = fields.node("when") else {
            self.findings.push(fields.missing("when").help("say when it applies, as in `when: {method: NTA}`"));
            return None;
        };
        let entries = mapping(node, "when", self.findings)?;
        let at = (node.place.clone(), node.width);
        let when = Fields::new(entries, keys::WHEN, at, "`when`", self.findings);
        let mut pairs = Vec::new();
        for condition in CONDITIONS {
            if let Some(value) = when.string(condition.as_str(), self.findings) {
                pairs.push((condition, value));
            }
        }
        if pairs.is_empty() {
            self.findings.push(when.missing("method").help("give method, instrument, sample or condition a value"));
            return None;
        }
        Some(pairs)
    }

    /// Two alternatives exclude each other when some cell must have different values.
    fn check_overlap(&mut self, alternatives: &[Alternative]) {
        for (index, second) in alternatives.iter().enumerate() {
            for first in &alternatives[..index] {
                if exclude(first, second) {
                    continue;
                }
                let message = format!("`{}` and `{}` can apply to the same result", first.text, second.text);
                self.findings.push(
                    Finding::new(&codes::OVERLAPPING_LIMITS, message)
                        .at(second.place.clone(), u32::try_from(second.text.chars().count()).unwrap_or(1))
                        .with(first.place.clone(), "the other limit")
                        .help("give each alternative another value of the same key in `when`"),
                );
            }
        }
    }

    fn alternative(
        &mut self,
        when: Vec<(Condition, String)>,
        text: Text,
        default: Option<&Unit>,
    ) -> Option<Alternative> {
        let place = text.start();
        let filled = self.parameters.fill(text, self.findings)?;
        let parsed = match limit::parse(&filled.text.text, &filled.text.text) {
            Ok(parsed) => parsed,
            // With 1 in the place of a value nobody has given yet, `{a} to 5` may look impossible.
            Err(fault) if filled.open && fault.code == &codes::IMPOSSIBLE_LIMIT => {
                LimitText::Numeric(Bounds { lower: None, upper: None, unit: default.cloned() })
            }
            Err(fault) => return self.refuse(&filled.text, fault),
        };
        let criterion = match parsed {
            LimitText::Numeric(bounds) => Criterion::Numeric(self.numeric(bounds, &filled, default)?),
            LimitText::Label(bounds) => Criterion::Label(limits(bounds, &filled, None)),
            LimitText::Qualitative(expected) => Criterion::Qualitative(expected),
            LimitText::Report => Criterion::Report,
            LimitText::OfSample(_) => {
                let message = "`of sample` is for blanks in `valid_if`".to_owned();
                let help = Some("write the limit in the unit of the test".to_owned());
                let end = filled.text.text.len();
                let fault = Fault { code: &codes::LIMIT_FORM_NOT_ALLOWED, message, help, start: 0, end };
                return self.refuse(&filled.text, fault);
            }
        };
        Some(Alternative { when, criterion, text: filled.shown, place })
    }

    /// The unit in which results of the test are expressed; checks that all criteria fit it.
    pub(super) fn unit_of(
        &mut self,
        key: &Key,
        fields: &Fields<'_>,
        accept: &[Alternative],
        default: Option<&Unit>,
    ) -> Option<Unit> {
        let written = accept.iter().find_map(|one| match &one.criterion {
            Criterion::Numeric(limits) => Some(limits.unit.clone()),
            _ => None,
        });
        let is_label = accept.iter().any(|one| matches!(one.criterion, Criterion::Label(_)));
        let claimed =
            || self.around.label.iter().find(|(name, _)| name.text == key.text).map(|(_, claim)| claim.unit.clone());
        let unit = match written.or_else(|| default.cloned()).or_else(claimed) {
            Some(unit) => unit,
            None if is_label => {
                let message = format!("the unit of `{}` cannot be told from a limit in percent of label", key.text);
                self.findings.push(
                    Finding::new(&codes::MISSING_UNIT, message)
                        .at(fields.place.clone(), fields.width)
                        .help("add `unit:`, or a claim with unit under `label`"),
                );
                return None;
            }
            None => Unit::none(),
        };
        for one in accept {
            if let Criterion::Numeric(limits) = &one.criterion {
                self.check_unit(&limits.unit, Some(&unit), &one.place, &one.text);
            }
        }
        if let (Some(declared), Some(place)) = (default, accept.first().map(|one| &one.place)) {
            self.check_unit(&unit, Some(declared), place, &accept[0].text);
        }
        Some(unit)
    }
}

/// Whether no determination can carry the cells of both.
fn exclude(first: &Alternative, second: &Alternative) -> bool {
    first.when.iter().any(|(condition, value)| {
        second.when.iter().any(|(other, text)| condition == other && value.to_lowercase() != text.to_lowercase())
    })
}

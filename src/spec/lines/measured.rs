//! Tests with determinations: all their keys, and the plan of the determinations.

use super::LineReader;
use crate::finding::Finding;
use crate::quantity::Unit;
use crate::spec::attributes::is_words;
use crate::spec::fields::Fields;
use crate::spec::formula::shown;
use crate::spec::from::unit_of_report;
use crate::spec::model::{Check, Count, Criterion, Measured, Origin, Plan, Summary};
use crate::spec::parameters::unit;
use crate::spec::raw::{Key, Node};
use crate::spec::{codes, plan, validity};

/// Keys that need determinations and so cannot stand on the test of a derived attribute.
const NOT_FOR_DERIVED: [&str; 7] = ["columns", "from", "result", "retest", "individual", "valid_if", "final_after"];

impl LineReader<'_, '_> {
    pub(super) fn measured(&mut self, key: &Key, fields: &Fields<'_>, accept: &Node) -> Option<Measured> {
        let derived = self.around.derived.iter().position(|(id, _)| *id == key.text);
        if derived.is_some() {
            self.check_derived(fields);
        }
        let declared = fields.text("unit", self.findings).and_then(|text| unit(&text, self.findings));
        let default = declared.clone().or_else(|| derived.map(|index| self.around.derived[index].1.clone()));
        let from = self.acquisition(fields);
        let accept = self.alternatives(accept, "accept", default.as_ref());
        let accept = self.interpreted(fields, accept);
        let default = default.or_else(|| unit_of_report(from.as_ref(), accept.as_deref()?));
        // Without a unit the rest is read all the same, so that all faults come out in one run.
        let known = accept.as_ref().and_then(|accept| self.unit_of(key, fields, accept, default.as_ref()));
        let unit = known.as_ref();
        let written_plan = self.plan(fields, "result");
        let plan_known = written_plan.is_some() || fields.node("result").is_none();
        let shelf_life = match fields.node("shelf_life") {
            Some(node) => {
                let shelf_life = self.alternatives(node, "shelf_life", unit);
                self.interpreted(fields, shelf_life).unwrap_or_default()
            }
            None => Vec::new(),
        };
        let mut criteria = accept.iter().flatten().chain(&shelf_life);
        let of_claim = criteria.any(|one| matches!(one.criterion, Criterion::Label(_)));
        let retest = self.plan(fields, "retest");
        let plan = written_plan.unwrap_or(Plan { summary: Summary::Single, count: Count::Exactly(1), levels: None });
        let plans: Vec<&Plan> = std::iter::once(&plan).chain(&retest).collect();
        let measured = Measured {
            origin: derived.map_or(Origin::Delivered, Origin::Derived),
            of: self.of_what(fields, from.as_ref(), unit),
            from,
            range: self.limits(fields, "range", unit),
            linear_range: self.limits(fields, "linear_range", unit),
            plausible: self.ceiling(fields, unit),
            individual: self.limits(fields, "individual", unit),
            valid_if: self.checks(fields, "valid_if", unit, &plans, validity::parse),
            requires: self.checks(fields, "requires", unit, &plans, validity::parse_requirement),
            final_after_days: self.days(fields),
            accept: accept.clone().unwrap_or_default(),
            alert: self.limits(fields, "alert", unit),
            action: self.limits(fields, "action", unit),
            trend: self.trend(fields),
            shelf_life,
            decide: self.decision_rule(fields),
            uncertainty: self.uncertainty(fields, unit, of_claim),
            censored: self.censored(fields),
            loq: self.loq(fields, unit),
            skip: self.periodic(fields),
            unit: known.clone().unwrap_or_else(Unit::none),
            plan: plan.clone(),
            retest: retest.clone(),
            second_stage: self.second_stage(key, fields),
        };
        if plan_known && unit.is_some() {
            self.check_source(fields, &measured);
            self.check_plan(fields, &measured);
            self.check_decision(fields, &measured);
            self.check_censored(fields, &measured);
            self.check_trend(fields, &measured);
        }
        (accept.is_some() && unit.is_some()).then_some(measured)
    }

    fn check_derived(&mut self, fields: &Fields<'_>) {
        for unfit in NOT_FOR_DERIVED {
            if let Some(key) = fields.key(unfit) {
                let message = format!("`{unfit}` does not apply to {}, whose value is computed", fields.what);
                self.findings.push(
                    Finding::new(&codes::DERIVED_TEST_WITH_DETERMINATIONS, message)
                        .at(key.place.clone(), key.width)
                        .help("put it on the tests that the formula uses"),
                );
            }
        }
    }

    fn plan(&mut self, fields: &Fields<'_>, key: &str) -> Option<Plan> {
        let text = fields.text(key, self.findings)?;
        plan::parse(&text.text).map_or_else(|fault| self.refuse(&text, fault), Some)
    }

    fn days(&mut self, fields: &Fields<'_>) -> Option<u32> {
        let text = fields.text("final_after", self.findings)?;
        plan::parse_days(&text.text).map_or_else(|fault| self.refuse(&text, fault), Some)
    }

    /// Plan, criterion and checks must go together.
    fn check_plan(&mut self, fields: &Fields<'_>, measured: &Measured) {
        let words = measured.accept.iter().chain(&measured.shelf_life).any(|one| is_words(&one.criterion));
        for (key, plan) in [("result", Some(&measured.plan)), ("retest", measured.retest.as_ref())] {
            let Some((plan, node)) = plan.zip(fields.node(key)) else { continue };
            let at = |code, message: String| Finding::new(code, message).at(node.place.clone(), node.width);
            let spread = matches!(plan.summary, Summary::CoefficientOfVariation);
            if words && !matches!(plan.summary, Summary::Single | Summary::Each) {
                let message = format!("`{plan}` needs numbers, the criterion is a word or text");
                self.findings.push(at(&codes::PLAN_NEEDS_NUMBERS, message).help("write `single` or `each of N`"));
            } else if spread && measured.unit.symbol() != "%" {
                let message =
                    format!("a coefficient of variation is in percent, the limit is in {}", shown(&measured.unit));
                self.findings.push(at(&codes::UNIT_MISMATCH, message).help("write the limit with the % sign"));
            }
        }
        let spread = measured.valid_if.iter().find(|check| matches!(check.check, Check::Spread(..)));
        if let Some(check) = spread
            && measured.plan.count == Count::Exactly(1)
            && measured.origin == Origin::Delivered
        {
            let message = format!("`{}` needs at least two determinations, the plan takes one", check.text);
            let width = u32::try_from(check.text.chars().count()).unwrap_or(1);
            self.findings.push(
                Finding::new(&codes::SPREAD_NEEDS_REPLICATES, message)
                    .at(check.place.clone(), width)
                    .help("write `result: mean of 3` or the like, or drop the check"),
            );
        }
    }
}

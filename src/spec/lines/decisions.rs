//! How it is decided at the limits: the rule, what it rests on, and values that are censored.

use super::LineReader;
use crate::finding::Finding;
use crate::spec::acquisition::Acquisition;
use crate::spec::decision::{DecisionRule, UncertaintyAmount};
use crate::spec::fields::Fields;
use crate::spec::model::{Alternative, CensoredRule, Count, Criterion, Measured, Origin, Plan, Summary};
use crate::spec::{codes, decision, keys};

impl LineReader<'_, '_> {
    pub(super) fn decision_rule(&mut self, fields: &Fields<'_>) -> DecisionRule {
        let Some(text) = fields.text("decide", self.findings) else { return DecisionRule::Simple };
        match decision::parse(&text.text) {
            Ok(rule) => rule,
            Err(fault) => self.refuse(&text, fault).unwrap_or(DecisionRule::Simple),
        }
    }

    /// A rule needs what it rests on: numbers, and determinations that can scatter.
    pub(super) fn check_decision(&mut self, fields: &Fields<'_>, measured: &Measured) {
        self.check_scatter(fields, measured);
        self.check_counted(fields, measured);
        let (rule, Some(node)) = (measured.decide, fields.node("decide")) else { return };
        let criteria = measured.criteria();
        let numeric = |one: &Alternative| matches!(one.criterion, Criterion::Numeric(_) | Criterion::Label(_));
        let at = |code, message: String| Finding::new(code, message).at(node.place.clone(), node.width);
        if rule != DecisionRule::Simple && !criteria.clone().all(numeric) {
            let message = format!("`{rule}` needs numeric limits");
            self.findings.push(at(&codes::DECISION_RULE_NEEDS_NUMBERS, message).help("write `decide: simple`"));
        }
        let spread = |plan: &&Plan| plan.summary.is_scatter();
        let plans = [Some(&measured.plan), measured.retest.as_ref()];
        if rule != DecisionRule::Simple
            && !rule.needs_replicates()
            && let Some(plan) = plans.into_iter().flatten().find(spread)
        {
            let message = format!("`{rule}` needs an uncertainty, and none is known of `{plan}`");
            self.findings.push(at(&codes::DECISION_RULE_ON_A_SPREAD, message).help("write `decide: simple`"));
        }
    }

    /// An uncertainty that comes with the determinations needs a source that counts something.
    fn check_counted(&mut self, fields: &Fields<'_>, measured: &Measured) {
        let amount = measured.uncertainty.as_ref().map(|stated| &stated.amount);
        let (Some(word), Some(node)) = (
            amount.filter(|amount| amount.comes_with_determinations()).and_then(UncertaintyAmount::word),
            fields.node("uncertainty"),
        ) else {
            return;
        };
        let counted = Some("particles or events that are counted");
        let Some(needed) = measured.from.as_ref().map_or(counted, Acquisition::without_uncertainty) else { return };
        let message = format!("`from: {word}` needs {needed}");
        let finding = Finding::new(&codes::KEY_NOT_FOR_SOURCE, message).at(node.place.clone(), node.width);
        let help = "use it with `from: size_distribution`, `concentration` or `events`, or state the uncertainty";
        self.findings.push(finding.help(help));
    }

    /// What rests on the scatter of determinations needs a plan, and a retest plan, whose determinations can scatter.
    fn check_scatter(&mut self, fields: &Fields<'_>, measured: &Measured) {
        let scatters = |plan: &Plan| {
            let (Count::Exactly(n) | Count::AtLeast(n)) = plan.independent();
            matches!(plan.summary, Summary::Mean | Summary::Each) && n >= 2 && measured.origin == Origin::Delivered
        };
        let plans = [Some(&measured.plan), measured.retest.as_ref()];
        let Some(unfit) = plans.into_iter().flatten().find(|plan| !scatters(plan)) else { return };
        let of_replicates =
            measured.uncertainty.as_ref().is_some_and(|u| matches!(u.amount, UncertaintyAmount::Replicates));
        let asks = [
            (measured.decide.needs_replicates(), "decide", measured.decide.to_string()),
            (of_replicates, "uncertainty", "from: replicates".to_owned()),
        ];
        for (_, key, what) in asks.into_iter().filter(|(asks, ..)| *asks) {
            let Some(node) = fields.node(key) else { continue };
            let (Count::Exactly(n) | Count::AtLeast(n)) = unfit.independent();
            let message = match n {
                0 | 1 => format!("`{what}` needs at least two determinations, the plan is `{unfit}`"),
                _ if measured.origin != Origin::Delivered => {
                    format!("`{what}` needs at least two delivered determinations, and this result is computed")
                }
                _ => format!("`{what}` rests on the scatter about an arithmetic mean, the plan is `{unfit}`"),
            };
            let finding =
                Finding::new(&codes::DECISION_RULE_NEEDS_REPLICATES, message).at(node.place.clone(), node.width);
            let help = if key == "decide" {
                "write `result: mean of 3` or `each of 3`, or take a rule that rests on a stated uncertainty"
            } else {
                "write `result: mean of 3` or `each of 3`, or state the uncertainty as `relative` or `absolute`"
            };
            self.findings.push(finding.help(help));
        }
    }

    pub(super) fn censored(&mut self, fields: &Fields<'_>) -> CensoredRule {
        match fields.word("censored", keys::CENSORED_RULES, self.findings) {
            Some(1) => CensoredRule::WorstCase,
            Some(2) => CensoredRule::KaplanMeier,
            Some(3) => CensoredRule::OrderStatistics,
            Some(4) => CensoredRule::Likelihood,
            _ => CensoredRule::Limit,
        }
    }

    /// A method that estimates a mean has nothing to do where a plan asks for something else.
    pub(super) fn check_censored(&mut self, fields: &Fields<'_>, measured: &Measured) {
        let (rule, Some(node)) = (measured.censored, fields.node("censored")) else { return };
        let mut plans = [Some(&measured.plan), measured.retest.as_ref()].into_iter().flatten();
        let Some(unfit) = plans.find(|plan| !rule.estimates(plan.summary) || plan.levels.is_some()) else { return };
        if rule.estimator().is_none() {
            return;
        }
        let message = format!("`censored: {}` estimates no value for the plan `{unfit}`", rule.as_str());
        let finding = Finding::new(&codes::CENSORED_METHOD_NEEDS_MEAN, message).at(node.place.clone(), node.width);
        let help = "write `result: mean of 5` or the like (`mle` knows the geometric mean too), or another rule";
        self.findings.push(finding.help(help));
    }
}

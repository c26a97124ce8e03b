//! Whether a test in a JSON report agrees with itself: its outcome with its value and limits, the value with the determinations,
//! the print with the value.

use super::wording;
use crate::judge::{
    DecidedBy, Outcome, Recorded, RecordedFormula, RecordedMember, RecordedRow, RecordedRows, RecordedRule,
    RecordedZone, counts_without_result, has_no_result, is_waived_by_nothing, observed_otherwise, panel_contradiction,
    recorded_limit, recorded_limits, recorded_margin, recorded_outcome, second_stage_contradiction,
};
use crate::quantity::{Exact, Unit};
use crate::spec::{Limits, RecordedCriterion, Summary, recorded_criterion, recorded_plan, recorded_statement};
use serde::Deserialize;
use serde_json::Value;

/// Digits of numbers that do not end, but for the last ones, which a computation in between may have moved.
const DIGITS: u32 = 30;

/// How far a number of 34 digits is known.
const AT_FULL_PRECISION: &str = "1e-30";

#[derive(Deserialize)]
pub(super) struct Test {
    pub id: String,
    pub name: String,
    point: Option<Value>,
    pub required: bool,
    pub decided_by: Option<String>,
    pub outcome: String,
    flags: Vec<String>,
    reportable: Option<Reportable>,
    criterion: Option<Criterion>,
    rule: Option<Rule>,
    decision: Option<Decision>,
    margin: Option<f64>,
    determinations: Vec<Determination>,
    derivation: Option<Derivation>,
    reasons: Vec<Reason>,
}

#[derive(Deserialize)]
struct Reportable {
    kind: String,
    text: String,
    op: Option<String>,
    value: Option<String>,
    value_float: Option<f64>,
    compared: Option<String>,
    compared_float: Option<f64>,
    unit: Option<String>,
    n: usize,
}

#[derive(Deserialize)]
struct Criterion {
    kind: String,
    text: String,
    lower: Option<String>,
    lower_float: Option<f64>,
    lower_inclusive: Option<bool>,
    upper: Option<String>,
    upper_float: Option<f64>,
    upper_inclusive: Option<bool>,
    unit: Option<String>,
    label_claim: Option<Claim>,
    /// Of a panel.
    #[serde(default)]
    members: Vec<String>,
}

#[derive(Deserialize)]
struct Claim {
    value: String,
    value_float: Option<f64>,
    unit: String,
}

#[derive(Deserialize)]
struct Rule {
    decision: String,
    rounding: String,
    result: String,
}

#[derive(Deserialize)]
struct Decision {
    uncertainty: Option<Uncertainty>,
    conformance_probability: Option<f64>,
    acceptance_zone: Option<Ends<String>>,
    bounds: Option<Ends<f64>>,
}

#[derive(Deserialize)]
struct Uncertainty {
    standard: String,
    coverage_factor: Option<f64>,
    expanded: String,
}

#[derive(Deserialize)]
struct Ends<T> {
    lower: Option<T>,
    upper: Option<T>,
}

#[derive(Deserialize)]
struct Determination {
    text: String,
    unit: Option<String>,
    role: String,
    #[serde(rename = "use")]
    used: String,
}

#[derive(Deserialize)]
struct Derivation {
    attribute: String,
    text: Option<String>,
    inputs: Vec<Input>,
    value: Option<String>,
    unit: String,
}

#[derive(Deserialize)]
struct Input {
    name: String,
    kind: String,
    value: Option<String>,
    unit: Option<String>,
    derivation: Option<Box<Derivation>>,
}

#[derive(Deserialize)]
struct Reason {
    code: String,
    message: String,
}

impl Test {
    /// What it says against itself and the other tests of its lot. `own`: this program wrote it.
    pub fn contradiction(&self, outcome: Outcome, all: &[Test], own: bool) -> Result<Option<String>, String> {
        if let Some(why) = self.of_another_kind(outcome, own) {
            return Ok(Some(why));
        }
        let at_same_point = |id: &str| all.iter().find(|one| one.id == id && one.point == self.point);
        if let Some(panel) = &self.decided_by
            && !at_same_point(panel).is_some_and(|panel| panel.decides(&self.id))
        {
            return Ok(Some(format!("it counts through {panel}, which is no panel over it")));
        }
        let reasons: Vec<(&str, &str)> =
            self.reasons.iter().map(|reason| (reason.code.as_str(), reason.message.as_str())).collect();
        let other = |id: &str| recorded_outcome(&at_same_point(id)?.outcome).ok();
        if let Some(why) = second_stage_contradiction(self.by_second_stage(), own, outcome, &reasons, &other) {
            return Ok(Some(why));
        }
        if let Some(why) = self.against_members(outcome, &at_same_point) {
            return Ok(Some(why));
        }
        if let Some(derivation) = &self.derivation
            && let Some(why) = derivation.against_inputs(&at_same_point)?
        {
            return Ok(Some(why));
        }
        self.of_value(outcome, own)
    }

    /// A line that no test has: judged without a criterion, a result without the number that its kind asks for.
    fn of_another_kind(&self, outcome: Outcome, own: bool) -> Option<String> {
        let kind = self.criterion.as_ref().map(|criterion| criterion.kind.as_str());
        let result = self.reportable.as_ref();
        let has_limits = self.criterion.as_ref().is_some_and(|one| one.lower.is_some() || one.upper.is_some());
        let is_panel = kind == Some("panel");
        let written = self.criterion.as_ref().and_then(|criterion| recorded_criterion(&criterion.text));
        let is_judged = matches!(outcome, Outcome::Pass | Outcome::Reported);
        let why = match kind {
            _ if is_judged && result.is_none() => "it is judged, and has no result",
            _ if !is_panel && result.is_some() && has_no_result(outcome, self.reasons.iter().map(|one| &*one.code)) => {
                "its outcome is one without a result, and it has one"
            }
            _ if !is_panel && result.is_none() && counts_without_result(outcome, &self.recorded_rows()) => {
                "its outcome is one without a result, and it has determinations that count"
            }
            _ if own && is_waived_by_nothing(outcome, self.reasons.iter().map(|one| &*one.code)) => {
                "it is waived, and no reason says by what"
            }
            Some(kind) if own && !["numeric", "label", "qualitative", "report", "panel"].contains(&kind) => {
                "its criterion is of no kind"
            }
            _ if own && result.is_some_and(|result| !["number", "text", "panel"].contains(&&*result.kind)) => {
                "its result is of no kind"
            }
            _ if own && self.rule.as_ref().is_some_and(|rule| recorded_plan(&rule.result).is_none()) => {
                "its plan is none"
            }
            Some("report")
                if matches!(written, Some(RecordedCriterion::Limits(_) | RecordedCriterion::Expected(_))) =>
            {
                "its criterion is to report the result, and its text says more"
            }
            None if is_judged => "it is judged, and has no criterion",
            _ if is_panel != self.rule.is_none() => "it has a rule, or none, and its criterion is of the other kind",
            Some("numeric" | "label") if !has_limits => "its criterion is one of numbers, and has no limits",
            Some("qualitative" | "report" | "panel") if has_limits => "its criterion has limits, and is not of numbers",
            Some("report") if outcome == Outcome::Pass => "its outcome is `pass`, and it has no criterion",
            Some(kind) if outcome == Outcome::Reported && kind != "report" => "it is reported, and has a criterion",
            Some("numeric" | "label") if result.is_some_and(|result| result.kind != "number") => {
                "its criterion is one of numbers, and its result is none"
            }
            _ if result.is_some_and(|result| (result.kind == "number") != result.value.is_some()) => {
                "its result is a number, and has no value; or has one, and is none"
            }
            _ => return None,
        };
        Some(why.to_owned())
    }

    /// Whether this is a panel that was judged and has the member.
    fn decides(&self, member: &str) -> bool {
        let criterion = self.criterion.as_ref().filter(|one| one.kind == "panel" && self.outcome != "not_applicable");
        criterion.is_some_and(|criterion| criterion.members.iter().any(|one| one == member))
    }

    fn by_second_stage(&self) -> bool {
        self.flags.iter().any(|flag| flag == "decided_by_second_stage")
    }

    fn against_members<'t>(
        &self,
        outcome: Outcome,
        at_same_point: &dyn Fn(&str) -> Option<&'t Test>,
    ) -> Option<String> {
        let criterion = self.criterion.as_ref().filter(|criterion| criterion.kind == "panel")?;
        let place = |name: &str| criterion.members.iter().position(|member| member == name);
        let Some(statement) = recorded_statement(&criterion.text, &place) else {
            return Some(format!("\"{}\" is no statement over its members", criterion.text));
        };
        let member = |index: usize| {
            let member = at_same_point(criterion.members.get(index)?)?;
            Some(RecordedMember { outcome: recorded_outcome(&member.outcome).ok()?, required: member.required })
        };
        panel_contradiction(&statement, outcome, &member)
            .then(|| format!("its outcome is `{}`, and its members come to something else", outcome.as_str()))
    }

    fn of_value(&self, outcome: Outcome, own: bool) -> Result<Option<String>, String> {
        let Some(rule) = &self.rule else { return Ok(None) };
        let limits = self.criterion.as_ref().map(Criterion::limits).transpose()?.flatten();
        if let Some(why) = self.criterion.as_ref().zip(limits.as_ref()).and_then(|(of, limits)| of.as_written(limits)) {
            return Ok(Some(why));
        }
        let (Some(result), Some(value)) =
            (&self.reportable, self.reportable.as_ref().and_then(|one| one.value.as_ref()))
        else {
            return Ok(self.of_observation(outcome));
        };
        let of_rule = self.recorded_rule(rule)?;
        let summary = recorded_plan(&rule.result).map(|plan| plan.summary);
        let recorded = Recorded {
            outcome,
            op: result.op.as_deref(),
            value,
            compared: result.compared.as_deref(),
            limits,
            rounding: rule.rounding.parse().map_err(|error| format!("{error}"))?,
            decided_by: DecidedBy::of(self.by_second_stage(), summary),
            reasons: self.reasons.iter().map(|reason| reason.code.as_str()).collect(),
            zone: of_rule.accepting(),
            own,
        };
        let by_rule = || {
            let limits = recorded.limits.as_ref().filter(|_| recorded.passed_by_itself())?;
            of_rule.contradiction(limits)
        };
        let found = recorded
            .contradiction()
            .or_else(by_rule)
            .or_else(|| self.rows(rule, result).unwrap_or_default()?.contradiction(&recorded));
        if found.is_some() {
            return Ok(found);
        }
        let unit = result.unit.as_deref().unwrap_or_default();
        Ok(self.of_floats(result, &recorded)?.or(wording::printed_otherwise(&recorded, &result.text, unit)?))
    }

    /// An observation that passed and does not meet its criterion.
    fn of_observation(&self, outcome: Outcome) -> Option<String> {
        let text = &self.criterion.as_ref().filter(|_| outcome == Outcome::Pass)?.text;
        let Some(RecordedCriterion::Expected(expected)) = recorded_criterion(text) else { return None };
        observed_otherwise(&expected, &self.recorded_rows())
    }

    fn recorded_rows(&self) -> Vec<RecordedRow<'_>> {
        self.determinations.iter().map(Determination::recorded).collect()
    }

    fn rows<'t>(&'t self, rule: &Rule, result: &'t Reportable) -> Result<Option<RecordedRows<'t>>, String> {
        let Some(plan) = recorded_plan(&rule.result) else { return Ok(None) };
        let claim = self.criterion.as_ref().and_then(|criterion| criterion.label_claim.as_ref());
        let claim = claim.map(Claim::read).transpose()?;
        Ok(Some(RecordedRows {
            rows: self.recorded_rows(),
            n: result.n,
            // One determination needs no summary.
            summary: Some(plan.summary).filter(|summary| *summary != Summary::Single || result.n == 1),
            one_level: plan.levels.is_none(),
            formula: self.derivation.as_ref().and_then(|derivation| derivation.came_to(&self.id)),
            unit: result.unit.as_deref().unwrap_or_default(),
            claim,
        }))
    }

    fn recorded_rule<'t>(&'t self, rule: &'t Rule) -> Result<RecordedRule<'t>, String> {
        let decision = self.decision.as_ref();
        let end = |end: &Option<String>| end.as_deref().map(number).transpose();
        let zone = decision.and_then(|decision| decision.acceptance_zone.as_ref());
        let zone = zone
            .map(|zone| {
                Ok::<_, String>(RecordedZone { lower: end(&zone.lower)?, upper: end(&zone.upper)?, digits: DIGITS })
            })
            .transpose()?;
        Ok(RecordedRule {
            decision: &rule.decision,
            expanded: decision.and_then(|decision| Some(decision.uncertainty.as_ref()?.expanded.as_str())),
            zone,
            conformance: decision.and_then(|decision| decision.conformance_probability),
            bounds: decision.and_then(|decision| decision.bounds.as_ref()).map(|ends| (ends.lower, ends.upper)),
            precision: 1e-9,
        })
    }

    /// A number in floating point that is not the one beside it.
    fn of_floats(&self, result: &Reportable, recorded: &Recorded<'_>) -> Result<Option<String>, String> {
        let value = recorded.exact()?;
        let compared = recorded.compared.map(number).transpose()?;
        for (what, float, exact) in
            [("value", result.value_float, Some(&value)), ("compared", result.compared_float, compared.as_ref())]
        {
            if let (Some(float), Some(exact)) = (float, exact)
                && !is_near(float, exact.to_f64())
            {
                return Ok(Some(format!("its {what} is {float} in floating point, and {}", exact.to_f64())));
            }
        }
        if let Some(known) = self.decision.as_ref().and_then(|decision| decision.uncertainty.as_ref())
            && let Some(factor) = known.coverage_factor
            && !is_near(number(&known.standard)?.to_f64() * factor, number(&known.expanded)?.to_f64())
        {
            return Ok(Some(format!(
                "its expanded uncertainty is {}, and {factor} times {} is another",
                known.expanded, known.standard
            )));
        }
        let (Some(margin), Some(compared)) = (self.margin, &compared) else { return Ok(None) };
        let again = recorded.limits.as_ref().and_then(|limits| recorded_margin(limits, compared));
        Ok((!again.is_some_and(|again| is_near(margin, again)))
            .then(|| format!("its margin is {margin}, and its value and limits come to another one")))
    }
}

impl Derivation {
    /// What it came to: the number at full precision, of a bound the one in the text.
    fn came_to(&self, attribute: &str) -> Option<RecordedFormula<'_>> {
        let at_full = |value: &String| {
            Some(RecordedFormula { op: None, value: value.clone(), unit: &self.unit, precision: AT_FULL_PRECISION })
        };
        match &self.value {
            _ if self.attribute != attribute => None,
            Some(value) => at_full(value),
            None => RecordedFormula::in_text(attribute, self.text.as_deref()?),
        }
    }

    /// An input that is not the result of the test that it names.
    fn against_inputs<'t>(&self, test: &dyn Fn(&str) -> Option<&'t Test>) -> Result<Option<String>, String> {
        for input in &self.inputs {
            if let Some(inner) = &input.derivation
                && let Some(why) = inner.against_inputs(test)?
            {
                return Ok(Some(why));
            }
            let (Some(value), true) = (&input.value, input.kind == "test") else { continue };
            let result = test(&input.name).and_then(|test| test.reportable.as_ref());
            let Some(result) = result.filter(|result| result.unit == input.unit) else { continue };
            if result.value.as_deref().map(number).transpose()? != Some(number(value)?) {
                return Ok(Some(format!(
                    "it is computed from {} {value}, which is not the result of that test",
                    input.name
                )));
            }
        }
        Ok(None)
    }
}

impl Determination {
    fn recorded(&self) -> RecordedRow<'_> {
        RecordedRow::new(&self.text, self.unit.as_deref(), &self.role, &self.used)
    }
}

impl Criterion {
    fn limits(&self) -> Result<Option<Limits>, String> {
        let one = |limit: &Option<String>, inclusive: Option<bool>| {
            limit.as_deref().map(|limit| recorded_limit(limit, inclusive.unwrap_or_default())).transpose()
        };
        let (lower, upper) = (one(&self.lower, self.lower_inclusive)?, one(&self.upper, self.upper_inclusive)?);
        if lower.is_none() && upper.is_none() {
            return Ok(None);
        }
        recorded_limits(lower, upper, self.unit.as_deref().unwrap_or_default()).map(Some)
    }

    /// Limits that are not those of the text, or not the ones beside them in floating point.
    fn as_written(&self, limits: &Limits) -> Option<String> {
        if let Some(RecordedCriterion::Limits(bounds)) = recorded_criterion(&self.text)
            && !bounds.are(limits)
        {
            return Some(format!("its limits are not those of its criterion \"{}\"", self.text));
        }
        let claim = self.label_claim.as_ref();
        let claimed = claim.and_then(|claim| Exact::from_decimal_string(&claim.value));
        let floats = [
            (self.lower_float, limits.lower.as_ref().map(|limit| limit.approximately)),
            (self.upper_float, limits.upper.as_ref().map(|limit| limit.approximately)),
            (claim.and_then(|claim| claim.value_float), claimed.map(|value| value.to_f64())),
        ];
        let other = |(float, exact): &(Option<f64>, Option<f64>)| {
            float.zip(*exact).is_some_and(|(float, exact)| !is_near(float, exact))
        };
        let (float, exact) = floats.into_iter().find(other)?;
        Some(format!("its criterion has {} in floating point, and {}", float?, exact?))
    }
}

impl Claim {
    fn read(&self) -> Result<(Exact, Unit), String> {
        let unit = Unit::parse(&self.unit).map_err(|_| format!("`{}` is no unit", self.unit))?;
        Ok((recorded_limit(&self.value, true)?.value, unit))
    }
}

fn number(text: &str) -> Result<Exact, String> {
    Exact::from_decimal_string(text).ok_or_else(|| format!("`{text}` is no number"))
}

/// Whether two numbers are one, but for the last digits of floating point.
fn is_near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()) + f64::MIN_POSITIVE
}

//! Fills the structs of [`json_model`](super::json_model) from a run, a lot, a remark.

use super::decision::{DRAWS, origin_word};
use super::format::RunInputs;
use super::format::{Run, Summary};
use super::json_model::*;
use super::origin;
use super::remark::Remark;
use super::wording;
use crate::data::{CorrectionReason, Details, Determination, Input, LotFacts};
use crate::dosing::{EndotoxinLimit, Pharmacopoeia};
use crate::judge::{
    ClaimAxis, ClaimReport, DecisionStatement, Derivation, ExpiryReport, Flags, FormulaInput, HandlingReport,
    InputOrigin, LotReport, Outcome, OutlierInfo, Point, Reason, Reportable, ReportableValue, SimulatedUncertainty,
    TestReport, UncertaintyOrigin, Use, derivation, members_against, outlier_info, simulated,
};
use crate::quantity::{Bounded, Exact, Reading};
use crate::source::Place;
use crate::spec::{Alternative, Assessment, Criterion, Dosing, Expected, Limits, Quantity, Role, Specification, Test};
use crate::stats::Interval;
use jiff::civil::Date;
use std::sync::Arc;

/// Digits of an exact value before it is cut; as many as an IEEE 754 decimal128 has.
const DIGITS: u32 = 34;

impl<'a> HeadJson<'a> {
    /// What is known of a run before its lots.
    ///
    /// # Errors
    /// The settings cannot be written.
    pub fn new(run: &Run<'a>) -> serde_json::Result<Self> {
        Ok(HeadJson {
            schema: SCHEMA_NAME,
            tool: ToolJson::this(),
            as_of: run.as_of.to_string(),
            stage: run.stage,
            configuration: ConfigurationJson::of(run.settings)?,
            spec: match run.specs.as_slice() {
                [spec] => Some(SpecJson::new(spec)),
                _ => None,
            },
            specs: run.specs.iter().map(|spec| SpecInFullJson::new(spec)).collect(),
            inputs: run.inputs.iter().map(InputJson::new).collect(),
        })
    }
}

impl<'a> SpecJson<'a> {
    fn new(spec: &'a Specification) -> Self {
        SpecJson { id: &spec.id, version: &spec.version, status: spec.status.as_str(), sha256: &spec.sha256 }
    }
}

impl<'a> SpecInFullJson<'a> {
    fn new(spec: &'a Specification) -> Self {
        let parameters = spec.parameters.iter().filter_map(|parameter| {
            let quantity = QuantityJson::new(parameter.value.as_ref()?);
            Some(NamedQuantityJson { name: &parameter.name, quantity })
        });
        SpecInFullJson {
            name: SpecJson::new(spec),
            title: &spec.title,
            basis: spec.basis.as_deref(),
            notes: &spec.notes,
            parameters: parameters.collect(),
            derivation: spec.dosing.as_deref().map(DoseDerivationJson::new),
        }
    }
}

impl<'a> DoseDerivationJson<'a> {
    fn new(dosing: &'a Dosing) -> Self {
        let endotoxin = dosing.endotoxin.as_ref();
        let limits = dosing.limits.iter().map(|limit| DerivedLimitJson {
            stated: NamedQuantityJson { name: limit.name, quantity: QuantityJson::new(&limit.stated) },
            exact: limit.exact.to_decimal_string(12).0,
            steps: &limit.steps,
        });
        DoseDerivationJson {
            route: endotoxin.map(|one| one.route.as_str()),
            pharmacopoeia: endotoxin.and_then(|one| one.pharmacopoeia).map(Pharmacopoeia::as_str),
            steps: endotoxin.map_or(&[], |one| &one.steps),
            limits: limits.collect(),
            per_dose_unit: endotoxin.and_then(EndotoxinLimit::per_unit_in_words),
            no_limit: dosing.no_limit.as_deref(),
        }
    }
}

impl<'a> InputJson<'a> {
    fn new(input: &'a Input) -> Self {
        InputJson { name: &input.name, sha256: &input.sha256, rows: input.rows, detected: &input.detected }
    }
}

impl<'a> LotJson<'a> {
    /// A lot with all its tests; `files` are the names of the result files.
    pub fn new(lot: &'a LotReport<'_>, run: &RunInputs<'a>) -> Self {
        LotJson {
            lot: lot.lot,
            verdict: lot.verdict.as_str(),
            statement: wording::statement(lot),
            spec: SpecJson::new(lot.spec),
            spec_choice: lot.spec_choice.as_deref(),
            // A lot without a row in the lot file has no facts, only the lack of them.
            facts: lot.facts.filter(|facts| facts.place.is_some()).map(FactsJson::new),
            tests: lot.tests.iter().map(|test| TestJson::new(lot, test, run)).collect(),
            expiry: lot.life.as_ref().and_then(|life| life.expiry.as_ref()).map(ExpiryJson::new),
            in_use: lot.life.as_ref().map(|life| life.claims.iter().map(ClaimJson::new).collect()).unwrap_or_default(),
            handling: lot.life.as_ref().and_then(|life| life.handling.as_ref()).map(HandlingJson::new),
            counts: CountsJson::new(lot),
        }
    }
}

impl<'a> ExpiryJson<'a> {
    fn new(report: &'a ExpiryReport) -> Self {
        let day = |day: Date| day.to_string();
        ExpiryJson {
            as_of: day(report.as_of),
            state: report.state.as_str(),
            rule: report.rule.as_deref(),
            from: report.start.map(|(event, _)| event.as_str()),
            start: report.start.and_then(|(_, day)| day).map(day),
            by_rule: report.by_rule.map(day),
            stated: report.stated.map(|label| label.to_string()),
            by_parents: report
                .by_parents
                .iter()
                .map(|(lot, last)| ParentLastDayJson { lot, last_day: day(*last) })
                .collect(),
            last_day: report.last_day.map(day),
            remaining_days: report.remaining.map(|left| left.days),
            remaining_months: report.remaining.map(|left| left.months),
            remaining_days_beyond_months: report.remaining.map(|left| left.days_beyond),
            retest: report.retest.map(day),
            days_to_retest: report.to_retest.map(|left| left.days),
        }
    }
}

impl ClaimJson {
    fn new(claim: &ClaimReport<'_>) -> Self {
        let (event, within, tolerance, cycles) = match &claim.axis {
            ClaimAxis::Time(clock) => (
                Some(clock.event.as_str()),
                clock.within.quantity.as_ref().map(QuantityJson::new),
                clock.tolerance.as_ref().and_then(|one| one.quantity.as_ref()).map(QuantityJson::new),
                None,
            ),
            ClaimAxis::Cycles(limit) => (None, None, None, limit.cycles),
        };
        ClaimJson {
            claim: claim.axis.in_words(),
            event,
            within,
            tolerance,
            freeze_thaw_cycles: cycles,
            state: claim.state.as_str(),
            gaps: claim.gaps.clone(),
        }
    }
}

impl HandlingJson {
    fn new(report: &HandlingReport) -> Self {
        HandlingJson { freeze_thaw_cycles: report.cycles, maximum: report.most, outcome: report.state.as_str() }
    }
}

impl CountsJson {
    fn new(lot: &LotReport<'_>) -> Self {
        CountsJson {
            pass: lot.count(Outcome::Pass),
            fail: lot.count(Outcome::Fail),
            invalid: lot.count(Outcome::Invalid),
            pending: lot.count(Outcome::Pending),
            missing: lot.count(Outcome::Missing),
            inconclusive: lot.count(Outcome::Inconclusive),
            not_evaluable: lot.count(Outcome::NotEvaluable),
            reported: lot.count(Outcome::Reported),
            waived: lot.count(Outcome::Waived),
            not_applicable: lot.count(Outcome::NotApplicable),
        }
    }
}

impl<'a> FactsJson<'a> {
    fn new(facts: &'a LotFacts) -> Self {
        let named = |list: &'a [(String, Quantity)]| {
            list.iter()
                .map(|(name, quantity)| NamedQuantityJson { name, quantity: QuantityJson::new(quantity) })
                .collect()
        };
        FactsJson {
            manufactured: facts.manufactured.map(|date| date.to_string()),
            expires: facts.expires.map(|date| date.to_string()),
            retest: facts.retest.map(|date| date.to_string()),
            events: facts
                .events
                .iter()
                .map(|(event, day)| EventJson { event: event.as_str(), day: day.to_string() })
                .collect(),
            freeze_thaw_cycles: facts.freeze_thaw_cycles,
            parents: &facts.parents,
            label: named(&facts.label),
            quantities: named(&facts.quantities),
        }
    }
}

impl QuantityJson {
    fn new(quantity: &Quantity) -> Self {
        QuantityJson {
            value: quantity.value.to_string(),
            value_float: float(&quantity.value.exact()),
            unit: quantity.unit.to_string(),
        }
    }
}

impl<'a> TestJson<'a> {
    fn new(lot: &'a LotReport<'_>, report: &'a TestReport<'_>, run: &RunInputs<'a>) -> Self {
        let (test, files) = (report.test, run.names);
        let outlier = outlier_info(lot, report);
        TestJson {
            id: &test.id,
            name: &test.name,
            category: test.category.as_str(),
            stage: test.stage.as_deref(),
            point: PointJson::new(report.point),
            procedure: test.procedure.as_deref(),
            from: wording::measured(report)
                .and_then(|measured| measured.from.as_ref())
                .map(|from| from.in_words(&lot.spec.gates)),
            of: wording::measured(report).and_then(|measured| measured.of.as_deref()),
            required: test.required,
            decided_by: wording::decided_by(report, lot),
            outcome: report.outcome.as_str(),
            alert: report.flags.alert,
            flags: Flags { outlier_info: outlier.is_some(), ..report.flags }.words().collect(),
            reportable: report.reportable.as_ref().map(|reportable| ReportableJson::new(lot, report, reportable)),
            criterion: CriterionJson::new(lot.spec, report),
            rule: wording::measured(report).map(|measured| RuleJson {
                decision: measured.decide.to_string(),
                rounding: test.rounding.as_str(),
                result: report.plan().unwrap_or(&measured.plan).to_string(),
                censored: measured.censored.as_str(),
            }),
            decision: report.decision.as_deref().map(DecisionJson::new),
            simulation: run
                .seed
                .and_then(|seed| simulated(lot, report, DRAWS, seed))
                .and_then(Result::ok)
                .map(|simulated| SimulationJson::new(&simulated)),
            margin: report.margin().filter(|margin| margin.is_finite()),
            determinations: lot
                .determinations_of(report)
                .map(|(determination, used)| DeterminationJson::new(lot, determination, used, files))
                .collect(),
            conversions: report
                .conversions
                .iter()
                .map(|(from, to)| ConversionJson { from: from.to_string(), to: to.to_string() })
                .collect(),
            outlier: outlier.map(|found| OutlierJson::new(&found, files)),
            derivation: derivation(lot, report).map(|derivation| DerivationJson::new(lot, &derivation, files)),
            members_against: members_against(lot, report).iter().map(|member| member.test.id.as_str()).collect(),
            reasons: report.reasons.iter().map(ReasonJson::new).collect(),
            source: SourceJson::new(lot.spec, test),
            place: PlaceJson::new(&test.place),
        }
    }
}

impl DecisionJson {
    fn new(statement: &DecisionStatement) -> Self {
        let end = |end: &Option<Exact>| end.as_ref().map(|end| end.to_decimal_string(DIGITS).0);
        DecisionJson {
            accepted: statement.accepted,
            uncertainty: statement.uncertainty.as_ref().map(|known| UncertaintyJson {
                standard: known.standard.to_decimal_string(DIGITS).0,
                standard_float: float(&known.standard),
                expanded: known.expanded().to_decimal_string(DIGITS).0,
                expanded_float: float(&known.expanded()),
                coverage_factor: float(&known.coverage_factor),
                degrees_of_freedom: known.degrees_of_freedom,
                source: origin_word(&known.origin),
                reference: match &known.origin {
                    UncertaintyOrigin::Specification(reference) => reference.clone(),
                    _ => None,
                },
            }),
            conformance_probability: statement.conformance.map(|conformance| conformance.conforming),
            false_accept_risk: statement.false_accept_risk(),
            false_reject_risk: statement.false_reject_risk(),
            uncertainty_not_known: statement.not_known.clone(),
            margin_in_uncertainties: statement.margin_in_uncertainties,
            acceptance_zone: statement
                .acceptance_zone
                .as_ref()
                .map(|(lower, upper)| EndsJson { lower: end(lower), upper: end(upper) }),
            bounds: statement.interval.map(|(lower, upper)| BoundsJson { lower, upper }),
        }
    }
}

impl SimulationJson {
    fn new(simulated: &SimulatedUncertainty) -> Self {
        let SimulatedUncertainty { simulation, agreement } = simulated;
        let bounds = |interval: &Interval| BoundsJson { lower: interval.lower, upper: interval.upper };
        SimulationJson {
            seed: simulation.seed,
            draws: simulation.draws,
            mean: simulation.mean,
            standard_uncertainty: simulation.standard_uncertainty,
            symmetric: bounds(&simulation.symmetric),
            shortest: bounds(&simulation.shortest),
            agrees: agreement.agree,
        }
    }
}

impl<'a> OutlierJson<'a> {
    fn new(found: &OutlierInfo<'a>, files: &[Arc<str>]) -> Self {
        let row = found.determination;
        let file = usize::try_from(row.input).ok().and_then(|at| files.get(at));
        OutlierJson {
            method: "grubbs",
            text: row.text,
            cell: file.map(|file| CellJson { file: file.to_string(), line: row.line, column: row.column }),
            g: found.g,
            critical: found.critical,
            significance: found.significance,
            n: found.n,
            logarithms: found.logarithms,
        }
    }
}

/// The value, where it is one and no bound: a bound stands in the text, with its sign.
fn exactly(known: &Bounded) -> Option<&Exact> {
    match known {
        Bounded::Exact(value) => Some(value),
        _ => None,
    }
}

impl<'a> DerivationJson<'a> {
    fn new(lot: &LotReport<'_>, derivation: &Derivation<'a>, files: &[Arc<str>]) -> Self {
        let known = derivation.value.as_ref().and_then(exactly);
        let value = known.map(|value| value.to_decimal_string(DIGITS));
        DerivationJson {
            attribute: &derivation.derived.id,
            formula: &derivation.derived.text,
            text: origin::substituted(derivation),
            inputs: derivation.inputs.iter().map(|input| FormulaInputJson::new(lot, input, files)).collect(),
            value_float: known.and_then(float),
            value_is_exact: value.as_ref().map(|(_, whole)| *whole),
            value: value.map(|(text, _)| text),
            unit: derivation.derived.unit.to_string(),
        }
    }
}

impl<'a> FormulaInputJson<'a> {
    fn new(lot: &LotReport<'_>, input: &FormulaInput<'a>, files: &[Arc<str>]) -> Self {
        let known = input.value.as_ref().and_then(|(value, _)| exactly(value));
        let value = known.map(|value| value.to_decimal_string(DIGITS));
        let (kind, inner) = match &input.origin {
            InputOrigin::Test(_) => ("test", None),
            InputOrigin::Derived(inner) => ("derived", Some(Box::new(DerivationJson::new(lot, inner, files)))),
            InputOrigin::Label(_) => ("label", None),
            InputOrigin::Fact => ("fact", None),
        };
        let cells = origin::cells_of_input(lot, input, files).into_iter();
        FormulaInputJson {
            name: input.name.clone(),
            kind,
            value_float: known.and_then(float),
            value_is_exact: value.as_ref().map(|(_, whole)| *whole),
            value: value.map(|(text, _)| text),
            unit: input.value.as_ref().map(|(_, unit)| unit.to_string()),
            cells: cells
                .map(|cell| CellJson { file: cell.file.to_string(), line: cell.line, column: cell.column })
                .collect(),
            derivation: inner,
        }
    }
}

impl<'a> PointJson<'a> {
    fn new(point: Point<'a>) -> Option<Self> {
        match point {
            Point::Release => None,
            Point::Stability { time, time_unit, condition, container, orientation } => {
                Some(PointJson { kind: "stability", time, time_unit, condition, container, orientation })
            }
            Point::InUse { time, time_unit, condition } => {
                Some(PointJson { kind: "in use", time, time_unit, condition, container: "", orientation: "" })
            }
        }
    }
}

impl<'a> ReportableJson<'a> {
    fn new(lot: &LotReport<'_>, report: &TestReport<'_>, reportable: &'a Reportable) -> Self {
        let empty = ReportableJson {
            kind: "text",
            text: wording::result(report),
            op: None,
            value: None,
            value_float: None,
            value_is_exact: None,
            compared: None,
            compared_float: None,
            unit: None,
            floating: false,
            estimation: origin::estimation(lot, report),
            words: None,
            n: reportable.n,
        };
        match &reportable.value {
            ReportableValue::Number { exact, bound, unit, floating, .. } => {
                let compared = report.compared().unwrap_or_else(|| exact.clone());
                let (value, whole) = exact.to_decimal_string(DIGITS);
                ReportableJson {
                    kind: "number",
                    op: bound.map(|bound| match wording::bound_sign(bound) {
                        "≤" => "<=",
                        "≥" => ">=",
                        sign => sign,
                    }),
                    value: Some(value),
                    value_float: float(exact),
                    value_is_exact: Some(whole && !floating),
                    compared: Some(compared.to_decimal_string(DIGITS).0),
                    compared_float: float(&compared),
                    unit: Some(unit.to_string()),
                    floating: *floating,
                    ..empty
                }
            }
            ReportableValue::Text(words) => ReportableJson { words: Some(words), ..empty },
            ReportableValue::Panel(words) => ReportableJson { kind: "panel", words: Some(words), ..empty },
        }
    }
}

impl<'a> CriterionJson<'a> {
    fn new(spec: &'a Specification, report: &TestReport<'a>) -> Option<Self> {
        let mut criterion = match (&report.test.assessment, report.criterion) {
            (Assessment::Panel(panel), _) => {
                let mut criterion = CriterionJson::bare("panel", &panel.text, &panel.place);
                let members = panel.statement.members().into_iter();
                criterion.members =
                    members.filter_map(|index| spec.tests.get(index)).map(|test| test.id.as_str()).collect();
                criterion
            }
            (Assessment::Measured(_), Some(alternative)) => CriterionJson::of_alternative(alternative),
            (Assessment::Measured(_), None) => return None,
        };
        criterion.verbatim = report.test.text.as_deref();
        criterion.label_claim = report.label_claim.as_deref().map(QuantityJson::new);
        Some(criterion)
    }

    fn of_alternative(alternative: &'a Alternative) -> Self {
        let kind = match &alternative.criterion {
            Criterion::Numeric(_) => "numeric",
            Criterion::Label(_) => "label",
            Criterion::Qualitative(_) => "qualitative",
            Criterion::Report => "report",
        };
        let mut criterion = CriterionJson::bare(kind, &alternative.text, &alternative.place);
        match &alternative.criterion {
            Criterion::Numeric(limits) | Criterion::Label(limits) => criterion.set_limits(limits),
            Criterion::Qualitative(expected) => criterion.expected = expected_words(expected),
            Criterion::Report => {}
        }
        criterion.when =
            alternative.when.iter().map(|(column, value)| ConditionJson { column: column.as_str(), value }).collect();
        criterion
    }

    fn bare(kind: &'static str, text: &'a str, place: &'a Place) -> Self {
        CriterionJson {
            kind,
            text,
            verbatim: None,
            lower: None,
            lower_float: None,
            lower_inclusive: None,
            upper: None,
            upper_float: None,
            upper_inclusive: None,
            unit: None,
            label_claim: None,
            expected: Vec::new(),
            when: Vec::new(),
            members: Vec::new(),
            place: PlaceJson::new(place),
        }
    }

    fn set_limits(&mut self, limits: &Limits) {
        let (lower, upper) = (limits.lower.as_ref(), limits.upper.as_ref());
        self.lower = lower.map(|limit| limit.written.to_string());
        self.lower_float = lower.and_then(|limit| float(&limit.value));
        self.lower_inclusive = lower.map(|limit| limit.inclusive);
        self.upper = upper.map(|limit| limit.written.to_string());
        self.upper_float = upper.and_then(|limit| float(&limit.value));
        self.upper_inclusive = upper.map(|limit| limit.inclusive);
        self.unit = Some(limits.unit.to_string());
    }
}

fn expected_words(expected: &Expected) -> Vec<&str> {
    match expected {
        Expected::Negative => vec!["negative"],
        Expected::Positive => vec!["positive"],
        Expected::Complies => vec!["complies"],
        Expected::OneOf(texts) => texts.iter().map(String::as_str).collect(),
    }
}

impl<'a> DeterminationJson<'a> {
    fn new(lot: &LotReport<'_>, determination: &'a Determination<'_>, used: Use, files: &'a [Arc<str>]) -> Self {
        let (kind, op, value) = reading_parts(&determination.reading);
        DeterminationJson {
            text: determination.text,
            kind,
            op,
            value: value.map(|value| value.to_string()),
            value_float: value.and_then(|value| float(&value.exact())),
            unit: determination.unit.as_ref().map(ToString::to_string),
            replicate: determination.replicate,
            group: determination.details.as_deref().map_or("", |details| details.group),
            role: Role::as_str(determination.role),
            status: determination.details.as_ref().map_or_else(Default::default, |details| details.status).as_str(),
            used: used.as_str(),
            file: wording::file_name(determination, files),
            line: determination.line,
            column: determination.column,
            see: lot.correction_of(determination).map(|new| CellJson {
                file: wording::file_name(new, files).to_owned(),
                line: new.line,
                column: new.column,
            }),
            how: determination.details.as_deref().map_or("", |details| details.how),
            details: determination
                .details
                .as_deref()
                .map(DetailsJson::new)
                .filter(|details| *details != DetailsJson::default()),
        }
    }
}

impl<'a> DetailsJson<'a> {
    fn new(details: &Details<'a>) -> Self {
        let correction = details.correction.as_deref();
        DetailsJson {
            control: details.control,
            method: details.method,
            instrument: details.instrument,
            analyst: details.analyst,
            started: details.started.map(|date| date.to_string()),
            date: details.date.map(|date| date.to_string()),
            reason: details.reason,
            investigation: details.investigation,
            approver: details.approver,
            corrects: correction.map_or("", |record| record.corrects),
            corrected_by: correction.map_or("", |record| record.by),
            corrected_on: correction.and_then(|record| record.on).map(|day| day.to_string()),
            correction_reason: correction
                .and_then(|_| CorrectionReason::of(details.reason))
                .map(|(reason, _)| reason.as_str()),
            uncertainty: details.uncertainty.as_ref().map_or("", |stated| stated.text),
            comment: details.comment,
        }
    }
}

/// Kind, sign and number of a value cell.
fn reading_parts(reading: &Reading) -> (&'static str, Option<&'static str>, Option<crate::quantity::Decimal>) {
    match reading {
        Reading::Number(value) => ("number", None, Some(*value)),
        Reading::Below(bound) => ("below", Some(if bound.inclusive { "<=" } else { "<" }), Some(bound.value)),
        Reading::Above(bound) => ("above", Some(if bound.inclusive { ">=" } else { ">" }), Some(bound.value)),
        Reading::BelowLod => ("below_lod", None, None),
        Reading::BelowLoq => ("below_loq", None, None),
        Reading::AboveUloq => ("above_uloq", None, None),
        Reading::NotDetected => ("not_detected", None, None),
        Reading::NotDetectedBelow(lod) => ("not_detected", Some("<"), Some(*lod)),
        Reading::TooNumerousToCount => ("too_numerous_to_count", None, None),
        Reading::Positive => ("positive", None, None),
        Reading::WeakPositive => ("weak_positive", None, None),
        Reading::Negative => ("negative", None, None),
        Reading::NoGrowth { to_date: false } => ("no_growth", None, None),
        Reading::NoGrowth { to_date: true } => ("no_growth_to_date", None, None),
        Reading::Growth => ("growth", None, None),
        Reading::Complies => ("complies", None, None),
        Reading::DoesNotComply => ("does_not_comply", None, None),
        Reading::Empty => ("empty", None, None),
        Reading::Dash => ("dash", None, None),
        Reading::NoneReported => ("none_reported", None, None),
        Reading::NotApplicable => ("not_applicable", None, None),
        Reading::NotTested => ("not_tested", None, None),
        Reading::Pending => ("pending", None, None),
        Reading::Invalid => ("invalid", None, None),
        Reading::SpreadsheetError => ("spreadsheet_error", None, None),
        Reading::Text => ("text", None, None),
        Reading::Malformed(_) => ("malformed", None, None),
    }
}

impl<'a> ReasonJson<'a> {
    fn new(reason: &'a Reason) -> Self {
        ReasonJson {
            code: reason.code.name,
            severity: reason.code.severity.as_str(),
            message: &reason.message,
            place: reason.place.as_ref().map(PlaceJson::new),
            clause: reason.clause.as_ref().map(PlaceJson::new),
            help: reason.help.as_deref(),
        }
    }
}

impl<'a> SourceJson<'a> {
    fn new(spec: &'a Specification, test: &'a Test) -> Option<Self> {
        let reference = test.source.and_then(|index| spec.references.get(index));
        let evidence = test.evidence.or_else(|| reference.and_then(|reference| reference.evidence));
        if reference.is_none() && evidence.is_none() {
            return None;
        }
        Some(SourceJson {
            key: reference.map(|reference| reference.key.as_str()),
            title: reference.map(|reference| reference.title.as_str()),
            doi: reference.and_then(|reference| reference.doi.as_deref()),
            part: reference.and_then(|reference| reference.place.as_deref()),
            evidence: evidence.map(|evidence| evidence.as_str()),
        })
    }
}

impl<'a> FindingJson<'a> {
    /// A remark as it stands in the list of findings.
    pub fn new(remark: &'a Remark<'_>) -> Self {
        FindingJson {
            code: remark.code.name,
            severity: remark.severity.as_str(),
            lot: remark.lot,
            test: remark.test.map(|test| test.test.id.as_str()),
            message: &remark.message,
            place: remark.place.as_deref().map(PlaceJson::new),
            related: remark
                .related
                .iter()
                .map(|(place, remark)| RelatedJson { place: PlaceJson::new(place), remark })
                .collect(),
            help: remark.help,
        }
    }
}

impl<'a> PlaceJson<'a> {
    /// A place as JSON has it.
    pub fn new(place: &'a Place) -> Self {
        PlaceJson {
            file: &place.file,
            line: (place.line > 0).then_some(place.line),
            column: (place.column > 0).then_some(place.column),
        }
    }
}

impl SummaryJson {
    /// The summary of a run.
    pub fn new(summary: &Summary) -> Self {
        SummaryJson {
            conforms: summary.conforms,
            does_not_conform: summary.does_not_conform,
            not_concluded: summary.not_concluded,
            not_evaluable: summary.not_evaluable,
            conforms_with_waivers: summary.conforms_with_waivers,
            run_not_evaluable: summary.run_not_evaluable,
            exit: summary.exit(),
        }
    }
}

/// The float nearest to a value; nothing beyond the range of floats, since JSON has no infinity.
fn float(value: &Exact) -> Option<f64> {
    Some(value.to_f64()).filter(|float| float.is_finite())
}

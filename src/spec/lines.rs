//! The lines of a specification: each entry of `tests` becomes a test or a panel.

use super::acquisition::Acquisition;
use super::attributes::is_words;
use super::codes;
use super::decision::{self, DecisionRule, Uncertainty, UncertaintyAmount};
use super::denominator;
use super::fields::{Fields, Text, mapping, text};
use super::formula::shown;
use super::from::unit_of_report;
use super::grammar::{self, Fault};
use super::keys;
use super::limit::{self, Bounds, LimitText};
use super::model::*;
use super::panel::{self, PanelText};
use super::parameters::{Filled, Parameters, unit};
use super::plan;
use super::raw::{Key, Kind, Node};
use super::validity::{self, CheckText, SpreadText};
use crate::cytometry::Gate;
use crate::finding::{Finding, did_you_mean};
use crate::quantity::{Decimal, DecimalMark, RoundingRule, Unit};
use crate::source::Place;

/// What the lines need to know of the rest of the specification.
pub(super) struct Surroundings<'a> {
    pub rounding: RoundingRule,
    /// Whether the specification is approved, so that nothing may be left to fill in.
    pub approved: bool,
    pub references: &'a [Reference],
    pub label: &'a [(Key, Quantity)],
    /// Derived attributes in their order: id and unit.
    pub derived: &'a [(String, Unit)],
    /// Facts of the lot, in their order.
    pub facts: &'a [(String, Unit)],
    /// Ids of all lines, in order.
    pub ids: &'a [String],
    /// Gates that were read.
    pub gates: &'a [Gate],
}

/// Reads one line; nothing when it has faults that leave it without meaning.
pub(super) struct LineReader<'a, 'b> {
    pub around: &'a Surroundings<'a>,
    pub parameters: &'b mut Parameters,
    pub findings: &'b mut Vec<Finding>,
}

/// What stands for a line with faults while the others are checked.
pub(super) fn placeholder(key: &Key) -> Test {
    let place = key.place.clone();
    let panel = Panel { text: String::new(), statement: Statement::All(Vec::new()), place: place.clone() };
    Test {
        id: key.text.clone(),
        name: key.text.clone(),
        category: Category::General,
        stage: None,
        procedure: None,
        methods: Vec::new(),
        columns: Vec::new(),
        required: true,
        never_waive: false,
        text: None,
        source: None,
        evidence: None,
        rationale: None,
        rounding: RoundingRule::None,
        assessment: Assessment::Panel(panel),
        panel: None,
        place,
    }
}

/// Keys that need determinations and so cannot stand on a panel.
const NOT_FOR_PANELS: [&str; 30] = [
    "columns",
    "interpretation_factor",
    "second_stage",
    "unit",
    "from",
    "statistic",
    "weight",
    "cumulative",
    "subtract",
    "quantity",
    "gate",
    "of",
    "range",
    "linear_range",
    "plausible",
    "method",
    "result",
    "retest",
    "individual",
    "valid_if",
    "final_after",
    "requires",
    "alert",
    "action",
    "shelf_life",
    "decide",
    "uncertainty",
    "censored",
    "loq",
    "rounding",
];
/// Keys that need determinations and so cannot stand on the test of a derived attribute.
const NOT_FOR_DERIVED: [&str; 7] = ["columns", "from", "result", "retest", "individual", "valid_if", "final_after"];

impl LineReader<'_, '_> {
    /// Reads the entry of a test or panel.
    pub fn line(&mut self, key: &Key, node: &Node) -> Option<Test> {
        let inner = mapping(node, &key.text, self.findings)?;
        let at = (key.place.clone(), key.width);
        let fields = Fields::new(inner, keys::TEST, at, format!("test `{}`", key.text), self.findings);
        let category = self.category(&fields);
        let source = self.source(&fields);
        let graded = source.and_then(|index| self.around.references[index].evidence);
        let rounding = self.rounding(&fields);
        let assessment = self.assessment(key, &fields);
        let mut test = placeholder(key);
        test.category = category.unwrap_or(test.category);
        test.name = fields.string("name", self.findings).unwrap_or(test.name);
        test.stage = fields.string("stage", self.findings);
        test.procedure = fields.string("procedure", self.findings);
        test.methods = strings(fields.texts("method", true, self.findings));
        test.columns = strings(fields.texts("columns", true, self.findings));
        test.required = fields.boolean("required", self.findings).unwrap_or(true);
        // Safety tests are never waived unless the specification says that one may be.
        let by_default = test.category == Category::Safety;
        test.never_waive = fields.boolean("never_waive", self.findings).unwrap_or(by_default);
        test.text = fields.string("text", self.findings);
        test.source = source;
        test.evidence = fields.word("evidence", keys::EVIDENCE, self.findings).map(evidence).or(graded);
        test.rationale = fields.string("rationale", self.findings);
        test.rounding = rounding;
        test.assessment = assessment?;
        self.lint(&fields, &test);
        category.map(|_| test)
    }

    /// What is worth a look in the keys of a single line.
    fn lint(&mut self, fields: &Fields<'_>, test: &Test) {
        let at = |code, message: String| Finding::new(code, message).at(fields.place.clone(), fields.width);
        let measured = matches!(test.assessment, Assessment::Measured(_));
        // What a template leaves open in so many words is no oversight of a draft.
        let open = test.procedure.as_deref() == Some(Evidence::SponsorToSet.as_str());
        if (test.procedure.is_none() || open && self.around.approved) && measured {
            let (code, message) = match self.around.approved {
                true => (
                    &codes::APPROVED_WITHOUT_PROCEDURE,
                    format!("test `{}` of an approved specification names no procedure", test.id),
                ),
                false => (&codes::MISSING_PROCEDURE, format!("test `{}` names no procedure", test.id)),
            };
            self.findings.push(at(code, message).help("add `procedure:` with number and version"));
        }
        if test.source.is_none() && test.rationale.is_none() {
            let message = format!("test `{}` has neither a source nor a rationale", test.id);
            self.findings.push(at(&codes::LIMIT_WITHOUT_SOURCE, message).help("add `source:` or `rationale:`"));
        }
        if let Assessment::Measured(measured) = &test.assessment
            && (measured.from.is_some() || fields.node("from").is_none())
        {
            denominator::check(test, measured, (&fields.place, fields.width), self.findings);
        }
        if test.category == Category::Safety && test.required && measured && !test.never_waive {
            let message = format!("safety test `{}` may be waived", test.id);
            self.findings.push(
                at(&codes::SAFETY_TEST_WAIVABLE, message)
                    .help("leave `never_waive: false` out unless a waiver is meant to be possible"),
            );
        }
    }

    fn category(&mut self, fields: &Fields<'_>) -> Option<Category> {
        if fields.node("category").is_none() {
            let help = format!("add `category:` with one of {}", keys::CATEGORIES.join(", "));
            self.findings.push(fields.missing("category").help(help));
        }
        fields.word("category", keys::CATEGORIES, self.findings).map(|index| Category::ALL[index])
    }

    fn source(&mut self, fields: &Fields<'_>) -> Option<usize> {
        let text = fields.text("source", self.findings)?;
        let index = self.around.references.iter().position(|reference| reference.key == text.text);
        if index.is_none() {
            let known = self.around.references.iter().map(|reference| reference.key.as_str());
            let help = match did_you_mean(&text.text, known) {
                Some(close) => format!("did you mean `{close}`?"),
                None => "add it under `references`".to_owned(),
            };
            let message = format!("`{}` is not among the references", text.text);
            self.findings.push(text.finding(&codes::UNKNOWN_REFERENCE, message).help(help));
        }
        index
    }

    fn rounding(&mut self, fields: &Fields<'_>) -> RoundingRule {
        fields
            .text("rounding", self.findings)
            .and_then(|text| rounding_rule(&text, self.findings))
            .unwrap_or(self.around.rounding)
    }

    fn assessment(&mut self, key: &Key, fields: &Fields<'_>) -> Option<Assessment> {
        let Some(node) = fields.node("accept") else {
            self.findings
                .push(fields.missing("accept").help("add `accept:`; a test without criterion is `accept: report`"));
            return None;
        };
        if let Kind::Scalar(scalar) = &node.kind
            && panel::is_panel(&scalar.text)
        {
            return self.panel(fields).map(Assessment::Panel);
        }
        self.unfit_key(fields, "also", "panels only");
        self.measured(key, fields, node).map(|measured| Assessment::Measured(Box::new(measured)))
    }

    fn unfit_key(&mut self, fields: &Fields<'_>, unfit: &str, why: &str) {
        if let Some(key) = fields.key(unfit) {
            let message = format!("`{unfit}` is for {why}, it does not apply to {}", fields.what);
            self.findings.push(
                Finding::new(&codes::KEY_NOT_FOR_PANEL, message)
                    .at(key.place.clone(), key.width)
                    .help("remove the key"),
            );
        }
    }

    // Panels.

    fn panel(&mut self, fields: &Fields<'_>) -> Option<Panel> {
        for unfit in NOT_FOR_PANELS {
            self.unfit_key(fields, unfit, "tests with determinations");
        }
        let accept = fields.text("accept", self.findings)?;
        let place = accept.start();
        let mut text = accept.text.trim().to_owned();
        let (first, also) = (self.statement(&accept), fields.text("also", self.findings));
        let further = also.as_ref().map(|also| self.statement(also));
        let mut statement = first?;
        if let (Some(also), Some(further)) = (also, further) {
            let further = further?;
            text = format!("{text} and {}", also.text.trim());
            statement = match statement {
                Statement::All(mut parts) => {
                    parts.push(further);
                    Statement::All(parts)
                }
                first => Statement::All(vec![first, further]),
            };
        }
        Some(Panel { text, statement, place })
    }

    fn statement(&mut self, text: &Text) -> Option<Statement> {
        match panel::parse(&text.text) {
            Ok(parsed) => self.members(text, &parsed),
            Err(fault) => self.refuse(text, fault),
        }
    }

    /// Looks up the members; all that are unknown are reported.
    fn members(&mut self, text: &Text, parsed: &PanelText) -> Option<Statement> {
        let mut all = |parts: &[PanelText]| {
            let found: Vec<Option<Statement>> = parts.iter().map(|part| self.members(text, part)).collect();
            found.into_iter().collect::<Option<Vec<_>>>()
        };
        match parsed {
            PanelText::All(parts) => all(parts).map(Statement::All),
            PanelText::AtLeast(count, parts) => all(parts).map(|parts| Statement::AtLeast(*count, parts)),
            PanelText::NoneOf(parts) => all(parts).map(Statement::NoneOf),
            PanelText::Member { name, start, end } => {
                if let Some(index) = self.around.ids.iter().position(|id| id == name) {
                    return Some(Statement::Member(index));
                }
                let help = match did_you_mean(name, self.around.ids.iter().map(String::as_str)) {
                    Some(close) => format!("did you mean `{close}`?"),
                    None => "name tests by their id; for a set of texts write `one of [...]`".to_owned(),
                };
                let message = format!("no test is called `{name}`");
                let fault =
                    Fault { code: &codes::PANEL_UNKNOWN_TEST, message, help: Some(help), start: *start, end: *end };
                self.refuse(text, fault)
            }
        }
    }

    // Measured tests.

    fn measured(&mut self, key: &Key, fields: &Fields<'_>, accept: &Node) -> Option<Measured> {
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
            Some(node) => self.alternatives(node, "shelf_life", unit).unwrap_or_default(),
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
            shelf_life,
            decide: self.decision_rule(fields),
            uncertainty: self.uncertainty(fields, unit, of_claim),
            censored: self.censored(fields),
            loq: self.loq(fields, unit),
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

    pub(super) fn refuse<T>(&mut self, text: &Text, fault: Fault) -> Option<T> {
        self.findings.push(text.fault(fault));
        None
    }

    /// Either one criterion or alternatives with conditions.
    fn alternatives(&mut self, node: &Node, key: &str, default: Option<&Unit>) -> Option<Vec<Alternative>> {
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
    fn unit_of(
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

    /// Reports a limit in a unit of another dimension; says nothing while the expected one is not known.
    fn check_unit(&mut self, found: &Unit, expected: Option<&Unit>, place: &Place, text: &str) {
        self.check_unit_of("a limit", found, expected, place, text);
    }

    fn check_unit_of(&mut self, what: &str, found: &Unit, expected: Option<&Unit>, place: &Place, text: &str) {
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

    fn plan(&mut self, fields: &Fields<'_>, key: &str) -> Option<Plan> {
        let text = fields.text(key, self.findings)?;
        plan::parse(&text.text).map_or_else(|fault| self.refuse(&text, fault), Some)
    }

    fn days(&mut self, fields: &Fields<'_>) -> Option<u32> {
        let text = fields.text("final_after", self.findings)?;
        plan::parse_days(&text.text).map_or_else(|fault| self.refuse(&text, fault), Some)
    }

    /// A numeric limit beside the criterion.
    fn limits(&mut self, fields: &Fields<'_>, key: &str, unit: Option<&Unit>) -> Option<Limits> {
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
    fn numeric(&mut self, bounds: Bounds, filled: &Filled, unit: Option<&Unit>) -> Option<Limits> {
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

    fn checks(
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
        let relative = matches!(spread, Spread::Cv | Spread::GeometricCv | Spread::RelativeRange);
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

    fn decision_rule(&mut self, fields: &Fields<'_>) -> DecisionRule {
        let Some(text) = fields.text("decide", self.findings) else { return DecisionRule::Simple };
        match decision::parse(&text.text) {
            Ok(rule) => rule,
            Err(fault) => self.refuse(&text, fault).unwrap_or(DecisionRule::Simple),
        }
    }

    /// A rule needs what it rests on: numbers, and determinations that can scatter.
    fn check_decision(&mut self, fields: &Fields<'_>, measured: &Measured) {
        self.check_scatter(fields, measured);
        self.check_counted(fields, measured);
        let (rule, Some(node)) = (measured.decide, fields.node("decide")) else { return };
        let criteria = measured.accept.iter().chain(&measured.shelf_life);
        let numeric = |one: &Alternative| matches!(one.criterion, Criterion::Numeric(_) | Criterion::Label(_));
        let at = |code, message: String| Finding::new(code, message).at(node.place.clone(), node.width);
        if rule != DecisionRule::Simple && !criteria.clone().all(numeric) {
            let message = format!("`{rule}` needs numeric limits");
            self.findings.push(at(&codes::DECISION_RULE_NEEDS_NUMBERS, message).help("write `decide: simple`"));
        }
        let spread =
            |plan: &&Plan| matches!(plan.summary, Summary::CoefficientOfVariation | Summary::StandardDeviation);
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
            let message = format!("`{what}` needs at least two determinations, the plan is `{unfit}`");
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

    fn censored(&mut self, fields: &Fields<'_>) -> CensoredRule {
        match fields.word("censored", keys::CENSORED_RULES, self.findings) {
            Some(1) => CensoredRule::WorstCase,
            Some(2) => CensoredRule::KaplanMeier,
            Some(3) => CensoredRule::OrderStatistics,
            Some(4) => CensoredRule::Likelihood,
            _ => CensoredRule::Limit,
        }
    }

    /// A method that estimates a mean has nothing to do where a plan asks for something else.
    fn check_censored(&mut self, fields: &Fields<'_>, measured: &Measured) {
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

    /// A quantity in the dimension of the test; `what` it is, for the message that it is not.
    pub(super) fn quantity(&mut self, what: &str, text: &Text, unit: Option<&Unit>) -> Option<Quantity> {
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

    fn loq(&mut self, fields: &Fields<'_>, unit: Option<&Unit>) -> Option<Quantity> {
        let text = fields.text("loq", self.findings)?;
        self.quantity("a quantitation limit", &text, unit)
    }

    /// The stated uncertainty; of limits in percent of a claim it may be in percentage points of the claim.
    fn uncertainty(&mut self, fields: &Fields<'_>, unit: Option<&Unit>, of_claim: bool) -> Option<Uncertainty> {
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

fn strings(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.text).collect()
}

pub(super) fn evidence(index: usize) -> Evidence {
    [Evidence::Primary, Evidence::Abstract, Evidence::Secondary, Evidence::Review, Evidence::SponsorToSet][index]
}

/// Limits with their place; without a written unit they have the default one. Where a parameter has no value there is no
/// limit to compare with, only its text.
fn limits(bounds: Bounds, filled: &Filled, default: Option<&Unit>) -> Limits {
    let kept = |limit: Option<Limit>| if filled.open { None } else { limit };
    Limits {
        text: filled.shown.clone(),
        lower: kept(bounds.lower),
        upper: kept(bounds.upper),
        unit: bounds.unit.or_else(|| default.cloned()).unwrap_or_else(Unit::none),
        place: filled.text.start(),
    }
}

/// Whether no determination can carry the cells of both.
fn exclude(first: &Alternative, second: &Alternative) -> bool {
    first.when.iter().any(|(condition, value)| {
        second.when.iter().any(|(other, text)| condition == other && value.to_lowercase() != text.to_lowercase())
    })
}

/// The rounding rule of a text.
pub(super) fn rounding_rule(text: &Text, findings: &mut Vec<Finding>) -> Option<RoundingRule> {
    let rule = text.text.parse::<RoundingRule>().ok();
    if rule.is_none() {
        let list = keys::ROUNDING_RULES.join(", ");
        let help = match did_you_mean(&text.text, keys::ROUNDING_RULES.iter().copied()) {
            Some(close) => format!("did you mean `{close}`? The rules are {list}"),
            None => format!("write one of {list}"),
        };
        let message = format!("`{}` is not a rounding rule", text.text);
        findings.push(text.finding(&codes::UNKNOWN_ROUNDING_RULE, message).help(help));
    }
    rule
}

//! The lines of a specification: each entry of `tests` becomes a test or a panel.

mod checks;
mod criteria;
mod decisions;
mod limits;
mod measured;
mod panels;
mod uncertainty;

use super::fields::{Fields, Text, mapping};
use super::grammar::Fault;
use super::model::{Assessment, Category, Evidence, Panel, Quantity, Reference, Statement, Test};
use super::parameters::Parameters;
use super::periodic::is_safety_test;
use super::raw::{Key, Kind, Node};
use super::{codes, denominator, keys, panel};
use crate::cytometry::Gate;
use crate::finding::{Finding, did_you_mean};
use crate::quantity::{RoundingRule, Unit};

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
        test.text = fields.string("text", self.findings);
        test.source = source;
        test.evidence = fields.word("evidence", keys::EVIDENCE, self.findings).map(evidence).or(graded);
        test.rationale = fields.string("rationale", self.findings);
        test.rounding = rounding;
        test.assessment = assessment?;
        // Safety tests are never waived unless the specification says that one may be.
        test.never_waive = fields.boolean("never_waive", self.findings).unwrap_or_else(|| is_safety_test(&test));
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
        if let Assessment::Measured(measured) = &test.assessment {
            self.check_periodic(test, measured);
        }
        if is_safety_test(test) && test.required && measured && !test.never_waive {
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

    pub(super) fn refuse<T>(&mut self, text: &Text, fault: Fault) -> Option<T> {
        self.findings.push(text.fault(fault));
        None
    }
}

fn strings(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.text).collect()
}

pub(super) fn evidence(index: usize) -> Evidence {
    [Evidence::Primary, Evidence::Abstract, Evidence::Secondary, Evidence::Review, Evidence::SponsorToSet][index]
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

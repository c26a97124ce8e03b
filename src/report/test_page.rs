//! One test of a specification in words: what it asks, how it is judged, and why the limit is what it is.

use super::escape::visible;
use super::wording;
use crate::explanation::{self, english};
use crate::spec::{
    Alternative, Assessment, Criterion, Limits, Measured, Origin, Plan, Specification, Test, ValidityCheck,
};

/// Columns of the labels.
const LABELS: usize = 15;

/// The page of one test as plain text.
pub fn page(spec: &Specification, test: &Test) -> String {
    let mut page = Page::new(spec, test);
    page.line("Category", test.category.as_str());
    page.line("Stage", test.stage.as_deref().unwrap_or("any"));
    match &test.assessment {
        Assessment::Panel(panel) => {
            page.line("Criterion", &panel.text);
            let members: Vec<&str> = panel
                .statement
                .members()
                .into_iter()
                .filter_map(|index| spec.tests.get(index))
                .map(|member| member.id.as_str())
                .collect();
            page.line("Members", &members.join(", "));
            page.line("", "Every required member must be reported; what it comes to counts through this panel.");
            page.optional("Verbatim", test.text.as_deref());
        }
        Assessment::Measured(measured) => page.measured(spec, test, measured),
    }
    page.standing(spec, test);
    page.reasons(spec, test);
    page.parameters(spec, test);
    page.text
}

struct Page {
    text: String,
}

impl Page {
    fn new(spec: &Specification, test: &Test) -> Self {
        let name = if test.name == test.id { String::new() } else { format!(" · {}", test.name) };
        let mut page = Page { text: format!("{}\n", visible(&format!("{}{name}", test.id))) };
        let of = format!("of {} at {}", wording::spec_name(spec), test.place);
        page.text.push_str(&format!("{}\n\n", visible(&of)));
        page
    }

    /// A label with its text; an empty label goes on with the one before.
    fn line(&mut self, label: &str, text: &str) {
        let label = super::layout::pad(label, LABELS);
        self.text.push_str(&format!("  {label}{}\n", visible(text)));
    }

    fn optional(&mut self, label: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.line(label, text);
        }
    }

    fn measured(&mut self, spec: &Specification, test: &Test, measured: &Measured) {
        self.origin(spec, test, measured);
        self.criteria("Criterion", &measured.accept);
        self.optional("Verbatim", test.text.as_deref());
        self.limits("Individual", measured.individual.as_ref(), "for every determination on its own");
        self.criteria("Shelf life", &measured.shelf_life);
        self.criteria("In use", &measured.in_use);
        self.limits("Alert", measured.alert.as_ref(), "a flag, never an outcome");
        self.limits("Action", measured.action.as_ref(), "a flag, never an outcome");
        if measured.origin == Origin::Delivered {
            self.line("Result", &plan(&measured.plan));
            self.optional("Retest", measured.retest.as_ref().map(plan).as_deref());
        }
        self.checks("Valid if", &measured.valid_if, "in the run; else there is no result (`invalid`)");
        self.checks("Requires", &measured.requires, "in the lot; else there is no result (`invalid`)");
        if let Some(days) = measured.final_after_days {
            self.line("Final after", &format!("{days} days; an earlier reading is `pending`, unless it is positive"));
        }
        if measured.accept.iter().any(|one| matches!(one.criterion, Criterion::Numeric(_) | Criterion::Label(_))) {
            self.line("Rule", &english::decision(&explanation::decision(measured.decide)));
            self.line("Rounding", &format!("{}: {}", test.rounding, test.rounding.describe()));
            self.line("Censored", english::censored(measured.censored));
        }
        if let Some(ceiling) = &measured.plausible {
            let size = spec.tests.get(ceiling.size).map_or("?", |test| test.id.as_str());
            let density = wording::quantity(&ceiling.density);
            let text = format!(
                "below the ceiling of spheres of the size {size}, {density}, {} % protein; else a warning",
                ceiling.protein_share
            );
            self.line("Plausible", &text);
        }
        let uncertainty =
            measured.uncertainty.as_ref().map(|stated| english::uncertainty(&explanation::uncertainty(stated)));
        self.optional("Uncertainty", uncertainty.as_deref());
        self.optional("LOQ", measured.loq.as_ref().map(wording::quantity).as_deref());
    }

    fn origin(&mut self, spec: &Specification, test: &Test, measured: &Measured) {
        if let Origin::Derived(index) = measured.origin
            && let Some(derived) = spec.derived.get(index)
        {
            self.line("Computed", &format!("{} = {}, in {}", derived.id, derived.text, shown_unit(&derived.unit)));
            return;
        }
        self.line("Unit", &shown_unit(&measured.unit));
        if let Some(from) = &measured.from {
            self.line("From", &format!("{}; result tables may deliver it as well", from.in_words(&spec.gates)));
        }
        self.optional("Percent of", measured.of.as_deref());
        self.limits("Range", measured.range.as_ref(), "of the instrument; a determination outside is `invalid`");
        self.limits("Linear range", measured.linear_range.as_ref(), "of values as measured, before dilution");
        if !test.methods.is_empty() {
            self.line("Method", &format!("{}; any other is not evaluable", test.methods.join(", ")));
        }
        if !test.columns.is_empty() {
            self.line("Also called", &format!("{} (in result files)", test.columns.join(", ")));
        }
    }

    fn criteria(&mut self, label: &str, alternatives: &[Alternative]) {
        for (position, one) in alternatives.iter().enumerate() {
            let when: Vec<String> =
                one.when.iter().map(|(condition, value)| format!("{} {value}", condition.as_str())).collect();
            let when = if when.is_empty() { String::new() } else { format!(" (when {})", when.join(" and ")) };
            self.line(if position == 0 { label } else { "" }, &format!("{}{when}", one.text));
            self.line("", &criterion(&one.criterion));
        }
    }

    fn limits(&mut self, label: &str, limits: Option<&Limits>, what: &str) {
        if let Some(limits) = limits {
            self.line(label, &format!("{} ({what})", limits.text));
        }
    }

    fn checks(&mut self, label: &str, checks: &[ValidityCheck], what: &str) {
        for (position, check) in checks.iter().enumerate() {
            self.line(if position == 0 { label } else { "" }, &check.text);
        }
        if !checks.is_empty() {
            self.line("", what);
        }
    }

    fn standing(&mut self, spec: &Specification, test: &Test) {
        let panel = test.panel.and_then(|index| spec.tests.get(index));
        let required = match (test.required, panel) {
            (false, _) => "no: a failure is shown with a warning, the lot is concluded without it".to_owned(),
            (true, Some(panel)) => {
                format!("yes: it must be reported; whether it fails the lot the panel {} decides", panel.id)
            }
            (true, None) => "yes".to_owned(),
        };
        self.line("Required", &required);
        if matches!(&test.assessment, Assessment::Measured(measured) if measured.origin == Origin::Delivered) {
            self.line("Waiver", if test.never_waive { "never" } else { "possible, with an approved record" });
        }
    }

    /// The parameters that the criteria name and that have no value yet.
    fn parameters(&mut self, spec: &Specification, test: &Test) {
        let Assessment::Measured(measured) = &test.assessment else { return };
        let texts = || measured.criteria().map(|one| one.text.as_str());
        for parameter in spec.parameters.iter().filter(|parameter| parameter.value.is_none()) {
            if texts().any(|text| text.contains(&format!("{{{}}}", parameter.name))) {
                let why = parameter.why.as_deref().unwrap_or("no value is given");
                self.line("Parameter", &format!("{}: to be set with --set; {why}", parameter.name));
            }
        }
    }

    fn reasons(&mut self, spec: &Specification, test: &Test) {
        if !matches!(test.assessment, Assessment::Panel(_)) || test.procedure.is_some() {
            self.line("Procedure", test.procedure.as_deref().unwrap_or("none named"));
        }
        let source = test.source.and_then(|index| spec.references.get(index));
        match source {
            Some(source) => {
                let parts = [Some(source.title.as_str()), source.place.as_deref(), source.doi.as_deref()];
                let parts: Vec<&str> = parts.into_iter().flatten().collect();
                self.line("Source", &format!("{}: {}", source.key, parts.join(", ")));
            }
            None => self.line("Source", "none named"),
        }
        self.line("Evidence", test.evidence.map_or("not graded", english::evidence));
        self.line("Rationale", test.rationale.as_deref().unwrap_or("none given"));
    }
}

fn shown_unit(unit: &crate::quantity::Unit) -> String {
    if unit.is_none() { "no unit".to_owned() } else { unit.to_string() }
}

/// A criterion as a sentence.
fn criterion(criterion: &Criterion) -> String {
    format!("The reportable value must be {}.", english::demand(&explanation::demand(criterion, None)))
}

fn plan(plan: &Plan) -> String {
    format!("{plan}; {}", english::replicates(&explanation::plan(plan)))
}

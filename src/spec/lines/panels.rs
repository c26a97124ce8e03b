//! Panels: statements about other tests.

use super::LineReader;
use crate::finding::did_you_mean;
use crate::spec::fields::{Fields, Text};
use crate::spec::grammar::Fault;
use crate::spec::model::{Panel, Statement};
use crate::spec::panel::PanelText;
use crate::spec::{codes, panel};

/// Keys that need determinations and so cannot stand on a panel.
const NOT_FOR_PANELS: [&str; 32] = [
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
    "trend",
    "decide",
    "uncertainty",
    "censored",
    "loq",
    "rounding",
    "skip",
];

impl LineReader<'_, '_> {
    pub(super) fn panel(&mut self, fields: &Fields<'_>) -> Option<Panel> {
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
}

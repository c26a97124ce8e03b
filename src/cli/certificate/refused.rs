//! Why nothing is issued.

use super::desk::Complaint;
use crate::cli::{complain, note_error, remark, remark_as_it_is};
use crate::finding::{Finding, Severity};
use crate::report::diagnostic;

/// What is said where nothing is issued, and the exit code.
pub(super) struct Refused {
    pub(super) complaints: Vec<Complaint>,
    /// Said behind them.
    pub(super) remark: Option<String>,
    pub(super) exit: u8,
}

impl Refused {
    /// For findings that show no text.
    pub(super) fn because(findings: Vec<Finding>, exit: u8) -> Self {
        Refused { complaints: vec![Complaint { findings, source: None }], remark: None, exit }
    }

    /// Says it; the exit code.
    pub(super) fn say(&self, quiet: bool) -> u8 {
        self.complaints.iter().for_each(|complaint| complaint.say(quiet));
        self.remark.iter().for_each(|text| remark(text));
        self.exit
    }
}

impl Complaint {
    fn say(&self, quiet: bool) {
        let told = told(&self.findings, quiet);
        match &self.source {
            _ if told.is_empty() => {}
            None => complain(&told),
            Some(source) => {
                note_error(&told);
                remark_as_it_is(&diagnostic::render(&told, std::slice::from_ref(source), false));
            }
        }
    }
}

/// What is said; `--quiet` keeps remarks away, and never the reason of a refusal.
pub(super) fn told(findings: &[Finding], quiet: bool) -> Vec<Finding> {
    findings.iter().filter(|finding| !quiet || finding.severity() == Severity::Error).cloned().collect()
}

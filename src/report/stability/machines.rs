//! `sarif`, `gitlab` and `jsonl`: what there is to say, for the machines that read it of a check.

use super::StabilityReport;
use crate::integrity::Settings;
use crate::report::format::{Format, Run, Summary};
use crate::report::gitlab::GitLab;
use crate::report::sarif::Sarif;
use crate::stability::Standing;
use serde_json::{Value, json};

/// SARIF 2.1.0, as `evqc check` writes it of a run.
pub(super) fn sarif(report: &StabilityReport<'_>) -> String {
    findings(report, &Sarif::default())
}

/// A GitLab code quality report, as `evqc check` writes it of a run.
pub(super) fn gitlab(report: &StabilityReport<'_>) -> String {
    findings(report, &GitLab)
}

/// A format of findings with those of the study; a study has no lots to say anything of.
fn findings(report: &StabilityReport<'_>, format: &dyn Format) -> String {
    let run = Run {
        specs: report.spec.into_iter().collect(),
        inputs: report.inputs,
        as_of: report.as_of,
        stage: None,
        settings: &Settings::default(),
        findings: report.findings,
        summary: summary(report.standing()),
    };
    let mut out = Vec::new();
    // A vector takes every byte.
    let written = format.head(&run, &mut out).and_then(|()| format.middle(&run, false, &mut out));
    written.and_then(|()| format.tail(&run, &mut out)).map_or_else(|_| String::new(), |()| text(out))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The study counted as one lot, so that a report of findings says the same as the exit code.
fn summary(standing: Standing) -> Summary {
    let mut summary = Summary::default();
    match standing {
        Standing::Supported => summary.conforms = 1,
        Standing::NotSupported => summary.does_not_conform = 1,
        Standing::NotConcluded => summary.not_concluded = 1,
        Standing::NotEvaluable => summary.not_evaluable = 1,
    }
    summary
}

/// One JSON object per line: the run, each test, each finding, the summary; the objects are those of `json`.
pub(super) fn jsonl(report: &StabilityReport<'_>) -> serde_json::Result<String> {
    let mut whole: serde_json::Map<String, Value> = serde_json::from_slice(super::json::render(report)?.as_bytes())?;
    let mut take = |key: &str| whole.remove(key);
    let (tests, findings, summary) = (take("tests"), take("findings"), take("summary"));
    let listed = |kind: &str, values: Option<Value>| -> Vec<Value> {
        let Some(Value::Array(values)) = values else { return Vec::new() };
        values.into_iter().map(|value| json!({"kind": kind, "content": value})).collect()
    };
    let mut lines = vec![json!({"kind": "run", "content": whole})];
    lines.extend(listed("test", tests));
    lines.extend(listed("finding", findings));
    lines.push(json!({"kind": "summary", "content": summary}));
    Ok(lines.iter().map(|line| format!("{line}\n")).collect())
}

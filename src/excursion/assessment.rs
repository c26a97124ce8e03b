//! The recorded quality assessment of a deviation: a short YAML file, tied to its logs by their digests.

use super::{Logged, Question, codes};
use crate::finding::{Finding, Severity};
use crate::source::Place;
use crate::spec::fields::{Fields, mapping};
use crate::spec::keys::{Entry, Shape, key};
use crate::spec::{SourceText, codes as spec_codes, raw};
use jiff::civil::Date;

const CONCLUSIONS: &[&str] = &["acceptable", "not acceptable"];

static KEYS: &[Entry] = &[
    key("evqc_assessment", Shape::FormatVersion, "Version of the layout: 1."),
    key("lot", Shape::Text, "The lot."),
    key("deviation", Shape::Text, "Number of the deviation."),
    key("conclusion", Shape::Word(CONCLUSIONS), "What the assessment says of the lot."),
    key("by", Shape::Text, "Who signed it."),
    key("date", Shape::Date, "When."),
    key("reason", Shape::Text, "What it rests on."),
    key("logs", Shape::List(&Shape::Text), "SHA-256 of every log that was assessed."),
];

/// What a person concluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The lot.
    pub lot: String,
    /// Number of the deviation.
    pub deviation: String,
    /// The conclusion.
    pub conclusion: Conclusion,
    /// Who signed it.
    pub by: String,
    /// When.
    pub date: Date,
    /// What it rests on.
    pub reason: String,
    /// SHA-256 of every log that was assessed, lower-case hexadecimal.
    pub logs: Vec<String>,
    /// The file.
    pub place: Place,
}

/// The conclusion of an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// The lot is not harmed.
    Acceptable,
    /// It is, or it may be.
    NotAcceptable,
}

impl Conclusion {
    /// The word in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Conclusion::Acceptable => "acceptable",
            Conclusion::NotAcceptable => "not acceptable",
        }
    }
}

/// Reads an assessment.
///
/// # Errors
/// Every fault with its place: a key that is missing or unknown, a word that is none of the two conclusions.
pub fn read_assessment(source: &SourceText) -> Result<Assessment, Vec<Finding>> {
    let (node, mut findings) = raw::parse(source);
    let read = node.and_then(|node| {
        let entries = mapping(&node, "the assessment", &mut findings)?;
        let fields = Fields::new(entries, KEYS, (node.place.clone(), 1), "the assessment", &mut findings);
        assessment(&fields, &mut findings)
    });
    match read {
        Some(read) if findings.iter().all(|finding| finding.severity() < Severity::Error) => Ok(read),
        _ => Err(findings),
    }
}

fn assessment(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Assessment> {
    match fields.number_text("evqc_assessment", findings) {
        Some(version) if version.text == "1" => {}
        Some(version) => {
            let message = format!("`evqc_assessment: {}` is not a version of this program", version.text);
            findings.push(version.finding(&spec_codes::UNKNOWN_WORD, message).help("write `evqc_assessment: 1`"));
        }
        None => findings.push(fields.missing("evqc_assessment")),
    }
    let mut needed = |key: &str| fields.needed(key, findings).map(|text| text.text);
    let (lot, deviation, by, reason) = (needed("lot"), needed("deviation"), needed("by"), needed("reason"));
    for key in ["conclusion", "date", "logs"] {
        if fields.node(key).is_none() {
            findings.push(fields.missing(key));
        }
    }
    let conclusion = fields.word("conclusion", CONCLUSIONS, findings);
    let date = fields.date("date", findings);
    let logs = fields.texts("logs", true, findings).into_iter().map(|text| text.text.to_lowercase()).collect();
    Some(Assessment {
        lot: lot?,
        deviation: deviation?,
        conclusion: if conclusion? == 0 { Conclusion::Acceptable } else { Conclusion::NotAcceptable },
        by: by?,
        date: date?,
        reason: reason?,
        logs,
        place: fields.place.clone(),
    })
}

/// Why nobody can have signed on that day: it lies before the last reading of a log, or is still to come.
fn impossible_date(assessment: &Assessment, question: &Question<'_>) -> Option<String> {
    let (deviation, date) = (&assessment.deviation, assessment.date);
    if date > question.as_of {
        return Some(format!("the assessment {deviation} is dated {date}, after {}", question.as_of));
    }
    let last_day = |logged: &Logged| logged.points.last()?.moment.get(..10)?.parse::<Date>().ok();
    let last = question.logged.iter().filter_map(last_day).max().filter(|last| date < *last)?;
    Some(format!("the assessment {deviation} is dated {date}, and the logs end on {last}"))
}

/// The assessment, where it is of these logs and this lot, and is needed; else it says why it does not count.
pub(super) fn that_counts<'q>(
    question: &Question<'q>,
    needed: bool,
    findings: &mut Vec<Finding>,
) -> Option<&'q Assessment> {
    let assessment = question.assessment?;
    let say = |code, message: String| Finding::new(code, message).at(assessment.place.clone(), 1);
    if let Some(message) = impossible_date(assessment, question) {
        findings.push(say(&codes::ASSESSMENT_DATE_IMPOSSIBLE, message));
        return None;
    }
    let missing = question.digests.iter().find(|digest| !assessment.logs.contains(digest));
    let message = match (missing, question.lot) {
        (Some(digest), _) => {
            format!("the assessment {} is not of the log with the digest {digest}", assessment.deviation)
        }
        (None, Some(lot)) if lot == assessment.lot => {
            let (code, message) = match needed {
                true => (
                    &codes::DEVIATION_ASSESSED,
                    format!(
                        "{}: {}, {} on {}: {}",
                        assessment.deviation,
                        assessment.conclusion.as_str(),
                        assessment.by,
                        assessment.date,
                        assessment.reason
                    ),
                ),
                false => (&codes::ASSESSMENT_NOT_NEEDED, format!("the rule is met without {}", assessment.deviation)),
            };
            findings.push(say(code, message));
            return Some(assessment);
        }
        (None, Some(lot)) => {
            format!("the assessment {} is of lot {}, not of {lot}", assessment.deviation, assessment.lot)
        }
        (None, None) => {
            format!("the assessment {} is of lot {}; name the lot with --lot", assessment.deviation, assessment.lot)
        }
    };
    findings.push(say(&codes::ASSESSMENT_OF_OTHER_LOGS, message));
    None
}

//! What a report says, as far as a signature states it.

use super::statement::{Resource, TestResult};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The test result that a signature states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it came to.
    pub result: TestResult,
    /// What it was judged with and from.
    pub configuration: Vec<Resource>,
    /// Tests that passed, as `LOT TEST`; of a stability report, those that carry the shelf life that is proposed.
    pub passed: Vec<String>,
    /// Tests that passed with an alert, or were waived.
    pub warned: Vec<String>,
    /// Tests that keep their lot from conforming.
    pub failed: Vec<String>,
    /// The day of judgement.
    pub as_of: Option<Date>,
    /// The moment of judgement, where one is stated.
    pub evaluated: Option<Timestamp>,
    /// Whose work it is, where nobody else can sign it: the review of an audit trail.
    pub own_of: Option<String>,
}

/// Why there is no test result in a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoEvidence {
    /// It is no report of this program.
    #[error("holds no verdict that evqc reads: alone are signed {SIGNED}")]
    NotAReport,
    /// It is one of those that state no verdict of their own.
    #[error("is {schema}, of which no signature states anything: alone are signed {SIGNED}")]
    NotSigned {
        /// What it says it is.
        schema: String,
    },
    /// It is one, and its content cannot be read.
    #[error("cannot be read as {schema}: {why}")]
    NotReadable {
        /// What it says it is.
        schema: String,
        /// What is wrong.
        why: String,
    },
}

/// The layouts that are signed alone.
const SIGNED: &str =
    "evqc-report/1, evqc-certificate/1, evqc-stability/1, evqc-trail-review/1, evqc-selftest/1 and evqc-doctor/1";

/// What the digest of a certificate's content is said to be of; the name beside it is the lot.
pub const CERTIFICATE_CONTENT: &str = "content of the certificate, compact JSON";

/// The layout of a certificate's twin.
const CERTIFICATE: &str = "evqc-certificate/1";

/// The layout of a review of an audit trail.
const REVIEW: &str = "evqc-trail-review/1";

/// The layout of a stability report.
const STABILITY: &str = "evqc-stability/1";

/// The layout of an operational qualification.
const SELFTEST: &str = "evqc-selftest/1";

/// The layout of an installation qualification.
const DOCTOR: &str = "evqc-doctor/1";

#[derive(Deserialize)]
struct Head {
    schema: String,
}

#[derive(Deserialize)]
struct Report {
    tool: Option<Tool>,
    as_of: Option<String>,
    #[serde(default)]
    spec: Option<Specification>,
    #[serde(default)]
    specs: Vec<Specification>,
    #[serde(default)]
    inputs: Vec<Input>,
    configuration: Option<Configuration>,
    /// Of a certificate alone: a report that names one is signed as the report that it is.
    #[serde(skip)]
    content_sha256: Option<String>,
    /// Of a certificate alone.
    #[serde(skip)]
    evaluated: Option<String>,
    lots: Vec<Lot>,
    summary: Option<Summary>,
}

/// What is read of a review of an audit trail.
#[derive(Deserialize)]
struct Review {
    tool: Tool,
    as_of: String,
    trail: TrailNamed,
    verdicts: BTreeMap<String, String>,
    to_explain: u64,
    reviewer: Reviewer,
}

#[derive(Deserialize)]
struct Reviewer {
    name: String,
    /// Entries under review that the reviewer made.
    made: Vec<u64>,
    /// What the reviewer tested of the lot.
    #[serde(default)]
    tested: Option<String>,
}

#[derive(Deserialize)]
struct TrailNamed {
    file: String,
    entry: u64,
    sha256: String,
}

impl Review {
    /// What the lot came to in the end; things to explain make it one to be careful with.
    fn evidence(self) -> Result<Evidence, String> {
        if let Some(made) = self.reviewer.made.first() {
            return Err(format!("it is no review: {} made entry {made} of what is listed", self.reviewer.name));
        }
        if let Some(tested) = &self.reviewer.tested {
            return Err(format!("it is no review: {} {tested}", self.reviewer.name));
        }
        let conforms = !self.verdicts.is_empty() && self.verdicts.values().all(|verdict| verdict == "conforms");
        let of = format!("{} entry {}", self.trail.file, self.trail.entry);
        let mut configuration = configuration(Some(self.tool), None, None, Vec::new(), Vec::new());
        configuration.push(Resource::of(of, &self.trail.sha256, "line of the audit trail"));
        Ok(Evidence {
            result: match (conforms, self.to_explain) {
                (true, 0) => TestResult::Passed,
                (true, _) => TestResult::Warned,
                (false, _) => TestResult::Failed,
            },
            configuration,
            passed: Vec::new(),
            warned: Vec::new(),
            failed: Vec::new(),
            as_of: Some(self.as_of.parse().map_err(|_| "`as_of` is not a date".to_owned())?),
            evaluated: None,
            own_of: Some(self.reviewer.name),
        })
    }
}

/// What is read of a stability report.
#[derive(Deserialize)]
struct Stability {
    tool: Tool,
    as_of: String,
    spec: Option<Specification>,
    inputs: Vec<Input>,
    claim: Option<Claim>,
    tests: Vec<StabilityTest>,
    findings: Vec<Told>,
    summary: Standing,
}

#[derive(Deserialize)]
struct Claim {
    standing: String,
    proposal: Option<Lasts>,
}

/// A time in months.
#[derive(Deserialize)]
struct Lasts {
    months: f64,
}

#[derive(Deserialize)]
struct StabilityTest {
    id: String,
    groups: Vec<StabilityGroup>,
}

#[derive(Deserialize)]
struct StabilityGroup {
    container: String,
    orientation: String,
    strength: String,
    /// Why its results in real time carry it alone.
    no_statistical_claim: Vec<String>,
    supported: Lasts,
}

#[derive(Deserialize)]
struct Told {
    severity: String,
}

#[derive(Deserialize)]
struct Standing {
    standing: String,
    exit: u8,
}

impl Stability {
    /// Which tests carry the shelf life that is proposed, to its end. One that does without a statistical claim, or a report with
    /// warnings, is something to be careful with. Where nothing is proposed, no test passes or fails.
    fn evidence(self) -> Result<Evidence, String> {
        let (standing, proposal) = self.claim.map_or_else(Default::default, |claim| (claim.standing, claim.proposal));
        if self.summary.standing != standing && !standing.is_empty() {
            return Err(format!("its claim is `{standing}`, and its summary says `{}`", self.summary.standing));
        }
        let (mut passed, mut warned, mut failed) = (Vec::new(), Vec::new(), Vec::new());
        for (test, group) in self.tests.iter().flat_map(|test| test.groups.iter().map(move |group| (test, group))) {
            let Some(proposed) = &proposal else { continue };
            let kept = [&group.container, &group.orientation, &group.strength];
            let kept: Vec<&str> = kept.into_iter().map(String::as_str).filter(|one| !one.is_empty()).collect();
            let name = if kept.is_empty() { test.id.clone() } else { format!("{} ({})", test.id, kept.join(", ")) };
            match (group.supported.months >= proposed.months, group.no_statistical_claim.is_empty()) {
                (false, _) => failed.push(name),
                (true, false) => warned.push(name),
                (true, true) => passed.push(name),
            }
        }
        let is_supported = standing == "supported" && self.summary.exit == 0;
        if let (true, Some(test)) = (is_supported, failed.first()) {
            return Err(format!("its claim is supported, and its test {test} does not carry it"));
        }
        let is_to_be_careful = !warned.is_empty() || self.findings.iter().any(|told| told.severity == "warning");
        Ok(Evidence {
            result: match (is_supported && !(passed.is_empty() && warned.is_empty()), is_to_be_careful) {
                (false, _) => TestResult::Failed,
                (true, true) => TestResult::Warned,
                (true, false) => TestResult::Passed,
            },
            configuration: configuration(Some(self.tool), None, self.spec, Vec::new(), self.inputs),
            passed,
            warned,
            failed,
            as_of: Some(self.as_of.parse().map_err(|_| "`as_of` is not a date".to_owned())?),
            evaluated: None,
            own_of: None,
        })
    }
}

/// What is read of a report on the reference cases.
#[derive(Deserialize)]
struct Selftest {
    tool: Tool,
    reference_cases: Cases,
    specifications: Digested,
    groups: Vec<Group>,
    cases: Vec<Case>,
    summary: Counted,
}

#[derive(Deserialize)]
struct Cases {
    /// Of cases of one's own.
    folder: Option<String>,
    sha256: String,
}

/// What an operational qualification asks for, and how many cases of it were run.
#[derive(Deserialize)]
struct Group {
    cases: usize,
}

#[derive(Deserialize)]
struct Counted {
    cases: usize,
    agree: usize,
    exit: u8,
}

#[derive(Deserialize)]
struct Digested {
    sha256: String,
}

#[derive(Deserialize)]
struct Case {
    file: String,
    outcome: String,
    values: Vec<Value>,
}

#[derive(Deserialize)]
struct Value {
    agrees: bool,
}

impl Selftest {
    /// Every case has to agree with all its values, whatever the summary says, and the summary too. Cases of one's own, and groups
    /// without a case, are no operational qualification of the program: something to be careful with.
    fn evidence(self) -> Result<Evidence, String> {
        let counted = self.cases.len();
        let (agree, others): (Vec<Case>, Vec<Case>) = self
            .cases
            .into_iter()
            .partition(|case| case.outcome == "agrees" && case.values.iter().all(|one| one.agrees));
        if (self.summary.cases, self.summary.agree) != (counted, agree.len()) {
            let Counted { cases, agree: said, .. } = self.summary;
            let found = agree.len();
            return Err(format!(
                "its summary says {said} of {cases} cases agree, and its lines say {found} of {counted}"
            ));
        }
        let all_agree = !agree.is_empty() && others.is_empty() && self.summary.exit == 0;
        let is_whole = self.reference_cases.folder.is_none() && self.groups.iter().all(|group| group.cases > 0);
        let cases = Digested { sha256: self.reference_cases.sha256 };
        let mut configuration = configuration(Some(self.tool), None, None, Vec::new(), Vec::new());
        for (what, digested) in [("reference cases", cases), ("built-in specifications", self.specifications)] {
            configuration.push(Resource::of(what, &digested.sha256, "list of digests"));
        }
        let names = |cases: Vec<Case>| cases.into_iter().map(|case| case.file).collect();
        Ok(Evidence {
            result: match (all_agree, is_whole) {
                (false, _) => TestResult::Failed,
                (true, false) => TestResult::Warned,
                (true, true) => TestResult::Passed,
            },
            configuration,
            passed: names(agree),
            warned: Vec::new(),
            failed: names(others),
            as_of: None,
            evaluated: None,
            own_of: None,
        })
    }
}

/// What is read of a report on an installation.
#[derive(Deserialize)]
struct Doctor {
    tool: Tool,
    as_of: String,
    checks: Vec<InstallationCheck>,
    summary: Summary,
}

#[derive(Deserialize)]
struct InstallationCheck {
    name: String,
    state: String,
    expected: Option<String>,
}

impl Doctor {
    /// What was looked at and not known counts as failed where something was expected; what needs attention is to be careful
    /// with.
    fn evidence(self) -> Result<Evidence, String> {
        let (mut passed, mut warned, mut failed) = (Vec::new(), Vec::new(), Vec::new());
        for check in self.checks {
            match check.state.as_str() {
                "ok" => passed.push(check.name),
                "attention" => warned.push(check.name),
                "recorded" => {}
                "not_known" if check.expected.is_none() => {}
                _ => failed.push(check.name),
            }
        }
        let result = match (failed.is_empty() && !passed.is_empty() && self.summary.exit == 0, warned.is_empty()) {
            (false, _) => TestResult::Failed,
            (true, false) => TestResult::Warned,
            (true, true) => TestResult::Passed,
        };
        let configuration = configuration(Some(self.tool), None, None, Vec::new(), Vec::new());
        let as_of = Some(self.as_of.parse().map_err(|_| "`as_of` is not a date".to_owned())?);
        Ok(Evidence { result, configuration, passed, warned, failed, as_of, evaluated: None, own_of: None })
    }
}

/// What is read of a certificate.
#[derive(Deserialize)]
struct Certificate {
    content_sha256: String,
    content: Content,
}

#[derive(Deserialize)]
struct Content {
    lot: NamedLot,
    specification: Specification,
    tests: Vec<Test>,
    conclusion: Conclusion,
    record: Record,
    evaluated: Option<String>,
}

#[derive(Deserialize)]
struct NamedLot {
    id: String,
}

#[derive(Deserialize)]
struct Conclusion {
    verdict: String,
}

#[derive(Deserialize)]
struct Record {
    tool: String,
    version: String,
    tool_sha256: String,
    as_of: String,
    inputs: Vec<Input>,
    configuration: Option<Configuration>,
}

impl Certificate {
    /// The same as a report of its one lot.
    fn report(self) -> Report {
        let Content { lot, specification, tests, conclusion, record, evaluated } = self.content;
        Report {
            tool: Some(Tool { name: record.tool, version: record.version, sha256: Some(record.tool_sha256) }),
            as_of: Some(record.as_of),
            spec: Some(specification),
            specs: Vec::new(),
            inputs: record.inputs,
            configuration: record.configuration,
            content_sha256: Some(self.content_sha256),
            evaluated,
            lots: vec![Lot { lot: lot.id, verdict: conclusion.verdict, tests }],
            summary: None,
        }
    }
}

#[derive(Deserialize)]
struct Tool {
    name: String,
    version: String,
    sha256: Option<String>,
}

#[derive(Deserialize)]
struct Specification {
    id: String,
    version: String,
    sha256: String,
}

#[derive(Deserialize)]
struct Input {
    name: String,
    sha256: String,
}

#[derive(Deserialize)]
struct Configuration {
    sha256: String,
}

/// A lot of a report.
#[derive(Deserialize)]
pub(super) struct Lot {
    pub(super) lot: String,
    pub(super) verdict: String,
    pub(super) tests: Vec<Test>,
}

/// A test of a report or of a certificate.
#[derive(Deserialize)]
pub(super) struct Test {
    pub(super) id: String,
    pub(super) outcome: String,
    /// Of a report.
    #[serde(default)]
    alert: bool,
    /// Of a certificate: the words of what is flagged.
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default = "yes")]
    required: bool,
    /// The panel through which alone a failure counts.
    decided_by: Option<String>,
}

impl Test {
    /// Whether its outcome counts for the lot by itself, as the judge has it (`TestReport::counts`): a member of a panel is counted
    /// through the panel where it fails, and by itself where it has no result.
    fn counts(&self) -> bool {
        self.required && !(self.outcome == "fail" && self.decided_by.is_some())
    }

    /// Whether it crosses a limit that the laboratory set itself within the criterion.
    fn is_alert(&self) -> bool {
        self.alert || self.flags.iter().any(|flag| flag == "alert" || flag == "action")
    }
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct Summary {
    exit: u8,
}

/// The schema that a JSON document names.
pub fn schema_of(bytes: &[u8]) -> Option<String> {
    serde_json::from_slice::<Head>(bytes).ok().map(|head| head.schema)
}

/// The test result in a JSON report or certificate.
///
/// # Errors
/// Why there is none.
pub fn evidence(bytes: &[u8]) -> Result<Evidence, NoEvidence> {
    let head: Head = serde_json::from_slice(bytes).map_err(|_| NoEvidence::NotAReport)?;
    let fault = |why: String| NoEvidence::NotReadable { schema: head.schema.clone(), why };
    match head.schema.as_str() {
        REVIEW => return read::<Review>(bytes).and_then(Review::evidence).map_err(fault),
        STABILITY => return read::<Stability>(bytes).and_then(Stability::evidence).map_err(fault),
        SELFTEST => return read::<Selftest>(bytes).and_then(Selftest::evidence).map_err(fault),
        DOCTOR => return read::<Doctor>(bytes).and_then(Doctor::evidence).map_err(fault),
        "evqc-report/1" | CERTIFICATE => {}
        other if other.starts_with("evqc-") => return Err(NoEvidence::NotSigned { schema: other.to_owned() }),
        _ => return Err(NoEvidence::NotAReport),
    }
    let report = match head.schema.as_str() {
        CERTIFICATE => serde_json::from_slice(bytes).map(Certificate::report),
        _ => serde_json::from_slice(bytes),
    };
    let report: Report = report.map_err(|error| fault(error.to_string()))?;
    let lots = report.lots;
    let as_of = match report.as_of.as_deref().map(str::parse) {
        Some(Err(_)) => return Err(fault("`as_of` is not a date".to_owned())),
        Some(Ok(date)) => Some(date),
        None => None,
    };
    if let Some(why) = lots.iter().find_map(contradiction) {
        return Err(fault(why));
    }
    let all_conform = !lots.is_empty()
        && lots.iter().all(|lot| lot.verdict == "conforms")
        && report.summary.is_none_or(|summary| summary.exit == 0);
    let content = report.content_sha256.zip(lots.first());
    let content = content.map(|(digest, lot)| Resource::of(lot.lot.clone(), &digest, CERTIFICATE_CONTENT));
    let mut evidence = Evidence {
        result: TestResult::Failed,
        configuration: configuration(report.tool, report.configuration, report.spec, report.specs, report.inputs),
        passed: Vec::new(),
        warned: Vec::new(),
        failed: Vec::new(),
        as_of,
        evaluated: report.evaluated.and_then(|text| text.parse().ok()),
        own_of: None,
    };
    evidence.configuration.extend(content);
    lots.iter().flat_map(|lot| lot.tests.iter().map(move |test| (lot, test))).for_each(|(lot, test)| {
        let name = format!("{} {}", lot.lot, test.id);
        match test.outcome.as_str() {
            "pass" if !test.is_alert() => evidence.passed.push(name),
            "pass" | "waived" => evidence.warned.push(name),
            "reported" | "not_applicable" => {}
            _ if test.counts() => evidence.failed.push(name),
            // It counts only through a panel, or not at all; nobody should have to find out from the report.
            "fail" => evidence.warned.push(name),
            _ => {}
        }
    });
    if all_conform {
        evidence.result = if evidence.warned.is_empty() { TestResult::Passed } else { TestResult::Warned };
    }
    Ok(evidence)
}

/// A lot that conforms by its verdict and not by its tests, which nobody can sign as either.
fn contradiction(lot: &Lot) -> Option<String> {
    let counted = |outcome: &str| !matches!(outcome, "pass" | "waived" | "reported" | "not_applicable");
    let test = lot.tests.iter().find(|test| test.counts() && counted(&test.outcome))?;
    (lot.verdict == "conforms").then(|| {
        format!("lot {} conforms by its verdict, and its required test {} is `{}`", lot.lot, test.id, test.outcome)
    })
}

fn read<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

fn configuration(
    tool: Option<Tool>,
    settings: Option<Configuration>,
    spec: Option<Specification>,
    specs: Vec<Specification>,
    inputs: Vec<Input>,
) -> Vec<Resource> {
    let specs = if specs.is_empty() { spec.into_iter().collect() } else { specs };
    let specs = specs.into_iter().map(|spec| {
        Resource::of(format!("{} {}", spec.id, spec.version), &spec.sha256, "canonical form of the specification")
    });
    let inputs = inputs.into_iter().filter(|input| !input.sha256.is_empty());
    let inputs = inputs.map(|input| Resource::of(input.name, &input.sha256, "file"));
    let settings = settings.map(|settings| Resource::of("settings", &settings.sha256, "settings of the run"));
    let tool = tool.and_then(|tool| {
        let name = format!("{} {}", tool.name, tool.version);
        tool.sha256.map(|sha256| Resource::of(name, &sha256, "source text of the program"))
    });
    specs.chain(inputs).chain(settings).chain(tool).collect()
}

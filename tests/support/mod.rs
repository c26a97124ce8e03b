//! Judging in memory through the public library: texts in, an owned summary out. No files, no clock.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests read their reference cases and say when they cannot"
)]

pub mod needed;

use evqc::data::{Blocks, Layouts, LotBlock, LotFacts, Next, ReadOptions, RowReader, Source};
use evqc::finding::Severity;
use evqc::judge::{self, Context, Factors, LotReport, Point, StageScope, Verdict, WaivedLots, Waiver};
use evqc::report::{self, Format, Piece, RunInputs, Summary};
use evqc::source::Place;
use evqc::spec::{self, BuiltIn, Settings, SourceText, Specification};
use jiff::civil::Date;
use std::io::{Cursor, Read};
use std::sync::Arc;

/// Lot, verdict, and test, point and outcome of each line.
pub type LotOutcomes = (String, &'static str, Vec<(String, String, &'static str)>);

/// The day of judgement of every test that does not choose another.
pub const AS_OF: Date = Date::constant(2026, 6, 1);

/// What a run came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Lots in order of first appearance.
    pub lots: Vec<Lot>,
    /// Codes of the errors of the run as a whole.
    pub errors: Vec<&'static str>,
    /// The exit code that the command line would give.
    pub exit: u8,
    /// The lots and their findings in the JSON report.
    pub json: String,
    /// How many lots have a certificate.
    pub certificates: usize,
}

/// What a lot came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Lot {
    pub id: String,
    pub verdict: &'static str,
    pub tests: Vec<Line>,
    /// Codes of the findings about the lot.
    pub findings: Vec<&'static str>,
}

/// What a test came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub id: String,
    /// `release`, or the time of a stability point.
    pub point: String,
    pub outcome: &'static str,
    /// The reportable value in the words of the reports; empty when there is none.
    pub reportable: String,
    pub margin: Option<f64>,
    /// Codes of the reasons, sorted, each once.
    pub codes: Vec<&'static str>,
    /// The reasons in words.
    pub messages: Vec<String>,
    pub flags: Vec<&'static str>,
}

impl Run {
    /// The one lot of a run.
    pub fn lot(&self) -> &Lot {
        assert_eq!(self.lots.len(), 1, "one lot expected: {self:#?}");
        &self.lots[0]
    }

    /// The only line of a test in the only lot.
    pub fn test(&self, id: &str) -> &Line {
        self.lot().test(id)
    }

    /// Verdicts and outcomes, lots by id: what no rearrangement of the data may change.
    pub fn outcomes(&self) -> Vec<LotOutcomes> {
        let mut lots: Vec<_> = self
            .lots
            .iter()
            .map(|lot| {
                let tests = lot
                    .tests
                    .iter()
                    .map(|line| (line.id.clone(), line.point.clone(), line.outcome))
                    .collect::<Vec<_>>();
                (lot.id.clone(), lot.verdict, tests)
            })
            .collect();
        lots.sort();
        lots
    }
}

impl Lot {
    /// The only line of a test.
    pub fn test(&self, id: &str) -> &Line {
        let lines: Vec<&Line> = self.tests.iter().filter(|line| line.id == id).collect();
        assert_eq!(lines.len(), 1, "one line of {id} expected: {self:#?}");
        lines[0]
    }
}

/// A specification that must be sound.
pub fn specification(text: &str) -> Specification {
    let read = spec::read(&SourceText::new("spec.yaml", text), &BuiltIn, &Settings { set: &[], judging: true });
    let findings: Vec<String> = read.findings.iter().map(|f| format!("{}: {}", f.code.name, f.message)).collect();
    read.specification.unwrap_or_else(|| panic!("{}\n{text}", findings.join("\n")))
}

/// The codes of the errors of a specification.
pub fn specification_errors(text: &str) -> Vec<&'static str> {
    let read = spec::read(&SourceText::new("spec.yaml", text), &BuiltIn, &Settings { set: &[], judging: true });
    read.findings.iter().filter(|f| f.severity() == Severity::Error).map(|f| f.code.name).collect()
}

/// How the data are judged.
#[derive(Clone, Copy, Debug)]
pub struct Options<'o> {
    pub stage: Option<&'o str>,
    pub as_of: Date,
    pub waivers: &'o [Waiver],
    /// Whether nobody reads what decisions rest on, so that plain tests may take the short way under every rule.
    pub brief: bool,
    /// Whether every test goes the thorough way.
    pub thorough: bool,
    /// Facts of every lot.
    pub facts: Option<&'o LotFacts>,
    /// Whether rows are gathered at once, instead of when a lot returns.
    pub gather: bool,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options { stage: None, as_of: AS_OF, waivers: &[], brief: false, thorough: false, facts: None, gather: false }
    }
}

/// Judges tables against a specification text.
pub fn judge(spec: &str, tables: &[&str]) -> Run {
    judge_with(&specification(spec), tables, &Options::default())
}

/// Judges tables that need not be text.
pub fn judge_bytes(spec: &Specification, tables: &[&[u8]], options: &Options<'_>) -> Run {
    let mut gather = options.gather || tables.len() > 1;
    loop {
        match judge_once(spec, tables, options, gather) {
            Some(run) => return run,
            None => {
                assert!(!gather, "gathered lots do not return");
                gather = true;
            }
        }
    }
}

/// Judges tables against a specification.
pub fn judge_with(spec: &Specification, tables: &[&str], options: &Options<'_>) -> Run {
    let tables: Vec<&[u8]> = tables.iter().map(|table| table.as_bytes()).collect();
    judge_bytes(spec, &tables, options)
}

/// Reads and judges once; nothing when a lot returned after others.
fn judge_once(spec: &Specification, tables: &[&[u8]], options: &Options<'_>, gather: bool) -> Option<Run> {
    let sources = tables.iter().enumerate().map(|(number, bytes)| {
        let bytes: Arc<[u8]> = Arc::from(*bytes);
        Source::new(format!("data-{}.csv", number + 1), move || {
            Ok(Box::new(Cursor::new(Arc::clone(&bytes))) as Box<dyn Read + Send>)
        })
    });
    let mut blocks = Blocks::open(sources.collect(), ReadOptions { gather, ..ReadOptions::default() });
    let layouts = Layouts::new(&blocks, spec, &[], &[]);
    let names = blocks.names();
    let factors = Factors::of([spec]);
    let context = Context {
        as_of: options.as_of,
        stage: StageScope::parse(options.stage),
        asked: StageScope::parse(options.stage),
        inputs: &names,
        waivers: options.waivers,
        periodic: None,
        ancestry: None,
        as_parent: false,
        factors: &factors,
        statements: !options.brief,
        thorough: options.thorough,
    };
    let mut errors: Vec<&'static str> = Vec::new();
    let is_error = |finding: &&evqc::finding::Finding| finding.severity() == Severity::Error;
    errors.extend(layouts.findings().iter().chain(blocks.findings()).filter(is_error).map(|f| f.code.name));
    let (mut lots, mut summary, mut json) = (Vec::new(), Summary::default(), Vec::new());
    let mut certificates = 0;
    let (mut json_lots, mut findings) = (Vec::new(), Vec::new());
    if errors.is_empty() {
        let mut reader = RowReader::new(&layouts);
        let mut block = LotBlock::new();
        loop {
            match blocks.next_block(&mut block) {
                Ok(Next::Lot) => {
                    let report = judge::judge(spec, reader.read(&block, options.facts), &context);
                    summary.add(&report);
                    lots.push(lot(&report));
                    let mut piece = Piece::default();
                    report::Json.lot(&report, &RunInputs { names: &names, seed: None, several: false }, &mut piece);
                    json_lots.push(String::from_utf8(piece.body.clone()).expect("JSON is UTF-8"));
                    if context.statements {
                        certificates += usize::from(assert_coherent_certificate(&report, &names, options));
                    }
                    json.extend_from_slice(&piece.body);
                    if !piece.trailer.is_empty() {
                        findings.push(String::from_utf8(piece.trailer.clone()).expect("JSON is UTF-8"));
                    }
                    json.extend_from_slice(&piece.trailer);
                }
                Ok(Next::Returned(_)) => return None,
                Ok(Next::End) => break,
                Err(finding) => {
                    errors.push(finding.code.name);
                    // The command line discards what came before.
                    (lots, summary) = (Vec::new(), Summary::default());
                    break;
                }
            }
        }
        errors.extend(blocks.into_findings().iter().filter(is_error).map(|f| f.code.name));
    }
    summary.run_not_evaluable = !errors.is_empty();
    // Where nobody reads what decisions rest on, no report says it.
    if errors.is_empty() && !options.brief {
        assert_coherent_report(&json_lots, &findings, &summary);
    }
    let json = String::from_utf8(json).expect("JSON is UTF-8");
    Some(Run { lots, errors, exit: summary.exit(), json, certificates })
}

fn lot(report: &LotReport<'_>) -> Lot {
    assert_consistent(report);
    Lot {
        id: report.lot.to_owned(),
        verdict: report.verdict.as_str(),
        findings: report.findings.iter().map(|finding| finding.code.name).collect(),
        tests: report
            .tests
            .iter()
            .map(|test| {
                let mut codes: Vec<&'static str> = test.reasons.iter().map(|reason| reason.code.name).collect();
                codes.sort_unstable();
                codes.dedup();
                Line {
                    id: test.test.id.clone(),
                    point: match test.point {
                        Point::Release => "release".to_owned(),
                        Point::Stability { time, time_unit, condition, .. }
                        | Point::InUse { time, time_unit, condition } => {
                            format!("{time} {time_unit} {condition}").trim().to_owned()
                        }
                    },
                    outcome: test.outcome.as_str(),
                    reportable: report::wording::result(test),
                    margin: test.margin(),
                    codes,
                    messages: test.reasons.iter().map(|reason| reason.message.clone()).collect(),
                    flags: judge::flags(report, test).words().collect(),
                }
            })
            .collect(),
    }
}

/// No report that the judge makes says something against itself.
fn assert_coherent_report(lots: &[String], findings: &[String], summary: &Summary) {
    let whole = format!(
        "{{\"tool\": {{\"sha256\": \"{}\"}}, \"lots\": [{}], \"findings\": [{}], \"summary\": {{\"conforms\": {}, \"does_not_conform\": {}, \"not_concluded\": {}, \
         \"not_evaluable\": {}, \"conforms_with_waivers\": {}, \"run_not_evaluable\": false, \"exit\": {}}}}}",
        evqc::integrity::SOURCE_SHA256,
        lots.join(","),
        findings.join(","),
        summary.conforms,
        summary.does_not_conform,
        summary.not_concluded,
        summary.not_evaluable,
        summary.conforms_with_waivers,
        summary.exit()
    );
    let found = report::contradiction(whole.as_bytes()).expect("a report");
    assert_eq!(found, None, "an honest report contradicts itself: {whole}");
}

/// No certificate of what the judge found says something against itself. Whether there is one.
fn assert_coherent_certificate(lot: &LotReport<'_>, files: &[Arc<str>], options: &Options<'_>) -> bool {
    use evqc::certificate::{Facts, Languages, Material, Profile, draw_up, issue};
    let material = Material {
        lot,
        files,
        unused: &[],
        lab: None,
        facts: &Facts::default(),
        waivers: options.waivers,
        profile: Profile::Who,
        languages: Languages::Both,
        as_of: options.as_of,
    };
    // What has no certificate has none.
    let Ok(content) = draw_up(&material) else { return false };
    let certificate = issue(content, Vec::new(), Vec::new(), Vec::new()).expect("a certificate");
    let found = certificate.contradiction();
    assert_eq!(found, None, "an honest certificate contradicts itself: {}", certificate.twin().expect("a twin"));
    true
}

/// What holds for every report whatever the data: nothing passes that was not judged.
fn assert_consistent(report: &LotReport<'_>) {
    use evqc::judge::Outcome;
    let conforms = report.verdict == Verdict::Conforms;
    if conforms {
        assert!(report.findings.iter().all(|f| f.severity() != Severity::Error), "{:?}", report.findings);
        assert!(report.tests.iter().any(|test| test.test.required && test.outcome == Outcome::Pass));
    }
    for test in &report.tests {
        if conforms && test.test.required {
            let settled = match test.outcome {
                Outcome::Pass | Outcome::Reported | Outcome::Waived | Outcome::NotApplicable => true,
                Outcome::Fail => test.decided_by_panel,
                _ => false,
            };
            assert!(settled, "{} is {:?} in a lot that conforms", test.test.id, test.outcome);
        }
        if test.outcome == Outcome::Pass {
            assert!(test.reportable.is_some(), "{} passes without a reportable value", test.test.id);
            // A first stage that is not met passes by its second one.
            let by_itself = !test.flags.decided_by_second_stage;
            assert!(
                test.margin().is_none_or(|margin| margin >= 0.0 || !by_itself),
                "{} passes with margin {:?}",
                test.test.id,
                test.margin()
            );
        }
        if !matches!(test.outcome, Outcome::Pass | Outcome::Reported | Outcome::NotApplicable) {
            assert!(!test.reasons.is_empty(), "{} is {:?} without a reason", test.test.id, test.outcome);
        }
    }
}

/// A waiver with full authority.
pub fn waiver(lot: &str, test: &str) -> Waiver {
    Waiver {
        lots: WaivedLots::One(lot.to_owned()),
        test: test.to_owned(),
        owner: "M. Chen".to_owned(),
        reason: "no PEG is used".to_owned(),
        reference: "J-07".to_owned(),
        approver: "Q. Adler".to_owned(),
        approved: Some(AS_OF),
        expiry: Some(AS_OF),
        place: Place::new(&Arc::from("waivers.csv"), 2, 0),
    }
}

/// A specification of these tests, each a line of YAML without its indentation.
pub fn spec_of(rounding: &str, tests: &str) -> String {
    let indented: String = tests.trim_matches('\n').lines().map(|line| format!("  {line}\n")).collect();
    format!("evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: {rounding}\ntests:\n{indented}")
}

/// A reference case below `oracles/`; says loudly that the test is skipped when the cases are not there.
pub fn oracle(path: &str) -> Option<serde_json::Value> {
    let text = needed::shared_text(&format!("oracles/{path}"), "a reference case")?;
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}")))
}

/// What `evqc check` prints in a format.
pub fn printed(format: &str, spec: &str, data: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let (spec_file, data_file) = (folder.path().join("spec.yaml"), folder.path().join("data.csv"));
    std::fs::write(&spec_file, spec).expect("the specification is written");
    std::fs::write(&data_file, data).expect("the data are written");
    let mut check = std::process::Command::new(env!("CARGO_BIN_EXE_evqc"));
    check.arg("check").args([&spec_file, &data_file]).args(["--as-of", "2026-06-01", "-o", format]);
    let output = check.output().expect("evqc runs");
    String::from_utf8(output.stdout).expect("text")
}

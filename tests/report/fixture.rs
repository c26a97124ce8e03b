//! A specification with seven tests and three lots, put together by hand: one conforms, one fails, one cannot be evaluated.
//!
//! The judge is not involved, so a fault there cannot hide a fault in a report.

use evqc::data::{Details, Determination, Input, RowStatus};
use evqc::finding::{Code, Finding, Severity};
use evqc::judge::{
    BoundKind, Flags, LotReport, Outcome, Point, Reason, Reportable, ReportableValue, TestReport, Use, Verdict,
};
use evqc::quantity::{Decimal, DecimalMark, Exact, Reading, RoundingRule, Unit};
use evqc::report::{Format, Keep, Piece, Run, RunInputs, Summary};
use evqc::source::Place;
use evqc::spec::{
    Alternative, Assessment, Category, CensoredRule, Count, Criterion, DecisionRule, Evidence, Expected, Limit, Limits,
    Measured, Origin, Panel, Parameter, Plan, Quantity, Reference, Role, SelectBy, Specification, Statement, Status,
    Summary as Way, Test,
};
use jiff::civil::{Date, date};
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

pub static OUTSIDE: Code = Code {
    name: "outside-acceptance-criterion",
    severity: Severity::Error,
    what: "a result lies outside its acceptance criterion",
    why: "The lot does not meet its specification.",
    example: "lot,test,value\nEV-002,cd63_positive,71",
    remedy: "Open an out-of-specification investigation.",
    source: "R-204",
};

pub static CONFLICT: Code = Code {
    name: "conflicting-determinations",
    severity: Severity::Error,
    what: "the same replicate has two values",
    why: "Nobody can tell which of them is the result.",
    example: "lot,test,value,replicate\nEV-003,ph,7.1,1\nEV-003,ph,7.9,1",
    remedy: "Correct the file, or classify the second value.",
    source: "R-311",
};

pub static TOO_FEW: Code = Code {
    name: "too-few-determinations",
    severity: Severity::Error,
    what: "fewer determinations than the plan asks for",
    why: "A mean of two is not a mean of three.",
    example: "lot,test,value\nEV-003,potency,61",
    remedy: "Deliver the missing determination.",
    source: "R-308",
};

pub static UNKNOWN_UNIT: Code = Code {
    name: "unknown-unit",
    severity: Severity::Error,
    what: "a unit is not known",
    why: "A number without a known unit cannot be compared.",
    example: "lot,test,value,unit\nEV-003,protein,3,ugg/mL",
    remedy: "Write the unit as in the list of units.",
    source: "R-335",
};

pub static DECIMAL_COMMA: Code = Code {
    name: "decimal-comma",
    severity: Severity::Note,
    what: "numbers are written with a decimal comma",
    why: "A reader should know how the numbers were read.",
    example: "lot;test;value\nEV-001;ph;7,1",
    remedy: "Nothing, if that is what was meant.",
    source: "evqc",
};

pub fn unit(text: &str) -> Unit {
    Unit::parse(text).unwrap()
}

pub fn number(text: &str) -> Decimal {
    Decimal::parse(text, DecimalMark::Point).unwrap()
}

pub fn exact(text: &str) -> Exact {
    number(text).exact()
}

fn spec_place(line: u64) -> Place {
    Place::new(&Arc::from("specs/hucmsc-ev.yaml"), line, 13)
}

pub fn cell(line: u64, column: u32) -> Place {
    Place::new(&Arc::from("results.csv"), line, column)
}

fn limit(text: &str) -> Limit {
    Limit::new(number(text), true)
}

fn limits(text: &str, lower: Option<&str>, upper: Option<&str>, unit: Unit, line: u64) -> Limits {
    Limits { text: text.to_owned(), lower: lower.map(limit), upper: upper.map(limit), unit, place: spec_place(line) }
}

fn numeric(text: &str, lower: Option<&str>, upper: Option<&str>, unit: Unit, line: u64) -> Alternative {
    let criterion = Criterion::Numeric(limits(text, lower, upper, unit, line));
    Alternative { when: Vec::new(), criterion, text: text.to_owned(), place: spec_place(line) }
}

fn measured(accept: Alternative, plan: Plan, unit: Unit) -> Assessment {
    Assessment::Measured(Box::new(Measured {
        origin: Origin::Delivered,
        from: None,
        of: None,
        range: None,
        linear_range: None,
        plausible: None,
        second_stage: Vec::new(),
        unit,
        plan,
        retest: None,
        individual: None,
        valid_if: Vec::new(),
        requires: Vec::new(),
        final_after_days: None,
        accept: vec![accept],
        alert: None,
        action: None,
        shelf_life: Vec::new(),
        trend: None,
        in_use: Vec::new(),
        decide: DecisionRule::Simple,
        uncertainty: None,
        censored: CensoredRule::Limit,
        loq: None,
        skip: None,
    }))
}

fn test(id: &str, name: &str, category: Category, assessment: Assessment, line: u64) -> Test {
    Test {
        id: id.to_owned(),
        name: name.to_owned(),
        category,
        stage: Some("drug product".to_owned()),
        procedure: Some(format!("SOP-{line:03}/2")),
        methods: Vec::new(),
        columns: Vec::new(),
        required: true,
        never_waive: false,
        text: None,
        source: None,
        evidence: None,
        rationale: None,
        rounding: RoundingRule::Usp,
        assessment,
        panel: None,
        place: spec_place(line),
    }
}

const SINGLE: Plan = Plan { summary: Way::Single, count: Count::Exactly(1), levels: None };
const MEAN_OF_3: Plan = Plan { summary: Way::Mean, count: Count::Exactly(3), levels: None };

/// Positions of the tests in the specification.
pub const CD63: usize = 0;
pub const CD81: usize = 1;
pub const PANEL: usize = 2;
pub const PARTICLES: usize = 3;
pub const SIZE: usize = 4;
pub const ENDOTOXIN: usize = 5;
pub const STERILITY: usize = 6;

pub fn specification() -> Specification {
    let percent = || unit("%");
    let per_ml = || unit("particles/mL");
    let mut cd63 = test(
        "cd63_positive",
        "CD63-positive vesicles",
        Category::Identity,
        measured(numeric(">= 80 %", Some("80"), None, percent(), 31), MEAN_OF_3, percent()),
        28,
    );
    cd63.panel = Some(PANEL);
    cd63.text = Some("CD63 阳性率 ≥ 80%".to_owned());
    cd63.source = Some(0);
    let mut cd81 = test(
        "cd81_positive",
        "CD81-positive vesicles",
        Category::Identity,
        measured(numeric(">= 70 %", Some("70"), None, percent(), 40), MEAN_OF_3, percent()),
        37,
    );
    cd81.panel = Some(PANEL);
    let panel = Panel {
        text: "at least 1 of [cd63_positive, cd81_positive]".to_owned(),
        statement: Statement::AtLeast(1, vec![Statement::Member(CD63), Statement::Member(CD81)]),
        place: spec_place(46),
    };
    let no_growth = Alternative {
        when: Vec::new(),
        criterion: Criterion::Qualitative(Expected::Negative),
        text: "no growth".to_owned(),
        place: spec_place(71),
    };
    Specification {
        id: "hucmsc-ev-nebulised".to_owned(),
        version: "2026.2".to_owned(),
        title: "Nebulised hUC-MSC-EV, drug product".to_owned(),
        part: false,
        status: Status::Draft,
        effective: None,
        effective_until: None,
        select_by: SelectBy::ManufactureDate,
        rounding: RoundingRule::Usp,
        product: Vec::new(),
        regions: Vec::new(),
        phase: None,
        justified: Vec::new(),
        dosing: None,
        stability: None,
        handling: None,
        expiry: None,
        in_use: None,
        basis: Some("published limits, none of them clinical".to_owned()),
        notes: vec!["Table 1 of the source gives 80 %, its text 85 %".to_owned()],
        references: vec![Reference {
            key: "li2025".to_owned(),
            title: "Nebulised vesicles".to_owned(),
            doi: Some("10.1000/example".to_owned()),
            place: Some("Table 1".to_owned()),
            evidence: Some(Evidence::Primary),
        }],
        parameters: vec![Parameter {
            name: "endotoxin_max".to_owned(),
            required: true,
            derived: false,
            unit: unit("EU/mL"),
            value: Some(Quantity { value: number("0.50"), unit: unit("EU/mL") }),
            set: true,
            stated: None,
            why: None,
        }],
        label: vec![("particles".to_owned(), claim())],
        facts: Vec::new(),
        derived: Vec::new(),
        tests: vec![
            cd63,
            cd81,
            test("identity_panel", "Identity panel", Category::Identity, Assessment::Panel(panel), 45),
            test(
                "particles",
                "Particle concentration",
                Category::Quantity,
                measured(label_claim(), MEAN_OF_3, per_ml()),
                50,
            ),
            test(
                "size",
                "Particle size, D50",
                Category::Purity,
                measured(numeric("60 to 150 nm", Some("60"), Some("150"), unit("nm"), 58), SINGLE, unit("nm")),
                56,
            ),
            test(
                "endotoxin",
                "Bacterial endotoxins",
                Category::Safety,
                measured(
                    numeric("<= 0.50 EU/mL", None, Some("0.50"), unit("EU/mL"), 64),
                    Plan { summary: Way::Maximum, count: Count::AtLeast(2), levels: None },
                    unit("EU/mL"),
                ),
                62,
            ),
            test("sterility", "Sterility", Category::Safety, measured(no_growth, SINGLE, Unit::none()), 69),
        ],
        gates: Vec::new(),
        compensation: None,
        ignore_columns: Vec::new(),
        samples: Vec::new(),
        sha256: "5f".repeat(32),
        file: Arc::from("specs/hucmsc-ev.yaml"),
    }
}

fn label_claim() -> Alternative {
    let text = "80 to 120 % of label";
    Alternative {
        when: Vec::new(),
        criterion: Criterion::Label(limits(text, Some("80"), Some("120"), unit("%"), 52)),
        text: text.to_owned(),
        place: spec_place(52),
    }
}

pub fn claim() -> Quantity {
    Quantity { value: number("2.0e9"), unit: unit("particles/mL") }
}

/// A lot under construction: determinations and test reports in the order of the specification.
pub struct Lot<'a> {
    spec: &'a Specification,
    lot: &'a str,
    determinations: Vec<Determination<'a>>,
    uses: Vec<Use>,
    tests: Vec<TestReport<'a>>,
}

impl<'a> Lot<'a> {
    pub fn new(spec: &'a Specification, lot: &'a str) -> Self {
        Lot { spec, lot, determinations: Vec::new(), uses: Vec::new(), tests: Vec::new() }
    }

    /// The values of the next test, from this line on.
    pub fn values(&mut self, line: u64, unit: Option<&Unit>, texts: &[&'a str]) -> Range<usize> {
        let start = self.determinations.len();
        for (text, line) in texts.iter().zip(line..) {
            self.determinations.push(Determination {
                fault: None,
                test: self.tests.len(),
                role: Role::Sample,
                reading: Reading::parse(text, DecimalMark::Point),
                text,
                unit: unit.cloned().map(std::borrow::Cow::Owned),
                replicate: "",
                stage: "",
                sample: "",
                input: 0,
                line,
                column: 3,
                details: None,
            });
            self.uses.push(Use::Counted);
        }
        start..self.determinations.len()
    }

    pub fn test(&mut self, rows: Range<usize>, reportable: Option<ReportableValue<'a>>) -> &mut TestReport<'a> {
        let index = self.tests.len();
        let test = &self.spec.tests[index];
        let criterion = match &test.assessment {
            Assessment::Measured(measured) => measured.accept.first(),
            Assessment::Panel(_) => None,
        };
        let n = rows.len();
        self.tests.push(TestReport {
            test,
            index,
            point: Point::Release,
            outcome: Outcome::Pass,
            flags: Flags::default(),
            reportable: reportable.map(|value| Reportable { value, n }),
            criterion,
            decision: None,
            refused: false,
            by_retest: false,
            below_own_limit: None,
            label_claim: None,
            rows,
            reasons: Vec::new(),
            decided_by_panel: self.spec.tests[index].panel.is_some(),
            conversions: Vec::new(),
        });
        self.tests.last_mut().unwrap()
    }

    pub fn judged(self, verdict: Verdict) -> LotReport<'a> {
        LotReport {
            life: None,
            lot: self.lot,
            spec: self.spec,
            spec_choice: None,
            scope: None,
            verdict,
            tests: self.tests,
            determinations: self.determinations,
            corrections: Vec::new(),
            uses: self.uses,
            findings: Vec::new(),
            facts: None,
            parents_not_judged: Vec::new(),
        }
    }
}

pub fn value(value: &str, compared: &str, unit_text: &str) -> Option<ReportableValue<'static>> {
    bounded(value, compared, unit_text, None)
}

pub fn bounded(
    value: &str,
    compared: &str,
    unit_text: &str,
    bound: Option<BoundKind>,
) -> Option<ReportableValue<'static>> {
    Some(ReportableValue::Number {
        exact: exact(value),
        compared: Some(Box::new(exact(compared))),
        bound,
        // A specification would own it; here it lives as long as the tests.
        unit: Box::leak(Box::new(unit(unit_text))),
        floating: false,
    })
}

pub fn words(text: &str) -> Option<ReportableValue<'static>> {
    Some(ReportableValue::Text(text.to_owned().into()))
}

pub fn panel(text: &str) -> Option<ReportableValue<'static>> {
    Some(ReportableValue::Panel(text.to_owned()))
}

pub fn reason(code: &'static Code, message: &str, cell: Option<Place>, clause: Option<Place>) -> Reason {
    Reason { code, message: message.to_owned(), place: cell, clause, help: None }
}

/// Every test met; one with an alert, one censored, one converted.
pub fn conforming<'a>(spec: &'a Specification, id: &'a str) -> LotReport<'a> {
    let mut lot = Lot::new(spec, id);
    let percent = unit("%");
    let rows = lot.values(2, Some(&percent), &["79.4", "79.5", "79.6"]);
    lot.test(rows, value("79.5", "80", "%"));
    let rows = lot.values(5, Some(&percent), &["91", "90", "92"]);
    lot.test(rows, value("91", "91", "%"));
    lot.test(0..0, panel("2 of 2 met"));
    let rows = lot.values(8, Some(&unit("particles/mL")), &["1.9e9", "2.1e9", "2.0e9"]);
    let particles = lot.test(rows, value("100", "100", "%"));
    particles.label_claim = Some(Box::new(claim()));
    let rows = lot.values(11, Some(&unit("um")), &["0.1451"]);
    let size = lot.test(rows, value("145.1", "145", "nm"));
    size.flags.alert = true;
    size.conversions.push((unit("um"), unit("nm")));
    let rows = lot.values(12, Some(&unit("EU/mL")), &["<0.05", "<0.05"]);
    lot.test(rows, bounded("0.05", "0.05", "EU/mL", Some(BoundKind::Below)));
    let rows = lot.values(14, None, &["no growth"]);
    lot.test(rows, words("no growth"));
    lot.judged(Verdict::Conforms)
}

/// Endotoxin out of specification after an invalidated value; one panel member fails without consequence.
pub fn failing<'a>(spec: &'a Specification, id: &'a str) -> LotReport<'a> {
    let mut lot = Lot::new(spec, id);
    let percent = unit("%");
    let rows = lot.values(15, Some(&percent), &["71", "72", "70"]);
    let cd63 = lot.test(rows, value("71", "71", "%"));
    cd63.outcome = Outcome::Fail;
    cd63.reasons.push(reason(
        &OUTSIDE,
        "CD63-positive vesicles 71 % is below 80 %",
        Some(cell(15, 3)),
        Some(spec_place(31)),
    ));
    let rows = lot.values(18, Some(&percent), &["88", "90", "92"]);
    lot.test(rows, value("90", "90", "%"));
    lot.test(0..0, panel("1 of 2 met"));
    let rows = lot.values(21, Some(&unit("particles/mL")), &["1.9e9", "2.1e9", "2.0e9"]);
    let particles = lot.test(rows, value("100", "100", "%"));
    particles.label_claim = Some(Box::new(claim()));
    let rows = lot.values(24, Some(&unit("nm")), &["103"]);
    lot.test(rows, value("103", "103", "nm"));
    let rows = lot.values(25, Some(&unit("EU/mL")), &["0.48", "0.71", "0.66"]);
    invalidate(&mut lot, 0);
    let endotoxin = lot.test(rows, value("0.71", "0.71", "EU/mL"));
    endotoxin.outcome = Outcome::Fail;
    endotoxin.flags.retest_history = true;
    endotoxin.reasons.push(Reason {
        help: Some(
            "open an out-of-specification investigation; `evqc explain outside-acceptance-criterion`".to_owned(),
        ),
        ..reason(
            &OUTSIDE,
            "Bacterial endotoxins 0.71 EU/mL is above 0.50 EU/mL",
            Some(cell(26, 3)),
            Some(spec_place(64)),
        )
    });
    let rows = lot.values(28, None, &["no growth"]);
    lot.test(rows, words("no growth"));
    lot.judged(Verdict::DoesNotConform)
}

/// Marks a value of the test under construction as invalidated with a complete record.
fn invalidate(lot: &mut Lot<'_>, back: usize) {
    let at = lot.determinations.len() - 3 + back;
    lot.uses[at] = Use::Invalidated;
    lot.determinations[at].details = Some(Box::new(Details {
        status: RowStatus::Invalid,
        reason: "pipetting error, recovery 31 %",
        investigation: "INV-2026-07",
        analyst: "Wei",
        approver: "Okafor",
        date: Some(date(2026, 11, 19)),
        ..Details::default()
    }));
}

/// Two values for one replicate, a missing replicate, and a row with an unknown unit.
pub fn not_evaluable<'a>(spec: &'a Specification, id: &'a str) -> LotReport<'a> {
    let mut lot = Lot::new(spec, id);
    let percent = unit("%");
    let rows = lot.values(29, Some(&percent), &["84", "86", "85"]);
    lot.test(rows, value("85", "85", "%"));
    let rows = lot.values(32, Some(&percent), &["88", "90"]);
    let cd81 = lot.test(rows, None);
    cd81.outcome = Outcome::Missing;
    cd81.reasons.push(reason(
        &TOO_FEW,
        "2 determinations where the plan asks for mean of 3",
        Some(cell(33, 3)),
        Some(spec_place(40)),
    ));
    lot.test(0..0, panel("1 of 2 met, 1 open"));
    lot.test(0..0, None).outcome = Outcome::Pending;
    let rows = lot.values(34, Some(&unit("nm")), &["103", "181"]);
    let size = lot.test(rows, None);
    size.outcome = Outcome::NotEvaluable;
    size.reasons.push(reason(&CONFLICT, "replicate 1 is 103 nm and 181 nm", Some(cell(35, 3)), Some(spec_place(58))));
    let rows = lot.values(36, Some(&unit("EU/mL")), &["<0.05", "ND"]);
    let endotoxin = lot.test(rows, None);
    endotoxin.outcome = Outcome::Inconclusive;
    let rows = lot.values(38, None, &["no growth"]);
    lot.test(rows, words("no growth"));
    let mut report = lot.judged(Verdict::NotEvaluable);
    report.findings.push(
        Finding::new(&UNKNOWN_UNIT, "`ugg/mL` is not a unit that evqc knows")
            .at(cell(39, 4), 6)
            .help("did you mean `ug/mL`?"),
    );
    report
}

/// The result file of the three lots.
pub fn input() -> Input {
    Input {
        role: "results",
        name: Arc::from("results.csv"),
        sha256: "ab".repeat(32),
        rows: 38,
        detected: "UTF-8, separator ',', long".to_owned(),
    }
}

pub fn as_of() -> Date {
    date(2026, 11, 22)
}

/// The three lots in one report.
pub fn report(format: &dyn Format) -> String {
    let spec = specification();
    let lots = [conforming(&spec, "EV-2026-001"), failing(&spec, "EV-2026-002"), not_evaluable(&spec, "EV-2026-003")];
    write_report(format, &lots, &[&spec], &[input()], &[], false)
}

/// Joins the pieces as the command line does.
pub fn write_report(
    format: &dyn Format,
    lots: &[LotReport<'_>],
    specs: &[&Specification],
    inputs: &[Input],
    findings: &[Finding],
    run_not_evaluable: bool,
) -> String {
    let names: Vec<Arc<str>> = inputs.iter().map(|input| Arc::clone(&input.name)).collect();
    let mut summary = Summary { run_not_evaluable, ..Summary::default() };
    let mut kept: Vec<&LotReport<'_>> = lots.iter().collect();
    lots.iter().for_each(|lot| summary.add(lot));
    if let Keep::Worst(count) = format.keep() {
        kept.sort_by_key(|lot| Verdict::ALL.iter().position(|verdict| *verdict == lot.verdict));
        kept.truncate(count);
    }
    let pieces: Vec<Piece> = kept
        .into_iter()
        .map(|lot| {
            let mut piece = Piece::default();
            format.lot(lot, &RunInputs { names: &names, seed: None, several: false }, &mut piece);
            piece
        })
        .collect();
    let settings = evqc::integrity::Settings::default();
    let run =
        Run { specs: specs.to_vec(), inputs, as_of: as_of(), stage: None, settings: &settings, findings, summary };
    let mut out = Vec::new();
    format.head(&run, &mut out).unwrap();
    if format.writes_bodies(&run) {
        write_joined(&mut out, format.separator(), pieces.iter().map(|piece| &piece.body));
    }
    format.middle(&run, pieces.iter().any(|piece| !piece.trailer.is_empty()), &mut out).unwrap();
    write_joined(&mut out, format.separator(), pieces.iter().map(|piece| &piece.trailer));
    format.tail(&run, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn write_joined<'p>(out: &mut Vec<u8>, separator: &str, parts: impl Iterator<Item = &'p Vec<u8>>) {
    for (index, part) in parts.filter(|part| !part.is_empty()).enumerate() {
        if index > 0 {
            out.write_all(separator.as_bytes()).unwrap();
        }
        out.write_all(part).unwrap();
    }
}

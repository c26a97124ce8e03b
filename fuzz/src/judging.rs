//! Lots of a result table, judged one by one.

use evqc::data::{Blocks, Layouts, LotBlock, LotFile, Next, ReadOptions, RowReader, Source};
use evqc::finding::Severity;
use evqc::judge::{Context, Factors, LotReport, Outcome, PeriodicRecord, StageScope, Verdict, Waiver, judge};
use evqc::spec::{BuiltIn, Settings, SourceText, Specification, read};
use jiff::civil::{Date, date};
use std::io::Cursor;
use std::sync::Arc;

/// What parts the texts of one input.
pub const PART: &str = "\n====\n";

/// The day of judgement.
pub const AS_OF: Date = date(2026, 6, 1);

/// A specification that is read to judge by it; `None` with an error in it.
pub fn specification(text: &str) -> Option<Specification> {
    read(&SourceText::new("spec.yaml", text), &BuiltIn, &Settings { set: &[], judging: true }).specification
}

/// A text as a file in memory.
pub fn in_memory(name: &str, text: &str) -> Source {
    let bytes: Arc<[u8]> = text.as_bytes().into();
    Source::new(name, move || Ok(Box::new(Cursor::new(Arc::clone(&bytes)))))
}

/// What lots are judged with, besides specification and results.
#[derive(Clone, Copy, Default)]
pub struct Beside<'b> {
    /// Waivers.
    pub waivers: &'b [Waiver],
    /// What is known of the other lots.
    pub periodic: Option<&'b PeriodicRecord>,
    /// Facts.
    pub facts: Option<&'b LotFile>,
}

/// Judges every lot of a table; `None` when the table cannot be read.
pub fn each_lot(
    spec: &Specification,
    table: &str,
    beside: Beside<'_>,
    seen: &mut dyn FnMut(&LotReport<'_>),
) -> Option<()> {
    let mut blocks =
        Blocks::open(vec![in_memory("data.csv", table)], ReadOptions { gather: true, ..ReadOptions::default() });
    let layouts = Layouts::new(&blocks, spec, &[], &[]);
    if layouts.findings().iter().chain(blocks.findings()).any(|finding| finding.severity() == Severity::Error) {
        return None;
    }
    let (names, factors) = (blocks.names(), Factors::of([spec]));
    let context = Context {
        as_of: AS_OF,
        stage: StageScope::AsData,
        asked: StageScope::AsData,
        inputs: &names,
        periodic: beside.periodic,
        waivers: beside.waivers,
        factors: &factors,
        statements: true,
        thorough: false,
        ancestry: None,
        as_parent: false,
    };
    let (mut reader, mut block) = (RowReader::new(&layouts), LotBlock::new());
    loop {
        match blocks.next_block(&mut block).ok()? {
            Next::Lot => {
                let facts = beside.facts.and_then(|file| file.lots.get(block.lot()).or(file.absent.as_ref()));
                seen(&judge(spec, reader.read(&block, facts), &context));
            }
            Next::Returned(lot) => unreachable!("a gathered lot returned: {lot:?}"),
            Next::End => return Some(()),
        }
    }
}

/// A lot as it was judged: id, verdict, and for each test its id, outcome and reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    pub lot: String,
    pub verdict: Verdict,
    pub tests: Vec<(String, Outcome, Vec<String>)>,
}

impl Judged {
    pub fn of(report: &LotReport<'_>) -> Judged {
        let test = |test: &evqc::judge::TestReport<'_>| {
            let reasons = test.reasons.iter().map(|reason| reason.message.clone()).collect();
            (test.test.id.clone(), test.outcome, reasons)
        };
        Judged { lot: report.lot.to_owned(), verdict: report.verdict, tests: report.tests.iter().map(test).collect() }
    }
}

/// Something that stands in for results may only turn `missing` into `waived`, and never turns a lot that fails or cannot be
/// evaluated into one that conforms.
pub fn only_waives(before: &[Judged], after: &[Judged]) {
    assert_eq!(before.len(), after.len());
    for (one, other) in before.iter().zip(after) {
        assert_eq!((&one.lot, one.tests.len()), (&other.lot, other.tests.len()));
        for ((id, was, _), (_, is, _)) in one.tests.iter().zip(&other.tests) {
            let waived = (*was, *is) == (Outcome::Missing, Outcome::Waived);
            assert!(was == is || waived, "{}, {id}: {was:?} became {is:?}", one.lot);
        }
        let concluded = (one.verdict, other.verdict) == (Verdict::NotConcluded, Verdict::Conforms);
        assert!(one.verdict == other.verdict || concluded, "{}: {:?} became {:?}", one.lot, one.verdict, other.verdict);
    }
}

//! Bytes to tables, lots, determinations and verdicts, streamed and gathered; both ways come to the same.

#![no_main]

use evqc::data::{Blocks, Layouts, LotBlock, Next, ReadOptions, RowReader, Source};
use evqc::finding::Severity;
use evqc::judge::{Context, Factors, Outcome, StageScope, Verdict, judge};
use evqc::spec::{BuiltIn, Settings, SourceText, Specification, read};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Read};
use std::sync::{Arc, LazyLock};

static SPEC: LazyLock<Specification> = LazyLock::new(|| {
    let text = SourceText::new("spec.yaml", include_str!("../seeds/spec_reader/whole.yaml"));
    read(&text, &BuiltIn, &Settings { set: &[], judging: true }).specification.expect("the specification is sound")
});

/// Lot ids with verdicts and outcomes; `None` when a lot returned while streaming, or the rest could not be read.
type Outcomes = Vec<(String, Verdict, Vec<Outcome>)>;

fn judged(tables: &[Arc<[u8]>], gather: bool) -> Option<Outcomes> {
    let sources = tables.iter().enumerate().map(|(i, bytes)| {
        let bytes = Arc::clone(bytes);
        Source::new(format!("{i}.csv"), move || Ok(Box::new(Cursor::new(Arc::clone(&bytes))) as Box<dyn Read + Send>))
    });
    let mut blocks = Blocks::open(sources.collect(), ReadOptions { gather, ..ReadOptions::default() });
    let layouts = Layouts::new(&blocks, &SPEC, &[], &[]);
    if layouts.findings().iter().chain(blocks.findings()).any(|finding| finding.severity() == Severity::Error) {
        return None;
    }
    let names = blocks.names();
    let factors = Factors::of([&*SPEC]);
    let context = Context {
        as_of: jiff::civil::date(2026, 6, 1),
        stage: StageScope::AsData,
        asked: StageScope::AsData,
        inputs: &names,
        periodic: None,
        waivers: &[],
        factors: &factors,
        statements: true,
        thorough: false,
        ancestry: None,
        as_parent: false,
    };
    let (mut reader, mut block, mut lots) = (RowReader::new(&layouts), LotBlock::new(), Vec::new());
    loop {
        match blocks.next_block(&mut block) {
            Ok(Next::Lot) => {
                let report = judge(&SPEC, reader.read(&block, None), &context);
                if report.verdict == Verdict::Conforms {
                    assert!(report.findings.iter().all(|finding| finding.severity() != Severity::Error));
                    assert!(report.tests.iter().any(|test| test.test.required && test.outcome == Outcome::Pass));
                }
                let outcomes = report.tests.iter().map(|test| test.outcome).collect();
                lots.push((report.lot.to_owned(), report.verdict, outcomes));
            }
            Ok(Next::Returned(_)) => {
                assert!(!gather, "a gathered lot returned");
                return None;
            }
            Ok(Next::End) => return Some(lots),
            Err(_) => return None,
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    // The last byte tells whether there are two tables.
    let tables: Vec<Arc<[u8]>> = match bytes.split_last() {
        Some((2, rest)) => {
            let (first, second) = rest.split_at(rest.len() / 2);
            vec![first.into(), second.into()]
        }
        _ => vec![bytes.into()],
    };
    let gathered = judged(&tables, true);
    if let Some(streamed) = judged(&tables, false) {
        assert_eq!(Some(streamed), gathered);
    }
});

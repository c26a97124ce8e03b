//! Lots judged for another purpose than a report: under two specifications beside each other.

use super::inputs::{Inputs, Samples};
use super::{Failure, files};
use crate::data::{
    self, Blocks, ComputedDetermination, Dialect, Layouts, LotBlock, LotFacts, LotFile, Next, ReadOptions, RowReader,
};
use crate::difference::{JudgedLine, JudgedLot, readable_with};
use crate::finding::{Finding, Severity};
use crate::judge::{self, Context, Factors, LotReport, PeriodicRecord, StageScope, TestReport, Waiver};
use crate::reduction::{self, Delivery, Request};
use crate::report::wording;
use crate::spec::Specification;
use jiff::civil::Date;
use std::sync::Arc;

/// The lots of result files.
pub struct Lots<'a> {
    /// Result tables and instrument files.
    pub data: &'a [String],
    /// The lot file.
    pub facts: Option<&'a str>,
    /// Waivers.
    pub waivers: &'a [Waiver],
    /// Day of judgement.
    pub as_of: Date,
}

impl Lots<'_> {
    /// What every lot comes to under each of two specifications, whether these are in force or not. `Err` holds what keeps the data from being read.
    ///
    /// # Errors
    /// Wrong usage when a file cannot be opened.
    pub fn under_both(&self, specs: [&Specification; 2]) -> Result<Result<[Vec<JudgedLot>; 2], Vec<Finding>>, Failure> {
        let dialect = Dialect::default();
        let inputs = Inputs::open(self.data, None, &dialect)?;
        let samples = Samples::read(&[], &inputs.instruments)?;
        let readable = [readable_with(specs[0], specs[1]), readable_with(specs[1], specs[0])];
        let facts = self.facts.map(|name| files::source(name, None)).transpose()?;
        let facts = readable.each_ref().map(|spec| {
            let source = facts.as_ref();
            source.map_or_else(LotFile::default, |source| data::read_lots(source, spec, &[], &dialect, false, &[]))
        });
        let request = Request {
            specs: &readable,
            entries: &samples.entries,
            dilution: None,
            facts: &|lot| facts[0].lots.get(lot),
            known_lots: Vec::new(),
            first_input: u32::try_from(inputs.tables.len()).unwrap_or(u32::MAX),
        };
        let delivery = match inputs.instruments.is_empty() {
            true => Delivery::default(),
            false => reduction::deliver(&request, &inputs.instruments),
        };
        let options = ReadOptions { gather: true, ..ReadOptions::default() };
        let mut blocks = Blocks::open(inputs.tables.clone(), options);
        let layouts = readable.each_ref().map(|spec| Layouts::new(&blocks, spec, &[], &[]));
        let mut findings = inputs.findings;
        findings.extend(samples.findings);
        findings.extend(delivery.findings.iter().cloned());
        findings.extend(blocks.findings().iter().cloned());
        findings.extend(layouts.iter().flat_map(|layout| layout.findings().iter().cloned()));
        findings.extend(facts.iter().flat_map(|file| file.findings.iter().cloned()));
        blocks.expect_lots(delivery.lots());
        let of_side = |side: usize| {
            let file: &LotFile = &facts[side];
            let of_lot = |lot: &str| file.lots.get(lot).or(file.absent.as_ref());
            PeriodicRecord::new(std::slice::from_ref(specs[side]), &of_lot)
        };
        let periodic = [of_side(0), of_side(1)];
        let mut bench =
            Bench { specs, facts: &facts, delivery: &delivery, waivers: self.waivers, periodic, as_of: self.as_of };
        if bench.periodic.iter().any(Option::is_some) {
            // What is known of other lots has to be gathered before any is judged.
            let mut once = Blocks::open(inputs.tables, options);
            once.expect_lots(delivery.lots());
            bench.gather(&mut once, &layouts, &mut findings);
        }
        let judged = bench.judge(&mut blocks, &layouts, &mut findings);
        findings.retain(|finding| finding.severity() == Severity::Error);
        findings.dedup();
        Ok(if findings.is_empty() { Ok(judged) } else { Err(findings) })
    }
}

struct Bench<'b> {
    specs: [&'b Specification; 2],
    facts: &'b [LotFile; 2],
    delivery: &'b Delivery,
    waivers: &'b [Waiver],
    /// What is known of other lots, where a test is performed on some lots only.
    periodic: [Option<PeriodicRecord>; 2],
    as_of: Date,
}

impl Bench<'_> {
    /// Judges every lot for what periodic testing of the others has to know of it.
    fn gather(&mut self, blocks: &mut Blocks, layouts: &[Layouts; 2], findings: &mut Vec<Finding>) {
        let mut records = self.periodic.clone();
        self.each(blocks, layouts, findings, &mut |side, report| {
            if let Some(Some(record)) = records.get_mut(side) {
                record.add(report);
            }
        });
        self.periodic = records;
    }

    fn judge(&self, blocks: &mut Blocks, layouts: &[Layouts; 2], findings: &mut Vec<Finding>) -> [Vec<JudgedLot>; 2] {
        let mut all = [Vec::new(), Vec::new()];
        self.each(blocks, layouts, findings, &mut |side, report| {
            if let Some(lots) = all.get_mut(side) {
                lots.push(judged(report));
            }
        });
        all
    }

    /// Judges every lot on both sides.
    fn each(
        &self,
        blocks: &mut Blocks,
        layouts: &[Layouts; 2],
        findings: &mut Vec<Finding>,
        take: &mut dyn FnMut(usize, &LotReport<'_>),
    ) {
        if findings.iter().any(|finding| finding.severity() == Severity::Error) {
            return;
        }
        let mut names = blocks.names();
        names.extend(self.delivery.inputs.iter().map(|input| Arc::clone(&input.name)));
        let factors = Factors::of(self.specs);
        let mut readers = layouts.each_ref().map(RowReader::new);
        let mut block = LotBlock::new();
        loop {
            match blocks.next_block(&mut block) {
                Ok(Next::Lot) => {}
                // Rows are gathered, so no lot returns.
                Ok(Next::Returned(_) | Next::End) => return,
                Err(finding) => return findings.push(finding),
            }
            for (side, reader) in readers.iter_mut().enumerate() {
                let context = Context {
                    as_of: self.as_of,
                    stage: StageScope::AsData,
                    asked: StageScope::AsData,
                    inputs: &names,
                    periodic: self.periodic[side].as_ref(),
                    ancestry: None,
                    as_parent: false,
                    waivers: self.waivers,
                    factors: &factors,
                    statements: false,
                    thorough: false,
                };
                self.lot(side, &block, reader, &context, &mut |report| take(side, report));
            }
        }
    }

    fn lot(
        &self,
        side: usize,
        block: &LotBlock,
        reader: &mut RowReader<'_>,
        context: &Context<'_>,
        take: &mut dyn FnMut(&LotReport<'_>),
    ) {
        let (spec, file) = (self.specs[side], &self.facts[side]);
        let facts: Option<&LotFacts> = file.lots.get(block.lot()).or(file.absent.as_ref());
        let mut data = reader.read(block, facts);
        if let Some(computed) = self.delivery.specs.get(side).and_then(|computed| computed.lots.get(data.lot)) {
            data.determinations.extend(computed.determinations.iter().map(ComputedDetermination::determination));
            data.faults.extend(computed.faults.iter().cloned());
        }
        // Tests of the other specification stand behind; they were read so that their rows are no fault.
        data.determinations.retain(|one| one.test < spec.tests.len());
        take(&judge::judge(spec, data, context));
    }
}

/// What is kept of a lot report.
fn judged(report: &LotReport<'_>) -> JudgedLot {
    let line = |test: &TestReport<'_>| JudgedLine {
        test: test.test.id.clone(),
        name: wording::name(test, report.spec),
        outcome: test.outcome,
        in_the_way: wording::is_in_the_way(test),
        words: match wording::result(test) {
            result if result == wording::NOTHING => wording::reason(test),
            result => format!("result {result}, criterion {}", wording::criterion(test)),
        },
    };
    JudgedLot {
        lot: report.lot.to_owned(),
        verdict: report.verdict,
        lines: report.tests.iter().map(line).collect(),
        faults: report
            .findings
            .iter()
            .filter(|one| one.severity() == Severity::Error)
            .map(|one| one.message.clone())
            .collect(),
    }
}

//! The bench at which the lots of a run are judged, on any thread: each lot under every specification.

use super::lot_table::LotTable;
use super::other_lots::OtherLots;
use super::pipeline::{self, JudgeLot, NewJudge, Stopped};
use super::trail;
use super::waivers::Usage;
use crate::data::{self, Blocks, ComputedDetermination, ComputedLots, Layouts, LotBlock, LotData, LotFacts, RowReader};
use crate::finding::{Code, Finding};
use crate::judge::{self, Ancestors, Context, Genealogy, LotReport, PeriodicRecord, StageScope, Verdict};
use crate::report::{Format, RunInputs, noted};
use crate::spec::Specification;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Mutex;

/// As what a lot is judged.
#[derive(Clone, Copy)]
enum As {
    /// As the run asks for it.
    Asked,
    /// As one that others were made from.
    Parent,
}

/// What is noted of the lots while they are judged.
pub struct Notes<'n> {
    /// Those of the lots asked for, or named in the lot file, that were seen.
    pub seen: Mutex<BTreeSet<String>>,
    /// Lots of the data that were not asked for.
    pub others: OtherLots,
    /// What became of the waivers.
    pub waived: Usage<'n>,
}

/// What a thread needs to judge lots.
pub struct Bench<'b> {
    /// The specifications, each with its versions.
    pub specs: Vec<&'b Specification>,
    /// The columns of the inputs, by version of the specification.
    pub layouts: &'b [Layouts],
    /// What instrument files deliver, by version of the specification.
    pub computed: &'b [ComputedLots],
    /// Which of them belong to one specification.
    pub groups: &'b [Range<usize>],
    /// What the lot file says, for each group; empty without a lot file.
    pub lots: &'b [LotTable],
    /// The version that was asked for.
    pub forced: Option<&'b str>,
    /// The lots that were asked for; empty: all.
    pub only: &'b [String],
    /// Those who take note of every lot of the data.
    pub formats: &'b [&'b dyn Format],
    /// What is noted of the lots of the run.
    pub notes: &'b Notes<'b>,
    /// What is known of other lots, for each group, where a test is performed on some lots only.
    pub periodic: Vec<Option<PeriodicRecord>>,
    /// The circumstances of the judgement.
    pub context: Context<'b>,
}

impl<'b> Bench<'b> {
    /// What the lot file says of a lot, for a group.
    pub fn facts_of(&self, group: usize, lot: &str) -> Option<&'b LotFacts> {
        self.lots.get(group)?.of(lot)
    }

    /// Judges a lot, whether it is asked for or not, for what periodic testing of the other lots has to know of it.
    pub fn note_lot<'n>(&'n self, records: &'n Mutex<Vec<Option<PeriodicRecord>>>) -> JudgeLot<'n> {
        let mut readers: Vec<RowReader<'b>> = self.layouts.iter().map(RowReader::new).collect();
        Box::new(move |block, _| {
            for group in 0..self.groups.len() {
                self.judge(block, group, &mut readers, As::Asked, &mut |report| {
                    noted(records, |records| {
                        if let Some(Some(record)) = records.get_mut(group) {
                            record.add(report);
                        }
                    });
                });
            }
        })
    }

    /// Judges a lot that others were made from, whether it is asked for or not, and by all that it has: the stage that is asked
    /// for is that of the lots made from it.
    pub fn note_parent<'n>(&'n self, genealogy: &'n Genealogy, ancestors: &'n Mutex<Ancestors>) -> JudgeLot<'n> {
        let mut readers: Vec<RowReader<'b>> = self.layouts.iter().map(RowReader::new).collect();
        Box::new(move |block, _| {
            if !genealogy.looks_like_parent(block.lot()) {
                return;
            }
            noted(ancestors, |ancestors| ancestors.saw(block.lot()));
            for group in (0..self.groups.len()).filter(|_| genealogy.is_parent(block.lot())) {
                self.judge(block, group, &mut readers, As::Parent, &mut |report| {
                    noted(ancestors, |ancestors| ancestors.add(report));
                });
            }
        })
    }

    pub fn judge_lot(&'b self) -> JudgeLot<'b> {
        let mut readers: Vec<RowReader<'b>> = self.layouts.iter().map(RowReader::new).collect();
        Box::new(move |block, take| {
            self.formats.iter().for_each(|format| format.sees(block.lot()));
            if !self.only.is_empty() && !self.only.iter().any(|lot| lot == block.lot()) {
                self.notes.others.saw(block.lot());
                return;
            }
            let named = self.lots.first().is_some_and(|lots| lots.by_lot.contains_key(block.lot()));
            if named || !self.only.is_empty() {
                noted(&self.notes.seen, |seen| {
                    seen.insert(block.lot().to_owned());
                });
            }
            for group in 0..self.groups.len() {
                self.judge(block, group, &mut readers, As::Asked, &mut |report| {
                    self.notes.waived.saw(report);
                    trail::judged(report);
                    take(report);
                });
            }
        })
    }

    fn judge(
        &self,
        block: &LotBlock,
        group: usize,
        readers: &mut [RowReader<'b>],
        role: As,
        take: &mut dyn FnMut(&LotReport<'_>),
    ) {
        let Some(range) = self.groups.get(group).cloned() else { return };
        let (first, facts) = (range.start, self.facts_of(group, block.lot()));
        let (Some(specs), Some(reader)) = (self.specs.get(range), readers.get_mut(first)) else { return };
        let data = self.with_computed(first, reader.read(block, facts));
        let choose = match role {
            As::Asked => judge::choose,
            As::Parent => judge::choose_for_parent,
        };
        let choice = choose(specs, self.forced, &data, self.context.as_of, !self.lots.is_empty());
        let Some(version) = choice.version else {
            // What the lot has may be results of tests that the first version does not know.
            let further =
                (1..specs.len()).map(|at| (at, self.with_computed(first + at, readers[first + at].read(block, facts))));
            let read = std::iter::once((0, data)).chain(further);
            let has_any = |(_, data): &(usize, LotData<'_>)| !data.determinations.is_empty();
            let found = read.reduce(|best, next| if has_any(&best) || !has_any(&next) { best } else { next });
            let Some((at, data)) = found else { return };
            return take(&undecided(specs[at], data, choice.findings));
        };
        let version = first + version;
        let mut data =
            if version == first { data } else { self.with_computed(version, readers[version].read(block, facts)) };
        let periodic = self.periodic.get(group).and_then(Option::as_ref);
        let context = match role {
            As::Asked => Context { periodic, ..self.context.clone() },
            As::Parent => Context { periodic, stage: StageScope::AsData, as_parent: true, ..self.context.clone() },
        };
        data.faults.extend(choice.findings);
        data.faults.extend(self.lots.get(group).and_then(|lots| lots.alike(block.lot())));
        // A lot of instrument files alone has its id from their names, or from the list of samples.
        let is_told = |code: &'static Code| data.faults.iter().any(|fault| fault.code == code);
        let unprintable = data::not_printable(block.lot()).filter(|finding| !is_told(finding.code));
        data.faults.extend(unprintable);
        let mut report = judge::judge(self.specs[version], data, &context);
        report.spec_choice = choice.why;
        take(&report);
    }
}

impl Bench<'_> {
    /// Adds what instrument files deliver for the lot under one version of the specification.
    fn with_computed<'d>(&'d self, version: usize, mut data: LotData<'d>) -> LotData<'d> {
        if let Some(computed) = self.computed.get(version).and_then(|computed| computed.lots.get(data.lot)) {
            data.determinations.extend(computed.determinations.iter().map(ComputedDetermination::determination));
            data.faults.extend(computed.faults.iter().cloned());
        }
        data
    }
}

/// The report of a lot for which no version of the specification could be chosen: nothing was judged.
fn undecided<'a>(spec: &'a Specification, data: LotData<'a>, findings: Vec<Finding>) -> LotReport<'a> {
    let mut all = data.faults;
    all.extend(findings);
    LotReport {
        life: None,
        lot: data.lot,
        spec,
        spec_choice: None,
        scope: None,
        verdict: Verdict::NotEvaluable,
        tests: Vec::new(),
        uses: vec![judge::Use::Unused; data.determinations.len()],
        determinations: data.determinations,
        corrections: Vec::new(),
        findings: all,
        facts: data.facts,
        parents_not_judged: Vec::new(),
    }
}

/// Judges the lots of a run for what must be known before any of them is reported; nothing is written.
///
/// # Errors
/// As [`pipeline::run`].
pub fn note_beforehand(
    blocks: &mut Blocks,
    bench: &Bench<'_>,
    new_judge: &NewJudge<'_>,
    jobs: usize,
) -> Result<(), Stopped> {
    let inputs = RunInputs { names: bench.context.inputs, seed: None, several: false };
    pipeline::run(blocks, &[], inputs, new_judge, jobs, &mut |_| {}).map(drop)
}

//! `evqc check`: lots against a specification.

use super::args::CheckArgs;
use super::bench::{Bench, Notes, note_beforehand};
use super::files::{self, FileLibrary};
use super::inputs::{self, Inputs, Samples};
use super::lot_table::LotTable;
use super::other_lots::OtherLots;
use super::output::{self, Target};
use super::pipeline::{self, Collected, Stopped};
use super::spec::settings;
use super::specifications::Specifications;
use super::waivers::Usage;
use super::{Failure, codes, colours_on_stdout, remark_as_it_is, template, today, trail, waivers};
use crate::data::{self, Blocks, Dialect, Drawings, Layouts, LotBlock, Next, ReadOptions, Source, UnusedRun};
use crate::finding::{Finding, Severity};
use crate::integrity;
use crate::judge::{self, Ancestors, Ancestry, Context, Factors, Genealogy, PeriodicRecord, StageScope, Waiver};
use crate::order;
use crate::quantity::{Decimal, DecimalMark};
use crate::reduction::{self, Delivery, Request};
use crate::report::{self, Format, Html, HumanOptions, Run, RunInputs, Template, diagnostic};
use crate::spec::{self, Library, SelectBy, Status};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The setting that gives the dilution factor of runs whose files record none.
const DILUTION: &str = "dilution";

/// Threads beyond this number only cost memory.
const MOST_JOBS: usize = 64;

/// Inputs larger than this get a progress bar on a terminal.
const LONG_WORK: u64 = 8 << 20;

/// A report that was asked for.
pub(super) type Output = output::Output<Box<dyn Format>>;

/// Runs the command; the exit code is that of the worst lot.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run(args: &CheckArgs, quiet: bool) -> Result<u8, Failure> {
    run_with(args, outputs(args)?, quiet)
}

/// Runs the command with reports that are there already.
///
/// # Errors
/// As [`run`].
pub(super) fn run_with(args: &CheckArgs, outputs: Vec<Output>, quiet: bool) -> Result<u8, Failure> {
    Ok(run_from(args, outputs, quiet, &FileLibrary)?.summary.exit())
}

/// What a run came to.
pub(super) struct Outcome {
    /// Number of lots by verdict.
    pub summary: report::Summary,
    /// Number of specifications that could be read, versions counted.
    pub specifications: usize,
    /// What there is to say of the run, worst first.
    pub findings: Vec<Finding>,
}

/// Runs the command with specifications that are inherited from a library.
///
/// # Errors
/// As [`run`].
pub(super) fn run_from(
    args: &CheckArgs,
    outputs: Vec<Output>,
    quiet: bool,
    library: &dyn Library,
) -> Result<Outcome, Failure> {
    let as_of = today::today(args.as_of.as_deref()).map_err(Failure::usage)?;
    let dialect = inputs::dialect(&args.reading)?;
    let mut set = settings(&args.set)?;
    let names: Vec<&str> = std::iter::once(args.spec.as_str()).chain(args.also.iter().map(String::as_str)).collect();
    let mut specs = Specifications::read_from(&names, &set, library)?;
    let dilution = dilution(&mut set, &specs)?;
    if dilution.is_some() {
        specs = Specifications::read_from(&names, &set, library)?;
    }
    specs.check_versions();
    specs.check_forced(args.spec_version.as_deref())?;
    specs.check_stage(args.stage.as_deref());
    check_inputs(args)?;
    let mut inputs = Inputs::open(&args.data, args.reading.sheet.as_deref(), &dialect)?;
    if dilution.is_some() && inputs.instruments.is_empty() {
        return Err(Failure::usage(format!(
            "--set {DILUTION}: no instrument file is given, so nothing takes the factor"
        )));
    }
    let samples = Samples::read(&args.reading.samples, &inputs.instruments)?;
    let lots = inputs::lot_file(&args.reading, &mut inputs)?;
    let errors: Vec<Finding> = specs.findings.iter().filter(|f| f.severity() == Severity::Error).cloned().collect();
    // An error is no remark: `--quiet` does not keep it away.
    if !outputs.iter().any(|output| output.name == "human" && output.target == Target::Stdout) {
        remark_as_it_is(&diagnostic::render(&errors, &specs.sources, false));
    }
    let (waivers, waiver_input) = read_waivers(args.waivers.as_deref(), &dialect, as_of, &mut specs.findings)?;
    specs.findings.extend(waivers::without_test(&waivers, &specs.versions));
    output::spare(outputs.iter().filter_map(|output| output.target.file()))?;
    let check = Check { args, as_of, dialect, outputs, specs, waivers, waiver_input, samples, dilution, quiet };
    check.run(inputs, lots)
}

/// Reads `-o FORMAT[:PATH]` options.
fn outputs(args: &CheckArgs) -> Result<Vec<Output>, Failure> {
    let template = args.template.as_deref().map(|folder| template::read(folder, Template::from_files)).transpose()?;
    let inputs = named(args);
    let mut outputs = output::outputs(&args.output, report::FORMATS, &inputs, |name, target| {
        let colour = *target == Target::Stdout && colours_on_stdout();
        match (name, &template) {
            ("html", Some(template)) => Some(Box::new(Html::new(template.clone())) as Box<dyn Format>),
            _ => report::by_name(
                name,
                &HumanOptions { colour, width: args.width.unwrap_or_else(output::terminal_width) },
            ),
        }
    })?;
    if template.is_some() && !outputs.iter().any(|output| output.name == "html") {
        return Err(Failure::usage("--template is for the html report; add -o html:PATH"));
    }
    if let Some(path) = &args.digests {
        let target = output::digests(path, &outputs, &inputs)?;
        outputs.push(Output { name: "digests".to_owned(), format: Box::new(report::Digests), target });
    }
    Ok(outputs)
}

/// The files that the options of the command name for reading.
pub(super) fn named(args: &CheckArgs) -> Vec<&Path> {
    let specs = std::iter::once(&args.spec).chain(&args.also);
    let beside = args.reading.lots.iter().chain(&args.reading.samples).chain(&args.waivers);
    specs.chain(&args.data).chain(beside).map(Path::new).collect()
}

/// No input may be given twice.
fn check_inputs(args: &CheckArgs) -> Result<(), Failure> {
    let mut read: Vec<&str> = args.data.iter().map(String::as_str).collect();
    for (i, name) in read.iter().enumerate() {
        if read[..i].iter().any(|known| files::whole_path(Path::new(known)) == files::whole_path(Path::new(name))) {
            return Err(Failure::usage(format!("{name}: is named twice among the result files")));
        }
    }
    read.extend(args.reading.lots.as_deref());
    read.extend(args.reading.samples.iter().map(String::as_str));
    read.extend(args.waivers.as_deref());
    if read.iter().filter(|name| **name == "-").count() > 1 {
        return Err(Failure::usage("standard input is named twice"));
    }
    Ok(())
}

/// Takes `--set dilution=FACTOR` out of the settings, unless it sets a parameter of the specification: the factor of every
/// run of an instrument file that records none.
fn dilution(set: &mut Vec<(String, String)>, specs: &Specifications) -> Result<Option<Decimal>, Failure> {
    let unknown = specs.findings.iter().any(|finding| {
        finding.code == &spec::codes::UNKNOWN_PARAMETER && finding.message.contains(&format!("`{DILUTION}`"))
    });
    let Some(at) = set.iter().position(|(name, _)| name == DILUTION).filter(|_| unknown) else { return Ok(None) };
    let (_, text) = set.remove(at);
    if set.iter().any(|(name, _)| name == DILUTION) {
        return Err(Failure::usage(format!("--set {DILUTION}: is given twice")));
    }
    match Decimal::parse(&text, DecimalMark::Point).ok().filter(|factor| factor.approximately() >= 1.0) {
        Some(factor) => Ok(Some(factor)),
        None => Err(Failure::usage(format!(
            "--set dilution={text}: expected how many parts the sample was diluted into, 1000 for 1:1000"
        ))),
    }
}

/// The options that can change a result: what a report and the manifest of an archive name as settings.
pub(super) fn of_run(args: &CheckArgs) -> integrity::Settings {
    let reading = args.reading.settings();
    integrity::Settings {
        stage: args.stage.clone(),
        lots: args.only.clone(),
        set: args.set.clone(),
        spec_version: args.spec_version.clone(),
        sheet: reading.sheet,
        lots_sheet: reading.lots_sheet,
        separator: reading.separator,
        decimal: reading.decimal,
        encoding: reading.encoding,
        ignore_columns: reading.ignore_columns,
        simulate: args.simulate,
    }
}

/// Reads the waiver file, where one is named.
///
/// # Errors
/// Wrong usage when it cannot be opened; what is wrong with it goes to the findings.
pub fn read_waivers(
    name: Option<&str>,
    dialect: &Dialect,
    as_of: Date,
    findings: &mut Vec<Finding>,
) -> Result<(Vec<Waiver>, Option<data::Input>), Failure> {
    let Some(name) = name else { return Ok((Vec::new(), None)) };
    Ok(match waivers::read(&files::source(name, None)?, dialect) {
        Ok(file) => {
            findings.extend(file.findings);
            let twice = waivers::twice(&file.waivers, as_of);
            let waivers = if twice.is_empty() { file.waivers } else { Vec::new() };
            findings.extend(twice);
            (waivers, Some(file.input))
        }
        Err(faults) => {
            findings.extend(faults);
            (Vec::new(), None)
        }
    })
}

/// One run of the command.
struct Check<'c> {
    args: &'c CheckArgs,
    as_of: Date,
    dialect: Dialect,
    outputs: Vec<Output>,
    specs: Specifications,
    waivers: Vec<Waiver>,
    waiver_input: Option<data::Input>,
    samples: Samples,
    /// Dilution factor of runs whose files record none.
    dilution: Option<Decimal>,
    quiet: bool,
}

/// How the data are read, as often as it takes.
struct Reading<'r> {
    /// The result tables.
    sources: &'r [Source],
    options: ReadOptions,
    /// What instrument files deliver.
    delivery: &'r Delivery,
    /// The number of threads.
    jobs: usize,
}

impl Reading<'_> {
    /// The lots from the first one on.
    fn blocks(&self) -> Blocks {
        let mut blocks = Blocks::open(self.sources.to_vec(), self.options);
        blocks.expect_lots(self.delivery.lots());
        blocks
    }
}

/// What the lots came to, before the reports are put together.
struct Judged {
    collected: Collected,
    inputs: Vec<data::Input>,
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn run(mut self, inputs: Inputs, lots: Option<Source>) -> Result<Outcome, Failure> {
        let mut findings = self.specs.findings.clone();
        let mut lot_input = None;
        let mut facts = Vec::new();
        for (source, group) in lots.iter().flat_map(|source| self.specs.groups.iter().map(move |group| (source, group)))
        {
            let (spec, others) = (&self.specs.versions[group.start], self.specs.others(group.start));
            let file = data::read_lots(source, spec, &others, &self.dialect, true, &self.args.reading.ignore_columns);
            findings.extend(file.findings);
            lot_input = file.input;
            facts.push(LotTable::new(file.lots, file.absent));
        }
        findings.dedup_by(|a, b| (&a.message, &a.place) == (&b.message, &b.place));
        findings.append(&mut self.samples.findings);
        let mut delivery = self.deliver(&inputs, &facts);
        findings.append(&mut delivery.findings);
        let drawings = Arc::new(drawings(&delivery));
        self.outputs.iter_mut().for_each(|output| output.format.take_drawings(&drawings));
        let unused = Arc::new(unused(&delivery));
        self.outputs.iter_mut().for_each(|output| output.format.take_unused(&unused));
        let broken = self.specs.broken() || findings.iter().any(|finding| finding.severity() == Severity::Error);
        let mut judged = if broken {
            Judged { collected: self.nothing(), inputs: Vec::new(), findings: Vec::new() }
        } else {
            self.judge_all(&inputs.tables, &facts, &delivery)?
        };
        findings.extend(inputs.findings);
        judged.inputs.append(&mut delivery.inputs);
        judged.inputs.append(&mut self.samples.inputs);
        findings.append(&mut judged.findings);
        judged.inputs.extend(lot_input);
        judged.inputs.extend(self.waiver_input.take());
        findings.sort_by(Finding::worst_first);
        let mut summary = judged.collected.summary;
        summary.specifications = self.specs.groups.len();
        summary.run_not_evaluable = findings.iter().any(|finding| finding.severity() == Severity::Error);
        let settings = of_run(self.args);
        let run = Run {
            specs: self.specs.versions.iter().collect(),
            inputs: &judged.inputs,
            as_of: self.as_of,
            stage: self.args.stage.as_deref(),
            settings: &settings,
            findings: &findings,
            summary,
        };
        write_reports(&self.outputs, judged.collected, &run)?;
        Ok(Outcome { summary, specifications: self.specs.versions.len(), findings })
    }

    /// What the instrument files deliver.
    fn deliver(&self, inputs: &Inputs, facts: &[LotTable]) -> Delivery {
        if inputs.instruments.is_empty() && self.samples.entries.is_empty() {
            return Delivery::default();
        }
        let of_tables = self.lots_of_tables(&inputs.tables);
        let of_file = facts.iter().flat_map(|facts| facts.by_lot.keys());
        let request = Request {
            specs: &self.specs.versions,
            entries: &self.samples.entries,
            dilution: self.dilution,
            facts: &|lot| facts.first()?.of(lot),
            known_lots: of_file.chain(&of_tables).map(String::as_str).collect(),
            first_input: inputs.tables.len() as u32,
        };
        reduction::deliver(&request, &inputs.instruments)
    }

    /// The lots of the result tables, which are read once more for it beside instrument files: a run of such a lot does not go away
    /// by a word either. What cannot be read of them is told when they are judged.
    fn lots_of_tables(&self, tables: &[Source]) -> BTreeSet<String> {
        let options = ReadOptions { dialect: self.dialect, digest: false, gather: true };
        let mut blocks = Blocks::open(tables.to_vec(), options);
        let (mut block, mut lots) = (LotBlock::new(), BTreeSet::new());
        while let Ok(Next::Lot) = blocks.next_block(&mut block) {
            lots.insert(block.lot().to_owned());
        }
        lots
    }

    fn formats(&self) -> Vec<&dyn Format> {
        self.outputs.iter().map(|output| output.format.as_ref()).collect()
    }

    fn nothing(&self) -> Collected {
        Collected::nothing(self.outputs.len())
    }

    /// What is wrong with the headers: of the first version of each specification.
    fn of_headers(&self, layouts: &[Layouts]) -> Vec<Finding> {
        let firsts = self.specs.groups.iter().filter_map(|group| layouts.get(group.start));
        let mut findings: Vec<Finding> = firsts.flat_map(|layout| layout.findings()).cloned().collect();
        findings.sort_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
        findings.dedup_by(|a, b| (&a.place, &a.message) == (&b.place, &b.message));
        findings
    }

    /// Judges as the lots come; where a lot returns after others, reads again with all rows gathered first.
    fn judge_all(&self, sources: &[Source], facts: &[LotTable], delivery: &Delivery) -> Result<Judged, Failure> {
        let digest = self.outputs.iter().any(|output| output.format.prints_digests());
        let jobs = self.args.jobs.or_else(|| std::thread::available_parallelism().ok());
        let jobs = jobs.map_or(1, std::num::NonZero::get).min(MOST_JOBS);
        for gather in [sources.len() > 1, true] {
            let options = ReadOptions { dialect: self.dialect, digest, gather };
            match self.judge_once(&Reading { sources, options, delivery, jobs }, facts) {
                Err(Stopped::LotReturned) => {}
                Err(Stopped::Unreadable(finding)) => {
                    return Ok(Judged { collected: self.nothing(), inputs: Vec::new(), findings: vec![*finding] });
                }
                Err(Stopped::Io(error)) => return Err(Failure::internal(format!("temporary file: {error}"))),
                Ok(judged) => return Ok(judged),
            }
        }
        Err(Failure::internal("the rows of a lot could not be gathered"))
    }

    /// Judges the lots where nothing is wrong with the inputs as a whole.
    fn judge_once(&self, reading: &Reading<'_>, facts: &[LotTable]) -> Result<Judged, Stopped> {
        trail::judging();
        let mut blocks = reading.blocks();
        let layouts: Vec<Layouts> = (self.specs.versions.iter().enumerate())
            .map(|(at, spec)| Layouts::new(&blocks, spec, &self.specs.others(at), &self.args.reading.ignore_columns))
            .collect();
        let mut findings = self.of_headers(&layouts);
        if findings.iter().chain(blocks.findings()).any(|finding| finding.severity() == Severity::Error) {
            let inputs = blocks.inputs().to_vec();
            findings.extend(blocks.into_findings());
            return Ok(Judged { collected: self.nothing(), inputs, findings });
        }
        let (collected, of_lots) = self.judge_lots(&mut blocks, &layouts, reading, facts)?;
        findings.extend(of_lots);
        let inputs = blocks.inputs().to_vec();
        findings.extend(blocks.into_findings());
        Ok(Judged { collected, inputs, findings })
    }

    /// Judges every lot, with what there is to say about lots that were asked for or named, and about waivers.
    fn judge_lots(
        &self,
        blocks: &mut Blocks,
        layouts: &[Layouts],
        reading: &Reading<'_>,
        facts: &[LotTable],
    ) -> Result<(Collected, Vec<Finding>), Stopped> {
        let specs = &self.specs.versions;
        let mut names = blocks.names();
        names.extend(reading.delivery.inputs.iter().map(|input| Arc::clone(&input.name)));
        let notes = Notes {
            seen: Mutex::new(BTreeSet::new()),
            others: OtherLots::new(&self.args.only),
            waived: Usage::new(&self.waivers, &self.args.only, self.as_of),
        };
        let factors = Factors::of(specs);
        let formats = self.formats();
        let stage = StageScope::parse(self.args.stage.as_deref());
        let mut bench = Bench {
            specs: specs.iter().collect(),
            layouts,
            computed: &reading.delivery.specs,
            groups: &self.specs.groups,
            lots: facts,
            forced: self.args.spec_version.as_deref(),
            only: &self.args.only,
            formats: &formats,
            notes: &notes,
            periodic: Vec::new(),
            context: Context {
                as_of: self.as_of,
                asked: stage.clone(),
                stage,
                inputs: &names,
                waivers: &self.waivers,
                periodic: None,
                ancestry: None,
                as_parent: false,
                factors: &factors,
                statements: self.outputs.iter().any(|output| output.format.prints_decisions()),
                thorough: false,
            },
        };
        bench.periodic = self.periodic_records(reading, &bench)?;
        let genealogy = Genealogy::new(facts.iter().take(1).flat_map(|table| table.by_lot.values()));
        let ancestry = genealogy.as_ref().map(|known| self.ancestry(reading, &bench, known)).transpose()?;
        bench.context.ancestry = ancestry.as_ref();
        let bar = self.progress_bar();
        let inputs = RunInputs { names: &names, seed: self.args.simulate, several: self.specs.groups.len() > 1 };
        let collected = pipeline::run(blocks, &formats, inputs, &|| bench.judge_lot(), reading.jobs, &mut |bytes| {
            bar.set_position(bytes);
        });
        bar.finish_and_clear();
        let collected = collected?;
        let Notes { seen, others, waived } = notes;
        let seen = seen.into_inner().unwrap_or_default();
        let mut findings = self.remarks(facts.first(), genealogy.as_ref(), &seen, &others);
        findings.extend(waived.findings(&self.specs.findings));
        Ok((collected, findings))
    }

    /// What the lots of the run say of tests that are performed on some lots only, for each specification: the data are
    /// read once more for it, and only where there are such tests.
    fn periodic_records(
        &self,
        reading: &Reading<'_>,
        bench: &Bench<'_>,
    ) -> Result<Vec<Option<PeriodicRecord>>, Stopped> {
        let record = |(index, group): (usize, &Range<usize>)| {
            PeriodicRecord::new(&self.specs.versions[group.clone()], &|lot| bench.facts_of(index, lot))
        };
        let records: Vec<Option<PeriodicRecord>> = self.specs.groups.iter().enumerate().map(record).collect();
        if records.iter().all(Option::is_none) {
            return Ok(records);
        }
        let records = Mutex::new(records);
        note_beforehand(&mut reading.blocks(), bench, &|| bench.note_lot(&records), reading.jobs)?;
        Ok(records.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// What became of the lots that others were made from: the data are read once more for it, where the lot file names parents,
    /// and of them only these are judged.
    fn ancestry(&self, reading: &Reading<'_>, bench: &Bench<'_>, genealogy: &Genealogy) -> Result<Ancestry, Stopped> {
        let ancestors = Mutex::new(Ancestors::default());
        note_beforehand(&mut reading.blocks(), bench, &|| bench.note_parent(genealogy, &ancestors), reading.jobs)?;
        let specs = self.specs.groups.iter().filter_map(|group| bench.specs.get(group.start));
        let ancestors = ancestors.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(ancestors.settle(genealogy, self.as_of, specs.map(|spec| spec.id.as_str())))
    }

    /// What there is to say about lots that were asked for, named, or not dated.
    fn remarks(
        &self,
        facts: Option<&LotTable>,
        genealogy: Option<&Genealogy>,
        seen: &BTreeSet<String>,
        others: &OtherLots,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        for lot in self.args.only.iter().filter(|lot| !seen.contains(*lot)) {
            let finding = Finding::new(&codes::LOT_NOT_FOUND, format!("lot {lot} has no row in the data"));
            findings.push(match others.instead_of(lot) {
                Some(help) => finding.help(help),
                None => finding,
            });
        }
        // A parent lot is there for its dates.
        let is_parent = |lot: &str| genealogy.is_some_and(|known| known.is_parent(lot));
        let unseen = |lot: &&str| self.args.only.is_empty() && !seen.contains(*lot) && !is_parent(lot);
        let listed = facts.iter().flat_map(|facts| facts.by_lot.keys()).map(String::as_str);
        let unseen: BTreeSet<&str> = order::collect(listed.filter(unseen));
        if !unseen.is_empty() {
            let shown: Vec<&str> = unseen.iter().copied().take(5).collect();
            let more = if unseen.len() > shown.len() { ", ..." } else { "" };
            let message =
                format!("{} lot(s) of the lot file have no row in the data: {}{more}", unseen.len(), shown.join(", "));
            findings.push(Finding::new(&codes::LOT_WITHOUT_RESULTS, message));
        }
        if let [spec] = &self.specs.versions[..]
            && facts.is_none_or(|facts| facts.by_lot.is_empty())
            && self.args.spec_version.is_none()
            && matches!(spec.status, Status::Approved | Status::Superseded)
            && spec.select_by == SelectBy::ManufactureDate
        {
            let message = format!(
                "the dates of manufacture are not known; whether {} version {} was in force was not checked",
                spec.id, spec.version
            );
            findings.push(
                Finding::new(&judge::EFFECTIVE_DATE_NOT_CHECKED, message)
                    .help("give a lot file with the column `manufactured` (--lots)"),
            );
        }
        findings
    }

    fn progress_bar(&self) -> ProgressBar {
        let size = files::total_size(&self.args.data);
        if self.quiet || size < LONG_WORK || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {bytes_per_sec}  {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::new(size).with_style(style)
    }
}

/// What instrument files delivered for pictures, by lot: versions of a specification take the same of them.
fn drawings(delivery: &Delivery) -> BTreeMap<String, Drawings> {
    let mut drawings = BTreeMap::<String, Drawings>::new();
    for (lot, computed) in delivery.specs.iter().flat_map(|computed| &computed.lots) {
        if computed.drawings != Drawings::default() {
            drawings.entry(lot.clone()).or_insert_with(|| computed.drawings.clone());
        }
    }
    drawings
}

/// The runs of instrument files that deliver nothing, by lot: under some version of a specification is enough.
fn unused(delivery: &Delivery) -> BTreeMap<String, Vec<UnusedRun>> {
    let mut unused = BTreeMap::<String, Vec<UnusedRun>>::new();
    let mut known = BTreeSet::<(&String, &UnusedRun)>::new();
    for (lot, computed) in delivery.specs.iter().flat_map(|computed| &computed.lots) {
        let new = computed.unused.iter().filter(|run| known.insert((lot, *run)));
        unused.entry(lot.clone()).or_default().extend(new.cloned());
    }
    unused.retain(|_, runs| !runs.is_empty());
    unused
}

/// Puts every report together and writes it.
fn write_reports(outputs: &[Output], collected: Collected, run: &Run<'_>) -> Result<(), Failure> {
    for (output, parts) in outputs.iter().zip(collected.reports) {
        let format = output.format.as_ref();
        let written = parts.finish(format.separator()).and_then(|(bodies, trailers)| {
            output.target.write(|out| {
                format.head(run, out)?;
                if format.writes_bodies(run) {
                    bodies.copy_to(out)?;
                }
                format.middle(run, !trailers.is_empty(), out)?;
                trailers.copy_to(out)?;
                format.tail(run, out)
            })
        });
        written.map_err(|error| {
            let failed = if error.kind() == io::ErrorKind::InvalidInput { Failure::usage } else { Failure::internal };
            failed(format!("a report could not be written: {error}"))
        })?;
    }
    Ok(())
}

//! `evqc check`: lots against a specification.

use super::args::CheckArgs;
use super::files::{self, FileLibrary};
use super::inputs::{self, Inputs, Samples};
use super::other_lots::OtherLots;
use super::output::{self, Target};
use super::pipeline::{self, Collected, JudgeLot, NewJudge, Stopped};
use super::spec::settings;
use super::specifications::Specifications;
use super::waivers::Usage;
use super::{Failure, codes, colours_on_stdout, remark_as_it_is, template, today, trail, waivers};
use crate::data::{
    self, Blocks, ComputedDetermination, ComputedLots, Dialect, Drawings, Layouts, LotBlock, LotData, LotFacts, Next,
    ReadOptions, RowReader, Source, UnusedRun,
};
use crate::finding::{Code, Finding, Severity};
use crate::integrity;
use crate::judge::{
    self, Ancestors, Ancestry, Context, Factors, Genealogy, LotReport, PeriodicRecord, StageScope, Verdict, Waiver,
};
use crate::lookalike;
use crate::order;
use crate::quantity::{Decimal, DecimalMark};
use crate::reduction::{self, Delivery, Request};
use crate::report::{self, Format, Html, HumanOptions, Run, RunInputs, Template, diagnostic};
use crate::spec::{self, Library, SelectBy, Specification, Status};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, IsTerminal};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

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

/// What the lots came to, before the reports are put together.
struct Judged {
    collected: Collected,
    inputs: Vec<data::Input>,
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn run(mut self, inputs: Inputs, lots: Option<Source>) -> Result<Outcome, Failure> {
        let mut findings = std::mem::take(&mut self.specs.findings);
        self.specs.findings = findings.clone();
        let mut lot_input = None;
        let mut facts = Vec::new();
        for (source, group) in lots.iter().flat_map(|source| self.specs.groups.iter().map(move |group| (source, group)))
        {
            let (spec, others) = (&self.specs.versions[group.start], self.specs.others(group.start));
            let file = data::read_lots(source, spec, &others, &self.dialect, true, &self.args.reading.ignore_columns);
            findings.extend(file.findings);
            lot_input = file.input;
            facts.push(LotTable { by_lot: file.lots, absent: file.absent, seen: OnceLock::new() });
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
        for gather in [sources.len() > 1, true] {
            let digest = self.outputs.iter().any(|output| output.format.prints_digests());
            let options = ReadOptions { dialect: self.dialect, digest, gather };
            match self.judge_once(sources, options, facts, delivery) {
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

    fn judge_once(
        &self,
        sources: &[Source],
        options: ReadOptions,
        facts: &[LotTable],
        delivery: &Delivery,
    ) -> Result<Judged, Stopped> {
        trail::judging();
        let mut blocks = Blocks::open(sources.to_vec(), options);
        let specs = &self.specs.versions;
        let layouts: Vec<Layouts> = (specs.iter().enumerate())
            .map(|(at, spec)| Layouts::new(&blocks, spec, &self.specs.others(at), &self.args.reading.ignore_columns))
            .collect();
        let of_headers = self.of_headers(&layouts);
        let mut findings = of_headers.clone();
        findings.extend(blocks.findings().iter().cloned());
        if findings.iter().any(|finding| finding.severity() == Severity::Error) {
            return Ok(Judged { collected: self.nothing(), inputs: blocks.inputs().to_vec(), findings });
        }
        findings.clear();
        blocks.expect_lots(delivery.lots());
        let mut names = blocks.names();
        names.extend(delivery.inputs.iter().map(|input| Arc::clone(&input.name)));
        let seen = Mutex::new(BTreeSet::new());
        let others = OtherLots::new(&self.args.only);
        let waived = Usage::new(&self.waivers, &self.args.only, self.as_of);
        let factors = Factors::of(specs);
        let statements = self.outputs.iter().any(|output| output.format.prints_decisions());
        let formats = self.formats();
        let mut bench = Bench {
            specs: specs.iter().collect(),
            layouts: &layouts,
            computed: &delivery.specs,
            groups: &self.specs.groups,
            lots: facts,
            forced: self.args.spec_version.as_deref(),
            only: &self.args.only,
            formats: &formats,
            seen: &seen,
            others: &others,
            waived: &waived,
            periodic: Vec::new(),
            context: Context {
                as_of: self.as_of,
                stage: StageScope::parse(self.args.stage.as_deref()),
                asked: StageScope::parse(self.args.stage.as_deref()),
                inputs: &names,
                waivers: &self.waivers,
                periodic: None,
                ancestry: None,
                as_parent: false,
                factors: &factors,
                statements,
                thorough: false,
            },
        };
        let jobs =
            self.args.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, std::num::NonZero::get);
        let jobs = jobs.min(MOST_JOBS);
        let records = self.periodic_records(sources, options, delivery, &bench, jobs)?;
        bench.periodic = records;
        let genealogy = Genealogy::new(facts.iter().take(1).flat_map(|table| table.by_lot.values()));
        let ancestry = genealogy.as_ref().map(|known| self.ancestry(sources, options, delivery, (&bench, known), jobs));
        let ancestry = ancestry.transpose()?;
        bench.context.ancestry = ancestry.as_ref();
        let bar = self.progress_bar();
        let inputs = RunInputs { names: &names, seed: self.args.simulate, several: self.specs.groups.len() > 1 };
        let collected = pipeline::run(&mut blocks, &formats, inputs, &|| bench.judge_lot(), jobs, &mut |bytes| {
            bar.set_position(bytes);
        });
        bar.finish_and_clear();
        let collected = collected?;
        findings.extend(of_headers);
        let seen = seen.into_inner().unwrap_or_default();
        findings.extend(self.remarks(facts.first(), genealogy.as_ref(), &seen, &others));
        findings.extend(waived.findings(&self.specs.findings));
        let inputs = blocks.inputs().to_vec();
        findings.extend(blocks.into_findings());
        Ok(Judged { collected, inputs, findings })
    }

    /// What the lots of the run say of tests that are performed on some lots only, for each specification: the data are
    /// read once more for it, and only where there are such tests.
    fn periodic_records(
        &self,
        sources: &[Source],
        options: ReadOptions,
        delivery: &Delivery,
        bench: &Bench<'_>,
        jobs: usize,
    ) -> Result<Vec<Option<PeriodicRecord>>, Stopped> {
        let record = |(index, group): (usize, &Range<usize>)| {
            PeriodicRecord::new(&self.specs.versions[group.clone()], &|lot| bench.facts_of(index, lot))
        };
        let records: Vec<Option<PeriodicRecord>> = self.specs.groups.iter().enumerate().map(record).collect();
        if records.iter().all(Option::is_none) {
            return Ok(records);
        }
        let records = Mutex::new(records);
        let mut blocks = Blocks::open(sources.to_vec(), options);
        blocks.expect_lots(delivery.lots());
        note_beforehand(&mut blocks, bench, &|| bench.note_lot(&records), jobs)?;
        Ok(records.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// What became of the lots that others were made from: the data are read once more for it, where the lot file names parents,
    /// and of them only these are judged.
    fn ancestry(
        &self,
        sources: &[Source],
        options: ReadOptions,
        delivery: &Delivery,
        (bench, genealogy): (&Bench<'_>, &Genealogy),
        jobs: usize,
    ) -> Result<Ancestry, Stopped> {
        let ancestors = Mutex::new(Ancestors::default());
        let mut blocks = Blocks::open(sources.to_vec(), options);
        blocks.expect_lots(delivery.lots());
        note_beforehand(&mut blocks, bench, &|| bench.note_parent(genealogy, &ancestors), jobs)?;
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

/// What the lot file says.
#[derive(Default)]
struct LotTable {
    by_lot: HashMap<String, LotFacts>,
    /// Of a lot without a row.
    absent: Option<LotFacts>,
    /// The lots by what their ids look like; made when a lot without a row is met.
    seen: OnceLock<HashMap<String, String>>,
}

impl LotTable {
    /// What it says of a lot.
    fn of(&self, lot: &str) -> Option<&LotFacts> {
        self.by_lot.get(lot).or(self.absent.as_ref())
    }

    /// That a lot without a row has one under an id that only looks like its own: what makes it fail may stand there.
    fn alike(&self, lot: &str) -> Option<Finding> {
        if self.by_lot.contains_key(lot) {
            return None;
        }
        let seen = self.seen.get_or_init(|| {
            let mut seen: Vec<(String, String)> =
                self.by_lot.keys().map(|lot| (lookalike::seen_id(lot), lot.clone())).collect();
            // The first of several, whatever the order of the table.
            order::sort_by(&mut seen, |one, other| other.cmp(one));
            seen.into_iter().collect()
        });
        let other = seen.get(&lookalike::seen_id(lot))?;
        let message = format!("the lot file has no row of {lot}, and one of {other}, whose id looks the same");
        let finding = Finding::new(&codes::LOT_FACTS_ALIKE, message);
        let finding = match self.by_lot.get(other).and_then(|facts| facts.place.clone()) {
            Some(place) => finding.at(place, 1),
            None => finding,
        };
        Some(finding.help(
            "write the id of a lot in one way in both files: case, blanks, hyphens and letters that look alike tell lots apart",
        ))
    }
}

/// As what a lot is judged.
#[derive(Clone, Copy)]
enum As {
    /// As the run asks for it.
    Asked,
    /// As one that others were made from.
    Parent,
}

/// What a thread needs to judge lots.
struct Bench<'b> {
    specs: Vec<&'b Specification>,
    layouts: &'b [Layouts],
    /// What instrument files deliver, by version of the specification.
    computed: &'b [ComputedLots],
    /// Which of them belong to one specification.
    groups: &'b [Range<usize>],
    /// What the lot file says, for each group; empty without a lot file.
    lots: &'b [LotTable],
    forced: Option<&'b str>,
    /// The lots that were asked for; empty: all.
    only: &'b [String],
    /// Those who take note of every lot of the data.
    formats: &'b [&'b dyn Format],
    /// Those of the lots asked for, or named in the lot file, that were seen.
    seen: &'b Mutex<BTreeSet<String>>,
    /// Lots of the data that were not asked for.
    others: &'b OtherLots,
    waived: &'b Usage<'b>,
    /// What is known of other lots, for each group, where a test is performed on some lots only.
    periodic: Vec<Option<PeriodicRecord>>,
    context: Context<'b>,
}

impl<'b> Bench<'b> {
    /// What the lot file says of a lot, for a group.
    fn facts_of(&self, group: usize, lot: &str) -> Option<&'b LotFacts> {
        self.lots.get(group)?.of(lot)
    }

    /// Judges a lot, whether it is asked for or not, for what periodic testing of the other lots has to know of it.
    fn note_lot<'n>(&'n self, records: &'n Mutex<Vec<Option<PeriodicRecord>>>) -> JudgeLot<'n> {
        let mut readers: Vec<RowReader<'b>> = self.layouts.iter().map(RowReader::new).collect();
        Box::new(move |block, _| {
            for group in 0..self.groups.len() {
                self.judge(block, group, &mut readers, As::Asked, &mut |report| {
                    // A poisoned lock means that another thread panicked; the run ends with it.
                    if let Ok(mut records) = records.lock()
                        && let Some(Some(record)) = records.get_mut(group)
                    {
                        record.add(report);
                    }
                });
            }
        })
    }

    /// Judges a lot that others were made from, whether it is asked for or not, and by all that it has: the stage that is asked
    /// for is that of the lots made from it.
    fn note_parent<'n>(&'n self, genealogy: &'n Genealogy, ancestors: &'n Mutex<Ancestors>) -> JudgeLot<'n> {
        let mut readers: Vec<RowReader<'b>> = self.layouts.iter().map(RowReader::new).collect();
        Box::new(move |block, _| {
            if !genealogy.looks_like_parent(block.lot()) {
                return;
            }
            // A poisoned lock, here and below, means that another thread panicked; the run ends with it.
            if let Ok(mut ancestors) = ancestors.lock() {
                ancestors.saw(block.lot());
            }
            for group in (0..self.groups.len()).filter(|_| genealogy.is_parent(block.lot())) {
                self.judge(block, group, &mut readers, As::Parent, &mut |report| {
                    if let Ok(mut ancestors) = ancestors.lock() {
                        ancestors.add(report);
                    }
                });
            }
        })
    }

    fn judge_lot(&'b self) -> JudgeLot<'b> {
        let mut readers: Vec<RowReader<'b>> = self.layouts.iter().map(RowReader::new).collect();
        Box::new(move |block, take| {
            self.formats.iter().for_each(|format| format.sees(block.lot()));
            if !self.only.is_empty() && !self.only.iter().any(|lot| lot == block.lot()) {
                self.others.saw(block.lot());
                return;
            }
            let named = self.lots.first().is_some_and(|lots| lots.by_lot.contains_key(block.lot()));
            if named || !self.only.is_empty() {
                // A poisoned lock means that another thread panicked; the run ends with it.
                if let Ok(mut seen) = self.seen.lock() {
                    seen.insert(block.lot().to_owned());
                }
            }
            for group in 0..self.groups.len() {
                self.judge(block, group, &mut readers, As::Asked, &mut |report| {
                    self.waived.saw(report);
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

/// Judges the lots of a run for what must be known before any of them is reported; nothing is written.
fn note_beforehand(blocks: &mut Blocks, bench: &Bench<'_>, note: &NewJudge<'_>, jobs: usize) -> Result<(), Stopped> {
    let inputs = RunInputs { names: bench.context.inputs, seed: None, several: false };
    pipeline::run(blocks, &[], inputs, note, jobs, &mut |_| {}).map(drop)
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

//! `evqc stability`: stability results of several batches to the shelf life that they support.

use super::args::StabilityArgs;
use super::inputs::{self, Inputs, Samples};
use super::output::{self, Output, Target};
use super::spec::settings;
use super::specifications::Specifications;
use super::{Failure, NOT_EVALUABLE, colours_on_stdout, files, remark, today};
use crate::data::{self, Blocks, Input, Layouts, LotBlock, LotFile, Next, ReadOptions, RowReader};
use crate::finding::{Finding, Severity};
use crate::integrity::{self, StabilitySettings};
use crate::judge::{self, Context, Factors, StageScope};
use crate::order;
use crate::plot;
use crate::quantity::Duration;
use crate::reduction::{self, Delivery, Request};
use crate::report::{NotRendered, STABILITY_FORMATS, StabilityReport, pictures};
use crate::spec::{SourceText, Specification};
use crate::stability::{self, Circumstances, JudgedPoint, Study, StudyReport};
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;

/// Runs the command.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run(args: &StabilityArgs) -> Result<u8, Failure> {
    let as_of = today::today(args.as_of.as_deref()).map_err(Failure::usage)?;
    let proposal = args.proposal.as_deref().map(proposal).transpose()?;
    let inputs = std::iter::once(&args.spec)
        .chain(&args.data)
        .chain(&args.study)
        .chain(&args.reading.lots)
        .chain(&args.reading.samples);
    let inputs: Vec<&Path> = inputs.map(Path::new).collect();
    let outputs = output::outputs(&args.output, STABILITY_FORMATS, &inputs, |name, _| {
        STABILITY_FORMATS.iter().map(|(known, _)| *known).find(|known| *known == name)
    })?;
    let digests = args.digests.as_deref().map(|path| output::digests(path, &outputs, &inputs)).transpose()?;
    let set = settings(&args.set)?;
    let mut specs = Specifications::read(&[&args.spec], &set)?;
    if specs.versions.len() > 1 {
        return Err(Failure::usage(format!("{}: name one version of the specification", args.spec)));
    }
    let mut findings = std::mem::take(&mut specs.findings);
    let StudyFile { input: study_file, study, findings: told } =
        args.study.as_deref().map(study).transpose()?.unwrap_or_default();
    findings.extend(told);
    let mut run = Run { args, as_of, findings, inputs: Vec::new() };
    let spec = specs.versions.first();
    let points = match spec {
        Some(spec) if !run.is_broken() => run.points(spec)?,
        _ => Vec::new(),
    };
    let report = match spec {
        Some(spec) if !run.is_broken() => {
            Some(stability::evaluate(spec, points, Circumstances { as_of, proposal, study }))
        }
        _ => None,
    };
    let mut findings = run.findings;
    findings.extend(report.iter().flat_map(|report| report.findings.iter().cloned()));
    order::sort_by(&mut findings, Finding::worst_first);
    findings.dedup();
    let study = report.as_ref();
    let reading = args.reading.settings();
    let settings = StabilitySettings { proposal: args.proposal.clone(), set: args.set.clone(), reading };
    let places = outputs.iter().map(|output| &output.target).chain(&digests);
    output::spare(places.filter_map(Target::file))?;
    if let (Some(folder), Some(study)) = (&args.plot, study) {
        plot(folder, args.png, study)?;
    }
    write(args, &outputs, digests.as_ref(), |width, colour| StabilityReport {
        spec,
        study,
        inputs: &run.inputs,
        study_file: study_file.as_ref(),
        settings: &settings,
        findings: &findings,
        as_of,
        width,
        colour,
    })
}

fn proposal(text: &str) -> Result<Duration, Failure> {
    match Duration::parse(text) {
        Ok(period) if period.number.is_zero() => Err(Failure::usage(format!("--proposal {text}: is no time"))),
        Ok(period) => Ok(period),
        Err(error) => Err(Failure::usage(format!("--proposal {text}: {error}; write it as in '18 months'"))),
    }
}

/// The study file, with the study and what is wrong with it.
#[derive(Default)]
struct StudyFile {
    input: Option<Input>,
    study: Option<Study>,
    findings: Vec<Finding>,
}

fn study(name: &str) -> Result<StudyFile, Failure> {
    let bytes = files::bytes(Path::new(name))?;
    let (sha256, detected) = (integrity::sha256(&bytes), "study".to_owned());
    let input = Input { role: "results", name: name.into(), sha256, rows: 0, detected };
    let (study, findings) = match SourceText::from_bytes(name, &bytes) {
        Ok(text) => stability::read_study(&text),
        Err(finding) => (None, vec![finding]),
    };
    Ok(StudyFile { input: Some(input), study, findings })
}

/// Size of a picture on the page.
const PICTURE: (u32, u32) = (760, 420);
/// Pixels for each unit of the page: enough for print.
const PRINT: u32 = 3;

/// Writes the pictures of a study.
fn plot(folder: &Path, png: bool, study: &StudyReport<'_>) -> Result<(), Failure> {
    let failed = |path: &Path, why: &dyn std::fmt::Display| Failure::internal(format!("{}: {why}", path.display()));
    let (width, height) = PICTURE;
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let write = |name: &str, ending: &str, bytes: &[u8]| {
        let path = folder.join(format!("{name}.{ending}"));
        output::spare([path.as_path()])?;
        output::write_whole(&path, |out| out.write_all(bytes)).map_err(|error| failed(&path, &error))
    };
    for (name, figure) in pictures(study) {
        let drawn = plot::svg(&figure, width, height).map_err(|error| Failure::internal(error.to_string()))?;
        write(&name, "svg", drawn.as_bytes())?;
        if png {
            let pixels = plot::png(&figure, width, height, PRINT);
            write(&name, "png", &pixels.map_err(|error| Failure::internal(error.to_string()))?)?;
        }
    }
    Ok(())
}

fn write<'r>(
    args: &StabilityArgs,
    outputs: &[Output<&str>],
    digests: Option<&Target>,
    report: impl Fn(usize, bool) -> StabilityReport<'r>,
) -> Result<u8, Failure> {
    let width = args.width.unwrap_or_else(output::terminal_width);
    let mut rendered = Vec::new();
    for output in outputs {
        let colour = output.target == Target::Stdout && colours_on_stdout();
        // The form is one of the list.
        let no_form = || Failure::internal(format!("-o {}: no such form", output.format));
        match report(width, colour).render(output.format).ok_or_else(no_form)? {
            Ok(bytes) => rendered.push((&output.target, bytes)),
            // A text of the files, which cannot be printed.
            Err(NotRendered::Document(error)) => {
                remark(&format!("evqc: -o {}: {error}; no report was written\n", output.format));
                return Ok(NOT_EVALUABLE);
            }
            Err(error) => return Err(Failure::internal(format!("-o {}: {error}", output.format))),
        }
    }
    rendered.extend(digests.map(|target| (target, report(width, false).digests().into_bytes())));
    for (target, bytes) in rendered {
        let written = target.write(|out| out.write_all(&bytes));
        written.map_err(|error| Failure::internal(format!("a report could not be written: {error}")))?;
    }
    Ok(report(width, false).standing().exit())
}

/// What is read and judged of one run.
struct Run<'c> {
    args: &'c StabilityArgs,
    as_of: Date,
    findings: Vec<Finding>,
    inputs: Vec<Input>,
}

impl Run<'_> {
    fn is_broken(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }

    /// The judged points of every lot.
    fn points(&mut self, spec: &Specification) -> Result<Vec<JudgedPoint>, Failure> {
        let reading = &self.args.reading;
        let dialect = inputs::dialect(reading)?;
        let mut inputs = Inputs::open(&self.args.data, reading.sheet.as_deref(), &dialect)?;
        let samples = Samples::read(&reading.samples, &inputs.instruments)?;
        let facts = inputs::lot_file(reading, &mut inputs)?;
        let of_facts = |file| data::read_lots(&file, spec, &[], &dialect, true, &reading.ignore_columns);
        let facts = facts.map_or_else(LotFile::default, of_facts);
        let delivery = match inputs.instruments.is_empty() {
            true => Delivery::default(),
            false => reduction::deliver(
                &Request {
                    specs: std::slice::from_ref(spec),
                    entries: &samples.entries,
                    dilution: None,
                    facts: &|lot| facts.lots.get(lot),
                    known_lots: Vec::new(),
                    first_input: u32::try_from(inputs.tables.len()).unwrap_or(u32::MAX),
                },
                &inputs.instruments,
            ),
        };
        self.findings.extend(inputs.findings);
        self.findings.extend(samples.findings);
        self.findings.extend(facts.findings.iter().cloned());
        self.findings.extend(delivery.findings.iter().cloned());
        let options = ReadOptions { gather: true, digest: true, dialect };
        let mut blocks = Blocks::open(inputs.tables, options);
        let layouts = Layouts::new(&blocks, spec, &[], &reading.ignore_columns);
        self.findings.extend(blocks.findings().iter().cloned());
        self.findings.extend(layouts.findings().iter().cloned());
        blocks.expect_lots(delivery.lots());
        let points =
            if self.is_broken() { Vec::new() } else { self.judged(spec, &mut blocks, &layouts, &facts, &delivery) };
        self.inputs.extend(blocks.inputs().iter().cloned());
        self.inputs.extend(delivery.inputs);
        self.inputs.extend(samples.inputs);
        self.inputs.extend(facts.input);
        Ok(points)
    }

    fn judged(
        &mut self,
        spec: &Specification,
        blocks: &mut Blocks,
        layouts: &Layouts,
        facts: &LotFile,
        delivery: &Delivery,
    ) -> Vec<JudgedPoint> {
        let mut names = blocks.names();
        names.extend(delivery.inputs.iter().map(|input| Arc::clone(&input.name)));
        let factors = Factors::of([spec]);
        let context = Context {
            as_of: self.as_of,
            stage: StageScope::ShelfLife,
            asked: StageScope::ShelfLife,
            inputs: &names,
            periodic: None,
            ancestry: None,
            as_parent: false,
            waivers: &[],
            factors: &factors,
            statements: false,
            thorough: false,
        };
        let mut reader = RowReader::new(layouts);
        let (mut block, mut points) = (LotBlock::new(), Vec::new());
        loop {
            match blocks.next_block(&mut block) {
                Ok(Next::Lot) => {}
                // Rows are gathered, so no lot returns.
                Ok(Next::Returned(_) | Next::End) => return points,
                Err(finding) => {
                    self.findings.push(finding);
                    return points;
                }
            }
            let of_lot = facts.lots.get(block.lot()).or(facts.absent.as_ref());
            let mut data = reader.read(&block, of_lot);
            if let Some(computed) = delivery.specs.first().and_then(|computed| computed.lots.get(data.lot)) {
                let computed_rows = computed.determinations.iter().map(data::ComputedDetermination::determination);
                data.determinations.extend(computed_rows);
                data.faults.extend(computed.faults.iter().cloned());
            }
            let report = judge::judge(spec, data, &context);
            // A lot on stability may be past its shelf life, and need not have every test at every time.
            let on_stability =
                |finding: &&Finding| ![&judge::NOTHING_JUDGED, &judge::LOT_EXPIRED].contains(&finding.code);
            self.findings.extend(report.findings.iter().filter(on_stability).cloned());
            points.extend(stability::points_of(&report, &names, &mut self.findings));
        }
    }
}

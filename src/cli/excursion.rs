//! `evqc excursion`: temperature logs against the product's rules for storage and transport.

use super::args::ExcursionArgs;
use super::output::Target;
use super::{Failure, colours_on_stdout, files, output, spec, today};
use crate::data::{self, Dialect};
use crate::excursion::{self, Assessment, Evaluation, Logged, Point, Question, codes, read_assessment};
use crate::finding::{Finding, Severity};
use crate::instrument::temperature_logger::{
    Clock, DateOrder, LoggedChannel, LoggedTemperature, LoggerRules, TemperatureLog, temperature_log,
};
use crate::instrument::{self, Content};
use crate::integrity::{self, ExcursionSettings};
use crate::order;
use crate::quantity::{Exact, Unit};
use crate::report::{EXCURSION_FORMATS, ExcursionReport, ReadBeside, ReadLog};
use crate::spec::{SourceText, Specification, hexadecimal};
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;

/// Runs the command.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run(args: &ExcursionArgs) -> Result<u8, Failure> {
    let inputs: Vec<&str> =
        args.logs.iter().chain([&args.spec]).chain(&args.lots).chain(&args.assessment).map(String::as_str).collect();
    let outputs = spec::outputs(&args.output, EXCURSION_FORMATS, &inputs)?;
    let as_of = today::today(args.as_of.as_deref()).map_err(Failure::usage)?;
    let rules = LoggerRules { order: date_order(args)?, clock: clock(args)? };
    let set = spec::settings(&args.set)?;
    let specification = match spec::sound(&args.spec, &set)? {
        Ok(specification) => specification,
        Err(exit) => return Ok(exit),
    };
    let mut read = Logs::read(args, &rules)?;
    let beside = beside(args, &specification, &mut read.findings)?;
    let broken = read.findings.iter().any(|finding| finding.severity() == Severity::Error);
    let evaluation = if broken {
        Evaluation::not_evaluable(Vec::new())
    } else {
        let digests: Vec<String> = read.logs.iter().map(|log| log.sha256.clone()).collect();
        let (handling, lot) = (specification.handling.as_deref(), args.lot.as_deref());
        let (logged, used, assessment) = (&read.logged, &beside.used, beside.assessment.as_ref());
        excursion::evaluate(&Question { handling, lot, logged, used, digests: &digests, assessment, as_of })
    };
    let findings: Vec<Finding> = read.findings.iter().chain(&evaluation.findings).cloned().collect();
    let settings = ExcursionSettings {
        as_of: args.as_of.clone(),
        lot: args.lot.clone(),
        set: args.set.clone(),
        channels: args.channels.clone(),
        legs: args.legs,
        date_order: args.date_order.clone(),
        time_zone: args.time_zone.clone(),
    };
    let report = |target: &Target| ExcursionReport {
        specification: &specification,
        lot: args.lot.as_deref(),
        logs: &read.logs,
        beside: &beside.files,
        settings: &settings,
        evaluation: &evaluation,
        findings: &findings,
        width: args.width.unwrap_or_else(output::terminal_width),
        colour: *target == Target::Stdout && colours_on_stdout(),
    };
    let reports = outputs.into_iter().filter_map(|output| {
        let text = report(&output.target).render(output.format)?;
        Some(text.map(|text| (text, output.target)))
    });
    spec::write(reports.collect::<Result<_, _>>()?)?;
    Ok(evaluation.outcome.exit())
}

fn date_order(args: &ExcursionArgs) -> Result<Option<DateOrder>, Failure> {
    let Some(text) = &args.date_order else { return Ok(None) };
    let order = DateOrder::ALL.into_iter().find(|order| order.as_str() == text);
    order.map(Some).ok_or_else(|| Failure::usage(format!("--date-order {text}: expected ymd, dmy or mdy")))
}

/// The clock of the loggers; names of places are those of the time zone database of the machine.
fn clock(args: &ExcursionArgs) -> Result<Option<Clock>, Failure> {
    let Some(text) = &args.time_zone else { return Ok(None) };
    let named = || TimeZone::get(text).ok().map(|zone| Clock { zone, name: text.clone() });
    Clock::parse(text).or_else(named).map(Some).ok_or_else(|| {
        Failure::usage(format!(
            "--time-zone {text}: expected an offset such as +01:00, a name such as Europe/Berlin, or a POSIX rule"
        ))
    })
}

/// The logs that were read.
#[derive(Default)]
struct Logs {
    logs: Vec<ReadLog>,
    logged: Vec<Logged>,
    findings: Vec<Finding>,
}

impl Logs {
    fn read(args: &ExcursionArgs, rules: &LoggerRules) -> Result<Logs, Failure> {
        let mut read = Logs::default();
        let mut all: Vec<(Arc<str>, TemperatureLog)> = Vec::new();
        for name in &args.logs {
            let bytes = files::whole(&files::plain_source(name)?)?;
            let shared: Arc<str> = Arc::from(name.as_str());
            let sha256 = hexadecimal(&Sha256::digest(&bytes));
            let mut log = ReadLog { name: name.clone(), sha256, detected: String::new(), device: String::new() };
            match temperature_log(&Content::new(&shared, &bytes), rules) {
                Ok(found) => {
                    log.detected.clone_from(&found.detected);
                    log.device.clone_from(&found.device);
                    read.findings.extend(found.findings.iter().cloned());
                    all.push((shared, found));
                }
                Err(findings) => read.findings.extend(findings),
            }
            read.logs.push(log);
        }
        let wanted = |channel: &LoggedChannel| args.channels.is_empty() || args.channels.contains(&channel.name);
        if let Some(unknown) = args
            .channels
            .iter()
            .find(|label| !all.iter().any(|(_, log)| log.channels.iter().any(|one| one.name == **label)))
        {
            let known: Vec<&str> =
                all.iter().flat_map(|(_, log)| &log.channels).map(|channel| channel.name.as_str()).collect();
            return Err(Failure::usage(format!(
                "--channel {unknown}: there is no such column (known: {})",
                known.join(", ")
            )));
        }
        // The same note as `evqc read` gives.
        let format =
            instrument::by_name("temperature-logger").ok().filter(|format| format.experimental && !all.is_empty());
        read.findings.extend(format.map(|format| {
            let message = format!("the reader of {} was written from descriptions, not from real files", format.title);
            Finding::new(&instrument::codes::FORMAT_EXPERIMENTAL, message)
        }));
        for (file, log) in &all {
            let channels = log.channels.iter().filter(|channel| wanted(channel));
            read.logged.extend(channels.map(|channel| logged(file, channel)));
        }
        if all.len() > 1 {
            read.together(args.legs, &all);
        }
        Ok(read)
    }

    /// Several logs lie beside each other, or behind each other: the user says which, and it has to be true.
    fn together(&mut self, legs: bool, all: &[(Arc<str>, TemperatureLog)]) {
        let say = |message: String| Finding::new(&codes::LOGS_DO_NOT_OVERLAP, message);
        if all.iter().any(|(_, log)| log.tied_to_utc != all.iter().all(|(_, log)| log.tied_to_utc)) {
            let message =
                "some of the logs are tied to UTC and some are not: they cannot be laid beside each other".to_owned();
            self.findings.push(say(message).help("name the time zone of the others with --time-zone"));
            return;
        }
        if !legs {
            let mut spans: Vec<(i64, i64, &str)> = self
                .logged
                .iter()
                .filter_map(|one| Some((one.points.first()?.second, one.points.last()?.second, one.name.as_str())))
                .collect();
            order::sort(&mut spans);
            let apart = spans.windows(2).find(|pair| matches!(pair, [(_, end, _), (start, _, _)] if start > end));
            if let Some([(_, _, one), (_, _, other)]) = apart {
                let message = format!("{one} ends before {other} begins");
                self.findings
                    .push(say(message).help("say --legs for the parts of one journey, or give the logs one by one"));
            }
            return;
        }
        if all.iter().any(|(_, log)| log.channels.len() > 1) && self.logged.len() != all.len() {
            let message = "parts of a journey are joined sensor by sensor, and a log has several".to_owned();
            self.findings.push(say(message).help("name one with --channel"));
            return;
        }
        order::sort_by_key(&mut self.logged, |one| one.points.first().map(|point| point.second));
        let overlap = self.logged.windows(2).find(|pair| {
            matches!(pair, [one, other] if one.points.last().map(|point| point.second) >= other.points.first().map(|point| point.second))
        });
        if let Some([one, other]) = overlap {
            let message = format!("{} begins before {} ends: they are no parts of one journey", other.name, one.name);
            self.findings.push(say(message).help("leave --legs out for loggers beside each other"));
            return;
        }
        let names: Vec<String> = self.logged.iter().map(|one| one.name.clone()).collect();
        let points = std::mem::take(&mut self.logged).into_iter().flat_map(|one| one.points).collect();
        self.logged = vec![Logged { name: names.join(" + "), points }];
    }
}

fn logged(file: &Arc<str>, channel: &LoggedChannel) -> Logged {
    let point = |reading: &LoggedTemperature| Point {
        second: reading.second,
        moment: reading.moment.clone(),
        celsius: reading.celsius.clone(),
        impossible: reading.impossible.then(|| reading.text.clone()),
        place: crate::source::Place::new(file, reading.line, channel.column),
    };
    Logged { name: format!("{file}, {}", channel.name), points: channel.readings.iter().map(point).collect() }
}

/// What stands beside the logs.
#[derive(Default)]
struct Beside {
    /// What the lot used before, in seconds.
    used: Vec<(String, Exact)>,
    assessment: Option<Assessment>,
    files: Vec<ReadBeside>,
}

/// What the lot used before, in seconds, and the assessment.
fn beside(args: &ExcursionArgs, spec: &Specification, findings: &mut Vec<Finding>) -> Result<Beside, Failure> {
    let mut all = Beside::default();
    if let (Some(name), Some(lot)) = (&args.lots, &args.lot) {
        let file = data::read_lots(&files::source(name, None)?, spec, &[], &Dialect::default(), true, &[]);
        findings.extend(file.findings);
        let digest = file.input.map(|input| input.sha256).unwrap_or_default();
        all.files.push(ReadBeside { name: name.clone(), what: "lot facts", sha256: digest });
        let Some(facts) = file.lots.get(lot) else {
            return Err(Failure::usage(format!("--lot {lot}: {name} has no such lot")));
        };
        findings.extend(facts.faults.iter().cloned());
        let second = Unit::parse("s").map_err(|error| Failure::internal(error.to_string()))?;
        all.used = facts
            .quantities
            .iter()
            .filter_map(|(name, quantity)| {
                Some((name.clone(), quantity.value.exact() * quantity.unit.factor_to(&second)?))
            })
            .collect();
    }
    let Some(name) = &args.assessment else { return Ok(all) };
    let bytes = files::bytes(Path::new(name))?;
    all.files.push(ReadBeside { name: name.clone(), what: "assessment", sha256: integrity::sha256(&bytes) });
    match SourceText::from_bytes(name, &bytes).map_err(|finding| vec![finding]).and_then(|text| read_assessment(&text))
    {
        Ok(assessment) => all.assessment = Some(assessment),
        Err(faults) => findings.extend(faults),
    }
    Ok(all)
}

//! The study file: what was planned. Batches, conditions, times, windows, and the design.

use super::codes;
use super::study_keys::{ACCELERATED, BATCH, DESIGNS, FILE, INTERMEDIATE, TIME_POINTS, WINDOWS};
use crate::finding::{Finding, did_you_mean};
use crate::quantity::{Decimal, DecimalMark, Duration, Exact, TimeUnit};
use crate::source::Place;
use crate::spec::codes as spec_codes;
use crate::spec::fields::{Fields, Text, mapping};
use crate::spec::raw::{self, Kind, Node};
use crate::spec::stability::period;
use crate::spec::{ConditionKind, Conditions, SourceText};
use crate::stats::shelf_life::SignificantChange as Change;
use jiff::civil::Date;
use std::sync::Arc;

/// A stability study as it was planned.
#[derive(Clone, Debug)]
pub struct Study {
    /// Number of the study.
    pub id: String,
    /// Title for people.
    pub title: Option<String>,
    /// What is studied.
    pub product: Option<String>,
    /// Where the data come from.
    pub source: Option<String>,
    /// Whether the data are made up.
    pub synthetic: bool,
    /// Its batches, in the order written.
    pub batches: Vec<PlannedBatch>,
    /// Its conditions, where they are not those of the specification.
    pub conditions: Option<Conditions>,
    /// Planned times of every batch by condition, in rising order.
    pub time_points: Vec<(ConditionKind, Vec<Duration>)>,
    /// How far a pull may be from its day.
    pub window: Window,
    /// What of it is tested.
    pub design: Design,
    /// Proposed shelf life.
    pub proposal: Option<Duration>,
    /// What accelerated data showed that stand elsewhere.
    pub accelerated: Option<Change>,
    /// What intermediate data showed that stand elsewhere.
    pub intermediate: Option<Change>,
    /// Where these data stand.
    pub reference: Option<String>,
    /// The file.
    pub file: Arc<str>,
}

/// A batch of a study.
#[derive(Clone, Debug)]
pub struct PlannedBatch {
    /// Its name in the lot column.
    pub id: String,
    /// First day in storage.
    pub start: Option<Date>,
    /// Day of manufacture.
    pub manufactured: Option<Date>,
    /// Container and closure.
    pub container: Option<String>,
    /// Strength.
    pub strength: Option<String>,
    /// Scale.
    pub scale: Option<String>,
    /// Bracketing: the batches that stand for it; it is not tested itself.
    pub represented_by: Vec<String>,
    /// Matrixing: its own times.
    pub time_points: Vec<(ConditionKind, Vec<Duration>)>,
    /// Where its key stands.
    pub place: Place,
}

/// What of a study is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// Every batch at every time.
    Full,
    /// The extremes only.
    Bracketing,
    /// Some times of some batches.
    Matrixing,
}

impl Design {
    const ALL: [Design; 3] = [Design::Full, Design::Bracketing, Design::Matrixing];

    /// The word in study files and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Design::Full => "full",
            Design::Bracketing => "bracketing",
            Design::Matrixing => "matrixing",
        }
    }
}

/// How far a pull may be from its day, by condition.
#[derive(Clone, Debug, Default)]
pub struct Window {
    all: Vec<(ConditionKind, Duration)>,
}

impl Window {
    /// The window at this condition in days; nothing where none is stated.
    pub fn days(&self, kind: ConditionKind) -> Option<Exact> {
        self.all.iter().find(|(of, _)| *of == kind).map(|(_, window)| window.days())
    }

    /// As written.
    pub fn of(&self, kind: ConditionKind) -> Option<Duration> {
        self.all.iter().find(|(of, _)| *of == kind).map(|(_, window)| *window)
    }
}

impl Study {
    /// A batch of the study.
    pub fn batch(&self, id: &str) -> Option<&PlannedBatch> {
        self.batches.iter().find(|batch| batch.id == id)
    }

    /// The times at which a batch is to be tested at a condition; none for one that others stand for.
    pub fn times_of<'s>(&'s self, batch: &'s PlannedBatch, kind: ConditionKind) -> &'s [Duration] {
        if !batch.represented_by.is_empty() {
            return &[];
        }
        let of = |all: &'s [(ConditionKind, Vec<Duration>)]| all.iter().find(|(of, _)| *of == kind);
        of(&batch.time_points).or(of(&self.time_points)).map_or(&[], |(_, times)| times.as_slice())
    }
}

/// Reads a study file. The findings hold every fault; with an error among them the file must not be used.
pub fn read_study(source: &SourceText) -> (Option<Study>, Vec<Finding>) {
    let (node, mut findings) = raw::parse(source);
    let study = node.and_then(|node| study(source, &node, &mut findings));
    crate::spec::sort(&mut findings);
    (study, findings)
}

fn study(source: &SourceText, node: &Node, findings: &mut Vec<Finding>) -> Option<Study> {
    let entries = mapping(node, "the study file", findings)?;
    let top = (Place::new(source.name(), 1, 1), 1);
    let fields = Fields::new(entries, FILE, top, "the study file", findings);
    check_version(&fields, findings);
    let batches: Vec<PlannedBatch> =
        fields.mapping("batches", findings).iter().filter_map(|(key, node)| batch(key, node, findings)).collect();
    if batches.is_empty() && fields.node("batches").is_none() {
        findings.push(fields.missing("batches").help("name the batches: `batches: {A: {start: 2026-01-10}}`"));
    }
    let design = fields.word("design", DESIGNS, findings).and_then(|at| Design::ALL.get(at).copied());
    let study = Study {
        id: fields.needed("id", findings)?.text,
        title: fields.string("title", findings),
        product: fields.string("product", findings),
        source: fields.string("source", findings),
        synthetic: fields.boolean("synthetic", findings).unwrap_or(false),
        conditions: fields.node("conditions").map(|node| Conditions::read(node, findings)),
        time_points: time_points(&fields, findings),
        window: window(&fields, findings),
        design: design.unwrap_or(Design::Full),
        proposal: fields.text("proposal", findings).and_then(|text| period(&text, findings)),
        accelerated: fields.word("accelerated", ACCELERATED, findings).and_then(stated),
        intermediate: fields.word("intermediate", INTERMEDIATE, findings).map(|index| match index {
            0 => Change::None,
            _ => Change::Later,
        }),
        reference: fields.string("reference", findings),
        file: Arc::clone(source.name()),
        batches,
    };
    let said = fields.key("accelerated").or_else(|| fields.key("intermediate"));
    if let (Some(key), None) = (said, &study.reference) {
        let finding = fields.missing("reference").at(key.place.clone(), key.width);
        findings.push(finding.help("say where these data stand: `reference: STAB-REP-7`"));
    }
    check_design(&study, findings);
    Some(study)
}

fn stated(index: usize) -> Option<Change> {
    [Change::None, Change::Later, Change::WithinThreeMonths].get(index).copied()
}

fn check_version(fields: &Fields<'_>, findings: &mut Vec<Finding>) {
    match fields.number_text("evqc_study", findings) {
        Some(version) if version.text == "1" => {}
        Some(version) => {
            let message = format!("`evqc_study: {}` is not a version of this program", version.text);
            let finding = version.finding(&spec_codes::UNSUPPORTED_FORMAT_VERSION, message);
            findings.push(finding.help("write `evqc_study: 1`"));
        }
        None if fields.node("evqc_study").is_none() => {
            findings.push(fields.missing("evqc_study").help("begin the file with `evqc_study: 1`"));
        }
        None => {}
    }
}

fn batch(key: &raw::Key, node: &Node, findings: &mut Vec<Finding>) -> Option<PlannedBatch> {
    let entries = mapping(node, &key.text, findings)?;
    let at = (key.place.clone(), key.width);
    let fields = Fields::new(entries, BATCH, at, format!("batch `{}`", key.text), findings);
    Some(PlannedBatch {
        id: key.text.clone(),
        start: fields.date("start", findings),
        manufactured: fields.date("manufactured", findings),
        container: fields.string("container", findings),
        strength: fields.string("strength", findings),
        scale: fields.string("scale", findings),
        represented_by: fields.texts("represented_by", true, findings).into_iter().map(|text| text.text).collect(),
        time_points: time_points(&fields, findings),
        place: key.place.clone(),
    })
}

fn time_points(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Vec<(ConditionKind, Vec<Duration>)> {
    let Some(node) = fields.node("time_points") else { return Vec::new() };
    let Some(entries) = mapping(node, "time_points", findings) else { return Vec::new() };
    let inner = Fields::new(entries, TIME_POINTS, (node.place.clone(), node.width), "`time_points`", findings);
    let kinds = ConditionKind::ALL.into_iter();
    kinds.filter_map(|kind| Some((kind, times(&inner.text(kind.as_str(), findings)?, findings)))).collect()
}

/// `0, 3, 6, 9, 12 months`: numbers that rise, and one unit behind the last.
fn times(text: &Text, findings: &mut Vec<Finding>) -> Vec<Duration> {
    let read = || -> Result<Vec<Duration>, String> {
        let written = text.text.trim();
        let letters = |c: char| c.is_alphabetic();
        let split =
            written.len() - written.chars().rev().take_while(|c| letters(*c)).map(char::len_utf8).sum::<usize>();
        let (numbers, unit) = written.split_at(split);
        let unit = TimeUnit::parse(unit).ok_or_else(|| match unit.trim() {
            "" => format!("`{written}` has no unit of time"),
            unit => format!("`{unit}` is not a unit of time"),
        })?;
        let mut times: Vec<Duration> = Vec::new();
        for number in numbers.split([',', ';', '、', '，']).map(str::trim) {
            let number =
                Decimal::parse(number, DecimalMark::Point).map_err(|_| format!("`{number}` is not a number"))?;
            let next = Duration { number, unit };
            if number.is_negative() || times.last().is_some_and(|last| last.months() >= next.months()) {
                return Err(format!("the times must begin at 0 or later and rise, `{number}` does not"));
            }
            times.push(next);
        }
        Ok(times)
    };
    read().unwrap_or_else(|message| {
        let help = "write numbers that rise and one unit, as in 0, 3, 6, 9, 12 months";
        findings.push(text.finding(&codes::MALFORMED_TIME_POINTS, message).help(help));
        Vec::new()
    })
}

/// One window for all conditions, or one for each.
fn window(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Window {
    let Some(node) = fields.node("pull_window") else { return Window::default() };
    if let Kind::Mapping(entries) = &node.kind {
        let inner = Fields::new(entries, WINDOWS, (node.place.clone(), node.width), "`pull_window`", findings);
        let kinds = ConditionKind::ALL.into_iter();
        let of = kinds.filter_map(|kind| {
            let text = inner.text(kind.as_str(), findings)?;
            Some((kind, window_text(&text, findings)?))
        });
        return Window { all: of.collect() };
    }
    let window = fields.text("pull_window", findings).and_then(|text| window_text(&text, findings));
    Window { all: window.map_or_else(Vec::new, |window| ConditionKind::ALL.map(|kind| (kind, window)).to_vec()) }
}

/// `14 days`, `± 14 days`.
fn window_text(text: &Text, findings: &mut Vec<Finding>) -> Option<Duration> {
    let bare = text.text.trim_start_matches("+/-").trim_start_matches('±').trim().to_owned();
    period(&text.replaced(bare), findings)
}

/// What each design allows.
///
/// # Source
/// ICH Q1D (2002), sections 2.3 and 2.4.
fn check_design(study: &Study, findings: &mut Vec<Finding>) {
    let say = |batch: &PlannedBatch, message: String, help: &str| {
        let width = u32::try_from(batch.id.chars().count()).unwrap_or(1);
        Finding::new(&codes::DESIGN_NOT_FOLLOWED, message).at(batch.place.clone(), width).help(help)
    };
    for batch in &study.batches {
        let design = study.design.as_str();
        if !batch.represented_by.is_empty() && study.design != Design::Bracketing {
            let message = format!("batch `{}` is represented by others, and the design is {design}", batch.id);
            findings.push(say(batch, message, "write `design: bracketing`, or test the batch"));
        }
        if study.design == Design::Bracketing && batch.represented_by.len() == 1 {
            let message = format!("batch `{}` lies between extremes, and one is named", batch.id);
            findings.push(say(batch, message, "name a tested batch on either side, or test the batch"));
        }
        if !batch.time_points.is_empty() && study.design != Design::Matrixing {
            let message = format!("batch `{}` has times of its own, and the design is {design}", batch.id);
            findings.push(say(batch, message, "write `design: matrixing`, or remove the times"));
        }
        for name in &batch.represented_by {
            match study.batch(name) {
                Some(other) if other.id != batch.id && other.represented_by.is_empty() => {}
                Some(other) => {
                    let message = format!("`{}` cannot stand for batch `{}`: it is not tested", other.id, batch.id);
                    findings.push(say(batch, message, "name batches that are tested"));
                }
                None => findings.push(unknown_batch(study, batch, name)),
            }
        }
        if study.design == Design::Matrixing {
            check_ends(study, batch, findings);
        }
    }
}

fn unknown_batch(study: &Study, batch: &PlannedBatch, name: &str) -> Finding {
    let message = format!("`{name}`, which stands for batch `{}`, is not a batch of the study", batch.id);
    let help = match did_you_mean(name, study.batches.iter().map(|one| one.id.as_str())) {
        Some(close) => format!("did you mean `{close}`?"),
        None => "add it under `batches`".to_owned(),
    };
    let width = u32::try_from(batch.id.chars().count()).unwrap_or(1);
    Finding::new(&codes::BATCH_NOT_IN_STUDY, message).at(batch.place.clone(), width).help(help)
}

fn check_ends(study: &Study, batch: &PlannedBatch, findings: &mut Vec<Finding>) {
    for (kind, own) in &batch.time_points {
        let Some((_, all)) = study.time_points.iter().find(|(of, _)| of == kind) else { continue };
        let ends = [all.first(), all.last()].into_iter().flatten();
        let left_out: Vec<String> =
            ends.filter(|end| !own.iter().any(|time| time.months() == end.months())).map(ToString::to_string).collect();
        if !left_out.is_empty() {
            let message =
                format!("batch `{}` is not tested at {} ({})", batch.id, left_out.join(" and "), kind.as_str());
            let width = u32::try_from(batch.id.chars().count()).unwrap_or(1);
            let finding = Finding::new(&codes::MATRIXING_WITHOUT_ENDS, message).at(batch.place.clone(), width);
            findings.push(finding.help("only times in between may be left out"));
        }
    }
}

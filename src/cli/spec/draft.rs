//! `evqc spec draft`: a specification proposed from historic lots.

use super::super::args::SpecDraftArgs;
use super::super::inputs::Inputs;
use super::super::{Failure, files};
use super::{broken, read, write_new};
use crate::data::{
    self, Blocks, Determination, Dialect, FoundTest, Layouts, LotBlock, LotFacts, Next, ReadOptions, RowReader,
    RowStatus, survey,
};
use crate::finding::{Finding, Severity};
use crate::order;
use crate::proposal::{History, LotResult, LotValue, Observation, Proposal, Wanted, propose, yaml};
use crate::quantity::{DecimalMark, Exact, Notation, Reading, Unit};
use crate::spec::{Role, SourceText, Specification};
use crate::stats::{Confidence, Probability};
use std::collections::{BTreeSet, HashMap};

/// Words of the stage column that name no stage of the process.
const NO_STAGES: [&str; 1] = ["release"];
/// Words of the stage column for rows of a stability study.
const STABILITY: [&str; 3] = ["stability", "shelf life", "稳定性"];

/// Runs the command.
///
/// # Errors
/// Wrong usage, data that cannot be read, or what keeps the proposal from being written.
pub fn run(args: &SpecDraftArgs, quiet: bool) -> Result<u8, Failure> {
    let wanted = Wanted {
        content: Probability::new(share("--coverage", &args.coverage)?)
            .map_err(|_| no_share("--coverage", &args.coverage))?,
        confidence: Confidence::new(share("--confidence", &args.confidence)?)
            .map_err(|_| no_share("--confidence", &args.confidence))?,
    };
    if let Some(path) = args.output.as_deref().filter(|path| path.exists()) {
        return Err(Failure::usage(format!("{}: exists already; nothing was written", path.display())));
    }
    let histories = match histories(args)? {
        Ok(histories) => histories,
        Err(findings) => return broken(&findings, &[]),
    };
    let Histories { histories, made, faults } = histories;
    let tests: Vec<(History, Proposal)> = histories
        .into_iter()
        .map(|history| {
            let proposal = propose(&history, &wanted);
            (history, proposal)
        })
        .collect();
    let mut notes = vec![format!("Proposed from {}{made}.", args.data.join(", "))];
    if let Some(first) = faults.first() {
        let at = first.place.as_ref().map_or_else(String::new, |place| format!(" ({place})"));
        notes.push(format!("{} row(s) of the data could not be used; the first: {}{at}.", faults.len(), first.message));
    }
    let text = yaml("proposal", &notes, &tests);
    // A proposal that does not read would be a fault of this program.
    let outcome = read(&SourceText::new("proposal.yaml", &text), &[]);
    if let Some(fault) = outcome.findings.iter().find(|finding| finding.severity() == Severity::Error) {
        return Err(Failure::internal(format!("the proposal has a fault and was not written: {}", fault.message)));
    }
    write_new(&text, args.output.as_deref(), quiet)
}

/// `99 %`, `99` or `0.99` as a share.
fn share(option: &str, text: &str) -> Result<f64, Failure> {
    let (reading, unit) = Reading::parse_with_unit(text, DecimalMark::Point);
    let (Reading::Number(value), None | Some("%")) = (reading, unit) else { return Err(no_share(option, text)) };
    let value = value.exact();
    let is_percent = unit.is_some() || value >= Exact::one();
    Ok(if is_percent { value.divided_by(100).to_f64() } else { value.to_f64() })
}

fn no_share(option: &str, text: &str) -> Failure {
    Failure::usage(format!("{option} {text}: expected a percentage between 0 and 100, as in '99 %'"))
}

/// What lots had.
struct Histories {
    histories: Vec<History>,
    /// When they were made, in words.
    made: String,
    /// Rows that could not be used.
    faults: Vec<Finding>,
}

/// Reads the data twice: which tests there are, and what each lot has of them.
fn histories(args: &SpecDraftArgs) -> Result<Result<Histories, Vec<Finding>>, Failure> {
    let dialect = Dialect::default();
    let inputs = Inputs::open(&args.data, None, &dialect)?;
    if let Some((name, _)) = inputs.instruments.first() {
        return Err(Failure::usage(format!("{name}: is an instrument file; `spec draft` takes result tables")));
    }
    let found = match survey(&inputs.tables, &dialect) {
        Ok(found) => found,
        Err(findings) => return Ok(Err(findings)),
    };
    let tests = Tests::of(found);
    let scaffold = SourceText::new("scaffold", &tests.scaffold());
    let Some(scaffold) = read(&scaffold, &[]).specification else {
        return Err(Failure::internal("the tests of the data give no specification"));
    };
    let only = match &args.lots {
        None => None,
        Some(name) => {
            let file = data::read_lots(&files::source(name, None)?, &scaffold, &[], &dialect, false, &[]);
            // Columns that no test here knows are no fault: only lots and dates are taken.
            if file.lots.is_empty() {
                return Ok(Err(file.findings));
            }
            Some(file.lots)
        }
    };
    let blocks = Blocks::open(inputs.tables, ReadOptions { gather: true, ..ReadOptions::default() });
    let made = only.as_ref().map_or_else(String::new, made);
    Ok(tests.gather(blocks, &scaffold, only.as_ref()).map(|(histories, faults)| Histories { histories, made, faults }))
}

/// When lots were made.
fn made(lots: &HashMap<String, LotFacts>) -> String {
    let dates: BTreeSet<_> = order::collect(lots.values().filter_map(|facts| facts.manufactured));
    match (dates.first(), dates.last()) {
        (Some(first), Some(last)) => format!("; lots made from {first} to {last}"),
        _ => String::new(),
    }
}

/// The tests of the data.
struct Tests {
    histories: Vec<History>,
}

impl Tests {
    /// One for each name and stage; what is no stage does not tell tests apart.
    fn of(found: Vec<FoundTest>) -> Tests {
        let mut histories: Vec<History> = Vec::new();
        // Rows of a stability study name no test of their own where the test has rows of a stage.
        let is_stability = |stage: &str| STABILITY.contains(&folded(stage).as_str());
        let at_a_stage =
            |name: &str| found.iter().any(|one| folded(&one.name) == folded(name) && !is_stability(&one.stage));
        let staged: Vec<FoundTest> =
            found.iter().filter(|one| !is_stability(&one.stage) || !at_a_stage(&one.name)).cloned().collect();
        let none = |stage: &str| NO_STAGES.contains(&folded(stage).as_str()) || is_stability(stage);
        for FoundTest { name, stage, unit } in staged {
            let stage = Some(stage).filter(|stage| !stage.is_empty() && !none(stage));
            let unit = Unit::parse(&unit).unwrap_or_else(|_| Unit::none());
            let same = |one: &&mut History| folded(&one.name) == folded(&name) && one.stage == stage;
            match histories.iter_mut().find(same) {
                Some(known) if known.unit.is_none() => known.unit = unit,
                Some(_) => {}
                None => {
                    let id = identifier(&name, stage.as_deref(), &histories);
                    let (methods, results) = (Vec::new(), Vec::new());
                    histories.push(History { id, name, stage, unit, methods, results, lots: 0, left_out: 0 });
                }
            }
        }
        Tests { histories }
    }

    /// A specification that knows the tests, for reading the rows.
    fn scaffold(&self) -> String {
        let mut text =
            "evqc: 1\nid: scaffold\nversion: '1'\ntitle: scaffold\nstatus: draft\nrounding: none\ntests:\n".to_owned();
        for one in &self.histories {
            let quoted = |text: &str| serde_json::Value::from(text).to_string();
            let stage = one.stage.as_deref().map_or_else(String::new, |stage| format!(", stage: {}", quoted(stage)));
            let unit =
                if one.unit.is_none() { String::new() } else { format!(", unit: {}", quoted(one.unit.symbol())) };
            let name = quoted(&one.name);
            text.push_str(&format!("  {}: {{name: {name}, category: general, accept: report{stage}{unit}}}\n", one.id));
        }
        text
    }

    /// What each lot has of each test.
    fn gather(
        mut self,
        mut blocks: Blocks,
        scaffold: &Specification,
        only: Option<&HashMap<String, LotFacts>>,
    ) -> Result<(Vec<History>, Vec<Finding>), Vec<Finding>> {
        let layouts = Layouts::new(&blocks, scaffold, &[], &[]);
        let is_error = |finding: &&Finding| finding.severity() == Severity::Error;
        let errors: Vec<Finding> =
            layouts.findings().iter().chain(blocks.findings()).filter(is_error).cloned().collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        let (mut reader, mut block, mut lots) = (RowReader::new(&layouts), LotBlock::new(), 0);
        let mut faults = Vec::new();
        loop {
            match blocks.next_block(&mut block) {
                Ok(Next::Lot) => {}
                Ok(Next::Returned(_) | Next::End) => break,
                Err(finding) => return Err(vec![finding]),
            }
            if only.is_some_and(|only| !only.contains_key(block.lot())) {
                continue;
            }
            lots += 1;
            let mut lot = reader.read(&block, None);
            faults.append(&mut lot.faults);
            for (index, history) in self.histories.iter_mut().enumerate() {
                let rows: Vec<&Determination<'_>> = lot.determinations.iter().filter(|row| row.test == index).collect();
                add(history, lot.lot, &rows);
            }
        }
        let errors: Vec<Finding> = blocks.findings().iter().filter(is_error).cloned().collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        self.histories.iter_mut().for_each(|history| history.lots = lots);
        Ok((self.histories, faults))
    }
}

/// Adds the rows of a lot to a history.
fn add(history: &mut History, lot: &str, rows: &[&Determination<'_>]) {
    let is_of_the_lot = |row: &Determination<'_>| row.role.is_of_lot();
    let counts = |row: &Determination<'_>| {
        let details = row.details.as_deref();
        let valid = details.is_none_or(|details| details.status == RowStatus::Valid && details.time.is_empty());
        row.role == Role::Sample && valid && !STABILITY.contains(&folded(row.stage).as_str())
    };
    // Which of two values holds is for the judgement to say; limits are not proposed from what was changed.
    if rows.iter().any(|row| row.details.as_deref().is_some_and(|details| details.correction.is_some())) {
        history.left_out += rows.iter().filter(|row| is_of_the_lot(row)).count();
        return;
    }
    let counted: Vec<&Determination<'_>> =
        rows.iter().copied().filter(|row| counts(row) && !is_nothing(&row.reading)).collect();
    history.left_out += rows.iter().filter(|row| is_of_the_lot(row) && !counts(row)).count();
    let Some(value) = value(&counted, &history.unit) else { return };
    for row in &counted {
        let method = row.details.as_deref().map_or("", |details| details.method);
        if !method.is_empty() && !history.methods.iter().any(|known| folded(known) == folded(method)) {
            history.methods.push(method.to_owned());
        }
    }
    history.results.push(LotResult { lot: lot.to_owned(), value, determinations: counted.len() });
}

/// Whether a cell holds no result.
fn is_nothing(reading: &Reading) -> bool {
    matches!(
        reading,
        Reading::Empty
            | Reading::Dash
            | Reading::NoneReported
            | Reading::NotApplicable
            | Reading::NotTested
            | Reading::Pending
    )
}

/// The value of a lot from its rows; nothing without rows.
fn value(rows: &[&Determination<'_>], unit: &Unit) -> Option<LotValue> {
    let first = rows.first()?;
    let unusable = |row: &Determination<'_>| Some(LotValue::Unusable(format!("\"{}\"", row.text.trim())));
    let (mut numbers, mut place, mut exponent) = (Vec::new(), None, None);
    for row in rows {
        let of_row = row.unit.as_deref().cloned().unwrap_or_else(Unit::none);
        match (&row.reading, of_row.factor_to(unit)) {
            _ if row.fault.is_some() => return unusable(row),
            (Reading::Number(number), Some(factor)) => {
                numbers.push(&number.exact() * &factor);
                // In another unit the last digit stands elsewhere; where it stands nowhere, other rows say it.
                let Some(shift) = power_of_ten(&factor) else { continue };
                let last = number.last_place().saturating_add(shift);
                place = Some(place.map_or(last, |known: i32| known.min(last)));
                if let Notation::Scientific(power) = number.notation() {
                    exponent = exponent.max(Some(power.saturating_add(shift)));
                }
            }
            (Reading::Number(_), None) => return unusable(row),
            (reading, _) => match observation(reading, row.text) {
                Some(value) => return same(rows, value).or_else(|| unusable(first)),
                None => return unusable(row),
            },
        }
    }
    let mean = Exact::mean(&numbers)?;
    Some(LotValue::Number { mean, place: place.unwrap_or(0), exponent })
}

/// The power of ten that a factor between units is, if it is one.
fn power_of_ten(factor: &Exact) -> Option<i32> {
    (-30..=30).find(|power| Exact::pow10(*power) == *factor)
}

/// The observation if all rows of the lot have it; one censored row makes the lot censored.
fn same(rows: &[&Determination<'_>], value: LotValue) -> Option<LotValue> {
    let LotValue::Observed(wanted) = &value else { return Some(value) };
    let others = rows.iter().map(|row| observation(&row.reading, row.text));
    let all = others.into_iter().all(|other| matches!(&other, Some(LotValue::Observed(other)) if other == wanted));
    all.then_some(value)
}

/// What a cell says that is no number.
fn observation(reading: &Reading, text: &str) -> Option<LotValue> {
    let censored = || Some(LotValue::Censored(text.trim().to_owned()));
    let observed = |observation| Some(LotValue::Observed(observation));
    match reading {
        Reading::Below(_)
        | Reading::Above(_)
        | Reading::BelowLod
        | Reading::BelowLoq
        | Reading::AboveUloq
        | Reading::TooNumerousToCount
        | Reading::NotDetectedBelow(_) => censored(),
        Reading::Negative | Reading::NotDetected => observed(Observation::Negative),
        Reading::NoGrowth { to_date: false } => observed(Observation::NoGrowth),
        Reading::Positive => observed(Observation::Positive),
        Reading::Growth => observed(Observation::Growth),
        Reading::Complies => observed(Observation::Complies),
        Reading::Text | Reading::WeakPositive | Reading::DoesNotComply => {
            observed(Observation::Text(text.split_whitespace().collect::<Vec<_>>().join(" ")))
        }
        _ => None,
    }
}

/// A name without case and with single spaces.
fn folded(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == '_' || c == '-')
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

/// An identifier from a name, unlike all before it.
fn identifier(name: &str, stage: Option<&str>, known: &[History]) -> String {
    let slug = |text: &str| {
        let spaced: String =
            text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
        spaced.split_whitespace().collect::<Vec<_>>().join("_")
    };
    let taken = |id: &str| known.iter().any(|history| history.id == id);
    let name = match slug(name) {
        slug if slug.starts_with(|first: char| first.is_ascii_lowercase()) => slug,
        slug if slug.is_empty() => format!("test_{}", known.len() + 1),
        slug => format!("test_{slug}"),
    };
    let staged = format!("{name}_{}", slug(stage.unwrap_or_default()));
    let candidates = [name.clone(), staged.trim_end_matches('_').to_owned()];
    let free = candidates.into_iter().find(|id| !taken(id));
    free.unwrap_or_else(|| format!("{name}_{}", known.len() + 1))
}

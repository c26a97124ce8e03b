//! Corrections: rows that replace the value of a row before them, which stays in the data and in the report.
//!
//! A correction has a complete record or it does not count: reason code and text, person and day, another person's
//! approval, and the value it corrects. What was entered first is judged too, and where the correction made another outcome
//! of it, the report says so.

use super::approval::is_granted;
use super::codes;
use super::context::{Context, says_something};
use super::history::{key, same_content};
use super::lot_report::{LotReport, Reason, TestReport, Use};
use super::measured::drop_result;
use super::outcome::Outcome;
use super::periodic::result;
use super::value::absent;
use crate::data::{Correction, CorrectionReason, Details, Determination, RowStatus};
use crate::finding::{Code, Finding};
use crate::order;
use crate::person;
use crate::quantity::{Bound, Reading};
use crate::spec::{Assessment, Test};

/// What corrections make of the rows of one test at one point.
#[derive(Debug, Default)]
pub(super) struct Resolution {
    /// By row: how it was used, where it is not judged; `None`: it stands.
    pub fates: Vec<Option<Use>>,
    /// Positions of a row and of the one that corrects it.
    pub links: Vec<(usize, usize)>,
    /// Corrections that do not count, each with why.
    pub flaws: Vec<Reason>,
    /// Remarks that do not decide.
    pub remarks: Vec<Reason>,
}

/// Whether a row corrects another one.
pub(super) fn is_correction(row: &Determination<'_>) -> bool {
    correction(row).is_some()
}

fn correction<'r, 'a>(row: &'r Determination<'a>) -> Option<&'r Correction<'a>> {
    row.details.as_deref()?.correction.as_deref()
}

/// Finds out which rows stand. The order of rows says nothing: corrections follow each other by their day and by the value
/// that each of them corrects.
pub(super) fn resolve(rows: &[Determination<'_>], context: &Context<'_>) -> Resolution {
    let mut work = Work { rows, context, done: Resolution { fates: vec![None; rows.len()], ..Resolution::default() } };
    let mut open = work.complete();
    while let Some(&first) = open.first() {
        let (chain, others) = open.into_iter().partition(|&i| key(&rows[i]) == key(&rows[first]));
        open = others;
        work.follow(chain);
    }
    work.done
}

struct Work<'r, 'a> {
    rows: &'r [Determination<'a>],
    context: &'r Context<'r>,
    done: Resolution,
}

impl Work<'_, '_> {
    /// The corrections with a complete record, each once. A row that cannot be read stays: it keeps its test from being
    /// evaluated, as every such row does.
    fn complete(&mut self) -> Vec<usize> {
        let mut open: Vec<usize> = Vec::new();
        for (i, row) in self.rows.iter().enumerate().filter(|(_, row)| is_correction(row) && row.fault.is_none()) {
            let copy_of = open.iter().find(|&&o| key(&self.rows[o]) == key(row) && same_content(&self.rows[o], row));
            if let Some(&first) = copy_of {
                let [again, before] = [row, &self.rows[first]].map(|row| self.context.place_in_words(row));
                let message = format!("{again} repeats {before}; it was counted once");
                self.done.remarks.push(Reason::new(&codes::DUPLICATE_ROW, message).at(self.context.place(row)));
                self.done.fates[i] = Some(Use::Duplicate);
            } else if let Some(lacking) = self.lacking(row) {
                self.refuse(i, &codes::CORRECTION_RECORD_INCOMPLETE, lacking);
            } else {
                open.push(i);
            }
        }
        open
    }

    /// What the record of a correction lacks, in words; `None` when it is complete as far as the row alone tells.
    fn lacking(&self, row: &Determination<'_>) -> Option<String> {
        let (details, record) = (row.details.as_deref()?, correction(row)?);
        let reason = CorrectionReason::of(details.reason);
        let approver = details.approver;
        Some(match (reason, record.on) {
            _ if record.corrects.trim().is_empty() => "it does not say which value it corrects".to_owned(),
            (None, _) if !says_something(details.reason) => "no reason is given".to_owned(),
            (None, _) => format!("the reason begins with none of {}", reason_codes()),
            (Some((code, text)), _) if !says_something(text) => {
                format!("the reason says nothing but `{}`", code.as_str())
            }
            _ if !says_something(record.by) => "nobody is named who corrected it".to_owned(),
            (_, None) => "the day of the correction is not given".to_owned(),
            (_, Some(on)) if on > self.context.as_of => format!("it is dated {on}, after {}", self.context.as_of),
            _ if !is_granted(approver) => "nobody approved it".to_owned(),
            _ if person::may_be_among(record.by, approver) => not_a_second(approver, record.by, "corrected it"),
            _ if is_analyst(approver, details) => not_a_second(approver, details.analyst, "tested"),
            _ => return None,
        })
    }

    fn refuse(&mut self, correction: usize, code: &'static Code, why: impl std::fmt::Display) {
        let row = &self.rows[correction];
        let message = format!("the correction to {} does not count: {why}", in_words(row));
        self.done.flaws.push(Reason::new(code, message).at(self.context.place(row)));
        self.done.fates[correction] = Some(Use::CorrectionNotCounted);
    }

    /// Applies the corrections of one determination, day after day.
    fn follow(&mut self, mut left: Vec<usize>) {
        let day = |row: &Determination<'_>| correction(row).and_then(|record| record.on);
        order::sort_by_key(&mut left, |&i| day(&self.rows[i]));
        let mut tips = self.originals(left[0]);
        while let Some(&first) = left.first() {
            let of_day = left.iter().take_while(|&&i| day(&self.rows[i]) == day(&self.rows[first])).count();
            let found: Vec<(usize, usize)> =
                left[..of_day].iter().filter_map(|&i| Some((i, self.corrected_by(i, &tips).ok()?))).collect();
            let clash: Vec<usize> = found
                .iter()
                .filter(|(i, tip)| found.iter().any(|(other, same)| other != i && same == tip))
                .map(|(i, _)| *i)
                .collect();
            let settled: Vec<usize> = match (found.is_empty(), clash.is_empty()) {
                (true, _) => {
                    let lost = left[..of_day].to_vec();
                    lost.iter().for_each(|&i| self.refuse_lost(i, &tips));
                    lost
                }
                (_, false) => {
                    clash.iter().for_each(|&i| {
                        let why = format!(
                            "{} corrections of {day} begin at the same value",
                            clash.len(),
                            day = day_of(&self.rows[i])
                        );
                        self.refuse(i, &codes::CORRECTIONS_CONTRADICT, why);
                    });
                    clash
                }
                (false, true) => found.into_iter().map(|(i, tip)| self.apply(i, &mut tips[tip])).collect(),
            };
            left.retain(|i| !settled.contains(i));
        }
    }

    /// The rows that were not corrections, identical ones together.
    fn originals(&self, like: usize) -> Vec<Vec<usize>> {
        let mut tips: Vec<Vec<usize>> = Vec::new();
        for (i, row) in self.rows.iter().enumerate() {
            if is_correction(row) || key(row) != key(&self.rows[like]) {
                continue;
            }
            match tips.iter_mut().find(|tip| same_content(&self.rows[tip[0]], row)) {
                Some(tip) => tip.push(i),
                None => tips.push(vec![i]),
            }
        }
        tips
    }

    /// Which of the rows that stand so far a correction means: the one with the value it names; of several, as the readings
    /// of one incubation are, the one of the same day.
    ///
    /// # Errors
    /// How many there are, where that is not one.
    fn corrected_by(&self, correction: usize, tips: &[Vec<usize>]) -> Result<usize, usize> {
        let row = &self.rows[correction];
        let date = |row: &Determination<'_>| row.details.as_deref().and_then(|details| details.date);
        let named = |tip: &[usize]| tip.iter().any(|&i| names(row, &self.rows[i]));
        let named: Vec<usize> = (0..tips.len()).filter(|&at| named(&tips[at])).collect();
        let same_day = |at: &usize| tips[*at].iter().any(|&i| date(&self.rows[i]) == date(row));
        match named[..] {
            [only] => Ok(only),
            [] => Err(0),
            _ => match named.iter().copied().filter(same_day).collect::<Vec<_>>()[..] {
                [only] => Ok(only),
                _ => Err(named.len()),
            },
        }
    }

    fn refuse_lost(&mut self, lost: usize, tips: &[Vec<usize>]) {
        let row = &self.rows[lost];
        let named = correction(row).map_or("", |record| record.corrects.trim());
        let earlier =
            self.done.links.iter().find(|(old, _)| key(&self.rows[*old]) == key(row) && names(row, &self.rows[*old]));
        let (code, why) = match (self.corrected_by(lost, tips), earlier, tips) {
            (_, _, []) => (
                &codes::CORRECTION_WITHOUT_ORIGINAL,
                "there is no row of this test, sample, group and replicate that it could correct".to_owned(),
            ),
            (Err(0), Some((_, new)), _) => (
                &codes::CORRECTIONS_CONTRADICT,
                format!("{named} was corrected already, see {}", self.context.place_in_words(&self.rows[*new])),
            ),
            (Err(0), None, [tip, ..]) => (
                &codes::CORRECTION_OF_ANOTHER_VALUE,
                format!(
                    "it corrects {named}, and the value at {} is {}",
                    self.context.place_in_words(&self.rows[tip[0]]),
                    in_words(&self.rows[tip[0]])
                ),
            ),
            (found, ..) => {
                let n = found.err().unwrap_or(1);
                (&codes::CORRECTIONS_CONTRADICT, format!("{n} rows have the value {named}, and it does not say which"))
            }
        };
        self.refuse(lost, code, why);
    }

    /// Lets a correction take the place of what it corrects, unless that cannot be.
    fn apply(&mut self, new: usize, tip: &mut Vec<usize>) -> usize {
        match tip.iter().find_map(|&old| objection(&self.rows[old], &self.rows[new])) {
            Some((code, why)) => self.refuse(new, code, why),
            None => {
                for old in std::mem::replace(tip, vec![new]) {
                    self.done.fates[old] = Some(Use::Corrected);
                    self.done.links.push((old, new));
                }
            }
        }
        new
    }
}

fn day_of(row: &Determination<'_>) -> String {
    correction(row).and_then(|record| record.on).map_or_else(String::new, |on| on.to_string())
}

fn reason_codes() -> String {
    CorrectionReason::ALL.map(|reason| format!("`{}`", reason.as_str())).join(", ")
}

fn is_analyst(approver: &str, details: &Details<'_>) -> bool {
    says_something(details.analyst) && person::may_be_among(details.analyst, approver)
}

/// That an approver is, or may be, who did it.
fn not_a_second(approver: &str, other: &str, did: &str) -> String {
    if person::same(approver, other) {
        format!("{} approved it, who {did}", approver.trim())
    } else {
        format!("{} approved it, who may be {}, who {did}; write both names in full", approver.trim(), other.trim())
    }
}

/// Why one row cannot correct the other, though it names its value.
fn objection(old: &Determination<'_>, new: &Determination<'_>) -> Option<(&'static Code, String)> {
    let status = |row: &Determination<'_>| row.status();
    let details = new.details.as_deref()?;
    let on = correction(new)?.on;
    // Where the day itself is corrected, the one that counts says when the value was read.
    let dated = details.date.or(old.details.as_deref().and_then(|before| before.date));
    let contradiction = |why: String| Some((&codes::CORRECTIONS_CONTRADICT, why));
    match old.details.as_deref() {
        Some(before) if is_analyst(details.approver, before) => {
            let why = not_a_second(details.approver, before.analyst, "tested");
            return Some((&codes::CORRECTION_RECORD_INCOMPLETE, why));
        }
        _ => {}
    }
    if matches!(status(new), RowStatus::Pending | RowStatus::NotTested) || absent(&new.reading).is_some() {
        return contradiction(
            "it has no value; a result that is void is invalidated, with a record of its own".to_owned(),
        );
    }
    if status(old) == RowStatus::Invalid && status(new) != RowStatus::Invalid {
        return contradiction(
            "what it corrects was declared invalid, and a correction does not take that back".to_owned(),
        );
    }
    match (dated, on) {
        (Some(dated), Some(on)) if on < dated => {
            contradiction(format!("it is dated {on}, before {dated}, when the value was read"))
        }
        _ => None,
    }
}

/// Whether a correction names the value of a row: the same number, sign or word, and the same unit where it states one.
fn names(correcting: &Determination<'_>, row: &Determination<'_>) -> bool {
    let Some(record) = correction(correcting) else { return false };
    let bound =
        |one: &Bound, other: &Bound| one.inclusive == other.inclusive && one.value.exact() == other.value.exact();
    let same = match (&record.reading, &row.reading) {
        (Reading::Number(one), Reading::Number(other)) => one.exact() == other.exact(),
        (Reading::Below(one), Reading::Below(other)) | (Reading::Above(one), Reading::Above(other)) => {
            bound(one, other)
        }
        // An empty cell cannot be written in a cell that says something.
        (Reading::Dash, Reading::Empty) => true,
        (Reading::Text | Reading::Malformed(_), _) => record.corrects.trim() == row.text.trim(),
        (one, other) => one == other,
    };
    same && record.unit.as_ref().is_none_or(|unit| row.unit.as_deref() == Some(unit))
}

/// A value with its unit, as delivered.
fn in_words(row: &Determination<'_>) -> String {
    match (row.text.trim(), &row.unit) {
        ("", _) => "an empty cell".to_owned(),
        (text, Some(unit)) if !unit.symbol().is_empty() && !text.ends_with(unit.symbol()) => {
            format!("{text} {}", unit.symbol())
        }
        (text, _) => text.to_owned(),
    }
}

/// Splits what could not be read of the rows: what a correction mends, by the position of its row, and what is left.
///
/// A row of a wide table speaks for several values; its fault is mended when all of them are corrected.
pub(super) fn mended(
    rows: &[Determination<'_>],
    fates: &[Option<Use>],
    faults: &[Finding],
    context: &Context<'_>,
) -> (Vec<(usize, String)>, Vec<Finding>) {
    let corrected = |i: &usize| fates.get(*i) == Some(&Some(Use::Corrected));
    let is_of = |fault: &Finding, row: &Determination<'_>| {
        let place = context.place(row);
        fault.place.as_ref().is_some_and(|at| (&at.file, at.line) == (&place.file, place.line))
    };
    let (mut mended, mut left) = (Vec::new(), Vec::new());
    for fault in faults {
        let mut of_row = (0..rows.len()).filter(|&i| is_of(fault, &rows[i])).peekable();
        let known = |i: usize| rows[i].fault.is_some_and(|code| code == fault.code);
        match of_row.peek().copied() {
            Some(first) if of_row.all(|i| corrected(&i) && known(i)) => mended.push((first, fault.message.clone())),
            _ => left.push(fault.clone()),
        }
    }
    (mended, left)
}

/// Keeps a test with corrections that do not count from passing. What fails by itself still fails: an incomplete correction
/// must not hide a result outside its criterion.
pub(super) fn bar<'r>(report: &mut TestReport<'_>, flaws: impl Iterator<Item = &'r Reason>) {
    if report.outcome != Outcome::Fail || !decides_alone(report.test) {
        report.outcome = Outcome::NotEvaluable;
        drop_result(report);
    }
    report.reasons.extend(flaws.cloned());
}

/// Whether a failure of a test is one of the lot, whatever else is found.
fn decides_alone(test: &Test) -> bool {
    let single = matches!(&test.assessment, Assessment::Measured(measured) if measured.second_stage.is_empty());
    test.required && test.panel.is_none() && single
}

/// Says in a report what was corrected, and what would have become of the lot with the values as they were entered first.
pub(super) fn tell(
    report: &mut LotReport<'_>,
    as_entered: &LotReport<'_>,
    mended: &[(usize, String)],
    context: &Context<'_>,
) {
    let LotReport { tests, determinations, corrections, .. } = report;
    let mut changed: Vec<String> = Vec::new();
    for test in tests.iter_mut() {
        let own = corrections.iter().filter(|(old, _)| test.rows.contains(old));
        let told = |(old, new): &(usize, usize)| {
            let mut note = note(determinations.get(*old)?, determinations.get(*new)?, context);
            for (_, fault) in mended.iter().filter(|(row, _)| row == old) {
                note.message.push_str(&format!("; before, {fault}"));
            }
            Some(note)
        };
        let notes: Vec<Reason> = own.filter_map(told).collect();
        if !notes.is_empty() {
            test.flags.corrected = true;
            if !changed.contains(&test.test.name) {
                changed.push(test.test.name.clone());
            }
        }
        test.reasons.extend(notes);
        let before = as_entered.tests.iter().find(|other| other.index == test.index && other.point == test.point);
        let refused = test.reasons.iter().any(|reason| is_flaw(reason.code));
        if let Some(before) = before.filter(|before| before.outcome != test.outcome && !refused) {
            let reason = Reason::new(&codes::CORRECTION_CHANGES_OUTCOME, changed_outcome(before, test));
            test.reasons.push(reason.clause(&test.test.place));
        }
    }
    if changed.is_empty() {
        return;
    }
    let mut message = format!("data changed since original entry: {}", changed.join(", "));
    if as_entered.verdict != report.verdict {
        message.push_str(&format!("; with the values as entered first: {}", as_entered.verdict.words()));
    }
    report.findings.push(Finding::new(&codes::DATA_CHANGED_SINCE_ENTRY, message));
}

fn is_flaw(code: &'static Code) -> bool {
    let flaws = [
        &codes::CORRECTION_RECORD_INCOMPLETE,
        &codes::CORRECTION_WITHOUT_ORIGINAL,
        &codes::CORRECTION_OF_ANOTHER_VALUE,
        &codes::CORRECTIONS_CONTRADICT,
    ];
    flaws.contains(&code)
}

/// What a correction changed beside the value: a unit, a day, a method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedBeside {
    /// The column of a results file.
    pub column: &'static str,
    /// As it was entered first; empty: nothing.
    pub before: String,
    /// As it counts; empty: nothing.
    pub after: String,
}

impl CorrectedBeside {
    /// `started 2026-02-04 instead of 2026-02-14`.
    pub fn words(&self) -> String {
        let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
        format!("{} {} instead of {}", self.column, or_none(&self.after), or_none(&self.before))
    }
}

/// What a correction changed beside the value. A correction takes the place of its row as a whole, so that a unit, an uncertainty
/// or a limit which it leaves out is a change; a text that it leaves out is none, and a remark bears on nothing.
pub fn corrected_beside(old: &Determination<'_>, new: &Determination<'_>) -> Vec<CorrectedBeside> {
    let measures = ["unit", "uncertainty", "lod", "loq"].into_iter().zip(measures(old).into_iter().zip(measures(new)));
    let days = ["started", "date", "pulled"].into_iter().zip(days(old).into_iter().zip(days(new)));
    let texts = TEXTS.into_iter().zip(texts(old).into_iter().zip(texts(new)));
    let texts = texts.filter(|(_, (_, after))| !after.is_empty());
    let all = measures.chain(days).chain(texts).filter(|(_, (before, after))| before != after);
    all.map(|(column, (before, after))| CorrectedBeside { column, before, after }).collect()
}

/// What a number means.
fn measures(row: &Determination<'_>) -> [String; 4] {
    let unit = row.unit.as_deref().map_or_else(String::new, |unit| unit.symbol().to_owned());
    let Some(details) = row.details.as_deref() else { return [unit, String::new(), String::new(), String::new()] };
    let uncertainty = details.uncertainty.as_ref().map_or("", |uncertainty| uncertainty.text.trim());
    let limit = |limit: &Option<Reading>| match limit {
        None | Some(Reading::Empty) => String::new(),
        Some(Reading::Number(number)) => number.to_string(),
        Some(_) => "no number".to_owned(),
    };
    [unit, uncertainty.to_owned(), limit(&details.lod), limit(&details.loq)]
}

fn days(row: &Determination<'_>) -> [String; 3] {
    let all = row.details.as_deref().map_or([None; 3], |details| [details.started, details.date, details.pulled]);
    all.map(|day| day.map_or_else(String::new, |day| day.to_string()))
}

const TEXTS: [&str; 8] =
    ["method", "instrument", "analyst", "time", "time_unit", "condition", "container", "orientation"];

fn texts(row: &Determination<'_>) -> [String; 8] {
    let texts = row.details.as_deref().map_or([""; 8], |of| {
        [of.method, of.instrument, of.analyst, of.time, of.time_unit, of.condition, of.container, of.orientation]
    });
    texts.map(|text| text.trim().to_owned())
}

/// One correction with its whole record.
fn note(old: &Determination<'_>, new: &Determination<'_>, context: &Context<'_>) -> Reason {
    let details = new.details.as_deref();
    let [reason, approver] = details.map_or([""; 2], |details| [details.reason.trim(), details.approver.trim()]);
    let by = correction(new).map_or("", |record| record.by.trim());
    let beside: String = corrected_beside(old, new).iter().map(|one| format!("; {}", one.words())).collect();
    let message = format!(
        "{} corrected to {}, see {}{beside}: {reason}; corrected by {by} on {}, approved by {approver}",
        in_words(old),
        in_words(new),
        context.place_in_words(new),
        day_of(new)
    );
    Reason::new(&codes::VALUE_CORRECTED, message).at(context.place(old))
}

fn changed_outcome(before: &TestReport<'_>, after: &TestReport<'_>) -> String {
    let said = |test: &TestReport<'_>| {
        let outcome = test.outcome.as_str().replace('_', " ");
        match result(test) {
            found if found.is_empty() => outcome,
            found => format!("{outcome} ({found})"),
        }
    };
    format!("with the values as entered first it was {}; corrected it is {}", said(before), said(after))
}

//! `csv`: one line per lot, for spreadsheets and for pipes.
//!
//! A lot that conforms costs a pass over its tests and a copy of its id; nothing is allocated beyond the output.

use super::escape;
use super::format::{Format, Piece, Run, RunInputs};
use super::remark;
use crate::judge::{LotReport, Outcome, Verdict};
use jiff::civil::Date;
use std::io::{self, Write};

/// Outcomes in the order of the columns.
const COLUMNS: [Outcome; 10] = [
    Outcome::Pass,
    Outcome::Fail,
    Outcome::Invalid,
    Outcome::Pending,
    Outcome::Missing,
    Outcome::Inconclusive,
    Outcome::NotEvaluable,
    Outcome::Reported,
    Outcome::Waived,
    Outcome::NotApplicable,
];

/// One line per lot.
#[derive(Clone, Copy, Debug)]
pub struct Csv;

impl Format for Csv {
    fn prints_digests(&self) -> bool {
        false
    }

    fn prints_decisions(&self) -> bool {
        false
    }

    fn lot(&self, lot: &LotReport<'_>, _run: &RunInputs<'_>, piece: &mut Piece) {
        let out = &mut piece.body;
        escape::csv_text(out, lot.lot);
        out.push(b',');
        out.extend_from_slice(lot.verdict.as_str().as_bytes());
        out.push(b',');
        escape::csv_text(out, &lot.spec.id);
        out.push(b',');
        escape::csv_text(out, &lot.spec.version);
        out.push(b',');
        out.extend_from_slice(lot.spec.status.as_str().as_bytes());
        for count in counts(lot) {
            out.push(b',');
            push_count(out, count);
        }
        out.push(b',');
        if let Some(reason) = remark::worst_reason(lot) {
            escape::csv_text(out, &reason);
        }
        out.push(b',');
        push_disagreeing(out, lot);
        push_life(out, lot);
        out.push(b'\n');
    }

    fn head(&self, _run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"lot,verdict,spec,spec_version,spec_status")?;
        for outcome in COLUMNS {
            write!(out, ",{}", outcome.as_str())?;
        }
        out.write_all(b",worst_reason,determinations_disagree,last_day,remaining_days,retest,as_of\n")
    }

    fn middle(&self, _run: &Run<'_>, _any: bool, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// A run that could not be evaluated as a whole has a line of its own, without a lot.
    fn tail(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        if !run.summary.run_not_evaluable && run.summary.lots() > 0 {
            return Ok(());
        }
        let mut line = format!(",{},,,", Verdict::NotEvaluable.as_str()).into_bytes();
        line.extend(std::iter::repeat_n(b',', COLUMNS.len()));
        line.push(b',');
        if let Some(worst) = remark::of_run(run).first() {
            escape::csv_text(&mut line, &format!("{}: {}", worst.code.name, worst.message));
        }
        line.extend_from_slice(b",,,,,\n");
        out.write_all(&line)
    }
}

/// The tests whose determinations lie on both sides of a limit, with spaces between.
fn push_disagreeing(out: &mut Vec<u8>, lot: &LotReport<'_>) {
    let mut first = true;
    for test in lot.tests.iter().filter(|test| test.flags.determinations_disagree) {
        if !first {
            out.push(b' ');
        }
        first = false;
        // Ids are lower-case letters, digits and `_`: there is nothing to escape.
        out.extend_from_slice(test.test.id.as_bytes());
    }
}

/// Last day, days left to it, retest date and the day they were counted on; nothing where no life is known.
fn push_life(out: &mut Vec<u8>, lot: &LotReport<'_>) {
    let Some(expiry) = lot.life.as_ref().and_then(|life| life.expiry.as_ref()) else {
        return out.extend_from_slice(b",,,,");
    };
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let left = expiry.remaining.map(|left| left.days.to_string());
    for cell in [day(expiry.last_day), left, day(expiry.retest), day(Some(expiry.as_of))] {
        out.push(b',');
        out.extend_from_slice(cell.unwrap_or_default().as_bytes());
    }
}

/// Tests per outcome, in the order of [`COLUMNS`], in one pass.
fn counts(lot: &LotReport<'_>) -> [usize; COLUMNS.len()] {
    let mut counts = [0; COLUMNS.len()];
    for test in &lot.tests {
        if let Some(count) = counts.get_mut(column(test.outcome)) {
            *count += 1;
        }
    }
    counts
}

/// Position of an outcome in [`COLUMNS`].
fn column(outcome: Outcome) -> usize {
    match outcome {
        Outcome::Pass => 0,
        Outcome::Fail => 1,
        Outcome::Invalid => 2,
        Outcome::Pending => 3,
        Outcome::Missing => 4,
        Outcome::Inconclusive => 5,
        Outcome::NotEvaluable => 6,
        Outcome::Reported => 7,
        Outcome::Waived => 8,
        Outcome::NotApplicable => 9,
    }
}

/// Appends a number without going through the formatting machinery.
fn push_count(out: &mut Vec<u8>, count: usize) {
    if count >= 10 {
        push_count(out, count / 10);
    }
    out.push(b'0' + u8::try_from(count % 10).unwrap_or(0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_positions_agree() {
        for (position, outcome) in COLUMNS.into_iter().enumerate() {
            assert_eq!(column(outcome), position);
        }
        assert!(Outcome::ALL.iter().all(|outcome| COLUMNS.contains(outcome)));
    }

    #[test]
    fn counts_are_decimal() {
        let mut out = Vec::new();
        push_count(&mut out, 120_305);
        assert_eq!(out, b"120305");
    }
}

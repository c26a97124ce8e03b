//! Originals that stand beside the retests that give the value.

use super::codes;
use super::compare::{against, against_in};
use super::history::Selection;
use super::lot_report::{Point, Reason, TestReport, Use};
use super::measured::Case;
use super::outcome::Outcome;
use super::qualitative;
use super::stop::Stop;
use crate::quantity::Compared;
use crate::spec::{Alternative, Count, Criterion, Limits, Plan, Summary};
use std::borrow::Cow;

/// What a determination says by itself, where others are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alone {
    /// It meets all that is asked.
    Met,
    /// It fails whatever the others say.
    Fails,
    /// It is outside, or may be, of what the others decide on too.
    Open,
}

/// The limits that one determination decides on: those of each, the upper one of the largest, the lower one of the smallest.
fn deciding(summary: Summary, limits: &Limits) -> Option<Limits> {
    match summary {
        Summary::Single | Summary::Each => Some(limits.clone()),
        Summary::Maximum => Some(Limits { lower: None, ..limits.clone() }),
        Summary::Minimum => Some(Limits { upper: None, ..limits.clone() }),
        _ => None,
    }
}

impl<'a> Case<'_, 'a> {
    /// Holds every original that stands against the criterion by itself, where retests give the value. One that fails whatever the
    /// others say, and that nobody invalidated, is the result; of one that is outside of what the others decide on too, nobody knows
    /// what it would have come to.
    ///
    /// # Errors
    /// `pending` where an original is, and `not_evaluable` where one is outside and decides nothing alone, or cannot be compared.
    pub(super) fn weigh_standing(
        &mut self,
        selection: &mut Selection<'_>,
        report: &TestReport<'a>,
    ) -> Result<(), Stop> {
        let standing = self.standing_with_value(selection, report.point)?;
        if standing.is_empty() {
            return Ok(());
        }
        for &i in &standing {
            self.uses[i] = Use::Standing;
        }
        let alternative = self.alternative(&standing, report.point)?;
        let mut own = TestReport::new(report.test, report.index, report.point);
        let each = standing.iter().map(|&i| Ok((i, self.alone(i, alternative, &mut own)?)));
        let each = each.collect::<Result<Vec<_>, Stop>>()?;
        let Some((first, _)) = each.iter().find(|(_, stands)| *stands != Alone::Met) else { return Ok(()) };
        if each.iter().all(|(_, stands)| *stands != Alone::Fails) {
            return Err(self.stands_in_the_way(*first, alternative));
        }
        let retests = std::mem::replace(&mut selection.counted, standing);
        for &i in &retests {
            self.uses[i] = Use::RetestNotCounted;
        }
        for &i in &selection.counted {
            self.uses[i] = Use::Unused;
        }
        selection.unexplained = retests;
        selection.by_retest = false;
        selection.plan = Cow::Owned(Plan { summary: Summary::Each, count: Count::AtLeast(1), levels: None });
        Ok(())
    }

    /// The originals that stand and have a value; what has none is no determination, unless it is pending.
    fn standing_with_value(&self, selection: &mut Selection<'_>, point: Point<'_>) -> Result<Vec<usize>, Stop> {
        let standing = std::mem::take(&mut selection.standing);
        if standing.is_empty() {
            return Ok(standing);
        }
        let mut own = Selection {
            counted: standing,
            plan: Cow::Borrowed(&self.measured.plan),
            by_retest: false,
            history: true,
            unexplained: Vec::new(),
            standing: Vec::new(),
            remarks: Vec::new(),
        };
        match self.with_value(&mut own, point) {
            Err(stop) if stop.outcome == Outcome::Missing => Ok(Vec::new()),
            other => other,
        }
    }

    /// What a determination says of the criterion, and of the limits of each one, by itself. A CV or a standard deviation says
    /// nothing of one value.
    fn alone(&self, row: usize, alternative: &'a Alternative, own: &mut TestReport<'a>) -> Result<Alone, Stop> {
        let criterion = &alternative.criterion;
        let summary = self.measured.plan.summary;
        let is_scatter = summary.is_scatter();
        let limits = match criterion {
            Criterion::Qualitative(expected) => {
                let reading = &self.rows[row];
                let met = qualitative::meets(expected, &reading.reading, reading.text)
                    .map_err(|stop| stop.at(self.context.place(reading)).clause(&self.test.place))?;
                return Ok(if met { Alone::Met } else { Alone::Fails });
            }
            Criterion::Numeric(limits) | Criterion::Label(limits) => Some(limits).filter(|_| !is_scatter),
            _ => None,
        };
        if limits.is_none() && self.measured.individual.is_none() {
            return Ok(Alone::Met);
        }
        if matches!(criterion, Criterion::Label(_)) && own.label_claim.is_none() {
            own.label_claim = Some(Box::new(self.label_claim()?));
        }
        let counted = [row];
        let unit = self.unit_of_values(criterion, &counted, &self.measured.plan, own.label_claim.as_deref());
        let Some(value) = self.values(criterion, &counted, &unit, own)?.pop() else { return Ok(Alone::Met) };
        let individual = self.measured.individual.as_ref();
        let by_each = individual.map(|limits| against_in(limits, &value, &unit, self.test.rounding));
        let relative = self.relative(criterion, value, own)?;
        let compared = |limits: &Limits| against(limits, &relative, self.test.rounding);
        let by_deciding = limits.and_then(|limits| deciding(summary, limits)).map(|limits| compared(&limits));
        let all = [by_each, by_deciding, limits.map(compared)];
        Ok(match () {
            () if [by_each, by_deciding].contains(&Some(Compared::Outside)) => Alone::Fails,
            () if all.iter().flatten().any(|one| *one != Compared::Inside) => Alone::Open,
            () => Alone::Met,
        })
    }

    fn stands_in_the_way(&self, row: usize, alternative: &Alternative) -> Stop {
        let row = &self.rows[row];
        let message = format!(
            "\"{}\" stands beside retests, and does not meet {} by itself: nobody invalidated it",
            row.text.trim(),
            alternative.text
        );
        let reason = Reason::new(&codes::UNEXPLAINED_RETEST, message).at(self.context.place(row));
        let help = "a run that is void is declared invalid with a complete record; what stands is repeated by nothing";
        Stop::not_evaluable(reason.clause(&self.test.place).help(help))
    }
}

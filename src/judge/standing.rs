//! Originals that stand beside the retests that give the value.

use super::codes;
use super::compare::{against, against_in};
use super::history::Selection;
use super::lot_report::Point;
use super::lot_report::{Reason, TestReport, Use};
use super::measured::Case;
use super::outcome::Outcome;
use super::qualitative;
use super::stop::Stop;
use crate::quantity::Compared;
use crate::spec::{Alternative, Count, Criterion, Plan, Summary};
use std::borrow::Cow;

impl<'a> Case<'_, 'a> {
    /// Holds every original that stands against the criterion by itself, where retests give the value. One that is outside, and
    /// that nobody invalidated, is the result where the plan asks something of each determination; where it asks something of their
    /// summary alone, nobody knows what that would have been.
    ///
    /// # Errors
    /// `pending` where an original is, and `not_evaluable` where one is outside and only the summary was limited, or cannot be compared.
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
        let outside = standing.iter().map(|&i| self.is_met_alone(i, alternative, &mut own));
        let compared = outside.collect::<Result<Vec<_>, Stop>>()?;
        let worst = standing.iter().zip(&compared).find(|(_, one)| **one == Compared::Outside);
        let worst = worst.or_else(|| standing.iter().zip(&compared).find(|(_, one)| **one == Compared::Undecided));
        let Some((&first, compared)) = worst else { return Ok(()) };
        if *compared == Compared::Undecided || !self.asks_of_each() {
            return Err(self.stands_in_the_way(first, alternative));
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

    /// Whether a determination meets the criterion, and the limits of each one, by itself. A CV or a standard deviation says nothing of
    /// one value.
    fn is_met_alone(
        &self,
        row: usize,
        alternative: &'a Alternative,
        own: &mut TestReport<'a>,
    ) -> Result<Compared, Stop> {
        let criterion = &alternative.criterion;
        let is_scatter =
            matches!(self.measured.plan.summary, Summary::CoefficientOfVariation | Summary::StandardDeviation);
        let limits = match criterion {
            Criterion::Qualitative(expected) => {
                let reading = &self.rows[row];
                let met = qualitative::meets(expected, &reading.reading, reading.text)
                    .map_err(|stop| stop.at(self.context.place(reading)).clause(&self.test.place))?;
                return Ok(if met { Compared::Inside } else { Compared::Outside });
            }
            Criterion::Numeric(limits) | Criterion::Label(limits) => Some(limits).filter(|_| !is_scatter),
            _ => None,
        };
        if limits.is_none() && self.measured.individual.is_none() {
            return Ok(Compared::Inside);
        }
        if matches!(criterion, Criterion::Label(_)) && own.label_claim.is_none() {
            own.label_claim = Some(Box::new(self.label_claim()?));
        }
        let counted = [row];
        let unit = self.unit_of_values(criterion, &counted, &self.measured.plan, own.label_claim.as_deref());
        let Some(value) = self.values(criterion, &counted, &unit, own)?.pop() else { return Ok(Compared::Inside) };
        let individual = self.measured.individual.as_ref();
        let by_each = individual.map(|limits| against_in(limits, &value, &unit, self.test.rounding));
        let relative = self.relative(criterion, value, own)?;
        let by_limits = limits.map(|limits| against(limits, &relative, self.test.rounding));
        let both = [by_each, by_limits];
        let is = |what| both.contains(&Some(what));
        Ok(match () {
            () if is(Compared::Outside) => Compared::Outside,
            () if is(Compared::Undecided) => Compared::Undecided,
            () => Compared::Inside,
        })
    }

    /// Whether the plan asks something of each determination: a single one, each, the smallest or the largest, or limits for each.
    fn asks_of_each(&self) -> bool {
        let measured = self.measured;
        let is_qualitative = |alternative: &Alternative| matches!(alternative.criterion, Criterion::Qualitative(_));
        let by_summary =
            matches!(measured.plan.summary, Summary::Single | Summary::Each | Summary::Minimum | Summary::Maximum);
        by_summary || measured.individual.is_some() || measured.accept.iter().any(is_qualitative)
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

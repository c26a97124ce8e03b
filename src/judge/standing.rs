//! Originals that stand beside the retests that give the value.

use super::codes;
use super::compare::against;
use super::history::Selection;
use super::levels::summarise_plan;
use super::lot_report::{Point, Reason, TestReport, Use};
use super::measured::Case;
use super::numeric::decided_by_one;
use super::outcome::Outcome;
use super::qualitative;
use super::stop::Stop;
use super::uncertainty::Counted;
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

impl Alone {
    /// By the limits of each determination, and by the criterion where it decides nothing alone.
    fn of(by_each: Outcome, by_criterion: Outcome) -> Alone {
        match (by_each, by_criterion) {
            (Outcome::Fail, _) => Alone::Fails,
            (Outcome::Pass, Outcome::Pass | Outcome::Reported) => Alone::Met,
            _ => Alone::Open,
        }
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
        selection: &mut Selection<'a>,
        report: &TestReport<'a>,
    ) -> Result<(), Stop> {
        let standing = self.standing_with_value(selection, report.point)?;
        if standing.is_empty() {
            return Ok(());
        }
        for &i in &standing {
            self.uses[i] = Use::Standing;
        }
        // Growth in a retest is final whatever stands beside it.
        if selection.counted.iter().any(|&i| self.is_final(&self.rows[i])) {
            return Ok(());
        }
        self.check_dates(&standing)?;
        let alternative = self.alternative(&standing, report.point)?;
        self.check_incubation(&standing)?;
        let mut own = TestReport::new(report.test, report.index, report.point);
        own.criterion = Some(alternative);
        let each = standing.iter().map(|&i| Ok((i, self.alone(i, alternative, &mut own)?)));
        let mut each = each.collect::<Result<Vec<_>, Stop>>()?;
        if let Some(&first) = standing.first().filter(|_| !self.may_have_scatter(&standing, alternative, &mut own)) {
            each.push((first, Alone::Open));
        }
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
        selection.plan = match self.measured.plan.summary {
            Summary::Single | Summary::Each => {
                Cow::Owned(Plan { summary: Summary::Each, count: Count::AtLeast(1), levels: None })
            }
            // What is too few for a mean has none: the determination that fails is told.
            _ => Cow::Borrowed(&self.measured.plan),
        };
        Ok(())
    }

    /// The originals that stand and have a value; what has none is no determination, unless it is pending.
    fn standing_with_value(&self, selection: &mut Selection<'_>, point: Point<'_>) -> Result<Vec<usize>, Stop> {
        let standing = std::mem::take(&mut selection.standing);
        if standing.is_empty() {
            return Ok(standing);
        }
        match self.with_value(&Selection::of_originals(standing, self.measured), point) {
            Err(stop) if stop.outcome == Outcome::Missing => Ok(Vec::new()),
            other => other,
        }
    }

    /// What a determination says of the criterion, and of the limits of each one, by itself: judged as the only one of its test would
    /// be, with what the decision rule and its own limits of detection and quantitation allow. A mean of several is another matter
    /// than one of them, so that the rule is not asked where they decide together. A CV or a standard deviation says nothing of one
    /// value.
    fn alone(&self, row: usize, alternative: &'a Alternative, own: &mut TestReport<'a>) -> Result<Alone, Stop> {
        let criterion = &alternative.criterion;
        let summary = self.measured.plan.summary;
        let limits = match criterion {
            Criterion::Qualitative(expected) => {
                let reading = &self.rows[row];
                let met = qualitative::meets(expected, &reading.reading, reading.text)
                    .map_err(|stop| stop.at(self.context.place(reading)).clause(&self.test.place))?;
                return Ok(if met { Alone::Met } else { Alone::Fails });
            }
            Criterion::Numeric(limits) | Criterion::Label(limits) => Some(limits).filter(|_| !summary.is_scatter()),
            _ => None,
        };
        if limits.is_none() && self.measured.individual.is_none() {
            return Ok(Alone::Met);
        }
        if matches!(criterion, Criterion::Label(_)) && own.label_claim.is_none() {
            own.label_claim = Some(Box::new(self.label_claim()?));
        }
        let rows = [row];
        let plan = Plan { summary: Summary::Single, count: Count::Exactly(1), levels: None };
        let unit = self.unit_of_values(criterion, &rows, &self.measured.plan, own.label_claim.as_deref());
        let values = self.values(criterion, &rows, &unit, own)?;
        self.check_range(&rows, &values, &unit)?;
        let one = Counted { rows: &rows, values: &values, unit: &unit, plan: &plan };
        let by_each = self.check_individual(one).map_or(Outcome::Pass, |stop| stop.outcome);
        let Some((limits, value)) = limits.zip(values.first()) else { return Ok(Alone::of(by_each, Outcome::Pass)) };
        let value = self.relative(criterion, value.clone(), own)?;
        let compared = |limits: &Limits| against(limits, &value, self.test.rounding);
        let by_rule = match decided_by_one(summary, limits) {
            Some(_) => {
                let summarised = summarise_plan(&plan, self.rows, &rows, &values, self.measured.censored);
                self.by_summary(criterion, alternative, one, summarised, own).unwrap_or_else(|stop| stop.outcome)
            }
            None => self.check_quantified(criterion, one, 0, own).map_or_else(|stop| stop.outcome, |()| Outcome::Pass),
        };
        let fails = match summary {
            Summary::Single | Summary::Each => by_rule == Outcome::Fail,
            _ => decided_by_one(summary, limits).is_some_and(|limits| compared(&limits) == Compared::Outside),
        };
        Ok(match () {
            () if fails => Alone::Fails,
            () if compared(limits) != Compared::Inside => Alone::of(by_each, Outcome::Inconclusive),
            () => Alone::of(by_each, if by_rule == Outcome::Fail { Outcome::Inconclusive } else { by_rule }),
        })
    }

    /// Whether originals that stand can be part of a scatter that meets its criterion: where they are several, and lie further apart
    /// themselves, nobody knows what it would have been.
    fn may_have_scatter(&self, standing: &[usize], alternative: &'a Alternative, own: &mut TestReport<'a>) -> bool {
        let plan = &self.measured.plan;
        if !plan.summary.is_scatter() || standing.len() < 2 {
            return true;
        }
        let plan = Plan { count: Count::AtLeast(2), levels: None, ..plan.clone() };
        let criterion = &alternative.criterion;
        let unit = self.unit_of_values(criterion, standing, &plan, None);
        let Ok(values) = self.values(criterion, standing, &unit, own) else { return false };
        let all = Counted { rows: standing, values: &values, unit: &unit, plan: &plan };
        let summarised = summarise_plan(&plan, self.rows, standing, &values, self.measured.censored);
        let outcome = self.by_summary(criterion, alternative, all, summarised, own);
        matches!(outcome, Ok(Outcome::Pass | Outcome::Reported))
    }

    fn stands_in_the_way(&self, row: usize, alternative: &Alternative) -> Stop {
        let row = &self.rows[row];
        let message = format!(
            "\"{}\" stands beside retests, and is not shown to meet {} by itself: nobody invalidated it",
            row.text.trim(),
            alternative.text
        );
        let reason = Reason::new(&codes::UNEXPLAINED_RETEST, message).at(self.context.place(row));
        let help = "a run that is void is declared invalid with a complete record; what stands is repeated by nothing";
        Stop::not_evaluable(reason.clause(&self.test.place).help(help))
    }
}

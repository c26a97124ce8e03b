//! Excursions: what a temperature log says of a product that has rules for storage and transport.
//!
//! Pure: readings and rules in, an [`Evaluation`] out. The product's own rule and its stability budget decide; where there
//! is none, or the log does not prove the time, nothing is concluded: an excursion never passes in silence.

pub mod account;
mod assessment;
pub mod codes;
mod course;
mod kinetics;
mod rule;
pub mod words;

pub use assessment::{Assessment, Conclusion, read_assessment};
pub use codes::CODES;
pub use course::{Extreme, Gap, Point, Stretch};
pub use kinetics::Kinetics;
pub use rule::{Check, CheckKind, Status, Unknown};

use crate::finding::Finding;
use crate::order;
use crate::quantity::Exact;
use crate::spec::{BetweenReadings, BudgetRow, Handling, Side};
use course::{Course, is_beyond, strict};
use jiff::civil::Date;

/// One sensor over one journey.
#[derive(Clone, Debug)]
pub struct Logged {
    /// File and sensor.
    pub name: String,
    /// Its readings in the order of time, no two at one moment; never empty.
    pub points: Vec<Point>,
}

/// What is asked.
#[derive(Debug)]
pub struct Question<'q> {
    /// The rules of the product, where it has some.
    pub handling: Option<&'q Handling>,
    /// The lot.
    pub lot: Option<&'q str>,
    /// Every sensor; each one has to keep to the rules.
    pub logged: &'q [Logged],
    /// Facts of the lot that say what was used before: name and seconds.
    pub used: &'q [(String, Exact)],
    /// SHA-256 of the logs.
    pub digests: &'q [String],
    /// The recorded quality assessment.
    pub assessment: Option<&'q Assessment>,
    /// The day of the judgement: no assessment is dated after it.
    pub as_of: Date,
}

/// What the handling of a lot comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The product's rule is met, or a quality assessment accepts what happened.
    Pass,
    /// A quality assessment says that the product is not acceptable.
    Fail,
    /// Nothing is concluded until a quality assessment is recorded.
    Inconclusive,
    /// The logs cannot be read.
    NotEvaluable,
}

impl Outcome {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Pass => "pass",
            Outcome::Fail => "fail",
            Outcome::Inconclusive => "inconclusive",
            Outcome::NotEvaluable => "not_evaluable",
        }
    }

    /// The exit code of `evqc excursion`.
    pub fn exit(self) -> u8 {
        match self {
            Outcome::Pass => 0,
            Outcome::Fail => 1,
            Outcome::Inconclusive => 3,
            Outcome::NotEvaluable => 4,
        }
    }
}

/// What the logs come to.
#[derive(Debug)]
pub struct Evaluation {
    /// The handling line.
    pub outcome: Outcome,
    /// Whether a deviation has to be recorded.
    pub deviation: bool,
    /// What each sensor recorded.
    pub journeys: Vec<Journey>,
    /// The assessment that counts.
    pub assessment: Option<Assessment>,
    /// What there is to say, in the order of the logs.
    pub findings: Vec<Finding>,
}

impl Evaluation {
    /// Of logs that cannot be read.
    pub fn not_evaluable(findings: Vec<Finding>) -> Evaluation {
        Evaluation {
            outcome: Outcome::NotEvaluable,
            deviation: false,
            journeys: Vec::new(),
            assessment: None,
            findings,
        }
    }
}

/// What one sensor recorded, against the rules.
#[derive(Debug)]
pub struct Journey {
    /// File and sensor.
    pub name: String,
    /// Moment of the first reading.
    pub from: String,
    /// Moment of the last one.
    pub to: String,
    /// Seconds between the two.
    pub seconds: i64,
    /// Readings with a temperature.
    pub readings: usize,
    /// Readings without one.
    pub unread: usize,
    /// The usual time between two readings, in seconds: the median.
    pub interval: i64,
    /// The lowest reading.
    pub lowest: Option<Extreme>,
    /// The highest one.
    pub highest: Option<Extreme>,
    /// Where the log proves nothing.
    pub gaps: Vec<Gap>,
    /// Times outside the storage range.
    pub excursions: Vec<Stretch>,
    /// Time beyond each temperature that the rules name; once for each row of the budget that names it.
    pub beyond: Vec<Beyond>,
    /// The mean kinetic temperature.
    pub kinetics: Kinetics,
    /// The rules, one by one.
    pub checks: Vec<Check>,
}

/// The time beyond a temperature, and what is left of it.
#[derive(Clone, Debug)]
pub struct Beyond {
    /// On which side.
    pub side: Side,
    /// The temperature in °C.
    pub threshold: Exact,
    /// Seconds in this log.
    pub seconds: Exact,
    /// Whether the log begins or ends in an excursion on this side, so that there may have been more.
    pub open: bool,
    /// The budget, where there is one.
    pub budget: Option<Budget>,
}

/// A row of the stability budget, used up so far.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Seconds in all.
    pub at_most: Exact,
    /// Whether it is for the whole life of the lot; else for each journey.
    pub in_all: bool,
    /// Seconds used before, 0 where each journey counts on its own; none where the lot file does not say it.
    pub used: Option<Exact>,
    /// Seconds that are left; negative when exceeded. None where `used` is not known.
    pub left: Option<Exact>,
    /// Key of the reference that it rests on.
    pub source: Option<String>,
}

/// What the logs come to.
pub fn evaluate(question: &Question<'_>) -> Evaluation {
    let journeys: Vec<Journey> = question.logged.iter().map(|logged| journey(logged, question)).collect();
    let mut findings = Vec::new();
    let verdicts: Vec<rule::Verdict> = question
        .logged
        .iter()
        .zip(&journeys)
        .map(|(logged, journey)| rule::conclude(logged, journey, question.handling, &mut findings))
        .collect();
    let worst = verdicts.iter().copied().max().unwrap_or(rule::Verdict::NotProven);
    let needed = worst > rule::Verdict::Met;
    let assessment = assessment::that_counts(question, needed, &mut findings);
    let outcome = match (needed, assessment.map(|one| one.conclusion)) {
        (false, _) | (true, Some(Conclusion::Acceptable)) => Outcome::Pass,
        (true, Some(Conclusion::NotAcceptable)) => Outcome::Fail,
        (true, None) => Outcome::Inconclusive,
    };
    Evaluation { outcome, deviation: needed, journeys, assessment: assessment.filter(|_| needed).cloned(), findings }
}

fn journey(logged: &Logged, question: &Question<'_>) -> Journey {
    let between = question.handling.map_or(BetweenReadings::Step, |handling| handling.between);
    let longest_gap = question.handling.map(|handling| handling.longest_gap.seconds.clone());
    let course = Course::of(&logged.points, between, longest_gap.as_ref());
    let mut journey = Journey {
        name: logged.name.clone(),
        from: course.moment_of_first(),
        to: course.moment_of_last(),
        seconds: course.last() - course.first(),
        readings: logged.points.iter().filter(|point| point.celsius.is_some()).count(),
        unread: logged.points.iter().filter(|point| point.celsius.is_none()).count(),
        interval: course.interval(),
        lowest: course.extreme(Side::Below),
        highest: course.extreme(Side::Above),
        gaps: course.gaps().to_vec(),
        excursions: Vec::new(),
        beyond: Vec::new(),
        kinetics: Kinetics::NoRule,
        checks: Vec::new(),
    };
    let Some(handling) = question.handling else { return journey };
    let sides = [(Side::Above, &handling.storage.upper), (Side::Below, &handling.storage.lower)];
    for (side, limit) in sides {
        let Some(limit) = limit else { continue };
        journey.excursions.extend(course.stretches(side, &limit.value, strict(limit)));
    }
    order::sort_by(&mut journey.excursions, |one, other| one.from.cmp(&other.from));
    journey.beyond = beyond(&course, handling, question, &journey.excursions);
    journey.kinetics = kinetics::of(&course, handling);
    journey.checks = rule::checks(&journey, handling);
    journey
}

/// Time beyond every temperature that the rules name: once for each row of the budget about it, else once.
fn beyond(course: &Course<'_>, handling: &Handling, question: &Question<'_>, excursions: &[Stretch]) -> Vec<Beyond> {
    let mut found = Vec::new();
    for (side, threshold) in thresholds(handling) {
        let stretches = course.stretches(side, &threshold, true);
        let seconds = stretches.iter().fold(Exact::zero(), |sum, stretch| sum + stretch.seconds());
        let end = match side {
            Side::Above => handling.storage.upper.as_ref(),
            Side::Below => handling.storage.lower.as_ref(),
        };
        // In the storage range a log may begin and end; beyond it something is cut off.
        let in_storage = end.is_some_and(|end| is_beyond(side, &end.value, &threshold, true));
        let cut = |stretch: &Stretch| stretch.side == side && stretch.is_open();
        let open = excursions.iter().any(cut) || !in_storage && stretches.iter().any(cut);
        let rows = handling.budget.iter().filter(|row| row.side == side && row.threshold.value.exact() == threshold);
        let mut budgets: Vec<Option<Budget>> = rows.map(|row| Some(budget(row, &seconds, question))).collect();
        if budgets.is_empty() {
            budgets.push(None);
        }
        let one = |budget| Beyond { side, threshold: threshold.clone(), seconds: seconds.clone(), open, budget };
        found.extend(budgets.into_iter().map(one));
    }
    found
}

/// Every temperature that the rules name, each once.
fn thresholds(handling: &Handling) -> Vec<(Side, Exact)> {
    let ranges = [Some(&handling.storage), handling.transport.as_ref().and_then(|rule| rule.readings.as_ref())];
    let mut thresholds: Vec<(Side, Exact)> = Vec::new();
    let mut add = |side, value: Exact| {
        if !thresholds.contains(&(side, value.clone())) {
            thresholds.push((side, value));
        }
    };
    for range in ranges.into_iter().flatten() {
        range.upper.iter().for_each(|limit| add(Side::Above, limit.value.clone()));
        range.lower.iter().for_each(|limit| add(Side::Below, limit.value.clone()));
    }
    handling.thaw.iter().for_each(|thaw| add(Side::Above, thaw.value.exact()));
    handling.budget.iter().for_each(|row| add(row.side, row.threshold.value.exact()));
    order::sort_by(&mut thresholds, |(one, first), (other, second)| one.cmp(other).then(first.cmp(second)));
    thresholds
}

/// A row of the budget after this many seconds in the log.
fn budget(row: &BudgetRow, seconds: &Exact, question: &Question<'_>) -> Budget {
    let known = |name: &String| question.used.iter().find(|(fact, _)| fact == name).map(|(_, used)| used.clone());
    let used = row.used.as_ref().map_or(Some(Exact::zero()), known);
    let left = used.as_ref().map(|used| row.at_most.seconds.clone() - used.clone() - seconds.clone());
    Budget { at_most: row.at_most.seconds.clone(), in_all: row.used.is_some(), used, left, source: row.source.clone() }
}

#[cfg(test)]
mod tests;

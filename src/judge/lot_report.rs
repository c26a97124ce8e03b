//! The report of one lot: the one truth that every format lays out.

use super::codes;
use super::compare::{margin, rounded};
use super::decision::DecisionStatement;
use super::life::LifeReport;
use super::outcome::{Flags, Outcome, Verdict};
use super::rows_by_point::compare_points;
use crate::data::{Determination, LotFacts};
use crate::finding::{Code, Finding};
use crate::order;
use crate::quantity::{Bounded, Exact, Unit};
use crate::source::Place;
use crate::spec::{Alternative, Assessment, Criterion, Plan, Specification, Test};
use std::borrow::Cow;
use std::ops::Range;

/// What was judged of one lot, and how.
#[derive(Debug)]
pub struct LotReport<'a> {
    /// The lot id as written.
    pub lot: &'a str,
    /// The specification it was judged against.
    pub spec: &'a Specification,
    /// Why this version of the specification was chosen, when there was a choice.
    pub spec_choice: Option<String>,
    /// The part of the specification that was judged, when not all of it: `stage drug substance`.
    pub scope: Option<String>,
    /// Conformity of the lot.
    pub verdict: Verdict,
    /// Every test of the specification in its order; further time points of a stability study follow their test.
    pub tests: Vec<TestReport<'a>>,
    /// The determinations of the lot, grouped by test and time point, in file order within; rows that name no test stand
    /// in [`LotReport::findings`].
    pub determinations: Vec<Determination<'a>>,
    /// Corrections: positions in [`LotReport::determinations`] of a row and of the row that took its place; in file order of
    /// the rows within a test.
    pub corrections: Vec<(usize, usize)>,
    /// How each determination was used, beside [`LotReport::determinations`].
    pub uses: Vec<Use>,
    /// What is wrong with the lot beyond single tests; an error here makes the lot not evaluable.
    pub findings: Vec<Finding>,
    /// Facts from the lot file.
    pub facts: Option<&'a LotFacts>,
    /// Lots that this one was made from and that the run has no result of.
    pub parents_not_judged: Vec<String>,
    /// What dates, times of use and freeze-thaw cycles come to; `None` where nothing is known of them and nothing asked.
    pub life: Option<Box<LifeReport<'a>>>,
}

impl<'a> LotReport<'a> {
    /// The determinations that a test report rests on, each with its use.
    pub fn determinations_of(&self, test: &TestReport<'a>) -> impl Iterator<Item = (&Determination<'a>, Use)> {
        self.determinations[test.rows.clone()].iter().zip(self.uses[test.rows.clone()].iter().copied())
    }

    /// The determination that corrects this one, if any does.
    pub fn correction_of(&self, determination: &Determination<'a>) -> Option<&Determination<'a>> {
        let at = |position: usize| self.determinations.get(position);
        let is = |old: usize| at(old).is_some_and(|row| std::ptr::eq(row, determination));
        self.corrections.iter().find(|(old, _)| is(*old)).and_then(|(_, new)| at(*new))
    }

    /// The determination that this one corrects, if it does.
    pub fn corrected_by(&self, correction: &Determination<'a>) -> Option<&Determination<'a>> {
        let at = |position: usize| self.determinations.get(position);
        let is = |new: usize| at(new).is_some_and(|row| std::ptr::eq(row, correction));
        self.corrections.iter().find(|(_, new)| is(*new)).and_then(|(old, _)| at(*old))
    }

    /// How many tests have this outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.tests.iter().filter(|test| test.outcome == outcome).count()
    }

    /// Whether a person has to be told that the specification is not in force.
    pub fn is_draft(&self) -> bool {
        self.spec.status == crate::spec::Status::Draft
    }
}

/// How a determination entered the judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It is part of the reportable value, or stands for it.
    Counted,
    /// A control, blank or reference that was looked at.
    Control,
    /// Invalidated with a complete record: printed, not counted.
    Invalidated,
    /// Declared invalid without a complete record: still judged.
    Contested,
    /// A retest that does not count because the original stands.
    RetestNotCounted,
    /// An original that stands where retests give the value, and is not averaged with them; where the test has a result, it meets
    /// the criterion by itself.
    Standing,
    /// A reading before the end of the incubation, superseded by a later one.
    Interim,
    /// Corrected by another row with a complete record: printed, not counted.
    Corrected,
    /// A correction that does not count: its record is incomplete, or it does not fit what it corrects.
    CorrectionNotCounted,
    /// The same row again: counted once.
    Duplicate,
    /// Not used: the test could not be evaluated, or the row carries no value.
    Unused,
}

impl Use {
    /// Every use.
    pub const ALL: [Use; 11] = [
        Use::Counted,
        Use::Control,
        Use::Invalidated,
        Use::Contested,
        Use::RetestNotCounted,
        Use::Standing,
        Use::Interim,
        Use::Corrected,
        Use::CorrectionNotCounted,
        Use::Duplicate,
        Use::Unused,
    ];

    /// Whether a row of this use stands for no run: it is void, superseded, or the same again.
    pub fn is_set_aside(self) -> bool {
        matches!(self, Use::Duplicate | Use::Invalidated | Use::Interim)
    }

    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Use::Counted => "counted",
            Use::Control => "control",
            Use::Invalidated => "invalidated",
            Use::Contested => "contested",
            Use::RetestNotCounted => "retest not counted",
            Use::Standing => "stands beside retests",
            Use::Interim => "interim",
            Use::Corrected => "corrected",
            Use::CorrectionNotCounted => "correction not counted",
            Use::Duplicate => "duplicate",
            Use::Unused => "unused",
        }
    }
}

/// One test in one lot, at one time point.
#[derive(Debug)]
pub struct TestReport<'a> {
    /// The test.
    pub test: &'a Test,
    /// Position in [`Specification::tests`].
    pub index: usize,
    /// Release, or a time point of a stability study.
    pub point: Point<'a>,
    /// What became of it.
    pub outcome: Outcome,
    /// Signs beside the outcome.
    pub flags: Flags,
    /// What was compared with the criterion.
    pub reportable: Option<Reportable<'a>>,
    /// The criterion that applied; `None` for a panel, or when none could be chosen.
    pub criterion: Option<&'a Alternative>,
    /// What the decision rests on beside the value; `None` when the rule is simple and no uncertainty is stated.
    pub decision: Option<Box<DecisionStatement>>,
    /// Whether it failed only because its decision rule did not accept a value inside its limits: in a `none of` panel this
    /// is no evidence that the limit was not met.
    pub refused: bool,
    /// Whether retests took the place of the result under a plan of their own.
    pub by_retest: bool,
    /// For `% of label` limits: the label claim that applied.
    pub label_claim: Option<Box<crate::spec::Quantity>>,
    /// What the result is at most, before it is related to a label claim, where determinations lie below the limits of detection or
    /// quantitation of their own rows; what is computed from it takes this. `None` where none does.
    pub below_own_limit: Option<Bounded>,
    /// Positions in [`LotReport::determinations`].
    pub rows: Range<usize>,
    /// Why the outcome is what it is; empty for a plain pass.
    pub reasons: Vec<Reason>,
    /// Unit conversions that were made, each once: from, to.
    pub conversions: Vec<(Unit, Unit)>,
    /// Whether a panel that counts was judged at this point and has this test among its members.
    pub decided_by_panel: bool,
}

impl TestReport<'_> {
    /// Whether the result was contested, or repeated, without what makes that count. It may fail the lot all the same, and
    /// settles nothing else: no panel that asks for its absence, no attribute that is computed from it.
    pub(super) fn is_contested(&self) -> bool {
        self.lacks_record() || self.reasons.iter().any(|reason| reason.code == &codes::RETEST_NOT_COUNTED)
    }

    /// Whether a determination was declared invalid without a complete record: what fails by it is not for a second stage to
    /// settle.
    pub(super) fn lacks_record(&self) -> bool {
        self.reasons.iter().any(|reason| reason.code == &codes::INVALIDATION_RECORD_INCOMPLETE)
    }

    /// Distance from the compared value to the nearest limit in percent of that limit (one-sided) or of half the range
    /// (two-sided); negative outside. `None` without numeric limits, without a value, when a censored value allows no
    /// statement, and when the limit is zero.
    pub fn margin(&self) -> Option<f64> {
        let (Criterion::Numeric(limits) | Criterion::Label(limits)) = &self.criterion?.criterion else { return None };
        match &self.reportable.as_ref()?.value {
            // A bound that allows no statement has no distance; a value in a guard band has.
            ReportableValue::Number { bound, .. } if bound.is_none() || self.outcome != Outcome::Inconclusive => {
                margin(limits, &self.compared()?)
            }
            _ => None,
        }
    }

    /// The reportable number as it stands beside its criterion: rounded once, by the rule of the test, to the digits of the
    /// limits; unrounded when the rule says so or there are no numeric limits. `None` without a number.
    pub fn compared(&self) -> Option<Exact> {
        let ReportableValue::Number { exact, compared, .. } = &self.reportable.as_ref()?.value else { return None };
        let limits = match self.criterion.map(|alternative| &alternative.criterion) {
            Some(Criterion::Numeric(limits) | Criterion::Label(limits)) => Some(limits),
            _ => None,
        };
        let rounded = || rounded(limits?, exact, self.test.rounding);
        Some(compared.as_deref().cloned().or_else(rounded).unwrap_or_else(|| exact.clone()))
    }

    /// Whether this outcome keeps the lot from conforming: the test is required and not met. A member of a panel counts
    /// its own `fail` through the panel only, provided that the panel itself was judged and counts.
    pub fn counts(&self) -> bool {
        self.test.required && !(self.outcome == Outcome::Fail && self.decided_by_panel)
    }

    /// Whether it fails without a word in the verdict: neither required nor a member of a panel that counts.
    pub fn fails_aside(&self) -> bool {
        !self.test.required && self.outcome == Outcome::Fail && !self.decided_by_panel
    }

    /// Whether it was begun and has no result to go by, without a word in the verdict.
    pub fn is_open_aside(&self) -> bool {
        let is_open =
            matches!(self.outcome, Outcome::Missing | Outcome::Pending | Outcome::Invalid | Outcome::Inconclusive);
        !self.test.required && !self.decided_by_panel && is_open
    }
}

impl<'a> TestReport<'a> {
    /// The plan by which determinations become the reportable value: that of the retest where its determinations count. `None` for
    /// a panel.
    pub fn plan(&self) -> Option<&'a Plan> {
        let Assessment::Measured(measured) = &self.test.assessment else { return None };
        Some(measured.retest.as_ref().filter(|_| self.by_retest).unwrap_or(&measured.plan))
    }
}

impl<'a> LotReport<'a> {
    /// The stability time points at which a test came to a result, each once, in the order of time.
    pub fn stability_points(&self) -> Vec<Point<'a>> {
        let concluded = |test: &&TestReport<'a>| {
            matches!(test.point, Point::Stability { .. })
                && matches!(test.outcome, Outcome::Pass | Outcome::Fail | Outcome::Reported)
        };
        let mut points: Vec<Point<'a>> = self.tests.iter().filter(concluded).map(|test| test.point).collect();
        order::sort_by(&mut points, compare_points);
        points.dedup();
        points
    }
}

/// The point in the life of the lot at which a test was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point<'a> {
    /// Release (or the test's own stage).
    Release,
    /// A stability time point, as written in the data.
    Stability {
        /// `time` and `time_unit` cells.
        time: &'a str,
        /// Unit of the time.
        time_unit: &'a str,
        /// `condition` cell.
        condition: &'a str,
        /// `container` cell.
        container: &'a str,
        /// `orientation` cell.
        orientation: &'a str,
    },
    /// A time point in use, counted from thaw, reconstitution or opening, or a number of freeze-thaw cycles.
    InUse {
        /// `time` cell.
        time: &'a str,
        /// Unit of the time, or `cycles`.
        time_unit: &'a str,
        /// `condition` cell.
        condition: &'a str,
    },
}

/// What is compared with the criterion.
#[derive(Clone, Debug)]
pub struct Reportable<'a> {
    /// What kind of value it is.
    pub value: ReportableValue<'a>,
    /// How many determinations it rests on.
    pub n: usize,
}

/// The reportable value itself.
#[derive(Clone, Debug)]
pub enum ReportableValue<'a> {
    /// A number.
    Number {
        /// At full precision, in `unit`.
        exact: Exact,
        /// As compared, where the comparison needed it; [`TestReport::compared`] always knows it.
        compared: Option<Box<Exact>>,
        /// Whether the true value is only known to lie below or above `exact`.
        bound: Option<BoundKind>,
        /// The unit of the criterion.
        unit: &'a Unit,
        /// Whether its digits do not end (the root of a geometric mean, a CV, a standard deviation) or were estimated.
        floating: bool,
    },
    /// A qualitative result in the words of the data, normalised.
    Text(Cow<'a, str>),
    /// For a panel: what was found about its members.
    Panel(String),
}

/// On which side of the stated number a censored value lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BoundKind {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
}

impl BoundKind {
    /// The kind of this sign, as reports write it.
    pub fn by_sign(sign: &str) -> Option<BoundKind> {
        Some(match sign {
            "<" => BoundKind::Below,
            "<=" => BoundKind::AtMost,
            ">" => BoundKind::Above,
            ">=" => BoundKind::AtLeast,
            _ => return None,
        })
    }

    /// What is known of a value whose number is `number`: itself without a kind, else on which side of it it lies.
    pub fn bounded(kind: Option<BoundKind>, number: Exact) -> Bounded {
        match kind {
            None => Bounded::Exact(number),
            Some(BoundKind::Below) => Bounded::Below { bound: number, inclusive: false },
            Some(BoundKind::AtMost) => Bounded::Below { bound: number, inclusive: true },
            Some(BoundKind::Above) => Bounded::Above { bound: number, inclusive: false },
            Some(BoundKind::AtLeast) => Bounded::Above { bound: number, inclusive: true },
        }
    }
}

/// Why an outcome is what it is.
#[derive(Clone, Debug)]
pub struct Reason {
    /// Which kind.
    pub code: &'static Code,
    /// One sentence with the numbers.
    pub message: String,
    /// The cell, where there is one.
    pub place: Option<Place>,
    /// The clause, where there is one.
    pub clause: Option<Place>,
    /// What to do.
    pub help: Option<String>,
}

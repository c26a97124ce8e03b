//! The evaluation of a study: points to tests, tests to one claim.

use super::accelerated::{self, Accelerated};
use super::claim::{Claim, Proposal, ProposalOrigin, Standing, Supported, Term};
use super::codes;
use super::coverage::{Coverage, coverage};
use super::decay::{FittedCurves, curves, decay_of};
use super::out_of_trend::{OutOfTrend, out_of_trend};
use super::point::{JudgedPoint, PointValue};
use super::pulls::{Pull, PullStatus, pulls};
use super::random_batches::{RandomBatches, random_batches};
use super::regression::{Fitted, choices, fit};
use super::release::{AtRelease, at_release};
use super::series::{Group, groups, repeated};
use super::significant_change::{AtCondition, SignificantChanges, at_condition};
use super::study_file::Study;
use crate::data::folded_condition;
use crate::finding::{Code, Finding, Severity, did_you_mean};
use crate::judge::Outcome;
use crate::order;
use crate::quantity::{Duration, Exact};
use crate::spec::{
    Assessment, ConditionKind, Conditions, Criterion, Extrapolation, Measured, ProductClass, Specification, Storage,
    Test, Trend,
};
use crate::stats::shelf_life::{self as q1e, Ceiling, LongTermData, ShelfLifeError, SignificantChange};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Everything that is neither specification nor data.
#[derive(Clone, Debug)]
pub struct Circumstances {
    /// The day of the evaluation.
    pub as_of: Date,
    /// The proposal of the command line.
    pub proposal: Option<Duration>,
    /// The study as planned.
    pub study: Option<Study>,
}

/// What a study comes to.
#[derive(Debug)]
pub struct StudyReport<'s> {
    /// The specification.
    pub spec: &'s Specification,
    /// The day of the evaluation.
    pub as_of: Date,
    /// The study as planned.
    pub study: Option<Study>,
    /// The condition of the long-term data.
    pub long_term: Option<String>,
    /// Tests with a criterion to the end of the shelf life, in the order of the specification; others where they fail.
    pub tests: Vec<TestEvaluation<'s>>,
    /// What accelerated and intermediate storage showed.
    pub changes: SignificantChanges,
    /// Points at other conditions than long term, by test, batch and time.
    pub others: Vec<(ConditionKind, JudgedPoint)>,
    /// Pulls against the plan; empty without a study file.
    pub pulls: Vec<Pull>,
    /// The claim.
    pub claim: Claim,
    /// What there is to say, in the order of places.
    pub findings: Vec<Finding>,
}

/// What one test comes to.
#[derive(Debug)]
pub struct TestEvaluation<'s> {
    /// The test.
    pub test: &'s Test,
    /// Its groups by container, orientation and strength.
    pub groups: Vec<GroupEvaluation>,
    /// The group that ends first, by position.
    pub governing: usize,
}

impl TestEvaluation<'_> {
    /// The group that ends first.
    pub fn shortest(&self) -> Option<&GroupEvaluation> {
        self.groups.get(self.governing)
    }
}

/// What the long-term points of a test in one group come to.
#[derive(Debug)]
pub struct GroupEvaluation {
    /// The points.
    pub group: Group,
    /// Real-time coverage.
    pub coverage: Coverage,
    /// The regression.
    pub statistics: Statistics,
    /// The ceiling of the decision table.
    pub ceiling: Ceiling,
    /// The same in months.
    pub ceiling_months: f64,
    /// The ceiling were extrapolation agreed, with its months; `None` where that changes nothing.
    pub agreed_ceiling: Option<(Ceiling, f64)>,
    /// How long the group keeps by its data.
    pub supported: Supported,
    /// The same were every open result to pass; `None` where none shortens it.
    pub if_closed: Option<Supported>,
    /// The same were extrapolation agreed.
    pub if_agreed: Option<Supported>,
    /// Kinetics with the data of other conditions, as support; or why they say nothing. `None`: there are no such data.
    pub accelerated: Option<Result<Accelerated, String>>,
    /// What must hold at release for the proposal, else for what is supported; empty without a statistical claim.
    pub at_release: Vec<AtRelease>,
    /// Results that are not what was to be expected; `None` without a regression.
    pub out_of_trend: Option<OutOfTrend>,
    /// Batches to come by a mixed model, as information; `None` with few batches.
    pub random_batches: Option<Result<RandomBatches, ShelfLifeError>>,
}

/// What a regression says.
#[derive(Debug)]
pub enum Statistics {
    /// It carries a claim.
    Evaluated(Box<Fitted>),
    /// Curves of decay carry a claim, because the specification names one.
    Curves(Box<FittedCurves>),
    /// It carries none.
    NoClaim {
        /// Why, in words.
        why: Vec<String>,
        /// The numbers as information, where there are any.
        fitted: Option<Box<Fitted>>,
        /// Whether the results are words, which no statistics can be made of: the decision table has rows for them.
        words: bool,
    },
}

impl Statistics {
    /// The regression that carries a claim.
    pub fn evaluated(&self) -> Option<&Fitted> {
        match self {
            Statistics::Evaluated(fitted) => Some(fitted),
            Statistics::Curves(_) | Statistics::NoClaim { .. } => None,
        }
    }

    /// The regression, though it may carry no claim.
    pub fn fitted(&self) -> Option<&Fitted> {
        match self {
            Statistics::Evaluated(fitted) => Some(fitted),
            Statistics::NoClaim { fitted, .. } => fitted.as_deref(),
            Statistics::Curves(_) => None,
        }
    }

    /// Whether the results are words, of which no statistics can be made.
    pub fn are_words(&self) -> bool {
        matches!(self, Statistics::NoClaim { words: true, .. })
    }

    /// Whether lines or curves carry a claim.
    pub fn carries(&self) -> bool {
        !matches!(self, Statistics::NoClaim { .. })
    }

    /// Where the earliest bound that carries a claim meets its limit, in months; `None`: nowhere, or there is no claim.
    pub fn months(&self) -> Option<f64> {
        match self {
            Statistics::Evaluated(fitted) => fitted.months(),
            Statistics::Curves(curves) => curves.earliest().map(|(_, months)| months),
            Statistics::NoClaim { .. } => None,
        }
    }
}

/// Evaluates a study. `points` are the judged points of all batches, in any order.
pub fn evaluate<'s>(spec: &'s Specification, points: Vec<JudgedPoint>, given: Circumstances) -> StudyReport<'s> {
    let mut work = Work { spec, findings: Vec::new(), study: given.study.as_ref() };
    let conditions = work.conditions(&points);
    if points.is_empty() {
        let help = "stability rows have the stage `stability`, or none, and a time";
        work.say(&codes::NO_STABILITY_RESULTS, "there is no stability result".to_owned(), None, help);
    }
    let classified = work.classified(points, &conditions);
    work.check_pull_dates(&classified);
    work.check_pull_days(&classified, given.as_of);
    work.check_batches(&classified);
    let of = |kind: ConditionKind| classified.iter().filter(move |(one, _)| *one == kind).map(|(_, point)| point);
    let long_term: Vec<&JudgedPoint> = of(ConditionKind::LongTerm).collect();
    let changes = work.changes(&classified, &long_term);
    let mut tests = work.tests(&classified, &changes, &conditions);
    let pulls = work.pulls(&classified, given.as_of);
    let claim = work.claim(&tests, given.proposal);
    work.at_release(&mut tests, &claim);
    let mut findings = work.findings;
    order::sort_by(&mut findings, Finding::worst_first);
    findings.dedup();
    let mut others: Vec<(ConditionKind, JudgedPoint)> =
        classified.iter().filter(|(kind, _)| *kind != ConditionKind::LongTerm).cloned().collect();
    order::sort_by(&mut others, |(a, one), (b, two)| {
        (a, one.test, &one.batch, &one.months).cmp(&(b, two.test, &two.batch, &two.months))
    });
    let long_term = conditions.of(ConditionKind::LongTerm).map(|one| one.text.clone());
    let long_term = long_term.or_else(|| only_condition(&classified));
    StudyReport {
        spec,
        as_of: given.as_of,
        study: given.study,
        long_term,
        tests,
        changes,
        others,
        pulls,
        claim,
        findings,
    }
}

fn only_condition(points: &[(ConditionKind, JudgedPoint)]) -> Option<String> {
    points.first().map(|(_, point)| point.condition.clone()).filter(|text| !text.is_empty())
}

fn measured(test: &Test) -> Option<&Measured> {
    match &test.assessment {
        Assessment::Measured(measured) => Some(measured),
        Assessment::Panel(_) => None,
    }
}

/// Whether a test says itself how it ends the shelf life.
fn says_shelf_life(test: &Test) -> bool {
    measured(test).is_some_and(|measured| !measured.shelf_life.is_empty() || measured.trend.is_some())
}

/// The specification and the plan while points are evaluated.
struct Work<'w, 's> {
    spec: &'s Specification,
    study: Option<&'w Study>,
    findings: Vec<Finding>,
}

impl<'s> Work<'_, 's> {
    /// Whether a test ends the shelf life: one that says so, or, where none does, every test with determinations, whose
    /// `accept` holds to the end.
    fn is_due(&self, test: &Test) -> bool {
        let any = self.spec.tests.iter().any(says_shelf_life);
        if any { says_shelf_life(test) } else { measured(test).is_some() }
    }

    fn say(&mut self, code: &'static Code, message: String, point: Option<&JudgedPoint>, help: &str) {
        let finding = Finding::new(code, message);
        let finding = match point.and_then(|point| point.place.clone()) {
            Some(place) => finding.at(place, 1),
            None => finding,
        };
        self.findings.push(if help.is_empty() { finding } else { finding.help(help) });
    }

    /// The conditions of the study, else of the specification.
    fn conditions(&mut self, points: &[JudgedPoint]) -> Conditions {
        let own = self.study.and_then(|study| study.conditions.clone());
        let written = || self.spec.stability.as_deref().map(|stability| stability.conditions.clone());
        let conditions = own.or_else(written).unwrap_or_default();
        let several = |point: &&JudgedPoint| {
            points.first().is_some_and(|first| folded_condition(&first.condition) != folded_condition(&point.condition))
        };
        if conditions.of(ConditionKind::LongTerm).is_none()
            && let Some(other) = points.iter().find(several)
        {
            let message = "the data have several conditions, and nothing says which one is long term".to_owned();
            let help =
                "write `conditions: {long term: 5 °C}` under `stability` of the specification, or into the study file";
            self.say(&codes::CONDITION_NOT_IN_STUDY, message, Some(other), help);
        }
        conditions
    }

    /// Each point with the kind of its condition; points of unknown ones are reported and left out.
    fn classified(&mut self, points: Vec<JudgedPoint>, conditions: &Conditions) -> Vec<(ConditionKind, JudgedPoint)> {
        let nothing_said = conditions.iter().next().is_none();
        let mut classified = Vec::new();
        for point in points {
            let same = |text: &str| folded_condition(text) == folded_condition(&point.condition);
            let kind = conditions.iter().find(|one| same(&one.text)).map(|one| one.kind);
            let kind = kind.or(nothing_said.then_some(ConditionKind::LongTerm));
            match kind {
                Some(kind) => classified.push((kind, point)),
                None => {
                    let known: Vec<&str> = conditions.iter().map(|one| one.text.as_str()).collect();
                    let message = match point.condition.as_str() {
                        "" => format!("{} at {}: no condition is given", point.batch, point.time),
                        text => format!("{} at {}: `{text}` is not a condition of the study", point.batch, point.time),
                    };
                    let help = match did_you_mean(&point.condition, known.iter().copied()) {
                        Some(close) => format!("did you mean `{close}`?"),
                        None => format!("the conditions are {}", known.join(", ")),
                    };
                    self.say(&codes::CONDITION_NOT_IN_STUDY, message, Some(&point), &help);
                }
            }
        }
        // Nothing may depend on the order of rows.
        order::sort_by(&mut classified, |(a, one), (b, two)| {
            (a, one.test, &one.batch, &one.months, &one.container, &one.orientation).cmp(&(
                b,
                two.test,
                &two.batch,
                &two.months,
                &two.container,
                &two.orientation,
            ))
        });
        classified
    }

    fn check_batches(&mut self, points: &[(ConditionKind, JudgedPoint)]) {
        let Some(study) = self.study else { return };
        let mut seen: Vec<&str> = Vec::new();
        for (_, point) in points {
            if seen.contains(&point.batch.as_str()) {
                continue;
            }
            seen.push(&point.batch);
            match study.batch(&point.batch) {
                None => {
                    let help = match did_you_mean(&point.batch, study.batches.iter().map(|batch| batch.id.as_str())) {
                        Some(close) => format!("did you mean `{close}`?"),
                        None => format!("add it under `batches` of {}", study.file),
                    };
                    let message = format!("batch `{}` is not in the study {}", point.batch, study.id);
                    self.say(&codes::BATCH_NOT_IN_STUDY, message, Some(point), &help);
                }
                Some(batch) if !batch.represented_by.is_empty() => {
                    let message = format!("batch `{}` is represented by others, and has results", batch.id);
                    self.say(&codes::DESIGN_NOT_FOLLOWED, message, Some(point), "remove `represented_by`");
                }
                Some(_) => {}
            }
        }
        for batch in study.batches.iter().filter(|batch| batch.represented_by.is_empty()) {
            if !seen.contains(&batch.id.as_str()) {
                let message = format!("batch `{}` of the study {} has no result in the data", batch.id, study.id);
                let width = u32::try_from(batch.id.chars().count()).unwrap_or(1);
                let finding = Finding::new(&codes::BATCH_NOT_IN_STUDY, message).at(batch.place.clone(), width);
                self.findings.push(finding.help("supply its results, or take it out of the study file"));
            }
        }
    }

    /// Nothing is pulled before it went into storage, and nothing in the future.
    fn check_pull_days(&mut self, points: &[(ConditionKind, JudgedPoint)], as_of: Date) {
        for (_, point) in points {
            let Some(day) = point.pulled else { continue };
            let start = self.study.and_then(|study| study.batch(&point.batch)).and_then(|batch| batch.start);
            let at = format!("{} at {}: pulled on {day}", point.batch, point.time);
            let message = match start {
                Some(start) if day < start => format!("{at}, before the batch went into storage on {start}"),
                _ if day > as_of => format!("{at}, after the day of the evaluation, {as_of}"),
                _ => continue,
            };
            self.say(&codes::PULL_DATE_IMPOSSIBLE, message, Some(point), "correct the date");
        }
    }

    /// The results of one pull share its day.
    fn check_pull_dates(&mut self, points: &[(ConditionKind, JudgedPoint)]) {
        type Pulled<'p> = BTreeMap<(ConditionKind, &'p str, &'p Exact, &'p str), &'p JudgedPoint>;
        let mut first: Pulled<'_> = BTreeMap::new();
        let mut apart: Vec<(&JudgedPoint, Date, Date)> = Vec::new();
        for (kind, point) in points {
            let Some(day) = point.pulled else { continue };
            let known = first.entry((*kind, &point.batch, &point.months, &point.container)).or_insert(point);
            if let Some(other) = known.pulled.filter(|other| *other != day) {
                apart.push((point, other, day));
            }
        }
        for (point, one, other) in apart {
            let message = format!("{} at {}: pulled on {one} and on {other}", point.batch, point.time);
            self.say(&codes::PULL_DATES_DISAGREE, message, Some(point), "correct the date, or the time point");
        }
    }

    fn changes(&mut self, points: &[(ConditionKind, JudgedPoint)], long_term: &[&JudgedPoint]) -> SignificantChanges {
        let of = |kind: ConditionKind| -> Vec<&JudgedPoint> {
            points.iter().filter(|(one, _)| *one == kind).map(|(_, point)| point).collect()
        };
        let due: Vec<usize> = (0..self.spec.tests.len())
            .filter(|index| self.spec.tests.get(*index).is_some_and(|test| self.is_due(test)))
            .filter(|index| long_term.iter().any(|point| point.test == *index))
            .collect();
        let at = |kind| at_condition(self.spec, kind, &of(kind), long_term, &due, self.study);
        let changes = SignificantChanges {
            accelerated: at(ConditionKind::Accelerated),
            intermediate: at(ConditionKind::Intermediate),
        };
        let stated = self.study.map(|study| [study.accelerated, study.intermediate]).unwrap_or_default();
        for (found, stated) in [&changes.accelerated, &changes.intermediate].into_iter().zip(stated) {
            let changed = matches!(found.change, SignificantChange::Later | SignificantChange::WithinThreeMonths);
            if stated == Some(SignificantChange::None) && changed {
                let message = format!("{}: no significant change is stated, and {}", found.kind.as_str(), found.reason);
                self.say(
                    &codes::ACCELERATED_STATEMENT_CONTRADICTED,
                    message,
                    None,
                    "remove the statement from the study file",
                );
            }
        }
        changes
    }

    fn tests(
        &mut self,
        classified: &[(ConditionKind, JudgedPoint)],
        changes: &SignificantChanges,
        conditions: &Conditions,
    ) -> Vec<TestEvaluation<'s>> {
        let mut evaluated = Vec::new();
        for (index, test) in self.spec.tests.iter().enumerate() {
            let of_test = |long_term: bool| -> Vec<JudgedPoint> {
                let of_test = classified.iter().filter(|(_, point)| point.test == index);
                let wanted = of_test.filter(|(kind, _)| (*kind == ConditionKind::LongTerm) == long_term);
                wanted.map(|(_, point)| point.clone()).collect()
            };
            let points = of_test(true);
            self.check_outcomes(test, &points);
            let due = self.is_due(test);
            if says_shelf_life(test) && points.is_empty() && test.required {
                let message = format!("{} has no long-term result", test.id);
                self.say(
                    &codes::NO_LONG_TERM_DATA,
                    message,
                    None,
                    "supply the results, or set the test `required: false`",
                );
            }
            let failed = points.iter().any(|point| point.outcome == Outcome::Fail);
            if points.is_empty() || !(due || failed) {
                continue;
            }
            let others = of_test(false);
            let open: Vec<JudgedPoint> =
                others.iter().filter(|point| point.outcome != Outcome::Fail).cloned().collect();
            self.check_outcomes(test, &open);
            let others = groups(others, self.study);
            let grouped = groups(points, self.study);
            self.check_containers(test, &grouped);
            let groups: Vec<GroupEvaluation> = grouped
                .into_iter()
                .map(|group| {
                    let accelerated = self.accelerated(test, &group, &others, conditions);
                    GroupEvaluation { accelerated, ..self.group(test, group, changes) }
                })
                .collect();
            let shortest =
                groups.iter().enumerate().min_by(|(_, a), (_, b)| a.supported.months.total_cmp(&b.supported.months));
            let governing = shortest.map_or(0, |(at, _)| at);
            evaluated.push(TestEvaluation { test, groups, governing });
        }
        evaluated
    }

    /// A group without a container or an orientation beside one that has it.
    fn check_containers(&mut self, test: &Test, groups: &[Group]) {
        for (what, of) in [("container", Group::container as fn(&Group) -> &str), ("orientation", Group::orientation)] {
            let Some(named) = groups.iter().map(of).find(|text| !text.is_empty()) else { continue };
            for group in groups.iter().filter(|group| of(group).is_empty()) {
                let Some(point) = group.points().next() else { continue };
                let message = format!("{} of {}: no {what} is named, and others name `{named}`", test.id, point.batch);
                let help = "fill the column in every row, or name it in the study file";
                self.say(&codes::CONTAINER_NOT_SAID, message, Some(point), help);
            }
        }
    }

    fn check_outcomes(&mut self, test: &Test, points: &[JudgedPoint]) {
        for point in points {
            let at = format!("{} of {} at {}", test.id, point.batch, point.time);
            match point.outcome {
                Outcome::Fail => {
                    let criterion = point.criterion.as_ref().map_or("", |criterion| criterion.text.as_str());
                    let message = format!("{at}: {} does not meet `{criterion}`", point.words);
                    let help = "investigate it; the shelf life ends at the last time before it";
                    self.say(&codes::OUT_OF_SPECIFICATION_ON_STABILITY, message, Some(point), help);
                }
                Outcome::NotEvaluable => {
                    let message = format!("{at}: {}", point.reason);
                    let help = "run `evqc check --stage \"shelf life\"` on the data";
                    self.say(&codes::STABILITY_RESULT_NOT_EVALUABLE, message, Some(point), help);
                }
                Outcome::Pass | Outcome::Reported | Outcome::NotApplicable => {}
                open => {
                    let message = format!("{at} is {}: {}", open.as_str().replace('_', " "), point.reason);
                    self.say(&codes::STABILITY_RESULT_OPEN, message, Some(point), "supply the result when it is there");
                }
            }
        }
    }

    /// Kinetics of a group with the points of the same container, orientation and strength at other conditions.
    fn accelerated(
        &self,
        test: &Test,
        group: &Group,
        others: &[Group],
        conditions: &Conditions,
    ) -> Option<Result<Accelerated, String>> {
        let same = others.iter().find(|other| other.name() == group.name())?;
        let storage = self.spec.stability.as_deref().map(|stability| stability.storage);
        let trend = measured(test).and_then(|measured| measured.trend.as_deref());
        accelerated::of_group(group, same, conditions, storage, trend)
    }

    fn group(&mut self, test: &Test, group: Group, changes: &SignificantChanges) -> GroupEvaluation {
        for batch in &group.batches {
            if let Some((one, other)) = repeated(batch) {
                let message = format!(
                    "{} of {} has two results at one time: {} and {}",
                    test.id, batch.batch, one.time, other.time
                );
                let help = "write the time and the container of one pull in one way";
                self.say(&codes::SAME_PULL_TWICE, message, Some(other), help);
            }
        }
        let coverage = coverage(&group.batches, self.study);
        let statistics = statistics(test, &group);
        self.remark_on(test, &group, &statistics);
        self.remark_on_young(test, &statistics);
        let out_of_trend = statistics.fitted().map(out_of_trend);
        self.remark_on_trend(test, &group, out_of_trend.as_ref());
        let long_term = coverage.months.to_f64();
        let ceiling = self.ceiling(changes, &statistics, &coverage, false);
        let agreed = self.ceiling(changes, &statistics, &coverage, true);
        let months = |ceiling: &Ceiling| ceiling.months(long_term).unwrap_or(long_term);
        let agreed = Some(agreed).filter(|agreed| months(agreed) > months(&ceiling));
        let if_closed = supported(&coverage, &statistics, months(&ceiling));
        let supported_now = before_open(if_closed, &coverage);
        GroupEvaluation {
            supported: supported_now,
            if_closed: (if_closed != supported_now).then_some(if_closed),
            if_agreed: agreed
                .as_ref()
                .map(|agreed| before_open(supported(&coverage, &statistics, months(agreed)), &coverage)),
            ceiling_months: months(&ceiling),
            agreed_ceiling: agreed.map(|agreed| (agreed, months(&agreed))),
            random_batches: statistics.evaluated().and_then(random_batches),
            ceiling,
            statistics,
            coverage,
            group,
            accelerated: None,
            at_release: Vec::new(),
            out_of_trend,
        }
    }

    fn remark_on(&mut self, test: &Test, group: &Group, statistics: &Statistics) {
        let name = group.name();
        let what = if name.is_empty() { test.id.clone() } else { format!("{} ({name})", test.id) };
        match statistics {
            Statistics::NoClaim { why, .. } => {
                let message = format!("{what}: {}", why.join("; "));
                self.say(
                    &codes::NO_STATISTICAL_CLAIM,
                    message,
                    None,
                    "the claim is what the batches have shown in real time",
                );
            }
            Statistics::Evaluated(fitted) if fitted.crossing().by_widening_only => {
                let batch = fitted.batch(fitted.crossing().batch);
                let message = format!("{what}: the line of {batch} does not go towards the limit; its bound widens");
                self.say(&codes::CROSSING_BY_WIDENING_ONLY, message, None, "collect later time points");
            }
            Statistics::Evaluated(_) | Statistics::Curves(_) => {}
        }
    }

    fn remark_on_young(&mut self, test: &Test, statistics: &Statistics) {
        for batch in statistics.fitted().iter().flat_map(|fitted| &fitted.young) {
            let message = format!("{}: batch {batch} has fewer than three times; three others carry the line", test.id);
            self.say(&codes::BATCH_NOT_IN_REGRESSION, message, None, "");
        }
    }

    fn remark_on_trend(&mut self, test: &Test, group: &Group, trend: Option<&OutOfTrend>) {
        let Some(trend) = trend else { return };
        for (method, looked) in trend.methods() {
            let out = looked.iter().flatten().filter(|(_, point)| point.is_out_of_trend() == Some(true));
            for (batch, found) in out {
                let same = |point: &&JudgedPoint| point.batch == *batch && point.months.to_f64() == found.time;
                let Some(point) = group.points().find(same) else { continue };
                let message = format!("{} of {batch} at {}: out of trend by {method}", test.id, point.time);
                self.say(&codes::OUT_OF_TREND, message, Some(point), "investigate it; it is evaluated as it stands");
            }
        }
    }

    /// What must hold at release for the proposal, or without one for the whole months supported.
    fn at_release(&mut self, tests: &mut [TestEvaluation<'s>], claim: &Claim) {
        let proposed = claim.proposal.map(|proposal| proposal.length.months().to_f64());
        let supported = claim.supported.map(|supported| f64::from(supported.whole_months()));
        let Some(months) = proposed.or(supported).filter(|months| *months > 0.0) else { return };
        for evaluated in tests {
            let test = evaluated.test;
            let default = Trend::default_at(&test.place);
            let trend = measured(test).and_then(|measured| measured.trend.as_deref()).unwrap_or(&default);
            for group in &mut evaluated.groups {
                let limits = group.group.points().find_map(JudgedPoint::limits).cloned();
                let (Some(fitted), Some(limits)) = (group.statistics.evaluated(), limits) else { continue };
                group.at_release = at_release(test, trend, &limits, fitted, months);
                for wide in group.at_release.iter().filter(|one| one.criterion_is_too_wide()) {
                    let written = wide.criterion.as_ref().map_or("", |criterion| criterion.text.as_str());
                    let message = format!("{}: a lot that just meets `{written}` need not conform to the end", test.id);
                    let help = "narrow the release criterion to the release limit below, or propose less";
                    self.say(&codes::RELEASE_CRITERION_TOO_WIDE, message, None, help);
                }
            }
        }
    }

    /// The ceiling for a test; `agreed`: as if extrapolation were agreed.
    fn ceiling(
        &self,
        changes: &SignificantChanges,
        statistics: &Statistics,
        coverage: &Coverage,
        agreed: bool,
    ) -> Ceiling {
        let real_time = |rule| Ceiling { halves: None, more_months: 0, rule, also_needed: None };
        if coverage.blocked {
            return real_time("a result out of specification: long-term data before it only");
        }
        if !statistics.carries() && !statistics.are_words() {
            return real_time("no statistical claim: long-term data only");
        }
        let Some(stability) = self.spec.stability.as_deref() else {
            return real_time("no `stability` in the specification: long-term data only");
        };
        let written_none = stability.written == Some(Extrapolation::None);
        if !agreed && written_none && stability.default_extrapolation() == Extrapolation::IchQ1e {
            return real_time("`extrapolation: none` of the specification: long-term data only");
        }
        let change = |at: &AtCondition| at.change;
        q1e::ceiling(&LongTermData {
            storage: match stability.storage {
                Storage::RoomTemperature => q1e::Storage::Room,
                Storage::Refrigerated => q1e::Storage::Refrigerated,
                Storage::Freezer => q1e::Storage::Freezer,
                Storage::BelowMinus20 => q1e::Storage::BelowFreezer,
            },
            biological: stability.product == ProductClass::Biological,
            agreed: agreed || stability.extrapolation() == Extrapolation::IchQ1e,
            accelerated: change(&changes.accelerated),
            intermediate: change(&changes.intermediate),
            // Whether a change is little is for the reader to say; the statistics support the proposal or do not.
            little_change: false,
            statistics: statistics.carries(),
        })
    }

    fn pulls(&mut self, points: &[(ConditionKind, JudgedPoint)], as_of: Date) -> Vec<Pull> {
        let Some(study) = self.study else { return Vec::new() };
        let classified: Vec<(ConditionKind, &JudgedPoint)> =
            points.iter().map(|(kind, point)| (*kind, point)).collect();
        let all = pulls(study, &classified, as_of);
        for pull in &all {
            let at = format!("{} at {}, {}", pull.batch, pull.time, pull.kind.as_str());
            let due = pull.due.map_or_else(String::new, |due| due.to_string());
            let (code, message): (&'static Code, String) = match pull.status {
                PullStatus::Late(days) => (&codes::LATE_PULL, format!("{at}: pulled {days} days late, due on {due}")),
                PullStatus::Early(days) => {
                    (&codes::EARLY_PULL, format!("{at}: pulled {days} days early, due on {due}"))
                }
                PullStatus::Missing => (&codes::PULL_MISSING, format!("{at}: due on {due}, and there is no result")),
                PullStatus::Due => (&codes::PULL_DUE, format!("{at}: due on {due}")),
                PullStatus::NotPlanned => (&codes::PULL_NOT_PLANNED, format!("{at}: not in the plan of the study")),
                PullStatus::InTime | PullStatus::NotDated | PullStatus::ToCome => continue,
            };
            self.say(code, message, None, "");
        }
        all
    }

    /// The claim: the shortest test governs.
    fn claim(&mut self, tests: &[TestEvaluation<'_>], proposal: Option<Duration>) -> Claim {
        let study = self.study.and_then(|study| study.proposal);
        let written = self.spec.stability.as_deref().and_then(|stability| stability.proposal);
        let from = |length: Option<Duration>, origin| length.map(|length| Proposal { length, origin });
        let proposal = from(proposal, ProposalOrigin::Option)
            .or_else(|| from(study, ProposalOrigin::Study))
            .or_else(|| from(written, ProposalOrigin::Specification));
        let governing = tests
            .iter()
            .enumerate()
            .filter_map(|(at, test)| Some((at, test.shortest()?)))
            .min_by(|(_, a), (_, b)| a.supported.months.total_cmp(&b.supported.months));
        let supported = governing.map(|(_, group)| group.supported);
        let if_agreed = tests
            .iter()
            .flat_map(|test| &test.groups)
            .map(|group| group.if_agreed.unwrap_or(group.supported))
            .reduce(Supported::or_shorter)
            .filter(|agreed| supported.is_some_and(|now| agreed.months > now.months));
        let crossings = tests.iter().flat_map(|test| &test.groups).filter_map(|group| group.statistics.months());
        let statistically = crossings.reduce(f64::min);
        let standing = self.standing(supported, proposal, tests);
        if standing == Standing::NotEvaluable {
            // Numbers from data that cannot be used would be taken for results.
            let none = None;
            return Claim {
                standing,
                proposal,
                supported: none,
                governing: None,
                if_agreed: None,
                statistically: None,
            };
        }
        Claim { standing, proposal, supported, governing: governing.map(|(at, _)| at), if_agreed, statistically }
    }

    fn standing(
        &mut self,
        supported: Option<Supported>,
        proposal: Option<Proposal>,
        tests: &[TestEvaluation<'_>],
    ) -> Standing {
        // What is said of a shelf life, not of the data, does not make the data unusable.
        let of_claim = |finding: &&Finding| {
            finding.code == &codes::OUT_OF_SPECIFICATION_ON_STABILITY || finding.code == &codes::NO_LONG_TERM_DATA
        };
        let unusable = self.findings.iter().any(|finding| finding.severity() == Severity::Error && !of_claim(&finding));
        if unusable {
            return Standing::NotEvaluable;
        }
        let Some(proposal) = proposal else {
            let message = "no shelf life is proposed".to_owned();
            self.say(&codes::SHELF_LIFE_NOT_PROPOSED, message, None, "give --proposal, as in --proposal \"18 months\"");
            return Standing::NotConcluded;
        };
        let Some(supported) = supported else { return Standing::NotConcluded };
        let groups = || tests.iter().flat_map(|test| &test.groups);
        if !supported.covers(&proposal.length) {
            let if_closed = groups().map(|group| group.if_closed.unwrap_or(group.supported));
            if if_closed.reduce(Supported::or_shorter).is_some_and(|all| all.covers(&proposal.length)) {
                // The open results are told one by one.
                return Standing::NotConcluded;
            }
            let (number, unit) = supported.stated();
            let are = if number == 1 { "is" } else { "are" };
            let message = format!("{} are proposed, {number} {} {are} supported", proposal.length, unit.behind(number));
            let short = proposal.length.months().to_f64() - supported.months;
            let help = match 0.0 < short && short < NEARLY {
                true => {
                    "times in days count as written: 365 days are not 12 months (365.25 days); a study file with a \
                         pull window says which planned time a pull stands for"
                }
                false => "propose what is supported, or wait for later time points",
            };
            self.say(&codes::SHELF_LIFE_NOT_SUPPORTED, message, None, help);
            return Standing::NotSupported;
        }
        let proposed = proposal.length.months().to_f64();
        let sooner = |group: &&GroupEvaluation| {
            let fitted = group.statistics.fitted().filter(|_| !group.statistics.carries());
            fitted.and_then(Fitted::months).is_some_and(|months| months < proposed)
        };
        if let Some(group) = groups().find(sooner) {
            let crossing = group.statistics.fitted().and_then(Fitted::months).unwrap_or_default();
            let message = format!(
                "the results in real time carry {}, and their confidence bound reaches the limit after {crossing:.1} months",
                proposal.length
            );
            let help = "complete the data that the statistical claim lacks; until then neither says enough";
            self.say(&codes::BOUND_SHORTER_THAN_REAL_TIME, message, None, help);
            return Standing::NotConcluded;
        }
        let untested = self.findings.iter().any(|finding| finding.code == &codes::NO_LONG_TERM_DATA);
        if untested { Standing::NotConcluded } else { Standing::Supported }
    }
}

/// Months that pulls counted in days may lie before the month they are meant for.
const NEARLY: f64 = 0.25;

/// How long a group keeps: the shortest of crossing and ceiling, or real-time coverage alone.
fn supported(coverage: &Coverage, statistics: &Statistics, ceiling: f64) -> Supported {
    let real_time = coverage.months.to_f64();
    let crossing = statistics.months();
    let end = match (coverage.blocked, statistics) {
        (true, _) => Supported { months: real_time, term: Term::OutOfSpecification },
        (false, Statistics::Evaluated(_) | Statistics::Curves(_)) => Supported { months: ceiling, term: Term::Ceiling },
        (false, Statistics::NoClaim { .. }) if ceiling > real_time => {
            Supported { months: ceiling, term: Term::Ceiling }
        }
        (false, Statistics::NoClaim { .. }) => Supported { months: real_time, term: Term::RealTime },
    };
    match crossing {
        Some(months) => end.or_shorter(Supported { months, term: Term::Crossing }),
        None => end,
    }
}

/// The same as long as a result is open: nothing behind it is shown.
fn before_open(supported: Supported, coverage: &Coverage) -> Supported {
    match &coverage.open_after {
        Some(months) => supported.or_shorter(Supported { months: months.to_f64(), term: Term::OpenResult }),
        None => supported,
    }
}

/// The regression of a group, where there are numbers and one criterion.
fn statistics(test: &Test, group: &Group) -> Statistics {
    let no_claim = |why: String| Statistics::NoClaim { why: vec![why], fitted: None, words: false };
    let censored = group.points().any(|point| point.value == PointValue::Censored);
    let censored = censored.then(|| "some values are only known to lie beyond a number".to_owned());
    if !group.points().any(|point| point.number().is_some()) {
        let why = "the results are words, so there is no regression".to_owned();
        return match censored {
            Some(why) => no_claim(format!("{why}, so there is no regression")),
            None => Statistics::NoClaim { why: vec![why], fitted: None, words: true },
        };
    }
    let Some(first) = group.points().find_map(|point| point.criterion.as_ref()) else {
        return no_claim("no criterion applied".to_owned());
    };
    let other = group.points().filter_map(|point| point.criterion.as_ref()).find(|other| other.text != first.text);
    if let Some(other) = other {
        return no_claim(format!(
            "two criteria applied, `{}` and `{}`, so there is no regression",
            first.text, other.text
        ));
    }
    let (Criterion::Numeric(limits) | Criterion::Label(limits)) = &first.criterion else {
        return no_claim("the criterion is no number, so there is no regression".to_owned());
    };
    let default = Trend::default_at(&test.place);
    let trend = measured(test).and_then(|measured| measured.trend.as_deref()).unwrap_or(&default);
    if let (Some(decay), None) = (decay_of(trend), &censored) {
        return match curves(test, trend, decay, limits, group) {
            Ok(curves) => Statistics::Curves(Box::new(curves)),
            Err(why) => no_claim(why),
        };
    }
    let fitted = choices(test, trend, limits).and_then(|choices| fit(group, choices));
    match fitted {
        Err(why) => no_claim(censored.unwrap_or(why)),
        Ok(fitted) if fitted.evaluation.obstacles.is_empty() && censored.is_none() => {
            Statistics::Evaluated(Box::new(fitted))
        }
        Ok(fitted) => Statistics::NoClaim {
            why: censored.into_iter().chain(fitted.obstacles()).collect(),
            fitted: Some(Box::new(fitted)),
            words: false,
        },
    }
}

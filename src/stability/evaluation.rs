//! The evaluation of a study: points to tests, tests to one claim.

use super::accelerated::{self, Accelerated};
use super::claim::{Claim, Proposal, ProposalOrigin, Standing, Supported, Term};
use super::codes;
use super::coverage::{Coverage, coverage};
use super::decay::{FittedCurves, curves, decay_of};
use super::point::{JudgedPoint, PointValue};
use super::pulls::{Pull, PullStatus, pulls};
use super::regression::{Fitted, choices, fit};
use super::series::{Group, groups, repeated};
use super::significant_change::{AtCondition, SignificantChanges, at_condition};
use super::study_file::Study;
use crate::data::folded;
use crate::finding::{Code, Finding, Severity, did_you_mean};
use crate::judge::Outcome;
use crate::quantity::{Duration, Exact};
use crate::spec::{
    Assessment, ConditionKind, Conditions, Criterion, Extrapolation, Measured, ProductClass, Specification, Storage,
    Test, Trend,
};
use crate::stats::shelf_life::{self as q1e, Ceiling, LongTermData, SignificantChange};
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
    /// The same were extrapolation agreed.
    pub if_agreed: Option<Supported>,
    /// Kinetics with the data of other conditions, as support; or why they say nothing. `None`: there are no such data.
    pub accelerated: Option<Result<Accelerated, String>>,
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
    work.check_batches(&classified);
    let of = |kind: ConditionKind| classified.iter().filter(move |(one, _)| *one == kind).map(|(_, point)| point);
    let long_term: Vec<&JudgedPoint> = of(ConditionKind::LongTerm).collect();
    let changes = work.changes(&classified, &long_term);
    let tests = work.tests(&classified, &changes, &conditions);
    let pulls = work.pulls(&classified, given.as_of);
    let claim = work.claim(&tests, given.proposal);
    let mut findings = work.findings;
    findings.sort_by(|a, b| {
        (b.severity(), &a.place, a.code.name, &a.message).cmp(&(a.severity(), &b.place, b.code.name, &b.message))
    });
    findings.dedup();
    let mut others: Vec<(ConditionKind, JudgedPoint)> =
        classified.iter().filter(|(kind, _)| *kind != ConditionKind::LongTerm).cloned().collect();
    others.sort_by(|(a, one), (b, two)| {
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
            points.first().is_some_and(|first| folded(&first.condition) != folded(&point.condition))
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
            let same = |text: &str| folded(text) == folded(&point.condition);
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
        classified.sort_by(|(a, one), (b, two)| {
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
            let others = groups(of_test(false), self.study);
            let groups: Vec<GroupEvaluation> = groups(points, self.study)
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
                let help = "write the time of one pull in one way";
                self.say(&codes::SAME_PULL_TWICE, message, Some(other), help);
            }
        }
        let coverage = coverage(&group.batches);
        let statistics = statistics(test, &group);
        self.remark_on(test, &group, &statistics);
        let long_term = coverage.months.to_f64();
        let carries = statistics.carries();
        let ceiling = self.ceiling(changes, carries, &coverage, false);
        let agreed = self.ceiling(changes, carries, &coverage, true);
        let months = |ceiling: &Ceiling| ceiling.months(long_term).unwrap_or(long_term);
        let agreed = Some(agreed).filter(|agreed| months(agreed) > months(&ceiling));
        let supported = |ceiling_months: f64| supported(&coverage, &statistics, ceiling_months);
        GroupEvaluation {
            supported: supported(months(&ceiling)),
            if_agreed: agreed.as_ref().map(|agreed| supported(months(agreed))),
            ceiling_months: months(&ceiling),
            agreed_ceiling: agreed.map(|agreed| (agreed, months(&agreed))),
            ceiling,
            statistics,
            coverage,
            group,
            accelerated: None,
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

    /// The ceiling for a test; `agreed`: as if extrapolation were agreed.
    fn ceiling(&self, changes: &SignificantChanges, carries: bool, coverage: &Coverage, agreed: bool) -> Ceiling {
        let real_time = |rule| Ceiling { halves: None, more_months: 0, rule, also_needed: None };
        if coverage.blocked {
            return real_time("a result out of specification: long-term data before it only");
        }
        if !carries {
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
            statistics: true,
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
        let standing = self.standing(supported, proposal);
        Claim { standing, proposal, supported, governing: governing.map(|(at, _)| at), if_agreed, statistically }
    }

    fn standing(&mut self, supported: Option<Supported>, proposal: Option<Proposal>) -> Standing {
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
        if !supported.covers(&proposal.length) {
            let (number, unit) = supported.stated();
            let message = format!("{} are proposed, {number} {} are supported", proposal.length, unit.as_str());
            self.say(
                &codes::SHELF_LIFE_NOT_SUPPORTED,
                message,
                None,
                "propose what is supported, or wait for later time points",
            );
            return Standing::NotSupported;
        }
        let untested = self.findings.iter().any(|finding| finding.code == &codes::NO_LONG_TERM_DATA);
        if untested { Standing::NotConcluded } else { Standing::Supported }
    }
}

/// How long a group keeps: the shortest of crossing and ceiling, or real-time coverage alone.
fn supported(coverage: &Coverage, statistics: &Statistics, ceiling: f64) -> Supported {
    let real_time = coverage.months.to_f64();
    let crossing = statistics.months();
    let end = match (coverage.blocked, statistics) {
        (true, _) => Supported { months: real_time, term: Term::OutOfSpecification },
        (false, Statistics::Evaluated(_) | Statistics::Curves(_)) => Supported { months: ceiling, term: Term::Ceiling },
        (false, Statistics::NoClaim { .. }) => Supported { months: real_time, term: Term::RealTime },
    };
    match crossing {
        Some(months) => end.or_shorter(Supported { months, term: Term::Crossing }),
        None => end,
    }
}

/// The regression of a group, where there are numbers and one criterion.
fn statistics(test: &Test, group: &Group) -> Statistics {
    let no_claim = |why: String| Statistics::NoClaim { why: vec![why], fitted: None };
    if group.points().any(|point| point.value == PointValue::Censored) {
        return no_claim("some values are only known to lie beyond a number, so there is no regression".to_owned());
    }
    if !group.points().any(|point| point.number().is_some()) {
        return no_claim("the results are words, so there is no regression".to_owned());
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
    if let Some(decay) = decay_of(trend) {
        return match curves(test, trend, decay, limits, group) {
            Ok(curves) => Statistics::Curves(Box::new(curves)),
            Err(why) => no_claim(why),
        };
    }
    let fitted = choices(test, trend, limits).and_then(|choices| fit(group, choices));
    match fitted {
        Err(why) => no_claim(why),
        Ok(fitted) if fitted.evaluation.obstacles.is_empty() => Statistics::Evaluated(Box::new(fitted)),
        Ok(fitted) => Statistics::NoClaim {
            why: fitted.evaluation.obstacles.iter().map(ToString::to_string).collect(),
            fitted: Some(Box::new(fitted)),
        },
    }
}

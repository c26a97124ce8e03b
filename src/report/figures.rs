//! Pictures of one lot: each number beside its limits, the size distributions of instrument files, results over time.
//!
//! `evqc plot` writes them; the page of the HTML report holds the distributions and courses as they are drawn here, by the
//! drawing room that documents use too.

use super::escape::visible;
use super::format::{Format, Piece, Run, RunInputs, noted};
use super::{beside, remark, wording};
use crate::data::{Drawings, SizeRun};
use crate::finding::Severity;
use crate::judge::{BoundKind, LotReport, Outcome, Point, ReportableValue, TestReport, Use};
use crate::order;
use crate::plot::{Axis, DARK_GREY, Figure, Mark, Role, Scale, Standing};
use crate::quantity::{TimeUnit, number_of_time};
use crate::spec::{self, Acquisition, Assessment, DecisionRule, Limit, Limits, SizeStatistic, Test};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

/// From this ratio of the largest to the smallest number the axis is logarithmic, as in the HTML report.
const WIDE: f64 = 50.0;

/// What a result that fails is called in the picture of a course.
const FAILS: &str = "fails";

/// What a result is called whose own criterion is not met, where the second stage is.
const SECOND_STAGE: &str = "decided by the second stage";

/// What is said where the points of a course have different limits.
const LIMITS_DIFFER: &str = "no limit is drawn: the points have different limits";

/// What became of the lots that were judged.
#[derive(Debug, Default)]
pub struct Drawn {
    /// Figures by name of the file.
    pub figures: Vec<(String, Figure)>,
    /// Tests without one, each with the reason.
    pub without: Vec<(String, String)>,
    /// What was found of each lot, in a sentence.
    pub verdicts: Vec<String>,
}

/// The same, shared with who writes them.
pub type Figures = Arc<Mutex<Drawn>>;

/// Collects figures instead of writing a report.
#[derive(Debug, Default)]
pub struct LotFigures {
    figures: Figures,
    drawings: Arc<BTreeMap<String, Drawings>>,
}

impl LotFigures {
    /// Puts what it draws into this list.
    pub fn new(figures: &Figures) -> Self {
        LotFigures { figures: Arc::clone(figures), drawings: Arc::default() }
    }
}

impl Format for LotFigures {
    fn take_drawings(&mut self, drawings: &Arc<BTreeMap<String, Drawings>>) {
        self.drawings = Arc::clone(drawings);
    }

    fn lot(&self, lot: &LotReport<'_>, _run: &RunInputs<'_>, _piece: &mut Piece) {
        let mut drawn: Vec<(String, Figure)> = Vec::new();
        let mut without: Vec<(String, String)> = Vec::new();
        for (at, test) in lot.tests.iter().enumerate() {
            let again = lot.tests[..at].iter().filter(|other| other.index == test.index).count();
            let name = match again {
                0 => test.test.id.clone(),
                _ => format!("{}-{}", test.test.id, again + 1),
            };
            match beside_limits(lot, test) {
                Some(figure) => drawn.push((name, figure)),
                None => without.push((visible(&wording::name(test, lot.spec)).into_owned(), why_not(test))),
            }
        }
        let sizes = self.drawings.get(lot.lot).map_or(&[][..], |drawings| &drawings.sizes);
        for (at, (weighting, figure)) in distributions(lot, sizes).into_iter().enumerate() {
            drawn.push((if at == 0 { "sizes".to_owned() } else { format!("sizes-{weighting}") }, figure));
        }
        for (test, figure) in over_time(lot) {
            let name = format!("{}-over-time", test.test.id);
            let again = drawn.iter().filter(|(known, _)| known.starts_with(&name)).count();
            drawn.push((if again == 0 { name } else { format!("{name}-{}", again + 1) }, figure));
        }
        noted(&self.figures, |figures| {
            figures.figures.append(&mut drawn);
            figures.without.append(&mut without);
            figures.verdicts.push(visible(&format!("{}: {}", lot.lot, lot.verdict.words())).into_owned());
        });
    }

    fn head(&self, _run: &Run<'_>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn middle(&self, _run: &Run<'_>, _any: bool, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// What kept the run from being evaluated, since there is no report that would say it.
    fn tail(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let errors = remark::of_run(run).into_iter().filter(|remark| remark.severity == Severity::Error);
        errors.into_iter().try_for_each(|remark| {
            writeln!(out, "error[{}]: {}", remark.code.name, visible(&remark.headline()))?;
            remark.help.map_or(Ok(()), |help| writeln!(out, "  help: {}", visible(help)))
        })
    }
}

/// Why there is no picture of a test.
fn why_not(test: &TestReport<'_>) -> String {
    if wording::measured(test).is_some() && wording::limits(test).is_some() {
        return visible(&wording::reason(test)).into_owned();
    }
    format!("its criterion has no limit to be drawn ({})", wording::outcome(test.outcome))
}

/// Determinations and result of a test beside its limits; `None` where there is nothing to draw.
fn beside_limits(lot: &LotReport<'_>, test: &TestReport<'_>) -> Option<Figure> {
    let limits = wording::limits(test)?;
    let value = placed(test);
    let counted = determinations(lot, test);
    let rows = counted.len() as f64;
    let warned = warnings(test, limits);
    let scale = scale(limits, value, &counted, &warned);
    let mut marks = guard_zones(test, limits, scale);
    marks.extend(limit_marks(limits));
    marks.extend(warned);
    for (series, (name, wanted)) in [("determination", true), ("not counted", false)].into_iter().enumerate() {
        let places: Vec<(f64, f64)> = (1_u32..)
            .zip(&counted)
            .filter(|(_, one)| one.1 == wanted)
            .filter_map(|(at, one)| Some((one.0?, f64::from(at))))
            .collect();
        if !places.is_empty() {
            marks.push(Mark::Points { name: name.to_owned(), series, places });
        }
    }
    let row = rows + 1.0;
    // A logarithmic axis has no place for an interval that reaches zero.
    let on_axis = |ends: &(f64, f64)| scale == Scale::Linear || ends.0 > 0.0;
    if let Some((from, to)) = value.and_then(|value| interval(test, value)).filter(on_axis) {
        marks.push(Mark::Line {
            name: interval_name(test).to_owned(),
            // The sign on the line says what was found.
            series: DARK_GREY,
            bound: false,
            signs: false,
            places: vec![(from, row), (to, row)],
        });
    }
    marks.extend(value.map(|at| Mark::Judged {
        name: result_name(test),
        standing: standing(test),
        places: vec![(at, row)],
    }));
    let without = counted.iter().filter(|one| one.0.is_none()).count();
    if value.is_none() && without == counted.len() {
        return None;
    }
    let label = match limits.unit.symbol() {
        "" => test.test.name.clone(),
        unit => format!("{} ({unit})", test.test.name),
    };
    // Without determinations nothing is counted.
    let counting = match (counted.is_empty(), without) {
        (true, _) => String::new(),
        (_, 0) => "determination".to_owned(),
        (_, without) => format!("determination ({without} not drawn)"),
    };
    let counting = Axis::linear(counting).holding(0.0).counting();
    let outcome = outcome(test);
    let draft = if lot.is_draft() { format!(" · {}", wording::DRAFT_BANNER) } else { String::new() };
    let (result, criterion) = (wording::result(test), wording::typeset(&wording::criterion(test), limits));
    let title = format!("{}: {}", lot.lot, wording::name(test, lot.spec));
    Some(Figure {
        title: visible(&title).into_owned(),
        subtitle: visible(&format!("{result}, criterion {criterion}: {outcome}{draft}")).into_owned(),
        description: visible(&format!("Result {result}, criterion {criterion}, {outcome}.")).into_owned(),
        x: Axis { scale, ..Axis::linear(visible(&label)) },
        y: Axis { word: value.map(|_| (row, "result".to_owned())), ..counting },
        marks,
    })
}

/// Where the result is compared: a rule that rests on an uncertainty compares it unrounded, any other as it is printed. `None`
/// without a number.
pub(super) fn placed(test: &TestReport<'_>) -> Option<f64> {
    let rule = wording::measured(test).map_or(DecisionRule::Simple, |measured| measured.decide);
    match &test.reportable.as_ref()?.value {
        ReportableValue::Number { exact, .. } if rule != DecisionRule::Simple => Some(exact.to_f64()),
        _ => test.compared().map(|value| value.to_f64()),
    }
}

/// Whether a result that does not meet its criterion passes, since the second stage does.
fn passes_by_second_stage(test: &TestReport<'_>) -> bool {
    test.outcome == Outcome::Pass && test.flags.decided_by_second_stage
}

/// What became of the test, and by what where that is not its own result.
fn outcome(test: &TestReport<'_>) -> String {
    let outcome = wording::outcome(test.outcome);
    if test.flags.decided_by_second_stage { format!("{outcome}, {SECOND_STAGE}") } else { outcome.to_owned() }
}

/// How the result stands to its criterion.
fn standing(test: &TestReport<'_>) -> Standing {
    match test.outcome {
        _ if passes_by_second_stage(test) => Standing::Open,
        Outcome::Pass => Standing::Passes,
        Outcome::Fail => Standing::Fails,
        _ => Standing::Open,
    }
}

/// The result in the legend: what was found of it where it does not simply pass.
fn result_name(test: &TestReport<'_>) -> String {
    let what = match bound(test) {
        None => "result",
        Some(BoundKind::Below | BoundKind::AtMost) => "upper bound of the result",
        Some(BoundKind::Above | BoundKind::AtLeast) => "lower bound of the result",
    };
    match test.outcome {
        _ if passes_by_second_stage(test) => format!("{what}: {SECOND_STAGE}"),
        Outcome::Pass => what.to_owned(),
        other => format!("{what}: {}", wording::outcome(other)),
    }
}

/// On which side of its number a result lies that was not measured at it.
pub(super) fn bound(test: &TestReport<'_>) -> Option<BoundKind> {
    match test.reportable.as_ref()?.value {
        ReportableValue::Number { bound, .. } => bound,
        ReportableValue::Text(_) | ReportableValue::Panel(_) => None,
    }
}

/// The ends of the limits, each with what stands before its number and which side of it is not accepted.
fn ends(limits: &Limits) -> impl Iterator<Item = (&Limit, &'static str, Role)> {
    let lower = limits.lower.iter().map(|limit| (limit, if limit.inclusive { "≥" } else { ">" }, Role::AtLeast));
    let upper = limits.upper.iter().map(|limit| (limit, if limit.inclusive { "≤" } else { "<" }, Role::AtMost));
    lower.chain(upper)
}

fn limit_marks(limits: &Limits) -> Vec<Mark> {
    let mark = |(limit, sign, role): (&Limit, &str, Role)| Mark::Moment {
        name: format!("limit {sign} {}", limit.written.pretty()),
        role,
        at: limit.approximately,
    };
    ends(limits).map(mark).collect()
}

/// Alert and action limits, where they are in the unit of the limits.
fn warnings(test: &TestReport<'_>, limits: &Limits) -> Vec<Mark> {
    let Some(measured) = wording::measured(test) else { return Vec::new() };
    let mut marks = Vec::new();
    for (what, role, own) in [("alert", Role::Advice, &measured.alert), ("action", Role::Action, &measured.action)] {
        let Some(own) = own.as_ref().filter(|own| own.unit == limits.unit) else { continue };
        for limit in [&own.lower, &own.upper].into_iter().flatten() {
            let name = format!("{what} limit {}", limit.written.pretty());
            marks.push(Mark::Moment { name, role, at: limit.approximately });
        }
    }
    marks
}

/// Between each limit and the end of the acceptance zone beside it, or the other limit, behind which nothing conforms.
fn guard_zones(test: &TestReport<'_>, limits: &Limits, scale: Scale) -> Vec<Mark> {
    let zone = test.decision.as_deref().and_then(|decision| decision.acceptance_zone.as_ref());
    let Some((lower, upper)) = zone else { return Vec::new() };
    let mut marks = Vec::new();
    let at = |limit: &Option<Limit>, open: f64| limit.as_ref().map_or(open, |limit| limit.approximately);
    let (least, most) = (at(&limits.lower, f64::NEG_INFINITY), at(&limits.upper, f64::INFINITY));
    for (limit, end) in [(&limits.lower, lower), (&limits.upper, upper)] {
        let Some((limit, end)) = limit.as_ref().zip(end.as_ref()) else { continue };
        let end = end.to_f64().max(least).min(most);
        let (from, to) = (limit.approximately.min(end), limit.approximately.max(end));
        // A zone of no width is none, and a logarithmic axis has no place for one that reaches zero.
        if to > from && (scale == Scale::Linear || from > 0.0) {
            let name = if marks.is_empty() { "guard zone" } else { "" };
            marks.push(Mark::Guard { name: name.to_owned(), from, to });
        }
    }
    marks
}

/// The determinations of a test in their order: the place of each on the scale of the limits, where it has one, and whether it
/// counts.
fn determinations(lot: &LotReport<'_>, test: &TestReport<'_>) -> Vec<(Option<f64>, bool)> {
    let spread = test.plan().is_some_and(|plan| plan.summary.is_scatter());
    if spread {
        return Vec::new();
    }
    // A value that was entered wrongly was never measured, and may lie powers of ten away.
    let drawn = |used| !matches!(used, Use::Duplicate | Use::Corrected);
    let rows = lot
        .determinations_of(test)
        .filter(|(row, used)| matches!(row.role, spec::Role::Sample | spec::Role::Retest) && drawn(*used));
    let on_limits = beside::Scale::of(test);
    rows.map(|(row, used)| (on_limits.of_row(row), used == Use::Counted)).collect()
}

/// What the bar around the result is.
fn interval_name(test: &TestReport<'_>) -> &'static str {
    let compared = test.decision.as_deref().is_some_and(|statement| statement.interval.is_some());
    if compared { "bounds that were compared" } else { "expanded uncertainty" }
}

/// Expanded uncertainty around the result, or both bounds that were compared; none around a bound, since nobody knows how far from
/// it the result lies.
fn interval(test: &TestReport<'_>, value: f64) -> Option<(f64, f64)> {
    let statement = test.decision.as_deref()?;
    if let Some((lower, upper)) = statement.interval {
        return Some((lower.unwrap_or(value), upper.unwrap_or(value)));
    }
    if bound(test).is_some() {
        return None;
    }
    let half = statement.uncertainty.as_ref()?.expanded().to_f64();
    Some((value - half, value + half))
}

fn scale(limits: &Limits, value: Option<f64>, counted: &[(Option<f64>, bool)], warned: &[Mark]) -> Scale {
    let ends = [&limits.lower, &limits.upper].into_iter().flatten().map(|limit| limit.approximately);
    let all: Vec<f64> = {
        let warned = warned.iter().filter_map(|mark| if let Mark::Moment { at, .. } = mark { Some(*at) } else { None });
        ends.chain(value).chain(counted.iter().filter_map(|one| one.0)).chain(warned).collect()
    };
    let least = all.iter().copied().fold(f64::INFINITY, f64::min);
    let most = all.iter().copied().fold(0.0, f64::max);
    if least > 0.0 && most / least > WIDE { Scale::Logarithmic } else { Scale::Linear }
}

/// The size distributions of a lot: a picture for each weighting, by its name.
pub(super) fn distributions(lot: &LotReport<'_>, sizes: &[SizeRun]) -> Vec<(&'static str, Figure)> {
    let mut weightings: Vec<&'static str> = Vec::new();
    for run in sizes {
        if !weightings.contains(&run.weighting) {
            weightings.push(run.weighting);
        }
    }
    weightings.into_iter().map(|weighting| (weighting, distribution(lot, sizes, weighting))).collect()
}

/// All runs of a lot by one weighting, with the windows of the tests that weight alike.
fn distribution(lot: &LotReport<'_>, sizes: &[SizeRun], weighting: &str) -> Figure {
    let runs: Vec<&SizeRun> = sizes.iter().filter(|run| run.weighting == weighting).collect();
    let edges = || runs.iter().flat_map(|run| run.edges.iter().copied());
    let (least, most) = (edges().fold(f64::INFINITY, f64::min), edges().fold(0.0, f64::max));
    let mut marks = Vec::new();
    for test in &lot.spec.tests {
        let Some((SizeStatistic::Fraction { from, to }, own)) = size_of(test) else { continue };
        if own == weighting {
            let end = |end: &Option<crate::quantity::Decimal>| end.map(|end| end.approximately());
            let (name, nth) = (visible(&test.name).into_owned(), marks.len());
            let (from, to) = window((end(from), end(to)), (least, most));
            marks.push(Mark::Window { name, nth, from, to });
        }
    }
    for (series, run) in runs.iter().enumerate() {
        let mut places = Vec::new();
        for (ends, height) in run.edges.windows(2).zip(&run.heights) {
            places.extend(ends.iter().map(|edge| (*edge, *height)));
        }
        marks.push(Mark::Line { name: visible(&run.name).into_owned(), series, bound: false, signs: true, places });
    }
    Figure {
        title: visible(&format!("{}: size distribution by {weighting}", lot.lot)).into_owned(),
        subtitle: if lot.is_draft() { wording::DRAFT_BANNER.to_owned() } else { String::new() },
        description: format!("Size distribution of {} runs by {weighting}.", runs.len()),
        x: Axis::linear("size (nm)"),
        y: Axis::linear("share per nm").holding(0.0),
        marks,
    }
}

/// How far beyond the curves a window is drawn that has no other end there, as a part of where it begins.
const BEYOND: f64 = 1.1;

/// Where a window is drawn: one without an end ends with the curves, or, where it lies beside all of them, at nothing and a little
/// above where it begins.
fn window((from, to): (Option<f64>, Option<f64>), (least, most): (f64, f64)) -> (f64, f64) {
    let ends_below = to.is_some_and(|to| to <= least);
    let begins_above = from.is_some_and(|from| from >= most);
    (
        from.unwrap_or(if ends_below { 0.0 } else { least }),
        to.unwrap_or(if begins_above { from.unwrap_or(most) * BEYOND } else { most }),
    )
}

/// What a test takes of a size distribution, and by which weighting.
fn size_of(test: &Test) -> Option<(&SizeStatistic, &'static str)> {
    let Assessment::Measured(measured) = &test.assessment else { return None };
    match &measured.from {
        Some(Acquisition::Size { statistic, weight, .. }) => Some((statistic, weight.as_str())),
        _ => None,
    }
}

/// Whether the points of a test over time have different limits, so that none is the limit of its picture. A test with
/// limits for each method is one: a result of the one lies where the other would not be accepted.
pub(super) fn limits_differ(lot: &LotReport<'_>, first: &TestReport<'_>) -> bool {
    let bare = |test: &TestReport<'_>| {
        let number = |limit: &Option<Limit>| limit.as_ref().map(|limit| (limit.approximately, limit.inclusive));
        wording::limits(test).map(|limits| (number(&limits.lower), number(&limits.upper), limits.unit.to_string()))
    };
    of_course(lot, first).any(|test| test.compared().is_some() && bare(test) != bare(first))
}

/// The reports of the same test at time points of the same kind, in the same unit of time or one that can be told in it.
fn of_course<'r, 'a>(lot: &'r LotReport<'a>, first: &'r TestReport<'a>) -> impl Iterator<Item = &'r TestReport<'a>> {
    let is_one = |test: &&TestReport<'_>| match (time(test), time(first)) {
        (Some((stable, unit, _)), Some((of_first, axis, _))) => stable == of_first && per_unit(unit, axis).is_some(),
        (None, None) => true,
        _ => false,
    };
    lot.tests.iter().filter(move |test| test.index == first.index && is_one(test))
}

/// How many units of an axis one unit of time is; none where the one cannot be told in the other, as cycles and days.
fn per_unit(unit: &str, axis: &str) -> Option<f64> {
    if unit == axis {
        return Some(1.0);
    }
    let months = |unit: &str| Some(TimeUnit::parse(unit)?.months().to_f64());
    Some(months(unit)? / months(axis)?)
}

/// Where a time point stands on an axis in a unit.
fn place(time: &str, unit: &str, axis: &str) -> Option<f64> {
    Some(number_of_time(time)?.exact().to_f64() * per_unit(unit, axis)?)
}

/// Whether a time point is one of a stability study and not one in use, its unit, and the time; none at release.
fn time<'t>(test: &TestReport<'t>) -> Option<(bool, &'t str, &'t str)> {
    match test.point {
        Point::Release => None,
        Point::Stability { time, time_unit, .. } => Some((true, time_unit.trim(), time.trim())),
        Point::InUse { time, time_unit, .. } => Some((false, time_unit.trim(), time.trim())),
    }
}

/// One test over time: what its results are called and where they stand.
struct Course<'t> {
    first: &'t TestReport<'t>,
    /// `stability` or `in use`, and the unit of the time.
    kind: (&'static str, &'t str),
    /// Storage of each series with its places.
    series: Vec<(String, Vec<(f64, f64)>)>,
    /// The places of results that fail.
    failed: Vec<(f64, f64)>,
    /// The numbers of results that lie below or above them: nobody measured those, so that no line leads through them.
    bounds: Vec<(f64, f64)>,
    /// How many time points each storage has, those with a bound among them.
    points: BTreeMap<String, usize>,
}

/// The results of a lot over time: a picture for each test with at least two time points of one storage.
pub(super) fn over_time<'t>(lot: &'t LotReport<'_>) -> Vec<(&'t TestReport<'t>, Figure)> {
    let mut courses: Vec<Course<'t>> = Vec::new();
    for test in &lot.tests {
        let (kind, time, storage) = match test.point {
            Point::Release => continue,
            Point::Stability { time, time_unit, condition, container, orientation } => {
                (("stability", time_unit.trim()), time, vec![condition, container, orientation])
            }
            Point::InUse { time, time_unit, condition } => (("in use", time_unit.trim()), time, vec![condition]),
        };
        let of_course = |course: &Course<'_>| {
            course.first.index == test.index && course.kind.0 == kind.0 && per_unit(kind.1, course.kind.1).is_some()
        };
        let known = courses.iter().position(of_course);
        let axis = known.and_then(|at| courses.get(at)).map_or(kind.1, |course| course.kind.1);
        let Some((time, value)) = place(time.trim(), kind.1, axis).zip(test.compared()) else { continue };
        let storage: Vec<&str> = storage.into_iter().map(str::trim).filter(|text| !text.is_empty()).collect();
        let name = if storage.is_empty() { "–".to_owned() } else { storage.join(", ") };
        let at = known.unwrap_or_else(|| {
            courses.push(Course {
                first: test,
                kind,
                series: Vec::new(),
                failed: Vec::new(),
                bounds: Vec::new(),
                points: BTreeMap::new(),
            });
            courses.len() - 1
        });
        let Some(course) = courses.get_mut(at) else { continue };
        *course.points.entry(name.clone()).or_default() += 1;
        if test.outcome == Outcome::Fail {
            course.failed.push((time, value.to_f64()));
        }
        if bound(test).is_some() {
            course.bounds.push((time, value.to_f64()));
            continue;
        }
        match course.series.iter_mut().find(|one| one.0 == name) {
            Some(one) => one.1.push((time, value.to_f64())),
            None => course.series.push((name, vec![(time, value.to_f64())])),
        }
    }
    courses.retain(|course| course.points.values().any(|count| *count > 1));
    courses.into_iter().map(|course| (course.first, over_time_of(lot, course))).collect()
}

/// The points of a test over time that pass by the second stage alone.
fn by_second_stage(lot: &LotReport<'_>, first: &TestReport<'_>) -> Vec<(f64, f64)> {
    let points = of_course(lot, first).filter(|test| passes_by_second_stage(test));
    let at = |test: &TestReport<'_>| {
        let ((_, unit, at), (_, axis, _)) = time(test).zip(time(first))?;
        place(at, unit, axis)
    };
    points.filter_map(|test| Some((at(test)?, test.compared()?.to_f64()))).collect()
}

fn over_time_of(lot: &LotReport<'_>, course: Course<'_>) -> Figure {
    let test = course.first.test;
    let mut marks: Vec<Mark> = Vec::new();
    let limits = wording::limits(course.first);
    let unit = limits.map_or("", |limits| limits.unit.symbol());
    let differ = limits_differ(lot, course.first);
    marks.extend(limits.iter().filter(|_| !differ).flat_map(|limits| ends(limits)).map(|(limit, sign, role)| {
        Mark::Level {
            name: format!("limit {sign} {} {unit}", limit.written.pretty()).trim_end().to_owned(),
            role,
            at: limit.approximately,
        }
    }));
    let count: usize = course.series.iter().map(|one| one.1.len()).sum::<usize>() + course.bounds.len();
    for (series, (name, mut places)) in course.series.into_iter().enumerate() {
        order::sort_by(&mut places, |one, other| one.0.total_cmp(&other.0));
        let name = visible(&name).into_owned();
        marks.push(Mark::Line { name: String::new(), series, bound: false, signs: false, places: places.clone() });
        marks.push(Mark::Points { name, series, places });
    }
    if !course.bounds.is_empty() {
        let name = "below or above this number".to_owned();
        marks.push(Mark::Judged { name, standing: Standing::Open, places: course.bounds });
    }
    let second = by_second_stage(lot, course.first);
    if !second.is_empty() {
        marks.push(Mark::Judged { name: SECOND_STAGE.to_owned(), standing: Standing::Open, places: second });
    }
    if !course.failed.is_empty() {
        marks.push(Mark::Judged { name: FAILS.to_owned(), standing: Standing::Fails, places: course.failed });
    }
    let label = if unit.is_empty() { test.name.clone() } else { format!("{} ({unit})", test.name) };
    let said = [(differ, LIMITS_DIFFER), (lot.is_draft(), wording::DRAFT_BANNER)];
    let said: Vec<&str> = said.into_iter().filter_map(|(so, what)| so.then_some(what)).collect();
    Figure {
        title: visible(&format!("{}: {}, {}", lot.lot, test.name, course.kind.0)).into_owned(),
        subtitle: said.join(" · "),
        description: visible(&format!("{count} results of {} over time.", test.name)).into_owned(),
        x: Axis::linear(visible(&format!("time ({})", course.kind.1))).holding(0.0),
        y: Axis::linear(visible(&label)),
        marks,
    }
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn a_window_lies_on_its_side_of_its_number() {
        let curves = (45.5, 395.5);
        assert_eq!(window((None, Some(30.0)), curves), (0.0, 30.0));
        assert_eq!(window((None, Some(200.0)), curves), (45.5, 200.0));
        assert_eq!(window((Some(50.0), Some(200.0)), curves), (50.0, 200.0));
        assert_eq!(window((Some(300.0), None), curves), (300.0, 395.5));
        let (from, to) = window((Some(500.0), None), curves);
        assert!(from == 500.0 && to > 500.0, "{from} to {to}");
    }
}

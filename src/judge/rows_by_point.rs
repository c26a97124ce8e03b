//! The rows of a lot by test and by the point that they belong to: release, a time on stability, a time in use.

use super::codes;
use super::context::{Context, StageScope, folded, is_in_use, is_release, is_stability, says_something};
use super::corrections;
use super::life;
use super::lot_report::{Point, Reason};
use crate::data::{Determination, folded_condition};
use crate::finding::Finding;
use crate::order;
use crate::quantity::{Exact, TimeUnit, Unit, number_of_time};
use crate::spec::{Assessment, Specification, Test, minutes_of};
use std::cmp::Ordering;
use std::ops::Range;

/// The rows of a lot, grouped by test and point.
pub(super) struct RowsByPoint<'a> {
    pub(super) determinations: Vec<Determination<'a>>,
    /// Test, point (position in `points`), rows; in this order.
    pub(super) groups: Vec<(usize, usize, Range<usize>)>,
    /// The points that occur: release first, then stability time points in time order.
    pub(super) points: Vec<Point<'a>>,
    /// Rows whose stage does not fit: test and reason.
    pub(super) misplaced: Vec<(usize, Reason)>,
    /// Whether some row corrects another one.
    pub(super) has_corrections: bool,
    /// Corrections that do not count: test, point and reason. The rows themselves are not among the determinations.
    pub(super) flaws: Vec<(usize, usize, Reason)>,
}

impl<'a> RowsByPoint<'a> {
    pub(super) fn new(
        spec: &'a Specification,
        mut determinations: Vec<Determination<'a>>,
        context: &Context<'_>,
    ) -> Self {
        let mut misplaced = Vec::new();
        let mut points = vec![Point::Release];
        let unstaged = |row: &Determination<'a>| row.stage.is_empty() && row.details.is_none();
        if context.stage == StageScope::AsData
            && context.asked == StageScope::AsData
            && determinations.iter().all(unstaged)
            && !spec.tests.iter().any(has_later_limits)
        {
            return RowsByPoint::of_release(determinations, points, spec.tests.len());
        }
        let (mut staged, mut has_corrections) = (false, false);
        for row in &determinations {
            has_corrections |= corrections::is_correction(row);
            staged |= !row.stage.is_empty() || has_time(row);
            match point_of(spec, row, context) {
                Ok(Point::Release) => {}
                Ok(point) => points.push(point),
                Err(reason) => misplaced.push((row.test, reason.at(context.place(row)))),
            }
        }
        // Of several writings of one point, 6 months and 0.5 years, that one is kept which does not depend on the order of rows.
        let mut keyed: Vec<(PointKey, Point<'a>)> = points.drain(1..).map(|point| (point_key(&point), point)).collect();
        order::sort_by(&mut keyed, |(a, one), (b, other)| a.cmp(b).then_with(|| texts_of(one).cmp(&texts_of(other))));
        keyed.dedup_by(|(a, _), (b, _)| a == b);
        points.extend(keyed.iter().map(|(_, point)| *point));
        let position = |row: &Determination<'a>| {
            if !staged && points.len() == 1 {
                return 0;
            }
            match point_of(spec, row, context) {
                Ok(point @ (Point::Stability { .. } | Point::InUse { .. })) => {
                    let key = point_key(&point);
                    keyed.binary_search_by(|(known, _)| known.cmp(&key)).map_or(0, |at| at + 1)
                }
                _ => 0,
            }
        };
        determinations.sort_by_cached_key(|row| (row.test, position(row)));
        let mut groups: Vec<(usize, usize, Range<usize>)> = Vec::with_capacity(spec.tests.len());
        for (i, row) in determinations.iter().enumerate() {
            let at = position(row);
            match groups.last_mut() {
                Some((test, point, range)) if *test == row.test && *point == at => range.end = i + 1,
                _ => groups.push((row.test, at, i..i + 1)),
            }
        }
        RowsByPoint { determinations, groups, points, misplaced, has_corrections, flaws: Vec::new() }
    }

    /// Some of the rows, at the same points.
    pub(super) fn only(&self, keeps: &dyn Fn(usize) -> bool) -> Self {
        let mut determinations: Vec<Determination<'a>> = Vec::new();
        let mut groups = Vec::new();
        for (test, point, range) in &self.groups {
            let start = determinations.len();
            determinations.extend(range.clone().filter(|i| keeps(*i)).map(|i| self.determinations[i].clone()));
            if determinations.len() > start {
                groups.push((*test, *point, start..determinations.len()));
            }
        }
        let (points, misplaced) = (self.points.clone(), self.misplaced.clone());
        RowsByPoint { determinations, groups, points, misplaced, has_corrections: false, flaws: Vec::new() }
    }

    /// Rows that say nothing of stages, under a specification that asks nothing of them: all belong to the release.
    fn of_release(mut determinations: Vec<Determination<'a>>, points: Vec<Point<'a>>, tests: usize) -> Self {
        // Sorting takes memory even where there is nothing to do.
        if !determinations.is_sorted_by_key(|row| row.test) {
            order::sort_by_key(&mut determinations, |row| row.test);
        }
        let mut groups: Vec<(usize, usize, Range<usize>)> = Vec::with_capacity(tests);
        for (i, row) in determinations.iter().enumerate() {
            match groups.last_mut() {
                Some((test, _, range)) if *test == row.test => range.end = i + 1,
                _ => groups.push((row.test, 0, i..i + 1)),
            }
        }
        RowsByPoint { determinations, groups, points, misplaced: Vec::new(), has_corrections: false, flaws: Vec::new() }
    }

    /// A remark when rows are not judged because the run asks for another stage.
    pub(super) fn of_other_stages(&self, spec: &Specification, context: &Context<'_>) -> Option<Finding> {
        let judged = |row: &&Determination<'a>| {
            let point = point_of(spec, row, context);
            let stability = matches!(point, Ok(Point::Stability { .. }));
            let in_use = matches!(point, Ok(Point::InUse { .. }));
            match &context.stage {
                StageScope::AsData => true,
                StageScope::ShelfLife => stability,
                StageScope::Release => !stability && !in_use,
                StageScope::Named(_) if in_use => context.judges_use(spec),
                StageScope::Named(_) => !stability && context.stage.covers(&spec.tests[row.test]),
            }
        };
        if context.stage == StageScope::AsData {
            return None;
        }
        let mut left = self.determinations.iter().filter(|row| !judged(row));
        let first = left.next()?;
        let message = format!("{} row(s) of another stage than the one asked for were not judged", 1 + left.count());
        Some(Finding::new(&codes::ROWS_OF_ANOTHER_STAGE, message).at(context.place(first), 1))
    }

    pub(super) fn range(&self, test: usize, point: usize) -> Range<usize> {
        match self.groups.binary_search_by_key(&(test, point), |(test, point, _)| (*test, *point)) {
            Ok(found) => self.groups[found].2.clone(),
            Err(_) => 0..0,
        }
    }

    /// Whether the lot has rows of later time points and no others.
    pub(super) fn is_without_release(&self) -> bool {
        self.points.len() > 1 && !self.groups.iter().any(|(_, point, _)| *point == 0)
    }

    /// The points that are judged. A lot with stability rows only is judged at those time points; any other row makes it
    /// a release with every test required.
    pub(super) fn points_in_scope(&self, spec: &Specification, context: &Context<'_>) -> Vec<usize> {
        let of = |wanted: &dyn Fn(&Point<'_>) -> bool| -> Vec<usize> {
            (1..self.points.len()).filter(|at| self.points.get(*at).is_some_and(wanted)).collect()
        };
        // At least one point, so that missing tests are reported even when no row is there.
        let or_release = |points: Vec<usize>| if points.is_empty() { vec![0] } else { points };
        match &context.stage {
            StageScope::ShelfLife => or_release(of(&|point| matches!(point, Point::Stability { .. }))),
            StageScope::Named(_) if context.judges_use(spec) => {
                let mut points = of(&|point| matches!(point, Point::InUse { .. }));
                if points.is_empty() || spec.tests.iter().any(|test| test.stage.as_deref().is_some_and(is_in_use)) {
                    points.insert(0, 0);
                }
                points
            }
            StageScope::AsData if self.is_without_release() => (1..self.points.len()).collect(),
            StageScope::Release | StageScope::Named(_) => vec![0],
            StageScope::AsData => (0..self.points.len()).collect(),
        }
    }
}

pub(super) fn has_time(row: &Determination<'_>) -> bool {
    row.details.as_ref().is_some_and(|details| !details.time.trim().is_empty())
}

/// Time, unit and condition of a row that was taken after some time in storage; none at its beginning.
pub(super) fn time_in_storage<'a>(row: &Determination<'a>) -> Option<[&'a str; 3]> {
    let details = row.details.as_deref()?;
    let time = details.time.trim();
    let is_beginning = time_of(time).is_some_and(|time| time.is_zero());
    (says_something(time) && !is_beginning).then(|| [time, details.time_unit.trim(), details.condition.trim()])
}

/// Whether two times in storage are the same, in whatever unit they are told, 24 h and 1 d, and in whatever way the condition is written.
pub(super) fn is_same_time(one: Option<[&str; 3]>, other: Option<[&str; 3]>) -> bool {
    let key = |[time, unit, condition]: [&str; 3]| (time_key(time, unit), folded_condition(condition));
    one.map(key) == other.map(key)
}

/// The point a row belongs to.
///
/// # Errors
/// A reason when the stage is needed and not told, or belongs to another test.
fn point_of<'a>(spec: &Specification, row: &Determination<'a>, context: &Context<'_>) -> Result<Point<'a>, Reason> {
    let (test, stage) = (&spec.tests[row.test], row.stage.trim());
    let stability = || {
        let details = row.details.as_deref();
        Point::Stability {
            time: details.map_or("", |d| d.time.trim()),
            time_unit: details.map_or("", |d| d.time_unit.trim()),
            condition: details.map_or("", |d| d.condition.trim()),
            container: details.map_or("", |d| d.container.trim()),
            orientation: details.map_or("", |d| d.orientation.trim()),
        }
    };
    let reads_use = stage.is_empty() && context.reads_use(spec) && has_time(row);
    if (reads_use || is_in_use(stage))
        && let Some(point) = point_in_use(spec, test, row)
    {
        return point;
    }
    if stage.is_empty() {
        return match &context.asked {
            StageScope::ShelfLife => Ok(stability()),
            StageScope::AsData if has_later_limits(test) => Err(stage_missing(test)),
            _ => Ok(Point::Release),
        };
    }
    if is_stability(stage) {
        return Ok(stability());
    }
    let name = folded(stage);
    match &test.stage {
        _ if is_release(stage) => Ok(Point::Release),
        None if matches!(&context.asked, StageScope::Named(wanted) if folded(wanted) == name) => Ok(Point::Release),
        Some(own) if folded(own) != name => Err(Reason::new(
            &codes::STAGE_MISMATCH,
            format!("the row is from stage \"{stage}\"; {} is a test of \"{own}\"", test.id),
        )
        .clause(&test.place)),
        Some(_) => Ok(Point::Release),
        None => Err(Reason::new(
            &codes::STAGE_MISMATCH,
            format!("the row is from stage \"{stage}\"; {} has no stage of its own", test.id),
        )
        .clause(&test.place)
        .help("write `release` or `stability`, leave the cell empty, or give the test a `stage` in the specification")),
    }
}

/// Whether a test has limits of its own on stability or in use.
fn has_later_limits(test: &Test) -> bool {
    matches!(&test.assessment, Assessment::Measured(measured) if !(measured.shelf_life.is_empty() && measured.in_use.is_empty()))
}

fn stage_missing(test: &Test) -> Reason {
    let in_use = matches!(&test.assessment, Assessment::Measured(measured) if !measured.in_use.is_empty());
    let (later, stage) = if in_use { ("in use", "in use") } else { ("on stability", "stability") };
    let message = format!("{} has different limits at release and {later}, and the row names no stage", test.id);
    Reason::new(&codes::STAGE_MISSING, message)
        .clause(&test.place)
        .help(format!("fill the column `stage` with `release` or `{stage}`, or give --stage"))
}

/// The time point in use of a row, where the specification has a clock or limits freeze-thaw cycles; `None` for a row of
/// the test's own stage.
fn point_in_use<'a>(spec: &Specification, test: &Test, row: &Determination<'a>) -> Option<Result<Point<'a>, Reason>> {
    let in_use = spec.in_use.as_deref()?;
    let own_stage = test.stage.as_deref().is_some_and(is_in_use);
    if own_stage && !has_time(row) {
        return None;
    }
    let details = row.details.as_deref();
    let [time, time_unit, condition] =
        details.map_or([""; 3], |details| [details.time.trim(), details.time_unit.trim(), details.condition.trim()]);
    Some(match life::axis_of(in_use, (time, time_unit, condition)) {
        Ok(_) => Ok(Point::InUse { time, time_unit, condition }),
        Err((message, help)) => {
            Err(Reason::new(&codes::IN_USE_TIME_NOT_READABLE, message).clause(&in_use.place).help(help))
        }
    })
}

/// What tells points apart, in the order in which they are printed. The kind of the point, what its time counts (nothing: time), its
/// condition, the time (unreadable ones last), container and orientation, and a time that is no number as it stands.
type PointKey = (u8, Option<String>, String, Exact, [String; 2], String);

/// Release first, then by condition, then by time.
pub(super) fn compare_points(a: &Point<'_>, b: &Point<'_>) -> Ordering {
    point_key(a).cmp(&point_key(b))
}

/// The same point in any way of writing: `-80 ℃` is `-80 °C`, and half a year is 6 months.
fn point_key(point: &Point<'_>) -> PointKey {
    match *point {
        Point::Release => (0, None, String::new(), Exact::zero(), [const { String::new() }; 2], String::new()),
        Point::Stability { time, time_unit, condition, container, orientation } => {
            let (counts, number, text) = time_key(time, time_unit);
            (1, counts, folded_condition(condition), number, [folded(container), folded(orientation)], text)
        }
        Point::InUse { time, time_unit, condition } => {
            let (counts, number, text) = time_key(time, time_unit);
            (2, counts, folded_condition(condition), number, [const { String::new() }; 2], text)
        }
    }
}

/// What a time counts, where that is no time, with the number in months or of what it counts. What is no number comes last, with its
/// text.
fn time_key(time: &str, unit: &str) -> (Option<String>, Exact, String) {
    let Some(number) = time_of(time) else {
        return (Some(folded(unit)), Exact::from_i64(i64::MAX), time.to_owned());
    };
    let counts = match months_of(unit) {
        Some(months) => return (None, &number * &months, String::new()),
        None if number.is_zero() && !says_something(unit) => None,
        None if counts_cycles(unit) => Some("cycles".to_owned()),
        None => Some(folded(unit)),
    };
    (counts, number, String::new())
}

/// How many months a unit of time has.
fn months_of(unit: &str) -> Option<Exact> {
    let in_minutes = || Some(&minutes_of(&Unit::parse(unit).ok()?)? * &TimeUnit::Minute.months());
    TimeUnit::parse(unit).map(TimeUnit::months).or_else(in_minutes)
}

/// Whether a unit counts freeze-thaw cycles.
fn counts_cycles(unit: &str) -> bool {
    let folded = folded(unit);
    ["cycle", "freeze", "循环", "冻融", "次"].iter().any(|word| folded.contains(word))
}

/// The texts of a point by which two writings of it are told apart.
fn texts_of<'p>(point: &Point<'p>) -> [&'p str; 5] {
    match *point {
        Point::Release => [""; 5],
        Point::InUse { time, time_unit, condition } => [time, time_unit, condition, "", ""],
        Point::Stability { time, time_unit, condition, container, orientation } => {
            [time, time_unit, condition, container, orientation]
        }
    }
}

/// A time in storage or in use as a number from zero on.
fn time_of(time: &str) -> Option<Exact> {
    number_of_time(time).map(|number| number.exact()).filter(|number| !number.is_negative())
}

/// Whether time and unit are those of a pull: a number from zero on, and a unit of time or a count of freeze-thaw cycles. At its
/// beginning the unit says nothing.
pub(super) fn is_time_point(time: &str, unit: &str) -> bool {
    let is_unit = || months_of(unit).is_some() || counts_cycles(unit);
    time_of(time).is_some_and(|time| time.is_zero() || is_unit())
}

//! Which determinations count: copies, conflicts, invalidation and retests.

use super::approval::{NotNamed, is_granted, without_approval, without_investigation};
use super::cause;
use super::codes;
use super::context::{Context, folded, says_something};
use super::lot_report::{Reason, Use};
use super::qualitative::shows_growth;
use super::runs;
use super::stop::Stop;
use crate::data::{Details, Determination, RowStatus};
use crate::lookalike::composed;
use crate::order;
use crate::person;
use crate::quantity::Reading;
use crate::spec::{Alternative, Check, Count, Criterion, Measured, Plan, Role, Summary, Test};
use jiff::ToSpan;
use jiff::civil::Date;
use std::borrow::Cow;

/// The rows that stand for the result, and the plan they have to fulfil.
#[derive(Debug)]
pub(super) struct Selection<'m> {
    /// Positions in the rows of the test.
    pub counted: Vec<usize>,
    /// The plan that applies to them.
    pub plan: Cow<'m, Plan>,
    /// Whether that is the plan for retests.
    pub by_retest: bool,
    /// Whether the history has to be printed.
    pub history: bool,
    /// Retests that stand beside an original which was not invalidated.
    pub unexplained: Vec<usize>,
    /// Originals that stand where the retests alone give the value.
    pub standing: Vec<usize>,
    /// Remarks that do not decide.
    pub remarks: Vec<Reason>,
}

impl<'m> Selection<'m> {
    /// Originals under their own plan, where nothing was contested or repeated.
    fn plain(counted: Vec<usize>, measured: &'m Measured, remarks: Vec<Reason>) -> Self {
        Selection {
            counted,
            plan: Cow::Borrowed(&measured.plan),
            by_retest: false,
            history: false,
            unexplained: Vec::new(),
            standing: Vec::new(),
            remarks,
        }
    }

    /// Originals that are looked at by themselves, beside what else there is.
    pub(super) fn of_originals(counted: Vec<usize>, measured: &'m Measured) -> Self {
        Selection { history: true, ..Selection::plain(counted, measured, Vec::new()) }
    }
}

/// Chooses the rows that count and marks the use of every row.
///
/// # Errors
/// `not_evaluable` for conflicting rows and retests from an unauthorised sample.
pub(super) fn select<'m>(
    test: &Test,
    measured: &'m Measured,
    rows: &[Determination<'_>],
    uses: &mut [Use],
    context: &Context<'_>,
) -> Result<Selection<'m>, Stop> {
    let mut remarks = Vec::new();
    if are_numbered_replicates(rows) {
        return Ok(Selection::plain((0..rows.len()).collect(), measured, remarks));
    }
    mark_interim(test, measured, rows, uses);
    mark_copies(measured, rows, uses, context, &mut remarks)?;
    let mut samples: Vec<usize> =
        (0..rows.len()).filter(|&i| rows[i].role.is_of_lot() && uses[i] == Use::Unused).collect();
    // Beside determinations an empty cell is none: rows of a wide table that were measured by another method.
    if samples.iter().any(|&i| !is_blank(&rows[i])) {
        samples.retain(|&i| !is_blank(&rows[i]));
    }
    if !samples.iter().any(|&i| has_history(&rows[i])) {
        return Ok(Selection::plain(samples, measured, remarks));
    }
    with_history(test, measured, rows, uses, context, &samples, remarks)
}

/// The most rows that are looked at for numbered replicates: what has more than a plan asks for as a rule gets a closer look.
pub(super) const MOST_REPLICATES: usize = 8;

/// Whether the rows are numbered replicates and nothing else: the case of nearly every test, told without looking closer.
pub(super) fn are_numbered_replicates(rows: &[Determination<'_>]) -> bool {
    let plain = |row: &Determination<'_>| {
        row.role == Role::Sample && row.details.is_none() && row.stage.is_empty() && row.sample.is_empty()
    };
    let mut seen = 0_u16;
    let mut numbered = |row: &Determination<'_>| match row.replicate.as_bytes() {
        // Replicates of a plan have one digit; whoever counts on gets a closer look.
        [digit @ b'1'..=b'9'] => {
            let bit = 1 << (digit - b'0');
            let new = seen & bit == 0;
            seen |= bit;
            new
        }
        _ => false,
    };
    rows.len() <= MOST_REPLICATES && rows.iter().all(plain) && (rows.len() == 1 || rows.iter().all(&mut numbered))
}

/// Whether nothing stands in the cell of a row, and its record says nothing of it either.
fn is_blank(row: &Determination<'_>) -> bool {
    is_empty_cell(row) && !has_history(row)
}

/// Whether nothing stands in the cell of a row whose status says nothing either: planned, or measured by another row.
fn is_empty_cell(row: &Determination<'_>) -> bool {
    let is_valid = || row.details.as_ref().is_none_or(|d| d.status == RowStatus::Valid);
    let says_nothing =
        matches!(row.reading, Reading::Empty | Reading::Dash | Reading::NotApplicable | Reading::NoneReported);
    says_nothing && is_valid()
}

fn has_history(row: &Determination<'_>) -> bool {
    row.role == Role::Retest
        || row.details.as_ref().is_some_and(|d| d.status == RowStatus::Invalid || d.names_investigation())
}

/// The choice when results were contested or repeated.
///
/// The original result stays the result unless every contested part of it was invalidated with a complete record; only
/// then do retests count, by the plan that was fixed beforehand. Originals and retests are never mixed under one plan
/// when the specification has a retest plan: the retests alone are its value.
fn with_history<'m>(
    test: &Test,
    measured: &'m Measured,
    rows: &[Determination<'_>],
    uses: &mut [Use],
    context: &Context<'_>,
    samples: &[usize],
    mut remarks: Vec<Reason>,
) -> Result<Selection<'m>, Stop> {
    let (originals, retests) = originals_and_retests(measured, rows, samples);
    check_resampling(rows, &originals, &retests, context)?;
    check_order(rows, &originals, &retests, context)?;
    check_starts(test, measured, rows, samples, context)?;
    let mut void = Vec::new();
    for &i in samples {
        if let Some(details) = rows[i].details.as_deref().filter(|d| d.status == RowStatus::Invalid) {
            match missing_from_record(details, test) {
                None => {
                    uses[i] = Use::Invalidated;
                    void.push(i);
                }
                Some(Lacking { what, help }) => {
                    uses[i] = Use::Contested;
                    let message =
                        format!("{} was declared invalid, but {what}; it is still judged", rows[i].text.trim());
                    let reason = Reason::new(&codes::INVALIDATION_RECORD_INCOMPLETE, message);
                    let reason = reason.at(context.place(&rows[i]));
                    remarks.push(match help {
                        Some(help) => reason.help(help),
                        None => reason,
                    });
                }
            }
        }
    }
    let standing = |list: &[usize]| list.iter().copied().filter(|i| !void.contains(i)).collect::<Vec<_>>();
    let (left, repeats) = (standing(&originals), standing(&retests));
    mark_void_controls(test, measured, rows, uses, &void, &[left.as_slice(), &repeats].concat());
    let invalidated_original = left.len() < originals.len();
    let contested_original = originals.iter().any(|&i| uses[i] == Use::Contested);
    // Unmarked rows beyond the plan replace what was invalidated: they are held to the retest plan too.
    let replaced = !retests.is_empty() || is_surplus(&measured.plan, originals.len());
    // What stands is the result where it is all that the plan asks for: a void row beside it makes no room for retests.
    let complete = !retests.is_empty() && is_fulfilled(&measured.plan, left.len());
    if invalidated_original && !contested_original && replaced && !complete {
        return counting_retests(measured, rows, &originals, left, repeats, remarks, context);
    }
    for &i in &repeats {
        uses[i] = Use::RetestNotCounted;
    }
    Ok(Selection { history: true, unexplained: repeats, ..Selection::plain(left, measured, remarks) })
}

/// The choice where originals are void and what repeats them counts. With a plan for retests, they alone are its value: an original
/// that stands is neither averaged with them nor counted for them. It is weighed by itself, unless each determination has
/// to meet the criterion anyway.
fn counting_retests<'m>(
    measured: &'m Measured,
    rows: &[Determination<'_>],
    originals: &[usize],
    left: Vec<usize>,
    repeats: Vec<usize>,
    remarks: Vec<Reason>,
    context: &Context<'_>,
) -> Result<Selection<'m>, Stop> {
    let (counted, plan, standing) = match &measured.retest {
        None => ([left, repeats].concat(), Cow::Borrowed(&measured.plan), Vec::new()),
        Some(_) if repeats.is_empty() && !left.is_empty() && is_surplus(&measured.plan, originals.len()) => {
            return Err(unmarked_retests(measured, rows, originals, context));
        }
        Some(retest) if !left.is_empty() && is_one_by_one(retest) && meets_one_by_one(measured) => {
            let plan = Plan { count: retest.count.more(left.len()), ..retest.clone() };
            ([left, repeats].concat(), Cow::Owned(plan), Vec::new())
        }
        Some(retest) => (repeats, Cow::Borrowed(retest), left),
    };
    let by_retest = measured.retest.is_some();
    Ok(Selection { counted, plan, by_retest, history: true, unexplained: Vec::new(), standing, remarks })
}

/// Whether a plan takes each determination by itself, on one level.
fn is_one_by_one(plan: &Plan) -> bool {
    plan.summary == Summary::Each && plan.levels.is_none()
}

/// Whether every single determination has to meet the criterion.
fn meets_one_by_one(measured: &Measured) -> bool {
    let is_qualitative = |alternative: &Alternative| matches!(alternative.criterion, Criterion::Qualitative(_));
    is_one_by_one(&measured.plan) || measured.accept.iter().any(is_qualitative)
}

/// That a part of the determinations is void, others were added, and nobody says which are the retests that the retest plan counts.
fn unmarked_retests(
    measured: &Measured,
    rows: &[Determination<'_>],
    originals: &[usize],
    context: &Context<'_>,
) -> Stop {
    let needed = match measured.plan.count {
        Count::Exactly(needed) | Count::AtLeast(needed) => needed,
    };
    let message = format!(
        "{} values for a plan of {needed}, some of them invalidated; the specification has a plan for retests, and no row says that it \
         is one",
        originals.len()
    );
    let reason = Reason::new(&codes::SURPLUS_DETERMINATIONS, message);
    let reason = match originals.last() {
        Some(&last) => reason.at(context.place(&rows[last])),
        None => reason,
    };
    Stop::not_evaluable(reason.help("write `retest` into the column `role` of the determinations that were repeated"))
}

/// The controls of a run that is void, where their own record of invalidation is complete: the run that replaces it has controls of
/// its own. A control that can be of a run that counts keeps deciding.
fn mark_void_controls(
    test: &Test,
    measured: &Measured,
    rows: &[Determination<'_>],
    uses: &mut [Use],
    void: &[usize],
    counted: &[usize],
) {
    let [void, counted] = [void, counted].map(|list| list.iter().map(|&i| &rows[i]).collect::<Vec<_>>());
    for (at, row) in rows.iter().enumerate() {
        let is_control = !row.role.is_of_lot() && uses[at] == Use::Unused;
        let is_of_void =
            || runs::is_of_void_run(row, &void, &counted) || is_of_one_void(row, measured, &void, &counted);
        if is_control && is_void(row, test) && is_of_void() {
            uses[at] = Use::Invalidated;
        }
    }
}

/// Whether a control is that of one void determination, in a test that asks for a control of each: it says nothing of the others, of its
/// plate either.
fn is_of_one_void(
    control: &Determination<'_>,
    measured: &Measured,
    void: &[&Determination<'_>],
    counted: &[&Determination<'_>],
) -> bool {
    let is_of_each = measured.valid_if.iter().any(|check| match &check.check {
        Check::Control { role, name, each: true, .. } => {
            let named = control.details.as_ref().map_or("", |details| details.control);
            *role == control.role && name.as_deref().is_none_or(|name| folded(name) == folded(named))
        }
        _ => false,
    });
    let shares = |list: &[&Determination<'_>]| list.iter().any(|row| in_common(row) == in_common(control));
    is_of_each && shares(void) && !shares(counted)
}

/// Rows with the role `retest` are retests. In a file that does not use the role, contested results that fill the plan are the
/// originals, and every further row is a retest of them. Where they are several, a row before them is an original too, and with
/// a plan for retests nobody knows which rows it is for.
///
/// The order of the rows says nothing: a table that was sorted must not lead to another verdict.
fn originals_and_retests(
    measured: &Measured,
    rows: &[Determination<'_>],
    samples: &[usize],
) -> (Vec<usize>, Vec<usize>) {
    let (retests, originals): (Vec<usize>, Vec<usize>) =
        samples.iter().copied().partition(|&i| rows[i].role == Role::Retest);
    if !retests.is_empty() || !is_surplus(&measured.plan, originals.len()) {
        return (originals, retests);
    }
    let contested = |i: &usize| rows[*i].is_declared_invalid();
    let (contested, others): (Vec<usize>, Vec<usize>) = originals.iter().copied().partition(contested);
    let first = |list: &[usize]| list.iter().filter_map(|&i| day(&rows[i])).min();
    let is_before = || first(&others).zip(first(&contested)).is_some_and(|(one, other)| one < other);
    let are_known = |n: usize| n == 1 || (measured.retest.is_none() && !is_before());
    match measured.plan.count {
        Count::Exactly(n) if contested.len() == n as usize && are_known(contested.len()) => (contested, others),
        _ => (originals, retests),
    }
}

/// Whether so many determinations are all that a plan asks for.
fn is_fulfilled(plan: &Plan, n: usize) -> bool {
    let (Count::Exactly(needed) | Count::AtLeast(needed)) = plan.count;
    n >= needed as usize
}

fn is_surplus(plan: &Plan, n: usize) -> bool {
    matches!(plan.count, Count::Exactly(needed) if n > needed as usize)
}

/// A retest from another sample is a re-sampling, which needs a reason and an approver of its own.
fn check_resampling(
    rows: &[Determination<'_>],
    originals: &[usize],
    retests: &[usize],
    context: &Context<'_>,
) -> Result<(), Stop> {
    for &i in retests {
        let known = originals.iter().any(|&o| folded(rows[o].sample) == folded(rows[i].sample));
        let tested = |o: &&usize| rows[**o].details.as_deref().map_or("", |details| details.analyst.trim());
        let analysts = originals.iter().map(|o| tested(&o)).collect::<Vec<_>>();
        let authorised = rows[i].details.as_deref().is_some_and(|details| is_authorised(details, &analysts));
        if !originals.is_empty() && !known && !authorised {
            let message = format!("the retest is from sample \"{}\", which is not the original one", rows[i].sample);
            let help = "fill `reason` and `approver` of the row: another sample is a re-sampling, which needs a reason and somebody \
                        who approved it; or write the sample that was tested first";
            return Err(Stop::not_evaluable(
                Reason::new(&codes::RESAMPLING_NOT_AUTHORISED, message).at(context.place(&rows[i])).help(help),
            ));
        }
    }
    Ok(())
}

/// A retest repeats what was there: it is not dated before every result that it can repeat.
fn check_order(
    rows: &[Determination<'_>],
    originals: &[usize],
    retests: &[usize],
    context: &Context<'_>,
) -> Result<(), Stop> {
    let day = |i: &usize| day(&rows[*i]);
    let Some(first) = originals.iter().map(day).collect::<Option<Vec<_>>>().and_then(|days| days.into_iter().min())
    else {
        return Ok(());
    };
    let Some((early, on)) = retests.iter().filter_map(|i| Some((*i, day(i)?))).find(|(_, on)| *on < first) else {
        return Ok(());
    };
    let message = format!("the retest is dated {on}, before the result that it repeats, on {first}");
    let reason = Reason::new(&codes::IMPOSSIBLE_DATES, message).at(context.place(&rows[early]));
    Err(Stop::not_evaluable(reason.help("correct the date that is wrong")))
}

/// What repeats an incubation that was declared void has a start of its own: a further reading of the same one repeats nothing.
fn check_starts(
    test: &Test,
    measured: &Measured,
    rows: &[Determination<'_>],
    samples: &[usize],
    context: &Context<'_>,
) -> Result<(), Stop> {
    if measured.final_after_days.is_none() {
        return Ok(());
    }
    let tested = || samples.iter().map(|&i| &rows[i]);
    let void: Vec<_> = tested().filter(|row| is_void(row, test)).collect();
    let repeats = |void: &Determination<'_>, row: &Determination<'_>| {
        // As many units as the plan asks for are of one incubation; what is beyond them repeats one.
        let of_incubation = tested().filter(|one| started(one) == started(row)).count();
        let is_another = is_surplus(&measured.plan, of_incubation) || row.role == Role::Retest;
        let of_same_sample =
            folded(row.sample) == folded(void.sample) && group_as_compared(row) == group_as_compared(void);
        is_another && of_same_sample && started(row).is_some() && started(row) == started(void)
    };
    let again = |row: &&Determination<'_>| !row.is_declared_invalid() && void.iter().any(|void| repeats(void, row));
    let Some(row) = tested().find(again) else { return Ok(()) };
    let on = started(row).map_or_else(String::new, |day| day.to_string());
    let message =
        format!("the reading belongs to the incubation started on {on}, which was declared void; it repeats nothing");
    let reason = Reason::new(&codes::IMPOSSIBLE_DATES, message).at(context.place(row));
    Err(Stop::not_evaluable(reason.help(
        "write the day on which its own incubation started into `started`; one of the same day has a `group` of its own",
    )))
}

/// Whether a re-sampling has a reason and the approval of somebody who tested neither it nor the originals.
fn is_authorised(details: &Details<'_>, analysts: &[&str]) -> bool {
    let approver = details.approver.trim();
    let mut analysts = analysts.iter().copied().chain([details.analyst.trim()]).filter(|analyst| !analyst.is_empty());
    says_something(details.reason)
        && is_granted(approver)
        && !analysts.any(|analyst| person::may_be_among(analyst, approver))
}

/// What a record of invalidation lacks.
struct Lacking {
    what: String,
    help: Option<&'static str>,
}

/// Whether a row was declared invalid with a complete record.
fn is_void(row: &Determination<'_>, test: &Test) -> bool {
    let record = row.details.as_deref().filter(|_| row.is_declared_invalid());
    record.is_some_and(|record| missing_from_record(record, test).is_none())
}

/// What a record of invalidation lacks; `None` when it is complete.
fn missing_from_record(details: &Details<'_>, test: &Test) -> Option<Lacking> {
    let (analyst, approver) = (details.analyst.trim(), details.approver.trim());
    let lacks = |what: &str| Some(Lacking { what: what.to_owned(), help: None });
    let unnamed = |what: &str, cell: NotNamed| Lacking {
        what: cell.why.map_or_else(|| what.to_owned(), |why| format!("{what}: {why}")),
        help: Some(cell.help),
    };
    if !says_something(details.reason) {
        return lacks("no reason is given");
    }
    if !cause::is_named(details.reason, test) {
        return lacks("the reason names no assignable cause");
    }
    if let Some(cell) = without_investigation(details.investigation) {
        return Some(unnamed("no investigation is named", cell));
    }
    if let Some(cell) = without_approval(approver) {
        return Some(unnamed("nobody approved it", cell));
    }
    if !says_something(analyst) {
        lacks("the analyst is not named, so the approver may be the same person")
    } else if person::same(analyst, approver) {
        lacks("the approver is the analyst")
    } else if person::may_be_among(analyst, approver) {
        lacks("the approver can be the analyst; where these are two persons, both names are to be in full")
    } else {
        None
    }
}

/// Readings of one incubation on several days. A later reading supersedes one that shows nothing yet; growth supersedes
/// every reading without growth, before and after it. Whatever else an earlier reading says stays, and is in conflict
/// with the later one: a count over the limit does not go away by counting again.
fn mark_interim(test: &Test, measured: &Measured, rows: &[Determination<'_>], uses: &mut [Use]) {
    let Some(days) = measured.final_after_days else { return };
    let grown = |row: &Determination<'_>| shows_growth(&row.reading) && row.status() == RowStatus::Valid;
    let incubation = |i: usize| (key(&rows[i]), started(&rows[i]));
    let mut dated: Vec<(usize, Date)> = rows.iter().enumerate().filter_map(|(i, row)| Some((i, day(row)?))).collect();
    order::sort_by(&mut dated, |(a, _), (b, _)| incubation(*a).cmp(&incubation(*b)));
    for readings in dated.chunk_by(|(a, _), (b, _)| incubation(*a) == incubation(*b)) {
        // An empty cell is no reading.
        let last = readings.iter().filter(|(i, _)| !is_empty_cell(&rows[*i])).map(|(_, day)| *day).max();
        let growth = || readings.iter().filter(|(i, _)| grown(&rows[*i])).map(|(_, day)| *day);
        let (first_growth, last_growth) = (growth().min(), growth().max());
        let last_void = last_of_void_incubation(test, rows, readings);
        for &(i, day) in readings {
            let superseded = match shows_growth(&rows[i].reading) {
                // What was declared invalid does not go away by being read again.
                _ if rows[i].is_declared_invalid() => last_void > Some(day),
                true => grown(&rows[i]) && last_growth > Some(day),
                false if shows_nothing(&rows[i], days) => {
                    last > Some(day) || first_growth.is_some_and(|growth| growth < day)
                }
                // What a control states does not change by being read again, and a count only grows.
                false => readings.iter().any(|(j, other)| *other > day && is_read_again(&rows[i], &rows[*j], days)),
            };
            if superseded {
                uses[i] = Use::Interim;
            }
        }
    }
}

/// The last reading of an incubation that is void: with a complete record, and nothing was read of it later.
fn last_of_void_incubation(test: &Test, rows: &[Determination<'_>], readings: &[(usize, Date)]) -> Option<Date> {
    let there = || readings.iter().filter(|(i, _)| !is_empty_cell(&rows[*i]));
    let (void, valid): (Vec<_>, Vec<_>) = there().partition(|(i, _)| rows[*i].is_declared_invalid());
    let last = void.iter().map(|(_, day)| *day).max()?;
    let is_last = valid.iter().all(|(_, day)| *day <= last) && void.iter().all(|(i, _)| is_void(&rows[*i], test));
    is_last.then_some(last)
}

/// Whether a later reading says all that an earlier one says: the same of a control, such as the number of units that were tested, or
/// at least as many colonies of the lot as before the end of the incubation.
fn is_read_again(row: &Determination<'_>, later: &Determination<'_>, days: u32) -> bool {
    let is_said_again = match (&row.reading, &later.reading) {
        (Reading::Number(one), Reading::Number(other)) if row.role.is_of_lot() => {
            is_early(row, days) && one.exact() <= other.exact()
        }
        _ => !row.role.is_of_lot() && row.reading == later.reading && row.text.trim() == later.text.trim(),
    };
    is_said_again && row.unit == later.unit && row.status() == later.status()
}

fn day(row: &Determination<'_>) -> Option<Date> {
    row.details.as_ref().and_then(|details| details.date)
}

fn started(row: &Determination<'_>) -> Option<Date> {
    row.details.as_ref().and_then(|d| d.started)
}

/// Whether a reading was made before the end of its incubation, which takes so many days.
fn is_early(row: &Determination<'_>, days: u32) -> bool {
    let end = started(row).and_then(|started| started.checked_add(i64::from(days).days()).ok());
    end.zip(day(row)).is_some_and(|(end, day)| day < end)
}

/// Whether a reading leaves open what the final one will be: nothing seen, or, before the end of the incubation, a count
/// of zero or below a bound.
fn shows_nothing(row: &Determination<'_>, days: u32) -> bool {
    match &row.reading {
        Reading::NoGrowth { .. } | Reading::Negative | Reading::NotDetected | Reading::NotDetectedBelow(_) => true,
        Reading::Number(number) => number.exact().is_zero() && is_early(row, days),
        Reading::Below(_) => is_early(row, days),
        reading => super::value::absent(reading).is_some(),
    }
}

/// What makes two rows of one test at one point the same determination: role, control, sample, group and number, however they are
/// written.
pub(super) type Key<'r> = (Role, &'r str, Cow<'r, str>, Cow<'r, str>, &'r str);

pub(super) fn key<'r>(row: &'r Determination<'_>) -> Key<'r> {
    let control = row.details.as_ref().map_or("", |details| details.control);
    (row.role, control.trim(), as_compared(row.sample.trim()), group_as_compared(row), number(row.replicate))
}

/// What a control and its determination have in common: number, group and sample.
pub(super) fn in_common<'r>(row: &'r Determination<'_>) -> (&'r str, Cow<'r, str>, Cow<'r, str>) {
    (number(row.replicate), group_as_compared(row), as_compared(row.sample.trim()))
}

/// The outer group of a determination as it is compared; empty: none.
pub(super) fn group_as_compared<'r>(row: &'r Determination<'_>) -> Cow<'r, str> {
    as_compared(group(row))
}

/// The outer group of a determination as it is printed, a number without the zeros before it; empty: none.
pub(super) fn group<'r>(row: &'r Determination<'_>) -> &'r str {
    row.details.as_ref().map_or("", |details| number(details.group))
}

/// A name without regard to case and to how its words are parted: `P1` is `p1`.
fn as_compared(name: &str) -> Cow<'_, str> {
    match name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        true => Cow::Borrowed(name),
        false => Cow::Owned(folded(name)),
    }
}

/// A replicate as it is compared: `01` is `1`, and so is `1.0`, which spreadsheets make of it.
pub(super) fn number(replicate: &str) -> &str {
    let replicate = replicate.trim();
    let whole = match replicate.split_once(['.', ',']) {
        Some((whole, zeros)) if is_digits(whole) && !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => {
            whole
        }
        _ => replicate,
    };
    match whole.trim_start_matches('0') {
        bare if is_digits(bare) => bare,
        "" if is_digits(whole) => "0",
        _ => whole,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Marks identical copies, counted once, and refuses conflicting ones.
fn mark_copies(
    measured: &Measured,
    rows: &[Determination<'_>],
    uses: &mut [Use],
    context: &Context<'_>,
    remarks: &mut Vec<Reason>,
) -> Result<(), Stop> {
    let mut order: Vec<usize> =
        (0..rows.len()).filter(|&i| uses[i] == Use::Unused && !is_empty_cell(&rows[i])).collect();
    order::sort_by(&mut order, |&a, &b| key(&rows[a]).cmp(&key(&rows[b])));
    let mut conflicts = written_alike(rows, &order, context);
    for of_one in order.chunk_by(|&a, &b| key(&rows[a]) == key(&rows[b])) {
        // Each with all before it: which rows stand side by side says nothing.
        let mut different: Vec<usize> = Vec::with_capacity(1);
        for &i in of_one {
            if let Some(&before) = different.iter().find(|&&before| same_content(&rows[before], &rows[i])) {
                uses[i] = Use::Duplicate;
                remarks.push(copied(&rows[before], &rows[i], context));
                continue;
            }
            let conflicts_with = |&&before: &&usize| !growth_after_no_growth(measured, &rows[before], &rows[i]);
            match different.iter().find(conflicts_with) {
                Some(&before) => conflicts.push(conflict(&rows[before], &rows[i], context)),
                None => different.push(i),
            }
        }
    }
    if conflicts.is_empty() {
        Ok(())
    } else {
        Err(Stop { outcome: super::outcome::Outcome::NotEvaluable, reasons: conflicts })
    }
}

fn copied(before: &Determination<'_>, again: &Determination<'_>, context: &Context<'_>) -> Reason {
    let message =
        format!("{} repeats {}; it was counted once", context.place_in_words(again), context.place_in_words(before));
    Reason::new(&codes::DUPLICATE_ROW, message).at(context.place(again))
}

fn conflict(first: &Determination<'_>, second: &Determination<'_>, context: &Context<'_>) -> Reason {
    let message = format!(
        "\"{}\" at {} and \"{}\" at {} are the same replicate{}",
        first.text.trim(),
        context.place_in_words(first),
        second.text.trim(),
        context.place_in_words(second),
        if first.replicate.trim().is_empty() { " (no replicate number)" } else { "" }
    );
    let help = match (day(first), day(second)) {
        (Some(one), Some(other)) if one != other => {
            "number the replicates (column `replicate`; of files of instruments `replicate` or `group` in the entries of the \
             samples), correct the row that is wrong, or give the results of a re-examination in a file of their own"
        }
        _ => {
            "number the replicates (column `replicate`; of files of instruments `replicate` or `group` in the entries of the \
             samples), or correct the row that is wrong"
        }
    };
    Reason::new(&codes::CONFLICTING_DETERMINATIONS, message).at(context.place(second)).help(help)
}

/// Determinations whose numbers, groups or samples differ by signs that nobody sees, or by full-width digits: one would count twice
///
fn written_alike(rows: &[Determination<'_>], order: &[usize], context: &Context<'_>) -> Vec<Reason> {
    let is_plain = |i: usize| {
        let (_, _, sample, group, number) = key(&rows[i]);
        sample.is_ascii() && group.is_ascii() && number.is_ascii()
    };
    if order.iter().all(|&i| is_plain(i)) {
        return Vec::new();
    }
    let seen = |i: usize| {
        let (role, control, sample, group, replicate) = key(&rows[i]);
        let [group, replicate] = [composed(&group), composed(replicate)].map(|text| number(&text).to_owned());
        (role, control, composed(&sample), group, replicate)
    };
    let mut looks: Vec<_> = order.iter().map(|&i| (seen(i), i)).collect();
    order::sort_by(&mut looks, |a, b| a.cmp(b));
    let pairs = looks.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    let pairs =
        pairs.map(|pair| [pair[0].1, pair[1].1]).filter(|[first, second]| key(&rows[*first]) != key(&rows[*second]));
    let told = pairs.map(|[first, second]| {
        let [one, other] = [first, second].map(|i| context.place_in_words(&rows[i]));
        let message = format!("the rows at {one} and {other} are the same replicate, written with other signs");
        let reason = Reason::new(&codes::CONFLICTING_DETERMINATIONS, message).at(context.place(&rows[second]));
        reason.help("write numbers and names of replicates with the same signs; a further determination has a number of its own")
    });
    told.collect()
}

/// A reading with growth and a later one of the same incubation are not in conflict: growth stays.
fn growth_after_no_growth(measured: &Measured, first: &Determination<'_>, second: &Determination<'_>) -> bool {
    let is_void = |row: &Determination<'_>| row.is_declared_invalid();
    // What was declared void is the incubation: a later reading of the same one does not repeat it.
    let is_another = !(is_void(first) || is_void(second)) || started(first) != started(second);
    measured.final_after_days.is_some()
        && is_another
        && day(first) != day(second)
        && shows_growth(&first.reading) != shows_growth(&second.reading)
}

/// Whether two rows say the same in everything that can bear on the judgement; only the remark may differ.
pub(super) fn same_content(first: &Determination<'_>, second: &Determination<'_>) -> bool {
    first.reading == second.reading
        && first.text.trim() == second.text.trim()
        && first.unit == second.unit
        && match (first.details.as_deref(), second.details.as_deref()) {
            (None, None) => true,
            (Some(one), None) | (None, Some(one)) => same_record(one, &Details::default()),
            (Some(first), Some(second)) => same_record(first, second),
        }
}

fn same_record(first: &Details<'_>, second: &Details<'_>) -> bool {
    let words = |d: &Details<'_>| {
        [d.method, d.instrument, d.analyst, d.reason, d.investigation, d.approver].map(|word| word.trim().to_owned())
    };
    let point = |d: &Details<'_>| {
        [d.time, d.time_unit, d.condition, d.container, d.orientation, d.uncertainty.as_ref().map_or("", |u| u.text)]
            .map(|word| word.trim().to_owned())
    };
    let correction =
        |d: &Details<'_>| d.correction.as_deref().map(|c| (c.corrects.trim().to_owned(), c.by.trim().to_owned(), c.on));
    correction(first) == correction(second)
        && (first.status, first.started, first.date, first.pulled, first.lod, first.loq)
            == (second.status, second.started, second.date, second.pulled, second.lod, second.loq)
        && words(first) == words(second)
        && point(first) == point(second)
}

//! Determinations on two levels: `mean of 2 injections of 3 captures`.
//!
//! The summary is taken within each outer group first and then over the groups, so that an injection with more captures
//! does not weigh more.

use super::codes;
use super::history;
use super::lot_report::Reason;
use super::measured::Case;
use super::outcome::Outcome;
use super::stop::Stop;
use super::summary::{NoSummary, Summarised, geometric_mean_of_groups, summarise};
use crate::data::Determination;
use crate::order;
use crate::quantity::Bounded;
use crate::spec::{CensoredRule, Count, Levels, Plan, Summary};
use std::borrow::Cow;

/// One outer group: its name and the positions of its determinations among the counted ones.
#[derive(Debug)]
pub(super) struct Group<'r> {
    /// As it is printed: `01` is `1`.
    pub name: &'r str,
    /// As it is compared: `P1` is `p1`.
    compared: Cow<'r, str>,
    /// Positions among the counted rows, in their order.
    pub members: Vec<usize>,
}

/// The outer groups of the counted rows, by name.
pub(super) fn groups<'r>(rows: &'r [Determination<'_>], counted: &[usize]) -> Vec<Group<'r>> {
    let mut groups: Vec<Group<'r>> = Vec::new();
    for (position, row) in counted.iter().enumerate().filter_map(|(at, &i)| Some((at, rows.get(i)?))) {
        let (name, compared) = (history::group(row), history::group_as_compared(row));
        match groups.iter_mut().find(|group| group.compared == compared) {
            Some(group) => group.members.push(position),
            None => groups.push(Group { name, compared, members: vec![position] }),
        }
    }
    // The order of rows must not reach the result: numbers by value, then words.
    order::sort_by(&mut groups, |a, b| (a.compared.len(), &a.compared).cmp(&(b.compared.len(), &b.compared)));
    groups
}

/// The summaries of the outer groups.
///
/// # Errors
/// As [`summarise`] for the first group that has none.
pub(super) fn of_groups(
    plan: &Plan,
    groups: &[Group<'_>],
    values: &[Bounded],
    censored: CensoredRule,
) -> Result<Vec<Summarised>, NoSummary> {
    let of = |members: Vec<Bounded>| summarise(plan.summary, &members, censored);
    values_of(groups, values).map(of).collect()
}

/// The values of each group.
fn values_of<'g>(groups: &'g [Group<'_>], values: &'g [Bounded]) -> impl Iterator<Item = Vec<Bounded>> + 'g {
    groups.iter().map(|group| group.members.iter().filter_map(|at| values.get(*at)).cloned().collect())
}

/// The reportable value of a plan: over the determinations, or level by level. `rows` are those that `counted` points to.
///
/// # Errors
/// As [`summarise`].
pub(super) fn summarise_plan(
    plan: &Plan,
    rows: &[Determination<'_>],
    counted: &[usize],
    values: &[Bounded],
    censored: CensoredRule,
) -> Result<Summarised, NoSummary> {
    if plan.levels.is_none() {
        return summarise(plan.summary, values, censored);
    }
    let groups = groups(rows, counted);
    let inner = of_groups(plan, &groups, values, censored)?;
    // A root of roots that do not end may end: 2, of 1 and 2 and of 2 and 4.
    if plan.summary == Summary::GeometricMean
        && let Some(root) = geometric_mean_of_groups(&values_of(&groups, values).collect::<Vec<_>>())
    {
        return Ok(root);
    }
    let floating = inner.iter().any(|one| one.floating);
    let outer: Vec<Bounded> = inner.into_iter().map(|one| one.value).collect();
    let summarised = summarise(plan.summary, &outer, censored)?;
    Ok(Summarised { floating: floating || summarised.floating, ..summarised })
}

impl Case<'_, '_> {
    /// Neither fewer nor more groups and determinations than the levels of a plan.
    pub(super) fn require_levels(&self, counted: &[usize], levels: &Levels) -> Result<(), Stop> {
        let place =
            |position: usize| counted.get(position).and_then(|&i| self.rows.get(i)).map(|row| self.context.place(row));
        let located = |reason: Reason, position: usize| {
            let reason = reason.clause(&self.test.place);
            match place(position) {
                Some(place) => reason.at(place),
                None => reason,
            }
        };
        let groups = groups(self.rows, counted);
        let (outer, inner) = (levels.outer_singular(), levels.inner_singular());
        if let Some(nameless) = groups.iter().find(|group| group.name.is_empty()) {
            let message = format!("a determination does not say which {outer} it belongs to");
            let help =
                format!("number the {} in the column `group`, the {} in `replicate`", levels.outer, levels.inner);
            let first = nameless.members.first().copied().unwrap_or(0);
            return Err(Stop::not_evaluable(located(Reason::new(&codes::GROUP_NOT_NAMED, message), first).help(help)));
        }
        let (mut missing, mut surplus) = (Vec::new(), Vec::new());
        let last = counted.len().saturating_sub(1);
        match compare(groups.len(), levels.outer_count) {
            Fits::TooFew(needed) => missing.push((format!("{} of {needed} {}", groups.len(), levels.outer), last)),
            Fits::TooMany(needed) => {
                let message = format!("{} {} for a plan of {needed}", groups.len(), levels.outer);
                surplus.push((message, last));
            }
            Fits::Yes => {}
        }
        for group in &groups {
            let (n, at) = (group.members.len(), group.members.last().copied().unwrap_or(last));
            match compare(n, levels.inner_count) {
                Fits::TooFew(needed) => {
                    missing.push((format!("{outer} {} has {n} of {needed} {}", group.name, levels.inner), at));
                }
                Fits::TooMany(needed) => {
                    let noun = if n == 1 { &inner } else { &levels.inner };
                    surplus.push((format!("{outer} {} has {n} {noun} for a plan of {needed}", group.name), at));
                }
                Fits::Yes => {}
            }
        }
        let reasons = |code, faults: Vec<(String, usize)>| -> Vec<Reason> {
            faults.into_iter().map(|(message, at)| located(Reason::new(code, message), at)).collect()
        };
        if !surplus.is_empty() {
            let help = "classify the extra rows: role `retest` after an investigation, or status `invalid` with a complete record";
            let reasons = reasons(&codes::SURPLUS_DETERMINATIONS, surplus);
            let reasons = reasons.into_iter().map(|reason| reason.help(help)).collect();
            return Err(Stop { outcome: Outcome::NotEvaluable, reasons });
        }
        match missing.is_empty() {
            true => Ok(()),
            false => Err(Stop { outcome: Outcome::Missing, reasons: reasons(&codes::TOO_FEW_DETERMINATIONS, missing) }),
        }
    }
}

/// Whether a number of determinations is what a plan asks for, with the number it asks for.
enum Fits {
    Yes,
    TooFew(u32),
    TooMany(u32),
}

fn compare(n: usize, count: Count) -> Fits {
    let (Count::Exactly(needed) | Count::AtLeast(needed)) = count;
    let needs = needed as usize;
    match count {
        _ if n < needs => Fits::TooFew(needed),
        Count::Exactly(_) if n > needs => Fits::TooMany(needed),
        _ => Fits::Yes,
    }
}

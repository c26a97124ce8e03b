//! Which rows are of one run: what their group, their day and their start say.

use super::history::{group_as_compared, number};
use super::lot_report::Use;
use crate::data::{Details, Determination};
use jiff::civil::Date;

/// What a mark of two rows says of their runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Same,
    Other,
    /// One of them does not have it.
    Unsaid,
}

/// What group, start of incubation and day say, the strongest first: a plate may be read over midnight.
fn marks(one: &Determination<'_>, other: &Determination<'_>) -> [Mark; 3] {
    let date = |row: &Determination<'_>, of: fn(&Details<'_>) -> Option<Date>| row.details.as_deref().and_then(of);
    let compare = |of: fn(&Details<'_>) -> Option<Date>| match date(one, of).zip(date(other, of)) {
        None => Mark::Unsaid,
        Some((one, other)) if one == other => Mark::Same,
        Some(_) => Mark::Other,
    };
    let groups = match [group_as_compared(one), group_as_compared(other)] {
        groups if groups.iter().any(|group| group.is_empty()) => Mark::Unsaid,
        [one, other] if one == other => Mark::Same,
        _ => Mark::Other,
    };
    [groups, compare(|details| details.started), compare(|details| details.date)]
}

/// Whether two rows can be of one run, by the strongest mark that both have: a day tells nothing of rows of one group.
fn can_be_one(one: &Determination<'_>, other: &Determination<'_>) -> bool {
    marks(one, other).into_iter().find(|mark| *mark != Mark::Unsaid) != Some(Mark::Other)
}

/// Whether a control is of a void determination rather than of one that counts. Where no mark says it, the number or the sample does,
/// but not against a mark that it shares with the one that counts alone, and never within a group: a well that failed says
/// something of every well of its plate.
fn is_rather_of_void(control: &Determination<'_>, void: &Determination<'_>, counted: &Determination<'_>) -> bool {
    if !can_be_one(control, counted) {
        return true;
    }
    let (of_counted, of_void) = (marks(control, counted), marks(control, void));
    let [group, ..] = of_counted;
    let mut pairs = of_counted.into_iter().zip(of_void);
    let is_nearer = pairs.any(|(of_counted, of_void)| of_counted == Mark::Same && of_void != Mark::Same);
    if group == Mark::Same || is_nearer {
        return false;
    }
    let texts = |row: &Determination<'_>| [number(row.replicate).to_owned(), row.sample.trim().to_owned()];
    let mut all = texts(control).into_iter().zip(texts(void)).zip(texts(counted));
    all.any(|((own, void), counted)| own == void && own != counted && !own.is_empty() && !counted.is_empty())
}

/// Whether a control is of a run that is void, and of none that counts. Numbers and samples of controls need not be those of the
/// determinations; they tell something only where they are those of a void one.
pub(super) fn is_of_void_run(
    control: &Determination<'_>,
    void: &[&Determination<'_>],
    counted: &[&Determination<'_>],
) -> bool {
    let is_its_run = |void: &&&Determination<'_>| {
        can_be_one(control, void) && counted.iter().all(|row| is_rather_of_void(control, void, row))
    };
    !counted.is_empty() && void.iter().any(|void| is_its_run(&void))
}

/// Whether a control stands for a run that is void alone: by its marks it is of one, and of none that counts.
pub(super) fn stands_for_void_run(
    control: &Determination<'_>,
    rows: &[Determination<'_>],
    uses: &[Use],
    counted: &[usize],
) -> bool {
    let is_void = |(row, used): &(&Determination<'_>, &Use)| row.role.is_of_lot() && **used == Use::Invalidated;
    let is_its_run = |(void, _): (&Determination<'_>, &Use)| {
        can_be_one(control, void) && counted.iter().all(|&i| !can_be_one(control, &rows[i]))
    };
    !counted.is_empty() && rows.iter().zip(uses).filter(is_void).any(is_its_run)
}

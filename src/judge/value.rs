//! From a cell to a value in the unit of its criterion.

use super::codes;
use super::lot_report::Reason;
use super::outcome::Outcome;
use super::stop::Stop;
use crate::data::Determination;
use crate::quantity::{Bound, Bounded, Decimal, Exact, Reading, Unit};
use crate::spec::codes::MULTIPLIER_AND_EXPONENT;
use crate::spec::{Category, Criterion, Limits, Quantity, Test};

/// What is known of a determination, in `unit`.
///
/// # Errors
/// `not_evaluable` when the cell holds no number or no comparable unit, or a limit of the method beside it is no number;
/// `missing` or `pending` when it says so itself.
pub(super) fn bounded(row: &Determination<'_>, unit: &Unit, loq: Option<&Quantity>) -> Result<Bounded, Stop> {
    check_limits_of_method(row)?;
    let factor = || factor_to(row, unit);
    let scaled = |number: &Decimal| -> Result<Exact, Stop> {
        one_factor(row, number)?;
        let exact = number.exact();
        Ok(match factor()? {
            None => exact,
            Some(factor) => &exact * &factor,
        })
    };
    let declared = |limit: Option<Reading>| match limit {
        Some(Reading::Number(number)) => Some(number),
        _ => None,
    };
    let details = row.details.as_deref();
    Ok(match &row.reading {
        Reading::Number(number) => Bounded::Exact(scaled(number)?),
        Reading::Below(bound) => Bounded::Below { bound: scaled(&bound.value)?, inclusive: bound.inclusive },
        Reading::Above(bound) => Bounded::Above { bound: scaled(&bound.value)?, inclusive: bound.inclusive },
        Reading::NotDetectedBelow(lod) => Bounded::Below { bound: scaled(lod)?, inclusive: false },
        Reading::BelowLod | Reading::NotDetected => match declared(details.and_then(|d| d.lod)) {
            Some(lod) => Bounded::Below { bound: scaled(&lod)?, inclusive: false },
            None => Bounded::Unknown,
        },
        Reading::BelowLoq => match (declared(details.and_then(|d| d.loq)), loq) {
            (Some(loq), _) => Bounded::Below { bound: scaled(&loq)?, inclusive: false },
            (None, Some(loq)) => match loq.unit.factor_to(unit) {
                Some(factor) => Bounded::Below { bound: &loq.value.exact() * &factor, inclusive: false },
                None => Bounded::Unknown,
            },
            (None, None) => Bounded::Unknown,
        },
        Reading::AboveUloq | Reading::TooNumerousToCount => Bounded::Unknown,
        _ => return Err(no_number(row)),
    })
}

/// Refuses a limit of detection or quantitation that is no number in the unit of its row: nobody knows from where the method tells
/// values.
fn check_limits_of_method(row: &Determination<'_>) -> Result<(), Stop> {
    let Some(details) = row.details.as_deref().filter(|_| !is_recovery(row)) else { return Ok(()) };
    let stated = [
        ("the limit of detection of the row is no number in its unit", "lod", details.lod),
        ("the limit of quantitation of the row is no number in its unit", "loq", details.loq),
    ];
    let unread = stated.into_iter().find(|(.., limit)| !matches!(limit, None | Some(Reading::Number(_))));
    let Some((message, column, _)) = unread else { return Ok(()) };
    let help = format!(
        "write into `{column}` a number in the unit of the row, or one with a unit that converts to it (`20 ng/mL`); empty the cell where no \
         limit is stated; in a wide table it is that of every value of the row, so that a limit of one test needs a row of its own"
    );
    Err(Stop::not_evaluable(Reason::new(&codes::UNREADABLE_NUMBER, message).help(help)))
}

/// Whether a row is of a control in percent, a recovery as a rule: the limits of its row are those of the method, in another unit.
fn is_recovery(row: &Determination<'_>) -> bool {
    !row.role.is_of_lot() && row.unit.as_deref().is_some_and(|unit| unit.symbol() == "%")
}

/// Whether a row states a limit of detection or quantitation.
pub(super) fn states_limit(row: &Determination<'_>) -> bool {
    row.details.as_deref().is_some_and(|details| details.lod.is_some() || details.loq.is_some())
}

/// The limits of detection and quantitation of its own row that lie above what the row says, each in `unit` and in words.
///
/// A bound may be the limit of detection, and lies below that of quantitation then: it is asked for the former alone.
///
/// # Errors
/// As [`bounded`].
pub(super) fn limits_above(row: &Determination<'_>, unit: &Unit) -> Result<Vec<(Exact, String)>, Stop> {
    let Some(details) = row.details.as_deref().filter(|_| !is_recovery(row)) else { return Ok(Vec::new()) };
    let (said, limits) = match &row.reading {
        Reading::Number(number) => (number, [details.lod, details.loq]),
        Reading::Below(bound) => (&bound.value, [details.lod, None]),
        Reading::NotDetectedBelow(bound) => (bound, [details.lod, None]),
        _ => return Ok(Vec::new()),
    };
    let number = |limit| match limit {
        Reading::Number(limit) => Some(limit),
        _ => None,
    };
    let above = limits.into_iter().flatten().filter_map(number).filter(|limit| limit.exact() > said.exact());
    let symbol = row.unit.as_deref().unwrap_or(unit).symbol();
    let in_unit = |limit: Decimal| {
        one_factor(row, &limit)?;
        let factor = factor_to(row, unit)?.unwrap_or_else(Exact::one);
        Ok((&limit.exact() * &factor, format!("{limit} {symbol}")))
    };
    above.map(in_unit).collect()
}

/// Refuses a value below the limit of detection or quantitation that its own row states, where that lies above the upper limit: the
/// method cannot tell whether the criterion is met. `scale` turns a number in `unit` into one beside `limits`.
///
/// # Errors
/// `inconclusive`.
pub(super) fn is_quantified(row: &Determination<'_>, unit: &Unit, limits: &Limits, scale: &Exact) -> Result<(), Stop> {
    let Some(upper) = &limits.upper else { return Ok(()) };
    let above = limits_above(row, unit)?.into_iter().find(|(limit, _)| limit * scale > upper.value);
    let Some((_, limit)) = above else { return Ok(()) };
    let symbol = row.unit.as_deref().unwrap_or(unit).symbol();
    let said = match &row.reading {
        Reading::Below(bound) if bound.inclusive => format!("<={}", bound.value),
        Reading::Below(Bound { value, .. }) | Reading::NotDetectedBelow(value) => format!("<{value}"),
        Reading::Number(number) => number.to_string(),
        _ => row.text.trim().to_owned(),
    };
    let value = format!("{said} {symbol}");
    let rule = &limits.text;
    let message = format!(
        "{value} is below the limit of its row, {limit}, from which the method tells values; that lies above {rule}"
    );
    Err(Stop::new(Outcome::Inconclusive, Reason::new(&codes::CENSORED_UNDECIDED, message)))
}

/// Refuses an exponent in the number together with a power of ten before its unit.
///
/// Whoever writes `1.2e10` under `10^8 particles/mL` means 1.2×10^10 and not 1.2×10^18, or perhaps not: a value that is wrong
/// by eight orders of magnitude passes every lower limit.
fn one_factor(row: &Determination<'_>, number: &Decimal) -> Result<(), Stop> {
    let Some(unit) = row.unit.as_deref().filter(|unit| !has_one_factor(unit, number)) else { return Ok(()) };
    let message = format!("`{number}` has an exponent, and its unit `{unit}` has a power of ten as well");
    let reason = Reason::new(&MULTIPLIER_AND_EXPONENT, message);
    Err(Stop::not_evaluable(reason.help("write either the exponent or the multiplier")))
}

/// Whether at most one of a number and its unit has a power of ten.
pub(super) fn has_one_factor(unit: &Unit, number: &Decimal) -> bool {
    !(number.has_exponent() && unit.has_multiplier())
}

/// The conversion factor from the unit of a row, `None` when it is the unit of the criterion.
fn factor_to(row: &Determination<'_>, unit: &Unit) -> Result<Option<Exact>, Stop> {
    match row.unit.as_deref() {
        Some(delivered) if delivered == unit => Ok(None),
        // The pH scale has no other unit, so naming it and leaving it out say the same.
        Some(delivered) if is_bare(unit) && is_bare(delivered) => Ok(None),
        None if is_bare(unit) => Ok(None),
        Some(delivered) => match delivered.factor_to(unit) {
            Some(factor) => Ok(Some(factor)),
            None => Err(Stop::not_evaluable(
                Reason::new(&codes::UNIT_NOT_COMPARABLE, delivered.describe_mismatch(unit)).help(if unit.is_none() {
                    "the criterion has no unit; report the bare number".to_owned()
                } else {
                    format!("report the result in {}", unit.symbol())
                }),
            )),
        },
        None => Err(Stop::not_evaluable(
            Reason::new(
                &codes::UNIT_MISSING,
                format!("\"{}\" has no unit; expected {}", row.text.trim(), unit.symbol()),
            )
            .help("fill the column `unit`, or write the unit in brackets into the header of a wide file"),
        )),
    }
}

/// The outcome of a cell that holds no number where one is due.
fn no_number(row: &Determination<'_>) -> Stop {
    let text = row.text.trim();
    match &row.reading {
        Reading::Malformed(error) => {
            Stop::not_evaluable(Reason::new(&codes::UNREADABLE_NUMBER, format!("\"{text}\": {error}")))
        }
        Reading::SpreadsheetError => Stop::not_evaluable(Reason::new(
            &codes::SPREADSHEET_ERROR,
            format!("the cell holds the spreadsheet error {text}"),
        )),
        Reading::Complies | Reading::DoesNotComply => Stop::not_evaluable(Reason::new(
            &codes::CONCLUSION_WITHOUT_RESULT,
            format!("\"{text}\" is a conclusion; the test needs the measured value"),
        )),
        _ => Stop::not_evaluable(Reason::new(
            &codes::RESULT_OF_ANOTHER_KIND,
            format!("\"{text}\" is not a number, and the criterion is numeric"),
        )),
    }
}

/// What a cell without value says: nothing there, pending, or declared invalid. `None`: there is a value.
pub(super) fn absent(reading: &Reading) -> Option<Outcome> {
    match reading {
        Reading::Empty | Reading::Dash | Reading::NoneReported | Reading::NotApplicable | Reading::NotTested => {
            Some(Outcome::Missing)
        }
        // "No growth to date" never stands for the final reading.
        Reading::Pending | Reading::NoGrowth { to_date: true } => Some(Outcome::Pending),
        Reading::Invalid => Some(Outcome::Invalid),
        _ => None,
    }
}

/// Refuses values that cannot be: negative amounts, fractions over 100 %.
///
/// Potency and stability results in percent are relative to something and may be negative or exceed 100 %; so may a
/// test whose own limits lie there.
pub(super) fn plausible(
    test: &Test,
    unit: &Unit,
    criterion: Option<&Criterion>,
    value: &Exact,
    text: &str,
) -> Result<(), Stop> {
    let percent = unit.symbol() == "%";
    let relative = percent && matches!(test.category, Category::Potency | Category::Stability);
    let limits = criterion.and_then(|criterion| match criterion {
        Criterion::Numeric(limits) => Some(limits),
        _ => None,
    });
    if value.is_negative() && !relative && !unit.may_be_negative() {
        let allowed = limits.and_then(|l| l.lower.as_ref()).is_some_and(|lower| lower.value.is_negative());
        if !allowed {
            return Err(Stop::not_evaluable(Reason::new(
                &codes::NEGATIVE_VALUE,
                format!("{} {} is negative", text.trim(), unit.symbol()),
            )));
        }
    }
    let hundred = Exact::from_i64(100);
    if percent && !relative && *value > hundred {
        let allowed =
            limits.is_some_and(|l| [&l.lower, &l.upper].into_iter().flatten().any(|limit| limit.value > hundred));
        if !allowed {
            return Err(Stop::not_evaluable(Reason::new(
                &codes::PERCENTAGE_OVER_100,
                format!("{} % is more than the whole", text.trim()),
            )));
        }
    }
    Ok(())
}

/// Refuses bounds that leave no value that can be, and takes numbers as [`plausible`] does: less than nothing, more than the
/// whole.
pub(super) fn plausible_bound(
    test: &Test,
    unit: &Unit,
    criterion: Option<&Criterion>,
    value: &Bounded,
    text: &str,
) -> Result<(), Stop> {
    // Where a negative number, or more than the whole, may stand, a bound may lie there as well.
    let (probe, over) = (Exact::from_i64(-1), Exact::from_i64(101));
    let nearest = match value {
        Bounded::Exact(exact) => return plausible(test, unit, criterion, exact, text),
        Bounded::Below { bound, inclusive: false } if bound.is_zero() => &probe,
        Bounded::Below { bound, .. } if bound.is_negative() => bound,
        Bounded::Above { bound, inclusive: false } if *bound == Exact::from_i64(100) => &over,
        Bounded::Above { bound, .. } => bound,
        Bounded::Below { .. } | Bounded::Unknown => return Ok(()),
    };
    plausible(test, unit, criterion, nearest, text).map_err(|mut stop| {
        for reason in &mut stop.reasons {
            reason.message = no_value_left(unit, text);
        }
        stop
    })
}

fn no_value_left(unit: &Unit, text: &str) -> String {
    format!("the bound {} leaves no value that can be", format!("{} {}", text.trim(), unit.symbol()).trim())
}

/// What is known of a control in `unit`. It may be more than the whole, as a recovery is, and as a number less than nothing, as a
/// blank is; an upper bound that leaves nothing else says nothing.
///
/// # Errors
/// As [`bounded`], and `not_evaluable` for such a bound.
pub(super) fn bounded_control(control: &Determination<'_>, unit: &Unit, limits: &Limits) -> Result<Bounded, Stop> {
    let known = bounded(control, unit, None)?;
    let may_be_negative =
        unit.may_be_negative() || limits.lower.as_ref().is_some_and(|lower| lower.value.is_negative());
    match &known {
        Bounded::Below { bound, inclusive }
            if !may_be_negative && (bound.is_negative() || bound.is_zero() && !inclusive) =>
        {
            Err(Stop::not_evaluable(Reason::new(&codes::NEGATIVE_VALUE, no_value_left(unit, control.text))))
        }
        _ => Ok(known),
    }
}

/// Whether a number with this unit stands alone: no unit at all, or pH.
fn is_bare(unit: &Unit) -> bool {
    unit.is_none() || unit.symbol() == "pH"
}

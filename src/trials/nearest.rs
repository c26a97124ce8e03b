//! The published doses nearest to one.

use super::currency::{Currency, Per};
use super::model::{Amount, Catalogue, Dose, Given, GivenBy, Record};
use crate::dosing::Route;
use crate::order;
use crate::quantity::{Exact, Unit};

/// A published dose beside the one asked for.
#[derive(Clone, Debug)]
pub struct Near<'c> {
    /// The trial.
    pub record: &'c Record,
    /// The dose.
    pub dose: &'c Dose,
    /// The level that comes nearest, or the nearer end of a range; none when the range holds the amount.
    pub amount: Option<&'c Amount>,
    /// The amount asked for over the published one; 1 inside a range.
    pub ratio: Exact,
}

/// The doses of trials in the currency of `unit` and on the same basis, the nearest first: by the ratio of the two amounts,
/// whichever way, then by id. One entry a dose. `route`: of trials by this route only.
///
/// Nothing is converted from one currency into another: a mass finds masses only. Doses whose basis is disputed,
/// and amounts that are not above zero, find nothing.
pub fn nearest<'c>(
    catalogue: &'c Catalogue,
    amount: &Exact,
    unit: &Unit,
    per: Per,
    route: Option<Route>,
) -> Vec<Near<'c>> {
    let Some(currency) = Currency::of(unit) else { return Vec::new() };
    if amount.is_zero() || amount.is_negative() || per == Per::Disputed {
        return Vec::new();
    }
    let by_route = |record: &Record| route.is_none_or(|route| record.route == GivenBy::Route(route));
    let mut found: Vec<(Exact, Near<'c>)> = Vec::new();
    for record in catalogue.records.iter().filter(|record| record.is_trial && by_route(record)) {
        for dose in record.doses.iter().filter(|dose| dose.per == per && dose.currency() == Some(currency)) {
            found.extend(near(record, dose, amount, unit));
        }
    }
    order::sort_by(&mut found, |(one, near), (other, near_other)| {
        one.cmp(other).then_with(|| near.record.id.cmp(&near_other.record.id))
    });
    found.into_iter().map(|(_, near)| near).collect()
}

/// The nearest level of a dose with how far it is: the ratio or its inverse, whichever is above 1.
fn near<'c>(record: &'c Record, dose: &'c Dose, amount: &Exact, unit: &Unit) -> Option<(Exact, Near<'c>)> {
    let ratio_to = |published: &Amount| {
        let factor = unit.factor_to(&published.unit)?;
        (amount * &factor).checked_div(&published.value)
    };
    if let Given::Range(low, high) = &dose.amount
        && ratio_to(low)? >= Exact::one()
        && ratio_to(high)? <= Exact::one()
    {
        return Some((Exact::one(), Near { record, dose, amount: None, ratio: Exact::one() }));
    }
    let far = |ratio: &Exact| match Exact::one().checked_div(ratio) {
        Some(inverse) if inverse > *ratio => inverse,
        _ => ratio.clone(),
    };
    let levels = dose.amount.amounts().into_iter().filter_map(|level| Some((ratio_to(level)?, level)));
    let (ratio, level) = levels.min_by(|(one, _), (other, _)| far(one).cmp(&far(other)))?;
    Some((far(&ratio), Near { record, dose, amount: Some(level), ratio }))
}

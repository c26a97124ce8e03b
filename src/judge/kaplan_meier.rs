//! The Kaplan-Meier mean in fractions: it is a sum of shares, and its comparison with a limit is exact as that of any mean.

use crate::quantity::{Bounded, Exact};

/// Most values for which fractions are used; their denominators grow with every limit.
const MOST: usize = 500;

/// The mean, the rest at the lowest limit, as [`crate::stats::censored::kaplan_meier_mean`] has it in floating point; nothing
/// for values above a limit, without a measured one, and for very many.
pub(super) fn mean(values: &[Bounded]) -> Option<Exact> {
    let (mut measured, mut limits) = (Vec::new(), Vec::new());
    for value in values {
        match value {
            Bounded::Exact(exact) => measured.push(exact.clone()),
            Bounded::Below { bound, .. } => limits.push(bound.clone()),
            Bounded::Above { .. } | Bounded::Unknown => return None,
        }
    }
    measured.sort();
    limits.sort();
    let lowest = limits.first().or(measured.first()).filter(|_| !measured.is_empty() && values.len() <= MOST)?;
    let (mut below, mut mean) = (Exact::one(), Exact::zero());
    let mut left = measured.as_slice();
    while let Some(value) = left.last() {
        let ties = left.iter().rev().take_while(|other| *other == value).count();
        // A value below 5 may lie anywhere below a measured 5, so it is still there.
        let at_risk = left.len() + limits.partition_point(|limit| limit <= value);
        let next = (&below * &Exact::from_i64(i64::try_from(at_risk - ties).ok()?)).divided_by(at_risk);
        mean = &mean + &(&(&below - &next) * value);
        below = next;
        left = left.get(..left.len() - ties).unwrap_or_default();
    }
    Some(&mean + &(&below * lowest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::censored::{Observation, Rest, kaplan_meier_mean};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_mean_that_floating_point_comes_near(sample in prop::collection::vec((1_i64..30, any::<bool>()), 1..12)) {
            let number = |tenths: i64| Exact::ratio(tenths, 10).unwrap();
            let known = |&(tenths, below): &(i64, bool)| match below {
                true => Bounded::Below { bound: number(tenths), inclusive: false },
                false => Bounded::Exact(number(tenths)),
            };
            let observed = |&(tenths, below): &(i64, bool)| {
                let value = number(tenths).to_f64();
                if below { Observation::Below(value) } else { Observation::Measured(value) }
            };
            let found = mean(&sample.iter().map(known).collect::<Vec<_>>());
            let floating = kaplan_meier_mean(&sample.iter().map(observed).collect::<Vec<_>>(), Rest::AtLowestLimit);
            match (found, floating) {
                (Some(found), Ok(floating)) => prop_assert!((found.to_f64() - floating.mean).abs() < 1e-12),
                (found, floating) => prop_assert!(found.is_none() && floating.is_err()),
            }
        }
    }
}

//! The lowest point of a smooth function of a few variables.

use crate::stats::StatisticError;

/// Most steps of one search.
const MOST_STEPS: usize = 4000;

/// Most searches, each from the point where the last one ended.
const MOST_SEARCHES: usize = 40;

/// A search that lowers the function by less than this part of it ends the searches.
const SMALL_GAIN: f64 = 1e-14;

/// The lowest point, by the simplex of Nelder and Mead, begun again where it ended until that gains nothing.
///
/// Needs no derivative and is the same on every machine. The position is good to about half of the digits of the function.
/// `function` gives none where it is not defined.
///
/// # Errors
/// `NoConvergence` with `what` when the function is not defined at the start or the searches never end.
///
/// # Source
/// J. A. Nelder, R. Mead, A simplex method for function minimization, The Computer Journal 7 (1965) 308-313; W. H. Press et
/// al., Numerical Recipes, 3rd edition, section 10.5 (beginning again).
pub(super) fn least(
    what: &'static str,
    start: &[f64],
    function: impl Fn(&[f64]) -> Option<f64>,
) -> Result<Vec<f64>, StatisticError> {
    let failed = StatisticError::NoConvergence { what };
    let height = |at: &[f64]| function(at).unwrap_or(f64::INFINITY);
    let mut best = Corner { at: start.to_vec(), height: height(start) };
    if !best.height.is_finite() {
        return Err(failed);
    }
    // Large steps first, so that a search does not end in the first hollow; then smaller ones.
    let mut step = 1.0;
    for _ in 0..MOST_SEARCHES {
        let found = search(&best, step, &height);
        let gain = best.height - found.height;
        best = found;
        if gain <= SMALL_GAIN * best.height.abs().max(1.0) && step < 1e-4 {
            return Ok(best.at);
        }
        step *= 0.2;
    }
    Err(failed)
}

#[derive(Clone)]
struct Corner {
    at: Vec<f64>,
    height: f64,
}

/// The lowest corner first.
fn sort(corners: &mut [Corner]) {
    corners.sort_by(|left, right| left.height.total_cmp(&right.height));
}

/// One search from a point with corners a step away along each axis.
fn search(start: &Corner, step: f64, height: &impl Fn(&[f64]) -> f64) -> Corner {
    let corner = |at: Vec<f64>| Corner { height: height(&at), at };
    let mut corners = vec![start.clone()];
    for axis in 0..start.at.len() {
        let moved = start.at.iter().enumerate().map(|(index, x)| if index == axis { x + step } else { *x });
        corners.push(corner(moved.collect()));
    }
    for _ in 0..MOST_STEPS {
        sort(&mut corners);
        let (Some(best), Some(worst)) = (corners.first().cloned(), corners.pop()) else { break };
        let spread = worst.height - best.height;
        let next_worst = corners.last().map_or(best.height, |corner| corner.height);
        let count = corners.len();
        let centre: Vec<f64> = (0..start.at.len())
            .map(|axis| corners.iter().filter_map(|corner| corner.at.get(axis)).sum::<f64>() / count.max(1) as f64)
            .collect();
        let towards = |factor: f64| {
            corner(centre.iter().zip(&worst.at).map(|(middle, far)| middle + factor * (middle - far)).collect())
        };
        let width = centre.iter().zip(&worst.at).map(|(middle, far)| (middle - far).abs()).fold(0.0, f64::max);
        if spread <= f64::EPSILON * best.height.abs() && width < 1e-9 || width < 1e-12 {
            corners.push(worst);
            break;
        }
        let mirrored = towards(1.0);
        let next = if mirrored.height < best.height {
            let stretched = towards(2.0);
            if stretched.height < mirrored.height { stretched } else { mirrored }
        } else if mirrored.height < next_worst {
            mirrored
        } else {
            let inside = if mirrored.height < worst.height { towards(0.5) } else { towards(-0.5) };
            if inside.height < worst.height.min(mirrored.height) {
                inside
            } else {
                shrink(&mut corners, &best, &corner);
                corner(best.at.iter().zip(&worst.at).map(|(low, far)| 0.5 * (low + far)).collect())
            }
        };
        corners.push(next);
    }
    sort(&mut corners);
    corners.into_iter().next().unwrap_or_else(|| start.clone())
}

/// Every corner halfway to the best one.
fn shrink(corners: &mut [Corner], best: &Corner, corner: &impl Fn(Vec<f64>) -> Corner) {
    for one in corners {
        *one = corner(best.at.iter().zip(&one.at).map(|(low, far)| 0.5 * (low + far)).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rosenbrock's valley, which is curved: the lowest point is (1, 1).
    #[test]
    fn finds_the_end_of_a_curved_valley() {
        let valley = |at: &[f64]| Some(100.0 * (at[1] - at[0] * at[0]).powi(2) + (1.0 - at[0]).powi(2));
        let found = least("the valley", &[-1.2, 1.0], valley).unwrap();
        assert!((found[0] - 1.0).abs() < 1e-7 && (found[1] - 1.0).abs() < 1e-7, "{found:?}");
    }

    #[test]
    fn a_function_without_a_start_is_refused() {
        let error = least("the valley", &[0.0], |_| None).unwrap_err();
        assert_eq!(error.to_string(), "the valley did not converge");
    }
}

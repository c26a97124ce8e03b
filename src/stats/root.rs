//! Roots of increasing functions.

use super::StatisticError;

/// Most steps; bisection alone needs about 60 from a bracket of ordinary width.
const MOST_STEPS: usize = 400;

/// A Newton step so small, in units of the distance over which the function bends, is the last.
const SMALL_STEP: f64 = 1e-9;

/// When bisection ends, what is left of the value must amount to less than this distance, in the same units.
const SMALL_JUMP: f64 = 1e-3;

/// The point where an increasing function is zero, by Newton steps that never leave a shrinking bracket.
///
/// `function` gives value and slope; a value that is not a number ends the search. `step` is about the distance over which
/// the function bends. The bracket grows from `start` by doubling steps of `step` until the sign changes. A Newton step that would leave the bracket, or does not halve it fast
/// enough, is replaced by bisection, so that the search always ends.
///
/// # Errors
/// `NoConvergence` with `what` when no bracket is found, the steps run out or the function jumps over zero; errors of
/// `function`.
///
/// # Source
/// Press et al., Numerical Recipes, 3rd edition, 9.4 (safe Newton-Raphson).
pub(crate) fn increasing(
    what: &'static str,
    start: f64,
    step: f64,
    function: impl Fn(f64) -> Result<(f64, f64), StatisticError>,
) -> Result<f64, StatisticError> {
    let failed = StatisticError::NoConvergence { what };
    let mut bracket = Bracket { low: f64::NEG_INFINITY, high: f64::INFINITY, stride: step };
    let (mut x, mut last_move) = (start, f64::INFINITY);
    for _ in 0..MOST_STEPS {
        let (value, slope) = function(x)?;
        if value == 0.0 {
            return Ok(x);
        } else if value.is_nan() {
            return Err(failed);
        }
        bracket.tighten(x, value);
        let newton = x - value / slope;
        // The error after a Newton step is about its square, in units of `step`: more steps would only follow the noise.
        if (newton - x).abs() <= SMALL_STEP * step && newton >= bracket.low && newton <= bracket.high {
            return Ok(newton);
        }
        let next = bracket.next(x, newton, last_move);
        if !next.is_finite() {
            return Err(failed);
        }
        last_move = (next - x).abs();
        if last_move <= 2.0 * f64::EPSILON * next.abs() {
            // A jump over zero, as where a tail underflows, is no root.
            let rooted = (value / slope).abs() <= SMALL_JUMP * step;
            return if rooted { Ok(next) } else { Err(failed) };
        }
        x = next;
    }
    Err(failed)
}

/// Where the root lies, as far as is known.
struct Bracket {
    low: f64,
    high: f64,
    stride: f64,
}

impl Bracket {
    fn tighten(&mut self, x: f64, value: f64) {
        if value < 0.0 { self.low = x } else { self.high = x }
    }

    /// The Newton point where it is trusted; else the middle of a closed bracket or a stride towards its open end.
    fn next(&mut self, x: f64, newton: f64, last_move: f64) -> f64 {
        if self.low.is_finite() && self.high.is_finite() {
            let safe = newton > self.low && newton < self.high && (newton - x).abs() <= 0.5 * last_move;
            return if safe { newton } else { 0.5 * (self.low + self.high) };
        }
        self.stride *= 2.0;
        let reach = if self.low == x { x + self.stride } else { x - self.stride };
        if newton.is_finite() && (newton - x).abs() <= self.stride { newton } else { reach }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_roots_far_from_the_start() {
        let cube = |x: f64| Ok((x * x * x - 1e15, 3.0 * x * x));
        assert!((increasing("cube", 1.0, 1.0, cube).unwrap() - 1e5).abs() < 1e-10);
        let bent = |x: f64| Ok((libm::atan(x - 1000.0), 1.0 / (1.0 + (x - 1000.0) * (x - 1000.0))));
        assert!((increasing("bent", -5.0, 1.0, bent).unwrap() - 1000.0).abs() < 1e-10);
    }

    #[test]
    fn says_what_did_not_converge() {
        let message = increasing("the quantile", 0.0, 1.0, |_| Ok((1.0, 1.0))).unwrap_err().to_string();
        assert_eq!(message, "the quantile did not converge");
        assert!(increasing("the quantile", 0.0, 1.0, |_| Ok((f64::NAN, 1.0))).is_err());
        assert!(increasing("the quantile", 0.0, 1.0, |x| Ok((if x < 3.0 { -1.0 } else { 1.0 }, 0.0))).is_err());
    }
}

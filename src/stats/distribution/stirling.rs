//! The two parts of a saddle-point density: the error of Stirling's formula and the deviance.
//!
//! With them the densities of the gamma and beta families are accurate for large parameters, where differences of
//! log-gamma functions lose digits.

use std::f64::consts::PI;

/// From here on the asymptotic series is exact in binary64.
const SERIES_FROM: f64 = 16.0;

/// ln Γ(z + 1) - (z + 1/2) ln z + z - ln √(2π) for z > 0.
///
/// Small z are shifted up by ln Γ(z + 2) = ln Γ(z + 1) + ln(z + 1).
///
/// # Source
/// C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000; series: NIST DLMF 5.11.1.
pub(super) fn stirling_error(z: f64) -> f64 {
    let mut shifted = z;
    let mut sum = 0.0;
    while shifted < SERIES_FROM {
        sum += (shifted + 0.5) * libm::log1p(1.0 / shifted) - 1.0;
        shifted += 1.0;
    }
    let s = 1.0 / (shifted * shifted);
    let series = 1.0 / 12.0
        - s * (1.0 / 360.0 - s * (1.0 / 1260.0 - s * (1.0 / 1680.0 - s * (1.0 / 1188.0 - s * (691.0 / 360_360.0)))));
    sum + series / shifted
}

/// x ln(x / m) + m - x for x, m > 0, with the difference x - m given separately, so that the caller can compute it
/// without cancellation.
///
/// # Source
/// C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000 (function bd0).
pub(super) fn deviance(x: f64, m: f64, difference: f64) -> f64 {
    if difference.abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) - difference;
    }
    let v = difference / (x + m);
    let mut sum = difference * v;
    let mut term = 2.0 * x * v;
    let mut odd = 3.0;
    loop {
        term *= v * v;
        let next = sum + term / odd;
        if next == sum {
            return sum;
        }
        sum = next;
        odd += 2.0;
    }
}

/// x^a e^-x / Γ(a) for a > 0, x > 0: the gamma density times x.
pub(in crate::stats) fn gamma_kernel(a: f64, x: f64) -> f64 {
    a * libm::exp(-stirling_error(a) - deviance(a, x, a - x)) / (2.0 * PI * a).sqrt()
}

/// x^a y^b / B(a, b) for a, b > 0 and y = 1 - x: the beta density times x y.
pub(super) fn beta_kernel(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let difference = a * y - b * x;
    let exponent = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, n * x, difference)
        - deviance(b, n * y, -difference);
    libm::exp(exponent) * (a / n * b / (2.0 * PI)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(obtained: f64, expected: f64, rel: f64) {
        assert!((obtained - expected).abs() <= rel * expected.abs(), "{obtained:e} instead of {expected:e}");
    }

    /// Computed with mpmath, 50 digits.
    #[test]
    fn stirling_errors() {
        close(stirling_error(0.001), 2.5422704679670947, 1e-13);
        close(stirling_error(0.5), 0.15342640972002736, 1e-13);
        close(stirling_error(1.0), 0.08106146679532726, 1e-13);
        close(stirling_error(3.7), 0.022468770580143144, 1e-13);
        close(stirling_error(15.9), 0.005240399880756108, 1e-13);
        close(stirling_error(16.0), 0.0052076559196096404, 1e-15);
        close(stirling_error(100.0), 0.0008333305556349147, 1e-15);
        close(stirling_error(1000000.0), 8.333333333333056e-08, 1e-15);
    }

    #[test]
    fn a_deviance_vanishes_at_equality() {
        assert_eq!(deviance(3.0, 3.0, 0.0), 0.0);
        close(deviance(3.0, 6.0, -3.0), 3.0 - 3.0 * std::f64::consts::LN_2, 1e-15);
        close(deviance(1.0, 1.001, -0.001), 4.996669164667232e-07, 1e-12);
    }
}

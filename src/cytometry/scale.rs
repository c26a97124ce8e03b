//! Scales: from data values to coordinates and back.

use super::{CytometryError, Scale};
use std::f64::consts::LN_10;

/// A scale with everything computed that does not depend on the value.
///
/// Every scale is increasing. Coordinates 0 to 1 are the plot; values outside have coordinates outside.
#[derive(Clone, Copy, Debug)]
pub struct Transform(Kind);

#[derive(Clone, Copy, Debug)]
enum Kind {
    Linear,
    Log { t: f64, m: f64 },
    Arcsinh { factor: f64, shift: f64, width: f64 },
    Logicle(Biexponential),
}

impl Scale {
    /// Word in messages.
    pub fn name(&self) -> &'static str {
        match self {
            Scale::Linear => "linear",
            Scale::Log { .. } => "log",
            Scale::Logicle { .. } => "logicle",
            Scale::Arcsinh { .. } => "arcsinh",
        }
    }

    /// The transformation of this scale.
    ///
    /// # Errors
    /// A parameter is outside the domain of the definition.
    ///
    /// # Source
    /// J. Spidlen, W. Moore, R. R. Brinkman, ISAC's Gating-ML 2.0 data exchange standard for gating description, Cytometry
    /// A 87 (2015) 683-687, and its normative reference (2012), section 6: `flog`, `fasinh`, `logicle`.
    pub fn transform(&self) -> Result<Transform, CytometryError> {
        let due =
            |holds: bool, parameter: &'static str, value: f64, domain: &'static str| match holds && value.is_finite() {
                true => Ok(()),
                false => Err(CytometryError::Scale { scale: self.name(), parameter, value, domain }),
            };
        Ok(Transform(match *self {
            Scale::Linear => Kind::Linear,
            Scale::Log { t, m } => {
                due(t > 0.0, "T", t, "T > 0")?;
                due(m > 0.0, "M", m, "M > 0")?;
                Kind::Log { t, m }
            }
            Scale::Arcsinh { t, m, a } => {
                due(t > 0.0, "T", t, "T > 0")?;
                // Beyond 300 decades the hyperbolic sine leaves the range of numbers.
                due(m > 0.0 && m < 300.0, "M", m, "0 < M < 300")?;
                due((0.0..=m).contains(&a), "A", a, "0 <= A <= M")?;
                Kind::Arcsinh { factor: libm::sinh(m * LN_10) / t, shift: a * LN_10, width: (m + a) * LN_10 }
            }
            Scale::Logicle { t, w, m, a } => {
                due(t > 0.0, "T", t, "T > 0")?;
                due(m > 0.0 && m < 100.0, "M", m, "0 < M < 100")?;
                due((0.0..=m / 2.0).contains(&w), "W", w, "0 <= W <= M / 2")?;
                due((-w..=m - 2.0 * w).contains(&a), "A", a, "-W <= A <= M - 2 W")?;
                // A = -W, W = M / 2 and the like leave no plot.
                due(m + a > 0.0, "A", a, "M + A > 0")?;
                Kind::Logicle(Biexponential::new(t, w, m, a))
            }
        }))
    }
}

impl Transform {
    /// The coordinate of a finite data value. On the log scale, values that are not positive lie below every coordinate.
    pub fn coordinate(&self, value: f64) -> f64 {
        match self.0 {
            Kind::Linear => value,
            Kind::Log { .. } if value <= 0.0 => f64::NEG_INFINITY,
            Kind::Log { t, m } => libm::log10(value / t) / m + 1.0,
            Kind::Arcsinh { factor, shift, width } => (libm::asinh(value * factor) + shift) / width,
            Kind::Logicle(biexponential) => biexponential.coordinate(value),
        }
    }

    /// The data value of a coordinate; infinite where it is beyond the range of numbers.
    pub fn value(&self, coordinate: f64) -> f64 {
        match self.0 {
            Kind::Linear => coordinate,
            Kind::Log { t, m } => t * libm::exp10((coordinate - 1.0) * m),
            Kind::Arcsinh { factor, shift, width } => libm::sinh(coordinate * width - shift) / factor,
            Kind::Logicle(biexponential) => biexponential.value(coordinate),
        }
    }

    /// Whether coordinates are the data values.
    pub(super) fn is_linear(&self) -> bool {
        matches!(self.0, Kind::Linear)
    }
}

/// The logicle function about its zero.
///
/// The standard has B(y) = a exp(b y) - c exp(-d y) - f with B(x1) = 0 and no curvature there. About x1, with z = y - x1,
/// this is S (expm1(b z) - (b / d)² expm1(-d z)): both terms have the sign of z, so that nothing cancels near zero. Negative
/// values are the mirror image of positive ones.
///
/// # Source
/// W. A. Moore, D. R. Parks, Update for the Logicle Data Scale Including Operational Code Implementations, Cytometry A 81
/// (2012) 273-277.
#[derive(Clone, Copy, Debug)]
struct Biexponential {
    /// Coordinate of the data value 0.
    zero: f64,
    b: f64,
    d: f64,
    /// (b / d)².
    ratio: f64,
    /// S.
    size: f64,
}

impl Biexponential {
    fn new(t: f64, w: f64, m: f64, a: f64) -> Biexponential {
        let (width, zero) = (w / (m + a), (a + w) / (m + a));
        let b = (m + a) * LN_10;
        let d = other_exponent(b, width);
        let ratio = (b / d) * (b / d);
        let mut shape = Biexponential { zero, b, d, ratio, size: 1.0 };
        shape.size = t / shape.above_zero(1.0 - zero);
        shape
    }

    /// B for z >= 0.
    fn above_zero(&self, z: f64) -> f64 {
        self.size * (libm::expm1(self.b * z) - self.ratio * libm::expm1(-self.d * z))
    }

    fn value(&self, coordinate: f64) -> f64 {
        let z = coordinate - self.zero;
        if z < 0.0 { -self.above_zero(-z) } else { self.above_zero(z) }
    }

    /// B is increasing and convex for z >= 0, so that Newton's method from above comes down to the root without passing it.
    fn coordinate(&self, value: f64) -> f64 {
        const MOST_STEPS: usize = 200;
        let x = value.abs();
        let slope =
            |z: f64| self.size * (self.b * libm::exp(self.b * z) + self.ratio * self.d * libm::exp(-self.d * z));
        // Both lie above the root: B(z) >= S expm1(b z), and B(z) >= B'(0) z.
        let mut z = (libm::log1p(x / self.size) / self.b).min(x / slope(0.0));
        for _ in 0..MOST_STEPS {
            let next = z - (self.above_zero(z) - x) / slope(z);
            if !(next < z && next > 0.0) {
                break;
            }
            z = next;
        }
        if value < 0.0 { self.zero - z } else { self.zero + z }
    }
}

/// The d of 2 (ln d - ln b) + w (b + d) = 0: increasing and concave, so that Newton's method from below never passes it.
fn other_exponent(b: f64, w: f64) -> f64 {
    const MOST_STEPS: usize = 200;
    let mut d = b * libm::exp(-w * b);
    for _ in 0..MOST_STEPS {
        let next = d - (2.0 * libm::log(d / b) + w * (b + d)) / (2.0 / d + w);
        if next.is_nan() || next <= d {
            break;
        }
        d = next;
    }
    d
}

/// A side of a range, for many values: far from it, comparing with a data value decides; near it, the coordinate does.
///
/// So most events need no logarithm, and every event has the answer that its coordinate gives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    coordinate: f64,
    /// Values below lie below the side.
    below: f64,
    /// Values above lie above it.
    above: f64,
    transform: Transform,
}

impl Edge {
    pub(super) fn new(transform: Transform, coordinate: f64) -> Edge {
        /// Far more than coordinates of the same value can differ by rounding.
        const MARGIN: f64 = 1e-9;
        let margin = if transform.is_linear() { 0.0 } else { MARGIN * (1.0 + coordinate.abs()) };
        let (below, above) = (transform.value(coordinate - margin), transform.value(coordinate + margin));
        Edge { coordinate, below, above, transform }
    }

    /// Whether the coordinate of a value is at least that of the side.
    pub(super) fn reached(&self, value: f64) -> bool {
        if value > self.above {
            true
        } else if value < self.below {
            false
        } else {
            self.transform.coordinate(value) >= self.coordinate
        }
    }
}

#[cfg(test)]
#[allow(clippy::excessive_precision, reason = "expected values are written as they were computed")]
mod tests {
    use super::*;

    const VALUES: [f64; 10] = [-10.0, -5.0, -1.0, 0.0, 0.3, 1.0, 3.0, 10.0, 100.0, 1000.0];

    fn compare(scale: Scale, values: &[f64], expected: &[f64], tolerance: f64) {
        let transform = scale.transform().unwrap();
        for (value, expected) in values.iter().zip(expected) {
            let got = transform.coordinate(*value);
            assert!((got - expected).abs() <= tolerance, "{scale:?} of {value}: {got} instead of {expected}");
            let back = transform.value(got);
            assert!((back - value).abs() <= 1e-12 * value.abs().max(1.0), "{scale:?}: {value} comes back as {back}");
        }
    }

    /// The values of the test of FlowUtils (`transform_tests.py`, test_logicle_range), of the code by Moore and Parks.
    #[test]
    fn logicle_as_flowutils_has_it() {
        let expected = [0.067574, 0.147986, 0.228752, 0.25, 0.256384, 0.271248, 0.312897, 0.432426, 0.739548, 1.0];
        compare(Scale::Logicle { t: 1000.0, w: 1.0, m: 4.0, a: 0.0 }, &VALUES, &expected, 5e-7);
    }

    /// Mirror image about zero; T at 1; 0 at (A + W) / (M + A); W = 0 is arcsinh.
    #[test]
    fn logicle_properties() {
        for (t, w, m, a) in [
            (10_000.0, 0.5, 4.5, 0.0),
            (10_000.0, 1.0, 4.0, 0.5),
            (262_144.0, 2.25, 4.5, 0.0),
            (262_144.0, 0.7, 4.5, -0.5),
        ] {
            let transform = Scale::Logicle { t, w, m, a }.transform().unwrap();
            let zero = (a + w) / (m + a);
            assert!((transform.coordinate(0.0) - zero).abs() < 1e-15);
            assert!((transform.coordinate(t) - 1.0).abs() < 1e-14);
            for x in [1e-9, 0.1, 1.0, 77.0, 5e4, 1e7] {
                assert!((transform.coordinate(x) + transform.coordinate(-x) - 2.0 * zero).abs() < 1e-14);
                // A coordinate is rounded to 1e-16, which is up to 1e-11 as a data value near zero.
                assert!((transform.value(transform.coordinate(x)) - x).abs() < 1e-11 * (1.0 + x), "{x}");
            }
        }
        let logicle = Scale::Logicle { t: 1000.0, w: 0.0, m: 4.0, a: 1.0 }.transform().unwrap();
        let arcsinh = Scale::Arcsinh { t: 1000.0, m: 4.0, a: 1.0 }.transform().unwrap();
        for x in VALUES {
            // Both are the same function up to the constant sinh against exp - 1, 1e-8 of it at four decades.
            assert!((logicle.coordinate(x) - arcsinh.coordinate(x)).abs() < 1e-7, "{x}");
        }
    }

    /// By hand from the definitions: log10(x / T) / M + 1, and (asinh(x sinh(M ln 10) / T) + A ln 10) / ((M + A) ln 10).
    #[test]
    fn log_and_arcsinh() {
        compare(Scale::Log { t: 10_000.0, m: 5.0 }, &[0.1, 1.0, 100.0, 10_000.0], &[0.0, 0.2, 0.6, 1.0], 1e-15);
        let log = Scale::Log { t: 10_000.0, m: 5.0 }.transform().unwrap();
        assert_eq!((log.coordinate(0.0), log.coordinate(-1.0)), (f64::NEG_INFINITY, f64::NEG_INFINITY));
        compare(
            Scale::Arcsinh { t: 1000.0, m: 4.0, a: 1.0 },
            &VALUES,
            // Computed with 50 digits (mpmath).
            &[
                -0.200008683718628771,
                -0.139828722730236424,
                -0.000855841419531470,
                0.2,
                0.303775813767043779,
                0.40085584141953147,
                0.495520599508331915,
                0.600008683718628771,
                0.800000085990178862,
                1.0,
            ],
            2e-15,
        );
        compare(Scale::Linear, &VALUES, &VALUES, 0.0);
    }

    /// From the definition with a, b, c, d and f of the standard, computed with 50 digits (mpmath).
    #[test]
    fn logicle_with_fifty_digits() {
        let expected = [
            0.067574198682280567,
            0.147986034421643096,
            0.228751615819525328,
            0.25,
            0.25638376381060646,
            0.271248384180474672,
            0.312896896763240655,
            0.432425801317719433,
            0.739547650948420713,
            1.0,
        ];
        compare(Scale::Logicle { t: 1000.0, w: 1.0, m: 4.0, a: 0.0 }, &VALUES, &expected, 1e-15);
        let expected = [
            -0.088273588477761488,
            -0.015604471228019750,
            0.081942762288849403,
            0.111111111111111111,
            0.119917134631236125,
            0.140279459933372819,
            0.194074993685304234,
            0.310495810699983711,
            0.552136699262865311,
            0.777433411934534707,
        ];
        compare(Scale::Logicle { t: 10_000.0, w: 0.5, m: 4.5, a: 0.0 }, &VALUES, &expected, 1e-15);
        let expected = [
            0.314445880728466958,
            0.32387828101099039,
            0.331441612513449113,
            0.333333333333333333,
            0.333900857544861168,
            0.335225054153217553,
            0.339007790053872409,
            0.352220785938199708,
            0.495489601171306162,
            0.768486800843040633,
        ];
        compare(Scale::Logicle { t: 10_000.0, w: 1.0, m: 4.0, a: 0.5 }, &VALUES, &expected, 1e-15);
    }

    #[test]
    fn edges_answer_as_coordinates_do() {
        for scale in [
            Scale::Linear,
            Scale::Log { t: 1e4, m: 5.0 },
            Scale::Arcsinh { t: 1e4, m: 4.0, a: 1.0 },
            Scale::Logicle { t: 1e4, w: 0.5, m: 4.5, a: 0.0 },
        ] {
            let transform = scale.transform().unwrap();
            for coordinate in [-0.2, 0.0, 0.1, 0.37, 0.63, 1.0, 1.3] {
                let edge = Edge::new(transform, coordinate);
                let at = transform.value(coordinate);
                for step in -40..=40 {
                    for size in [1e-16, 1e-12, 1e-9, 1e-6, 1e-2] {
                        let value = at + f64::from(step) * size * at.abs().max(1.0);
                        assert_eq!(edge.reached(value), transform.coordinate(value) >= coordinate, "{scale:?} {value}");
                    }
                }
            }
        }
    }

    #[test]
    fn parameters_outside_their_domain() {
        let message = |scale: Scale| scale.transform().map(|_| ()).unwrap_err().to_string();
        assert_eq!(
            message(Scale::Logicle { t: 1000.0, w: 3.0, m: 4.0, a: 0.0 }),
            "W = 3 is outside the domain of the logicle scale: 0 <= W <= M / 2"
        );
        assert_eq!(message(Scale::Log { t: 0.0, m: 4.0 }), "T = 0 is outside the domain of the log scale: T > 0");
        assert!(message(Scale::Arcsinh { t: 1.0, m: f64::NAN, a: 0.0 }).starts_with("M = NaN"));
        assert!(message(Scale::Logicle { t: f64::INFINITY, w: 0.5, m: 4.0, a: 0.0 }).starts_with("T = inf"));
    }
}

//! Ordinary least squares.

use super::least_squares::{LeastSquares, least_squares};
use crate::stats::StatisticError;
use crate::stats::double_double::DoubleDouble;
use ndarray::{Array1, Array2, ArrayView2};

/// Whether a constant is estimated or known to be zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intercept {
    /// A constant is the first coefficient.
    Estimated,
    /// The model has no constant.
    Zero,
}

/// A fitted linear model. The constant, where it is estimated, is the first of the p coefficients.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearFit {
    /// Coefficients, length p, in units of the response per unit of the predictor.
    pub coefficients: Array1<f64>,
    /// Standard errors of the coefficients, length p.
    pub standard_errors: Array1<f64>,
    /// Covariance of the coefficients divided by the residual variance, p × p.
    pub unscaled_covariance: Array2<f64>,
    /// Standard deviation of the residuals, divisor n - p.
    pub residual_standard_deviation: f64,
    /// Residual sum of squares.
    pub residual_sum_of_squares: f64,
    /// Coefficient of determination: about the mean with a constant, about zero without. None when the responses do not
    /// vary about that, so that there is nothing to explain.
    pub r_squared: Option<f64>,
    /// n - p.
    pub degrees_of_freedom: usize,
    /// Fitted responses, length n.
    pub fitted: Array1<f64>,
    /// Response minus fitted response, length n.
    pub residuals: Array1<f64>,
}

/// Ordinary least squares on several predictors, one column of `predictors` (n × k) each.
///
/// Assumes responses that scatter independently, with one variance, about a linear function of the predictors, which are
/// without error. Solved by Householder QR in double-double arithmetic.
///
/// # Errors
/// `UnequalLengths` when `responses` has not n elements; `TooFewValues` when n <= p, so that no residual variance exists;
/// `Singular` when a predictor is, within the digits of the data, a combination of the others; `NotFinite`.
///
/// # Source
/// G. H. Golub, C. F. Van Loan, Matrix Computations, 4th edition, section 5.3; N. R. Draper, H. Smith, Applied Regression
/// Analysis, 3rd edition, chapter 5.
///
/// # Checked against
/// All eleven NIST StRD linear sets: Longley, Norris, NoInt2 and Wampler2 in the tests here; NoInt1, Pontius, Wampler1, 3, 4, 5
/// and Filip by the reference cases.
pub fn linear_regression(
    predictors: ArrayView2<'_, f64>,
    intercept: Intercept,
    responses: &[f64],
) -> Result<LinearFit, StatisticError> {
    let leading = usize::from(intercept == Intercept::Estimated);
    let shape = (predictors.nrows(), predictors.ncols() + leading);
    let design = Array2::from_shape_fn(shape, |(row, column)| match column.checked_sub(leading) {
        None => DoubleDouble::ONE,
        Some(predictor) => DoubleDouble::from(predictors[[row, predictor]]),
    });
    fit(&design, intercept, responses)
}

/// Ordinary least squares on the powers of one variable, up to `degree`; without a constant from the first power on.
///
/// The powers keep 31 digits, so that raw powers of high degree are fitted as the data define them.
///
/// # Errors
/// Those of [`linear_regression`]; `Singular` also when `x` has no more distinct values than there are coefficients
/// to determine, or when nothing is to be fitted (degree 0 without a constant).
///
/// # Source
/// As [`linear_regression`].
pub fn polynomial_regression(
    x: &[f64],
    degree: usize,
    intercept: Intercept,
    responses: &[f64],
) -> Result<LinearFit, StatisticError> {
    if x.len() != responses.len() {
        return Err(StatisticError::UnequalLengths { left: x.len(), right: responses.len() });
    }
    let first = usize::from(intercept == Intercept::Zero);
    let columns = degree.saturating_add(1) - first;
    if x.len() <= columns {
        // Refused before as many powers are computed.
        return Err(StatisticError::TooFewValues { needed: columns.saturating_add(1), got: x.len() });
    }
    let mut design = Array2::from_elem((x.len(), columns), DoubleDouble::ONE);
    for (mut row, x) in design.rows_mut().into_iter().zip(x) {
        let x = DoubleDouble::from(*x);
        let mut power = if first == 0 { DoubleDouble::ONE } else { x };
        for element in &mut row {
            *element = power;
            power = power * x;
        }
    }
    fit(&design, intercept, responses)
}

fn fit(design: &Array2<DoubleDouble>, intercept: Intercept, responses: &[f64]) -> Result<LinearFit, StatisticError> {
    let (rows, columns) = design.dim();
    if rows != responses.len() {
        return Err(StatisticError::UnequalLengths { left: rows, right: responses.len() });
    }
    if columns == 0 {
        return Err(StatisticError::Singular { rank: 0, columns: 0 });
    }
    let response: Array1<DoubleDouble> = responses.iter().copied().map(DoubleDouble::from).collect();
    let solution = least_squares(design, &response)?;
    let total = total_sum_of_squares(&response, intercept);
    linear_fit(solution, rows - columns, total)
}

/// The sum of squares that the model has to explain.
fn total_sum_of_squares(response: &Array1<DoubleDouble>, intercept: Intercept) -> f64 {
    let centre = match intercept {
        Intercept::Estimated => {
            let sum = response.iter().fold(DoubleDouble::ZERO, |sum, value| sum + *value);
            sum / DoubleDouble::from(response.len() as f64)
        }
        Intercept::Zero => DoubleDouble::ZERO,
    };
    let about = response.mapv(|value| value - centre);
    DoubleDouble::dot(&about, &about).to_f64()
}

fn linear_fit(solution: LeastSquares, degrees_of_freedom: usize, total: f64) -> Result<LinearFit, StatisticError> {
    let rest = solution.residual_sum_of_squares;
    let deviation = (rest / degrees_of_freedom as f64).sqrt();
    let standard_errors = solution.unscaled_covariance.diag().mapv(|variance| deviation * variance.sqrt());
    if !total.is_finite() || standard_errors.iter().any(|error| !error.is_finite()) {
        return Err(StatisticError::NotFinite);
    }
    Ok(LinearFit {
        coefficients: solution.coefficients,
        standard_errors,
        unscaled_covariance: solution.unscaled_covariance,
        residual_standard_deviation: deviation,
        residual_sum_of_squares: rest,
        r_squared: (total > 0.0).then(|| 1.0 - rest / total),
        degrees_of_freedom,
        fitted: solution.fitted,
        residuals: solution.residuals,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{array, aview2};

    /// Employment of the United States 1947 to 1962 against six economic series: GNP deflator, GNP, unemployed, armed
    /// forces, population, year.
    const LONGLEY: [[f64; 6]; 16] = [
        [83.0, 234_289.0, 2356.0, 1590.0, 107_608.0, 1947.0],
        [88.5, 259_426.0, 2325.0, 1456.0, 108_632.0, 1948.0],
        [88.2, 258_054.0, 3682.0, 1616.0, 109_773.0, 1949.0],
        [89.5, 284_599.0, 3351.0, 1650.0, 110_929.0, 1950.0],
        [96.2, 328_975.0, 2099.0, 3099.0, 112_075.0, 1951.0],
        [98.1, 346_999.0, 1932.0, 3594.0, 113_270.0, 1952.0],
        [99.0, 365_385.0, 1870.0, 3547.0, 115_094.0, 1953.0],
        [100.0, 363_112.0, 3578.0, 3350.0, 116_219.0, 1954.0],
        [101.2, 397_469.0, 2904.0, 3048.0, 117_388.0, 1955.0],
        [104.6, 419_180.0, 2822.0, 2857.0, 118_734.0, 1956.0],
        [108.4, 442_769.0, 2936.0, 2798.0, 120_445.0, 1957.0],
        [110.8, 444_546.0, 4681.0, 2637.0, 121_950.0, 1958.0],
        [112.6, 482_704.0, 3813.0, 2552.0, 123_366.0, 1959.0],
        [114.2, 502_601.0, 3931.0, 2514.0, 125_368.0, 1960.0],
        [115.7, 518_173.0, 4806.0, 2572.0, 127_852.0, 1961.0],
        [116.9, 554_894.0, 4007.0, 2827.0, 130_081.0, 1962.0],
    ];

    const EMPLOYED: [f64; 16] = [
        60_323.0, 61_122.0, 60_171.0, 61_187.0, 63_221.0, 63_639.0, 64_989.0, 63_761.0, 66_019.0, 67_857.0, 68_169.0,
        66_513.0, 68_655.0, 69_564.0, 69_331.0, 70_551.0,
    ];

    /// NIST StRD Longley, certified values.
    #[test]
    fn longley_to_all_certified_digits() {
        let fit = linear_regression(aview2(&LONGLEY), Intercept::Estimated, &EMPLOYED).unwrap();
        let coefficients = [
            (-3482258.63459582, 890420.383607373),
            (15.0618722713733, 84.9149257747669),
            (-0.358191792925910e-01, 0.334910077722432e-01),
            (-2.02022980381683, 0.488399681651699),
            (-1.03322686717359, 0.214274163161675),
            (-0.511041056535807e-01, 0.226073200069370),
            (1829.15146461355, 455.478499142212),
        ];
        for (index, (coefficient, error)) in coefficients.into_iter().enumerate() {
            assert!(
                (fit.coefficients[index] / coefficient - 1.0).abs() < 1e-14,
                "{index}: {}",
                fit.coefficients[index]
            );
            assert!(
                (fit.standard_errors[index] / error - 1.0).abs() < 1e-14,
                "{index}: {}",
                fit.standard_errors[index]
            );
        }
        assert!((fit.residual_standard_deviation / 304.854073561965 - 1.0).abs() < 1e-14);
        assert!((fit.r_squared.unwrap() / 0.995479004577296 - 1.0).abs() < 1e-14);
        assert_eq!(fit.degrees_of_freedom, 9);
    }

    /// Ozone monitor against standard: y, x.
    #[rustfmt::skip]
    const NORRIS: [(f64, f64); 36] = [
        (0.1, 0.2), (338.8, 337.4), (118.1, 118.2), (888.0, 884.6), (9.2, 10.1), (228.1, 226.5), (668.5, 666.3),
        (998.5, 996.3), (449.1, 448.6), (778.9, 777.0), (559.2, 558.2), (0.3, 0.4), (0.1, 0.6), (778.1, 775.5),
        (668.8, 666.9), (339.3, 338.0), (448.9, 447.5), (10.8, 11.6), (557.7, 556.0), (228.3, 228.1), (998.0, 995.8),
        (888.8, 887.6), (119.6, 120.2), (0.3, 0.3), (0.6, 0.3), (557.6, 556.8), (339.3, 339.1), (888.0, 887.2),
        (998.5, 999.0), (778.9, 779.0), (10.2, 11.1), (117.6, 118.3), (228.9, 229.2), (668.4, 669.1), (449.2, 448.9),
        (0.2, 0.5),
    ];

    /// NIST StRD Norris, certified values. The residuals are 1e-3 of the responses, so that the rounding
    /// of the data to binary64 leaves 13 to 14 digits.
    #[test]
    fn norris_to_all_certified_digits() {
        let (y, x): (Vec<f64>, Vec<f64>) = NORRIS.into_iter().unzip();
        let fit = polynomial_regression(&x, 1, Intercept::Estimated, &y).unwrap();
        let certified = [
            (fit.coefficients[0], -0.262323073774029),
            (fit.coefficients[1], 1.00211681802045),
            (fit.standard_errors[0], 0.232818234301152),
            (fit.standard_errors[1], 0.429796848199937e-03),
            (fit.residual_standard_deviation, 0.884796396144373),
            (fit.r_squared.unwrap(), 0.999993745883712),
        ];
        for (obtained, certified) in certified {
            assert!((obtained / certified - 1.0).abs() < 2e-14, "{obtained} {certified}");
        }
    }

    /// NIST StRD NoInt2, certified values.
    #[test]
    fn noint2_to_all_certified_digits() {
        let fit = polynomial_regression(&[4.0, 5.0, 6.0], 1, Intercept::Zero, &[3.0, 4.0, 4.0]).unwrap();
        let certified = [
            (fit.coefficients[0], 0.727272727272727),
            (fit.standard_errors[0], 0.420827318078432e-01),
            (fit.residual_standard_deviation, 0.369274472937998),
            (fit.r_squared.unwrap(), 0.993348115299335),
        ];
        for (obtained, certified) in certified {
            assert!((obtained / certified - 1.0).abs() < 2e-15, "{obtained} {certified}");
        }
    }

    /// NIST StRD Wampler2: the sum of (x/10)^k up to the fifth power, certified to fit exactly. The responses have five
    /// decimals, which binary64 holds to the last digit only; that digit is divided by the conditioning of the powers.
    #[test]
    fn wampler2_is_an_exact_fit() {
        let x: Vec<f64> = (0..=20).map(f64::from).collect();
        let y: Vec<f64> = (0..=20_u64)
            .map(|x| (100_000 + 10_000 * x + 1_000 * x.pow(2) + 100 * x.pow(3) + 10 * x.pow(4) + x.pow(5)) as f64 / 1e5)
            .collect();
        let fit = polynomial_regression(&x, 5, Intercept::Estimated, &y).unwrap();
        for (coefficient, certified) in fit.coefficients.iter().zip([1.0, 0.1, 0.01, 0.001, 0.0001, 0.00001]) {
            assert!((coefficient / certified - 1.0).abs() < 1e-12, "{coefficient} {certified}");
        }
        assert_eq!((fit.residual_standard_deviation, fit.r_squared), (0.0, Some(1.0)));
    }

    #[test]
    fn designs_that_determine_nothing_are_refused() {
        let y = [1.0, 2.0, 4.0];
        let singular = |rank, columns| Err(StatisticError::Singular { rank, columns });
        let dependent = array![[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]];
        assert_eq!(linear_regression(dependent.view(), Intercept::Zero, &y), singular(1, 2));
        // 0.1 k and 0.3 k agree only within the last digit of binary64, which is not information.
        let rounded = array![[0.1, 0.3], [0.2, 0.6], [0.3, 0.1 + 0.8]];
        assert_eq!(linear_regression(rounded.view(), Intercept::Zero, &y), singular(1, 2));
        let constant = array![[5.0], [5.0], [5.0]];
        assert_eq!(linear_regression(constant.view(), Intercept::Estimated, &y), singular(1, 2));
        assert_eq!(polynomial_regression(&y, 0, Intercept::Zero, &y), singular(0, 0));
        assert_eq!(polynomial_regression(&[0.0; 3], 1, Intercept::Zero, &y), singular(0, 1));
    }

    #[test]
    fn too_few_and_unequal_and_infinite_values() {
        let line = |x: &[f64], y: &[f64]| polynomial_regression(x, 1, Intercept::Estimated, y);
        assert_eq!(line(&[], &[]), Err(StatisticError::TooFewValues { needed: 3, got: 0 }));
        assert_eq!(line(&[1.0, 2.0], &[1.0, 2.0]), Err(StatisticError::TooFewValues { needed: 3, got: 2 }));
        assert_eq!(line(&[1.0, 2.0], &[1.0]), Err(StatisticError::UnequalLengths { left: 2, right: 1 }));
        for bad in [f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(line(&[1.0, 2.0, bad], &[1.0, 2.0, 4.0]), Err(StatisticError::NotFinite), "{bad}");
            assert_eq!(line(&[1.0, 2.0, 3.0], &[1.0, 2.0, bad]), Err(StatisticError::NotFinite), "{bad}");
        }
    }

    /// 0.1 + 0.2 k, which binary64 holds only to the last digit.
    #[test]
    fn a_line_that_is_exact_in_decimals_leaves_no_residual() {
        let x: Vec<f64> = (0..9).map(f64::from).collect();
        let y = [0.1, 0.3, 0.5, 0.7, 0.9, 1.1, 1.3, 1.5, 1.7];
        let fit = polynomial_regression(&x, 1, Intercept::Estimated, &y).unwrap();
        assert_eq!((fit.residual_standard_deviation, fit.r_squared), (0.0, Some(1.0)));
        assert!((fit.coefficients[1] - 0.2).abs() < 1e-16);
    }

    #[test]
    fn responses_without_variation_leave_nothing_to_explain() {
        let fit = polynomial_regression(&[1.0, 2.0, 3.0], 1, Intercept::Estimated, &[7.0; 3]).unwrap();
        assert_eq!((fit.r_squared, fit.coefficients[1], fit.residual_standard_deviation), (None, 0.0, 0.0));
    }
}

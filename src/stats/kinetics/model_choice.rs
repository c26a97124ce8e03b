//! The choice between curves by what they leave unexplained and how many parameters they take.

use crate::stats::StatisticError;

/// Akaike's information criterion with the correction for few values, AICc.
///
/// n ln(RSS/n) + 2K + 2K(K + 1)/(n - K - 1), with K the parameters of the curve and the residual variance. It compares curves fitted
/// to the same values on the same scale only; the constant that all of them share is left out. None when nothing is left
/// unexplained, where the logarithm does not exist, and when n <= K + 1.
///
/// # Errors
/// `NotFinite`; `OutsideDomain` when the sum of squares is negative.
///
/// # Source
/// C. M. Hurvich, C.-L. Tsai, Biometrika 76 (1989) 297-307; K. P. Burnham, D. R. Anderson, Model Selection and Multimodel
/// Inference, 2nd edition (2002), section 2.4.
pub fn corrected_akaike(
    n: usize,
    curve_parameters: usize,
    residual_sum_of_squares: f64,
) -> Result<Option<f64>, StatisticError> {
    let rest = StatisticError::finite(residual_sum_of_squares)?;
    if rest < 0.0 {
        return Err(StatisticError::OutsideDomain { what: "the residual sum of squares", value: rest });
    }
    let parameters = curve_parameters + 1;
    if rest == 0.0 || n <= parameters + 1 {
        return Ok(None);
    }
    let (n, k) = (n as f64, parameters as f64);
    StatisticError::finite(n * libm::log(rest / n) + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0)).map(Some)
}

/// A curve among those compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate<M> {
    /// Which curve.
    pub model: M,
    /// Its parameters, the residual variance not counted.
    pub parameters: usize,
    /// What it leaves unexplained; or why it could not be fitted.
    pub residual_sum_of_squares: Result<f64, StatisticError>,
    /// Its AICc; none where it could not be fitted, where the values lie on the curve exactly, and where they are too few.
    pub aicc: Option<f64>,
    /// AICc minus the smallest of all.
    pub difference: Option<f64>,
    /// Akaike weight: exp(-difference/2), divided by the sum over all candidates.
    pub weight: Option<f64>,
}

/// The candidates with AICc, differences and weights, in the order given, and which of them is chosen.
///
/// The first that runs through all values exactly is chosen, else the one with the smallest AICc; none when no candidate has
/// one.
///
/// # Errors
/// Those of [`corrected_akaike`].
///
/// # Source
/// As [`corrected_akaike`]; weights: Burnham and Anderson, section 2.9.
pub fn ranked<M: Copy>(
    n: usize,
    fits: &[(M, usize, Result<f64, StatisticError>)],
) -> Result<(Vec<Candidate<M>>, Option<usize>), StatisticError> {
    let mut candidates = Vec::new();
    for (model, parameters, rest) in fits {
        let aicc = rest.ok().map(|rest| corrected_akaike(n, *parameters, rest)).transpose()?.flatten();
        candidates.push(Candidate {
            model: *model,
            parameters: *parameters,
            residual_sum_of_squares: *rest,
            aicc,
            difference: None,
            weight: None,
        });
    }
    let smallest = candidates.iter().filter_map(|one| one.aicc).reduce(f64::min);
    let exact = candidates.iter().position(|one| one.residual_sum_of_squares == Ok(0.0));
    let chosen = exact.or_else(|| candidates.iter().position(|one| one.aicc.is_some() && one.aicc == smallest));
    if let Some(smallest) = smallest {
        let likelihood = |aicc: f64| libm::exp(-0.5 * (aicc - smallest));
        let sum: f64 = candidates.iter().filter_map(|one| one.aicc).map(likelihood).sum();
        for one in &mut candidates {
            one.difference = one.aicc.map(|aicc| aicc - smallest);
            one.weight = one.aicc.map(|aicc| likelihood(aicc) / sum);
        }
    }
    Ok((candidates, chosen))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: n = 10, 2 parameters of the curve, RSS 5: 10 ln 0.5 + 6 + 24/6 = 3.0685.
    #[test]
    fn by_hand() {
        let aicc = corrected_akaike(10, 2, 5.0).unwrap().unwrap();
        assert!((aicc - (10.0 * libm::log(0.5) + 6.0 + 24.0 / 6.0)).abs() < 1e-14);
        assert_eq!(corrected_akaike(10, 2, 0.0), Ok(None));
        assert_eq!(corrected_akaike(4, 2, 1.0), Ok(None));
        assert!(corrected_akaike(10, 2, -1.0).is_err());
    }

    #[test]
    fn fewer_parameters_win_over_a_little_less_scatter() {
        let (candidates, chosen) = ranked(10, &[("line", 2, Ok(5.0)), ("curve", 4, Ok(4.5))]).unwrap();
        assert_eq!(chosen, Some(0));
        assert_eq!(candidates[0].difference, Some(0.0));
        let weights: f64 = candidates.iter().filter_map(|one| one.weight).sum();
        assert!((weights - 1.0).abs() < 1e-15);
        let (_, chosen) = ranked(10, &[("line", 2, Ok(5.0)), ("curve", 4, Ok(0.5))]).unwrap();
        assert_eq!(chosen, Some(1));
    }

    #[test]
    fn what_is_exact_or_lacking() {
        let failed = Err(StatisticError::NoConvergence { what: "the nonlinear fit" });
        assert_eq!(ranked(5, &[("a", 2, failed), ("b", 2, Ok(0.0)), ("c", 2, Ok(1.0))]).unwrap().1, Some(1));
        assert_eq!(ranked(5, &[("a", 2, failed)]).unwrap().1, None);
        assert_eq!(ranked::<u8>(5, &[]).unwrap().1, None);
    }
}

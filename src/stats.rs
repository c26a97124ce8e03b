//! Statistics: numbers in, estimates out. No lot, no file, no unit.
//!
//! One file per method, each citing its source. What can be computed exactly is computed with [`crate::quantity::Exact`]
//! and does not live here; this room is for what needs floating point. What is inferred comes out as an [`Estimate`]; a
//! bare number comes only from a description of a sample or from a probability function. Transcendental functions come
//! from `libm`, so that every platform gets the same last digit.

mod bimodality;
mod binned;
pub mod censored;
pub mod comparison;
pub mod conformity;
mod correlation;
mod counting;
pub mod distribution;
mod double_double;
mod error;
mod estimate;
mod geometric;
mod histogram_distance;
pub mod kinetics;
mod lognormal;
mod lower_tail;
mod mean;
mod mean_interval;
mod moments;
pub mod nonlinear;
pub mod normality;
pub mod operating_characteristic;
mod order;
pub mod outlier;
mod peaks;
mod probability;
mod proportion;
mod quadrature;
mod rate;
mod ratio;
pub mod regression;
mod root;
mod shape;
pub mod shelf_life;
mod size_list;
mod spread;
mod summation;
mod tolerance_factor;
mod tolerance_interval;
mod two_counts;
pub mod two_sample;
pub mod uncertainty;
pub mod variance_components;
mod variation_interval;

pub use bimodality::{BIMODALITY_OF_UNIFORM, bimodality_coefficient, binned_bimodality_coefficient};
pub use binned::{BinnedDistribution, CumulativeAt, Interpolation, Midpoint, Weighting, replicate_average};
pub use correlation::{pearson_correlation, spearman_correlation};
pub use counting::{
    RESAMPLING_SEED, RESAMPLINGS, concentration_uncertainty, fraction_uncertainty, mean_uncertainty,
    percentile_uncertainty, resampled_uncertainty, standard_deviation_uncertainty,
};
pub use error::StatisticError;
pub use estimate::{Estimate, Interval};
pub use geometric::{
    geometric_coefficient_of_variation, geometric_mean, geometric_standard_deviation,
    lognormal_coefficient_of_variation,
};
pub use histogram_distance::{HistogramDistance, histogram_distance};
pub use lognormal::{
    LognormalInterval, LognormalMean, geometric_mean_interval, lognormal_mean, lognormal_mean_interval,
};
pub use mean::{harmonic_mean, mean, trimmed_mean};
pub use mean_interval::{mean_interval, standard_deviation_interval, variance_interval};
pub use order::{
    NORMAL_CONSISTENCY, QuantileType, median, median_absolute_deviation, quantile, weighted_mean_and_variance,
    weighted_quantile,
};
pub use peaks::{PEAK_RULE, Peak, PeakRule, peaks};
pub use probability::{Confidence, Probability, Sides};
pub use proportion::{ProportionInterval, proportion_interval};
pub use rate::{CountInterval, concentration_from_count, count_interval};
pub use ratio::{Fieller, RatioOfMeans, Reference, Variances, difference_of_means};
pub use shape::{MomentType, excess_kurtosis, lag_1_autocorrelation, skewness};
pub use size_list::SizeList;
pub use spread::{coefficient_of_variation, standard_deviation, standard_error_of_the_mean, variance};
pub use tolerance_factor::{
    OneSidedFactors, equal_tails_factor, one_sided_factor, one_sided_factor_natrella, two_sided_factor,
    two_sided_factor_howe, two_sided_factor_weissberg_beatty,
};
pub use tolerance_interval::{
    NonparametricInterval, ToleranceInterval, lognormal_tolerance_interval, nonparametric_confidence,
    nonparametric_sample_size, nonparametric_tolerance_interval, normal_tolerance_interval,
};
pub use two_counts::{TwoProportions, equal_rates_test, rate_ratio};
pub use variation_interval::{VariationMethod, variation_interval};

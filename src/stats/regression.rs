//! Least-squares regression: straight lines, polynomials and several predictors, unweighted and weighted.

mod least_squares;

//! Exact decimals, units, rounding and censored values: everything that is a number with a meaning.

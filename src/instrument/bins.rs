//! The edges of bins of which a file prints one size each.

use crate::quantity::Decimal;

/// The edges of bins of equal width whose centres are printed, perhaps rounded: k + 1 edges for k centres.
///
/// The width is the distance of the first two centres, which are small and therefore printed in full.
///
/// # Errors
/// The position of the first centre that is not where bins of equal width have it, within one unit of its last printed
/// digit, or whose last digit is coarser than a bin; 0 when there are fewer than two, or when the sizes do not increase
/// from above zero.
pub(super) fn equal_width(centres: &[Decimal]) -> Result<Vec<f64>, usize> {
    let (Some(first), Some(second)) = (centres.first(), centres.get(1)) else { return Err(0) };
    let (first, width) = (first.approximately(), second.approximately() - first.approximately());
    let start = first - 0.5 * width;
    if !(width > 0.0 && start >= -1e-9 * width) {
        return Err(0);
    }
    let place = |index: usize| start + width * (index as f64 + 0.5);
    let fits = |(index, centre): (usize, &Decimal)| {
        let unit = centre.unit_in_the_last_place();
        unit <= width * 1.000_001 && (centre.approximately() - place(index)).abs() < unit * 1.000_001
    };
    match centres.iter().enumerate().find(|found| !fits(*found)) {
        Some((index, _)) => Err(index),
        None => increasing((0..=centres.len()).map(|index| (start + width * index as f64).max(0.0)).collect()),
    }
}

/// The edges of bins of equal ratio: the root of the product of neighbouring sizes, the outer ones by the same ratio.
///
/// # Errors
/// The position of the first size that is not larger than the one before; 0 when there are fewer than two, or when they
/// are not positive.
pub(super) fn equal_ratio(sizes: &[Decimal]) -> Result<Vec<f64>, usize> {
    let sizes: Vec<f64> = sizes.iter().map(Decimal::approximately).collect();
    let (Some(first), Some(last)) = (sizes.first(), sizes.last()) else { return Err(0) };
    if sizes.len() < 2 || *first <= 0.0 {
        return Err(0);
    }
    if let Some(index) = sizes.windows(2).position(|pair| !pair.is_sorted_by(|a, b| a < b)) {
        return Err(index + 1);
    }
    let inner: Vec<f64> = sizes.iter().zip(sizes.iter().skip(1)).map(|(a, b)| (a * b).sqrt()).collect();
    let (Some(low), Some(high)) = (inner.first(), inner.last()) else { return Err(0) };
    let (lowest, highest) = (first * first / low, last * last / high);
    increasing(std::iter::once(lowest).chain(inner.iter().copied()).chain(std::iter::once(highest)).collect())
}

/// The edges, unless two fall together: sizes may differ by less than floating point tells apart.
fn increasing(edges: Vec<f64>) -> Result<Vec<f64>, usize> {
    match edges.windows(2).position(|pair| !pair.is_sorted_by(|a, b| a < b)) {
        Some(index) => Err(index.min(edges.len().saturating_sub(2))),
        None => Ok(edges),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::DecimalMark;

    fn sizes(text: &str) -> Vec<Decimal> {
        text.split(' ').map(|size| Decimal::parse(size, DecimalMark::Point).unwrap()).collect()
    }

    #[test]
    fn rounded_centres_lie_on_the_grid() {
        assert_eq!(equal_width(&sizes("2.500E+0 7.500E+0 1.250E+1")), Ok(vec![0.0, 5.0, 10.0, 15.0]));
        assert_eq!(equal_width(&sizes("0.5 1.5 2.6")), Ok(vec![0.0, 1.0, 2.0, 3.0]));
        assert_eq!(equal_width(&sizes("0.5 1.5 3.5")), Err(2));
        assert_eq!(equal_width(&sizes("0.5")), Err(0));
        assert_eq!(equal_width(&sizes("1.5 0.5")), Err(0));
        assert_eq!(equal_width(&sizes("-5.5 1.5 8.5")), Err(0));
        // The last digit of these is worth more than a bin, so that nearly anything would be where it belongs.
        assert_eq!(equal_width(&sizes("0.5 1.5 -1e8")), Err(2));
        assert_eq!(equal_width(&sizes("0.5 1.5 0e3")), Err(2));
    }

    #[test]
    fn ratios_have_their_edges_at_the_root() {
        assert_eq!(equal_ratio(&sizes("1 4 16")), Ok(vec![0.5, 2.0, 8.0, 32.0]));
        assert_eq!(equal_ratio(&sizes("1 4 4")), Err(2));
        assert_eq!(equal_ratio(&sizes("0 4")), Err(0));
        assert_eq!(equal_ratio(&sizes("1.0000000000000001 1.0000000000000002 2")), Err(0));
    }
}

//! Ranks with ties.

/// Ranks from 1, equal values sharing the mean of their ranks, and the size of each group of equal values.
pub(super) struct Ranks {
    /// One rank per value, in the order of the values.
    pub of: Vec<f64>,
    /// Number of values in each set of equal ones, singles included.
    pub ties: Vec<usize>,
}

impl Ranks {
    /// Ranks of finite values; values nearer than `resolution` to the smallest of their set count as equal.
    pub fn new(values: &[f64], resolution: f64) -> Ranks {
        let mut order: Vec<usize> = (0..values.len()).collect();
        crate::order::sort_by(&mut order, |a, b| values[*a].total_cmp(&values[*b]));
        let (mut of, mut ties, mut start) = (vec![0.0; values.len()], Vec::new(), 0);
        while start < order.len() {
            let smallest = values[order[start]];
            let size =
                order[start..].iter().take_while(|index| values[**index] - smallest <= resolution).count().max(1);
            let shared = start as f64 + 0.5 * (size as f64 + 1.0);
            order[start..start + size].iter().for_each(|index| of[*index] = shared);
            ties.push(size);
            start += size;
        }
        Ranks { of, ties }
    }

    /// Σ (t³ - t) over the sets of equal values.
    pub fn tie_sum(&self) -> f64 {
        self.ties.iter().map(|size| *size as f64).map(|size| size * size * size - size).sum()
    }

    /// Whether two values are equal.
    pub fn has_ties(&self) -> bool {
        self.ties.iter().any(|size| *size > 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_ranks() {
        let ranks = Ranks::new(&[3.0, 1.0, 3.0, 2.0, 3.0], 0.0);
        assert_eq!(
            (ranks.of.as_slice(), ranks.ties.as_slice()),
            ([4.0, 1.0, 4.0, 2.0, 4.0].as_slice(), [1, 1, 3].as_slice())
        );
        assert_eq!((ranks.tie_sum(), ranks.has_ties()), (24.0, true));
    }

    /// 0.3 - 0.2 and 0.1 are the same decimal difference.
    #[test]
    fn decimal_differences_can_be_equal() {
        assert_eq!(Ranks::new(&[0.3 - 0.2, 0.1], 0.0).of, [1.0, 2.0]);
        assert_eq!(Ranks::new(&[0.3 - 0.2, 0.1], 1e-15).of, [1.5, 1.5]);
    }
}

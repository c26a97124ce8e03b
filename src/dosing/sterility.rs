//! How many containers a test for sterility takes, and how much of each.

use crate::quantity::Exact;

/// Which table of the test for sterility applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SamplingScheme {
    /// Parenteral preparations, and single-dose presentations for the eye.
    Parenteral,
    /// Eye preparations in several doses and other preparations that are not injected.
    NotInjected,
}

impl SamplingScheme {
    /// The words in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            SamplingScheme::Parenteral => "parenteral",
            SamplingScheme::NotInjected => "not injected",
        }
    }
}

/// Containers to be tested out of a batch of `containers`. Fractions round up; never more than the batch has.
///
/// Parenteral: up to 100 containers a tenth, at least 4; up to 500, 10; above, 2 %, at most 20. Not injected: up to 200
/// containers a twentieth, at least 2; above, 10.
///
/// # Source
/// USP <71> Table 3; Ph. Eur. 2.6.1 Table 2.6.1.-3; ChP 2020 volume IV 1101 Table 3 (harmonised).
pub fn sterility_sample(containers: u64, scheme: SamplingScheme) -> u64 {
    let wanted = match (scheme, containers) {
        (SamplingScheme::Parenteral, 0..=100) => containers.div_ceil(10).max(4),
        (SamplingScheme::Parenteral, 101..=500) => 10,
        (SamplingScheme::Parenteral, _) => containers.div_ceil(50).min(20),
        (SamplingScheme::NotInjected, 0..=200) => containers.div_ceil(20).max(2),
        (SamplingScheme::NotInjected, _) => 10,
    };
    wanted.min(containers)
}

/// Least volume of each container for each medium, in mL, of a liquid in containers of `volume` mL.
///
/// Less than 1 mL: all of it; 1 to 40 mL: half, not less than 1 mL; above 40 to 100 mL: 20 mL; above 100 mL: a tenth, not
/// less than 20 mL.
///
/// # Source
/// USP <71> Table 2; Ph. Eur. 2.6.1 Table 2.6.1.-2.
pub fn volume_per_medium(volume: &Exact) -> Exact {
    let at_least = |value: Exact, least: i64| value.max(Exact::from_i64(least));
    if *volume < Exact::one() {
        volume.clone()
    } else if *volume <= Exact::from_i64(40) {
        at_least(volume.divided_by(2), 1)
    } else if *volume <= Exact::from_i64(100) {
        Exact::from_i64(20)
    } else {
        at_least(volume.divided_by(10), 20)
    }
}

#[cfg(test)]
mod tests {
    use super::{SamplingScheme, sterility_sample, volume_per_medium};
    use crate::quantity::Exact;

    #[test]
    fn sample_sizes_of_parenteral_batches() {
        let cases =
            [(60, 6), (35, 4), (250, 10), (1200, 20), (100, 10), (101, 10), (500, 10), (501, 11), (61, 7), (3, 3)];
        for (containers, sample) in cases {
            assert_eq!(sterility_sample(containers, SamplingScheme::Parenteral), sample, "{containers}");
        }
    }

    #[test]
    fn sample_sizes_of_other_batches() {
        for (containers, sample) in [(35, 2), (60, 3), (200, 10), (201, 10), (5000, 10), (1, 1)] {
            assert_eq!(sterility_sample(containers, SamplingScheme::NotInjected), sample, "{containers}");
        }
    }

    #[test]
    fn volume_for_each_medium() {
        let half = Exact::ratio(1, 2).unwrap();
        let cases = [(half.clone(), half), (1.into(), 1.into()), (5.into(), Exact::ratio(5, 2).unwrap())];
        for (volume, taken) in cases {
            assert_eq!(volume_per_medium(&volume), taken);
        }
        assert_eq!(volume_per_medium(&Exact::from_i64(100)), Exact::from_i64(20));
        assert_eq!(volume_per_medium(&Exact::from_i64(250)), Exact::from_i64(25));
    }
}

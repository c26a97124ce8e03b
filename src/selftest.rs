//! Reference cases run against the statistics and the rounding of this program: the evidence that its numbers agree with
//! the references the field trusts.
//!
//! A case is text in, an [`Outcome`] out. Each file below `topic/` translates the JSON of one topic into calls of the
//! public functions and back; it computes nothing that a report would not compute the same way. This room opens no file
//! and prints nothing; a method no topic knows is `NotSupported`, never skipped.

mod answer;
mod case;
mod compare;
mod corrections;
mod embedded;
mod examination;
mod formula;
mod group;
mod inputs;
mod topic;

pub use case::{Case, CaseError, Tolerance, Width};
pub use compare::{Compared, Comparison};
pub use corrections::Correction;
pub use embedded::EMBEDDED;
pub use examination::{Examined, Totals, digest_of_cases, unsupported_methods};
pub use group::{Group, groups};

/// What became of one case.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Every expected value was obtained within its tolerance.
    Agrees(Vec<Compared>),
    /// At least one expected value was missed or is lacking.
    Misses(Vec<Compared>),
    /// No topic knows the method of the case.
    NotSupported,
    /// The case could not be read, or its method is known and could not be run: why.
    Broken(String),
}

impl Outcome {
    /// The word of this outcome in reports.
    pub fn as_str(&self) -> &'static str {
        match self {
            Outcome::Agrees(_) => "agrees",
            Outcome::Misses(_) => "misses",
            Outcome::NotSupported => "not_supported",
            Outcome::Broken(_) => "broken",
        }
    }

    /// Every expected value with what was obtained; none for a case that was not run.
    pub fn values(&self) -> &[Compared] {
        match self {
            Outcome::Agrees(values) | Outcome::Misses(values) => values,
            Outcome::NotSupported | Outcome::Broken(_) => &[],
        }
    }

    /// The values that were missed, by path.
    pub fn misses(&self) -> impl Iterator<Item = &Compared> {
        self.values().iter().filter(|value| value.result == Comparison::Misses)
    }

    /// The values that agree with a correction only, by path.
    pub fn corrected(&self) -> impl Iterator<Item = (&Compared, &'static Correction)> {
        self.values().iter().filter_map(|value| match value.result {
            Comparison::AgreesWithCorrection(correction) => Some((value, correction)),
            Comparison::Agrees | Comparison::Misses => None,
        })
    }

    /// The value to show for the case: the one with the largest relative error, among the misses if there are any; the
    /// first where no number has one. None for a case that was not run.
    pub fn worst(&self) -> Option<&Compared> {
        let missed = self.misses().next().is_some();
        let candidates = self.values().iter().filter(|value| !missed || value.result == Comparison::Misses);
        candidates.reduce(|worst, value| {
            let larger = value.relative_error.unwrap_or(0.0) > worst.relative_error.unwrap_or(0.0);
            if larger { value } else { worst }
        })
    }
}

/// Runs one case: asks the topics in their order for the answer and compares it with the expected one.
pub fn run(case: &Case) -> Outcome {
    let obtained = match topic::answer(&case.method, &case.inputs) {
        None => return Outcome::NotSupported,
        Some(Err(reason)) => return Outcome::Broken(reason),
        Some(Ok(obtained)) => obtained,
    };
    let mut compared = compare::compare(&case.expected, &obtained, &case.tolerance);
    corrections::apply(&case.id, &mut compared);
    if compared.iter().any(|value| value.result == Comparison::Misses) {
        Outcome::Misses(compared)
    } else {
        Outcome::Agrees(compared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_nobody_knows_is_not_supported() {
        let text = r#"{"id": "a/b", "what": "", "source": "", "method": "no_such_method",
                       "inputs": {}, "expected": {"x": 1}, "tolerance": {}}"#;
        assert_eq!(run(&Case::parse(text).unwrap()), Outcome::NotSupported);
    }

    #[test]
    fn the_worst_value_is_a_missed_one_if_there_is_any() {
        let of = |sd: &str| {
            let text = format!(
                r#"{{"id": "a/b", "what": "", "source": "", "method": "univariate_nist", "inputs": {{"data": [1, 2, 3]}},
                     "expected": {{"n": 3, "mean": 2.1, "sd": {sd}}}, "tolerance": {{"rel": 0.1}}}}"#
            );
            run(&Case::parse(&text).unwrap())
        };
        let (agrees, misses) = (of("1.0"), of("2.0"));
        assert_eq!((agrees.as_str(), agrees.worst().unwrap().path.as_str()), ("agrees", "mean"));
        assert_eq!((misses.as_str(), misses.worst().unwrap().path.as_str()), ("misses", "sd"));
        assert_eq!(misses.misses().count(), 1);
    }
}

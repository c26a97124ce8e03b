//! Reference cases run against the statistics and the rounding of this program: the evidence that its numbers agree with
//! the references the field trusts.
//!
//! A case is text in, an [`Outcome`] out. Each file below `topic/` translates the JSON of one topic into calls of the
//! public functions and back; it computes nothing that a report would not compute the same way. This room opens no file
//! and prints nothing; a method no topic knows is `NotSupported`, never skipped.

mod answer;
mod case;
mod compare;
mod inputs;
mod topic;

pub use case::{Case, CaseError, Tolerance, Width};
pub use compare::{Agreement, Miss};

/// What became of one case.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Every expected value was obtained within its tolerance.
    Agrees(Agreement),
    /// At least one expected value was missed or is lacking.
    Misses {
        /// What did agree.
        agreement: Agreement,
        /// Each value that did not, in the order of the case; never empty.
        misses: Vec<Miss>,
    },
    /// No topic knows the method of the case.
    NotSupported,
    /// The method is known, but the case could not be run: why.
    Broken(String),
}

/// Runs one case: asks the topics in their order for the answer and compares it with the expected one.
pub fn run(case: &Case) -> Outcome {
    match topic::answer(&case.method, &case.inputs) {
        None => Outcome::NotSupported,
        Some(Err(reason)) => Outcome::Broken(reason),
        Some(Ok(obtained)) => match compare::compare(&case.expected, &obtained, &case.tolerance) {
            (agreement, misses) if misses.is_empty() => Outcome::Agrees(agreement),
            (agreement, misses) => Outcome::Misses { agreement, misses },
        },
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
}

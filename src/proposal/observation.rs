//! The one observation that all lots have.

use super::{History, LotValue, Proposal};

/// An observation as far as criteria tell them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Observation {
    /// Negative, not detected.
    Negative,
    /// No growth.
    NoGrowth,
    /// Positive.
    Positive,
    /// Growth.
    Growth,
    /// Complies.
    Complies,
    /// A text, or a word for which there is no criterion.
    Text(String),
}

impl Observation {
    /// The criterion that asks for it.
    fn criterion(&self) -> Option<String> {
        match self {
            Observation::Negative => Some("negative".to_owned()),
            Observation::NoGrowth => Some("no growth".to_owned()),
            Observation::Positive => Some("positive".to_owned()),
            Observation::Growth => Some("growth".to_owned()),
            Observation::Complies => Some("complies".to_owned()),
            // Nothing stands for a quote inside a quoted text.
            Observation::Text(text) if text.contains('"') => None,
            Observation::Text(text) => Some(format!("\"{text}\"")),
        }
    }

    /// Whether another says the same; case and white space do not count.
    fn is(&self, other: &Observation) -> bool {
        let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        match (self, other) {
            (Observation::Text(a), Observation::Text(b)) => folded(a) == folded(b),
            (a, b) => a == b,
        }
    }
}

/// The observation of all lots as the criterion.
pub fn propose(history: &History, of: &str) -> Proposal {
    let observed: Vec<&Observation> = history
        .results
        .iter()
        .filter_map(|result| match &result.value {
            LotValue::Observed(observation) => Some(observation),
            _ => None,
        })
        .collect();
    let mut different: Vec<&Observation> = Vec::new();
    for one in &observed {
        if !different.iter().any(|known| known.is(one)) {
            different.push(one);
        }
    }
    match different.as_slice() {
        [one] => match one.criterion() {
            Some(criterion) => {
                Proposal { rationale: format!("{of}: all have the observation {criterion}"), criterion, interval: None }
            }
            None => Proposal::report(format!("{of}: no criterion, since the observation holds a quote")),
        },
        several => {
            let words: Vec<String> = several.iter().filter_map(|one| one.criterion()).collect();
            Proposal::report(format!("{of}: no criterion, since they differ ({})", words.join(", ")))
        }
    }
}

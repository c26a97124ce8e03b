//! A percentage of marker-positive vesicles is a criterion only with its denominator and its method.

use super::acquisition::{Acquisition, EventStatistic};
use super::codes;
use super::model::*;
use crate::finding::Finding;

/// Words that make a name one of a marker's positivity.
const WORDS: [&str; 10] =
    ["positive", "positivity", "marker", "tetraspanin", "阳性", "tsg101", "annexin", "syntenin", "flotillin", "alix"];

/// Refuses a percentage of positive vesicles that does not say of what, or by which method. A percentage of living
/// organisms or of what is left after storage is none of vesicles.
pub(super) fn check(test: &Test, measured: &Measured, at: (&crate::source::Place, u32), findings: &mut Vec<Finding>) {
    let asks = !matches!(test.category, Category::Safety | Category::Stability)
        && measured.origin == Origin::Delivered
        && measured.plan.summary != Summary::CoefficientOfVariation
        && measured.accept.iter().chain(&measured.shelf_life).any(is_percentage)
        && [&test.id, &test.name].into_iter().chain(&test.columns).any(|name| names_a_marker(name));
    if !asks || matches!(measured.from, Some(Acquisition::Events { statistic: EventStatistic::Percent { .. }, .. })) {
        return;
    }
    let message = match (&measured.of, test.methods.is_empty() && test.procedure.is_none()) {
        (Some(_), false) => return,
        // The source is quoted as it is: it names neither, and reports print that.
        (Some(of), true) if is_not_stated(of) => {
            let message = format!("of what `{}` is a percentage, and by which method, is not stated", test.id);
            let finding = Finding::new(&codes::DENOMINATOR_NOT_STATED, message).at(at.0.clone(), at.1);
            findings.push(finding.help("name the `method` that the laboratory uses, and what its percentage is of"));
            return;
        }
        (None, false) => format!("`{}` is a marker positivity in percent and does not say of what", test.id),
        (Some(_), true) => format!("`{}` is a marker positivity in percent by no named method", test.id),
        (None, true) => {
            format!("`{}` is a marker positivity in percent and says neither of what nor by which method", test.id)
        }
    };
    let help = "add `of:` (of particles, of tetraspanin-positive events; or `not stated in the source`) and `method:` or \
                `procedure:`, or take it `from: events`";
    findings.push(Finding::new(&codes::PERCENTAGE_WITHOUT_DENOMINATOR, message).at(at.0.clone(), at.1).help(help));
}

/// `of: not stated in the source`.
fn is_not_stated(of: &str) -> bool {
    of.to_lowercase().starts_with("not stated")
}

fn is_percentage(alternative: &Alternative) -> bool {
    matches!(&alternative.criterion, Criterion::Numeric(limits) if limits.unit.symbol() == "%")
}

/// `CD63+`, `cd9_positive`, `CD63阳性率`, `tetraspanins`.
fn names_a_marker(name: &str) -> bool {
    let name = name.to_lowercase();
    let antigen = name.match_indices("cd").any(|(at, _)| {
        let before = name.get(..at).and_then(|before| before.chars().next_back());
        let after = name.get(at + 2..).and_then(|after| after.chars().next());
        before.is_none_or(|before| !before.is_alphabetic() || !before.is_ascii())
            && after.is_some_and(|after| after.is_ascii_digit())
    });
    antigen || has_plus(&name) || WORDS.iter().any(|word| name.contains(word))
}

/// A `+` that ends a word: `Alix+`, `A+/B+ vesicles`.
fn has_plus(name: &str) -> bool {
    name.match_indices('+').any(|(at, _)| {
        let (before, after) = (name.get(..at).unwrap_or_default(), name.get(at + 1..).unwrap_or_default());
        before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::names_a_marker;

    #[test]
    fn markers_are_known_by_their_names() {
        for name in [
            "cd63_positive",
            "CD9+",
            "EV CD81 (%)",
            "CD63阳性率",
            "阳性率",
            "Tetraspanins",
            "TSG101",
            "Alix",
            "Alix+",
            "GM1+ EVs",
            "A+/B+",
            "Flotillin-1",
            "annexin V",
            "syntenin_1",
        ] {
            assert!(names_a_marker(name), "{name}");
        }
        for name in
            ["residual_albumin", "size_50_200nm", "accd4", "cdna", "purity_sec", "aggregates", "a + b", "a+b", "+"]
        {
            assert!(!names_a_marker(name), "{name}");
        }
    }
}

//! A percentage of marker-positive vesicles is a criterion only with its denominator and its method.

use super::acquisition::{Acquisition, EventStatistic};
use super::codes;
use super::model::*;
use crate::finding::Finding;
use crate::quantity::{Exact, Unit};

/// Words that make a name one of a marker's positivity.
const WORDS: [&str; 10] =
    ["positive", "positivity", "marker", "tetraspanin", "阳性", "tsg101", "annexin", "syntenin", "flotillin", "alix"];

/// Words of a name that make a share one of what is left, or of something that lives, whatever marker is named beside: of what it
/// is, is plain then.
const PLAIN: [&str; 27] = [
    "activity",
    "potency",
    "retained",
    "retention",
    "remaining",
    "recovery",
    "recovered",
    "kept",
    "loss",
    "lost",
    "change",
    "viable",
    "viability",
    "living",
    "survival",
    "steril",
    "growth",
    "bacteri",
    "mycoplasma",
    "endotoxin",
    "活性",
    "保留",
    "回收",
    "存活",
    "无菌",
    "支原体",
    "内毒素",
];

/// Words of a name that make a plain number one of signals and not a share of vesicles.
const SIGNAL: [&str; 9] =
    ["ratio", "index", "fold", "mfi", "intensity", "absorbance", "signal", "fluorescence", "比值"];

/// Refuses a percentage of positive vesicles, or a share between 0 and 1, that does not say of what, or by which method. In
/// the classes of safety and stability a percentage of living organisms, or of what is left after storage, is none of vesicles.
pub(super) fn check(test: &Test, measured: &Measured, at: (&crate::source::Place, u32), findings: &mut Vec<Finding>) {
    let names = || [&test.id, &test.name].into_iter().chain(&test.columns);
    let is_plain =
        matches!(test.category, Category::Safety | Category::Stability) && names().any(|name| has(name, &PLAIN));
    let is_signal = names().any(|name| has(name, &SIGNAL));
    let asks = !is_plain
        && measured.origin == Origin::Delivered
        && measured.plan.summary != Summary::CoefficientOfVariation
        && measured.criteria().any(|one| is_share(one, is_signal))
        && names().any(|name| names_a_marker(name));
    if !asks || matches!(measured.from, Some(Acquisition::Events { statistic: EventStatistic::Percent { .. }, .. })) {
        return;
    }
    let has_unit = |one: &Alternative| matches!(&one.criterion, Criterion::Numeric(limits) if !limits.unit.is_none());
    let share = if measured.criteria().any(has_unit) { "in percent" } else { "as a share" };
    let message = match (&measured.of, test.methods.is_empty() && test.procedure.is_none()) {
        (Some(_), false) => return,
        // The source is quoted as it is: it names neither, and reports print that.
        (Some(of), true) if is_not_stated(of) => {
            let message = format!("of what `{}` is a percentage, and by which method, is not stated", test.id);
            let finding = Finding::new(&codes::DENOMINATOR_NOT_STATED, message).at(at.0.clone(), at.1);
            findings.push(finding.help("name the `method` that the laboratory uses, and what its percentage is of"));
            return;
        }
        (None, false) => format!("`{}` is a marker positivity {share} and does not say of what", test.id),
        (Some(_), true) => format!("`{}` is a marker positivity {share} by no named method", test.id),
        (None, true) => {
            format!("`{}` is a marker positivity {share} and says neither of what nor by which method", test.id)
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

/// Whether limits are of a share: in percent or permille, or plain numbers between 0 and 1.
fn is_share(alternative: &Alternative, is_signal: bool) -> bool {
    let Criterion::Numeric(limits) = &alternative.criterion else { return false };
    if !limits.unit.is_none() {
        return Unit::parse("%").is_ok_and(|percent| limits.unit.factor_to(&percent).is_some());
    }
    let (zero, one) = (Exact::zero(), Exact::one());
    // At least 1 is everything, or a multiple of something; at most 0 is nothing of anything.
    let below = limits.lower.as_ref().is_none_or(|limit| limit.value >= zero && limit.value < one);
    let above = limits.upper.as_ref().is_none_or(|limit| limit.value > zero && limit.value <= one);
    below && above && !is_signal
}

fn has(name: &str, words: &[&str]) -> bool {
    let name = name.to_lowercase();
    words.iter().any(|word| name.contains(word))
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
    use crate::spec::{BuiltIn, Settings, SourceText, read};

    #[test]
    fn shares_are_known_by_their_limits() {
        let asks = |id: &str, category: &str, accept: &str| {
            let text = format!(
                "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n  {id}: {{name: X, category: \
                 {category}, accept: \"{accept}\"}}\n"
            );
            let read = read(&SourceText::new("s.yaml", &text), &BuiltIn, &Settings::default());
            read.findings.iter().any(|finding| finding.code.name == "percentage-without-denominator")
        };
        for accept in [">= 80 %", ">= 0.8", "0.8 to 1", "<= 0.05", "> 0", "0 to 1", ">= 800 ‰"] {
            assert!(asks("cd63_positive", "identity", accept), "{accept}");
        }
        for accept in [">= 1", "<= 0", ">= 80", "0.8 to 1.2", "-1 to 0.5", ">= 0.8 ng/mL", "positive"] {
            assert!(!asks("cd63_positive", "identity", accept), "{accept}");
        }
        // What is left, lives or is a signal is said by the name; the class alone says nothing.
        for category in ["stability", "safety"] {
            assert!(
                asks("cd63_positive", category, "0.8 to 1") && asks("cd63_positive", category, ">= 80 %"),
                "{category}"
            );
            for id in ["cd63_kept", "viable_positive", "cd9_activity_retained"] {
                assert!(!asks(id, category, ">= 80 %"), "{id} {category}");
            }
        }
        assert!(asks("cd63_kept", "identity", ">= 80 %"));
        assert!(!asks("cd63_cd9_ratio", "identity", "<= 0.5") && asks("cd63_cd9_ratio", "identity", "<= 50 %"));
    }

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

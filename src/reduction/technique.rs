//! The technique of a file against the methods of a test: numbers of two techniques are never compared with one limit (R-1004).

use super::codes;
use super::computed::NoValue;
use super::work::Placed;
use crate::instrument::{self, Technique};
use crate::spec::Test;

/// Whether the file is of a technique that the specification lists for the test.
pub(super) fn fits(one: &Placed<'_, '_>, test: &Test) -> bool {
    let own = instrument::techniques(one.recording.format);
    let mut listed = test.methods.iter().filter_map(|method| Technique::of(method));
    listed.any(|technique| own.contains(&technique))
}

/// Why a file serves no test whose methods, or its own as the samples say it, are all of other techniques. A name of a method that
/// says no technique can be any.
pub(super) fn other(one: &Placed<'_, '_>, test: &Test) -> Option<NoValue> {
    let own = instrument::techniques(one.recording.format);
    let is_other = |method: &String| Technique::of(method).is_some_and(|technique| !own.contains(&technique));
    let said = one.assignment.entry.method.as_ref().filter(|method| is_other(method));
    let said_by = match said {
        _ if own.is_empty() => return None,
        Some(method) => format!("the samples say that it was measured by \"{method}\""),
        None if !test.methods.is_empty() && test.methods.iter().all(is_other) => {
            format!("the specification lists {} for {}", test.methods.join(", "), test.id)
        }
        None => return None,
    };
    let own: Vec<&str> = own.iter().map(|technique| technique.as_str()).collect();
    let message = format!("the file ({}) is one of {}, and {said_by}", one.recording.format, own.join(" or "));
    let help = "deliver a file of the method of the test, or name in the entry with `test` what the file is for";
    Some(NoValue::new(&codes::TECHNIQUE_NOT_OF_TEST, message, help))
}

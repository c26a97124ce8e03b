//! A document and its machine-readable twin: two forms of one content.

use super::chain::file_changed;
use super::codes;
use super::difference::first_difference;
use super::digest::sha256;
use super::evidence::evidence;
use super::statement::{Predicate, Resource};
use crate::finding::Finding;
use crate::order;
use crate::person;
use std::collections::BTreeSet;

/// The finding, where the twin that a document carries inside is not the one beside it. `attached` are the bytes of the
/// attachment, `twin` those of the file.
pub fn attached_differs(document: &str, attached: &[u8], twin_name: &str, twin: &[u8]) -> Option<Finding> {
    if attached == twin {
        return None;
    }
    let what = match first_difference(attached, twin) {
        Some(difference) => format!("{}: {} inside, {} beside", difference.path, difference.before, difference.after),
        None => format!("{} bytes inside, {} beside, which say the same", attached.len(), twin.len()),
    };
    let message = format!("{twin_name} is not the twin that {document} carries inside: {what}");
    Some(Finding::of_file(&codes::TWIN_OF_ANOTHER, twin_name, message))
}

/// The finding, where a file is not the twin that was signed with a document: the report of another lot, or changed.
pub fn not_the_twin(
    document: &str,
    expected: &Resource,
    stated: &Predicate,
    name: &str,
    bytes: &[u8],
) -> Option<Finding> {
    let changed = file_changed(expected, name, bytes)?;
    let Some(lots) = of_other_lots(stated, bytes) else { return Some(changed) };
    let message = format!("{name} is not the twin of {document}: {lots}");
    Some(Finding::of_file(&codes::TWIN_OF_ANOTHER, name, message))
}

/// The finding, where a file is not the one that was signed; of a report or certificate of another lot, which lot that is. `said`
/// are the bytes that say it: those of the file, or of the twin inside.
pub fn not_what_was_signed(
    expected: &Resource,
    stated: &Predicate,
    name: &str,
    bytes: &[u8],
    said: &[u8],
) -> Option<Finding> {
    let changed = file_changed(expected, name, bytes)?;
    let Some(lots) = of_other_lots(stated, said) else { return Some(changed) };
    let message = format!(
        "{name} is another document than was signed: {lots}; its SHA-256 is {}, expected {}",
        sha256(bytes),
        expected.digest.sha256
    );
    Some(Finding::of_file(&codes::FILE_CHANGED, name, message))
}

/// Of which lots a report or certificate is, where they are others than those that were signed.
fn of_other_lots(stated: &Predicate, bytes: &[u8]) -> Option<String> {
    let signed = lots(&stated.passed_tests, &stated.warned_tests, &stated.failed_tests);
    let found = evidence(bytes).ok()?;
    let found = lots(&found.passed, &found.warned, &found.failed);
    let listed = |lots: &BTreeSet<&str>| lots.iter().copied().take(3).collect::<Vec<_>>().join(", ");
    (found != signed).then(|| format!("it is of lot {}, signed was lot {}", listed(&found), listed(&signed)))
}

/// The finding, where a signature states another test result than the report or certificate in `bytes`; nothing of a file
/// that holds no verdict.
pub fn stated_differs(stated: &Predicate, name: &str, bytes: &[u8]) -> Option<Finding> {
    let found = evidence(bytes).ok()?;
    let said = &stated.evqc_signature.signer;
    let message = if let Some(own_of) = found.own_of.as_ref().filter(|own_of| !person::may_be_same(own_of, said)) {
        format!("the signature of {said} is under the work of {own_of}, who alone can sign it")
    } else if found.result != stated.result {
        format!("the signature of {said} states {}, {name} comes to {}", stated.result.as_str(), found.result.as_str())
    } else {
        let pairs = [
            ("passed", &stated.passed_tests, &found.passed),
            ("warned", &stated.warned_tests, &found.warned),
            ("failed", &stated.failed_tests, &found.failed),
        ];
        let (word, ..) = pairs.into_iter().find(|(_, stated, found)| stated != found)?;
        format!("the signature of {said} states other {word} tests than {name} has")
    };
    Some(Finding::of_file(&codes::STATEMENT_DIFFERS, name, message))
}

/// The lots of tests that are named `LOT TEST`; the name of a test has no space.
fn lots<'n>(passed: &'n [String], warned: &'n [String], failed: &'n [String]) -> BTreeSet<&'n str> {
    let names = passed.iter().chain(warned).chain(failed);
    order::collect(names.filter_map(|name| name.rsplit_once(' ')).map(|(lot, _)| lot))
}

//! The waiver file: a CSV with lot, test, reason, reference, approver.

use super::codes;
use crate::finding::{Finding, did_you_mean};
use crate::judge::Waiver;
use crate::source::Place;
use crate::spec::{Assessment, Origin, Specification, Test};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::{Arc, Mutex};

/// The columns, all required.
const COLUMNS: [&str; 5] = ["lot", "test", "reason", "reference", "approver"];

/// Reads waivers.
///
/// # Errors
/// A finding for each thing that is wrong with the file.
pub fn read(name: &str, reader: impl Read) -> Result<Vec<Waiver>, Vec<Finding>> {
    let file: Arc<str> = Arc::from(name);
    let fault = |line: u64, message: String| {
        vec![Finding::new(&codes::WAIVER_NOT_READABLE, message).at(Place::new(&file, line, 0), 1)]
    };
    let mut table = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(reader);
    let header = table.headers().map_err(|error| fault(1, error.to_string()))?.clone();
    let position = |wanted: &str| header.iter().position(|name| name.eq_ignore_ascii_case(wanted));
    let missing: Vec<&str> = COLUMNS.into_iter().filter(|name| position(name).is_none()).collect();
    if !missing.is_empty() {
        return Err(fault(1, format!("missing column {}; expected {}", missing.join(", "), COLUMNS.join(", "))));
    }
    let mut waivers = Vec::new();
    for record in table.records() {
        let record =
            record.map_err(|error| fault(error.position().map_or(0, csv::Position::line), error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |name: &str| position(name).and_then(|at| record.get(at)).unwrap_or("").to_owned();
        waivers.push(Waiver {
            lot: cell("lot"),
            test: cell("test"),
            reason: cell("reason"),
            reference: cell("reference"),
            approver: cell("approver"),
            place: Place::new(&file, line, 0),
        });
    }
    Ok(waivers)
}

/// Waivers of tests that no version of the specification has, or that cannot be waived because they are not performed.
pub fn without_test(waivers: &[Waiver], specs: &[Specification]) -> Vec<Finding> {
    if specs.is_empty() {
        return Vec::new();
    }
    let tests = || specs.iter().flat_map(|spec| &spec.tests);
    waivers
        .iter()
        .filter_map(|waiver| {
            let named: Vec<&Test> = tests().filter(|test| waiver.names(test)).collect();
            let (message, help) = match named.first() {
                None => unknown_test(waiver, tests()),
                Some(test) if !named.iter().any(|test| is_performed(test)) => (
                    format!("the test \"{}\" of the waiver is computed from others and not performed", test.id),
                    "waive the tests it rests on".to_owned(),
                ),
                Some(_) => return None,
            };
            Some(Finding::new(&codes::WAIVER_WITHOUT_MATCH, message).at(waiver.place.clone(), 1).help(help))
        })
        .collect()
}

fn unknown_test<'t>(waiver: &Waiver, tests: impl Iterator<Item = &'t Test> + Clone) -> (String, String) {
    let written = waiver.test.as_str();
    let by_name =
        tests.clone().find(|test| test.name == written || test.columns.iter().any(|column| column == written));
    let help = match (by_name, did_you_mean(written, tests.map(|test| test.id.as_str()))) {
        (Some(test), _) => format!("use the id of the test, `{}`", test.id),
        (None, Some(close)) => format!("did you mean `{close}`?"),
        (None, None) => "use the id of a test of the specification".to_owned(),
    };
    (format!("the specification has no test \"{written}\"; the waiver stands in for nothing"), help)
}

fn is_performed(test: &Test) -> bool {
    matches!(&test.assessment, Assessment::Measured(measured) if measured.origin == Origin::Delivered)
}

/// The lots that waivers name, and what was seen of them while the lots were judged.
#[derive(Debug)]
pub struct WaivedLots<'w> {
    waivers: &'w [Waiver],
    seen: Mutex<Seen>,
}

#[derive(Debug)]
struct Seen {
    /// Lots of waivers that are not in the data so far, each with the lot of the data that looks most like it.
    open: BTreeMap<String, Option<(usize, String)>>,
}

impl<'w> WaivedLots<'w> {
    /// The lots of the waivers; of these only those that the run is asked for, when it is asked for some.
    pub fn new(waivers: &'w [Waiver], only: &[String]) -> Self {
        let wanted = |lot: &&str| only.is_empty() || only.iter().any(|one| one == lot);
        let lots: BTreeSet<&str> = waivers.iter().map(|waiver| waiver.lot.as_str()).filter(wanted).collect();
        let open = lots.into_iter().map(|lot| (lot.to_owned(), None)).collect();
        WaivedLots { waivers, seen: Mutex::new(Seen { open }) }
    }

    /// Takes notice of a lot of the data.
    pub fn saw(&self, lot: &str) {
        if self.waivers.is_empty() {
            return;
        }
        // A poisoned lock means that another thread panicked; the run ends with it.
        let Ok(mut seen) = self.seen.lock() else { return };
        if seen.open.remove(lot).is_some() {
            return;
        }
        for (wanted, nearest) in &mut seen.open {
            let Some(distance) = distance(wanted, lot) else { continue };
            // Lots come in the order of the threads; the choice must not depend on it.
            let nearer = nearest.as_ref().is_none_or(|(best, name)| (distance, lot) < (*best, name.as_str()));
            if nearer {
                *nearest = Some((distance, lot.to_owned()));
            }
        }
    }

    /// Waivers of lots that are not in the data.
    pub fn without_lot(self) -> Vec<Finding> {
        let open = self.seen.into_inner().map(|seen| seen.open).unwrap_or_default();
        let unmatched = self.waivers.iter().filter_map(|waiver| Some((waiver, open.get(&waiver.lot)?)));
        unmatched
            .map(|(waiver, nearest)| {
                let message = format!("lot \"{}\" of the waiver has no row in the data", waiver.lot);
                let finding = Finding::new(&codes::WAIVER_WITHOUT_MATCH, message).at(waiver.place.clone(), 1);
                match nearest {
                    Some((_, lot)) => finding.help(format!("did you mean `{lot}`?")),
                    None => finding.help("write the lot id as the results do"),
                }
            })
            .collect()
    }
}

/// How many characters in a row differ between two lot ids, if they are few; cheap enough for every lot of a long file.
fn distance(wanted: &str, lot: &str) -> Option<usize> {
    let (a, b) = (wanted.to_lowercase(), lot.to_lowercase());
    let longest = a.len().max(b.len());
    let head = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let tail = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    let same = (head + tail).min(a.len()).min(b.len());
    let different = longest - same;
    (different <= 2 && same > different).then_some(different)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn lot_ids_that_differ_in_a_place_are_near() {
        assert_eq!(distance("EV-2601", "ev-2601"), Some(0));
        assert_eq!(distance("EV-2601", "EV2601"), Some(1));
        assert_eq!(distance("EV-2601", "EV-2610"), Some(2));
        assert_eq!(distance("EV-2601", "EV-9901"), Some(2));
        assert_eq!(distance("EV-2601", "MSC-7"), None);
        assert_eq!(distance("L", "M"), None);
        assert_eq!(distance("", "L1"), None);
    }
}

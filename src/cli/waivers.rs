//! The waiver file: a table with lot or range of lots, test, owner, reason, reference, approver, approved, expiry.

use super::codes;
use crate::data::{self, Dialect, LotRange, Named, Source};
use crate::finding::{Finding, did_you_mean};
use crate::judge::{self, LotReport, Objection, Outcome, WaivedLots, Waiver};
use crate::report::noted;
use crate::source::Place;
use crate::spec::{Specification, Test};
use jiff::civil::Date;
use std::sync::Mutex;

/// The columns, all required.
const COLUMNS: [Named; 8] = [
    ("lot", &[]),
    ("test", &[]),
    ("owner", &["负责人", "责任人"]),
    ("reason", &["理由", "豁免理由", "豁免原因"]),
    ("reference", &["依据", "依据文件", "参考", "参考文件", "文件编号"]),
    ("approver", &[]),
    ("approved", &["approvedon", "approvaldate", "批准日期", "审批日期"]),
    ("expiry", &["expires", "expirydate", "有效期", "有效期至", "失效日期"]),
];

/// A waiver that expires within this many days is told.
const SOON_DAYS: i32 = 14;

/// What a waiver file says.
#[derive(Debug)]
pub struct WaiverFile {
    /// The waivers.
    pub waivers: Vec<Waiver>,
    /// What there is to say of the file; none is an error.
    pub findings: Vec<Finding>,
    /// The file as an input of the run.
    pub input: data::Input,
}

/// Reads waivers, with the reader of the other tables.
///
/// # Errors
/// A finding for each thing that is wrong with the file.
pub fn read(source: &Source, dialect: &Dialect) -> Result<WaiverFile, Vec<Finding>> {
    let register = data::read_register(source, &COLUMNS, dialect, "waivers")?;
    let (mut waivers, mut faults) = (Vec::new(), Vec::new());
    for (cells, place) in register.records {
        match waiver(cells, place.clone()) {
            Ok(waiver) => waivers.push(waiver),
            Err(message) => faults.push(Finding::new(&codes::WAIVER_NOT_READABLE, message).at(place, 1)),
        }
    }
    match faults.is_empty() {
        true => {
            let input = data::Input { detected: "waivers".to_owned(), ..register.input };
            Ok(WaiverFile { waivers, findings: register.findings, input })
        }
        false => Err(faults),
    }
}

/// One record.
///
/// # Errors
/// What cannot be read of it, in words. What is left empty is told where the waiver would have counted.
fn waiver(cells: [String; COLUMNS.len()], place: Place) -> Result<Waiver, String> {
    let [lot, test, owner, reason, reference, approver, approved, expiry] = cells;
    let (approved, expiry) = (date(&approved, "approved")?, date(&expiry, "expiry")?);
    if let (Some(approved), Some(expiry)) = (approved, expiry)
        && expiry < approved
    {
        return Err(format!("the waiver expires on {expiry}, before it is approved on {approved}"));
    }
    if test.is_empty() {
        return Err("the waiver names no test".to_owned());
    }
    Ok(Waiver { lots: lots(lot)?, test, owner, reason, reference, approver, approved, expiry, place })
}

fn lots(text: String) -> Result<WaivedLots, String> {
    if text.is_empty() {
        return Err("the waiver names no lot".to_owned());
    }
    if text.contains(['*', '?']) {
        return Err(format!("`{text}` is neither a lot nor a range of lots such as L-010..L-019"));
    }
    match LotRange::parse(&text) {
        Some(range) => Ok(WaivedLots::Range(range?, text)),
        None => Ok(WaivedLots::One(text)),
    }
}

fn date(text: &str, column: &str) -> Result<Option<Date>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    data::date(text).map(Some).ok_or_else(|| format!("`{column}` is `{text}`, not a date such as 2026-03-09"))
}

/// An error for each waiver beside an earlier one for the same test and lot, where nobody can tell which of the two is the authority.
pub fn twice(waivers: &[Waiver], as_of: Date) -> Vec<Finding> {
    let second = |(at, waiver): (usize, &Waiver)| {
        let first = waivers.get(..at)?.iter().find(|first| first.clashes(waiver, as_of))?;
        let message = format!(
            "the waivers of `{}` for {} (line {}) and for {} (line {}) have a lot in common",
            waiver.test, first.lots, first.place.line, waiver.lots, waiver.place.line
        );
        let help = "take out the one that is replaced, or correct its days: of two that count, the one that was approved later does";
        let finding = Finding::new(&codes::WAIVER_TWICE, message).at(waiver.place.clone(), 1).help(help);
        Some(finding.with(first.place.clone(), "the first one"))
    };
    waivers.iter().enumerate().filter_map(second).collect()
}

/// Waivers of tests that no version of the specification has, or that may never be waived.
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
                Some(test) if named.iter().all(|test| test.never_waive) => (
                    format!(
                        "the test \"{}\" of the waiver may never be waived; the waiver stands in for nothing",
                        test.id
                    ),
                    "perform the test".to_owned(),
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

/// What became of waivers while the lots were judged.
#[derive(Debug)]
pub struct Usage<'w> {
    waivers: &'w [Waiver],
    as_of: Date,
    seen: Mutex<Vec<Seen>>,
}

/// What was seen of one waiver.
#[derive(Clone, Debug)]
struct Seen {
    /// Whether the run has to do with it: it may be asked for other lots only.
    asked: bool,
    /// Whether one of its lots is in the data.
    met: bool,
    /// Whether it stood in for a test.
    used: bool,
    /// The lot of the data that looks most like its own.
    nearest: Option<(usize, String)>,
}

impl Seen {
    /// Takes notice of a lot of the data.
    fn saw(&mut self, waiver: &Waiver, report: &LotReport<'_>) {
        if waiver.lots.contains(report.lot) {
            self.met = true;
            self.used |= stood_in(waiver, report);
        } else if let (false, WaivedLots::One(wanted)) = (self.met, &waiver.lots)
            && let Some(distance) = distance(wanted, report.lot)
        {
            // Lots come in the order of the threads; the choice must not depend on it.
            let nearer = |(best, name): &(usize, String)| (distance, report.lot) < (*best, name.as_str());
            if self.nearest.as_ref().is_none_or(nearer) {
                self.nearest = Some((distance, report.lot.to_owned()));
            }
        }
    }
}

impl<'w> Usage<'w> {
    /// The waivers; of these only those for lots that the run is asked for, when it is asked for some.
    pub fn new(waivers: &'w [Waiver], only: &[String], as_of: Date) -> Self {
        let asked = |waiver: &Waiver| only.is_empty() || only.iter().any(|lot| waiver.lots.contains(lot));
        let seen = waivers.iter().map(|waiver| Seen { asked: asked(waiver), met: false, used: false, nearest: None });
        Usage { waivers, as_of, seen: Mutex::new(seen.collect()) }
    }

    /// Takes notice of a lot of the data.
    pub fn saw(&self, report: &LotReport<'_>) {
        if self.waivers.is_empty() {
            return;
        }
        noted(&self.seen, |all| {
            let asked = self.waivers.iter().zip(all).filter(|(_, seen)| seen.asked);
            asked.for_each(|(waiver, seen)| seen.saw(waiver, report));
        });
    }

    /// What there is to say about each waiver; `named` are those of which it was said that their test is none of a waiver.
    pub fn findings(self, named: &[Finding]) -> Vec<Finding> {
        let seen = self.seen.into_inner().unwrap_or_default();
        let mut findings = Vec::new();
        for (waiver, seen) in self.waivers.iter().zip(seen).filter(|(_, seen)| seen.asked) {
            let is_replaced = !seen.used && self.waivers.iter().any(|other| other.replaces(waiver, self.as_of));
            if is_replaced && seen.met {
                continue;
            }
            findings.extend(expires_soon(waiver, self.as_of));
            let said = named.iter().any(|finding| finding.place.as_ref() == Some(&waiver.place));
            if !seen.met {
                findings.push(without_lot(waiver, seen.nearest));
            } else if !said && !seen.used {
                findings.push(unused(waiver, self.as_of));
            }
        }
        findings
    }
}

/// Whether a waiver is the authority for a test of the lot that was not performed.
fn stood_in(waiver: &Waiver, report: &LotReport<'_>) -> bool {
    let waived = report.tests.iter().filter(|test| test.outcome == Outcome::Waived);
    waived
        .flat_map(|test| &test.reasons)
        .any(|reason| reason.code == &judge::TEST_WAIVED && reason.place.as_ref() == Some(&waiver.place))
}

fn without_lot(waiver: &Waiver, nearest: Option<(usize, String)>) -> Finding {
    let message = match &waiver.lots {
        WaivedLots::One(lot) => format!("lot \"{lot}\" of the waiver has no row in the data"),
        WaivedLots::Range(_, lots) => format!("no lot of {lots}, which the waiver is for, has a row in the data"),
    };
    let finding = Finding::new(&codes::WAIVER_WITHOUT_MATCH, message).at(waiver.place.clone(), 1);
    match nearest {
        Some((_, lot)) => finding.help(format!("did you mean `{lot}`?")),
        None => finding.help("write the lot id as the results do"),
    }
}

/// What helps where a waiver stood in for nothing.
const TAKE_OUT: &str =
    "take it out; a test that is computed from others, and a panel, is waived only where these are waived too";

/// Why a waiver whose lots are there stood in for nothing.
fn unused(waiver: &Waiver, as_of: Date) -> Finding {
    let what = format!("the waiver of `{}` for {}", waiver.test, waiver.lots);
    let (code, message, help) = match waiver.objection(as_of) {
        Some(Objection::Expired(date)) => {
            let message = format!("{what} expired on {date} and does not count");
            (&codes::WAIVER_EXPIRED, message, "perform the test, or have the waiver approved anew")
        }
        Some(Objection::ApprovedLater(date)) => {
            let message = format!("{what} is approved on {date}, after {as_of}, and does not count");
            (&codes::WAIVER_APPROVED_LATER, message, "correct the date, or judge on the day of the approval or later")
        }
        Some(Objection::NotApproved(why, help)) => {
            let message = format!("{what} does not count: {}", Objection::NotApproved(why, help));
            (&codes::WAIVER_UNUSED, message, help)
        }
        Some(Objection::OwnApproval) => {
            let message = format!("{what} does not count: {}", Objection::OwnApproval);
            (&codes::WAIVER_UNUSED, message, "have somebody approve it who does not answer for it")
        }
        Some(objection) => {
            (&codes::WAIVER_UNUSED, format!("{what} does not count: {objection}"), "complete the record")
        }
        None => (&codes::WAIVER_UNUSED, format!("{what} was not needed by any lot of the data"), TAKE_OUT),
    };
    Finding::new(code, message).at(waiver.place.clone(), 1).help(help)
}

fn expires_soon(waiver: &Waiver, as_of: Date) -> Option<Finding> {
    let expiry = waiver.expiry.filter(|_| waiver.objection(as_of).is_none())?;
    let days = as_of.until(expiry).ok()?.get_days();
    (days <= SOON_DAYS).then(|| {
        let when = match days {
            0 => "today".to_owned(),
            1 => "in 1 day".to_owned(),
            days => format!("in {days} days"),
        };
        let message = format!("the waiver of `{}` for {} expires {when}, on {expiry}", waiver.test, waiver.lots);
        let finding = Finding::new(&codes::WAIVER_EXPIRES_SOON, message).at(waiver.place.clone(), 1);
        finding.help("plan the test, or have the waiver looked at before it expires")
    })
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

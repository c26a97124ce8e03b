//! What ends between the day of judgement and the day on which a certificate is issued: the life of the lot, and the waivers on
//! which its conformity rests. The life of the lot is asked for again where somebody signs; waivers are not,
//! whose end a twin says in words alone.
//!
//! On the day of judgement itself the judge has asked; a report of a lot that does not conform may be issued on any day.

use super::check::about;
use super::codes;
use super::fill::Material;
use super::model::{Content, Signature};
use super::stamp::Stamp;
use crate::expiry::LabelDate;
use crate::finding::Finding;
use crate::judge::{Outcome, TEST_WAIVED, Verdict};
use jiff::civil::Date;

/// A date of issue after the life of the lot, or after a waiver.
pub(super) fn at_issue(of: &Material<'_>, content: &Content) -> Vec<Finding> {
    let issue = [("issue".to_owned(), content.issued.as_str())];
    let mut all = after(content, &ends_of_life(content), &issue, STATE_ISSUED);
    all.extend(after(
        content,
        &ends_of_waivers(of),
        &issue,
        "have the waiver approved anew, perform the test, or issue earlier",
    ));
    all
}

/// Signatures after the life of the lot.
pub(super) fn by_signatures(content: &Content, signatures: &[Signature]) -> Vec<Finding> {
    let signed = |one: &Signature| format!("the signature of {}", one.name.en);
    let days: Vec<(String, &str)> = signatures.iter().map(|one| (signed(one), one.time.as_str())).collect();
    after(content, &ends_of_life(content), &days, "judge the lot anew: there is no conformity after that day")
}

const STATE_ISSUED: &str = "state an earlier `issued` in the facts; a lot past its date has no certificate, and one past its retest date is examined again";

/// The last day of something, with what it is.
type End = (String, Date);

fn ends_of_life(content: &Content) -> Vec<End> {
    let end =
        |what: &str, label: &Option<String>| Some((what.to_owned(), LabelDate::parse(label.as_deref()?)?.last_day()?));
    [end("the expiry date", &content.lot.expiry), end("the retest date", &content.lot.retest)]
        .into_iter()
        .flatten()
        .collect()
}

/// The waivers that stand for a test, each with its last day.
fn ends_of_waivers(of: &Material<'_>) -> Vec<End> {
    let waived = of.lot.tests.iter().filter(|test| test.outcome == Outcome::Waived);
    let end = |test: &crate::judge::TestReport<'_>| {
        let reason = test.reasons.iter().find(|one| one.code == &TEST_WAIVED)?;
        let waiver = of.waivers.iter().find(|waiver| reason.place.as_ref() == Some(&waiver.place))?;
        Some((format!("the end of the waiver {} of {}", waiver.reference, test.test.id), waiver.expiry?))
    };
    waived.filter_map(end).collect()
}

/// Days that come after an end which was not past on the day of judgement, each named with both.
fn after(content: &Content, ends: &[End], days: &[(String, &str)], help: &str) -> Vec<Finding> {
    let Ok(judged) = Stamp::parse(&content.record.as_of) else { return Vec::new() };
    if content.conclusion.verdict != Verdict::Conforms.as_str() {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (what, end) in ends.iter().filter(|(_, end)| judged.date <= *end) {
        for (day, text) in days.iter().filter(|(_, text)| Stamp::parse(text).is_ok_and(|stamp| stamp.date > *end)) {
            let message = format!("{day} on {text} is after {what}, {end}");
            all.push(about(content, &codes::DATES_OUT_OF_ORDER, &message).help(help));
        }
    }
    all
}

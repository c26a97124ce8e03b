//! The findings about an audit trail.

use crate::finding::{Code, Severity, codes};

codes! {
    TRAIL_LINE_CHANGED: "trail-line-changed", Error,
        what: "A line of an audit trail is not the line that was written",
        why: "Each entry holds the SHA-256 of its own text and of the line before it. What does not agree with them was edited, cut short, or is no entry.",
        example: "evqc-trail.jsonl in which the name in line 4 was replaced",
        remedy: "Get the trail back from where it is kept. Keep the changed one: it is evidence. A last line that a crash cut short is closed by `evqc trail mend`.",
        source: "R-902; 21 CFR 11.10(e)";
    TRAIL_OUT_OF_ORDER: "trail-out-of-order", Error,
        what: "A line of an audit trail does not stand where it was written",
        why: "Entries are numbered and each names the line before it: one that was taken out, put in or moved leaves a place that does not fit.",
        example: "evqc-trail.jsonl without its line 4: entry 5 follows entry 3",
        remedy: "Get the trail back from where it is kept. Keep the changed one: it is evidence.",
        source: "R-902; 21 CFR 11.10(e)";
    TRAIL_CUT_SHORT: "trail-cut-short", Error,
        what: "An audit trail ends before its last entry",
        why: "The head beside the trail, a certificate, or whoever noted it knows of an entry that is not there any more: lines were taken off the end.",
        example: "evqc-trail.head names entry 9, evqc-trail.jsonl ends with entry 7",
        remedy: "Get the trail back from where it is kept.",
        source: "R-902";
    TRAIL_HEAD_ABSENT: "trail-head-absent", Error,
        what: "The head of an audit trail is not beside it, or cannot be read",
        why: "Without the head nobody would see that lines were taken off the end of the trail.",
        example: "a folder with evqc-trail.jsonl and without evqc-trail.head",
        remedy: "Put the head back beside the trail. It holds the number and the SHA-256 of the last line.",
        source: "R-902";
    TRAIL_CLOCK_BEHIND: "trail-clock-behind", Error,
        what: "The clock is behind the last entry of the audit trail",
        why: "Times that go back cannot be put in order, and a clock that was set back hides when something was done.",
        example: "the last entry is of 2026-11-27T09:00:00Z, the clock says 2026-11-26",
        remedy: "Set the clock right. Where an entry was made with a clock that was ahead, enter that with `evqc trail mend --clock --reason TEXT`.",
        source: "R-907; 21 CFR 11.10(e)";
    REVIEWER_NOT_INDEPENDENT: "reviewer-not-independent", Warning,
        what: "Who reviewed an audit trail tested the lot or made what was reviewed, so that no certificate names the review",
        why: "Nobody reviews what they did themselves. The results name who tested, the trail who changed files or judged the lot, and the laboratory file what a person is called in another language.",
        example: "evqc trail review . --lot LOT-7 --by \"B. Chen\" ...    (results.csv: analyst B. Chen)",
        remedy: "Have somebody review the trail who made nothing of the lot.",
        source: "R-905, R-917; EU GMP chapter 6, 6.17";
    TRAIL_ENTRY_DIFFERS: "trail-entry-differs", Error,
        what: "A certificate names an entry that its audit trail does not have",
        why: "The certificate was issued under a trail that held this line. The trail was written anew since, or it is another one.",
        example: "coa.json names entry 12 of evqc-trail.jsonl, whose line 12 has another SHA-256",
        remedy: "Get the trail back under which the certificate was issued.",
        source: "R-902, R-917";
}

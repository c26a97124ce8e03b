//! `csv`: one line per excursion, gap, time beyond a temperature and rule.

use super::ExcursionReport;
use crate::excursion::{Journey, words};
use crate::quantity::Exact;
use crate::report::escape::csv_text;

pub(super) fn render(report: &ExcursionReport<'_>) -> String {
    let mut out = b"lot,log,kind,what,from,to,seconds,celsius,allowed,status\n".to_vec();
    let lot = report.lot.unwrap_or_default();
    for journey in &report.evaluation.journeys {
        for line in lines(journey) {
            for text in [lot, &journey.name] {
                csv_text(&mut out, text);
                out.push(b',');
            }
            for (at, text) in line.iter().enumerate() {
                // Seconds and degrees are numbers of the program's own.
                if matches!(at, 4 | 5) {
                    out.extend_from_slice(text.as_bytes())
                } else {
                    csv_text(&mut out, text)
                }
                out.push(if at + 1 == line.len() { b'\n' } else { b',' });
            }
        }
    }
    let outcome = ["", "outcome", &report.verdict(), "", "", "", "", "", report.evaluation.outcome.as_str()];
    csv_text(&mut out, lot);
    for text in outcome {
        out.push(b',');
        csv_text(&mut out, text);
    }
    out.push(b'\n');
    String::from_utf8_lossy(&out).into_owned()
}

fn lines(journey: &Journey) -> Vec<[String; 8]> {
    let number = |value: &Exact| value.to_decimal_string(12).0;
    let mut lines = Vec::new();
    for one in &journey.excursions {
        let what = format!("{} {}", one.side.as_str(), words::celsius(&one.limit));
        let (from, to) = (one.from_moment.clone(), one.to_moment.clone());
        let (seconds, peak) = (number(&one.seconds()), number(&one.peak));
        lines.push(["excursion".into(), what, from, to, seconds, peak, String::new(), String::new()]);
    }
    for gap in &journey.gaps {
        let what = if gap.unread { "no temperature" } else { "no reading" };
        let (from, to, seconds) = (gap.from.clone(), gap.to.clone(), gap.seconds.to_string());
        lines.push(["gap".into(), what.into(), from, to, seconds, String::new(), String::new(), String::new()]);
    }
    for one in &journey.beyond {
        let what = format!("{} {}", one.side.as_str(), words::celsius(&one.threshold));
        let allowed = one.budget.as_ref().map_or_else(String::new, |budget| words::span(&budget.at_most));
        let empty = String::new;
        lines.push(["time".into(), what, empty(), empty(), number(&one.seconds), empty(), allowed, empty()]);
    }
    for check in &journey.checks {
        let what = match &check.beyond {
            Some((side, threshold)) => {
                format!("{} {} {}", check.kind.as_str(), side.as_str(), words::celsius(threshold))
            }
            None => check.kind.as_str().to_owned(),
        };
        let (found, status) = (format!("{what}: {}", check.found), check.status.as_str().to_owned());
        let empty = String::new;
        lines.push(["rule".into(), found, empty(), empty(), empty(), empty(), check.allowed.clone(), status]);
    }
    lines
}

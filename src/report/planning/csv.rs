//! `csv`: the operating characteristic, one line per true value and number of determinations.

use super::{PlanReport, criterion};
use crate::report::escape::csv_text;

pub(super) fn render(report: &PlanReport<'_>) -> String {
    let mut out = b"test,criterion,unit,true_value,n,probability,probability_valid\n".to_vec();
    for planned in report.planned() {
        let line = &planned.line;
        for point in planned.points.iter().filter(|point| point.in_table) {
            let chances = point.probabilities.iter().zip(&point.valid);
            for (n, (probability, valid)) in planned.numbers.iter().zip(chances) {
                for text in [line.test.id.as_str(), &criterion(line), line.scale()] {
                    csv_text(&mut out, text);
                    out.push(b',');
                }
                out.extend_from_slice(format!("{},{n},{probability:.6},{valid:.6}\n", point.true_value).as_bytes());
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

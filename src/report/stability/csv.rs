//! `csv`: one line per test and group, for spreadsheets and for pipes.

use super::{StabilityReport, beyond, words};
use crate::report::escape;
use crate::stability::{AtRelease, Fitted, GroupEvaluation, Looked, OutOfTrend, Statistics};
use crate::stats::shelf_life::{Crossing, LimitSide};

const HEAD: &str = "specification,version,standing,test,container,orientation,strength,batches,results,model,slopes_p,\
                    intercepts_p,crossing_state,crossing_months,long_term_months,ceiling_months,supported_months,\
                    supported_whole_months,ended_by,if_agreed_whole_months,proposal_months,release_limits,out_of_trend,reason\n";

pub(super) fn render(report: &StabilityReport<'_>) -> String {
    let mut out = HEAD.as_bytes().to_vec();
    let Some(study) = report.study else { return String::from_utf8_lossy(&out).into_owned() };
    let proposal =
        study.claim.proposal.map_or_else(String::new, |proposal| proposal.length.months().to_f64().to_string());
    for (test, group) in study.tests.iter().flat_map(|test| test.groups.iter().map(move |group| (test, group))) {
        let fitted = group.statistics.evaluated();
        let poolability = fitted.and_then(|fitted| fitted.evaluation.poolability.as_ref());
        let number = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
        let pooling = |fitted: &Fitted| fitted.choices.plan.pooling.error;
        let intercepts =
            poolability.zip(fitted).and_then(|(found, fitted)| found.intercepts_by(pooling(fitted)).p_value);
        let (state, crossing) = match fitted.map(|fitted| fitted.crossing().crossing) {
            Some(Crossing::At(months)) => ("crosses", Some(months)),
            Some(Crossing::Never) => ("never", None),
            Some(Crossing::OutsideAtZero) => ("outside at zero", None),
            None => match (&group.statistics, group.statistics.months()) {
                (Statistics::Curves(_), Some(months)) => ("crosses", Some(months)),
                (Statistics::Curves(_), None) => ("never", None),
                _ => ("no statistical claim", None),
            },
        };
        let why = match &group.statistics {
            Statistics::NoClaim { why, .. } => why.join("; "),
            Statistics::Evaluated(_) | Statistics::Curves(_) => String::new(),
        };
        let cells = [
            study.spec.id.clone(),
            study.spec.version.clone(),
            study.claim.standing.as_str().to_owned(),
            test.test.id.clone(),
            group.group.container.clone(),
            group.group.orientation.clone(),
            group.group.strength.clone(),
            group.group.batches.len().to_string(),
            group.group.points().count().to_string(),
            words::model(&group.statistics),
            number(poolability.and_then(|found| found.slopes.p_value)),
            number(intercepts),
            state.to_owned(),
            number(crossing),
            group.coverage.months.to_f64().to_string(),
            group.ceiling_months.to_string(),
            group.supported.months.to_string(),
            group.supported.whole_months().to_string(),
            group.supported.term.as_str().to_owned(),
            group.if_agreed.map_or_else(String::new, |agreed| agreed.whole_months().to_string()),
            proposal.clone(),
            release_limits(group),
            out_of_trend(group),
            why,
        ];
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            escape::csv_text(&mut out, cell);
        }
        out.push(b'\n');
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The release limits with their sides: `>= 96.3`.
fn release_limits(group: &GroupEvaluation) -> String {
    let one = |one: &AtRelease| {
        let sign = match one.side {
            LimitSide::Lower => ">=",
            LimitSide::Upper => "<=",
        };
        one.limit.as_ref().ok().map(|limit| format!("{sign} {}", beyond::number(limit)))
    };
    group.at_release.iter().filter_map(one).collect::<Vec<_>>().join("; ")
}

/// How many results are out of trend by any method; empty without a regression.
fn out_of_trend(group: &GroupEvaluation) -> String {
    let out = |looked: &Looked| -> usize {
        looked.iter().flatten().filter(|(_, point)| point.is_out_of_trend() == Some(true)).count()
    };
    let methods = |found: &OutOfTrend| found.methods().map(|(_, looked)| out(looked)).iter().sum::<usize>();
    group.out_of_trend.as_ref().map_or_else(String::new, |found| methods(found).to_string())
}

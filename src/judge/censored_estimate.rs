//! How a mean with censored determinations was estimated.
//!
//! Made again from the report of the lot where somebody wants to see it, so that judging pays nothing for it.

use super::lot_report::{LotReport, ReportableValue, TestReport, Use};
use crate::data::Determination;
use crate::quantity::Reading;
use crate::spec::{Assessment, Summary};

/// A reportable value that was estimated because some determinations lie below a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CensoredEstimate {
    /// Mean or geometric mean.
    pub summary: Summary,
    /// The name of the method: `Kaplan-Meier`.
    pub method: &'static str,
    /// Number of determinations.
    pub n: usize,
    /// How many of them are censored.
    pub censored: usize,
}

/// The method behind the reportable value of a test; `None` when it was not estimated from censored determinations.
pub fn censored_estimate(lot: &LotReport<'_>, report: &TestReport<'_>) -> Option<CensoredEstimate> {
    let Assessment::Measured(measured) = &report.test.assessment else { return None };
    let method = measured.censored.estimator()?;
    let ReportableValue::Number { bound: None, floating: true, .. } = report.reportable.as_ref()?.value else {
        return None;
    };
    let counted = lot.determinations_of(report).filter(|(_, used)| matches!(used, Use::Counted | Use::Contested));
    let counted: Vec<&Determination<'_>> = counted.map(|(row, _)| row).collect();
    let censored = counted.iter().filter(|row| !matches!(row.reading, Reading::Number(_))).count();
    if censored == 0 {
        return None;
    }
    Some(CensoredEstimate { summary: report.plan()?.summary, method, n: counted.len(), censored })
}

//! What lots came to, as far as an entry keeps it.

use crate::judge::{LotReport, Outcome, Use};
use crate::trail::{LotJudged, Lots, SetAside};
use std::collections::BTreeMap;

/// The most lots that an entry names.
const NAMED: usize = 1000;

/// The lots of a run, as they come.
#[derive(Default)]
pub struct Gathered {
    verdicts: BTreeMap<String, u64>,
    /// Lots that conform with nothing set aside, and the others.
    plain: Vec<LotJudged>,
    others: Vec<LotJudged>,
}

impl Gathered {
    /// Takes a lot.
    pub fn add(&mut self, lot: LotJudged) {
        *self.verdicts.entry(lot.verdict.clone()).or_default() += 1;
        let is_plain = lot.verdict == "conforms" && lot.set_aside.is_empty() && lot.waived.is_empty();
        let list = if is_plain { &mut self.plain } else { &mut self.others };
        if list.len() < NAMED {
            list.push(lot);
        }
    }

    /// What the entry says; nothing where nothing was judged.
    pub fn lots(mut self) -> Option<Lots> {
        let count: u64 = self.verdicts.values().sum();
        let rest = NAMED.saturating_sub(self.others.len());
        self.plain.truncate(rest);
        let mut of = self.others;
        of.append(&mut self.plain);
        of.sort();
        (count > 0).then_some(Lots { verdicts: self.verdicts, all: of.len() as u64 == count, of })
    }
}

/// A lot report in short.
pub fn judged(report: &LotReport<'_>) -> LotJudged {
    let mut lot = LotJudged {
        lot: report.lot.to_owned(),
        specification: format!("{} {}", report.spec.id, report.spec.version),
        specification_sha256: report.spec.sha256.clone(),
        verdict: report.verdict.as_str().to_owned(),
        set_aside: Vec::new(),
        waived: Vec::new(),
    };
    for test in &report.tests {
        for (row, used) in report.determinations_of(test) {
            if !matches!(used, Use::Invalidated | Use::Contested | Use::RetestNotCounted) {
                continue;
            }
            let details = row.details.as_deref();
            let or = |first: &str, second: &str| if first.is_empty() { second.to_owned() } else { first.to_owned() };
            lot.set_aside.push(SetAside {
                test: test.test.id.clone(),
                how: used.as_str().to_owned(),
                value: row.text.to_owned(),
                by: details.map_or(String::new(), |details| or(details.approver, details.analyst)),
                why: details.map_or(String::new(), |details| or(details.reason, details.investigation)),
            });
        }
        if test.outcome == Outcome::Waived {
            let why: Vec<&str> = test.reasons.iter().map(|reason| reason.message.as_str()).collect();
            lot.waived.push(SetAside {
                test: test.test.id.clone(),
                how: "waived".to_owned(),
                value: String::new(),
                by: String::new(),
                why: why.join("; "),
            });
        }
    }
    lot
}

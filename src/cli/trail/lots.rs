//! What lots came to, as far as an entry keeps it.

use crate::data::Determination;
use crate::judge::{CorrectedBeside, LotReport, Outcome, Use, corrected_beside};
use crate::order;
use crate::trail::{LotJudged, Lots, SetAside};
use std::collections::BTreeMap;

/// The most lots that an entry names.
const NAMED: usize = 1000;

/// The lots of a run, as they come.
#[derive(Clone, Default)]
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
        order::sort(&mut of);
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
            lot.set_aside.extend(set_aside(report, &test.test.id, row, used));
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

/// A value that does not count as it was entered; of one that was corrected the record is that of the correction.
fn set_aside(report: &LotReport<'_>, test: &str, row: &Determination<'_>, used: Use) -> Option<SetAside> {
    let counted_as = match used {
        Use::Corrected => report.correction_of(row),
        Use::Invalidated | Use::Contested | Use::RetestNotCounted | Use::CorrectionNotCounted => None,
        _ => return None,
    };
    let details = counted_as.unwrap_or(row).details.as_deref();
    let corrector = details.and_then(|details| details.correction.as_deref()).map_or("", |record| record.by);
    let first =
        |texts: &[&str]| texts.iter().find(|text| !text.is_empty()).map_or_else(String::new, |text| (*text).to_owned());
    Some(SetAside {
        test: test.to_owned(),
        how: used.as_str().to_owned(),
        value: counted_as
            .map_or_else(|| row.text.to_owned(), |new| format!("{} ({})", row.text, corrected_to(row, new))),
        by: details.map_or_else(String::new, |details| first(&[details.approver, corrector, details.analyst])),
        why: details.map_or_else(String::new, |details| first(&[details.reason, details.investigation])),
    })
}

/// What a correction made of a row: `corrected to 291`, `started 2026-02-04 instead of 2026-02-14`.
fn corrected_to(row: &Determination<'_>, new: &Determination<'_>) -> String {
    let value = (row.text != new.text).then(|| format!("corrected to {}", new.text));
    let all: Vec<String> =
        value.into_iter().chain(corrected_beside(row, new).iter().map(CorrectedBeside::words)).collect();
    if all.is_empty() { format!("corrected to {}", new.text) } else { all.join("; ") }
}

//! What lots came to, as far as an entry keeps it.

use crate::data::Determination;
use crate::judge::{CorrectedBeside, LotReport, Outcome, Use, Verdict, corrected_beside};
use crate::order;
use crate::trail::{LotJudged, Lots, SetAside};
use std::collections::{BTreeMap, BTreeSet};

/// The most lots that an entry names.
const NAMED: usize = 1000;

/// The lots of a run, as they come. Which of them are named does not depend on the order in which threads end.
#[derive(Clone, Default)]
pub struct Gathered {
    verdicts: BTreeMap<String, u64>,
    named: BTreeSet<Ranked>,
    /// Whether there were more than are named.
    is_cut: bool,
}

/// A lot in the order in which lots are named: the worst verdict first, then what has something set aside or waived, then by id.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ranked {
    verdict: Verdict,
    is_plain: bool,
    lot: LotJudged,
}

impl Gathered {
    /// Takes a lot.
    pub fn add(&mut self, lot: Ranked) {
        *self.verdicts.entry(lot.lot.verdict.clone()).or_default() += 1;
        self.named.insert(lot);
        if self.named.len() > NAMED {
            self.named.pop_last();
            self.is_cut = true;
        }
    }

    /// What the entry says; nothing where nothing was judged.
    pub fn lots(self) -> Option<Lots> {
        let is_any = !self.verdicts.is_empty();
        let mut of: Vec<LotJudged> = self.named.into_iter().map(|ranked| ranked.lot).collect();
        order::sort(&mut of);
        is_any.then_some(Lots { verdicts: self.verdicts, all: !self.is_cut, of })
    }
}

/// A lot report in short.
pub fn judged(report: &LotReport<'_>) -> Ranked {
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
    Ranked { verdict: report.verdict, is_plain: lot.set_aside.is_empty() && lot.waived.is_empty(), lot }
}

/// A value that does not count as it was entered; of one that was corrected the record is that of the correction.
fn set_aside(report: &LotReport<'_>, test: &str, row: &Determination<'_>, used: Use) -> Option<SetAside> {
    let counted_as = match used {
        Use::Corrected => report.correction_of(row),
        Use::Invalidated | Use::Contested | Use::RetestNotCounted | Use::Standing | Use::CorrectionNotCounted => None,
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

//! What the lot file says, lot by lot.

use super::codes;
use crate::data::LotFacts;
use crate::finding::Finding;
use crate::lookalike;
use crate::order;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What the lot file says.
pub struct LotTable {
    /// Facts by lot id.
    pub by_lot: HashMap<String, LotFacts>,
    /// Of a lot without a row.
    absent: Option<LotFacts>,
    /// The lots by what their ids look like; made when a lot without a row is met.
    seen: OnceLock<HashMap<String, String>>,
}

impl LotTable {
    /// What it says under one specification.
    pub fn new(by_lot: HashMap<String, LotFacts>, absent: Option<LotFacts>) -> Self {
        LotTable { by_lot, absent, seen: OnceLock::new() }
    }

    /// What it says of a lot.
    pub fn of(&self, lot: &str) -> Option<&LotFacts> {
        self.by_lot.get(lot).or(self.absent.as_ref())
    }

    /// That a lot without a row has one under an id that only looks like its own: what makes it fail may stand there.
    pub fn alike(&self, lot: &str) -> Option<Finding> {
        if self.by_lot.contains_key(lot) {
            return None;
        }
        let seen = self.seen.get_or_init(|| {
            let mut seen: Vec<(String, String)> =
                self.by_lot.keys().map(|lot| (lookalike::seen_id(lot), lot.clone())).collect();
            // The first of several, whatever the order of the table.
            order::sort_by(&mut seen, |one, other| other.cmp(one));
            seen.into_iter().collect()
        });
        let other = seen.get(&lookalike::seen_id(lot))?;
        let message = format!("the lot file has no row of {lot}, and one of {other}, whose id looks the same");
        let finding = Finding::new(&codes::LOT_FACTS_ALIKE, message);
        let finding = match self.by_lot.get(other).and_then(|facts| facts.place.clone()) {
            Some(place) => finding.at(place, 1),
            None => finding,
        };
        Some(finding.help(
            "write the id of a lot in one way in both files: case, blanks, hyphens and letters that look alike tell lots apart",
        ))
    }
}

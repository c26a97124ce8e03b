//! The lots of the data that were not asked for, as far as they are of use to whoever asked for one that is not there.

use crate::finding::likeness;
use crate::report::noted;
use std::collections::BTreeSet;
use std::sync::Mutex;

/// So many names are shown.
const SHOWN: usize = 5;
/// For more lots asked for than these, none that is written much alike is looked for: each is compared with every lot.
const MOST_COMPARED: usize = 20;

/// A lot, and how much it is like another.
type Close = (f64, String);

/// What is kept of any number of lots: the same, in whatever order they come, as the threads of a run bring them.
pub struct OtherLots {
    /// For each lot that was asked for, the one that is written most like it.
    close: Vec<(String, Mutex<Option<Close>>)>,
    /// The first few by name, and one more.
    first: Mutex<BTreeSet<String>>,
}

impl OtherLots {
    /// None yet.
    pub fn new(asked: &[String]) -> Self {
        let close = asked.iter().take(MOST_COMPARED).map(|lot| (lot.clone(), Mutex::new(None))).collect();
        OtherLots { close, first: Mutex::new(BTreeSet::new()) }
    }

    /// Takes note of a lot.
    pub fn saw(&self, lot: &str) {
        for (asked, close) in &self.close {
            let Some(score) = likeness(asked, lot) else { continue };
            noted(close, |close| {
                if close.as_ref().is_none_or(|(top, best)| score > *top || score >= *top && lot < best.as_str()) {
                    *close = Some((score, lot.to_owned()));
                }
            });
        }
        noted(&self.first, |first| {
            if first.len() <= SHOWN || first.last().is_some_and(|last| lot < last.as_str()) {
                first.insert(lot.to_owned());
                if first.len() > SHOWN + 1 {
                    first.pop_last();
                }
            }
        });
    }

    /// Which lots there are, for whoever asked for one that is not there: the one that is written much alike, else the first few.
    pub fn instead_of(&self, lot: &str) -> Option<String> {
        let close = self.close.iter().find(|(asked, _)| asked == lot).and_then(|(_, close)| close.lock().ok()?.clone());
        if let Some((_, close)) = close {
            return Some(format!("did you mean `{close}`?"));
        }
        let first = self.first.lock().ok()?;
        let shown: Vec<&str> = first.iter().map(String::as_str).take(SHOWN).collect();
        let more = if first.len() > shown.len() { ", ..." } else { "" };
        (!shown.is_empty()).then(|| format!("the data have {}{more}", shown.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_of_thousands_is_named_in_whatever_order_they_come() {
        let lots: Vec<String> = (0..6000).map(|at| format!("L-{at:05}")).collect();
        let asked = ["L-05999x".to_owned(), "zzz".to_owned()];
        let (forward, backward) = (OtherLots::new(&asked), OtherLots::new(&asked));
        lots.iter().for_each(|lot| forward.saw(lot));
        lots.iter().rev().for_each(|lot| backward.saw(lot));
        for others in [forward, backward] {
            assert_eq!(others.instead_of("L-05999x").as_deref(), Some("did you mean `L-05999`?"));
            let first = "the data have L-00000, L-00001, L-00002, L-00003, L-00004, ...";
            assert_eq!(others.instead_of("zzz").as_deref(), Some(first));
        }
        let few = OtherLots::new(&asked);
        assert_eq!(few.instead_of("zzz"), None);
        few.saw("L-1");
        few.saw("L-1");
        assert_eq!(few.instead_of("zzz").as_deref(), Some("the data have L-1"));
    }
}

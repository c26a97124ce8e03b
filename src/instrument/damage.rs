//! What is wrong with a file that is refused, as far as it is told.

use crate::finding::Finding;

/// How many places of damage are told; a reader who has seen these exports again.
const TOLD: usize = 20;

/// Places of damage: the first ones, and how many more there are. A damaged file may have one in every row.
#[derive(Debug, Default)]
pub(super) struct Damage {
    told: Vec<Finding>,
    more: usize,
}

impl Damage {
    /// Adds a place.
    pub fn push(&mut self, finding: Finding) {
        if self.told.len() < TOLD { self.told.push(finding) } else { self.more += 1 }
    }

    /// Whether the file has none.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// What is told; the last one says how many are not.
    pub fn into_findings(mut self) -> Vec<Finding> {
        if let (Some(last), 1..) = (self.told.last_mut(), self.more) {
            last.message = format!("{} (and {} more places)", last.message, self.more);
        }
        self.told
    }
}

impl Extend<Finding> for Damage {
    fn extend<T: IntoIterator<Item = Finding>>(&mut self, findings: T) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::codes;

    #[test]
    fn the_first_places_are_told_and_the_rest_is_counted() {
        let damage = |count: usize| {
            let mut damage = Damage::default();
            damage.extend((1..=count).map(|row| Finding::new(&codes::FILE_DAMAGED, format!("row {row}"))));
            damage.into_findings().into_iter().map(|finding| finding.message).collect::<Vec<_>>()
        };
        assert!(Damage::default().is_empty() && damage(0).is_empty());
        assert_eq!(damage(20).last().map(String::as_str), Some("row 20"));
        let many = damage(1000);
        assert_eq!((many.len(), many[19].as_str()), (20, "row 20 (and 980 more places)"));
    }
}

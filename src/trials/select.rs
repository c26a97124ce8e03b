//! Choosing records.

use super::currency::Currency;
use super::model::{Catalogue, GivenBy, Record};

/// What records must have; what is absent is not asked.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// How it is given.
    pub route: Option<GivenBy>,
    /// Part of the source tissue or of its words; case does not count.
    pub source: Option<String>,
    /// Part of the indication; case does not count.
    pub indication: Option<String>,
    /// The phase.
    pub phase: Option<String>,
    /// Part of the product; case does not count.
    pub product: Option<String>,
    /// Key of a review that lists it.
    pub review: Option<String>,
    /// A currency of one of its doses.
    pub currency: Option<Currency>,
}

impl Filter {
    /// Whether a record has all that is asked.
    pub fn fits(&self, record: &Record) -> bool {
        let has = |asked: &Option<String>, texts: &[&str]| {
            asked.as_ref().is_none_or(|asked| texts.iter().any(|text| contains(text, asked)))
        };
        let indication = record.indication.as_deref().unwrap_or("");
        self.route.is_none_or(|route| record.route == route)
            && has(&self.source, &[&record.tissue, &record.source])
            && has(&self.indication, &[indication])
            && has(&self.product, &[&record.product])
            && self.phase.as_ref().is_none_or(|phase| record.phase.as_ref() == Some(phase))
            && self.review.as_ref().is_none_or(|review| record.reviews.contains(review))
            && self.currency.is_none_or(|currency| record.doses.iter().any(|dose| dose.currency() == Some(currency)))
    }
}

/// The records that fit, in the order of the catalogue.
pub fn find<'c>(catalogue: &'c Catalogue, filter: &Filter) -> Vec<&'c Record> {
    catalogue.records.iter().filter(|record| filter.fits(record)).collect()
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

//! Bytes to a catalogue of trials: what is read is whole, amounts are above zero and in one currency, and the nearest doses
//! come in order.

#![no_main]

use evqc::finding::Severity;
use evqc::quantity::Exact;
use evqc::spec::SourceText;
use evqc::trials::{Catalogue, Currency, Dose, Filter, GivenBy, Near, Offer, find, nearest, read, serving};
use libfuzzer_sys::fuzz_target;

fn whole(catalogue: &Catalogue) {
    for (at, record) in catalogue.records.iter().enumerate() {
        assert!(catalogue.records[..at].iter().all(|other| other.id != record.id), "`{}` twice", record.id);
        assert!(record.reviews.iter().all(|key| catalogue.reviews.iter().any(|review| review.key == *key)));
        assert!(!record.product.is_empty() && !record.source.is_empty());
        assert!(
            !record.is_trial || (record.registry.is_some() && record.indication.is_some() && record.phase.is_some())
        );
        assert!(
            record.route != GivenBy::Other || record.route_note.is_some(),
            "`{}` has no note on its route",
            record.id
        );
        let cited = record.read_in.iter().chain(record.doses.iter().flat_map(|dose| &dose.said_by));
        cited.for_each(|key| assert!(catalogue.source(key).is_some(), "no source `{key}`"));
        record.doses.iter().for_each(|dose| sound(catalogue, dose));
        let found = catalogue.record(&record.id.to_uppercase()).is_some() || !record.id.is_ascii();
        assert!(found, "`{}` is not found", record.id);
    }
    for contradiction in &catalogue.contradictions {
        assert!(contradiction.concerns.iter().all(|id| catalogue.records.iter().any(|record| record.id == *id)));
    }
}

/// Amounts above zero that rise, all in one currency; each is its own nearest dose.
fn sound(catalogue: &Catalogue, dose: &Dose) {
    assert!(!dose.in_words().is_empty());
    let amounts = dose.amount.amounts();
    assert!(amounts.is_empty() == dose.currency().is_none());
    for pair in amounts.windows(2) {
        let factor = pair[0].unit.factor_to(&pair[1].unit).expect("one currency");
        assert!(&pair[0].value * &factor < pair[1].value, "{} is not below {}", pair[0], pair[1]);
    }
    for amount in amounts {
        assert!(amount.value > Exact::zero() && Currency::of(&amount.unit) == dose.currency(), "{amount}");
        let near = nearest(catalogue, &amount.value, &amount.unit, dose.per, None);
        ordered(&near, dose);
    }
}

fn ordered(near: &[Near<'_>], asked: &Dose) {
    let far =
        |near: &Near<'_>| Exact::one().checked_div(&near.ratio).expect("a ratio above zero").max(near.ratio.clone());
    assert!(near.windows(2).all(|pair| far(&pair[0]) <= far(&pair[1])));
    for one in near {
        assert!(one.ratio > Exact::zero() && one.record.is_trial);
        assert_eq!((one.dose.per, one.dose.currency()), (asked.per, asked.currency()));
    }
    // The first is the dose itself, or another with this amount.
    assert!(near.first().is_none_or(|first| !is_of_trial(near, asked) || first.ratio == Exact::one()));
}

fn is_of_trial(near: &[Near<'_>], asked: &Dose) -> bool {
    near.iter().any(|one| std::ptr::eq(one.dose, asked))
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = SourceText::from_bytes("trials.yaml", bytes) else { return };
    match read(&text) {
        Err(findings) => {
            assert!(findings.iter().any(|finding| finding.severity() == Severity::Error), "{findings:?}");
            for place in findings.iter().filter_map(|finding| finding.place.as_ref()) {
                assert!(place.line == 0 || text.line(place.line).is_some(), "{place}");
            }
        }
        Ok(catalogue) => {
            whole(&catalogue);
            assert_eq!(find(&catalogue, &Filter::default()).len(), catalogue.records.len());
            let general = Offer {
                id: "drug-product".to_owned(),
                folder: String::new(),
                routes: Vec::new(),
                about: String::new(),
            };
            for record in &catalogue.records {
                assert!(!serving(record, std::slice::from_ref(&general)).is_empty(), "nothing serves `{}`", record.id);
                let filter =
                    Filter { product: Some(record.product.clone()), route: Some(record.route), ..Filter::default() };
                assert!(find(&catalogue, &filter).iter().any(|found| found.id == record.id));
            }
        }
    }
});

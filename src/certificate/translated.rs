//! The laboratory's words for what the specification asks for: a translation, and nothing else (R-104, R-1101).

use super::codes;
use super::criterion::known;
use super::fill::Material;
use super::lab::LabTest;
use super::words::Words;
use crate::finding::Finding;
use crate::quantity::in_text::{differing, same_numbers};
use crate::spec::{Alternative, Assessment, Criterion, Expected, Measured};

/// The laboratory's words, where they are a translation of what is written: one language repeats it, the other has the same
/// numbers and no word of results that means something else.
pub(super) fn translation<'w>(own: Option<&'w Words>, written: &str) -> Option<&'w Words> {
    own.filter(|own| match (same(&own.en, written), same(&own.zh, written)) {
        (true, true) => true,
        (true, false) => may_translate(&own.zh, written),
        (false, true) => may_translate(&own.en, written),
        (false, false) => false,
    })
}

/// What must be observed, in the words of the specification.
pub(super) fn written(alternative: &Alternative) -> String {
    match &alternative.criterion {
        Criterion::Qualitative(Expected::OneOf(texts)) => texts.join(" / "),
        _ => alternative.text.clone(),
    }
}

/// Whether two texts are the same but for case and blanks.
pub(super) fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(one) == plain(other)
}

fn may_translate(translated: &str, written: &str) -> bool {
    let means_another = known(translated).is_some_and(|term| known(written) != Some(term));
    same_numbers(translated, written) && !means_another
}

/// A finding for each test whose words in the laboratory file are not those of the specification.
pub(super) fn not_translations(of: &Material<'_>) -> Vec<Finding> {
    let tests = of.lab.map_or(&[][..], |lab| &lab.tests);
    let faults = tests.iter().filter_map(|own| {
        let test = of.lot.spec.tests.iter().find(|test| test.id == own.id)?;
        match &test.assessment {
            Assessment::Measured(measured) => Some((own, faults(own, measured))),
            Assessment::Panel(_) => None,
        }
    });
    let finding = |own: &LabTest, message: String| {
        Finding::new(&codes::WORDS_DIFFER, format!("the laboratory file, `{}`: {message}", own.id))
            .at(own.place.clone(), 1)
    };
    faults
        .flat_map(|(own, faults)| faults.into_iter().map(|message| finding(own, message)).collect::<Vec<_>>())
        .collect()
}

fn faults(own: &LabTest, measured: &Measured) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(words) = &own.criterion {
        let in_words = measured.accept.iter().filter(|one| matches!(one.criterion, Criterion::Qualitative(_)));
        let asked: Vec<String> = in_words.map(written).collect();
        if asked.is_empty() {
            faults.push("`criterion` has no use: the criterion of the specification is not one in words".to_owned());
        } else if !asked.iter().any(|written| translation(Some(words), written).is_some()) {
            faults.push(differ("criterion", words, &asked.join("; ")));
        }
    }
    if let Some(words) = &own.of {
        match &measured.of {
            None => faults.push("`of` has no use: the specification has no `of`".to_owned()),
            Some(written) if translation(Some(words), written).is_none() => faults.push(differ("of", words, written)),
            Some(_) => {}
        }
    }
    faults
}

fn differ(key: &str, words: &Words, written: &str) -> String {
    let numbers = [&words.en, &words.zh].into_iter().find_map(|text| differing(text, written));
    let numbers =
        numbers.map(|one| format!(": {}", one.between("a text of the laboratory file", "that"))).unwrap_or_default();
    let (en, zh) = (&words.en, &words.zh);
    format!("`{key}` (`{en}`, `{zh}`) is no translation of `{written}`, which the specification has{numbers}")
}

//! The names of tests in print: no two lines of a certificate are called the same, or a reader takes the result of one for that of
//! the other.

use super::codes;
use super::fill::Material;
use super::test_line::{bare_test_name, is_chinese};
use super::words::Words;
use crate::completeness::names_another;
use crate::finding::Finding;
use crate::lookalike;
use crate::source::Place;
use crate::spec::Test;

/// A finding for each two tests that are called the same in a language, where the laboratory file calls one of them so. What a
/// specification calls the same by itself, it has told apart by stage or method.
pub(super) fn given_twice(of: &Material<'_>) -> Vec<Finding> {
    let tests = &of.lot.spec.tests;
    let mut all = Vec::new();
    for (at, test) in tests.iter().enumerate() {
        for earlier in tests.iter().take(at) {
            let places = [named_by_laboratory(of, earlier), named_by_laboratory(of, test)];
            if places.iter().any(Option::is_some) {
                all.extend(twice(of, [earlier, test], places));
            }
        }
    }
    all
}

/// A finding for each test that the laboratory file gives a name of its own: one of the languages repeats the name of the
/// specification, the other one translates it, and names nothing that the specification tests under another name.
pub(super) fn of_no_test(of: &Material<'_>) -> Vec<Finding> {
    let own = of.lab.map_or(&[][..], |lab| &lab.tests).iter();
    let named = own.filter_map(|own| {
        let test = of.lot.spec.tests.iter().find(|test| test.id == own.id)?;
        Some((own, test, own.name.as_ref()?))
    });
    let faults = named.filter(|(_, test, name)| !translates(test, name));
    faults
        .map(|(own, test, name)| {
            let message = format!(
                "the laboratory file calls `{}` `{}`, `{}`, and the specification `{}`",
                test.id, name.en, name.zh, test.name
            );
            Finding::new(&codes::NAME_OF_NO_TEST, message)
                .at(own.place.clone(), 1)
                .with(test.place.clone(), "the specification names it here")
                .help(format!("write `{}` in one language, and its translation in the other", test.name))
        })
        .collect()
}

/// Whether a name is that of a test in one language, and that of no other known kind of test in the other.
fn translates(test: &Test, name: &Words) -> bool {
    let own = || std::iter::once(&test.name).chain(test.columns.iter().filter(|column| is_chinese(column)));
    let is_own = |text: &str| own().any(|known| lookalike::same(known, text));
    (is_own(&name.en) || is_own(&name.zh)) && ![&name.en, &name.zh].into_iter().any(|text| names_another(text, test))
}

/// Where the laboratory file names a test.
fn named_by_laboratory<'m>(of: &'m Material<'_>, test: &Test) -> Option<&'m Place> {
    of.lab?.test(&test.id).filter(|own| own.name.is_some()).map(|own| &own.place)
}

fn twice(of: &Material<'_>, tests: [&Test; 2], places: [Option<&Place>; 2]) -> Option<Finding> {
    let [first, second] = tests.map(|test| bare_test_name(of, test));
    let names = [(&first.en, &second.en), (&first.zh, &second.zh)];
    let (name, _) = names.into_iter().find(|(one, other)| lookalike::same(one, other))?;
    let [first, second] = tests;
    let message = format!("`{}` and `{}` are both called `{name}` in print", first.id, second.id);
    let place = |at: usize, test: &Test| places.get(at).copied().flatten().unwrap_or(&test.place).clone();
    let finding = Finding::new(&codes::TEST_NAME_TWICE, message).at(place(1, second), 1);
    Some(finding.with(place(0, first), format!("`{}` has the name here", first.id)).help("give each a name of its own"))
}

//! The names of tests in print: no two lines of a certificate are called the same, or a reader takes the result of one for that of
//! the other.

use super::codes;
use super::fill::Material;
use super::test_line::bare_test_name;
use super::words::Words;
use crate::completeness::names_another;
use crate::finding::Finding;
use crate::lookalike;
use crate::source::Place;
use crate::spec::Test;
use std::collections::BTreeMap;

/// A test as it is printed.
struct Printed<'m> {
    test: &'m Test,
    name: Words,
    /// Where the laboratory file names it.
    place: Option<&'m Place>,
}

/// A finding for each two tests that are called the same in a language, where the laboratory file calls one of them so. What a
/// specification calls the same by itself, it has told apart by stage or method.
pub(super) fn given_twice(of: &Material<'_>) -> Vec<Finding> {
    let tests: Vec<Printed<'_>> = of.lot.spec.tests.iter().map(|test| printed(of, test)).collect();
    let (mut in_english, mut in_chinese) = (BTreeMap::new(), BTreeMap::new());
    let mut all = Vec::new();
    for (at, test) in tests.iter().enumerate() {
        let chinese = same_before(&mut in_chinese, &test.name.zh, at);
        let english = same_before(&mut in_english, &test.name.en, at);
        // Of two that are called the same in both languages the English name is told.
        let shared: BTreeMap<usize, bool> =
            chinese.into_iter().map(|at| (at, false)).chain(english.into_iter().map(|at| (at, true))).collect();
        for (earlier, is_english) in shared {
            all.extend(tests.get(earlier).and_then(|earlier| twice(earlier, test, is_english)));
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
    let own = || {
        std::iter::once(&test.name)
            .chain(test.columns.iter().filter(|column| column.chars().any(lookalike::is_chinese)))
    };
    let is_own = |text: &str| own().any(|known| lookalike::same(known, text));
    (is_own(&name.en) || is_own(&name.zh)) && ![&name.en, &name.zh].into_iter().any(|text| names_another(text, test))
}

fn printed<'m>(of: &Material<'m>, test: &'m Test) -> Printed<'m> {
    let own = of.lab.and_then(|lab| lab.test(&test.id)).filter(|own| own.name.is_some());
    Printed { test, name: bare_test_name(of, test), place: own.map(|own| &own.place) }
}

/// The positions of the tests before that are called so, to which this one is added.
fn same_before(called: &mut BTreeMap<String, Vec<usize>>, name: &str, at: usize) -> Vec<usize> {
    let same = called.entry(lookalike::folded(name)).or_default();
    let before = same.clone();
    same.push(at);
    before
}

fn twice(first: &Printed<'_>, second: &Printed<'_>, is_english: bool) -> Option<Finding> {
    first.place.or(second.place)?;
    let name = if is_english { &first.name.en } else { &first.name.zh };
    let message = format!("`{}` and `{}` are both called `{name}` in print", first.test.id, second.test.id);
    let place = |of: &Printed<'_>| of.place.unwrap_or(&of.test.place).clone();
    let finding = Finding::new(&codes::TEST_NAME_TWICE, message).at(place(second), 1);
    let has = format!("`{}` has the name here", first.test.id);
    Some(finding.with(place(first), has).help("give each a name of its own"))
}

//! The names of tests in print: no two lines of a certificate are called the same, or a reader takes the result of one for that of
//! the other.

use super::codes;
use super::fill::Material;
use super::test_line::bare_test_name;
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

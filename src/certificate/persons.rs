//! Who had which part in a lot, and where one person has two that are asked of two.

use super::check::about;
use super::codes;
use super::model::{Content, Signature, TestLine};
use super::profile::Meaning;
use super::words::Words;
use crate::finding::Finding;
use crate::lookalike;
use crate::person::{self, Name};
use std::collections::BTreeMap;

/// What a person did for a lot, in the order in which it must be somebody else's work.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Tested,
    Reviewed,
    Approved,
}

impl Part {
    fn of(meaning: &str) -> Option<Part> {
        Some(match Meaning::by_name(meaning)? {
            Meaning::Tested => Part::Tested,
            Meaning::Reviewed => Part::Reviewed,
            Meaning::Approved | Meaning::Certified => Part::Approved,
        })
    }
}

/// Somebody, with the part and with what is said of it.
struct Doing<'c> {
    name: Words,
    part: Part,
    /// The test; nothing for a signature, which is for the lot.
    line: Option<&'c TestLine>,
    what: String,
}

impl Doing<'_> {
    /// Whether two parts are to be those of different persons: test and review of one line, and a signature on what was done
    /// before it. Two analysts may review each other's tests. Who signs twice is told as such.
    fn excludes(&self, other: &Doing<'_>) -> bool {
        match (self.line, other.line) {
            (Some(one), Some(another)) => std::ptr::eq(one, another) && self.part != other.part,
            (Some(_), None) => other.part > self.part,
            (None, Some(_)) => self.part > other.part,
            (None, None) => false,
        }
    }
}

/// Everybody who has or will have a part in the certificate of a lot.
fn doings<'c>(content: &'c Content, signatures: &[Signature]) -> Vec<Doing<'c>> {
    let mut all = Vec::new();
    for line in &content.tests {
        let tested = |name: &String| Doing {
            name: Words::same(name),
            part: Part::Tested,
            line: Some(line),
            what: format!("has tested {}", line.id),
        };
        all.extend(line.analysts.iter().map(tested));
        let own = content.history.iter().filter(|entry| entry.test == line.id && entry.name == line.name);
        all.extend(own.filter_map(|entry| entry.corrected_by.as_ref()).map(|name| Doing {
            name: Words::same(name),
            part: Part::Tested,
            line: Some(line),
            what: format!("has corrected {}", line.id),
        }));
        all.extend(line.reviewer.iter().map(|name| Doing {
            name: Words::same(name),
            part: Part::Reviewed,
            line: Some(line),
            what: format!("has reviewed {}", line.id),
        }));
    }
    let signs = |name: &Words, meaning: &str| {
        Some(Doing { name: name.clone(), part: Part::of(meaning)?, line: None, what: format!("signs as `{meaning}`") })
    };
    all.extend(content.signatories.iter().filter_map(|one| signs(&one.name, &one.meaning)));
    all.extend(signatures.iter().filter_map(|one| signs(&one.name, one.meaning.as_deref()?)));
    all
}

/// Who tested for a certificate or corrected a value, and who signs for it: each name with what was done.
pub fn testers(content: &Content) -> Vec<(String, String)> {
    let tested = doings(content, &[]).into_iter().filter(|doing| doing.part == Part::Tested);
    tested.map(|doing| (doing.name.en, doing.what)).collect()
}

/// A name in both languages.
fn both(name: &Words) -> [&str; 2] {
    [&name.en, &name.zh]
}

/// A comparison of two names of persons.
type Comparison = fn(&Name, &Name) -> bool;

/// A person by the names in both languages, looked through once: the same few have a part in every test.
struct Person<'c> {
    printed: &'c Words,
    names: Vec<Name>,
}

impl<'c> Person<'c> {
    fn of(printed: &'c Words) -> Person<'c> {
        let other = (printed.en != printed.zh).then_some(&printed.zh);
        let names = [&printed.en].into_iter().chain(other).map(|name| Name::of(name)).collect();
        Person { printed, names }
    }

    /// Whether two are one by a comparison of names: not where their Chinese names tell them apart.
    fn is(&self, other: &Person<'_>, compare: Comparison) -> bool {
        self.names.iter().any(|name| other.names.iter().any(|other| compare(name, other)))
            && !person::told_apart(&both(self.printed), &both(other.printed))
    }
}

/// Everybody whose name stands on a certificate.
struct Persons<'c>(BTreeMap<[&'c str; 2], Person<'c>>);

impl<'c> Persons<'c> {
    fn of(names: impl Iterator<Item = &'c Words>) -> Persons<'c> {
        let mut all = BTreeMap::new();
        for name in names {
            all.entry(both(name)).or_insert_with(|| Person::of(name));
        }
        Persons(all)
    }

    /// Whether two of these are one person by a comparison of names.
    fn are_one(&self, one: &Words, other: &Words, compare: Comparison) -> bool {
        let (one, other) = (self.0.get(&both(one)), self.0.get(&both(other)));
        one.zip(other).is_none_or(|(one, other)| one.is(other, compare))
    }
}

/// What is objected to persons and their signatures: one person where two are asked for, another function.
pub(super) fn objections(content: &Content, signatures: &[Signature]) -> Vec<Finding> {
    let doings = doings(content, signatures);
    let chains: [Vec<&Words>; 2] =
        [content.signatories.iter().map(|one| &one.name).collect(), signatures.iter().map(|one| &one.name).collect()];
    let persons = Persons::of(doings.iter().map(|doing| &doing.name).chain(chains.iter().flatten().copied()));
    let mut all = two_parts(content, &doings, &persons);
    all.extend(chains.iter().filter_map(|chain| signs_twice(content, chain, &persons)));
    all.extend(same_key(content, signatures, &persons));
    all.extend(other_function(content, signatures, &persons));
    all
}

/// One person in two parts that exclude each other.
fn two_parts(content: &Content, doings: &[Doing<'_>], persons: &Persons<'_>) -> Vec<Finding> {
    let mut all: Vec<Finding> = Vec::new();
    let mut said: Vec<(&Words, &Words)> = Vec::new();
    // Each two are compared once.
    let mut compared: BTreeMap<[[&str; 2]; 2], bool> = BTreeMap::new();
    for (at, one) in doings.iter().enumerate() {
        for other in doings.iter().skip(at + 1).filter(|other| one.excludes(other)) {
            let may_be = || persons.are_one(&one.name, &other.name, Name::may_be);
            if !*compared.entry([both(&one.name), both(&other.name)]).or_insert_with(may_be) {
                continue;
            }
            // A person with many tests is told once.
            if said.contains(&(&one.name, &other.name)) {
                continue;
            }
            said.push((&one.name, &other.name));
            let (message, help) = if persons.are_one(&one.name, &other.name, Name::is) {
                (format!("{} {} and {}", one.name.en, one.what, other.what), "have another person do it")
            } else {
                let message = format!("{} {}, and {} {}", one.name.en, one.what, other.name.en, other.what);
                (message, "if these are two persons, write both names in full; else have another person do it")
            };
            all.push(about(content, &codes::SAME_PERSON_TWICE, &message).help(help));
        }
    }
    all
}

/// Who signs twice in one chain, or can.
fn signs_twice(content: &Content, chain: &[&Words], persons: &Persons<'_>) -> Option<Finding> {
    let twice = |compare: Comparison| {
        let earlier =
            |at: usize, name: &Words| chain.iter().take(at).find(|one| persons.are_one(one, name, compare)).copied();
        chain.iter().enumerate().find_map(|(at, name)| Some((earlier(at, name)?, *name)))
    };
    if let Some((_, name)) = twice(Name::is) {
        let finding = about(content, &codes::SAME_PERSON_TWICE, &format!("{} signs twice", name.en));
        return Some(finding.help("each signature is that of another person"));
    }
    let (first, name) = twice(Name::may_be)?;
    let message = format!("{} signs, and {} can be the same person", name.en, first.en);
    let finding = about(content, &codes::SAME_PERSON_TWICE, &message);
    Some(finding.help("if these are two persons, write both names in full"))
}

/// One key under two signatures: whoever holds it made both, whatever names stand there. Names that can be those of one
/// person are told as such.
fn same_key(content: &Content, signatures: &[Signature], persons: &Persons<'_>) -> Option<Finding> {
    let of_other = |one: &Signature, other: &Signature| {
        one.key.is_some() && one.key == other.key && !persons.are_one(&one.name, &other.name, Name::may_be)
    };
    let (first, second) = signatures.iter().enumerate().find_map(|(at, one)| {
        let first = signatures.iter().take(at).find(|other| of_other(one, other))?;
        Some((first, one))
    })?;
    let message = format!("{} signs with the key of {}", second.name.en, first.name.en);
    Some(about(content, &codes::SAME_PERSON_TWICE, &message).help("each signature is made with a key of its own"))
}

/// Signatures of signatories in another function than the one that is printed for them.
fn other_function(content: &Content, signatures: &[Signature], persons: &Persons<'_>) -> Vec<Finding> {
    let is_one = |one: &Words, other: &Words| {
        both(one).iter().any(|one| both(other).iter().any(|other| lookalike::same(one, other)))
    };
    let other = |signed: &Signature| {
        let signatory = content.signatories.iter().find(|one| persons.are_one(&one.name, &signed.name, Name::is))?;
        (!is_one(&signatory.function, &signed.function)).then(|| {
            let message = format!(
                "{} signed as {}, and is to sign as {}",
                signed.name.en, signed.function.en, signatory.function.en
            );
            about(content, &codes::SIGNED_IN_ANOTHER_FUNCTION, &message)
                .help("sign with the function of the laboratory file, or correct `function` there")
        })
    };
    signatures.iter().filter_map(other).collect()
}

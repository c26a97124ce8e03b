//! What a printed name can mean: a function stands behind it, two scripts tell one person, a degree is in no list.

use super::titles::is_title;
use super::words::{Word, is_whole, named, parted};
use crate::lookalike::{composed, is_chinese, is_hyphen};

/// Signs behind which a function or a degree stands.
const BEHIND: [char; 7] = [',', ';', '/', '|', ':', '、', '\n'];

/// Letters that are also written as two.
const SPELT: [(char, &str); 5] = [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ø', "oe"), ('å', "aa")];

/// The ways in which a name can be meant.
pub(super) struct Meant {
    /// What is told of a person.
    pub(super) told: Vec<Vec<Word>>,
    /// Parts of it that can be the name as well. Those of two persons say nothing: `Jean Pierre DUPONT`, `Jean Pierre MARTIN`.
    pub(super) parts: Vec<Vec<Word>>,
}

impl Meant {
    pub(super) fn of(name: &str) -> Meant {
        let (mut told, mut parts) = (Vec::new(), Vec::new());
        for name in written(name) {
            let [own, inside] = parted(&name);
            told.extend([named(&own), named(&name)]);
            told.extend(before_comma(&own));
            parts.extend(Some(named(&inside)).filter(|words| is_whole(words)));
            parts.extend(in_one_script(&named(&own)));
            parts.extend(without_odd(&named(&own)));
        }
        told.dedup();
        parts.dedup();
        Meant { told, parts }
    }
}

/// The ways in which a name can be meant: as it stands, `ü` as `ue`, a capital I as l.
fn written(name: &str) -> Vec<String> {
    let name = composed(name);
    let spelt = |name: &str| -> String {
        let small = |sign: char| sign.to_lowercase().next().unwrap_or(sign);
        let two = |sign: char| SPELT.iter().find(|(letter, _)| *letter == small(sign)).map(|(_, two)| *two);
        let letter = |sign: char| match two(sign) {
            Some(two) if sign.is_uppercase() => two[..1].to_uppercase() + &two[1..],
            Some(two) => two.to_owned(),
            None => sign.to_string(),
        };
        name.chars().map(letter).collect()
    };
    let mut all = vec![name.clone(), spelt(&name), with_l(&name), spelt(&with_l(&name))];
    all.dedup();
    all
}

/// A capital I as l, in words that are not in capitals altogether.
fn with_l(name: &str) -> String {
    let word = |word: &str| if word.contains(char::is_lowercase) { word.replace('I', "l") } else { word.to_owned() };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The name before a comma or a dash between blanks, where it is a whole one: `Mei Chen, head of release`, and not `Chen, Mei`.
fn before_comma(name: &str) -> Option<Vec<Word>> {
    let is_dash = |word: &str| !word.is_empty() && word.chars().all(is_hyphen);
    let words: Vec<&str> = name.split(' ').map(|word| if is_dash(word) { "," } else { word }).collect();
    let name = words.join(" ");
    let mut parts = name.split(BEHIND).map(named);
    // A function may stand first: `QA: Mei Chen`.
    let first = parts.find(|words| !words.iter().all(|word| is_title(&word.text)))?;
    is_whole(&first).then_some(first)
}

/// The name in Chinese characters and that in other letters, where both are there: `Mei Chen 陈梅`.
fn in_one_script(words: &[Word]) -> Vec<Vec<Word>> {
    let has_chinese = |word: &&Word| word.text.chars().any(is_chinese);
    let (chinese, other): (Vec<&Word>, Vec<&Word>) = words.iter().partition(has_chinese);
    if chinese.is_empty() || other.is_empty() {
        return Vec::new();
    }
    let own = [chinese, other].into_iter().map(|words| words.into_iter().cloned().collect::<Vec<_>>());
    own.filter(|words| is_whole(words)).collect()
}

/// A name without the words around it that are not written as names, where two stay.
fn without_odd(words: &[Word]) -> Option<Vec<Word>> {
    let mut own = words;
    while let [rest @ .., last] = own
        && rest.len() > 1
        && last.is_odd
    {
        own = rest;
    }
    while let [first, rest @ ..] = own
        && rest.len() > 1
        && first.is_odd
    {
        own = rest;
    }
    (own.len() < words.len()).then(|| own.to_vec())
}

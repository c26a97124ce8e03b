//! Patterns for names of files and runs: `*` for any characters, `?` for one, `{lot}` for a part that is taken.
//!
//! A name that fits in two ways, with different parts, fits in none: the part would be guessed.

use crate::order;
use std::collections::BTreeMap;

/// A pattern as written, split into its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// As written.
    pub text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Exactly(char),
    One,
    Any,
    /// A part of the name, at least one character long, without `/`.
    Named(String),
}

/// What a pattern makes of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It does not fit.
    None,
    /// It fits; the named parts.
    One(BTreeMap<String, String>),
    /// It fits in several ways; two values of a named part.
    Several(String, String),
}

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotAPattern {
    /// A brace that is not closed, or closed without being opened.
    Brace,
    /// A named part that is not known.
    Unknown(String),
    /// A named part that stands twice, or next to another one.
    Repeated(String),
    /// More characters than [`LONGEST`].
    TooLong,
}

/// Most characters of a pattern; a path has at most 4096, and a pattern is not one for each of them.
pub(super) const LONGEST: usize = 1000;

impl Pattern {
    /// Reads a pattern whose named parts are among `known`.
    pub(super) fn parse(text: &str, known: &[&str]) -> Result<Pattern, NotAPattern> {
        if text.chars().nth(LONGEST).is_some() {
            return Err(NotAPattern::TooLong);
        }
        let mut parts: Vec<Part> = Vec::new();
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            rest = &rest[character.len_utf8()..];
            let part = match character {
                '*' if parts.last() == Some(&Part::Any) => continue,
                '*' => Part::Any,
                '?' => Part::One,
                '{' => {
                    let (name, after) = rest.split_once('}').ok_or(NotAPattern::Brace)?;
                    rest = after;
                    if !known.contains(&name) {
                        return Err(NotAPattern::Unknown(name.to_owned()));
                    }
                    Part::Named(name.to_owned())
                }
                '}' => return Err(NotAPattern::Brace),
                '\\' => Part::Exactly('/'),
                other => Part::Exactly(other),
            };
            if let Part::Named(name) = &part
                && (parts.contains(&part) || matches!(parts.last(), Some(Part::Named(_))))
            {
                return Err(NotAPattern::Repeated(name.clone()));
            }
            parts.push(part);
        }
        Ok(Pattern { text: text.to_owned(), parts })
    }

    /// The names of its parts that are taken.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Named(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Whether a path fits: the pattern is compared with as many of its last folders as the pattern itself has.
    pub fn fit_path(&self, path: &str) -> Fit {
        let path = path.replace('\\', "/");
        let folders = self.parts.iter().filter(|part| **part == Part::Exactly('/')).count();
        let mut start = path.len();
        for _ in 0..=folders {
            match path[..start].rfind('/') {
                Some(slash) => start = slash,
                None => return self.fit(&path),
            }
        }
        self.fit(&path[start + 1..])
    }

    /// Whether a name fits as a whole.
    ///
    /// From the last part back, each part is asked of every character at which the parts behind it can begin; so the
    /// steps are at most parts times characters, and two different ways are found wherever there are two.
    pub fn fit(&self, name: &str) -> Fit {
        let characters: Vec<char> = name.chars().collect();
        let mut search = Search { name: &characters, taken: Vec::new() };
        let mut row = Row { first: characters.len(), ways: vec![Ways { one: Some(Way(None)), other: None }] };
        for part in self.parts.iter().rev() {
            row = search.before(part, &row);
            row.trim();
            if row.ways.is_empty() {
                return Fit::None;
            }
        }
        let Ways { one, other } = row.at(0);
        let names: Vec<&str> = self.names().collect();
        match (one.map(|way| search.texts(way)), other.map(|way| search.texts(way))) {
            (None, _) => Fit::None,
            (Some(one), None) => Fit::One(order::collect(names.iter().map(|name| (*name).to_owned()).zip(one))),
            (Some(one), Some(other)) => {
                let pairs: BTreeMap<&str, (String, String)> =
                    order::collect(names.into_iter().zip(one.into_iter().zip(other)));
                let (one, other) = pairs.into_values().find(|(one, other)| one != other).unwrap_or_default();
                Fit::Several(one, other)
            }
        }
    }
}

/// What the named parts from some part on take: the first of them, by its position in [`Search::taken`]; `None` when
/// there is none left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way(Option<usize>);

/// The ways from some part and character on: none, one, or two that differ. Two stand for any number.
#[derive(Clone, Copy, Debug, Default)]
struct Ways {
    one: Option<Way>,
    other: Option<Way>,
}

/// The ways from one part on, by the character at which it begins; outside there are none.
struct Row {
    first: usize,
    ways: Vec<Ways>,
}

impl Row {
    fn at(&self, at: usize) -> Ways {
        at.checked_sub(self.first).and_then(|at| self.ways.get(at)).copied().unwrap_or_default()
    }

    /// One behind its last character.
    fn end(&self) -> usize {
        self.first + self.ways.len()
    }

    /// Drops the ends that have no way.
    fn trim(&mut self) {
        let has_way = |ways: &Ways| ways.one.is_some();
        self.ways.truncate(self.ways.iter().rposition(has_way).map_or(0, |last| last + 1));
        let empty = self.ways.iter().position(has_way).unwrap_or(0);
        self.ways.drain(..empty);
        self.first += empty;
    }
}

/// What a named part took, and what the named parts behind it take.
struct Taken {
    from: usize,
    to: usize,
    then: Way,
}

/// The search for the ways in which a name fits.
struct Search<'n> {
    name: &'n [char],
    taken: Vec<Taken>,
}

impl Search<'_> {
    /// The ways from a part on, of those behind it.
    fn before(&mut self, part: &Part, behind: &Row) -> Row {
        match part {
            Part::Exactly(wanted) => self.one_character(behind, |found| found == *wanted),
            Part::One => self.one_character(behind, |found| found != '/'),
            Part::Any => self.any(behind),
            Part::Named(_) => self.named(behind),
        }
    }

    fn one_character(&self, behind: &Row, fits: impl Fn(char) -> bool) -> Row {
        let first = behind.first.saturating_sub(1);
        let ways = |at: usize| match self.name.get(at).is_some_and(|found| fits(*found)) {
            true => behind.at(at + 1),
            false => Ways::default(),
        };
        Row { first, ways: (first..behind.end().saturating_sub(1)).map(ways).collect() }
    }

    /// `*` takes nothing, or a character and then what it takes from there on.
    fn any(&self, behind: &Row) -> Row {
        let mut ways = Vec::with_capacity(behind.end());
        let mut longer = Ways::default();
        for at in (0..behind.end()).rev() {
            if self.name.get(at) == Some(&'/') {
                longer = Ways::default();
            }
            longer = self.both(behind.at(at), longer);
            ways.push(longer);
        }
        ways.reverse();
        Row { first: 0, ways }
    }

    /// A part that is taken: each end makes another way, and so does each way from there on.
    fn named(&mut self, behind: &Row) -> Row {
        let mut ways = Vec::with_capacity(behind.end());
        let mut ends: [Option<(usize, Way)>; 2] = [None, None];
        for at in (0..behind.end()).rev() {
            if self.name.get(at) == Some(&'/') {
                ends = [None, None];
            }
            let [one, other] = ends.map(|end| end.map(|(to, then)| self.take(Taken { from: at, to, then })));
            ways.push(Ways { one, other });
            let Ways { one, other } = behind.at(at);
            let mut nearest = [one, other].into_iter().flatten().map(|way| (at, way)).chain(ends.into_iter().flatten());
            ends = [nearest.next(), nearest.next()];
        }
        ways.reverse();
        Row { first: 0, ways }
    }

    fn take(&mut self, taken: Taken) -> Way {
        self.taken.push(taken);
        Way(Some(self.taken.len() - 1))
    }

    /// The ways of both, as far as they differ.
    fn both(&self, near: Ways, far: Ways) -> Ways {
        let Some(one) = near.one else { return far };
        let differs = |way: &Way| !self.are_same(one, *way);
        Ways { one: Some(one), other: near.other.or_else(|| [far.one, far.other].into_iter().flatten().find(differs)) }
    }

    /// Whether two ways take the same texts, wherever in the name these stand.
    fn are_same(&self, mut one: Way, mut other: Way) -> bool {
        while one != other {
            let (Some(a), Some(b)) = (self.first_of(one), self.first_of(other)) else { return false };
            if self.name.get(a.from..a.to) != self.name.get(b.from..b.to) {
                return false;
            }
            (one, other) = (a.then, b.then);
        }
        true
    }

    fn first_of(&self, way: Way) -> Option<&Taken> {
        self.taken.get(way.0?)
    }

    /// The texts that the named parts take, in the order of the pattern.
    fn texts(&self, mut way: Way) -> Vec<String> {
        let mut texts = Vec::new();
        while let Some(taken) = self.first_of(way) {
            texts.push(self.name.get(taken.from..taken.to).unwrap_or_default().iter().collect());
            way = taken.then;
        }
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &["lot", "group"];

    fn fit(pattern: &str, path: &str) -> String {
        match Pattern::parse(pattern, KNOWN).unwrap().fit_path(path) {
            Fit::None => "none".to_owned(),
            Fit::One(parts) => parts.iter().map(|(name, value)| format!("{name}={value} ")).collect(),
            Fit::Several(one, other) => format!("{one} or {other}"),
        }
    }

    #[test]
    fn fits_the_last_folders_of_a_path() {
        assert_eq!(fit("*.csv", "a/b/c.csv"), "");
        assert_eq!(fit("b/*.csv", "a/b/c.csv"), "");
        assert_eq!(fit("a/*.csv", "a/b/c.csv"), "none");
        assert_eq!(fit("a/*.csv", "c.csv"), "none");
        assert_eq!(fit("?.csv", "c.csv"), "");
        assert_eq!(fit("b\\*.csv", "a\\b\\c.csv"), "");
    }

    #[test]
    fn takes_named_parts() {
        assert_eq!(fit("NTA {lot} {group}.csv", "x/NTA L-01 2.csv"), "group=2 lot=L-01 ");
        assert_eq!(fit("{lot}/*_{group}.txt", "data/EV 7/run_x_3.txt"), "x_3 or 3");
        assert_eq!(fit("{lot}_{group}.txt", "EV_7_1.txt"), "7_1 or 1");
        assert_eq!(fit("{lot}.txt", ".txt"), "none");
    }

    #[test]
    fn refuses_what_is_no_pattern() {
        let refused = |text: &str| Pattern::parse(text, KNOWN).unwrap_err();
        assert_eq!(refused("{lot"), NotAPattern::Brace);
        assert_eq!(refused("lot}"), NotAPattern::Brace);
        assert_eq!(refused("{day}"), NotAPattern::Unknown("day".to_owned()));
        assert_eq!(refused("{lot}-{lot}"), NotAPattern::Repeated("lot".to_owned()));
        assert_eq!(refused("{lot}{group}"), NotAPattern::Repeated("group".to_owned()));
    }

    #[test]
    fn a_pattern_has_at_most_a_thousand_characters() {
        assert!(Pattern::parse(&"ä".repeat(1000), KNOWN).is_ok());
        assert_eq!(Pattern::parse(&"a".repeat(1001), KNOWN), Err(NotAPattern::TooLong));
    }

    #[test]
    fn many_stars_over_a_long_name_end() {
        let pattern = Pattern::parse(&"*a".repeat(20), KNOWN).unwrap();
        assert_eq!(pattern.fit(&"b".repeat(2000)), Fit::None);
        let pattern = Pattern::parse(&format!("{}c", "*a".repeat(30)), KNOWN).unwrap();
        assert_eq!(pattern.fit(&"a".repeat(2000)), Fit::None);
        assert_eq!(pattern.fit(&format!("{}c", "a".repeat(2000))), Fit::One(BTreeMap::new()));
    }

    /// The second way lies behind more stars than a search by trial gets through.
    #[test]
    fn a_second_way_is_found_however_late() {
        let stars = "*a".repeat(30) + "*";
        let name = "a".repeat(400);
        assert_eq!(fit(&format!("{{lot}}_{stars}_{{group}}"), &format!("x_{name}_1")), "group=1 lot=x ");
        assert_eq!(fit(&format!("{{lot}}_{stars}_{{group}}"), &format!("x_{name}_y_1")), "y_1 or 1");
        assert_eq!(fit(&format!("{{lot}}_{stars}_{{group}}"), &format!("x_a_{name}_1")), "x or x_a");
    }

    /// One text at two places of a name is one way.
    #[test]
    fn the_same_text_elsewhere_is_the_same_way() {
        assert_eq!(fit("*-{lot}.?.*", "x-7.1.x-7.2.x"), "7 or 7.1.x-7");
        let pattern = Pattern::parse("*{lot}*", KNOWN).unwrap();
        assert_eq!(pattern.fit("a"), Fit::One([("lot".to_owned(), "a".to_owned())].into()));
        assert_eq!(pattern.fit("aa"), Fit::Several("a".to_owned(), "aa".to_owned()));
    }

    #[test]
    fn a_long_name_needs_no_stack() {
        let name = "a".repeat(150_000);
        assert_eq!(
            Pattern::parse("{lot}", KNOWN).unwrap().fit(&name),
            Fit::One([("lot".to_owned(), name.clone())].into())
        );
        assert_eq!(Pattern::parse("*a?", KNOWN).unwrap().fit(&name), Fit::One(BTreeMap::new()));
        assert_eq!(Pattern::parse("a*b", KNOWN).unwrap().fit(&name), Fit::None);
    }

    /// Against trying every way, for all patterns of four parts over short names.
    #[test]
    fn agrees_with_trying_every_way() {
        fn tried(parts: &[Part], name: &[char], taken: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
            match parts.split_first() {
                None if name.is_empty() && !found.contains(taken) => found.push(taken.clone()),
                None => {}
                Some((Part::Any | Part::Named(_), rest)) => {
                    let is_named = matches!(parts[0], Part::Named(_));
                    let longest = name.iter().position(|c| *c == '/').unwrap_or(name.len());
                    for length in usize::from(is_named)..=longest {
                        if is_named {
                            taken.push(name[..length].iter().collect());
                        }
                        tried(rest, &name[length..], taken, found);
                        if is_named {
                            taken.pop();
                        }
                    }
                }
                Some((part, rest)) => {
                    let fits = |c: char| *part == Part::Exactly(c) || (*part == Part::One && c != '/');
                    if name.first().is_some_and(|c| fits(*c)) {
                        tried(rest, &name[1..], taken, found);
                    }
                }
            }
        }
        let words = ["*", "?", "{lot}", "{group}", "a", "/"];
        let names: Vec<String> = (0..3_usize.pow(5))
            .map(|n| (0..5).map(|at| ['a', 'b', '/'][n / 3_usize.pow(at) % 3]).collect())
            .flat_map(|name: String| [name[..3].to_owned(), name])
            .collect();
        let mut compared = [0; 3];
        for n in 0..6_usize.pow(4) {
            let text: String = (0..4).map(|at| words[n / 6_usize.pow(at) % 6]).collect();
            let Ok(pattern) = Pattern::parse(&text, KNOWN) else { continue };
            for name in &names {
                let (characters, mut found) = (name.chars().collect::<Vec<char>>(), Vec::new());
                tried(&pattern.parts, &characters, &mut Vec::new(), &mut found);
                let fit = pattern.fit(name);
                let agrees = match &fit {
                    Fit::None => found.is_empty(),
                    Fit::One(parts) => found.len() == 1 && parts.len() == found[0].len(),
                    Fit::Several(one, other) => found.len() > 1 && one != other,
                };
                assert!(agrees, "{text} {name}: {fit:?}, {found:?}");
                compared[found.len().min(2)] += 1;
            }
        }
        assert!(compared.iter().all(|count| *count > 100), "{compared:?}");
    }
}

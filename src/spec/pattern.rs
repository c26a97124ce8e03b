//! Patterns for names of files and runs: `*` for any characters, `?` for one, `{lot}` for a part that is taken.
//!
//! A name that fits in two ways, with different parts, fits in none: the part would be guessed.

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
}

impl Pattern {
    /// Reads a pattern whose named parts are among `known`.
    pub(super) fn parse(text: &str, known: &[&str]) -> Result<Pattern, NotAPattern> {
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
    pub fn fit(&self, name: &str) -> Fit {
        let characters: Vec<char> = name.chars().collect();
        let mut search = Search { parts: &self.parts, name: &characters, found: Vec::new(), steps: 0 };
        search.from(0, 0, &mut Vec::new());
        let mut found = search.found.into_iter();
        match (found.next(), found.next()) {
            (None, _) => Fit::None,
            (Some(one), None) => Fit::One(one),
            (Some(one), Some(other)) => {
                let differs = one.iter().find(|(name, value)| other.get(*name) != Some(*value));
                let name = differs.map_or("", |(name, _)| name.as_str());
                let of = |parts: &BTreeMap<String, String>| parts.get(name).cloned().unwrap_or_default();
                Fit::Several(of(&one), of(&other))
            }
        }
    }
}

/// More steps than any real name takes: a pattern of many `*` over a long name must not take for ever.
const MOST_STEPS: u32 = 200_000;

/// The search for the ways in which a name fits; it ends with the second one.
struct Search<'p> {
    parts: &'p [Part],
    name: &'p [char],
    found: Vec<BTreeMap<String, String>>,
    steps: u32,
}

impl Search<'_> {
    /// Goes on at a part and a character, with what the named parts before took.
    fn from(&mut self, part: usize, at: usize, taken: &mut Vec<(String, String)>) {
        self.steps += 1;
        if self.found.len() > 1 || self.steps > MOST_STEPS {
            return;
        }
        let Some(next) = self.parts.get(part) else {
            if at == self.name.len() {
                let way: BTreeMap<String, String> = taken.iter().cloned().collect();
                if !self.found.contains(&way) {
                    self.found.push(way);
                }
            }
            return;
        };
        match next {
            Part::Exactly(wanted) => {
                if self.name.get(at) == Some(wanted) {
                    self.from(part + 1, at + 1, taken);
                }
            }
            Part::One => {
                if self.name.get(at).is_some_and(|found| *found != '/') {
                    self.from(part + 1, at + 1, taken);
                }
            }
            Part::Any | Part::Named(_) => {
                let shortest = usize::from(matches!(next, Part::Named(_)));
                let rest = self.name.get(at..).unwrap_or_default();
                let longest = rest.iter().position(|character| *character == '/').unwrap_or(rest.len());
                for length in shortest..=longest {
                    if let Part::Named(name) = next {
                        taken.push((name.clone(), rest.iter().take(length).collect()));
                    }
                    self.from(part + 1, at + length, taken);
                    if let Part::Named(_) = next {
                        taken.pop();
                    }
                }
            }
        }
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
    fn many_stars_over_a_long_name_end() {
        let pattern = Pattern::parse(&"*a".repeat(20), KNOWN).unwrap();
        assert_eq!(pattern.fit(&"b".repeat(2000)), Fit::None);
    }
}

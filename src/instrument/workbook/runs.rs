//! Texts of cells whose letters do not all stand alike: raised, lowered or struck out.
//!
//! A sheet shows `10³` where a cell holds the runs `10` and, raised, `3`. Joined they would be 103: the number of another measurement.
//! Runs are those of ECMA-376 part 1, 5th edition (2016), 18.4.4, with `vertAlign` and `strike` of 18.4.14 and 18.4.10.

use super::NoId;
use quick_xml::events::{BytesRef, BytesStart};
use std::io;

/// How the letters of a run stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Position {
    #[default]
    Level,
    Raised,
    Lowered,
    Struck,
}

/// What is seen of a text beside its letters joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// The text as the sheet shows it, where that is another one, see [`Runs::shown`].
    pub(super) text: Option<String>,
    /// That letters of it are struck out, or raised as a footnote is.
    pub(super) mark: Option<NoId>,
}

/// The runs of one text as they are read.
#[derive(Debug, Default)]
pub(super) struct Runs {
    runs: Vec<(Position, String)>,
    position: Position,
    /// Inside the reading of a character (`rPh`), which is no part of the text.
    is_phonetic: bool,
    /// The text that is being read, and whether its white space stays.
    text: Option<(String, bool)>,
}

impl Runs {
    /// Takes the start of an element within the text; an empty one has an end of its own.
    pub(super) fn opened(&mut self, element: &BytesStart<'_>, value: Option<&str>) {
        match element.local_name().as_ref() {
            "r" => self.position = Position::Level,
            "vertAlign" => {
                self.position = match value {
                    Some("superscript") => Position::Raised,
                    Some("subscript") => Position::Lowered,
                    _ => self.position,
                }
            }
            "strike" if !matches!(value, Some("0" | "false")) => self.position = Position::Struck,
            "rPh" => self.is_phonetic = true,
            "t" if !self.is_phonetic => {
                let stays = element.attributes_raw().contains("preserve");
                self.text = Some((String::new(), stays));
            }
            _ => {}
        }
    }

    /// Takes the end of an element within the text.
    pub(super) fn closed(&mut self, name: &str) {
        match name {
            "rPh" => self.is_phonetic = false,
            "r" => self.position = Position::Level,
            "t" => {
                let Some((text, stays)) = self.text.take() else { return };
                let text = if stays { &text } else { text.trim_matches([' ', '\t', '\r', '\n']) };
                match self.runs.last_mut().filter(|(position, _)| *position == self.position) {
                    Some((_, before)) => before.push_str(text),
                    None => self.runs.push((self.position, text.to_owned())),
                }
            }
            _ => {}
        }
    }

    /// Takes letters.
    pub(super) fn text(&mut self, letters: &str) {
        if let Some((text, _)) = &mut self.text {
            text.push_str(letters);
        }
    }

    /// Takes a reference to a character.
    ///
    /// # Errors
    /// That it means none.
    pub(super) fn reference(&mut self, reference: &BytesRef<'_>) -> io::Result<()> {
        let Some((text, _)) = &mut self.text else { return Ok(()) };
        match quick_xml::escape::resolve_predefined_entity(reference.as_ref()) {
            Some(entity) => text.push_str(entity),
            None => text.extend(reference.resolve_char_ref().map_err(io::Error::other)?),
        }
        Ok(())
    }

    /// What is seen of the text beside its letters joined; `None` where that is nothing.
    pub(super) fn seen(&self) -> Option<Seen> {
        let seen = Seen { text: self.shown(), mark: self.mark() };
        (seen.text.is_some() || seen.mark.is_some()).then_some(seen)
    }

    /// Whether letters are struck out, or raised as those of a footnote are. Signs alone, `®` or the plus of `CD9⁺`, and marks of trade
    /// (`TM`) are part of a name, and lowered letters make no footnotes.
    fn mark(&self) -> Option<NoId> {
        let is_footnote = |text: &str| {
            !["TM", "SM"].contains(&text.trim())
                && text.chars().any(|sign| sign.is_alphanumeric() || "*†‡§#".contains(sign))
        };
        let has = |wanted: Position, says: &dyn Fn(&str) -> bool| {
            self.runs.iter().any(|(position, text)| *position == wanted && says(text))
        };
        match () {
            () if has(Position::Struck, &|text| !text.trim().is_empty()) => Some(NoId::StruckOut),
            () if has(Position::Raised, &is_footnote) => Some(NoId::Raised),
            () => None,
        }
    }

    /// The text as the sheet shows it, where that is another one than the letters joined: raised digits beside a number are written
    /// `³`, lowered ones `₃`, and a text of which a part is struck out is told to be one, which no reader takes for a number.
    fn shown(&self) -> Option<String> {
        let says = |(_, text): &&(Position, String)| !text.trim().is_empty();
        let runs: Vec<&(Position, String)> = self.runs.iter().filter(says).collect();
        if runs.iter().any(|(position, _)| *position == Position::Struck) {
            let part = if runs.iter().all(|(position, _)| *position == Position::Struck) { "" } else { "partly " };
            return Some(format!("{} ({part}struck out)", self.joined().trim()));
        }
        let mut shown = String::new();
        let mut is_other = false;
        for (at, (position, text)) in self.runs.iter().enumerate() {
            let behind = self.runs.get(at + 1).map_or("", |(_, text)| text);
            if *position == Position::Level || !touches_number(&shown, text, behind) {
                shown.push_str(text);
                continue;
            }
            is_other = true;
            let own = text.trim();
            let (before, after) = text.split_once(own).unwrap_or_default();
            shown.push_str(before);
            shown.push_str(&moved(own, *position));
            shown.push_str(after);
        }
        is_other.then_some(shown)
    }

    fn joined(&self) -> String {
        self.runs.iter().map(|(_, text)| text.as_str()).collect()
    }
}

/// Whether a raised or lowered text has digits, and stands behind a number, a sign or a bracket, or before a digit. Behind a letter, as
/// in `D₅₀` and `mL⁻¹`, joined letters are what everybody writes.
fn touches_number(before: &str, text: &str, behind: &str) -> bool {
    let has_digits = text.chars().any(char::is_numeric);
    let follows = before.trim_end().chars().next_back().is_some_and(|last| !last.is_alphabetic());
    has_digits && (follows || behind.trim_start().chars().next().is_some_and(char::is_numeric))
}

/// A text by the signs for raised or lowered digits, or behind a sign that says where it stands.
fn moved(text: &str, position: Position) -> String {
    let (signs, mark) = match position {
        Position::Raised => ("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", '^'),
        _ => ("₀₁₂₃₄₅₆₇₈₉₊₋", '_'),
    };
    let sign = |letter: char| {
        let at = "0123456789+-".chars().position(|plain| plain == if letter == '\u{2212}' { '-' } else { letter })?;
        signs.chars().nth(at)
    };
    text.chars().map(sign).collect::<Option<String>>().unwrap_or_else(|| format!("{mark}{text}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Position::{Level, Lowered, Raised, Struck};

    fn shown(runs: &[(Position, &str)]) -> Option<String> {
        let runs = runs.iter().map(|(position, text)| (*position, (*text).to_owned())).collect();
        Runs { runs, ..Runs::default() }.shown()
    }

    #[test]
    fn a_raised_digit_beside_a_number_stays_raised() {
        for (runs, text) in [
            (&[(Level, "10"), (Raised, "3")][..], "10³"),
            (&[(Level, "<10"), (Raised, "3")], "<10³"),
            (&[(Level, "10"), (Raised, "-1")], "10⁻¹"),
            (&[(Level, "2.5×10"), (Raised, "9"), (Level, " particles/mL")], "2.5×10⁹ particles/mL"),
            (&[(Level, "0.1"), (Raised, "2")], "0.1²"),
            (&[(Level, "150"), (Raised, " 1")], "150 ¹"),
            (&[(Level, "150"), (Raised, "1,2")], "150^1,2"),
            (&[(Raised, "1"), (Level, "50")], "¹50"),
            (&[(Level, "15"), (Lowered, "2")], "15₂"),
            (&[(Level, "15"), (Lowered, "2a")], "15_2a"),
            (&[(Level, "EV-1"), (Raised, "2")], "EV-1²"),
            (&[(Struck, "1"), (Level, "50")], "150 (partly struck out)"),
            (&[(Struck, "150")], "150 (struck out)"),
        ] {
            assert_eq!(shown(runs).as_deref(), Some(text));
        }
    }

    #[test]
    fn letters_that_stand_alike_or_touch_no_number_are_joined() {
        for runs in [
            &[(Level, "10"), (Level, "3")][..],
            &[(Level, "D"), (Lowered, "50")],
            &[(Level, "mL"), (Raised, "-1")],
            &[(Level, "CD9"), (Raised, "+")],
            &[(Raised, "150")],
            &[(Level, "ExoView"), (Raised, "®")],
            &[(Struck, " "), (Level, "150")],
        ] {
            assert_eq!(shown(runs), None);
        }
    }

    #[test]
    fn footnotes_and_struck_letters_are_told_whatever_they_touch() {
        for (runs, mark) in [
            (&[(Level, "EV-202B"), (Raised, "1")][..], Some(NoId::Raised)),
            (&[(Level, "no growth"), (Raised, "a")], Some(NoId::Raised)),
            (&[(Level, "EV-201"), (Raised, "*")], Some(NoId::Raised)),
            (&[(Struck, "EV-200"), (Level, "EV-201")], Some(NoId::StruckOut)),
            (&[(Struck, "EV-200"), (Raised, "1")], Some(NoId::StruckOut)),
            (&[(Level, "CD9"), (Raised, "+")], None),
            (&[(Level, "ExoView"), (Raised, "®")], None),
            (&[(Level, "ExoView"), (Raised, "TM")], None),
            (&[(Level, "CO"), (Lowered, "2")], None),
            (&[(Level, "EV-1"), (Struck, " ")], None),
        ] {
            let runs = runs.iter().map(|(position, text)| (*position, (*text).to_owned())).collect();
            assert_eq!(Runs { runs, ..Runs::default() }.mark(), mark);
        }
    }
}

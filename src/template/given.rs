//! Texts that a frame prints and that come from elsewhere: the number of a certificate, the name of a laboratory.
//!
//! They are called as they are, so they are not looked at as words of the frame. To tell them from those, each is rendered
//! between two marks that stand for no letter; whatever stands outside of marks was written by whoever wrote the frame, and a
//! text that was changed on its way is refused. Marks make it that a frame cannot ask which lot it is for: the same frame says
//! the same around each.

use crate::lookalike;

/// Begins a given text. A noncharacter of Unicode: no file can hold a letter of this number.
const FROM: char = '\u{fdd0}';
/// Ends it.
const TO: char = '\u{fdd1}';

/// Reads a page piece by piece, and knows what of it was given.
#[derive(Default)]
pub(super) struct Seen {
    is_given: bool,
}

impl Seen {
    /// The first sign of the next piece that nobody sees, with its place, outside of what was given.
    pub(super) fn unseen(&mut self, piece: &str) -> Option<(usize, char)> {
        piece.char_indices().find(|(_, sign)| {
            self.is_given = *sign == FROM || (self.is_given && *sign != TO);
            !self.is_given && is_unseen(*sign)
        })
    }
}

/// Whether nobody sees a sign. Those that words are written with are left: a hyphen where a line may break, the joiners of
/// Persian and Hindi, what tells a picture from a letter.
pub(super) fn is_unseen(sign: char) -> bool {
    const OF_WORDS: [char; 5] = ['\u{ad}', '\u{200c}', '\u{200d}', '\u{fe0e}', '\u{fe0f}'];
    lookalike::is_invisible(sign) && !OF_WORDS.contains(&sign)
}

/// A text between marks; nothing stays nothing, so that a frame can ask whether there is one.
pub(super) fn marked(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{FROM}{}{TO}", text.replace([FROM, TO], "\u{fffd}")) }
}

/// The same by the name of the text; the language is for asking, not for print.
pub(super) fn of_name(name: &str, text: &str) -> String {
    if name == "language" { text.to_owned() } else { marked(text) }
}

/// All texts that may stand between marks.
pub(super) fn all(says: &[(&'static str, &str)], more: &[&str]) -> Vec<String> {
    let own = says.iter().map(|(_, text)| *text);
    own.chain(more.iter().copied()).map(|text| text.replace([FROM, TO], "\u{fffd}")).collect()
}

/// A page as it is written.
pub(super) fn unmarked(page: &str) -> String {
    page.replace([FROM, TO], "")
}

/// A version with a point that stands somewhere else than behind the name of its template is read as the number that it looks like:
/// `Endotoxin {{ template.version }}`.
#[derive(Clone, Copy)]
pub(super) struct Versioned<'t> {
    pub name: &'t str,
    pub version: &'t str,
}

impl Versioned<'_> {
    /// Whether a given text behind this one is a version without its name.
    fn is_alone(self, before: &str, inside: &str) -> bool {
        inside == self.version && inside.contains('.') && !before.trim_end().ends_with(self.name)
    }
}

/// A text without what was given, twice: where it was, a digit stands for one that has some, and a letter else, so that what
/// stands beside it is read as beside a number or a name; and with blanks around, so that it is no part of a word.
///
/// # Errors
/// What was given was changed.
pub(super) fn without(text: &str, given: &[String], template: Versioned<'_>) -> Result<String, String> {
    let (mut own, mut apart) = (String::new(), String::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(FROM) {
        let changed = || "changes a text that it was given".to_owned();
        let (inside, behind) = after.split_once(TO).ok_or_else(changed)?;
        if before.contains(TO) || !given.iter().any(|one| one == inside) {
            return Err(changed());
        }
        let instead = match inside.chars().any(char::is_numeric) {
            _ if template.is_alone(before, inside) => inside,
            true => "0",
            false => "x",
        };
        own.push_str(&format!("{before}{instead}"));
        apart.push_str(&format!("{before} {instead} "));
        rest = behind;
    }
    if rest.contains(TO) {
        return Err("changes a text that it was given".to_owned());
    }
    Ok(format!("{own}{rest}\n{apart}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_is_told_from_what_was_written() {
        let given = all(&[("number", "CoA-1"), ("laboratory", "GMP GmbH")], &[]);
        let page = format!("No. {} of {} passed", marked("CoA-1"), marked("GMP GmbH"));
        let template = Versioned { name: "Frame", version: "0.02" };
        let without = |page: &str, given: &[String]| without(page, given, template);
        assert_eq!(without(&page, &given).unwrap(), "No. 0 of x passed\nNo.  0  of  x  passed");
        let versions = format!("Frame {0}, Endotoxin {0}", marked("0.02"));
        let seen = without(&versions, &all(&[("version", "0.02")], &[])).unwrap();
        assert!(seen.starts_with("Frame 0, Endotoxin 0.02\n"), "{seen}");
        assert_eq!(unmarked(&page), "No. CoA-1 of GMP GmbH passed");
        for changed in [
            page.replace("CoA-1", "CoA-2"),
            page.replacen(TO, "", 1),
            page.replacen(FROM, "", 1),
            page.replacen(FROM, "", 2),
        ] {
            assert!(without(&changed, &given).is_err(), "{changed:?}");
        }
        assert_eq!((marked(""), of_name("language", "zh")), (String::new(), "zh".to_owned()));
    }
}

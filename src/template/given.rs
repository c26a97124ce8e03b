//! What a frame prints and did not write: the parts of evqc, the number of a certificate, the name of a laboratory.
//!
//! A frame is rendered with a token in the place of each, and a token is the same whatever it stands for. What stands around the
//! tokens is looked at, and only then comes in what they stand for. So a frame says the same around every lot, whatever its language
//! can ask: it has seen none.

use crate::lookalike;
use minijinja::HtmlEscape;
use minijinja::value::Value;

/// The first of the noncharacters of Unicode; a token begins and ends with its own. No text has a letter of such a number.
const FIRST: u32 = 0xfdd0;
const LAST: u32 = 0xfdef;

/// Stands in each token, so that a filter that changes letters, digits, signs or blanks changes the token, and is told.
const LETTERS: &str = " -.0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz";

/// Whether nobody sees a sign. Those that words are written with are left: a hyphen where a line may break, the joiners of
/// Persian and Hindi, what tells a picture from a letter.
pub(super) fn is_unseen(sign: char) -> bool {
    const OF_WORDS: [char; 5] = ['\u{ad}', '\u{200c}', '\u{200d}', '\u{fe0e}', '\u{fe0f}'];
    lookalike::is_invisible(sign) && !OF_WORDS.contains(&sign)
}

fn is_sign(sign: char) -> bool {
    (FIRST..=LAST).contains(&u32::from(sign))
}

/// Whether a text has a token, or a piece of one.
pub(super) fn is_in(text: &str) -> bool {
    text.contains(is_sign)
}

/// What one token stands for.
struct One {
    /// As the frame calls it: `lot`, `evqc.report`.
    name: String,
    token: String,
    /// As it was given.
    text: String,
    /// Whether it is markup.
    is_part: bool,
}

/// All that a frame is given.
#[derive(Default)]
pub(super) struct Given(Vec<One>);

/// What stands at a place of a rendered frame.
enum Piece<'p> {
    Written(&'p str),
    Given(&'p One),
}

impl Given {
    /// Takes a part of evqc, and gives what the frame gets instead.
    pub fn part(&mut self, name: String, markup: &str) -> Value {
        self.add(name, markup, true)
    }

    /// The same for a text.
    pub fn text(&mut self, name: &str, text: &str) -> Value {
        self.add(name.to_owned(), text, false)
    }

    fn add(&mut self, name: String, text: &str, is_part: bool) -> Value {
        let number = u32::try_from(self.0.len()).unwrap_or(LAST);
        let sign = char::from_u32(FIRST + number).unwrap_or(char::REPLACEMENT_CHARACTER);
        let token = format!("{sign}{name}{LETTERS}{sign}");
        self.0.push(One { name, token: token.clone(), text: text.replace(is_sign, "\u{fffd}"), is_part });
        Value::from(token)
    }

    /// A text in its pieces.
    ///
    /// # Errors
    /// The line of a token that is not as it was given, and why that cannot be.
    fn pieces<'p>(&'p self, text: &'p str) -> Result<Vec<Piece<'p>>, (usize, String)> {
        let mut pieces = Vec::new();
        let (mut rest, mut line) = (text, 1);
        let lines = |text: &str| text.matches('\n').count();
        while let Some((at, sign)) = rest.char_indices().find(|(_, sign)| is_sign(*sign)) {
            let (before, from) = rest.split_at(at);
            line += lines(before);
            let one = self.0.iter().find(|one| one.token.starts_with(sign));
            let Some((one, behind)) = one.and_then(|one| Some((one, from.strip_prefix(&one.token)?))) else {
                return Err((line, changed(one)));
            };
            pieces.extend([Piece::Written(before), Piece::Given(one)]);
            rest = behind;
        }
        pieces.push(Piece::Written(rest));
        // What lost its signs on the way, as in the printed form of a list.
        let left = |piece: &&Piece<'_>| matches!(piece, Piece::Written(text) if text.contains(LETTERS));
        if pieces.iter().any(|piece| left(&piece)) {
            let one = self.0.iter().find(|one| text.contains(&format!("\\u{{{:x}}}{}", one.number(), one.name)));
            return Err((line, changed(one)));
        }
        Ok(pieces)
    }

    /// A rendered frame with the parts of evqc in it, and tokens for everything else.
    ///
    /// # Errors
    /// See [`Given::pieces`].
    pub fn with_parts(&self, rendered: &str) -> Result<String, String> {
        let told = |(line, why)| format!("line {line}: {why}");
        let piece = |piece: Piece<'_>| match piece {
            Piece::Written(text) => text.to_owned(),
            Piece::Given(one) if one.is_part => one.text.clone(),
            Piece::Given(one) => one.token.clone(),
        };
        Ok(self.pieces(rendered).map_err(told)?.into_iter().map(piece).collect())
    }

    /// The page as it is written.
    ///
    /// # Errors
    /// See [`Given::pieces`].
    pub fn filled(&self, rendered: &str) -> Result<String, String> {
        let mut page = String::with_capacity(rendered.len());
        for piece in self.pieces(rendered).map_err(|(_, why)| why)? {
            match piece {
                Piece::Written(text) => page.push_str(text),
                Piece::Given(one) if one.is_part => page.push_str(&one.text),
                // Letters around that are read from the right would turn groups of digits around.
                Piece::Given(one) if is_in_body(&page) => {
                    page.push_str(&format!("<bdi>{}</bdi>", HtmlEscape(&one.text)))
                }
                Piece::Given(one) => page.push_str(&HtmlEscape(&one.text).to_string()),
            }
        }
        Ok(page)
    }

    /// What stands directly beside something that was given, so that both read as one: a digit behind the number of a lot.
    ///
    /// # Errors
    /// See [`Given::pieces`].
    pub fn joined(&self, text: &str) -> Result<Option<String>, String> {
        let pieces = self.pieces(text).map_err(|(_, why)| why)?;
        let written = |at: Option<usize>| match at.and_then(|at| pieces.get(at)) {
            Some(Piece::Written(text)) => Some(*text),
            _ => None,
        };
        for (at, piece) in pieces.iter().enumerate() {
            let Piece::Given(one) = piece else { continue };
            if one.is_part || one.is_version() {
                continue;
            }
            let (before, behind) = (written(at.checked_sub(1)), written(Some(at + 1)));
            let is_last = at + 2 == pieces.len();
            let follows = !is_last && behind.is_some_and(str::is_empty);
            if follows
                || before.is_some_and(|text| !may_stand_before(text))
                || behind.is_some_and(|text| !may_stand_behind(text))
            {
                return Ok(Some(one.name.clone()));
            }
        }
        Ok(None)
    }

    /// What a frame says itself, twice: where something was given, a digit stands for a text that has some, and a letter else, so
    /// that what stands beside it is read as beside a number or a name; and with blanks around, so that it is no part of a word.
    ///
    /// # Errors
    /// See [`Given::pieces`].
    pub fn without(&self, text: &str, template: Versioned<'_>) -> Result<String, String> {
        let (mut own, mut apart) = (String::new(), String::new());
        for piece in self.pieces(text).map_err(|(_, why)| why)? {
            match piece {
                Piece::Written(text) => {
                    own.push_str(text);
                    apart.push_str(text);
                }
                Piece::Given(one) => {
                    let instead = template.seen(&own, &one.text);
                    own.push_str(instead);
                    apart.push_str(&format!(" {instead} "));
                }
            }
        }
        Ok(format!("{own}\n{apart}"))
    }
}

/// Whether what follows is a text of the page, and neither an attribute, which has no `<` and `>`, nor its title.
fn is_in_body(page: &str) -> bool {
    page.rfind('>') > page.rfind('<') && page.contains("<body")
}

impl One {
    /// Whether it says of the template or the program which one it is: `v{{ template.version }}`.
    fn is_version(&self) -> bool {
        self.name.starts_with("template.") || self.name.starts_with("tool.")
    }

    fn number(&self) -> u32 {
        self.token.chars().next().map_or(0, u32::from)
    }
}

/// Whether what was given reads as it is behind this text: behind a blank, an opening bracket, a colon, or Chinese, which has no blanks.
fn may_stand_before(text: &str) -> bool {
    const OPENING: &str = "([{\"'|:;";
    text.chars().next_back().is_none_or(|sign| is_gap(sign) || OPENING.contains(sign) || lookalike::is_chinese(sign))
}

/// The same before a text: a point or a comma is that of the sentence where nothing stands directly behind it.
fn may_stand_behind(text: &str) -> bool {
    const CLOSING: &str = ")]}\"'|";
    let mut signs = text.chars();
    let Some(first) = signs.next() else { return true };
    let ends = ".,;:!?".contains(first) && signs.next().is_none_or(|next| is_gap(next) || CLOSING.contains(next));
    ends || is_gap(first) || CLOSING.contains(first) || lookalike::is_chinese(first)
}

/// A blank, or a sign between words: of Chinese, or a quotation mark.
fn is_gap(sign: char) -> bool {
    sign.is_whitespace() || sign == crate::claims::APART || "“”„«»‹›，。、；：！？（）《》「」【】".contains(sign)
}

fn changed(one: Option<&One>) -> String {
    let name = one.map_or("something", |one| &one.name);
    format!("changes `{name}` or takes it apart: a frame prints what it was given as it is")
}

/// A version with a point that stands somewhere else than behind the name of its template is read as the number that it looks like:
/// `Endotoxin {{ template.version }}`.
#[derive(Clone, Copy)]
pub(super) struct Versioned<'t> {
    pub name: &'t str,
    pub version: &'t str,
}

impl Versioned<'_> {
    /// What is read in the place of a given text behind this one.
    fn seen<'g>(self, before: &str, given: &'g str) -> &'g str {
        let is_alone = given == self.version && given.contains('.') && !before.trim_end().ends_with(self.name);
        match given.chars().any(char::is_numeric) {
            _ if is_alone => given,
            true => "0",
            false if given.is_empty() => "",
            false => "x",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_directly_beside_what_was_given() {
        let mut given = Given::default();
        let lot = given.text("lot", "EV-3102").to_string();
        let number = given.text("number", "CoA-1").to_string();
        let version = given.text("template.version", "1.2").to_string();
        for frame in [
            "@1",
            "@-B",
            "1@",
            "CoA@",
            "@.1",
            "@/7",
            "@,5",
            "@_",
            "\u{2013}@",
            "@\u{ad}1",
            "@\u{ff11}",
            "@\u{b7}1",
            "x @a",
        ] {
            let page = frame.replace('@', &lot);
            assert_eq!(given.joined(&page).unwrap().as_deref(), Some("lot"), "{frame}");
        }
        assert_eq!(given.joined(&format!("{lot}{number}")).unwrap().as_deref(), Some("lot"));
        for frame in [
            "@",
            "Lot @.",
            "Lot @, of @",
            "(@)",
            "Lot:@",
            "批号@。",
            "“@”",
            "@: page",
            "\n@\n",
            "@'s page",
            "a | @ | b",
        ] {
            assert_eq!(given.joined(&frame.replace('@', &lot)).unwrap(), None, "{frame}");
        }
        assert_eq!(given.joined(&format!("v{version}, {lot} {number}")).unwrap(), None);
    }

    #[test]
    fn what_was_given_is_told_from_what_was_written() {
        let mut given = Given::default();
        let number = given.text("number", "CoA-<1>").to_string();
        let laboratory = given.text("laboratory", "GMP GmbH").to_string();
        let version = given.text("template.version", "0.02").to_string();
        let report = given.part("evqc.report".to_owned(), "<p>0 ng</p>").to_string();
        let template = Versioned { name: "Frame", version: "0.02" };
        let page = format!("No. {number} of {laboratory} passed");
        assert_eq!(given.without(&page, template).unwrap(), "No. 0 of x passed\nNo.  0  of  x  passed");
        let versions = format!("Frame {version}, Endotoxin {version}");
        let seen = given.without(&versions, template).unwrap();
        assert!(seen.starts_with("Frame 0, Endotoxin 0.02\n"), "{seen}");
        assert_eq!(given.filled(&page).unwrap(), "No. CoA-&lt;1&gt; of GMP GmbH passed");
        let framed = format!("<title>{number}</title><body><p title=\"{number}\">{number}</p>");
        let filled = "<title>CoA-&lt;1&gt;</title><body><p title=\"CoA-&lt;1&gt;\"><bdi>CoA-&lt;1&gt;</bdi></p>";
        assert_eq!(given.filled(&framed).unwrap(), filled);
        assert_eq!(given.with_parts(&format!("a{report}{number}")).unwrap(), format!("a<p>0 ng</p>{number}"));
        let end = number.chars().next_back().unwrap();
        for changed in [
            page.replace('A', "B"),
            page.replacen("number", "", 1),
            page.replacen(end, "", 1),
            number.chars().rev().collect(),
            format!("{:?}", [&number]),
            number.to_uppercase(),
        ] {
            let why = given.with_parts(&changed).unwrap_err();
            assert!(why.starts_with("line 1: changes `number` or takes it apart"), "{changed:?}: {why}");
        }
        let why = given.with_parts(&format!("\n\nx{}", report.replace(' ', ""))).unwrap_err();
        assert!(why.starts_with("line 3: changes `evqc.report`"), "{why}");
        // A token of its own for each, none of them a text that anybody writes.
        assert!(given.0.iter().all(|one| is_in(&one.token)) && !is_in(LETTERS));
    }
}

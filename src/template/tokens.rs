//! A style as a browser takes it apart: into words, numbers, strings and signs.
//!
//! What spells something in another way, what closes an element and what a browser may take for something else is refused: escapes,
//! `<`, blanks other than those of ASCII, a string or a comment that does not end.
//!
//! # Source
//! CSS Syntax Module Level 3 (W3C), section 4.

use super::given;

/// What a style of a laboratory may not have.
#[derive(Debug)]
pub(super) struct Fault {
    /// As it is written there.
    pub text: String,
    pub line: usize,
    pub why: String,
}

/// What styles are for.
pub(super) const LOOKS_ALONE: &str = "a style says how things look, and neither fetches nor writes nor lays out anew";

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind<'s> {
    /// White space.
    Blank,
    /// An identifier: `color`, `--ink`.
    Word,
    /// A name with its bracket: `var(`.
    Function,
    /// `@media`.
    At,
    /// `#fff`.
    Hash,
    /// A string, with its quotation marks.
    Quoted,
    /// A number and its unit, which is `%` for a percentage and empty for a bare number.
    Number(f64, &'s str),
    /// One sign by itself.
    Sign(char),
}

/// A piece of a style.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'s> {
    pub kind: Kind<'s>,
    /// As it is written.
    pub text: &'s str,
    /// Its first byte.
    pub at: usize,
    pub line: usize,
}

impl Token<'_> {
    pub fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// What is refused of the rest of a style: as it is written there, and why.
type Refused = (String, &'static str);

/// The tokens of a style, without its comments.
pub(super) fn tokens(style: &str) -> Result<Vec<Token<'_>>, Fault> {
    let mut all: Vec<Token<'_>> = Vec::new();
    let (mut at, mut line) = (0, 1);
    let mut commented = false;
    while let Some(rest) = style.get(at..).filter(|rest| !rest.is_empty()) {
        let fault = |(text, why): Refused| Fault { text, line, why: why.to_owned() };
        let length = if rest.starts_with("/*") {
            commented = true;
            comment(rest).map_err(fault)?
        } else {
            let (kind, length) = one(rest).map_err(fault)?;
            let token = Token { kind, text: rest.get(..length).unwrap_or(rest), at, line };
            // What stands on both sides of a comment is one thing to a reader and two to a browser.
            if std::mem::take(&mut commented) && all.last().is_some_and(|last| !parts(last)) && !parts(&token) {
                return Err(fault(("/*".to_owned(), "a comment has a blank beside it")));
            }
            all.push(token);
            length
        };
        line += rest.get(..length).unwrap_or_default().matches('\n').count();
        at += length;
    }
    Ok(all)
}

/// Whether a token parts what stands before it from what stands behind it.
fn parts(token: &Token<'_>) -> bool {
    token.kind == Kind::Blank || "{};:,".chars().any(|sign| token.is(sign))
}

/// How long a comment is.
fn comment(rest: &str) -> Result<usize, Refused> {
    let inside = rest.get(2..).unwrap_or_default();
    let end = inside.find("*/").ok_or_else(|| ("/*".to_owned(), "a comment is not closed"))?;
    match inside.get(..end).is_some_and(|inside| inside.contains("</")) {
        true => Err(("</".to_owned(), "what a style stands in could end there, in a comment too")),
        false => Ok(end + 4),
    }
}

/// The first token of a text, and how long it is.
fn one(rest: &str) -> Result<(Kind<'_>, usize), Refused> {
    let blank = run(rest, is_blank);
    if blank > 0 {
        return Ok((Kind::Blank, blank));
    }
    if rest.starts_with(['"', '\'']) {
        return quoted(rest);
    }
    if let Some(number) = number(rest) {
        return Ok(number);
    }
    let name = name(rest);
    // Without quotation marks an address has a grammar of its own, and with them it fetches.
    if let Some(url) = rest.get(..4).filter(|start| start.eq_ignore_ascii_case("url(")) {
        return Err((url.to_owned(), LOOKS_ALONE));
    }
    if name > 0 && !rest.starts_with("-->") {
        return match rest.get(name..).is_some_and(|after| after.starts_with('(')) {
            true => Ok((Kind::Function, name + 1)),
            false => Ok((Kind::Word, name)),
        };
    }
    sign(rest)
}

/// An `@` or `#` with its name, or a sign by itself.
fn sign(rest: &str) -> Result<(Kind<'_>, usize), Refused> {
    const SIGNS: &str = "{}()[]:;,.>+~*/!=^$|-";
    let mut signs = rest.chars();
    let first = signs.next().unwrap_or_default();
    let after = signs.as_str();
    let length = first.len_utf8();
    match first {
        '@' if name(after) > 0 => Ok((Kind::At, length + name(after))),
        '#' if run(after, is_of_name) > 0 => Ok((Kind::Hash, length + run(after, is_of_name))),
        _ if rest.starts_with("-->") => Err(("-->".to_owned(), LOOKS_ALONE)),
        _ if SIGNS.contains(first) => Ok((Kind::Sign(first), length)),
        _ if first.is_ascii_graphic() => Err((first.to_string(), LOOKS_ALONE)),
        _ => Err((format!("U+{:04X}", u32::from(first)), "it is neither a letter nor a blank of CSS")),
    }
}

/// How many bytes of a text are signs of a kind.
fn run(text: &str, is_one: fn(char) -> bool) -> usize {
    text.find(|sign| !is_one(sign)).unwrap_or(text.len())
}

/// White space of CSS, which has no more of it.
fn is_blank(sign: char) -> bool {
    matches!(sign, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

fn begins_name(sign: char) -> bool {
    sign == '_' || sign.is_ascii_alphabetic() || !sign.is_ascii() && sign.is_alphabetic()
}

fn is_of_name(sign: char) -> bool {
    begins_name(sign) || sign == '-' || sign.is_ascii_digit()
}

/// How long the name is with which a text begins.
fn name(text: &str) -> usize {
    let is_one = match text.strip_prefix('-') {
        Some(after) => after.starts_with(|sign| sign == '-' || begins_name(sign)),
        None => text.starts_with(begins_name),
    };
    if is_one { run(text, is_of_name) } else { 0 }
}

/// The number with which a text begins, with its unit.
fn number(text: &str) -> Option<(Kind<'_>, usize)> {
    let digits = |from: usize| text.get(from..).map_or(0, |rest| run(rest, |sign| sign.is_ascii_digit()));
    let is = |at: usize, signs: &[char]| text.get(at..).is_some_and(|rest| rest.starts_with(signs));
    let from = usize::from(is(0, &['+', '-']));
    let mut end = from + digits(from);
    if is(end, &['.']) && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    if end == from {
        return None;
    }
    if is(end, &['e', 'E']) {
        let signed = end + 1 + usize::from(is(end + 1, &['+', '-']));
        end = if digits(signed) > 0 { signed + digits(signed) } else { end };
    }
    let (number, after) = text.split_at_checked(end)?;
    let unit = if after.starts_with('%') { 1 } else { name(after) };
    Some((Kind::Number(number.parse().ok()?, after.get(..unit)?), end + unit))
}

/// The string with which a text begins. What could end a rule for whoever reads otherwise than a browser does is in none.
fn quoted(rest: &str) -> Result<(Kind<'_>, usize), Refused> {
    let mut signs = rest.char_indices();
    let quote = signs.next().map(|(_, sign)| sign);
    let end = signs.find(|(_, sign)| Some(*sign) == quote || matches!(sign, '\n' | '\r' | '\u{c}'));
    let Some((end, _)) = end.filter(|(_, sign)| Some(*sign) == quote) else {
        let line = rest.lines().next().unwrap_or_default();
        return Err((line.to_owned(), "a bracket or quotation mark is not closed"));
    };
    let text = rest.get(..=end).unwrap_or(rest);
    let is_odd = |sign: char| "\\<;{}".contains(sign) || sign.is_control() || given::is_unseen(sign);
    match text.contains(is_odd) || text.contains("/*") || text.contains("*/") {
        true => Err((text.to_owned(), "between quotation marks stands the name of a font alone")),
        false => Ok((Kind::Quoted, end + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(style: &str) -> Vec<(Kind<'_>, &str)> {
        tokens(style).unwrap().into_iter().map(|token| (token.kind, token.text)).collect()
    }

    fn refused(style: &str) -> (String, usize) {
        let fault = tokens(style).unwrap_err();
        (fault.text, fault.line)
    }

    /// Section 4.3 of the specification, and the diagrams of section 4.1.
    #[test]
    fn tokens_are_those_of_a_browser() {
        use Kind::{Blank, Function, Hash, Number, Quoted, Sign, Word};
        let word = |text| (Word, text);
        assert_eq!(kinds("and ("), [word("and"), (Blank, " "), (Sign('('), "(")]);
        assert_eq!(kinds("and("), [(Function, "and(")]);
        assert_eq!(
            kinds("--foo -x - -1 -.5e1px"),
            [
                word("--foo"),
                (Blank, " "),
                word("-x"),
                (Blank, " "),
                (Sign('-'), "-"),
                (Blank, " "),
                (Number(-1.0, ""), "-1"),
                (Blank, " "),
                (Number(-5.0, "px"), "-.5e1px"),
            ]
        );
        assert_eq!(kinds("1e3"), [(Number(1000.0, ""), "1e3")]);
        assert_eq!(kinds("1em"), [(Number(1.0, "em"), "1em")]);
        assert_eq!(kinds("1e-x"), [(Number(1.0, "e-x"), "1e-x")]);
        assert_eq!(kinds("12.5%"), [(Number(12.5, "%"), "12.5%")]);
        assert_eq!(kinds("5-3"), [(Number(5.0, ""), "5"), (Number(-3.0, ""), "-3")]);
        assert_eq!(kinds("1."), [(Number(1.0, ""), "1"), (Sign('.'), ".")]);
        assert_eq!(kinds("+.5.5"), [(Number(0.5, ""), "+.5"), (Number(0.5, ""), ".5")]);
        assert_eq!(kinds("#1f4 #-a"), [(Hash, "#1f4"), (Blank, " "), (Hash, "#-a")]);
        assert_eq!(kinds("\"a'b\" 'c\"d'"), [(Quoted, "\"a'b\""), (Blank, " "), (Quoted, "'c\"d'")]);
        assert_eq!(kinds("@media"), [(Kind::At, "@media")]);
        assert_eq!(kinds("微软雅黑"), [word("微软雅黑")]);
    }

    #[test]
    fn comments_are_none_within_strings_and_part_nothing() {
        assert_eq!(kinds("a /* ' \" { */ b").len(), 4);
        assert_eq!(kinds("a/* x */;/**/b").len(), 3);
        for (style, text, line) in [
            ("\n.a { font-family: \"/*\" }", "\"/*\"", 2),
            ("x[title='*/']", "'*/'", 1),
            ("td/**/p", "/*", 1),
            ("a\n/* x", "/*", 2),
            ("/* </style><p> */", "</", 1),
            ("/* \n */ <", "<", 2),
        ] {
            assert_eq!(refused(style), (text.to_owned(), line), "{style}");
        }
    }

    #[test]
    fn what_spells_something_otherwise_is_refused() {
        for style in ["a\u{a0}b", "a\u{3000}b", "a\u{b}b", "a\u{200b}b", "a\u{feff}b", "a\0b"] {
            assert!(refused(style).0.starts_with("U+"), "{style}");
        }
        for (style, text) in [
            ("c\\6fntent", "\\"),
            ("a & b", "&"),
            ("-->", "-->"),
            ("<!--", "<"),
            ("URL(x)", "URL("),
            ("'a\nb'", "'a"),
            ("'a", "'a"),
            ("\"a\\\"\"", "\"a\\\""),
            ("'; color: #fff'", "'; color: #fff'"),
        ] {
            assert_eq!(refused(style).0, text, "{style}");
        }
    }
}

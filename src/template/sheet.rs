//! The rules of a style: for which screens, of what, and what they set. What a browser leaves out, or reads as something else, is
//! refused, so that what is looked at is what it does.

use super::tokens::{Fault, Kind, LOOKS_ALONE, Token, tokens};

/// What a style sets for what a selector names.
#[derive(Debug)]
pub(super) struct Rule {
    /// The media that it is for, from the outermost on: `screen and (prefers-color-scheme:dark)`.
    pub media: Vec<String>,
    /// With small letters but for classes, ids and the values of attributes.
    pub selector: String,
    pub declarations: Vec<Declared>,
}

impl Rule {
    /// Whether each element of each page has what it sets: variables are handed down.
    pub fn is_everywhere(&self) -> bool {
        self.media.is_empty() && ["html", ":root"].contains(&self.selector.as_str())
    }
}

/// One declaration.
#[derive(Debug)]
pub(super) struct Declared {
    /// With small letters but for a variable.
    pub name: String,
    /// With small letters but for variables and strings, and with one blank where there are blanks.
    pub value: String,
    /// As it is written.
    pub text: String,
    pub line: usize,
}

/// What stands before a `{`, `;` or `}`, without the blanks around it.
struct Piece<'s, 't> {
    tokens: &'t [Token<'s>],
    end: Option<char>,
    /// As it is written.
    text: &'s str,
    line: usize,
}

impl Piece<'_, '_> {
    fn fault(&self, why: impl Into<String>) -> Fault {
        Fault { text: self.text.to_owned(), line: self.line, why: why.into() }
    }
}

/// The rules of a style, in their order.
pub(super) fn rules(style: &str) -> Result<Vec<Rule>, Fault> {
    let all = tokens(style)?;
    let mut rules: Vec<Rule> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut in_rule = false;
    for piece in pieces(style, &all)? {
        match (piece.end, in_rule) {
            (Some('{'), true) => return Err(piece.fault(NESTED)),
            (Some('{'), false) if piece.tokens.first().is_some_and(|first| first.kind == Kind::At) => {
                open.push(media(&piece)?);
            }
            (Some('{'), false) => {
                rules.push(Rule { media: open.clone(), selector: selector(&piece)?, declarations: Vec::new() });
                in_rule = true;
            }
            (end, true) => {
                let own = (!piece.tokens.is_empty()).then(|| declared(&piece)).transpose()?;
                if let Some(rule) = rules.last_mut() {
                    rule.declarations.extend(own);
                }
                in_rule = end != Some('}');
            }
            (Some('}'), false) if piece.tokens.is_empty() && open.pop().is_some() => {}
            (None, false) if piece.tokens.is_empty() => {}
            _ => return Err(outside(&piece)),
        }
    }
    match in_rule || !open.is_empty() {
        true => Err(Fault { text: "{".to_owned(), line: 1 + style.matches('\n').count(), why: NOT_CLOSED.to_owned() }),
        false => Ok(rules),
    }
}

const NESTED: &str = "a style has rules and `@media`, and no rule within another one; paper, its edges and numbers of pages are evqc's, and \
                      `font-family` names a font that is installed";
const NOT_CLOSED: &str = "a bracket or quotation mark is not closed";

/// What is wrong with something that stands in no rule.
fn outside(piece: &Piece<'_, '_>) -> Fault {
    match piece.tokens.first() {
        Some(first) if first.kind == Kind::At => {
            Fault { text: first.text.to_owned(), line: first.line, why: LOOKS_ALONE.to_owned() }
        }
        Some(_) => piece.fault("it stands in no rule"),
        None => Fault { text: piece.end.map_or_else(String::new, String::from), ..piece.fault("it ends no rule") },
    }
}

/// A style in pieces; none of the signs that end one stands in brackets.
fn pieces<'s, 't>(style: &'s str, all: &'t [Token<'s>]) -> Result<Vec<Piece<'s, 't>>, Fault> {
    let mut found = Vec::new();
    let mut awaited: Vec<char> = Vec::new();
    let mut from = 0;
    for (at, token) in all.iter().enumerate() {
        let own = || piece(style, all.get(from..at).unwrap_or_default(), None, token.line);
        match token.kind {
            Kind::Function | Kind::Sign('(') => awaited.push(')'),
            Kind::Sign('[') => awaited.push(']'),
            Kind::Sign(sign @ (')' | ']')) if awaited.pop() != Some(sign) => return Err(own().fault(NOT_CLOSED)),
            Kind::Sign('{' | '}' | ';') if !awaited.is_empty() => return Err(own().fault(NOT_CLOSED)),
            Kind::Sign(end @ ('{' | '}' | ';')) => {
                found.push(Piece { end: Some(end), ..own() });
                from = at + 1;
            }
            _ => {}
        }
    }
    let last = piece(style, all.get(from..).unwrap_or_default(), None, all.last().map_or(1, |last| last.line));
    if !awaited.is_empty() {
        return Err(last.fault(NOT_CLOSED));
    }
    found.push(last);
    Ok(found)
}

fn piece<'s, 't>(style: &'s str, all: &'t [Token<'s>], end: Option<char>, line: usize) -> Piece<'s, 't> {
    let tokens = trimmed(all);
    let from = tokens.first().map_or(0, |first| first.at);
    let to = tokens.last().map_or(from, |last| last.at + last.text.len());
    Piece {
        tokens,
        end,
        text: style.get(from..to).unwrap_or_default(),
        line: tokens.first().map_or(line, |one| one.line),
    }
}

/// Tokens without the blanks around them.
fn trimmed<'s, 't>(mut all: &'t [Token<'s>]) -> &'t [Token<'s>] {
    while let [first, rest @ ..] = all
        && first.kind == Kind::Blank
    {
        all = rest;
    }
    while let [rest @ .., last] = all
        && last.kind == Kind::Blank
    {
        all = rest;
    }
    all
}

/// Tokens as one text, each as it is called, with one blank where there are blanks that part something.
fn joined<'s>(all: &[Token<'s>], dense: &[char], called: impl Fn(usize, &Token<'s>) -> String) -> String {
    let mut text = String::new();
    for (at, token) in all.iter().enumerate() {
        if token.kind != Kind::Blank {
            text.push_str(&called(at, token));
            continue;
        }
        let after = all.get(at + 1).and_then(|next| next.text.chars().next());
        let parts = !text.ends_with('(') && !text.ends_with(dense);
        let parts_next = after.is_some_and(|after| after != ')' && !dense.contains(&after));
        if parts && parts_next && !text.ends_with(' ') {
            text.push(' ');
        }
    }
    text
}

fn declared(piece: &Piece<'_, '_>) -> Result<Declared, Fault> {
    let colon = piece.tokens.iter().position(|token| token.is(':'));
    let (name, value) = piece.tokens.split_at_checked(colon.unwrap_or_default()).unwrap_or_default();
    let ([name], value) = (trimmed(name), trimmed(value.get(1..).unwrap_or_default())) else {
        return Err(no_declaration(piece));
    };
    if name.kind != Kind::Word || value.is_empty() {
        return Err(no_declaration(piece));
    }
    let value = joined(value, &[], |_, token| match token.kind {
        Kind::Quoted => token.text.to_owned(),
        _ => small(token.text),
    });
    Ok(Declared { name: small(name.text), value, text: piece.text.to_owned(), line: piece.line })
}

fn no_declaration(piece: &Piece<'_, '_>) -> Fault {
    match piece.tokens.first() {
        Some(first) if first.kind == Kind::At => outside(piece),
        _ => piece.fault("it is no property with a value"),
    }
}

/// A name in small letters; variables are told apart by their case.
fn small(name: &str) -> String {
    if name.starts_with("--") { name.to_owned() } else { name.to_ascii_lowercase() }
}

/// Classes of a state or a place that a selector may have. None is a part of what stands there.
const STATES: [&str; 26] = [
    "active",
    "any-link",
    "empty",
    "first-child",
    "first-of-type",
    "focus",
    "focus-visible",
    "focus-within",
    "has",
    "hover",
    "is",
    "lang",
    "last-child",
    "last-of-type",
    "link",
    "not",
    "nth-child",
    "nth-last-child",
    "nth-last-of-type",
    "nth-of-type",
    "only-child",
    "only-of-type",
    "root",
    "target",
    "visited",
    "where",
];

/// What a rule is about.
fn selector(piece: &Piece<'_, '_>) -> Result<String, Fault> {
    let is_known = |token: &Token<'_>| match token.kind {
        Kind::Sign(sign) => ".:>+~*,()[]=^$|-".contains(sign),
        Kind::At => false,
        _ => true,
    };
    if piece.tokens.is_empty() || !piece.tokens.iter().all(is_known) {
        return Err(piece.fault("it is not read here as what a rule is about"));
    }
    let mut depth = 0_usize;
    let mut within: Vec<bool> = Vec::new();
    for (at, token) in piece.tokens.iter().enumerate() {
        depth = if token.is('[') { depth + 1 } else { depth };
        within.push(depth > 0);
        depth = if token.is(']') { depth.saturating_sub(1) } else { depth };
        if token.is(':') && depth == 0 {
            state(token, piece.tokens.get(at + 1))?;
        }
        if token.is('|') && depth == 0 {
            return Err(piece.fault("it is not read here as what a rule is about"));
        }
    }
    // An attribute of another case is another one; so is a class.
    let is_exact = |at: usize, token: &Token<'_>| {
        let is_class = at.checked_sub(1).and_then(|before| piece.tokens.get(before)).is_some_and(|one| one.is('.'));
        within.get(at) == Some(&true) || is_class || matches!(token.kind, Kind::Hash | Kind::Quoted)
    };
    Ok(joined(piece.tokens, &[','], |at, token| match is_exact(at, token) {
        true => token.text.to_owned(),
        false => token.text.to_ascii_lowercase(),
    }))
}

/// Whether what stands behind a colon is a state or a place.
fn state(colon: &Token<'_>, next: Option<&Token<'_>>) -> Result<(), Fault> {
    let fault = |text: String| Fault { text, line: colon.line, why: LOOKS_ALONE.to_owned() };
    let Some(next) = next.filter(|next| matches!(next.kind, Kind::Word | Kind::Function)) else {
        return Err(fault(format!(":{}", next.map_or("", |next| next.text))));
    };
    let name = next.text.trim_end_matches('(').to_ascii_lowercase();
    if STATES.contains(&name.as_str()) { Ok(()) } else { Err(fault(format!(":{}", next.text))) }
}

/// Words of a query, and what a query may ask.
const MEDIA: [&str; 6] = ["all", "and", "not", "only", "print", "screen"];
const FEATURES: [&str; 12] = [
    "height",
    "max-height",
    "max-width",
    "min-height",
    "min-width",
    "orientation",
    "prefers-color-scheme",
    "prefers-contrast",
    "prefers-reduced-motion",
    "resolution",
    "min-resolution",
    "width",
];

/// Which screens a block is for.
fn media(piece: &Piece<'_, '_>) -> Result<String, Fault> {
    let Some((at, query)) = piece.tokens.split_first().filter(|(at, _)| at.text.eq_ignore_ascii_case("@media")) else {
        return Err(Fault { why: NESTED.to_owned(), ..outside(piece) });
    };
    let fault =
        |token: &Token<'_>, why: &str| Fault { text: token.text.to_owned(), line: token.line, why: why.to_owned() };
    let query = trimmed(query);
    let mut depth = 0_usize;
    for (at, token) in query.iter().enumerate() {
        let name = token.text.to_ascii_lowercase();
        let opened = at.checked_sub(1).and_then(|before| query.get(before)).is_some_and(|one| one.is('('));
        let is_known = match token.kind {
            Kind::Word if depth == 0 => MEDIA.contains(&name.as_str()),
            Kind::Word => !opened || FEATURES.contains(&name.as_str()),
            Kind::Number(..) | Kind::Sign(':' | '/') => depth > 0,
            Kind::Sign(',') => depth == 0,
            Kind::Blank | Kind::Sign('(' | ')') => true,
            Kind::Function => {
                return Err(fault(token, "a browser does not read that: a blank stands before the bracket"));
            }
            _ => false,
        };
        if !is_known {
            return Err(fault(token, "it is not read here as a screen or paper that a rule is for"));
        }
        depth = if token.is('(') { depth + 1 } else { depth };
        depth = if token.is(')') { depth.saturating_sub(1) } else { depth };
    }
    if query.is_empty() {
        return Err(fault(at, "it says no screen or paper that a rule is for"));
    }
    Ok(joined(query, &[':', ','], |_, token| token.text.to_ascii_lowercase()))
}

/// The rules of a style that is read.
#[cfg(test)]
pub(super) fn of(style: &str) -> Vec<Rule> {
    rules(style).unwrap_or_else(|fault| panic!("{}: {}: {}", style, fault.text, fault.why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order;

    #[test]
    fn rules_are_read_in_one_way_of_writing() {
        let all =
            of("TD.Sum , p > B [data-label = \"Result\"]{ Color : VAR( --INK , #FFF ) ; margin:0 /* x */ 1PX;}\n\
                      @media  screen  and ( prefers-color-scheme : DARK ) { :root { --Ink: red } }");
        assert_eq!(all[0].selector, "td.Sum,p > b [data-label = \"Result\"]");
        let own =
            order::collect::<Vec<_>, _>(all[0].declarations.iter().map(|one| (one.name.as_str(), one.value.as_str())));
        assert_eq!(own, [("color", "var(--INK , #fff)"), ("margin", "0 1px")]);
        assert_eq!(all[0].declarations[0].text, "Color : VAR( --INK , #FFF )");
        assert_eq!(all[1].media, ["screen and (prefers-color-scheme:dark)"]);
        assert_eq!((all[1].declarations[0].name.as_str(), all[1].declarations[0].line), ("--Ink", 2));
        assert!(of("").is_empty() && of("/* nothing */\n").is_empty());
    }

    #[test]
    fn what_a_browser_leaves_out_is_refused() {
        for (style, text) in [
            ("td { color: red", "{"),
            ("td { color: red } }", "}"),
            ("td { color: red }; p { color: red }", ";"),
            ("--x: 3; p { color: red }", "--x: 3"),
            ("td { b { } }", "b"),
            ("td { color }", "color"),
            ("td { color:; }", "color:"),
            ("td { padding: (; }", "padding: ("),
            ("td { padding: ) }", "padding:"),
            ("{ color: red }", ""),
            ("*|td { color: red }", "*|td"),
            ("td::after { color: red }", "::"),
            ("td:first-letter { color: red }", ":first-letter"),
            ("@media screen and(prefers-color-scheme: dark) { td { color: red } }", "and("),
            ("@media tv { td { color: red } }", "tv"),
            ("@media (color) { td { color: red } }", "color"),
            ("@media { td { color: red } }", "@media"),
            ("@font-face { font-family: x }", "@font-face"),
            ("@import 'x';", "@import"),
            ("td { @media print { color: red } }", "@media print"),
        ] {
            assert_eq!(rules(style).unwrap_err().text, text, "{style}");
        }
    }
}

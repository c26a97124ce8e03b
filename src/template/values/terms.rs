//! A value in its parts, and what of it is a length whose bounds are known.

use crate::template::colours;
use crate::template::tokens::{Kind, Token, tokens};

/// A part of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term<'s> {
    Word(&'s str),
    /// A number with its unit.
    Length(f64, &'s str),
    /// A string without its quotation marks.
    Text(&'s str),
    Colour,
    Comma,
    Slash,
    /// A function by its name, with what stands in its brackets.
    Function(&'s str, Vec<Term<'s>>),
}

/// Functions whose values are known.
const FUNCTIONS: [&str; 6] = ["clamp", "max", "min", "rgb", "rgba", "var"];

/// The terms of a value; nothing: there is something in it that is not read here.
pub(super) fn terms(value: &str) -> Option<Vec<Term<'_>>> {
    let tokens = tokens(value).ok()?;
    let mut rest = &tokens[..];
    let all = group(&mut rest)?;
    rest.is_empty().then_some(all)
}

/// The terms up to a closing bracket, which is left.
fn group<'s>(rest: &mut &[Token<'s>]) -> Option<Vec<Term<'s>>> {
    let mut all = Vec::new();
    while let [token, after @ ..] = *rest {
        if token.is(')') {
            break;
        }
        *rest = after;
        all.extend(match token.kind {
            Kind::Blank => None,
            Kind::Function => Some(function(token, rest)?),
            _ => Some(plain(token)?),
        });
    }
    Some(all)
}

fn function<'s>(token: &Token<'s>, rest: &mut &[Token<'s>]) -> Option<Term<'s>> {
    let name = token.text.strip_suffix('(').filter(|name| FUNCTIONS.contains(name))?;
    let inside = group(rest)?;
    let [end, after @ ..] = *rest else { return None };
    *rest = after;
    end.is(')').then_some(Term::Function(name, inside))
}

fn plain<'s>(token: &Token<'s>) -> Option<Term<'s>> {
    match token.kind {
        Kind::Word => Some(Term::Word(token.text)),
        Kind::Number(number, unit) => Some(Term::Length(number, unit)),
        Kind::Quoted => token.text.get(1..token.text.len().checked_sub(1)?).map(Term::Text),
        Kind::Hash => colours::is_name(token.text).then_some(Term::Colour),
        Kind::Sign(',') => Some(Term::Comma),
        Kind::Sign('/') => Some(Term::Slash),
        _ => None,
    }
}

impl Term<'_> {
    /// Whether it is one of these words.
    pub fn is_word(&self, words: &[&str]) -> bool {
        matches!(self, Term::Word(word) if words.contains(word))
    }

    /// Whether it is a length of this kind, or one of several or between two that are: which one, only a browser knows.
    pub fn is_length(&self, is_fit: &dyn Fn(f64, &str) -> bool) -> bool {
        match self {
            Term::Length(length, unit) => is_fit(*length, unit),
            Term::Function("min" | "max", inside) => {
                let mut all = inside.split(|term| *term == Term::Comma);
                all.all(|one| matches!(one, [term] if term.is_length(is_fit)))
            }
            Term::Function("clamp", inside) => match &inside[..] {
                [least, Term::Comma, Term::Length(_, unit), Term::Comma, most] => {
                    pixels(0.0, unit).is_some() && least.is_length(is_fit) && most.is_length(is_fit)
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether it is a length from nothing to so many pixels.
    pub fn is_space(&self, most: f64) -> bool {
        self.is_length(&|length, unit| pixels(length, unit).is_some_and(|pixels| (0.0..=most).contains(&pixels)))
    }
}

/// A length in pixels, as a browser takes it on a large screen; nothing: a unit that is not known here.
pub(super) fn pixels(length: f64, unit: &str) -> Option<f64> {
    const PIXELS: [(&str, f64); 17] = [
        ("px", 1.0),
        ("pt", 1.4),
        ("pc", 16.0),
        ("rem", 16.0),
        ("em", 16.0),
        ("ex", 10.0),
        ("ch", 10.0),
        ("%", 10.0),
        ("mm", 3.8),
        ("cm", 38.0),
        ("in", 96.0),
        ("q", 1.0),
        ("", 1.0),
        // Of the largest of screens.
        ("vw", 40.0),
        ("vh", 40.0),
        ("vmin", 40.0),
        ("vmax", 40.0),
    ];
    PIXELS.iter().find(|(name, _)| *name == unit).map(|(_, pixels)| length * pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_within_bounds_or_none() {
        let is_space = |value: &str| terms(value).is_some_and(|all| all.len() == 1 && all[0].is_space(100.0));
        for value in ["0", "100px", "1e2px", "2rem", "min(5%,3rem)", "max(0,1px)", "clamp(1px,5vw,2rem)"] {
            assert!(is_space(value), "{value}");
        }
        for value in [
            "101px",
            "-1px",
            "1e3px",
            "1foo",
            "auto",
            "min(5%,300px)",
            "min()",
            "min(1px)  2px",
            "max(-1px,2px)",
            "min(1px 2px)",
            "clamp(1px,2px)",
            "clamp(-1px,2px,3px)",
            "clamp(1px,5vw,300px)",
            "clamp(1px,5foo,2px)",
            "min(var(--x),2px)",
        ] {
            assert!(!is_space(value), "{value}");
        }
        for value in ["calc(1px + 2px)", "url(x)", "(1px)", "1px)", "min(1px", "#12345", "1px!important", "a:b"] {
            assert_eq!(terms(value), None, "{value}");
        }
    }
}

//! The panel grammar: `at least 2 of [cd9, cd63, cd81] and none of [calnexin]`.

use super::codes;
use super::grammar::{Fault, after_word, bracketed, offset, split_word};

/// Longest statement in bytes.
const LONGEST: usize = 10_000;
/// Deepest nesting of panel statements.
const DEEPEST: usize = 8;

/// A panel statement over names that are not looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PanelText {
    /// A test, with where its name stands in the text (byte offsets).
    Member { name: String, start: usize, end: usize },
    /// `all of [...]`, or parts joined by `and`.
    All(Vec<PanelText>),
    /// `at least k of [...]`; `any of` is `at least 1 of`.
    AtLeast(u32, Vec<PanelText>),
    /// `none of [...]`.
    NoneOf(Vec<PanelText>),
}

/// Whether a criterion is a panel statement.
pub(super) fn is_panel(text: &str) -> bool {
    let text = text.trim_start();
    ["all of", "any of", "none of"].iter().any(|word| after_word(text, word).is_some())
        || after_word(text, "at least").is_some_and(|rest| rest.contains('['))
}

/// Reads a panel statement.
///
/// # Errors
/// What is wrong and where; counts that cannot be met, and members named twice in one list.
pub(super) fn parse(text: &str) -> Result<PanelText, Fault> {
    if text.len() > LONGEST {
        return Err(malformed(text, text, format!("the statement has more than {LONGEST} bytes")));
    }
    joined(text, text.trim(), 0)
}

fn joined(whole: &str, text: &str, depth: usize) -> Result<PanelText, Fault> {
    if depth > DEEPEST {
        return Err(malformed(whole, text, format!("panel statements are nested more than {DEEPEST} deep")));
    }
    let parts = split_word(text, "and");
    let mut statements = parts.iter().map(|part| statement(whole, part, depth)).collect::<Result<Vec<_>, _>>()?;
    Ok(if statements.len() == 1 { statements.remove(0) } else { PanelText::All(statements) })
}

fn statement(whole: &str, text: &str, depth: usize) -> Result<PanelText, Fault> {
    let (count, list) = quantifier(whole, text)?;
    let (items, tail) = bracketed(whole, list, &codes::MALFORMED_PANEL)?;
    if !tail.is_empty() {
        return Err(malformed(whole, tail, format!("`{tail}` follows a statement that is complete")));
    }
    let members = items.iter().map(|item| member(whole, item, depth)).collect::<Result<Vec<_>, _>>()?;
    for (index, item) in items.iter().enumerate() {
        if items[..index].contains(item) {
            return Err(Fault::at(
                &codes::REPEATED_PANEL_MEMBER,
                whole,
                item,
                format!("`{item}` stands twice in one list"),
            )
            .help("name it once"));
        }
    }
    match count {
        Quantifier::All => Ok(PanelText::All(members)),
        Quantifier::None => Ok(PanelText::NoneOf(members)),
        Quantifier::AtLeast(count) if count >= 1 && count as usize <= members.len() => {
            Ok(PanelText::AtLeast(count, members))
        }
        Quantifier::AtLeast(count) => {
            let message = format!("at least {count} of {} listed members are asked for", members.len());
            Err(Fault::at(&codes::PANEL_IMPOSSIBLE_COUNT, whole, text, message)
                .help(format!("write a number from 1 to {}", members.len())))
        }
    }
}

enum Quantifier {
    All,
    AtLeast(u32),
    None,
}

fn quantifier<'a>(whole: &str, text: &'a str) -> Result<(Quantifier, &'a str), Fault> {
    for (words, quantifier) in
        [("all of", Quantifier::All), ("any of", Quantifier::AtLeast(1)), ("none of", Quantifier::None)]
    {
        if let Some(rest) = after_word(text, words) {
            return Ok((quantifier, rest));
        }
    }
    let rest = after_word(text, "at least").ok_or_else(|| {
        malformed(whole, text, format!("`{text}` does not begin with all of, any of, at least K of or none of"))
    })?;
    let (number, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let count = number.parse().map_err(|_| malformed(whole, number, format!("`{number}` is not a whole number")))?;
    let list = after_word(rest.trim_start(), "of").ok_or_else(|| malformed(whole, text, "`of` is missing"))?;
    Ok((Quantifier::AtLeast(count), list))
}

fn member(whole: &str, item: &str, depth: usize) -> Result<PanelText, Fault> {
    if item.contains('[') {
        return joined(whole, item, depth + 1);
    }
    let start = offset(whole, item);
    Ok(PanelText::Member { name: item.trim_matches('"').to_owned(), start, end: start + item.len() })
}

fn malformed(whole: &str, part: &str, message: impl Into<String>) -> Fault {
    Fault::at(&codes::MALFORMED_PANEL, whole, part, message)
        .help("write all of, any of, at least K of or none of, then [a, b, c]; join parts with `and`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &PanelText) -> String {
        let list = |parts: &[PanelText]| parts.iter().map(shape).collect::<Vec<_>>().join(" ");
        match text {
            PanelText::Member { name, .. } => name.clone(),
            PanelText::All(parts) => format!("(all {})", list(parts)),
            PanelText::AtLeast(count, parts) => format!("({count} {})", list(parts)),
            PanelText::NoneOf(parts) => format!("(none {})", list(parts)),
        }
    }

    #[test]
    fn statements_nest_and_join() {
        for (text, expected) in [
            ("at least 2 of [cd9, cd63, cd81]", "(2 cd9 cd63 cd81)"),
            ("any of [a, b] and none of [c]", "(all (1 a b) (none c))"),
            ("all of [a, at least 1 of [b, c]]", "(all a (1 b c))"),
            ("All Of [a]", "(all a)"),
        ] {
            assert!(is_panel(text));
            assert_eq!(parse(text).as_ref().map(shape).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_statement_is_refused() {
        for (text, code) in [
            ("two of [a, b]", "malformed-panel"),
            ("any of a, b", "malformed-panel"),
            ("any of [a, b", "malformed-panel"),
            ("any of [a, ]", "malformed-panel"),
            ("any of [a] or any of [b]", "malformed-panel"),
            ("at least two of [a, b]", "malformed-panel"),
            ("at least 0 of [a, b]", "panel-impossible-count"),
            ("at least 3 of [a, b]", "panel-impossible-count"),
            ("at least 2 of [a, a]", "repeated-panel-member"),
        ] {
            assert_eq!(parse(text).unwrap_err().code.name, code, "{text}");
        }
        let deep = format!("{}a{}", "all of [".repeat(40), "]".repeat(40));
        assert_eq!(parse(&deep).unwrap_err().code.name, "malformed-panel");
    }
}

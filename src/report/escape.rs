//! Foreign text made harmless, one function per target.
//!
//! Lot ids, cells, comments, test names and file names come from whoever wrote the files. They may hold markup, workflow
//! commands, spreadsheet formulas or terminal escapes; none of them may do anything in a report but be read.
//!
//! Two rules hold for every target: a control character or a character that reorders text is shown as `\u{..}`, so it can
//! neither act nor hide; and nothing is dropped, so what is in the file can be recognised in the report.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character acts on its surroundings instead of being seen: controls, line separators, text direction,
/// zero-width marks.
pub(super) fn acts(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        )
        // Tag characters: an invisible copy of ASCII.
        || ('\u{e0000}'..='\u{e007f}').contains(&character)
        // Not allowed in XML and in several JSON readers.
        || matches!(character, '\u{fffe}' | '\u{ffff}')
}

/// The text on one line with every acting character shown: `\n`, `\t`, `\u{1b}`, `\u{202e}`.
///
/// This is the escape for terminals and log files; the other targets build on it.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        push_visible(&mut shown, character);
    }
    Cow::Owned(shown)
}

fn push_visible(shown: &mut String, character: char) {
    match character {
        '\n' => shown.push_str("\\n"),
        '\r' => shown.push_str("\\r"),
        '\t' => shown.push_str("\\t"),
        other if acts(other) => shown.extend(other.escape_unicode()),
        other => shown.push(other),
    }
}

/// Text for GitHub-flavoured Markdown: inside a table cell, a paragraph, or HTML in between.
///
/// Markup characters become entities, which Markdown and HTML take for the character itself and never for markup. A
/// zero-width space follows an at sign, since `@name` would call a person.
pub fn markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '@' => safe.push_str("&#64;&#8203;"),
            '|' | '`' | '*' | '_' | '~' | '[' | ']' | '\\' | '#' | '!' | '$' | '\'' => {
                // Writing to a String cannot fail.
                let _ = write!(safe, "&#{};", u32::from(character));
            }
            ':' if safe.ends_with("http") || safe.ends_with("https") => safe.push_str("&#58;"),
            other => push_visible(&mut safe, other),
        }
    }
    safe
}

/// The message of a GitHub workflow command.
pub fn github_message(text: &str) -> String {
    visible(text).replace('%', "%25")
}

/// A property (`file`, `title`) of a GitHub workflow command, where `:` and `,` also mean something.
pub fn github_property(text: &str) -> String {
    github_message(text).replace(':', "%3A").replace(',', "%2C")
}

/// A relative file name as a URI reference, for SARIF.
///
/// Everything but unreserved characters and `/` is written as percent and hexadecimal digits.
pub fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len() + 8);
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

/// Appends a text cell of a CSV file: one line, quoted when needed, never a formula.
///
/// A spreadsheet runs a cell that starts with `=`, `+`, `-`, `@`, tab or carriage return, also behind spaces; a leading
/// apostrophe makes it text (R-909). Numbers that evqc writes itself do not come here. Allocates nothing.
pub fn csv_text(out: &mut Vec<u8>, text: &str) {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/'));
    if plain && !text.starts_with('-') {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    if starts_formula(text) {
        out.push(b'\'');
    }
    let mut buffer = [0; 4];
    for character in text.chars() {
        match character {
            '"' => out.extend_from_slice(b"\"\""),
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            other if acts(other) => {
                for part in other.escape_unicode() {
                    out.extend_from_slice(part.encode_utf8(&mut buffer).as_bytes());
                }
            }
            other => out.extend_from_slice(other.encode_utf8(&mut buffer).as_bytes()),
        }
    }
    out.push(b'"');
}

/// Whether a spreadsheet might take the cell for a formula; full-width signs count, since some programs fold them.
fn starts_formula(text: &str) -> bool {
    let first = text.chars().find(|character| *character != ' ' && *character != '\u{a0}');
    matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv_cell(text: &str) -> String {
        let mut out = Vec::new();
        csv_text(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn acting_characters_are_shown_and_nothing_is_lost() {
        assert_eq!(visible("a\u{1b}[31mb\r\n\u{202e}"), "a\\u{1b}[31mb\\r\\n\\u{202e}");
        assert_eq!(visible("CD63 阳性率 ≥ 80 %"), "CD63 阳性率 ≥ 80 %");
    }

    #[test]
    fn formulas_become_text() {
        assert_eq!(csv_cell("=cmd|' /C calc'!A0"), "\"'=cmd|' /C calc'!A0\"");
        assert_eq!(csv_cell("-1"), "\"'-1\"");
        assert_eq!(csv_cell("\t=1"), "\"'\\t=1\"");
        assert_eq!(csv_cell("  @x"), "\"'  @x\"");
        assert_eq!(csv_cell("EV-001"), "EV-001");
        assert_eq!(csv_cell("say \"no\", twice"), "\"say \"\"no\"\", twice\"");
    }

    #[test]
    fn workflow_commands_stay_one_line() {
        assert_eq!(github_message("a%0A::error\n::error::x"), "a%250A::error\\n::error::x");
        assert_eq!(github_property("a,b:c"), "a%2Cb%3Ac");
    }

    #[test]
    fn markdown_holds_no_markup() {
        assert_eq!(markdown("<b>|`x`|"), "&lt;b&gt;&#124;&#96;x&#96;&#124;");
        assert_eq!(markdown("@all http://x"), "&#64;&#8203;all http&#58;//x");
    }

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("my results/批 1.csv"), "my%20results/%E6%89%B9%201.csv");
    }
}

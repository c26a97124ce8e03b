//! Texts that a frame prints and that come from elsewhere: the number of a certificate, the name of a laboratory.
//!
//! They are called as they are, so they are not looked at as words of the frame. To tell them from those, each is rendered
//! between two marks that stand for no letter; whatever stands outside of marks was written by whoever wrote the frame, and a
//! text that was changed on its way is refused. Marks make it that a frame cannot ask which lot it is for: the same frame says
//! the same around each.

/// Begins a given text. A noncharacter of Unicode: no file can hold a letter of this number.
const FROM: char = '\u{fdd0}';
/// Ends it.
const TO: char = '\u{fdd1}';

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

/// A text without what was given, twice: where it was, a digit stands for one that has some, and a letter else, so that what
/// stands beside it is read as beside a number or a name; and with blanks around, so that it is no part of a word.
///
/// # Errors
/// What was given was changed.
pub(super) fn without(text: &str, given: &[String]) -> Result<String, String> {
    let (mut own, mut apart) = (String::new(), String::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(FROM) {
        let changed = || "changes a text that it was given".to_owned();
        let (inside, behind) = after.split_once(TO).ok_or_else(changed)?;
        if before.contains(TO) || !given.iter().any(|one| one == inside) {
            return Err(changed());
        }
        let instead = if inside.chars().any(char::is_numeric) { '0' } else { 'x' };
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
        assert_eq!(without(&page, &given).unwrap(), "No. 0 of x passed\nNo.  0  of  x  passed");
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

//! The text of a page, as a browser would show it.

use crate::document::ReadBack;

/// Elements whose content is not shown as text.
const SILENT: [&str; 5] = ["script", "style", "title", "head", "template"];

/// Elements within a line.
const WITHIN: [&str; 7] = ["span", "strong", "sup", "sub", "code", "a", "bdi"];

/// What the page says: the text between its tags, without that of programs and styles.
pub fn read_html(page: &str) -> ReadBack {
    let mut read = ReadBack::default();
    let mut row = None;
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('<') {
        read.text.push_str(&decoded(before));
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
            continue;
        }
        let (tag, behind) = tag(after);
        rest = behind;
        let name = tag.trim_start_matches('/').split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or("");
        let name = name.to_ascii_lowercase();
        if !WITHIN.contains(&name.as_str()) {
            read.part();
        }
        match (name.as_str(), tag.starts_with('/')) {
            ("tr", false) => row = Some(read.text.len()),
            ("tr", true) => read.rows.extend(row.take().and_then(|from| read.text.get(from..)).map(str::to_owned)),
            (name, false) if SILENT.contains(&name) => rest = behind_end(rest, name),
            _ => {}
        }
    }
    read.text.push_str(&decoded(rest));
    read
}

/// What is inside of a tag, and what comes behind it; a `>` in quotes does not end it.
fn tag(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, sign) in text.char_indices() {
        match (quote, sign) {
            (None, '>') => return (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or("")),
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), sign) if open == sign => quote = None,
            _ => {}
        }
    }
    (text, "")
}

fn behind_end<'p>(text: &'p str, name: &str) -> &'p str {
    let end = format!("</{name}");
    text.split_once(&end).and_then(|(_, behind)| behind.split_once('>')).map_or("", |(_, behind)| behind)
}

/// The text with its entities as signs; one that is not known stays as it is.
fn decoded(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_rows_and_nothing_else() {
        let page = "<!DOCTYPE html><html><head><title>no</title><style>p{}</style></head><body><p title=\"a > b\">1 &lt; 2\
            <!-- not <p>this</p> --></p><table><tr><th>A</th><td><strong>5</strong> mL</td></tr><tr><td>B</td></tr></table>\
            <script>var no = '<p>'</script>end";
        let read = read_html(page);
        assert_eq!(read.text, "1 < 2\nA\n5 mL\nB\nend");
        assert_eq!(read.rows, ["A\n5 mL\n", "B\n"]);
    }

    #[test]
    fn what_is_cut_short_is_no_panic() {
        for page in ["<", "<p", "<p a=\"", "<!--", "<script>", "&", "&#xZ;", "<tr><tr></tr></tr>", ""] {
            let _ = read_html(page);
        }
        assert_eq!(read_html("a &nbsp; b").text, "a &nbsp; b");
    }
}

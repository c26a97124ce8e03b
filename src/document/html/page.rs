//! The page around the blocks.

use super::{DocumentError, HtmlParts, attribute, escaped, language, of_text};
use crate::document::{Colour, Document, Paper, Running};

/// How everything looks; colours for light, dark and paper.
const STYLE: &str = include_str!("document.css");

/// A whole page.
pub(super) fn page(document: &Document, parts: &HtmlParts) -> String {
    let HtmlParts { title, head, style, body } = parts;
    let tag = document.language.tag();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\" />\n{head}<title>{title}</title>\n\
         <style>\n{style}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// The parts of a page.
///
/// # Errors
/// [`DocumentError::InvisibleSign`].
pub(super) fn parts(document: &Document, body: &str) -> Result<HtmlParts, DocumentError> {
    let (title, subject, author) =
        (attribute(&document.title)?, attribute(&document.subject)?, attribute(&document.author)?);
    let program = attribute(&document.program)?;
    let word = match &document.watermark {
        Some(word) => {
            let word = escaped(word)?;
            let across = format!("<div class=\"watermark\" aria-hidden=\"true\">{word}</div>\n");
            format!("<p class=\"mark\" role=\"note\">{word}</p>\n{across}")
        }
        None => String::new(),
    };
    let created = document.created.written();
    Ok(HtmlParts {
        title,
        head: format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
             img-src data:\" />\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n\
             <meta name=\"color-scheme\" content=\"light dark\" />\n<meta name=\"description\" content=\"{subject}\" />\n\
             <meta name=\"author\" content=\"{author}\" />\n<meta name=\"generator\" content=\"{program}\" />\n\
             <meta name=\"date\" content=\"{created}\" />\n"
        ),
        style: format!("{STYLE}{}{}", accent(document), printing(document)),
        body: format!(
            "{word}<header>{}</header>\n<main>\n{body}</main>\n<footer>{}</footer>\n",
            running(&document.head)?,
            running(&document.foot)?
        ),
    })
}

fn running(running: &Running) -> Result<String, DocumentError> {
    let text = |text: &crate::document::Text| -> Result<String, DocumentError> {
        Ok(format!("<span{}>{}</span>", language(text.language), of_text(text)?))
    };
    Ok(text(&running.start)? + &text(&running.end)?)
}

/// The accent of a document, on paper and on a dark screen.
fn accent(document: &Document) -> String {
    let Some(accent) = document.accent else { return String::new() };
    let on_shade = match accent.reads_on(Colour::SHADE) {
        true => format!(" --accent-on-shade: {};", accent.written()),
        false => String::new(),
    };
    let (dark, dark_on_shade) = (accent.on_dark(Colour::DARK), accent.on_dark(Colour::DARK_SHADE));
    format!(
        ":root {{ --accent: {};{on_shade} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{ --accent: {}; \
         --accent-on-shade: {} }} }}\n",
        accent.written(),
        dark.written(),
        dark_on_shade.written()
    )
}

/// The size of the paper, and what stands above and below every printed page.
fn printing(document: &Document) -> String {
    let size = match document.paper {
        Paper::A4 => "A4",
        Paper::Letter => "letter",
    };
    let number = document.page_number.characters("   ");
    let pieces = number
        .split("{page}")
        .map(|piece| piece.split("{pages}").map(quoted).collect::<Vec<_>>().join(" counter(pages) "));
    let number = pieces.collect::<Vec<_>>().join(" counter(page) ");
    let (head, foot) = (&document.head, &document.foot);
    let [left, below] = [&head.start, &foot.start].map(|text| quoted(&text.characters()));
    // The mark stands beside the end, not in the middle, where it would meet a long number of a certificate.
    let end = head.end.characters();
    let right = match &document.watermark {
        Some(mark) if *mark != end => quoted(&format!("{mark} · {end}")),
        _ => quoted(&end),
    };
    format!(
        "@page {{ size: {size}; margin: 20mm 16mm 18mm; font: 8pt sans-serif; @top-left {{ content: {left}; width: 72%; text-align: left; overflow-wrap: anywhere }} \
         @top-right {{ content: {right}; width: 28%; text-align: right; font-weight: bold; overflow-wrap: anywhere }} \
         @bottom-left {{ content: {below}; white-space: nowrap }} \
         @bottom-right {{ content: {number}; white-space: nowrap }} }}\n"
    )
}

/// A string of a style sheet. Everything but letters and digits is written by its number, so that nothing ends the string or
/// the sheet.
fn quoted(text: &str) -> String {
    let sign = |sign: char| match sign {
        ' ' => " ".to_owned(),
        sign if sign.is_alphanumeric() => sign.to_string(),
        // The blank ends the number; without it the next blank of the text would.
        sign => format!("\\{:06x} ", u32::from(sign)),
    };
    format!("\"{}\"", text.chars().map(sign).collect::<String>())
}

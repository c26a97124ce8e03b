//! A rendered page is looked at before it gets what was judged: a template must not change, hide or fetch anything.
//!
//! A frame is well-formed XML, so that what a browser will see is what is looked at here. Each part that evqc writes stands
//! in it exactly once and unchanged; there is no other program, no address but within the page, no comment around anything.

use super::Part;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements that run, fetch, hide or redirect.
const FORBIDDEN: [&str; 17] = [
    "iframe", "object", "embed", "link", "base", "form", "frame", "frameset", "applet", "template", "textarea",
    "audio", "video", "source", "track", "portal", "svg",
];

/// What a style may not do: fetch, import, write words, or take away or cover what evqc writes.
const NOT_IN_STYLES: [&str; 5] = ["url(", "@import", "content:", "expression(", "</"];

/// The first thing in a style of a laboratory that it may not have, with its line. Where `more` is not empty, rules that
/// hide are refused as well.
pub(super) fn style(text: &str, more: &[&'static str]) -> Result<(), (&'static str, usize)> {
    let small = text.to_ascii_lowercase();
    let bare: String = small.chars().filter(|character| !character.is_whitespace()).collect();
    // An escape could spell a forbidden word.
    let always = ["\\", "<", "&"];
    let first = always
        .into_iter()
        .chain(NOT_IN_STYLES)
        .chain(more.iter().copied())
        .find_map(|word| Some((word, bare.find(word)?)));
    first.map_or(Ok(()), |(word, at)| Err((word, line_of_bare(&small, at))))
}

/// The line of a text in which its byte `at` stands when white space does not count.
fn line_of_bare(text: &str, at: usize) -> usize {
    let (mut counted, mut line) = (0, 1);
    for character in text.chars() {
        if character == '\n' {
            line += 1;
        }
        if !character.is_whitespace() {
            if counted >= at {
                break;
            }
            counted += character.len_utf8();
        }
    }
    line
}

/// Whether a page may hold what was judged.
pub(super) fn page(page: &str, parts: &[Part]) -> Result<(), String> {
    if !page.starts_with("<!DOCTYPE html>") {
        return Err("does not start with <!DOCTYPE html>".to_owned());
    }
    for part in parts {
        let what = part.name;
        match (page.matches(&part.markup).count(), part.directly) {
            (1, _) => {}
            (_, true) => return Err(not_directly(what)),
            (0, false) => return Err(format!("{{{{ evqc.{what} }}}} is missing or was changed")),
            _ => return Err(format!("{{{{ evqc.{what} }}}} stands there twice")),
        }
    }
    elements(page, parts)
}

fn not_directly(what: &str) -> String {
    format!("{{{{ evqc.{what} }}}} must stand once, directly in <body>")
}

/// Walks through the elements of the page.
fn elements(page: &str, parts: &[Part]) -> Result<(), String> {
    let directly: Vec<(usize, &str)> = parts
        .iter()
        .filter(|part| part.directly)
        .filter_map(|part| Some((page.find(&part.markup)?, part.name)))
        .collect();
    let mut reader = Reader::from_str(page);
    let mut open: Vec<String> = Vec::new();
    let (mut scripts, mut styles) = (0, 0);
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(page.len()).min(page.len());
        let wrong = |why: String| format!("line {}: {why}", line_of(page, at, parts));
        let event = reader.read_event().map_err(|error| wrong(format!("is not well-formed: {error}")))?;
        if let Some((_, what)) = directly.iter().find(|(place, _)| *place == at)
            && open != ["html", "body"]
        {
            return Err(wrong(not_directly(what)));
        }
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.name().as_ref().to_owned();
                element(&name, start, &open).map_err(wrong)?;
                scripts += usize::from(name == "script");
                styles += usize::from(name == "style");
                if matches!(event, Event::Start(_)) {
                    open.push(name);
                }
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Comment(_) | Event::CData(_) | Event::PI(_) => {
                return Err(wrong("comments, CDATA and instructions are not allowed; write {# ... #}".to_owned()));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let own = |element: &str| parts.iter().map(|part| part.markup.matches(element).count()).sum::<usize>();
    if scripts != own("<script") {
        return Err(
            "<script> is not allowed in a template: the programs of evqc must stand once, and no other".to_owned()
        );
    }
    if styles != 1 {
        return Err("{{ evqc.style }} must stand once; a style of your own goes to style.css".to_owned());
    }
    Ok(())
}

fn element(name: &str, start: &BytesStart<'_>, open: &[String]) -> Result<(), String> {
    if FORBIDDEN.contains(&name.to_ascii_lowercase().as_str()) || name != name.to_ascii_lowercase() {
        return Err(format!("<{name}> is not allowed in a template"));
    }
    let depth: Vec<&str> = open.iter().map(String::as_str).collect();
    if matches!(name, "meta" | "style" | "title") && !depth.starts_with(&["html", "head"]) {
        return Err(format!("<{name}> belongs in <head>"));
    }
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = attribute.key.as_ref().to_ascii_lowercase();
        let value = attribute.value.clone().into_owned();
        if key.starts_with("on") || matches!(key.as_str(), "style" | "hidden" | "srcset" | "srcdoc" | "action" | "ping")
        {
            return Err(format!("the attribute `{key}` is not allowed in a template"));
        }
        let within = value.starts_with('#') || (value.starts_with("data:image/") && name == "img");
        if matches!(key.as_str(), "src" | "href" | "xlink:href" | "data" | "poster" | "background") && !within {
            return Err(format!("`{value}`: a page fetches nothing; pictures are image[\"NAME\"], links go to #"));
        }
        let policy = name == "meta" && value == "Content-Security-Policy";
        if key == "http-equiv" && !policy {
            return Err(format!("http-equiv `{value}` is not allowed in a template"));
        }
    }
    Ok(())
}

/// The line of the frame at a place of the page: lines of parts that stand before it are not the template's.
fn line_of(page: &str, at: usize, parts: &[Part]) -> usize {
    let lines = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
    let before = page.get(..at).unwrap_or(page);
    let own: usize = parts.iter().filter(|part| before.contains(&part.markup)).map(|part| lines(&part.markup)).sum();
    1 + lines(before).saturating_sub(own)
}

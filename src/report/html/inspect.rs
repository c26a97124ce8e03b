//! A rendered page is looked at before it gets any data: a template must not change, hide or fetch anything.
//!
//! A frame is well-formed XML, so that what a browser will see is what is looked at here. Each part that evqc writes stands
//! in it exactly once and unchanged; there is no other program, no address but within the page, no comment around anything.

use super::template::{About, REPORT_PLACE, overview};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements that run, fetch, hide or redirect.
const FORBIDDEN: [&str; 17] = [
    "iframe", "object", "embed", "link", "base", "form", "frame", "frameset", "applet", "template", "textarea",
    "audio", "video", "source", "track", "portal", "svg",
];

/// What a style may not do: fetch, import, write words, or take away or cover what evqc writes.
const NOT_IN_STYLES: [&str; 5] = ["url(", "@import", "content:", "expression(", "</"];

/// The first thing in a style of a laboratory that it may not have.
pub(super) fn style(text: &str) -> Result<(), &'static str> {
    let bare: String = text.to_ascii_lowercase().chars().filter(|character| !character.is_whitespace()).collect();
    // An escape could spell a forbidden word.
    if bare.contains('\\') {
        return Err("\\");
    }
    if bare.contains('<') || bare.contains('&') {
        return Err("< or &");
    }
    match NOT_IN_STYLES.iter().find(|word| bare.contains(**word)) {
        Some(word) => Err(word),
        None => Ok(()),
    }
}

/// Whether a page may hold a report.
pub(super) fn page(page: &str, policy: &str, about: &About) -> Result<(), String> {
    if !page.starts_with("<!DOCTYPE html>") {
        return Err("does not start with <!DOCTYPE html>".to_owned());
    }
    let overview = overview(about);
    for (what, part) in [("evqc.policy", policy), ("evqc.report", REPORT_PLACE), ("evqc.overview", overview.as_str())] {
        match page.matches(part).count() {
            1 => {}
            0 => return Err(format!("{{{{ {what} }}}} is missing or was changed")),
            _ => return Err(format!("{{{{ {what} }}}} stands there twice")),
        }
    }
    elements(page)
}

/// Walks through the elements of the page.
fn elements(page: &str) -> Result<(), String> {
    let mut reader = Reader::from_str(page);
    let mut open: Vec<String> = Vec::new();
    let mut scripts = Vec::new();
    let mut styles = 0;
    loop {
        let at = reader.buffer_position();
        let wrong = |why: String| format!("line {}: {why}", line_of(page, at));
        let event = reader.read_event().map_err(|error| wrong(format!("is not well-formed: {error}")))?;
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.name().as_ref().to_owned();
                element(&name, start, &open).map_err(wrong)?;
                match name.as_str() {
                    "script" => scripts.push(open.clone()),
                    "style" => styles += 1,
                    _ => {}
                }
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
    let in_body = |path: &Vec<String>| path.as_slice() == ["html", "body"];
    if scripts.len() != 3 || !scripts.iter().all(in_body) {
        return Err("{{ evqc.data }} must stand once, directly in <body>".to_owned());
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
            return Err(format!("`{value}`: a report fetches nothing; pictures are image[\"NAME\"], links go to #"));
        }
        let policy = name == "meta" && value == "Content-Security-Policy";
        if key == "http-equiv" && !policy {
            return Err(format!("http-equiv `{value}` is not allowed in a template"));
        }
    }
    Ok(())
}

fn line_of(page: &str, at: u64) -> usize {
    let at = usize::try_from(at).unwrap_or(page.len()).min(page.len());
    1 + page.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count()
}

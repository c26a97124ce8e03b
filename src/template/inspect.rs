//! A rendered page is looked at before it gets what was judged: a template must not change, hide or fetch anything.
//!
//! A frame is well-formed XML, so that what a browser will see is what is looked at here. Each part that evqc writes stands
//! in it exactly once and unchanged; there is no other program, no address but within the page, no comment around anything.

use super::Part;
use super::given;
use super::pages;
use crate::claims::APART;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// Elements that a frame may have: what holds text, links within the page, a picture. Not one of them runs, fetches, hides, is
/// a table of numbers, counts, or draws.
const ALLOWED: [&str; 49] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "footer",
    "main",
    "section",
    "article",
    "aside",
    "nav",
    "div",
    "p",
    "span",
    "br",
    "hr",
    "img",
    "a",
    "b",
    "strong",
    "i",
    "em",
    "small",
    "abbr",
    "address",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "mark",
    "code",
    "u",
    "cite",
    "q",
    "ul",
    "li",
    "blockquote",
    "figure",
    "figcaption",
    "time",
    "wbr",
    "bdi",
    "kbd",
    "var",
    "hgroup",
];

/// Attributes that say how a program or a reader takes an element, not what stands there.
const ATTRIBUTES: [&str; 12] =
    ["class", "id", "lang", "role", "href", "src", "alt", "title", "width", "height", "aria-label", "aria-hidden"];

/// Attributes of `meta`; elsewhere a `name` can take the place of what the program of a page calls so.
const OF_META: [&str; 4] = ["charset", "name", "content", "http-equiv"];

/// What an element of the frame may be to a reader who does not see it: none that takes from the page what it is.
const ROLES: [&str; 8] = ["banner", "complementary", "contentinfo", "heading", "img", "navigation", "note", "region"];

/// Attributes whose text a reader gets.
const READ: [&str; 3] = ["alt", "title", "content"];

/// Elements that may stand within a word.
const WITHIN_WORDS: [&str; 14] =
    ["a", "abbr", "b", "bdi", "code", "em", "i", "kbd", "mark", "small", "span", "strong", "u", "wbr"];

/// Whether a page may hold what was judged.
pub(super) fn page(page: &str, parts: &[Part]) -> Result<(), String> {
    if !page.starts_with("<!DOCTYPE html>") {
        return Err("does not start with <!DOCTYPE html>".to_owned());
    }
    for part in parts {
        match page.matches(&part.markup).count() {
            1 => {}
            0 => {
                return Err(format!("{}; {{{{ evqc.{} }}}} is missing or was changed", not_directly(part), part.name));
            }
            _ => return Err(not_directly(part)),
        }
    }
    elements(page, parts)
}

fn not_directly(part: &Part) -> String {
    format!("{{{{ evqc.{} }}}} must stand once, directly in <{}>", part.name, part.within)
}

/// Walks through the elements of the page.
fn elements(page: &str, parts: &[Part]) -> Result<(), String> {
    let found: Vec<(usize, &Part)> = parts.iter().filter_map(|part| Some((page.find(&part.markup)?, part))).collect();
    let own = places(page, parts);
    let mut reader = Reader::from_str(page);
    let mut open: Vec<Open> = Vec::new();
    let (mut scripts, mut styles) = (0, 0);
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(page.len()).min(page.len());
        let wrong = |why: String| format!("line {}: {why}", line_of(page, at, parts));
        let event = reader.read_event().map_err(|error| wrong(format!("is not well-formed: {error}")))?;
        // Whatever else is around a part could hide it, lay it out anew or tell a reader that it is something else.
        if let Some((_, part)) = found.iter().find(|(place, _)| *place == at)
            && !open.iter().map(|one| one.name.as_str()).eq(["html", part.within])
        {
            let around =
                open.get(2).map_or_else(String::new, |one| format!(": <{}> of line {} is open", one.name, one.line));
            return Err(wrong(format!("{}{around}", not_directly(part))));
        }
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.name().as_ref().to_owned();
                if !own.iter().any(|part| part.contains(&at)) {
                    element(&name, start, &open).map_err(wrong)?;
                }
                scripts += usize::from(name == "script");
                styles += usize::from(name == "style");
                if matches!(event, Event::Start(_)) {
                    open.push(Open { name, line: line_of(page, at, parts) });
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

/// An element that is not closed yet.
struct Open {
    name: String,
    line: usize,
}

/// Where the parts of evqc stand in a page.
fn places(page: &str, parts: &[Part]) -> Vec<Range<usize>> {
    parts.iter().filter_map(|part| page.find(&part.markup).map(|from| from..from + part.markup.len())).collect()
}

/// What a frame says itself: its text and what its pictures and elements are called, beside the parts of evqc. Elements that can
/// stand within a word do not part it.
pub(super) fn own_text(page: &str, parts: &[Part]) -> Result<String, String> {
    let own = places(page, parts);
    let mut reader = Reader::from_str(page);
    let mut text = String::new();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(page.len());
        let wrong_at = |at: usize, why: String| format!("line {}: {why}", line_of(page, at, parts));
        let wrong = |why: String| wrong_at(at, why);
        let event = reader.read_event().map_err(|error| wrong(format!("is not well-formed: {error}")))?;
        if matches!(event, Event::Eof) {
            return Ok(text);
        }
        if own.iter().any(|part| part.contains(&at)) {
            continue;
        }
        match event {
            // A line of the file is none of the page.
            Event::Text(words) => {
                if let Some((within, sign)) = first_unseen(words.as_ref()) {
                    return Err(wrong_at(at + within, unseen(sign)));
                }
                text.push_str(&words.as_ref().replace(['\n', '\r'], " "));
            }
            Event::GeneralRef(name) => {
                let letter = letter(name.as_ref()).map_err(wrong)?;
                if given::is_unseen(letter) {
                    return Err(wrong(unseen(letter)));
                }
                text.push(letter);
            }
            Event::Start(start) | Event::Empty(start) => {
                if !WITHIN_WORDS.contains(&start.name().as_ref()) {
                    text.push('\n');
                }
                let called = called(&start).map_err(wrong)?;
                if let Some((_, sign)) = first_unseen(&called) {
                    return Err(wrong(unseen(sign)));
                }
                text.push_str(&called);
            }
            Event::End(end) if end.name().as_ref() == "title" => text.push(APART),
            Event::End(end) if !WITHIN_WORDS.contains(&end.name().as_ref()) => text.push('\n'),
            _ => {}
        }
    }
}

/// The first sign of a text that nobody sees, with its place.
fn first_unseen(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, sign)| given::is_unseen(*sign))
}

/// What is wrong with a sign that nobody sees.
pub(super) fn unseen(sign: char) -> String {
    let what = "cannot be seen and can change how what stands beside it reads";
    format!("U+{:04X} {what}", u32::from(sign))
}

/// What the attributes of an element say to a reader, on lines of their own.
fn called(start: &BytesStart<'_>) -> Result<String, String> {
    let is_viewport = start.name().as_ref() == "meta" && start.attributes().flatten().any(|one| is_setting(&one.value));
    let mut all = String::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = attribute.key.as_ref();
        if !is_viewport && is_read(key) {
            all.push_str(&format!("\n{}\n", decoded(&attribute.value)?));
        }
    }
    Ok(all)
}

/// Whether a reader gets the text of an attribute.
fn is_read(key: &str) -> bool {
    READ.contains(&key) || key.starts_with("aria-")
}

/// Whether the name of a `meta` is that of a setting for the browser.
fn is_setting(name: &str) -> bool {
    ["viewport", "color-scheme"].contains(&name)
}

/// The text of an attribute.
fn decoded(value: &str) -> Result<String, String> {
    let mut parts = value.split('&');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, after) = part.split_once(';').ok_or("`&` stands for itself as &amp;")?;
        text.push(letter(name)?);
        text.push_str(after);
    }
    Ok(text)
}

/// The letter of a reference: `amp`, `#77`, `#x4d`.
fn letter(name: &str) -> Result<char, String> {
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => number.parse().ok(),
    });
    let named = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => None,
    };
    named
        .or(number.and_then(char::from_u32))
        .ok_or_else(|| format!("`&{name};` is not read here; write the sign itself"))
}

/// What of an element of the frame is not allowed.
fn element(name: &str, start: &BytesStart<'_>, open: &[Open]) -> Result<(), String> {
    let depth: Vec<&str> = open.iter().map(|one| one.name.as_str()).collect();
    if matches!(name, "meta" | "style" | "title") && !depth.starts_with(&["html", "head"]) {
        return Err(format!("<{name}> belongs in <head>"));
    }
    // Programs and styles are counted, whoever writes them.
    if !ALLOWED.contains(&name) && name != "script" {
        return Err(format!("<{name}> is not allowed in a template"));
    }
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = attribute.key.as_ref();
        let value = attribute.value.clone().into_owned();
        let is_known = ATTRIBUTES.contains(&key) || name == "meta" && OF_META.contains(&key);
        if !is_known {
            return Err(format!("the attribute `{key}` is not allowed in a template"));
        }
        // A class by the number of a lot would have a look of its own around that lot.
        if given::is_in(&value) && !is_read(key) {
            return Err(format!("the attribute `{key}` has a text that it was given; such a text is for print alone"));
        }
        if key == "class"
            && let Some(class) = value.split_whitespace().find(|class| pages::VERDICTS.contains(class))
        {
            return Err(format!(
                "the class `{class}` is how evqc shows what was judged; a frame has classes of its own"
            ));
        }
        // What is around the parts of evqc says nothing of them, and is nothing else to a reader.
        if matches!(name, "html" | "body") && key != "lang" {
            return Err(format!("the attribute `{key}` is not allowed on <{name}>"));
        }
        if key == "id" && (pages::is_taken(&value) || !is_id(&value)) {
            return Err(format!("the id `{value}` is one of evqc, or has other signs than a to z, 0 to 9 and `-`"));
        }
        if key == "role" && !ROLES.contains(&value.as_str()) {
            return Err(format!("the role `{value}` is not allowed in a template"));
        }
        let within = value.starts_with('#') || (value.starts_with("data:image/") && name == "img");
        if matches!(key, "src" | "href") && !within {
            return Err(format!("`{value}`: a page fetches nothing; pictures are image[\"NAME\"], links go to #"));
        }
        let policy = name == "meta" && value == "Content-Security-Policy";
        if key == "http-equiv" && !policy {
            return Err(format!("http-equiv `{value}` is not allowed in a template"));
        }
    }
    Ok(())
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The line of the frame at a place of the page: lines of parts that stand before it are not the template's.
fn line_of(page: &str, at: usize, parts: &[Part]) -> usize {
    let lines = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
    let before = page.get(..at).unwrap_or(page);
    let own: usize = parts.iter().filter(|part| before.contains(&part.markup)).map(|part| lines(&part.markup)).sum();
    1 + lines(before).saturating_sub(own)
}

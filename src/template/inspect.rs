//! A rendered page is looked at before it gets what was judged: a template must not change, hide or fetch anything.
//!
//! A frame is well-formed XML of a few kinds of pieces, elements and texts, that a browser takes apart in the same way, so that what
//! it will see is what is looked at here. Each part that evqc writes stands in it exactly once and unchanged; there is no other
//! program, no address but within the page, no comment around anything.

use super::given;
use super::pages;
use super::{Part, Pictures};
use crate::claims::APART;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// What every page has, each once and in this order. A browser that meets something else before `<body>` opens it there, and what
/// stands behind, the policy of the page too, counts as text.
const SKELETON: [&str; 3] = ["html", "head", "body"];

/// What a frame may have in its head, beside the parts of evqc.
const OF_HEAD: [&str; 2] = ["meta", "title"];

/// Elements that have no end: of all others a browser takes `/>` for `>`, and they stay open.
const WITHOUT_END: [&str; 5] = ["br", "hr", "img", "meta", "wbr"];

/// How deep elements may lie in each other; a browser lays those out beside each other that lie deeper than some hundreds.
const DEEPEST: usize = 64;

/// Elements that a frame may have in its body: what holds text, links within the page, a picture. Not one of them runs, fetches,
/// hides, is a table of numbers, counts, or draws.
const ALLOWED: [&str; 43] = [
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

/// Attributes of `meta`; elsewhere a `name` can take the place of what the program of a page calls so, and `http-equiv` that of evqc's
/// policy.
const OF_META: [&str; 3] = ["charset", "name", "content"];

/// What an element of the frame may be to a reader who does not see it: none that takes from the page what it is.
const ROLES: [&str; 8] = ["banner", "complementary", "contentinfo", "heading", "img", "navigation", "note", "region"];

/// Attributes whose text a reader gets.
const READ: [&str; 3] = ["alt", "title", "content"];

/// Elements that may stand within a word.
const WITHIN_WORDS: [&str; 14] =
    ["a", "abbr", "b", "bdi", "code", "em", "i", "kbd", "mark", "small", "span", "strong", "u", "wbr"];

/// Whether a page may hold what was judged; `pictures` are those that its template has.
pub(super) fn page(page: &str, parts: &[Part], pictures: &Pictures) -> Result<(), String> {
    if !page.starts_with(DOCTYPE) {
        return Err(format!("does not start with {DOCTYPE}"));
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
    elements(page, parts, pictures)
}

/// How every page begins.
const DOCTYPE: &str = "<!DOCTYPE html>";

fn not_directly(part: &Part) -> String {
    format!("{{{{ evqc.{} }}}} must stand once, directly in <{}>", part.name, part.within)
}

/// Walks through the elements of the page.
fn elements(page: &str, parts: &[Part], pictures: &Pictures) -> Result<(), String> {
    let found: Vec<(usize, &Part)> = parts.iter().filter_map(|part| Some((page.find(&part.markup)?, part))).collect();
    let own = places(page, parts);
    let mut reader = Reader::from_str(page);
    let mut open: Vec<Open> = Vec::new();
    // How much of the skeleton stands so far, and whether the policy does.
    let (mut stands, mut has_policy) = (0, false);
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(page.len()).min(page.len());
        let wrong = |why: String| format!("line {}: {why}", line_of(page, at, parts));
        let event = reader.read_event().map_err(|error| wrong(format!("is not well-formed: {error}")))?;
        let part = found.iter().find(|(place, _)| *place == at).map(|(_, part)| *part);
        // Whatever else is around a part could hide it, lay it out anew or tell a reader that it is something else.
        if let Some(part) = part
            && !open.iter().map(|one| one.name.as_str()).eq(["html", part.within])
        {
            let around = open.get(2).map_or_else(String::new, |one| {
                format!(": <{}> of line {} is open", one.name, line_of(page, one.at, parts))
            });
            return Err(wrong(format!("{}{around}", not_directly(part))));
        }
        has_policy |= part.is_some_and(|part| part.name == "policy");
        let is_own = own.iter().any(|part| part.contains(&at));
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.name().as_ref().to_owned();
                if !is_own {
                    place(&name, &open, &mut stands).map_err(wrong)?;
                    element(&name, start, pictures).map_err(wrong)?;
                    let is_charset = start.attributes().flatten().any(|one| one.key.as_ref() == "charset");
                    if OF_HEAD.contains(&name.as_str()) && !has_policy && !is_charset {
                        return Err(wrong(format!(
                            "<{name}> stands behind {{{{ evqc.policy }}}}; before it stands <meta charset=\"utf-8\" /> alone"
                        )));
                    }
                }
                if matches!(event, Event::Start(_)) {
                    open.push(Open { name, at });
                } else if !is_own && !WITHOUT_END.contains(&name.as_str()) {
                    return Err(wrong(format!("<{name}/> stays open in a browser; write <{name}></{name}>")));
                }
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) if is_own || may_have_text(&open) || text.as_ref().bytes().all(is_blank) => {}
            Event::GeneralRef(_) if is_own || may_have_text(&open) => {}
            Event::Text(_) | Event::GeneralRef(_) => {
                return Err(wrong("text stands in <body> and <title> alone".to_owned()));
            }
            Event::DocType(_) if at == 0 => {}
            Event::Eof => return Ok(()),
            // A browser ends each of these elsewhere than XML does, and reads the rest as a page.
            Event::DocType(_) | Event::Decl(_) | Event::Comment(_) | Event::CData(_) | Event::PI(_) => {
                return Err(wrong(format!(
                    "comments, CDATA, instructions and a second {DOCTYPE} are not allowed; write {{# ... #}}"
                )));
            }
        }
    }
}

fn is_blank(byte: u8) -> bool {
    b" \t\r\n".contains(&byte)
}

/// Whether a text may stand where these elements are open.
fn may_have_text(open: &[Open]) -> bool {
    open.get(1).is_some_and(|one| one.name == "body") || open.last().is_some_and(|one| one.name == "title")
}

/// Whether an element may stand where these are open, `stands` elements of the skeleton being there.
fn place(name: &str, open: &[Open], stands: &mut usize) -> Result<(), String> {
    let within = open.last().map(|one| one.name.as_str());
    if let Some(place) = SKELETON.iter().position(|one| *one == name) {
        let around = if place == 0 { None } else { Some("html") };
        if place != *stands || within != around {
            return Err("a page has <html>, and in it <head> and <body>, each once".to_owned());
        }
        *stands += 1;
        return Ok(());
    }
    match name {
        "script" => {
            Err("<script> is not allowed in a template: the programs of evqc must stand once, and no other".to_owned())
        }
        "style" => Err("{{ evqc.style }} must stand once; a style of your own goes to style.css".to_owned()),
        _ if open.len() > DEEPEST => Err(format!("<{name}> lies more than {DEEPEST} deep in other elements")),
        _ if OF_HEAD.contains(&name) && within != Some("head") => Err(format!("<{name}> belongs in <head>")),
        _ if OF_HEAD.contains(&name) => Ok(()),
        _ if !ALLOWED.contains(&name) => Err(format!("<{name}> is not allowed in a template")),
        _ if open.get(1).is_none_or(|one| one.name != "body") => Err(format!("<{name}> belongs in <body>")),
        _ => Ok(()),
    }
}

/// An element that is not closed yet.
struct Open {
    name: String,
    at: usize,
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
fn element(name: &str, start: &BytesStart<'_>, pictures: &Pictures) -> Result<(), String> {
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = attribute.key.as_ref();
        let value = attribute.value.clone().into_owned();
        let is_known = ATTRIBUTES.contains(&key) || name == "meta" && OF_META.contains(&key);
        if !is_known {
            return Err(format!("the attribute `{key}` is not allowed in a template"));
        }
        // What is compared is what is written: a browser reads references before it does, and `<` ends a title.
        if value.contains(['<', '>']) || value.contains('&') && !is_read(key) {
            return Err(format!(
                "the attribute `{key}` has `<`, `>` or `&`; write the signs themselves, and `&lt;` in texts"
            ));
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
        if ["height", "width"].contains(&key) && !(name == "img" && is_size(&value)) {
            return Err(format!(
                "the attribute `{key}` is a whole number of pixels up to {LARGEST_PICTURE}, and on <img> alone, found `{value}` on <{name}>"
            ));
        }
        if key == "role" && !ROLES.contains(&value.as_str()) {
            return Err(format!("the role `{value}` is not allowed in a template"));
        }
        let is_there = match key {
            "src" => name == "img" && pictures.values().any(|picture| *picture == value),
            "href" => value.starts_with('#'),
            _ => true,
        };
        if !is_there {
            let seen: String = value.chars().take(60).collect();
            return Err(format!("`{seen}`: a page fetches nothing; pictures are image[\"NAME\"], links go to #"));
        }
        if key == "charset" && !value.eq_ignore_ascii_case("utf-8") {
            return Err(format!("the charset `{value}` is not that of the page, which is utf-8"));
        }
    }
    Ok(())
}

/// The most pixels of a picture either way: paper of A4 and Letter has room for so many.
const LARGEST_PICTURE: u32 = 640;

fn is_size(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_digit()) && value.parse::<u32>().is_ok_and(|size| size <= LARGEST_PICTURE)
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

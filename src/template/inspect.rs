//! A rendered page is looked at before it gets what was judged: a template must not change, hide or fetch anything.
//!
//! A frame is well-formed XML, so that what a browser will see is what is looked at here. Each part that evqc writes stands
//! in it exactly once and unchanged; there is no other program, no address but within the page, no comment around anything.

use super::Part;
use super::colours::{Screen, Variables};
use super::given;
use super::pages;
use crate::claims::APART;
use crate::finding::did_you_mean;
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

/// What a style may not have anywhere: what fetches, imports or writes words, and what could spell it.
const NOT_IN_STYLES: [&str; 9] = ["\\", "<", "&", "url(", "@import", "content:", "expression(", "::", ":first-l"];

/// Properties that a style of a laboratory may set: how what stands there looks, never what stands there, where, or whether. The
/// documentation lists them.
pub(super) const PROPERTIES: [&str; 28] = [
    "align-items",
    "background",
    "background-color",
    "border",
    "border-radius",
    "color",
    "display",
    "flex-wrap",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "gap",
    "height",
    "hyphens",
    "justify-content",
    "letter-spacing",
    "line-height",
    "margin",
    "max-width",
    "min-height",
    "min-width",
    "overflow-wrap",
    "padding",
    "text-align",
    "text-decoration",
    "vertical-align",
    "width",
];

/// Properties that stand for one side each: `border-left`.
const SIDED: [&str; 3] = ["border-", "margin-", "padding-"];

/// Where something may stand in its line or cell: within it.
const ALIGNED: [&str; 6] = ["baseline", "bottom", "middle", "text-bottom", "text-top", "top"];

/// How an element may be displayed; each of them is seen.
const DISPLAYS: [&str; 6] = ["block", "flex", "grid", "inline", "inline-block", "inline-flex"];

/// What a style of a laboratory may not have.
pub(super) struct Fault {
    /// As it is written there.
    pub text: String,
    pub line: usize,
    pub why: String,
}

/// The first thing in a style of a laboratory that it may not have.
pub(super) fn style(text: &str) -> Result<(), Fault> {
    let small = without_comments(&text.to_ascii_lowercase());
    let bare: String = small.chars().filter(|character| !character.is_whitespace()).collect();
    if let Some((word, at)) = NOT_IN_STYLES.into_iter().find_map(|word| Some((word, bare.find(word)?))) {
        return Err(Fault { text: word.to_owned(), line: line_of_bare(&small, at), why: LOOKS_ALONE.to_owned() });
    }
    let screens = Screen::ALL.map(|screen| (screen, screen.of(&small)));
    let screens: Vec<Seen<'_>> = screens
        .iter()
        .map(|(screen, style)| Seen { screen: *screen, style, variables: Variables::of(*screen, style) })
        .collect();
    let mut line = 1;
    // Where the block begins in which a declaration stands, and how much was seen.
    let (mut from, mut seen) = (0, 0);
    let mut open: Vec<&str> = Vec::new();
    for piece in small.split_inclusive(['{', ';', '}']) {
        let end = piece.chars().next_back().unwrap_or_default();
        let own = piece.trim_end_matches(['{', ';', '}']);
        let at =
            line + own.chars().take_while(|character| character.is_whitespace()).filter(|one| *one == '\n').count();
        line += piece.matches('\n').count();
        let own = own.trim();
        let selector = open.last().copied().unwrap_or_default();
        let fault = if end == '{' { prelude(own, &open) } else { declaration(own, selector) };
        let fault = fault.or_else(|| (!is_whole(own)).then(|| "a bracket or quotation mark is not closed".to_owned()));
        match end {
            '{' => open.push(own),
            '}' => drop(open.pop()),
            _ => {}
        }
        from = if end == '{' { seen + piece.len() } else { from };
        seen += piece.len();
        if let Some(why) = fault.or_else(|| screens.iter().find_map(|screen| screen.hidden(own, from))) {
            return Err(Fault { text: own.to_owned(), line: at, why });
        }
    }
    Ok(())
}

/// A style as it is on one screen.
struct Seen<'s> {
    screen: Screen,
    style: &'s str,
    variables: Variables<'s>,
}

impl Seen<'_> {
    /// Why a declaration of the block that begins here makes something that cannot be seen.
    fn hidden(&self, own: &str, from: usize) -> Option<String> {
        let block = self.style.get(from..).and_then(|rest| rest.split('}').next()).unwrap_or_default();
        self.variables.hides(block).filter(|hidden| is_same(hidden, own))?;
        Some(self.screen.pick([NOT_SEEN, NOT_SEEN_IN_THE_DARK]).to_owned())
    }
}

/// What styles are for.
const LOOKS_ALONE: &str = "a style says how things look, and neither fetches nor writes nor lays out anew";

const NOT_SEEN: &str = "it could not be told from what it stands on or beside, or is the colour of another verdict; a bright letter \
                        has a dark `background` in the same rule";
const NOT_SEEN_IN_THE_DARK: &str = "it could not be seen on a dark screen, where the paper is dark; give `color` and `background` in the same rule, use a variable \
     of evqc (`color: var(--ink)`), or set it anew behind this rule with the same selector in `@media (prefers-color-scheme: dark)`";

/// Whether two declarations are the same but for white space.
fn is_same(one: &str, other: &str) -> bool {
    let dense = |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
    dense(one) == dense(other)
}

/// Comments become blanks, and lines stay lines.
fn without_comments(text: &str) -> String {
    let mut parts = text.split("/*");
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (comment, after) = part.split_once("*/").unwrap_or((part, ""));
        all.extend(comment.chars().filter(|character| *character == '\n'));
        all.push(' ');
        all.push_str(after);
    }
    all
}

/// What stands before a block: a selector, or the screen or paper that it is for. A rule within a rule is not looked at.
fn prelude(text: &str, open: &[&str]) -> Option<String> {
    let nested = open.iter().any(|around| !around.starts_with("@media"));
    let is_other = text.starts_with('@') && !text.starts_with("@media");
    (nested || is_other).then(|| "a style has rules and `@media`, and no rule within another one".to_owned())
}

/// Whether each bracket and quotation mark is closed: a `;` or `}` within one ends nothing.
fn is_whole(text: &str) -> bool {
    let mut awaited: Vec<char> = Vec::new();
    for sign in text.chars() {
        match (awaited.last(), sign) {
            (Some('"' | '\''), '\n' | '\r' | '\u{c}') => return false,
            (Some(end), sign) if *end == sign => drop(awaited.pop()),
            (Some('"' | '\''), _) => {}
            (_, '"' | '\'') => awaited.push(sign),
            (_, '(') => awaited.push(')'),
            (_, '[') => awaited.push(']'),
            (_, ')' | ']') => return false,
            _ => {}
        }
    }
    awaited.is_empty()
}

/// Drawings of evqc's pages, by element and by class.
const DRAWINGS: [&str; 9] = ["svg", "img", "*", ".mini", ".bar-large", ".figure", ".sample", ".gate", ".code"];

/// Whether a rule is about drawings: without width or height nothing of one is seen, whereas letters stand beyond a narrow box.
fn names_picture(selector: &str) -> bool {
    DRAWINGS.iter().any(|name| selector.contains(name))
}

/// Why a declaration is not allowed in a rule with this selector.
fn declaration(text: &str, selector: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let Some((name, value)) = text.split_once(':').map(|(name, value)| (name.trim(), value.trim())) else {
        return text.starts_with('@').then(|| LOOKS_ALONE.to_owned());
    };
    let sided = SIDED.iter().any(|start| name.starts_with(start));
    if !PROPERTIES.contains(&name) && !sided && !name.starts_with("--") {
        return Some(unknown_property(name));
    }
    let quoted = value.contains(['"', '\'']) && name != "font-family";
    if quoted || value.contains('!') || value.contains("transparent") {
        return Some("a value has no `!important`, no `transparent`, and quotation marks for fonts alone".to_owned());
    }
    hides(name, value, selector)
        .then(|| format!("this value of `{name}` could hide or change what stands there, {BOUNDS}"))
}

/// Where the bounds stand.
const BOUNDS: &str = "see \"HTML report\" of the documentation";

fn unknown_property(name: &str) -> String {
    let nearest = match did_you_mean(name, PROPERTIES) {
        Some(meant) => format!("did you mean `{meant}`? "),
        None => String::new(),
    };
    format!("no property that a style sets; {nearest}\"HTML report\" of the documentation lists those")
}

/// Whether a value of a property hides something, or makes it read as something else.
fn hides(name: &str, value: &str, selector: &str) -> bool {
    match name {
        // A cell or an exponent that is laid out anew reads as another number.
        "display" => !DISPLAYS.contains(&value) || !pages::is_of_frame(selector),
        "flex-wrap" => !["wrap", "nowrap"].contains(&value),
        "vertical-align" => !ALIGNED.contains(&value),
        "text-decoration" => !["none", "underline"].contains(&value),
        // A box that is lower than what stands in it lies on what follows.
        "height" => !pages::is_of_pictures(selector) || !is_a_line(value) || is_far(value, WIDEST),
        "font-family" => PICTURES.iter().any(|font| value.contains(font)),
        "font-size" => !is_readable(value) || is_far(value, HIGHEST),
        "line-height" => value != "normal" && !is_high(value) || is_far(value, HIGHEST),
        "letter-spacing" => is_negative(value) || is_far(value, HIGHEST),
        "max-width" => is_far(value, WIDEST) || is_slim(value, selector),
        "width" => is_beyond_paper(value) || is_slim(value, selector),
        "min-width" => is_beyond_paper(value),
        "min-height" => is_far(value, WIDEST),
        "gap" => is_far(value, FARTHEST),
        _ if name.starts_with("padding") || name.starts_with("border") => is_far(value, FARTHEST),
        // A property of one's own may be given to any other.
        _ => (name.starts_with("margin") || name.starts_with("--")) && (is_negative(value) || is_far(value, FARTHEST)),
    }
}

/// Whether something of this width, at most, is too narrow for what stands in it: a drawing, or the text of a cell or a box of evqc.
fn is_slim(value: &str, selector: &str) -> bool {
    let is_of_drawings = selector.split(',').all(is_of_drawing);
    let has_room = is_of_drawings || pages::is_of_frame(selector) || !is_cramped(value);
    names_picture(selector) && is_narrow(value) || !has_room
}

/// Whether a selector is one of drawings.
fn is_of_drawing(selector: &str) -> bool {
    let last = selector.split([' ', '\n', '\t', '>', '+', '~']).rfind(|part| !part.is_empty()).unwrap_or_default();
    let is = |name: &str| last.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ':']));
    DRAWINGS.into_iter().filter(|name| *name != "*").any(is)
}

/// Fonts whose letters are pictures.
const PICTURES: [&str; 5] = ["dingbat", "emoji", "symbol", "webding", "wingding"];

/// The most pixels of a letter or a line, of a space, and of a thing: more moves what stands beside it out of sight.
const HIGHEST: f64 = 120.0;
const FARTHEST: f64 = 320.0;
const WIDEST: f64 = 4000.0;

/// Whether something of this width, at least, would be cut in print: paper of A4 and Letter has room for some 640 pixels.
fn is_beyond_paper(value: &str) -> bool {
    let percent = value.strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
    percent.map_or_else(|| is_far(value, 640.0), |percent| percent > 100.0)
}

/// Whether a value has a length of more than so many pixels, as a browser takes it on a large screen.
fn is_far(value: &str, most: f64) -> bool {
    const PIXELS: [(&str, f64); 13] = [
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
    ];
    // A size of the screen or of anything else that nobody knows here.
    const UNKNOWN: f64 = 40.0;
    let length = |word: &str| {
        let from = word.find(|sign: char| sign.is_ascii_digit() || sign == '.').filter(|at| *at <= 1)?;
        let rest = word.get(from..)?;
        let end =
            (1..=rest.len()).rev().find(|end| rest.get(..*end).is_some_and(|part| part.parse::<f64>().is_ok()))?;
        let (number, unit) = rest.split_at(end);
        let pixels = PIXELS.iter().find(|(name, _)| *name == unit).map_or(UNKNOWN, |(_, pixels)| *pixels);
        Some(number.parse::<f64>().ok()? * pixels)
    };
    let words = value.split(|sign: char| sign.is_whitespace() || ",()/*".contains(sign));
    words.filter(|word| !word.starts_with('#')).filter_map(length).any(|length| length > most)
}

/// A value that has a name, and otherwise the least number of each unit: whatever has another unit, or is reckoned by the browser, is
/// below it.
fn is_at_least(value: &str, names: &[&str], least: &[(&str, f64)]) -> bool {
    let number = |unit: &str| value.strip_suffix(unit)?.trim().parse::<f64>().ok();
    names.contains(&value) || least.iter().any(|(unit, least)| number(unit).is_some_and(|given| given >= *least))
}

/// Whether a drawing of this width or height is too small to be seen, or of one that only a browser reckons: what is less than a line
/// of text, 16 pixels, is a dot.
fn is_narrow(value: &str) -> bool {
    const NAMES: &[&str] = &["auto", "none", "fit-content", "max-content", "min-content", "inherit"];
    const LEAST: &[(&str, f64)] =
        &[("rem", 1.0), ("em", 1.0), ("%", 5.0), ("px", 16.0), ("pt", 12.0), ("mm", 4.0), ("cm", 0.4)];
    !is_at_least(value, NAMES, LEAST)
}

/// Whether a cell or a box of text of this width has no room for a word and its number.
fn is_cramped(value: &str) -> bool {
    const NAMES: &[&str] = &["auto", "none", "fit-content", "max-content", "min-content", "inherit"];
    const LEAST: &[(&str, f64)] =
        &[("rem", 7.5), ("em", 7.5), ("%", 10.0), ("px", 120.0), ("pt", 90.0), ("mm", 30.0), ("cm", 3.0)];
    !is_at_least(value, NAMES, LEAST)
}

/// Whether letters of this size can be read: a size by name, or a number that is not small. Print is read from 6 points on, 8 pixels;
/// what is of the size around it has more, since it may stand within another one.
fn is_readable(size: &str) -> bool {
    const NAMES: &[&str] = &["small", "smaller", "medium", "large", "larger", "x-large", "xx-large"];
    const LEAST: &[(&str, f64)] = &[("rem", 0.6), ("em", 0.6), ("%", 60.0), ("px", 8.0), ("pt", 6.0)];
    is_at_least(size, NAMES, LEAST)
}

/// Whether lines of this height do not lie on each other: letters need some 0.8 of their size from the foot of a `p` to the head of an
/// `h`, and the smallest that are read as many pixels and points as they have.
fn is_high(height: &str) -> bool {
    const LEAST: &[(&str, f64)] = &[("rem", 0.8), ("em", 0.8), ("%", 80.0), ("px", 10.0), ("pt", 8.0), ("", 0.8)];
    is_at_least(height, &[], LEAST)
}

/// Whether a picture of this height is seen as one: as high as a line, 16 pixels.
fn is_a_line(height: &str) -> bool {
    const LEAST: &[(&str, f64)] = &[("rem", 1.0), ("em", 1.0), ("px", 16.0), ("pt", 12.0), ("mm", 4.0)];
    is_at_least(height, &["auto"], LEAST)
}

/// Whether a value draws things over each other: a number below zero, or one that is computed.
fn is_negative(value: &str) -> bool {
    let below = value.match_indices('-').any(|(at, _)| {
        value.get(at + 1..).is_some_and(|after| after.starts_with(|sign: char| sign.is_ascii_digit() || sign == '.'))
    });
    below || value.contains('(') && !value.starts_with("var(")
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

#[cfg(test)]
mod tests {
    use super::{PROPERTIES, SIDED};
    use crate::order;

    /// Who wants to know what a style may set, finds it without trying.
    #[test]
    fn the_documentation_lists_every_property() {
        let documentation = include_str!("../../docs/src/html.md");
        let all: Vec<String> = order::collect(PROPERTIES.iter().map(|name| format!("`{name}`")));
        assert!(documentation.contains(&format!("A style sets {},", all.join(", "))));
        assert!(SIDED.iter().all(|start| documentation.contains(&format!("`{start}…`"))));
    }
}

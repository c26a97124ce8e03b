//! The logo of the laboratory: a picture, or nothing is printed.

use super::codes;
use crate::claims::{self, TextKind};
use crate::document::Picture;
use crate::finding::Finding;
use crate::lookalike;
use crate::source::Place;
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};

/// Largest logo that is taken, in bytes: it stands in every certificate.
const LARGEST: usize = 2 << 20;

/// How deep elements of a drawing may lie in each other: it is read and drawn by functions that call themselves. What refers to
/// another element lies as deep as that; such a chain ends at the number of nodes that usvg takes.
const DEEPEST: usize = 100;

/// The logo from the bytes of its file.
///
/// # Errors
/// A finding where they are no PNG, JPEG or SVG, or too many, or where the words of a drawing say more than a name.
pub fn logo(name: &str, bytes: Vec<u8>, description: &str, place: &Place) -> Result<Picture, Finding> {
    let refuse = |why: String| {
        Finding::new(&codes::LOGO_NOT_USABLE, format!("the logo {name} {why}"))
            .at(place.clone(), 1)
            .help("use a PNG, JPEG or SVG file")
    };
    if bytes.len() > LARGEST {
        return Err(refuse(format!("has {} bytes, more than {LARGEST}", bytes.len())));
    }
    if !is_png(&bytes) && !bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        if !is_svg(&bytes) {
            return Err(refuse("is not an image".to_owned()));
        }
        if let Some(fault) = more_than_a_drawing(&bytes) {
            return Err(refuse(fault));
        }
        if let Some(fault) = more_than_a_name(&bytes) {
            return Err(
                refuse(fault).help("a logo has the name of the laboratory; leave other words out of the drawing")
            );
        }
    }
    Ok(Picture { name: name.to_owned(), bytes, description: description.to_owned() })
}

/// A PNG with its first and its last chunk.
fn is_png(bytes: &[u8]) -> bool {
    let begins = bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16) == Some(b"IHDR");
    begins && bytes.windows(4).any(|name| name == b"IEND")
}

/// A drawing: XML whose first element is `svg`.
fn is_svg(bytes: &[u8]) -> bool {
    let mut reader = Reader::from_reader(bytes);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => return element.local_name().as_ref() == "svg",
            Ok(Event::Text(text)) if !text.trim().is_empty() => return false,
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// What a drawing holds that is no drawing: a program, a page, something that lies elsewhere, a definition of its own.
fn more_than_a_drawing(bytes: &[u8]) -> Option<String> {
    let mut reader = Reader::from_reader(bytes);
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event();
        match event {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Some(format!("has elements that lie more than {DEEPEST} deep in each other"));
        }
        match event {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let name = element.local_name();
                if ["script", "foreignobject", "iframe"].contains(&name.as_ref().to_lowercase().as_str()) {
                    return Some(format!("holds a `{}`, which is no drawing", name.as_ref()));
                }
                for attribute in element.attributes() {
                    let Ok(attribute) = attribute else { return Some("is not well-formed".to_owned()) };
                    let key = attribute.key.local_name().as_ref().to_lowercase();
                    let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else {
                        return Some("is not well-formed".to_owned());
                    };
                    let value = value.trim();
                    if key.starts_with("on") {
                        return Some(format!("holds a program in `{key}`"));
                    }
                    if places_letters(&key, value) {
                        return Some(format!(
                            "places letters one by one, or turns their order around (`{key}`): draw them as outlines"
                        ));
                    }
                    if key == "style" && is_not_plain(value) {
                        return Some(NOT_PLAIN.to_owned());
                    }
                    let elsewhere = key == "href" && !is_within(value);
                    if elsewhere || refers_elsewhere(value) {
                        return Some(format!("refers to `{value}`, which is not in the file"));
                    }
                }
            }
            Ok(Event::Text(text)) if refers_elsewhere(&text) || text.contains("@import") => {
                return Some(ELSEWHERE.to_owned());
            }
            Ok(Event::DocType(_)) => return Some("has a document type, which a logo does not need".to_owned()),
            Ok(Event::Eof) => return texts(bytes).styles.iter().find_map(|style| fault_of_style(style)),
            Ok(_) => {}
            Err(error) => return Some(format!("is not well-formed: {error}")),
        }
    }
}

/// What is wrong with the whole text of a style.
fn fault_of_style(style: &str) -> Option<String> {
    let small = style.to_lowercase();
    let faults = [
        (is_not_plain(style), NOT_PLAIN),
        (refers_elsewhere(&small) || small.contains("@import"), ELSEWHERE),
        (turns_order(style), "has a style that turns the order of letters around: draw them as outlines"),
    ];
    faults.into_iter().find_map(|(applies, fault)| applies.then(|| fault.to_owned()))
}

/// Whether a style has what stands for other signs, or for none, so that a property is not seen by its name.
fn is_not_plain(style: &str) -> bool {
    style.contains('\\') || style.contains("/*")
}

const NOT_PLAIN: &str =
    "has a comment or an escape (`\\`) in a style: take it out, and write names and values as they are";

const ELSEWHERE: &str = "has a style that refers to something outside of the file";

/// Properties of a style that show letters in another order than they stand in the text, which is looked through as it stands.
const ORDER: [&str; 4] = ["direction", "unicode-bidi", "writing-mode", "rotate"];

/// Their values that leave the order as it is, which programs for drawings write beside them.
const IN_ORDER: [&str; 8] = ["", "0", "normal", "ltr", "lr", "lr-tb", "horizontal-tb", "inherit"];

/// Whether an attribute turns the order of letters around, or gives each a place of its own.
fn places_letters(key: &str, value: &str) -> bool {
    match key {
        "x" | "y" | "dx" | "dy" => !is_one_number(value),
        "style" => turns_order(value),
        _ => ORDER.contains(&key) && !IN_ORDER.contains(&value.trim().to_lowercase().as_str()),
    }
}

/// Whether a place is one number with its unit, or none: numbers of a list may stand side by side (`10-5`).
fn is_one_number(value: &str) -> bool {
    let number = value.trim_end_matches(|sign: char| sign.is_ascii_alphabetic() || sign == '%');
    number.is_empty() || number.parse::<f64>().is_ok()
}

/// Whether rules of a style turn the order of letters around.
fn turns_order(style: &str) -> bool {
    let rules = style.split(['{', '}', ';']).filter_map(|rule| rule.rsplit_once(':'));
    let mut rules = rules.map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_lowercase()));
    rules.any(|(name, value)| {
        let value = value.trim_end_matches("!important").trim_end();
        ORDER.contains(&name.as_str()) && !IN_ORDER.contains(&value)
    })
}

/// What the words of a drawing say beside the name of a laboratory, which may have them in it.
fn more_than_a_name(bytes: &[u8]) -> Option<String> {
    let mut words = texts(bytes).words;
    if words.iter().any(|text| text.chars().any(lookalike::is_invisible)) {
        return Some("has a sign in its words that cannot be seen, or that turns them around".to_owned());
    }
    let fault = words.iter().find_map(|text| objection(text));
    if fault.is_none() && words.iter().filter(|word| is_letter(word)).count() > LETTERS {
        return Some(
            "has letters in elements of their own, which may stand in any order: draw them as outlines".to_owned(),
        );
    }
    words.retain(|text| claims::found(text).is_none() && claims::judged(text, TextKind::Field).is_none());
    // A word may be cut into pieces that stand beside each other, the first one to the right as well as to the left.
    let back: Vec<String> = words.iter().rev().cloned().collect();
    let read = [words.join(" "), words.concat(), back.join(" "), back.concat()];
    fault.or_else(|| read.iter().find_map(|text| objection(text)))
}

/// How many letters of a drawing may stand alone: two make no word that anything is said with.
const LETTERS: usize = 2;

fn is_letter(word: &str) -> bool {
    let mut signs = word.trim().chars();
    signs.next().is_some_and(char::is_alphabetic) && signs.next().is_none()
}

/// What a text says that a name may not.
fn objection(text: &str) -> Option<String> {
    let claim = claims::found_in_logo(text);
    let claim = claim.map(|phrase| format!("claims something (\"{phrase}\"), and nobody answers for it"));
    claim.or_else(|| {
        let word = claims::judged_in_name(text)?;
        Some(format!("says what was found (\"{word}\"): only evqc does"))
    })
}

/// What stands in a drawing beside its elements.
struct Texts {
    /// The words, in their order.
    words: Vec<String>,
    /// Each style as a whole, whatever stands between its parts.
    styles: Vec<String>,
}

/// The texts of a drawing, up to where it is not well-formed.
fn texts(bytes: &[u8]) -> Texts {
    let mut reader = Reader::from_reader(bytes);
    let (mut words, mut styles) = (vec![String::new()], Vec::new());
    let mut in_style = false;
    loop {
        let text = match reader.read_event() {
            Ok(Event::Start(element)) => {
                let begins = element.local_name().as_ref() == "style";
                if begins && !in_style {
                    styles.push(String::new());
                }
                in_style |= begins;
                words.push(String::new());
                continue;
            }
            Ok(Event::End(element)) => {
                in_style &= element.local_name().as_ref() != "style";
                words.push(String::new());
                continue;
            }
            Ok(Event::Text(text)) => text.to_string(),
            Ok(Event::CData(text)) => text.to_string(),
            Ok(Event::GeneralRef(sign)) => sign.resolve_char_ref().ok().flatten().map(String::from).unwrap_or_default(),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => continue,
        };
        let place = if in_style { styles.last_mut() } else { words.last_mut() };
        if let Some(place) = place {
            place.push_str(&text);
        }
    }
    words.retain(|word| !word.trim().is_empty());
    Texts { words, styles }
}

/// Whether a `url(...)` points out of the file.
fn refers_elsewhere(text: &str) -> bool {
    let pointed = text.split("url(").skip(1).map(|rest| rest.trim_start_matches([' ', '"', '\'']));
    pointed.into_iter().any(|rest| !is_within(rest))
}

/// Whether a reference is to the drawing itself, or to a picture in it; a drawing within it would have words of its own.
fn is_within(reference: &str) -> bool {
    let picture = reference.strip_prefix("data:image/").is_some_and(|kind| !kind.to_lowercase().starts_with("svg"));
    reference.starts_with('#') || picture
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_are_taken() {
        let place = Place::file(&"lab.yaml".into());
        let take = |bytes: &[u8]| logo("logo", bytes.to_vec(), "", &place).is_ok();
        assert!(take(b"<?xml version=\"1.0\"?>\n<!-- a --><svg xmlns=\"http://www.w3.org/2000/svg\"/>"));
        assert!(take(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR....IEND"));
        for wrong in [&b"<html><svg/></html>"[..], b"not a picture", b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"%PDF-1.7"]
        {
            assert!(!take(wrong), "{:?}", String::from_utf8_lossy(wrong));
        }
        assert!(logo("logo", vec![b' '; LARGEST + 1], "", &place).is_err());
    }

    #[test]
    fn a_drawing_is_nothing_but_a_drawing() {
        let place = Place::file(&"lab.yaml".into());
        let said = |body: &str| {
            let drawing = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{body}</svg>");
            logo("logo.svg", drawing.into_bytes(), "", &place).map(|_| ()).map_err(|finding| finding.message)
        };
        for body in [
            "<rect fill=\"url(#paint)\"/><use href=\"#a\"/>",
            "<image href=\"data:image/png;base64,AA\"/>",
            &format!("{}{}", "<g>".repeat(99), "</g>".repeat(99)),
            &"<g></g>".repeat(300),
            "<style>.released { fill: red }</style><text>GMP Analytics GmbH</text><text>Leiden</text>",
            "<text style=\"writing-mode:lr-tb;direction:ltr;fill:#000\" x=\"12\">Leiden</text>",
            "<text x=\"-1.5em\" y=\"\" dx=\"10%\" dy=\"1e-3\">A</text><text>B</text>",
        ] {
            assert_eq!(said(body), Ok(()));
        }
        for (body, expected) in [
            ("<script>alert(1)</script>", "holds a `script`, which is no drawing"),
            ("<rect onload=\"alert(1)\"/>", "holds a program in `onload`"),
            (
                "<image href=\"https://example.org/x.png\"/>",
                "refers to `https://example.org/x.png`, which is not in the file",
            ),
            ("<image href=\"data:image/svg+xml,%3Csvg/%3E\"/>", "refers to `data:image/svg+xml,%3Csvg/%3E`"),
            ("<use xlink:href=\"other.svg#a\"/>", "refers to `other.svg#a`"),
            ("<rect fill=\"url(x.svg#a)\"/>", "refers to `url(x.svg#a)`"),
            ("<style>@import 'x.css';</style>", "has a style that refers to something outside"),
            ("<foreignObject><p>text</p></foreignObject>", "holds a `foreignObject`"),
            ("<g>", "is not well-formed"),
            (&format!("{}{}", "<g>".repeat(100), "</g>".repeat(100)), "has elements that lie more than 100 deep"),
            ("<text>Cell works</text><text>GMP certified</text>", "claims something (\"gmp\")"),
            ("<text>re<tspan>lea&#x73;</tspan>ed</text>", "claims something (\"released\")"),
            (
                "<text>All tests</text><text><![CDATA[passed]]></text>",
                "says what was found (\"passed\"): only evqc does",
            ),
            ("<text>本批产品合格</text>", "(\"本批产品合格\")"),
            ("<text>\u{202e}smrofnoc</text>", "has a sign in its words that cannot be seen"),
            ("<text x=\"50 43 36\">mroF</text>", "places letters one by one, or turns their order around (`x`)"),
            ("<text direction=\"rtl\">oK</text>", "(`direction`)"),
            ("<style>text { Direction: RTL }</style><text>oK</text>", "turns the order of letters around"),
            (
                "<style><![CDATA[text{unicode-bidi:bidi-override;direction:rtl}]]></style>",
                "turns the order of letters around",
            ),
            ("<text style=\"fill: red; unicode-bidi: bidi-override\">oK</text>", "(`style`)"),
            (
                "<style>text{/*x*/direction/**/:rtl}</style><text>oK</text>",
                "has a comment or an escape (`\\`) in a style",
            ),
            ("<style>text{\\64irection:rtl}</style><text>oK</text>", "has a comment or an escape (`\\`) in a style"),
            ("<text style=\"d\\69rection:rtl\">oK</text>", "has a comment or an escape (`\\`) in a style"),
            ("<style>text{d&#105;rection:rtl}</style><text>oK</text>", "turns the order of letters around"),
            (
                "<style>text{dir<!-- -->ection<![CDATA[:rtl]]>}</style><text>oK</text>",
                "turns the order of letters around",
            ),
            ("<style>@IMP<!-- -->ORT 'x.css';</style>", "has a style that refers to something outside"),
            ("<text style=\"d&#105;rection:rtl\">oK</text>", "(`style`)"),
            ("<text x=\"9&#32;6 3\">oK</text>", "(`x`)"),
            ("<text x=\"9-6\">oK</text>", "(`x`)"),
            ("<text>ed</text><text>as</text><text>le</text><text>re</text>", "claims something (\"released\")"),
            (
                "<text x=\"9\">P</text><text x=\"5\">M</text><text x=\"1\">G</text>",
                "has letters in elements of their own",
            ),
            (
                "<text x=\"5\">M</text><text x=\"1\">G</text><text x=\"9\">P</text>",
                "has letters in elements of their own",
            ),
        ] {
            let message = said(body).unwrap_err();
            assert!(message.starts_with("the logo logo.svg ") && message.contains(expected), "{body}: {message}");
        }
    }
}

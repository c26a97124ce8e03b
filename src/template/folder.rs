//! The files of a template.

use super::TemplateError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A picture larger than this has no place in a page that is mailed.
const LARGEST_PICTURE: usize = 1 << 20;

/// `template.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    pub name: String,
    pub version: String,
    #[serde(default)]
    pub words: BTreeMap<String, (String, String)>,
}

pub(super) fn manifest(name: &str, bytes: &[u8]) -> Result<Manifest, TemplateError> {
    // Who writes a word knows languages, not tuples.
    let told = |error: serde_json::Error| error.to_string().replace("a tuple of size 2", "[English, Chinese]");
    serde_json::from_slice(text(name, bytes)?.as_bytes()).map_err(|error| TemplateError::Manifest(told(error)))
}

pub(super) fn text(name: &str, bytes: &[u8]) -> Result<String, TemplateError> {
    let text = std::str::from_utf8(bytes).map_err(|_| TemplateError::NotText(name.to_owned()))?;
    Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"))
}

/// A picture as an address that holds it.
pub(super) fn picture(name: &str, bytes: &[u8]) -> Result<String, TemplateError> {
    let refused = |why| TemplateError::Picture(name.to_owned(), why);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let (media, is_one) = match extension {
        "png" => ("image/png", bytes.starts_with(b"\x89PNG\r\n\x1a\n")),
        "jpg" | "jpeg" => ("image/jpeg", bytes.starts_with(b"\xff\xd8\xff")),
        "svg" => ("image/svg+xml", drawn(bytes).map_err(refused)?),
        _ => return Err(TemplateError::UnknownFile(name.to_owned())),
    };
    match (is_one, bytes.len() <= LARGEST_PICTURE) {
        (false, _) => Err(refused("is not a picture of the kind that its name says")),
        (_, false) => Err(refused("is larger than 1 MB")),
        _ => Ok(format!("data:{media};base64,{}", STANDARD.encode(bytes))),
    }
}

/// Whether a file is a drawing; one with letters, programs or pictures in it is none that a page may show: what letters say
/// cannot be told from what was judged.
fn drawn(bytes: &[u8]) -> Result<bool, &'static str> {
    const LETTERS: [&str; 8] = ["text", "tspan", "textPath", "foreignObject", "script", "image", "animate", "set"];
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(false) };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut is_one = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                let name = start.local_name().as_ref().to_owned();
                if LETTERS.iter().any(|letters| name.eq_ignore_ascii_case(letters)) {
                    return Err("has letters, a program or another picture in it; a logo is made of shapes alone");
                }
                is_one |= name == "svg";
            }
            Ok(Event::DocType(of)) if of.contains('[') => {
                return Err("has definitions of its own, which could put letters into it");
            }
            Ok(Event::Eof) => return Ok(is_one),
            Ok(_) => {}
            Err(_) => return Ok(false),
        }
    }
}

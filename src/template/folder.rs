//! The files of a template.

use super::TemplateError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
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
    serde_json::from_str(&text(name, bytes)?).map_err(|error| TemplateError::Manifest(error.to_string()))
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
        "svg" => ("image/svg+xml", std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg"))),
        _ => return Err(TemplateError::UnknownFile(name.to_owned())),
    };
    match (is_one, bytes.len() <= LARGEST_PICTURE) {
        (false, _) => Err(refused("is not a picture of the kind that its name says")),
        (_, false) => Err(refused("is larger than 1 MB")),
        _ => Ok(format!("data:{media};base64,{}", STANDARD.encode(bytes))),
    }
}

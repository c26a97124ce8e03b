//! The logo of the laboratory: a picture, or nothing is printed.

use super::codes;
use crate::document::Picture;
use crate::finding::Finding;
use crate::source::Place;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Largest logo that is taken, in bytes: it stands in every certificate.
const LARGEST: usize = 2 << 20;

/// The logo from the bytes of its file.
///
/// # Errors
/// A finding where they are no PNG, JPEG or SVG, or too many.
pub fn logo(name: &str, bytes: Vec<u8>, description: &str, place: &Place) -> Result<Picture, Finding> {
    let refuse = |why: String| {
        Finding::new(&codes::LOGO_NOT_USABLE, format!("the logo {name} {why}"))
            .at(place.clone(), 1)
            .help("use a PNG, JPEG or SVG file")
    };
    if bytes.len() > LARGEST {
        return Err(refuse(format!("has {} bytes, more than {LARGEST}", bytes.len())));
    }
    if !is_png(&bytes) && !bytes.starts_with(&[0xff, 0xd8, 0xff]) && !is_svg(&bytes) {
        return Err(refuse("is not an image".to_owned()));
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
}

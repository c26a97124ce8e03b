//! What a PDF file carries inside.

use lopdf::{Dictionary, Document, Object};

/// A file inside of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The files that a PDF file carries inside, in alphabetical order of their names.
///
/// # Errors
/// Why it cannot be read, in words: it is cut short, or damaged.
///
/// # Source
/// ISO 32000-1:2008, 7.5.5 (end of file), 7.11.3 (file specifications), 7.11.4 (embedded files).
pub fn attached(pdf: &[u8]) -> Result<Vec<Attached>, String> {
    // A reader that repairs would open a file without its end as well, and read less out of it.
    if !pdf.trim_ascii_end().ends_with(b"%%EOF") {
        return Err("is cut short: a PDF file ends in %%EOF".to_owned());
    }
    let file = Document::load_mem(pdf).map_err(|error| format!("is no PDF file that can be read: {error}"))?;
    if file.get_pages().is_empty() {
        return Err("is damaged: no page of it can be read".to_owned());
    }
    let specifications = file.objects.values().filter_map(|object| match object {
        Object::Dictionary(dictionary) if is_file_specification(dictionary) => Some(dictionary),
        _ => None,
    });
    let mut all = specifications
        .map(|specification| {
            content(&file, specification).map_err(|error| format!("has a damaged attachment: {error}"))
        })
        .collect::<Result<Vec<Attached>, String>>()?;
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(all)
}

fn is_file_specification(dictionary: &Dictionary) -> bool {
    dictionary.has_type(b"Filespec") && dictionary.has(b"EF")
}

fn content(file: &Document, specification: &Dictionary) -> lopdf::Result<Attached> {
    let name = String::from_utf8_lossy(specification.get(b"F")?.as_str()?).into_owned();
    let stream = specification.get_deref(b"EF", file)?.as_dict()?.get_deref(b"F", file)?.as_stream()?;
    let bytes = match stream.dict.has(b"Filter") {
        true => stream.decompressed_content()?,
        false => stream.content.clone(),
    };
    Ok(Attached { name, bytes })
}

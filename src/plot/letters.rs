//! The letters of every picture and document: Latin and Chinese, regular and bold. None of the machine is used, so that every
//! machine draws the same.

use resvg::usvg::fontdb::Database;

/// From this sign on the Chinese letters may have what the Latin ones lack; below it they have but a few signs.
const FIRST_CHINESE: char = '\u{2460}';
/// Those few, as `fonts/subset.py` takes them; and brackets of mathematics, which Unicode holds to be the same signs as the Chinese
/// 〈 and 〉.
const FURTHER_CHINESE: &str = "※℃℉ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ∈∋∝∠∥∧∨∪∮∴∵∽≅≌≮≯⊙⊥⌒\u{2329}\u{232a}";

/// The Latin letters, regular and bold, each as a font file; not packed, since to unpack them takes longer than to set a page.
pub static LATIN_LETTERS: [&[u8]; 2] =
    [include_bytes!("../../fonts/SourceSans3-Regular.ttf"), include_bytes!("../../fonts/SourceSans3-Bold.ttf")];

/// The Chinese letters, regular and bold, each as a font file; read where [`need_chinese`] says so.
pub static CHINESE_LETTERS: [&[u8]; 2] =
    [include_bytes!("../../fonts/NotoSansCJKsc-Regular.otf"), include_bytes!("../../fonts/NotoSansCJKsc-Bold.otf")];

/// Whether a text has a sign that the Latin letters may lack and the Chinese ones may have.
pub fn need_chinese(text: &str) -> bool {
    text.chars().any(|sign| sign >= FIRST_CHINESE || FURTHER_CHINESE.contains(sign))
}

/// Each font with its size in bytes, or why it cannot be read: it has to be one face of the family it is taken for.
pub fn looked_at() -> Vec<(String, Result<usize, String>)> {
    let (source, noto) = ("Source Sans 3", "Noto Sans CJK SC");
    let fonts = [(source, LATIN_LETTERS), (noto, CHINESE_LETTERS)];
    let each = fonts.into_iter().flat_map(|(family, files)| {
        let named = files.into_iter().zip(["regular", "bold"]);
        named.map(move |(file, weight)| (format!("{family}, {weight}"), readable(file, family)))
    });
    each.collect()
}

fn readable(file: &[u8], family: &str) -> Result<usize, String> {
    let mut known = Database::new();
    known.load_font_data(file.to_vec());
    let families: Vec<&str> =
        known.faces().flat_map(|face| face.families.iter().map(|(name, _)| name.as_str())).collect();
    match families.iter().any(|name| name.starts_with(family)) {
        true => Ok(file.len()),
        false if families.is_empty() => Err("is no font".to_owned()),
        false => Err(format!("is a font of {}", families.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_is_read_and_another_is_told() {
        let fonts = looked_at();
        assert_eq!(fonts.len(), 4);
        for (name, read) in &fonts {
            assert!(read.as_ref().is_ok_and(|bytes| *bytes > 10_000), "{name}: {read:?}");
        }
        let [regular, _] = LATIN_LETTERS;
        assert_eq!(readable(b"no font", "Source Sans 3"), Err("is no font".to_owned()));
        assert!(readable(&regular[..regular.len() / 2], "Source Sans 3").is_err());
        assert!(readable(regular, "Noto").is_err_and(|why| why.starts_with("is a font of Source Sans 3")));
    }
}

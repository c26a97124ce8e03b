//! The letters of every picture and document: Latin and Chinese, regular and bold. None of the machine is used, so that every
//! machine draws the same.

use flate2::read::GzDecoder;
use resvg::usvg::fontdb::Database;
use std::io::Read;
use std::sync::OnceLock;
use std::thread::Builder;

/// From this sign on the Chinese letters may have what the Latin ones lack; below it they have but a few signs.
const FIRST_CHINESE: char = '\u{2460}';
/// Those few, as `fonts/subset.py` takes them; and brackets of mathematics, which Unicode holds to be the same signs as the Chinese
/// 〈 and 〉.
const FURTHER_CHINESE: &str = "※℃℉ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ∈∋∝∠∥∧∨∪∮∴∵∽≅≌≮≯⊙⊥⌒\u{2329}\u{232a}";

/// The Latin letters, regular and bold, each as a font file; not packed, since to unpack them takes longer than to set a page.
pub static LATIN_LETTERS: [&[u8]; 2] =
    [include_bytes!("../../fonts/SourceSans3-Regular.ttf"), include_bytes!("../../fonts/SourceSans3-Bold.ttf")];

/// Packed: 0.6 MB less of the program.
static CHINESE_PACKED: [&[u8]; 2] = [
    include_bytes!("../../fonts/NotoSansCJKsc-Regular.otf.gz"),
    include_bytes!("../../fonts/NotoSansCJKsc-Bold.otf.gz"),
];

/// The Chinese letters, regular and bold, each as a font file; asked for where [`need_chinese`] says so, since to unpack them takes
/// time that an English certificate need not spend.
pub fn chinese_letters() -> [&'static [u8]; 2] {
    static LETTERS: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    LETTERS.get_or_init(|| both_unpacked(CHINESE_PACKED)).each_ref().map(Vec::as_slice)
}

/// Regular and bold letters, unpacked beside each other.
fn both_unpacked([regular, bold]: [&'static [u8]; 2]) -> [Vec<u8>; 2] {
    std::thread::scope(|scope| {
        // Where no thread can be had, one after the other.
        let beside = Builder::new().spawn_scoped(scope, || unpacked(bold)).ok();
        let regular = unpacked(regular);
        [regular, beside.and_then(|beside| beside.join().ok()).unwrap_or_else(|| unpacked(bold))]
    })
}

fn unpacked(packed: &[u8]) -> Vec<u8> {
    // The last four bytes say how large the file is (RFC 1952, 2.3.1); it is one of ours.
    let size = packed.last_chunk().map_or(0, |size| u32::from_le_bytes(*size) as usize);
    let mut letters = Vec::with_capacity(size);
    // Whoever asks for the letters says that a font cannot be read, should this ever fail.
    let _ = GzDecoder::new(packed).read_to_end(&mut letters);
    letters
}

/// Whether a text has a sign that the Latin letters may lack and the Chinese ones may have.
pub fn need_chinese(text: &str) -> bool {
    text.chars().any(|sign| sign >= FIRST_CHINESE || FURTHER_CHINESE.contains(sign))
}

/// Each font with its size in bytes, or why it cannot be read: it has to be one face of the family it is taken for.
pub fn looked_at() -> Vec<(String, Result<usize, String>)> {
    let (source, noto) = ("Source Sans 3", "Noto Sans CJK SC");
    let fonts = [(source, LATIN_LETTERS), (noto, chinese_letters())];
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

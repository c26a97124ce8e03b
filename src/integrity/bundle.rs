//! The archive: a zip file with the same bytes whenever its files are the same.

use super::codes;
use super::digest::SOURCE_SHA256;
use super::manifest::{MANIFEST, Manifest};
use crate::finding::Finding;
use crate::lookalike;
use crate::order;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use unicode_normalization::UnicodeNormalization;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The most bytes of an archive's files.
const MOST_BYTES: u64 = 4 << 30;
/// The most files.
const MOST_FILES: usize = 60_000;

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Path, relative, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Packs files: in alphabetical order, not compressed, all of one day. So the bytes depend on the files alone, not on a
/// compressor and its version, and every program that knows zip reads them.
///
/// # Errors
/// A path that cannot be in an archive, more or larger files than one holds; in words.
pub fn pack(entries: &[Entry]) -> Result<Vec<u8>, String> {
    let sorted = in_order(entries);
    if let Some(pair) = sorted.windows(2).find(|pair| pair[0].path == pair[1].path) {
        return Err(format!("{} would be in the archive twice", pair[0].path));
    }
    if let Some(why) = unfit_names(entries) {
        return Err(why);
    }
    written(&sorted)
}

/// Why files cannot be in one archive by their names, in words: some system cannot hold one of them, or would put one into the place of
/// another.
pub fn unfit_names(entries: &[Entry]) -> Option<String> {
    let mut unpacked: BTreeMap<String, &str> = BTreeMap::new();
    for entry in in_order(entries) {
        if let Some(why) = unfit(&entry.path) {
            let path = entry.path.escape_debug();
            return Some(format!("{path} cannot be a path in an archive: {why}; rename the file"));
        }
        if let Some(other) = unpacked.insert(entry.path.to_lowercase().nfc().collect(), &entry.path) {
            let path = &entry.path;
            return Some(format!(
                "{other} and {path} would take each other's place where an archive is unpacked on Windows or macOS; rename one of them"
            ));
        }
    }
    None
}

fn in_order(entries: &[Entry]) -> Vec<&Entry> {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    order::sort_by(&mut sorted, |a, b| a.path.cmp(&b.path));
    sorted
}

/// The bytes of an archive with these files, whatever they are called.
fn written(sorted: &[&Entry]) -> Result<Vec<u8>, String> {
    if sorted.len() > MOST_FILES || sorted.iter().map(|entry| entry.bytes.len() as u64).sum::<u64>() >= MOST_BYTES {
        return Err(format!("an archive holds at most {MOST_FILES} files and {} GiB", MOST_BYTES >> 30));
    }
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in sorted {
        writer.start_file(entry.path.as_str(), options).map_err(|error| error.to_string())?;
        writer.write_all(&entry.bytes).map_err(|error| error.to_string())?;
    }
    writer.finish().map(Cursor::into_inner).map_err(|error| error.to_string())
}

/// Whether a path stays inside of the folder that it is unpacked to: all that is asked of an archive that is read. Earlier versions
/// took names into one that some systems cannot hold, and what was signed with them stays readable.
fn is_inside(path: &str) -> bool {
    !path.contains(['\\', ':', '\0', '\n']) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Why a path cannot be in an archive that is made: it leads out of the folder that it is unpacked to, or cannot be a file of some system.
fn unfit(path: &str) -> Option<&'static str> {
    /// Bytes of a name that every file system holds.
    const LONGEST: usize = 255;
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    const NUMBERED: [&str; 2] = ["com", "lpt"];
    if path.contains(['\\', ':', '<', '>', '"', '|', '?', '*']) {
        return Some("it has one of the signs \\ : < > \" | ? *, which name no file on Windows");
    }
    if path
        .chars()
        .any(|sign| sign.is_control() || lookalike::is_invisible(sign) || matches!(sign, '\u{2028}' | '\u{2029}'))
    {
        return Some("it has a sign that cannot be seen");
    }
    path.split('/').find_map(|part| match part {
        "" | "." | ".." => Some("it leads out of the folder that it is unpacked to"),
        _ if part.len() > LONGEST => Some("a name of it has more than 255 bytes"),
        _ if part.ends_with(['.', ' ']) => Some("a name of it ends with a dot or a blank, which Windows leaves out"),
        _ => {
            let stem = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
            let numbered = || {
                stem.get(..3).is_some_and(|name| NUMBERED.contains(&name))
                    && stem.len() == 4
                    && stem.ends_with(|sign: char| sign.is_ascii_digit())
            };
            (DEVICES.contains(&&*stem) || numbered()).then_some("a name of it is that of a device on Windows")
        }
    })
}

/// Whether a zip file is an archive of evqc, or was one before it was packed again: its manifest is of the schema of one. Where it is
/// cut short, so that nobody can tell what is in it, the name of the schema tells.
pub fn is_bundle(bytes: &[u8]) -> bool {
    const SCHEMA: &[u8] = b"\"evqc-bundle/";
    let names_it = |text: &[u8]| memchr::memmem::find(text, SCHEMA).is_some();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return names_it(bytes) };
    let Ok(file) = archive.by_name(MANIFEST) else { return false };
    let mut text = Vec::new();
    // One that is damaged at its end is one all the same.
    let _ = file.take(bytes.len() as u64).read_to_end(&mut text);
    names_it(&text)
}

/// Unpacks an archive that [`pack`] made, and says where its bytes are other than those.
///
/// # Errors
/// What keeps it from being unpacked.
pub fn unpack(name: &str, bytes: &[u8]) -> Result<(Vec<Entry>, Vec<Finding>), Vec<Finding>> {
    let changed = |message: String| Finding::of_file(&codes::BUNDLE_CHANGED, name, message);
    let unreadable = |message: String| vec![Finding::of_file(&codes::BUNDLE_NOT_READABLE, name, message)];
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| unreadable(format!("{name} is cut short, or no zip archive: {error}")))?;
    if archive.len() > MOST_FILES {
        return Err(unreadable(format!("{name} has {} files", archive.len())));
    }
    let mut findings = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    let mut paths: BTreeSet<String> = BTreeSet::new();
    // Files are not compressed, so that they never have more bytes than the archive, unless entries share theirs.
    let mut left = bytes.len() as u64;
    for index in 0..archive.len() {
        let mut file =
            archive.by_index(index).map_err(|error| unreadable(format!("{name}: entry {index}: {error}")))?;
        let path = file.name().map(|name| name.into_owned()).unwrap_or_default();
        if !is_inside(&path) || file.is_symlink() || !paths.insert(path.clone()) {
            return Err(unreadable(format!("{name} has an entry `{path}`, which no archive of evqc has")));
        }
        if file.compression() != CompressionMethod::Stored {
            let message = format!("{name} holds {path} compressed, as evqc never writes it; it was packed again");
            return Err(vec![changed(message)]);
        }
        let mut content = Vec::new();
        if let Err(error) = file.by_ref().take(left).read_to_end(&mut content) {
            let message = format!("{path} in {name} has changed: {error}");
            findings.push(Finding::of_file(&codes::FILE_CHANGED, &path, message));
        }
        left = left.saturating_sub(content.len() as u64);
        if left == 0 {
            return Err(unreadable(format!("{name} unpacks to more bytes than it has: entries share theirs")));
        }
        entries.push(Entry { path, bytes: content });
    }
    if findings.is_empty() && written(&in_order(&entries)).as_deref() != Ok(bytes) {
        findings.push(changed(format!("{name} holds its files in other bytes than evqc writes")));
    }
    // This program packs no such name, whatever it reads of earlier ones.
    if findings.is_empty() && Manifest::read(&entries).is_ok_and(|one| one.tool.sha256 == SOURCE_SHA256) {
        let unfit = unfit_names(&entries).map(|why| changed(format!("{name}: {why}")));
        findings.extend(unfit);
    }
    Ok((entries, findings))
}

#[cfg(test)]
mod tests {
    use super::{Entry, in_order, pack, unpack, written};

    fn entry(path: &str, bytes: &[u8]) -> Entry {
        Entry { path: path.to_owned(), bytes: bytes.to_owned() }
    }

    #[test]
    fn the_order_of_files_does_not_matter_and_no_byte_can_change() {
        let files = [entry("b/data.csv", b"lot,test\n"), entry("a.txt", b"hello"), entry("c", b"")];
        let packed = pack(&files).unwrap();
        let mut turned = files.clone();
        turned.reverse();
        assert_eq!(pack(&turned).unwrap(), packed);
        let (entries, findings) = unpack("x.zip", &packed).unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(entries.iter().map(|entry| entry.path.as_str()).collect::<Vec<_>>(), ["a.txt", "b/data.csv", "c"]);
        for at in 0..packed.len() {
            for bit in 0..8 {
                let mut bytes = packed.clone();
                bytes[at] ^= 1 << bit;
                let unnoticed = unpack("x.zip", &bytes).is_ok_and(|(_, findings)| findings.is_empty());
                assert!(!unnoticed, "byte {at}, bit {bit}");
            }
        }
        for cut in 0..packed.len() {
            assert!(unpack("x.zip", &packed[..cut]).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn a_path_never_leaves_the_folder() {
        for path in ["", "/etc/passwd", "../up", "a/../b", "a//b", "a\\b", "c:x", "."] {
            assert!(pack(&[entry(path, b"")]).is_err(), "{path}");
        }
        assert!(pack(&[entry("a", b""), entry("a", b"")]).is_err());
    }

    /// Names that some system cannot hold were packed once, and what was signed then is verified for years.
    #[test]
    fn what_an_earlier_version_packed_is_read() {
        let names = ["A.txt", "a.txt", "con.csv", "data/aux.csv", "data/run 10?30.csv", "x."];
        let files = names.map(|path| entry(path, b"1"));
        let bytes = written(&in_order(&files)).unwrap();
        let (entries, findings) = unpack("x.zip", &bytes).unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(entries, files);
        for path in ["../up", "/up", "a\\b", "c:x", "a/./b"] {
            let bytes = written(&[&entry(path, b"1")]).unwrap();
            let fault = unpack("x.zip", &bytes).unwrap_err();
            assert_eq!(fault[0].message, format!("x.zip has an entry `{path}`, which no archive of evqc has"));
        }
    }

    #[test]
    fn every_system_can_unpack_what_is_packed() {
        for path in
            ["a?.csv", "run 10:30.csv", "x.", "x ", "b/CON.txt", "a\u{202e}b", "a\u{9b}b", "a\tb", &"n".repeat(256)]
        {
            let why = pack(&[entry(path, b"")]).unwrap_err();
            assert!(why.contains(" cannot be a path in an archive: ") && why.ends_with("rename the file"), "{why}");
            assert!(!why.contains(['\u{202e}', '\u{9b}', '\t']), "{why}");
        }
        for [one, other] in [["A.txt", "a.txt"], ["d/\u{e9}", "d/e\u{301}"]] {
            let why = pack(&[entry(one, b""), entry(other, b"")]).unwrap_err();
            assert!(why.contains("take each other's place"), "{why}");
        }
        for path in ["console.csv", "批号 7.csv", "a b (1).csv", ".hidden", &"n".repeat(255)] {
            assert!(pack(&[entry(path, b"")]).is_ok(), "{path}");
        }
    }
}

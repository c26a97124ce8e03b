//! Files: the only place that opens them for reading.

use super::{Failure, trail};
use crate::data::{self, Source};
use crate::finding::{Finding, did_you_mean};
use crate::order;
use crate::spec::{BuiltIn, Library, SourceText, built_in};
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use tempfile::NamedTempFile;

/// An instrument file larger than this is none: it would be a measurement of days.
const LARGEST_EXPORT: u64 = 4 << 30;

/// Specifications by path, relative to the one that names them, and the built-in ones by id.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileLibrary;

impl Library for FileLibrary {
    fn find(&self, name: &str, from: &str) -> Result<SourceText, String> {
        if !is_path(name) {
            return BuiltIn.find(name, from);
        }
        let path = Path::new(from).parent().unwrap_or(Path::new("")).join(name);
        let shown = path.to_string_lossy().into_owned();
        let bytes = read_limited(&path).map_err(|error| unopened(&path, &error))?;
        SourceText::from_bytes(&shown, &bytes).map_err(|finding| format!("{shown}: {}", finding.message))
    }
}

/// The specifications of an archive: what is inherited by name comes from its own folder, as it was when the archive was made,
/// and nothing comes from outside of the archive.
#[derive(Clone, Copy, Debug)]
pub struct ArchivedLibrary<'l> {
    /// The folder with what is inherited by name.
    pub folder: &'l Path,
    /// Where the rest comes from.
    pub otherwise: FileLibrary,
}

impl Library for ArchivedLibrary<'_> {
    fn find(&self, name: &str, from: &str) -> Result<SourceText, String> {
        let archived = self.folder.join(format!("{name}.yaml"));
        if !is_path(name) && archived.is_file() {
            // Under its own name, as a specification of the program has it.
            let bytes = read_limited(&archived).map_err(|error| format!("{name} cannot be read: {error}"))?;
            return SourceText::from_bytes(name, &bytes).map_err(|finding| format!("{name}: {}", finding.message));
        }
        let path = Path::new(from).parent().unwrap_or(Path::new("")).join(name);
        let mut depth = 0_i32;
        for part in path.components() {
            depth += match part {
                Component::Normal(_) => 1,
                Component::CurDir => 0,
                Component::ParentDir => -1,
                Component::RootDir | Component::Prefix(_) => i32::MIN / 2,
            };
            if depth < 0 {
                return Err(format!("{name} lies outside of the archive"));
            }
        }
        self.otherwise.find(name, from)
    }
}

/// Whether a name means a file and not a built-in specification.
fn is_path(name: &str) -> bool {
    name.contains(['/', '\\']) || name.ends_with(".yaml") || name.ends_with(".yml")
}

/// The texts behind the SPEC argument: one file, all versions in a folder, or a built-in specification.
///
/// # Errors
/// Wrong usage when there is no such file or id; what keeps a file from being a text is a finding.
pub fn specifications(argument: &str) -> Result<Vec<Result<SourceText, Box<Finding>>>, Failure> {
    let path = Path::new(argument);
    if path.is_dir() {
        let mut files = listed(path)?;
        files.retain(|path| path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml"));
        files.retain(|path| !path.to_string_lossy().ends_with(crate::proof::ENDING));
        if files.is_empty() {
            return Err(Failure::usage(format!("{argument}: the folder holds no specification (*.yaml)")));
        }
        return files.iter().map(|file| text_of(file)).collect();
    }
    if path.exists() || is_path(argument) {
        return Ok(vec![text_of(path)?]);
    }
    match built_in(argument) {
        Some(text) => Ok(vec![Ok(text)]),
        None => Err(Failure::usage(match BuiltIn.find(argument, "") {
            Err(message) => format!("{argument}: no such file, and {message}; `evqc spec list` shows them"),
            Ok(_) => format!("{argument}: no such file"),
        })),
    }
}

/// The text of a file; what keeps it from being a text is a finding.
///
/// # Errors
/// Wrong usage when it cannot be opened.
pub fn text_of(path: &Path) -> Result<Result<SourceText, Box<Finding>>, Failure> {
    let shown = path.to_string_lossy();
    let bytes = read_limited(path).map_err(|error| cannot_open(path, &error))?;
    Ok(SourceText::from_bytes(&shown, &bytes).map_err(Box::new))
}

/// The bytes of a specification; of a file that is far too large, only enough to say so.
fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    trail::reads(path)?;
    let mut bytes = Vec::new();
    File::open(path)?.take(256 << 20).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Wrong usage: this file or folder cannot be opened.
pub fn cannot_open(path: &Path, error: &io::Error) -> Failure {
    Failure::usage(unopened(path, error))
}

/// Why a file or folder cannot be opened, and what is there in its place.
fn unopened(path: &Path, error: &io::Error) -> String {
    let shown = path.display();
    if error.kind() != io::ErrorKind::NotFound {
        return format!("{shown}: {error}");
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = std::fs::read_dir(folder) else {
        return format!("{shown}: there is no folder {}", folder.display());
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.file_name().to_string_lossy().into_owned()))
        .filter(|name| !name.starts_with('.'))
        .collect();
    order::sort(&mut names);
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    if let Some(close) = did_you_mean(&wanted, names.iter().map(String::as_str)) {
        return format!("{shown}: no such file; did you mean `{}`?", path.with_file_name(close).display());
    }
    let ending = path.extension().unwrap_or_default();
    names.retain(|name| Path::new(name).extension().is_some_and(|own| own == ending));
    match names.len() {
        0 => format!("{shown}: no such file"),
        1 => format!("{shown}: no such file; there is {}", names[0]),
        2..=LISTED => format!("{shown}: no such file; there are {}", names.join(", ")),
        all => format!("{shown}: no such file; there are {} and {} more", names[..LISTED].join(", "), all - LISTED),
    }
}

/// So many files are told of where another is not there.
const LISTED: usize = 5;

/// What a workbook begins with: as a zip archive, or in the shell of older and of encrypted ones.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// The largest workbook that is read, in bytes; of a larger one enough to say that it is cut short.
const LARGEST_WORKBOOK: u64 = 1 << 30;

/// A result file that can be opened again, see [`plain_source`]. Of a workbook it is the sheet of this name, or the one that has lots.
///
/// # Errors
/// Wrong usage when it cannot be opened, or is a folder.
pub fn source(argument: &str, sheet: Option<&str>) -> Result<Source, Failure> {
    plain_source(argument).map(|plain| sheet_of(&plain, sheet))
}

/// A file as it is read: of a workbook the sheet of this name, or the one that has lots.
pub fn sheet_of(plain: &Source, sheet: Option<&str>) -> Source {
    // What cannot be read is told when the table is opened.
    let workbook = (plain.open)().and_then(workbook_bytes).unwrap_or_default();
    match workbook.filter(|bytes| data::is_workbook(bytes)) {
        Some(bytes) => data::workbook_source(Arc::clone(&plain.name), &bytes, sheet),
        None => plain.clone(),
    }
}

/// The whole of a file that begins as a workbook does.
fn workbook_bytes(mut file: Box<dyn Read + Send>) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    file.by_ref().take(4).read_to_end(&mut bytes)?;
    if !WORKBOOKS.contains(&&bytes[..]) {
        return Ok(None);
    }
    file.take(LARGEST_WORKBOOK).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// A file that can be opened again, as it is; standard input and pipes are read once, and kept in a temporary file for that.
///
/// # Errors
/// Wrong usage when it cannot be opened, or is a folder, and of a pipe that it gives more than any export.
pub fn plain_source(argument: &str) -> Result<Source, Failure> {
    if argument == "-" {
        let kept = keep_stdin().map_err(|error| Failure::usage(format!("standard input: {error}")))?;
        return Ok(kept_source(argument, kept));
    }
    let path = PathBuf::from(argument);
    let refuse = |error: io::Error| cannot_open(&path, &error);
    trail::reads(&path).map_err(refuse)?;
    let file = File::open(&path).map_err(refuse)?;
    let found = file.metadata().map_err(refuse)?;
    if found.is_dir() {
        return Err(Failure::usage(format!("{argument}: is a folder; name the result files in it")));
    }
    if is_pipe(&found) {
        let kept = keep(file.take(LARGEST_EXPORT + 1)).map_err(refuse)?;
        return match kept.as_file().metadata().map_err(refuse)?.len() > LARGEST_EXPORT {
            true => Err(Failure::usage(format!(
                "{argument}: is a pipe, and gives more than {} GiB; give it as standard input, `-`",
                LARGEST_EXPORT >> 30
            ))),
            false => Ok(kept_source(argument, kept)),
        };
    }
    Ok(Source::new(Arc::from(argument), move || Ok(Box::new(File::open(&path)?) as Box<dyn Read + Send>)))
}

/// All bytes of a file that is no larger than any export.
///
/// # Errors
/// Wrong usage when it cannot be read, or is larger.
pub fn whole(source: &Source) -> Result<Vec<u8>, Failure> {
    let refuse = |error: io::Error| Failure::usage(format!("{}: {error}", source.name));
    let mut bytes = Vec::new();
    (source.open)().map_err(refuse)?.take(LARGEST_EXPORT + 1).read_to_end(&mut bytes).map_err(refuse)?;
    match bytes.len() as u64 > LARGEST_EXPORT {
        true => Err(Failure::usage(format!("{}: is larger than {} GiB", source.name, LARGEST_EXPORT >> 30))),
        false => Ok(bytes),
    }
}

/// Whether something can be read once only.
#[cfg(unix)]
fn is_pipe(found: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&found.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_found: &Metadata) -> bool {
    false
}

fn kept_source(name: &str, kept: NamedTempFile) -> Source {
    Source::new(name, move || Ok(Box::new(kept.reopen()?) as Box<dyn Read + Send>))
}

fn keep_stdin() -> io::Result<NamedTempFile> {
    let file = keep(io::stdin().lock())?;
    trail::read_stdin(file.path())?;
    Ok(file)
}

/// Keeps what can be read once only.
fn keep(mut from: impl Read) -> io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new()?;
    io::copy(&mut from, &mut file)?;
    Ok(file)
}

/// Total size of the files among the arguments, for the progress bar; standard input does not count.
pub fn total_size(arguments: &[String]) -> u64 {
    arguments.iter().filter_map(|argument| std::fs::metadata(argument).ok()).map(|metadata| metadata.len()).sum()
}

/// A path by which two names of one file are told to be the same: links and `.` resolved as far as the file exists.
pub fn whole_path(path: &Path) -> PathBuf {
    if let Ok(whole) = path.canonicalize() {
        return whole;
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// All bytes of a file.
///
/// # Errors
/// Wrong usage when it cannot be read, is a folder, or is larger than any export: told by its size, before a byte is read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let metadata = std::fs::metadata(path).map_err(|error| cannot_open(path, &error))?;
    if metadata.is_dir() {
        return Err(Failure::usage(format!("{shown}: is a folder; name the files in it")));
    }
    if metadata.len() > LARGEST_EXPORT {
        return Err(Failure::usage(format!("{shown}: is larger than {} GiB", LARGEST_EXPORT >> 30)));
    }
    whole(&plain_source(&path.to_string_lossy())?)
}

/// The bytes of a file that is about to be replaced, where there is one: nothing is made of them, so an audit trail does not name
/// it as read.
pub fn glance(path: &Path) -> Option<Vec<u8>> {
    let is_readable = std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() <= LARGEST_EXPORT);
    if is_readable { std::fs::read(path).ok() } else { None }
}

/// Its first bytes, at most so many, and how many it has.
pub fn glance_at_start(path: &Path, most: u64) -> Option<(Vec<u8>, u64)> {
    let found = std::fs::metadata(path).ok().filter(Metadata::is_file)?;
    let mut start = Vec::new();
    File::open(path).ok()?.take(most).read_to_end(&mut start).ok()?;
    Some((start, found.len()))
}

/// Waits until no other run holds this file, and holds it until this one ends: where an audit trail rules, what is written appears
/// last of all. On a file system without locks people have to take turns.
pub fn hold(path: &Path) {
    if let Ok(file) = File::open(path)
        && file.lock().is_ok()
    {
        std::mem::forget(file);
    }
}

/// The text of a file.
///
/// # Errors
/// Wrong usage when it cannot be read, or is not UTF-8.
pub fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(bytes(path)?).map_err(|_| Failure::usage(format!("{}: is not UTF-8", path.display())))
}

/// The files of a folder with this ending, in capitals or not, by name.
///
/// # Errors
/// Wrong usage when the folder cannot be read, or nobody can tell of one of them that it is a file.
pub fn in_folder(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in listed(folder)?.into_iter().filter(|path| has_ending(path, ending)) {
        if path.metadata().map_err(|error| cannot_open(&path, &error))?.is_file() {
            files.push(path);
        }
    }
    Ok(files)
}

/// The files of a folder with this ending that can be looked at, by name: what is only looked for beside a file is passed over where it
/// cannot be read.
pub fn there_in(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut paths = listed(folder).unwrap_or_default();
    paths.retain(|path| has_ending(path, ending) && path.is_file());
    paths
}

/// The folder of a file, as it can be listed.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

/// What a folder holds, by name. A version or a key that cannot be listed is a fault: one that is silently not there would change
/// what is judged by.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<PathBuf>>>());
    let mut paths = entries.map_err(|error| cannot_open(folder, &error))?;
    order::sort(&mut paths);
    Ok(paths)
}

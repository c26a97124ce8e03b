//! Where reports go: standard output or files, whole or not at all.

use super::{Failure, files, issued, trail};
use crate::finding::did_you_mean;
use std::fs::OpenOptions;
use std::io::{self, BufWriter, IsTerminal, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, SpooledTempFile};

/// Pieces of a report larger than this wait on disk instead of in memory.
const IN_MEMORY: usize = 4 << 20;

/// A part of a report that waits until the parts before it are known.
#[derive(Debug)]
pub struct Spool {
    file: BufWriter<SpooledTempFile>,
    empty: bool,
}

impl Spool {
    /// An empty spool.
    pub fn new() -> Self {
        Spool { file: BufWriter::new(SpooledTempFile::new(IN_MEMORY)), empty: true }
    }

    /// Adds a piece, with `separator` before it unless it is the first. Empty pieces leave no trace.
    ///
    /// # Errors
    /// Those of the temporary file.
    pub fn add(&mut self, piece: &[u8], separator: &str) -> io::Result<()> {
        if piece.is_empty() {
            return Ok(());
        }
        if !self.empty {
            self.file.write_all(separator.as_bytes())?;
        }
        self.empty = false;
        self.file.write_all(piece)
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.empty
    }

    /// Copies everything to `out`.
    ///
    /// # Errors
    /// Those of the temporary file and of `out`.
    pub fn copy_to(self, out: &mut dyn Write) -> io::Result<()> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let n = file.read(&mut buffer)?;
            if n == 0 {
                return Ok(());
            }
            out.write_all(&buffer[..n])?;
        }
    }
}

/// The place a report goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Standard output.
    Stdout,
    /// A file.
    File(PathBuf),
}

impl Target {
    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Target::Stdout => None,
            Target::File(path) => Some(path),
        }
    }

    /// Writes a report. A file appears complete under its name, or not at all; a reader that closes standard output early
    /// is not an error.
    ///
    /// # Errors
    /// Those of the file system, with the path.
    pub fn write(&self, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        match self {
            Target::Stdout => {
                trail::prints()?;
                if trail::holds() {
                    return trail::hold_stdout(fill);
                }
                trail::wrote();
                let mut out = BufWriter::new(io::stdout().lock());
                match fill(&mut out).and_then(|()| out.flush()) {
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                    other => other,
                }
            }
            Target::File(path) => write_whole(path, fill),
        }
    }
}

/// Writes a file beside its place and renames it when it is complete. A link is followed; what is no regular file (a
/// device, a pipe) is written to as it is, since renaming would replace it.
///
/// Where an audit trail rules, the file appears when its entry is made.
///
/// # Errors
/// Those of the file system, with the path.
pub fn write_whole(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    trail::writes(path)?;
    place(filled(path, Box::new(fill), trail::holds())?)
}

/// Writes several files as [`write_whole`] does: none appears before all are complete, so that a full disk leaves no part of them.
///
/// # Errors
/// Those of the file system, with the path.
pub fn write_together(files: &[(&Path, &[u8])]) -> io::Result<()> {
    files.iter().try_for_each(|(path, _)| trail::writes(path))?;
    let all = files.iter().map(|(path, bytes)| filled(path, Box::new(|out| out.write_all(bytes)), trail::holds()));
    let all: Vec<Option<Filled>> = all.collect::<io::Result<_>>()?;
    all.into_iter().try_for_each(place)
}

/// What fills a file.
type Fill<'f> = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()> + 'f>;

/// A complete file that waits beside its place.
struct Filled {
    path: PathBuf,
    file: NamedTempFile,
}

/// Gives a file its name.
fn place(filled: Option<Filled>) -> io::Result<()> {
    let Some(Filled { path, file }) = filled else { return Ok(()) };
    trail::wrote();
    let persisted = file.persist(&path);
    persisted.map_err(|error| io::Error::new(error.error.kind(), format!("{}: {}", path.display(), error.error)))?;
    Ok(())
}

/// Fills a file; nothing where it waits for an entry, or is written to as it is.
fn filled(path: &Path, fill: Fill<'_>, holds: bool) -> io::Result<Option<Filled>> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if holds && path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let mut file = NamedTempFile::new().map_err(named)?;
        fill(&mut file).and_then(|()| file.flush()).map_err(named)?;
        trail::hold(path, file, false);
        return Ok(None);
    }
    if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let mut out = BufWriter::new(OpenOptions::new().write(true).open(path).map_err(named)?);
        return fill(&mut out).and_then(|()| out.flush()).map_err(named).map(|()| None);
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut file = beside(path, folder).map_err(named)?;
    {
        let mut out = BufWriter::new(file.as_file_mut());
        fill(&mut out).and_then(|()| out.flush()).map_err(named)?;
    }
    if holds {
        trail::hold(path, file, true);
        return Ok(None);
    }
    Ok(Some(Filled { path: path.to_owned(), file }))
}

/// A file that is to take the place of `path`: one that is new is as open to others as the umask of the user allows, another
/// keeps its permissions, and is at no moment more open than those.
#[cfg(unix)]
fn beside(path: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;
    let old = path.metadata().ok().map(|old| Permissions::from_mode(old.permissions().mode() & 0o777));
    let asked = old.clone().unwrap_or_else(|| Permissions::from_mode(0o666));
    let file = tempfile::Builder::new().permissions(asked).tempfile_in(folder)?;
    old.map_or(Ok(()), |old| file.as_file().set_permissions(old))?;
    Ok(file)
}

/// Other systems give a file the permissions of its folder.
#[cfg(not(unix))]
fn beside(_path: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    NamedTempFile::new_in(folder)
}

/// A report that was asked for: its format and where it goes.
pub struct Output<F> {
    /// Name of the format.
    pub name: String,
    /// The format.
    pub format: F,
    /// Where it goes.
    pub target: Target,
}

/// Reads `-o FORMAT[:PATH]` options; `by_name` makes a format of the `known` ones. The `inputs` are all files that the command
/// line names for reading.
///
/// # Errors
/// Wrong usage: an unknown format, no path, a folder that is not there, two reports for one place, or one in the place of an input.
pub fn outputs<F>(
    options: &[String],
    known: &[(&str, &str)],
    inputs: &[&Path],
    by_name: impl Fn(&str, &Target) -> Option<F>,
) -> Result<Vec<Output<F>>, Failure> {
    let mut outputs: Vec<Output<F>> = Vec::new();
    for option in options {
        let (name, path) = option.split_once(':').unwrap_or((option, "-"));
        if path.is_empty() {
            return Err(Failure::usage(format!("-o {option}: there is no path after `{name}:`")));
        }
        let target = if path == "-" { Target::Stdout } else { Target::File(PathBuf::from(path)) };
        if outputs.iter().any(|other| same_place(&other.target, &target)) {
            return Err(Failure::usage(format!("-o {option}: another report goes to the same place")));
        }
        if let Target::File(path) = &target {
            not_an_input(&format!("-o {option}"), path, inputs)?;
            check_folder(path)?;
        }
        let format = by_name(name, &target).ok_or_else(|| {
            let names = known.iter().map(|(name, _)| *name);
            let hint =
                did_you_mean(name, names.clone()).map_or(String::new(), |close| format!("; did you mean `{close}`?"));
            let known: Vec<&str> = names.collect();
            Failure::usage(format!("-o {option}: no such format{hint} (known: {})", known.join(", ")))
        })?;
        outputs.push(Output { name: name.to_owned(), format, target });
    }
    Ok(outputs)
}

/// No report may replace what it is made from; `option` is the one that names its place.
///
/// # Errors
/// Wrong usage: one of the inputs is there.
pub fn not_an_input(option: &str, path: &Path, inputs: &[&Path]) -> Result<(), Failure> {
    let whole = files::whole_path(path);
    match inputs.iter().find(|input| files::whole_path(input) == whole) {
        Some(input) => Err(Failure::usage(format!("{option}: would overwrite the input {}", input.display()))),
        None => Ok(()),
    }
}

/// The same for all that was read until now, named or not: what a specification inherits, what lies beside a file; and for
/// what is kept for good, of which only `sign` and `certificate` know when it may change. To be asked before the first report is
/// written.
///
/// # Errors
/// Wrong usage: what is at one of these places was read, is such a record, or nobody can tell.
pub fn spare<'p>(places: impl IntoIterator<Item = &'p Path>) -> Result<(), Failure> {
    let places: Vec<&Path> = places.into_iter().collect();
    let read: Vec<PathBuf> = trail::was_read().iter().map(|path| files::whole_path(path)).collect();
    if let Some(place) = places.iter().find(|place| read.contains(&files::whole_path(place))) {
        return Err(Failure::usage(format!("{}: would overwrite what this command reads", place.display())));
    }
    for place in places {
        if let Some(what) = issued::record_at(place)? {
            return Err(Failure::usage(format!("{}: is not replaced, {what}; write to another name", place.display())));
        }
    }
    Ok(())
}

/// Whether two reports would go to one place.
pub fn same_place(one: &Target, other: &Target) -> bool {
    match (one, other) {
        (Target::Stdout, Target::Stdout) => true,
        (Target::File(one), Target::File(other)) => files::whole_path(one) == files::whole_path(other),
        _ => false,
    }
}

/// Where `--digests FILE` goes, which is neither the place of a report nor an input.
///
/// # Errors
/// Wrong usage: it is one of them.
pub fn digests<F>(path: &Path, outputs: &[Output<F>], inputs: &[&Path]) -> Result<Target, Failure> {
    let (option, target) = (format!("--digests {}", path.display()), Target::File(path.to_owned()));
    if outputs.iter().any(|output| same_place(&output.target, &target)) {
        return Err(Failure::usage(format!("{option}: a report goes to the same place")));
    }
    not_an_input(&option, path, inputs)?;
    Ok(target)
}

/// A missing folder is found before the work, not after it.
fn check_folder(path: &Path) -> Result<(), Failure> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => {
            Err(Failure::usage(format!("{}: there is no folder {}", path.display(), folder.display())))
        }
        _ if path.is_dir() => Err(Failure::usage(format!("{}: is a folder", path.display()))),
        _ => Ok(()),
    }
}

/// Columns of the terminal, or 100.
pub fn terminal_width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.or_else(measured).filter(|width| *width >= 40).unwrap_or(100)
}

/// Columns of a stream: those of `COLUMNS`, else of its terminal. What goes into a file or another program is not broken, so that
/// it can be searched by lines; no line is made narrower than 40.
pub fn width_of(stream: &impl IsTerminal) -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let terminal = || stream.is_terminal().then(terminal_size::terminal_size).flatten();
    let measured = || terminal().map(|(width, _)| usize::from(width.0));
    columns.or_else(measured).map_or(usize::MAX, |width: usize| width.max(40))
}

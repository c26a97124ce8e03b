//! Where reports go: standard output or files, whole or not at all.

use std::fs::OpenOptions;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
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
    /// Writes a report. A file appears complete under its name, or not at all; a reader that closes standard output early
    /// is not an error.
    ///
    /// # Errors
    /// Those of the file system, with the path.
    pub fn write(&self, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        match self {
            Target::Stdout => {
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
/// # Errors
/// Those of the file system, with the path.
pub fn write_whole(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let mut out = BufWriter::new(OpenOptions::new().write(true).open(path).map_err(named)?);
        return fill(&mut out).and_then(|()| out.flush()).map_err(named);
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut file = NamedTempFile::new_in(folder).map_err(named)?;
    {
        let mut out = BufWriter::new(file.as_file_mut());
        fill(&mut out).and_then(|()| out.flush()).map_err(named)?;
    }
    // A temporary file is private; a report is as readable as any other file that the user writes.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).map(|old| old.permissions().mode()).unwrap_or(0o644);
        file.as_file().set_permissions(std::fs::Permissions::from_mode(mode & 0o777)).map_err(named)?;
    }
    file.persist(path).map_err(|error| named(error.error))?;
    Ok(())
}

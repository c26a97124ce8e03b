//! `evqc selftest`: the reference cases in the program, or those of a folder.

use super::args::SelftestArgs;
use super::output::{self, Target};
use super::{Failure, colours_on_stdout, trail};
use crate::order;
use crate::report::HumanOptions;
use crate::report::selftest::{SELFTEST_FORMATS, SelftestFormat, SelftestRun};
use crate::selftest::{EMBEDDED, Examined, Totals};
use crate::spec::{library_sha256, listed};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// A reference case larger than this is none.
const MOST_BYTES: u64 = 64 << 20;

/// Runs the command; 0 when every case agrees, 1 when one misses or is broken, 3 when none does but a method is not
/// supported.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run(args: &SelftestArgs) -> Result<u8, Failure> {
    let found = args.cases.as_deref().map(Found::of_folder).transpose()?;
    let inputs: Vec<&Path> = found.iter().flat_map(Found::cases).collect();
    let outputs = output::outputs(&args.output, SELFTEST_FORMATS, &inputs, |name, target| {
        let colour = *target == Target::Stdout && colours_on_stdout();
        let options = HumanOptions { colour, width: args.width.unwrap_or_else(output::terminal_width) };
        SelftestFormat::by_name(name, options, args.verbose)
    })?;
    output::spare(outputs.iter().filter_map(|output| output.target.file()))?;
    let cases = found.map_or_else(Cases::embedded, Cases::of);
    let run = SelftestRun {
        os: std::env::consts::OS,
        architecture: std::env::consts::ARCH,
        specifications: listed().count(),
        library_sha256: &library_sha256(),
        folder: args.cases.as_deref(),
        examined: &cases.examined,
        left_out: &cases.left_out,
    };
    for output in outputs {
        let written = output.target.write(|out| output.format.write(&run, out));
        written.map_err(|error| Failure::internal(format!("a report could not be written: {error}")))?;
    }
    Ok(Totals::of(&cases.examined).exit())
}

/// The cases that were run, and the files that are none.
struct Cases {
    examined: Vec<Examined>,
    left_out: Vec<String>,
}

impl Cases {
    fn embedded() -> Cases {
        let run = |(file, text): &(&str, &str)| Examined::new((*file).to_owned(), text.as_bytes());
        Cases { examined: EMBEDDED.iter().map(run).collect(), left_out: Vec::new() }
    }

    fn of(found: Found) -> Cases {
        let Found { mut entries, mut left_out, .. } = found;
        order::sort_by(&mut entries, |a, b| a.0.cmp(&b.0));
        order::sort(&mut left_out);
        let examined = entries.into_iter().map(|(name, entry)| match entry.and_then(|path| bytes_of(&path)) {
            Ok(bytes) => Examined::new(name, &bytes),
            Err(reason) => Examined::unopened(name, reason),
        });
        Cases { examined: examined.collect(), left_out }
    }
}

/// What a folder holds, by name inside it.
#[derive(Default)]
struct Found {
    /// Cases, and why what should be one cannot be opened.
    entries: Vec<(String, Result<PathBuf, String>)>,
    /// Files that are no cases, by their names.
    left_out: Vec<String>,
    /// Folders that were entered; a link may lead back to one.
    entered: BTreeSet<PathBuf>,
}

impl Found {
    fn of_folder(folder: &str) -> Result<Found, Failure> {
        if !Path::new(folder).is_dir() {
            return Err(Failure::usage(format!("--cases {folder}: is no folder")));
        }
        let mut found = Found::default();
        found.walk(Path::new(folder), "");
        match found.entries.is_empty() {
            true => Err(Failure::usage(format!("--cases {folder}: the folder holds no case (*.json)"))),
            false => Ok(found),
        }
    }

    /// Adds what stands below `folder`, which is called `name`.
    fn walk(&mut self, folder: &Path, name: &str) {
        let whole = match folder.canonicalize() {
            Ok(whole) => whole,
            Err(error) => return self.entries.push((name.to_owned(), Err(error.to_string()))),
        };
        if !self.entered.insert(whole) {
            let reason = "the link leads to a folder that is read already".to_owned();
            return self.entries.push((name.to_owned(), Err(reason)));
        }
        let listed = std::fs::read_dir(folder).and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
        let entries = match listed {
            Ok(entries) => entries,
            Err(error) => {
                let name = if name.is_empty() { "." } else { name };
                return self.entries.push((name.to_owned(), Err(format!("the folder cannot be read: {error}"))));
            }
        };
        for entry in entries {
            let (path, own) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let name = if name.is_empty() { own } else { format!("{name}/{own}") };
            if path.is_dir() {
                self.walk(&path, &name);
            } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
                self.entries.push((name, Ok(path)));
            } else {
                self.left_out.push(name);
            }
        }
    }

    /// The files of the cases.
    fn cases(&self) -> impl Iterator<Item = &Path> {
        self.entries.iter().filter_map(|(_, path)| Some(path.as_ref().ok()?.as_path()))
    }
}

/// The bytes of a case, or why there are none.
fn bytes_of(path: &Path) -> Result<Vec<u8>, String> {
    let metadata = path.metadata().map_err(|error| format!("the file cannot be opened: {error}"))?;
    if !metadata.is_file() {
        return Err("is no regular file".to_owned());
    }
    if metadata.len() > MOST_BYTES {
        return Err(format!("the file is larger than {} MiB", MOST_BYTES >> 20));
    }
    trail::reads(path).and_then(|()| std::fs::read(path)).map_err(|error| format!("the file cannot be read: {error}"))
}

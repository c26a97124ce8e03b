//! The result files of a run: tables and instrument files, told apart by their content, and the samples files beside them.

use super::args::{Mark, ReadingArgs};
use super::{Failure, files};
use crate::data::{self, Dialect, Encoding, Input, Source};
use crate::finding::Finding;
use crate::instrument::{self, Content};
use crate::quantity::DecimalMark;
use crate::spec::{SampleEntry, SourceText, hexadecimal, read_samples};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of a samples file beside the data.
pub const SAMPLES: &str = "samples.yaml";

/// The result files of a run.
pub struct Inputs {
    /// Result tables.
    pub tables: Vec<Source>,
    /// Instrument files with their bytes.
    pub instruments: Vec<(Arc<str>, Vec<u8>)>,
    /// That a file is neither a table nor of a known format, and what was looked for.
    pub findings: Vec<Finding>,
}

impl Inputs {
    /// Opens what the arguments name.
    ///
    /// # Errors
    /// Wrong usage when something cannot be opened.
    pub fn open(arguments: &[String], sheet: Option<&str>, dialect: &Dialect) -> Result<Inputs, Failure> {
        let mut inputs = Inputs { tables: Vec::new(), instruments: Vec::new(), findings: Vec::new() };
        for argument in arguments {
            let plain = files::plain_source(argument)?;
            let source = files::sheet_of(&plain, sheet);
            match kind(&source, &plain, dialect)? {
                Kind::Instrument(bytes) => inputs.instruments.push((Arc::clone(&source.name), bytes)),
                Kind::Table => inputs.tables.push(source),
                Kind::Neither(finding) => {
                    inputs.findings.push(*finding);
                    inputs.tables.push(source);
                }
            }
        }
        Ok(inputs)
    }
}

/// The lot file of a run, which may be a sheet of the workbook that the results are in.
///
/// # Errors
/// Wrong usage when it cannot be opened.
pub fn lot_file(reading: &ReadingArgs, inputs: &mut Inputs) -> Result<Option<Source>, Failure> {
    let Some(name) = reading.lots.as_deref() else { return Ok(None) };
    let mut lots = files::source(name, reading.lots_sheet.as_deref())?;
    let mut all: Vec<&mut Source> = inputs.tables.iter_mut().chain([&mut lots]).collect();
    data::share_workbooks(&mut all);
    Ok(Some(lots))
}

/// How the tables are written, where that is said.
///
/// # Errors
/// Wrong usage: a word that names no separator or encoding.
pub fn dialect(args: &ReadingArgs) -> Result<Dialect, Failure> {
    let separator = match args.separator.as_deref() {
        None => None,
        Some("tab" | "\\t" | "\t") => Some(b'\t'),
        Some(text) => match text.as_bytes() {
            // A quote has its own meaning.
            [one] if one.is_ascii_punctuation() && *one != b'"' => Some(*one),
            _ => {
                return Err(Failure::usage(format!(
                    "--separator {text}: expected one ASCII character other than a quote, or `tab`"
                )));
            }
        },
    };
    let encoding = match args.encoding.as_deref() {
        None => None,
        Some(name) => Some(Encoding::from_name(name).ok_or_else(|| {
            Failure::usage(format!("--encoding {name}: expected utf-8, utf-16le, utf-16be, gb18030 or windows-1252"))
        })?),
    };
    let decimal = args.decimal.map(|mark| match mark {
        Mark::Point => DecimalMark::Point,
        Mark::Comma => DecimalMark::Comma,
    });
    Ok(Dialect { separator, decimal, encoding })
}

/// What a result file is.
enum Kind {
    Table,
    /// An instrument file and its bytes.
    Instrument(Vec<u8>),
    /// Neither: the table reader says what keeps it from being a table, this which formats were tried.
    Neither(Box<Finding>),
}

/// `plain` is the file of the source: of a workbook that has the lines of a sheet.
fn kind(source: &Source, plain: &Source, dialect: &Dialect) -> Result<Kind, Failure> {
    if data::is_result_table(source, dialect) {
        return Ok(Kind::Table);
    }
    let bytes = files::whole(plain)?;
    let found = instrument::recognise(&Content::new(&source.name, &bytes));
    Ok(match found {
        // A table without a column for the lot is for the table reader to refuse: it says what is missing.
        Ok(format) if format.name == instrument::TABLE => Kind::Table,
        Ok(_) => Kind::Instrument(bytes),
        Err(_) if bytes.is_empty() => Kind::Table,
        Err(finding) => Kind::Neither(Box::new(finding)),
    })
}

/// What the samples files say.
#[derive(Default)]
pub struct Samples {
    /// Their entries.
    pub entries: Vec<SampleEntry>,
    /// What is wrong with them.
    pub findings: Vec<Finding>,
    /// Their texts, for showing the lines that findings are about.
    pub sources: Vec<SourceText>,
    /// The files.
    pub inputs: Vec<Input>,
}

impl Samples {
    /// Reads the samples files that are named, or, where none is, those in the folders of the instrument files.
    ///
    /// # Errors
    /// Wrong usage when one that is named cannot be opened.
    pub fn read(named: &[String], instruments: &[(Arc<str>, Vec<u8>)]) -> Result<Samples, Failure> {
        let mut samples = Samples::default();
        named.iter().try_for_each(|name| samples.add(name, None))?;
        if !named.is_empty() {
            return Ok(samples);
        }
        let files = instruments.iter().filter(|(file, _)| &**file != "-");
        let placed: Vec<(&str, PathBuf)> = files.map(|(file, _)| (&**file, whole_folder(file))).collect();
        let mut folders: Vec<&Path> = Vec::new();
        for (file, folder) in &placed {
            let beside = Path::new(file).parent().unwrap_or(Path::new("")).join(SAMPLES);
            if beside.is_file() && !folders.contains(&&**folder) {
                folders.push(folder);
                let below = placed.iter().filter(|(_, of)| of.starts_with(folder));
                samples.add(&beside.to_string_lossy(), Some(below.map(|(file, _)| (*file).to_owned()).collect()))?;
            }
        }
        Ok(samples)
    }

    /// Adds the entries of a file; one that was found speaks of the files in its folder and below.
    fn add(&mut self, name: &str, of: Option<BTreeSet<String>>) -> Result<(), Failure> {
        let bytes = files::whole(&files::plain_source(name)?)?;
        let text = match SourceText::from_bytes(name, &bytes) {
            Ok(text) => text,
            Err(finding) => {
                self.findings.push(finding);
                return Ok(());
            }
        };
        let (mut entries, findings) = read_samples(&text);
        let of = of.map(Arc::new);
        entries.iter_mut().for_each(|entry| entry.files.clone_from(&of));
        self.inputs.push(Input {
            role: "samples",
            name: Arc::clone(text.name()),
            sha256: hexadecimal(&Sha256::digest(&bytes)),
            rows: entries.len() as u64,
            detected: "samples".to_owned(),
        });
        self.entries.extend(entries);
        self.findings.extend(findings);
        self.sources.push(text);
        Ok(())
    }
}

/// The folder of a file with its whole path, so that two folders compare whatever they are named by: `.`, `..`, links. One
/// that cannot be resolved is as it was named.
fn whole_folder(file: &str) -> PathBuf {
    let parent = Path::new(file).parent().unwrap_or(Path::new(""));
    let folder = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf())
}

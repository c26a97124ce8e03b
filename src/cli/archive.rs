//! What lies where in an archive, and judging lots out of one.

use super::args::{CheckArgs, Mark, ReadingArgs};
use super::check::{self, Output};
use super::files::{self, ArchivedLibrary, FileLibrary};
use super::output::Target;
use super::specifications::Specifications;
use super::{Failure, inputs, spec, trail};
use crate::finding::{Finding, Severity};
use crate::integrity::{Entry, Judged, REPORT, Role};
use crate::order;
use crate::report::{self, HumanOptions, Summary};
use crate::spec::{Library, SourceText, built_in};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use tempfile::TempDir;

/// The folder of specifications that are inherited by name.
pub const LIBRARY: &str = "library";
/// The folder of specifications.
const SPECIFICATION: &str = "specification";
/// The folder of results.
const DATA: &str = "data";

/// The files of an archive that is being made.
#[derive(Default)]
pub struct Layout {
    /// By path: what it is, and its bytes.
    pub files: BTreeMap<String, (Role, Vec<u8>)>,
    /// What is wrong with the specifications.
    pub findings: Vec<Finding>,
}

impl Layout {
    /// Adds a file.
    ///
    /// # Errors
    /// Wrong usage: another file has this path.
    pub fn add(&mut self, path: &str, role: Role, bytes: Vec<u8>) -> Result<(), Failure> {
        match self.files.get(path) {
            Some((_, known)) if *known != bytes => {
                Err(Failure::usage(format!("two different files would be {path} in the archive; rename one")))
            }
            _ => {
                self.files.insert(path.to_owned(), (role, bytes));
                Ok(())
            }
        }
    }

    /// The files as entries.
    pub fn entries(&self) -> Vec<Entry> {
        let entry =
            |(path, (_, bytes)): (&String, &(Role, Vec<u8>))| Entry { path: path.clone(), bytes: bytes.clone() };
        self.files.iter().map(entry).collect()
    }

    /// Adds a file into a folder of its own; its path in the archive.
    pub fn single(&mut self, name: &str, folder: &str, role: Role) -> Result<String, Failure> {
        let path = Path::new(name);
        let file = path.file_name().filter(|_| name != "-").ok_or_else(|| not_a_file(name))?;
        let inside = format!("{folder}/{}", file.to_string_lossy());
        let bytes = files::bytes(path)?;
        if self.files.get(&inside).is_some_and(|(_, known)| *known != bytes) {
            return Err(Failure::usage(format!("{name}: another file is {inside} in the archive; rename one")));
        }
        self.add(&inside, role, bytes)?;
        Ok(inside)
    }

    /// Adds result files and the samples files that speak of them; their paths in the archive. Where samples files speak of
    /// files by where they lie, or two files have one name, all lie to each other as they do now; else side by side, so that the
    /// folders of the machine stay out of the archive.
    pub fn data(&mut self, data: &[String], samples: &[String]) -> Result<(Vec<String>, Vec<String>), Failure> {
        let mut named: Vec<PathBuf> = data.iter().chain(samples).map(PathBuf::from).collect();
        if samples.is_empty() {
            let beside = data.iter().map(|name| Path::new(name).with_file_name(inputs::SAMPLES));
            let found: Vec<PathBuf> = beside.filter(|path| path.is_file()).collect();
            named.extend(found);
        }
        if let Some(name) = named.iter().find(|name| name.as_os_str() == "-" || name.is_dir()) {
            return Err(not_a_file(&name.to_string_lossy()));
        }
        let mut names: Vec<String> =
            named.iter().filter_map(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned()).collect();
        let side_by_side: Vec<String> = names.iter().map(|name| format!("{DATA}/{name}")).collect();
        order::sort(&mut names);
        names.dedup();
        let apart = named.len() > data.len() || names.len() < named.len();
        let inside = if apart { placed(&named, DATA)? } else { side_by_side };
        for (path, inside) in named.iter().zip(&inside) {
            self.add(inside, Role::Data, files::bytes(path)?)?;
        }
        let of_data = inside.iter().take(data.len()).cloned().collect();
        Ok((of_data, inside.iter().skip(data.len()).take(samples.len()).cloned().collect()))
    }

    /// Adds specifications with everything that they inherit; the paths of those that were named.
    pub fn specifications(&mut self, arguments: &[&str], set: &[String]) -> Result<Vec<String>, Failure> {
        let set = spec::settings(set)?;
        let read = Specifications::read(arguments, &set)?;
        let is_error = |finding: &Finding| finding.severity() == Severity::Error;
        self.findings.extend(read.findings.into_iter().filter(is_error));
        let sources = read.sources;
        let mut texts: Vec<PathBuf> = Vec::new();
        for text in &sources {
            match built_in_text(text) {
                Some(known) => {
                    let inside = format!("{LIBRARY}/{}.yaml", text.name());
                    self.add(&inside, Role::Specification, known.text().as_bytes().to_vec())?;
                }
                None => texts.push(PathBuf::from(&**text.name())),
            }
        }
        let inside = placed(&texts, SPECIFICATION)?;
        for (path, inside) in texts.iter().zip(&inside) {
            self.add(inside, Role::Specification, files::bytes(path)?)?;
        }
        arguments.iter().map(|argument| self.named(argument, &texts, &inside)).collect()
    }

    /// Where what an argument names lies in the archive.
    fn named(&mut self, argument: &str, texts: &[PathBuf], inside: &[String]) -> Result<String, Failure> {
        let path = Path::new(argument);
        if let Some(at) = texts.iter().position(|text| whole(text) == whole(path)) {
            return Ok(inside.get(at).cloned().unwrap_or_default());
        }
        if path.is_dir() {
            let below = texts.iter().zip(inside).find(|(text, _)| text.parent().map(whole) == Some(whole(path)));
            let folder = below.and_then(|(_, inside)| inside.rsplit_once('/')).map(|(folder, _)| folder.to_owned());
            return folder
                .ok_or_else(|| Failure::usage(format!("{argument}: holds no specification that can be read")));
        }
        let Some(text) = built_in(argument) else {
            return Err(Failure::usage(format!("{argument}: cannot be read as a specification; see `evqc spec lint`")));
        };
        let inside = format!("{SPECIFICATION}/{argument}.yaml");
        self.add(&inside, Role::Specification, text.text().as_bytes().to_vec())?;
        Ok(inside)
    }
}

fn not_a_file(name: &str) -> Failure {
    Failure::usage(format!("{name}: only files can be archived; standard input and folders cannot"))
}

/// The built-in specification that a text is.
fn built_in_text(text: &SourceText) -> Option<SourceText> {
    built_in(text.name()).filter(|known| known.text() == text.text())
}

/// A path from the root, without links resolved: `a/../b` is `b`, as the names in specifications mean it.
fn whole(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
        plain
    })
}

/// Places of files below a folder of the archive, lying to each other as they do now.
fn placed(paths: &[PathBuf], folder: &str) -> Result<Vec<String>, Failure> {
    let wholes: Vec<PathBuf> = paths.iter().map(|path| whole(path)).collect();
    let mut shared = wholes.first().and_then(|path| path.parent()).map(Path::to_owned).unwrap_or_default();
    while !wholes.iter().all(|path| path.starts_with(&shared)) {
        if !shared.pop() {
            return Err(Failure::usage("the files lie on different drives and cannot be archived together"));
        }
    }
    let inside = |path: &PathBuf| {
        let rest = path.strip_prefix(&shared).unwrap_or(path);
        let parts: Vec<String> =
            rest.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        format!("{folder}/{}", parts.join("/"))
    };
    Ok(wholes.iter().map(inside).collect())
}

/// What judging out of an archive came to.
#[derive(Default)]
pub struct Replayed {
    /// The JSON report; nothing when none was written.
    pub report: Option<Vec<u8>>,
    /// Number of lots by verdict.
    pub summary: Summary,
    /// Whether a specification could be read.
    pub specification_read: bool,
    /// What keeps the run from being judged.
    pub errors: Vec<Finding>,
}

/// Judges the lots of an archive, in a folder that holds its files and nothing else.
///
/// # Errors
/// Wrong usage, or a folder that cannot be written.
pub fn judge(unpacked: &Unpacked, judged: &Judged, as_of: &str) -> Result<Replayed, Failure> {
    let target = Target::File(PathBuf::from(REPORT));
    let options = HumanOptions { colour: false, width: 100 };
    let output = report::by_name("json", &options).map(|format| Output { name: "json".to_owned(), format, target });
    let (outcome, report) = unpacked.run(REPORT, |library| {
        check::run_from(&check_args(judged, as_of)?, output.into_iter().collect(), true, library)
    })?;
    let check::Outcome { summary, specifications, mut findings } = outcome?;
    findings.retain(|finding| finding.severity() == Severity::Error);
    Ok(Replayed { report, summary, specification_read: specifications > 0, errors: findings })
}

/// A folder that holds the files of an archive and nothing else.
pub struct Unpacked(TempDir);

impl Unpacked {
    /// Writes the files.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn new<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self, Failure> {
        let folder = tempfile::tempdir().map_err(|error| internal(&error))?;
        for entry in entries {
            let path = folder.path().join(&entry.path);
            let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
            made.and_then(|()| std::fs::write(&path, &entry.bytes)).map_err(|error| internal(&error))?;
        }
        Ok(Unpacked(folder))
    }

    /// Runs something in the folder, with the specifications that are inherited by name; what came of it, and the bytes of the file
    /// that it wrote, which is never one of the archive under that name and is gone afterwards.
    ///
    /// # Errors
    /// A folder that cannot be entered, or written.
    pub fn run<T>(&self, written: &str, run: impl FnOnce(&dyn Library) -> T) -> Result<(T, Option<Vec<u8>>), Failure> {
        let out = self.0.path().join(written);
        let clear = || if out.exists() { std::fs::remove_file(&out).map_err(|error| internal(&error)) } else { Ok(()) };
        clear()?;
        // Names in a report are those that the files were given under. From inside the folder they are the paths in the archive,
        // wherever the folder is.
        let before = std::env::current_dir().map_err(|error| internal(&error))?;
        std::env::set_current_dir(self.0.path()).map_err(|error| internal(&error))?;
        // What is judged in there was entered in the audit trail, if at all, as the archive.
        let came = trail::aside(|| run(&ArchivedLibrary { folder: Path::new(LIBRARY), otherwise: FileLibrary }));
        std::env::set_current_dir(before).map_err(|error| internal(&error))?;
        let bytes = std::fs::read(&out).ok();
        clear()?;
        Ok((came, bytes))
    }
}

fn internal(error: &std::io::Error) -> Failure {
    Failure::internal(format!("temporary folder: {error}"))
}

/// The specifications of an archive that are read when its lots are judged, as paths in it; and whether nothing is wrong with
/// them.
///
/// # Errors
/// A folder that cannot be written.
pub fn specifications_read(entries: &[Entry], judged: &Judged) -> Result<(BTreeSet<String>, bool), Failure> {
    let folders = [format!("{SPECIFICATION}/"), format!("{LIBRARY}/")];
    let of_specifications = |entry: &&Entry| folders.iter().any(|folder| entry.path.starts_with(folder));
    let names: Vec<&str> = std::iter::once(&judged.specification).chain(&judged.also).map(String::as_str).collect();
    let unpacked = Unpacked::new(entries.iter().filter(of_specifications))?;
    let (read, _) = unpacked
        .run(REPORT, |library| Specifications::read_from(&names, &spec::settings(&judged.settings.set)?, library))?;
    let Ok(read) = read else { return Ok((BTreeSet::new(), false)) };
    let is_whole = read.findings.iter().all(|finding| finding.severity() != Severity::Error);
    Ok((order::collect(read.sources.iter().filter_map(|text| place_of(text.name()))), is_whole))
}

/// The specification among several of an archive that has this digest, as its lots were judged by it: the path by which they name
/// it, a file or a folder of versions.
///
/// # Errors
/// Settings that no manifest has, or a folder that cannot be entered.
pub fn specification_of(unpacked: &Unpacked, judged: &Judged, sha256: &str) -> Result<Option<String>, Failure> {
    if judged.also.is_empty() {
        return Ok(None);
    }
    let set = spec::settings(&judged.settings.set)?;
    let has_it = |library: &dyn Library, path: &str| {
        let read = Specifications::read_from(&[path], &set, library);
        read.is_ok_and(|read| read.versions.iter().any(|version| version.sha256 == sha256))
    };
    let all = || std::iter::once(&judged.specification).chain(&judged.also);
    let (found, _) = unpacked.run(REPORT, |library| all().find(|path| has_it(library, path)).cloned())?;
    Ok(found)
}

/// Where the text of a specification of this name lies in an archive.
fn place_of(name: &str) -> Option<String> {
    if !name.contains(['/', '\\']) {
        return Some(format!("{LIBRARY}/{name}.yaml"));
    }
    lying("", name).map(|parts| parts.join("/"))
}

/// The parts of the path of a file that a file in a folder of the archive names; none, where no archive has a place for it.
pub fn lying(folder: &str, named: &str) -> Option<Vec<String>> {
    let mut parts: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    for part in Path::new(named).components() {
        match part {
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            Component::ParentDir => drop(parts.pop()?),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts)
}

/// The arguments of `evqc check` that judge the lots of an archive.
fn check_args(judged: &Judged, as_of: &str) -> Result<CheckArgs, Failure> {
    let settings = &judged.settings;
    Ok(CheckArgs {
        spec: judged.specification.clone(),
        also: judged.also.clone(),
        data: judged.data.clone(),
        reading: reading(judged)?,
        only: settings.lots.clone(),
        stage: settings.stage.clone(),
        set: settings.set.clone(),
        waivers: judged.waivers.clone(),
        spec_version: settings.spec_version.clone(),
        output: Vec::new(),
        as_of: Some(as_of.to_owned()),
        jobs: None,
        simulate: settings.simulate,
        template: None,
        digests: None,
        width: None,
    })
}

/// How the data of an archive are read, whoever judges them.
///
/// # Errors
/// Wrong usage: a word that no manifest of evqc has.
pub fn reading(judged: &Judged) -> Result<ReadingArgs, Failure> {
    let settings = &judged.settings;
    let mark = |word: &str| Mark::from_word(word).ok_or_else(|| Failure::usage(format!("decimal mark `{word}`")));
    Ok(ReadingArgs {
        samples: judged.samples.clone(),
        lots: judged.lots.clone(),
        sheet: settings.sheet.clone(),
        lots_sheet: settings.lots_sheet.clone(),
        separator: settings.separator.clone(),
        decimal: settings.decimal.as_deref().map(mark).transpose()?,
        encoding: settings.encoding.clone(),
        ignore_columns: settings.ignore_columns.clone(),
    })
}

/// The same as a command.
pub fn command(judged: &Judged, as_of: &str) -> Vec<String> {
    let settings = &judged.settings;
    let mut words = vec!["evqc".to_owned(), "check".to_owned(), judged.specification.clone()];
    words.extend(judged.data.iter().cloned());
    let seed = settings.simulate.map(|seed| seed.to_string());
    let single = [
        ("--lots", &judged.lots),
        ("--sheet", &settings.sheet),
        ("--lots-sheet", &settings.lots_sheet),
        ("--stage", &settings.stage),
        ("--waivers", &judged.waivers),
        ("--spec-version", &settings.spec_version),
        ("--separator", &settings.separator),
        ("--decimal", &settings.decimal),
        ("--encoding", &settings.encoding),
        ("--simulate", &seed),
    ];
    let several = [
        ("--spec", &judged.also),
        ("--samples", &judged.samples),
        ("--lot", &settings.lots),
        ("--set", &settings.set),
        ("--ignore-column", &settings.ignore_columns),
    ];
    let one = single.iter().filter_map(|(option, value)| Some((*option, (*value).clone()?)));
    let many = several.iter().flat_map(|(option, values)| values.iter().map(|value| (*option, value.clone())));
    one.chain(many).for_each(|(option, value)| words.extend([option.to_owned(), value]));
    words.extend(["--as-of", as_of, "-o", "json"].map(str::to_owned));
    words
}

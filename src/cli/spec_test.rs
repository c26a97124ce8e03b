//! `evqc spec test`: lots with known verdicts against their specifications.

use super::args::SpecTestArgs;
use super::files::{self, FileLibrary};
use super::output::{self, Target};
use super::processors::on_all_processors;
use super::{Failure, colours_on_stdout};
use crate::order;
use crate::proof::{self, Beside, BuiltInTests, ENDING, Proof, Request, built_in_tests, prove};
use crate::report::HumanOptions;
use crate::report::proof::{PROOF_FORMATS, ProofFormat};
use crate::spec::{Library, SourceText, built_in, listed};
use std::path::{Component, Path, PathBuf};

/// Runs the command: 0 when all is as expected, 1 when a lot differs or a change is not noticed, 4 when a test file or a
/// specification cannot be read.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run(args: &SpecTestArgs) -> Result<u8, Failure> {
    let inputs: Vec<&Path> = args.paths.iter().map(Path::new).collect();
    let outputs = output::outputs(&args.output, PROOF_FORMATS, &inputs, |name, target| {
        let colour = *target == Target::Stdout && colours_on_stdout();
        ProofFormat::by_name(name, HumanOptions { colour, width: output::terminal_width() })
    })?;
    let mut tests = Vec::new();
    if args.paths.is_empty() {
        tests = built_in_tests(None).into_iter().map(TestText::BuiltIn).collect();
        without_test(&tests)?;
    }
    for path in &args.paths {
        find(path, &mut tests)?;
    }
    let request = Request { mutate: args.mutate, filter: args.filter.as_deref() };
    let proofs = on_all_processors(&tests, |test| one(test, &request))?;
    if let Some(filter) = &args.filter
        && proofs.iter().all(|proof| proof.lots.is_empty() && !proof.is_broken())
    {
        return Err(Failure::usage(format!("--filter {filter}: no lot has a name with this text")));
    }
    output::spare(outputs.iter().filter_map(|output| output.target.file()))?;
    for output in outputs {
        let written = output.target.write(|out| output.format.write(&proofs, out));
        written.map_err(|error| Failure::internal(format!("a report could not be written: {error}")))?;
    }
    Ok(crate::report::proof::exit(&proofs))
}

/// A test file that was asked for.
enum TestText {
    BuiltIn(SourceText),
    File(SourceText),
    /// One that is no text, and why.
    Broken(PathBuf, Box<crate::finding::Finding>),
}

/// Files on disk, relative to each other.
struct OnDisk;

impl Beside for OnDisk {
    fn text(&self, name: &str, from: &str) -> Result<SourceText, String> {
        let path = plain(&Path::new(from).parent().unwrap_or(Path::new("")).join(name));
        let shown = path.to_string_lossy();
        match files::text_of(&path) {
            Ok(Ok(text)) => Ok(text),
            Ok(Err(finding)) => Err(format!("{shown}: {}", finding.message)),
            Err(failure) => Err(failure.message),
        }
    }

    fn library(&self) -> &dyn Library {
        &FileLibrary
    }
}

/// A path without `.` and without `..` behind a folder, so that one file has one name.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// The test files behind an argument: one, that of a specification, all below a folder, or that of a built-in one.
fn find(argument: &str, tests: &mut Vec<TestText>) -> Result<(), Failure> {
    let path = Path::new(argument);
    if path.is_dir() {
        let mut found = Vec::new();
        walk(path, &mut found).map_err(|error| Failure::usage(format!("{argument}: {error}")))?;
        if found.is_empty() {
            return Err(Failure::usage(format!("{argument}: the folder holds no test file (*{ENDING})")));
        }
        return found.iter().try_for_each(|file| add(file, tests));
    }
    if !path.exists() && built_in(argument).is_some() {
        let found = built_in_tests(Some(argument));
        if found.is_empty() {
            return Err(Failure::usage(format!("{argument}: the library has no test file of it")));
        }
        tests.extend(found.into_iter().map(TestText::BuiltIn));
        return Ok(());
    }
    if argument.ends_with(ENDING) {
        return add(path, tests);
    }
    if !path.exists() {
        // Says what was looked for, and what comes near.
        files::specifications(argument)?;
    }
    let beside = path.with_extension("test.yaml");
    if path.is_file() && !beside.is_file() {
        return Err(Failure::usage(format!("{argument}: there is no test file {} beside it", beside.display())));
    }
    add(if path.is_file() { &beside } else { path }, tests)
}

fn add(path: &Path, tests: &mut Vec<TestText>) -> Result<(), Failure> {
    tests.push(match files::text_of(path)? {
        Ok(text) => TestText::File(text),
        Err(finding) => TestText::Broken(path.to_owned(), finding),
    });
    Ok(())
}

/// Every test file below a folder, in the order of their names. Links to folders are not followed.
fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    order::sort_by_key(&mut entries, std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            walk(&path, found)?;
        } else if entry.file_name().to_string_lossy().ends_with(ENDING) {
            found.push(path);
        }
    }
    Ok(())
}

/// Every built-in specification has a test file; a program without one is broken.
fn without_test(tests: &[TestText]) -> Result<(), Failure> {
    if tests.is_empty() {
        return Err(Failure::usage(format!(
            "none of the {} built-in specifications has a test file",
            listed().count()
        )));
    }
    Ok(())
}

fn one(test: &TestText, request: &Request<'_>) -> Proof {
    match test {
        TestText::BuiltIn(text) => prove(text, &BuiltInTests, request),
        TestText::File(text) => prove(text, &OnDisk, request),
        TestText::Broken(path, finding) => proof::unreadable(&path.to_string_lossy(), (**finding).clone()),
    }
}

//! `evqc read`: what instrument files say, before any specification.

use super::args::ReadArgs;
use super::output::{self, Target};
use super::{Failure, NOT_EVALUABLE, colours_on_stdout, files};
use crate::instrument::{self, Content};
use crate::report::HumanOptions;
use crate::report::reading::{READING_FORMATS, ReadFile, ReadingFormat};
use crate::spec::hexadecimal;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;

/// Runs the command; 0 when every file was read, 4 when one could not be.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run(args: &ReadArgs) -> Result<u8, Failure> {
    let inputs: Vec<&Path> = args.files.iter().map(Path::new).collect();
    let outputs = output::outputs(&args.output, READING_FORMATS, &inputs, |name, target| {
        let colour = *target == Target::Stdout && colours_on_stdout();
        let width = args.width.unwrap_or_else(output::terminal_width);
        ReadingFormat::by_name(name, HumanOptions { colour, width })
    })?;
    let forced = args.format.as_deref().map(instrument::by_name).transpose().map_err(|finding| {
        Failure::usage(format!("--as: {}; {}", finding.message, finding.help.unwrap_or_default()))
    })?;
    let contents = args
        .files
        .iter()
        .map(|name| {
            let bytes = files::whole(&files::plain_source(name)?)?;
            Ok((name.as_str(), Arc::from(name.as_str()), bytes))
        })
        .collect::<Result<Vec<(&str, Arc<str>, Vec<u8>)>, Failure>>()?;
    let read: Vec<ReadFile<'_>> = contents
        .iter()
        .map(|(name, shared, bytes)| one(name, Content::new(shared, bytes).with_sheet(args.sheet.as_deref()), forced))
        .collect();
    output::spare(outputs.iter().filter_map(|output| output.target.file()))?;
    for output in outputs {
        let written = output.target.write(|out| output.format.write(&read, out));
        written.map_err(|error| Failure::internal(format!("a report could not be written: {error}")))?;
    }
    Ok(if read.iter().all(ReadFile::is_read) { 0 } else { NOT_EVALUABLE })
}

fn one<'b>(name: &'b str, content: Content<'b>, forced: Option<&'static instrument::Format>) -> ReadFile<'b> {
    let found = forced.map_or_else(|| instrument::recognise(&content), Ok);
    let format = found.as_ref().ok().copied();
    let (recording, faults) =
        match found.map_err(|finding| vec![finding]).and_then(|format| instrument::read(&content, Some(format))) {
            Ok(recording) => (Some(recording), Vec::new()),
            Err(findings) => (None, findings),
        };
    ReadFile { name, sha256: hexadecimal(&Sha256::digest(content.bytes)), format, recording, faults }
}

//! Where a verification goes: that of `evqc verify` and that of `evqc replay`.

use super::output::{self, Target};
use super::{Failure, INTEGRITY, advised, on_stdout};
use crate::report::{HumanOptions, VERIFICATION_FORMATS, VerificationReport};
use std::path::Path;

/// Where a verification goes.
pub struct Writer(Vec<output::Output<String>>);

impl Writer {
    /// Reads `-o` options; none may name one of the inputs.
    ///
    /// # Errors
    /// Wrong usage: see [`output::outputs`].
    pub fn new(options: &[String], inputs: &[&Path]) -> Result<Self, Failure> {
        let is_known = |name: &str| VERIFICATION_FORMATS.iter().any(|(known, _)| *known == name);
        let by_name = |name: &str, _: &Target| is_known(name).then(|| name.to_owned());
        Ok(Writer(output::outputs(options, VERIFICATION_FORMATS, inputs, by_name)?))
    }

    /// Writes the report in every form that was asked for; the exit code.
    ///
    /// # Errors
    /// Wrong usage: a file cannot be written, or was read.
    pub fn write(&self, mut report: VerificationReport) -> Result<u8, Failure> {
        output::spare(self.0.iter().filter_map(|output| output.target.file()))?;
        report.exit = if report.holds() { 0 } else { INTEGRITY };
        let of_files = report.files.iter_mut().map(|file| &mut file.findings);
        for findings in of_files.chain([&mut report.findings]) {
            *findings = std::mem::take(findings).into_iter().map(advised).collect();
        }
        for output in &self.0 {
            let options = match output.target {
                Target::Stdout => on_stdout(),
                Target::File(_) => HumanOptions::PLAIN,
            };
            let Some(text) = report.render(&output.format, options).transpose()? else { continue };
            output
                .target
                .write(|out| out.write_all(text.as_bytes()))
                .map_err(|error| Failure::usage(error.to_string()))?;
        }
        Ok(report.exit)
    }
}

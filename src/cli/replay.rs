//! `evqc replay`: judges the lots of an archive again, and compares.

use super::args::ReplayArgs;
use super::evidence::{self, Asked};
use super::verification::Writer;
use super::{Failure, files, rejudged};
use crate::report::{JudgedAgain, VerificationReport};

/// Runs the command: 0 for the same result, 5 for another one, or for an archive that is not as it was made.
///
/// # Errors
/// Wrong usage: the file cannot be read.
pub fn run(args: &ReplayArgs) -> Result<u8, Failure> {
    let writer = Writer::new(&args.output, &[&args.bundle])?;
    let bytes = files::bytes(&args.bundle)?;
    let name = args.bundle.to_string_lossy();
    let mut file = evidence::looked_at(&name, &bytes);
    match evidence::whole_archive(&name, &bytes)? {
        Ok((entries, manifest)) => {
            let found = evidence::attachments(&entries, Some(&manifest.judged), Asked::NotOthers)?;
            (file.findings, file.attachments) = (found.findings, found.all);
            let replay = rejudged::judged_again(&entries, manifest)?;
            file.findings.extend(rejudged::findings(&replay));
            evidence::drawn_again_or_not(&mut file.attachments, Ok(&replay.certificates));
            file.attachments.extend(evidence::of_signatures(&entries, Some("`evqc verify` looks at signatures")));
            file.again = Some(JudgedAgain::Replayed(replay));
        }
        Err(findings) => file.findings = findings,
    }
    writer.write(VerificationReport { files: vec![file], ..VerificationReport::default() })
}
